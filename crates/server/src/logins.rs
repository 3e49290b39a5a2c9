//! Logins of a mini-program: its user proves to be a payer and gets, once and soon, into the page.

use mall_contract::{Entry, Refusal};

use crate::app::App;
use crate::clock::Ms;
use crate::db::catalogue::MallRow;
use crate::error::Error;
use crate::identity::payer;
use crate::payments::plain;
use crate::wechat::login::MiniProgram;
use crate::{demo, entries};

/// Who says whose a login code is.
pub enum Codes {
    /// WeChat.
    WeChat(Box<MiniProgram>),
    /// The demo itself, where it has no app id.
    Demo,
    /// Nobody: the mall has no mini-program.
    Nobody,
}

/// Takes a login code for an entry of the shopper who its payer is. Where the entry leads is said when
/// it is used.
///
/// # Errors
/// `malformed`, `login_invalid`, `login_unavailable`; `too_many`, `busy`.
pub async fn log_in(app: &App, mall: &MallRow, code: &str, now: Ms) -> Result<Entry, Error> {
    if !plain(code, 128) {
        return Err(Refusal::Malformed { field: "code".into() }.into());
    }
    let payer = match &app.codes {
        Codes::WeChat(wechat) => wechat.payer(code).await?,
        Codes::Demo => demo::payer_of_code(code),
        Codes::Nobody => return Err(Refusal::LoginUnavailable.into()),
    };
    let mut tx = app.db.write().await?;
    let shopper = payer::shopper_of(&mut tx, &mall.id, &payer, now).await?;
    tx.commit().await?;
    app.limits.claim(&shopper)?;
    entries::make(app, &mall.id, &mall.zone()?, &shopper, entries::HOME, now).await
}
