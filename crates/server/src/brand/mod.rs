//! The colour and the logo of a mall, for print.

mod colour;
mod logo;
mod logo_error;
mod nesting;
mod shapes;

pub use colour::Colour;
pub use logo::Logo;
pub use logo_error::{LogoError, MAX_LOGO_BYTES};

/// The colour of a mall that names none: the page's red.
const DEFAULT_COLOUR: Colour = Colour([0xc8, 0x32, 0x1a]);

/// The mark of a mall without a logo: a coupon.
const COUPON: &str = "M10 26h80v16a8 8 0 0 0 0 16v16H10V58a8 8 0 0 0 0-16z";

/// The colour and the logo of a mall.
#[derive(Clone, Debug, PartialEq)]
pub struct Brand {
    pub colour: Colour,
    pub logo: Option<Logo>,
}

impl Default for Brand {
    fn default() -> Self {
        Self { colour: DEFAULT_COLOUR, logo: None }
    }
}

impl Brand {
    /// Returns the mark as a symbol of SVG, for `use` to put into a square.
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
