use mall_contract::{Benefit, OfferState, Refusal, RevocationReason, Store, Validity};

use super::read_text;

#[test]
fn an_unknown_field_is_skipped_wherever_it_stands() {
    let plain = r#"{"id":"cafe","name":"Café","floor":"L1","unit":"08","category":"tea"}"#;
    let store = read_text::<Store>(plain).expect("a store");
    let more = r#""more":{"id":"\\\"}],","at":[1.5,{"name":null}]}"#;
    for newer in [
        format!(
            r#"{{{more},"id":"cafe","name":"Café","floor":"L1","unit":"08","category":"tea"}}"#
        ),
        format!(
            r#"{{"category":"tea","unit":"08",{more},"floor":"L1","name":"Café","id":"cafe"}}"#
        ),
        format!(
            r#"{{"id":"cafe","name":"Café","floor":"L1","unit":"08","category":"tea",{more}}}"#
        ),
    ] {
        assert_eq!(read_text::<Store>(&newer).as_ref(), Some(&store), "{newer}");
    }
    assert_eq!(read_text::<Store>(r#"{"id":"cafe","name":"Café","floor":"L1","unit":"08"}"#), None);
}

#[test]
fn an_offer_of_an_unknown_state_cannot_be_claimed() {
    for unknown in [r#""on_request""#, r#"{"live":{"since":1}}"#, "7"] {
        assert_eq!(read_text::<OfferState>(unknown), Some(OfferState::Paused), "{unknown}");
    }
    assert_eq!(read_text::<RevocationReason>(r#""lost""#), Some(RevocationReason::Withdrawn));
}

#[test]
fn an_unknown_kind_is_read_as_such() {
    for unknown in [r#"{"parking":{"hours":2}}"#, r#"{"parking":[{}]}"#, r#""parking""#] {
        assert_eq!(read_text::<Benefit>(unknown), Some(Benefit::Unknown), "{unknown}");
        assert_eq!(read_text::<Validity>(unknown), Some(Validity::Unknown), "{unknown}");
    }
}

#[test]
fn an_unknown_code_is_a_refusal_all_the_same() {
    let newer = r#"{"least":{"level":"gold"},"code":"members_only"}"#;
    let refusal = read_text::<Refusal>(newer).expect("a refusal");
    assert!(refusal.is_unknown());
    assert_eq!((refusal.code(), refusal.is_passing()), ("members_only", false));
    assert_eq!(read_text(r#"{"code":"sold_out","since":1}"#), Some(Refusal::SoldOut));
    assert_eq!(
        read_text(r#"{"code":"person_limit","limit":2}"#),
        Some(Refusal::PersonLimit { limit: 2 })
    );
    assert_eq!(read_text::<Refusal>(r#"{"code":"person_limit","limit":1.5}"#), None);
}
