//! Texts that cannot change the direction of the text beside them.

use serde::{Deserialize, Deserializer};

/// Removes the marks that open or close a direction (U+202A to U+202E, U+2066 to U+2069).
///
/// Without its end, a mark would turn round the rest of the sentence that the text is put into. Letters of every
/// script keep their direction without these marks. Single marks, which open nothing, stay.
pub fn without_direction_marks(text: &str) -> String {
    text.replace(|c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'), "")
}

/// Reads a text.
pub fn text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    String::deserialize(from).map(|text| without_direction_marks(&text))
}

/// Reads a text that may be missing.
pub fn text_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<String>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    Ok(text.as_deref().map(without_direction_marks))
}

/// Reads several texts.
pub fn texts<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<String>, D::Error> {
    let texts = Vec::<String>::deserialize(from)?;
    Ok(texts.iter().map(|text| without_direction_marks(text)).collect())
}

#[cfg(test)]
mod tests {
    use super::without_direction_marks;

    #[test]
    fn characters_that_set_a_direction_are_removed_and_letters_stay() {
        for turning in
            "\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}".chars()
        {
            assert_eq!(
                without_direction_marks(&format!("半{turning}坡")),
                "半坡",
                "{:x}",
                turning as u32
            );
        }
        for text in ["مقهى\u{200f}!", "בית קפה\u{200e}", "👨\u{200d}👩\u{200d}👧", "Café e\u{301}"]
        {
            assert_eq!(without_direction_marks(text), text);
        }
    }
}
