//! The configuration of WeChat's JS-SDK: the page's own address, signed with the account's ticket.

use mall_contract::{CallerRefusal, JsConfig, Refusal};
use sha1::{Digest, Sha1};

use crate::context::Context;
use crate::db::catalogue::MallRow;
use crate::error::Error;
use crate::identity::secret::random_name;
use crate::origin::Origin;
use crate::wechat::ticket::{TicketStore, ticket};

/// The longest address that is signed, in bytes.
const MAX_ADDRESS_BYTES: usize = 2048;

/// Signs a page of this server for WeChat's JS-SDK.
///
/// # Errors
/// `malformed` for an address that is no page of this server; `scan_unavailable` when the mall has no
/// account, or none that WeChat knows; `busy` with the seconds to wait.
pub async fn config(context: &mut Context, mall: &MallRow, url: &str) -> Result<JsConfig, Error> {
    let page = own_page(&context.origin_of(mall), url);
    let page = page.ok_or_else(|| Refusal::Malformed { field: "url".into() })?;
    let Context { db, shared: context } = context;
    let account =
        context.account.as_ref().ok_or(Refusal::Caller(CallerRefusal::ScanUnavailable))?;
    let store = TicketStore { secret: context.secret.clone(), clock: context.clock.clone() };
    let ticket = ticket(db, &store, account, &mall.id).await?;
    let nonce = random_name()?;
    let timestamp = context.now() / 1000;
    let signature = signature(&ticket, &nonce, timestamp, page);
    Ok(JsConfig { app_id: account.app_id().to_owned(), timestamp, nonce, signature })
}

/// Returns the signature of a page's address by WeChat's recipe. The address is unchanged but has no fragment.
#[must_use]
pub fn signature(ticket: &str, nonce: &str, timestamp: i64, page: &str) -> String {
    let text = format!("jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={page}");
    Sha1::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns a page's address without its fragment, if its origin is the mall's own. It is compared and
/// signed character by character, because WeChat signs the address that the browser shows.
fn own_page<'a>(own: &Origin, url: &'a str) -> Option<&'a str> {
    let page = url.split('#').next()?;
    let rest = page.strip_prefix(own.as_str())?;
    let begins = rest.is_empty() || rest.starts_with(['/', '?']);
    let plain = |b: u8| b.is_ascii_graphic() && !b"\\\"<>".contains(&b);
    let fits = page.len() <= MAX_ADDRESS_BYTES && page.bytes().all(plain);
    (begins && fits && !rest.starts_with("//")).then_some(page)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::signature;
    use crate::origin::Origin;

    fn own_page<'a>(own: &str, url: &'a str) -> Option<&'a str> {
        super::own_page(&Origin::parse(own)?, url)
    }

    const SERVER: &str = "https://mall.example.com";

    #[test]
    fn the_signature_is_made_by_the_documented_recipe() {
        let ticket = "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg";
        let page = "http://mp.weixin.qq.com?params=value";
        assert_eq!(
            signature(ticket, "Wm3WZYTPz0wzccnW", 1_414_587_457, page),
            "0f9de62fce790f9a083d5c99e95740ceb90c27ed"
        );
    }

    #[test]
    fn own_pages_are_signed_unchanged_without_their_fragment() {
        let own = [
            ("https://mall.example.com", "https://mall.example.com"),
            ("https://mall.example.com/#x", "https://mall.example.com/"),
            ("https://mall.example.com?a=b", "https://mall.example.com?a=b"),
            (
                "https://mall.example.com/q/ABC123?x=%E6%B5%B7&y=http://a//b@c:1|#u#v",
                "https://mall.example.com/q/ABC123?x=%E6%B5%B7&y=http://a//b@c:1|",
            ),
        ];
        for (url, page) in own {
            assert_eq!(own_page(SERVER, url), Some(page));
        }
        assert_eq!(
            own_page("https://Mall.Example.com:443", "https://mall.example.com/"),
            Some("https://mall.example.com/")
        );
        assert_eq!(
            own_page("http://127.0.0.1:8080", "http://127.0.0.1:8080/q"),
            Some("http://127.0.0.1:8080/q")
        );
        assert_eq!(own_page("http://[::1]:8080", "http://[::1]:8080/"), Some("http://[::1]:8080/"));
    }

    #[test]
    fn other_and_similar_addresses_are_no_own_pages() {
        let foreign = [
            "",
            "/q/ABC123",
            "//mall.example.com/",
            "mall.example.com/",
            "http://mall.example.com/",
            "HTTPS://mall.example.com/",
            "https://MALL.example.com/",
            "https://mall.example.com.evil.test/",
            "https://mall.example.comevil/",
            "https://evil.test/https://mall.example.com/",
            "https://mall.example.com:443/",
            "https://mall.example.com:8443/",
            "https://mall.example.com@evil.test/",
            "https://mall.example.com:x@evil.test/",
            "https://user@mall.example.com/",
            "https://mall.example.com\\@evil.test/",
            "https://mall.example.com//evil.test/",
            "https://mall.example.com/\\evil.test",
            "https:/mall.example.com/",
            "https://mall.example.com./",
            "https://mall.example.com%2f/",
            "https://mall.example.com/ x",
            "https://mall.example.com/\u{6d77}",
            "https://mall.example.com/\r\nx",
            "https://mall.example.com/\0",
            "https://mall.example.com/<b>",
            " https://mall.example.com/",
            "javascript:alert(1)//https://mall.example.com/",
        ];
        for url in foreign {
            assert_eq!(own_page(SERVER, url), None, "{url}");
        }
        let long = |n: usize| format!("{SERVER}/{}", "x".repeat(n - SERVER.len() - 1));
        assert!(own_page(SERVER, &long(2048)).is_some() && own_page(SERVER, &long(2049)).is_none());
        assert_eq!(own_page("no address", "no address/"), None);
    }

    proptest! {
        #[test]
        fn foreign_text_never_panics(text in "\\PC{0,80}") {
            let _ = own_page(SERVER, &text);
            let _ = own_page(&text, &text);
            if let Some(page) = own_page(SERVER, &format!("{SERVER}{text}")) {
                prop_assert!(!page.contains('#') && page.starts_with(SERVER));
            }
        }
    }
}
