//! Pictures that are hard to read. In each kind one thing gets worse from the first picture to the last.

use std::f64::consts::{PI, TAU};

use qrcode::EcLevel;

use super::bend::Bend;
use super::camera::Camera;
use super::code::{Code, address};
use super::random::Random;
use super::scene::{Background, Cover, Scene};

/// A kind of hard picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hard {
    /// Turned in its plane, and getting smaller.
    Rotation,
    /// Seen from the side.
    Perspective,
    /// Out of focus.
    Defocus,
    /// Moved while it was taken.
    Motion,
    /// Little and uneven light, with little contrast and grain.
    LowLight,
    /// Grain.
    Noise,
    /// Few pixels for a module.
    Small,
    /// Partly covered: by a finger, a sticker, a reflection.
    Covered,
    /// Light on dark.
    Inverted,
    /// A mark in the middle.
    Mark,
    /// Among goods, signs and print.
    Background,
    /// Several of these at once.
    Combined,
}

impl Hard {
    /// All kinds.
    pub const ALL: [Self; 12] = [
        Self::Rotation,
        Self::Perspective,
        Self::Defocus,
        Self::Motion,
        Self::LowLight,
        Self::Noise,
        Self::Small,
        Self::Covered,
        Self::Inverted,
        Self::Mark,
        Self::Background,
        Self::Combined,
    ];

    /// Returns the kind in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rotation => "rotation",
            Self::Perspective => "perspective",
            Self::Defocus => "out of focus",
            Self::Motion => "motion",
            Self::LowLight => "low light",
            Self::Noise => "noise",
            Self::Small => "small",
            Self::Covered => "partly covered",
            Self::Inverted => "inverted",
            Self::Mark => "mark in the middle",
            Self::Background => "busy background",
            Self::Combined => "several at once",
        }
    }
}

/// The number of pictures of each kind.
pub const PICTURES: usize = 36;

/// The size of a phone's frame, scaled down.
const FRAMES: [(usize, usize); 4] = [(480, 480), (480, 480), (480, 640), (640, 480)];

/// Returns a code as people hold it before a camera: nearly upright, nearly in the middle.
pub fn upright(random: &mut Random, module: f64) -> Scene {
    let (width, height) = FRAMES[random.below(FRAMES.len())];
    Scene {
        width,
        height,
        module,
        turn: random.between(-0.15, 0.15),
        tilt: (random.between(0.0, 0.15), random.between(0.0, TAU)),
        shift: (random.between(-20.0, 20.0), random.between(-20.0, 20.0)),
        ink: random.between(0.03, 0.09),
        paper: random.between(0.75, 0.92),
        inverted: false,
        mark: None,
        covers: Vec::new(),
        background: Background::Plain(random.between(0.2, 0.6)),
        bend: Bend::NONE,
    }
}

/// Interpolates from `easy` to `hard` while the hardness goes from 0 to 1.
fn interpolate(hardness: f64, easy: f64, hard: f64) -> f64 {
    easy + (hard - easy) * hardness
}

/// Returns the parts of a picture. The hardness goes from 0 to 1.
pub fn make(kind: Hard, hardness: f64, random: &mut Random) -> (Code, Scene, Camera) {
    let levels = [EcLevel::L, EcLevel::M, EcLevel::Q];
    let level = match kind {
        Hard::Mark => EcLevel::H,
        Hard::Covered => [EcLevel::M, EcLevel::Q, EcLevel::H][random.below(3)],
        _ => levels[random.below(3)],
    };
    let code = match kind {
        Hard::Mark => Code::with_address(address(random), level),
        _ => Code::any(random, level),
    };
    // A code with its quiet zone fits into the picture.
    let fitting = 430.0 / (code.size as f64 + 8.0);
    let module = random.between(4.0, 9.0).min(fitting);
    let mut scene = upright(random, module);
    let mut camera = Camera { uneven: (0.1, random.between(0.0, TAU)), ..Camera::GOOD };
    make_hard(kind, hardness, &code, &mut scene, &mut camera, random);
    (code, scene, camera)
}

