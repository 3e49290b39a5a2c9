//! Notices of the mall's own system: payments and refunds.

use axum::extract::State;
use axum::response::Response;
use mall_contract::{PaymentNotice, PaymentResponse, Problem, RefundNotice, RefundResponse};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::parameters::Signed;
use super::raw_request::RawRequest;
use super::reply::{Reply, created};
use super::state::AppState;
use crate::{payments, refunds};

type Shared = State<AppState>;

/// Returns the routes of this file.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(report_payment)).routes(routes!(report_refund))
}

/// Tells of a payment at a store of the mall.
///
/// Signed: `mall-signature` is the hexadecimal HMAC-SHA256, under the key's secret, of five lines, each with a line feed
/// at its end: the method, the path with its query, `mall-timestamp`, `mall-nonce` and the raw body. A repeated notice
/// gets the first answer.
#[utoipa::path(
    post, path = "/v1/payments", tag = "mall system", request_body = PaymentNotice,
    params(Signed),
    responses(
        (status = 201, description = "Taken down", body = PaymentResponse),
        (status = 200, description = "Known already, told with the same content", body = PaymentResponse),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Not known to be done; tell it again", body = Problem)
    )
)]
pub async fn report_payment(State(app): Shared, raw: RawRequest) -> Result<Response, Reply> {
    let mall = raw.signed(&mut app.request()).await?;
    let notice: PaymentNotice = raw.json()?;
    Ok(created(payments::report(&mut app.request(), &mall, &notice, app.context.now()).await?))
}

/// Reports a refund of a payment, or of a part of it.
///
/// Signed like a payment. After the whole payment is refunded, nothing more can be claimed after it, and unused
/// coupons whose terms say so are revoked. A repeated notice gets the first answer.
#[utoipa::path(
    post, path = "/v1/refunds", tag = "mall system", request_body = RefundNotice,
    params(Signed),
    responses(
        (status = 201, description = "Taken down", body = RefundResponse),
        (status = 200, description = "Known already, told with the same content", body = RefundResponse),
        (status = "4XX", description = "Refused", body = Problem),
        (status = "5XX", description = "Not known to be done; tell it again", body = Problem)
    )
)]
pub async fn report_refund(State(app): Shared, raw: RawRequest) -> Result<Response, Reply> {
    let mall = raw.signed(&mut app.request()).await?;
    let notice: RefundNotice = raw.json()?;
    Ok(created(refunds::report(&mut app.request(), &mall, &notice, app.context.now()).await?))
}
