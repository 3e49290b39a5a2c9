//! A server to talk to: it takes the place of the browser's `fetch` and answers as it is told.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{Function, JSON, Promise, Reflect};
use serde::Serialize;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Request, Response, ResponseInit};

use mall_contract::samples::problem;
use mall_contract::{EventBatch, Refusal};

/// What the server does with the next request.
pub enum Plan {
    /// Answers with this status and JSON.
    Answer(u16, JsValue),
    /// The connection breaks before the answer.
    Lose,
    /// Does not answer as long as this server stands.
    Hang,
}

/// Whom an answer is still owed.
type Held = Rc<RefCell<Vec<Function>>>;

/// What has come in: method, path and query.
type Seen = Rc<RefCell<Vec<String>>>;

/// What was reported, by request or by beacon.
type Reported = Rc<RefCell<Vec<EventBatch>>>;

/// The server; the browser's own `fetch` and `sendBeacon` are back when it is dropped.
pub struct Server {
    seen: Seen,
    passes: Seen,
    claims: Seen,
    plans: Rc<RefCell<VecDeque<Plan>>>,
    held: Held,
    fetch: JsValue,
    reported: Reported,
    _handler: Closure<dyn FnMut(Request) -> Promise>,
    _beacons: Closure<dyn FnMut(String, String) -> bool>,
}

impl Server {
    pub fn start(plans: impl IntoIterator<Item = Plan>) -> Self {
        let seen = Seen::default();
        let plans = Rc::new(RefCell::new(plans.into_iter().collect::<VecDeque<_>>()));
        let (held, reported) = (Held::default(), Reported::default());
        let (passes, claims) = (Seen::default(), Seen::default());
        let handler = Closure::new({
            let (seen, plans, held) = (seen.clone(), plans.clone(), held.clone());
            let (passes, reported) = (passes.clone(), reported.clone());
            let claims = claims.clone();
            move |request: Request| {
                let url = web_sys::Url::new(&request.url()).expect("an address");
                let (path, query) = (url.pathname(), url.search());
                seen.borrow_mut().push(format!("{} {path}{query}", request.method()));
                let pass = request.headers().get("authorization").ok().flatten();
                passes.borrow_mut().push(pass.unwrap_or_default());
                if path == "/v1/events" || path == "/v1/claims" {
                    let text = request.text().expect("a body");
                    let (claims, reported) = (claims.clone(), reported.clone());
                    spawn_local(async move {
                        let text = JsFuture::from(text).await.expect("a body").as_string();
                        let text = text.expect("text");
                        match path.as_str() {
                            "/v1/claims" => claims.borrow_mut().push(text),
                            _ => reported.borrow_mut().push(batch(&text)),
                        }
                    });
                }
                let plan = plans.borrow_mut().pop_front().unwrap_or(Plan::Hang);
                answer(plan, &held)
            }
        });
        let window = web_sys::window().expect("a window");
        let fetch = Reflect::get(&window, &"fetch".into()).expect("fetch");
        Reflect::set(&window, &"fetch".into(), handler.as_ref().unchecked_ref::<Function>())
            .expect("set");
        let beacons = Closure::new({
            let reported = reported.clone();
            move |path: String, text: String| {
                assert_eq!(path, "/v1/events");
                reported.borrow_mut().push(batch(&text));
                true
            }
        });
        let function = beacons.as_ref().unchecked_ref::<Function>();
        Reflect::set(&window.navigator(), &"sendBeacon".into(), function).expect("set");
        let (_handler, _beacons) = (handler, beacons);
        Self { seen, passes, claims, plans, held, fetch, reported, _handler, _beacons }
    }

    /// The batches of events that have come.
    pub fn reported(&self) -> Vec<EventBatch> {
        self.reported.borrow().clone()
    }

    /// Adds what is to be done with a later request.
    pub fn then(&self, plan: Plan) {
        self.plans.borrow_mut().push_back(plan);
    }

    pub fn seen(&self) -> Vec<String> {
        self.seen.borrow().clone()
    }

    /// What requests said about who sends them; empty where they said nothing.
    pub fn passes(&self) -> Vec<String> {
        self.passes.borrow().clone()
    }

    /// The bodies of the claims that have come.
    pub fn claims(&self) -> Vec<String> {
        self.claims.borrow().clone()
    }

    /// How many requests of a method came to a path that begins so.
    pub fn count(&self, beginning: &str) -> usize {
        self.seen.borrow().iter().filter(|request| request.starts_with(beginning)).count()
    }
}

/// Whoever still waits is refused for good, so that no claim goes on asking in the next test.
impl Drop for Server {
    fn drop(&mut self) {
        for resolve in self.held.borrow_mut().drain(..) {
            let last_word = response(refused(Refusal::UnknownOffer));
            resolve.call1(&JsValue::UNDEFINED, &last_word).expect("resolved");
        }
        let window = web_sys::window().expect("a window");
        Reflect::set(&window, &"fetch".into(), &self.fetch).expect("set");
        // The browser's own stands behind it.
        Reflect::delete_property(&window.navigator(), &"sendBeacon".into()).expect("deleted");
    }
}

fn batch(text: &str) -> EventBatch {
    serde_wasm_bindgen::from_value(JSON::parse(text).expect("JSON")).expect("a batch")
}

fn answer(plan: Plan, held: &Held) -> Promise {
    match plan {
        Plan::Answer(..) => Promise::resolve(&response(plan)),
        Plan::Lose => Promise::reject(&"the connection broke".into()),
        Plan::Hang => Promise::new(&mut |resolve, _| held.borrow_mut().push(resolve)),
    }
}

fn response(plan: Plan) -> JsValue {
    let Plan::Answer(status, body) = plan else { return JsValue::UNDEFINED };
    let init = ResponseInit::new();
    init.set_status(status);
    let text = JSON::stringify(&body).ok().and_then(|text| text.as_string());
    Response::new_with_opt_str_and_init(text.as_deref(), &init).expect("a response").into()
}

/// An answer with this content.
pub fn json(status: u16, value: &impl Serialize) -> Plan {
    let written = serde_wasm_bindgen::Serializer::json_compatible();
    Plan::Answer(status, value.serialize(&written).expect("serializes"))
}

/// A refusal.
pub fn refused(refusal: Refusal) -> Plan {
    json(refusal.status(), &problem(refusal))
}
