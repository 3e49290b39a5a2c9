// Filters and sorts the list, and writes both into an address.

import { cardState, span } from './card.js';
import { moment } from './moment.js';

export const SORTS = [['recommended', '推荐'], ['expiring', '快到期'], ['nearest', '离我近'], ['largest', '优惠大']];

export function query({ category, floor, claimable, sort }) {
  const pairs = [];
  if (category) pairs.push(`category=${category}`);
  if (floor) pairs.push(`floor=${floor}`);
  if (claimable) pairs.push('claimable=1');
  if (sort !== 'recommended') pairs.push(`sort=${sort}`);
  return pairs.join('&');
}

// Returns the cards of an arrangement in its order. `cards` are in the order that the mall recommends.
export function arrange(cards, arrangement, paid, now) {
  const { category, floor, claimable, sort } = arrangement;
  const free = (card) => {
    const { kind, another } = cardState(card, null, now);
    return kind === 'claimable' || another;
  };
  const matching = cards.filter((card) => (!category || card.category === category)
    && (!floor || card.offer.store.floor === floor) && (!claimable || free(card)));
  if (sort === 'recommended') return matching;
  const ranked = matching.map((card) => ({ card, near: nearness(card, now), key: KEYS[sort](card, paid, now) }));
  ranked.sort((one, other) => one.near - other.near || one.key - other.key);
  return ranked.map(({ card }) => card);
}

function nearness(card, now) {
  const { kind, refusal } = cardState(card, null, now);
  if (kind !== 'refused') return 0;
  return refusal.code === 'offer_not_started' || refusal.code === 'daily_limit' ? 1 : 2;
}

const KEYS = {
  expiring({ offer, held }, paid, now) {
    if (held.length > 0) return moment(held[held.length - 1].valid_until).ms;
    const opens = moment(offer.claim_from);
    return span(offer.validity, opens.ms > now.ms ? opens : now)[1].ms;
  },
  nearest({ offer }, paid) {
    if (offer.store.floor === paid.store.floor) return 0;
    const [one, other] = [level(offer.store.floor), level(paid.store.floor)];
    return one === null || other === null ? Number.MAX_SAFE_INTEGER : Math.abs(one - other);
  },
  largest({ offer }, paid) {
    const order = Math.max(paid.amount, offer.threshold);
    const { amount_off: amount, discount } = offer.benefit;
    if (amount !== undefined) return -amount;
    if (!discount) return 0;
    const saved = Math.floor(order * (100 - discount.paid_share) / 100);
    return -(discount.cap === undefined ? saved : Math.min(saved, discount.cap));
  },
};

function level(floor) {
  const number = /\d{1,4}/.exec(floor);
  if (!number) return null;
  return /^b/i.test(floor) ? 1 - number[0] : Number(number[0]);
}
