//! A stand-in for the server: it replaces the browser's `fetch` and answers by a plan.

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

/// The server's reaction to the next request.
pub enum Plan {
    /// Answers with this status and JSON.
    Answer(u16, JsValue),
    /// The connection breaks before the answer.
    Lose,
    /// Does not answer while this server exists.
    Hang,
}

/// The requests without an answer.
type Pending = Rc<RefCell<Vec<Function>>>;

/// The requests so far: method, path and query.
type Requests = Rc<RefCell<Vec<String>>>;

/// The reported events, by request or by beacon.
type Reported = Rc<RefCell<Vec<EventBatch>>>;

/// The server. Dropping it restores the browser's own `fetch` and `sendBeacon`.
pub struct Server {
    requests: Requests,
    passes: Requests,
    claims: Requests,
    plans: Rc<RefCell<VecDeque<Plan>>>,
    pending: Pending,
    fetch: JsValue,
    reported: Reported,
    _handler: Closure<dyn FnMut(Request) -> Promise>,
    _beacons: Closure<dyn FnMut(String, String) -> bool>,
}

impl Server {
    pub fn start(plans: impl IntoIterator<Item = Plan>) -> Self {
        let requests = Requests::default();
        let plans = Rc::new(RefCell::new(plans.into_iter().collect::<VecDeque<_>>()));
        let (pending, reported) = (Pending::default(), Reported::default());
        let (passes, claims) = (Requests::default(), Requests::default());
        let handler = Closure::new({
            let (requests, plans, pending) = (requests.clone(), plans.clone(), pending.clone());
            let (passes, reported) = (passes.clone(), reported.clone());
            let claims = claims.clone();
            move |request: Request| {
                let url = web_sys::Url::new(&request.url()).expect("an address");
                let (path, query) = (url.pathname(), url.search());
                requests.borrow_mut().push(format!("{} {path}{query}", request.method()));
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
                answer(plan, &pending)
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
        Self { requests, passes, claims, plans, pending, fetch, reported, _handler, _beacons }
    }

    /// Returns the batches of events so far.
    pub fn reported(&self) -> Vec<EventBatch> {
        self.reported.borrow().clone()
    }

    /// Adds the reaction to a later request.
    pub fn then(&self, plan: Plan) {
        self.plans.borrow_mut().push_back(plan);
    }

    pub fn requests(&self) -> Vec<String> {
        self.requests.borrow().clone()
    }

    /// Returns the `Authorization` of each request; empty if it had none.
    pub fn passes(&self) -> Vec<String> {
        self.passes.borrow().clone()
    }

    /// Returns the bodies of the claims so far.
    pub fn claims(&self) -> Vec<String> {
        self.claims.borrow().clone()
    }

    /// Counts the requests whose method and path begin like this.
    pub fn count(&self, beginning: &str) -> usize {
        self.requests.borrow().iter().filter(|request| request.starts_with(beginning)).count()
    }
}

/// Refuses all waiting requests for good, so that no claim continues in the next test.
impl Drop for Server {
    fn drop(&mut self) {
        for resolve in self.pending.borrow_mut().drain(..) {
            let last_word = response(refused(Refusal::UnknownOffer));
            resolve.call1(&JsValue::UNDEFINED, &last_word).expect("resolved");
        }
        let window = web_sys::window().expect("a window");
        Reflect::set(&window, &"fetch".into(), &self.fetch).expect("set");
        // Removing the stand-in uncovers the browser's own function.
        Reflect::delete_property(&window.navigator(), &"sendBeacon".into()).expect("deleted");
    }
}

fn batch(text: &str) -> EventBatch {
    serde_wasm_bindgen::from_value(JSON::parse(text).expect("JSON")).expect("a batch")
}

fn answer(plan: Plan, pending: &Pending) -> Promise {
    match plan {
        Plan::Answer(..) => Promise::resolve(&response(plan)),
        Plan::Lose => Promise::reject(&"the connection broke".into()),
        Plan::Hang => Promise::new(&mut |resolve, _| pending.borrow_mut().push(resolve)),
    }
}

fn response(plan: Plan) -> JsValue {
    let Plan::Answer(status, body) = plan else { return JsValue::UNDEFINED };
    let init = ResponseInit::new();
    init.set_status(status);
    let text = JSON::stringify(&body).ok().and_then(|text| text.as_string());
    Response::new_with_opt_str_and_init(text.as_deref(), &init).expect("a response").into()
}

/// Makes an answer with this content.
pub fn json(status: u16, value: &impl Serialize) -> Plan {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    Plan::Answer(status, value.serialize(&serializer).expect("serializes"))
}

/// Makes a refusal.
pub fn refused(refusal: Refusal) -> Plan {
    json(refusal.status(), &problem(refusal))
}
