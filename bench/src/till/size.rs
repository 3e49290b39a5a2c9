//! The size of the load: how many tills, how many coupons, for how long.

/// The number of tills, each at a store of its own. Stores of a mall do not wait for each other.
pub const TILLS: usize = 20;
/// The fixed rate of coupons, at all tills together.
pub const COUPONS_PER_SECOND: usize = 200;
/// The length of the load at a fixed rate, in seconds.
pub const RATE_SECONDS: usize = 10;
/// The number of coupons that arrive at one till at the fixed rate.
pub const COUPONS_AT_RATE: usize = COUPONS_PER_SECOND * RATE_SECONDS / TILLS;
/// The number of coupons of one till in the load without a pause. With two keys for each till, the server allows these
/// requests.
pub const COUPONS_UNPAUSED: usize = 300;
/// The length of the load without a pause, in seconds.
pub const UNPAUSED_SECONDS: u64 = 8;
