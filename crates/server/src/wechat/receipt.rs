//! The merchant's receipt that WeChat frames after a payment (点金计划 商家小票).
//!
//! WeChat opens `<configured address>?sub_mch_id=…&out_trade_no=…&check_code=…` and waits three seconds for a message
//! that says which receipt to show. docs/receipt.md describes its setup.

use md5::{Digest, Md5};

use super::query::read_parameter;

/// The page that frames the receipt. Messages go to it alone, and it alone may frame.
pub const FRAME_ORIGIN: &str = "https://payapp.weixin.qq.com";

/// The order in a receipt's query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptQuery {
    /// The merchant's number with the payment service.
    pub merchant: String,
    /// The merchant's own number of the order, or the acquirer's.
    pub number: String,
    /// 32 hexadecimal digits in lower case. Making them needs the payment's transaction id.
    pub check: Option<String>,
}

/// Returns the message that says which receipt to show: ours at a height in design units, or WeChat's own.
#[must_use]
pub fn ready(height: Option<u16>) -> String {
    let mut message = serde_json::json!({ "action": "onIframeReady" });
    let display_style = if height.is_some() { "SHOW_CUSTOM_PAGE" } else { "SHOW_OFFICIAL_PAGE" };
    message["displayStyle"] = display_style.into();
    if let Some(height) = height {
        message["height"] = height.into();
    }
    message.to_string()
}

/// An address with a longer query than this is not WeChat's, in bytes.
const MAX_QUERY_BYTES: usize = 1024;

/// The query as the interface's document describes it; [`parse`] reads it.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// The merchant's number, 1 to 32 letters and digits.
    pub sub_mch_id: String,
    /// The merchant's or the acquirer's order number, 1 to 64 of `A-Z a-z 0-9 _ - | * @`.
    pub out_trade_no: String,
    /// 32 hexadecimal digits; required unless the server is configured otherwise.
    pub check_code: Option<String>,
}

/// Reads the query that WeChat opens the receipt with. Each part comes once and has its form. Other parameters are
/// ignored.
#[must_use]
pub fn parse(query: &str) -> Option<ReceiptQuery> {
    if query.len() > MAX_QUERY_BYTES {
        return None;
    }
    let merchant = read_parameter(query, "sub_mch_id")??;
    let number = read_parameter(query, "out_trade_no")??;
    let check = read_parameter(query, "check_code")?;
    let alphanumeric = |b: u8| b.is_ascii_alphanumeric();
    let is_order_byte = |b: u8| alphanumeric(b) || matches!(b, b'_' | b'-' | b'|' | b'*' | b'@');
    let fits = is(&merchant, 1..=32, alphanumeric)
        && is(&number, 1..=64, is_order_byte)
        && check.as_deref().is_none_or(|check| is(check, 32..=32, |b| b.is_ascii_hexdigit()));
    let check = check.map(|check| check.to_ascii_lowercase());
    fits.then_some(ReceiptQuery { merchant, number, check })
}

fn is(
    text: &str,
    length: std::ops::RangeInclusive<usize>,
    is_allowed: impl Fn(u8) -> bool,
) -> bool {
    length.contains(&text.len()) && text.bytes().all(is_allowed)
}

/// Returns the query that asks for the same receipt.
#[must_use]
pub fn query(order: &ReceiptQuery) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.append_pair("sub_mch_id", &order.merchant).append_pair("out_trade_no", &order.number);
    if let Some(check) = &order.check {
        pairs.append_pair("check_code", check);
    }
    pairs.finish()
}

/// Returns the check code of an order at the configured address. It hints that the address was not made up, because
/// making it needs the transaction id. It is no proof: there is no secret in it.
#[must_use]
pub fn check_code(configured: &str, order: &ReceiptQuery, transaction_id: &str) -> String {
    let ReceiptQuery { merchant, number, .. } = order;
    let text = format!(
        "{configured}?sub_mch_id={merchant}&out_trade_no={number}&transaction_id={transaction_id}"
    );
    Md5::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{check_code, parse, query};

    const CHECK: &str = "265a89c6a408832b4585ac4d8cef558a";

    #[test]
    fn the_check_code_is_made_by_the_documented_recipe() {
        let order = parse(&format!(
            "sub_mch_id=1900000109&out_trade_no=MALL202001010001&check_code={CHECK}"
        ));
        let order = order.expect("a receipt");
        let configured = "https://mall.example.com/receipt";
        assert_eq!(check_code(configured, &order, "4200000000202001010000000001"), CHECK);
    }

    #[test]
    fn each_part_of_a_receipts_query_comes_once_in_its_form() {
        let right = format!("sub_mch_id=19&out_trade_no=a_-|*@1&check_code={CHECK}");
        let order = parse(&right).expect("a receipt");
        assert_eq!((order.merchant.as_str(), order.number.as_str()), ("19", "a_-|*@1"));
        assert_eq!(parse(&query(&order)).as_ref(), Some(&order));
        assert_eq!(parse("lang=en&out_trade_no=%61&sub_mch_id=1").and_then(|a| a.check), None);
        let wrong = [
            "",
            "sub_mch_id=19",
            "out_trade_no=1",
            "sub_mch_id=&out_trade_no=1",
            "sub_mch_id=19&out_trade_no=",
            "sub_mch_id=19&out_trade_no=1&out_trade_no=1",
            "sub_mch_id=19&sub%5Fmch_id=20&out_trade_no=1",
            "sub_mch_id=19&out_trade_no=1&check_code=",
            "sub_mch_id=19&out_trade_no=1&check_code=zz",
            "sub_mch_id=1_9&out_trade_no=1",
            "sub_mch_id=19&out_trade_no=1%00",
            "sub_mch_id=19&out_trade_no=%ff",
            "sub_mch_id=19&out_trade_no=%2531",
            "sub_mch_id=19&out_trade_no=%3",
            "sub_mch_id=19&out_trade_no=a+b",
            "sub_mch_id=19&out_trade_no=<script>",
        ];
        for query in wrong {
            assert_eq!(parse(query), None, "{query}");
        }
        assert_eq!(parse(&format!("sub_mch_id={}&out_trade_no=1", "1".repeat(33))), None);
        assert_eq!(parse(&format!("sub_mch_id=1&out_trade_no={}", "1".repeat(65))), None);
        assert_eq!(parse(&format!("{right}&x={}", "1".repeat(10_000))), None);
    }

    proptest! {
        #[test]
        fn foreign_text_never_panics(text in "\\PC{0,120}") {
            let _ = parse(&text);
            let _ = parse(&format!("sub_mch_id=1&out_trade_no={text}"));
        }
    }
}
