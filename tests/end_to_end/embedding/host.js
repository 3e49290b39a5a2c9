// @ts-check
// A site's own program. It uses only declarations of index.d.ts.
import { load, mount } from 'mall-coupons';

/** @type {Map<string, import('mall-coupons').Handle>} */
const handles = new Map();

const host = {
  /** @type {Record<string, import('mall-coupons').CouponEvent[]>} */
  events: {},
  // True if the site handles navigation itself.
  leads: false,

  /** @param {string} name @param {unknown} options */
  async mount(name, options) {
    host.events[name] = [];
    /** @param {import('mall-coupons').CouponEvent} event */
    function onEvent(event) {
      host.events[name].push(event);
      return !(host.leads && event.type === 'navigation');
    }
    const plain = typeof options === 'object' && options && !Array.isArray(options);
    const all = plain ? { onEvent, ...options } : options;
    const element = /** @type {Element} */ (document.getElementById(name));
    try {
      await load();
      handles.set(name, await mount(element, /** @type {import('mall-coupons').Options} */ (all)));
      return 'mounted';
    } catch (error) {
      return String(error);
    }
  },

  /** @param {string} name @param {unknown} changes */
  update(name, changes) {
    try {
      handles.get(name)?.update(/** @type {Partial<import('mall-coupons').Options>} */ (changes));
      return 'updated';
    } catch (error) {
      return String(error);
    }
  },

  /** @param {string} name */
  unmount(name) {
    handles.get(name)?.unmount();
  },
};

Object.assign(window, { host });
