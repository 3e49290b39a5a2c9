// The page around the receipt, as WeChat documents it: three seconds for the first message, whose
// kind decides what is shown; a way out only over a question.
(function () {
  var frame = document.getElementById('receipt');
  var shown = document.getElementById('shown');
  var leaving = document.getElementById('leaving');
  var decided = false;

  function show(what, ours) {
    if (decided) return;
    decided = true;
    shown.textContent = shown.getAttribute('data-' + what);
    frame.hidden = !ours;
  }

  window.addEventListener('message', function (event) {
    if (event.origin !== location.origin || event.source !== frame.contentWindow) return;
    var message = JSON.parse(event.data);
    if (message.action === 'onIframeReady') {
      // The height is of a design 640 wide.
      if (message.height) frame.height = Math.round(message.height * frame.clientWidth / 640);
      var ours = message.displayStyle === 'SHOW_CUSTOM_PAGE';
      show(ours ? 'custom' : 'official', ours);
    }
    if (message.action === 'jumpOut') {
      leaving.hidden = false;
      leaving.querySelector('a').href = message.jumpOutUrl;
      leaving.querySelector('a').focus();
    }
  });
  window.setTimeout(function () { show('error', false); }, 3000);
  frame.src = frame.getAttribute('data-src');
}());
