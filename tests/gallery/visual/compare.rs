//! Comparing two pictures, pixel by pixel.

use std::io::Cursor;

use png::{BitDepth, ColorType, Decoder, Encoder, Transformations};

/// The largest difference of two values of a channel that counts as equal. The edges of letters are smoothed
/// differently from run to run.
const TOLERANCE: u8 = 12;

/// The colour of different pixels. Equal pixels are drawn pale.
const MARK: [u8; 4] = [230, 0, 80, 255];

/// A picture, four bytes a pixel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<[u8; 4]>,
}

/// The difference of two pictures.
pub struct Comparison {
    /// The number of different pixels.
    pub differing: usize,
    /// A picture of the difference, large enough for both.
    pub difference: Picture,
}

impl Picture {
    /// Reads a PNG file's content.
    pub fn read(png: &[u8]) -> Self {
        let mut decoder = Decoder::new(Cursor::new(png));
        decoder
            .set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
        let mut reader = decoder.read_info().expect("a PNG file");
        let mut bytes = vec![0; reader.output_buffer_size().expect("a picture of some size")];
        let info = reader.next_frame(&mut bytes).expect("a picture");
        assert_eq!(info.color_type, ColorType::Rgba, "the browser's pictures have colours");
        let (width, height) = (info.width as usize, info.height as usize);
        let pixels = bytes.as_chunks::<4>().0.to_vec();
        Self { width, height, pixels }
    }

    /// Writes it as a PNG file's content.
    pub fn write(&self) -> Vec<u8> {
        let mut png = Vec::new();
        let size = |length: usize| u32::try_from(length).expect("a picture's side");
        let mut encoder = Encoder::new(&mut png, size(self.width), size(self.height));
        encoder.set_color(ColorType::Rgba);
        encoder.set_depth(BitDepth::Eight);
        let mut writer = encoder.write_header().expect("written to memory");
        writer.write_image_data(self.pixels.as_flattened()).expect("written to memory");
        writer.finish().expect("written to memory");
        png
    }

    fn at(&self, x: usize, y: usize) -> Option<[u8; 4]> {
        (x < self.width && y < self.height).then(|| self.pixels[y * self.width + x])
    }
}

/// Compares two pictures. Pixels that only one of them has are different.
pub fn compare(before: &Picture, after: &Picture) -> Comparison {
    let (width, height) = (before.width.max(after.width), before.height.max(after.height));
    let mut differing = 0;
    let mut pixels = Vec::with_capacity(width * height);
    for y in 0..height {
        for x in 0..width {
            pixels.push(match (before.at(x, y), after.at(x, y)) {
                (Some(before), Some(after)) if alike(before, after) => pale(after),
                _ => {
                    differing += 1;
                    MARK
                }
            });
        }
    }
    Comparison { differing, difference: Picture { width, height, pixels } }
}

fn alike(before: [u8; 4], after: [u8; 4]) -> bool {
    before.iter().zip(after).all(|(before, after)| before.abs_diff(after) <= TOLERANCE)
}

fn pale([red, green, blue, _]: [u8; 4]) -> [u8; 4] {
    let grey = ((u16::from(red) + u16::from(green) + u16::from(blue)) / 3) as u8;
    let pale = 191 + grey / 4;
    [pale, pale, pale, 255]
}

#[cfg(test)]
mod tests {
    use super::{MARK, Picture, TOLERANCE, compare};

    const GREY: [u8; 4] = [128, 128, 128, 255];

    fn grey(width: usize, height: usize) -> Picture {
        Picture { width, height, pixels: vec![GREY; width * height] }
    }

    #[test]
    fn the_same_picture_has_no_difference() {
        let compared = compare(&grey(4, 3), &grey(4, 3));
        assert_eq!(compared.differing, 0);
        assert!(!compared.difference.pixels.contains(&MARK));
    }

    #[test]
    fn one_pixel_is_found_and_marked() {
        let mut after = grey(4, 3);
        after.pixels[4 + 2] = [128, 128, 200, 255];
        let compared = compare(&grey(4, 3), &after);
        assert_eq!(compared.differing, 1);
        assert_eq!(compared.difference.at(2, 1), Some(MARK));
    }

    #[test]
    fn smoothed_edges_are_no_difference() {
        let mut after = grey(2, 2);
        after.pixels[0] = GREY.map(|value| value.saturating_add(TOLERANCE));
        assert_eq!(compare(&grey(2, 2), &after).differing, 0);
        after.pixels[0] = GREY.map(|value| value.saturating_sub(TOLERANCE + 1));
        assert_eq!(compare(&grey(2, 2), &after).differing, 1);
    }

    #[test]
    fn pictures_of_different_sizes_differ_outside_the_smaller_one() {
        let compared = compare(&grey(4, 3), &grey(4, 5));
        assert_eq!((compared.differing, compared.difference.height), (8, 5));
        let compared = compare(&grey(5, 2), &grey(4, 3));
        assert_eq!(compared.differing, 2 + 4 + 1);
    }

    #[test]
    fn a_written_picture_reads_back_unchanged() {
        let mut picture = grey(3, 2);
        picture.pixels[1] = [1, 2, 3, 255];
        assert_eq!(Picture::read(&picture.write()), picture);
    }
}
