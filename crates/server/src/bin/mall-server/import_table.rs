//! The options of imports, and the plan of an import as a table for the terminal.

use clap::Args;
use mall_server::import_plan::{Missing, TableReport};

/// The most rows that are named of each kind and table.
const MAX_NAMES: usize = 8;

/// The last line of a dry run.
pub const DRY_RUN: &str = "This was a dry run: nothing was changed.";

/// The options of commands that import a file.
#[derive(Args, Debug)]
pub struct ImportOptions {
    /// Say what would change, and change nothing
    #[arg(long, requires = "file")]
    dry_run: bool,
    /// End what is stored and not in the file. Without this option it stays
    ///
    /// Ended stores and offers are not shown, and nothing can be claimed of them. Claimed coupons stay valid,
    /// and history stays.
    /// Another import with the same ids brings it back.
    #[arg(long, requires = "file", verbatim_doc_comment)]
    end_missing: bool,
}

impl ImportOptions {
    /// Checks whether the import only says what would change.
    pub fn is_dry_run(&self) -> bool {
        self.dry_run
    }

    /// Returns the fate of what the file does not have.
    pub fn missing(&self) -> Missing {
        Missing::ending(self.end_missing)
    }
}

/// Returns the table, the names of the rows that change, and a sentence about those that the file does not have.
pub fn text(tables: &[TableReport], missing: Missing) -> String {
    let gone = if missing == Missing::End { "ending" } else { "missing" };
    let mut text = line("", ["new", "changed", "unchanged", gone, "wrong"].map(str::to_owned));
    for table in tables {
        let TableReport { new, changed, unchanged, missing, wrong, .. } = table;
        let counts = [new.len(), changed.len(), *unchanged, missing.len(), wrong.len()];
        text += &line(table.table, counts.map(|count| count.to_string()));
    }
    for table in tables {
        for (kind, names) in
            [("new", &table.new), ("changed", &table.changed), (gone, &table.missing)]
        {
            text += &names_line(kind, table.table, names);
        }
    }
    if missing == Missing::Stay {
        text += &stay_line(tables.iter().map(|table| table.missing.len()).sum());
    }
    text
}

/// Returns the sentence about what the file does not have; nothing where it has all.
fn stay_line(missing: usize) -> String {
    match missing {
        0 => String::new(),
        1 => "1 row is not in the file and stays as it is; --end-missing ends it.\n".to_owned(),
        _ => format!(
            "{missing} rows are not in the file and stay as they are; --end-missing ends them.\n"
        ),
    }
}

fn line(table: &str, cells: [String; 5]) -> String {
    let cells: String = cells.iter().map(|cell| format!("{cell:>11}")).collect();
    format!("{table:<10}{cells}\n")
}

/// Returns the first names of a kind; nothing where there are none.
fn names_line(kind: &str, table: &str, names: &[String]) -> String {
    let first = names.iter().take(MAX_NAMES).cloned().collect::<Vec<_>>().join(", ");
    match names.len().checked_sub(MAX_NAMES) {
        _ if names.is_empty() => String::new(),
        None | Some(0) => format!("{kind} {table}: {first}\n"),
        Some(more) => format!("{kind} {table}: {first} and {more} more\n"),
    }
}

#[cfg(test)]
mod tests {
    use mall_server::import_plan::{Missing, TableReport};

    use super::text;

    fn report() -> TableReport {
        let names =
            |letter: char, count: usize| (1..=count).map(|n| format!("{letter}{n}")).collect();
        TableReport {
            table: "stores",
            new: names('n', 10),
            changed: names('c', 1),
            unchanged: 7,
            missing: names('m', 2),
            wrong: vec!["store w: it is there twice".to_owned()],
        }
    }

    #[test]
    fn a_plan_is_a_short_table_with_the_first_names() {
        let expected = "                  new    changed  unchanged    missing      wrong
stores             10          1          7          2          1
new stores: n1, n2, n3, n4, n5, n6, n7, n8 and 2 more
changed stores: c1
missing stores: m1, m2
2 rows are not in the file and stay as they are; --end-missing ends them.
";
        assert_eq!(text(&[report()], Missing::Stay), expected);
        let ending = text(&[report()], Missing::End);
        assert!(ending.contains("ending stores: m1, m2\n") && !ending.contains("stay"), "{ending}");
        let with = |missing| TableReport { missing, ..report() };
        assert!(!text(&[with(Vec::new())], Missing::Stay).contains("not in the file"));
        let one = text(&[with(vec!["m1".to_owned()])], Missing::Stay);
        assert!(one.contains("1 row is not in the file and stays as it is"), "{one}");
    }
}
