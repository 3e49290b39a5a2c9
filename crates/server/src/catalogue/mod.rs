//! A mall's catalogue: read from its file, compared with what is stored, and imported.

#[cfg(test)]
mod brand_tests;
mod check;
mod host;
mod import;
mod plan;
mod rows;

use std::path::Path;

use crate::clock::Zone;
use crate::mall_file::{Catalogue, Invalid};
use crate::text_file;

pub use host::check_public;
pub use import::{dry_run, import};
pub use plan::Plan;

/// Reads a catalogue. Its plan tells whether it hangs together.
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
    let text = text_file::read(file)
        .map_err(|error| Invalid(format!("{} cannot be read: {error}.", file.display())))?;
    read_in(&text, file.parent())
}

fn read_in(text: &str, folder: Option<&Path>) -> Result<Catalogue, Invalid> {
    let mut json = serde_json::Deserializer::from_str(text);
    let mut catalogue: Catalogue =
        serde_path_to_error::deserialize(&mut json).map_err(|error| Invalid(describe(&error)))?;
    json.end().map_err(|error| Invalid(error.to_string()))?;
    let zone = &catalogue.mall.zone;
    if Zone::named(zone).is_none() {
        return Err(Invalid(format!("mall.zone: {zone} is no zone of the IANA database")));
    }
    if let Some(brand) = &mut catalogue.mall.brand {
        brand.read_logo(folder)?;
    }
    Ok(catalogue)
}

/// Returns the path of the field with the error, if it is in one, and the error.
fn describe(error: &serde_path_to_error::Error<serde_json::Error>) -> String {
    match error.path().to_string().as_str() {
        "." => error.inner().to_string(),
        path => format!("{path}: {}", error.inner()),
    }
}

#[cfg(test)]
mod tests {
    use super::check::check;
    use crate::mall_file::Catalogue;

    /// Returns the sentences about all wrong rows.
    fn sentences(catalogue: &Catalogue) -> String {
        check(catalogue).into_iter().map(|wrong| wrong.sentence + "\n").collect()
    }

    #[test]
    fn the_demo_malls_catalogue_is_consistent() {
        let catalogue = super::read(crate::demo::CATALOGUE).expect("the demo mall");
        assert_eq!(sentences(&catalogue), "");
    }

    #[test]
    fn every_wrong_row_is_named_not_only_the_first() {
        let text = crate::demo::CATALOGUE
            .replacen(r#""unit": "L"#, r#""unit": "L2-07/08/09/10/11-"#, 1)
            .replacen(r#""per_person_limit": 1"#, r#""per_person_limit": 0"#, 2);
        let sentences = sentences(&super::read(&text).expect("it can be read"));
        assert_eq!(sentences.lines().count(), 3, "{sentences}");
    }

    #[test]
    fn a_file_that_is_no_json_is_refused_with_its_line() {
        for (text, words) in [
            ("", "line 1"),
            ("{\n\"mall\": ,}", "line 2"),
            (&format!("{}\n{{}}", crate::demo::CATALOGUE), "trailing characters"),
        ] {
            let message = super::read(text).err().map(|error| error.to_string());
            let message = message.unwrap_or_default();
            assert!(message.contains(words) && !message.starts_with('.'), "{message}");
        }
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
            let message = match super::read(&text) {
                Err(invalid) => invalid.to_string(),
                Ok(catalogue) => sentences(&catalogue),
            };
            assert!(message.contains(place), "{place}: {message}");
        }
    }
}
