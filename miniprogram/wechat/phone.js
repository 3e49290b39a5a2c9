const { texts } = require('../lib/text');

/** The texts in the language that WeChat has on this phone; versions before 2.20.1 tell it in another way. */
function phoneTexts() {
  const information = wx.getAppBaseInfo ? wx.getAppBaseInfo() : wx.getSystemInfoSync();
  return texts(information.language);
}

module.exports = { phoneTexts };
