//! A shopper's coupons.

use mall_contract::Wallet;
use mall_coupons::Language;

use crate::app::App;
use crate::claim_page::mall_view;
use crate::clock::Ms;
use crate::db::catalogue::MallRow;
use crate::db::coupons;
use crate::error::Error;

/// What a shopper holds; nothing for one who is not known.
///
/// # Errors
/// When the database does not answer.
pub async fn wallet(
    app: &App,
    mall: &MallRow,
    shopper: Option<&str>,
    language: Language,
    now: Ms,
) -> Result<Wallet, Error> {
    let zone = mall.zone()?;
    let rows = match shopper {
        Some(shopper) => coupons::of_shopper(app.db.read(), &mall.id, shopper).await?,
        None => Vec::new(),
    };
    let coupons = rows.iter().map(|row| row.coupon(language, &zone)).collect::<Result<_, _>>()?;
    Ok(Wallet { mall: mall_view(mall, language), server_time: zone.moment(now), coupons })
}
