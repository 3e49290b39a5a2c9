//! Draws the wallet.

mod context;
mod item;

use mall_contract::{WalletQuery, WalletState};
use yew::Html;

use super::intent::Intent;
use super::state::ListStatus;
use crate::host::document;
use crate::pages::controller::page_view;
use crate::pages::coupon::CouponController;
use crate::pages::links::{hidden, links};
use crate::route::Route;
use crate::ui::element::{Kind, element, list, nodes, on};
use crate::ui::frame::{Links, frame};
use crate::ui::icon::{Icon, icon};
use crate::ui::notice::notice;
pub use context::{Refs, ViewContext};
pub use item::card_id;
use item::{ItemProps, item};

/// The page's own styles, which stand in its HTML. The server's content security policy has their hash.
pub const STYLES: &str = include_str!("wallet.css");

/// Draws the wallet, or the coupon that is open in it.
pub fn view(context: &ViewContext<'_>) -> Html {
    let ViewContext { wallet, state, session, .. } = *context;
    if let Some(open) = &state.open_coupon {
        return page_view::<CouponController>(open, session);
    }
    let query = state.query().query();
    let links = Links { wallet: Html::default(), ..links(session, &query) };
    let content = nodes![element!("style", [], [STYLES]), content(context)];
    frame(session.text(), &wallet.mall.name, links, content)
}

/// Returns the address of a part of the wallet.
fn address(query: &WalletQuery) -> String {
    Route::Wallet.path() + &query.query()
}

fn content(context: &ViewContext<'_>) -> Html {
    let ViewContext { state, text, session, .. } = *context;
    let words = session.text();
    let scan = |class: &'static str| {
        element!("a", [("class", class), ("href", Route::Scan.path())], [words.to_scan])
    };
    let as_of = (words.moment)(state.as_of, state.now);
    let offline = state.unreachable.then(|| (text.offline_since)(&as_of));
    let offline = element!("p", [("class", "offline"), ("role", "status")], [offline]);
    if state.is_empty() {
        let next_step = scan("button");
        let empty = notice(Icon::Wallet, words.wallet_empty, words.wallet_empty_hint, next_step);
        return nodes![offline, empty];
    }
    let title = element!("h1", [], [words.wallet_title]);
    nodes![
        element!("div", [("class", "page-title")], [title, scan("button quiet")]),
        offline,
        reminder(context),
        states(context),
        search(context),
        coupons(context),
        more(context),
    ]
}

/// Draws the reminder of coupons that expire within three days, above the usable ones.
fn reminder(context: &ViewContext<'_>) -> Html {
    let ViewContext { state, text, session, .. } = *context;
    let here = state.state == WalletState::Usable && state.store.is_empty();
    let Some(expiring) = state.expiring().filter(|_| here) else { return Html::default() };
    let first = (session.text().moment)(expiring.first.last_minute_before(), state.now);
    let count = element!("b", [], [(text.expiring)(expiring.count)]);
    let first = element!("small", [], [(text.first_expiry)(expiring.count, &first)]);
    element!(
        "p",
        [("class", "reminder")],
        [icon(Icon::Clock), element!("span", [], [count, " ", first])]
    )
}

/// Draws the states as links. They work without the module, and can be shared.
fn states(context: &ViewContext<'_>) -> Html {
    let ViewContext { state, text, .. } = *context;
    let link = |to: WalletState| {
        let query = WalletQuery { state: to, ..state.query() };
        let count = element!("small", [], [state.counts.of(to).to_string()]);
        let link = element!(
            "a",
            [
                ("href", address(&query)),
                ("aria-current", (state.state == to).then_some("true")),
                ("onclick", context.on_tap(Intent::ChooseState(to))),
            ],
            [(text.state)(to), " ", count]
        );
        element!("li", [], [link])
    };
    let links = element!("ul", [], [list(WalletState::ALL.map(link).into())]);
    element!("nav", [("class", "states"), ("aria-label", text.state_label)], [links])
}

