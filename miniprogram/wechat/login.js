const { readLogin, requestFailure } = require('../lib/login');

/** The time for both steps of a login. A shopper does not wait longer. */
const LOGIN_TIMEOUT_MS = 10000;

/**
 * Logs in with WeChat and gets an entry address from the server.
 * @param {string} server
 * @param {(outcome: {url: string} | {failure: object}) => void} done called once
 * @returns {() => void} cancels the login, so that `done` is not called
 */
function login(server, done) {
  let finished = false;
  let request = null;
  const finish = (outcome) => {
    if (finished) return;
    finished = true;
    clearTimeout(timer);
    if (outcome) done(outcome);
  };
  // One timer covers both steps, because either may never answer.
  const timer = setTimeout(() => {
    finish({ failure: { reason: 'timeout', wait: 0 } });
    if (request) request.abort();
  }, LOGIN_TIMEOUT_MS);
  wx.login({
    success({ code }) {
      if (finished) return;
      if (!code) finish({ failure: { reason: 'wechat', wait: 0 } });
      else request = requestEntry(server, code, finish);
    },
    fail: () => finish({ failure: { reason: 'wechat', wait: 0 } }),
  });
  return () => finish(null);
}

function requestEntry(server, code, finish) {
  return wx.request({
    url: `${server}/v1/mini-program/sessions`,
    method: 'POST',
    data: { code },
    header: { 'content-type': 'application/json' },
    success: (response) => finish(readLogin(response, server)),
    fail: (failure) => finish({ failure: requestFailure(failure) }),
  });
}

module.exports = { login };
