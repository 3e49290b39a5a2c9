//! Pictures of codes as phones take them: some are hard to read, some have large codes, some have texts in many encodings.
//! They are the same for every reader, and are made from a seed instead of stored.

mod bend;
mod camera;
mod code;
mod hard;
mod large;
mod payload;
mod random;
mod scene;
mod segments;
mod texts;

pub use hard::Hard;
pub use payload::Payload;
pub use texts::Text;

use camera::Camera;
use code::Code;
use qrcode::EcLevel;
use random::Random;
use scene::{Background, Scene};

/// The seed of all pictures.
const SEED: u64 = 20_261_125;

/// A kind of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// From easy to hopeless.
    Hard(Hard),
    /// A code of each version, in pictures of an album.
    Versions,
    /// Large codes on paper that bends, in pictures of an album.
    Bent,
    /// Texts in codes that are easy to read.
    Text(Text),
}

impl Kind {
    /// Returns all kinds.
    pub fn all() -> Vec<Self> {
        let hard = Hard::ALL.into_iter().map(Self::Hard);
        let texts = Text::ALL.into_iter().map(Self::Text);
        hard.chain([Self::Versions, Self::Bent]).chain(texts).collect()
    }

    /// Returns the kind in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hard(hard) => hard.name(),
            Self::Versions => "versions 1 to 40",
            Self::Bent => "versions 25 to 40, bent",
            Self::Text(text) => text.name(),
        }
    }

    /// Returns the number of its pictures.
    pub fn count(self) -> usize {
        match self {
            Self::Hard(_) => hard::PICTURES,
            Self::Versions => large::VERSIONS,
            Self::Bent => large::BENT,
            Self::Text(text) => text.count(),
        }
    }
}

/// A picture, and the payload to be read in it.
pub struct Picture {
    /// The number of pixels in a row.
    pub width: usize,
    /// The number of rows.
    pub height: usize,
    /// A grey for each pixel, row by row.
    pub grey: Vec<u8>,
    /// The code's payload, or none without a code.
    pub payload: Option<Payload>,
}

/// Makes a picture of a kind. `number` goes from 0 to the kind's count, which is excluded.
pub fn picture(kind: Kind, number: usize) -> Picture {
    let seed = |kind: u64| Random::new(SEED ^ (kind << 32) ^ ((number as u64) << 8));
    let (mut random, (code, scene, camera)) = match kind {
        Kind::Hard(hard) => {
            let mut random = seed(hard as u64 + 1);
            let hardness = number as f64 / (hard::PICTURES - 1) as f64;
            let parts = hard::make(hard, hardness, &mut random);
            (random, parts)
        }
        Kind::Versions => {
            let mut random = seed(100);
            let parts = large::flat(number, &mut random);
            (random, parts)
        }
        Kind::Bent => {
            let mut random = seed(101);
            let parts = large::bent(number, &mut random);
            (random, parts)
        }
        Kind::Text(text) => {
            let mut random = seed(200 + text as u64);
            let code = text.code(number);
            let scene = hard::upright(&mut random, 430.0 / (code.size as f64 + 8.0).max(53.0));
            (random, (code, scene, Camera::GOOD))
        }
    };
    take(Some(&code), &scene, &camera, &mut random)
}

/// Makes the usual pictures of a camera: a placement's code in good light, and no code at all.
pub fn ordinary(with_code: bool) -> Picture {
    let mut random = Random::new(SEED);
    let code = Code::with_address("https://coupons.example.com/q/7K01QD".to_owned(), EcLevel::H);
    let mut scene = Scene { background: Background::Busy(60), ..hard::upright(&mut random, 6.0) };
    scene.turn = 0.1;
    scene.mark = Some(0.25);
    take(with_code.then_some(&code), &scene, &Camera::GOOD, &mut random)
}

/// Draws the code of a text, with three pixels for each module.
pub fn drawn(text: Text, number: usize) -> Picture {
    let code = text.code(number);
    let side = (code.size + 8) * 3;
    let place = |at: usize| (at / 3) as i64 - 4;
    let grey = |at: usize| {
        let is_dark = code.is_dark(place(at % side), place(at / side));
        if is_dark { 20 } else { 230 }
    };
    let grey = (0..side * side).map(grey).collect();
    Picture { width: side, height: side, grey, payload: Some(code.payload) }
}

fn take(code: Option<&Code>, scene: &Scene, camera: &Camera, random: &mut Random) -> Picture {
    let light = scene.light(code, random);
    let grey = camera.take(light, scene.width, random);
    Picture {
        width: scene.width,
        height: scene.height,
        grey,
        payload: code.map(|code| code.payload.clone()),
    }
}
