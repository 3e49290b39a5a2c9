//! Texts of refusals at tills, and of weekly hours. The shopper's modules go without them, because the server
//! sends these texts.

use std::borrow::Cow;

use mall_contract::{Moment, TillRefusal as R, UseWindow, Weekday};

use super::{Language, Text, Wording, wording as w};

/// Words a refusal in Chinese.
#[cfg(feature = "zh")]
pub fn zh(refusal: &R, now: Moment) -> Wording {
    let at = |moment: &Moment| (Text::of(Language::Zh).moment)(*moment, now);
    match refusal {
        R::CouponNotYet { from } => {
            w("未到使用时间", format!("这张券 {} 起可用。", at(from)), "请顾客届时再来使用。")
        }
        R::CouponExpired { at: end } => w(
            "已过期",
            format!("这张券已于 {} 过期。", at(&end.last_minute_before())),
            "请勿核销，可请顾客看看卡包里的其他券。",
        ),
        R::CouponUsed { at: when, by } => w(
            "已使用",
            format!("这张券已于 {} 由 {by} 核销。", at(when)),
            "请勿重复核销；如果上次核销错了，可以撤销。",
        ),
        R::CouponRevoked { reason } => w(
            "已失效，勿收",
            (Text::of(Language::Zh).revoked)(*reason),
            "请勿核销，可请顾客在卡包里查看原因。",
        ),
        R::WrongStore { store } => {
            w("非本店券", format!("这张券只能在“{store}”使用。"), "请顾客到那家门店使用。")
        }
        R::WrongTimeWindow { windows } => w(
            "现在不可用",
            use_windows(Language::Zh, windows).map(|hours| hours + "。").unwrap_or_default(),
            "请顾客在可用时段再来。",
        ),
        R::ThresholdNotMet { least, short } => w(
            "未满门槛",
            format!("订单满 {least} 元才能用这张券。"),
            format!("再消费 {short} 元就能用。"),
        ),
        R::CodeStale => {
            w("二维码已刷新", "这不是最新的二维码。", "请顾客刷新页面，重新出示后再扫。")
        }
        R::CodeUnknown => {
            w("无法识别", "没有找到这个券码。", "请核对十六位券码，或请顾客重新出示。")
        }
        R::UnknownRedemption => w("没有这次核销", "本店没有这次核销。", "请在当天的清单里查找。"),
        R::UndoTooLate { until } => {
            w("不能撤销", format!("{} 之后不能再撤销。", at(until)), "请联系店长或商场。")
        }
        R::UndoLimit { limit } => {
            w("不能再撤销", format!("这张券已撤销过 {limit} 次。"), "请联系商场。")
        }
        R::StaffLoginInvalid => {
            w("登录失败", "门店、姓名或密码不正确。", "请核对后再试，或请店长重设密码。")
        }
        R::StaffSessionMissing => w("需要登录", "还没有登录，或登录已经结束。", "请重新登录。"),
        R::PasswordChangeNeeded => w("请先改密码", "初始密码只能登录一次。", "请设置自己的密码。"),
        R::PasswordTooWeak { least } => w(
            "密码不合适",
            format!(
                "密码要有 {least} 到 128 个字符，而且不容易猜到：不要用常见密码、姓名或商场名。"
            ),
            "请换一个密码，例如几个不相关的词。",
        ),
        R::NotAllowed => w("没有权限", "您的岗位没有这个权限。", "请联系店长或商场。"),
        R::OfflineNotOn => {
            w("未开通离线核销", "本店没有开通离线核销。", "请联网后核销，或请店长开通。")
        }
        R::OfflineNotProven => {
            w("离线凭证无效", "券码无法证明当时可在本店使用。", "请与商场核对这笔离线核销。")
        }
        R::OfflineNotGranted => {
            w("离线授权无效", "这台收银机当时没有离线核销授权。", "请与商场核对这笔离线核销。")
        }
        R::OfflineOverLimit { most_value, most_count } => w(
            "超过离线额度",
            format!("离线时最多核销 {most_count} 张，每张不超过 {most_value} 元。"),
            "请与商场核对这笔离线核销。",
        ),
    }
}

