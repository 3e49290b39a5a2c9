//! The claim page in a page of another site, mounted by the package that is shipped.

mod claiming;
mod isolation;
mod options;
mod unmounting;

use crate::browser::Browser;
use crate::host::Host;
use crate::mall::Mall;

/// Returns a site, a mall that it may embed, and a browser with the site's page.
pub(super) async fn set_up() -> (Host, Mall, Browser) {
    let host = Host::open().await;
    let mall = Mall::embedded_by(&[&host.origin]).await;
    let browser = Browser::open().await;
    host.show(&browser).await;
    (host, mall, browser)
}
