//! The server as greedy callers see it.

use std::net::SocketAddr;

use mall_contract::{CouponId, PlacementCode};
use serde::{Deserialize, Serialize};

/// The server's address, and what there is to ask for.
#[derive(Clone, Serialize, Deserialize)]
pub struct Target {
    pub server: SocketAddr,
    /// The codes of placements.
    pub codes: Vec<PlacementCode>,
    /// A shopper's cookie and coupon.
    pub cookie: String,
    pub coupon: CouponId,
}
