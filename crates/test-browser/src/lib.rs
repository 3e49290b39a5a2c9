//! Drives browsers as a shopper uses them: elements are found by role and accessible name, and every wait ends with a
//! condition or a deadline.
//!
//! Journeys, gallery and bench speak WebDriver to every browser. For Chromium of any age, [`chromium`] answers it by the
//! browser's own protocol. WebKit has a driver of its own.

pub mod browser;
pub mod card;
pub mod chromium;
pub mod kernel;
pub mod program;
pub mod screen;
pub mod waiting;
mod webkit;
