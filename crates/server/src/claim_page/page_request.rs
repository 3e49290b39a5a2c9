//! A request for a claim page.

use mall_contract::ShopperId;
use mall_coupons::Language;

use crate::clock::Ms;
use crate::db::catalogue::MallRow;

/// A request for a claim page.
#[derive(Clone, Copy)]
pub struct PageRequest<'a> {
    pub mall: &'a MallRow,
    pub shopper: &'a ShopperId,
    pub language: Language,
    /// The server's clock.
    pub now: Ms,
}
