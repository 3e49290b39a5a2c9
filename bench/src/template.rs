//! The claim page as a compiled template. The server's drawing is compared with it. It is also the floor of the page's
//! load, because it needs no script.
//!
//! It draws the same elements, attributes and text, for all states in which the server may send a page.

use askama::Template;
use mall_contract::{
    AfterRefund, Arrangement, CardState, ClaimPage, Coupon, CouponState, Moment, Offer, OfferCard,
    PaymentSummary, Refusal, Remaining, Sort, Source, card_state,
};
use mall_contract::{Attempt, OfferId};
use mall_coupons::Language;
use mall_coupons::text::{BenefitWording, Text};

/// Draws the page in a language. The request ids of its forms begin with `nonce`.
///
/// # Errors
/// When the page's source is not a payment. The bench always pays.
pub fn draw(page: &ClaimPage, language: Language, nonce: &str) -> Result<String, askama::Error> {
    let (text, now) = (Text::of(language), page.server_time);
    let cards: Vec<_> = page.cards.iter().map(|card| CardParts::new(text, card, now)).collect();
    let free: Vec<&OfferId> = page
        .cards
        .iter()
        .filter(|card| matches!(state(card, now), CardState::Claimable))
        .map(|card| &card.offer.id)
        .collect();
    let Source::Payment(paid) = &page.source else { return Err(askama::Error::Fmt) };
    let own = page.arrangement.query();
    let next = page.from as usize + page.cards.len();
    PageParts {
        text,
        page,
        other: language.other(),
        larger: address(&[&own, "text=large"]),
        translated: address(&[&own, &format!("lang={}", language.other().code())]),
        nonce,
        paid_at: (text.where_to_use)(&paid.store.floor, &paid.store.unit),
        paid,
        count: (text.offers_count)(page.total as usize),
        sorts: sorts(text, &page.arrangement),
        chips: chips(text, page),
        revocable: page
            .cards
            .iter()
            .any(|card| card.offer.after_refund == Some(AfterRefund::Revoked)),
        after_refund: (text.after_refund)(AfterRefund::Revoked),
        claim_all: (text.claim_all)(free.len()),
        free,
        cards,
        more: (next < page.total as usize).then(|| address(&[&own, &format!("from={next}")])),
    }
    .render()
}

#[derive(Template)]
#[template(path = "claim_page.html")]
struct PageParts<'a> {
    text: &'static Text,
    page: &'a ClaimPage,
    paid: &'a PaymentSummary,
    other: Language,
    larger: String,
    translated: String,
    nonce: &'a str,
    paid_at: String,
    count: String,
    sorts: Vec<Chip<'a>>,
    chips: Vec<Chip<'a>>,
    revocable: bool,
    after_refund: &'static str,
    claim_all: String,
    free: Vec<&'a OfferId>,
    cards: Vec<CardParts<'a>>,
    more: Option<String>,
}

struct Chip<'a> {
    words: &'a str,
    chosen: bool,
    query: String,
}

struct CardParts<'a> {
    offer: &'a Offer,
    why: &'a str,
    over: bool,
    size: &'static str,
    benefit: BenefitWording,
    threshold: String,
    place: String,
    time: Option<String>,
    hint: Option<Hint<'a>>,
    after_refund: Option<&'static str>,
    aside: Aside,
    action: Action<'a>,
}

/// The hint of a card: the store to go to, or a sentence.
enum Hint<'a> {
    AtTill { store: &'a str, place: String },
    Words(String),
}

enum Aside {
    Stock { percent: u32, few: bool, words: String },
    Opens(String),
    Held,
    Nothing,
}

enum Action<'a> {
    Claim { label: &'static str },
    Wallet { coupon: &'a str, another: Option<(usize, String)> },
    State(&'static str),
}

impl<'a> CardParts<'a> {
    fn new(text: &'static Text, card: &'a OfferCard, now: Moment) -> Self {
        let (offer, state) = (&card.offer, state(card, now));
        let benefit = (text.benefit)(&offer.benefit);
        let size = match benefit.main.chars().count() {
            0..=4 => "",
            5..=6 => " long",
            _ => " longer",
        };
        Self {
            why: &card.why,
            over: matches!(&state, CardState::Refused(why) if !matches!(why, Refusal::OfferNotStarted { .. })),
            size,
            benefit,
            threshold: (text.threshold)(offer.threshold),
            place: (text.where_to_use)(&offer.store.floor, &offer.store.unit),
            time: time(text, offer, &state, now),
            hint: hint(text, &state, now),
            after_refund: offer.after_refund.map(text.after_refund),
            aside: aside(text, offer, &state, now),
            action: action(text, card, &state, now),
            offer,
        }
    }
}

fn state(card: &OfferCard, now: Moment) -> CardState<'_> {
    card_state(card, &Attempt::None, now)
}

fn time(text: &Text, offer: &Offer, state: &CardState, now: Moment) -> Option<String> {
    match state {
        CardState::Held { coupon, .. } => Some((text.valid_until)(coupon.valid_until, now)),
        CardState::Refused(
            Refusal::OfferNotStarted { starts_at: at } | Refusal::DailyLimit { again_at: at },
        ) => Some((text.validity_if_claimed)(offer.validity, *at, now)),
        CardState::Refused(refusal) if !matches!(refusal, Refusal::PaymentTooSmall { .. }) => None,
        _ => Some((text.validity_if_claimed)(offer.validity, now, now)),
    }
}

fn hint<'a>(text: &Text, state: &CardState<'a>, now: Moment) -> Option<Hint<'a>> {
    match state {
        CardState::Held { coupon: Coupon { store, .. }, state: CouponState::Usable, .. } => {
            let place = (text.where_to_use)(&store.floor, &store.unit);
            Some(Hint::AtTill { store: &store.name, place })
        }
        CardState::Refused(refusal) => {
            let wording = (text.refusal)(refusal, now);
            Some(Hint::Words((text.join_sentences)(&wording.message, &wording.next_step)))
        }
        _ => None,
    }
}

