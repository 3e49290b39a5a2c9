//! The document around every page: `index.html`, cut at its marks.

use crate::text::Language;

/// The parts of `index.html` between what changes from page to page.
#[derive(Clone, Debug)]
pub struct Shell {
    before_language: String,
    before_title: String,
    before_attributes: String,
    before_page: String,
    before_data: String,
    after: String,
    skeleton: String,
    assets: Option<String>,
}

/// The content of one document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Document<'a> {
    /// The language of its text.
    pub language: Language,
    /// All text is 1.4 times as large.
    pub large_text: bool,
    /// The title, as text.
    pub title: &'a str,
    /// The page, as HTML.
    pub page: &'a str,
    /// JSON for the module that takes the page over; none for a page without a module.
    pub data: Option<&'a str>,
    /// Names and values of attributes that the page's element has for the boot script.
    pub attributes: &'a [(&'a str, &'a str)],
    /// The address of a script that this document has besides the boot script.
    pub script: Option<&'a str>,
}

impl Shell {
    /// Cuts a document at its marks.
    ///
    /// # Errors
    /// The mark that is missing.
    pub fn parse(html: &str) -> Result<Self, String> {
        let mut rest = html;
        let mut cut = |begin: &str, end: &str| -> Result<(&str, &str), String> {
            let (before, after) = rest.split_once(begin).ok_or(format!("`{begin}` is missing"))?;
            let (inside, after) = after.split_once(end).ok_or(format!("`{end}` is missing"))?;
            rest = after;
            Ok((before, inside))
        };
        let (before_language, _) = cut("<html lang=\"", "\"")?;
        let (before_title, _) = cut("<title>", "</title>")?;
        let (before_attributes, _) = cut("<div id=\"page\"", ">")?;
        let (before_page, skeleton) = cut("<!--page-->", "<!--/page-->")?;
        let (before_data, _) = cut("<!--data-->", "")?;
        Ok(Self {
            before_language: format!("{before_language}<html lang=\""),
            before_title: format!("{before_title}<title>"),
            before_attributes: format!("</title>{before_attributes}<div id=\"page\""),
            before_page: format!(" data-drawn>{before_page}"),
            before_data: before_data.to_owned(),
            after: rest.to_owned(),
            skeleton: skeleton.to_owned(),
            assets: assets(html),
        })
    }

    /// Returns the HTML that fills the page's place until the page is drawn.
    #[must_use]
    pub fn skeleton(&self) -> &str {
        &self.skeleton
    }

    /// Returns the address of a page's script and module without its ending; none in a document that was not
    /// composed. `page` is the module's name.
    #[must_use]
    pub fn build(&self, page: &str, language: Language) -> Option<String> {
        Some(format!("{}{page}-{}", self.assets.as_ref()?, language.code()))
    }

    /// Returns the finished document.
    #[must_use]
    pub fn fill(&self, document: &Document<'_>) -> String {
        let attributes: String = document
            .attributes
            .iter()
            .map(|(name, value)| format!(" {name}=\"{}\"", escape(value)))
            .collect();
        // The only character that could end the element with the JSON.
        let data = document.data.unwrap_or_default().replace('<', "\\u003c");
        let title = escape(document.title);
        let script = document.script.map(|address| {
            let script = format!("</div>\n<script src=\"{}\" async></script>", escape(address));
            self.before_data.replacen("</div>", &script, 1)
        });
        [
            self.before_language.as_str(),
            document.language.tag(),
            if document.large_text { "\" data-text=\"large\"" } else { "\"" },
            &self.before_title,
            &title,
            &self.before_attributes,
            &attributes,
            &self.before_page,
            document.page,
            script.as_deref().unwrap_or(&self.before_data),
            &data,
            &self.after,
        ]
        .concat()
    }
}

/// Escapes text for HTML, also for an attribute in double quotes.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Finds the folder that the boot script takes files from.
fn assets(html: &str) -> Option<String> {
    let (_, rest) = html.split_once("/assets/")?;
    let (build, _) = rest.split_once('/')?;
    build.bytes().all(|b| b.is_ascii_alphanumeric()).then(|| format!("/assets/{build}/"))
}

#[cfg(test)]
mod tests {
    use super::{Document, Shell, assets};
    use crate::text::Language;

    const INDEX: &str = include_str!("../index.html");

    #[test]
    fn a_page_is_put_into_its_document() {
        let shell = Shell::parse(INDEX).expect("the document");
        let document = Document {
            language: Language::En,
            title: "A & <B>",
            page: "<p>page</p>",
            data: Some(r#"{"a":"</script>"}"#),
            ..Document::default()
        };
        let html = shell.fill(&document);
        assert!(html.starts_with("<!doctype html>\n<html lang=\"en\">"), "{html}");
        assert!(html.contains("<title>A &amp; &lt;B&gt;</title>"), "{html}");
        assert!(html.contains("<div id=\"page\" data-drawn><p>page</p></div>"), "{html}");
        assert!(html.contains(r#"id="page-data">{"a":"\u003c/script>"}</script>"#), "{html}");
        assert!(!html.contains("skeleton\""), "{html}");
    }

    #[test]
    fn large_text_and_attributes_reach_the_boot_script() {
        let shell = Shell::parse(INDEX).expect("the document");
        let attributes = [("data-receipt", "\"x")];
        let document =
            Document { large_text: true, attributes: &attributes, ..Document::default() };
        let html = shell.fill(&document);
        assert!(html.contains("<html lang=\"zh-CN\" data-text=\"large\">"), "{html}");
        assert!(html.contains("<div id=\"page\" data-receipt=\"&quot;x\" data-drawn>"), "{html}");
    }

    #[test]
    fn a_document_may_have_a_script_beside_the_page() {
        let shell = Shell::parse(INDEX).expect("the document");
        let fill =
            |script| shell.fill(&Document { page: "<p>x</p>", script, ..Document::default() });
        let html = fill(Some("/proof.js"));
        assert!(
            html.contains("<p>x</p></div>\n<script src=\"/proof.js\" async></script>\n"),
            "{html}"
        );
        assert_eq!(html.replace("\n<script src=\"/proof.js\" async></script>", ""), fill(None));
    }

    #[test]
    fn a_skeleton_fills_the_pages_place() {
        let shell = Shell::parse(INDEX).expect("the document");
        assert!(shell.skeleton().contains("class=\"skeleton\""), "{}", shell.skeleton());
    }

    #[test]
    fn the_boot_script_finds_the_folder_of_files() {
        let composed = INDEX.replace("/*boot*/", "var a=\"/assets/0123abcd/\";go(a)");
        let shell = Shell::parse(&composed).expect("the document");
        let build = shell.build("wallet", Language::En);
        assert_eq!(build.as_deref(), Some("/assets/0123abcd/wallet-en"));
        assert_eq!(assets("'/assets/a>b/'"), None, "nothing that could end the address");
        let shell = Shell::parse(INDEX).expect("the document");
        assert_eq!(shell.build("claim", Language::Zh), None, "nothing was composed");
    }

    #[test]
    fn a_missing_placeholder_is_named() {
        let missing = Shell::parse(&INDEX.replace("<!--data-->", "")).err();
        assert_eq!(missing.as_deref(), Some("`<!--data-->` is missing"));
    }
}
