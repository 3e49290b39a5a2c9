//! The program's command line: help and refusals as a terminal gets them.

use std::process::{Command, Output};

fn call(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_mall-server")).args(words).output().unwrap()
}

#[test]
fn help_goes_to_standard_output() {
    for words in [
        &["--help"][..],
        &["help"],
        &["serve", "--help"],
        &["import", "--help"],
        &["placements", "--help"],
        &["posters", "--help"],
        &["key", "--help"],
        &["staff", "--help"],
    ] {
        let output = call(words);
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && output.stderr.is_empty(), "{words:?}");
        assert!(text.contains("Usage: mall-server"), "{text}");
    }
}

#[test]
fn an_option_of_another_command_is_refused_before_anything_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let output = call(&["import", "mall.json", "--off", "--data", data.to_str().unwrap()]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(output.stdout.is_empty() && text.contains("unexpected argument '--off'"), "{text}");
    assert!(!data.exists(), "nothing was begun");
}
