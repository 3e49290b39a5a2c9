//! What the module offers to a worker.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Effort, Grey};

/// Reads a picture of which there is no other: tries everything. Takes the bytes of a canvas's image data,
/// four for each pixel, and gives a code's payload, or nothing where there is none or none can be read.
#[wasm_bindgen]
pub fn read(rgba: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    run(rgba, width, height, Effort::Still)
}

/// Reads one of a camera's pictures: tries what mostly works, and of what takes longer a part, another
/// one for each `turn`. Count the pictures, and tell the count.
#[wasm_bindgen]
pub fn glance(rgba: &[u8], width: u32, height: u32, turn: u32) -> Option<Vec<u8>> {
    run(rgba, width, height, Effort::Live(turn))
}

fn run(rgba: &[u8], width: u32, height: u32, effort: Effort) -> Option<Vec<u8>> {
    let (width, height) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
    crate::read(&Grey::of_rgba(width, height, rgba)?, effort)
}
