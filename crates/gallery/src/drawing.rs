//! Drawing a scene.

use std::sync::Arc;

use mall_coupons::pages::controller::{Action, Controller};
use mall_coupons::pages::store::Reduce;
use mall_coupons::pages::{claim, coupon, scan, till, wallet};
use mall_coupons::shell::Shell;
use mall_coupons::{Page, Text, Viewer};

use crate::look::Look;
use crate::scenes::Content;

/// A scene in a document.
pub struct Drawing {
    /// The document's title, as text.
    pub title: String,
    /// The page, as HTML.
    pub page: String,
}

/// Draws a scene.
pub async fn draw(shell: &Shell, look: Look, content: Content) -> Drawing {
    let Look { language, large_text, .. } = look;
    let viewer = Viewer { language, large_text, form_nonce: "gallery".into(), receipt: None };
    match content {
        Content::Claim { page, actions, rules_open } => {
            let mut drawing =
                draw_after::<claim::ClaimController>(page, Page::Claim, actions, viewer).await;
            if rules_open {
                // Texts are escaped, so that this is the element and nothing else.
                drawing.page = drawing.page.replace("<details ", "<details open ");
            }
            drawing
        }
        Content::Wallet { wallet, actions } => {
            draw_after::<wallet::WalletController>(*wallet, Page::Wallet, actions, viewer).await
        }
        Content::Coupon { coupon, actions } => {
            draw_after::<coupon::CouponController>(*coupon, Page::Coupon, actions, viewer).await
        }
        Content::Scan { page, actions } => {
            draw_after::<scan::ScanController>(page, Page::Scan, actions, viewer).await
        }
        Content::Till { page, actions } => {
            draw_after::<till::TillController>(page, Page::Till, actions, viewer).await
        }
        Content::Page(page) => {
            Drawing { title: page.title(language), page: mall_coupons::draw(page, viewer).await }
        }
        Content::Skeleton => Drawing {
            title: Text::of(language).claim_title.to_owned(),
            page: shell.skeleton().to_owned(),
        },
    }
}

/// Draws a page on which actions have happened.
async fn draw_after<C>(
    content: impl Into<Arc<C::Page>>,
    page: impl Fn(Arc<C::Page>) -> Page,
    actions: Vec<Action<C>>,
    viewer: Viewer,
) -> Drawing
where
    C: Controller<Page: Send + Sync, State: Reduce<Action: Send>>,
{
    let content = content.into();
    let page = page(content.clone());
    let title = page.title(viewer.language);
    let page = mall_coupons::draw_after::<C>(content, page.server_time(), actions, viewer).await;
    Drawing { title, page }
}
