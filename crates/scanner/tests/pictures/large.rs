//! Large codes, in pictures that have more pixels than a camera's frames: those of an album.

use std::f64::consts::TAU;

use qrcode::EcLevel;

use super::bend::Bend;
use super::camera::Camera;
use super::code::Code;
use super::hard::upright;
use super::random::Random;
use super::scene::Scene;

/// The pixels on a side of a picture.
const SIDE: usize = 1200;
/// The number of pictures on flat paper, one for each version.
pub const VERSIONS: usize = 40;
/// The least version on bent paper.
const MIN_BENT_VERSION: usize = 25;
/// The heights of the bend, as shares of the code's side.
const HEIGHTS: [f64; 3] = [0.015, 0.03, 0.05];
/// The number of pictures on bent paper.
pub const BENT: usize = (VERSIONS + 1 - MIN_BENT_VERSION) * HEIGHTS.len();

/// Returns a picture of the code of a version on flat paper.
pub fn flat(number: usize, random: &mut Random) -> (Code, Scene, Camera) {
    large(number + 1, Bend::NONE, random)
}

/// Returns a picture on bent paper: of each version, with each height of the bend.
pub fn bent(number: usize, random: &mut Random) -> (Code, Scene, Camera) {
    let version = MIN_BENT_VERSION + number / HEIGHTS.len();
    let side = (17 + 4 * version) as f64;
    let (length, direction) = (side * random.between(1.2, 2.5), random.between(0.0, TAU));
    let bend = Bend {
        height: HEIGHTS[number % HEIGHTS.len()] * side,
        length,
        direction: (direction.cos(), direction.sin()),
        phase: random.between(0.0, TAU),
    };
    large(version, bend, random)
}

fn large(version: usize, bend: Bend, random: &mut Random) -> (Code, Scene, Camera) {
    let level = [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H][random.below(4)];
    let code = Code::of_version(version as i16, level, random);
    let module = (SIDE as f64 * 0.86 / (code.size as f64 + 8.0)).min(9.0);
    let scene = Scene { width: SIDE, height: SIDE, bend, ..upright(random, module) };
    (code, scene, Camera { uneven: (0.15, random.between(0.0, TAU)), ..Camera::GOOD })
}
