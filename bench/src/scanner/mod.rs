//! Measures how many pictures of codes are read, with exact texts, and how fast. Our reader and those that others use in
//! browsers read the same pictures in Node.

mod answer;
#[allow(dead_code, reason = "the scanner's tests do more with them")]
#[path = "../../../crates/scanner/tests/pictures/mod.rs"]
mod pictures;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;

use serde::{Deserialize, Serialize};

use crate::options::Options;
use crate::report::{Goal, Report, Row, Table};
use answer::{Answer, Verdict};
use pictures::{Kind, Payload, Picture, ordinary, picture};

/// Our reader as it is shipped, for a still picture.
const OURS: &str = "ours";
/// Our reader for a camera's pictures. It spreads slower ways over several pictures.
const LIVE: &str = "ours, live";
/// The other readers, by their names in the script.
const PEERS: [&str; 4] = ["jsQR", "ZXing", "zxing-wasm", "zbar-wasm"];
const READERS: [&str; 6] = [OURS, LIVE, PEERS[0], PEERS[1], PEERS[2], PEERS[3]];
/// The frames whose times are measured.
const TIMED_FRAMES: [(&str, bool, &str); 2] =
    [("code.grey", true, "with a code, ms"), ("none.grey", false, "without, ms")];

/// A picture in the script's index.
#[derive(Serialize)]
struct Entry {
    file: String,
    width: usize,
    height: usize,
    /// True if the payload is no text.
    binary: bool,
}

#[derive(Serialize)]
struct Index {
    pictures: Vec<Entry>,
    ordinary: Vec<Entry>,
}

/// The script's output.
#[derive(Deserialize)]
struct Output {
    answers: BTreeMap<String, Vec<Answer>>,
    times: BTreeMap<String, BTreeMap<String, Vec<f64>>>,
}

/// A picture that was written for the script.
struct PictureFile {
    kind: Kind,
    payload: Payload,
    entry: Entry,
}

/// Measures and reports.
pub fn run(options: &Options, peers: &Path) {
    let folder = tempfile::tempdir().expect("a folder for the pictures");
    let (kinds, entries): (Vec<_>, Vec<_>) = write_all(folder.path())
        .into_iter()
        .map(|file| ((file.kind, file.payload), file.entry))
        .unzip();
    let index = Index {
        pictures: entries,
        ordinary: TIMED_FRAMES
            .map(|(file, code, _)| write(folder.path(), file.to_owned(), &ordinary(code)))
            .into(),
    };
    let text = serde_json::to_vec(&index).expect("plain data");
    fs::write(folder.path().join("index.json"), text).expect("the index can be written");
    let output = read(options, peers, folder.path());
    report(options, &kinds, &output).publish().expect("the results can be written");
}

/// Makes and writes the pictures of all kinds, several at a time.
fn write_all(folder: &Path) -> Vec<PictureFile> {
    let kinds = Kind::all();
    let numbered = |kind: Kind| (0..kind.count()).map(move |number| (kind, number));
    let all: Vec<(Kind, usize)> = kinds.into_iter().flat_map(numbered).collect();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let one = |at: usize| {
        let (kind, number) = all[at];
        let picture = picture(kind, number);
        let entry = write(folder, format!("{at}.grey"), &picture);
        (at, PictureFile { kind, payload: picture.payload.expect("a code"), entry })
    };
    let mut files: Vec<(usize, PictureFile)> = thread::scope(|scope| {
        let (one, count) = (&one, all.len());
        let workers: Vec<_> = (0..threads)
            .map(|first| {
                scope.spawn(move || (first..count).step_by(threads).map(one).collect::<Vec<_>>())
            })
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("pictures")).collect()
    });
    files.sort_by_key(|(at, _)| *at);
    files.into_iter().map(|(_, file)| file).collect()
}

fn write(folder: &Path, file: String, picture: &Picture) -> Entry {
    fs::write(folder.join(&file), &picture.grey).expect("a picture can be written");
    let binary = matches!(picture.payload, Some(Payload::Binary(_)));
    Entry { file, width: picture.width, height: picture.height, binary }
}

fn read(options: &Options, peers: &Path, folder: &Path) -> Output {
    let mut node = Command::new("node");
    node.arg(peers.join("scanner/read.mjs")).arg(folder).arg(&options.site);
    node.arg(options.runs.to_string()).stderr(Stdio::inherit());
    let output = node.output().expect("node runs");
    assert!(output.status.success(), "the readers' script failed; what it said is above");
    serde_json::from_slice(&output.stdout).expect("the script prints JSON")
}

