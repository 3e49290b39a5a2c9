//! Reading JSON as the contract's types.
//!
//! The contract's types have serde's `Deserialize`, and `serde_wasm_bindgen::from_value` would do
//! here. The code that derives for reading is a third of the module, though; this says the same
//! in a twentieth of it, complete by the compiler, and `tests/browser/json.rs` proves that it reads
//! what serde writes. What the page sends is little, and written by hand for the same reason.
//!
//! The browser does the parsing: it writes the value again with [`NAMES`] as the only names, in this
//! order, so that one pass over the text reads all fields where they are expected.

use js_sys::{Date, JSON, JsString};
use mall_contract::*;
use wasm_bindgen::JsValue;

/// All names of fields, as each type below reads its own one after the other.
const NAMES: &str = "code,again_at,ask,at,amount_off,claim,discount,exchange,fixed,after_claim,\
    redeemed,revoked,wallet,waiting,problem,id,offer_id,offer,store,name,floor,unit,title,benefit,\
    threshold,state,claim_from,claim_until,validity,stock,total,left,left_today,day_ends,\
    per_person_limit,rules,after_refund,claimed_at,valid_from,valid_until,redemption,mall,\
    server_time,link,link_expires_at,paid,amount,paid_at,method,refunded,arrangement,category,\
    claimable,sort,choices,categories,floors,from,until,wait_days,days,cards,why,held,not_eligible,\
    pass,coupons,refusal,message,next_step,request_id,coupon,url,expires_at,paid_share,cap,item,\
    price,reason,starts_at,limit,least,short,retry_after,field";

/// A value as this type; nothing when it is not one.
#[must_use]
pub fn read<T: Read>(value: &JsValue) -> Option<T> {
    let names = JsString::from(NAMES).split(",");
    let text = JSON::stringify_with_replacer(value, &names).ok()?;
    let text = JsValue::from(text).as_string()?;
    let mut reader = Reader { rest: &text, failed: false };
    let value = T::read(&mut reader);
    (!reader.failed && reader.rest.is_empty()).then_some(value)
}

/// Goes over a text that the browser has written. After the first thing that is not as expected
/// nothing is read any more; what comes out then is of no use and thrown away as a whole, which
/// spares every step to ask how the one before went.
pub struct Reader<'a> {
    rest: &'a str,
    failed: bool,
}

impl Reader<'_> {
    /// Notes that the text is not what was expected.
    fn fail(&mut self) {
        self.failed = true;
        self.rest = "";
    }

    /// Goes over this, when it comes next.
    fn skip(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, text: &str) {
        if !self.skip(text) {
            self.fail();
        }
    }

    /// Goes over the beginning of a field, when it is the next one of its object.
    fn enters(&mut self, name: &str) -> bool {
        let before = self.rest;
        self.skip(",");
        let entered = self.skip("\"") && self.skip(name) && self.skip("\":");
        if !entered {
            self.rest = before;
        }
        entered
    }

    /// The field of this name.
    fn field<T: Read>(&mut self, name: &str) -> T {
        if self.enters(name) { T::read(self) } else { T::missing(self) }
    }

    /// Whether the value is this word. Goes over it.
    pub fn is_word(&mut self, word: &str) -> bool {
        self.skip("\"") && self.skip(word) && self.skip("\"")
    }

    /// A value that is an object under one of several names: gives which of them it is, from 0, with
    /// the reader before its content, which ends with [`Self::leave`].
    pub fn variant(&mut self, names: &[&str]) -> Option<usize> {
        self.expect("{");
        let found = names.iter().position(|name| self.enters(name));
        if found.is_none() {
            self.fail();
        }
        found
    }

    /// Goes over the end of an object.
    pub fn leave(&mut self) {
        self.expect("}");
    }

    /// A text. The browser escapes quotation marks, backslashes, controls and halves of characters.
    fn text(&mut self) -> String {
        let mut text = String::new();
        self.expect("\"");
        let mut characters = self.rest.chars();
        loop {
            match characters.next() {
                None => {
                    self.fail();
                    return text;
                }
                Some('"') => break,
                Some('\\') => text.push(unescaped(&mut characters)),
                Some(character) => text.push(character),
            }
        }
        self.rest = characters.as_str();
        text
    }

    /// A whole number of at most 15 digits; beyond that JavaScript itself no longer counts by ones.
    fn number(&mut self) -> i64 {
        let negative = self.skip("-");
        let mut number = 0;
        let mut digits = 0;
        while let Some(digit @ b'0'..=b'9') = self.rest.bytes().next() {
            number = number * 10 + i64::from(digit - b'0');
            digits += 1;
            self.rest = &self.rest[1..];
            if digits > 15 {
                break;
            }
        }
        if !(1..=15).contains(&digits) {
            self.fail();
        }
        if negative { -number } else { number }
    }

    /// What a rule made of what was read; where it made nothing of it, what stands in for it.
    fn checked<T>(&mut self, made: Option<T>, instead: T) -> T {
        if made.is_none() {
            self.fail();
        }
        made.unwrap_or(instead)
    }
}

