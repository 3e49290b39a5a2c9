//! Circles of files: none may use a file that, by whatever way, uses it.
//!
//! Files in a circle can only be understood, tested and moved as a whole.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::finding::Finding;
use super::imports::Use;

/// Files that all lead to one another, and the uses among them.
#[derive(Debug)]
pub struct Circle {
    /// The files, sorted.
    pub files: Vec<String>,
    /// The uses, sorted by who uses.
    pub uses: Vec<Use>,
}

/// Returns all circles among the uses, the largest first.
pub fn circles(uses: &[Use]) -> Vec<Circle> {
    let mut to: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut from: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for used in uses {
        to.entry(&used.from).or_default().push(&used.to);
        from.entry(&used.to).or_default().push(&used.from);
    }
    let mut placed: BTreeSet<&str> = BTreeSet::new();
    let mut circles = Vec::new();
    for file in to.keys() {
        if placed.contains(file) {
            continue;
        }
        // Those reached from a file that also reach it.
        let before = reached(file, &from);
        let files: BTreeSet<&str> = reached(file, &to).intersection(&before).copied().collect();
        placed.extend(&files);
        if files.len() > 1 {
            let inside = |used: &&Use| files.contains(&*used.from) && files.contains(&*used.to);
            circles.push(Circle {
                files: files.iter().map(|file| (*file).to_owned()).collect(),
                uses: uses.iter().filter(inside).cloned().collect(),
            });
        }
    }
    circles.sort_by_key(|circle| std::cmp::Reverse(circle.files.len()));
    circles
}

fn reached<'a>(file: &'a str, steps: &BTreeMap<&str, Vec<&'a str>>) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::from([file]);
    let mut open = vec![file];
    while let Some(file) = open.pop() {
        for next in steps.get(file).into_iter().flatten() {
            if reached.insert(next) {
                open.push(next);
            }
        }
    }
    reached
}

/// Returns a finding for each circle: one of the shortest ways around it, each step with its line.
pub fn findings(uses: &[Use]) -> Vec<Finding> {
    circles(uses).iter().map(finding).collect()
}

fn finding(circle: &Circle) -> Finding {
    let steps = shortest(circle);
    let place =
        steps.first().map(|step| format!("{}:{}", step.from, step.line)).unwrap_or_default();
    let step =
        |step: &&Use| format!("{}:{} uses `{}` of {}", step.from, step.line, step.path, step.to);
    let around: Vec<String> = steps.iter().map(step).collect();
    let what = format!(
        "{} files use each other in a circle: {}; move what both need to a file of its own \
         (`cargo xtask tidy circles` lists all uses of the circle)",
        circle.files.len(),
        around.join(", and ")
    );
    Finding { place, what }
}

/// Finds a shortest way from a file of the circle back to itself.
fn shortest(circle: &Circle) -> Vec<&Use> {
    let around = circle.files.iter().filter_map(|file| way_back(circle, file));
    around.min_by_key(Vec::len).unwrap_or_default()
}

fn way_back<'a>(circle: &'a Circle, start: &str) -> Option<Vec<&'a Use>> {
    let mut previous: BTreeMap<&str, &Use> = BTreeMap::new();
    let mut open = VecDeque::from([start]);
    while let Some(file) = open.pop_front() {
        for step in circle.uses.iter().filter(|step| step.from == file) {
            if previous.contains_key(&*step.to) {
                continue;
            }
            previous.insert(&step.to, step);
            open.push_back(&step.to);
        }
    }
    let mut steps = vec![*previous.get(start)?];
    while let Some(last) = steps.last().filter(|step| step.from != start) {
        steps.push(previous.get(&*last.from)?);
    }
    steps.reverse();
    Some(steps)
}

/// Prints all circles whose files' paths contain `only`, with every use among their files.
pub fn list(uses: &[Use], only: &str) {
    let circles = circles(uses);
    let listed = |circle: &&Circle| circle.files.iter().any(|file| file.contains(only));
    for circle in circles.iter().filter(listed) {
        println!("\n{} files use each other in a circle:", circle.files.len());
        for file in &circle.files {
            println!("  {file}");
            for used in circle.uses.iter().filter(|used| used.from == *file) {
                println!("    {:>4}: {}  →  {}", used.line, used.path, used.to);
            }
        }
    }
    println!("\n{} circles", circles.iter().filter(listed).count());
}

#[cfg(test)]
mod tests {
    use super::{circles, findings};
    use crate::tidy::imports::Use;

    fn uses(pairs: &[(&str, &str)]) -> Vec<Use> {
        let one = |(line, (from, to)): (usize, &(&str, &str))| Use {
            from: (*from).to_owned(),
            to: (*to).to_owned(),
            line: line + 1,
            path: format!("crate::{to}"),
        };
        pairs.iter().enumerate().map(one).collect()
    }

    #[test]
    fn files_that_do_not_use_each_other_back_are_no_circle() {
        let uses = uses(&[("a", "b"), ("b", "c"), ("a", "c"), ("d", "a")]);
        assert_eq!(circles(&uses).len(), 0);
    }

    #[test]
    fn separate_circles_are_found_separately() {
        let uses = uses(&[("a", "b"), ("b", "a"), ("b", "c"), ("c", "d"), ("d", "e"), ("e", "c")]);
        let found = circles(&uses);
        assert_eq!(found[0].files, ["c", "d", "e"]);
        assert_eq!(found[1].files, ["a", "b"]);
        assert_eq!(found[1].uses.len(), 2);
    }

    #[test]
    fn a_finding_shows_the_shortest_circle() {
        let uses = uses(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "b")]);
        let found = findings(&uses);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].place, "b:2");
        assert!(found[0].what.contains(
            "3 files use each other in a circle: b:2 uses `crate::c` of c, and c:4 uses `crate::b` of b;"
        ));
    }
}
