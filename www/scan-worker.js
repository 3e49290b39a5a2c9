// Reads codes in pictures in a thread of its own, so that the camera's picture does not stutter. Each message has a
// port for its response: the code's text, null when there is none, or undefined when the scanner cannot be loaded.
importScripts('scanner.js');

var ready = wasm_bindgen({ module_or_path: 'scanner.wasm' });
// Each response says that it failed. This keeps a failure before the first message off the console.
ready['catch'](function () {});

// Joins the pieces of a code's content. The scanner names the encoding of each; `to_frames` in
// `crates/scanner/src/content.rs` has their layout. A part of several codes says so, and is no address.
function text(frames) {
  var at = 2, all = frames[1] > 1 ? frames[0] + '/' + frames[1] + ': ' : '';
  function latin1(bytes) { return String.fromCharCode.apply(null, bytes); }
  function take(count) { return frames.subarray(at, at += count); }
  while (at < frames.length) {
    var label = latin1(take(take(1)[0])), length = take(2), bytes = take(length[0] * 256 + length[1]);
    // By this label browsers read Windows-1252.
    all += label === 'iso-8859-1' ? latin1(bytes) : new TextDecoder(label).decode(bytes);
  }
  return all;
}

onmessage = function (event) {
  var message = event.data, port = event.ports[0];
  var pixels = new Uint8Array(message[0]), width = message[1], height = message[2], frame = message[3];
  ready.then(function () {
    var frames = frame === null
      ? wasm_bindgen.read(pixels, width, height)
      : wasm_bindgen.glance(pixels, width, height, frame);
    port.postMessage(frames ? text(frames) : null);
  })['catch'](function () {
    port.postMessage(undefined);
  });
};
