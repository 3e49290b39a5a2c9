//! The page's document, and the hashes of its inline parts for the content security policy.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use mall_coupons::Language;
use mall_coupons::shell::Document;
use sha2::{Digest, Sha256};

use super::prefs::RequestPrefs;

/// The page's document.
pub struct Shell {
    /// The document, cut at its marks.
    pub page: mall_coupons::shell::Shell,
    /// Hashes of the inline scripts, as a content security policy names them.
    pub script_hashes: String,
    /// Hashes of the inline styles.
    pub style_hashes: String,
}

/// The parts of a document that few documents have.
#[derive(Clone, Copy, Default)]
pub struct Additions<'a> {
    /// Attributes of the page's element for the boot script.
    pub attributes: &'a [(&'a str, &'a str)],
    /// The address of a script besides the boot script.
    pub script: Option<&'a str>,
}

impl Shell {
    /// Cuts a document at its marks.
    ///
    /// # Errors
    /// The mark that is missing.
    pub fn parse(html: &str) -> Result<Self, String> {
        Ok(Self {
            page: mall_coupons::shell::Shell::parse(html)?,
            script_hashes: hashes(html, "<script>", "</script>"),
            style_hashes: hashes(html, "<style>", "</style>"),
        })
    }

    /// Returns the address of a page's script and module without its ending.
    #[must_use]
    pub fn build(&self, page: &str, language: Language) -> Option<String> {
        self.page.build(page, language)
    }

    /// Returns a finished document. `data` is JSON for the module; none for a page without it.
    #[must_use]
    pub fn document(
        &self,
        prefs: RequestPrefs,
        title: &str,
        page: &str,
        data: Option<&str>,
    ) -> String {
        self.document_with(prefs, title, page, data, Additions::default())
    }

    /// Returns a finished document with additions.
    #[must_use]
    pub fn document_with(
        &self,
        prefs: RequestPrefs,
        title: &str,
        page: &str,
        data: Option<&str>,
        additions: Additions<'_>,
    ) -> String {
        let Additions { attributes, script } = additions;
        let RequestPrefs { language, large_text, .. } = prefs;
        self.page.fill(&Document { language, large_text, title, page, data, attributes, script })
    }
}

/// Returns hashes of a document's inline scripts or styles, as a content security policy names them.
#[must_use]
pub fn hashes(html: &str, begin: &str, end: &str) -> String {
    let inline = html.split(begin).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0));
    inline.map(hash).collect::<Vec<_>>().join(" ")
}

/// Returns the hash of an inline script or style, as a content security policy names it.
#[must_use]
pub fn hash(text: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))
}

#[cfg(test)]
mod tests {
    use super::hashes;

    #[test]
    fn each_inline_script_has_its_hash() {
        let html = "<script>a</script><script id=\"data\">b</script><script>c</script>";
        let hashes = hashes(html, "<script>", "</script>");
        let hash_of_a = "'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='";
        let hash_of_c = "'sha256-Ln0sA6lQeuJl7PW1NWiFpTOTogKdJBOUmXJloaJa78Y='";
        assert_eq!(hashes, format!("{hash_of_a} {hash_of_c}"));
    }
}
