//! A logo: a drawing of shapes. It is parsed and written again, so that nothing but shapes remains in it.

use resvg::usvg::roxmltree::{Document, Node, ParsingOptions};
use resvg::usvg::{self, Group, ImageHrefResolver, Indent, Options, Tree, WriteOptions};

use super::logo_error::{LogoError, MAX_LOGO_BYTES};
use super::{nesting, shapes};

/// The most bytes of a normalized logo. A shape that a logo uses twice is there twice.
const MAX_NORMALIZED_BYTES: usize = 256 * 1024;

/// A logo that can be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Logo {
    svg: String,
    inside: std::ops::Range<usize>,
    size: [f32; 2],
}

impl Logo {
    /// Reads a logo from the SVG of a mall.
    ///
    /// # Errors
    /// [`LogoError`].
    pub fn parse(svg: &str) -> Result<Self, LogoError> {
        if svg.len() > MAX_LOGO_BYTES {
            return Err(LogoError::TooLarge);
        }
        let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
        let document =
            Document::parse_with_options(svg, options).map_err(|_| LogoError::NoDrawing)?;
        nesting::check(&document)?;
        document.descendants().filter(Node::is_element).try_for_each(shapes::check)?;
        // A poster has shapes of its own; ids must not meet.
        let id_prefix = Some("logo-".into());
        let prefixed = WriteOptions { id_prefix, indent: Indent::None, ..WriteOptions::default() };
        let normalized = tree(svg)?.to_string(&prefixed);
        if normalized.len() > MAX_NORMALIZED_BYTES {
            return Err(LogoError::TooLarge);
        }
        Self::from_stored(normalized)
    }

    /// Reads a logo that [`Self::as_svg`] returned before.
    ///
    /// # Errors
    /// [`LogoError`].
    pub fn from_stored(svg: String) -> Result<Self, LogoError> {
        let document = Document::parse(&svg).map_err(|_| LogoError::NoDrawing)?;
        // Again: the database may have a logo of an earlier version, which let more pass.
        nesting::check(&document)?;
        let size = tree(&svg)?.size();
        let root = document.root_element();
        let (Some(first), Some(last)) = (root.first_child(), root.last_child()) else {
            return Err(LogoError::NoDrawing);
        };
        let inside = first.range().start..last.range().end;
        Ok(Self { size: [size.width(), size.height()], inside, svg })
    }

    /// Returns the normalized SVG, to be stored.
    #[must_use]
    pub fn as_svg(&self) -> &str {
        &self.svg
    }

    /// Returns a symbol of SVG, which cuts off shapes beyond its edges.
    pub(super) fn symbol(&self, id: &str) -> String {
        let [width, height] = self.size;
        let inside = &self.svg[self.inside.clone()];
        format!("<symbol id=\"{id}\" viewBox=\"0 0 {width} {height}\">{inside}</symbol>")
    }
}

/// Parses SVG. No file or address in it is read.
fn tree(svg: &str) -> Result<Tree, LogoError> {
    let nothing = ImageHrefResolver {
        resolve_data: Box::new(|_, _, _| None),
        resolve_string: Box::new(|_, _| None),
    };
    let options = Options { image_href_resolver: nothing, ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|_| LogoError::NoDrawing)?;
    if has_shape(tree.root()) { Ok(tree) } else { Err(LogoError::NoDrawing) }
}

