//! The counter: a code is read, shown for what it is, and taken for an order.

use mall_contract::{
    Fen, InvalidAmount, Moment, OfflineProof, OfflineRedemption, PrepareResponse, Refusal,
    RequestId, TillRedemption, amount,
};

use crate::api::till::request::{Request, order_number, same_coupon};
use crate::host::camera::{Trouble, View};
use crate::host::eye::Seen;

/// The camera.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Camera {
    /// Off.
    #[default]
    Closed,
    /// Asked for.
    Opening,
    /// On.
    Open(View),
    /// Off while nobody looks at the page; on again when somebody does.
    Hidden,
    /// Not to be had.
    Failed(Trouble),
}

/// Where the counter is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Step {
    /// Ready for a code.
    #[default]
    Ready,
    /// What was read or typed is no coupon's code.
    NotACode,
    /// The server is asked what a code is.
    Asking,
    /// It did not answer.
    NoAnswer,
    /// What the code is.
    Prepared(Box<PrepareResponse>),
    /// The server is asked to take it.
    Taking(Request),
    /// It did not answer yet, and is asked again under the same name; perhaps it said why.
    Unknown(Request, Option<Refusal>),
    /// Taken.
    Taken(Box<TillRedemption>),
    /// There is no network, and the code proves that its coupon may be taken.
    Proven(OfflineProof),
    /// Taken without a network.
    TakenOffline(Box<OfflineRedemption>),
    /// Not taken: the server, asked what it is or to take it, says why; or the till itself, without a network.
    Refused(Refusal),
}

/// How long a coupon that was taken without a network shows the same when it is read again, in milliseconds.
const READ_TWICE: i64 = 10_000;

/// How a request ended.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    /// The coupon was taken.
    Taken(Box<TillRedemption>),
    /// It was not.
    Refused(Refusal),
}

/// What is wrong with what was typed for an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The order's number.
    Order,
    /// The amount.
    Amount(InvalidAmount),
    /// The amount is too small for the coupon; so much is missing.
    Short(Fen),
}

/// A field of the counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Where a code is typed.
    Code,
    /// The order's number.
    Order,
    /// Its amount.
    Amount,
}

/// Requests whose result came, or did not come yet, while somebody else was served.
#[derive(Clone, Debug, PartialEq)]
pub struct Aside {
    /// The request.
    pub request: Request,
    /// Its end, where it is known.
    pub end: Option<End>,
}

/// The counter's state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counter {
    /// The code as it was typed.
    pub code: String,
    /// The code that the step is about, as it was read or typed.
    pub read: String,
    /// The order's number as it was typed.
    pub order: String,
    /// The amount as it was typed.
    pub amount: String,
    /// What of these is wrong.
    pub wrong: Option<Wrong>,
    /// The camera.
    pub camera: Camera,
    /// Where it is.
    pub step: Step,
    /// What else is, or was, not known.
    pub aside: Vec<Aside>,
}

/// Something that happens at the counter.
#[derive(Clone, Debug, PartialEq)]
pub enum CounterAction {
    /// Something was typed: all that stands in the field now.
    Typed(Field, String),
    /// A text was read or typed as a code; what it is will be told, where it is one.
    Read(String),
    /// The server says what the code is.
    Prepared(Box<PrepareResponse>),
    /// The server refused the code, or to take it.
    Refused(Refusal),
    /// The server did not answer what the code is.
    NoAnswer,
    /// Nor could it, but the code proves itself.
    Proven(OfflineProof),
    /// A coupon was taken without a network.
    TakenOffline(Box<OfflineRedemption>),
    /// The order is not complete.
    Wrong(Wrong),
    /// A request goes out, or was kept from before.
    Asked(Request),
    /// It has no answer yet.
    Unknown(RequestId, Option<Refusal>),
    /// It ended.
    Ended(RequestId, End),
    /// The next shopper.
    Next,
    /// Somebody has seen how a request ended.
    Noted(RequestId),
    /// A redemption was given back.
    Undone(Box<TillRedemption>),
    /// Something of the camera.
    Seen(Seen),
    /// The camera is closed by hand.
    CameraClosed,
    /// The camera is off because the page is hidden.
    CameraHidden,
}

