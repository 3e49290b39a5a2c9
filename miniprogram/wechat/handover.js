/**
 * Passes a result from a native page to the host page. The page in the web view opened the native page, so the two have
 * no event channel. The host page takes the result when it is shown again.
 */

const HOST = '/pages/mall/mall';
let pending = null;

/**
 * Goes back to the host page.
 * @param {{path?: string, fragment?: string} | null} result null when there is none
 */
function goBack(result) {
  pending = result;
  if (getCurrentPages().length > 1) wx.navigateBack();
  else wx.reLaunch({ url: HOST });
}

/** Returns the result once, else null. */
function take() {
  const result = pending;
  pending = null;
  return result;
}

module.exports = { goBack, take };
