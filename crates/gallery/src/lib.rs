//! The gallery: every state of card and page, drawn by the page's own components from fixed data at
//! a fixed time.

mod document;
mod drawing;
mod index;
mod look;
mod samples;
mod scenes;
#[cfg(test)]
mod tests;

use mall_coupons::Language;
use mall_coupons::shell::Shell;

pub use look::Look;

/// Returns the document that shows all scenes in frames. It is in English, in the theme of the look.
#[must_use]
pub fn index(shell: &Shell, look: Look) -> String {
    let body = index::body(look, &scenes::groups(look.language));
    let own = look.for_index();
    document::document(shell, own, "The gallery", &body, index::STYLES)
}

/// Returns the document of one scene; none when no scene has this name.
pub async fn scene(shell: &Shell, look: Look, name: &str) -> Option<String> {
    let scene = scenes::all(look.language).find(|scene| scene.name == name)?;
    let drawing = drawing::draw(shell, look, scene.content).await;
    Some(document::document(shell, look, &drawing.title, &drawing.page, ""))
}

/// Returns the names of all scenes, in the order of the index. They need no escaping in an address or a file's name.
#[must_use]
pub fn names() -> Vec<String> {
    scenes::all(Language::default()).map(|scene| scene.name).collect()
}
