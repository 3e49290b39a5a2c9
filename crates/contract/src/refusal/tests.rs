use std::sync::Arc;

use super::{CallerRefusal, Refusal, TillRefusal};
use crate::samples::refusals;

#[test]
fn the_code_is_the_one_on_the_wire() {
    for refusal in refusals() {
        let json = serde_json::to_value(&refusal).expect("json");
        assert_eq!(json["code"], refusal.code());
        assert_eq!(serde_json::from_value::<Refusal>(json).expect("reads back"), refusal);
    }
}

#[test]
fn each_refusal_has_a_code_of_its_own() {
    let codes: Vec<&str> = Refusal::all_codes().collect();
    let mut distinct = codes.clone();
    distinct.sort_unstable();
    distinct.dedup();
    assert_eq!(distinct.len(), codes.len());
    let samples = refusals();
    assert!(samples.iter().all(|refusal| codes.contains(&refusal.code())));
    assert_eq!(samples.len(), codes.len());
}

#[test]
fn a_stored_refusal_is_read_strictly() {
    for unknown in [r#"{"code":"under_the_moon"}"#, r#"{"code":"Unknown"}"#, r#"{"code":"busy"}"#] {
        assert!(serde_json::from_str::<Refusal>(unknown).is_err(), "{unknown}");
    }
    let unknown = Refusal::Unknown(Arc::default());
    assert!(serde_json::to_string(&unknown).is_err(), "no server answers with it");
}

#[test]
fn refusals_of_tills_and_callers_are_flat_on_the_wire() {
    let refusal = Refusal::from(TillRefusal::UndoLimit { limit: 3 });
    let json = serde_json::to_value(&refusal).expect("json");
    assert_eq!(json, serde_json::json!({ "code": "undo_limit", "limit": 3 }));
    let refusal = Refusal::from(CallerRefusal::NotUtf8 { line: 2 });
    let json = serde_json::to_value(&refusal).expect("json");
    assert_eq!(json, serde_json::json!({ "code": "not_utf8", "line": 2 }));
}
