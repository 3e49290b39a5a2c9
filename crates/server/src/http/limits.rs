//! Rate limits by caller and kind of request.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use governor::{DefaultKeyedRateLimiter, RateLimiter};
use mall_contract::Refusal;

use super::paths;
use super::reply::Reply;
use super::request::CallerNetwork;
use crate::quotas::{check, quota};

/// Token buckets by caller.
pub struct Limits {
    by_address: Option<DefaultKeyedRateLimiter<IpAddr>>,
    /// Apart, so that pages that count never keep a shopper from claiming.
    events_by_address: Option<DefaultKeyedRateLimiter<IpAddr>>,
    /// A smaller limit of its own: each login asks another service, which counts it, or hashes a password.
    logins_by_address: Option<DefaultKeyedRateLimiter<IpAddr>>,
    /// Apart and fewer: each keeps a core busy for longer than a page.
    posters_by_address: Option<DefaultKeyedRateLimiter<IpAddr>>,
    trust_proxy: bool,
}

impl Limits {
    /// Returns limits of requests a second from one address, with bursts of four times as many; 0 sets no limit by address.
    /// Reports of events have an equal limit of their own, logins and posters a tenth. A whole mall may share one address.
    #[must_use]
    pub fn new(requests_per_second: u32, trust_proxy: bool) -> Self {
        let by_address = |per_second| {
            (per_second > 0)
                .then(|| RateLimiter::keyed(quota(per_second, per_second.saturating_mul(4))))
        };
        Self {
            by_address: by_address(requests_per_second),
            events_by_address: by_address(requests_per_second),
            logins_by_address: by_address(requests_per_second.div_ceil(10)),
            posters_by_address: by_address(requests_per_second.div_ceil(10)),
            trust_proxy,
        }
    }

    fn request(&self, path: &str, address: IpAddr) -> Result<(), Refusal> {
        let limiter = match path {
            paths::EVENTS => &self.events_by_address,
            paths::MINI_PROGRAM_SESSIONS => &self.logins_by_address,
            paths::STAFF_SESSIONS => &self.logins_by_address,
            path if paths::is_poster(path) => &self.posters_by_address,
            _ => &self.by_address,
        };
        limiter.as_ref().map_or(Ok(()), |limiter| check(limiter, &network(address)))
    }
}

/// Refuses requests beyond an address's limit. Files are not counted.
pub async fn limit(
    State(limits): State<Arc<Limits>>,
    mut request: Request,
    next: Next,
) -> Result<Response, Reply> {
    let path = request.uri().path();
    if !path.starts_with("/assets/") {
        let direct = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let address =
            if limits.trust_proxy { forwarded(request.headers()).or(direct) } else { direct };
        let address = address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        limits.request(path, address)?;
        request.extensions_mut().insert(CallerNetwork(network(address)));
    }
    Ok(next.run(request).await)
}

/// Returns the part of an address that stands for one caller: a whole IPv4 address, or the first 64 bits of an IPv6
/// address. One IPv6 caller has more addresses than could be counted.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64)).into(),
        v4 => v4,
    }
}

/// Returns the address the nearest proxy saw: the last one of the list, since the others are the caller's own word.
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    headers
        .get_all("x-forwarded-for")
        .iter()
        .next_back()?
        .to_str()
        .ok()?
        .rsplit(',')
        .next()?
        .trim()
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::Limits;

    #[test]
    fn addresses_of_one_network_are_one_caller() {
        let limits = Limits::new(1, false);
        let ask = |address: String| limits.request("/", address.parse().expect("an address"));
        let refused = (0..20).filter(|i| ask(format!("2001:db8::{i}")).is_err()).count();
        assert_eq!(refused, 16, "four at once");
        assert!(ask("2001:db8:0:1::1".into()).is_ok());
        let refused = (0..20).filter(|i| ask(format!("192.0.2.{i}")).is_err()).count();
        assert_eq!(refused, 0);
        assert!(ask("::ffff:192.0.2.1".into()).is_ok());
    }

    #[test]
    fn events_do_not_use_up_the_limit_of_claims() {
        let limits = Limits::new(1, false);
        let ask = |path| limits.request(path, std::net::Ipv4Addr::LOCALHOST.into());
        assert_eq!((0..20).filter(|_| ask("/v1/events").is_err()).count(), 16, "four at once");
        assert!(ask("/v1/claims").is_ok());
    }

    #[test]
    fn logins_and_posters_have_a_tenth_of_the_limit() {
        let limits = Limits::new(20, false);
        let ask = |path| limits.request(path, std::net::Ipv4Addr::LOCALHOST.into());
        let login = "/v1/mini-program/sessions";
        assert_eq!((0..20).filter(|_| ask(login).is_err()).count(), 12, "eight at once");
        let poster = |at: usize| {
            ["/q/7K01QD/poster.pdf", "/q/7K01QE/poster.svg", "/v1/placements/sheet"][at % 3]
        };
        assert_eq!((0..20).filter(|at| ask(poster(*at)).is_err()).count(), 12, "eight at once");
        assert!(ask("/v1/claims").is_ok());
    }
}
