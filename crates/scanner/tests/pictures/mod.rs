//! Pictures of codes as phones take them, of kinds that are hard to read, from easy to hopeless. They are the same for
//! every reader, and are made from a seed instead of stored.

mod camera;
mod code;
mod kinds;
mod random;
mod scene;

pub use kinds::Kind;

use camera::Camera;
use code::Code;
use qrcode::EcLevel;
use random::Random;
use scene::{Background, Scene};

/// The seed of all pictures.
const SEED: u64 = 20_261_125;
/// The number of pictures of each kind.
pub const PICTURES_PER_KIND: usize = 36;

/// A picture, and the payload to be read in it.
pub struct Picture {
    /// The number of pixels in a row.
    pub width: usize,
    /// The number of rows.
    pub height: usize,
    /// A grey for each pixel, row by row.
    pub grey: Vec<u8>,
    /// The code's payload, or none without a code.
    pub payload: Option<Vec<u8>>,
    /// True if the payload is UTF-8.
    pub is_text: bool,
}

/// Makes a picture of a kind. `number` goes from 0, the easiest, to [`PICTURES_PER_KIND`], which is excluded.
pub fn picture(kind: Kind, number: usize) -> Picture {
    let mut random = Random::new(SEED ^ ((kind as u64 + 1) << 32) ^ ((number as u64) << 8));
    let hardness = number as f64 / (PICTURES_PER_KIND - 1) as f64;
    let (code, scene, camera) = kinds::make(kind, hardness, &mut random);
    take(Some(&code), &scene, &camera, &mut random)
}

/// Makes the usual pictures of a camera: a placement's code in good light, and no code at all.
pub fn ordinary(with_code: bool) -> Picture {
    let mut random = Random::new(SEED);
    let code = Code::with_address("https://coupons.example.com/q/7K01QD".to_owned(), EcLevel::H);
    let mut scene = Scene { background: Background::Busy(60), ..kinds::upright(&mut random, 6.0) };
    scene.turn = 0.1;
    scene.mark = Some(0.25);
    take(with_code.then_some(&code), &scene, &Camera::GOOD, &mut random)
}

fn take(code: Option<&Code>, scene: &Scene, camera: &Camera, random: &mut Random) -> Picture {
    let light = scene.light(code, random);
    let grey = camera.take(light, scene.width, random);
    Picture {
        width: scene.width,
        height: scene.height,
        grey,
        payload: code.map(|code| code.payload.clone()),
        is_text: code.is_none_or(|code| code.is_text),
    }
}