/// The character that an escape stands for, behind its backslash.
fn unescaped(characters: &mut std::str::Chars<'_>) -> char {
    match characters.next() {
        Some('n') => '\n',
        Some('t') => '\t',
        Some('r') => '\r',
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('u') => {
            let mut code = 0;
            for _ in 0..4 {
                code = code * 16 + characters.next().and_then(|d| d.to_digit(16)).unwrap_or(0);
            }
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        other => other.unwrap_or_default(),
    }
}

/// A type that can be read.
pub trait Read: Sized {
    /// Reads one. Where the text is another, the reader knows it and this is any value.
    fn read(reader: &mut Reader<'_>) -> Self;

    /// What stands for one whose field is not there.
    fn missing(reader: &mut Reader<'_>) -> Self {
        reader.fail();
        Self::read(reader)
    }
}

impl Read for String {
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.text()
    }
}

/// A missing one is `false`, as serde leaves it out.
impl Read for bool {
    fn read(reader: &mut Reader<'_>) -> Self {
        let yes = reader.skip("true");
        if !yes {
            reader.expect("false");
        }
        yes
    }

    fn missing(_: &mut Reader<'_>) -> Self {
        false
    }
}

impl<T: Read> Read for Option<T> {
    fn read(reader: &mut Reader<'_>) -> Self {
        if reader.skip("null") { None } else { Some(T::read(reader)) }
    }

    fn missing(_: &mut Reader<'_>) -> Self {
        None
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(reader: &mut Reader<'_>) -> Self {
        let mut items = Self::new();
        reader.expect("[");
        while !reader.failed && !reader.skip("]") {
            reader.skip(",");
            items.push(T::read(reader));
        }
        items
    }
}

macro_rules! integers {
    ($($integer:ty),+) => {
        $(impl Read for $integer {
            fn read(reader: &mut Reader<'_>) -> Self {
                let number = reader.number().try_into().ok();
                reader.checked(number, 0)
            }
        })+
    };
}

integers!(u32, u16, u8);

macro_rules! texts {
    ($($name:ty, $instead:literal);+) => {
        $(impl Read for $name {
            fn read(reader: &mut Reader<'_>) -> Self {
                let mut text = reader.text();
                if reader.failed {
                    text = String::from($instead);
                }
                match text.try_into() {
                    Ok(value) => value,
                    Err(_) => Self::missing(reader),
                }
            }
        })+
    };
}

texts!(OfferId, "-"; CouponId, "-"; StoreId, "-"; RequestId, "-");

/// The browser reads the date, in RFC 3339; the mall's offset stands at its end.
impl Read for Moment {
    fn read(reader: &mut Reader<'_>) -> Self {
        let text = reader.text();
        let ms = Date::parse(&text);
        let offset = match text.as_bytes() {
            _ if ms.is_nan() => None,
            [.., b'Z'] => Some(0),
            [.., sign @ (b'+' | b'-'), h, hours, b':', m, minutes] => {
                let number = |tens: &u8, ones: &u8| i16::from((tens & 15) * 10 + (ones & 15));
                let offset = number(h, hours) * 60 + number(m, minutes);
                Some(if *sign == b'-' { -offset } else { offset })
            }
            _ => None,
        };
        Self::new(ms as i64, reader.checked(offset, 0))
    }
}

macro_rules! objects {
    ($($name:ident { $($field:ident),+ })+) => {
        $(impl Read for $name {
            fn read(reader: &mut Reader<'_>) -> Self {
                reader.expect("{");
                let object = Self { $($field: reader.field(stringify!($field))),+ };
                reader.leave();
                object
            }
        })+
    };
}

objects! {
    Offer {
        id, store, title, benefit, threshold, state, claim_from, claim_until, validity, stock,
        per_person_limit, rules, after_refund
    }
    Store { id, name, floor, unit, category }
    Stock { total, left, left_today, day_ends }
    Coupon {
        id, offer_id, store, title, benefit, threshold, rules, after_refund, claimed_at, valid_from,
        valid_until, redemption
    }
    Mall { name }
    ClaimPage {
        total, mall, server_time, link, link_expires_at, paid, arrangement, choices, from, cards, pass
    }
    Arrangement { floor, category, claimable, sort }
    Choices { categories, floors }
    Choice { id, name }
    Waiting { ask, mall, server_time }
    PaidLine { store, amount, paid_at, method, refunded }
    OfferCard { offer, category, why, held, not_eligible }
    Wallet { mall, server_time, coupons }
    Problem { server_time, refusal, message, next_step, request_id }
    ClaimAnswer { request_id, coupon }
    Entry { url, expires_at }
}

macro_rules! words {
    ($($name:ident { $($word:literal => $variant:ident),+ })+) => {
        $(impl Read for $name {
            fn read(reader: &mut Reader<'_>) -> Self {
                let words = [$(($word, Self::$variant)),+];
                let text = reader.text();
                let found = words.into_iter().find(|(word, _)| *word == text);
                reader.checked(found, words[0]).1
            }
        })+
    };
}

words! {
    OfferState {
        "draft" => Draft, "submitted" => Submitted, "approved" => Approved, "live" => Live,
        "paused" => Paused, "ended" => Ended
    }
    PaymentMethod {
        "code" => Code, "face" => Face, "mini_program" => MiniProgram, "in_app" => InApp, "card" => Card
    }
    AfterRefund { "revoked" => Revoked, "kept" => Kept }
    RevocationReason { "payment_refunded" => PaymentRefunded, "withdrawn" => Withdrawn }
    Sort {
        "recommended" => Recommended, "expiring" => Expiring, "nearest" => Nearest, "largest" => Largest
    }
}

impl Read for Fen {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self(reader.number())
    }
}

impl Read for PaidShare {
    fn read(reader: &mut Reader<'_>) -> Self {
        let mut share = u8::read(reader);
        if reader.failed {
            share = 50;
        }
        Self::new(share).unwrap_or_else(|| Self::missing(reader))
    }
}

impl Read for Benefit {
    fn read(reader: &mut Reader<'_>) -> Self {
        let which = reader.variant(&["amount_off", "discount", "exchange"]);
        if which.is_none_or(|which| which == 0) {
            let benefit = Self::AmountOff(Fen::read(reader));
            reader.leave();
            return benefit;
        }
        reader.expect("{");
        let benefit = if which == Some(1) {
            Self::Discount { paid_share: reader.field("paid_share"), cap: reader.field("cap") }
        } else {
            Self::Exchange { item: reader.field("item"), price: reader.field("price") }
        };
        reader.expect("}}");
        benefit
    }
}

impl Read for Validity {
    fn read(reader: &mut Reader<'_>) -> Self {
        let fixed = reader.variant(&["fixed", "after_claim"]) == Some(0);
        reader.expect("{");
        let validity = if fixed {
            Self::Fixed { from: reader.field("from"), until: reader.field("until") }
        } else {
            Self::AfterClaim { wait_days: reader.field("wait_days"), days: reader.field("days") }
        };
        reader.expect("}}");
        validity
    }
}

impl Read for Redemption {
    fn read(reader: &mut Reader<'_>) -> Self {
        let redeemed = reader.variant(&["redeemed", "revoked"]) == Some(0);
        reader.expect("{");
        let at = reader.field("at");
        let redemption = match redeemed {
            true => Self::Redeemed { at },
            false => Self::Revoked { at, reason: reader.field("reason") },
        };
        reader.expect("}}");
        redemption
    }
}

/// Those with a code and nothing else.
static PLAIN: [Refusal; 24] = [
    Refusal::OfferEnded,
    Refusal::OfferPaused,
    Refusal::UnknownOffer,
    Refusal::SoldOut,
    Refusal::PaymentRefunded,
    Refusal::NotForThisPayment,
    Refusal::LinkInvalid,
    Refusal::LinkExpired,
    Refusal::LinkTaken,
    Refusal::SessionMissing,
    Refusal::RequestIdReused,
    Refusal::UnknownRequest,
    Refusal::CrossSite,
    Refusal::SignatureInvalid,
    Refusal::TimestampStale,
    Refusal::UnknownStore,
    Refusal::PaymentChanged,
    Refusal::OrderTaken,
    Refusal::UnknownPayment,
    Refusal::RefundConflict,
    Refusal::UnsupportedMediaType,
    Refusal::NotFound,
    Refusal::MethodNotAllowed,
    Refusal::Internal,
];

impl Read for Refusal {
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.expect("{");
        let code: String = reader.field("code");
        let refusal = match code.as_str() {
            "offer_not_started" => Self::OfferNotStarted { starts_at: reader.field("starts_at") },
            "daily_limit" => Self::DailyLimit { again_at: reader.field("again_at") },
            "person_limit" => Self::PersonLimit { limit: reader.field("limit") },
            "payment_too_small" => {
                Self::PaymentTooSmall { least: reader.field("least"), short: reader.field("short") }
            }
            "payment_not_confirmed" => {
                Self::PaymentNotConfirmed { retry_after: reader.field("retry_after") }
            }
            "malformed" => Self::Malformed { field: reader.field("field") },
            "too_large" => Self::TooLarge { limit: reader.field("limit") },
            "too_many" => Self::TooMany { retry_after: reader.field("retry_after") },
            "busy" => Self::Busy { retry_after: reader.field("retry_after") },
            code => {
                let plain = PLAIN.iter().find(|refusal| refusal.code() == code).cloned();
                reader.checked(plain, Self::Internal)
            }
        };
        reader.leave();
        refusal
    }
}

/// A text as JSON, in its quotation marks.
#[must_use]
pub fn quoted(text: &str) -> String {
    // Every text can be written.
    JSON::stringify(&text.into()).map(String::from).unwrap_or_default()
}
