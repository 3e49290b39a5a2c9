/** What a mount goes by. */
export interface Options {
  /** The origin of the Mall Coupons server, such as `https://coupons.example.com`. */
  server: string;
  /** The claim link's token: `link` in the answer to `POST /v1/payments`. */
  link: string;
  /** The language to read; `zh` when it is not said. */
  language?: 'zh' | 'en';
  /** All text 1.4 times as large. */
  largeText?: boolean;
  /** Light or dark; `auto`, as the device is set, when it is not said. */
  theme?: 'auto' | 'light' | 'dark';
  /**
   * Is told what happens. Answered with `false`, a `navigation` is left to you; other answers mean
   * nothing.
   */
  onEvent?: (event: CouponEvent) => boolean | void;
}

/** What happens in a mount. */
export type CouponEvent =
  /** The page is drawn, first or anew. */
  | { type: 'ready' }
  /** An offer came into sight for the first time. */
  | { type: 'shown'; offer: string }
  /** An offer's rules were unfolded for the first time. */
  | { type: 'opened'; offer: string }
  /** A coupon was claimed. */
  | { type: 'claimed'; offer: string; coupon: string }
  /** A claim was refused for good; `code` says why, such as `sold_out`. */
  | { type: 'refused'; offer: string; code: string }
  /** There is nothing to show, or nothing newer: a refusal's code such as `link_expired`, or `unreachable`. */
  | { type: 'problem'; code: string }
  | Navigation;

/** The shopper wants to go somewhere. */
export type Navigation =
  /** To the coupons: opens in a tab of its own, with the shopper's leave, which `url` alone is not. */
  | { type: 'navigation'; to: 'wallet'; url: string }
  /** To the same in another language: the mount changes. */
  | { type: 'navigation'; to: 'language'; language: 'zh' | 'en' }
  /** To the same in another size of text: the mount changes. */
  | { type: 'navigation'; to: 'text_size'; largeText: boolean };

/** A mount. */
export interface Handle {
  /** Changes options; those not named stay. Throws a `TypeError` that names what is wrong. */
  update(changes: Partial<Options>): void;
  /** Takes the page out of the element again. Nothing of it stays. */
  unmount(): void;
}

/**
 * Fetches the module: from beside this script, or from where you say. `mount` does it too; call this
 * first where your pages keep it elsewhere.
 */
export function load(wasm?: string | URL | Response | Promise<Response> | BufferSource | WebAssembly.Module): Promise<void>;

/**
 * Puts the claim page of a link at the end of an element. Rejects with a `TypeError` that names what is
 * wrong: the element, or a field of the options.
 */
export function mount(element: Element, options: Options): Promise<Handle>;
