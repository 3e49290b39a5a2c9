//! Texts of the wallet. Only that page's module has them.

use mall_contract::{Moment, WalletState};

use super::Language;

/// All texts of the wallet, in one language.
pub struct WalletText {
    /// The name of a list.
    pub state: fn(WalletState) -> &'static str,
    pub state_label: &'static str,
    /// The heading of coupons that expire within three days, with their number.
    pub expiring: fn(u32) -> String,
    /// The sentence below it: the number, and the time of the first expiry.
    pub first_expiry: fn(u32, &str) -> String,
    pub search: &'static str,
    pub search_placeholder: &'static str,
    pub find: &'static str,
    /// The number of coupons found, for screen readers.
    pub found_count: fn(u32) -> String,
    /// The time left until a coupon's end.
    pub time_left: fn(Moment, Moment) -> String,
    /// The time of use, beside the store's name.
    pub used: fn(&str) -> String,
    pub ended: fn(&str) -> String,
    pub show: &'static str,
    pub view: &'static str,
    /// An empty list: a heading and a sentence.
    pub empty_list: fn(WalletState) -> [&'static str; 2],
    pub no_match: fn(&str) -> String,
    pub no_match_hint: &'static str,
    pub show_all: &'static str,
    pub more: &'static str,
    pub loading: &'static str,
    pub not_loaded: &'static str,
    /// Offline: the time of the shown data.
    pub offline_since: fn(&str) -> String,
    pub unavailable_offline: [&'static str; 2],
}

impl WalletText {
    /// Returns the texts in a language.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        in_language!(language, ZH, EN)
    }

    /// Checks whether the text of the time left names the hour.
    #[must_use]
    pub fn names_the_hour(until: Moment, now: Moment) -> bool {
        matches!(time_left(until, now), TimeLeft::Today | TimeLeft::Tomorrow)
    }
}

/// The time left until a coupon's end, in the unit that people think in.
enum TimeLeft {
    Minutes(i64),
    Today,
    Tomorrow,
    Days(i64),
}

fn time_left(until: Moment, now: Moment) -> TimeLeft {
    let remaining = until.remaining(now);
    match until.last_minute_before().civil_day() - now.civil_day() {
        _ if remaining.days == 0 && remaining.hours == 0 => {
            TimeLeft::Minutes(remaining.minutes.max(1))
        }
        ..=0 => TimeLeft::Today,
        1 => TimeLeft::Tomorrow,
        _ => TimeLeft::Days(remaining.days.max(1)),
    }
}

fn clock(until: Moment) -> String {
    super::clock(until.last_minute_before())
}

#[cfg(feature = "zh")]
static ZH: WalletText = WalletText {
    state: |state| match state {
        WalletState::Usable => "可使用",
        WalletState::Used => "已使用",
        WalletState::Ended => "已失效",
    },
    state_label: "优惠券状态",
    expiring: |count| format!("{count} 张券三天内到期"),
    first_expiry: |count, first| match count {
        1 => format!("{first} 到期，别忘了用。"),
        _ => format!("最早的一张 {first} 到期，别忘了用。"),
    },
    search: "按门店查找",
    search_placeholder: "门店名称",
    find: "查找",
    found_count: |count| format!("找到 {count} 张券"),
    time_left: |until, now| match time_left(until, now) {
        TimeLeft::Minutes(minutes) => format!("还剩 {minutes} 分钟"),
        TimeLeft::Today => format!("今天 {} 到期", clock(until)),
        TimeLeft::Tomorrow => format!("明天 {} 到期", clock(until)),
        TimeLeft::Days(days) => format!("还剩 {days} 天"),
    },
    used: |at| format!("{at} 在这家店使用"),
    ended: |at| format!("{at} 到期"),
    show: "出示",
    view: "查看",
    empty_list: |state| match state {
        WalletState::Usable => ["没有可使用的券", "支付后或扫商场里的码，就能领券。"],
        WalletState::Used => ["还没用过券", "用过的券会显示在这里。"],
        WalletState::Ended => ["没有失效的券", "过期或作废的券会显示在这里。"],
    },
    no_match: |store| format!("没有“{store}”的券"),
    no_match_hint: "换个门店名称，或查看全部券。",
    show_all: "看全部",
    more: "更多",
    loading: "正在加载…",
    not_loaded: "加载失败，点击重试",
    offline_since: |at| format!("当前没有网络，显示的是 {at} 的卡包，联网后自动更新。"),
    unavailable_offline: ["没有网络，看不到这些券", "联网后会自动加载。"],
};

#[cfg(feature = "en")]
static EN: WalletText = WalletText {
    state: |state| match state {
        WalletState::Usable => "Usable",
        WalletState::Used => "Used",
        WalletState::Ended => "Ended",
    },
    state_label: "Coupon status",
    expiring: |count| match count {
        1 => "One coupon expires within three days".into(),
        _ => format!("{count} coupons expire within three days"),
    },
    first_expiry: |count, first| match count {
        1 => format!("It expires {first}. Don't miss it."),
        _ => format!("The first expires {first}. Don't miss it."),
    },
    search: "Find by store",
    search_placeholder: "Store",
    find: "Find",
    found_count: |count| match count {
        1 => "1 coupon found".into(),
        _ => format!("{count} coupons found"),
    },
    time_left: |until, now| match time_left(until, now) {
        TimeLeft::Minutes(1) => "1 minute left".into(),
        TimeLeft::Minutes(minutes) => format!("{minutes} minutes left"),
        TimeLeft::Today => format!("Ends today {}", clock(until)),
        TimeLeft::Tomorrow => format!("Ends tomorrow {}", clock(until)),
        TimeLeft::Days(1) => "1 day left".into(),
        TimeLeft::Days(days) => format!("{days} days left"),
    },
    used: |at| format!("Used here {at}"),
    ended: |at| format!("Expired {at}"),
    show: "Show",
    view: "View",
    empty_list: |state| match state {
        WalletState::Usable => {
            ["No coupons to use", "Pay in the mall or scan a code there to get some."]
        }
        WalletState::Used => ["No coupons used yet", "The coupons you have used appear here."],
        WalletState::Ended => ["No ended coupons", "Expired and withdrawn coupons appear here."],
    },
    no_match: |store| format!("No coupons from “{store}”"),
    no_match_hint: "Try another name, or see all coupons.",
    show_all: "Show all",
    more: "More",
    loading: "Loading…",
    not_loaded: "Didn't load. Tap to try again",
    offline_since: |at| {
        format!("Offline. This is your wallet as of {at}; it updates once you're online.")
    },
    unavailable_offline: ["Can't load these offline", "They appear once you're back online."],
};

#[cfg(all(test, feature = "zh", feature = "en"))]
mod tests {
    use mall_contract::Moment;

