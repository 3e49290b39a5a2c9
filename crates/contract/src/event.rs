//! What pages report of what happened on them: counts, no personal data.

use serde::{Deserialize, Serialize};

use crate::{OfferId, RequestId};

/// Where the page was shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Surface {
    /// A browser.
    #[default]
    Browser,
    /// The receipt frame after a payment.
    Receipt,
    /// WeChat's web view.
    Wechat,
    /// A mini-program's web view.
    MiniProgram,
    /// Another site that embeds the module.
    Embedded,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EventKind {
    /// A card came into view, counted once a visit.
    Shown,
    /// A card's rules were unfolded, counted once a visit.
    Opened,
    /// A claim was granted.
    Claimed,
    /// A claim was refused; the refusal's code is given.
    Refused,
    /// The page was left.
    Left,
    /// The module did not run, or stopped; `trouble` says how. The page works without it. The boot
    /// script reports it, once for each build of the module in a browser.
    Broken,
}

/// Why the module does not run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Trouble {
    /// The browser lacks what it needs.
    Unsupported,
    /// Its files did not come whole, or the browser would not compile them.
    NotLoaded,
    /// It failed before it had drawn anything.
    NotStarted,
    /// It failed while the page was in use.
    Stopped,
}

/// One thing that happened on one visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// Its number within the visit, from 0. The same number of the same visit counts once.
    pub n: u32,
    /// What happened.
    pub kind: EventKind,
    /// To which offer; none for the page itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer_id: Option<OfferId>,
    /// The refusal's code, where one was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// What it counts once under, whichever visit reports it: for `claimed` the coupon's id, for
    /// `refused` the claim's request id. Two tabs that learn of the same coupon count it once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once: Option<RequestId>,
    /// For `broken`: why the module does not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<Trouble>,
}

/// What happened on a visit since the last batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventBatch {
    /// A random name for this opening of the page; it names no person and is kept nowhere else.
    pub visit: RequestId,
    /// The claim link the page was opened with.
    pub link: String,
    /// Where it was shown.
    pub surface: Surface,
    /// 1 to 100 events.
    pub events: Vec<Event>,
}

/// How often something happened in a span of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventCount {
    /// What happened.
    pub kind: EventKind,
    /// To which offer; none for the page itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer_id: Option<OfferId>,
    /// The refusal's code, where one was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// For `broken`: why the module does not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<Trouble>,
    /// For `broken`: engine, system and host by name and version, as
    /// `Chrome 78, Android 10, WeChat 8.0.6`, of what the browser says it is; empty when it says nothing
    /// that is known. The server cuts it down to that: nothing of it names a phone or a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kernel: Option<String>,
    /// Where the page was shown.
    pub surface: Surface,
    /// How often, at least 1.
    pub count: u64,
}

/// What pages have reported in a span of days. Claims made without the module are not among them:
/// no page reports those.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventCounts {
    /// One for each offer, kind, refusal, trouble, kernel and surface; sorted by them.
    pub counts: Vec<EventCount>,
}
