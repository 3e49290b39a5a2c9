//! A till, and the rules that hold at each.

use mall_contract::{
    CodeEntryMode, CodePayload, CouponId, Fen, MallId, Refusal, Role, StoreId, TillFacts,
    TillRedemption, TillRefusal, redeem_refusal,
};
use mall_coupons::Language;

use crate::clock::{Ms, Zone};
use crate::context::SharedContext;
use crate::db::redemptions::{self, AtTillRow, RedemptionRow};
use crate::db::{Connection, coupons::Terms};
use crate::error::Error;
use crate::identity::code;

/// Codes that one till reads twice within this time, in milliseconds, are one.
const DOUBLE_SCAN_WINDOW_MS: Ms = 10_000;

/// A till: a store, and the person or system that stands there.
#[derive(Clone, Debug)]
pub struct Till {
    pub mall: MallId,
    /// Its zone.
    pub zone: Zone,
    pub store: StoreId,
    /// The id of the person or system, for requests and records: `staff:` or `key:` and an id.
    pub id: String,
    /// The name of the person or system, as people know it.
    pub by: String,
    /// The rights.
    pub role: Role,
    /// It may redeem a code without a token, because a person who is logged in types it.
    pub accepts_typed_codes: bool,
    /// The language of answers.
    pub language: Language,
    /// The time of the request.
    pub now: Ms,
}

impl Till {
    /// Counts a request.
    ///
    /// # Errors
    /// `too_many` after too many requests or wrong codes.
    pub(super) fn count_request(&self, context: &SharedContext) -> Result<(), Refusal> {
        context.quotas.till(&self.id)?;
        context.guesses.tills.check(&self.id, self.now)?;
        context.guesses.stores.check(&self.store_name(), self.now)
    }

    /// Forgets the wrong codes of a till that had a right one.
    pub(super) fn forget_guesses(&self, context: &SharedContext) {
        context.guesses.tills.reset(&self.id);
        context.guesses.stores.reset(&self.store_name());
    }

    /// Counts a guess: a well-formed code that no coupon has. A mall's tills may share one address, so it does not count.
    fn count_guess(&self, context: &SharedContext) {
        context.guesses.tills.count_failure(&self.id, self.now);
        context.guesses.stores.count_failure(&self.store_name(), self.now);
    }

    fn store_name(&self) -> String {
        format!("{} {}", self.mall, self.store)
    }

    /// Finds the coupon of a code, and reads the code's parts. A text that cannot be a code is no guess: scanners read
    /// goods, too.
    pub(super) async fn coupon(
        &self,
        context: &SharedContext,
        connection: &mut Connection,
        text: &str,
    ) -> Result<(AtTillRow, CodePayload), Error> {
        let unknown = Refusal::Till(TillRefusal::CodeUnknown);
        let payload = CodePayload::parse(text).map_err(|_| unknown.clone())?;
        let hash = code::hash(&payload.code);
        let row = redemptions::coupon_of_code(connection, &self.mall, &hash).await?;
        if row.is_none() {
            self.count_guess(context);
        }
        Ok((row.ok_or(unknown)?, payload))
    }

    /// Returns how a code came to the till.
    ///
    /// # Errors
    /// `code_stale` for a typed code at a till that may not type, and for an old token.
    pub(super) fn entry_mode(
        &self,
        context: &SharedContext,
        row: &AtTillRow,
        payload: &CodePayload,
    ) -> Result<CodeEntryMode, Error> {
        match payload.token {
            None if self.accepts_typed_codes => Ok(CodeEntryMode::Typed),
            Some(token)
                if code::is_live(&context.secret, &self.mall, &row.coupon_id, token, self.now) =>
            {
                Ok(CodeEntryMode::Scanned)
            }
            _ => Err(Refusal::Till(TillRefusal::CodeStale).into()),
        }
    }

    /// Returns why a coupon may not be redeemed here and now for an order.
    pub(super) fn refusal(
        &self,
        row: &AtTillRow,
        terms: &Terms,
        current_redemption: Option<&RedemptionRow>,
        amount: Option<Fen>,
    ) -> Result<Option<Refusal>, Error> {
        let by = current_redemption.map_or("", |redemption| redemption.taken_by.as_str());
        let facts = row.facts(terms, by, &self.zone)?;
        let till = TillFacts { store: &self.store, amount };
        Ok(redeem_refusal(&facts, &till, self.zone.moment(self.now)))
    }

    /// Converts a redemption to the contract's type.
    pub(super) fn to_contract(
        &self,
        context: &SharedContext,
        row: RedemptionRow,
    ) -> Result<TillRedemption, Error> {
        let terms = row.coupon.terms(self.language)?;
        let code_end = self.code_end(context, &row.coupon.coupon_id);
        let coupon = row.coupon.to_contract(terms, code_end, &self.zone)?;
        let undo_until = row.at + self.role.undo_window_ms().unwrap_or(0);
        row.into_contract(coupon, undo_until, &self.zone)
    }

    pub(super) fn code_end(&self, context: &SharedContext, coupon: &CouponId) -> String {
        let code = code::of(&context.secret, &self.mall, coupon);
        code.as_str().chars().skip(12).collect()
    }

    /// Checks whether this till itself redeemed the coupon just now: a scanner reads twice, or a till lost its power.
    pub(super) fn just_redeemed(&self, redemption: &RedemptionRow) -> bool {
        redemption.till == self.id && self.now < redemption.at + DOUBLE_SCAN_WINDOW_MS
    }
}

/// Reads the present redemption of a redeemed coupon.
pub(super) async fn current_redemption(
    connection: &mut Connection,
    mall: &MallId,
    row: &AtTillRow,
) -> Result<Option<RedemptionRow>, Error> {
    if row.is_taken() {
        redemptions::standing(connection, mall, &row.coupon_id).await
    } else {
        Ok(None)
    }
}
