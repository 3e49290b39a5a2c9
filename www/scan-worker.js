// Reads pictures beside the page, so that the camera's picture does not stutter. The scanner comes with the
// first question; each answer goes to the question's own port, and no text at all means there is no scanner.
importScripts('scanner.js');

var ready = wasm_bindgen({ module_or_path: 'scanner.wasm' });

function text(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (other) {
    // Codes made in China before everybody wrote UTF-8; what is no text at all looks like none.
    return new TextDecoder('gb18030').decode(bytes);
  }
}

onmessage = function (event) {
  var question = event.data, port = event.ports[0];
  var pixels = new Uint8Array(question[0]), width = question[1], height = question[2], frame = question[3];
  ready.then(function () {
    var bytes = frame === null
      ? wasm_bindgen.read(pixels, width, height)
      : wasm_bindgen.glance(pixels, width, height, frame);
    port.postMessage(bytes ? text(bytes) : null);
  })['catch'](function () {
    port.postMessage(undefined);
  });
};
