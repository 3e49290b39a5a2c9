// Reads all pictures of a folder with each reader, and measures the time of each and of ordinary ones. Prints JSON.
//
// node read.mjs FOLDER SITE ROUNDS: FOLDER has index.json and the pictures, with one byte for each pixel. SITE is the shipped
// site with our reader.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readers } from './readers.mjs';

const [folder, site, rounds] = process.argv.slice(2);
const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8'));
const all = await readers(site);

function load(entry) {
  const grey = readFileSync(join(folder, entry.file));
  const rgba = new Uint8ClampedArray(grey.length * 4).fill(255);
  grey.forEach((value, at) => rgba.fill(value, at * 4, at * 4 + 3));
  return { ...entry, rgba };
}

// Returns what a reader found, and the time.
async function run({ read }, picture) {
  const begun = process.hrtime.bigint();
  let found;
  try {
    found = await read(picture);
  } catch (failure) {
    found = { failure: String(failure) };
  }
  const ms = Number(process.hrtime.bigint() - begun) / 1e6;
  return { found: found ? { ...found, bytes: found.bytes && [...found.bytes] } : null, ms };
}

// Reading all pictures first also warms up all readers.
const answers = Object.fromEntries(all.map(({ name }) => [name, []]));
for (const entry of index.pictures) {
  const picture = load(entry);
  for (const reader of all) {
    answers[reader.name].push(await run(reader, picture));
  }
}

const times = {};
for (const entry of index.ordinary) {
  const picture = load(entry);
  const taken = Object.fromEntries(all.map(({ name }) => [name, []]));
  for (let round = 0; round < Number(rounds) + 3; round++) {
    for (const reader of all) {
      const { ms } = await run(reader, picture);
      if (round >= 3) {
        taken[reader.name].push(ms);
      }
    }
  }
  times[entry.file] = taken;
}
process.stdout.write(JSON.stringify({ answers, times }));
