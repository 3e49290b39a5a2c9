//! What lasts of a page from one drawing to the next, and the component that draws it.

use std::any::Any;
use std::rc::Rc;
use std::sync::Arc;

use yew::html::Scope;
use yew::virtual_dom::VChild;
use yew::{Callback, Component, Context, Html, Properties};

use crate::session::Session;

/// What lasts until it is dropped.
pub type Kept = Box<dyn Any>;

/// What a page knows, and its dealings with the browser and the server.
pub trait Life: Sized + 'static {
    /// What the server said, as the page opens with it.
    type Page: 'static;
    /// Something that happens.
    type Action: Clone + 'static;
    /// What somebody wants who looks at the page.
    type Wish: 'static;

    /// A life that begins with what the server said.
    fn new(page: &Self::Page, session: &Session, view: Scope<PageView<Self>>) -> Self;

    /// Goes on to what the page knows after something has happened. The server can do this, too.
    fn reduce(self: &Rc<Self>, action: Self::Action);

    /// Goes on, and does what follows from it, in the browser.
    fn go_on(self: &Rc<Self>, action: Self::Action) {
        self.reduce(action);
    }

    /// Does what somebody wants.
    fn wish(self: &Rc<Self>, wish: Self::Wish);

    /// Draws what the page knows.
    fn draw(self: &Rc<Self>, props: &PageProps<Self>, wish: &Callback<Self::Wish>) -> Html;

    /// Begins, in the browser, once it is drawn. Listens until what this gives is dropped.
    fn begin(self: &Rc<Self>) -> Kept;

    /// Begins what is about that which is drawn now, until what this gives is dropped: before the next time.
    fn drawn(self: &Rc<Self>) -> Kept;

    /// The page is left.
    fn leave(&self);
}

/// What a [`PageView`] is given.
#[derive(Properties)]
pub struct PageProps<L: Life> {
    /// What the server said.
    pub page: Arc<L::Page>,
    /// Who looks.
    pub session: Session,
    /// What has happened on the page before it is drawn; in the browser it happens there.
    #[cfg(not(target_arch = "wasm32"))]
    pub happened: Rc<[L::Action]>,
}

impl<L: Life> PageProps<L> {
    /// Whether it is drawn where it works: what the server draws waits for the module.
    pub fn is_live(&self) -> bool {
        #[cfg(not(target_arch = "wasm32"))]
        return !self.happened.is_empty();
        #[cfg(target_arch = "wasm32")]
        true
    }
}

impl<L: Life> PartialEq for PageProps<L> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.page, &other.page)
    }
}

/// A page.
pub struct PageView<L: Life> {
    life: Rc<L>,
    wish: Callback<L::Wish>,
    listening: Option<Kept>,
    waiting: Option<Kept>,
}

/// A page on which nothing has happened yet, as a part of the application.
pub fn page_view<L: Life>(page: &Arc<L::Page>, session: &Session) -> Html {
    let props = PageProps {
        page: page.clone(),
        session: session.clone(),
        #[cfg(not(target_arch = "wasm32"))]
        happened: Rc::new([]),
    };
    VChild::<PageView<L>>::new(props, None).into()
}

impl<L: Life> Component for PageView<L> {
    type Message = L::Action;
    type Properties = PageProps<L>;

    fn create(context: &Context<Self>) -> Self {
        let PageProps { page, session, .. } = context.props();
        let life = Rc::new(L::new(page, session, context.link().clone()));
        #[cfg(not(target_arch = "wasm32"))]
        for action in context.props().happened.iter() {
            life.reduce(action.clone());
        }
        let wish = {
            let life = life.clone();
            Callback::from(move |wish| life.wish(wish))
        };
        Self { life, wish, listening: None, waiting: None }
    }

    fn update(&mut self, _: &Context<Self>, action: L::Action) -> bool {
        self.life.go_on(action);
        true
    }

    fn view(&self, context: &Context<Self>) -> Html {
        self.life.draw(context.props(), &self.wish)
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        if first {
            self.listening = Some(self.life.begin());
        }
        // What was about that which was drawn before ends first.
        self.waiting = None;
        self.waiting = Some(self.life.drawn());
    }

    fn destroy(&mut self, _: &Context<Self>) {
        self.life.leave();
    }
}
