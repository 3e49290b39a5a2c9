//! Token buckets by caller and kind of request.
//!
//! One address may stand for a whole mall, so an address alone is no caller. Whoever proves something has a share of
//! requests of their own, and strangers share the rest of their network's.

use std::net::{IpAddr, Ipv6Addr};

use governor::{DefaultKeyedRateLimiter, RateLimiter};
use mall_contract::Refusal;

use super::paths;
use crate::quotas::{check, quota};

/// The requests of one session or pass, in parts of the limit for a network: 1 for each 5.
const SESSION_SHARE: u32 = 5;

/// The parts of an IPv6 address by which networks are counted, in bits, with the limit of each in tenths of the limit for
/// an address. A provider gives 64 bits to a phone, 48 to 56 to a house or a firm, and has 32 itself.
const WIDTHS: [(u32, u32); 3] = [(64, 10), (48, 15), (32, 80)];

/// Token buckets by caller.
pub struct Limits {
    strangers: Networks,
    /// Sessions and passes of one network together: many can be collected.
    sessions: Networks,
    by_session: Option<DefaultKeyedRateLimiter<String>>,
    by_staff: Option<DefaultKeyedRateLimiter<String>>,
    /// Apart, so that pages that count never keep a shopper from claiming.
    events: Networks,
    /// A smaller limit of its own: each login asks another service, which counts it, or hashes a password.
    logins: Networks,
    by_device: Option<DefaultKeyedRateLimiter<String>>,
    /// Apart and fewer: each keeps a core busy for longer than a page.
    posters: Networks,
    /// True if a proxy in front names the caller's address.
    pub trust_proxy: bool,
}

/// The caller of a request, as far as headers show without the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Caller {
    /// A system that has signed. The signature is checked later, over the body.
    System,
    /// A person of the staff with a session, by its token.
    Staff(String),
    /// Somebody who logs in on a device where staff has logged in before.
    Device(String),
    /// A shopper with a session that is not new, by its token; or with a pass, by its payment.
    Shopper(String),
    Stranger,
}

impl Limits {
    /// Returns limits of requests a second from one network, with bursts of four times as many; 0 sets no limit.
    /// Strangers and sessions have this limit each, and so have reports of events; logins and posters have a tenth.
    #[must_use]
    pub fn new(requests_per_second: u32, trust_proxy: bool) -> Self {
        let networks = Networks::new;
        let one = |per_second: u32| {
            (requests_per_second > 0)
                .then(|| RateLimiter::keyed(quota(per_second, per_second.saturating_mul(4))))
        };
        let tenth = requests_per_second.div_ceil(10);
        Self {
            strangers: networks(requests_per_second),
            sessions: networks(requests_per_second),
            by_session: one(requests_per_second.div_ceil(SESSION_SHARE)),
            by_staff: one(requests_per_second),
            events: networks(requests_per_second),
            logins: networks(tenth),
            by_device: one(tenth),
            posters: networks(tenth),
            trust_proxy,
        }
    }

    /// Counts a request.
    ///
    /// # Errors
    /// `too_many` with the seconds to wait.
    pub fn request(&self, path: &str, address: IpAddr, caller: &Caller) -> Result<(), Refusal> {
        match (path, caller) {
            (path, _) if paths::is_poster(path) => self.posters.check(address),
            (paths::EVENTS, _) => self.events.check(address),
            (paths::STAFF_SESSIONS, Caller::Device(device)) => check_one(&self.by_device, device),
            (paths::MINI_PROGRAM_SESSIONS | paths::STAFF_SESSIONS, _) => self.logins.check(address),
            (_, Caller::System) => Ok(()),
            (_, Caller::Staff(token)) => check_one(&self.by_staff, token),
            (_, Caller::Shopper(token)) => {
                check_one(&self.by_session, token)?;
                self.sessions.check(address)
            }
            (_, Caller::Stranger | Caller::Device(_)) => self.strangers.check(address),
        }
    }
}

fn check_one(
    limiter: &Option<DefaultKeyedRateLimiter<String>>,
    key: &String,
) -> Result<(), Refusal> {
    limiter.as_ref().map_or(Ok(()), |limiter| check(limiter, key))
}

impl Limits {
    /// Counts a request whose proof was wrong as a stranger's.
    ///
    /// # Errors
    /// `too_many` with the seconds to wait.
    pub fn without_proof(&self, address: IpAddr) -> Result<(), Refusal> {
        self.strangers.check(address)
    }
}

/// Token buckets by network, at several widths.
struct Networks([Option<DefaultKeyedRateLimiter<IpAddr>>; WIDTHS.len()]);

impl Networks {
    fn new(requests_per_second: u32) -> Self {
        Self(WIDTHS.map(|(_, tenths)| {
            let at_once = requests_per_second.saturating_mul(4).saturating_mul(tenths) / 10;
            let per_second = requests_per_second.saturating_mul(tenths).div_ceil(10);
            (requests_per_second > 0).then(|| RateLimiter::keyed(quota(per_second, at_once)))
        }))
    }

