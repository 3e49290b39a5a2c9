//! `mall-server placements`: who sits at the server sets places up without a signature.

use std::path::Path;
use std::process::{Command, Output};

use mall_server::demo;

fn server(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mall-server"));
    command.args(words).arg("--data").arg(folder).env("RUST_LOG", "off");
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).concat()
}

#[test]
fn a_file_is_set_up_and_what_is_wrong_with_one_is_said_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let run = |words: &[&str]| server(folder.path(), words);
    let mall = file("mall.json", demo::CATALOGUE);
    assert!(run(&["import", &mall]).status.success());

    let good = file("good.csv", "id,name,floor,kind\na,中庭,L1,poster\nb,8 号桌,L4,table\n");
    let url = ["--public-url", "https://coupons.example"];
    let done = run(&[&["placements", "aurora", &good], &url[..]].concat());
    let text = said(&done);
    assert!(done.status.success() && text.contains("2 new, 0 changed, 0 as they were."), "{text}");
    let lines: Vec<_> =
        text.lines().filter(|line| line.starts_with("https://coupons.example/q/")).collect();
    assert!(lines.len() == 2 && lines[1].ends_with("  b  8 号桌"), "{text}");
    assert_eq!(
        said(&run(&[&["placements", "aurora"], &url[..]].concat())),
        lines.join("\n") + "\n"
    );

    let wrong =
        file("wrong.csv", "id,name,floor,kind,store_id\nc,C,L1,balloon,\nd,D,L1,poster,nowhere\n");
    let refused = run(&["placements", "aurora", &wrong]);
    let text = said(&refused);
    assert!(!refused.status.success());
    for words in [
        "line 2: “kind”",
        "line 3: There is no such store",
        "2 lines are wrong; nothing was changed.",
    ] {
        assert!(text.contains(words), "{words} in {text}");
    }
    for (words, sentence) in [
        (["placements", "nowhere", &good], "There is no mall nowhere"),
        (["placements", "aurora", "/no/such/file"], "/no/such/file cannot be read"),
    ] {
        let refused = run(&words);
        assert!(
            !refused.status.success() && said(&refused).contains(sentence),
            "{}",
            said(&refused)
        );
    }
}
