/**
 * From a native page back to the host page. The page in the web view opened it, so there is no event channel
 * between the two; what is left here is taken when the host page shows again.
 */

const HOST = '/pages/mall/mall';
let left = null;

/**
 * Goes back to the host page.
 * @param {{path?: string, fragment?: string} | null} result what for, if for anything
 */
function goBack(result) {
  left = result;
  if (getCurrentPages().length > 1) wx.navigateBack();
  else wx.reLaunch({ url: HOST });
}

/** What was left, once. */
function take() {
  const result = left;
  left = null;
  return result;
}

module.exports = { goBack, take };
