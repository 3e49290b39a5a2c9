//! Measures how many hard pictures of codes are read, and how fast an ordinary one. Our reader and those that others use
//! in browsers read the same pictures in Node.

mod answer;
#[path = "../../../crates/scanner/tests/pictures/mod.rs"]
mod pictures;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::{Deserialize, Serialize};

use crate::options::Options;
use crate::report::{Goal, Report, Row, Table};
use answer::{Answer, Verdict};
use pictures::{Kind, PICTURES_PER_KIND, Picture, ordinary, picture};

/// Our reader as it is shipped, for a still picture.
const OURS: &str = "ours";
/// Our reader for a camera's pictures. It spreads slower ways over several pictures.
const LIVE: &str = "ours, live";
/// The readers whose answers count, by their names in the table.
const READERS: [&str; 3] = [OURS, "jsQR", "ZXing"];
const COLUMNS: [&str; 7] =
    ["pictures", "ours", "jsQR", "ZXing", "ours, wrong", "jsQR, wrong", "ZXing, wrong"];
/// The frames whose times are measured.
const TIMED_FRAMES: [(&str, bool, &str); 2] =
    [("code.grey", true, "with a code, ms"), ("none.grey", false, "without, ms")];

/// A picture in the script's index.
#[derive(Serialize)]
struct Entry {
    file: String,
    width: usize,
    height: usize,
}

#[derive(Serialize)]
struct Index {
    pictures: Vec<Entry>,
    ordinary: Vec<Entry>,
}

/// The script's output.
#[derive(Deserialize)]
struct Output {
    answers: BTreeMap<String, Vec<Option<Answer>>>,
    times: BTreeMap<String, BTreeMap<String, Vec<f64>>>,
}

/// Measures and reports.
pub fn run(options: &Options, peers: &Path) {
    let folder = tempfile::tempdir().expect("a folder for the pictures");
    let all: Vec<(Kind, Picture)> = Kind::ALL
        .into_iter()
        .flat_map(|kind| (0..PICTURES_PER_KIND).map(move |number| (kind, picture(kind, number))))
        .collect();
    let named = |(at, (_, picture)): (usize, &(Kind, Picture))| {
        write(folder.path(), format!("{at}.grey"), picture)
    };
    let index = Index {
        pictures: all.iter().enumerate().map(named).collect(),
        ordinary: TIMED_FRAMES
            .map(|(file, code, _)| write(folder.path(), file.to_owned(), &ordinary(code)))
            .into(),
    };
    let text = serde_json::to_vec(&index).expect("plain data");
    fs::write(folder.path().join("index.json"), text).expect("the index can be written");
    let output = read(options, peers, folder.path());
    report(options, &all, &output).publish().expect("the results can be written");
}

fn write(folder: &Path, file: String, picture: &Picture) -> Entry {
    fs::write(folder.join(&file), &picture.grey).expect("a picture can be written");
    Entry { file, width: picture.width, height: picture.height }
}

fn read(options: &Options, peers: &Path, folder: &Path) -> Output {
    let mut node = Command::new("node");
    node.arg(peers.join("scanner/read.mjs")).arg(folder).arg(&options.site);
    node.arg(options.runs.to_string()).stderr(Stdio::inherit());
    let output = node.output().expect("node runs");
    assert!(output.status.success(), "the readers' script failed; what it said is above");
    serde_json::from_slice(&output.stdout).expect("the script prints JSON")
}

fn report(options: &Options, all: &[(Kind, Picture)], output: &Output) -> Report {
    let conditions = format!(
        "QR codes: {} pictures, {PICTURES_PER_KIND} of each kind from easy to hopeless, most of 480 px; all readers in Node \
         on the same bytes, light on dark tried by all. Times: medians of {} each, in turn.",
        all.len(),
        options.runs
    );
    let read = read_table(all, output);
    let times = time_table(output);
    let goals = goals(&read, &times);
    Report { goals, ..Report::new("scanner", conditions, vec![read, times]) }
}

fn read_table(all: &[(Kind, Picture)], output: &Output) -> Table {
    let verdicts: Vec<Vec<Verdict>> = READERS
        .iter()
        .map(|reader| {
            let answers = output.answers.get(*reader).expect("each reader answers");
            assert_eq!(answers.len(), all.len(), "{reader} answers for each picture");
            let pairs = all.iter().zip(answers);
            pairs.map(|((_, picture), answer)| Verdict::new(picture, answer.as_ref())).collect()
        })
        .collect();
    let row = |name: &str, of_row: &dyn Fn(Kind) -> bool| {
        let count = |verdicts: &[Verdict], wanted: Verdict| {
            let pairs = all.iter().zip(verdicts);
            pairs.filter(|((kind, _), verdict)| of_row(*kind) && **verdict == wanted).count()
        };
        let pictures = all.iter().filter(|(kind, _)| of_row(*kind)).count();
        let counts = [Verdict::Right, Verdict::Wrong]
            .into_iter()
            .flat_map(|wanted| verdicts.iter().map(move |verdicts| count(verdicts, wanted)));
        let figures =
            [pictures].into_iter().chain(counts).map(|count| Some(count as f64)).collect();
        Row { name: name.to_owned(), figures, samples: Vec::new() }
    };
    let mut rows: Vec<Row> =
        Kind::ALL.iter().map(|kind| row(kind.name(), &|other| other == *kind)).collect();
    rows.push(row("all", &|_| true));
    let columns = COLUMNS.map(|column| (column, 0)).into();
    Table { title: "read correctly".into(), columns, rows }
}

fn time_table(output: &Output) -> Table {
    let rows = [OURS, LIVE].iter().chain(&READERS[1..]).map(|reader| {
        let samples = TIMED_FRAMES.map(|(file, ..)| output.times[file][*reader].clone());
        Row::from_samples(*reader, samples.into())
    });
    let columns = TIMED_FRAMES.map(|(.., column)| (column, 2)).into();
    Table { title: "an ordinary frame of 480 px".into(), rows: rows.collect(), columns }
}

fn goals(read: &Table, times: &Table) -> Vec<Goal> {
    let mut goals = Vec::new();
    for peer in &READERS[1..] {
        let (ours, theirs) = (read.figure("all", OURS), read.figure("all", peer));
        goals.push(Goal::at_least(format!("pictures read, to {peer}'s"), 1.0, ours / theirs));
    }
    let behind = |kind: &&Kind| {
        let figure = |reader| read.figure(kind.name(), reader);
        READERS[1..].iter().any(|peer| figure(peer) > figure(OURS))
    };
    let behind = Kind::ALL.iter().filter(behind).count();
    goals.push(Goal::at_most("kinds of which a peer reads more", 0.0, behind as f64));
    for (.., column) in TIMED_FRAMES {
        for peer in &READERS[1..] {
            let ratio = times.figure(OURS, column) / times.figure(peer, column);
            let what = column.trim_end_matches(", ms");
            goals.push(Goal::at_most(format!("time of a frame {what}, to {peer}'s"), 1.0, ratio));
        }
    }
    goals
}
