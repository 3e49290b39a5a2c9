//! `mall-server staff` and `mall-server key` on the command line.

use std::process::Command;

use mall_server::demo;

#[test]
fn staff_and_keys_are_added_and_removed() {
    let folder = tempfile::tempdir().unwrap();
    let run = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_mall-server"));
        command.args(words).arg("--data").arg(folder.path()).env("RUST_LOG", "off");
        let output = command.env_remove("MALL_SECRET").output().unwrap();
        let text = [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).concat();
        (output.status.success(), text)
    };
    let file = folder.path().join("mall.json");
    std::fs::write(&file, demo::CATALOGUE).unwrap();
    assert!(run(&["import", file.to_str().unwrap()]).0);

    let (done, output) =
        run(&["staff", "aurora", "王芳", "--store", "misty-leaf", "--role", "cashier"]);
    assert!(done && output.starts_with("password, works once: "), "{output}");
    let (done, again) =
        run(&["staff", "aurora", "王芳", "--store", "misty-leaf", "--role", "store_manager"]);
    assert!(done && again != output, "a new password");
    assert!(run(&["staff", "aurora", "Boss", "--role", "operator"]).0);
    let (_, list) = run(&["staff", "aurora"]);
    assert_eq!(
        list,
        "-  Boss  operator  has not chosen a password yet\n\
         misty-leaf  王芳  store_manager  has not chosen a password yet\n"
    );
    assert!(run(&["staff", "aurora", "王芳", "--store", "misty-leaf", "--off"]).0);
    assert!(run(&["staff", "aurora"]).1.contains("王芳  store_manager  off"));
    for wrong in [
        &["staff", "nowhere"][..],
        &["staff", "aurora", "Li", "--store", "nowhere", "--role", "cashier"],
        &["staff", "aurora", "Li", "--role", "cashier"],
        &["staff", "aurora", "Nobody", "--store", "misty-leaf", "--off"],
        &["key", "aurora", "--store", "nowhere"],
        &["key", "aurora", "--revoke", "nothing"],
        &["key", "nowhere"],
    ] {
        let (done, output) = run(wrong);
        assert!(
            !done && output.starts_with("mall-server: ") && output.lines().count() == 1,
            "{output}"
        );
    }

    let key = |output: &str| output.split_whitespace().nth(1).unwrap().to_owned();
    let (_, mall) = run(&["key", "aurora"]);
    let (_, first) = run(&["key", "aurora", "--store", "misty-leaf"]);
    assert!(mall.contains("secret: ") && first.contains("secret: "));
    assert!(run(&["key", "aurora", "--store", "misty-leaf"]).0, "while it is changed");
    assert!(!run(&["key", "aurora", "--store", "misty-leaf"]).0, "no third one");
    assert!(run(&["key", "aurora", "--revoke", &key(&first)]).0);
    assert!(run(&["key", "aurora", "--store", "misty-leaf"]).0);
}
