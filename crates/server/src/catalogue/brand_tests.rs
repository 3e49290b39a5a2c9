//! Brands in a mall's file.

use super::{read, read_file};
use crate::demo::CATALOGUE;
use crate::mall_file::{Catalogue, Invalid};

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
    let write =
        |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    let file = folder.path().join("mall.json");
    write("logo.svg", LOGO);
    let logo =
        |catalogue: Catalogue| catalogue.mall.brand.and_then(|brand| brand.logo).expect("a logo");
    write("mall.json", &with(serde_json::json!({"colour": "#14324f", "logo": "logo.svg"})));
    let beside = logo(read_file(&file).expect("a mall"));
    let wide: Vec<u8> =
        format!("\u{feff}{LOGO}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    for marked in [format!("\u{feff}{LOGO}").into_bytes(), wide] {
        std::fs::write(folder.path().join("logo.svg"), marked).expect("written");
        assert_eq!(logo(read_file(&file).expect("a mall")), beside);
    }
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
fn an_error_in_a_brand_names_its_field() {
    for (brand, words) in [
        (serde_json::json!({"colour": "red"}), "mall.brand.colour: a colour is written #rrggbb"),
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
