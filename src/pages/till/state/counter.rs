//! The state of the counter: a code is read, its coupon is shown, and it is redeemed for an order.

use mall_contract::{
    Fen, InvalidAmount, Moment, OfflineProof, OfflineRedemption, PrepareResponse, Refusal,
    RequestId, TillRedemption, amount,
};

use super::doubt::AmountDoubt;
use crate::api::till::request::{Request, order_number, same_coupon};
use crate::host::code_camera::CameraEvent;
use crate::pages::camera::CameraState;

/// Within this time the same code, read again, shows the same offline redemption.
const DOUBLE_SCAN_WINDOW_MS: i64 = 10_000;

/// The step of serving one shopper.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Step {
    /// Ready for a code.
    #[default]
    Ready,
    /// The text is no coupon's code.
    NotACode,
    /// The server is asked for the coupon of a code.
    LookingUp,
    /// The server did not respond to the lookup.
    NoResponse,
    /// The coupon of the code, and whether it may be redeemed.
    Prepared(Box<PrepareResponse>),
    Redeeming(Request),
    /// The result is not known yet, perhaps for a reason. The request is repeated under the same id.
    Unknown(Request, Option<Refusal>),
    Redeemed(Box<TillRedemption>),
    /// There is no network, and the code proves that its coupon may be redeemed.
    Proven(OfflineProof),
    RedeemedOffline(Box<OfflineRedemption>),
    /// The server refused the lookup or the redemption, or the till did so offline.
    Refused(Refusal),
}

/// The result of a request to redeem.
#[derive(Clone, Debug, PartialEq)]
pub enum RedeemResult {
    Redeemed(Box<TillRedemption>),
    Refused(Refusal),
}

/// An error in the order typed by staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderError {
    /// The order number is missing or malformed.
    Number,
    Amount(InvalidAmount),
    /// The amount is below the coupon's threshold by this much.
    BelowThreshold(Fen),
}

/// An input of the counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Code,
    Order,
    Amount,
}

/// A request that was put aside for the next shopper before its result was known.
#[derive(Clone, Debug, PartialEq)]
pub struct ParkedRequest {
    pub request: Request,
    /// None while the result is not known.
    pub result: Option<RedeemResult>,
}

/// The state of the counter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counter {
    /// The text in the code's input.
    pub code_input: String,
    /// The code of the current step, as it was read or typed.
    pub code: String,
    /// The text in the order number's input.
    pub order: String,
    /// The text in the amount's input.
    pub amount: String,
    pub order_error: Option<OrderError>,
    /// The reason to ask about the amount before it is redeemed.
    pub doubt: Option<AmountDoubt>,
    pub camera: CameraState,
    pub step: Step,
    pub parked: Vec<ParkedRequest>,
}

/// Something that happened at the counter.
#[derive(Clone, Debug, PartialEq)]
pub enum CounterAction {
    /// An input changed, to this text.
    Input(Field, String),
    /// A text was read or typed as a code.
    CodeRead(String),
    /// The server sent the coupon of the code.
    Prepared(Box<PrepareResponse>),
    Refused(Refusal),
    /// The server did not respond to the lookup.
    NoResponse,
    /// The server did not respond, but the code has a valid proof.
    Proven(OfflineProof),
    RedeemedOffline(Box<OfflineRedemption>),
    OrderRejected(OrderError),
    /// The amount is asked about.
    AmountDoubted(AmountDoubt),
    /// Staff correct the amount that was asked about.
    AmountRevised,
    /// A request is sent, now or again after a reload.
    RedeemRequested(Request),
    ResultUnknown(RequestId, Option<Refusal>),
    Resolved(RequestId, RedeemResult),
    NextShopper,
    /// Staff have read the result of a parked request.
    Dismissed(RequestId),
    Undone(Box<TillRedemption>),
    Camera(CameraEvent),
    /// Staff closed the camera.
    CameraClosed,
    /// The camera went off because the page is hidden.
    CameraHidden,
}

impl Counter {
    /// Applies an action.
    pub fn reduce(&mut self, action: CounterAction) {
        use CounterAction as A;
        match action {
            A::Input(field, text) => self.input(field, text),
            A::CodeRead(text) | A::Camera(CameraEvent::Read(text)) => self.read_code(text),
            A::Prepared(prepared) if self.step == Step::LookingUp => {
                self.step = match prepared.just_taken {
                    Some(redemption) => Step::Redeemed(Box::new(redemption)),
                    None => Step::Prepared(prepared),
                };
            }
            A::Refused(refusal) if matches!(self.step, Step::LookingUp | Step::Proven(_)) => {
                self.step = Step::Refused(refusal);
            }
            A::NoResponse if self.step == Step::LookingUp => self.step = Step::NoResponse,
            A::Proven(proof) if self.step == Step::LookingUp => self.step = Step::Proven(proof),
            // Another code was read in between.
            A::Prepared(_) | A::Refused(_) | A::NoResponse | A::Proven(_) => {}
            A::RedeemedOffline(redemption) => self.redeemed_offline(redemption),
            A::OrderRejected(error) => self.order_error = Some(error),
            A::AmountDoubted(doubt) => self.doubt = Some(doubt),
            A::AmountRevised => self.doubt = None,
            A::RedeemRequested(request) => self.redeem_requested(request),
            A::ResultUnknown(id, reason) => {
                if let Some(request) = self.request().filter(|request| request.id == id) {
                    self.step = Step::Unknown(request.clone(), reason);
                }
            }
            A::Resolved(id, result) => self.resolved(&id, result),
            A::NextShopper => self.next_shopper(),
            A::Dismissed(id) => self.parked.retain(|parked| parked.request.id != id),
            A::Undone(undone) => {
                if let Step::Redeemed(redemption) = &mut self.step
                    && redemption.id == undone.id
                {
                    *redemption = undone;
                }
            }
            A::Camera(event) => self.camera.apply(event),
            A::CameraClosed => self.camera = CameraState::Closed,
            A::CameraHidden => self.camera = CameraState::Hidden,
        }
    }