fn aside(text: &Text, offer: &Offer, state: &CardState, now: Moment) -> Aside {
    match state {
        CardState::Refused(Refusal::OfferNotStarted { starts_at }) => {
            Aside::Opens(digits(starts_at.remaining(now)))
        }
        CardState::Held { .. } => Aside::Held,
        CardState::Refused(_) => Aside::Nothing,
        _ => offer.stock.percent_claimed().map_or(Aside::Nothing, |percent| {
            let few = offer.stock.few_left();
            let words = few.map_or_else(|| (text.percent_claimed)(percent), text.few_left);
            Aside::Stock { percent, few: few.is_some(), words }
        }),
    }
}

fn digits(Remaining { days, hours, minutes, seconds }: Remaining) -> String {
    let clock = format!("{hours:02}:{minutes:02}:{seconds:02}");
    if days > 0 { format!("{days}:{clock}") } else { clock }
}

fn action<'a>(
    text: &'static Text,
    card: &'a OfferCard,
    state: &CardState<'a>,
    now: Moment,
) -> Action<'a> {
    let count = card.held.len();
    match state {
        CardState::Held { coupon, another, .. } => {
            let label = || (text.claim_another)(count as u32, card.offer.per_person_limit);
            Action::Wallet {
                coupon: coupon.id.as_str(),
                another: another.then(|| (count + 1, label())),
            }
        }
        CardState::Refused(refusal) => Action::State((text.refusal)(refusal, now).label),
        _ => Action::Claim { label: text.claim },
    }
}

fn sorts(text: &Text, now: &Arrangement) -> Vec<Chip<'static>> {
    let chip = |sort| Chip {
        words: (text.sort)(sort),
        chosen: now.sort == sort,
        query: query(&Arrangement { sort, ..now.clone() }),
    };
    Sort::ALL.map(chip).into()
}

fn chips<'a>(text: &'static Text, page: &'a ClaimPage) -> Vec<Chip<'a>> {
    let now = &page.arrangement;
    let narrowed = now.category.is_some() || now.floor.is_some();
    let all = Arrangement { category: None, floor: None, ..now.clone() };
    let claimable = Arrangement { claimable: !now.claimable, ..now.clone() };
    let mut chips = vec![
        Chip { words: text.all, chosen: !narrowed, query: query(&all) },
        Chip { words: text.claimable_only, chosen: now.claimable, query: query(&claimable) },
    ];
    chips.extend(page.choices.categories.iter().map(|choice| {
        let chosen = now.category.as_ref() == Some(&choice.id);
        let category = (!chosen).then(|| choice.id.clone());
        Chip { words: &choice.name, chosen, query: query(&Arrangement { category, ..now.clone() }) }
    }));
    chips.extend(page.choices.floors.iter().map(|name| {
        let chosen = now.floor.as_ref() == Some(name);
        let floor = (!chosen).then(|| name.clone());
        Chip { words: name, chosen, query: query(&Arrangement { floor, ..now.clone() }) }
    }));
    chips
}

fn query(arrangement: &Arrangement) -> String {
    arrangement.query().trim_start_matches('?').to_owned()
}

fn address(queries: &[&str]) -> String {
    let parts: Vec<_> = queries.iter().map(|query| query.trim_start_matches('?')).collect();
    format!("?{}", parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&"))
}

/// Checks that two pages are the same. The order of an element's attributes does not count.
///
/// # Panics
/// When they differ. The message shows the first difference.
pub fn assert_same(components: &str, template: &str) {
    let (one, other) = (pieces(components), pieces(template));
    let differs = one.iter().zip(&other).position(|(one, other)| one != other);
    if let Some(at) = differs.or((one.len() != other.len()).then_some(one.len().min(other.len()))) {
        let around = |pieces: &[String]| {
            let from = at.saturating_sub(4).min(pieces.len());
            pieces[from..(at + 3).min(pieces.len())].join(" ")
        };
        panic!(
            "the page has changed, so bench/templates must too:\ncomponents: {}\ntemplate:   {}",
            around(&one),
            around(&other)
        );
    }
}

/// Splits a page into tags and texts. End tags of empty elements are left out, because only some pages have them.
fn pieces(html: &str) -> Vec<String> {
    let html = html.replace("&#38;", "&amp;").replace("&#60;", "&lt;").replace("&#62;", "&gt;");
    let mut pieces = Vec::new();
    for part in html.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        pieces.push(sort_attributes(tag.trim_end_matches('/')));
        if !text.is_empty() {
            pieces.push(text.to_owned());
        }
    }
    pieces.retain(|piece| !["/progress", "/input"].contains(&piece.as_str()));
    pieces
}

fn sort_attributes(tag: &str) -> String {
    let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
    let mut attributes = Vec::new();
    while let Some((attribute, value)) = rest.split_once("=\"") {
        let (value, after) = value.split_once('"').unwrap_or((value, ""));
        attributes.push(format!("{}={value}", attribute.trim()));
        rest = after;
    }
    attributes.sort();
    format!("{name} {}", attributes.join(" ")).trim_end().to_owned()
}
