//! A folder in memory for what tests write and throw away.
//!
//! PostgreSQL makes and removes some hundred files for each test. On a disk's file system that takes several times as long
//! as the tests themselves.

use std::path::PathBuf;

use crate::process;

/// Linux's folder in memory. Containers often have a small one.
const FOLDER: &str = "/dev/shm";

/// The free space that the tests need, in kilobytes.
const NEEDED_KB: u64 = 1024 * 1024;

/// Returns the folder for temporary files: one in memory if it has enough space, otherwise the system's.
pub fn folder() -> PathBuf {
    match free_kb() {
        Some(NEEDED_KB..) => FOLDER.into(),
        _ => std::env::temp_dir(),
    }
}

fn free_kb() -> Option<u64> {
    let table = process::ask(process::command("df").args(["--output=avail", "-k", FOLDER]))?;
    table.lines().last()?.trim().parse().ok()
}
