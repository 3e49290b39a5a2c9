//! A logo: a drawing of shapes, read once and written anew, so that nothing else comes along.

use std::fmt;

use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};
use resvg::usvg::{self, Group, ImageHrefResolver, Indent, Options, Tree, WriteOptions};

use super::shapes;

/// Bytes of a logo as the mall gives it.
pub const LARGEST: usize = 64 * 1024;

/// Bytes of it as it is written anew, where what it uses twice stands twice.
const LARGEST_WRITTEN: usize = 256 * 1024;

/// Why a drawing cannot be a logo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It has more bytes than are taken.
    TooLarge,
    /// It is no SVG that can be read, or nothing is in it.
    NoDrawing,
    /// It has an element that is no shape.
    NotAShape(String),
    /// An attribute or a style leads out of the file, or runs something.
    LeadsOut(String),
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge => write!(f, "it is larger than {} KB", LARGEST / 1024),
            Self::NoDrawing => f.write_str("it is no SVG, or shows nothing"),
            Self::NotAShape(name) => {
                write!(
                    f,
                    "it has <{name}>; a logo is made of shapes, with texts turned into outlines"
                )
            }
            Self::LeadsOut(name) => {
                write!(
                    f,
                    "its {name} leads to another file or runs a script; a logo is whole in itself"
                )
            }
        }
    }
}

/// A logo that can be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Logo {
    svg: String,
    inside: std::ops::Range<usize>,
    size: [f32; 2],
}

impl Logo {
    /// Reads a logo as a mall gives it.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn read(svg: &str) -> Result<Self, Unfit> {
        if svg.len() > LARGEST {
            return Err(Unfit::TooLarge);
        }
        let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
        let document = Document::parse_with_options(svg, options).map_err(|_| Unfit::NoDrawing)?;
        document.descendants().filter(Node::is_element).try_for_each(shapes::check)?;
        // Each logo is in a document with others' shapes.
        let id_prefix = Some("logo-".into());
        let prefixed = WriteOptions { id_prefix, indent: Indent::None, ..WriteOptions::default() };
        let written = tree(svg)?.to_string(&prefixed);
        if written.len() > LARGEST_WRITTEN {
            return Err(Unfit::TooLarge);
        }
        Self::stored(written)
    }

    /// A logo that was read before, as it was written then.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn stored(svg: String) -> Result<Self, Unfit> {
        let size = tree(&svg)?.size();
        let document = Document::parse(&svg).map_err(|_| Unfit::NoDrawing)?;
        let root = document.root_element();
        let (Some(first), Some(last)) = (root.first_child(), root.last_child()) else {
            return Err(Unfit::NoDrawing);
        };
        let inside = first.range().start..last.range().end;
        Ok(Self { size: [size.width(), size.height()], inside, svg })
    }

    /// As it is stored.
    #[must_use]
    pub fn as_svg(&self) -> &str {
        &self.svg
    }

    /// As a symbol, which cuts off what lies beyond its edges.
    pub(super) fn symbol(&self, id: &str) -> String {
        let [width, height] = self.size;
        let inside = &self.svg[self.inside.clone()];
        format!("<symbol id=\"{id}\" viewBox=\"0 0 {width} {height}\">{inside}</symbol>")
    }
}

/// Whatever a drawing asks for, no file is read.
fn tree(svg: &str) -> Result<Tree, Unfit> {
    let nothing = ImageHrefResolver {
        resolve_data: Box::new(|_, _, _| None),
        resolve_string: Box::new(|_, _| None),
    };
    let options = Options { image_href_resolver: nothing, ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|_| Unfit::NoDrawing)?;
    if shows(tree.root()) { Ok(tree) } else { Err(Unfit::NoDrawing) }
}

