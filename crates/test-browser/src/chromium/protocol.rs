//! Chromium's DevTools protocol over two pipes: JSON messages, each ended by a zero byte.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;

use serde_json::{Value, json};
use tokio::sync::oneshot;

use super::failure::Failure;
use super::record::Record;
use crate::program;

/// A script that starts the browser with a profile, and its pipes as the files 3 and 4. The browser ends when they
/// close; then the profile is removed.
const WITH_PIPES: &str = r#"
profile=$(mktemp -d) || exit
"$@" "--user-data-dir=$profile" 3<&0 4>&1 </dev/null >/dev/null
rm -rf "$profile"
"#;

/// A connection to one browser process. The process ends when this is dropped.
pub struct Protocol {
    input: Mutex<ChildStdin>,
    next_id: AtomicU64,
    inbox: Arc<Inbox>,
}

/// The messages from the reading thread. Each part is behind its own lock.
#[derive(Default)]
struct Inbox {
    /// Requests without a response yet, by id; none once the browser has ended.
    pending: Mutex<Option<HashMap<u64, oneshot::Sender<Value>>>>,
    /// The records of tabs' events, by the tab's session.
    records: Mutex<HashMap<String, Arc<Mutex<Record>>>>,
}

impl Protocol {
    /// Starts a browser.
    pub fn start(program: &Path, flags: &[&str]) -> Self {
        let mut shell = program::shell(WITH_PIPES);
        let mut browser = shell.arg(program).args(flags).spawn().expect("a shell");
        let input = Mutex::new(browser.stdin.take().expect("piped"));
        let inbox = Arc::new(Inbox::default());
        *inbox.pending() = Some(HashMap::new());
        let reading = inbox.clone();
        thread::spawn(move || reading.read(browser));
        Self { input, next_id: AtomicU64::new(1), inbox }
    }

    /// Sends a request and waits for its result. Without a session it goes to the browser as a whole.
    pub async fn request(
        &self,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<Value, Failure> {
        let ended = || Failure::new("invalid session id", "the browser has ended");
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let (sender, response) = oneshot::channel();
        self.inbox.pending().as_mut().ok_or_else(ended)?.insert(id, sender);
        self.send(id, session, method, params).map_err(|_| ended())?;
        let mut response = response.await.map_err(|_| ended())?;
        match response["error"]["message"].as_str() {
            Some(message) => Err(Failure::new("unknown error", format!("{method}: {message}"))),
            None => Ok(response["result"].take()),
        }
    }

    /// Sends a request to the browser as a whole and waits for nothing.
    pub fn notify(&self, method: &str, params: Value) {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        // Nothing is left to do in a browser that has ended.
        let _ = self.send(id, None, method, params);
    }

    fn send(
        &self,
        id: u64,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> std::io::Result<()> {
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        self.input.lock().expect("whole").write_all(format!("{message}\0").as_bytes())
    }

    /// Records the events of a session from now on.
    pub fn record(&self, session: &str) -> Arc<Mutex<Record>> {
        let record = Arc::<Mutex<Record>>::default();
        self.inbox.records().insert(session.to_owned(), record.clone());
        record
    }

    /// Forgets the events of a session.
    pub fn forget(&self, session: &str) {
        self.inbox.records().remove(session);
    }
}

impl Inbox {
    fn pending(&self) -> MutexGuard<'_, Option<HashMap<u64, oneshot::Sender<Value>>>> {
        self.pending.lock().expect("whole")
    }

    fn records(&self) -> MutexGuard<'_, HashMap<String, Arc<Mutex<Record>>>> {
        self.records.lock().expect("whole")
    }

    /// Reads messages until the browser ends.
    fn read(&self, mut browser: Child) {
        let mut output = BufReader::new(browser.stdout.take().expect("piped"));
        let mut message = Vec::new();
        while output.read_until(0, &mut message).is_ok_and(|length| length > 0) {
            message.pop();
            self.receive(serde_json::from_slice(&message).unwrap_or_default());
            message.clear();
        }
        // The callers that wait for a response get an error by this.
        self.pending().take();
        let _ = browser.wait();
    }

    fn receive(&self, message: Value) {
        match message["id"].as_u64() {
            Some(id) => {
                let sender = self.pending().as_mut().and_then(|pending| pending.remove(&id));
                // The caller may have stopped waiting.
                drop(sender.map(|sender| sender.send(message)));
            }
            None => {
                let session = message["sessionId"].as_str().unwrap_or_default();
                let record = self.records().get(session).cloned();
                if let Some(record) = record {
                    record.lock().expect("whole").add(&message);
                }
            }
        }
    }
}
