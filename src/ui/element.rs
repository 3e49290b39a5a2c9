//! Elements put together by calls.
//!
//! `html!` writes some 200 bytes of WebAssembly for each element it is given; a call is a fifth of
//! that, and there are a hundred of them.

use std::rc::Rc;

use yew::virtual_dom::{
    AttributeOrProperty, Attributes, Listener, ListenerKind, VList, VNode, VTag,
};
use yew::{AttrValue, Callback, Event, Html, NodeRef};

/// Draws an element: its name, its attributes, its children.
///
/// ```ignore
/// element!("p", [("class", "hint"), ("id", id)], [icon(Icon::Clock), sentence])
/// ```
///
/// A value is what [`Value`] is made from, a child what [`Child`] is.
macro_rules! element {
    ($tag:expr, [$(($key:literal, $value:expr)),* $(,)?], [$($child:expr),* $(,)?] $(,)?) => {
        $crate::ui::element::put_together(
            $tag,
            &[$($key),*],
            Box::new([$($crate::ui::element::Value::from($value)),*]),
            Box::new([$($crate::ui::element::Child::child($child)),*]),
        )
    };
}
pub(crate) use element;

/// Nodes beside each other, without an element around them.
macro_rules! nodes {
    ($($child:expr),* $(,)?) => {
        $crate::ui::element::beside(Box::new([$($crate::ui::element::Child::child($child)),*]))
    };
}
pub(crate) use nodes;

/// What stands under a key.
pub enum Value {
    /// An attribute; nothing where it is left out.
    Attribute(Option<AttributeOrProperty>),
    /// Who is told of an event. The key says the same for people: `onclick`.
    Listener(Rc<dyn Listener>),
    /// Where the element can be found once it is drawn. Its key is `ref`.
    Place(NodeRef),
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        // Not `AttributeOrProperty::Static`, which Yew leaves out where it draws on the server.
        AttrValue::Static(text).into()
    }
}

impl From<AttrValue> for Value {
    fn from(text: AttrValue) -> Self {
        Self::Attribute(Some(AttributeOrProperty::Attribute(text)))
    }
}

impl From<&AttrValue> for Value {
    fn from(text: &AttrValue) -> Self {
        text.clone().into()
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        AttrValue::from(text).into()
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(text: Option<T>) -> Self {
        text.map_or(Self::Attribute(None), Into::into)
    }
}

impl From<NodeRef> for Value {
    fn from(place: NodeRef) -> Self {
        Self::Place(place)
    }
}

/// Calls when an event of the kind reaches the element.
pub fn on(kind: Kind, call: impl Fn(Event) + 'static) -> Value {
    Value::Listener(Rc::new(On { kind, call: call.into() }))
}

/// An event that elements are told of.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A tap.
    Click,
    /// A form is about to be sent.
    Submit,
    /// Something was typed.
    #[cfg(feature = "till")]
    Input,
}

/// What an input holds, as the page's state has it: set each time that changes.
#[cfg(feature = "till")]
pub fn held(text: &str) -> Value {
    #[cfg(target_arch = "wasm32")]
    return Value::Attribute(Some(AttributeOrProperty::Property(text.into())));
    // On the server there are no properties.
    #[cfg(not(target_arch = "wasm32"))]
    text.to_owned().into()
}

struct On {
    kind: Kind,
    call: Callback<Event>,
}

impl Listener for On {
    fn kind(&self) -> ListenerKind {
        match self.kind {
            Kind::Click => ListenerKind::onclick,
            Kind::Submit => ListenerKind::onsubmit,
            #[cfg(feature = "till")]
            Kind::Input => ListenerKind::oninput,
        }
    }

    fn handle(&self, event: Event) {
        self.call.emit(event);
    }

    fn passive(&self) -> bool {
        false
    }
}

/// What can stand in an element.
pub trait Child {
    /// As a node.
    fn child(self) -> Html;
}

impl Child for Html {
    fn child(self) -> Html {
        self
    }
}

impl Child for &str {
    fn child(self) -> Html {
        self.to_owned().child()
    }
}

impl Child for String {
    fn child(self) -> Html {
        VNode::VText(yew::virtual_dom::VText::new(self))
    }
}

impl<T: Child> Child for Option<T> {
    fn child(self) -> Html {
        self.map_or_else(Html::default, T::child)
    }
}

/// Nodes beside each other; one stands for itself.
pub fn beside(children: Box<[Html]>) -> Html {
    let mut children = children.into_vec();
    if children.len() == 1 { children.remove(0) } else { list(children) }
}

/// A list of nodes, told apart by their keys where all have one.
pub fn list(children: Vec<Html>) -> Html {
    VNode::VList(Rc::new(VList::with_children(children, None)))
}

/// What `element!` calls. Of the keys there are as many as values.
pub fn put_together(
    tag: &'static str,
    keys: &'static [&'static str],
    values: Box<[Value]>,
    children: Box<[Html]>,
) -> Html {
    let mut element = VTag::new(tag);
    let mut attributes = Vec::with_capacity(values.len());
    for value in values {
        attributes.push(match value {
            Value::Attribute(attribute) => attribute,
            Value::Listener(listener) => {
                element.add_listener(listener);
                None
            }
            Value::Place(place) => {
                element.node_ref = place;
                None
            }
        });
    }
    element.attributes = Attributes::Dynamic { keys, values: attributes.into() };
    if let Some(inside) = element.children_mut() {
        *inside = beside(children);
    }
    element.into()
}
