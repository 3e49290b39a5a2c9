//! Putting `index.html` together from the shell, the styles and the boot script.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::project;

const STYLES: &str = "/*styles*/";
const BOOT: &str = "/*boot*/";
const ASSETS: &str = "__ASSETS__";

/// The texts the page is put together from.
pub struct Sources {
    /// The shell, `index.html`.
    pub shell: String,
    /// `www/styles.css`.
    pub styles: String,
    /// `www/boot.js`.
    pub boot: String,
}

impl Sources {
    /// Reads them from the project.
    pub fn read() -> Result<Self> {
        Self::of(project::root())
    }

    /// Reads them from another copy of the project.
    pub fn of(root: &Path) -> Result<Self> {
        let read = |name| {
            fs::read_to_string(root.join(name)).with_context(|| format!("{name} cannot be read"))
        };
        Ok(Self {
            shell: read("index.html")?,
            styles: read("www/styles.css")?,
            boot: read("www/boot.js")?,
        })
    }

    /// Returns the finished `index.html`, which loads glue and module from the folder of this address.
    pub fn compose(&self, assets: &str) -> Result<String> {
        refuse_ends(&self.styles, "www/styles.css", &["</style"])?;
        refuse_ends(&self.boot, "www/boot.js", &["</script", "<!--", "<script"])?;
        let boot = replace_once(&self.boot, ASSETS, assets, "www/boot.js")?;
        let page = replace_once(&self.shell, STYLES, self.styles.trim(), "index.html")?;
        replace_once(&page, BOOT, boot.trim(), "index.html")
    }
}

/// Refuses text with the end tag of the element that it goes into.
fn refuse_ends(text: &str, name: &str, ends: &[&str]) -> Result<()> {
    let text = text.to_ascii_lowercase();
    match ends.iter().find(|end| text.contains(**end)) {
        Some(end) => bail!(
            "{name} contains `{end}`, which would break the page it is put into; write it in two parts"
        ),
        None => Ok(()),
    }
}

fn replace_once(text: &str, placeholder: &str, with: &str, name: &str) -> Result<String> {
    match text.matches(placeholder).count() {
        1 => Ok(text.replacen(placeholder, with, 1)),
        count => bail!("{name} must contain `{placeholder}` once, not {count} times"),
    }
}

#[cfg(test)]
mod tests {
    use super::Sources;

    fn sources() -> Sources {
        Sources {
            shell: "<style>/*styles*/</style><script>/*boot*/</script>".to_owned(),
            styles: "a{b:c}\n".to_owned(),
            boot: "load('__ASSETS__')\n".to_owned(),
        }
    }

    #[test]
    fn each_part_goes_to_its_place() {
        let page = sources().compose("/assets/1/").unwrap();
        let expected = "<style>a{b:c}</style><script>load('/assets/1/')</script>";
        assert_eq!(page, expected);
    }

    #[test]
    fn a_text_that_ends_its_element_is_refused() {
        let boot = Sources { boot: "__ASSETS__ '</SCRIPT>'".to_owned(), ..sources() };
        assert!(boot.compose("a").is_err());
        let styles = Sources { styles: "a::after{content:'</Style >'}".to_owned(), ..sources() };
        assert!(styles.compose("a").is_err());
    }

    #[test]
    fn a_missing_or_doubled_placeholder_is_refused() {
        let missing =
            Sources { shell: "<style></style><script>/*boot*/</script>".to_owned(), ..sources() };
        assert!(missing.compose("a").is_err());
        let doubled = Sources { boot: "__ASSETS__ __ASSETS__".to_owned(), ..sources() };
        assert!(doubled.compose("a").is_err());
    }
}
