const assert = require('node:assert');
const { test } = require('node:test');
const { HOME, launchPath } = require('../lib/launch');

const SERVER = 'https://coupons.example.com';
const path = (options) => launchPath(options, SERVER);
const encoded = encodeURIComponent;

test('without options the wallet opens', () => {
  for (const options of [undefined, {}, { path: '' }, { scancode_time: '1700000000' }]) {
    assert.equal(path(options), HOME);
  }
});

test('a path is taken as sent, encoded or not', () => {
  assert.equal(path({ path: '/pay/v1.a' }), '/pay/v1.a');
  assert.equal(path({ path: encoded('/pay/lift-3?from=海报') }), '/pay/lift-3?from=%E6%B5%B7%E6%8A%A5');
});

test('a scanned address of the mall is its path', () => {
  assert.equal(path({ q: encoded(`${SERVER}/pay/lift-3`), scancode_time: '1' }), '/pay/lift-3');
  assert.equal(path({ q: `${SERVER}/wallet` }), '/wallet');
});

test('a mini-program code carries a path or an address', () => {
  assert.equal(path({ scene: encoded('/pay/v1.a') }), '/pay/v1.a');
  assert.equal(path({ scene: encoded(`${SERVER}/pay/lift-3`) }), '/pay/lift-3');
});

test('options that lead elsewhere lead nowhere', () => {
  const hostile = [
    { path: 'https://evil.example/' }, { path: '//evil.example' }, { path: '/\\evil.example' },
    { path: 'javascript:alert(1)' }, { path: '/v1/claims' }, { path: encoded(encoded('/wallet')) },
    { path: '%' }, { path: '/wallet%0d%0a' }, { q: '/wallet' }, { q: 'undefined' },
    { q: encoded('https://evil.example/pay/lift-3') }, { q: encoded(encoded(`${SERVER}/pay/lift-3`)) },
    { q: encoded(`${SERVER}@evil.example/pay/lift-3`) }, { q: encoded('https://evil.example/'), path: '/wallet' },
    { scene: 'a=1&b=2' }, { scene: 'lift-3' }, { path: '/q/lift-3' }, { scene: '%E6' }, { scene: encoded('javascript:alert(1)') },
  ];
  for (const options of hostile) assert.equal(path(options), null, JSON.stringify(options));
});