fn report(options: &Options, all: &[(Kind, Payload)], output: &Output) -> Report {
    let conditions = format!(
        "QR codes: {} pictures; all readers in Node on the same bytes, light on dark tried by all. Times of a frame: medians \
         of {} each, in turn.",
        all.len(),
        options.runs
    );
    let read = count_table("read correctly", Verdict::Right, all, output);
    let wrong = count_table("read wrongly", Verdict::Wrong, all, output);
    let times = frame_table(output);
    let goals = goals(&read, &wrong, &times);
    let tables = vec![read, wrong, time_table(all, output), times];
    Report { goals, ..Report::new("scanner", conditions, tables) }
}

/// Returns a table with a row for each kind and one for all, and a column for each reader.
fn table(
    title: &str,
    decimals: usize,
    all: &[(Kind, Payload)],
    figure: impl Fn(&str, &[usize]) -> f64,
) -> Table {
    let row = |name: &str, pictures: &[usize]| {
        let figures = READERS.iter().map(|reader| figure(reader, pictures));
        let figures = [pictures.len() as f64].into_iter().chain(figures).map(Some).collect();
        Row { name: name.to_owned(), figures, samples: Vec::new() }
    };
    let places =
        |kind: Kind| -> Vec<usize> { (0..all.len()).filter(|at| all[*at].0 == kind).collect() };
    let mut rows: Vec<Row> =
        Kind::all().into_iter().map(|kind| row(kind.name(), &places(kind))).collect();
    rows.push(row("all", &(0..all.len()).collect::<Vec<_>>()));
    let readers = READERS.iter().map(|reader| (*reader, decimals));
    let columns = [("pictures", 0)].into_iter().chain(readers).collect();
    Table { title: title.to_owned(), columns, rows }
}

fn count_table(title: &str, expected: Verdict, all: &[(Kind, Payload)], output: &Output) -> Table {
    table(title, 0, all, |reader, pictures| {
        let answers = &output.answers[reader];
        assert_eq!(answers.len(), all.len(), "{reader} answers for each picture");
        let verdict = |at: &usize| Verdict::new(&all[*at].1, answers[*at].found.as_ref());
        pictures.iter().filter(|at| verdict(at) == expected).count() as f64
    })
}

fn time_table(all: &[(Kind, Payload)], output: &Output) -> Table {
    table("time of a picture, mean, ms", 1, all, |reader, pictures| {
        let answers = &output.answers[reader];
        pictures.iter().map(|at| answers[*at].ms).sum::<f64>() / pictures.len() as f64
    })
}

fn frame_table(output: &Output) -> Table {
    let rows = READERS.iter().map(|reader| {
        let samples = TIMED_FRAMES.map(|(file, ..)| output.times[file][*reader].clone());
        Row::from_samples(*reader, samples.into())
    });
    let columns = TIMED_FRAMES.map(|(.., column)| (column, 2)).into();
    Table { title: "an ordinary frame of 480 px".into(), rows: rows.collect(), columns }
}

fn goals(read: &Table, wrong: &Table, times: &Table) -> Vec<Goal> {
    let mut goals = Vec::new();
    for peer in PEERS {
        let (own, other) = (read.figure("all", OURS), read.figure("all", peer));
        goals.push(Goal::at_least(format!("pictures read, to {peer}'s"), 1.0, own / other));
    }
    let behind = |kind: &Kind| {
        let figure = |reader| read.figure(kind.name(), reader);
        PEERS.iter().any(|peer| figure(peer) > figure(OURS))
    };
    let behind = Kind::all().into_iter().filter(behind).count();
    goals.push(Goal::at_most("kinds of which a peer reads more", 0.0, behind as f64));
    goals.push(Goal::at_most("pictures that we read wrongly", 0.0, wrong.figure("all", OURS)));
    for (.., column) in TIMED_FRAMES {
        for peer in PEERS {
            let ratio = times.figure(OURS, column) / times.figure(peer, column);
            let what = column.trim_end_matches(", ms");
            goals.push(Goal::at_most(format!("time of a frame {what}, to {peer}'s"), 1.0, ratio));
        }
    }
    goals
}
