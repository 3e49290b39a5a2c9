//! A request to redeem a coupon for an order, and its storage over reloads until its result is known.

use mall_contract::{CodePayload, Fen, RequestId, typed};

/// A request to redeem a coupon. Its id stays the same however often it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub id: RequestId,
    /// The code as it was read or typed.
    pub code: String,
    /// The till's number of the order.
    pub order: String,
    /// The order's amount before the coupon.
    pub amount: Fen,
}

/// The owner of requests: the server knows a request id for one person only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    pub store: String,
    /// The name they log in with.
    pub name: String,
}

/// A stored request and its owner.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRequest {
    pub owner: Owner,
    pub request: Request,
}

/// Characters that no part of a request has.
const FIELD_SEPARATOR: char = '\t';
const LINE_SEPARATOR: char = '\n';

/// Reads the stored requests. Invalid lines are left out.
#[must_use]
pub fn read(text: &str) -> Vec<StoredRequest> {
    text.split(LINE_SEPARATOR).filter_map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<StoredRequest> {
    let parts: Vec<&str> = line.split(FIELD_SEPARATOR).collect();
    let [store, name, id, code, amount, order] = parts.try_into().ok()?;
    let owner = Owner { store: store.into(), name: name.into() };
    let (id, amount) = (RequestId::parse(id).ok()?, Fen(amount.parse().ok()?));
    Some(StoredRequest {
        owner,
        request: Request { id, code: code.into(), order: order.into(), amount },
    })
}

/// Formats requests for storage.
#[must_use]
pub fn to_text(all: &[StoredRequest]) -> String {
    let line = |StoredRequest { owner, request }: &StoredRequest| {
        let Request { id, code, order, amount } = request;
        let parts = [&owner.store, &owner.name, id.as_str(), code, &amount.0.to_string(), order];
        parts.join(&FIELD_SEPARATOR.to_string())
    };
    all.iter().map(line).collect::<Vec<_>>().join(&LINE_SEPARATOR.to_string())
}

/// Returns the stored text with one more request.
#[must_use]
pub fn add(text: &str, stored: StoredRequest) -> String {
    let mut all = read(text);
    all.retain(|one| one.request.id != stored.request.id);
    all.push(stored);
    to_text(&all)
}

/// Returns the stored text without a request.
#[must_use]
pub fn remove(text: &str, id: &RequestId) -> String {
    let mut all = read(text);
    all.retain(|one| &one.request.id != id);
    to_text(&all)
}

/// Returns an order's number as it is sent: 1 to 64 characters. Returns none for another text.
#[must_use]
pub fn order_number(text: &str) -> Option<String> {
    let order = typed::normalize(text);
    let plain = (1..=64).contains(&order.chars().count()) && !order.chars().any(char::is_control);
    plain.then_some(order)
}

/// Checks whether two codes are of one coupon. Their tokens differ after half a minute.
#[must_use]
pub fn same_coupon(one: &str, other: &str) -> bool {
    match (CodePayload::parse(one), CodePayload::parse(other)) {
        (Ok(one), Ok(other)) => one.code == other.code,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{
        Fen, Owner, Request, RequestId, StoredRequest, add, order_number, read, remove, same_coupon,
    };

    fn stored(id: &str, order: &str) -> StoredRequest {
        StoredRequest {
            owner: Owner { store: "cafe".into(), name: "小王".into() },
            request: Request {
                id: RequestId::parse(id).expect("an id"),
                code: "7K01QD8M2ZWX3V5T-12345678".into(),
                order: order.into(),
                amount: Fen(12850),
            },
        }
    }

    #[test]
    fn a_request_is_stored_once_and_removed_with_its_result() {
        let text = add("", stored("r1", "A-1"));
        let text = add(&text, stored("r2", "A-2"));
        let text = add(&text, stored("r1", "A-1"));
        assert_eq!(read(&text), [stored("r2", "A-2"), stored("r1", "A-1")]);
        let text = remove(&text, &RequestId::parse("r1").expect("an id"));
        assert_eq!(read(&text), [stored("r2", "A-2")]);
        assert_eq!(read("nonsense\n\t\t\t\t\t\n"), []);
    }

    #[test]
    fn an_order_number_has_1_to_64_characters() {
        for typed in ["  A 1 ", "Ａ　１"] {
            assert_eq!(order_number(typed).as_deref(), Some("A 1"), "{typed}");
        }
        let long = "9".repeat(65);
        for bad in ["", "  ", "A\t1", &long] {
            assert_eq!(order_number(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_code_is_the_same_with_another_token() {
        assert!(same_coupon("7K01QD8M2ZWX3V5T-12345678", "7k01 qd8m 2zwx 3v5t"));
        assert!(!same_coupon("7K01QD8M2ZWX3V5T", "7K01QD8M2ZWX3V5V"));
        assert!(!same_coupon("", ""));
    }

    proptest! {
        #[test]
        fn every_request_reads_back_as_it_was_stored(order in "\\PC{1,64}") {
            if let Some(order) = order_number(&order) {
                let stored = stored("r", &order);
                prop_assert_eq!(read(&add("", stored.clone())), [stored]);
            }
        }
    }
}
