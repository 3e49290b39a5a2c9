//! The shopper's coupons: what can be used, what was, and what ended.

mod item;
mod life;
pub mod state;

use mall_contract::{WalletQuery, WalletState};
use yew::{Callback, Html};

use super::coupon;
use super::leaving::{hidden, links};
use super::life::{PageProps, page_view};
use crate::route::Route;
use crate::session::Session;
use crate::text::wallet::WalletText;
use crate::ui::element::{Kind, Value, element, list, nodes, on};
use crate::ui::frame::{Links, frame};
use crate::ui::icon::{Icon, icon};
use crate::ui::notice::notice;
use item::{ItemProps, item};
pub use life::Life;
use life::Wish;
use state::{Reading, State};

/// The page's own styles: no other page carries them. The server's policy names their hash.
pub const STYLES: &str = include_str!("wallet.css");

/// Draws the page.
fn draw(life: &Life, props: &PageProps<Life>, wish: &Callback<Wish>) -> Html {
    let PageProps { page: wallet, session, .. } = props;
    let state = life.state();
    if let Some(shown) = &state.opened {
        return page_view::<coupon::Life>(shown, session);
    }
    let text = WalletText::of(session.language);
    let drawing = Drawing { state: &state, text, session, wish, life };
    let query = state.query().query();
    let links = Links { wallet: Html::default(), ..links(session, &query) };
    let content = nodes![element!("style", [], [STYLES]), content(&drawing)];
    frame(session.text(), &wallet.mall.name, links, content)
}

/// What the page's parts are drawn from.
struct Drawing<'a> {
    state: &'a State,
    text: &'static WalletText,
    session: &'a Session,
    wish: &'a Callback<Wish>,
    life: &'a Life,
}

impl Drawing<'_> {
    /// Wishes when it is tapped. What is tapped is a real link; the module spares the page load.
    fn tapped(&self, wish: Wish) -> Value {
        let told = self.wish.clone();
        on(Kind::Click, move |event| {
            event.prevent_default();
            told.emit(wish.clone());
        })
    }
}

/// The address of a part of the wallet.
fn address(query: &WalletQuery) -> String {
    Route::Wallet.path() + &query.query()
}

fn content(drawing: &Drawing<'_>) -> Html {
    let Drawing { state, text, session, .. } = drawing;
    let words = session.text();
    let scan = |class: &'static str| {
        element!("a", [("class", class), ("href", Route::Scan.path())], [words.to_scan])
    };
    let as_of = (words.moment)(state.as_of, state.now);
    let offline = state.cut_off.then(|| (text.cut_off)(&as_of));
    let offline = element!("p", [("class", "offline"), ("role", "status")], [offline]);
    if state.is_empty() {
        let way_on = scan("button");
        let empty = notice(Icon::Wallet, words.wallet_empty, words.wallet_empty_next, way_on);
        return nodes![offline, empty];
    }
    let title = element!("h1", [], [words.wallet_title]);
    nodes![
        element!("div", [("class", "page-title")], [title, scan("button quiet")]),
        offline,
        reminder(drawing),
        states(drawing),
        search(drawing),
        coupons(drawing),
        more(drawing),
    ]
}

/// What expires within three days, above all that can be used.
fn reminder(drawing: &Drawing<'_>) -> Html {
    let Drawing { state, text, session, .. } = drawing;
    let here = state.state == WalletState::Usable && state.store.is_empty();
    let Some(expiring) = state.expiring().filter(|_| here) else { return Html::default() };
    let first = (session.text().moment)(expiring.first.last_minute_before(), state.now);
    let count = element!("b", [], [(text.expiring)(expiring.count)]);
    let first = element!("small", [], [(text.first)(expiring.count, &first)]);
    element!(
        "p",
        [("class", "reminder")],
        [icon(Icon::Clock), element!("span", [], [count, " ", first])]
    )
}

/// Where coupons stand, as links: they work before the module runs, and can be shared.
fn states(drawing: &Drawing<'_>) -> Html {
    let Drawing { state, text, .. } = drawing;
    let link = |to: WalletState| {
        let query = WalletQuery { state: to, ..state.query() };
        let count = element!("small", [], [state.counts.of(to).to_string()]);
        let link = element!(
            "a",
            [
                ("href", address(&query)),
                ("aria-current", (state.state == to).then_some("true")),
                ("onclick", drawing.tapped(Wish::Choose(to))),
            ],
            [(text.state)(to), " ", count]
        );
        element!("li", [], [link])
    };
    let links = element!("ul", [], [list(WalletState::ALL.map(link).into())]);
    element!("nav", [("class", "states"), ("aria-label", text.states)], [links])
}

