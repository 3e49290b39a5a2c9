//! The browser's HMACs match the standard.

use mall_coupons::host::hmac::hmac_sha256;
use wasm_bindgen_test::wasm_bindgen_test;

/// Checks RFC 4231, test case 2.
#[wasm_bindgen_test]
async fn hmac_matches_the_standards_test_case() {
    let texts = ["what do ya want for nothing?".to_owned(), String::new()];
    let macs = hmac_sha256("4a656665", &texts).await.expect("a browser with HMAC");
    let hex: String = macs[0].iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    assert_eq!((macs.len(), macs[1].len()), (2, 32));
}

#[wasm_bindgen_test]
async fn an_invalid_key_makes_no_hmac() {
    for key in ["4a6566zz", "4a6", "é0"] {
        assert_eq!(hmac_sha256(key, &["a".to_owned()]).await, None, "{key}");
    }
}
