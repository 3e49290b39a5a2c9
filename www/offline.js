// Keeps the shopper's own pages, the wallet and coupons, for when there is no network. The pages register it,
// once for each kind, so no other page is slower for it. See docs/offline.md.
(function () {
  'use strict';

  const PAGES = 'pages-1', FILES = 'files-1';
  // How many pages are kept, how long a server that does not answer is waited for, and after which time what is
  // kept is not shown any more; both in milliseconds.
  const MOST = 12, PATIENCE = 4000, LONGEST = 7 * 24 * 3600 * 1000;

  const WALLET = '/wallet';
  const PAGE = /^\/(wallet|coupons\/[\w-]+)$/;
  const DATA = /^\/v1(\/coupons\/[\w-]+|\/wallet)$/;
  // Of the wallet what it begins with is kept, not what was looked for in it.
  const PART = /[?&](state|store|after)=/;
  // Files of a build: their names change with what is in them.
  const FILE = /^\/assets\//;
  // Where a page says its data, and what the worker adds to it.
  const SAYS = /(id="page-data"[^>]*>)[^<]*/;
  // The server's word whose an answer is; what is not marked so is not kept.
  const WHOSE = 'mall-holder';
  const AT = 'kept-at';

  const find = { ignoreVary: true };

  // What is kept is changed in the order in which answers came. What goes wrong is no worse than without a worker.
  let turn = Promise.resolve();
  function inTurn(change) {
    return turn = turn.then(change).catch(function () {});
  }

  addEventListener('install', function () { skipWaiting(); });
  addEventListener('activate', function (event) { event.waitUntil(clients.claim()); });

  // A page that came before its worker asks to be kept, too; and the wallet names coupons whose pages it shows by itself.
  addEventListener('message', function (event) {
    const named = event.data, path = named || event.source && new URL(event.source.url).pathname;
    if (!PAGE.test(path)) return;
    const known = caches.open(PAGES).then(function (pages) { return named && pages.match(path, find); });
    event.waitUntil(known.then(function (page) {
      return page || fetch(path, { headers: { accept: 'text/html' } }).then(learn(keep, path));
    }).catch(function () {}));
  });

  addEventListener('fetch', function (event) {
    const request = event.request, address = new URL(request.url), path = address.pathname;
    if (request.method !== 'GET' || address.origin !== location.origin) return;
    const part = PART.test(address.search), data = !part && DATA.exec(path);
    if (request.mode === 'navigate' && PAGE.test(path)) {
      const asked = fetch(request);
      event.waitUntil(asked.then(learn(part ? heed : keep, path)).catch(function () {}));
      event.respondWith(first(asked, path));
    } else if (data) {
      const asked = fetch(request);
      event.waitUntil(asked.then(learn(renew, data[1])).catch(function () {}));
      event.respondWith(asked);
    } else if (FILE.test(path) && request.cache !== 'reload') {
      event.respondWith(file(path).then(function (known) { return known || fetch(request); }));
    }
  });

  // Does something with an answer, which goes on to who asked for it.
  function learn(what, path) {
    return function (answer) {
      const copy = answer.clone(), at = Date.now();
      return inTurn(function () { return what(path, copy, at); });
    };
  }

  // The server's page, or where it does not come the kept one.
  async function first(asked, path) {
    const late = new Promise(function (_, reject) { setTimeout(reject, PATIENCE); });
    try {
      const answer = await Promise.race([asked, late]);
      return answer.status >= 500 && await kept(path) || answer;
    } catch (lost) {
      return await kept(path) || asked;
    }
  }

  // The kept page, which says since when it is.
  async function kept(path) {
    const pages = await caches.open(PAGES), page = await pages.match(path, find);
    if (!page) return;
    const at = page.headers.get(AT);
    if (Date.now() - at > LONGEST) {
      await pages.delete(path, find);
      return;
    }
    const html = (await page.text()).replace('id="page-data"', '$& data-kept="' + at + '"');
    return new Response(html, { headers: page.headers });
  }

  // Keeps a page as it came; its files first, so that no page is kept without them.
  async function keep(path, answer, at) {
    const pages = await caches.open(PAGES);
    if (!await mayBeKept(pages, path, answer)) return;
    const files = filesOf(answer);
    if (!files.length) return;
    await Promise.all(files.map(take));
    await put(pages, path, await answer.text(), answer.headers, at);
    await tidy(pages);
  }

  // Puts the newest data into the page that is kept of it: the codes of the next ten minutes, and what became of
  // the coupon.
  async function renew(path, answer, at) {
    const pages = await caches.open(PAGES);
    if (!await mayBeKept(pages, path, answer)) return;
    const page = await pages.match(path, find);
    if (!page) return;
    const name = path === WALLET ? 'wallet' : 'coupon';
    // The only character that could end the element.
    const data = '{"' + name + '":' + (await answer.text()).replace(/</g, '\\u003c') + '}';
    const html = (await page.text()).replace(SAYS, function (_, begin) { return begin + data; });
    await put(pages, path, html, page.headers, at);
  }

  // Of an answer that is not kept, too, it matters whose it is.
  async function heed(path, answer) {
    await mayBeKept(await caches.open(PAGES), path, answer);
  }

  // Whether an answer is one to be kept. What was kept for somebody else is forgotten, and what there is no more.
  async function mayBeKept(pages, path, answer) {
    const whose = answer.headers.get(WHOSE);
    if (answer.status === 404) await pages.delete(path, find);
    const [any] = await pages.keys();
    const before = any && (await pages.match(any, find)).headers.get(WHOSE);
    if (before && (answer.status === 401 || whose && whose !== before)) {
      const all = await pages.keys();
      await Promise.all(all.map(function (page) { return pages.delete(page, find); }));
    }
    return answer.status === 200 && !answer.redirected && whose;
  }

  async function put(pages, path, html, from, at) {
    const headers = new Headers(from);
    // The text is no longer packed.
    headers.delete('content-encoding');
    headers.delete('content-length');
    headers.set(AT, at);
    // In the place of the one before, without a moment that has none.
    await pages.put(path, new Response(html, { headers: headers }));
  }

  // The oldest pages go, and files that no page needs.
  async function tidy(pages) {
    const all = [], needed = [];
    for (const request of await pages.keys()) {
      const page = await pages.match(request, find);
      all.push({ path: new URL(request.url).pathname, at: page.headers.get(AT), files: filesOf(page) });
    }
    const coupons = all.filter(function (page) { return page.path !== WALLET; });
    coupons.sort(function (one, other) { return other.at - one.at; });
    const old = coupons.slice(MOST);
    for (const page of old) await pages.delete(page.path, find);
    for (const page of all) if (old.indexOf(page) < 0) needed.push.apply(needed, page.files);
    const files = await caches.open(FILES);
    for (const file of await files.keys()) {
      if (needed.indexOf(new URL(file.url).pathname) < 0) await files.delete(file, find);
    }
  }

  // Glue and module of a page, by the header that has them fetched ahead.
  function filesOf(page) {
    const build = /<(\/assets\/[\w/-]+)\.js>/.exec(page.headers.get('link'));
    return build ? [build[1] + '.js', build[1] + '.wasm'] : [];
  }

  async function file(path) {
    return (await caches.open(FILES)).match(path, find);
  }

  async function take(path) {
    if (!await file(path)) await (await caches.open(FILES)).add(path);
  }
}());