    /// Counts a request: a whole IPv4 address is one network, an IPv6 address is in one of each width. A network that is
    /// refused does not count for the wider ones.
    fn check(&self, address: IpAddr) -> Result<(), Refusal> {
        let widths = if address.to_canonical().is_ipv6() { WIDTHS.len() } else { 1 };
        for (limiter, (bits, _)) in self.0.iter().zip(WIDTHS).take(widths) {
            if let Some(limiter) = limiter {
                check(limiter, &network(address, bits))?;
            }
        }
        Ok(())
    }
}

/// Returns the network of an address: a whole IPv4 address, or the first bits of an IPv6 address.
#[must_use]
pub fn network(address: IpAddr, bits: u32) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << (128 - bits))).into(),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::{Caller, Limits};

    /// Returns the number of accepted requests. A slow machine may accept a few more, because time passes.
    fn accepted(limits: &Limits, addresses: impl Iterator<Item = String>) -> usize {
        let ask = |address: &String| {
            limits.request("/", address.parse().expect("an address"), &Caller::Stranger)
        };
        addresses.filter(|address| ask(address).is_ok()).count()
    }

    fn here(limits: &Limits, path: &str, caller: &Caller) -> bool {
        limits.request(path, std::net::Ipv4Addr::LOCALHOST.into(), caller).is_ok()
    }

    #[test]
    fn addresses_of_one_network_are_one_caller() {
        let limits = Limits::new(1, false);
        let near = accepted(&limits, (0..400).map(|i| format!("2001:db8::{i}")));
        assert!((4..40).contains(&near), "{near}");
        assert_eq!(accepted(&limits, ["2001:db9::1".to_owned()].into_iter()), 1);
        assert_eq!(accepted(&limits, (0..80).map(|i| format!("192.0.2.{i}"))), 80);
        assert_eq!(accepted(&limits, ["::ffff:192.0.2.1".to_owned()].into_iter()), 1);
    }

    #[test]
    fn a_wide_network_has_a_limit_however_many_it_holds() {
        let limits = Limits::new(1, false);
        let of_48 = accepted(&limits, (0..400).map(|i| format!("2001:db8:1:{i:x}::1")));
        assert!((6..40).contains(&of_48), "6 at once from 48 bits: {of_48}");
        let of_32 = accepted(&limits, (0..900).map(|i| format!("2001:db9:{i:x}::1")));
        assert!((32..300).contains(&of_32), "32 at once from 32 bits: {of_32}");
        assert_eq!(accepted(&limits, ["2001:dba::1".to_owned()].into_iter()), 1);
    }

    #[test]
    fn events_do_not_use_up_the_limit_of_claims() {
        let limits = Limits::new(1, false);
        let events = (0..100).filter(|_| here(&limits, "/v1/events", &Caller::Stranger)).count();
        assert!((4..30).contains(&events), "four at once: {events}");
        assert!(here(&limits, "/v1/claims", &Caller::Stranger));
    }

    #[test]
    fn logins_and_posters_have_a_tenth_of_the_limit() {
        let limits = Limits::new(20, false);
        let login = "/v1/mini-program/sessions";
        let logins = (0..200).filter(|_| here(&limits, login, &Caller::Stranger)).count();
        assert!((8..60).contains(&logins), "eight at once: {logins}");
        let poster = |at: usize| {
            ["/q/7K01QD/poster.pdf", "/q/7K01QE/poster.svg", "/v1/placements/sheet"][at % 3]
        };
        let posters = (0..200).filter(|at| here(&limits, poster(*at), &Caller::Stranger)).count();
        assert!((8..60).contains(&posters), "eight at once: {posters}");
        assert!(here(&limits, "/v1/claims", &Caller::Stranger));
    }

    #[test]
    fn a_flood_of_one_kind_of_caller_leaves_the_others_their_share() {
        let limits = Limits::new(5, false);
        let count = |path: &str, caller: &dyn Fn(usize) -> Caller| {
            (0..400).filter(|n| here(&limits, path, &caller(*n))).count()
        };
        let strangers = count("/", &|_| Caller::Stranger);
        assert!((20..200).contains(&strangers), "{strangers}");
        let one = count("/", &|_| Caller::Shopper("one".into()));
        assert!((4..40).contains(&one), "{one}");
        let all = count("/", &|n| Caller::Shopper(format!("session {n}")));
        assert!((10..200).contains(&all), "{all}");
        assert!(here(&limits, "/", &Caller::Staff("a".into())));
        assert!(here(&limits, "/v1/payments", &Caller::System));
        let login = "/v1/staff/sessions";
        assert!(count(login, &|_| Caller::Stranger) < 100);
        assert!(here(&limits, login, &Caller::Device("till".into())));
    }
}
