/** Finds the page that launch options ask for. */

const { PAGES, percentDecode, ownPath, pagePath } = require('./address');

/** The page that opens without launch options. */
const HOME = '/wallet';

/**
 * Returns the path that launch options ask for. WeChat passes the values as they are in the link, encoded once.
 * @param {{path?: string, q?: string, scene?: string} | undefined} options
 *   `q`: the address in a scanned QR code; `scene`: the path or address in a mini-program code; `path`: a path of the
 *   page
 * @param {string} server
 * @returns {string | null} null when they lead elsewhere
 */
function launchPath(options, server) {
  const { q, scene, path } = options || {};
  if (q) return ownPath(decodeOnce(q), server, PAGES);
  if (scene) return scenePath(decodeOnce(scene), server);
  if (path) return pagePath(decodeOnce(path), PAGES);
  return HOME;
}

/** Decodes a value, unless its sender did not encode it: decoding would change it then. */
function decodeOnce(text) {
  return /^(\/|https?:\/\/)/i.test(text) ? text : percentDecode(text);
}

function scenePath(scene, server) {
  return pagePath(scene, PAGES) || ownPath(scene, server, PAGES);
}

module.exports = { HOME, launchPath };
