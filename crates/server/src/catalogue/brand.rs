//! The mall's colour and logo in its file.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Deserializer, de};

use super::Invalid;
use crate::brand::{Colour, LARGEST_LOGO, Logo};

/// How the mall looks on paper.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GivenBrand {
    /// Its colour, `#rrggbb`.
    #[serde(deserialize_with = "colour")]
    pub colour: Colour,
    /// Its logo: the text of an SVG, or the name of a file with it beside the mall's own. After reading it is
    /// what [`Logo`] made of it.
    pub logo: Option<String>,
}

fn colour<'de, D: Deserializer<'de>>(from: D) -> Result<Colour, D::Error> {
    let text = String::deserialize(from)?;
    Colour::parse(&text).ok_or_else(|| de::Error::custom("a colour is written #rrggbb"))
}

impl GivenBrand {
    /// Reads the logo.
    pub(super) fn read_logo(&mut self, folder: Option<&Path>) -> Result<(), Invalid> {
        let Some(given) = &self.logo else { return Ok(()) };
        let wrong = |what: String| Invalid(format!("mall.brand.logo: {what}"));
        let svg = match folder {
            Some(folder) if !given.trim_start().starts_with('<') => {
                let file = folder.join(given);
                beside(&file)
                    .map_err(|error| wrong(format!("{} cannot be read: {error}", file.display())))?
            }
            _ => given.clone(),
        };
        let logo = Logo::read(&svg).map_err(|unfit| wrong(unfit.to_string()))?;
        self.logo = Some(logo.as_svg().to_owned());
        Ok(())
    }
}

/// A file's text, of which no more is read than shows that it is too large.
fn beside(file: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    File::open(file)?.take(LARGEST_LOGO as u64 + 1).read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use crate::catalogue::{Catalogue, Invalid, read, read_file};
    use crate::demo::CATALOGUE;

    const LOGO: &str =
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>";

    fn with(brand: serde_json::Value) -> String {
        let mut mall: serde_json::Value = serde_json::from_str(CATALOGUE).expect("json");
        mall["mall"]["brand"] = brand;
        mall.to_string()
    }

    fn message(read: Result<Catalogue, Invalid>) -> String {
        read.err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn a_logo_is_in_the_malls_file_or_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).expect("written")
        };
        let file = folder.path().join("mall.json");
        write("logo.svg", LOGO);
        let logo = |catalogue: Catalogue| {
            catalogue.mall.brand.and_then(|brand| brand.logo).expect("a logo")
        };
        write("mall.json", &with(serde_json::json!({"colour": "#14324f", "logo": "logo.svg"})));
        let beside = logo(read_file(&file).expect("a mall"));
        let inside = with(serde_json::json!({"colour": "#14324f", "logo": LOGO}));
        assert_eq!(logo(read(&inside).expect("a mall")), beside);

        write("mall.json", &with(serde_json::json!({"colour": "#14324f", "logo": "gone.svg"})));
        let message = message(read_file(&file));
        assert!(
            message.starts_with("mall.brand.logo: ") && message.contains("gone.svg cannot be read"),
            "{message}"
        );
    }

    #[test]
    fn what_is_wrong_with_a_brand_is_named_with_its_field() {
        for (brand, words) in [
            (
                serde_json::json!({"colour": "red"}),
                "mall.brand.colour: a colour is written #rrggbb",
            ),
            (serde_json::json!({"colour": 7}), "mall.brand.colour: "),
            (serde_json::json!({}), "missing field `colour`"),
            (serde_json::json!({"colour": "#14324f", "color": "#14324f"}), "mall.brand"),
            (
                serde_json::json!({"colour": "#14324f", "logo": "logo.svg"}),
                "mall.brand.logo: it is no SVG",
            ),
            (
                serde_json::json!({"colour": "#14324f", "logo": LOGO.replace("<path", "<image href='a.png'/><path")}),
                "mall.brand.logo: it has <image>",
            ),
            (
                serde_json::json!({"colour": "#14324f", "logo": LOGO.replace("<path", "<path onclick='alert(1)'")}),
                "mall.brand.logo: its onclick leads to another file or runs a script",
            ),
            (
                serde_json::json!({"colour": "#14324f", "logo": LOGO.to_owned() + &" ".repeat(70_000)}),
                "mall.brand.logo: it is larger than 64 KB",
            ),
        ] {
            let message = message(read(&with(brand)));
            assert!(message.contains(words), "{words}: {message}");
        }
    }
}
