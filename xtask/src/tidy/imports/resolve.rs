//! Finds the files that a crate's paths lead to.
//!
//! A name that a module passes on (`pub use`) leads to the file that defines it. A path that ends at a module leads
//! nowhere: its uses are elsewhere in the file, as paths through its name.

use std::collections::{BTreeMap, BTreeSet};

use super::parse::{Import, Path, Scope, parse};

/// One file uses what another defines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// The file that uses.
    pub from: String,
    /// The file that defines.
    pub to: String,
    /// The first line of `from` that uses `to`, from 1.
    pub line: usize,
    /// The path as it is written there.
    pub path: String,
}

/// Limits the names in a path. Imports that prefix one another would make it longer for ever.
const MAX_PATH_NAMES: usize = 16;

/// The modules of one crate, from its root file.
struct Crate {
    modules: Vec<Module>,
}

struct Module {
    file: String,
    parent: Option<usize>,
    children: BTreeMap<String, usize>,
    scope: Scope,
}

/// A module waiting to be read: its text, its place, and where its children's files are.
struct Unread {
    file: String,
    folder: String,
    parent: Option<usize>,
    scope: Scope,
}

/// Returns the uses among files in the crate with the given root file. `read` returns a file's text, if it exists.
pub fn uses(root: &str, read: &dyn Fn(&str) -> Option<String>) -> Vec<Use> {
    Crate::read(root, read).uses()
}

impl Crate {
    fn read(root: &str, read: &dyn Fn(&str) -> Option<String>) -> Self {
        let mut modules: Vec<Module> = Vec::new();
        let text = read(root).unwrap_or_default();
        let (file, folder) = (root.to_owned(), folder_of(root).to_owned());
        let mut unread = vec![Unread { file, folder, parent: None, scope: parse(&text) }];
        while let Some(Unread { file, folder, parent, mut scope }) = unread.pop() {
            let index = modules.len();
            if let Some(parent) = parent {
                modules[parent].children.insert(scope.name.clone(), index);
            }
            for inline in std::mem::take(&mut scope.inline) {
                let folder = format!("{folder}/{}", inline.name);
                unread.push(Unread {
                    file: file.clone(),
                    folder,
                    parent: Some(index),
                    scope: inline,
                });
            }
            for declared in &scope.files {
                let found = files_of(declared.path.as_deref(), &declared.name, &file, &folder)
                    .into_iter()
                    .find_map(|(file, folder)| Some((read(&file)?, file, folder)));
                let Some((text, file, folder)) = found else { continue };
                let mut scope = parse(&text);
                scope.name.clone_from(&declared.name);
                unread.push(Unread { file, folder, parent: Some(index), scope });
            }
            modules.push(Module { file, parent, children: BTreeMap::new(), scope });
        }
        Self { modules }
    }

    fn uses(&self) -> Vec<Use> {
        let mut uses = BTreeMap::new();
        for (index, module) in self.modules.iter().enumerate() {
            for path in self.paths(index) {
                for to in self.targets(path, index) {
                    if to != module.file {
                        let key = (module.file.clone(), to);
                        let first: &mut &Path = uses.entry(key).or_insert(path);
                        if path.line < first.line {
                            *first = path;
                        }
                    }
                }
            }
        }
        let text = |path: &Path| path.names.join("::");
        let one = |((from, to), path): ((String, String), &Path)| Use {
            from,
            to,
            line: path.line,
            path: text(path),
        };
        uses.into_iter().map(one).collect()
    }

    /// Returns all paths that a module uses. An import that only others use (`pub use`) is none, nor is one that only
    /// begins paths in the code, which are listed themselves.
    fn paths(&self, module: usize) -> impl Iterator<Item = &Path> {
        let scope = &self.modules[module].scope;
        let begins_path = |alias: &String| scope.paths.iter().any(|path| path.names[0] == *alias);
        let used = move |import: &&Import| {
            let Import { alias, public, .. } = import;
            scope.alone.contains(alias) || !(*public || begins_path(alias))
        };
        let imports = scope.imports.iter().filter(used).map(|import| &import.path);
        imports.chain(&scope.paths).chain(&scope.calls)
    }

    fn targets(&self, path: &Path, module: usize) -> BTreeSet<String> {
        let mut files = BTreeSet::new();
        self.follow(&path.names, module, &mut BTreeSet::new(), &mut files);
        files
    }

