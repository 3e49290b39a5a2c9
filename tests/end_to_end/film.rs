//! A film for a stand-in camera: a picture on a wall, from the side, in little light, by an unsteady hand.
//! Chromium plays it again and again.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

const WIDTH: usize = 640;
const HEIGHT: usize = 480;

/// The number of pictures, each second and in all.
const FRAMES: usize = 10;

/// A film in a file of its own. Dropping it removes the file.
pub struct Film {
    folder: TempDir,
}

/// A picture in greys.
struct Grey {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Film {
    /// Makes a film of a PNG picture.
    pub fn of(png: &[u8]) -> Self {
        let picture = Grey::read(png);
        // YUV4MPEG2 has a line for the film, a line for each picture, and planes of brightness and colour.
        let mut film =
            format!("YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES}:1 Ip A1:1 C420jpeg\n").into_bytes();
        for frame in 0..FRAMES {
            film.extend(b"FRAME\n");
            film.extend(picture.brightness(frame));
            film.extend(vec![128; WIDTH * HEIGHT / 2]);
        }
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("film.y4m"), film).expect("a film");
        Self { folder }
    }

    /// Returns the flags with which Chromium plays the film as an allowed camera.
    pub fn flags(&self) -> [String; 3] {
        let file: PathBuf = self.folder.path().join("film.y4m");
        [
            "--use-fake-device-for-media-stream".into(),
            "--use-fake-ui-for-media-stream".into(),
            format!("--use-file-for-fake-video-capture={}", file.display()),
        ]
    }

    /// Returns a folder for files of the browser.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// Makes an empty picture.
pub fn blank() -> Vec<u8> {
    let mut picture = Vec::new();
    let mut encoder = png::Encoder::new(&mut picture, 240, 240);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().expect("a head");
    writer.write_image_data(&[200; 240 * 240]).expect("pixels");
    writer.finish().expect("an end");
    picture
}

impl Grey {
    fn read(png: &[u8]) -> Self {
        let mut decoder = png::Decoder::new(std::io::Cursor::new(png));
        decoder.set_transformations(png::Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().expect("a picture");
        let mut bytes = vec![0; reader.output_buffer_size().expect("its size")];
        let info = reader.next_frame(&mut bytes).expect("its pixels");
        let channels = info.color_type.samples();
        let brightness = |pixel: &[u8]| match *pixel {
            [red, green, blue, ..] => {
                ((u32::from(red) * 3 + u32::from(green) * 6 + u32::from(blue)) / 10) as u8
            }
            _ => pixel[0],
        };
        let pixels = bytes[..info.buffer_size()].chunks(channels).map(brightness).collect();
        Self { width: info.width as usize, height: info.height as usize, pixels }
    }

    /// Computes the brightness of each pixel of a frame. The wall is turned by 28° and tipped by 12°. The phone is held
    /// askew, in a tenth of the light, with some grain.
    fn brightness(&self, frame: usize) -> Vec<u8> {
        let shake = (frame as f64 * 1.7).sin() * 0.01;
        let (turn, tip, askew) = (28_f64.to_radians(), 12_f64.to_radians(), 0.1 + shake);
        let mut noise = 0x2545_f491_4f6c_dd1d_u64 + frame as u64;
        let mut pixels = Vec::with_capacity(WIDTH * HEIGHT);
        for at in 0..WIDTH * HEIGHT {
            let x = (at % WIDTH) as f64 / HEIGHT as f64 - 2.0 / 3.0;
            let y = (at / WIDTH) as f64 / HEIGHT as f64 - 0.5;
            let (x, y) = (x * askew.cos() - y * askew.sin(), x * askew.sin() + y * askew.cos());
            // The ray through this pixel meets the wall here. The wall's middle is one unit away.
            let depth = 1.0 / (1.0 - x * turn.tan() - y * tip.tan());
            let (across, down) = (x * depth / turn.cos() + shake, y * depth / tip.cos());
            noise ^= noise << 13;
            noise ^= noise >> 7;
            noise ^= noise << 17;
            let grain = (noise % 9) as f64 - 4.0;
            let away = 1.0 - 0.5 * (x * x + y * y);
            pixels.push((26.0 + self.at(across, down) * 0.24 * away + grain).clamp(16.0, 235.0) as u8);
        }
        pixels
    }

    /// Returns the brightness at a point of the wall. The picture's shorter side fills most of the frame. Beyond it the
    /// wall is grey.
    fn at(&self, across: f64, down: f64) -> f64 {
        let scale = self.width.min(self.height) as f64 / 0.92;
        let x = across * scale + self.width as f64 / 2.0;
        let y = down * scale + self.height as f64 / 2.0;
        let inside = x >= 0.0 && y >= 0.0 && x < self.width as f64 && y < self.height as f64;
        if !inside {
            return 150.0;
        }
        // A pixel of the camera averages the part of the picture that it covers.
        let reach = (scale / HEIGHT as f64 / 2.0).ceil() as i64;
        let (mut sum, mut count) = (0.0, 0.0);
        for dy in -reach..=reach {
            for dx in -reach..=reach {
                let (x, y) = (x as i64 + dx, y as i64 + dy);
                let is_inside =
                    (0..self.width as i64).contains(&x) && (0..self.height as i64).contains(&y);
                if is_inside {
                    sum += f64::from(self.pixels[y as usize * self.width + x as usize]);
                    count += 1.0;
                }
            }
        }
        sum / count
    }
}
