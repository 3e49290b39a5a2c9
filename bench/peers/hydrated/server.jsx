// Draws the page on the server: reads the mall's interface, renders, and sends the data with the page.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { renderToString } from 'preact-render-to-string';
import { Page } from '../preact/Page.jsx';

const compress = promisify(brotliCompress);
const mall = process.env.MALL;
const [beforePage, beforeData, after] = readFileSync(process.argv[2], 'utf8').split(/<!--page-->|<!--data-->/);

async function respond(request, response) {
  const { cookie = '', 'accept-language': language = 'zh' } = request.headers;
  const headers = { accept: 'application/json', 'accept-language': language, cookie };
  const result = await fetch(`${mall}/v1${request.url}`, { headers });
  const page = await result.json();
  const head = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', vary: 'accept-encoding' };
  const cookies = result.headers.getSetCookie();
  if (cookies.length > 0) head['set-cookie'] = cookies;
  if (!result.ok) {
    response.writeHead(result.status, head).end(`<!doctype html><p>${page.message} ${page.next_step}</p>`);
    return;
  }
  const nonce = randomBytes(12).toString('hex');
  const html = renderToString(<Page page={page} nonce={nonce} />);
  const data = JSON.stringify({ page, nonce }).replace(/</g, '\\u003c');
  const text = [beforePage, html, beforeData, data, after].join('');
  // The mall's own server compresses in the same way.
  const params = { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  response.writeHead(200, { ...head, 'content-encoding': 'br' }).end(await compress(text, { params }));
}

const server = createServer((request, response) => {
  respond(request, response).catch((failure) => {
    console.error(failure);
    response.writeHead(502).end();
  });
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
// The process ends when its input is closed.
process.stdin.resume().on('end', () => process.exit(0));
