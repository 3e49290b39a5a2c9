// Reads all pictures of a folder with each reader, and measures the time of ordinary ones. Prints JSON.
//
// node read.mjs FOLDER SITE ROUNDS: FOLDER has index.json and the pictures, with one byte for each pixel. SITE is the shipped
// site with our reader.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import zxing from '@zxing/library';
import jsQR from 'jsqr';

const [folder, site, rounds] = process.argv.slice(2);
const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));

// Loads the module as a worker does: classic glue, and the module's bytes.
async function ours() {
  const assets = join(site, 'assets', readdirSync(join(site, 'assets'))[0]);
  runInThisContext(readFileSync(join(assets, 'scanner.js'), 'utf8'));
  const bindings = runInThisContext('wasm_bindgen');
  await bindings({ module_or_path: readFileSync(join(assets, 'scanner.wasm')) });
  const bytes = (frames) => frames && contentOf(frames);
  let turn = 0;
  return [
    { name: 'ours', read: (rgba, width, height) => bytes(bindings.read(rgba, width, height)) },
    { name: 'ours, live', timed: true, read: (rgba, width, height) => bytes(bindings.glance(rgba, width, height, turn++)) },
  ];
}

// Takes the frames of `to_frames` in crates/scanner/src/content.rs apart, as our worker does.
function contentOf(frames) {
  let at = 2;
  const take = (count) => frames.subarray(at, (at += count));
  const content = { bytes: [], text: '' };
  while (at < frames.length) {
    const label = String.fromCharCode(...take(take(1)[0]));
    const [high, low] = take(2);
    const bytes = take(high * 256 + low);
    content.bytes.push(...bytes);
    content.text += label === 'iso-8859-1' ? String.fromCharCode(...bytes) : new TextDecoder(label).decode(bytes);
  }
  return content;
}

// jsQR's own setting for inverted codes tries the picture, then the inverted picture.
function readJsQR(rgba, width, height) {
  const code = jsQR(rgba, width, height, { inversionAttempts: 'attemptBoth' });
  return code && { bytes: code.binaryData };
}

const hints = new Map([
  [zxing.DecodeHintType.TRY_HARDER, true],
  [zxing.DecodeHintType.POSSIBLE_FORMATS, [zxing.BarcodeFormat.QR_CODE]],
]);

// Converts to grey as ZXing's own canvas source does. Tries the picture, then the inverted picture.
function readZXing(rgba, width, height) {
  const grey = new Uint8ClampedArray(width * height);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to++) {
    grey[to] = (306 * rgba[from] + 601 * rgba[from + 1] + 117 * rgba[from + 2] + 0x200) >> 10;
  }
  const source = new zxing.RGBLuminanceSource(grey, width, height);
  for (const tried of [source, new zxing.InvertedLuminanceSource(source)]) {
    try {
      const result = new zxing.QRCodeReader().decode(new zxing.BinaryBitmap(new zxing.HybridBinarizer(tried)), hints);
      const segments = result.getResultMetadata()?.get(zxing.ResultMetadataType.BYTE_SEGMENTS);
      return { text: result.getText(), bytes: segments && segments.flatMap((segment) => [...segment]) };
    } catch {
      // ZXing throws when it finds no code.
    }
  }
  return null;
}

function rgbaOf({ file, width, height }) {
  const grey = readFileSync(join(folder, file));
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  grey.forEach((value, at) => rgba.fill(value, at * 4, at * 4 + 3));
  return rgba;
}

function timed(reader, { width, height }, rgba) {
  const begun = process.hrtime.bigint();
  reader.read(rgba, width, height);
  return Number(process.hrtime.bigint() - begun) / 1e6;
}

const readers = [...await ours(), { name: 'jsQR', read: readJsQR }, { name: 'ZXing', read: readZXing }];

// Reading all pictures first also warms up all readers.
const answers = Object.fromEntries(readers.filter((reader) => !reader.timed).map(({ name }) => [name, []]));
for (const picture of index.pictures) {
  const rgba = rgbaOf(picture);
  for (const { name, read } of readers.filter((reader) => answers[reader.name])) {
    let answer;
    try {
      answer = read(rgba, picture.width, picture.height);
    } catch (failure) {
      answer = { failure: String(failure) };
    }
    answers[name].push(answer || null);
  }
}

const times = {};
for (const picture of index.ordinary) {
  const rgba = rgbaOf(picture);
  const taken = Object.fromEntries(readers.map(({ name }) => [name, []]));
  for (let round = 0; round < Number(rounds) + 3; round++) {
    for (const reader of readers) {
      const time = timed(reader, picture, rgba);
      if (round >= 3) {
        taken[reader.name].push(time);
      }
    }
  }
  times[picture.file] = taken;
}
process.stdout.write(JSON.stringify({ answers, times }));
