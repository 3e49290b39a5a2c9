const assert = require('node:assert');
const { test } = require('node:test');
const { readLogin, requestFailure } = require('../lib/login');

const SERVER = 'https://coupons.example.com';
const ENTER = `${SERVER}/enter/t0k-en_1`;
const EXPIRES = '2026-05-01T20:00:00+08:00';
const reason = (response) => readLogin(response, SERVER).failure.reason;

test('an entry of the mall is accepted', () => {
  const data = { url: ENTER, expires_at: EXPIRES, more: 1 };
  assert.deepEqual(readLogin({ statusCode: 200, data }, SERVER), { url: ENTER });
  data.expires_at = '2026-05-01T12:00:00.123Z';
  assert.deepEqual(readLogin({ statusCode: 201, data }, SERVER), { url: ENTER });
});

test('an entry to somewhere else is refused', () => {
  const addresses = [
    'https://evil.example/enter/t', `${SERVER}.evil.example/enter/t`, `${SERVER}@evil.example/enter/t`,
    `${SERVER}:444/enter/t`,
    'javascript:alert(1)', '/enter/t', `${SERVER}/enter/`, `${SERVER}/enter/../wallet`,
    `${SERVER}/enter/t?to=//evil.example`,
    `${SERVER}/enter/t#x`, `${SERVER}/enter/t\n`, `${SERVER}/wallet`, `${SERVER}/enter/${'t'.repeat(513)}`, '',
    null, 5, {}, [ENTER],
  ];
  for (const url of addresses) {
    assert.equal(reason({ statusCode: 200, data: { url, expires_at: EXPIRES } }), 'server', String(url));
  }
});

test('other shapes are refused', () => {
  const shapes = [
    undefined, null, '', '<html>', 7, [], {}, { url: ENTER }, { expires_at: EXPIRES },
    { url: ENTER, expires_at: 'soon' }, { url: ENTER, expires_at: 1777777777 },
  ];
  for (const data of shapes) assert.equal(reason({ statusCode: 200, data }), 'server', JSON.stringify(data));
  for (const response of [undefined, null, {}, { statusCode: 'x' }]) assert.equal(reason(response), 'server');
});

test('each kind of refusal has its reason', () => {
  for (const statusCode of [400, 401, 403, 404, 422]) assert.equal(reason({ statusCode }), 'refused');
  assert.equal(reason({ statusCode: 501 }), 'closed');
  for (const statusCode of [204, 302, 500, 502, 504]) {
    assert.equal(reason({ statusCode, data: { url: ENTER, expires_at: EXPIRES } }), 'server');
  }
  assert.equal(requestFailure({ errMsg: 'request:fail timeout' }).reason, 'timeout');
  assert.equal(requestFailure({ errMsg: 'request:fail ' }).reason, 'offline');
  assert.equal(requestFailure(undefined).reason, 'offline');
});

test('a wait is as long as the server says, up to two minutes', () => {
  const wait = (header, statusCode) => readLogin({ statusCode: statusCode || 503, header }, SERVER).failure.wait;
  assert.equal(wait({ 'retry-after': '7' }), 7);
  assert.equal(wait({ 'Retry-After': 7 }, 429), 7);
  assert.equal(wait({ 'Retry-After': '0' }), 0);
  assert.equal(wait({ 'RETRY-AFTER': '999999' }), 120);
  const date = 'Wed, 21 Oct 2026 07:28:00 GMT';
  for (const header of [undefined, null, 'x', {}, { 'Retry-After': '-1' }, { 'Retry-After': date }]) {
    assert.equal(wait(header), 5);
  }
});
