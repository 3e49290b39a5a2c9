// The texts of a card: a function of the server's data, the shopper's attempt and the time.

import { digits, lastMinuteBefore, midnightAfter, moment, words } from './moment.js';

const yuan = (fen) => String(fen / 100);
const place = ({ floor, unit }) => (unit.startsWith(floor) ? unit : `${floor} ${unit}`);

// Returns the state of a card: { kind: 'claimable' | 'claiming' | 'held' | 'refused', … }.
export function cardState(card, attempt, now) {
  if (attempt === 'claiming') return { kind: 'claiming' };
  const refusal = card.not_eligible || refusalOf(card, now);
  if (card.held.length > 0) {
    return { kind: 'held', coupon: card.held[card.held.length - 1], another: !refusal };
  }
  if (refusal) return { kind: 'refused', refusal };
  return attempt ? { kind: 'refused', refusal: attempt } : { kind: 'claimable' };
}

function refusalOf({ offer, held }, now) {
  const { stock } = offer;
  if (offer.state === 'paused') return { code: 'offer_paused' };
  if (offer.state !== 'live' || now.ms >= moment(offer.claim_until).ms) return { code: 'offer_ended' };
  if (held.length >= offer.per_person_limit) return { code: 'person_limit', limit: offer.per_person_limit };
  if (stock.left === 0) return { code: 'sold_out' };
  if (now.ms < moment(offer.claim_from).ms) return { code: 'offer_not_started', starts_at: offer.claim_from };
  if (stock.left_today === 0) {
    const never = moment(stock.day_ends).ms >= moment(offer.claim_until).ms;
    return never ? { code: 'sold_out' } : { code: 'daily_limit', again_at: stock.day_ends };
  }
  return null;
}

export function span(validity, claimedAt) {
  if (validity.fixed) return [moment(validity.fixed.from), moment(validity.fixed.until)];
  const { wait_days: wait, days } = validity.after_claim;
  const first = midnightAfter(claimedAt, wait);
  return [wait === 0 ? claimedAt : first, midnightAfter(first, days)];
}

function ifClaimed(validity, at, now) {
  const [from, until] = span(validity, at);
  const last = words(lastMinuteBefore(until), now);
  if (from.ms > at.ms) return `${words(from, now)}起，${last}前可用`;
  return at.ms > now.ms ? `届时领取，${last}前可用` : `现在领取，${last}前可用`;
}

export function benefit({ benefit }) {
  if (benefit.amount_off !== undefined) return { before: '¥', main: yuan(benefit.amount_off), kind: '满减券' };
  if (benefit.discount) {
    const { paid_share: share, cap } = benefit.discount;
    const detail = cap === undefined ? undefined : `最多减 ${yuan(cap)} 元`;
    return { main: String(share / 10), after: '折', kind: '折扣券', detail };
  }
  const { item, price } = benefit.exchange;
  if (price === 0) return { main: '免费', kind: '兑换券', detail: item };
  return { before: '¥', main: yuan(price), kind: '换购券', detail: `换购${item}` };
}

const REFUSALS = {
  offer_not_started: ({ starts_at }, now) => ['即将开始', `${words(moment(starts_at), now)} 开始领取。到时间后，这里会自动变为可领取。`],
  offer_paused: () => ['暂停中', '这个活动暂停了。请稍后再来看看。'],
  offer_ended: () => ['已结束', '这个活动已结束。看看其他门店的优惠。'],
  sold_out: () => ['已抢光', '这个优惠已经领完了。看看其他门店的优惠。'],
  daily_limit: ({ again_at }, now) => ['今日已领完', `今天的份额已领完。${words(moment(again_at), now)} 开放新的份额。`],
  person_limit: ({ limit }) => ['已领取', `每人限领 ${limit} 张，您已领满。打开卡包即可使用。`],
  payment_too_small: ({ least, short }) => ['未满足条件', `单笔消费满 ${yuan(least)} 元可领。再消费 ${yuan(short)} 元就能领，下次付款后再来。`],
  payment_refunded: () => ['已退款', '这笔支付已退款，不能再领取。下次支付后可以再领。'],
};
const TROUBLE = () => ['系统出错', '系统出了点问题，结果还不确定。请重新打开页面查看结果。'];

// Returns all texts of a card.
export function face(card, attempt, now) {
  const { offer } = card;
  const state = cardState(card, attempt, now);
  const { kind, refusal, coupon } = state;
  const [label, hint] = refusal ? (REFUSALS[refusal.code] || TROUBLE)(refusal, now) : [];
  const opens = refusal && refusal.code === 'offer_not_started' ? moment(refusal.starts_at) : null;
  return {
    state,
    over: kind === 'refused' && !opens,
    benefit: benefit(offer),
    threshold: offer.threshold === 0 ? '无门槛' : `满 ${yuan(offer.threshold)} 元可用`,
    place: place(offer.store),
    time: time(card, state, now),
    label,
    hint: coupon ? `到 ${coupon.store.name}（${place(coupon.store)}）结账时出示` : hint,
    opens,
    stock: kind === 'claimable' || kind === 'claiming' ? stock(offer.stock) : null,
    rules: [...offer.rules, offer.after_refund === 'kept' ? '若本单退款，券仍可使用' : '若本单退款，未使用的券会失效'],
  };
}

function time({ offer }, { kind, refusal, coupon }, now) {
  if (coupon) return `${words(lastMinuteBefore(moment(coupon.valid_until)), now)}前可用`;
  if (kind !== 'refused') return ifClaimed(offer.validity, now, now);
  const later = refusal.starts_at || refusal.again_at;
  if (later) return ifClaimed(offer.validity, moment(later), now);
  return refusal.code === 'payment_too_small' ? ifClaimed(offer.validity, now, now) : null;
}

function stock({ total, left }) {
  if (!total || left === undefined) return null;
  const percent = Math.floor((total - left) * 100 / total);
  const few = left > 0 && left * 5 <= total;
  return { percent, few, words: few ? `仅剩 ${left} 张` : `已领 ${percent}%` };
}

export const paidPlace = (paid) => place(paid.store);
export const exact = (fen) => (fen / 100).toFixed(2);
export { digits };
