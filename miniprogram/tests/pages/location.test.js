const assert = require('node:assert');
const { beforeEach, test } = require('node:test');
const stage = require('./stage');
const { zh } = require('../../lib/text');
const handover = require('../../wechat/handover');

const { calledWith, labels, last, openPage, tap, words } = stage;

beforeEach(() => {
  stage.reset();
  stage.setDepth(2);
  handover.take();
});

test('nobody is located before the reason is shown', async () => {
  const page = openPage('location', {});
  assert.ok(words(page).includes('只用来把近的优惠排在前面'));
  assert.equal(calledWith('getLocation').length, 0);
  await tap(page, zh.useLocation);
  assert.equal(last('getLocation').type, 'gcj02');
});

test('a position goes back with its coordinate system and the page’s path', async () => {
  const page = openPage('location', { path: encodeURIComponent('/pay/v1.a') });
  await tap(page, zh.useLocation);
  last('getLocation').success({ latitude: 31.230416, longitude: 121.473701 });
  assert.equal(calledWith('navigateBack').length, 1);
  assert.deepEqual(handover.take(), { path: '/pay/v1.a', fragment: 'location=31.2304,121.4737,gcj02' });
});

test('a foreign path is dropped', async () => {
  const page = openPage('location', { path: encodeURIComponent('//evil.example/') });
  await tap(page, zh.useLocation);
  last('getLocation').success({ latitude: 31, longitude: 121 });
  assert.equal(handover.take().path, null);
});

test('a refusal is shown, and goes back without a result', async () => {
  const page = openPage('location', {});
  await tap(page, zh.useLocation);
  last('getLocation').fail({ errMsg: 'getLocation:fail auth deny' });
  assert.ok(words(page).includes(zh.locationDenied.title));
  assert.deepEqual(labels(page), [zh.toSettings, zh.retry, zh.back]);
  await tap(page, zh.toSettings);
  assert.equal(calledWith('openSetting').length, 1);
  await tap(page, zh.back);
  assert.equal(calledWith('navigateBack').length, 1);
  assert.equal(handover.take(), null);
});

test('after a failure or an invalid position one can try again', async () => {
  const page = openPage('location', {});
  await tap(page, zh.useLocation);
  last('getLocation').fail({ errMsg: 'getLocation:fail timeout' });
  assert.ok(words(page).includes(zh.locationFailed.title));
  await tap(page, zh.retry);
  last('getLocation').success({ latitude: '31', longitude: 121 });
  assert.ok(words(page).includes(zh.locationFailed.title));
  assert.equal(calledWith('navigateBack').length, 0);
});
