//! The options of what strangers may do, and of how long it is kept.

use clap::Args;
use mall_server::config::{Retention, StrangerQuotas};

/// The options of limits for strangers.
#[derive(Args, Debug)]
#[command(next_help_heading = "Strangers")]
pub struct Strangers {
    /// Claims a minute at one placement from one network by browsers that came less than a minute ago, three times as many
    /// at once; 0 for no limit
    #[arg(long, value_name = "NUMBER", default_value_t = StrangerQuotas::default().claims_per_minute)]
    stranger_claims: u32,
    /// Events of pages that are stored for one network in a day; 0 for no limit
    #[arg(long, value_name = "NUMBER", default_value_t = StrangerQuotas::default().events_per_network)]
    events_per_network: u32,
    /// Events of pages that are stored for a mall in a day; 0 for no limit
    #[arg(long, value_name = "NUMBER", default_value_t = StrangerQuotas::default().events_per_day)]
    events_per_day: u32,
    /// Days that events of pages are kept
    #[arg(long, value_name = "DAYS", default_value_t = Retention::default().events_days)]
    keep_events: u32,
    /// Days that scans of placements are kept
    #[arg(long, value_name = "DAYS", default_value_t = Retention::default().scans_days)]
    keep_scans: u32,
    /// Days that bursts of strangers' claims are kept
    #[arg(long, value_name = "DAYS", default_value_t = Retention::default().bursts_days)]
    keep_bursts: u32,
    /// Days that a session is kept in which nobody did anything
    #[arg(long, value_name = "DAYS", default_value_t = Retention::default().empty_sessions_days)]
    keep_empty_sessions: u32,
}

impl Strangers {
    /// Returns the limits.
    pub fn quotas(&self) -> StrangerQuotas {
        StrangerQuotas {
            claims_per_minute: self.stranger_claims,
            events_per_network: self.events_per_network,
            events_per_day: self.events_per_day,
        }
    }

    /// Returns the times that rows are kept for.
    pub fn retention(&self) -> Retention {
        Retention {
            events_days: self.keep_events,
            scans_days: self.keep_scans,
            bursts_days: self.keep_bursts,
            empty_sessions_days: self.keep_empty_sessions,
        }
    }
}