fn make_hard(
    kind: Hard,
    hardness: f64,
    code: &Code,
    scene: &mut Scene,
    camera: &mut Camera,
    random: &mut Random,
) {
    match kind {
        Hard::Rotation => {
            scene.turn = random.between(0.0, TAU);
            scene.module = interpolate(hardness, 8.0, 0.9).min(scene.module);
        }
        Hard::Perspective => {
            scene.tilt = (interpolate(hardness, 0.35, 1.25), random.between(0.0, TAU));
            scene.turn = random.between(0.0, TAU);
        }
        Hard::Defocus => camera.defocus = scene.module * interpolate(hardness, 0.3, 1.5),
        Hard::Motion => {
            let length = scene.module * interpolate(hardness, 0.5, 3.0);
            camera.motion = (length, random.between(0.0, PI));
        }
        Hard::LowLight => low_light(hardness, scene, camera, random),
        Hard::Noise => camera.grain = interpolate(hardness, 3.0, 80.0),
        Hard::Small => scene.module = interpolate(hardness, 2.8, 0.85),
        Hard::Covered => scene.covers = covers(hardness, code, random),
        Hard::Inverted => {
            scene.inverted = true;
            scene.turn = random.between(0.0, TAU);
            scene.module = interpolate(hardness, 7.0, 1.8).min(scene.module);
            camera.defocus = scene.module * interpolate(hardness, 0.1, 0.6);
        }
        Hard::Mark => {
            scene.mark = Some(random.between(0.1, 0.5));
            scene.turn = random.between(0.0, TAU);
            scene.module = interpolate(hardness, 7.0, 1.3).min(scene.module);
            camera.defocus = scene.module * interpolate(hardness, 0.1, 0.7);
        }
        Hard::Background => {
            scene.background = Background::Busy(interpolate(hardness, 20.0, 200.0) as usize);
            scene.module = interpolate(hardness, 5.0, 1.1).min(scene.module);
            let free = (scene.width.min(scene.height) as f64
                - (code.size as f64 + 8.0) * scene.module)
                .max(0.0)
                / 2.0;
            scene.shift = (random.between(-free, free), random.between(-free, free));
            scene.turn = random.between(-0.5, 0.5);
        }
        Hard::Combined => {
            let all = [
                Hard::Perspective,
                Hard::Defocus,
                Hard::Motion,
                Hard::LowLight,
                Hard::Noise,
                Hard::Covered,
                Hard::Background,
                Hard::Inverted,
            ];
            let first = random.below(all.len());
            for step in 0..3 {
                // They differ, because the step is odd and their number is even.
                let kind = all[(first + step * 3) % all.len()];
                let hardness = hardness * random.between(0.3, 0.7);
                make_hard(kind, hardness, code, scene, camera, random);
            }
        }
    }
}

fn low_light(hardness: f64, scene: &mut Scene, camera: &mut Camera, random: &mut Random) {
    camera.exposure = interpolate(hardness, 0.3, 0.02);
    camera.uneven = (interpolate(hardness, 0.3, 0.95), random.between(0.0, TAU));
    camera.grain = interpolate(hardness, 2.0, 14.0);
    // A reflection of other light on the glass before it.
    scene.ink += interpolate(hardness, 0.02, 0.35);
}

/// Covers a growing share of the code, from 3 % to 28 %.
fn covers(hardness: f64, code: &Code, random: &mut Random) -> Vec<Cover> {
    let half = code.size as f64 / 2.0;
    let area = code.size.pow(2) as f64 * interpolate(hardness, 0.03, 0.28);
    let round = random.below(2) == 0;
    let long = random.between(0.6, 1.6);
    let side = (area / 4.0 / if round { PI / 4.0 } else { 1.0 }).sqrt();
    let (middle, light) = match random.below(3) {
        // A finger from an edge that leaves the patterns in three corners free.
        0 => ((random.between(0.2, 1.0) * half, half - side * 0.3), 0.35),
        // A reflection.
        1 => ((random.between(-0.5, 0.8) * half, random.between(-0.2, 0.8) * half), 1.2),
        // A sticker or a stain.
        _ => (
            (random.between(-0.6, 0.9) * half, random.between(-0.6, 0.9) * half),
            random.between(0.05, 0.9),
        ),
    };
    vec![Cover { middle, half: (side * long, side / long), round, light }]
}
