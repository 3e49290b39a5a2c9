/** What the server answers to a login. */

/** Who is asked to wait and not told how long waits this many seconds. */
const SHORT_WAIT = 5;
/** Nobody is kept longer than this, whatever a server says. */
const LONGEST_WAIT = 120;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * @typedef {{reason: 'refused' | 'closed' | 'busy' | 'server' | 'offline' | 'timeout' | 'wechat', wait: number}} Failure
 *   `wait`: seconds until another try makes sense
 */

/**
 * Reads the answer to `POST /v1/mini-program/sessions`.
 * @param {{statusCode?: unknown, data?: unknown, header?: unknown}} answer as `wx.request` gives it
 * @param {string} server
 * @returns {{url: string} | {failure: Failure}}
 */
function readLogin(answer, server) {
  const status = Number(answer && answer.statusCode);
  if (status === 429 || status === 503) return failed('busy', retryAfter(answer.header));
  if (status === 501) return failed('closed');
  if (status >= 400 && status < 500) return failed('refused');
  if (status !== 200 && status !== 201) return failed('server');
  const url = answer.data && answer.data.url;
  const good = isEntry(url, server) && isMoment(answer.data.expires_at);
  return good ? { url } : failed('server');
}

/** The web view gets what stands here: nothing but the mall's own way in, so that no proxy can send it elsewhere. */
function isEntry(text, server) {
  if (typeof text !== 'string' || text.indexOf(`${server}/enter/`) !== 0) return false;
  return /^[A-Za-z0-9_-]{1,512}$/.test(text.slice(`${server}/enter/`.length));
}

function isMoment(text) {
  return typeof text === 'string' && MOMENT.test(text);
}

function failed(reason, wait) {
  return { failure: { reason, wait: wait || 0 } };
}

/** The names of headers come in different cases from different phones. */
function retryAfter(header) {
  const headers = header && typeof header === 'object' ? header : {};
  const name = Object.keys(headers).find((key) => key.toLowerCase() === 'retry-after');
  const value = name ? String(headers[name]).trim() : '';
  return /^\d{1,9}$/.test(value) ? Math.min(Number(value), LONGEST_WAIT) : SHORT_WAIT;
}

/**
 * Why `wx.request` had no answer.
 * @param {{errMsg?: unknown}} failure
 * @returns {Failure}
 */
function requestFailure(failure) {
  const late = /time ?out/i.test(String((failure && failure.errMsg) || ''));
  return { reason: late ? 'timeout' : 'offline', wait: 0 };
}

module.exports = { readLogin, requestFailure };
