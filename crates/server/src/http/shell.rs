//! The document around every page: `index.html`, cut at its marks.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use mall_coupons::Language;

use super::manner::Manner;

/// The document's pieces between what changes from page to page.
pub struct Shell {
    before_language: String,
    before_title: String,
    before_mark: String,
    before_page: String,
    before_data: String,
    after: String,
    /// What stands in the page's place until it is drawn.
    pub skeleton: String,
    /// Hashes of the inline scripts and styles, as a content security policy names them.
    pub script_hashes: String,
    /// Hashes of the inline styles.
    pub style_hashes: String,
    /// The folder of the page's scripts and modules; none in a document that was not composed.
    assets: Option<String>,
}

impl Shell {
    /// Cuts a document at its marks.
    ///
    /// # Errors
    /// The mark that is missing.
    pub fn parse(html: &str) -> Result<Self, String> {
        let mut rest = html;
        let mut cut = |begin: &str, end: &str| -> Result<String, String> {
            let (before, after) = rest.split_once(begin).ok_or(format!("`{begin}` is missing"))?;
            let (_, after) = after.split_once(end).ok_or(format!("`{end}` is missing"))?;
            rest = after;
            Ok(before.to_owned())
        };
        Ok(Self {
            before_language: cut("<html lang=\"", "\"")? + "<html lang=\"",
            before_title: cut("<title>", "</title>").map(|before| format!("{before}<title>"))?,
            before_mark: cut("<div id=\"page\"", ">")
                .map(|before| format!("</title>{before}<div id=\"page\""))?,
            before_page: cut("<!--page-->", "<!--/page-->")
                .map(|before| format!(" data-drawn>{before}"))?,
            before_data: cut("<!--data-->", "")?,
            after: rest.to_owned(),
            skeleton: between(html, "<!--page-->", "<!--/page-->")
                .next()
                .unwrap_or_default()
                .into(),
            script_hashes: hashes(html, "<script>", "</script>"),
            style_hashes: hashes(html, "<style>", "</style>"),
            assets: assets(html),
        })
    }

    /// The script and the module that will take a page over: their address without its ending. `page` is
    /// the module's name.
    #[must_use]
    pub fn build(&self, page: &str, language: Language) -> Option<String> {
        Some(format!("{}{page}-{}", self.assets.as_ref()?, language.code()))
    }

    /// A finished document. `data` is JSON for the module; none for a page without it.
    #[must_use]
    pub fn document(&self, manner: Manner, title: &str, page: &str, data: Option<&str>) -> String {
        self.document_for_boot(manner, title, page, data, &[])
    }

    /// A finished document whose page element tells the boot script more, each by an attribute.
    #[must_use]
    pub fn document_for_boot(
        &self,
        manner: Manner,
        title: &str,
        page: &str,
        data: Option<&str>,
        attributes: &[(&str, &str)],
    ) -> String {
        let attributes: String = attributes
            .iter()
            .map(|(name, value)| format!(" {name}=\"{}\"", escape(value)))
            .collect();
        // The only character that could end the element the JSON stands in.
        let data = data.unwrap_or_default().replace('<', "\\u003c");
        let title = escape(title);
        [
            self.before_language.as_str(),
            manner.language.tag(),
            if manner.large_text { "\" data-text=\"large\"" } else { "\"" },
            &self.before_title,
            &title,
            &self.before_mark,
            &attributes,
            &self.before_page,
            page,
            &self.before_data,
            &data,
            &self.after,
        ]
        .concat()
    }
}

/// Text as it stands in HTML.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Hashes of a document's inline scripts or styles, as a content security policy names them.
pub fn hashes(html: &str, begin: &str, end: &str) -> String {
    between(html, begin, end).map(hash).collect::<Vec<_>>().join(" ")
}

/// The hash of an inline script or style, as a content security policy names it.
#[must_use]
pub fn hash(text: &str) -> String {
    format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)))
}

/// The folder that the boot script takes files from.
fn assets(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("/assets/")?;
    let (build, _) = rest.split_once('/')?;
    build.bytes().all(|b| b.is_ascii_alphanumeric()).then(|| format!("/assets/{build}/"))
}

fn between<'a>(html: &'a str, begin: &str, end: &str) -> impl Iterator<Item = &'a str> {
    html.split(begin).skip(1).filter_map(move |rest| Some(rest.split_once(end)?.0))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;

    use mall_coupons::Language;

    use super::{Manner, Shell, assets};

    const INDEX: &str = include_str!("../../../../index.html");

    #[test]
    fn a_page_stands_in_its_document() {
        let shell = Shell::parse(INDEX).expect("the document");
        let manner = Manner::of("lang=en", &HeaderMap::new());
        let html = shell.document(manner, "A & <B>", "<p>page</p>", Some(r#"{"a":"</script>"}"#));
        assert!(html.starts_with("<!doctype html>\n<html lang=\"en\">"), "{html}");
        let large =
            shell.document(Manner::of("lang=en&text=large", &HeaderMap::new()), "", "", None);
        assert!(large.contains("<html lang=\"en\" data-text=\"large\">"), "{large}");
        assert!(html.contains("<title>A &amp; &lt;B&gt;</title>"));
        assert!(html.contains("<div id=\"page\" data-drawn><p>page</p></div>"), "{html}");
        assert!(html.contains(r#"id="page-data">{"a":"\u003c/script>"}</script>"#), "{html}");
        assert!(!html.contains("skeleton\""));
        assert_eq!(shell.build("claim", Language::Zh), None, "nothing was composed");
        let more = shell.document_for_boot(manner, "A", "", None, &[("data-receipt", "\"x")]);
        assert!(more.contains("<div id=\"page\" data-receipt=\"&quot;x\" data-drawn>"), "{more}");
        assert!(
            shell.script_hashes.starts_with("'sha256-")
                && shell.style_hashes.starts_with("'sha256-")
        );
    }

    #[test]
    fn the_folder_of_files_is_where_the_boot_script_looks() {
        let composed = INDEX.replace("/*boot*/", "var a=\"/assets/0123abcd/\";go(a)");
        let shell = Shell::parse(&composed).expect("the document");
        let build = shell.build("wallet", Language::En);
        assert_eq!(build.as_deref(), Some("/assets/0123abcd/wallet-en"));
        assert_eq!(assets("'/assets/a>b/'"), None, "nothing that could end the address");
    }

    #[test]
    fn a_missing_mark_is_named() {
        let missing = Shell::parse(&INDEX.replace("<!--data-->", "")).err();
        assert_eq!(missing.as_deref(), Some("`<!--data-->` is missing"));
    }
}
