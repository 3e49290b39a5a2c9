// Starts the module beside a page that already works. ES5, because it must run, or do no harm,
// in every browser; whatever goes wrong, the server's page and its forms stay.
(function () {
  var page = document.getElementById('page');
  var shows = page.getAttribute('data-receipt');

  // In the frame after a payment: whose receipt to show, told before anything else is done, since
  // the frame waits three seconds and no longer.
  if (shows && window.parent !== window) {
    var height = page.getAttribute('data-height');
    var parents = page.getAttribute('data-parents').split(' ');
    var above = (location.ancestorOrigins || [])[0] || document.referrer;
    var parent = parents[0];
    for (var i = 0; i < parents.length; i++) if (above.indexOf(parents[i]) === 0) parent = parents[i];
    var message = { action: 'onIframeReady', displayStyle: shows };
    if (height) message.height = Number(height);
    window.parent.postMessage(JSON.stringify(message), parent);
    page.setAttribute('data-parent', parent);
    // Another's receipt is shown in this one's place.
    if (!height) return;
  }

  var data = document.getElementById('page-data');
  data.setAttribute('data-arrived', String(Date.now()));

  // Drawn by the server and without data: a page that needs no module.
  var served = data.textContent;
  if (page.hasAttribute('data-drawn') && !served) return;
  if (typeof WebAssembly !== 'object' || !window.fetch || !window.Promise) return;

  // Each page has its module, in the language it is read in.
  var name = /^\/wallet/.test(location.pathname) ? 'wallet' : 'claim';
  var root = document.documentElement;
  var asked = /[?&]lang=(zh|en)/.exec(location.search);
  if (asked && !served) root.lang = asked[1];
  var lang = root.lang.slice(0, 2);
  var build = '__ASSETS__' + name + '-' + lang;

  // Of a page that no server has drawn the data is asked for beside glue and module.
  var ready = served ? Promise.resolve() : fetch('/v1' + location.pathname + location.search, {
    headers: { accept: 'application/json', 'accept-language': lang }
  }).then(function (answer) {
    return answer.text().then(function (text) {
      return JSON.parse(text) && '{"' + (answer.ok ? name : 'problem') + '":' + text + '}';
    });
  })['catch'](function () { return '"unreachable"'; }).then(function (text) {
    data.textContent = text;
    data.setAttribute('data-arrived', String(Date.now()));
  });

  function stay(reason) {
    if (window.console) console.warn('The module did not start; the page works without it.', reason);
  }

  // Glue and module come side by side; the glue takes the module's answer as it is.
  var module = fetch(build + '.wasm', { credentials: 'same-origin' });
  module['catch'](function () {});
  var glue = document.createElement('script');
  glue.src = build + '.js';
  glue.onload = function () {
    ready.then(function () {
      return wasm_bindgen({ module_or_path: module });
    })['catch'](stay);
  };
  glue.onerror = stay;
  document.body.appendChild(glue);
}());
