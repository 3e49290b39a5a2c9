//! The query of a list of offers. It is part of the page's address, so nothing in it is ever refused: a shortened or
//! mistyped address still opens the page.

use std::convert::Infallible;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use mall_contract::Arrangement;

use super::query::parameter;
use crate::claim_page::Part;

/// The requested part of a list.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "the first four are read as one arrangement, lang by the preferences")]
pub struct ListQuery {
    /// `zh` or `en`
    lang: Option<String>,
    /// Only this top-level category
    category: Option<String>,
    /// Only this floor
    floor: Option<String>,
    /// `1`: only what can be claimed now
    #[param(value_type = Option<String>)]
    claimable: Option<u8>,
    /// `recommended`, `expiring`, `nearest` or `largest`
    sort: Option<String>,
    /// The position in the list to begin at, from 0; another text is read as none
    #[param(value_type = Option<String>)]
    from: Option<u32>,
    /// The largest number of offers, 1 to 1000; 24 when not given, and for another text
    #[param(value_type = Option<String>)]
    count: Option<u32>,
}

/// The part of a list, read from an address.
pub struct ListPart(pub Part);

impl<S: Send + Sync> FromRequestParts<S> for ListPart {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(read(parts.uri.query().unwrap_or_default())))
    }
}

fn read(query: &str) -> Part {
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let pairs = pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref()));
    Part::new(Arrangement::from_pairs(pairs), number(query, "from"), number(query, "count"))
}

fn number<T: FromStr>(query: &str, name: &str) -> Option<T> {
    parameter(query, name)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use mall_contract::Sort;

    use super::read;

    #[test]
    fn a_list_is_read_from_any_spelling_of_its_address() {
        let part = read("floor=%42%31&so%72t=expiring&from=24&count=9999&claimable=1");
        assert_eq!(part.arrangement.floor.as_deref(), Some("B1"));
        assert_eq!((part.arrangement.sort, part.arrangement.claimable), (Sort::Expiring, true));
        assert_eq!((part.from, part.count), (24, 1000));
        for invalid in
            ["from=singlemessage&isappinstalled=0", "count=0&from=-1", "%ff=%zz&&=", "sort=x"]
        {
            let part = read(invalid);
            assert_eq!(part.from, 0, "{invalid}");
            assert_eq!(part.arrangement, Default::default(), "{invalid}");
            assert!((1..=24).contains(&part.count), "{invalid}");
        }
    }
}
