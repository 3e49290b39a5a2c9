//! The reason why a command failed.

/// WebDriver's word for a failure, and the browser's message.
#[derive(Debug)]
pub struct Failure {
    /// WebDriver's word.
    pub code: &'static str,
    /// The browser's message.
    pub message: String,
}

impl Failure {
    /// Makes one.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}
