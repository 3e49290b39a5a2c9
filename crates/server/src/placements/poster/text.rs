//! Lines of text: broken and made small enough for their place, and written as SVG.

use std::fmt::Write;

use unicode_linebreak::linebreaks;

use super::fonts::{Weight, width};
use crate::brand::Colour;

/// From one baseline to the next, in sizes of text.
const LEADING: f64 = 1.32;

/// What text is shrunk by, again and again, until it fits.
const SHRINK: f64 = 0.96;

/// A text set in lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// The lines, from above.
    pub lines: Vec<String>,
    /// Size of text, in millimetres of the drawing.
    pub size: f64,
    weight: Weight,
}

/// Where a line stands on its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// It has its middle there.
    Middle,
}

impl Lines {
    /// A text in at most so many lines that are at most so wide: as large as it can be up to a size.
    /// Where its lines end is decided here: an end of a line within it is a space.
    pub fn fit(text: &str, weight: Weight, size: f64, wide: f64, most: usize) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut size = size;
        loop {
            let lines = broken(&text, weight, wide / size);
            // A text of whatever length fits at last.
            if lines.len() <= most || size < 0.1 {
                let lines = balanced(&text, weight, wide / size, lines);
                return Self { lines, size, weight };
            }
            size *= SHRINK;
        }
    }

    /// How high it is, from above the first line to below the last.
    pub fn height(&self) -> f64 {
        self.size * LEADING * self.lines.len() as f64
    }

    /// How wide its widest line is.
    pub fn width(&self) -> f64 {
        let widths = self.lines.iter().map(|line| measure(line, self.weight));
        widths.fold(0.0, f64::max) * self.size
    }

    /// The text as SVG, the baseline of its first line at a place.
    pub fn svg(&self, [x, y]: [f64; 2], anchor: Anchor, colour: Colour) -> String {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
        };
        let (size, weight) = (self.size, self.weight.number());
        let mut svg = String::new();
        for (number, line) in self.lines.iter().enumerate() {
            let y = y + number as f64 * size * LEADING;
            let line = escaped(line);
            // A string takes everything.
            let _ = write!(
                svg,
                "<text x=\"{x:.3}\" y=\"{y:.3}\" font-size=\"{size:.3}\" font-weight=\"{weight}\" \
                 text-anchor=\"{anchor}\" fill=\"{colour}\" xml:space=\"preserve\">{line}</text>"
            );
        }
        svg
    }
}

/// A text in XML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// How wide a text is, in sizes of text.
pub fn measure(text: &str, weight: Weight) -> f64 {
    text.chars().map(|letter| width(letter, weight)).sum()
}

/// Lines that are at most so wide, in sizes of text. A word that is wider is broken anywhere.
fn broken(text: &str, weight: Weight, wide: f64) -> Vec<String> {
    let (mut lines, mut line, mut begin) = (Vec::new(), String::new(), 0);
    for (end, _) in linebreaks(text) {
        let part = &text[begin..end];
        begin = end;
        if measure(&(line.clone() + part.trim_end()), weight) > wide && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in part.chars() {
            let more = measure(&line, weight) + width(letter, weight);
            if more > wide && !line.is_empty() && !letter.is_whitespace() {
                lines.push(std::mem::take(&mut line));
            }
            line.push(letter);
        }
    }
    lines.push(line);
    lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// The same number of lines, of which none is much shorter than the others.
fn balanced(text: &str, weight: Weight, wide: f64, lines: Vec<String>) -> Vec<String> {
    let (mut lines, mut wide) = (lines, wide);
    if lines.len() < 2 {
        return lines;
    }
    loop {
        wide *= 0.97;
        let tighter = broken(text, weight, wide);
        let cut = tighter.iter().any(|line| measure(line, weight) > wide);
        if tighter.len() > lines.len() || cut || wide < 1.0 {
            return lines;
        }
        lines = tighter;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Anchor, Lines, Weight, measure};
    use crate::brand::Colour;

    fn fit(text: &str, wide: f64, most: usize) -> Lines {
        Lines::fit(text, Weight::Regular, 10.0, wide, most)
    }

    #[test]
    fn lines_break_where_readers_expect_it() {
        assert_eq!(
            fit("Poster by the atrium escalator", 100.0, 3).lines,
            ["Poster by the", "atrium escalator"]
        );
        // No full stop begins a line, and halves are alike.
        assert_eq!(fit("一二三四五，六七八九十", 60.0, 2).lines, ["一二三四五，", "六七八九十"]);
        let one = fit("一二三四五六七八九十", 60.0, 1);
        assert_eq!((one.lines.len(), one.size < 6.1), (1, true));
        assert_eq!(fit("", 60.0, 1).lines, [""; 0]);
        // One line stays one, whatever stands in it: here a line separator.
        assert_eq!(fit("Noodle\u{2028}bar\n", 100.0, 1).lines, ["Noodle bar"]);
    }

    #[test]
    fn what_means_something_to_xml_is_written_out() {
        let svg = fit("<a & \"b\">", 100.0, 1).svg([1.0, 2.0], Anchor::Start, Colour::INK);
        assert!(svg.contains(">&lt;a &amp; &quot;b&quot;&gt;</text>"), "{svg}");
    }

    proptest! {
        #[test]
        fn nothing_overflows_and_nothing_is_lost(
            text in "(\\PC|[a-z 券，]){0,60}", wide in 15.0..200.0f64, most in 1usize..4
        ) {
            let set = fit(&text, wide, most);
            prop_assert!(set.lines.len() <= most);
            prop_assert!(set.width() <= wide + 1e-6, "{:?}", set);
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&set.lines.concat()), letters(&text));
            prop_assert!(set.lines.iter().all(|line| measure(line, Weight::Regular) > 0.0 || line.is_empty() || line.chars().all(|c| super::width(c, Weight::Regular) == 0.0)));
        }
    }
}
