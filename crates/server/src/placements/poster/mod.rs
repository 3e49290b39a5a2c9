//! Posters of placements, and sheets of cards. One drawing in millimetres becomes SVG and PDF.

mod card_sheet;
mod content;
mod drawing;
mod fonts;
mod format;
mod lines;
mod wall_poster;

#[cfg(test)]
mod tests;

pub use card_sheet::{MAX_CARDS, card_sheet};
pub use content::{OfferScope, PosterContent};
pub use drawing::Drawing;
pub use format::Format;
pub use wall_poster::poster;
