//! Events that pages report: counts without personal data.

use serde::{Deserialize, Serialize};

use crate::word::word_enum;
use crate::{OfferId, RequestId};

word_enum! {
    /// The place where the page is open.
    #[derive(Default)]
    pub enum Surface {
        /// A browser.
        #[default]
        Browser = "browser",
        /// The receipt frame after a payment.
        Receipt = "receipt",
        /// WeChat's web view.
        Wechat = "wechat",
        /// A mini-program's web view.
        MiniProgram = "mini_program",
        /// Another site that embeds the module.
        Embedded = "embedded",
    }
}

word_enum! {
    /// The kind of an event.
    pub enum EventKind {
        /// A card came into view. It counts once a visit.
        Shown = "shown",
        /// The shopper unfolded a card's rules. It counts once a visit.
        Opened = "opened",
        /// A claim was granted.
        Claimed = "claimed",
        /// A claim was refused; `refusal` has the code.
        Refused = "refused",
        /// The shopper left the page.
        Left = "left",
        /// The module did not run, or stopped; `trouble` has the reason. The page works without it. The boot script reports it
        /// once for each build of the module in a browser.
        Broken = "broken",
    }
}

word_enum! {
    /// The reason why the module does not run.
    pub enum Trouble {
        /// The browser lacks a feature that the module needs.
        Unsupported = "unsupported",
        /// The files did not load completely, or the browser could not compile them.
        NotLoaded = "not_loaded",
        /// It failed before it drew the page.
        NotStarted = "not_started",
        /// It failed while the page was in use.
        Stopped = "stopped",
    }
}

/// One event of one visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    /// The number of the event within the visit, from 0. The same number of the same visit counts once.
    pub n: u32,
    /// The kind of the event.
    pub kind: EventKind,
    /// The offer; none for events of the page itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer_id: Option<OfferId>,
    /// For `refused`: the code of the refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// The key under which the event counts once, whichever visit reports it: for `claimed` the coupon's
    /// id, for `refused` the claim's request id. Two tabs that learn of the same coupon count it once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub once: Option<RequestId>,
    /// For `broken`: the reason why the module does not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<Trouble>,
}

/// The events of a visit since the last batch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventBatch {
    /// A random id of this visit. It names no person and is stored nowhere else.
    pub visit: RequestId,
    /// The claim link that opened the page.
    pub link: String,
    /// The place where the page is open.
    pub surface: Surface,
    /// 1 to 100 events.
    pub events: Vec<Event>,
}

/// The number of equal events in a span of days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventCount {
    /// The kind of the event.
    pub kind: EventKind,
    /// The offer; none for events of the page itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offer_id: Option<OfferId>,
    /// For `refused`: the code of the refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// For `broken`: the reason why the module does not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trouble: Option<Trouble>,
    /// For `broken`: engine, system and host app with versions, such as
    /// `Chrome 78, Android 10, WeChat 8.0.6`; empty when the browser names none that the server knows. The
    /// server keeps nothing else of the browser's name, so it identifies neither a phone nor a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kernel: Option<String>,
    /// The place where the page was open.
    pub surface: Surface,
    /// The number of events, at least 1.
    pub count: u64,
}

/// The events that pages reported in a span of days. Claims without the module are not included,
/// because no page reports them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EventCounts {
    /// One count for each offer, kind, refusal, trouble, kernel and surface, sorted by them.
    pub counts: Vec<EventCount>,
    /// The number of events that were too many for a visit, a network or a day. They were not stored.
    pub over: u64,
}
