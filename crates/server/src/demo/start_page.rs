//! The start page: the mall's stores by floor, with buttons to pay at each.

use axum::extract::{RawQuery, State};
use axum::response::{Html, IntoResponse, Response};
use mall_contract::Store;
use mall_coupons::Language;
use mall_coupons::shell::escape;

use super::mall::{CASHIER, MANAGER, PASSWORD};
use crate::claim_page::{mall_view, store_view};
use crate::db::placements::PlacementRow;
use crate::db::{catalogue, placements};
use crate::http::reply::Reply;
use crate::http::state::AppState;
use crate::http::visit::Visit;

/// The texts of the page.
struct PageText {
    title: &'static str,
    intro: &'static str,
    amount: &'static str,
    pay: &'static str,
    wallet: &'static str,
    other: &'static str,
    in_frame: &'static str,
    by_link: &'static str,
    places: &'static str,
    poster: &'static str,
    till: &'static str,
    to_till: &'static str,
}

const ZH: PageText = PageText {
    title: "在任意门店支付",
    intro: "这是演示商场。选一家门店支付，随后打开的就是顾客看到的领券页。",
    amount: "金额（元）",
    pay: "支付",
    wallet: "卡包",
    other: "English",
    in_frame: "改为支付后打开商家小票（微信支付的小票框）",
    by_link: "改为支付后直接打开领券页",
    places: "或扫商场里的二维码",
    poster: "海报",
    till: "店员在这里核销：选一家门店，姓名 {cashier}（收银员）或 {manager}（店长），密码 {password}。",
    to_till: "打开收银台",
};

const EN: PageText = PageText {
    title: "Pay at any store",
    intro: "This is the demo mall. Pay at a store; the page that opens is the claim page a shopper sees.",
    amount: "Amount (yuan)",
    pay: "Pay",
    wallet: "Wallet",
    other: "中文",
    in_frame: "After paying, open the receipt in a frame, as WeChat Pay does",
    by_link: "After paying, open the claim page directly",
    places: "Or scan a QR code in the mall",
    poster: "Poster",
    till: "Staff redeem coupons here: choose a store, the name {cashier} (a cashier) or {manager} (its manager), and the password {password}.",
    to_till: "Open the till",
};

/// Answers `GET /`.
pub async fn show(
    State(app): State<AppState>,
    RawQuery(query): RawQuery,
    visit: Visit,
) -> Result<Response, Reply> {
    let framed = query.unwrap_or_default().split('&').any(|pair| pair == "frame=1");
    let language = visit.prefs.language;
    let text = if language == Language::Zh { &ZH } else { &EN };
    let mall = mall_view(&visit.mall, language);
    let mut context = app.request();
    let mut reader = context.db.read().await?;
    let rows = catalogue::stores(&mut reader, &visit.mall.id).await?;
    let open = rows.iter().filter(|row| row.ended_at.is_none());
    let stores = open.map(|row| store_view(row, language)).collect::<Result<Vec<_>, _>>()?;
    let places = placements::all(&mut reader, &visit.mall.id).await?;
    drop(reader);
    let places = codes(text, language, &places);
    let body = body(text, &mall.name, language, &stores, &places, framed);
    let document =
        app.shell.document(visit.prefs, &format!("{} · {}", text.title, mall.name), &body, None);
    let mut response = Html(document).into_response();
    visit.prefs.remember(&mut response);
    Ok(response)
}

fn body(
    text: &PageText,
    mall_name: &str,
    language: Language,
    stores: &[Store],
    codes: &str,
    framed: bool,
) -> String {
    let other = language.other();
    let (way, to) = if framed { (text.by_link, "/") } else { (text.in_frame, "/?frame=1") };
    let floors: String = stores
        .chunk_by(|one, next| one.floor == next.floor)
        .map(|on_floor| {
            let items: String = on_floor.iter().map(|store| item(text, store, framed)).collect();
            let floor = on_floor.first().map(|store| escape(&store.floor)).unwrap_or_default();
            format!("<section><h2 class=\"section-title\">{floor}</h2><ul class=\"cards\">{items}</ul></section>")
        })
        .collect();
    format!(
        "<header class=\"top\"><span class=\"mall\">{mall}</span><nav>\
         <a href=\"?lang={code}\" lang=\"{tag}\" hreflang=\"{tag}\">{other}</a>\
         <a href=\"/wallet\">{wallet}</a></nav></header>\
         <main><h1 class=\"page-title\">{title}</h1><p class=\"intro\">{intro}</p>\
         <p class=\"intro\"><a href=\"{to}\">{way}</a></p>{codes}{floors}<p class=\"intro\">{till} \
         <a href=\"/till\">{to_till}</a></p></main>",
        mall = escape(mall_name),
        code = other.code(),
        tag = other.tag(),
        other = text.other,
        wallet = text.wallet,
        title = text.title,
        intro = text.intro,
        till = till(text),
        to_till = text.to_till,
    )
}

/// Returns the sentence on logging in at tills.
fn till(text: &PageText) -> String {
    let named = text.till.replace("{cashier}", CASHIER).replace("{manager}", MANAGER);
    named.replace("{password}", PASSWORD)
}

/// Returns the mall's placements as links: a tap is a scan. Beside each is its poster.
fn codes(text: &PageText, language: Language, places: &[PlacementRow]) -> String {
    let items: String = places
        .iter()
        .map(|place| {
            let (code, name) = (escape(&place.code), escape(&place.name(language)));
            let poster = text.poster;
            format!(
                "<li><a class=\"chip\" href=\"/q/{code}\">{name}</a>\
                 <a class=\"chip\" href=\"/q/{code}/poster.pdf\" aria-label=\"{poster}: {name}\">{poster}</a></li>"
            )
        })
        .collect();
    format!(
        "<nav aria-label=\"{title}\"><h2 class=\"section-title\">{title}</h2>\
         <div class=\"arrange\"><ul class=\"chips\">{items}</ul></div></nav>",
        title = text.places
    )
}

fn item(text: &PageText, store: &Store, framed: bool) -> String {
    let frame = if framed { "<input type=\"hidden\" name=\"frame\" value=\"1\">" } else { "" };
    let (id, name) = (store.id.as_str(), escape(&store.name));
    let (unit, category) = (escape(&store.unit), escape(&store.category));
    let amounts: String = [3600, 8600, 26_800]
        .iter()
        .map(|fen| {
            let yuan = mall_contract::Fen(*fen);
            format!(
                "<button class=\"button quiet\" name=\"amount\" value=\"{fen}\" \
                 aria-label=\"{pay} ¥{yuan} {name}\">{pay} ¥{yuan}</button>",
                pay = text.pay
            )
        })
        .collect();
    format!(
        "<li class=\"store-item\"><h3>{name}</h3><p class=\"meta\">{unit} · {category}</p>\
         <form method=\"post\" action=\"/demo/payments\" aria-label=\"{amount} {name}\">\
         <input type=\"hidden\" name=\"store_id\" value=\"{id}\">{frame}{amounts}</form></li>",
        amount = text.amount
    )
}
