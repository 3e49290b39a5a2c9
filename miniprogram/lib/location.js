/** A position, as the page gets it. */

/**
 * The fragment that tells the page where the shopper is, in China's coordinates (GCJ-02), which are named.
 * Four decimals are about ten metres: enough to sort stores, and no more than that.
 * @param {{latitude?: unknown, longitude?: unknown}} position the answer of `wx.getLocation`
 * @returns {string | null} nothing when it is no position
 */
function locationFragment(position) {
  const { latitude, longitude } = position || {};
  if (!within(latitude, 90) || !within(longitude, 180)) return null;
  return `location=${latitude.toFixed(4)},${longitude.toFixed(4)},gcj02`;
}

function within(degrees, limit) {
  return typeof degrees === 'number' && Math.abs(degrees) <= limit;
}

/**
 * Why there is no position.
 * @param {{errMsg?: unknown}} failure
 * @returns {'denied' | 'failed'}
 */
function locationFailure(failure) {
  const words = String((failure && failure.errMsg) || '');
  return /auth|denied|deny|permission|privacy/i.test(words) ? 'denied' : 'failed';
}

module.exports = { locationFragment, locationFailure };
