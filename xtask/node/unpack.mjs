// Unpacks files compressed with brotli: `node unpack.mjs PACKED UNPACKED …`, a program each time.
import { chmodSync, createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

const names = process.argv.slice(2);
for (let i = 0; i < names.length; i += 2) {
  await pipeline(createReadStream(names[i]), createBrotliDecompress(), createWriteStream(names[i + 1]));
  chmodSync(names[i + 1], 0o755);
}
