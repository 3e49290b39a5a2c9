//! Paying in the demo: a signed notice of the payment over a real connection, as a mall's system sends it.

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use http_body_util::{BodyExt, Full};
use hyper_util::rt::TokioIo;
use mall_contract::{
    Fen, MallId, OrderNumbers, PaymentMethod, PaymentNotice, PaymentResponse, Problem, Refusal,
    StoreId,
};
use serde::Deserialize;
use tokio::net::TcpStream;

use super::mall::KEY;
use crate::db::catalogue::MallRow;
use crate::error::Error;
use crate::http::reply::Reply;
use crate::http::state::AppState;
use crate::http::{raw_request::RawRequest, visit::Visit};
use crate::identity::secret;
use crate::identity::signature::Message;
use crate::json::to_json;
use crate::wechat::receipt;
use crate::wechat::receipt::ReceiptQuery;

/// A payment as the start page's form sends it.
#[derive(Deserialize)]
struct Payment {
    store_id: StoreId,
    /// In fen.
    amount: i64,
    #[serde(default = "default_method")]
    method: PaymentMethod,
    /// Opens the receipt in its frame in place of the claim page. Any text counts.
    frame: Option<String>,
}

/// The merchant whose orders are paid in the demo.
const MERCHANT: &str = "1900000109";

fn default_method() -> PaymentMethod {
    PaymentMethod::Code
}

/// Answers `POST /demo/payments`: pays, then opens the claim page as the payer's phone would.
pub async fn pay(
    State(app): State<AppState>,
    visit: Visit,
    raw: RawRequest,
) -> Result<Response, Reply> {
    visit.same_site()?;
    let Payment { store_id, amount, method, frame } = raw.form()?;
    let zone = visit.mall.zone()?;
    let transaction_id = secret::random_name()?;
    let number = transaction_id.clone();
    let notice = PaymentNotice {
        order: Some(OrderNumbers { merchant: MERCHANT.into(), number, acquirer_number: None }),
        transaction_id,
        store_id,
        amount: Fen(amount),
        paid_at: zone.moment(visit.now),
        payer: None,
        method,
    };
    let response = post_notice(&app, &visit.mall.id, &notice).await?;
    if frame.is_some() {
        return Ok(
            Redirect::to(&receipt_page(&app, &visit.mall, notice.transaction_id)).into_response()
        );
    }
    Ok(Redirect::to(&format!("/pay/{}", response.link)).into_response())
}

/// Returns the address of the page that frames a receipt. The order has the number of its transaction.
fn receipt_page(app: &AppState, mall: &MallRow, number: String) -> String {
    let query = ReceiptQuery { merchant: MERCHANT.into(), number, check: None };
    let configured = format!("{}/receipt", app.context.origin_of(mall));
    let check = receipt::check_code(&configured, &query, &query.number);
    format!("/demo/receipt?{}", receipt::query(&ReceiptQuery { check: Some(check), ..query }))
}

/// Posts a notice to this server, signed as a mall's system signs it.
async fn post_notice(
    app: &AppState,
    mall: &MallId,
    notice: &PaymentNotice,
) -> Result<PaymentResponse, Error> {
    let failed = |error: &dyn std::fmt::Display| Error::fault("the demo till got no answer", error);
    let body = to_json(notice);
    let timestamp = (app.context.now() / 1000).to_string();
    let nonce = secret::random_name()?;
    let message = Message {
        method: "POST",
        target: "/v1/payments",
        timestamp: &timestamp,
        nonce: &nonce,
        body: body.as_bytes(),
    };
    let signature = message.sign(&app.context.secret.of_key(mall, KEY));
    let address = app.address.get().ok_or_else(|| failed(&"it does not listen yet"))?;
    let request = hyper::Request::post(message.target)
        .header("host", address.to_string())
        .header("content-type", "application/json")
        .header("mall-key", KEY)
        .header("mall-timestamp", message.timestamp)
        .header("mall-nonce", message.nonce)
        .header("mall-signature", signature)
        .body(Full::<Bytes>::from(body))
        .map_err(|error| failed(&error))?;
    let stream = TcpStream::connect(address).await.map_err(|error| failed(&error))?;
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .map_err(|error| failed(&error))?;
    tokio::spawn(connection);
    let response = sender.send_request(request).await.map_err(|error| failed(&error))?;
    let accepted = response.status().is_success();
    let body = response.into_body().collect().await.map_err(|error| failed(&error))?.to_bytes();
    if accepted {
        return serde_json::from_slice(&body).map_err(|error| failed(&error));
    }
    let problem: Problem = serde_json::from_slice(&body).map_err(|error| failed(&error))?;
    Err(match problem.refusal {
        Refusal::Internal => failed(&problem.request_id),
        refusal => refusal.into(),
    })
}