/// Draws the search for a store. It is a real form: without the module the server reads it.
fn search(context: &ViewContext<'_>) -> Html {
    let ViewContext { state, text, refs, on_intent, .. } = *context;
    let onsubmit = {
        let (on_intent, input) = (on_intent.clone(), refs.search.clone());
        on(Kind::Submit, move |event| {
            event.prevent_default();
            let value = input.cast().and_then(|input| document::input_value(&input));
            on_intent.emit(Intent::Search(value.unwrap_or_default()));
        })
    };
    let input = element!(
        "input",
        [
            ("ref", refs.search.clone()),
            ("id", "store"),
            ("name", "store"),
            ("type", "search"),
            ("value", state.store.clone()),
            ("maxlength", mall_contract::wallet::MAX_SEARCH_CHARS.to_string()),
            ("placeholder", text.search_placeholder),
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

fn coupons(context: &ViewContext<'_>) -> Html {
    let ViewContext { state, text, refs, .. } = *context;
    let status = match (state.coupons(), state.list_status) {
        (_, ListStatus::Loading) => Some(text.loading.to_owned()),
        (Some(_), _) if !state.store.is_empty() => {
            Some((text.found_count)(state.counts.of(state.state)))
        }
        _ => None,
    };
    let status = element!("p", [("class", "unseen"), ("role", "status")], [status]);
    let Some(coupons) = state.coupons() else { return nodes![status, unread_list(context)] };
    if coupons.is_empty() && state.list_status != ListStatus::Loading {
        return nodes![status, empty_list(context)];
    }
    let props = coupons.iter().map(|coupon| ItemProps {
        coupon: coupon.clone(),
        is_prefetched: state.prefetched(&coupon.id).is_some(),
        now: state.now,
        session: context.session.clone(),
        on_intent: context.on_intent.clone(),
    });
    let cards = props.map(item).collect();
    let class = if state.state == WalletState::Usable { "cards" } else { "cards past" };
    let cards = element!("ul", [("class", class), ("ref", refs.list.clone())], [list(cards)]);
    // For screen readers: the current tab says the same to the eye.
    let heading = element!("h2", [("class", "unseen")], [(text.state)(state.state)]);
    nodes![status, heading, cards]
}

/// Draws the place of a list that has not been read.
fn unread_list(context: &ViewContext<'_>) -> Html {
    let ViewContext { state, text, .. } = *context;
    if state.list_status == ListStatus::Failed && state.unreachable {
        let [heading, sentence] = text.unavailable_offline;
        return notice(Icon::Barred, heading, sentence, Html::default());
    }
    if state.list_status == ListStatus::Failed {
        return Html::default();
    }
    let card = || element!("div", [("class", "card")], []);
    element!("div", [("class", "skeleton"), ("aria-hidden", "true")], [card(), card(), card()])
}

/// Draws the place of a list without coupons.
fn empty_list(context: &ViewContext<'_>) -> Html {
    let ViewContext { state, text, session, .. } = *context;
    if !state.store.is_empty() {
        let all = WalletQuery { state: state.state, ..WalletQuery::default() };
        let onclick = context.on_tap(Intent::Search(String::new()));
        let next_step = element!(
            "a",
            [("class", "button quiet"), ("href", address(&all)), ("onclick", onclick)],
            [text.show_all]
        );
        let heading = (text.no_match)(&state.store);
        return notice(Icon::Barred, &heading, text.no_match_hint, next_step);
    }
    let [heading, sentence] = (text.empty_list)(state.state);
    let next_step = (state.state == WalletState::Usable).then(|| {
        let scan = session.text().to_scan;
        element!("a", [("class", "button"), ("href", Route::Scan.path())], [scan])
    });
    notice(Icon::Wallet, heading, sentence, next_step.unwrap_or_default())
}

/// Draws the link to the next part of the list. It works without the module too.
fn more(context: &ViewContext<'_>) -> Html {
    let ViewContext { state, text, refs, .. } = *context;
    let next = state.next_part();
    let words = match state.list_status {
        ListStatus::Failed if !(state.unreachable && state.coupons().is_none()) => text.not_loaded,
        ListStatus::Loading if state.coupons().is_some() => text.loading,
        ListStatus::Idle if next.is_some() => text.more,
        _ => return Html::default(),
    };
    let address = address(&next.unwrap_or_else(|| state.query()));
    element!(
        "a",
        [
            ("class", "more"),
            ("ref", refs.more.clone()),
            ("href", address),
            ("onclick", context.on_tap(Intent::More))
        ],
        [words]
    )
}
