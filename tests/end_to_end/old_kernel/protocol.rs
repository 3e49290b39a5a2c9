//! The browser's own protocol: JSON over two pipes, each message ended by a zero byte.

use std::collections::HashMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::{Mutex as AsyncMutex, oneshot};

use super::Refused;

/// Gives the browser its pipes as the files 3 and 4. It ends when they do.
const WITH_PIPES: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#;

/// What these builds, made for small machines, need to run.
const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-zygote",
    "--single-process",
    "--disable-dev-shm-usage",
    "--disable-site-isolation-trials",
    "--remote-debugging-pipe",
];

/// What the browser told unasked.
#[derive(Default)]
pub struct Told {
    /// Errors on the console.
    pub errors: Vec<String>,
    /// Where scripts run in each frame, by the frame's id.
    pub contexts: HashMap<String, u64>,
}

/// A browser that is spoken to.
pub struct Protocol {
    input: AsyncMutex<ChildStdin>,
    waiting: Mutex<HashMap<u64, oneshot::Sender<Value>>>,
    next: AtomicU64,
    /// What it told unasked.
    pub told: Mutex<Told>,
    _browser: Child,
}

impl Protocol {
    /// Starts a browser.
    pub fn start(program: &Path, profile: &Path, flags: &[String]) -> (Self, ChildStdout) {
        let mut browser = Command::new("sh")
            .args(["-c", WITH_PIPES])
            .arg(program)
            .args(FLAGS)
            .arg(format!("--user-data-dir={}", profile.display()))
            .args(flags)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("a shell");
        let input = AsyncMutex::new(browser.stdin.take().expect("piped"));
        let output = browser.stdout.take().expect("piped");
        let browser = Self {
            input,
            waiting: Mutex::default(),
            next: AtomicU64::new(1),
            told: Mutex::default(),
            _browser: browser,
        };
        (browser, output)
    }

    /// Reads what it says until it ends.
    pub async fn listen(&self, output: ChildStdout) {
        let mut output = BufReader::new(output);
        let mut message = Vec::new();
        while output.read_until(0, &mut message).await.is_ok_and(|length| length > 0) {
            message.pop();
            let said: Value = serde_json::from_slice(&message).unwrap_or_default();
            message.clear();
            match said["id"].as_u64() {
                Some(id) => {
                    let waiting = self.waiting.lock().expect("whole").remove(&id);
                    // Who asked may have given up.
                    drop(waiting.map(|waiting| waiting.send(said)));
                }
                None => self.told.lock().expect("whole").take_down(&said),
            }
        }
        self.waiting.lock().expect("whole").clear();
    }

    /// Asks for something and waits for the answer.
    pub async fn ask(
        &self,
        session: Option<&str>,
        method: &str,
        parameters: Value,
    ) -> Result<Value, Refused> {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        let (answer, answered) = oneshot::channel();
        self.waiting.lock().expect("whole").insert(id, answer);
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let gone = |_| Refused::new("invalid session id", "the browser has ended");
        let message = format!("{message}\0");
        let sent = self.input.lock().await.write_all(message.as_bytes()).await;
        sent.map_err(|error| Refused::new("invalid session id", error.to_string()))?;
        let mut answer = answered.await.map_err(gone)?;
        match answer["error"]["message"].as_str() {
            Some(said) => Err(Refused::new("unknown error", format!("{method}: {said}"))),
            None => Ok(answer["result"].take()),
        }
    }
}

impl Told {
    fn take_down(&mut self, said: &Value) {
        let told = &said["params"];
        match said["method"].as_str().unwrap_or_default() {
            "Log.entryAdded" if told["entry"]["level"] == "error" => {
                let entry = &told["entry"];
                self.errors.push(format!("{} {}", entry["url"], entry["text"]));
            }
            "Runtime.exceptionThrown" => self.errors.push(told["exceptionDetails"].to_string()),
            "Runtime.consoleAPICalled" if told["type"] == "error" => {
                self.errors.push(told["args"].to_string());
            }
            "Runtime.executionContextCreated" => {
                let context = &told["context"];
                let (frame, id) = (&context["auxData"]["frameId"], context["id"].as_u64());
                if let (Some(frame), Some(id), true) =
                    (frame.as_str(), id, context["auxData"]["isDefault"] == true)
                {
                    self.contexts.insert(frame.to_owned(), id);
                }
            }
            "Runtime.executionContextDestroyed" => {
                let gone = told["executionContextId"].as_u64();
                self.contexts.retain(|_, id| Some(*id) != gone);
            }
            "Runtime.executionContextsCleared" => self.contexts.clear(),
            _ => {}
        }
    }
}
