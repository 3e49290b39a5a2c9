// Starts the module beside a page that already works. ES5, because it must run, or do no harm,
// in every browser; whatever goes wrong, the server's page and its forms stay.
(function () {
  var page = document.getElementById('page');
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
