// Reads codes in pictures in a thread of its own, so that the camera's picture does not stutter. Each message has a
// port for its response: the code's text, null when there is none, or undefined when the scanner cannot be loaded.
importScripts('scanner.js');

var ready = wasm_bindgen({ module_or_path: 'scanner.wasm' });
// Each response says that it failed. This keeps a failure before the first message off the console.
ready['catch'](function () {});

function text(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (notUtf8) {
    // Older codes from China are in GB18030. Bytes that are no text at all decode to nonsense, which is not opened.
    return new TextDecoder('gb18030').decode(bytes);
  }
}

onmessage = function (event) {
  var message = event.data, port = event.ports[0];
  var pixels = new Uint8Array(message[0]), width = message[1], height = message[2], frame = message[3];
  ready.then(function () {
    var bytes = frame === null
      ? wasm_bindgen.read(pixels, width, height)
      : wasm_bindgen.glance(pixels, width, height, frame);
    port.postMessage(bytes ? text(bytes) : null);
  })['catch'](function () {
    port.postMessage(undefined);
  });
};
