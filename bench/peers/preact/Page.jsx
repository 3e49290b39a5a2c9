import { useCallback, useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import { claim, claimPage } from '../rules/api.js';
import { query, SORTS } from '../rules/arrangement.js';
import { cardState, exact, paidPlace } from '../rules/card.js';
import { nextChange, initialState, PART, NO_FILTER, reduce, visibleCards } from '../rules/list.js';
import { Card } from './Card.jsx';

export function Page({ page, nonce }) {
  const [state, dispatch] = useReducer(reduce, page, initialState);
  const { arrangement, now, total, whole } = state;
  const { link, source: { payment: paid }, choices } = page;
  const cards = useMemo(() => visibleCards(state), [state.cards, arrangement, now, whole]);

  const onClaim = useCallback(async (card) => {
    const offer = card.offer.id;
    dispatch({ kind: 'claiming', offer });
    try {
      dispatch({ kind: 'granted', offer, coupon: await claim(link, card) });
    } catch (problem) {
      dispatch({ kind: 'refused', offer, refusal: problem.refusal || { code: 'internal' } });
    }
  }, [link]);

  const read = async (search) => {
    dispatch({ kind: 'reading' });
    try {
      dispatch({ kind: 'listed', page: await claimPage(link, search) });
    } catch (failure) {
      dispatch({ kind: 'failed' });
    }
  };
  const onArrange = (event, to) => {
    event.preventDefault();
    dispatch({ kind: 'arranged', arrangement: to });
    history.replaceState(null, '', `?${query(to)}`);
    if (!whole) read(query(to));
  };
  const onMore = () => read([query(arrangement), `from=${cards.length}`, `count=${PART}`].filter(Boolean).join('&'));

  useTimePassing(state, dispatch);
  const free = cards.filter((card) => cardState(card.data, card.attempt, now).kind === 'claimable');
  const more = !whole && !state.reading && cards.length < total;
  return (
    <>
      <a class="skip" href="#content">跳到内容</a>
      <header class="top">
        <span class="mall">{page.mall.name}</span>
        <nav>
          <a href="?text=large">大字</a>
          <a href="?lang=en" lang="en" hreflang="en">English</a>
          <a href="/wallet"><i class="icon wallet" aria-hidden="true" />卡包</a>
        </nav>
      </header>
      <main id="content" tabindex="-1">
        <section class="paid">
          <h1><i class="icon check" aria-hidden="true" />支付成功</h1>
          <p class="amount"><small>¥</small>{exact(paid.amount)}</p>
          <p class="store"><bdi>{paid.store.name}</bdi> · {paidPlace(paid)}</p>
        </section>
        <h2 class="section-title">下一站，用得上<small>{whole ? cards.length : total} 张券</small></h2>
        <Arranging now={arrangement} choices={choices} onArrange={onArrange} />
        <ClaimAll free={free} link={link} nonce={nonce} onClaim={onClaim} />
        <ul class="cards">
          {cards.map((card, index) => (
            <Card key={card.data.offer.id} card={card} now={now} index={index} link={link} nonce={nonce} onClaim={onClaim} />
          ))}
        </ul>
        {more && <More onMore={onMore} />}
      </main>
    </>
  );
}

function Arranging({ now, choices, onArrange }) {
  const chip = (key, label, chosen, to) => (
    <li key={key}>
      <a class="chip" href={`?${query(to)}`} aria-current={chosen ? 'true' : undefined} onClick={(event) => onArrange(event, to)}>
        {label}
      </a>
    </li>
  );
  return (
    <nav class="arrange" aria-label="筛选和排序">
      <ul class="sorts">{SORTS.map(([sort, label]) => chip(sort, label, now.sort === sort, { ...now, sort }))}</ul>
      <ul class="chips">
        {chip('all', '全部', !now.category && !now.floor, { ...NO_FILTER, sort: now.sort, claimable: now.claimable })}
        {chip('claimable', '仅看可领', now.claimable, { ...now, claimable: !now.claimable })}
        {choices.categories.map(({ id, name }) => (
          chip(id, name, now.category === id, { ...now, category: now.category === id ? null : id })
        ))}
        {choices.floors.map((floor) => (
          chip(`floor-${floor}`, floor, now.floor === floor, { ...now, floor: now.floor === floor ? null : floor })
        ))}
      </ul>
    </nav>
  );
}

function ClaimAll({ free, link, nonce, onClaim }) {
  const onSubmit = (event) => {
    event.preventDefault();
    free.forEach((card) => onClaim(card.data));
  };
  return (
    <div class="all">
      <p>若本单退款，未使用的券会失效</p>
      {free.length > 1 && (
        <form method="post" action={`/pay/${link}/claims/all`} onSubmit={onSubmit}>
          <input type="hidden" name="offers" value={free.map((card) => `${card.data.offer.id},`).join('')} />
          <input type="hidden" name="request_id" value={`${nonce}-all`} />
          <button class="button quiet" type="submit">一键领取 {free.length} 张</button>
        </form>
      )}
    </div>
  );
}

// Loads more of the list when its end comes near.
function More({ onMore }) {
  const place = useRef(null);
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry.isIntersecting && onMore(), { rootMargin: '800px' });
    observer.observe(place.current);
    return () => observer.disconnect();
  });
  return <a class="more" ref={place} href="#more">更多优惠</a>;
}

// Cards change when offers open and close.
function useTimePassing(state, dispatch) {
  const begun = useRef(0);
  useEffect(() => { begun.current = Date.now() - state.now.ms; }, []);
  useEffect(() => {
    const next = nextChange(state);
    if (!Number.isFinite(next)) return undefined;
    const clock = () => ({ ms: Date.now() - begun.current, offset: state.now.offset });
    const wait = Math.min(Math.max(next - clock().ms, 0), 0x7fffffff);
    const timer = setTimeout(() => dispatch({ kind: 'time', now: clock() }), wait);
    return () => clearTimeout(timer);
  }, [state.cards, state.now]);
}