/// Where a store is searched for. A real form: without the module the server reads what is sent.
fn search(drawing: &Drawing<'_>) -> Html {
    let Drawing { state, text, life, wish, .. } = drawing;
    let onsubmit = {
        let (wish, place) = ((*wish).clone(), life.places.search.clone());
        on(Kind::Submit, move |event| {
            event.prevent_default();
            let typed = place.cast().and_then(|input| crate::host::document::typed(&input));
            wish.emit(Wish::Search(typed.unwrap_or_default()));
        })
    };
    let input = element!(
        "input",
        [
            ("ref", life.places.search.clone()),
            ("id", "store"),
            ("name", "store"),
            ("type", "search"),
            ("value", state.store.clone()),
            ("maxlength", mall_contract::wallet::MAX_SEARCH_CHARS.to_string()),
            ("placeholder", text.search_example),
            ("aria-label", text.search),
            ("autocomplete", "off"),
            ("enterkeyhint", "search"),
        ],
        []
    );
    let stays = (state.state != WalletState::Usable).then(|| hidden("state", state.state.as_str()));
    let find = element!("button", [("class", "find"), ("type", "submit")], [text.find]);
    element!(
        "form",
        [
            ("class", "search"),
            ("role", "search"),
            ("method", "get"),
            ("action", Route::Wallet.path()),
            ("onsubmit", onsubmit)
        ],
        [stays, element!("i", [("class", "icon glass"), ("aria-hidden", "true")], []), input, find]
    )
}

fn coupons(drawing: &Drawing<'_>) -> Html {
    let Drawing { state, text, life, .. } = drawing;
    let said = match (state.coupons(), state.reading) {
        (_, Reading::Loading) => Some(text.loading.to_owned()),
        (Some(_), _) if !state.store.is_empty() => Some((text.found)(state.counts.of(state.state))),
        _ => None,
    };
    let said = element!("p", [("class", "unseen"), ("role", "status")], [said]);
    let Some(coupons) = state.coupons() else { return nodes![said, not_read(drawing)] };
    if coupons.is_empty() && state.reading != Reading::Loading {
        return nodes![said, nothing(drawing)];
    }
    let props = coupons.iter().map(|coupon| ItemProps {
        coupon: coupon.clone(),
        at_hand: state.openable(&coupon.id).is_some(),
        now: state.now,
        session: drawing.session.clone(),
        wish: drawing.wish.clone(),
    });
    let cards = props.map(item).collect();
    let class = if state.state == WalletState::Usable { "cards" } else { "cards past" };
    let cards =
        element!("ul", [("class", class), ("ref", life.places.list.clone())], [list(cards)]);
    // What the tab above says to who sees it.
    let heading = element!("h2", [("class", "unseen")], [(text.state)(state.state)]);
    nodes![said, heading, cards]
}

/// What stands in the place of a list that was never read.
fn not_read(drawing: &Drawing<'_>) -> Html {
    let Drawing { state, text, .. } = drawing;
    if state.reading == Reading::Failed && state.cut_off {
        let [heading, sentence] = text.never_read;
        return notice(Icon::Barred, heading, sentence, Html::default());
    }
    if state.reading == Reading::Failed {
        return Html::default();
    }
    let card = || element!("div", [("class", "card")], []);
    element!("div", [("class", "skeleton"), ("aria-hidden", "true")], [card(), card(), card()])
}

/// What stands in the place of a list without coupons.
fn nothing(drawing: &Drawing<'_>) -> Html {
    let Drawing { state, text, session, .. } = drawing;
    if !state.store.is_empty() {
        let all = WalletQuery { state: state.state, ..WalletQuery::default() };
        let tap = drawing.tapped(Wish::Search(String::new()));
        let way_on = element!(
            "a",
            [("class", "button quiet"), ("href", address(&all)), ("onclick", tap)],
            [text.show_all]
        );
        let heading = (text.none_found)(&state.store);
        return notice(Icon::Barred, &heading, text.none_found_next, way_on);
    }
    let [heading, sentence] = (text.none)(state.state);
    let way_on = (state.state == WalletState::Usable).then(|| {
        let scan = session.text().to_scan;
        element!("a", [("class", "button"), ("href", Route::Scan.path())], [scan])
    });
    notice(Icon::Wallet, heading, sentence, way_on.unwrap_or_default())
}

/// What stands where the next part of the list will: a link that works without the module too.
fn more(drawing: &Drawing<'_>) -> Html {
    let Drawing { state, text, life, .. } = drawing;
    let next = state.next_part();
    let words = match state.reading {
        Reading::Failed if !(state.cut_off && state.coupons().is_none()) => text.not_loaded,
        Reading::Loading if state.coupons().is_some() => text.loading,
        Reading::Idle if next.is_some() => text.more,
        _ => return Html::default(),
    };
    let address = address(&next.unwrap_or_else(|| state.query()));
    element!(
        "a",
        [
            ("class", "more"),
            ("ref", life.places.more.clone()),
            ("href", address),
            ("onclick", drawing.tapped(Wish::More))
        ],
        [words]
    )
}
