//! The data from which all parts of the coupon page are drawn.

use std::cell::RefCell;

use yew::Html;

use crate::pages::coupon::state::State;
use crate::session::Session;
use crate::text::coupon::CouponText;

/// The data from which all parts of the coupon page are drawn.
pub struct ViewContext<'a> {
    pub state: &'a State,
    pub text: &'static CouponText,
    pub session: &'a Session,
    pub codes: &'a CodeCache,
    /// True if the page works: the module runs, and follows the coupon.
    pub is_live: bool,
}

/// The codes drawn last. A text stays the same for half a minute, while the page is drawn each second.
#[derive(Default)]
pub struct CodeCache(RefCell<Option<(String, Html)>>);

impl CodeCache {
    /// Returns the codes of a text, and draws them if they are not the last ones.
    pub fn get_or_draw(&self, text: &str, draw: impl FnOnce() -> Html) -> Html {
        if let Some((cached, codes)) = &*self.0.borrow()
            && cached == text
        {
            return codes.clone();
        }
        let codes = draw();
        self.0.replace(Some((text.to_owned(), codes.clone())));
        codes
    }
}
