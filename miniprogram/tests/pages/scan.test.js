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

function openWithScan(result) {
  const page = openPage('scan');
  last('scanCode').success(result);
  return page;
}

test('the scanner opens at once, and accepts pictures', () => {
  openPage('scan');
  assert.equal(last('scanCode').onlyFromCamera, false);
  assert.equal(last('setNavigationBarTitle').title, zh.scanTitle);
});

test('an address of the mall goes back to the host page', () => {
  openWithScan({ result: `${server}/pay/lift-3`, scanType: 'QR_CODE' });
  assert.equal(calledWith('navigateBack').length, 1);
  assert.deepEqual(handover.take(), { path: '/pay/lift-3' });
  assert.equal(handover.take(), null);
});

test('a scan page that is the only page opens the host page', () => {
  stage.setDepth(1);
  openWithScan({ result: `${server}/pay/lift-3`, scanType: 'QR_CODE' });
  assert.equal(last('reLaunch').url, '/pages/mall/mall');
  assert.deepEqual(handover.take(), { path: '/pay/lift-3' });
});

test('a foreign code is shown, never opened, and one can scan again', async () => {
  const page = openWithScan({ result: 'https://evil.example/pay/lift-3', scanType: 'QR_CODE' });
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

test('a code without a text is shown as empty', () => {
  assert.ok(words(openWithScan({})).includes(zh.emptyCode));
});

test('a cancelled scan goes back without a result', () => {
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

test('another failure is shown', () => {
  const page = openPage('scan');
  last('scanCode').fail({ errMsg: 'scanCode:fail' });
  assert.ok(words(page).includes(zh.scanFailed.title));
});
