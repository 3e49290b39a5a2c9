//! `mall-server placements` and `mall-server posters` on the command line.

use std::path::Path;
use std::process::{Command, Output};

use mall_server::demo;

fn server(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mall-server"));
    command.args(words).arg("--data").arg(folder).env("RUST_LOG", "off");
    command.output().unwrap()
}

fn output_text(output: &Output) -> String {
    [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).concat()
}

#[test]
fn posters_and_a_sheet_are_drawn_into_files() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).display().to_string();
    let run = |words: &[&str]| server(folder.path(), words);
    std::fs::write(file("mall.json"), demo::CATALOGUE).unwrap();
    std::fs::write(
        file("places.csv"),
        "id,name,floor,kind,state\na,中庭,L1,poster,\nb,8 号桌,L4,table,paused\n",
    )
    .unwrap();
    assert!(run(&["import", &file("mall.json")]).status.success());
    let (url, posters) = (["--public-url", "https://coupons.example/"], file("posters"));
    let nothing = run(&[&["posters", "aurora"], &url[..]].concat());
    assert!(
        output_text(&nothing).contains("aurora has no live placements"),
        "{}",
        output_text(&nothing)
    );
    assert!(run(&["placements", "aurora", &file("places.csv")]).status.success());

    // First the live one, then a named one that is not live.
    for (ids, format, count) in [(&[][..], "a5", 1), (&["b"][..], "a3", 2)] {
        let words =
            [&["posters", "aurora", "--format", format, "--out", &posters], ids, &url[..]].concat();
        let outcome = run(&words);
        assert!(outcome.status.success(), "{}", output_text(&outcome));
        let names: Vec<_> =
            std::fs::read_dir(&posters).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(names.len(), count);
        assert!(names.iter().all(|name| std::fs::read(name).unwrap().starts_with(b"%PDF-")));
        assert!(
            names
                .iter()
                .any(|name| name.display().to_string().ends_with(&format!("-{format}.pdf")))
        );
    }
    let sheet = file("sheet.pdf");
    let outcome = run(&[&["posters", "aurora", "a", "b", "--sheet", &sheet], &url[..]].concat());
    assert!(output_text(&outcome).contains("2 cards in "), "{}", output_text(&outcome));
    assert!(std::fs::read(&sheet).unwrap().starts_with(b"%PDF-"));

    for (words, sentence) in [
        (
            &["posters", "aurora", "nowhere", url[0], url[1]][..],
            "Not all of these placements exist",
        ),
        (&["posters", "nowhere", url[0], url[1]], "There is no mall nowhere"),
        (
            &["posters", "aurora", "--sheet", "/no/such/sheet.pdf", url[0], url[1]],
            "/no/such/sheet.pdf cannot be written",
        ),
    ] {
        let refused = run(words);
        assert!(
            !refused.status.success() && output_text(&refused).contains(sentence),
            "{}",
            output_text(&refused)
        );
    }
}

#[test]
fn a_file_is_imported_and_its_errors_are_listed_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let run = |words: &[&str]| server(folder.path(), words);
    let mall = file("mall.json", demo::CATALOGUE);
    assert!(run(&["import", &mall]).status.success());

    let first = file("first.csv", "id,name,floor,kind\nz,Z,L1,poster\n");
    assert!(run(&["placements", "aurora", &first]).status.success());
    let good = file("good.csv", "id,name,floor,kind\na,中庭,L1,poster\nb,8 号桌,L4,table\n");
    let url = ["--public-url", "https://coupons.example"];
    let dry_run = output_text(&run(&["placements", "aurora", &good, "--dry-run"]));
    assert!(dry_run.contains("This was a dry run") && !dry_run.contains("/q/"), "{dry_run}");
    assert!(dry_run.contains("1 row is not in the file and stays as it is"), "{dry_run}");
    let done = run(&[&["placements", "aurora", &good, "--end-missing"], &url[..]].concat());
    let text = output_text(&done);
    assert!(done.status.success() && text.contains("new placements: a, b\n"), "{text}");
    let lines: Vec<_> =
        text.lines().filter(|line| line.starts_with("https://coupons.example/q/")).collect();
    assert!(lines.len() == 3 && lines[1].ends_with("  b  8 号桌"), "{text}");
    assert!(text.contains("ending placements: z\n"), "{text}");
    assert_eq!(
        output_text(&run(&[&["placements", "aurora"], &url[..]].concat())),
        lines.join("\n") + "\n"
    );

    let wrong =
        file("wrong.csv", "id,name,floor,kind,store_id\nc,C,L1,balloon,\nd,D,L1,poster,nowhere\n");
    for options in [&[][..], &["--dry-run"]] {
        let refused = run(&[&["placements", "aurora", &wrong], options].concat());
        let text = output_text(&refused);
        assert!(!refused.status.success());
        for words in [
            "line 2: “kind”",
            "line 3: There is no such store",
            "2 lines are wrong; nothing was changed.",
        ] {
            assert!(text.contains(words), "{words} in {text}");
        }
    }
    let national = folder.path().join("gb18030.csv");
    std::fs::write(&national, b"id,name,floor,kind\na,\xd6\xd0\xcd\xa5,L1,poster\n").unwrap();
    let national = national.display().to_string();
    for (words, sentence) in [
        (
            ["placements", "aurora", &national],
            "The file is not text in UTF-8: line 2 cannot be read",
        ),
        (["placements", "nowhere", &good], "There is no mall nowhere"),
        (["placements", "aurora", "/no/such/file"], "/no/such/file cannot be read"),
    ] {
        let refused = run(&words);
        assert!(
            !refused.status.success() && output_text(&refused).contains(sentence),
            "{}",
            output_text(&refused)
        );
    }
}
