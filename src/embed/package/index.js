// The package's only script: it fetches the module once for all mounts of a page.
import start, { mount as draw } from './glue.js';
import styles from './styles.txt';

let loading;

export function load(wasm) {
  if (!loading) {
    const from = wasm === undefined ? new URL('mall_coupons.wasm', import.meta.url) : wasm;
    loading = start({ module_or_path: from }).then(() => undefined);
    // The next call tries again, perhaps with a network.
    loading.catch(() => { loading = undefined; });
  }
  return loading;
}

export async function mount(element, options) {
  await load();
  const handle = draw(element, options, styles);
  return {
    update(changes) { handle.update(changes); },
    unmount() { handle.unmount(); },
  };
}
