// Builds all peers into the folder named on the command line. Each peer gets its document, assets whose names change with
// their content, and a brotli copy beside each file.

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { VantResolver } from '@vant/auto-import-resolver';
import vuePlugin from '@vitejs/plugin-vue';
import * as esbuild from 'esbuild';
import components from 'unplugin-vue-components/vite';
import { build as vite } from 'vite';

const here = dirname(fileURLToPath(import.meta.url));
const target = resolve(process.argv[2]);
const styles = join(here, '../../www/styles.css');
// The same target as that of the page's own script, for Chromium 78.
const browser = { bundle: true, minify: true, format: 'iife', target: 'es2018', write: false };
const jsx = { jsx: 'automatic', jsxImportSource: 'preact', define: { 'process.env.NODE_ENV': '"production"' } };

async function bundle(options) {
  const { outputFiles } = await esbuild.build({ legalComments: 'none', charset: 'utf8', ...jsx, ...options });
  return outputFiles[0].text;
}

// Builds a page in Preact, with inline styles and one script.
async function preactPage(name, entry) {
  const script = await bundle({ ...browser, entryPoints: [join(here, name, entry)] });
  const css = await esbuild.transform(readFileSync(styles, 'utf8'), { loader: 'css', minify: true, target: 'chrome78' });
  const file = `assets/${name}-${createHash('sha256').update(script).digest('hex').slice(0, 16)}.js`;
  const page = readFileSync(join(here, name, 'index.html'), 'utf8')
    .replace('SCRIPT', `/${file}`).replace('STYLES', () => css.code.trim());
  mkdirSync(join(target, name, 'assets'), { recursive: true });
  writeFileSync(join(target, name, file), script);
  writeFileSync(join(target, name, 'index.html'), page);
}

async function hydratedServer() {
  const platform = { bundle: true, platform: 'node', format: 'esm', target: 'node20', minify: true, write: false };
  const text = await bundle({ ...platform, entryPoints: [join(here, 'hydrated/server.jsx')] });
  writeFileSync(join(target, 'hydrated/server.mjs'), text);
}

async function vuePage() {
  await vite({
    root: join(here, 'vue'),
    configFile: false,
    logLevel: 'warn',
    plugins: [vuePlugin(), components({ dts: false, resolvers: [VantResolver()] })],
    build: { outDir: join(target, 'vue'), emptyOutDir: true, target: 'es2018', cssTarget: 'chrome78', modulePreload: { polyfill: false } },
  });
}

function compress(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) {
      compress(file);
    } else if (/\.(css|html|js|svg)$/.test(entry.name)) {
      const content = readFileSync(file);
      const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
      writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
    }
  }
}

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
await preactPage('preact', 'main.jsx');
await preactPage('hydrated', 'client.jsx');
await hydratedServer();
await vuePage();
compress(target);
