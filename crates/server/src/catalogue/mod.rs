//! A mall's catalogue: read from its file, checked and imported.

#[cfg(test)]
mod brand_tests;
mod check;
mod host;
mod import;

use std::fs;
use std::path::Path;

use crate::mall_file::{Catalogue, Invalid};
use crate::text_file::{NotUnicode, decode};

pub use host::check_public;
pub use import::import;

/// Reads a catalogue and checks that it hangs together.
///
/// # Errors
/// A sentence that names the place.
pub fn read(text: &str) -> Result<Catalogue, Invalid> {
    read_in(text, None)
}

/// Reads a catalogue from its file, beside which the logo may be.
///
/// # Errors
/// As [`read`].
pub fn read_file(file: &Path) -> Result<Catalogue, Invalid> {
    let bytes = fs::read(file)
        .map_err(|error| Invalid(format!("{} cannot be read: {error}.", file.display())))?;
    let text = decode(&bytes).map_err(|NotUnicode { line }| {
        Invalid(format!("{}: line {line} is not in UTF-8; save the file as UTF-8.", file.display()))
    })?;
    read_in(&text, file.parent())
}

fn read_in(text: &str, folder: Option<&Path>) -> Result<Catalogue, Invalid> {
    let json = &mut serde_json::Deserializer::from_str(text);
    let mut catalogue: Catalogue = serde_path_to_error::deserialize(json)
        .map_err(|e| Invalid(format!("{}: {}", e.path(), e.inner())))?;
    if let Some(brand) = &mut catalogue.mall.brand {
        brand.read_logo(folder)?;
    }
    check::check(&catalogue)?;
    Ok(catalogue)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_demo_malls_catalogue_is_consistent() {
        super::read(crate::demo::CATALOGUE).map(|_| ()).expect("the demo mall");
    }

    #[test]
    fn a_file_is_read_as_windows_writes_it_or_refused_with_its_line() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("mall.json");
        let catalogue = crate::demo::CATALOGUE;
        let lines = catalogue.replace('\n', "\r\n");
        let wide = format!("\u{feff}{lines}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [format!("\u{feff}{lines}").into_bytes(), wide, lines.clone().into_bytes()] {
            std::fs::write(&file, bytes).expect("written");
            super::read_file(&file).map(|_| ()).expect("the demo mall");
        }
        // 中庭 in GB 18030.
        std::fs::write(&file, b"{\n\"mall\": \"\xd6\xd0\xcd\xa5\"}").expect("written");
        let message = super::read_file(&file).err().map(|error| error.to_string());
        assert!(message.is_some_and(|message| message.contains("line 2 is not in UTF-8")));
    }

    #[test]
    fn an_error_in_a_catalogue_names_its_place() {
        let broken = [
            (r#""parent": null"#, r#""parent": "nowhere""#, "no category nowhere"),
            ("Asia/Shanghai", "Asia/Nowhere", "mall.zone"),
            (r#""per_person_limit": 1"#, r#""per_person_limit": 0"#, "at least one"),
            (r#""amount_off": 850"#, r#""amount_off": "x""#, "offers[0].benefit"),
            (r#""amount_off": 850"#, r#""amount_off": 0"#, "an amount is out of range"),
            (r#""id": "sichuan""#, r#""id": "hotpot""#, "category hotpot: it is there twice"),
            (r#""days": 7"#, r#""days": 0"#, "valid for 1 to 366 days"),
            (r#""state": "live""#, r#""state": "alive""#, "offers[0].state"),
            (
                r#""per_person_limit": 1"#,
                r#""per_person_limit": 1, "use_windows": [{"days": [], "from": "10:00", "until": "12:00"}]"#,
                "a use window",
            ),
            (
                r#""per_person_limit": 1"#,
                r#""per_person_limit": 1, "use_windows": [{"days": ["mon"], "from": "10:00", "until": "25:00"}]"#,
                "offers[0].use_windows[0].until",
            ),
            (r#""unit": "L"#, r#""unit": "L2-07/08/09/10/11-"#, "a unit 16"),
            ("坐中庭扶梯到 B1，左转前行，靠近北门", " ", "the way has"),
            (r#""way": {"zh": ""#, &format!(r#""way": {{"zh": "{}"#, "远".repeat(80)), "the way"),
            (r#""zh": "现制咖啡立减券""#, r#""zh": "\u202e""#, "a title is not empty"),
        ];
        for (from, to, place) in broken {
            let text = crate::demo::CATALOGUE.replacen(from, to, 1);
            let message = super::read(&text).err().map(|e| e.to_string()).unwrap_or_default();
            assert!(message.contains(place), "{place}: {message}");
        }
    }
}
