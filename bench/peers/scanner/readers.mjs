// Our reader as it is shipped, and others that run in browsers. `read` takes a canvas's RGBA and returns what it found: bytes,
// text, and the place among several codes; or nothing.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { ZBarConfigType, ZBarScanner, ZBarSymbolType, scanRGBABuffer } from '@undecaf/zbar-wasm';
import zxing from '@zxing/library';
import jsQR from 'jsqr';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

const require = createRequire(import.meta.url);

// Loads the module as a worker does: classic glue, and the module's bytes.
async function ours(site) {
  const assets = join(site, 'assets', readdirSync(join(site, 'assets'))[0]);
  runInThisContext(readFileSync(join(assets, 'scanner.js'), 'utf8'));
  const bindings = runInThisContext('wasm_bindgen');
  await bindings({ module_or_path: readFileSync(join(assets, 'scanner.wasm')) });
  const content = (frames) => frames && contentOf(frames);
  let turn = 0;
  return [
    { name: 'ours', read: ({ rgba, width, height }) => content(bindings.read(rgba, width, height)) },
    { name: 'ours, live', read: ({ rgba, width, height }) => content(bindings.glance(rgba, width, height, turn++)) },
  ];
}

// Takes the frames of `to_frames` in crates/scanner/src/content.rs apart, as our worker does.
function contentOf(frames) {
  let at = 2;
  const take = (count) => frames.subarray(at, (at += count));
  const content = { bytes: [], text: '', part: frames[1] > 0 ? [frames[0], frames[1]] : null };
  while (at < frames.length) {
    const named = String.fromCharCode(...take(take(1)[0]));
    // Node 20 reads Windows-1252 as ISO 8859-1, and browsers do not. Windows-1254 has the same signs.
    const label = named === 'windows-1252' ? 'windows-1254' : named;
    const [high, low] = take(2);
    const bytes = take(high * 256 + low);
    content.bytes.push(...bytes);
    content.text += label === 'iso-8859-1' ? String.fromCharCode(...bytes) : new TextDecoder(label).decode(bytes);
  }
  return content;
}

// jsQR's own setting for inverted codes tries the picture, then the inverted picture.
function readJsQR({ rgba, width, height }) {
  const code = jsQR(rgba, width, height, { inversionAttempts: 'attemptBoth' });
  return code && { bytes: code.binaryData, text: code.data };
}

const hints = new Map([
  [zxing.DecodeHintType.TRY_HARDER, true],
  [zxing.DecodeHintType.POSSIBLE_FORMATS, [zxing.BarcodeFormat.QR_CODE]],
]);

// Converts to grey as ZXing's own canvas source does. Tries the picture, then the inverted picture.
function readZXing({ rgba, width, height }) {
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

// ZXing-C++ with its own settings, which try everything but `tryDenoise`.
async function zxingCpp() {
  const wasmBinary = readFileSync(require.resolve('zxing-wasm/reader/zxing_reader.wasm'));
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  const options = { formats: ['QRCodeModel2'], tryHarder: true, maxNumberOfSymbols: 1, textMode: 'Plain' };
  return async ({ rgba, width, height }) => {
    const [code] = await readBarcodes({ data: rgba, width, height }, options);
    const part = code?.sequenceSize > 0 ? [code.sequenceIndex + 1, code.sequenceSize] : null;
    return code && { bytes: code.bytes, text: code.text, part };
  };
}

// ZBar converts bytes to text unless it is told that they are binary.
async function zbar() {
  const scanners = await Promise.all([0, 1].map(async (binary) => {
    const scanner = await ZBarScanner.create();
    scanner.setConfig(ZBarSymbolType.ZBAR_NONE, ZBarConfigType.ZBAR_CFG_ENABLE, 0);
    scanner.setConfig(ZBarSymbolType.ZBAR_QRCODE, ZBarConfigType.ZBAR_CFG_ENABLE, 1);
    scanner.setConfig(ZBarSymbolType.ZBAR_QRCODE, ZBarConfigType.ZBAR_CFG_BINARY, binary);
    scanner.setConfig(ZBarSymbolType.ZBAR_NONE, ZBarConfigType.ZBAR_CFG_TEST_INVERTED, 1);
    return scanner;
  }));
  return async ({ rgba, width, height, binary }) => {
    const [code] = await scanRGBABuffer(rgba.buffer, width, height, scanners[Number(binary)]);
    return code && { bytes: new Uint8Array(code.data), text: code.decode() };
  };
}

export async function readers(site) {
  return [
    ...await ours(site),
    { name: 'jsQR', read: readJsQR },
    { name: 'ZXing', read: readZXing },
    { name: 'zxing-wasm', read: await zxingCpp() },
    { name: 'zbar-wasm', read: await zbar() },
  ];
}
