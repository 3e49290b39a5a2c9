//! The interface behaves as its description says: rights and query parameters of every operation.

use axum::http::Request;
use serde_json::{Value, json};

use crate::mall::Mall;

/// One operation of `docs/openapi.json`.
struct Operation {
    method: String,
    path: String,
    description: Value,
}

impl Operation {
    fn all() -> Vec<Self> {
        let document: Value = serde_json::from_str(mall_server::http::interface::json()).unwrap();
        let paths = document["paths"].as_object().unwrap();
        let operations = paths.iter().flat_map(|(path, item)| {
            item.as_object().unwrap().iter().map(|(method, description)| Self {
                method: method.to_uppercase(),
                path: path.clone(),
                description: description.clone(),
            })
        });
        operations.collect()
    }

    fn is_page(&self) -> bool {
        self.description["tags"] == json!(["page"])
    }

    /// Returns a request without credentials, whose path and body are plausible.
    fn request(&self, query: &str) -> Request<String> {
        let mut path = self.path.clone();
        for (name, value) in
            [("{link}", "x"), ("{id}", "x"), ("{request_id}", "x"), ("{code}", "7K01QD")]
        {
            path = path.replace(name, value);
        }
        let body = match self.path.as_str() {
            "/v1/claims" => {
                json!({ "request_id": "r", "link": "x", "offer_id": "o", "nth": 1 }).to_string()
            }
            "/v1/entries" => json!({ "to": "/wallet" }).to_string(),
            _ => "{}".to_owned(),
        };
        let request = Request::builder().method(self.method.as_str()).uri(format!("{path}{query}"));
        let request =
            request.header("host", "mall.test").header("content-type", "application/json");
        request.body(if self.method == "GET" { String::new() } else { body }).unwrap()
    }

    /// Returns the refusal of a caller without credentials; none if everybody may call.
    fn refusal(&self) -> Option<&'static str> {
        let parameters = self.description["parameters"].as_array();
        if parameters.into_iter().flatten().any(|parameter| parameter["name"] == "mall-key") {
            return Some("signature_invalid");
        }
        let ways = self.description["security"].as_array()?;
        let names: Vec<&String> =
            ways.iter().flat_map(|way| way.as_object().unwrap().keys()).collect();
        if ways.iter().any(|way| way == &json!({})) {
            return None;
        }
        let staff = names.iter().any(|name| *name == "staff");
        Some(if staff { "staff_session_missing" } else { "session_missing" })
    }

    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_asks_for_the_rights_of_its_description() {
    let operations = Operation::all();
    assert!(operations.len() >= 42, "{}", operations.len());
    for mall in Mall::with(&[]).await {
        for operation in &operations {
            let answer = mall.ask(operation.request("")).await;
            match operation.refusal() {
                Some(code) => assert_eq!(answer.code(), code, "{}", operation.name()),
                None => assert_ne!(answer.status, 401, "{}", operation.name()),
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unknown_parameter_is_refused_but_by_pages() {
    for mall in Mall::with(&[]).await {
        for operation in Operation::all() {
            let answer = mall.ask(operation.request("?unhe%61rd=1&lang=en&text=large")).await;
            let refused = answer.text().contains(r#""field":"unheard""#);
            assert_eq!(refused, !operation.is_page(), "{}: {}", operation.name(), answer.text());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repeated_or_wrong_parameter_is_named() {
    for mall in Mall::with(&[]).await {
        for (path, field) in [
            ("/v1/wallet?state=used&st%61te=used", "state"),
            ("/v1/wallet?count=0", "count"),
            ("/v1/wallet?store=%00", "store"),
            ("/q/7K01QD/qr.png?pixels=12&pixels=12", "pixels"),
            ("/q/7K01QD/qr.png?pixels=33", "pixels"),
            ("/q/7K01QD/poster.pdf?format=a9", "format"),
            ("/v1/wechat/js-config", "url"),
            ("/v1/till/redemptions?day=2026-02-30", "day"),
            ("/v1/till/redemptions?count=100001", "count"),
            ("/v1/till/redemptions.csv?day=%32026-11-23&day=2026-11-23", "day"),
        ] {
            let request = Request::get(path).header("host", "mall.test");
            let request = request.header("accept", "application/json");
            let answer = mall.ask(request.body(String::new()).unwrap()).await;
            // A till's rights come first where its parameters are read later.
            let expected = format!(r#""field":"{field}""#);
            assert!(
                answer.text().contains(&expected) || answer.code() == "staff_session_missing",
                "{path}: {}",
                answer.text()
            );
        }
        for path in ["/v1/placements/counts", "/v1/events/counts"] {
            for (query, field) in [
                ("", "from"),
                ("?from=2026-11-01", "until"),
                ("?from=2026-11-01&until=2026-11-01", "until"),
                ("?from=2026-11-01&until=2026-12-01&from=2026-11-01", "from"),
                ("?from=2026-11-01&until=2026-12-01&by=day", "by"),
            ] {
                let answer = mall.get_signed(&format!("{path}{query}")).await;
                let expected = format!(r#""field":"{field}""#);
                assert!(answer.text().contains(&expected), "{path}{query}: {}", answer.text());
            }
            let answer =
                mall.get_signed(&format!("{path}?from=%32026-11-01&until=2026-12-01")).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
        }
    }
}
