import { Component } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { digits, face } from '../rules/card.js';

// A card that did not change is not drawn again.
export class Card extends Component {
  shouldComponentUpdate({ card, now }) {
    return card !== this.props.card || now !== this.props.now;
  }

  render({ card, now, index, link, nonce, onClaim }) {
    const { offer, why } = card.data;
    const shows = face(card.data, card.attempt, now);
    const { benefit } = shows;
    const size = benefit.main.length <= 4 ? '' : benefit.main.length <= 6 ? ' long' : ' longer';
    return (
      <li class={`card${shows.over ? ' over' : ''}`} id={`offer-${offer.id}`}>
        <div class="value">
          <p class={`value-main${size}`}>
            {benefit.before && <small>{benefit.before}</small>}
            <b>{benefit.main}</b>
            {benefit.after && <small class="after">{benefit.after}</small>}
          </p>
          <p class="value-more">{shows.threshold}</p>
          {benefit.detail && <p class="value-more">{benefit.detail}</p>}
        </div>
        <div class="body">
          <p class="why">{why}</p>
          <h3><span class="kind">{benefit.kind}</span>{offer.title}</h3>
          <p class="meta">
            <i class="icon pin" aria-hidden="true" />
            <span><bdi>{offer.store.name}</bdi> · <span class="place">{shows.place}</span></span>
          </p>
          {shows.time && <p class="meta"><i class="icon clock" aria-hidden="true" /><span>{shows.time}</span></p>}
          {shows.hint && <p class="hint" id={`hint-${offer.id}`}>{shows.hint}</p>}
          <details>
            <summary>使用规则</summary>
            <ul>{shows.rules.map((rule) => <li key={rule}>{rule}</li>)}</ul>
          </details>
          <div class="foot">
            <Aside shows={shows} now={now} />
            <Action card={card.data} shows={shows} index={index} link={link} nonce={nonce} onClaim={onClaim} />
          </div>
        </div>
      </li>
    );
  }
}

function Aside({ shows, now }) {
  if (shows.state.kind === 'held') {
    return <span class="stock held"><i class="icon check" aria-hidden="true" />已领取</span>;
  }
  if (shows.opens) return <span class="stock">距开抢 <Countdown until={shows.opens.ms} from={now.ms} /></span>;
  if (!shows.stock) return <span class="stock" />;
  return (
    <span class={`stock${shows.stock.few ? ' few' : ''}`}>
      <progress max="100" value={shows.stock.percent} aria-hidden="true" />
      {shows.stock.words}
    </span>
  );
}

function Countdown({ until, from }) {
  const [now, tick] = useState(from);
  useEffect(() => {
    const begun = Date.now();
    const timer = setInterval(() => tick(from + Date.now() - begun), 1000);
    return () => clearInterval(timer);
  }, [from]);
  return <span class="countdown" role="timer" aria-live="off">{digits(until - now)}</span>;
}

function Action({ card, shows, index, link, nonce, onClaim }) {
  const { kind, coupon, another } = shows.state;
  const form = (label, waiting) => (
    <form method="post" action={`/pay/${link}/claims`} onSubmit={(event) => { event.preventDefault(); onClaim(card); }}>
      <input type="hidden" name="offer_id" value={card.offer.id} />
      <input type="hidden" name="request_id" value={`${nonce}-${index}`} />
      <input type="hidden" name="nth" value={card.held.length + 1} />
      <button class={`button${waiting ? ' waiting' : ''}`} type="submit" disabled={waiting} aria-label={`${label} ${card.offer.title}`}>
        {label}
      </button>
    </form>
  );
  if (kind === 'refused') return <span class="state">{shows.label}</span>;
  if (kind !== 'held') return form(kind === 'claiming' ? '领取中…' : '立即领取', kind === 'claiming');
  return (
    <>
      <a class="button quiet" href={`/wallet#coupon-${coupon.id}`}>去卡包查看</a>
      {another && form(`再领一张（${card.held.length}/${card.offer.per_person_limit}）`, false)}
    </>
  );
}
