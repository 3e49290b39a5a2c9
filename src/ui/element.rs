//! Elements built by function calls.
//!
//! Yew's `html!` compiles to some 200 bytes of WebAssembly for each element. A call takes a fifth of
//! that, and the pages have a hundred elements.

use std::rc::Rc;

use yew::virtual_dom::{
    AttributeOrProperty, Attributes, Listener, ListenerKind, VList, VNode, VTag,
};
use yew::{AttrValue, Callback, Event, Html, NodeRef};

/// Builds an element from its name, attributes and children.
///
/// ```ignore
/// element!("p", [("class", "hint"), ("id", id)], [icon(Icon::Clock), sentence])
/// ```
///
/// Values convert into [`Value`]; children implement [`Child`].
macro_rules! element {
    ($tag:expr, [$(($key:literal, $value:expr)),* $(,)?], [$($child:expr),* $(,)?] $(,)?) => {
        $crate::ui::element::build(
            $tag,
            &[$($key),*],
            Box::new([$($crate::ui::element::Value::from($value)),*]),
            Box::new([$($crate::ui::element::Child::child($child)),*]),
        )
    };
}
pub(crate) use element;

/// Builds siblings without an element around them.
macro_rules! nodes {
    ($($child:expr),* $(,)?) => {
        $crate::ui::element::siblings(Box::new([$($crate::ui::element::Child::child($child)),*]))
    };
}
pub(crate) use nodes;

/// The value of a key in `element!`.
pub enum Value {
    /// An attribute; `None` leaves it out.
    Attribute(Option<AttributeOrProperty>),
    /// An event listener. Its key, such as `onclick`, is for readers only.
    Listener(Rc<dyn Listener>),
    /// A reference to the drawn element. Its key is `ref`.
    Ref(NodeRef),
}

impl From<&'static str> for Value {
    fn from(text: &'static str) -> Self {
        // Yew leaves `AttributeOrProperty::Static` out when it draws on the server.
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
    fn from(node: NodeRef) -> Self {
        Self::Ref(node)
    }
}

/// Makes a listener that calls `call` for each event of the kind.
pub fn on(kind: Kind, call: impl Fn(Event) + 'static) -> Value {
    Value::Listener(Rc::new(On { kind, call: call.into() }))
}

/// A kind of event that elements listen to.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A tap.
    Click,
    /// The submission of a form.
    Submit,
    /// Typing into an input.
    #[cfg(feature = "till")]
    Input,
}

/// Makes the value of an input, set again whenever the page's state changes it.
#[cfg(feature = "till")]
pub fn input_value(text: &str) -> Value {
    #[cfg(target_arch = "wasm32")]
    return Value::Attribute(Some(AttributeOrProperty::Property(text.into())));
    // The server draws attributes only.
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

/// A child of an element.
pub trait Child {
    /// Converts it into a node.
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

/// Builds siblings; a single child needs no list around it.
pub fn siblings(children: Box<[Html]>) -> Html {
    let mut children = children.into_vec();
    if children.len() == 1 { children.remove(0) } else { list(children) }
}

/// Builds a list of nodes. Yew matches them by their keys when all have one.
pub fn list(children: Vec<Html>) -> Html {
    VNode::VList(Rc::new(VList::with_children(children, None)))
}

/// Builds the element for `element!`. `keys` and `values` have the same length.
pub fn build(
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
            Value::Ref(node) => {
                element.node_ref = node;
                None
            }
        });
    }
    element.attributes = Attributes::Dynamic { keys, values: attributes.into() };
    if let Some(inside) = element.children_mut() {
        *inside = siblings(children);
    }
    element.into()
}