/// Words a refusal in English.
#[cfg(feature = "en")]
pub fn en(refusal: &R, now: Moment) -> Wording {
    let at = |moment: &Moment| (Text::of(Language::En).moment)(*moment, now);
    match refusal {
        R::CouponNotYet { from } => w(
            "Not valid yet",
            format!("This coupon can be used from {}.", at(from)),
            "Ask the shopper to come back then.",
        ),
        R::CouponExpired { at: end } => w(
            "Expired",
            format!("This coupon expired {}.", at(&end.last_minute_before())),
            "Do not accept it. The shopper may have others in the wallet.",
        ),
        R::CouponUsed { at: when, by } => w(
            "Used",
            format!("This coupon was redeemed {} by {by}.", at(when)),
            "Do not accept it again. If that was a mistake, undo it.",
        ),
        R::CouponRevoked { reason } => w(
            "Void, do not accept",
            (Text::of(Language::En).revoked)(*reason),
            "Do not accept it. The shopper's wallet shows why.",
        ),
        R::WrongStore { store } => w(
            "Wrong store",
            format!("This coupon is for {store} only."),
            "Please send the shopper to that store.",
        ),
        R::WrongTimeWindow { windows } => w(
            "Not valid now",
            use_windows(Language::En, windows).map(|hours| hours + ".").unwrap_or_default(),
            "Ask the shopper to come back then.",
        ),
        R::ThresholdNotMet { least, short } => w(
            "Order too small",
            format!("This coupon needs an order of ¥{least} or more."),
            format!("¥{short} more and it can be used."),
        ),
        R::CodeStale => w(
            "Old code",
            "This code is out of date.",
            "Ask the shopper to refresh the page, then scan again.",
        ),
        R::CodeUnknown => w(
            "Not recognised",
            "There is no coupon with this code.",
            "Check the sixteen characters, or ask the shopper to show it again.",
        ),
        R::UnknownRedemption => w(
            "Nothing to undo",
            "This store has no redemption with this id.",
            "Look for it in the day's list.",
        ),
        R::UndoTooLate { until } => w(
            "Too late to undo",
            format!("This could be undone until {}.", at(until)),
            "Ask the store manager or the mall.",
        ),
        R::UndoLimit { limit } => w(
            "Undone too often",
            format!("This coupon was already undone {limit} times."),
            "Ask the mall.",
        ),
        R::StaffLoginInvalid => w(
            "Login failed",
            "Wrong store, name or password.",
            "Check them and try again, or ask for a new password.",
        ),
        R::StaffSessionMissing => w(
            "Please log in",
            "Nobody is logged in, or the session has ended.",
            "Please log in again.",
        ),
        R::PasswordChangeNeeded => w(
            "New password first",
            "This password works for one login only.",
            "Please choose a password of your own.",
        ),
        R::PasswordTooWeak { least } => w(
            "Choose another password",
            format!(
                "Use {least} to 128 characters that are hard to guess: no common password, no name of yours or the mall's."
            ),
            "Please choose another one, such as four unrelated words.",
        ),
        R::NotAllowed => {
            w("Not allowed", "Your role may not do this.", "Ask the store manager or the mall.")
        }
        R::OfflineNotOn => w(
            "Offline is off",
            "This store does not accept coupons offline.",
            "Redeem it online, or ask the manager to turn this on.",
        ),
        R::OfflineNotProven => w(
            "Not proven",
            "The code does not prove that the coupon was valid here at that time.",
            "Please settle this with the mall.",
        ),
        R::OfflineNotGranted => w(
            "Not granted",
            "This till was not allowed to accept coupons offline at that time.",
            "Please settle this with the mall.",
        ),
        R::OfflineOverLimit { most_value, most_count } => w(
            "Over the limit",
            format!(
                "Offline, a till accepts up to {most_count} coupons of up to ¥{most_value} each."
            ),
            "Please settle this with the mall.",
        ),
    }
}

/// Returns weekly hours as a sentence; `None` for any time.
#[must_use]
pub fn use_windows(language: Language, windows: &[UseWindow]) -> Option<Cow<'static, str>> {
    if windows.is_empty() {
        return None;
    }
    let all = windows.iter().map(|window| {
        let (from, until) = (window.from, window.until);
        match language {
            Language::Zh => format!("{} {from}–{until}", days(&ZH, &window.days)),
            Language::En => format!("{} {from}–{until}", days(&EN, &window.days)),
        }
    });
    let all: Vec<String> = all.collect();
    Some(match language {
        Language::Zh => format!("仅限{} 使用", all.join("、")).into(),
        Language::En => format!("Only {}", all.join(", ")).into(),
    })
}

/// The words for days: names from Monday, every day, and the signs inside a span and between days.
struct Days {
    names: [&'static str; 7],
    every: &'static str,
    to: &'static str,
    and: &'static str,
}

const ZH: Days = Days {
    names: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    every: "每天",
    to: "至",
    and: "、",
};

const EN: Days = Days {
    names: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    every: "daily",
    to: "–",
    and: ", ",
};

/// Lists the open days. Three or more in a row become a span.
fn days(words: &Days, open: &[Weekday]) -> String {
    let is_open = |at: usize| Weekday::ALL.get(at).is_some_and(|day| open.contains(day));
    let mut spans = Vec::new();
    let mut at = 0;
    while at < Weekday::ALL.len() {
        let begin = at;
        while is_open(at) {
            at += 1;
        }
        match at - begin {
            0 => at += 1,
            7 => return words.every.into(),
            1 | 2 => spans.extend(words.names[begin..at].iter().map(|&name| name.to_owned())),
            _ => spans.push(format!("{}{}{}", words.names[begin], words.to, words.names[at - 1])),
        }
    }
    spans.join(words.and)
}

#[cfg(test)]
mod tests {
    use mall_contract::UseWindow;

    use super::{Language, use_windows};

    #[test]
    fn the_weeks_hours_are_one_sentence() {
        let sentences = |json: &str| {
            let windows: Vec<UseWindow> = serde_json::from_str(json).expect("windows");
            [Language::Zh, Language::En]
                .map(|language| use_windows(language, &windows).unwrap_or_default().into_owned())
        };
        assert_eq!(sentences("[]"), ["", ""]);
        assert_eq!(
            sentences(
                r#"[{"days":["mon","tue","wed","thu","fri"],"from":"14:00","until":"17:00"}]"#
            ),
            ["仅限周一至周五 14:00–17:00 使用", "Only Mon–Fri 14:00–17:00"]
        );
        assert_eq!(
            sentences(
                r#"[{"days":["sun","sat","mon","tue","wed"],"from":"09:00","until":"12:00"},
                {"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"22:00","until":"24:00"}]"#
            ),
            [
                "仅限周一至周三、周六、周日 09:00–12:00、每天 22:00–24:00 使用",
                "Only Mon–Wed, Sat, Sun 09:00–12:00, daily 22:00–24:00"
            ]
        );
    }
}
