//! A request for a claim page.

use mall_coupons::Language;

use crate::clock::Ms;
use crate::db::catalogue::MallRow;

/// A request for a claim page.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// The mall.
    pub mall: &'a MallRow,
    /// The shopper.
    pub shopper: &'a str,
    /// In which language.
    pub language: Language,
    /// The server's clock.
    pub now: Ms,
}
