//! How a mall looks on paper: its colour and its logo.

mod colour;
mod logo;
mod shapes;

pub use colour::Colour;
pub use logo::{LARGEST as LARGEST_LOGO, Logo, Unfit};

/// The page's own red, for a mall that names no colour.
const RED: Colour = Colour([0xc8, 0x32, 0x1a]);

/// What is drawn where a mall has no logo: a coupon.
const COUPON: &str = "M10 26h80v16a8 8 0 0 0 0 16v16H10V58a8 8 0 0 0 0-16z";

/// A mall's colour and logo, or what stands for them.
#[derive(Clone, Debug, PartialEq)]
pub struct Brand {
    /// Its colour.
    pub colour: Colour,
    /// Its logo.
    pub logo: Option<Logo>,
}

impl Default for Brand {
    fn default() -> Self {
        Self { colour: RED, logo: None }
    }
}

impl Brand {
    /// The mark as a symbol of SVG, for `use` to put into a square.
    #[must_use]
    pub fn symbol(&self, id: &str) -> String {
        let accent = self.colour.on_white();
        match &self.logo {
            Some(logo) => logo.symbol(id),
            None => format!(
                "<symbol id=\"{id}\" viewBox=\"0 0 100 100\"><path fill=\"{accent}\" d=\"{COUPON}\"/></symbol>"
            ),
        }
    }
}
