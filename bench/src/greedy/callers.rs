//! Greedy callers, in a process of their own: the system gives it the processor when nobody else wants it, because real
//! callers have processors of their own.

use std::io::Read;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Runtime;

use super::greed::{Answers, Greed};
use super::kind::Kind;
use super::requests;
use super::target::Target;

/// The word that makes this program the process of greedy callers.
pub const WORD: &str = "greedy-callers";

/// A process of greedy callers.
pub struct Callers(std::process::Child);

impl Callers {
    /// Lets callers of a kind begin. They end by themselves after some time.
    pub fn begin(kind: Kind, target: &Target, time: Duration) -> Self {
        let program = std::env::current_exe().expect("this program");
        let process = Command::new("nice")
            .args(["-n", "19"])
            .arg(program)
            .args([WORD, kind.name(), &time.as_secs().to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut process = process.expect("`nice` is installed");
        let input = process.stdin.take().expect("its input");
        serde_json::to_writer(input, target).expect("it reads");
        Self(process)
    }

    /// Waits for their end. Returns the answers that they got.
    pub fn end(self) -> Answers {
        let output = self.0.wait_with_output().expect("they end");
        serde_json::from_slice(&output.stdout).expect("their answers")
    }
}

/// Is greedy as a kind of callers for some seconds, and prints the answers.
pub fn run(kind: Kind, seconds: u64, runtime: &Runtime) {
    let mut target = String::new();
    std::io::stdin().read_to_string(&mut target).expect("a target");
    let target: Target = serde_json::from_str(&target).expect("a target");
    let answers = runtime.block_on(all(kind, target, Duration::from_secs(seconds)));
    println!("{}", serde_json::to_string(&answers).expect("JSON"));
}

async fn all(kind: Kind, target: Target, time: Duration) -> Answers {
    let greed = Arc::new(Greed::new(target, time));
    let callers: Vec<_> = (0..kind.callers())
        .map(|_| {
            let greed = greed.clone();
            tokio::spawn(async move { requests::without_pause(kind, &greed).await })
        })
        .collect();
    for caller in callers {
        caller.await.expect("no panic");
    }
    greed.answers()
}
