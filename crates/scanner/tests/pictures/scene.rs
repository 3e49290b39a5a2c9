//! A scene: the light of a code on its paper before a background.

use super::bend::Bend;
use super::code::Code;
use super::random::Random;

/// Light modules around a code.
const QUIET_ZONE: f64 = 4.0;
/// The number of samples in each pixel, in both directions.
const SAMPLES: usize = 3;
/// The focal length in widths of the picture. A phone's main camera has about 0.9.
const FOCAL_LENGTH: f64 = 0.9;
/// The share of a code's width that the mark covers.
const MARK_SHARE: f64 = 0.22;

/// The things before the camera.
pub struct Scene {
    /// Pixels of the picture.
    pub width: usize,
    /// Pixels of the picture.
    pub height: usize,
    /// The pixels of a module in the code's middle.
    pub module: f64,
    /// The rotation of the code in radians.
    pub turn: f64,
    /// The tilt in radians, and its direction.
    pub tilt: (f64, f64),
    /// The position of its middle, in pixels from the picture's middle.
    pub shift: (f64, f64),
    /// The share of light that dark modules reflect.
    pub ink: f64,
    /// The share of light that light modules reflect.
    pub paper: f64,
    /// True if dark and light are exchanged.
    pub inverted: bool,
    /// The mark in the middle, by the share of light that it reflects.
    pub mark: Option<f64>,
    /// The things on the code.
    pub covers: Vec<Cover>,
    /// The background of the paper.
    pub background: Background,
    /// The bend of the paper.
    pub bend: Bend,
}

/// A round or rectangular thing on the code, in modules from its middle.
pub struct Cover {
    /// Its middle.
    pub middle: (f64, f64),
    /// Half its width and height.
    pub half: (f64, f64),
    /// True if it is round.
    pub round: bool,
    /// The share of light that it reflects. Above 1 it is a reflection of a lamp.
    pub light: f64,
}

/// A background.
pub enum Background {
    /// One surface.
    Plain(f64),
    /// Goods, signs and print, by the number of pieces.
    Busy(usize),
}

impl Scene {
    /// Returns the light at each pixel, in shares of the brightest white.
    pub fn light(&self, code: Option<&Code>, random: &mut Random) -> Vec<f64> {
        let behind = self.background(random);
        let view = View::new(self);
        let mut light = Vec::with_capacity(self.width * self.height);
        for y in 0..self.height {
            for x in 0..self.width {
                let at_pixel = behind[y * self.width + x];
                let mut sum = 0.0;
                for sample in 0..SAMPLES * SAMPLES {
                    let inside = |at: usize| (at as f64 + 0.5) / SAMPLES as f64;
                    let (dx, dy) = (inside(sample % SAMPLES), inside(sample / SAMPLES));
                    let place = view.paper(&self.bend, x as f64 + dx, y as f64 + dy);
                    let on_paper = code.and_then(|code| self.surface(code, place));
                    sum += on_paper.unwrap_or(at_pixel);
                }
                light.push(sum / (SAMPLES * SAMPLES) as f64);
            }
        }
        light
    }

    /// Returns the light of a point on the paper, in modules from the code's middle. Returns none beyond the paper.
    fn surface(&self, code: &Code, (u, v): (f64, f64)) -> Option<f64> {
        let half = code.size as f64 / 2.0;
        let edge = half + QUIET_ZONE;
        if u.abs() > edge || v.abs() > edge {
            return None;
        }
        if let Some(cover) = self.covers.iter().find(|cover| cover.contains(u, v)) {
            return Some(cover.light);
        }
        let mark = half * MARK_SHARE;
        if let Some(light) = self.mark.filter(|_| u.abs() < mark && v.abs() < mark) {
            // The mark has an edge as light as the paper.
            let inner = mark * 0.8;
            return Some(if u.abs() < inner && v.abs() < inner * 0.6 { light } else { self.paper });
        }
        let is_dark = code.is_dark((u + half).floor() as i64, (v + half).floor() as i64);
        Some(if is_dark != self.inverted { self.ink } else { self.paper })
    }

    fn background(&self, random: &mut Random) -> Vec<f64> {
        let (width, height) = (self.width as f64, self.height as f64);
        let (pieces, ground) = match self.background {
            Background::Plain(light) => (0, light),
            Background::Busy(pieces) => (pieces, random.between(0.2, 0.7)),
        };
        let mut light = vec![ground; self.width * self.height];
        for _ in 0..pieces {
            let (x, y) = (random.between(-50.0, width), random.between(-50.0, height));
            match random.below(4) {
                // Lines of print.
                0 => self.print(&mut light, (x, y), random),
                // A grid: tiles, a shelf, a fence.
                1 => {
                    let (step, shade) = (random.between(5.0, 24.0), random.between(0.05, 0.9));
                    for line in 0..6 {
                        let at = f64::from(line) * step;
                        self.fill(&mut light, (x + at, y), (step * 0.4, step * 5.4), shade);
                        self.fill(&mut light, (x, y + at), (step * 5.4, step * 0.4), shade);
                    }
                }
                _ => {
                    let size = (random.between(8.0, 140.0), random.between(8.0, 140.0));
                    self.fill(&mut light, (x, y), size, random.between(0.03, 0.95));
                }
            }
        }
        light
    }

