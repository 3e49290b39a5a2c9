/** Reads the server's response to a login. */

/** The wait when the server names none, in seconds. */
const DEFAULT_WAIT = 5;
/** The longest wait, whatever the server says, in seconds. */
const MAX_WAIT = 120;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;

/**
 * @typedef {{reason: 'refused' | 'closed' | 'busy' | 'server' | 'offline' | 'timeout' | 'wechat', wait: number}} Failure
 *   `wait`: the seconds until another try makes sense
 */

/**
 * Reads the response to `POST /v1/mini-program/sessions`.
 * @param {{statusCode?: unknown, data?: unknown, header?: unknown}} response as `wx.request` passes it
 * @param {string} server
 * @returns {{url: string} | {failure: Failure}}
 */
function readLogin(response, server) {
  const status = Number(response && response.statusCode);
  if (status === 429 || status === 503) return failed('busy', retryAfter(response.header));
  if (status === 501) return failed('closed');
  if (status >= 400 && status < 500) return failed('refused');
  if (status !== 200 && status !== 201) return failed('server');
  const url = response.data && response.data.url;
  const valid = isEntry(url, server) && isMoment(response.data.expires_at);
  return valid ? { url } : failed('server');
}

/** Checks for an entry address of the mall, so that no proxy can send the web view elsewhere. */
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

/** Reads `Retry-After` in seconds. Phones pass names of headers in different cases. */
function retryAfter(header) {
  const headers = header && typeof header === 'object' ? header : {};
  const name = Object.keys(headers).find((key) => key.toLowerCase() === 'retry-after');
  const value = name ? String(headers[name]).trim() : '';
  return /^\d{1,9}$/.test(value) ? Math.min(Number(value), MAX_WAIT) : DEFAULT_WAIT;
}

/**
 * Returns the reason why `wx.request` failed.
 * @param {{errMsg?: unknown}} failure
 * @returns {Failure}
 */
function requestFailure(failure) {
  const timedOut = /time ?out/i.test(String((failure && failure.errMsg) || ''));
  return { reason: timedOut ? 'timeout' : 'offline', wait: 0 };
}

module.exports = { readLogin, requestFailure };
