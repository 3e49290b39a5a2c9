const assert = require('node:assert');
const { beforeEach, test } = require('node:test');
const { calledWith, labels, last, openPage, fakeTimers, reset, settle, tap, webView, words } = require('./stage');
const { server } = require('../../config');
const { zh, en } = require('../../lib/text');
const handover = require('../../wechat/handover');

const ENTER = `${server}/enter/t0k-en_1`;
const ENTRY = { url: ENTER, expires_at: '2026-05-01T20:00:00+08:00' };
const PAY = '/pay/v1.a-b_c.9';

beforeEach(() => {
  reset();
  handover.take();
});

/** Opens the host page and lets the server respond to its login. */
function openWithLogin(response, options) {
  const page = openPage('mall', options || {});
  last('login').success({ code: 'wx-code' });
  last('request').success(response);
  return page;
}

test('a login opens the page by its one-time entry', () => {
  const page = openPage('mall', { path: encodeURIComponent(PAY) });
  assert.ok(words(page).includes(zh.entering));
  assert.equal(webView(page), null);
  last('login').success({ code: 'wx-code' });
  const request = last('request');
  assert.equal(request.url, `${server}/v1/mini-program/sessions`);
  assert.equal(request.method, 'POST');
  assert.deepEqual(request.data, { code: 'wx-code' });
  request.success({ statusCode: 200, data: ENTRY, header: {} });
  assert.equal(webView(page), `${ENTER}?to=${encodeURIComponent(PAY)}`);
});

test('without options the wallet opens; a scanned address of the mall opens its path', () => {
  assert.equal(webView(openWithLogin({ statusCode: 201, data: ENTRY })), `${ENTER}?to=%2Fwallet`);
  const q = encodeURIComponent(`${server}/pay/lift-3`);
  assert.equal(webView(openWithLogin({ statusCode: 201, data: ENTRY }, { q })), `${ENTER}?to=%2Fpay%2Flift-3`);
});

test('a foreign address neither opens nor logs in', async () => {
  const page = openPage('mall', { q: encodeURIComponent('https://evil.example/pay/lift-3') });
  assert.equal(webView(page), null);
  assert.ok(words(page).includes(zh.foreign.title));
  assert.equal(calledWith('login').length, 0);
  await tap(page, zh.scanTitle);
  assert.equal(last('navigateTo').url, '/pages/scan/scan');
  await tap(page, zh.foreign.home);
  last('login').success({ code: 'c' });
  last('request').success({ statusCode: 200, data: ENTRY });
  assert.equal(webView(page), `${ENTER}?to=%2Fwallet`);
});

test('a refused login can be tried again', async () => {
  const page = openWithLogin({ statusCode: 403, data: { code: 'forbidden' } }, { path: PAY });
  assert.ok(words(page).includes(zh.trouble.refused.title));
  assert.deepEqual(labels(page), [zh.retry, zh.goOn]);
  await tap(page, zh.retry);
  assert.equal(calledWith('login').length, 2);
  last('login').success({ code: 'second' });
  last('request').success({ statusCode: 200, data: ENTRY });
  assert.equal(webView(page), `${ENTER}?to=${encodeURIComponent(PAY)}`);
});

test('in a mall without a login one goes on without it', async () => {
  const page = openWithLogin({ statusCode: 501, data: { refusal: { code: 'login_unavailable' } } }, { path: PAY });
  assert.ok(words(page).includes(zh.trouble.closed.title));
  assert.deepEqual(labels(page), [zh.goOn]);
  await tap(page, zh.goOn);
  assert.equal(webView(page), server + PAY);
});

test('without a login the page opens at its own address', async () => {
  const page = openPage('mall', { path: PAY });
  last('login').fail({ errMsg: 'login:fail' });
  assert.ok(words(page).includes(zh.trouble.wechat.hint));
  await tap(page, zh.goOn);
  assert.equal(webView(page), server + PAY);
});

test('a missing network and a missing code are shown', () => {
  const page = openPage('mall', {});
  last('login').success({ code: 'c' });
  last('request').fail({ errMsg: 'request:fail ' });
  assert.ok(words(page).includes(zh.trouble.offline.title));
  const other = openPage('mall', {});
  last('login').success({ code: '' });
  assert.ok(words(other).includes(zh.trouble.wechat.title));
  assert.equal(calledWith('request').length, 1);
});

