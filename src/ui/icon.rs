//! Icons in the colour of the text around them. Their shapes are in the style sheet.

use yew::Html;

use super::element::element;

/// An icon.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Done.
    Check,
    /// The wallet.
    Wallet,
    /// The place of a store.
    Pin,
    /// A time or a duration.
    Clock,
    /// A refusal.
    Barred,
}

/// Draws an icon, hidden from screen readers because the text beside it says the same.
pub fn icon(icon: Icon) -> Html {
    let class = match icon {
        Icon::Check => "icon check",
        Icon::Wallet => "icon wallet",
        Icon::Pin => "icon pin",
        Icon::Clock => "icon clock",
        Icon::Barred => "icon barred",
    };
    element!("i", [("class", class), ("aria-hidden", "true")], [])
}
