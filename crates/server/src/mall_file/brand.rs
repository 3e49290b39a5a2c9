//! The mall's colour and logo in its file.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Deserializer, de};

use super::invalid::Invalid;
use crate::brand::{Colour, Logo, MAX_LOGO_BYTES};
use crate::text_file::decode;

/// The mall's colour and logo on posters.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BrandFields {
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

impl BrandFields {
    /// Reads the logo.
    pub(crate) fn read_logo(&mut self, folder: Option<&Path>) -> Result<(), Invalid> {
        let Some(logo) = &self.logo else { return Ok(()) };
        let wrong = |what: String| Invalid(format!("mall.brand.logo: {what}"));
        let svg = match folder {
            Some(folder) if !logo.trim_start().starts_with('<') => {
                let file = folder.join(logo);
                beside(&file)
                    .map_err(|error| wrong(format!("{} cannot be read: {error}", file.display())))?
            }
            _ => logo.clone(),
        };
        let logo = Logo::parse(&svg).map_err(|error| wrong(error.to_string()))?;
        self.logo = Some(logo.as_svg().to_owned());
        Ok(())
    }
}

/// Returns a file's text. Of a file that is too large, only as much is read as shows its size.
fn beside(file: &Path) -> io::Result<String> {
    // In UTF-16 each letter has two bytes.
    let limit = 2 * MAX_LOGO_BYTES as u64 + 4;
    let mut bytes = Vec::new();
    File::open(file)?.take(limit).read_to_end(&mut bytes)?;
    decode(&bytes).map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
}
