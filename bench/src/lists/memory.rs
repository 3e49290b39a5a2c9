//! The memory of a page's process.

use std::collections::HashMap;
use std::fs;

/// Returns the private memory, in megabytes, of the largest page process of this program's browsers.
pub fn page_memory() -> f64 {
    let parents: HashMap<u32, u32> = processes().filter_map(|id| Some((id, parent(id)?))).collect();
    let own = std::process::id();
    let is_own = |id: &u32| {
        std::iter::successors(Some(*id), |id| parents.get(id).copied()).take(32).any(|id| id == own)
    };
    let pages = parents.keys().filter(|id| is_own(id) && is_page(**id));
    pages
        .filter_map(|id| private_kilobytes(*id))
        .max()
        .map_or(f64::NAN, |kilobytes| kilobytes as f64 / 1024.0)
}

fn processes() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

fn parent(id: u32) -> Option<u32> {
    let status = fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("PPid:"))?.trim().parse().ok()
}

fn is_page(id: u32) -> bool {
    let command = fs::read_to_string(format!("/proc/{id}/cmdline")).unwrap_or_default();
    command.contains("--type=renderer")
}

fn private_kilobytes(id: u32) -> Option<u64> {
    let memory = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).ok()?;
    let private = memory.lines().filter(|line| line.starts_with("Private_"));
    Some(private.filter_map(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).sum())
}
