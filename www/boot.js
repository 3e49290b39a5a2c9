// Starts the module beside a page that already works. ES5, because it must run, or do no harm,
// in every browser; whatever goes wrong, the server's page and its forms stay or come back.
(function () {
  var page = document.getElementById('page');
  var receipt = page.getAttribute('data-receipt');

  // In the frame after a payment: whose receipt to show, told before anything else is done, since
  // the frame waits three seconds and no longer.
  if (receipt && parent !== window) {
    var parents = page.getAttribute('data-parents').split(' ');
    var above = (location.ancestorOrigins || [])[0] || document.referrer;
    var to = parents.filter(function (origin) { return above.indexOf(origin) === 0; })[0] || parents[0];
    parent.postMessage(receipt, to);
    page.setAttribute('data-parent', to);
    // Another's receipt, of which no height is known, is shown in this one's place.
    if (!/height/.test(receipt)) return;
  }

  var data = document.getElementById('page-data');
  // A file that no server has filled in has its placeholder there.
  var text = data.textContent;
  if (text[0] !== '{') text = '';
  data.setAttribute('data-arrived', Date.now());

  // Drawn by the server and without data: a page that needs no module.
  if (page.hasAttribute('data-drawn') && !text) return;

  // Each page has its module, in the language it is read in.
  var root = document.documentElement;
  var asked = !text && /[?&]lang=(zh|en)/.exec(location.search);
  if (asked) root.lang = asked[1];
  var lang = root.lang.slice(0, 2);
  var name = (/^\/(wallet|scan|coupon|till)/.exec(location.pathname) || [0, 'claim'])[1];
  var assets = '__ASSETS__';
  var build = assets + name + '-' + lang;
  var fetch = window.WebAssembly && window.fetch;
  var kept, left, trap, leaving;
  try { kept = sessionStorage; } catch (refused) {}
  // A build that has failed in this tab is not tried in it again: nothing can go round in circles.
  var failed = kept && kept.broken === build;

  // Asks what page the server has now, and says whether it has one, and one that lacks a text if a
  // text is given.
  function look(known, then) {
    fetch(location).then(function (answer) {
      return answer.ok && answer.text();
    })['catch'](function () {}).then(function (html) {
      then(html && (!known || html.indexOf(known) < 0));
    });
  }

  // The page goes on without the module, and the server is told. What the module has left half done
  // gives way to the server's page: as it is now, or as it was where it cannot be had. Files that do
  // not come may be those of an older page than the server's. Leaving the page cancels what is on its
  // way to it, which is no failure.
  function fail(reason) {
    var now = document.getElementById('page');
    var link = /"link":"([^"]+)/.exec(text);
    var trouble = !fetch ? 'unsupported' : now !== page ? 'stopped' : trap ? 'not_started' : 'not_loaded';
    function end(anew) {
      if (link && navigator.sendBeacon) {
        navigator.sendBeacon('/v1/events', JSON.stringify({
          visit: String(Math.random()).slice(2),
          link: link[1],
          surface: to ? 'receipt' : 'browser',
          events: [{ n: 0, kind: 'broken', trouble: trouble }]
        }));
      }
      if (kept) kept.broken = build;
      if (anew) location.reload();
      else if (now !== page) now.replaceWith(page);
    }
    if (failed || leaving && !trap) return;
    failed = true;
    console.warn(trouble, reason);
    if (fetch && kept) look(now === page && assets, end);
    else end();
  }

  function leave() { leaving = true; }
  addEventListener('click', leave);
  addEventListener('beforeunload', leave);

  // What the browser had kept for going back is loaded anew, and after a while what else is shown
  // again; but a page that runs asks by itself.
  function shown(event) {
    if (document.hidden) left = Date.now();
    else if (event.persisted || Date.now() - left > 6e4 && failed) look('', function (anew) { if (anew) location.reload(); });
  }
  addEventListener('pageshow', shown);
  document.addEventListener('visibilitychange', shown);

  if (!fetch) fail();
  if (failed) return;

  // The glue's word that something has gone through the module's own frames.
  addEventListener('module-trap', function (event) {
    trap = true;
    fail(event.detail);
  });

  // Glue and module come side by side; the glue takes the module's answer as it is.
  // Of a page that no server has drawn, the data is asked for beside glue and module.
  var come = text || fetch('/v1' + location.pathname + location.search, {
    headers: { accept: 'application/json', 'accept-language': lang }
  }).then(function (answer) {
    return answer.text().then(function (told) {
      return JSON.parse(told) && '{"' + (answer.ok ? name : 'problem') + '":' + told + '}';
    });
  })['catch'](function () { return '"unreachable"'; }).then(function (told) {
    data.textContent = text = told;
    data.setAttribute('data-arrived', Date.now());
  });

  var module = fetch(build + '.wasm');
  module['catch'](Boolean);
  var glue = document.createElement('script');
  glue.src = build + '.js';
  glue.onload = function () {
    Promise.all([module, come]).then(function (both) {
      return wasm_bindgen(both[0]);
    })['catch'](function () {
      if (failed) return;
      // Compiled as it comes it failed: once more, whole, and not from a cache that has it cut off.
      return fetch(build + '.wasm', { cache: 'reload' }).then(function (answer) {
        return wasm_bindgen(answer, true);
      });
    })['catch'](fail);
  };
  glue.onerror = fail;
  document.body.appendChild(glue);
}());
