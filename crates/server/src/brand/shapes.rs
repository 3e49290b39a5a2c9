//! The elements of SVG that a logo may have.

use resvg::usvg::roxmltree::Node;

use super::logo_error::LogoError;

const SVG: &str = "http://www.w3.org/2000/svg";

/// Elements of shapes. Text would need its font, a picture is too coarse for a poster, and an effect becomes
/// a picture in a PDF.
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

/// Refuses an element that is no shape, or that refers to another file.
///
/// # Errors
/// [`LogoError`].
pub fn check(element: Node<'_, '_>) -> Result<(), LogoError> {
    let name = element.tag_name();
    // Drawing programs add elements of their own, which draw nothing.
    if name.namespace().is_some_and(|space| space != SVG) {
        return Ok(());
    }
    if !SHAPES.contains(&name.name()) {
        return Err(LogoError::NotAShape(name.name().to_owned()));
    }
    let style = if name.name() == "style" { element.text().unwrap_or_default() } else { "" };
    if leads_out(style) {
        return Err(LogoError::LeadsOut("style".to_owned()));
    }
    if has_effect(style) {
        return Err(LogoError::NotAShape("filter".to_owned()));
    }
    for attribute in element.attributes() {
        let (key, value) = (attribute.name(), attribute.value());
        let link = key == "href" && name.name() != "a" && !value.trim_start().starts_with('#');
        if link || key.starts_with("on") || leads_out(value) {
            return Err(LogoError::LeadsOut(key.to_owned()));
        }
        if key == "filter" || (key == "style" && has_effect(value)) {
            return Err(LogoError::NotAShape("filter".to_owned()));
        }
    }
    Ok(())
}

/// Checks whether a style has a blur, a shadow or another effect.
fn has_effect(style: &str) -> bool {
    style.to_ascii_lowercase().contains("filter")
}

/// Checks whether a style refers to anything but a part of the same drawing.
fn leads_out(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    let mut addresses = style.split("url(").skip(1);
    style.contains("@import")
        || addresses.any(|rest| !rest.trim_start_matches([' ', '"', '\'']).starts_with('#'))
}
