//! `mall-server import` on the command line.

use std::path::Path;
use std::process::{Command, Output};

use mall_server::demo;
use serde_json::{Value, json};

fn import(folder: &Path, options: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mall-server"));
    command.arg("import").arg(folder.join("mall.json")).args(options);
    command.arg("--data").arg(folder.join("data")).env("RUST_LOG", "off").output().unwrap()
}

/// Writes the demo mall without its times, which are relative to the import, and with changes.
fn write(folder: &Path, change: impl FnOnce(&mut Value)) {
    let mut file: Value = serde_json::from_str(demo::CATALOGUE).unwrap();
    for offer in file["offers"].as_array_mut().unwrap() {
        offer["claim_from"] = json!("2026-11-22T00:00:00+08:00");
        offer["claim_until"] = json!("2026-11-30T00:00:00+08:00");
        offer["validity"] = json!({"after_claim": {"wait_days": 0, "days": 7}});
    }
    change(&mut file);
    std::fs::write(folder.join("mall.json"), file.to_string()).unwrap();
}

fn text(output: &Output) -> String {
    [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).concat()
}

#[test]
fn an_import_can_be_tried_and_ends_what_is_missing_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let run = |options: &[&str]| {
        let output = import(folder.path(), options);
        assert!(output.status.success(), "{}", text(&output));
        text(&output)
    };
    write(folder.path(), |_| {});
    let dry_run = run(&["--dry-run"]);
    assert!(dry_run.contains("This was a dry run: nothing was changed."), "{dry_run}");
    let done = run(&[]);
    assert!(done.contains("Imported the mall aurora."), "{done}");
    let table =
        |text: &str| text.lines().next_back().map_or(String::new(), |last| text.replace(last, ""));
    assert_eq!(table(&dry_run), table(&done), "the same plan");
    assert!(!run(&["--dry-run"]).contains("\nnew "), "nothing is left to do");

    write(folder.path(), |file| {
        file["links"].as_array_mut().unwrap().remove(0);
        file["offers"].as_array_mut().unwrap().remove(0);
    });
    let stays = "2 rows are not in the file and stay as they are; --end-missing ends them.";
    for options in [&["--dry-run"][..], &[]] {
        let output = run(options);
        assert!(output.contains(stays) && output.contains("missing links: "), "{output}");
    }
    for options in [&["--dry-run", "--end-missing"][..], &["--end-missing"]] {
        let output = run(options);
        assert!(
            output.contains("ending offers: ") && !output.contains("not in the file"),
            "{output}"
        );
    }
    assert!(!run(&["--end-missing"]).contains("ending offers"), "they have ended");
}

#[test]
fn a_dry_run_of_a_wrong_file_names_its_rows_and_fails() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), |file| {
        file["offers"][0]["store"] = json!("nowhere");
        file["links"][0]["weight"] = json!(101);
    });
    for options in [&["--dry-run"][..], &[]] {
        let refused = import(folder.path(), options);
        let text = text(&refused);
        assert!(!refused.status.success(), "{text}");
        for words in ["there is no store nowhere", "a weight is 1 to 100", "2 rows are wrong"] {
            assert!(text.contains(words), "{words}: {text}");
        }
    }
}
