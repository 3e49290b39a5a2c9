//! The functions that the module exports to a worker.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::{Effort, Grey};

/// Reads a single picture and tries everything. Takes the bytes of a canvas's image data, four for each pixel. Returns
/// a code's content in frames, or nothing if no code can be read.
#[wasm_bindgen]
pub fn read(rgba: &[u8], width: u32, height: u32) -> Option<Vec<u8>> {
    run(rgba, width, height, Effort::Still)
}

/// Reads one of a camera's pictures. Makes the usual attempts, and one of the others, a different one for each `turn`.
/// The caller counts the pictures and passes the count.
#[wasm_bindgen]
pub fn glance(rgba: &[u8], width: u32, height: u32, turn: u32) -> Option<Vec<u8>> {
    run(rgba, width, height, Effort::Live(turn))
}

fn run(rgba: &[u8], width: u32, height: u32, effort: Effort) -> Option<Vec<u8>> {
    let (width, height) = (usize::try_from(width).ok()?, usize::try_from(height).ok()?);
    Some(crate::read(&Grey::from_rgba(width, height, rgba)?, effort)?.to_frames())
}
