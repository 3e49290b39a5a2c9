//! The command line as people type it.

use std::process::{Command, Output};

fn xtask(arguments: &str) -> Output {
    let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
    xtask.args(arguments.split_whitespace()).output().expect("xtask runs")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn every_command_explains_itself() {
    let commands = [
        ("", ["run", "test", "bench", "dist", "size", "tidy", "guards"].as_slice()),
        ("run", &["--port", "--data", "--database-url", "--help", "8080"]),
        ("test", &["native", "mini-program", "browser", "gallery", "visual", "e2e", "kernels"]),
        ("bench", &["page", "lists", "server", "scanner", "till", "greedy"]),
        ("bench page", &["--runs"]),
        ("bench till", &["Usage: cargo xtask bench till"]),
        ("dist", &["Usage: cargo xtask dist"]),
        ("size", &["tests/budget.toml"]),
        ("tidy", &["circles"]),
        ("tidy circles", &["[TEXT]"]),
        ("guards", &["[TEXT]"]),
    ];
    for (command, words) in commands {
        for question in [format!("{command} --help"), format!("help {command}")] {
            let output = xtask(&question);
            let answer = text(&output.stdout);
            assert_eq!(output.status.code(), Some(0), "{question}: {}", text(&output.stderr));
            for word in words {
                assert!(answer.contains(word), "{question} does not name {word}: {answer}");
            }
        }
    }
}

#[test]
fn the_nearest_right_word_is_named() {
    let cases = [
        ("run --prot 1", "'--port'"),
        ("guard", "'guards'"),
        ("test gallary", "'gallery'"),
        ("bench pages", "'page'"),
        ("bench page --run 3", "'--runs'"),
        ("tidy circle", "'circles'"),
    ];
    for (wrong, right) in cases {
        let output = xtask(wrong);
        let answer = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{wrong}: {answer}");
        assert!(answer.contains(right), "{wrong} is answered without {right}: {answer}");
    }
}

#[test]
fn an_argument_that_a_command_does_not_have_is_refused() {
    let wrong = [
        "run 8080",
        "run --port 65536",
        "run --port",
        "test native browser",
        "bench",
        "bench till --runs 3",
        "bench page --runs 0",
        "dist --port 1",
        "size page",
        "tidy circles src page",
    ];
    for arguments in wrong {
        let output = xtask(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments}: {}", text(&output.stderr));
        assert!(!output.stderr.is_empty(), "{arguments} is refused without a word");
    }
}
