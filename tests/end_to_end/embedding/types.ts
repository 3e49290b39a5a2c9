// Code that TypeScript must accept or refuse. tsc fails where an expected error is missing.
import { load, mount } from 'mall-coupons';
import type { CouponEvent, Handle, Options } from 'mall-coupons';

const element: Element = document.body;
const needed: Options = { server: 'https://coupons.example.com', link: '1.a.b.c.d' };

function told(event: CouponEvent): boolean {
  switch (event.type) {
    case 'ready':
      return true;
    case 'shown':
    case 'opened':
      return event.offer !== '';
    case 'claimed':
      return event.coupon !== event.offer;
    case 'refused':
      return event.code === 'sold_out';
    case 'problem':
      return event.code === 'unreachable';
    case 'navigation':
      if (event.to === 'wallet') return event.url.startsWith('https:');
      return event.to === 'language' ? event.language === 'en' : event.largeText;
    default: {
      const none: never = event;
      return none;
    }
  }
}

export async function right(): Promise<void> {
  await load();
  await load(new URL('https://cdn.example.com/mall_coupons.wasm'));
  const handle: Handle = await mount(element, { ...needed, language: 'en', theme: 'dark', onEvent: told });
  handle.update({});
  handle.update({ largeText: true, onEvent: () => {} });
  handle.unmount();
}

export function wrong(handle: Handle): void {
  // @ts-expect-error a server is needed
  void mount(element, { link: '1.a.b.c.d' });
  // @ts-expect-error no such language
  void mount(element, { ...needed, language: 'fr' });
  // @ts-expect-error an element, not its selector
  void mount('#coupons', needed);
  // @ts-expect-error not an option
  handle.update({ langauge: 'en' });
  // @ts-expect-error true or false
  handle.update({ largeText: 'yes' });
}
