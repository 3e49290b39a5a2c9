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
  if (page.hasAttribute('data-drawn') && !data.textContent) return;
  if (typeof WebAssembly !== 'object' || !window.fetch || !window.Promise) return;

  function stay(reason) {
    if (window.console) console.warn('The module did not start; the page works without it.', reason);
  }

  // Glue and module come side by side; the glue takes the module's answer as it is.
  var module = fetch('__MODULE__', { credentials: 'same-origin' });
  module['catch'](function () {});
  var glue = document.createElement('script');
  glue.src = '__GLUE__';
  glue.onload = function () {
    window.setTimeout(function () {
      wasm_bindgen({ module_or_path: module })['catch'](stay);
    }, 0);
  };
  glue.onerror = stay;
  document.body.appendChild(glue);
}());