fn has_shape(group: &Group) -> bool {
    group.children().iter().any(|part| match part {
        usvg::Node::Group(group) => has_shape(group),
        part => matches!(part, usvg::Node::Path(_)),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Logo, LogoError, MAX_LOGO_BYTES};

    fn svg(inside: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
             viewBox=\"0 0 40 20\">{inside}</svg>"
        )
    }

    #[test]
    fn normalized_shapes_are_the_same_when_read_again() {
        let inside = "<style>.a{fill:url(#g)}</style><title>我们</title>\
             <defs><linearGradient id=\"g\"><stop stop-color=\"#f00\"/><stop offset=\"1\"/></linearGradient></defs>\
             <rect class=\"a\" width=\"40\" height=\"20\"/><use xlink:href=\"#c\" x=\"3\"/><circle id=\"c\" r=\"4\"/>";
        let logo = Logo::parse(&svg(inside)).expect("a logo");
        assert_eq!(logo.size, [40.0, 20.0]);
        assert!(logo.as_svg().contains("logo-"), "{}", logo.as_svg());
        assert_eq!(Logo::from_stored(logo.as_svg().to_owned()), Ok(logo.clone()));
        let symbol = logo.symbol("mark");
        assert!(symbol.starts_with("<symbol id=\"mark\" viewBox=\"0 0 40 20\"><"), "{symbol}");
    }

    #[test]
    fn an_element_that_is_no_shape_is_refused() {
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
            let read = Logo::parse(&text);
            assert!(
                matches!(read, Err(LogoError::NoDrawing | LogoError::NotAShape(_))),
                "{text}: {read:?}"
            );
        }
        for name in
            ["script", "image", "foreignObject", "text", "filter", "feImage", "animate", "iframe"]
        {
            let text = svg(&format!("<rect width=\"9\" height=\"9\"/><{name}/>"));
            assert_eq!(Logo::parse(&text), Err(LogoError::NotAShape(name.to_owned())));
        }
        for blurred in [
            "<rect width=\"9\" height=\"9\" filter=\"blur(3)\"/>",
            "<rect width=\"9\" height=\"9\" style=\"filter: blur(3px)\"/>",
            "<style>rect{filter:blur(3px)}</style><rect width=\"9\" height=\"9\"/>",
        ] {
            assert_eq!(
                Logo::parse(&svg(blurred)),
                Err(LogoError::NotAShape("filter".into())),
                "{blurred}"
            );
        }
        let large = svg(&format!("<rect width=\"9\" height=\"9\"/>{}", " ".repeat(MAX_LOGO_BYTES)));
        assert_eq!(Logo::parse(&large), Err(LogoError::TooLarge));
    }

    #[test]
    fn a_reference_out_of_the_drawing_is_refused() {
        for (attribute, key) in [
            ("onload=\"alert(1)\"", "onload"),
            ("fill=\"url(https://evil.example/#a)\"", "fill"),
            ("style=\"fill: URL( 'file:///etc/passwd')\"", "style"),
        ] {
            let text = svg(&format!("<rect width=\"9\" height=\"9\" {attribute}/>"));
            assert_eq!(Logo::parse(&text), Err(LogoError::LeadsOut(key.to_owned())), "{attribute}");
        }
        for target in
            ["https://evil.example/a.svg#a", "//evil.example", "a.svg", "file:///a.svg", "data:,"]
        {
            let text = svg(&format!("<use xlink:href=\"{target}\"/>"));
            assert_eq!(Logo::parse(&text), Err(LogoError::LeadsOut("href".into())), "{target}");
        }
        let style = svg(
            "<style>@import 'https://evil.example/a.css';</style><rect width=\"9\" height=\"9\"/>",
        );
        assert_eq!(Logo::parse(&style), Err(LogoError::LeadsOut("style".into())));
        // An entity that refers to a file is not resolved.
        let entity = format!(
            "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>{}",
            svg("<rect width=\"9\" height=\"9\"/><title>&a;</title>")
        );
        let read = Logo::parse(&entity);
        assert!(read.as_ref().map_or(true, |logo| !logo.as_svg().contains("root:")), "{read:?}");
    }

    #[test]
    fn a_drawing_that_is_too_deep_to_be_drawn_is_refused_also_from_the_database() {
        let rect = "<rect width=\"9\" height=\"9\"/>";
        let nested = |begin: &str, end: &str, times: usize| {
            svg(&format!("{}{rect}{}", begin.repeat(times), end.repeat(times)))
        };
        let patterns = |times: usize, close: bool| {
            let one = |n: usize| {
                let next = if n + 1 == times && close { 0 } else { n + 1 };
                format!(
                    "<pattern id=\"p{n}\" width=\"9\" height=\"9\" patternUnits=\"userSpaceOnUse\">\
                         <rect width=\"9\" height=\"9\" fill=\"url(#p{next})\"/></pattern>"
                )
            };
            let all: String = (0..times).map(one).collect();
            svg(&format!("<defs>{all}</defs><rect width=\"9\" height=\"9\" fill=\"url(#p0)\"/>"))
        };
        let by_class = |times: usize| {
            let rules: String =
                (0..times).map(|n| format!(".c{n}{{mask:url(#m{})}}", n + 1)).collect();
            let masks: String = (1..=times)
                .map(|n| {
                    format!(
                        "<mask id=\"m{n}\"><rect width=\"9\" height=\"9\" class=\"c{n}\"/></mask>"
                    )
                })
                .collect();
            svg(&format!(
                "<style>{rules}</style>{masks}<rect class=\"c0\" width=\"9\" height=\"9\"/>"
            ))
        };
        for deep in [
            nested("<g>", "</g>", 9000),
            nested("<pattern>", "</pattern>", 3000),
            nested("<svg>", "</svg>", 60),
            patterns(400, false),
            patterns(3, true),
            by_class(200),
            svg(&format!("{rect}{}", "<g/>".repeat(6000))),
        ] {
            assert_eq!(Logo::parse(&deep), Err(LogoError::TooDeep), "{}", &deep[..300]);
            assert_eq!(Logo::from_stored(deep), Err(LogoError::TooDeep));
        }
        for flat in [nested("<g>", "</g>", 20), patterns(4, false), by_class(4)] {
            let logo = Logo::parse(&flat);
            assert!(logo.is_ok(), "{logo:?}: {flat}");
        }
    }

    #[test]
    fn a_drawing_that_multiplies_itself_is_refused() {
        let mut inside = String::from("<rect id=\"a0\" width=\"9\" height=\"9\"/>");
        for n in 1..30 {
            let twice = format!("<use xlink:href=\"#a{}\"/>", n - 1).repeat(8);
            inside += &format!("<g id=\"a{n}\">{twice}</g>");
        }
        assert!(Logo::parse(&svg(&inside)).is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,200}", inside in "(<[a-z]{1,8}( [a-z]{1,5}=\"[^\"<&]{0,9}\")?/>){0,9}") {
            let _ = Logo::parse(&text);
            let _ = Logo::parse(&svg(&inside));
        }
    }
}
