//! Lets others change the page: browsers that translate, reader modes, extensions, password managers.
//!
//! They put nodes of theirs in the place of the page's own. Yew inserts before nodes that it knows, and traps when one is
//! elsewhere. So before Yew uses a node, the node takes its place again. Only the glue sees all of Yew's changes.

use anyhow::Result;

use super::builds::Script;
use super::edit::replace_once;

/// Remembers which nodes of others stand in the place of which of Yew's. Changes by Yew itself are not noted. A node of
/// others stands for itself.
const NOTES: &str = "
const standIns = new WeakMap();
const note = (records) => records.forEach(({ addedNodes, removedNodes, previousSibling, nextSibling }) => {
    addedNodes.forEach((node) => standIns.set(node, node));
    const standIn = [addedNodes[0], previousSibling, nextSibling].find((node) => standIns.has(node));
    removedNodes.forEach((node) => standIns.set(node, standIn));
});
const changes = new MutationObserver(note);
const change = (own, make) => {
    note(changes.takeRecords());
    own.forEach((node) => {
        const standIn = standIns.get(node);
        if (standIn && standIn.parentNode) standIn.replaceWith(node);
    });
    make(...own);
    changes.takeRecords();
};
";

/// Our own page is observed whole.
const OBSERVE_DOCUMENT: &str = "changes.observe(document, { childList: true, subtree: true });
";

/// A page of another site is observed in our own elements only.
const OBSERVE_ELEMENTS: &str =
    "const observe = (root) => (changes.observe(root, { childList: true, subtree: true }), root);
";

/// The place of the notes, among the glue's own variables.
const ANCHOR: &str = "let stack_pointer = ";

/// Yew's ways to change the page, and the same with the notes. A node that is nowhere is not inserted before.
const CHANGES: [[&str; 2]; 3] = [
    [
        "getObject(arg0).insertBefore(getObject(arg1), getObject(arg2))",
        "change([getObject(arg1), getObject(arg2)], (node, next) => getObject(arg0).insertBefore(node, next && next.parentNode === getObject(arg0) ? next : null))",
    ],
    [
        "getObject(arg0).removeChild(getObject(arg1))",
        "change([getObject(arg1)], (node) => node.remove())",
    ],
    [
        "getObject(arg0).nodeValue = arg1 === 0 ? undefined : getStringFromWasm0(arg1, arg2);",
        "change([getObject(arg0)], (node) => { node.nodeValue = getStringFromWasm0(arg1, arg2); });",
    ],
];

/// The start of such an element.
const SHADOW: [&str; 2] = [
    "getObject(arg0).attachShadow(getObject(arg1))",
    "observe(getObject(arg0).attachShadow(getObject(arg1)))",
];

/// Puts the notes into the glue of a page.
pub fn allow_external_changes(glue: &str, script: Script) -> Result<String> {
    let observed = if script == Script::Imported { OBSERVE_ELEMENTS } else { OBSERVE_DOCUMENT };
    let mut glue = replace_once(glue, ANCHOR, &[NOTES, observed, ANCHOR].concat())?;
    for [yews, noted] in CHANGES {
        glue = replace_once(&glue, yews, noted)?;
    }
    match script {
        Script::Imported => replace_once(&glue, SHADOW[0], SHADOW[1]),
        Script::Booted | Script::Classic => Ok(glue),
    }
}

#[cfg(test)]
mod tests {
    use super::{ANCHOR, CHANGES, OBSERVE_DOCUMENT, SHADOW, Script, allow_external_changes};

    #[test]
    fn yews_changes_are_noted_once_or_refused() {
        let [insert, remove, text] = CHANGES.map(|[yews, _]| yews);
        let glue = [insert, remove, text, SHADOW[0], ANCHOR].join("; ");
        let own = allow_external_changes(&glue, Script::Booted).unwrap();
        assert!(own.contains(OBSERVE_DOCUMENT) && own.contains(SHADOW[0]), "{own}");
        let others = allow_external_changes(&glue, Script::Imported).unwrap();
        assert!(!others.contains(OBSERVE_DOCUMENT) && others.contains(SHADOW[1]), "{others}");
        for [yews, noted] in CHANGES {
            assert!(own.contains(noted) && !own.contains(&format!(" {yews}")), "{own}");
            assert!(allow_external_changes(&glue.replace(yews, ""), Script::Booted).is_err());
        }
    }
}
