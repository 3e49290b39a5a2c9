const assert = require('node:assert');
const { test } = require('node:test');
const { PAGES, PAGES_OF_CODES, percentDecode, isOrigin, ownPath, pagePath } = require('../lib/address');
const config = require('../config');

const SERVER = 'https://coupons.example.com';
const own = (text) => ownPath(text, SERVER, PAGES_OF_CODES);

test('the configured server is an origin', () => {
  assert.ok(isOrigin(config.server));
  for (const good of [SERVER, 'https://a.b.example:8443', 'http://127.0.0.1:8080', 'http://localhost']) {
    assert.ok(isOrigin(good), good);
  }
  for (const bad of [`${SERVER}/`, 'http://coupons.example.com', 'https://A.example', 'https://u@a.example', '',
    null]) {
    assert.ok(!isOrigin(bad), String(bad));
  }
});

test('a server that is not an origin is an error at the start', () => {
  const { server } = config;
  let app;
  global.App = (definition) => {
    app = definition;
  };
  config.server = `${SERVER}/`;
  require('../app');
  config.server = server;
  assert.throws(() => app.onLaunch(), /config\.js/);
});

test('addresses of the mall are their path', () => {
  assert.equal(own(`${SERVER}/pay/lift-3`), '/pay/lift-3');
  assert.equal(own(`${SERVER}/pay/v1.a-b_c.9`), '/pay/v1.a-b_c.9');
  // Codes in capitals hold more in less space. A host's name has no case; a path has.
  assert.equal(own('HTTPS://COUPONS.EXAMPLE.COM/pay/LIFT3'), '/pay/LIFT3');
  assert.equal(own('HTTPS://COUPONS.EXAMPLE.COM/PAY/LIFT3'), null);
  assert.equal(own(`${SERVER}/q/7K01QD?from=poster`), '/q/7K01QD?from=poster');
});

test('other hosts are foreign, however alike they look', () => {
  const hosts = [
    'https://evil.example', 'https://coupons.example.com.evil.example', 'https://coupons.example.comevil.example',
    'https://coupons.example.com@evil.example', 'https://user:pass@coupons.example.com',
    'https://coupons.example.com.',
    'https://coupons.example.com:444', 'https://coupons.example.com:443', 'https://coupons.example.co',
    'https://evil.example/coupons.example.com', 'https://xn--cupons-vxa.example.com', 'https://сoupons.example.com',
    'https://coupons%2eexample.com', 'https://coupons.example.com\\@evil.example', 'https://coupons。example.com',
    'http://coupons.example.com', 'https:/coupons.example.com', 'https:///coupons.example.com',
    '//coupons.example.com',
  ];
  for (const host of hosts) assert.equal(own(`${host}/pay/lift-3`), null, host);
});

test('other schemes are foreign', () => {
  const texts = [
    'javascript:alert(1)', `javascript:"${SERVER}/pay/lift-3"`, 'data:text/html,<b>', `view-source:${SERVER}/pay/lift-3`,
    'weixin://dl/business', 'wxp://f2f0abc', 'ftp://coupons.example.com/pay/lift-3', `x${SERVER}/pay/lift-3`,
  ];
  for (const text of texts) assert.equal(own(text), null, text);
});

test('paths that the page does not have are foreign', () => {
  const paths = [
    '', '/', '/q/lift-3', '/q/7K01Q', '/q/7K01QU', '/q/7K01QD/qr.svg', '/receipt', '/gallery', '/pay/lift-3/', '/pay/lift-3/x', '/pay/../admin', '/pay//lift-3',
    '//evil.example',
    '/pay/', '/pay/.', '/pay/..', '/pay/a/b', '/pay/%2e%2e', '/pay/%6cift-3', `/pay/${'a'.repeat(513)}`,
    '/coupons', '/coupons/', '/coupons/a/events', '/coupons/a.b', '/enter/t', '/v1/claims', '/PAY/lift-3',
  ];
  for (const path of paths) assert.equal(own(SERVER + path), null, path);
  for (const page of ['/wallet', '/scan', '/coupons/a_B-1']) {
    assert.equal(own(SERVER + page), null, page);
    assert.equal(ownPath(SERVER + page, SERVER, PAGES), page);
  }
});

test('characters that hide or turn something are refused, as are lone surrogates', () => {
  const marks = ['\u0000', '\t', '\n', '\r', ' ', '\u007f', '\u00a0', '\u200b', '\u200f', '\u202e', '\u2066',
    '\ufeff', '\\', '<', '"', '\ud800'];
  for (const mark of marks) {
    const named = mark.charCodeAt(0).toString(16);
    assert.equal(own(`${SERVER}/pay/lift-3?from=${mark}x`), null, named);
    assert.equal(own(`${mark}${SERVER}/pay/lift-3`), null, named);
    assert.equal(own(`${SERVER}/pay/li${mark}ft-3`), null, named);
  }
});

test('a query stays, in ASCII; a fragment does not', () => {
  assert.equal(pagePath('/pay/lift-3?from=海报&x=1', PAGES), '/pay/lift-3?from=%E6%B5%B7%E6%8A%A5&x=1');
  assert.equal(pagePath('/pay/lift-3?from=%E6%B5%B7%25', PAGES), '/pay/lift-3?from=%E6%B5%B7%25');
  assert.equal(pagePath('/wallet?lang=en#location=1,2,gcj02', PAGES), '/wallet?lang=en');
  assert.equal(pagePath('/wallet#?x', PAGES), '/wallet');
  for (const query of ['?a=%', '?a=%zz', '?a=%0d%0aSet-Cookie', '?a=%00', '?a=%7f']) {
    assert.equal(pagePath(`/wallet${query}`, PAGES), null, query);
  }
});

test('a value that is too long or no text is refused', () => {
  assert.equal(pagePath(`/wallet?${'a'.repeat(1100)}`, PAGES), null);
  for (const other of [undefined, null, 1, {}, ['/wallet']]) {
    assert.equal(pagePath(other, PAGES), null);
    assert.equal(own(other), null);
    assert.equal(percentDecode(other), null);
  }
});

test('one encoding is undone, not two', () => {
  assert.equal(percentDecode('%2Fwallet'), '/wallet');
  assert.equal(percentDecode('%252Fwallet'), '%2Fwallet');
  assert.equal(percentDecode('%E6'), null);
});
