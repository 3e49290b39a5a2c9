//! Parameters that several addresses take, as the interface's description tells of them.

use utoipa::IntoParams;

/// How the mall's own system signs a request: `identity::signature` reads it.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it describes what is read elsewhere")]
pub struct Signed {
    /// Id of the API key
    #[param(rename = "mall-key")]
    key: String,
    /// Unix seconds, at most five minutes off
    #[param(rename = "mall-timestamp")]
    timestamp: i64,
    /// Signature, 64 hexadecimal digits
    #[param(rename = "mall-signature")]
    signature: String,
}

/// Which part of a list is asked for, and in which language: `claim_page::Part` and `Manner` read it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what is read elsewhere")]
pub struct List {
    /// `zh` or `en`
    lang: Option<String>,
    /// Only this top-level category
    category: Option<String>,
    /// Only this floor
    floor: Option<String>,
    /// `1`: only what can be claimed now
    claimable: Option<u8>,
    /// `recommended`, `expiring`, `nearest` or `largest`
    sort: Option<String>,
    /// Where in the list to begin, from 0
    from: Option<u32>,
    /// How many offers at most, 1 to 1000; 24 when not given
    count: Option<u32>,
}

/// A part of a store's day: `till::day` reads it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what is read elsewhere")]
pub struct Day {
    /// The mall's own day, `2026-11-23`; today when not given
    day: Option<String>,
    /// Where in the day's list to begin, from 0, the newest
    from: Option<u32>,
    /// How many at most, 0 to 100,000; 200 when not given
    count: Option<u32>,
}

/// A span of the mall's own days: `events::days` reads it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what is read elsewhere")]
pub struct Days {
    /// The first day, `2026-11-01`
    from: String,
    /// The day after the last, at most 366 later
    until: String,
}

/// Which placements a sheet has cards for: `Selection` reads it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what is read elsewhere")]
pub struct Selected {
    /// The mall's own names of placements, commas between: these, in this order and in whatever state
    ids: Option<String>,
    /// Only those of this store
    store: Option<String>,
    /// Only those of this floor
    floor: Option<String>,
    /// `live`, which is meant when it is not given, or `all`: also those that are paused or over
    state: Option<String>,
}

/// What a poster is printed on: `Wanted` reads it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what is read elsewhere")]
pub struct Sheet {
    /// `a4`, `a3`, or `a5` for a table; `a4` when not given
    format: Option<String>,
}

/// In which language an answer is: `Manner` reads it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what is read elsewhere")]
pub struct Worded {
    /// `zh` or `en`
    lang: Option<String>,
}

/// Which part of a wallet is asked for, and in which language: `wallet::Part` and `Manner` read it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what is read elsewhere")]
pub struct InWallet {
    /// `zh` or `en`
    lang: Option<String>,
    /// `usable`, which is meant when it is not given, `used`, or `ended`: expired or revoked
    state: Option<String>,
    /// Only coupons of stores whose name has this in it, in either language, at most 64 characters
    store: Option<String>,
    /// Where to go on: `next` of an answer about the same list
    after: Option<String>,
    /// How many coupons at most, 1 to 100; 24 when not given
    count: Option<u32>,
}
