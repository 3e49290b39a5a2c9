//! A camera: blur, uneven light, grain, and eight bits for each pixel.

use super::random::Random;

/// The settings of a camera.
#[derive(Clone, Copy)]
pub struct Camera {
    /// The radius of the spot that a point becomes, in pixels.
    pub defocus: f64,
    /// The movement during the exposure: its length in pixels and its direction.
    pub motion: (f64, f64),
    /// The share of light that arrives. 1 exposes white paper fully.
    pub exposure: f64,
    /// The share of light that the darker side lacks, and its direction.
    pub uneven: (f64, f64),
    /// The spread of grain in middle grey, of 255.
    pub grain: f64,
}

impl Camera {
    /// A camera in focus, in good light.
    pub const GOOD: Self =
        Self { defocus: 0.5, motion: (0.0, 0.0), exposure: 0.95, uneven: (0.1, 0.0), grain: 2.0 };

    /// Takes the picture. Returns a grey for each pixel.
    pub fn take(&self, light: Vec<f64>, width: usize, random: &mut Random) -> Vec<u8> {
        let height = light.len() / width;
        let mut light = light;
        self.shade(&mut light, width, height);
        let light = convolve(&light, width, height, &disc(self.defocus));
        let light = convolve(&light, width, height, &line(self.motion));
        let grain = |light: f64, random: &mut Random| {
            let grey = 255.0 * light.clamp(0.0, 1.0).powf(1.0 / 2.2);
            // The noise of photons grows as the root of their number. In the dark the sensor's own noise remains.
            grey + self.grain * random.normal() * (0.4 + 0.6 * (grey / 128.0).sqrt())
        };
        light
            .into_iter()
            .map(|light| grain(light, random).round().clamp(0.0, 255.0) as u8)
            .collect()
    }

    /// Darkens one side and the corners.
    fn shade(&self, light: &mut [f64], width: usize, height: usize) {
        let (sin, cos) = self.uneven.1.sin_cos();
        for (at, light) in light.iter_mut().enumerate() {
            let x = (at % width) as f64 / width as f64 * 2.0 - 1.0;
            let y = (at / width) as f64 / height as f64 * 2.0 - 1.0;
            let side = ((x * cos + y * sin) / 1.4 + 1.0) / 2.0;
            let corner = 1.0 - 0.15 * (x * x + y * y);
            *light *= self.exposure * corner * (1.0 - self.uneven.0 * side);
        }
    }
}

type Spot = Vec<(i32, i32, f64)>;

/// Makes a spot of a radius, with an edge as sharp as pixels allow.
fn disc(radius: f64) -> Spot {
    let reach = (radius + 0.5).ceil() as i32;
    let around = || -reach..=reach;
    let places = around().flat_map(|y| around().map(move |x| (x, y)));
    let share = |(x, y): (i32, i32)| {
        (x, y, (radius + 0.5 - f64::from(x).hypot(f64::from(y))).clamp(0.0, 1.0))
    };
    places.map(share).filter(|(_, _, share)| *share > 0.0).collect()
}

/// Makes a line through the middle.
fn line((length, angle): (f64, f64)) -> Spot {
    let steps = (length * 2.0).ceil() as i32;
    let mut spot = Spot::new();
    for step in -steps..=steps {
        let along =
            if steps == 0 { 0.0 } else { length / 2.0 * f64::from(step) / f64::from(steps) };
        let (x, y) = (along * angle.cos(), along * angle.sin());
        // The light is shared among the four pixels around.
        let (left, top) = (x.floor(), y.floor());
        for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let near = |at: f64, from: f64, d: i32| 1.0 - (at - from - f64::from(d)).abs();
            let share = near(x, left, dx) * near(y, top, dy);
            if share > 0.0 {
                spot.push((left as i32 + dx, top as i32 + dy, share));
            }
        }
    }
    spot
}

fn convolve(light: &[f64], width: usize, height: usize, spot: &Spot) -> Vec<f64> {
    if spot.len() <= 1 {
        return light.to_vec();
    }
    let whole: f64 = spot.iter().map(|(_, _, share)| share).sum();
    let mut out = vec![0.0; light.len()];
    for (dx, dy, share) in spot {
        let share = share / whole;
        for y in 0..height {
            // Beyond the picture's edge the edge's light continues.
            let from_y = (y as i32 + dy).clamp(0, height as i32 - 1) as usize;
            let (row, out) = (&light[from_y * width..][..width], &mut out[y * width..][..width]);
            for (x, out) in out.iter_mut().enumerate() {
                *out += share * row[(x as i32 + dx).clamp(0, width as i32 - 1) as usize];
            }
        }
    }
    out
}
