//! Reads JSON as the contract's types.
//!
//! The contract's types have serde's `Deserialize`, and `serde_wasm_bindgen::from_value` could read them. But derived
//! code would be a third of the module, and this reader is a twentieth. The compiler checks that it is complete, and
//! `tests/browser/json.rs` proves that it reads serde's output. The page's few requests are written by hand for the
//! same reason.
//!
//! The page may be older than the server: sites pin the package, and phones keep pages. So an unknown field is skipped,
//! and an unknown word or kind has a stand-in, which its type names.

mod contract;

use std::str::FromStr;

use js_sys::JSON;
use wasm_bindgen::JsValue;

/// Reads a value as this type; returns nothing when it is not one.
#[must_use]
pub fn read<T: Read>(value: &JsValue) -> Option<T> {
    read_text(&text_of(value)?)
}

/// Returns the text of a value. The browser writes it without spaces, and its numbers and escapes in one way.
fn text_of(value: &JsValue) -> Option<String> {
    JsValue::from(JSON::stringify(value).ok()?).as_string()
}

/// Reads a text that the browser has written.
fn read_text<T: Read>(text: &str) -> Option<T> {
    let mut reader = Reader { rest: text, object: "", failed: false };
    let value = T::read(&mut reader);
    (!reader.failed && reader.rest.is_empty()).then_some(value)
}

/// Reads a stored text as this type; returns nothing when it is not one.
#[cfg(feature = "till")]
#[must_use]
pub fn parse<T: Read>(text: &str) -> Option<T> {
    JSON::parse(text).ok().and_then(|value| read(&value))
}

/// Reads a text that the browser has written. After the first error nothing more is read, and the caller drops the
/// whole result. So no step needs to check the one before.
pub struct Reader<'a> {
    rest: &'a str,
    /// The fields of the object around, from its first one.
    object: &'a str,
    failed: bool,
}

impl<'a> Reader<'a> {
    /// Notes that the text is not what was expected.
    fn fail(&mut self) {
        self.failed = true;
        self.rest = "";
    }

    /// Goes over this, when it comes next.
    fn skip(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, text: &str) {
        if !self.skip(text) {
            self.fail();
        }
    }

    /// Goes over a value of any kind, or over a field with its name.
    fn skip_value(&mut self) {
        self.rest = &self.rest[value_end(self.rest)..];
    }

    /// Goes over a value of any kind, and returns its text.
    fn raw(&mut self) -> &'a str {
        let value = self.rest;
        self.skip_value();
        &value[..value.len() - self.rest.len()]
    }

    /// Goes over a field of any name; returns false at the end of the object.
    fn skip_field(&mut self) -> bool {
        self.skip(",");
        let has_field = self.rest.starts_with('"');
        if has_field {
            self.skip_value();
        }
        has_field
    }

    /// Reads an object. Fields that `fields` does not ask for are skipped.
    pub fn object<T>(&mut self, fields: impl FnOnce(&mut Self) -> T) -> T {
        let around = self.enter();
        let object = fields(self);
        self.leave(around);
        object
    }

    fn enter(&mut self) -> &'a str {
        self.expect("{");
        std::mem::replace(&mut self.object, self.rest)
    }

    fn leave(&mut self, around: &'a str) {
        while self.skip_field() {}
        self.expect("}");
        self.object = around;
    }

    /// Goes to the value of a field, when it is the next one of its object.
    fn enter_field(&mut self, name: &str) -> bool {
        let before = self.rest;
        self.skip(",");
        let entered = self.skip("\"") && self.skip(name) && self.skip("\":");
        if !entered {
            self.rest = before;
        }
        entered
    }

    /// Goes to the value of a field, wherever in its object it stands. Fields mostly stand in the order in which they
    /// are asked for, so the next one is tried first.
    fn find(&mut self, name: &str) -> bool {
        if self.enter_field(name) {
            return true;
        }
        let before = std::mem::replace(&mut self.rest, self.object);
        while !self.enter_field(name) {
            if !self.skip_field() {
                self.rest = before;
                return false;
            }
        }
        true
    }

    /// Reads the field of this name.
    pub fn field<T: Read>(&mut self, name: &str) -> T {
        if self.find(name) { T::read(self) } else { T::missing(self) }
    }

    /// Reads a word; returns nothing for one that the type does not have.
    fn word<T: FromStr>(&mut self) -> Option<T> {
        self.unquoted().parse().ok()
    }

    /// Reads a text as it stands in its quotation marks; empty for a value that is no text. No word has an escape.
    fn unquoted(&mut self) -> &'a str {
        let value = self.raw();
        value.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or_default()
    }

    /// Reads an object whose field says what it is, by one of these names: `content` gets which, from 0. Returns
    /// nothing for another name, and for a value that is no object.
    pub fn variant<T>(
        &mut self,
        names: &[&str],
        content: impl FnOnce(&mut Self, usize) -> T,
    ) -> Option<T> {
        let (which, around) = self.enter_variant(names)?;
        let value = content(self, which);
        self.leave(around);
        Some(value)
    }

    /// Goes to the content of a variant. Returns which of the names it has, and the fields of the object around.
    fn enter_variant(&mut self, names: &[&str]) -> Option<(usize, &'a str)> {
        let (value, around) = (self.rest, self.object);
        if self.skip("{") {
            self.object = self.rest;
            if let Some(which) = names.iter().position(|name| self.find(name)) {
                return Some((which, around));
            }
        }
        (self.rest, self.object) = (value, around);
        self.skip_value();
        None
    }

    /// Returns a text. The browser escapes quotation marks, backslashes, controls and halves of characters.
    fn text(&mut self) -> String {
        let mut text = String::new();
        self.expect("\"");
        let mut characters = self.rest.chars();
        loop {
            match characters.next() {
                None => {
                    self.fail();
                    return text;
                }
                Some('"') => break,
                Some('\\') => text.push(unescaped(&mut characters)),
                Some(character) => text.push(character),
            }
        }
        self.rest = characters.as_str();
        text
    }

    fn number(&mut self) -> i64 {
        let number = number(self.raw());
        self.checked(number, 0)
    }

    /// Returns the value that a rule has made; if it made none, fails and returns the stand-in.
    fn checked<T>(&mut self, value: Option<T>, fallback: T) -> T {
        if value.is_none() {
            self.fail();
        }
        value.unwrap_or(fallback)
    }
}

