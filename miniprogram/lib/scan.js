/** What a scanned code means. */

const { PAGES_OF_CODES, ownPath } = require('./address');
const { launchPath } = require('./launch');

/** Kinds of codes that a mall puts up; the others stand on goods. */
const OF_PLACES = ['QR_CODE', 'DATA_MATRIX', 'WX_CODE'];
/** What of a foreign code is shown. */
const SHOWN = 200;
const UNSEEN = new RegExp(
  '[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]',
  'g',
);

/**
 * Where a scanned code leads, or what it says when it is not the mall's.
 * @param {{result?: unknown, scanType?: unknown, path?: unknown}} scanned the answer of `wx.scanCode`
 * @param {string} server
 * @returns {{path: string} | {foreign: string}}
 */
function readScan(scanned, server) {
  const text = typeof scanned.result === 'string' ? scanned.result.trim() : '';
  const known = scanned.scanType === undefined || OF_PLACES.includes(scanned.scanType);
  const path = known && (programPath(scanned.path, server) || ownPath(text, server, PAGES_OF_CODES));
  return path ? { path } : { foreign: shown(text) };
}

/** WeChat says the page and its options when the code is one of this mini-program itself. */
function programPath(path, server) {
  const parts = typeof path === 'string' ? /^\/?pages\/mall\/mall\?(q|scene|path)=([^&]+)$/.exec(path) : null;
  return parts && launchPath({ [parts[1]]: parts[2] }, server);
}

/** A text as it may be shown: marks that turn or hide parts of it would make it lie. */
function shown(text) {
  const clean = text.replace(UNSEEN, '');
  return clean.length > SHOWN ? `${clean.slice(0, SHOWN)}…` : clean;
}

/**
 * Why there is no result.
 * @param {{errMsg?: unknown}} failure
 * @returns {'cancelled' | 'denied' | 'failed'}
 */
function scanFailure(failure) {
  const words = String((failure && failure.errMsg) || '');
  if (/cancel/i.test(words)) return 'cancelled';
  return /auth|denied|permission|privacy/i.test(words) ? 'denied' : 'failed';
}

module.exports = { readScan, scanFailure };
