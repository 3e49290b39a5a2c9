//! Icons, in the colour of the text around them. Their shapes are in the styles.

use yew::Html;

use super::element::element;

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
    let class = match icon {
        Icon::Check => "icon check",
        Icon::Wallet => "icon wallet",
        Icon::Pin => "icon pin",
        Icon::Clock => "icon clock",
        Icon::Barred => "icon barred",
    };
    element!("i", [("class", class), ("aria-hidden", "true")], [])
}
