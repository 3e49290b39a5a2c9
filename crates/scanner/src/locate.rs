//! Locates a code: the three patterns in its corners, its size, and its modules.

use crate::finder::Finder;
use crate::grey::Grey;
use crate::homography::Point;
use crate::layout::SIDES;
use crate::threshold::Binary;

/// Three patterns that may be the corners of one code.
#[derive(Clone, Copy, Debug)]
pub struct Corners {
    /// Their middles: top left, top right, bottom left.
    pub middles: [Point; 3],
    /// The estimated fourth corner, from the sizes of the other three.
    pub fourth: Point,
    /// The estimated number of modules on a side.
    pub side: f32,
    /// The estimated pixels of a module.
    pub module: f32,
    /// True if dark modules are dark. It is false for an inverted code.
    pub dark: bool,
    /// The error of the three corners' shape. 0 is perfect.
    pub deviation: f32,
}

impl Corners {
    /// Returns all four corners: top left, top right, bottom right, bottom left.
    pub fn points(&self) -> [Point; 4] {
        let [top_left, top_right, bottom_left] = self.middles;
        [top_left, top_right, self.fourth, bottom_left]
    }
}

/// Returns all triples that may be a code, the likeliest first. It combines as many patterns of each polarity as `limit`,
/// those seen most.
pub fn corners(picture: &Binary, finders: &[Finder], limit: usize) -> Vec<Corners> {
    let mut all = Vec::new();
    for polarity in [true, false] {
        let alike: Vec<Finder> =
            finders.iter().filter(|one| one.dark == polarity).take(limit).copied().collect();
        for (a, one) in alike.iter().enumerate() {
            for (b, two) in alike.iter().enumerate().skip(a + 1) {
                for three in &alike[b + 1..] {
                    let ways = [[one, two, three], [two, one, three], [three, one, two]];
                    all.extend(ways.iter().filter_map(|way| from_finders(picture, *way)));
                }
            }
        }
    }
    all.sort_by(|one, other| one.deviation.total_cmp(&other.deviation));
    all
}

/// Makes a triple in which the first pattern is the corner between the others.
fn from_finders(picture: &Binary, [corner, one, two]: [&Finder; 3]) -> Option<Corners> {
    let modules = [corner.module, one.module, two.module];
    let (least, most) = (
        modules.iter().copied().fold(f32::MAX, f32::min),
        modules.iter().copied().fold(0.0, f32::max),
    );
    if most > least * 2.5 {
        return None;
    }
    let (dx1, dy1) = (one.x - corner.x, one.y - corner.y);
    let (dx2, dy2) = (two.x - corner.x, two.y - corner.y);
    let turning = dx1 * dy2 - dy1 * dx2;
    let lengths = dx1.hypot(dy1) * dx2.hypot(dy2);
    let sine = turning / lengths;
    // A very flat triangle cannot be read.
    if sine.is_nan() || sine.abs() < 0.25 {
        return None;
    }
    // The distance must be possible in a code of some size, at this rotation.
    let far = (dx1.hypot(dy1) + dx2.hypot(dy2)) / 2.0;
    if far < most * 8.0 || far > least * 250.0 {
        return None;
    }
    // The second pattern is on the right if the third is below.
    let (right, below) = if turning > 0.0 { (one, two) } else { (two, one) };
    let across = Side::between(picture, corner, right)?;
    let down = Side::between(picture, corner, below)?;
    let side = (across.modules + down.modules) / 2.0 + 7.0;
    let uneven = (across.modules - down.modules).abs() / (across.modules + down.modules);
    if uneven > 0.25 || side < *SIDES.start() as f32 - 4.0 || side > *SIDES.end() as f32 + 8.0 {
        return None;
    }
    Some(Corners {
        middles: [corner, right, below].map(|finder| (finder.x, finder.y)),
        fourth: fourth(corner, (right, across.depth_ratio), (below, down.depth_ratio))?,
        side,
        module: (across.module + down.module) / 2.0,
        dark: corner.dark,
        deviation: uneven + (1.0 - sine.abs()) * 0.3 + (most / least - 1.0) * 0.2,
    })
}

/// The distance of two patterns.
struct Side {
    /// In modules.
    modules: f32,
    /// The ratio of their distances from the camera.
    depth_ratio: f32,
    /// The pixels of a module.
    module: f32,
}

impl Side {
    fn between(picture: &Binary, one: &Finder, other: &Finder) -> Option<Self> {
        let (dx, dy) = (other.x - one.x, other.y - one.y);
        let length = dx.hypot(dy);
        let step = (dx / length, dy / length);
        let own = module_width(picture, one, step).unwrap_or(one.module);
        let others = module_width(picture, other, step).unwrap_or(other.module);
        // On a line in perspective the geometric mean of the module at both ends is exact.
        let module = (own * others).sqrt();
        let modules = length / module;
        let depth_ratio = (own / others).sqrt().clamp(0.6, 1.7);
        (modules.is_finite() && modules > 8.0).then_some(Self { modules, depth_ratio, module })
    }
}

/// Returns a seventh of a pattern's width on a line through its middle, in pixels.
fn module_width(picture: &Binary, finder: &Finder, (dx, dy): (f32, f32)) -> Option<f32> {
    let reach = |sign: f32| {
        let (mut colour, mut changes) = (finder.dark, 0);
        let furthest = (finder.module * 9.0) as usize * 4;
        for step in 0..furthest {
            let along = step as f32 * 0.25 * sign;
            let dark =
                picture.at((finder.x + dx * along) as i32, (finder.y + dy * along) as i32)?;
            if dark != colour {
                (colour, changes) = (dark, changes + 1);
                if changes == 3 {
                    return Some(step as f32 * 0.25);
                }
            }
        }
        None
    };
    let width = (reach(1.0)? + reach(-1.0)?) / 7.0;
    (width > finder.module * 0.4 && width < finder.module * 1.8).then_some(width)
}

/// Estimates the fourth corner. In homogeneous coordinates it completes a parallelogram.
fn fourth(
    corner: &Finder,
    (right, of_right): (&Finder, f32),
    (below, of_below): (&Finder, f32),
) -> Option<Point> {
    let scale = of_right + of_below - 1.0;
    let part = |corner: f32, right: f32, below: f32| {
        (right * of_right + below * of_below - corner) / scale
    };
    let point = (part(corner.x, right.x, below.x), part(corner.y, right.y, below.y));
    (scale > 0.2).then_some(point)
}

/// The source of a code's modules.
pub struct View<'a> {
    /// The picture.
    pub grey: &'a Grey,
    /// True if dark modules are dark in it.
    pub dark: bool,
}

impl View<'_> {
    /// Returns the light at a point, as in a code that is not inverted.
    pub fn light(&self, (x, y): Point) -> f32 {
        let light = self.grey.at(x, y);
        if self.dark { light } else { 255.0 - light }
    }
}
