/**
 * Recognizes addresses of the mall's own page.
 *
 * A mini-program's script has no `URL`, and those of phones differ. So the origin is compared as text, and the path with
 * a list of patterns. All other addresses are foreign.
 */

/** The length of the longest address, in UTF-16 units. */
const MAX_ADDRESS_LENGTH = 1024;

/**
 * Characters that no address has: control characters, white space, characters that are invisible or change the
 * direction of text, and characters that browsers interpret differently, such as `\`.
 */
const FORBIDDEN = new RegExp(
  '[\\u0000-\\u0020"<>\\\\^`{|}\\u007f-\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5' +
    '\\u180b-\\u180e' +
    '\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\uffff]',
);

/** A `%` that begins no escape, or an escape of a control character. */
const BAD_ESCAPE = /%(?![0-9a-f]{2})|%[01][0-9a-f]|%7f/i;

const CLAIM = /^\/pay\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,512}$/;
/** A placement's code, in Crockford's Base32. */
const PLACEMENT = /^\/q\/[0-9A-HJKMNP-TV-Z]{6}$/;
/** A coupon's page, which is shown at a till. */
const COUPON = /^\/coupons\/[A-Za-z0-9_-]{1,64}$/;
const SCAN = /^\/scan$/;
const WALLET = /^\/wallet$/;

/** The pages that links, notices and menus may open. */
const PAGES = [CLAIM, PLACEMENT, COUPON, SCAN, WALLET];
/** The pages that QR codes may open: claim links on bills, and codes of placements. */
const PAGES_OF_CODES = [CLAIM, PLACEMENT];

/**
 * Checks whether a text is an origin in lower case with `https`. On a developer's own machine `http` is allowed.
 * @param {unknown} text
 * @returns {boolean}
 */
function isOrigin(text) {
  const developer = /^http:\/\/(localhost|127\.0\.0\.1)(:\d{1,5})?$/;
  const public_ = /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)+(:\d{1,5})?$/;
  return typeof text === 'string' && (public_.test(text) || developer.test(text));
}

/**
 * Undoes one percent-encoding. A text that was encoded twice stays encoded, and is then foreign.
 * @param {unknown} text
 * @returns {string | null} null when the encoding is malformed
 */
function percentDecode(text) {
  if (typeof text !== 'string') return null;
  try {
    return decodeURIComponent(text);
  } catch (malformed) {
    return null;
  }
}

/**
 * Returns a path of the page with its query, in ASCII, because WebKit shows a white page for Chinese characters. A
 * fragment is dropped, because only this program may set one.
 * @param {unknown} text
 * @param {RegExp[]} pages the allowed paths
 * @returns {string | null} null when it is none of them
 */
function pagePath(text, pages) {
  if (typeof text !== 'string' || text.length > MAX_ADDRESS_LENGTH || FORBIDDEN.test(text)) return null;
  const whole = text.split('#')[0];
  const mark = whole.indexOf('?');
  const path = mark < 0 ? whole : whole.slice(0, mark);
  const query = mark < 0 ? '' : whole.slice(mark);
  if (BAD_ESCAPE.test(query) || !pages.some((page) => page.test(path))) return null;
  try {
    return path + encodeURI(query).replace(/%25/g, '%');
  } catch (loneSurrogate) {
    return null;
  }
}

/**
 * Returns the path of an address of the mall's own host.
 * @param {unknown} text
 * @param {string} server the origin
 * @param {RegExp[]} pages
 * @returns {string | null} null for any other address
 */
function ownPath(text, server, pages) {
  const parts = typeof text === 'string' ? /^(https?:\/\/[^/?#]*)(\/.*)$/i.exec(text) : null;
  // The whole origin is compared. A prefix would allow `https://mall.example.evil.com` and `mall.example@evil.com`.
  if (!parts || parts[1].toLowerCase() !== server) return null;
  return pagePath(parts[2], pages);
}

module.exports = { PAGES, PAGES_OF_CODES, isOrigin, percentDecode, pagePath, ownPath };
