//! Lines of text: broken and made small enough for their place, then drawn as SVG.

use std::fmt::Write;

use mall_coupons::shell::escape;
use unicode_linebreak::linebreaks;

use super::fonts::{Weight, width};
use crate::brand::Colour;

/// The distance of baselines at text size 1.
const LINE_HEIGHT: f64 = 1.32;

/// The factor by which text shrinks until it fits.
const SHRINK: f64 = 0.96;

/// A text set in lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// The lines, from the top.
    pub lines: Vec<String>,
    /// The size of text, in millimetres.
    pub size: f64,
    weight: Weight,
}

/// The point of a line that its position gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
}

impl Lines {
    /// Sets a text as large as fits into this width and this many lines. A line break in the text counts as a space.
    pub fn fit(
        text: &str,
        weight: Weight,
        max_size: f64,
        max_width: f64,
        max_lines: usize,
    ) -> Self {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut size = max_size;
        loop {
            let lines = break_lines(&text, weight, max_width / size);
            // Every text fits at last.
            if lines.len() <= max_lines || size < 0.1 {
                let lines = balance(&text, weight, max_width / size, lines);
                return Self { lines, size, weight };
            }
            size *= SHRINK;
        }
    }

    /// Returns the height, from above the first line to below the last.
    pub fn height(&self) -> f64 {
        self.size * LINE_HEIGHT * self.lines.len() as f64
    }

    /// Returns the width of the widest line.
    pub fn width(&self) -> f64 {
        let widths = self.lines.iter().map(|line| measure(line, self.weight));
        widths.fold(0.0, f64::max) * self.size
    }

    /// Returns the text as SVG, with the baseline of its first line at this position.
    pub fn svg(&self, [x, y]: [f64; 2], anchor: Anchor, colour: Colour) -> String {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
        };
        let (size, weight) = (self.size, self.weight.number());
        let mut svg = String::new();
        for (number, line) in self.lines.iter().enumerate() {
            let y = y + number as f64 * size * LINE_HEIGHT;
            let line = escape(line);
            // Writing to a string cannot fail.
            let _ = write!(
                svg,
                "<text x=\"{x:.3}\" y=\"{y:.3}\" font-size=\"{size:.3}\" font-weight=\"{weight}\" \
                 text-anchor=\"{anchor}\" fill=\"{colour}\" xml:space=\"preserve\">{line}</text>"
            );
        }
        svg
    }
}

/// Returns the width of a text at text size 1.
pub fn measure(text: &str, weight: Weight) -> f64 {
    text.chars().map(|letter| width(letter, weight)).sum()
}

/// Breaks a text into lines of at most this width at text size 1. A wider word is broken anywhere.
fn break_lines(text: &str, weight: Weight, max_width: f64) -> Vec<String> {
    let (mut lines, mut line, mut begin) = (Vec::new(), String::new(), 0);
    for (end, _) in linebreaks(text) {
        let part = &text[begin..end];
        begin = end;
        if measure(&(line.clone() + part.trim_end()), weight) > max_width && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for letter in part.chars() {
            let more = measure(&line, weight) + width(letter, weight);
            if more > max_width && !line.is_empty() && !letter.is_whitespace() {
                lines.push(std::mem::take(&mut line));
            }
            line.push(letter);
        }
    }
    lines.push(line);
    lines.iter().map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// Breaks a text again into the same number of lines, so that none is much shorter than the others.
fn balance(text: &str, weight: Weight, mut max_width: f64, mut lines: Vec<String>) -> Vec<String> {
    if lines.len() < 2 {
        return lines;
    }
    loop {
        max_width *= 0.97;
        let tighter = break_lines(text, weight, max_width);
        let cut = tighter.iter().any(|line| measure(line, weight) > max_width);
        if tighter.len() > lines.len() || cut || max_width < 1.0 {
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
    fn xml_characters_are_escaped() {
        let svg = fit("<a & \"b\">", 100.0, 1).svg([1.0, 2.0], Anchor::Start, Colour::INK);
        assert!(svg.contains(">&lt;a &amp; &quot;b&quot;&gt;</text>"), "{svg}");
    }

    proptest! {
        #[test]
        fn any_text_fits_its_lines_without_losing_letters(
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
