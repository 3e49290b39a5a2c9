const assert = require('node:assert');
const { beforeEach, test } = require('node:test');
const stage = require('./stage');
const { server } = require('../../config');
const { zh } = require('../../lib/text');
const handover = require('../../wechat/handover');

const { calledWith, labels, last, openPage, tap, words } = stage;

beforeEach(() => {
  stage.reset();
  stage.setDepth(2);
  handover.take();
});

function scanned(answer) {
  const page = openPage('scan');
  last('scanCode').success(answer);
  return page;
}

test('the scanner opens at once, pictures allowed', () => {
  openPage('scan');
  assert.equal(last('scanCode').onlyFromCamera, false);
  assert.equal(last('setNavigationBarTitle').title, zh.scanTitle);
});

test('an address of the mall goes back to the host page', () => {
  scanned({ result: `${server}/pay/lift-3`, scanType: 'QR_CODE' });
  assert.equal(calledWith('navigateBack').length, 1);
  assert.deepEqual(handover.take(), { path: '/pay/lift-3' });
  assert.equal(handover.take(), null);
});

test('where the scan page is the only one, the host page is opened', () => {
  stage.setDepth(1);
  scanned({ result: `${server}/pay/lift-3`, scanType: 'QR_CODE' });
  assert.equal(last('reLaunch').url, '/pages/mall/mall');
  assert.deepEqual(handover.take(), { path: '/pay/lift-3' });
});

test('a foreign code is shown, never opened, and one can scan again', async () => {
  const page = scanned({ result: 'https://evil.example/pay/lift-3', scanType: 'QR_CODE' });
  assert.ok(words(page).includes(zh.foreignCode.title));
  assert.ok(words(page).includes('https://evil.example/pay/lift-3'));
  assert.deepEqual(labels(page), [zh.scanAgain, zh.back]);
  assert.equal(calledWith('navigateBack').length + calledWith('reLaunch').length, 0);
  await tap(page, zh.scanAgain);
  assert.equal(calledWith('scanCode').length, 2);
  last('scanCode').success({ result: '6901234567892', scanType: 'EAN_13' });
  await tap(page, zh.back);
  assert.equal(calledWith('navigateBack').length, 1);
  assert.equal(handover.take(), null);
});

test('a code without a text says so', () => {
  assert.ok(words(scanned({})).includes(zh.emptyCode));
});

test('a cancelled scan goes back with nothing', () => {
  openPage('scan');
  last('scanCode').fail({ errMsg: 'scanCode:fail cancel' });
  assert.equal(calledWith('navigateBack').length, 1);
  assert.equal(handover.take(), null);
});

test('a refused camera leads to the settings', async () => {
  const page = openPage('scan');
  last('scanCode').fail({ errMsg: 'scanCode:fail:system permission denied' });
  assert.ok(words(page).includes(zh.cameraDenied.hint));
  await tap(page, zh.toSettings);
  assert.equal(calledWith('openAppAuthorizeSetting').length, 1);
  await tap(page, zh.scanAgain);
  assert.equal(calledWith('scanCode').length, 2);
});

test('older versions of WeChat open its own settings', async (t) => {
  const newer = wx.openAppAuthorizeSetting;
  t.after(() => Object.assign(wx, { openAppAuthorizeSetting: newer }));
  delete wx.openAppAuthorizeSetting;
  const page = openPage('scan');
  last('scanCode').fail({ errMsg: 'scanCode:fail auth deny' });
  await tap(page, zh.toSettings);
  assert.equal(calledWith('openSetting').length, 1);
});

test('another failure is said', () => {
  const page = openPage('scan');
  last('scanCode').fail({ errMsg: 'scanCode:fail' });
  assert.ok(words(page).includes(zh.scanFailed.title));
});