/// Reads a whole number of at most 15 digits; beyond that JavaScript itself no longer counts by ones.
#[must_use]
pub fn number(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !(1..=15).contains(&digits.len()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = digits.bytes().fold(0, |number, b| number * 10 + i64::from(b & 15));
    Some(if digits.len() < text.len() { -number } else { number })
}

/// Returns where a value ends that the browser has written: before a comma or the end of what is around it.
fn value_end(text: &str) -> usize {
    let (mut depth, mut quoted, mut escaped) = (0_u32, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'"' => quoted = !quoted,
            b'\\' => escaped = true,
            _ if quoted => {}
            b'{' | b'[' => depth += 1,
            b',' | b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// Returns the character that an escape stands for, behind its backslash.
fn unescaped(characters: &mut std::str::Chars<'_>) -> char {
    match characters.next() {
        Some('n') => '\n',
        Some('t') => '\t',
        Some('r') => '\r',
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('u') => {
            let mut code = 0;
            for _ in 0..4 {
                code = code * 16 + characters.next().and_then(|d| d.to_digit(16)).unwrap_or(0);
            }
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        other => other.unwrap_or_default(),
    }
}

/// A type that can be read.
pub trait Read: Sized {
    /// Reads one. Where the text is another, the reader knows it and this is any value.
    fn read(reader: &mut Reader<'_>) -> Self;

    /// Reads an optional value. Returns none for a word that this build does not know.
    fn read_optional(reader: &mut Reader<'_>) -> Option<Self> {
        Some(Self::read(reader))
    }

    /// Returns the value of a missing field.
    fn missing(reader: &mut Reader<'_>) -> Self {
        reader.fail();
        Self::read(reader)
    }
}

impl Read for String {
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.text()
    }
}

/// A missing one is `false`, as serde leaves it out.
impl Read for bool {
    fn read(reader: &mut Reader<'_>) -> Self {
        let yes = reader.skip("true");
        if !yes {
            reader.expect("false");
        }
        yes
    }

    fn missing(_: &mut Reader<'_>) -> Self {
        false
    }
}

impl<T: Read> Read for Option<T> {
    fn read(reader: &mut Reader<'_>) -> Self {
        if reader.skip("null") { None } else { T::read_optional(reader) }
    }

    fn missing(_: &mut Reader<'_>) -> Self {
        None
    }
}

/// An item that is a word this build does not know is left out; a missing list is empty.
impl<T: Read> Read for Vec<T> {
    fn read(reader: &mut Reader<'_>) -> Self {
        let mut items = Self::new();
        reader.expect("[");
        while !reader.failed && !reader.skip("]") {
            reader.skip(",");
            items.extend(T::read_optional(reader));
        }
        items
    }

    fn missing(_: &mut Reader<'_>) -> Self {
        Self::new()
    }
}

impl<T: Read> Read for std::sync::Arc<T> {
    fn read(reader: &mut Reader<'_>) -> Self {
        T::read(reader).into()
    }
}

/// Returns a text as JSON, in its quotation marks.
#[must_use]
pub fn quoted(text: &str) -> String {
    // Every text can be written.
    JSON::stringify(&text.into()).map(String::from).unwrap_or_default()
}

#[cfg(test)]
mod tests;