impl Counter {
    /// Goes on.
    pub fn reduce(&mut self, action: CounterAction) {
        use CounterAction as A;
        match action {
            A::Typed(field, text) => self.typed(field, text),
            A::Read(text) | A::Seen(Seen::Read(text)) => self.read(text),
            A::Prepared(prepared) if self.step == Step::Asking => {
                self.step = match prepared.just_taken {
                    Some(taken) => Step::Taken(Box::new(taken)),
                    None => Step::Prepared(prepared),
                };
            }
            A::Refused(refusal) if matches!(self.step, Step::Asking | Step::Proven(_)) => {
                self.step = Step::Refused(refusal);
            }
            A::NoAnswer if self.step == Step::Asking => self.step = Step::NoAnswer,
            A::Proven(proof) if self.step == Step::Asking => self.step = Step::Proven(proof),
            // Something else was read meanwhile.
            A::Prepared(_) | A::Refused(_) | A::NoAnswer | A::Proven(_) => {}
            A::TakenOffline(taken) => self.taken_offline(taken),
            A::Wrong(wrong) => self.wrong = Some(wrong),
            A::Asked(request) => self.asked(request),
            A::Unknown(id, why) => {
                if let Step::Taking(request) | Step::Unknown(request, _) = &self.step
                    && request.id == id
                {
                    self.step = Step::Unknown(request.clone(), why);
                }
            }
            A::Ended(id, end) => self.ended(&id, end),
            A::Next => self.next(),
            A::Noted(id) => self.aside.retain(|aside| aside.request.id != id),
            A::Undone(taken) => {
                if let Step::Taken(shown) = &mut self.step
                    && shown.id == taken.id
                {
                    *shown = taken;
                }
            }
            A::Seen(Seen::Opening) => self.camera = Camera::Opening,
            A::Seen(Seen::Opened(view)) => self.camera = Camera::Open(view),
            A::Seen(Seen::Failed(trouble)) => self.camera = Camera::Failed(trouble),
            A::CameraClosed => self.camera = Camera::Closed,
            A::CameraHidden => self.camera = Camera::Hidden,
        }
    }

    fn typed(&mut self, field: Field, text: String) {
        match field {
            Field::Code => self.code = text,
            Field::Order => self.order = text,
            Field::Amount => self.amount = text,
        }
        if field != Field::Code {
            self.wrong = None;
        }
    }

    fn read(&mut self, text: String) {
        self.camera = Camera::Closed;
        self.leave_step();
        self.code.clear();
        self.wrong = None;
        // It can be put right where it was typed.
        let is_code = mall_contract::CodePayload::parse(&text).is_ok();
        if !is_code {
            self.code.clone_from(&text);
        }
        self.step = if is_code { Step::Asking } else { Step::NotACode };
        self.read = text;
    }

    /// What is not known yet goes aside, and an order that is done makes place for the next.
    fn leave_step(&mut self) {
        match std::mem::take(&mut self.step) {
            Step::Taking(request) | Step::Unknown(request, _) => {
                self.aside.push(Aside { request, end: None });
                self.forget_order();
            }
            Step::Taken(_) | Step::TakenOffline(_) => self.forget_order(),
            _ => {}
        }
    }

    fn forget_order(&mut self) {
        self.order.clear();
        self.amount.clear();
        self.wrong = None;
    }

    fn asked(&mut self, request: Request) {
        self.leave_step();
        self.aside.retain(|aside| aside.request.id != request.id);
        self.read.clone_from(&request.code);
        self.step = Step::Taking(request);
    }

    fn ended(&mut self, id: &RequestId, end: End) {
        let shown = self.request().is_some_and(|request| &request.id == id);
        if !shown {
            let known = self.aside.iter_mut().filter(|aside| &aside.request.id == id);
            return known.for_each(|aside| aside.end = Some(end.clone()));
        }
        self.step = match end {
            End::Taken(taken) => Step::Taken(taken),
            End::Refused(refusal) => Step::Refused(refusal),
        };
    }

    /// What was taken is shown where its code is: proven just now, or asked for in vain.
    fn taken_offline(&mut self, taken: Box<OfflineRedemption>) {
        let asked = self.request().is_some_and(|request| request.id == taken.request_id);
        let proven = matches!(self.step, Step::Proven(_)) && self.read == taken.code;
        if asked || proven {
            self.step = Step::TakenOffline(taken);
        } else {
            self.aside.retain(|aside| aside.request.id != taken.request_id);
        }
    }

    fn next(&mut self) {
        self.leave_step();
        self.forget_order();
        self.code.clear();
        self.read.clear();
    }

    /// The request whose result is waited for and shown.
    #[must_use]
    pub fn request(&self) -> Option<&Request> {
        match &self.step {
            Step::Taking(request) | Step::Unknown(request, _) => Some(request),
            _ => None,
        }
    }

    /// Whether a text is the code that is being taken just now: a scanner that reads twice changes nothing.
    #[must_use]
    pub fn is_taking(&self, text: &str) -> bool {
        self.request().is_some_and(|request| same_coupon(&request.code, text))
    }

    /// Whether a text is the code that was taken without a network only seconds ago.
    #[must_use]
    pub fn just_took(&self, text: &str, now: Moment) -> bool {
        let Step::TakenOffline(taken) = &self.step else { return false };
        same_coupon(&taken.code, text) && now < taken.taken_at + READ_TWICE
    }

    /// The order to send, as it stands in the fields.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn order(&self) -> Result<(String, Fen), Wrong> {
        let order = order_number(&self.order).ok_or(Wrong::Order)?;
        let amount = amount::parse(&self.amount).map_err(Wrong::Amount)?;
        match self.short(amount) {
            Some(short) => Err(Wrong::Short(short)),
            None => Ok((order, amount)),
        }
    }

    /// What an amount lacks for the coupon that is shown.
    #[must_use]
    pub fn short(&self, amount: Fen) -> Option<Fen> {
        let least = match &self.step {
            Step::Prepared(prepared) => prepared.coupon.threshold,
            Step::Proven(proof) => proof.threshold,
            _ => return None,
        };
        let short = least.0 - amount.0;
        (short > 0).then_some(Fen(short))
    }
}

#[cfg(test)]
#[path = "counter_tests.rs"]
mod tests;
