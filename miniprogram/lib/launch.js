/** How the mini-program was opened, and where that leads. */

const { PAGES, decoded, ownPath, pagePath } = require('./address');

/** Where one gets without being sent anywhere. */
const HOME = '/wallet';

/**
 * The path that launch options ask for. WeChat hands the values over as they stand in the link, encoded once.
 * @param {{path?: string, q?: string, scene?: string} | undefined} options
 *   `q`: the whole address of a scanned QR code; `scene`: what a mini-program code carries, a path or an
 *   address; `path`: a path of the page
 * @param {string} server
 * @returns {string | null} nothing when they lead elsewhere
 */
function launchPath(options, server) {
  const given = options || {};
  if (given.q) return ownPath(plain(given.q), server, PAGES);
  if (given.scene) return scenePath(plain(given.scene), server);
  if (given.path) return pagePath(plain(given.path), PAGES);
  return HOME;
}

/** Some senders do not encode; decoding what they mean literally would change it. */
function plain(text) {
  return /^(\/|https?:\/\/)/i.test(text) ? text : decoded(text);
}

function scenePath(scene, server) {
  return pagePath(scene, PAGES) || ownPath(scene, server, PAGES);
}

module.exports = { HOME, launchPath };
