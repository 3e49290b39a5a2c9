//! The function patterns: modules that do not depend on the data (ISO/IEC 18004, section 6.3).

/// The modules on a side of the smallest and of the largest code.
pub const SIDES: std::ops::RangeInclusive<usize> = 21..=177;

/// A fixed module: column, row, and true if it is dark.
pub type FunctionModule = (u8, u8, bool);

/// Returns a code's version from its side.
pub fn version(side: usize) -> usize {
    side.saturating_sub(17) / 4
}

/// Returns the possible side nearest to an estimate, at least the smallest.
pub fn nearest_side(estimate: f32) -> usize {
    let version = ((estimate - 17.0) / 4.0).round().clamp(1.0, 40.0);
    17 + 4 * version as usize
}

/// Returns the patterns in three corners, with the light modules between them and the data.
pub fn finder_patterns(side: usize) -> Vec<FunctionModule> {
    let corners = [(false, false), (true, false), (false, true)];
    let modules = corners.into_iter().flat_map(|corner| (0..64_usize).map(move |at| (corner, at)));
    modules
        .map(|((right, below), at)| {
            let (x, y) = (at % 8, at / 8);
            let ring = x.abs_diff(3).max(y.abs_diff(3));
            let place = |at: usize, far: bool| if far { side - 1 - at } else { at };
            (place(x, right) as u8, place(y, below) as u8, ring != 2 && ring != 4)
        })
        .collect()
}

/// Returns the two timing patterns: lines of alternating modules.
pub fn timing_patterns(side: usize) -> Vec<FunctionModule> {
    (8..side - 8).flat_map(|at| [(at as u8, 6, at % 2 == 0), (6, at as u8, at % 2 == 0)]).collect()
}

/// Returns the alignment patterns of larger codes.
pub fn alignment_patterns(side: usize) -> Vec<FunctionModule> {
    let middles = alignment_coordinates(side);
    // Three corners have the large patterns. On two edges the alignment patterns lie on the timing patterns.
    let inner = middles.get(1..).unwrap_or_default();
    let places = inner.iter().flat_map(|x| inner.iter().map(move |y| (x, y)));
    places
        .flat_map(|(x, y)| {
            (0..25_usize).map(move |at| {
                let (dx, dy) = (at % 5, at / 5);
                let ring = dx.abs_diff(2).max(dy.abs_diff(2));
                ((x + dx - 2) as u8, (y + dy - 2) as u8, ring != 1)
            })
        })
        .collect()
}

/// Returns which modules hold no data, row by row.
pub fn reserved(side: usize) -> Vec<bool> {
    let mut reserved = vec![false; side * side];
    let far = side - 8;
    let of_version =
        |along: usize, across: usize| version(side) >= 7 && across < 6 && along >= side - 11;
    for (at, reserved) in reserved.iter_mut().enumerate() {
        let (x, y) = (at % side, at / side);
        // Includes the format information beside the large patterns.
        let corner = if y < 9 { x < 9 || x >= far } else { x < 9 && y >= far };
        *reserved = corner || x == 6 || y == 6 || of_version(x, y) || of_version(y, x);
    }
    for (x, y, _) in alignment_patterns(side) {
        reserved[usize::from(y) * side + usize::from(x)] = true;
    }
    // On two edges they lie on the timing patterns and reach beyond them.
    let middles = alignment_coordinates(side);
    for middle in middles.iter().skip(1).take(middles.len().saturating_sub(2)) {
        for at in 0..25 {
            let (along, across) = (middle + at % 5 - 2, 4 + at / 5);
            reserved[along * side + across] = true;
            reserved[across * side + along] = true;
        }
    }
    reserved
}

/// Returns the middles of the alignment patterns in each direction. The first is on the timing pattern.
pub fn alignment_coordinates(side: usize) -> Vec<usize> {
    let version = version(side);
    if version < 2 {
        return Vec::new();
    }
    let count = version / 7 + 2;
    let last = side - 7;
    // The steps are even and equal. The first takes the rest. 32 is the standard's exception.
    let step = if version == 32 { 26 } else { (version * 8 + count * 3 + 5) / (count * 4 - 4) * 2 };
    let mut middles: Vec<usize> = (0..count - 1).map(|at| last - at * step).collect();
    middles.push(6);
    middles.reverse();
    middles
}

/// Returns the 18 bits of version information, which codes have from version 7 on (ISO/IEC 18004, section 7.10).
pub fn version_information(version: u32) -> u32 {
    // The generator polynomial: x¹² + x¹¹ + x¹⁰ + x⁹ + x⁸ + x⁵ + x² + 1.
    let rest = (0..12).fold(version, |rest, _| (rest << 1) ^ ((rest >> 11) * 0x1f25));
    version << 12 | rest
}

#[cfg(test)]
mod tests {
    use qrcode::{Color, EcLevel, QrCode, Version};

    use super::version_information;
    use super::{alignment_patterns, finder_patterns, nearest_side, timing_patterns};

    #[test]
    fn each_module_is_as_drawn_by_another_program() {
        for version in 1..=40 {
            let drawn = QrCode::with_version("7", Version::Normal(version), EcLevel::L).unwrap();
            let side = drawn.width();
            assert_eq!(side, nearest_side(side as f32 + 1.9));
            let fixed =
                [finder_patterns(side), timing_patterns(side), alignment_patterns(side)].concat();
            for (x, y, dark) in fixed {
                let is_dark = drawn[(usize::from(x), usize::from(y))] == Color::Dark;
                assert_eq!(is_dark, dark, "{version}: {x}, {y}");
            }
        }
    }

    #[test]
    fn version_information_is_as_drawn_by_another_program() {
        for version in 7..=40 {
            let drawn = QrCode::with_version("7", Version::Normal(version), EcLevel::L).unwrap();
            let side = drawn.width();
            for at in 0..18 {
                let (x, y) = (side - 11 + at % 3, at / 3);
                let is_dark = version_information(version as u32) >> at & 1 == 1;
                assert_eq!(drawn[(x, y)] == Color::Dark, is_dark, "{version}: {at}");
                assert_eq!(drawn[(y, x)] == Color::Dark, is_dark, "{version}: {at}");
            }
        }
    }
}
