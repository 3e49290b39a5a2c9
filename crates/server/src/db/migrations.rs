//! The steps that bring a database's schema up to date.

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// A step's file name without its ending, and its SQL.
type Step = (&'static str, &'static str);

macro_rules! steps {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../migrations/", $name, ".sql")))),+]
    };
}

/// All steps. A database remembers each by its number and by the hash of its SQL, so a step never changes.
const STEPS: &[Step] = &steps![
    "0001_first",
    "0002_after_refund",
    "0003_receipts",
    "0004_events",
    "0005_payers",
    "0006_kernels",
    "0007_placements",
    "0008_brand",
    "0009_wechat_tokens",
    "0010_till",
    "0011_wallet",
    "0012_way",
    "0013_health",
    "0014_nonces",
    "0015_sweep",
    "0016_event_days",
    "0017_narrow_sessions",
    "0018_bursts",
    "0019_requires_person",
    "0020_ended",
];

/// Returns the program that runs the steps which a database lacks.
#[must_use]
pub fn migrator() -> Migrator {
    Migrator::with_migrations(STEPS.iter().map(migration).collect())
}

fn migration((name, sql): &Step) -> Migration {
    let (number, description) = name.split_once('_').unwrap_or((name, ""));
    let description = description.replace('_', " ").into();
    let number = number.parse().unwrap_or_default();
    Migration::new(number, description, MigrationType::Simple, sql.into_sql_str(), false)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::{STEPS, migrator};

    #[test]
    fn each_file_is_a_step_and_the_steps_are_numbered_without_gaps() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let files: BTreeSet<String> = fs::read_dir(folder)
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(files, STEPS.iter().map(|(name, _)| format!("{name}.sql")).collect());
        let numbers: Vec<i64> = migrator().iter().map(|step| step.version).collect();
        assert_eq!(numbers, (1..=STEPS.len() as i64).collect::<Vec<_>>());
    }
}
