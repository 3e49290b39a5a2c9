/** Passes a position to the page. */

/**
 * Returns the fragment that tells the page the shopper's position in GCJ-02, China's coordinate system. Four decimals
 * are about ten metres, which is enough to sort stores.
 * @param {{latitude?: unknown, longitude?: unknown}} position the answer of `wx.getLocation`
 * @returns {string | null} null when it is not a position
 */
function locationFragment(position) {
  const { latitude, longitude } = position || {};
  if (!isWithin(latitude, 90) || !isWithin(longitude, 180)) return null;
  return `location=${latitude.toFixed(4)},${longitude.toFixed(4)},gcj02`;
}

function isWithin(degrees, limit) {
  return typeof degrees === 'number' && Math.abs(degrees) <= limit;
}

/**
 * Returns the reason why there is no position.
 * @param {{errMsg?: unknown}} failure
 * @returns {'denied' | 'failed'}
 */
function locationFailure(failure) {
  const message = String((failure && failure.errMsg) || '');
  return /auth|denied|deny|permission|privacy/i.test(message) ? 'denied' : 'failed';
}

module.exports = { locationFragment, locationFailure };