    /// Adds the files that a path leads to from a module. `visited` keeps imports of one another from going on for ever.
    fn follow(
        &self,
        names: &[String],
        module: usize,
        visited: &mut BTreeSet<(usize, Vec<String>)>,
        files: &mut BTreeSet<String>,
    ) {
        if names.len() > MAX_PATH_NAMES || !visited.insert((module, names.to_vec())) {
            return;
        }
        let Some((first, rest)) = names.split_first() else { return };
        match first.as_str() {
            "crate" => return self.descend(rest, self.root(module), visited, files),
            "self" => return self.descend(rest, module, visited, files),
            "super" => {
                // A file of tests that nothing here declares has no parent.
                let Some(parent) = self.modules[module].parent else { return };
                return match rest.first().is_some_and(|next| next == "super") {
                    true => self.follow(rest, parent, visited, files),
                    false => self.descend(rest, parent, visited, files),
                };
            }
            _ => {}
        }
        if self.knows(first, module) {
            self.descend(names, module, visited, files);
        } else if rest.is_empty() {
            // A macro of a module above is known below it without an import.
            let above = std::iter::successors(Some(module), |index| self.modules[*index].parent);
            let defines = |index: &usize| self.modules[*index].scope.macros.contains(first);
            files.extend(above.skip(1).find(defines).map(|index| self.modules[index].file.clone()));
        }
    }

    /// Checks whether a path may begin with this name in a module; other names are those of other crates.
    fn knows(&self, name: &str, module: usize) -> bool {
        let Module { children, scope, .. } = &self.modules[module];
        children.contains_key(name)
            || scope.items.contains(name)
            || scope.macros.contains(name)
            || scope.imports.iter().any(|import| import.alias == name)
    }

    /// Goes on with a path inside of a module.
    fn descend(
        &self,
        names: &[String],
        index: usize,
        visited: &mut BTreeSet<(usize, Vec<String>)>,
        files: &mut BTreeSet<String>,
    ) {
        let Some((first, rest)) = names.split_first() else { return };
        let module = &self.modules[index];
        let child = module.children.get(first);
        let defined = module.scope.items.contains(first) || module.scope.macros.contains(first);
        // A module and an item may have one name: the item is meant at a path's end.
        if let (Some(child), false) = (child, rest.is_empty()) {
            return self.descend(rest, *child, visited, files);
        }
        if defined {
            files.insert(module.file.clone());
            return;
        }
        if first == "*" && !module.scope.items.is_empty() {
            files.insert(module.file.clone());
        }
        let named = module.scope.imports.iter().filter(|import| import.alias == *first);
        let mut imported = false;
        for import in named {
            imported = true;
            // `use time::time` takes a function of another crate.
            if child.is_none() && import.path.names.len() > 1 && import.path.names[0] == *first {
                continue;
            }
            let path: Vec<String> = import.path.names.iter().chain(rest).cloned().collect();
            self.follow(&path, index, visited, files);
        }
        if imported || child.is_some() {
            return;
        }
        for import in module.scope.imports.iter().filter(|import| import.alias == "*") {
            let folder = import.path.names.iter().take(import.path.names.len() - 1);
            let path: Vec<String> = folder.chain(names).cloned().collect();
            let before = files.len();
            self.follow(&path, index, visited, files);
            if files.len() > before {
                return;
            }
        }
        // A macro has made it, or all of the module is meant (`*`).
        files.insert(module.file.clone());
    }

    fn root(&self, module: usize) -> usize {
        std::iter::successors(Some(module), |index| self.modules[*index].parent)
            .last()
            .unwrap_or(module)
    }
}

/// Returns the files in which a declared module may be, each with the folder of its own children.
fn files_of(path: Option<&str>, name: &str, parent: &str, folder: &str) -> Vec<(String, String)> {
    if let Some(path) = path {
        let file = join_path(folder_of(parent), path);
        let folder = folder_of(&file).to_owned();
        return vec![(file, folder)];
    }
    let children = format!("{folder}/{name}");
    vec![(format!("{children}.rs"), children.clone()), (format!("{children}/mod.rs"), children)]
}

