//! The depth of a drawing: elements in elements, and elements that are drawn by reference.
//!
//! Libraries that read and draw SVG go down by recursion, and a thread's stack is small. So this is looked at first. The
//! XML reader itself goes down without recursion.

use std::collections::HashMap;

use resvg::usvg::roxmltree::{Document, Node, NodeId};

use super::logo_error::LogoError;

/// The most elements of a drawing.
const MAX_ELEMENTS: usize = 5000;

/// The most steps from the outermost element to an innermost one, whether by nesting or by reference.
const MAX_NESTING: usize = 48;

/// Refuses a drawing that is too deep or too large for recursion, or that draws a part inside of itself.
///
/// # Errors
/// [`LogoError::TooDeep`].
pub fn check(document: &Document<'_>) -> Result<(), LogoError> {
    let elements = || document.descendants().filter(Node::is_element);
    if elements().count() > MAX_ELEMENTS {
        return Err(LogoError::TooDeep);
    }
    let by_id = elements().filter_map(|element| Some((element.attribute("id")?, element)));
    let styles = elements().filter(|element| element.tag_name().name() == "style");
    let mut drawing = Drawing {
        by_id: by_id.collect(),
        rules: styles.filter_map(|style| style.text()).flat_map(rules).collect(),
        heights: HashMap::new(),
    };
    drawing.height(document.root_element(), MAX_NESTING).map(|_| ())
}

/// A rule of a style: the words of its selector, and the parts of the drawing that it refers to.
struct Rule<'a> {
    words: Vec<&'a str>,
    targets: Vec<&'a str>,
}

struct Drawing<'a, 'input> {
    by_id: HashMap<&'a str, Node<'a, 'input>>,
    rules: Vec<Rule<'a>>,
    /// The steps below elements that were measured before.
    heights: HashMap<NodeId, usize>,
}

impl<'a, 'input> Drawing<'a, 'input> {
    /// Returns the steps below an element. It goes down no further than `room` steps, so a circle ends too.
    fn height(&mut self, element: Node<'a, 'input>, room: usize) -> Result<usize, LogoError> {
        if let Some(height) = self.heights.get(&element.id()) {
            return if *height > room { Err(LogoError::TooDeep) } else { Ok(*height) };
        }
        let below = room.checked_sub(1).ok_or(LogoError::TooDeep)?;
        let mut height = 0;
        let parts = element.children().filter(Node::is_element).chain(self.targets(element));
        for part in parts.collect::<Vec<_>>() {
            height = height.max(1 + self.height(part, below)?);
        }
        self.heights.insert(element.id(), height);
        Ok(height)
    }

    /// Returns the elements that an element refers to, by its attributes and by styles.
    fn targets(&self, element: Node<'a, 'input>) -> Vec<Node<'a, 'input>> {
        let mut ids = Vec::new();
        for attribute in element.attributes() {
            let value = attribute.value();
            ids.extend(references(value));
            if attribute.name() == "href" {
                ids.extend(value.trim().strip_prefix('#'));
            }
        }
        let names = element.attribute("class").unwrap_or_default().split_whitespace();
        let names: Vec<&str> =
            names.chain([element.tag_name().name(), "*"]).chain(element.attribute("id")).collect();
        let applying = |rule: &&Rule<'_>| rule.words.iter().any(|word| names.contains(word));
        ids.extend(self.rules.iter().filter(applying).flat_map(|rule| &rule.targets));
        ids.iter().filter_map(|id| self.by_id.get(id).copied()).collect()
    }
}

/// Reads the rules of a style that refer to a part of the drawing. More elements may match than the style means: each that
/// has a word of the selector as its class, name or id.
fn rules(style: &str) -> impl Iterator<Item = Rule<'_>> {
    style.split('}').filter_map(|rule| {
        let (selector, declarations) = rule.split_once('{')?;
        let targets: Vec<&str> = references(declarations).collect();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '*');
        let words = selector.split(|c| !is_part(c)).filter(|word| !word.is_empty()).collect();
        (!targets.is_empty()).then_some(Rule { words, targets })
    })
}

/// Returns the ids that a text refers to as `url(#id)`.
fn references(text: &str) -> impl Iterator<Item = &str> {
    text.split('#').skip(1).filter_map(|rest| rest.split([')', '"', '\'', ';', ' ']).next())
}
