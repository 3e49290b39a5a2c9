//! Splits Rust source text into the tokens that a reader of imports needs.
//!
//! `syn` would do it too, but xtask is the first program that a fresh machine compiles.

/// A token's kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A name or keyword; raw identifiers keep their `r#`.
    Identifier,
    /// A string literal; the text is without its quotation marks.
    String,
    /// `::`, or one character of any other punctuation.
    Punctuation,
}

/// A token and its place. Comments, numbers, lifetimes and character literals are left out.
#[derive(Clone, Copy, Debug)]
pub struct Token<'a> {
    /// The token's kind.
    pub kind: Kind,
    /// The token's text.
    pub text: &'a str,
    /// The line it begins on, from 1.
    pub line: usize,
}

impl Token<'_> {
    /// Checks whether this is the given keyword or punctuation.
    pub fn is(&self, text: &str) -> bool {
        self.kind != Kind::String && self.text == text
    }
}

/// Reads all tokens of a source text.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut reader = Reader { text, at: 0, line: 1, tokens: Vec::new() };
    while reader.at < text.len() {
        reader.step();
    }
    reader.tokens
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    line: usize,
    tokens: Vec<Token<'a>>,
}

impl<'a> Reader<'a> {
    fn step(&mut self) {
        let rest = &self.text[self.at..];
        let Some(first) = rest.chars().next() else { return };
        if rest.starts_with("//") {
            self.skip(rest.find('\n').unwrap_or(rest.len()));
        } else if rest.starts_with("/*") {
            self.skip(block_comment(rest));
        } else if let Some(literal) = string(rest) {
            self.push(Kind::String, &rest[literal.from..literal.to]);
            self.skip(literal.length);
        } else if first == '\'' {
            self.skip(quote(rest));
        } else if first.is_alphabetic() || first == '_' {
            let raw = if rest.starts_with("r#") { 2 } else { 0 };
            let length = raw + name_length(&rest[raw..]);
            self.push(Kind::Identifier, &rest[..length]);
            self.skip(length);
        } else if first.is_ascii_digit() {
            self.skip(name_length(rest));
        } else if rest.starts_with("::") {
            self.push(Kind::Punctuation, "::");
            self.skip(2);
        } else {
            if !first.is_whitespace() {
                self.push(Kind::Punctuation, &rest[..first.len_utf8()]);
            }
            self.skip(first.len_utf8());
        }
    }

    fn push(&mut self, kind: Kind, text: &'a str) {
        self.tokens.push(Token { kind, text, line: self.line });
    }

    fn skip(&mut self, length: usize) {
        self.line += self.text[self.at..self.at + length].matches('\n').count();
        self.at += length;
    }
}

fn name_length(text: &str) -> usize {
    text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len())
}

/// Returns the length of a block comment, which may contain others.
fn block_comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    at
}

/// The place of a literal's content, and the whole literal's length.
struct Literal {
    from: usize,
    to: usize,
    length: usize,
}

/// Reads a string literal of any sort: `"…"`, `r#"…"#`, and these with `b` or `c` before them.
fn string(text: &str) -> Option<Literal> {
    let after_prefix = text.strip_prefix(['b', 'c']).unwrap_or(text);
    let prefix = text.len() - after_prefix.len();
    if let Some(raw) = after_prefix.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            let from = prefix + 1 + hashes + 1;
            let end = format!("\"{}", "#".repeat(hashes));
            let to = text[from..].find(&end).map_or(text.len(), |length| from + length);
            return Some(Literal { from, to, length: (to + end.len()).min(text.len()) });
        }
    }
    if !after_prefix.starts_with('"') {
        return None;
    }
    let from = prefix + 1;
    let mut escaped = false;
    for (index, letter) in text[from..].char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(Literal { from, to: from + index, length: from + index + 1 }),
            _ => {}
        }
    }
    Some(Literal { from, to: text.len(), length: text.len() })
}

/// Returns the length of a character literal, or of a lifetime's quotation mark and name.
fn quote(text: &str) -> usize {
    let mut letters = text.char_indices().skip(1);
    match letters.next() {
        Some((_, '\\')) => {
            letters.next();
            letters.find(|(_, letter)| *letter == '\'').map_or(text.len(), |(index, _)| index + 1)
        }
        Some((index, letter)) if text[index + letter.len_utf8()..].starts_with('\'') => {
            index + letter.len_utf8() + 1
        }
        _ => 1 + name_length(&text[1..]),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, tokens};

    fn texts(source: &str) -> Vec<&str> {
        tokens(source).iter().map(|token| token.text).collect()
    }

    #[test]
    fn comments_and_literals_are_skipped() {
        assert_eq!(texts("a /* b /* c */ d */ e // f\ng"), ["a", "e", "g"]);
        assert_eq!(
            texts(r##"f("a::b", r#"c"d"#, b"e", 'x', '\'', '\u{1f}')"##),
            ["f", "(", "a::b", ",", "c\"d", ",", "e", ",", ",", ",", ")"]
        );
        assert_eq!(
            texts("fn f<'a>(x: &'a str) { 1.5e3; 0x1f }"),
            ["fn", "f", "<", ">", "(", "x", ":", "&", "str", ")", "{", ".", ";", "}"]
        );
    }

    #[test]
    fn paths_are_split() {
        assert_eq!(
            texts("crate::a::{b, r#type}"),
            ["crate", "::", "a", "::", "{", "b", ",", "r#type", "}"]
        );
        assert_eq!(texts("break_it; r; b"), ["break_it", ";", "r", ";", "b"]);
    }

    #[test]
    fn lines_are_counted_through_literals() {
        let tokens = tokens("a\n\"x\ny\" /*\n*/ b");
        assert_eq!(tokens[1].kind, Kind::String);
        assert_eq!(tokens.iter().map(|token| token.line).collect::<Vec<_>>(), [1, 2, 4]);
    }
}