fn folder_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Follows a relative path from a folder.
fn join_path(folder: &str, relative: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in relative.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::{join_path, uses};

    /// Returns the uses among files given by name and text, the first being the root.
    fn find_uses(files: &[(&str, &str)]) -> Vec<String> {
        let read = |path: &str| {
            files.iter().find(|(name, _)| *name == path).map(|(_, text)| (*text).to_owned())
        };
        let text = |used: &super::Use| format!("{}:{} {}", used.from, used.line, used.to);
        uses(files[0].0, &read).iter().map(text).collect()
    }

    #[test]
    fn paths_lead_to_the_files_that_define() {
        let files = [
            ("src/lib.rs", "mod a;\nmod b;\npub use b::Y;\n"),
            ("src/a.rs", "mod c;\nuse crate::b::{self, X};\nfn f() -> X { b::g() }\n"),
            ("src/a/c.rs", "fn h() { super::super::b::inner::X::new(); crate::Y::new() }\n"),
            ("src/b/mod.rs", "mod inner;\npub use inner::{X, Y};\npub fn g() {}\n"),
            ("src/b/inner.rs", "pub struct X; pub struct Y;\n"),
        ];
        assert_eq!(
            find_uses(&files),
            ["src/a.rs:2 src/b/inner.rs", "src/a.rs:3 src/b/mod.rs", "src/a/c.rs:1 src/b/inner.rs",]
        );
    }

    #[test]
    fn a_module_and_its_function_may_have_one_name() {
        let files = [
            ("src/lib.rs", "mod a;\nmod b;\n"),
            ("src/a.rs", "use crate::b::claim;\nfn f() { claim() }\n"),
            ("src/b/mod.rs", "mod claim;\npub use claim::claim;\n"),
            ("src/b/claim.rs", "pub fn claim() {}\n"),
        ];
        assert_eq!(
            find_uses(&files),
            ["src/a.rs:2 src/b/claim.rs"].map(|text| text.replace(":2", ":1"))
        );
    }

    #[test]
    fn an_import_used_as_a_module_is_no_function() {
        let files = [
            ("src/main.rs", "mod a;\nmod run;\nfn run() { run::run() }\n"),
            ("src/a.rs", "use crate::run;\nfn f() { run::run() }\n"),
            ("src/run.rs", "pub fn run() {}\n"),
        ];
        assert_eq!(find_uses(&files), ["src/a.rs:2 src/run.rs", "src/main.rs:3 src/run.rs"]);
    }

    #[test]
    fn an_unused_import_counts() {
        let files = [
            ("src/lib.rs", "mod a;\nuse a::Draws;\nfn f() { x.draw() }\n"),
            ("src/a.rs", "pub trait Draws {}\n"),
        ];
        assert_eq!(find_uses(&files), ["src/lib.rs:2 src/a.rs"]);
    }

    #[test]
    fn a_reexport_that_is_used_counts() {
        let files = [
            ("src/lib.rs", "mod a;\npub use a::X;\nfn f(x: X) {}\npub use a::Z;\n"),
            ("src/a.rs", "pub struct X;\npub struct Z;\n"),
        ];
        assert_eq!(find_uses(&files), ["src/lib.rs:2 src/a.rs"]);
    }

    #[test]
    fn globs_and_macros_and_inline_modules_are_followed() {
        let files = [
            (
                "src/main.rs",
                "macro_rules! m { () => {} }\nmod a;\nmod b;\nmod c { use super::b::*; }\n",
            ),
            ("src/a.rs", "m!();\nother!();\nfn f() { crate::b::X::new() }\n"),
            ("src/b.rs", "pub use d::*;\nmod d;\npub struct Y;\n"),
            ("src/b/d.rs", "pub struct X;\n"),
        ];
        assert_eq!(
            find_uses(&files),
            [
                "src/a.rs:3 src/b/d.rs",
                "src/a.rs:1 src/main.rs",
                "src/main.rs:4 src/b.rs",
                "src/main.rs:4 src/b/d.rs",
            ]
        );
    }

    #[test]
    fn other_crates_and_unknown_names_lead_nowhere() {
        let files = [
            ("src/lib.rs", "mod a;\nuse std::fs;\nfn f() { fs::read(); T::g(); }\n"),
            ("src/a.rs", "use fs::b;\nuse self::a;\nuse a;\n"),
        ];
        assert_eq!(find_uses(&files), [""; 0]);
    }

    #[test]
    fn relative_paths_are_joined() {
        assert_eq!(
            join_path("bench/src", "../../tests/end_to_end/driver.rs"),
            "tests/end_to_end/driver.rs"
        );
    }
}
