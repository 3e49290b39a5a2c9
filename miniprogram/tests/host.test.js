const assert = require('node:assert');
const { test } = require('node:test');
const { initialState, reduce } = require('../lib/host');

const SERVER = 'https://coupons.example.com';
const ENTER = `${SERVER}/enter/t`;
const after = (state, ...events) => events.reduce((now, event) => reduce(now, event, SERVER), state);
const start = (options) => initialState(options, SERVER);
const entered = { kind: 'entered', url: ENTER };
const failed = { kind: 'failed', reason: 'busy', wait: 1 };

test('a launch leads to the page', () => {
  const state = start({ path: '/pay/lift-3?from=海报' });
  assert.equal(state.phase, 'entering');
  assert.equal(after(state, entered).src, `${ENTER}?to=%2Fpay%2Flift-3%3Ffrom%3D%25E6%25B5%25B7%25E6%258A%25A5`);
});

test('a position goes to the current page, which may be another one by then', () => {
  const open = after(start({ path: '/pay/v1.a' }), entered);
  const fragment = 'location=1.0000,2.0000,gcj02';
  assert.equal(after(open, { kind: 'handedOver', result: { path: null, fragment } }).src,
    `${SERVER}/pay/v1.a#${fragment}`);
  assert.equal(after(open, { kind: 'handedOver', result: { path: '/wallet', fragment } }).src,
    `${SERVER}/wallet#${fragment}`);
  assert.equal(after(open, { kind: 'handedOver', result: {} }), open);
});

test('a login leads to a code that was scanned meanwhile', () => {
  const scanned = { kind: 'handedOver', result: { path: '/pay/lift-3' } };
  assert.equal(after(start({}), scanned, entered).src, `${ENTER}?to=%2Fpay%2Flift-3`);
  assert.equal(after(start({}), failed, scanned).phase, 'entering');
  assert.equal(after(start({ q: 'x' }), scanned).path, '/pay/lift-3');
  assert.equal(after(start({}), { kind: 'handedOver', result: { path: null, fragment: 'x' } }).path, '/wallet');
});

test('waiting ends, and only then another try begins', () => {
  const waiting = after(start({}), failed);
  assert.equal(after(waiting, { kind: 'retried' }), waiting);
  assert.equal(after(waiting, { kind: 'secondPassed' }, { kind: 'secondPassed' }).wait, 0);
  assert.equal(after(waiting, { kind: 'secondPassed' }, { kind: 'retried' }).phase, 'entering');
  assert.equal(after(waiting, { kind: 'wentOn' }).src, `${SERVER}/wallet`);
});

test('events that come too late change nothing', () => {
  const states = { open: after(start({}), entered), trouble: after(start({}), failed), foreign: start({ q: 'x' }) };
  const late = {
    open: ['entered', 'failed', 'retried', 'wentOn', 'wentHome', 'secondPassed'],
    trouble: ['entered', 'failed', 'unreachable'],
    foreign: ['entered', 'failed', 'retried', 'wentOn', 'unreachable'],
  };
  for (const phase of Object.keys(states)) {
    for (const kind of late[phase]) assert.equal(after(states[phase], { kind }), states[phase], `${phase} ${kind}`);
  }
});
