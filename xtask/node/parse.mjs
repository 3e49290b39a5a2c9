// Parses scripts as browsers of a language's age do: `node parse.mjs VERSION FILE …`, where VERSION is
// 5 or a year.
import { readFileSync } from 'node:fs';
import { parse } from 'acorn';

const [version, ...files] = process.argv.slice(2);
for (const file of files) {
  try {
    parse(readFileSync(file, 'utf8'), { ecmaVersion: Number(version) });
  } catch (error) {
    console.error(`${file}: ${error.message}`);
    process.exitCode = 1;
  }
}
