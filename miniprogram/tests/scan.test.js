const assert = require('node:assert');
const { test } = require('node:test');
const { readScan, scanFailure } = require('../lib/scan');

const SERVER = 'https://coupons.example.com';
const read = (result, scanType) => readScan({ result, scanType }, SERVER);

test('codes of the mall lead to their page', () => {
  assert.deepEqual(read(`${SERVER}/pay/lift-3`, 'QR_CODE'), { path: '/pay/lift-3' });
  assert.deepEqual(read(` ${SERVER}/pay/v1.a\n`, 'QR_CODE'), { path: '/pay/v1.a' });
});

test('a code of this mini-program leads where it would open', () => {
  const program = (path) => readScan({ result: '', scanType: 'WX_CODE', path }, SERVER);
  assert.deepEqual(program('pages/mall/mall?scene=%2Fpay%2Flift-3'), { path: '/pay/lift-3' });
  assert.deepEqual(program('/pages/mall/mall?path=%2Fwallet'), { path: '/wallet' });
  for (const path of ['pages/mall/mall?q=https%3A%2F%2Fevil.example', 'pages/scan/scan',
    'pages/mall/mall?scene=%', 7]) {
    assert.deepEqual(program(path), { foreign: '' }, String(path));
  }
});

test('barcodes of goods and codes of coupons are only shown', () => {
  assert.deepEqual(read('6901234567892', 'EAN_13'), { foreign: '6901234567892' });
  assert.deepEqual(read('6901234567892', 'QR_CODE'), { foreign: '6901234567892' });
  assert.deepEqual(read('ABC-1234', 'CODE_128'), { foreign: 'ABC-1234' });
  assert.deepEqual(read(`${SERVER}/pay/v1.a`, 'CODE_128'), { foreign: `${SERVER}/pay/v1.a` });
  assert.deepEqual(read('EAN_13,6901234567892'), { foreign: 'EAN_13,6901234567892' });
  assert.deepEqual(read('CODE_128,ABCD'), { foreign: 'CODE_128,ABCD' });
});

test('foreign codes are only shown', () => {
  const texts = [
    'https://evil.example/pay/lift-3', `${SERVER}.evil.example/pay/lift-3`, 'javascript:alert(1)', '/pay/lift-3',
    '//evil.example/pay/lift-3', `${SERVER}/wallet`, 'lift-3', `${SERVER}/q/lift-3`, `${SERVER}/v1/wallet`, 'WIFI:S:mall;;', '券码',
  ];
  for (const text of texts) assert.deepEqual(read(text, 'QR_CODE'), { foreign: text });
});

test('a displayed text has no hidden characters and does not fill the screen', () => {
  assert.deepEqual(read('safe\u202Emoc.live\u0000\u200b!', 'QR_CODE'), { foreign: 'safemoc.live!' });
  assert.equal(read('x'.repeat(5000), 'QR_CODE').foreign.length, 201);
  for (const other of [undefined, null, 4, {}]) assert.deepEqual(read(other), { foreign: '' });
});

test('failures have a reason', () => {
  assert.equal(scanFailure({ errMsg: 'scanCode:fail cancel' }), 'cancelled');
  assert.equal(scanFailure({ errMsg: 'scanCode:fail auth deny' }), 'denied');
  assert.equal(scanFailure({ errMsg: 'scanCode:fail:system permission denied' }), 'denied');
  assert.equal(scanFailure({}), 'failed');
  assert.equal(scanFailure(undefined), 'failed');
});
