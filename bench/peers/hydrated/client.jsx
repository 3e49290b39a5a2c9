import { hydrate } from 'preact';
import { Page } from '../preact/Page.jsx';

const { page, nonce } = JSON.parse(document.getElementById('page-data').textContent);
hydrate(<Page page={page} nonce={nonce} />, document.getElementById('page'));
