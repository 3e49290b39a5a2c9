//! The blocks of a code's codewords (ISO/IEC 18004, table 9).

/// The level of error correction, from the lowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Restores about 7 % (L).
    L,
    /// Restores about 15 % (M).
    M,
    /// Restores about 25 % (Q).
    Q,
    /// Restores about 30 % (H).
    H,
}

/// The numbers of a block's codewords.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Codewords of data.
    pub data: usize,
    /// Codewords of error correction.
    pub correction: usize,
}

/// Returns a code's blocks, shorter ones first, or none if the codewords are too few.
pub fn blocks(
    version: usize,
    level: Level,
    codewords: usize,
) -> Option<impl Iterator<Item = Block>> {
    let place = version.checked_sub(1)?;
    let of = |table: &[[u8; 4]; 40]| Some(usize::from(table.get(place)?[level as usize]));
    let (correction, count) = (of(&CORRECTION)?, of(&BLOCKS)?);
    let (shorter, longer) = (codewords / count, codewords % count);
    let data = shorter.checked_sub(correction)?;
    let block = move |at| Block { data: data + usize::from(at >= count - longer), correction };
    Some((0..count).map(block))
}

/// Returns the correcting codewords that are reserved in the smallest codes, so that noise is not read as a code (p in
/// the table).
pub fn misdecode_protection(version: usize, level: Level) -> usize {
    match (version, level) {
        (1, Level::L) => 3,
        (1, Level::M) | (2, Level::L) => 2,
        (1, _) | (3, Level::L) => 1,
        _ => 0,
    }
}

/// The correcting codewords of a block, for each version and level.
#[rustfmt::skip]
const CORRECTION: [[u8; 4]; 40] = [
    [7, 10, 13, 17], [10, 16, 22, 28], [15, 26, 18, 22], [20, 18, 26, 16],
    [26, 24, 18, 22], [18, 16, 24, 28], [20, 18, 18, 26], [24, 22, 22, 26],
    [30, 22, 20, 24], [18, 26, 24, 28], [20, 30, 28, 24], [24, 22, 26, 28],
    [26, 22, 24, 22], [30, 24, 20, 24], [22, 24, 30, 24], [24, 28, 24, 30],
    [28, 28, 28, 28], [30, 26, 28, 28], [28, 26, 26, 26], [28, 26, 30, 28],
    [28, 26, 28, 30], [28, 28, 30, 24], [30, 28, 30, 30], [30, 28, 30, 30],
    [26, 28, 30, 30], [28, 28, 28, 30], [30, 28, 30, 30], [30, 28, 30, 30],
    [30, 28, 30, 30], [30, 28, 30, 30], [30, 28, 30, 30], [30, 28, 30, 30],
    [30, 28, 30, 30], [30, 28, 30, 30], [30, 28, 30, 30], [30, 28, 30, 30],
    [30, 28, 30, 30], [30, 28, 30, 30], [30, 28, 30, 30], [30, 28, 30, 30],
];

/// The number of blocks of a code, for each version and level.
#[rustfmt::skip]
const BLOCKS: [[u8; 4]; 40] = [
    [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 2, 2], [1, 2, 2, 4],
    [1, 2, 4, 4], [2, 4, 4, 4], [2, 4, 6, 5], [2, 4, 6, 6],
    [2, 5, 8, 8], [4, 5, 8, 8], [4, 5, 8, 11], [4, 8, 10, 11],
    [4, 9, 12, 16], [4, 9, 16, 16], [6, 10, 12, 18], [6, 10, 17, 16],
    [6, 11, 16, 19], [6, 13, 18, 21], [7, 14, 21, 25], [8, 16, 20, 25],
    [8, 17, 23, 25], [9, 17, 23, 34], [9, 18, 25, 30], [10, 20, 27, 32],
    [12, 21, 29, 35], [12, 23, 34, 37], [12, 25, 34, 40], [13, 26, 35, 42],
    [14, 28, 38, 45], [15, 29, 40, 48], [16, 31, 43, 51], [17, 33, 45, 54],
    [18, 35, 48, 57], [19, 37, 51, 60], [19, 38, 53, 63], [20, 40, 56, 66],
    [21, 43, 59, 70], [22, 45, 62, 74], [24, 47, 65, 77], [25, 49, 68, 81],
];
