//! Pictures scaled down, so that codes are read quickly.

use js_sys::JSON;
use wasm_bindgen::JsCast;
use web_sys::{
    CanvasRenderingContext2d, Element, HtmlCanvasElement, HtmlImageElement, HtmlVideoElement,
    ImageData,
};

/// A canvas outside the document.
pub struct Canvas {
    element: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Canvas {
    /// Makes a canvas; none in a browser without.
    #[must_use]
    pub fn new() -> Option<Self> {
        let element = web_sys::window()?.document()?.create_element("canvas").ok()?;
        let element: HtmlCanvasElement = element.dyn_into().ok()?;
        // The browser keeps the pixels in memory, not on the graphics card.
        let often = JSON::parse(r#"{"willReadFrequently":true}"#).ok()?;
        let context = element.get_context_with_context_options("2d", &often).ok()??;
        let context = context.dyn_into().ok()?;
        Some(Self { element, context })
    }

    /// Draws the middle square of a video's frame, at most `side` pixels wide. Returns none before the first
    /// frame.
    #[must_use]
    pub fn draw_middle(&self, video: &Element, side: u32) -> Option<()> {
        let video: &HtmlVideoElement = video.unchecked_ref();
        let (width, height) = (video.video_width(), video.video_height());
        let square = width.min(height);
        if square == 0 {
            return None;
        }
        let side = side.min(square);
        self.resize(side, side);
        let begin = |whole: u32| f64::from(whole - square) / 2.0;
        let (square, side) = (f64::from(square), f64::from(side));
        let result = self
            .context
            .draw_image_with_html_video_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                video,
                begin(width),
                begin(height),
                square,
                square,
                0.0,
                0.0,
                side,
                side,
            );
        result.ok()
    }

    /// Draws a picture with its longer side at most `longest` pixels.
    #[must_use]
    pub fn draw_picture(&self, image: &HtmlImageElement, longest: u32) -> Option<()> {
        let (width, height) = (image.natural_width(), image.natural_height());
        let scale = (f64::from(longest) / f64::from(width.max(height))).min(1.0);
        let scaled = |side: u32| (f64::from(side) * scale).round().max(1.0);
        let (width, height) = (scaled(width), scaled(height));
        self.resize(width as u32, height as u32);
        // A transparent picture gets a white background, so that its code can be read.
        self.context.set_fill_style_str("#fff");
        self.context.fill_rect(0.0, 0.0, width, height);
        let context = &self.context;
        context
            .draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)
            .ok()
    }

    /// Returns the element.
    #[must_use]
    pub fn element(&self) -> &HtmlCanvasElement {
        &self.element
    }

    /// Returns the pixels.
    #[must_use]
    pub fn pixels(&self) -> Option<ImageData> {
        let (width, height) = (self.element.width().into(), self.element.height().into());
        self.context.get_image_data(0.0, 0.0, width, height).ok()
    }

    fn resize(&self, width: u32, height: u32) {
        if (self.element.width(), self.element.height()) != (width, height) {
            self.element.set_width(width);
            self.element.set_height(height);
        }
    }
}
