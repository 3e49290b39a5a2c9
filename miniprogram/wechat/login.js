const { readLogin, requestFailure } = require('../lib/login');

/** From the tap to a decision; a shopper who waits longer has gone. */
const LIMIT_MS = 10000;

/**
 * Logs in with WeChat and asks the server for a way in.
 * @param {string} server
 * @param {(outcome: {url: string} | {failure: object}) => void} done called once
 * @returns {() => void} ends it without a call
 */
function login(server, done) {
  let over = false;
  let request = null;
  const end = (outcome) => {
    if (over) return;
    over = true;
    clearTimeout(clock);
    if (outcome) done(outcome);
  };
  // One clock for both steps; each has its own way of never answering.
  const clock = setTimeout(() => {
    end({ failure: { reason: 'timeout', wait: 0 } });
    if (request) request.abort();
  }, LIMIT_MS);
  wx.login({
    success({ code }) {
      if (over) return;
      if (!code) end({ failure: { reason: 'wechat', wait: 0 } });
      else request = ask(server, code, end);
    },
    fail: () => end({ failure: { reason: 'wechat', wait: 0 } }),
  });
  return () => end(null);
}

function ask(server, code, end) {
  return wx.request({
    url: `${server}/v1/mini-program/sessions`,
    method: 'POST',
    data: { code },
    header: { 'content-type': 'application/json' },
    success: (answer) => end(readLogin(answer, server)),
    fail: (failure) => end({ failure: requestFailure(failure) }),
  });
}

module.exports = { login };