test('a response of a wrong shape opens nothing', () => {
  for (const data of ['<html>', null, { url: 'https://evil.example/enter/t', expires_at: ENTRY.expires_at }]) {
    const page = openWithLogin({ statusCode: 200, data });
    assert.equal(webView(page), null);
    assert.ok(words(page).includes(zh.trouble.server.title));
  }
});

test('after the wait one can try again', async (t) => {
  const pass = fakeTimers(t);
  const page = openWithLogin({ statusCode: 503, data: '', header: { 'Retry-After': '2' } });
  assert.ok(words(page).includes(zh.trouble.busy.title));
  assert.equal(labels(page)[0], zh.retryIn(2));
  await tap(page, zh.retryIn(2));
  assert.equal(calledWith('login').length, 1);
  pass(1000);
  assert.equal(labels(page)[0], zh.retryIn(1));
  pass(1000);
  await tap(page, zh.retry);
  assert.equal(calledWith('login').length, 2);
  page.instance.onUnload();
});

test('a login times out after ten seconds, and a late response changes nothing', (t) => {
  const pass = fakeTimers(t);
  const page = openPage('mall', {});
  last('login').success({ code: 'c' });
  pass(9999);
  assert.ok(words(page).includes(zh.entering));
  pass(1);
  assert.ok(words(page).includes(zh.trouble.timeout.title));
  assert.equal(calledWith('abort').length, 1);
  last('request').success({ statusCode: 200, data: ENTRY });
  assert.equal(webView(page), null);
});

test('a WeChat login that never responds times out, and nothing is requested afterwards', (t) => {
  const pass = fakeTimers(t);
  const page = openPage('mall', {});
  pass(10000);
  assert.ok(words(page).includes(zh.trouble.timeout.title));
  last('login').success({ code: 'late' });
  assert.equal(calledWith('request').length, 0);
});

test('a page that was left ignores responses', () => {
  const page = openPage('mall', {});
  last('login').success({ code: 'c' });
  page.instance.onUnload();
  last('request').success({ statusCode: 200, data: ENTRY });
  assert.equal(webView(page), null);
});

test('a page that does not load shows a notice', async () => {
  const page = openWithLogin({ statusCode: 200, data: ENTRY });
  page.querySelector('.web').dispatchEvent('error');
  await settle();
  assert.equal(webView(page), null);
  assert.ok(words(page).includes(zh.trouble.unreachable.title));
  await tap(page, zh.retry);
  assert.equal(calledWith('login').length, 2);
  page.instance.onUnload();
});

test('the result of another page opens without a new login', () => {
  const page = openWithLogin({ statusCode: 200, data: ENTRY });
  handover.goBack({ path: '/pay/lift-3' });
  page.instance.onShow();
  assert.equal(webView(page), `${server}/pay/lift-3`);
  handover.goBack({ path: PAY, fragment: 'location=31.2304,121.4737,gcj02' });
  page.instance.onShow();
  assert.equal(webView(page), `${server}${PAY}#location=31.2304,121.4737,gcj02`);
  page.instance.onShow();
  assert.equal(calledWith('login').length, 1);
});

test('a result that comes during a login waits for it', () => {
  const page = openPage('mall', {});
  handover.goBack({ path: '/pay/lift-3' });
  page.instance.onShow();
  assert.equal(calledWith('login').length, 1);
  last('login').success({ code: 'c' });
  last('request').success({ statusCode: 200, data: ENTRY });
  assert.equal(webView(page), `${ENTER}?to=%2Fpay%2Flift-3`);
});

test('the same code scanned again creates the web view anew', async () => {
  const page = openWithLogin({ statusCode: 200, data: ENTRY });
  handover.goBack({ path: '/pay/lift-3' });
  page.instance.onShow();
  const before = page.querySelector('.web').dom;
  handover.goBack({ path: '/pay/lift-3' });
  page.instance.onShow();
  await settle();
  assert.equal(webView(page), `${server}/pay/lift-3`);
  assert.notEqual(page.querySelector('.web').dom, before);
});

test('a phone in English reads English', () => {
  reset('en');
  const page = openPage('mall', { q: 'javascript:alert(1)' });
  assert.ok(words(page).includes(en.foreign.title));
});
