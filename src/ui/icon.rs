//! Icons, drawn inline in the colour of the text around them.

use yew::prelude::*;

/// An icon.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Done.
    Check,
    /// The wallet.
    Wallet,
    /// Where a store is.
    Pin,
    /// How long something lasts.
    Clock,
    /// Something is not possible.
    Barred,
}

/// Draws an icon; the text beside it says the same, so it is hidden from screen readers.
pub fn icon(icon: Icon) -> Html {
    let path = match icon {
        Icon::Check => "M5 12.5l4.5 4.5L19 7.5",
        Icon::Wallet => {
            "M4 7.5h14a2 2 0 012 2v8a2 2 0 01-2 2H6a2 2 0 01-2-2zm0 0l11-3v3M15.5 13.5h.1"
        }
        Icon::Pin => {
            "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0113 0c0 5-6.5 11-6.5 11zM12 12a2 2 0 100-4 2 2 0 000 4z"
        }
        Icon::Clock => "M12 20a8 8 0 100-16 8 8 0 000 16zM12 7.5V12l3 2",
        Icon::Barred => "M12 20a8 8 0 100-16 8 8 0 000 16zM6.5 6.5l11 11",
    };
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d={path} /></svg>
    }
}
