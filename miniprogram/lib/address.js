/**
 * Addresses: which of them are the page's own, and how they are written.
 *
 * A mini-program's script has no `URL`, and the phones' own ones differ. An address is therefore compared
 * with the server's origin as text, and its path with the few that the page has: what is not known is foreign.
 */

const LONGEST = 1024;

/**
 * What no address has: control characters, white space, marks that change the direction of a text or
 * that cannot be seen, and characters that browsers read in different ways, such as `\`.
 */
const NEVER = new RegExp(
  '[\\u0000-\\u0020"<>\\\\^`{|}\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5' +
    '\\u180b-\\u180e' +
    '\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\uffff]',
);

/** A `%` that starts no escape, and escapes of control characters. */
const BAD_ESCAPE = /%(?![0-9a-f]{2})|%[01][0-9a-f]|%7f/i;

const CLAIM = /^\/pay\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,512}$/;
/** The code of a place in the mall, in Crockford's Base32. */
const PLACE = /^\/q\/[0-9A-HJKMNP-TV-Z]{6}$/;
/** One coupon, to be shown at a till. */
const COUPON = /^\/coupons\/[A-Za-z0-9_-]{1,64}$/;
const SCAN = /^\/scan$/;
const WALLET = /^\/wallet$/;

/** What may be opened from outside: by a link, a notice, a menu. */
const PAGES = [CLAIM, PLACE, COUPON, SCAN, WALLET];
/** What a QR code may lead to: bills have the claim link of their payment, walls and tables the code of the place. */
const PAGES_OF_CODES = [CLAIM, PLACE];

/**
 * Whether a text is an origin as `config.js` needs it: lower case, `https`, nothing behind the host.
 * @param {unknown} text
 * @returns {boolean}
 */
function isOrigin(text) {
  const developer = /^http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?$/;
  const public_ = /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?$/;
  return typeof text === 'string' && (public_.test(text) || developer.test(text));
}

/**
 * Undoes one percent-encoding. What is encoded twice stays encoded, and is then not known.
 * @param {unknown} text
 * @returns {string | null} nothing when it is not well-formed
 */
function decoded(text) {
  if (typeof text !== 'string') return null;
  try {
    return decodeURIComponent(text);
  } catch (malformed) {
    return null;
  }
}

/**
 * A path of the page, with its query, as it may stand in an address: in ASCII, because WebKit shows a white
 * page for Chinese characters. A fragment is dropped: only this program says one.
 * @param {unknown} text
 * @param {RegExp[]} pages which paths are known
 * @returns {string | null} nothing when it is none of them
 */
function pagePath(text, pages) {
  if (typeof text !== 'string' || text.length > LONGEST || NEVER.test(text)) return null;
  const whole = text.split('#')[0];
  const mark = whole.indexOf('?');
  const path = mark < 0 ? whole : whole.slice(0, mark);
  const query = mark < 0 ? '' : whole.slice(mark);
  if (BAD_ESCAPE.test(query) || !pages.some((page) => page.test(path))) return null;
  try {
    return path + encodeURI(query).replace(/%25/g, '%');
  } catch (halfACharacter) {
    return null;
  }
}

/**
 * The path of a whole address, where it is one of the mall's own host.
 * @param {unknown} text
 * @param {string} server the origin
 * @param {RegExp[]} pages
 * @returns {string | null}
 */
function ownPath(text, server, pages) {
  const parts = typeof text === 'string' ? /^(https?:\/\/[^/?#]*)(\/.*)$/i.exec(text) : null;
  // The origin as a whole: a prefix would let `https://mall.example.evil.com` and `mall.example@evil.com` in.
  if (!parts || parts[1].toLowerCase() !== server) return null;
  return pagePath(parts[2], pages);
}

module.exports = { PAGES, PAGES_OF_CODES, isOrigin, decoded, pagePath, ownPath };
