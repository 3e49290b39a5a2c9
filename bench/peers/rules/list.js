// The page's state and its reducer: the loaded cards, and their arrangement.

import { arrange } from './arrangement.js';
import { moment } from './moment.js';

export const PART = 60;
export const NO_FILTER = { category: null, floor: null, claimable: false, sort: 'recommended' };

export function initialState(page) {
  const now = moment(page.server_time);
  const cards = page.cards.map((card) => ({ data: card, attempt: null }));
  const state = { page, cards, arrangement: { ...NO_FILTER, ...page.arrangement }, now, total: page.total, reading: false };
  return { ...state, whole: page.from === 0 && page.cards.length >= page.total };
}

export function reduce(state, action) {
  switch (action.kind) {
    case 'claiming':
      return change(state, action.offer, (card) => ({ ...card, attempt: 'claiming' }));
    case 'granted':
      return change(state, action.offer, ({ data }) => {
        const { stock } = data.offer;
        const left = stock.left === undefined ? stock : { ...stock, left: stock.left - 1 };
        const offer = { ...data.offer, stock: left };
        return { data: { ...data, offer, held: [...data.held, action.coupon] }, attempt: null };
      });
    case 'refused':
      return change(state, action.offer, (card) => ({ ...card, attempt: action.refusal }));
    case 'arranged':
      return { ...state, arrangement: action.arrangement };
    case 'reading':
      return { ...state, reading: true };
    case 'failed':
      return { ...state, reading: false };
    case 'listed': {
      const { page } = action;
      const fresh = page.cards.map((card) => ({ data: card, attempt: null }));
      const cards = page.from === 0 ? fresh : [...state.cards, ...fresh];
      return { ...state, cards, total: page.total, now: moment(page.server_time), reading: false };
    }
    case 'time':
      return { ...state, now: action.now };
    default:
      return state;
  }
}

function change(state, offer, into) {
  const cards = state.cards.map((card) => (card.data.offer.id === offer ? into(card) : card));
  return { ...state, cards };
}

// Returns the cards on the screen. When not all are loaded, the server has arranged them already.
export function visibleCards({ cards, arrangement, page, now, whole }) {
  if (!whole) return cards;
  const byData = new Map(cards.map((card) => [card.data, card]));
  return arrange(cards.map((card) => card.data), arrangement, page.source.payment, now).map((data) => byData.get(data));
}

// Returns the time of the next change of a card by time alone, in milliseconds.
export function nextChange({ cards, now }) {
  const moments = cards.flatMap(({ data: { offer } }) => [offer.claim_from, offer.claim_until, offer.stock.day_ends]);
  return Math.min(...moments.map((text) => moment(text).ms).filter((ms) => ms > now.ms));
}
