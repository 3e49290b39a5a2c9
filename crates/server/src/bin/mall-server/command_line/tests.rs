//! The command line as people type it, without running a command.

use std::collections::BTreeSet;

use clap::error::ErrorKind::{
    self, ArgumentConflict, DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand,
    InvalidSubcommand, InvalidValue, MissingRequiredArgument, UnknownArgument, ValueValidation,
};
use clap::{CommandFactory, Parser};

use super::CommandLine;

/// A right call of each command.
const CALLS: [&str; 6] = [
    "serve",
    "import mall.json",
    "placements aurora",
    "posters aurora --public-url https://a.example",
    "key aurora",
    "staff aurora",
];

fn parse(call: &str) -> Result<CommandLine, clap::Error> {
    CommandLine::try_parse_from(["mall-server"].into_iter().chain(call.split_whitespace()))
}

/// Checks that a call is refused for a reason, and returns what is printed.
fn refused(call: &str, kind: ErrorKind) -> String {
    let error = parse(call).expect_err(call);
    assert_eq!(error.kind(), kind, "{call}: {error}");
    error.to_string()
}

fn definition() -> clap::Command {
    let mut definition = CommandLine::command();
    definition.build();
    definition
}

fn options(command: &clap::Command) -> BTreeSet<String> {
    command.get_arguments().filter_map(|option| option.get_long()).map(str::to_owned).collect()
}

#[test]
fn the_definition_has_no_contradictions() {
    CommandLine::command().debug_assert();
}

#[test]
fn every_command_explains_itself_and_each_of_its_options() {
    let definition = definition();
    assert_eq!(definition.get_subcommands().count(), CALLS.len() + 1, "and `help`");
    let overview = refused("--help", DisplayHelp);
    for call in CALLS {
        let name = call.split(' ').next().unwrap();
        let command = definition.find_subcommand(name).unwrap();
        let about = command.get_about().expect(name).to_string();
        assert!(
            overview.contains(&format!("  {name} ")) && overview.contains(&about),
            "{overview}"
        );
        let help = refused(&format!("{name} --help"), DisplayHelp);
        assert_eq!(help, refused(&format!("help {name}"), DisplayHelp));
        assert!(help.contains(&about), "{help}");
        for option in command.get_arguments() {
            assert!(option.get_help().is_some_and(|help| help.to_string().len() > 8), "{option}");
            let shown = option.get_long().map_or("[".to_owned(), |long| format!("--{long}"));
            assert!(help.contains(&shown), "{shown} in {help}");
        }
        refused(&format!("{name} -h"), DisplayHelp);
    }
}

#[test]
fn every_command_has_its_own_options_only() {
    let definition = definition();
    let all: BTreeSet<_> = definition.get_subcommands().flat_map(options).collect();
    assert!(all.len() > 20, "{all:?}");
    for call in CALLS {
        parse(call).expect(call);
        let own = options(definition.find_subcommand(call.split(' ').next().unwrap()).unwrap());
        for option in all.iter().filter(|option| !own.contains(*option)) {
            refused(&format!("{call} --{option}"), UnknownArgument);
        }
        refused(&format!("{call} --nonsense"), UnknownArgument);
        refused(&format!("{call} -x"), UnknownArgument);
    }
    refused("import mall.json --off", UnknownArgument);
    refused("import mall.json another.json", UnknownArgument);
    refused("serve now", UnknownArgument);
}

#[test]
fn the_nearest_right_word_is_named() {
    for (call, nearest) in [
        ("serve --prot 80", "'--port'"),
        ("serve --public-ulr https://a.example", "'--public-url'"),
        ("serve --wechat-acount wx1", "'--wechat-account'"),
        ("posters aurora --sheets a.pdf", "'--sheet'"),
        ("key aurora --strore a", "'--store'"),
        ("import mall.json --databse-url sqlite:a", "'--database-url'"),
    ] {
        let text = refused(call, UnknownArgument);
        assert!(text.contains(nearest), "{nearest} in {text}");
    }
    let text = refused("stff aurora", InvalidSubcommand);
    assert!(text.contains("'staff'"), "{text}");
    let text = refused("staff aurora Li --role casheir", InvalidValue);
    assert!(text.contains("'cashier'"), "{text}");
}

#[test]
fn a_wrong_value_is_refused_with_a_sentence() {
    for (call, sentence) in [
        ("serve --port 65536", "65536 is not in 0..=65535"),
        ("serve --requests-per-second many", "invalid digit found in string"),
        ("serve --receipt-height 599", "599 is not in 600..=960"),
        ("serve --receipt-height 961", "961 is not in 600..=960"),
        ("serve --receipt-parent pay.example", "an origin is a scheme and a host"),
        ("serve --embed-origin https://a.example/b", "an origin is a scheme and a host"),
        ("serve --public-url a.example", "an origin is a scheme and a host"),
        ("serve --mini-program wx-1", "an app id is letters and digits"),
        ("serve --wechat-account wx-1", "an app id is letters and digits"),
        ("serve --wechat-api http://a.example", "begins with https://"),
        ("serve --wechat-script http://a.example/a.js", "begins with https://"),
        ("key aurora --store a/b", "an id is 1 to 64 characters"),
        ("staff aurora Li --off --store a/b", "an id is 1 to 64 characters"),
        ("posters aurora a/b --public-url https://a.example", "an id is 1 to 64 characters"),
    ] {
        let text = refused(call, ValueValidation);
        assert!(text.contains(sentence), "{sentence} in {text}");
    }
    for (call, values) in [
        ("serve --receipt-check on", "off, warn, enforce"),
        ("posters aurora --public-url https://a.example --format a2", "a3, a4, a5"),
        ("staff aurora Li --role king", "cashier, store_manager, merchant, operator, provider"),
    ] {
        let text = refused(call, InvalidValue);
        assert!(text.contains(values), "{values} in {text}");
    }
}

#[test]
fn options_that_exclude_each_other_are_refused_together() {
    for call in [
        "key aurora --store a --revoke b",
        "posters aurora --public-url https://a.example --sheet a.pdf --out posters",
        "posters aurora --public-url https://a.example --sheet a.pdf --format a4",
        "staff aurora Li --role cashier --off",
        "serve --port 80 --port 81",
    ] {
        refused(call, ArgumentConflict);
    }
}

#[test]
fn a_missing_argument_is_named() {
    for (call, missing) in [
        ("import", "<FILE>"),
        ("placements", "<MALL>"),
        ("posters aurora", "--public-url <ORIGIN>"),
        ("key", "<MALL>"),
        ("staff", "<MALL>"),
        ("staff aurora Li", "<--role <ROLE>|--off>"),
        ("staff aurora Li --store a", "<--role <ROLE>|--off>"),
        ("staff aurora --role cashier", "<NAME>"),
        ("staff aurora --off", "<NAME>"),
        ("staff aurora --store a", "<NAME>"),
    ] {
        let text = refused(call, MissingRequiredArgument);
        assert!(text.contains(missing), "{missing} in {text}");
    }
    let text = refused("", DisplayHelpOnMissingArgumentOrSubcommand);
    assert!(text.contains("Usage: mall-server"), "{text}");
}

#[test]
fn the_data_folder_may_come_before_or_after_the_command() {
    for call in CALLS {
        parse(&format!("{call} --data a --database-url sqlite:b")).expect(call);
        parse(&format!("--data a --database-url sqlite:b {call}")).expect(call);
    }
}

#[test]
fn a_key_may_begin_with_a_hyphen() {
    assert!(parse("key aurora --revoke -3fA_x").is_ok());
}
