//! A coupon that is to be taken for an order, and how it is kept over a reload until its result is known.

use mall_contract::{CodePayload, Fen, RequestId};

/// What the server is asked to do, under one name however often it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its name.
    pub id: RequestId,
    /// The code as it was read or typed.
    pub code: String,
    /// The till's number of the order.
    pub order: String,
    /// The order's amount before the coupon.
    pub amount: Fen,
}

/// Whose request it is: the server knows its name under theirs alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The store.
    pub store: String,
    /// The name they log in with.
    pub name: String,
}

/// A request that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Whose it is.
    pub owner: Owner,
    /// The request.
    pub request: Request,
}

/// Characters that no part of a request has.
const BETWEEN: char = '\t';
const BEHIND: char = '\n';

/// Reads what is kept; a line that is none is left out.
#[must_use]
pub fn read(text: &str) -> Vec<Kept> {
    text.split(BEHIND).filter_map(of_line).collect()
}

fn of_line(line: &str) -> Option<Kept> {
    let parts: Vec<&str> = line.split(BETWEEN).collect();
    let [store, name, id, code, amount, order] = parts.try_into().ok()?;
    let owner = Owner { store: store.into(), name: name.into() };
    let (id, amount) = (RequestId::parse(id).ok()?, Fen(amount.parse().ok()?));
    Some(Kept { owner, request: Request { id, code: code.into(), order: order.into(), amount } })
}

/// Writes what is kept.
#[must_use]
pub fn written(all: &[Kept]) -> String {
    let line = |Kept { owner, request }: &Kept| {
        let Request { id, code, order, amount } = request;
        let parts = [&owner.store, &owner.name, id.as_str(), code, &amount.0.to_string(), order];
        parts.join(&BETWEEN.to_string())
    };
    all.iter().map(line).collect::<Vec<_>>().join(&BEHIND.to_string())
}

/// What is kept with one more.
#[must_use]
pub fn with(text: &str, kept: Kept) -> String {
    let mut all = read(text);
    all.retain(|one| one.request.id != kept.request.id);
    all.push(kept);
    written(&all)
}

/// What is kept without one.
#[must_use]
pub fn without(text: &str, id: &RequestId) -> String {
    let mut all = read(text);
    all.retain(|one| &one.request.id != id);
    written(&all)
}

/// An order's number as it is sent; nothing where it is none: 1 to 64 characters.
#[must_use]
pub fn order_number(typed: &str) -> Option<String> {
    let order = typed.trim();
    let plain = (1..=64).contains(&order.chars().count()) && !order.chars().any(char::is_control);
    plain.then(|| order.to_owned())
}

/// Whether two texts are one coupon's: its token changes each half minute.
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
        Fen, Kept, Owner, Request, RequestId, order_number, read, same_coupon, with, without,
    };

    fn kept(id: &str, order: &str) -> Kept {
        Kept {
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
    fn what_is_kept_is_kept_once_and_goes_when_it_is_known() {
        let text = with("", kept("r1", "A-1"));
        let text = with(&text, kept("r2", "A-2"));
        let text = with(&text, kept("r1", "A-1"));
        assert_eq!(read(&text), [kept("r2", "A-2"), kept("r1", "A-1")]);
        let text = without(&text, &RequestId::parse("r1").expect("an id"));
        assert_eq!(read(&text), [kept("r2", "A-2")]);
        assert_eq!(read("nonsense\n\t\t\t\t\t\n"), []);
    }

    #[test]
    fn orders_have_numbers() {
        assert_eq!(order_number("  A 1 ").as_deref(), Some("A 1"));
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
        fn every_order_is_kept_as_it_is(order in "\\PC{1,64}") {
            if let Some(order) = order_number(&order) {
                let kept = kept("r", &order);
                prop_assert_eq!(read(&with("", kept.clone())), [kept]);
            }
        }
    }
}
