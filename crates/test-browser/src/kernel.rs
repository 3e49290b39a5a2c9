//! The browser that the journeys run in, and the features that some of them need.

use std::env;
use std::sync::OnceLock;

/// A browser, by how it is driven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kernel {
    /// Today's Chromium, by its own driver.
    Chromium,
    /// An old one, by a driver in these tests.
    Old,
    /// WebKit, by its own driver.
    WebKit,
}

/// A feature that a journey needs and not all browsers have.
#[derive(Clone, Copy, Debug)]
pub enum Need {
    /// Commands of Chromium's protocol: no scripts, no network, a finger on the screen.
    Protocol,
    /// To be started with switches of Chromium's engine.
    Flags,
    /// Several tabs, or taps in quick succession.
    Tabs,
    /// To keep whole pages for going back.
    KeptPages,
    /// A policy without loose words.
    StrictPolicy,
    /// Scripts before a whole page has arrived.
    EarlyLook,
    /// To say when the layout shifts.
    LayoutShifts,
}

/// Returns the browser: `MALL_KERNEL` names it.
pub fn kernel() -> Kernel {
    static KERNEL: OnceLock<Kernel> = OnceLock::new();
    *KERNEL.get_or_init(|| match env::var("MALL_KERNEL").as_deref() {
        Err(_) | Ok("chromium") => Kernel::Chromium,
        Ok("webkit") => Kernel::WebKit,
        Ok("old-chromium") => Kernel::Old,
        Ok(other) => panic!("MALL_KERNEL is {other}"),
    })
}

/// Checks whether the browser has the features that a journey needs. If not, prints the reason in the words that
/// `cargo xtask test kernels` looks for; the journey ends then.
pub fn here(needs: &[Need]) -> bool {
    let reason = needs.iter().find_map(|need| need.lacking(kernel()));
    if let Some(reason) = reason {
        println!("not here: {reason}");
    }
    reason.is_none()
}

impl Need {
    fn lacking(self, kernel: Kernel) -> Option<&'static str> {
        match (self, kernel) {
            (_, Kernel::Chromium)
            | (Self::Protocol | Self::Flags | Self::LayoutShifts | Self::EarlyLook, Kernel::Old) => {
                None
            }
            (Self::Protocol, Kernel::WebKit) => Some("its driver cannot be told such things"),
            (Self::Flags, Kernel::WebKit) => Some("its engine has no such switches"),
            (Self::Tabs | Self::KeptPages | Self::StrictPolicy, Kernel::WebKit) => None,
            (Self::KeptPages, Kernel::Old) => Some("it keeps no pages for going back"),
            (Self::Tabs, Kernel::Old) => Some("its driver has one tab and one finger"),
            (Self::StrictPolicy, Kernel::Old) => Some("it knows the loose word only"),
            (Self::EarlyLook, Kernel::WebKit) => Some("its driver waits until all has come"),
            (Self::LayoutShifts, Kernel::WebKit) => Some("it does not tell of layout shifts"),
        }
    }
}
