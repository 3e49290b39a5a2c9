//! A page that frames a receipt as WeChat does, for trying receipts without a phone and a merchant's account.

use axum::extract::{RawQuery, State};
use axum::response::{Html, IntoResponse, Response};
use mall_coupons::Language;
use mall_coupons::shell::escape;

use crate::http::headers::PagePolicy;
use crate::http::reply::Reply;
use crate::http::state::AppState;
use crate::http::visit::Visit;
use crate::wechat::receipt::{parse, query};

/// The texts of the page.
struct PageText {
    title: &'static str,
    intro: &'static str,
    custom: &'static str,
    official: &'static str,
    error: &'static str,
    leaving: &'static str,
    go: &'static str,
    back: &'static str,
}

const ZH: PageText = PageText {
    title: "支付完成",
    intro: "这是演示：微信支付完成页的样子，下面的框里是商家小票。",
    custom: "正在显示商家小票",
    official: "小票要求显示官方小票（还没收到支付结果）",
    error: "三秒内没有收到小票的消息，微信会显示错误页",
    leaving: "即将打开商家的新页面",
    go: "继续",
    back: "再付一次",
};

const EN: PageText = PageText {
    title: "Payment complete",
    intro: "A demo of the page WeChat shows after a payment. The frame below is the merchant's receipt.",
    custom: "The merchant's receipt is shown",
    official: "The receipt asked for the official one (no notice of the payment yet)",
    error: "No message within three seconds: WeChat would show an error page",
    leaving: "The merchant's page is about to open",
    go: "Continue",
    back: "Pay again",
};

/// Answers `GET /demo/receipt`. The receipt in its frame is opened with the same query.
pub async fn show(
    State(app): State<AppState>,
    RawQuery(raw): RawQuery,
    visit: Visit,
) -> Result<Response, Reply> {
    let language = visit.prefs.language;
    let text = if language == Language::Zh { &ZH } else { &EN };
    let receipt =
        parse(&raw.unwrap_or_default()).map(|receipt| query(&receipt)).unwrap_or_default();
    let source = escape(&format!("/receipt?{receipt}&lang={}", language.code()));
    let PageText { title, intro, custom, official, error, leaving, go, back } = text;
    let body = format!(
        "<main><h1 class=\"page-title\">{title}</h1><p class=\"intro\">{intro}</p>\
         <p id=\"shown\" role=\"status\" data-custom=\"{custom}\" data-official=\"{official}\" data-error=\"{error}\"></p>\
         <p id=\"leaving\" role=\"alert\" hidden>{leaving} <a class=\"button\" href=\"/wallet\">{go}</a></p>\
         <iframe id=\"receipt\" title=\"{title}\" width=\"100%\" height=\"600\" frameborder=\"0\" data-src=\"{source}\"></iframe>\
         <p><a href=\"/?frame=1\">{back}</a></p></main><script src=\"/demo/frame.js\"></script>"
    );
    let mut response = Html(app.shell.document(visit.prefs, title, &body, None)).into_response();
    let style_hashes = app.shell.style_hashes.clone();
    let policy = PagePolicy { style_hashes, may_frame: true, ..PagePolicy::default() };
    response.extensions_mut().insert(policy);
    Ok(response)
}

/// Answers `GET /demo/frame.js`.
pub async fn script() -> Response {
    ([("content-type", "text/javascript; charset=utf-8")], include_str!("frame.js")).into_response()
}
