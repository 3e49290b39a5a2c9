//! Reads from a file's tokens what its modules declare, import and name.
//!
//! Items for tests only (`#[cfg(test)]`) are left out: a circle through a test costs a reader nothing.

use std::collections::BTreeSet;

use crate::tokens::{Kind, Token, tokens};

/// A module's own text: a file, or an inline `mod name { … }` of one.
#[derive(Debug, Default)]
pub struct Scope {
    /// The inline module's name; empty for a file.
    pub name: String,
    /// Modules in files of their own.
    pub files: Vec<Declaration>,
    /// Inline modules.
    pub inline: Vec<Scope>,
    /// Names of functions, types and other items, macros apart.
    pub items: BTreeSet<String>,
    /// Names of the macros defined here.
    pub macros: BTreeSet<String>,
    /// Each name that a `use` brings in.
    pub imports: Vec<Import>,
    /// Paths of two or more names in the code, outside of `use`.
    pub paths: Vec<Path>,
    /// Names called as macros, without a path.
    pub calls: Vec<Path>,
    /// Names that stand alone in the code, outside of `use`.
    pub alone: BTreeSet<String>,
}

/// `mod name;`
#[derive(Debug)]
pub struct Declaration {
    /// The module's name.
    pub name: String,
    /// The file that `#[path = "…"]` names.
    pub path: Option<String>,
}

/// One name of a `use`.
#[derive(Debug)]
pub struct Import {
    /// The imported path; a glob's path ends with `*`.
    pub path: Path,
    /// The name it gets, or `*`.
    pub alias: String,
    /// Others may import it from here: `pub use`, `pub(crate) use`.
    pub public: bool,
}

/// Names joined by `::`, and the line of the first.
#[derive(Clone, Debug)]
pub struct Path {
    /// The names.
    pub names: Vec<String>,
    /// The line, from 1.
    pub line: usize,
}

/// Reads a file. A file that is for tests as a whole (`#![cfg(test)]`) reads as empty.
pub fn parse(text: &str) -> Scope {
    let tokens = tokens(text);
    let for_tests = tokens.first().is_some_and(|token| token.is("#"))
        && tokens.get(1).is_some_and(|token| token.is("!"))
        && tests_only(&tokens[2..]);
    let mut reader = Reader { tokens: &tokens, at: if for_tests { tokens.len() } else { 0 } };
    reader.scope(String::new())
}

/// Checks whether an attribute, from its `[`, keeps its item out of all builds but those for tests.
fn tests_only(attribute: &[Token]) -> bool {
    let end = attribute.iter().position(|token| token.is("]")).unwrap_or(attribute.len());
    let inside = &attribute[..end];
    let has = |word: &str| inside.iter().any(|token| token.is(word));
    inside.get(1).is_some_and(|token| token.is("cfg")) && has("test") && !has("not") && !has("any")
}

/// Keywords that an item's name follows.
const ITEMS: [&str; 8] = ["fn", "struct", "enum", "union", "trait", "type", "const", "static"];
/// Keywords that begin items, or stand between the beginning and the keyword before the name.
const ITEM_STARTS: [&str; 8] =
    ["pub", "mod", "use", "impl", "async", "unsafe", "extern", "macro_rules"];
/// Attributes of serde and utoipa whose value is a path in a string.
const PATH_ATTRIBUTES: [&str; 6] =
    ["default", "deserialize_with", "schema_with", "serialize_with", "skip_serializing_if", "with"];

struct Reader<'a> {
    tokens: &'a [Token<'a>],
    at: usize,
}

impl<'a> Reader<'a> {
    /// Reads up to the `}` that closes the module, or to the file's end.
    fn scope(&mut self, name: String) -> Scope {
        let mut scope = Scope { name, ..Scope::default() };
        let (mut depth, mut public, mut path) = (0_usize, false, None);
        while let Some(token) = self.token(0) {
            let was_public = std::mem::take(&mut public);
            if token.is("#") && self.is(1, "[") && tests_only(&self.tokens[self.at + 1..]) {
                self.skip_attribute();
                self.skip_item();
            } else if token.is("#") && self.is(1, "[") && self.is(2, "path") && self.is(3, "=") {
                path = self.token(4).map(|token| token.text.to_owned());
                self.skip_attribute();
            } else if token.is("pub") {
                self.visibility();
                public = true;
            } else if token.is("use") && !self.is(1, "<") {
                self.at += 1;
                self.import(&[], was_public, &mut scope.imports);
            } else if token.is("mod") && self.is(2, ";") {
                scope.files.push(Declaration { name: self.text(1), path: path.take() });
                self.at += 3;
            } else if token.is("mod") && self.is(2, "{") {
                let name = self.text(1);
                self.at += 3;
                scope.inline.push(self.scope(name));
            } else if token.is("}") && depth == 0 {
                self.at += 1;
                break;
            } else if token.kind == Kind::Identifier {
                self.name(&mut scope, depth);
            } else if token.kind == Kind::String {
                scope.paths.extend(self.path_in_attribute());
                self.at += 1;
            } else {
                match token.text {
                    "{" => depth += 1,
                    "}" => depth -= 1,
                    _ => {}
                }
                self.at += 1;
            }
        }
        scope
    }