    use super::{EN, ZH};

    fn at(text: &str) -> Moment {
        Moment::try_from(text.to_owned()).expect("a moment")
    }

    #[test]
    fn the_time_left_is_in_days_hours_or_minutes() {
        let until = at("2026-11-25T22:00:00+08:00");
        for (now, zh, en) in [
            ("2026-11-20T09:00:00+08:00", "还剩 5 天", "5 days left"),
            ("2026-11-24T00:00:00+08:00", "明天 21:59 到期", "Ends tomorrow 21:59"),
            ("2026-11-23T23:59:00+08:00", "还剩 1 天", "1 day left"),
            ("2026-11-25T00:00:00+08:00", "今天 21:59 到期", "Ends today 21:59"),
            ("2026-11-25T21:00:00+08:00", "今天 21:59 到期", "Ends today 21:59"),
            ("2026-11-25T21:00:01+08:00", "还剩 59 分钟", "59 minutes left"),
            ("2026-11-25T21:59:30+08:00", "还剩 1 分钟", "1 minute left"),
        ] {
            assert_eq!((ZH.time_left)(until, at(now)), zh, "{now}");
            assert_eq!((EN.time_left)(until, at(now)), en, "{now}");
        }
    }

    #[test]
    fn a_coupon_that_ends_at_midnight_ends_on_the_day_before() {
        let until = at("2026-11-26T00:00:00+08:00");
        assert_eq!((ZH.time_left)(until, at("2026-11-25T08:00:00+08:00")), "今天 23:59 到期");
    }
}
