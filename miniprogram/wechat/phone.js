const { texts } = require('../lib/text');

/** Returns the texts in WeChat's language on this phone. Versions before 2.20.1 have no `getAppBaseInfo`. */
function phoneTexts() {
  const information = wx.getAppBaseInfo ? wx.getAppBaseInfo() : wx.getSystemInfoSync();
  return texts(information.language);
}

module.exports = { phoneTexts };
