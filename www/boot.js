// Starts the module beside a page that already works. Whatever goes wrong, the server's page and its forms stay or
// come back. The script is ES5, because it must run, or do no harm, in every browser.
(function () {
  var page = document.getElementById('page');
  var receipt = page.getAttribute('data-receipt');

  // In the frame after a payment, the payment service waits three seconds to learn whose receipt to show. So this
  // comes first.
  if (receipt && parent !== window) {
    var parents = page.getAttribute('data-parents').split(' ');
    var above = (location.ancestorOrigins || [])[0] || document.referrer;
    var to = parents.filter(function (origin) { return above.indexOf(origin) === 0; })[0] || parents[0];
    parent.postMessage(receipt, to);
    page.setAttribute('data-parent', to);
    // A message without a height asks for the payment service's own receipt. Nothing else is left to do.
    if (!/height/.test(receipt)) return;
  }

  var data = document.getElementById('page-data');
  // In a file that no server has filled in, this is still the placeholder.
  var text = data.textContent;
  if (text[0] !== '{') text = '';
  data.setAttribute('data-arrived', Date.now());

  // A page that the server drew without data needs no module.
  if (page.hasAttribute('data-drawn') && !text) return;

  // Each page has a module in each language.
  var root = document.documentElement;
  var chosen = !text && /[?&]lang=(zh|en)/.exec(location.search);
  if (chosen) root.lang = chosen[1];
  var lang = root.lang.slice(0, 2);
  var name = (/^\/(wallet|scan|coupon|till)/.exec(location.pathname) || [0, 'claim'])[1];
  var assets = '__ASSETS__';
  var build = assets + name + '-' + lang;
  var fetch = window.WebAssembly && window.fetch;
  var storage, hiddenAt, trapped, leaving;
  try { storage = sessionStorage; } catch (refused) {}
  // A build that failed in this tab is not tried in it again, so that the page cannot reload for ever.
  var failed = storage && storage.broken === build;

  // Fetches the page again. Passes true when the server has one that does not contain the text `known`.
  function checkServer(known, then) {
    fetch(location).then(function (response) {
      return response.ok && response.text();
    })['catch'](function () {}).then(function (html) {
      then(html && (!known || html.indexOf(known) < 0));
    });
  }

  // Goes on without the module, and reports that to the server. A page that the module left half done is replaced by
  // the server's page: as it is now, or as it was when it cannot be fetched. Files may fail to load because the server
  // has a newer page. Leaving the page cancels its requests, which is no failure.
  function fail(reason) {
    var now = document.getElementById('page');
    var link = /"link":"([^"]+)/.exec(text);
    var trouble = !fetch ? 'unsupported' : now !== page ? 'stopped' : trapped ? 'not_started' : 'not_loaded';
    function end(newer) {
      if (link && navigator.sendBeacon) {
        navigator.sendBeacon('/v1/events', JSON.stringify({
          visit: String(Math.random()).slice(2),
          link: link[1],
          surface: to ? 'receipt' : 'browser',
          events: [{ n: 0, kind: 'broken', trouble: trouble }]
        }));
      }
      if (storage) storage.broken = build;
      if (newer) location.reload();
      else if (now !== page) now.replaceWith(page);
    }
    if (failed || leaving && !trapped) return;
    failed = true;
    console.warn(trouble, reason);
    if (fetch && storage) checkServer(now === page && assets, end);
    else end();
  }

  function leave() { leaving = true; }
  addEventListener('click', leave);
  addEventListener('beforeunload', leave);

  // Reloads a page that the browser restored when going back, and after a minute also one that is shown again
  // without a running module. A running module updates itself.
  function shown(event) {
    if (document.hidden) hiddenAt = Date.now();
    else if (event.persisted || Date.now() - hiddenAt > 6e4 && failed) {
      checkServer('', function (newer) { if (newer) location.reload(); });
    }
  }
  addEventListener('pageshow', shown);
  document.addEventListener('visibilitychange', shown);

  if (!fetch) fail();
  if (failed) return;

  // The glue reports that an error has passed through the module.
  addEventListener('module-trap', function (event) {
    trapped = true;
    fail(event.detail);
  });

  // Glue and module are fetched at the same time; the glue takes the module's response. When no server has drawn the
  // page, its data is fetched at the same time too.
  var dataReady = text || fetch('/v1' + location.pathname + location.search, {
    headers: { accept: 'application/json', 'accept-language': lang }
  }).then(function (response) {
    return response.text().then(function (json) {
      return JSON.parse(json) && '{"' + (response.ok ? name : 'problem') + '":' + json + '}';
    });
  })['catch'](function () { return '"unreachable"'; }).then(function (json) {
    data.textContent = text = json;
    data.setAttribute('data-arrived', Date.now());
  });

  var module = fetch(build + '.wasm');
  module['catch'](Boolean);
  var glue = document.createElement('script');
  glue.src = build + '.js';
  glue.onload = function () {
    Promise.all([module, dataReady]).then(function (results) {
      return wasm_bindgen(results[0]);
    })['catch'](function () {
      if (failed) return;
      // Compiling while loading has failed. The module is loaded whole, and not from a cache that may have a part.
      return fetch(build + '.wasm', { cache: 'reload' }).then(function (response) {
        return wasm_bindgen(response, true);
      });
    })['catch'](fail);
  };
  glue.onerror = fail;
  document.body.appendChild(glue);
}());
