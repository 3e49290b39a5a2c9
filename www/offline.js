// A service worker that stores the shopper's wallet and coupons for times without a network. Only these pages register
// it, so no other page gets slower. See docs/offline.md.
(function () {
  'use strict';

  const PAGES = 'pages-1', FILES = 'files-1';
  // The number of stored coupon pages, the time until a stored page is shown when the server is silent, and the age
  // after which a stored page is not shown any more, both in milliseconds.
  const MAX_COUPONS = 12, RESPONSE_TIMEOUT = 4000, MAX_AGE = 7 * 24 * 3600 * 1000;

  const WALLET = '/wallet';
  const PAGE = /^\/(wallet|coupons\/[\w-]+)$/;
  const DATA = /^\/v1(\/coupons\/[\w-]+|\/wallet)$/;
  // Only the beginning of the wallet is stored, not a search in it.
  const PART = /[?&](state|store|after)=/;
  // Files of a build. Their names change with their content.
  const FILE = /^\/assets\//;
  // The element with a page's data.
  const PAGE_DATA = /(id="page-data"[^>]*>)[^<]*/;
  // The response header that names the shopper. A response without it is not stored.
  const HOLDER = 'mall-holder';
  // The header of a stored response with the time when it came.
  const STORED_AT = 'kept-at';

  const find = { ignoreVary: true };

  // Changes are made in the order of responses. A failed change is no worse than having no worker.
  let queue = Promise.resolve();
  function enqueue(change) {
    return queue = queue.then(change).catch(function () {});
  }

  addEventListener('install', function () { skipWaiting(); });
  addEventListener('activate', function (event) { event.waitUntil(clients.claim()); });

  // Stores pages that were not requested through this worker. A page sends the time when its loading began, because it
  // may be older than the worker that controls it. The wallet names coupons that it shows by itself.
  addEventListener('message', function (event) {
    const path = typeof event.data === 'string' ? event.data : event.source && new URL(event.source.url).pathname;
    if (!PAGE.test(path)) return;
    event.waitUntil(enqueue(function () { return isStored(path, event.data); }).then(function (stored) {
      return stored || fetch(path, { headers: { accept: 'text/html' } }).then(apply(store, path));
    }).catch(function () {}));
  });

  addEventListener('fetch', function (event) {
    const request = event.request, address = new URL(request.url), path = address.pathname;
    if (request.method !== 'GET' || address.origin !== location.origin) return;
    const part = PART.test(address.search), data = !part && DATA.exec(path);
    if (request.mode === 'navigate' && PAGE.test(path)) {
      const asked = fetch(request);
      event.waitUntil(asked.then(apply(part ? checkHolder : store, path)).catch(function () {}));
      event.respondWith(freshOrStored(asked, path));
    } else if (data) {
      const asked = fetch(request);
      event.waitUntil(asked.then(apply(update, data[1])).catch(function () {}));
      event.respondWith(asked);
    } else if (FILE.test(path) && request.cache !== 'reload') {
      event.respondWith(file(path).then(function (stored) { return stored || fetch(request); }));
    }
  });

  // Returns a function that applies a change to a copy of a response.
  function apply(change, path) {
    return function (response) {
      const copy = response.clone(), at = Date.now();
      return enqueue(function () { return change(path, copy, at); });
    };
  }

  // Returns the server's page, or the stored one when the server's does not come.
  async function freshOrStored(asked, path) {
    const late = new Promise(function (_, reject) { setTimeout(reject, RESPONSE_TIMEOUT); });
    try {
      const response = await Promise.race([asked, late]);
      return response.status >= 500 && await storedPage(path) || response;
    } catch (lost) {
      return await storedPage(path) || asked;
    }
  }

  // Checks whether a page is stored; if `since` is a time, whether it was stored after it.
  async function isStored(path, since) {
    const page = await (await caches.open(PAGES)).match(path, find);
    return page && (typeof since === 'string' || page.headers.get(STORED_AT) >= since);
  }

  // Returns the stored page, with the time when it was stored.
  async function storedPage(path) {
    const pages = await caches.open(PAGES), page = await pages.match(path, find);
    if (!page) return;
    const at = page.headers.get(STORED_AT);
    if (Date.now() - at > MAX_AGE) {
      await pages.delete(path, find);
      return;
    }
    const html = (await page.text()).replace('id="page-data"', '$& data-kept="' + at + '"');
    return new Response(html, { headers: page.headers });
  }

  // Stores a page. Its files come first, so that no page is stored without them.
  async function store(path, response, at) {
    const pages = await caches.open(PAGES);
    if (!await mayBeStored(pages, path, response)) return;
    const files = filesOf(response);
    if (!files.length) return;
    await Promise.all(files.map(storeFile));
    await put(pages, path, await response.text(), response.headers, at);
    await tidy(pages);
  }

  // Puts the newest data into the stored page: the codes of the next ten minutes, and the coupon's state.
  async function update(path, response, at) {
    const pages = await caches.open(PAGES);
    if (!await mayBeStored(pages, path, response)) return;
    const page = await pages.match(path, find);
    if (!page) return;
    const name = path === WALLET ? 'wallet' : 'coupon';
    // `<` is the only character that could end the element.
    const data = '{"' + name + '":' + (await response.text()).replace(/</g, '\\u003c') + '}';
    const html = (await page.text()).replace(PAGE_DATA, function (_, begin) { return begin + data; });
    await put(pages, path, html, page.headers, at);
  }

  // Forgets another shopper's pages, also when the response itself is not stored.
  async function checkHolder(path, response) {
    await mayBeStored(await caches.open(PAGES), path, response);
  }

  // Checks whether a response is to be stored. Forgets a page that no longer exists, and all pages of another shopper.
  async function mayBeStored(pages, path, response) {
    const holder = response.headers.get(HOLDER);
    if (response.status === 404) await pages.delete(path, find);
    const [any] = await pages.keys();
    const before = any && (await pages.match(any, find)).headers.get(HOLDER);
    if (before && (response.status === 401 || holder && holder !== before)) {
      const all = await pages.keys();
      await Promise.all(all.map(function (page) { return pages.delete(page, find); }));
    }
    return response.status === 200 && !response.redirected && holder;
  }

  async function put(pages, path, html, from, at) {
    const headers = new Headers(from);
    // The text is no longer compressed.
    headers.delete('content-encoding');
    headers.delete('content-length');
    headers.set(STORED_AT, at);
    // This replaces the page stored before, and at no moment there is none.
    await pages.put(path, new Response(html, { headers: headers }));
  }

  // Deletes the oldest pages, and files that no page needs.
  async function tidy(pages) {
    const all = [], needed = [];
    for (const request of await pages.keys()) {
      const page = await pages.match(request, find);
      all.push({ path: new URL(request.url).pathname, at: page.headers.get(STORED_AT), files: filesOf(page) });
    }
    const coupons = all.filter(function (page) { return page.path !== WALLET; });
    coupons.sort(function (one, other) { return other.at - one.at; });
    const old = coupons.slice(MAX_COUPONS);
    for (const page of old) await pages.delete(page.path, find);
    for (const page of all) if (old.indexOf(page) < 0) needed.push.apply(needed, page.files);
    const files = await caches.open(FILES);
    for (const file of await files.keys()) {
      if (needed.indexOf(new URL(file.url).pathname) < 0) await files.delete(file, find);
    }
  }

  // Returns the paths of a page's glue and module, from the header by which browsers preload them.
  function filesOf(page) {
    const build = /<(\/assets\/[\w/-]+)\.js>/.exec(page.headers.get('link'));
    return build ? [build[1] + '.js', build[1] + '.wasm'] : [];
  }

  async function file(path) {
    return (await caches.open(FILES)).match(path, find);
  }

  async function storeFile(path) {
    if (!await file(path)) await (await caches.open(FILES)).add(path);
  }
}());