    fn print(&self, light: &mut [f64], (x, y): (f64, f64), random: &mut Random) {
        let size = random.between(4.0, 14.0);
        self.fill(light, (x, y), (size * 14.0, size * 7.0), random.between(0.7, 0.95));
        for line in 0..4 {
            for letter in 0..13 {
                let place = (
                    x + size * (0.5 + f64::from(letter)),
                    y + size * (0.5 + 1.6 * f64::from(line)),
                );
                for stroke in 0..3 {
                    let at = (
                        place.0 + size * random.between(0.0, 0.5),
                        place.1 + size * 0.3 * f64::from(stroke),
                    );
                    self.fill(
                        light,
                        at,
                        (size * random.between(0.1, 0.4), size * random.between(0.1, 0.7)),
                        0.08,
                    );
                }
            }
        }
    }

    fn fill(&self, light: &mut [f64], from: (f64, f64), size: (f64, f64), shade: f64) {
        let range = |from: f64, size: f64, end: usize| {
            (from.max(0.0) as usize).min(end)..((from + size).max(0.0) as usize).min(end)
        };
        for y in range(from.1, size.1, self.height) {
            let row = &mut light[y * self.width..][..self.width];
            row[range(from.0, size.0, self.width)].fill(shade);
        }
    }
}

impl Cover {
    fn contains(&self, u: f64, v: f64) -> bool {
        let (u, v) = ((u - self.middle.0) / self.half.0, (v - self.middle.1) / self.half.1);
        if self.round { u * u + v * v < 1.0 } else { u.abs() < 1.0 && v.abs() < 1.0 }
    }
}

/// The map from the camera's rays to the paper's plane.
struct View {
    middle: (f64, f64),
    distance: f64,
    module: f64,
    /// The plane's two directions, in the camera's coordinates.
    across: [f64; 3],
    down: [f64; 3],
    /// The direction away from the plane.
    above: [f64; 3],
}

impl View {
    fn new(scene: &Scene) -> Self {
        let (angle, towards) = scene.tilt;
        // The plane is rotated in itself, then tilted about one of its axes.
        let lean = |x: f64, y: f64| {
            let along = x * towards.cos() + y * towards.sin();
            let (dx, dy) = (along * towards.cos(), along * towards.sin());
            [x - dx + dx * angle.cos(), y - dy + dy * angle.cos(), along * angle.sin()]
        };
        let (sin, cos) = scene.turn.sin_cos();
        let (width, height) = (scene.width as f64, scene.height as f64);
        let (across, down) = (lean(cos, sin), lean(-sin, cos));
        let product =
            |one: usize, other: usize| across[one] * down[other] - across[other] * down[one];
        Self {
            middle: (width / 2.0 + scene.shift.0, height / 2.0 + scene.shift.1),
            distance: width.max(height) * FOCAL_LENGTH,
            module: scene.module,
            across,
            down,
            above: [product(1, 2), product(2, 0), product(0, 1)],
        }
    }

    /// Returns the point of the paper that a pixel shows, in modules from the code's middle.
    fn paper(&self, bend: &Bend, x: f64, y: f64) -> (f64, f64) {
        let mut place = self.plane(x, y, 0.0);
        if bend.height > 0.0 && place.0 < f64::MAX {
            // The paper's height depends on the place, and the place on the height.
            for _ in 0..3 {
                place = self.plane(x, y, bend.height(place));
            }
        }
        bend.on_paper(place)
    }

    /// Returns the point in modules from the code's middle, in a plane at a height above the paper's, in modules.
    fn plane(&self, x: f64, y: f64, height: f64) -> (f64, f64) {
        let (x, y, d) = (x - self.middle.0, y - self.middle.1, self.distance);
        let [a, b, c] = [&self.across, &self.down, &self.above]
            .map(|e| (e[0] * d - x * e[2], e[1] * d - y * e[2]));
        let height = height * self.module;
        let (x, y) = (x * d - c.0 * height, y * d - c.1 * height);
        let determinant = a.0 * b.1 - a.1 * b.0;
        let u = (x * b.1 - y * b.0) / determinant;
        let v = (a.0 * y - a.1 * x) / determinant;
        // Points behind the camera are not seen.
        let before = u * self.across[2] + v * self.down[2] > -d;
        if before { (u / self.module, v / self.module) } else { (f64::MAX, f64::MAX) }
    }
}
