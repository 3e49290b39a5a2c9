/** The texts in both languages. */

const zh = {
  scanTitle: '扫一扫',
  locationTitle: '附近的优惠',

  entering: '正在打开…',
  retry: '重试',
  retryIn: (seconds) => `${seconds} 秒后可重试`,
  goOn: '不登录，继续',
  goOnHint: '不登录也能领券，但以后登录时看不到这些券。',
  back: '返回',
  toSettings: '去设置',

  trouble: {
    refused: { title: '登录失败', hint: '微信登录未通过，请重试。' },
    closed: { title: '这里还不能登录', hint: '不登录也能领券和用券。' },
    busy: { title: '现在人有点多', hint: '请稍等一下再重试。' },
    server: { title: '服务暂时不可用', hint: '不是您的问题，请稍后重试。' },
    offline: { title: '连不上网络', hint: '请检查网络后重试。' },
    timeout: { title: '网络有点慢', hint: '等了一会儿没有回应，请重试。' },
    wechat: { title: '登录失败', hint: '没有收到微信的登录信息，请重试。' },
    unreachable: { title: '加载失败', hint: '请检查网络后重试。' },
  },
  foreign: { title: '这不是本商场的页面', hint: '为了安全，没有打开这个链接。', home: '打开卡包' },

  scanning: '请对准商场里的二维码',
  foreignCode: { title: '这不是本商场的二维码', hint: '为了安全，没有打开。码的内容是：' },
  emptyCode: '（空）',
  cameraDenied: { title: '不能使用相机', hint: '请在设置里允许微信和本小程序使用相机，然后再扫一次。' },
  scanFailed: { title: '没有扫到', hint: '请再扫一次。' },
  scanAgain: '再扫一次',

  locationAsk: { title: '看看附近的优惠', hint: '只用来把近的优惠排在前面。' },
  useLocation: '使用我的位置',
  locating: '正在定位…',
  locationDenied: { title: '未使用位置', hint: '优惠按原来的顺序显示。想按远近排列，请在设置里允许使用位置。' },
  locationFailed: { title: '定位失败', hint: '优惠按原来的顺序显示，也可以再试一次。' },
};

const en = {
  scanTitle: 'Scan',
  locationTitle: 'Offers nearby',

  entering: 'Opening…',
  retry: 'Try again',
  retryIn: (seconds) => `Try again in ${seconds} s`,
  goOn: 'Continue without signing in',
  goOnHint: 'You can claim without signing in, but you will not see these coupons after you sign in.',
  back: 'Back',
  toSettings: 'Open settings',

  trouble: {
    refused: { title: 'Sign-in failed', hint: 'WeChat did not accept the sign-in. Please try again.' },
    closed: { title: 'Sign-in is not available here', hint: 'You can claim and use coupons without it.' },
    busy: { title: 'It’s busy right now', hint: 'Please wait a moment and try again.' },
    server: { title: 'The service is not available', hint: 'It’s not your fault. Please try again later.' },
    offline: { title: 'No connection', hint: 'Please check the network and try again.' },
    timeout: { title: 'The network is slow', hint: 'The server did not respond. Please try again.' },
    wechat: { title: 'Sign-in failed', hint: 'WeChat did not sign you in. Please try again.' },
    unreachable: { title: 'The page did not load', hint: 'Please check the network and try again.' },
  },
  foreign: {
    title: 'This is not a page of this mall',
    hint: 'To keep you safe, the link was not opened.',
    home: 'Open my wallet',
  },

  scanning: 'Point at a QR code in the mall',
  foreignCode: {
    title: 'This is not a QR code of this mall',
    hint: 'To keep you safe, it was not opened. The code says:',
  },
  emptyCode: '(empty)',
  cameraDenied: {
    title: 'The camera cannot be used',
    hint: 'Allow WeChat and this mini-program to use the camera in the settings, then scan again.',
  },
  scanFailed: { title: 'Nothing was scanned', hint: 'Please scan again.' },
  scanAgain: 'Scan again',

  locationAsk: {
    title: 'See offers nearby',
    hint: 'Only used to list nearby offers first.',
  },
  useLocation: 'Use my location',
  locating: 'Finding your location…',
  locationDenied: {
    title: 'Your location is not used',
    hint: 'Offers keep their order. To list nearby ones first, allow location in the settings.',
  },
  locationFailed: {
    title: 'We could not find your location',
    hint: 'Offers keep their order. You can try again.',
  },
};

/**
 * Returns the texts in a phone's language. Any language but English gets Chinese.
 * @param {unknown} language such as `zh_CN` or `en`
 */
function texts(language) {
  return /^en\b|^en_/i.test(String(language)) ? en : zh;
}

module.exports = { en, zh, texts };
