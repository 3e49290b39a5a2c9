import { render } from 'preact';
import { claimPage, read } from '../rules/api.js';
import { Page } from './Page.jsx';

const link = location.pathname.split('/')[2];
// The document has already sent the request.
const loaded = window.early ? window.early.then(read) : claimPage(link, location.search.slice(1));
const place = document.getElementById('page');

loaded.then((page) => {
  place.textContent = '';
  const nonce = Math.random().toString(36).slice(2).padEnd(16, '0');
  render(<Page page={page} nonce={nonce} />, place);
}, (problem) => {
  place.textContent = problem && problem.message ? problem.message + problem.next_step : '暂时连不上网络，请检查后重新加载。';
});
