//! The controller of a page, and the component that draws it.
//!
//! A page follows the Elm architecture. Its view emits intents, its controller carries them out and
//! dispatches actions, its state reduces them, and the view draws the new state.

use std::any::Any;
use std::rc::Rc;
use std::sync::Arc;

use yew::virtual_dom::VChild;
use yew::{Callback, Component, Context, Html, Properties};

use super::store::{Reduce, Store};
use crate::session::Session;

/// Something that runs until it is dropped: listeners, timers, observers.
pub type Subscription = Box<dyn Any>;

/// An action of a controller's page.
pub type Action<C> = <<C as Controller>::State as Reduce>::Action;

/// Handles intents that need the server, the browser or the clock.
///
/// It lives as long as the page, while the view is drawn many times.
pub trait Controller: Sized + 'static {
    /// The data the server sent for the page.
    type Page: 'static;
    /// The page's state.
    type State: Reduce<Action: Clone>;
    /// The intents of a visitor on the page.
    type Intent: 'static;

    /// Returns the state in which the page opens.
    fn open(page: &Self::Page, session: &Session) -> Self::State;

    /// Makes the controller. The server calls this too, so it must not touch the browser.
    fn new(page: &Self::Page, store: Rc<Store<Self::State>>) -> Self;

    /// Returns the store of the page.
    fn store(&self) -> &Store<Self::State>;

    /// Applies an action, and starts its effects in the browser.
    fn update(self: &Rc<Self>, action: Action<Self>) {
        self.store().reduce(action);
    }

    /// Carries out an intent.
    fn perform(self: &Rc<Self>, intent: Self::Intent);

    /// Draws the current state. `is_live` is false while nothing on the page works yet: the server
    /// has drawn it, and the module has not arrived.
    fn view(&self, page: &Self::Page, on_intent: &Callback<Self::Intent>, is_live: bool) -> Html;

    /// Starts in the browser after the first drawing. The subscription ends with the page.
    fn subscribe(self: &Rc<Self>) -> Subscription;

    /// Runs after each drawing. The subscription ends before the next call.
    fn rendered(self: &Rc<Self>) -> Subscription {
        Box::new(())
    }

    /// Stops all tasks, because the page is gone.
    fn destroy(&self);
}

/// The properties of a [`PageView`].
#[derive(Properties)]
pub struct PageProps<C: Controller> {
    /// The data the server sent.
    pub page: Arc<C::Page>,
    pub session: Session,
    /// Actions applied before the first drawing. The gallery uses them to show a state; in the
    /// browser actions happen after it.
    #[cfg(not(target_arch = "wasm32"))]
    pub actions: Rc<[Action<C>]>,
}

impl<C: Controller> PageProps<C> {
    fn is_live(&self) -> bool {
        #[cfg(not(target_arch = "wasm32"))]
        return !self.actions.is_empty();
        #[cfg(target_arch = "wasm32")]
        true
    }
}

impl<C: Controller> PartialEq for PageProps<C> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.page, &other.page)
    }
}

/// The component that draws a page by its controller.
pub struct PageView<C: Controller> {
    controller: Rc<C>,
    on_intent: Callback<C::Intent>,
    page_subscription: Option<Subscription>,
    drawing_subscription: Option<Subscription>,
}

/// Draws a page that has just been opened.
pub fn page_view<C: Controller>(page: &Arc<C::Page>, session: &Session) -> Html {
    let props = PageProps {
        page: page.clone(),
        session: session.clone(),
        #[cfg(not(target_arch = "wasm32"))]
        actions: Rc::new([]),
    };
    VChild::<PageView<C>>::new(props, None).into()
}

impl<C: Controller> Component for PageView<C> {
    type Message = Action<C>;
    type Properties = PageProps<C>;

    fn create(context: &Context<Self>) -> Self {
        let PageProps { page, session, .. } = context.props();
        let queue = context.link().callback(|action| action);
        let controller =
            Rc::new(C::new(page, Store::new(session, C::open(page, session), queue).into()));
        #[cfg(not(target_arch = "wasm32"))]
        for action in context.props().actions.iter() {
            controller.store().reduce(action.clone());
        }
        let on_intent = {
            let controller = controller.clone();
            Callback::from(move |intent| controller.perform(intent))
        };
        Self { controller, on_intent, page_subscription: None, drawing_subscription: None }
    }

    fn update(&mut self, _: &Context<Self>, action: Action<C>) -> bool {
        self.controller.update(action);
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        let props = context.props();
        self.controller.view(&props.page, &self.on_intent, props.is_live())
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        if first {
            self.page_subscription = Some(self.controller.subscribe());
        }
        // The old subscription ends before the new one begins.
        self.drawing_subscription = None;
        self.drawing_subscription = Some(self.controller.rendered());
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.controller.destroy();
    }
}