    fn input(&mut self, field: Field, text: String) {
        match field {
            Field::Code => self.code_input = text,
            Field::Order => self.order = text,
            Field::Amount => self.amount = text,
        }
        if field != Field::Code {
            (self.order_error, self.doubt) = (None, None);
        }
    }

    fn read_code(&mut self, text: String) {
        self.camera = CameraState::Closed;
        self.leave_step();
        self.code_input.clear();
        (self.order_error, self.doubt) = (None, None);
        // A text that is no code stays in its input, to be corrected.
        let is_code = mall_contract::CodePayload::parse(&text).is_ok();
        if !is_code {
            self.code_input.clone_from(&text);
        }
        self.step = if is_code { Step::LookingUp } else { Step::NotACode };
        self.code = text;
    }

    /// Leaves the current step. A request without a result is parked, and a finished order is cleared.
    fn leave_step(&mut self) {
        match std::mem::take(&mut self.step) {
            Step::Redeeming(request) | Step::Unknown(request, _) => {
                self.parked.push(ParkedRequest { request, result: None });
                self.clear_order();
            }
            Step::Redeemed(_) | Step::RedeemedOffline(_) => self.clear_order(),
            _ => {}
        }
    }

    fn clear_order(&mut self) {
        self.order.clear();
        self.amount.clear();
        (self.order_error, self.doubt) = (None, None);
    }

    fn redeem_requested(&mut self, request: Request) {
        self.leave_step();
        self.parked.retain(|parked| parked.request.id != request.id);
        self.doubt = None;
        self.code.clone_from(&request.code);
        self.step = Step::Redeeming(request);
    }

    fn resolved(&mut self, id: &RequestId, result: RedeemResult) {
        let is_current = self.request().is_some_and(|request| &request.id == id);
        if !is_current {
            let parked = self.parked.iter_mut().filter(|parked| &parked.request.id == id);
            return parked.for_each(|parked| parked.result = Some(result.clone()));
        }
        self.step = match result {
            RedeemResult::Redeemed(redemption) => Step::Redeemed(redemption),
            RedeemResult::Refused(refusal) => Step::Refused(refusal),
        };
    }

    /// Shows an offline redemption if its code is on the screen: just proven, or requested without a
    /// response.
    fn redeemed_offline(&mut self, redemption: Box<OfflineRedemption>) {
        let is_requested =
            self.request().is_some_and(|request| request.id == redemption.request_id);
        let is_proven = matches!(self.step, Step::Proven(_)) && self.code == redemption.code;
        if is_requested || is_proven {
            self.step = Step::RedeemedOffline(redemption);
        } else {
            self.parked.retain(|parked| parked.request.id != redemption.request_id);
        }
    }

    fn next_shopper(&mut self) {
        self.leave_step();
        self.clear_order();
        self.code_input.clear();
        self.code.clear();
    }

    /// Returns the request of the current step, while its result is not known.
    #[must_use]
    pub fn request(&self) -> Option<&Request> {
        match &self.step {
            Step::Redeeming(request) | Step::Unknown(request, _) => Some(request),
            _ => None,
        }
    }

    /// Checks whether a code is the one being redeemed. A scanner may read a code twice.
    #[must_use]
    pub fn is_redeeming(&self, code: &str) -> bool {
        self.request().is_some_and(|request| same_coupon(&request.code, code))
    }

    /// Checks whether a code was redeemed offline within the last seconds.
    #[must_use]
    pub fn was_just_redeemed(&self, code: &str, now: Moment) -> bool {
        let Step::RedeemedOffline(redemption) = &self.step else { return false };
        same_coupon(&redemption.code, code) && now < redemption.taken_at + DOUBLE_SCAN_WINDOW_MS
    }

    /// Returns the order number and amount to send.
    ///
    /// # Errors
    /// The first error in the inputs.
    pub fn order(&self) -> Result<(String, Fen), OrderError> {
        let order = order_number(&self.order).ok_or(OrderError::Number)?;
        let amount = amount::parse(&self.amount).map_err(OrderError::Amount)?;
        match self.missing_amount(amount) {
            Some(missing) => Err(OrderError::BelowThreshold(missing)),
            None => Ok((order, amount)),
        }
    }

    /// Returns how much an amount is below the threshold of the current coupon; none if it is not.
    #[must_use]
    pub fn missing_amount(&self, amount: Fen) -> Option<Fen> {
        let missing = self.threshold()?.0 - amount.0;
        (missing > 0).then_some(Fen(missing))
    }

    /// Returns the smallest order for the current coupon; none without a coupon.
    #[must_use]
    pub fn threshold(&self) -> Option<Fen> {
        match &self.step {
            Step::Prepared(prepared) => Some(prepared.coupon.threshold),
            Step::Proven(proof) => Some(proof.threshold),
            _ => None,
        }
    }

    /// Checks whether a coupon waits for its order.
    #[must_use]
    pub fn needs_order(&self) -> bool {
        match &self.step {
            Step::Prepared(prepared) => prepared.refused.is_none(),
            Step::Proven(_) => true,
            _ => false,
        }
    }
}

#[cfg(test)]
#[path = "counter_tests.rs"]
mod tests;
