/** Reads scanned codes. */

const { PAGES_OF_CODES, ownPath } = require('./address');
const { launchPath } = require('./launch');

/** The kinds of codes that malls put up. Other kinds are on goods. */
const PLACEMENT_TYPES = ['QR_CODE', 'DATA_MATRIX', 'WX_CODE'];
/** The number of characters of a foreign code that are shown. */
const MAX_SHOWN_LENGTH = 200;
const INVISIBLE = new RegExp(
  '[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]',
  'g',
);

/**
 * Returns the path that a scanned code leads to, or the text of a code that is not the mall's.
 * @param {{result?: unknown, scanType?: unknown, path?: unknown}} scanned the result of `wx.scanCode`
 * @param {string} server
 * @returns {{path: string} | {foreign: string}}
 */
function readScan(scanned, server) {
  const text = typeof scanned.result === 'string' ? scanned.result.trim() : '';
  const known = scanned.scanType === undefined || PLACEMENT_TYPES.includes(scanned.scanType);
  const path = known && (programPath(scanned.path, server) || ownPath(text, server, PAGES_OF_CODES));
  return path ? { path } : { foreign: displayText(text) };
}

/** Returns the path of a mini-program code of this program. WeChat passes its page and options. */
function programPath(path, server) {
  const parts = typeof path === 'string' ? /^\/?pages\/mall\/mall\?(q|scene|path)=([^&]+)$/.exec(path) : null;
  return parts && launchPath({ [parts[1]]: parts[2] }, server);
}

/** Prepares a text for display: without invisible characters and those that change its direction, and not too long. */
function displayText(text) {
  const clean = text.replace(INVISIBLE, '');
  return clean.length > MAX_SHOWN_LENGTH ? `${clean.slice(0, MAX_SHOWN_LENGTH)}…` : clean;
}

/**
 * Returns the reason why there is no result.
 * @param {{errMsg?: unknown}} failure
 * @returns {'cancelled' | 'denied' | 'failed'}
 */
function scanFailure(failure) {
  const message = String((failure && failure.errMsg) || '');
  if (/cancel/i.test(message)) return 'cancelled';
  return /auth|denied|permission|privacy/i.test(message) ? 'denied' : 'failed';
}

module.exports = { readScan, scanFailure };
