//! WebKit's driver, one for each browser.

use std::net::TcpListener;
use std::process::Child;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Instant;

use serde_json::json;
use thirtyfour::Capabilities;
use thirtyfour::prelude::*;

use crate::program::{keep, path};
use crate::waiting::{POLL_INTERVAL, TIMEOUT};

/// Returns a free port for a driver, which binds it a moment later. It is outside the range of ephemeral ports.
fn port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(20_000);
    loop {
        let port = NEXT.fetch_add(1, Ordering::Relaxed);
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// A driver that runs.
pub struct Driver {
    url: String,
    _keeper: Child,
}

impl Driver {
    /// Starts one. It takes a moment until it answers.
    pub fn start() -> Self {
        let port = port();
        let mut keeper = keep(&path("WEBKITDRIVER"), &format!("--port={port}"));
        drop(keeper.stdout.take());
        Self { url: format!("http://127.0.0.1:{port}"), _keeper: keeper }
    }

    /// Opens a browser in a window as wide as a phone, or as narrow as its windows get.
    pub async fn open(&self) -> WebDriverResult<WebDriver> {
        let mut capabilities = Capabilities::new();
        let browser = json!({ "binary": path("WEBKIT"), "args": ["--automation"] });
        capabilities.set("webkitgtk:browserOptions", browser)?;
        // With any other strategy the driver waits a minute after each page.
        capabilities.set("pageLoadStrategy", "normal")?;
        let deadline = Instant::now() + TIMEOUT;
        loop {
            match WebDriver::new(&self.url, capabilities.clone()).await {
                Err(_) if Instant::now() < deadline => tokio::time::sleep(POLL_INTERVAL).await,
                Err(error) => return Err(error),
                Ok(driver) => {
                    driver.set_window_rect(0, 0, 390, 844).await?;
                    return Ok(driver);
                }
            }
        }
    }
}
