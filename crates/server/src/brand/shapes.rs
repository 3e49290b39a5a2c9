//! What a logo may be made of: shapes, whole in themselves.

use resvg::usvg::roxmltree::Node;

use super::Unfit;

const SVG: &str = "http://www.w3.org/2000/svg";

/// What a logo is made of. No text, which would need its font; no pictures, which are none at the size
/// of a poster; no effects, which are pictures in a PDF; no scripts.
const SHAPES: [&str; 23] = [
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
    "mask",
    "pattern",
    "style",
    "title",
    "desc",
    "metadata",
    "a",
];

/// Refuses an element that is no shape, or that leads out of its drawing.
///
/// # Errors
/// [`Unfit`].
pub fn check(element: Node<'_, '_>) -> Result<(), Unfit> {
    let name = element.tag_name();
    // Drawing programs leave notes of their own, which draw nothing.
    if name.namespace().is_some_and(|space| space != SVG) {
        return Ok(());
    }
    if !SHAPES.contains(&name.name()) {
        return Err(Unfit::NotAShape(name.name().to_owned()));
    }
    let style = if name.name() == "style" { element.text().unwrap_or_default() } else { "" };
    if leads_out(style) {
        return Err(Unfit::LeadsOut("style".to_owned()));
    }
    if has_effect(style) {
        return Err(Unfit::NotAShape("filter".to_owned()));
    }
    for attribute in element.attributes() {
        let (key, value) = (attribute.name(), attribute.value());
        let link = key == "href" && name.name() != "a" && !value.trim_start().starts_with('#');
        if link || key.starts_with("on") || leads_out(value) {
            return Err(Unfit::LeadsOut(key.to_owned()));
        }
        if key == "filter" || (key == "style" && has_effect(value)) {
            return Err(Unfit::NotAShape("filter".to_owned()));
        }
    }
    Ok(())
}

/// Whether a style asks for a blur, a shadow or the like.
fn has_effect(style: &str) -> bool {
    style.to_ascii_lowercase().contains("filter")
}

/// Whether a style names anything but a part of the same drawing.
fn leads_out(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    let mut addresses = style.split("url(").skip(1);
    style.contains("@import")
        || addresses.any(|rest| !rest.trim_start_matches([' ', '"', '\'']).starts_with('#'))
}
