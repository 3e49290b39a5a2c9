// A stand-in for WeChat's JS-SDK that behaves like jweixin-1.6.0 inside WeChat. It asks for the app's answers by
// scripts of the same origin. So it needs no more of a page's policy than WeChat's own script.
(function (window, document) {
  'use strict';
  var origin = document.currentScript.src.replace(/^(\w+:\/\/[^/]+).*$/, '$1');
  var loadedAt = withoutFragment(location.href);
  // 0 until it is known whether the page may scan. Then 1, or -1 if it may not and no caller knows it yet.
  var state = 0;
  var verdict = null;
  var listed = [];
  var waiting = [];
  var failed = null;
  var asked = 0;

  function withoutFragment(address) {
    return address.split('#')[0];
  }

  // The address under which the document was loaded, whatever a script did since.
  function entry() {
    var loads = window.performance && performance.getEntriesByType
      ? performance.getEntriesByType('navigation') : [];
    return loads.length && loads[0].name ? withoutFragment(loads[0].name) : loadedAt;
  }

  function ask(path, query, then) {
    var script = document.createElement('script');
    var pairs = ['call=' + (asked += 1)];
    for (var key in query) {
      pairs.push(key + '=' + encodeURIComponent(query[key]));
    }
    answers[asked] = then;
    script.src = origin + path + '?' + pairs.join('&');
    document.head.appendChild(script);
  }

  // Runs the callbacks of a call in WeChat's order.
  function tell(callbacks, result) {
    var outcome = result.errMsg.substring(result.errMsg.indexOf(':') + 1);
    var by = outcome === 'ok' ? 'success' : outcome === 'cancel' ? 'cancel' : 'fail';
    if (callbacks[by]) callbacks[by](result);
    if (callbacks.complete) callbacks.complete(result);
  }

  function later(callbacks, result) {
    window.setTimeout(function () { tell(callbacks, result); }, 0);
  }

  function configured(result) {
    verdict = result;
    state = 1;
    if (result.errMsg !== 'config:ok') {
      listed = [];
      if (failed) failed(result); else state = -1;
    }
    // This runs after a failure too: `ready` says that it is decided, not that it went well.
    var told = waiting;
    waiting = [];
    for (var i = 0; i < told.length; i += 1) told[i]();
  }

  var answers = window.wechatAnswers = {};
  var wx = {
    config: function (options) {
      listed = (options.jsApiList || []).slice();
      ask('/config.js', {
        appId: options.appId, timestamp: options.timestamp, nonceStr: options.nonceStr,
        signature: options.signature, jsApiList: listed.join(','),
        url: withoutFragment(location.href), entry: entry()
      }, configured);
    },
    ready: function (callback) {
      if (state !== 0) callback(); else waiting.push(callback);
    },
    error: function (callback) {
      if (state === -1) callback(verdict); else failed = callback;
    },
    checkJsApi: function (options) {
      var result = {};
      for (var i = 0; i < options.jsApiList.length; i += 1) {
        result[options.jsApiList[i]] = options.jsApiList[i] === 'scanQRCode';
      }
      later(options, { checkResult: result, errMsg: 'checkJsApi:ok' });
    },
    scanQRCode: function (options) {
      options = options || {};
      if (!verdict || listed.indexOf('scanQRCode') < 0) {
        later(options, { errMsg: 'scanQRCode:permission denied' });
        return;
      }
      var types = options.scanType || ['qrCode', 'barCode'];
      var query = { needResult: options.needResult || 0, scanType: types.join(',') };
      ask('/scan.js', query, function (result) { tell(options, result); });
    }
  };
  window.wx = window.jWeixin = wx;
}(window, document));