    fn token(&self, ahead: usize) -> Option<Token<'a>> {
        self.tokens.get(self.at + ahead).copied()
    }

    fn is(&self, ahead: usize, text: &str) -> bool {
        self.token(ahead).is_some_and(|token| token.is(text))
    }

    fn text(&self, ahead: usize) -> String {
        self.token(ahead).map(|token| token.text.to_owned()).unwrap_or_default()
    }

    /// Reads the path in a string such as `#[serde(with = "a::b")]`.
    fn path_in_attribute(&self) -> Option<Path> {
        let [name, equals] = self.at.checked_sub(2).map(|from| [from, from + 1])?;
        let names_path = PATH_ATTRIBUTES.contains(&self.tokens[name].text);
        if !names_path || !self.tokens[equals].is("=") {
            return None;
        }
        let token = self.token(0)?;
        let names: Vec<String> = token.text.split("::").map(str::to_owned).collect();
        (names.len() > 1).then_some(Path { names, line: token.line })
    }

    /// Skips `pub` and its limit.
    fn visibility(&mut self) {
        self.at += 1;
        let limited = ["crate", "super", "self", "in"].iter().any(|word| self.is(1, word));
        if self.is(0, "(") && limited {
            while self.token(0).is_some() && !self.is(0, ")") {
                self.at += 1;
            }
            self.at += 1;
        }
    }

    fn skip_attribute(&mut self) {
        let mut depth = 0;
        while let Some(token) = self.token(0) {
            self.at += 1;
            match token.text {
                "[" => depth += 1,
                "]" if depth == 1 => return,
                "]" => depth -= 1,
                _ => {}
            }
        }
    }

    /// Skips an item, or a field, argument or statement.
    fn skip_item(&mut self) {
        while self.is(0, "#") {
            self.skip_attribute();
        }
        let item = ITEMS.iter().chain(&ITEM_STARTS).any(|word| self.is(0, word));
        let mut depth = 0_usize;
        while let Some(token) = self.token(0) {
            let closes = token.kind == Kind::Punctuation && matches!(token.text, "}" | ")" | "]");
            if depth == 0 && closes {
                return;
            }
            self.at += 1;
            match token.text {
                _ if token.kind != Kind::Punctuation => {}
                "{" | "(" | "[" => depth += 1,
                "}" if depth == 1 && !self.is(0, ";") => return,
                "}" | ")" | "]" => depth -= 1,
                ";" if depth == 0 => return,
                "," if depth == 0 && !item => return,
                _ => {}
            }
        }
    }

    /// Reads the rest of a `use` behind the names given, up to and with its `;` or `,`.
    fn import(&mut self, before: &[String], public: bool, imports: &mut Vec<Import>) {
        let mut names = before.to_vec();
        let line = self.token(0).map_or(0, |token| token.line);
        let mut alias = None;
        while let Some(token) = self.token(0) {
            if token.is("{") {
                self.at += 1;
                while self.token(0).is_some() && !self.is(0, "}") {
                    self.import(&names, public, imports);
                    if self.is(0, ",") {
                        self.at += 1;
                    }
                }
                self.at += 1;
                names.clear();
            } else if token.is("}") || token.is(",") {
                break;
            } else if token.is(";") {
                self.at += 1;
                break;
            } else if token.is("as") {
                alias = Some(self.text(1));
                self.at += 2;
            } else if token.is("*") {
                names.push("*".to_owned());
                self.at += 1;
            } else if token.kind == Kind::Identifier && !names.is_empty() && token.is("self") {
                self.at += 1;
            } else {
                if token.kind == Kind::Identifier {
                    names.push(token.text.to_owned());
                }
                self.at += 1;
            }
        }
        if let Some(last) = names.last().cloned() {
            let alias = alias.unwrap_or(last);
            imports.push(Import { path: Path { names, line }, alias, public });
        }
    }

    /// Reads a name in the code: an item's, a macro's, or a path.
    fn name(&mut self, scope: &mut Scope, depth: usize) {
        let first = self.text(0);
        let line = self.token(0).map_or(0, |token| token.line);
        if first == "macro_rules" && self.is(1, "!") {
            scope.macros.insert(self.text(2));
            self.at += 3;
            return;
        }
        let follows_path =
            self.at > 0 && ["::", "."].iter().any(|text| self.tokens[self.at - 1].is(text));
        if depth == 0 && ITEMS.contains(&first.as_str()) && !follows_path {
            let named = self.token(1).filter(|token| token.kind == Kind::Identifier);
            if let Some(named) = named.filter(|token| !ITEMS.contains(&token.text)) {
                scope.items.insert(named.text.to_owned());
                self.at += 2;
                return;
            }
        }
        let mut names = vec![first];
        self.at += 1;
        while self.is(0, "::") && self.token(1).is_some_and(|token| token.kind == Kind::Identifier)
        {
            names.push(self.text(1));
            self.at += 2;
        }
        if follows_path {
            return;
        }
        if names.len() > 1 {
            scope.paths.push(Path { names, line });
            return;
        }
        scope.alone.extend(names.iter().cloned());
        if self.is(0, "!") {
            scope.calls.push(Path { names, line });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Import, Path, parse};

    fn join_paths(paths: &[Path]) -> Vec<String> {
        paths.iter().map(|path| format!("{}:{}", path.line, path.names.join("::"))).collect()
    }

    fn imports(text: &str) -> Vec<String> {
        let text_of = |import: &Import| {
            let public = if import.public { "pub " } else { "" };
            format!("{public}{} as {}", import.path.names.join("::"), import.alias)
        };
        parse(text).imports.iter().map(text_of).collect()
    }

    #[test]
    fn groups_of_imports_are_split() {
        assert_eq!(
            imports("use crate::{a::{self, b as c, d::*}, e};\nuse f;"),
            ["crate::a as a", "crate::a::b as c", "crate::a::d::* as *", "crate::e as e", "f as f",]
        );
        assert_eq!(
            imports("pub(crate) use self::a::{\n    B,\n    C,\n};\nuse super::D;"),
            ["pub self::a::B as B", "pub self::a::C as C", "super::D as D",]
        );
    }

    #[test]
    fn imports_keep_their_lines() {
        let scope = parse("use crate::{\n    a,\n    b::{\n        c,\n    },\n};\n");
        let lines: Vec<_> = scope.imports.iter().map(|import| import.path.line).collect();
        assert_eq!(lines, [2, 4]);
    }

    #[test]
    fn paths_in_code_are_found() {
        let scope = parse(
            "fn f() -> a::B {\n    crate::db::offers::get::<c::D>(x.e)?; Self::g(); h!(i::j)\n}\n",
        );
        assert_eq!(
            join_paths(&scope.paths),
            ["1:a::B", "2:crate::db::offers::get", "2:c::D", "2:Self::g", "2:i::j",]
        );
        assert_eq!(join_paths(&scope.calls), ["2:h"]);
        assert!(scope.items.contains("f"));
    }

    #[test]
    fn paths_in_attributes_are_found() {
        let scope =
            parse("struct A {\n    #[serde(deserialize_with = \"plain::text\")]\n    b: C,\n}\n");
        assert_eq!(join_paths(&scope.paths), ["2:plain::text"]);
        assert_eq!(join_paths(&parse("const A: &str = \"b::c\";").paths), [""; 0]);
    }

    #[test]
    fn modules_and_items_are_distinguished() {
        let scope = parse(
            "mod a;\n#[path = \"c.rs\"]\nmod b;\nmod d {\n    use super::a;\n    const fn e() {}\n}\n\
             pub const F: u8 = 1;\nmacro_rules! g { () => {} }\n",
        );
        let files: Vec<_> =
            scope.files.iter().map(|file| (&*file.name, file.path.as_deref())).collect();
        assert_eq!(files, [("a", None), ("b", Some("c.rs"))]);
        assert_eq!(scope.inline[0].name, "d");
        assert!(scope.inline[0].items.contains("e"));
        assert!(scope.items.contains("F") && scope.macros.contains("g"));
    }

    #[test]
    fn test_code_is_left_out() {
        let text = "#[cfg(test)]\nuse crate::{a};\n#[cfg(test)]\n#[allow(x)]\nmod tests {\n    use crate::b;\n}\n\
                    #[cfg(test)]\npub fn c() -> [u8; 3] { crate::d::e() }\nuse crate::f;\n";
        assert_eq!(imports(text), ["crate::f as f"]);
        assert_eq!(parse(text).paths.len(), 0);
        assert_eq!(imports("#![cfg(test)]\nuse crate::a;\n"), [""; 0]);
        assert_eq!(imports("#[cfg(not(test))]\nuse crate::a;\n"), ["crate::a as a"]);
        assert_eq!(
            imports("#[cfg(any(test, feature = \"x\"))]\nuse crate::a;\n"),
            ["crate::a as a"]
        );
    }
}