fn shows(group: &Group) -> bool {
    group.children().iter().any(|part| match part {
        usvg::Node::Group(group) => shows(group),
        part => matches!(part, usvg::Node::Path(_)),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LARGEST, Logo, Unfit};

    fn svg(inside: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             viewBox=\"0 0 40 20\">{inside}</svg>"
        )
    }

    #[test]
    fn shapes_are_kept_and_the_same_when_read_again() {
        let inside = "<style>.a{fill:url(#g)}</style><title>我们</title>\
             <defs><linearGradient id=\"g\"><stop stop-color=\"#f00\"/><stop offset=\"1\"/></linearGradient></defs>\
             <rect class=\"a\" width=\"40\" height=\"20\"/><use xlink:href=\"#c\" x=\"3\"/><circle id=\"c\" r=\"4\"/>";
        let logo = Logo::read(&svg(inside)).expect("a logo");
        assert_eq!(logo.size, [40.0, 20.0]);
        assert!(logo.as_svg().contains("logo-"), "{}", logo.as_svg());
        assert_eq!(Logo::stored(logo.as_svg().to_owned()), Ok(logo.clone()));
        let symbol = logo.symbol("mark");
        assert!(symbol.starts_with("<symbol id=\"mark\" viewBox=\"0 0 40 20\"><"), "{symbol}");
    }

    #[test]
    fn what_is_no_drawing_of_shapes_is_refused() {
        let none = [
            "",
            "券",
            "{}",
            "<svg",
            "<html></html>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        ];
        for text in none.map(str::to_owned).into_iter().chain([
            svg(""),
            svg("<g/>"),
            svg("<path d=\"M0 0\"/>"),
        ]) {
            let read = Logo::read(&text);
            assert!(
                matches!(read, Err(Unfit::NoDrawing | Unfit::NotAShape(_))),
                "{text}: {read:?}"
            );
        }
        for name in
            ["script", "image", "foreignObject", "text", "filter", "feImage", "animate", "iframe"]
        {
            let text = svg(&format!("<rect width=\"9\" height=\"9\"/><{name}/>"));
            assert_eq!(Logo::read(&text), Err(Unfit::NotAShape(name.to_owned())));
        }
        for blurred in [
            "<rect width=\"9\" height=\"9\" filter=\"blur(3)\"/>",
            "<rect width=\"9\" height=\"9\" style=\"filter: blur(3px)\"/>",
            "<style>rect{filter:blur(3px)}</style><rect width=\"9\" height=\"9\"/>",
        ] {
            assert_eq!(
                Logo::read(&svg(blurred)),
                Err(Unfit::NotAShape("filter".into())),
                "{blurred}"
            );
        }
        let large = svg(&format!("<rect width=\"9\" height=\"9\"/>{}", " ".repeat(LARGEST)));
        assert_eq!(Logo::read(&large), Err(Unfit::TooLarge));
    }

    #[test]
    fn what_leads_out_of_the_drawing_is_refused() {
        for (attribute, key) in [
            ("onload=\"alert(1)\"", "onload"),
            ("fill=\"url(https://evil.example/#a)\"", "fill"),
            ("style=\"fill: URL( 'file:///etc/passwd')\"", "style"),
        ] {
            let text = svg(&format!("<rect width=\"9\" height=\"9\" {attribute}/>"));
            assert_eq!(Logo::read(&text), Err(Unfit::LeadsOut(key.to_owned())), "{attribute}");
        }
        for target in
            ["https://evil.example/a.svg#a", "//evil.example", "a.svg", "file:///a.svg", "data:,"]
        {
            let text = svg(&format!("<use xlink:href=\"{target}\"/>"));
            assert_eq!(Logo::read(&text), Err(Unfit::LeadsOut("href".into())), "{target}");
        }
        let style = svg(
            "<style>@import 'https://evil.example/a.css';</style><rect width=\"9\" height=\"9\"/>",
        );
        assert_eq!(Logo::read(&style), Err(Unfit::LeadsOut("style".into())));
        // An entity that would be a file is none.
        let entity = format!(
            "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>{}",
            svg("<rect width=\"9\" height=\"9\"/><title>&a;</title>")
        );
        let read = Logo::read(&entity);
        assert!(read.as_ref().map_or(true, |logo| !logo.as_svg().contains("root:")), "{read:?}");
    }

    #[test]
    fn what_doubles_itself_without_end_is_refused() {
        let mut inside = String::from("<rect id=\"a0\" width=\"9\" height=\"9\"/>");
        for n in 1..30 {
            let twice = format!("<use xlink:href=\"#a{}\"/>", n - 1).repeat(8);
            inside += &format!("<g id=\"a{n}\">{twice}</g>");
        }
        assert!(Logo::read(&svg(&inside)).is_err());
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "\\PC{0,200}", inside in "(<[a-z]{1,8}( [a-z]{1,5}=\"[^\"<&]{0,9}\")?/>){0,9}") {
            let _ = Logo::read(&text);
            let _ = Logo::read(&svg(&inside));
        }
    }
}
