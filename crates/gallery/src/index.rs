//! The gallery's index: all scenes in frames.

use mall_coupons::Language;
use mall_coupons::shell::escape;

use crate::look::{Look, WIDTHS};
use crate::scenes::{Group, Scene};

/// The index's styles beside those of the pages.
pub const STYLES: &str = "
#page { max-width: none; padding: 1rem 1.5rem 3rem; }
.looks { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; padding: .25rem 0; background: var(--ground); }
.looks p { display: flex; flex-wrap: wrap; align-items: center; margin-right: 1.5rem; color: var(--soft); }
.looks a { display: flex; align-items: center; justify-content: center; min-width: 2.75rem; min-height: 2.75rem; padding: 0 .5rem; }
.looks a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; box-shadow: inset 0 -2px var(--accent); }
.scenes { display: flex; flex-wrap: wrap; margin-bottom: 2rem; }
.scenes li { margin: 0 1.5rem 1.5rem 0; max-width: 100%; }
.scenes h3 a { display: inline-flex; align-items: center; min-height: 2.75rem; font-weight: 600; }
.scenes p { min-height: 2.75rem; color: var(--soft); font-size: .875rem; }
.scenes iframe { display: block; max-width: 100%; border: 1px solid var(--line); border-radius: .875rem; background: var(--ground); }
.w320 li, .w320 iframe { width: 320px; }
.w390 li, .w390 iframe { width: 390px; }
.w430 li, .w430 iframe { width: 430px; }
";

/// Returns the page.
pub fn body(look: Look, groups: &[Group]) -> String {
    let switches = switches(look);
    let groups: String = groups.iter().map(|group| section(look, group)).collect();
    format!(
        "<main><h1 class=\"page-title\">The gallery</h1>\
         <p class=\"intro\">Every state of card and page, from fixed data at a fixed time: \
         23 November 2026, 18:05.</p>\
         <nav class=\"looks\" aria-label=\"How it is looked at\">{switches}</nav>{groups}</main>"
    )
}

/// Returns links to the looks that differ in one property.
fn switches(look: Look) -> String {
    let language = |language| Look { language, ..look };
    let dark = |dark| Look { dark, ..look };
    let large_text = |large_text| Look { large_text, ..look };
    let widths = WIDTHS.map(|width| (width.to_string(), Look { width, ..look }));
    let widths = widths.each_ref().map(|(label, look)| (label.as_str(), *look));
    [
        switch(
            look,
            "Language",
            &[("中文", language(Language::Zh)), ("English", language(Language::En))],
        ),
        switch(look, "Theme", &[("Light", dark(false)), ("Dark", dark(true))]),
        switch(look, "Text", &[("Normal", large_text(false)), ("Large", large_text(true))]),
        switch(look, "Width", &widths),
    ]
    .concat()
}

fn switch(current: Look, property: &str, choices: &[(&str, Look)]) -> String {
    let links: String = choices
        .iter()
        .map(|(label, look)| {
            let marked = if *look == current { " aria-current=\"true\"" } else { "" };
            format!("<a href=\"/gallery{}\"{marked}>{label}</a>", escape(&look.query()))
        })
        .collect();
    format!("<p>{property}: {links}</p>")
}

fn section(look: Look, Group { title, scenes }: &Group) -> String {
    let scenes: String = scenes.iter().map(|scene| item(look, scene)).collect();
    format!(
        "<section><h2 class=\"section-title\">{title}</h2>\
         <ul class=\"scenes w{width}\">{scenes}</ul></section>",
        width = look.width
    )
}

fn item(look: Look, Scene { name, description, .. }: &Scene) -> String {
    let address = escape(&format!("/gallery/{name}{}", look.query()));
    format!(
        "<li><h3><a href=\"{address}\" data-scene=\"{name}\">{name}</a></h3><p>{description}</p>\
         <iframe src=\"{address}\" title=\"{name}\" height=\"640\" loading=\"lazy\"></iframe></li>",
        description = escape(description)
    )
}
