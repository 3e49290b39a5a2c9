//! Tills: what a code is, taking a coupon, giving it back, and what a store took on a day.

mod day;
pub mod offline;
mod redeem;
mod undo;

use mall_contract::{
    CodeEntryMode, CodePayload, PrepareResponse, Refusal, Role, StoreId, TillFacts, TillRedemption,
};
use mall_contract::{PrepareRequest, redeem_refusal};
use mall_coupons::Language;

pub use day::{DAY_COUNT_LIMIT, DAY_DEFAULT_COUNT, DayPart, csv, day};
pub use redeem::{answer, redeem};
pub use undo::undo;

use crate::clock::{Ms, Zone};
use crate::context::Context;
use crate::db::redemptions::{self, AtTillRow, RedemptionRow};
use crate::db::{Connection, coupons::Terms};
use crate::error::Error;
use crate::identity::code;
use crate::wording::problem;

/// Codes that one till reads twice within this time, in milliseconds, are one.
const SECONDS: Ms = 10_000;

/// A till: a store, and who stands there.
#[derive(Clone, Debug)]
pub struct Till {
    /// The mall.
    pub mall: String,
    /// Its zone.
    pub zone: Zone,
    /// The store.
    pub store: StoreId,
    /// Who asks, for requests and records: `staff:` or `key:` and an id.
    pub id: String,
    /// The same as people know them.
    pub by: String,
    /// What they may do.
    pub role: Role,
    /// Whether a code without a token is taken: where somebody logged in has typed it.
    pub may_type: bool,
    /// From where they ask.
    pub address: String,
    /// The language of answers.
    pub language: Language,
    /// When they ask.
    pub now: Ms,
}

impl Till {
    /// Refuses who has guessed too often, or asks too often.
    fn may_ask(&self, context: &Context) -> Result<(), Refusal> {
        context.quotas.till(&self.id)?;
        context.guesses.tills.check(&self.id, self.now)?;
        context.guesses.addresses.check(&self.address, self.now)
    }

    /// Counts a code that was none, and says so.
    fn guessed(&self, context: &Context, refusal: Refusal) -> Error {
        context.guesses.tills.wrong(&self.id, self.now);
        context.guesses.addresses.wrong(&self.address, self.now);
        refusal.into()
    }

    /// The coupon of a code, and what the code says of it.
    async fn coupon(
        &self,
        context: &Context,
        connection: &mut Connection,
        text: &str,
    ) -> Result<(AtTillRow, CodePayload), Error> {
        let unknown = || self.guessed(context, Refusal::CodeUnknown);
        let shown = CodePayload::parse(text).map_err(|_| unknown())?;
        let hash = code::hash(&shown.code);
        let row = redemptions::coupon_of_code(connection, &self.mall, &hash).await?;
        Ok((row.ok_or_else(unknown)?, shown))
    }

    /// How a code came to the till, when it may be taken as it is.
    fn read(
        &self,
        context: &Context,
        row: &AtTillRow,
        shown: &CodePayload,
    ) -> Result<CodeEntryMode, Error> {
        match shown.token {
            None if self.may_type => Ok(CodeEntryMode::Typed),
            Some(token)
                if code::is_live(&context.secret, &self.mall, &row.coupon_id, token, self.now) =>
            {
                Ok(CodeEntryMode::Scanned)
            }
            _ => Err(self.guessed(context, Refusal::CodeStale)),
        }
    }

    /// Why a coupon may not be taken here and now for an order, or nothing when it may.
    fn refusal(
        &self,
        row: &AtTillRow,
        terms: &Terms,
        standing: Option<&RedemptionRow>,
        amount: Option<mall_contract::Fen>,
    ) -> Result<Option<Refusal>, Error> {
        let by = standing.map_or("", |taken| taken.taken_by.as_str());
        let facts = row.facts(terms, by, &self.zone)?;
        let till = TillFacts { store: &self.store, amount };
        Ok(redeem_refusal(&facts, &till, self.zone.moment(self.now)))
    }

    /// A redemption as the contract has it.
    fn told(&self, context: &Context, row: RedemptionRow) -> Result<TillRedemption, Error> {
        let terms = row.coupon.terms(self.language)?;
        let code_end = self.code_end(context, &row.coupon.coupon_id);
        let coupon = row.coupon.told(terms, code_end, &self.zone)?;
        let undo_until = row.at + self.role.undo_window_ms().unwrap_or(0);
        row.told(coupon, undo_until, &self.zone)
    }

    fn code_end(&self, context: &Context, coupon: &str) -> String {
        let code = code::of(&context.secret, &self.mall, coupon);
        code.as_str().chars().skip(12).collect()
    }

    /// Whether this till itself took a coupon just now: a scanner that reads twice, or a till that lost its power.
    fn just_took(&self, taken: &RedemptionRow) -> bool {
        taken.till == self.id && self.now < taken.at + SECONDS
    }
}

/// The redemption of a coupon that stands, where it is taken.
async fn standing(
    connection: &mut Connection,
    mall: &str,
    row: &AtTillRow,
) -> Result<Option<RedemptionRow>, Error> {
    if row.is_taken() {
        redemptions::standing(connection, mall, &row.coupon_id).await
    } else {
        Ok(None)
    }
}

/// Says what a code is and whether it may be used here and now. Changes nothing.
///
/// # Errors
/// `code_unknown`, `code_stale`, `wrong_store`; `too_many`. Why a coupon of this store may not be used now is part
/// of the answer.
pub async fn prepare(
    context: &Context,
    till: &Till,
    request: &PrepareRequest,
    request_name: &str,
) -> Result<PrepareResponse, Error> {
    till.may_ask(context)?;
    if request.amount.is_some_and(|amount| !redeem::AMOUNT.contains(&amount.0)) {
        return Err(Refusal::Malformed { field: "amount".into() }.into());
    }
    let mut reader = context.db.read().acquire().await?;
    let (row, shown) = till.coupon(context, &mut reader, &request.code).await?;
    let taken = standing(&mut reader, &till.mall, &row).await?;
    let terms = row.terms(till.language)?;
    let refusal = till.refusal(&row, &terms, taken.as_ref(), request.amount)?;
    if let Some(refusal @ Refusal::WrongStore { .. }) = refusal {
        return Err(refusal.into());
    }
    let just_taken = taken.filter(|taken| till.just_took(taken));
    if just_taken.is_none() {
        till.read(context, &row, &shown)?;
    }
    let now = till.zone.moment(till.now);
    let refused = refusal.filter(|_| just_taken.is_none());
    let coupon = row.told(terms, till.code_end(context, &row.coupon_id), &till.zone)?;
    Ok(PrepareResponse {
        coupon,
        refused: refused.map(|r| problem(r, till.language, request_name.to_owned(), now)),
        just_taken: just_taken.map(|row| till.told(context, row)).transpose()?,
        server_time: now,
    })
}
