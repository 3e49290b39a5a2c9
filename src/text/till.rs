//! Refusals that tills and people at work meet, and the week's hours in words. The server words both: they
//! stay out of the shopper's module.

use std::borrow::Cow;

use mall_contract::{Moment, Refusal as R, UseWindow, Weekday};

use super::{Language, Text, Wording, wording as w};

/// In Chinese; nothing for a refusal of others.
#[cfg(feature = "zh")]
pub fn zh(refusal: &R, now: Moment) -> Option<Wording> {
    let at = |moment: &Moment| (Text::of(Language::Zh).moment)(*moment, now);
    Some(match refusal {
        R::CouponNotYet { from } => {
            w("未到使用时间", format!("这张券{}起可用。", at(from)), "请顾客届时再来使用。")
        }
        R::CouponExpired { at: end } => w(
            "已过期",
            format!("这张券已于{}过期。", at(&end.last_minute_before())),
            "请不要收券，请顾客看看卡包里的其他券。",
        ),
        R::CouponUsed { at: when, by } => w(
            "已使用",
            format!("这张券已于{}由 {by} 核销。", at(when)),
            "请不要再收；如果收错了，可以撤销那次核销。",
        ),
        R::CouponRevoked { reason } => w(
            "已失效，勿收",
            (Text::of(Language::Zh).revoked)(*reason),
            "请不要收券，请顾客打开卡包查看原因。",
        ),
        R::WrongStore { store } => {
            w("非本店券", format!("这张券只能在“{store}”使用。"), "请顾客到那家门店使用。")
        }
        R::WrongTimeWindow { windows } => w(
            "现在不可用",
            use_windows(Language::Zh, windows).unwrap_or_default(),
            "请顾客在可用时段再来。",
        ),
        R::ThresholdNotMet { least, short } => w(
            "未满金额",
            format!("订单满 {least} 元才能用这张券。"),
            format!("再消费 {short} 元就能用。"),
        ),
        R::CodeStale => {
            w("二维码已刷新", "这个二维码已经不是最新的了。", "请顾客刷新页面，重新出示后再扫。")
        }
        R::CodeUnknown => {
            w("无法识别", "无法使用这个券码。", "请核对十六位券码，或请顾客重新出示。")
        }
        R::UnknownRedemption => w("没有这次核销", "本店没有这次核销。", "请在当天的清单里查找。"),
        R::UndoTooLate { until } => {
            w("不能撤销", format!("{}之后不能再撤销。", at(until)), "请联系店长或商场。")
        }
        R::UndoLimit { limit } => {
            w("不能再撤销", format!("这张券已撤销过 {limit} 次。"), "请联系商场。")
        }
        R::StaffLoginInvalid => {
            w("没有登录成功", "门店、姓名或密码不正确。", "请核对后再试，或请店长重设密码。")
        }
        R::StaffSessionMissing => w("需要登录", "还没有登录，或登录已经结束。", "请重新登录。"),
        R::PasswordChangeNeeded => {
            w("请先改密码", "现在的密码只能用来登录一次。", "请设置自己的密码。")
        }
        R::PasswordTooWeak { least } => w(
            "密码不合适",
            format!("密码要有 {least} 到 128 个字符，不能与旧密码或姓名相同。"),
            "请换一个密码。",
        ),
        R::NotAllowed => w("没有权限", "您的岗位不能做这个操作。", "请联系店长或商场。"),
        R::OfflineNotOn => {
            w("未开通离线收券", "本店没有开通离线收券。", "请在联网后收券，或请店长开通。")
        }
        R::OfflineNotProven => {
            w("离线凭证无效", "券码不能证明当时可以在这里使用。", "请与商场核对这笔离线收券。")
        }
        R::OfflineNotGranted => {
            w("离线许可无效", "这台收银机当时没有离线收券的许可。", "请与商场核对这笔离线收券。")
        }
        R::OfflineOverLimit { most_value, most_count } => w(
            "超过离线额度",
            format!("离线时最多收 {most_count} 张、每张不超过 {most_value} 元的券。"),
            "请与商场核对这笔离线收券。",
        ),
        _ => return None,
    })
}

/// In English; nothing for a refusal of others.
#[cfg(feature = "en")]
pub fn en(refusal: &R, now: Moment) -> Option<Wording> {
    let at = |moment: &Moment| (Text::of(Language::En).moment)(*moment, now);
    Some(match refusal {
        R::CouponNotYet { from } => w(
            "Not yet",
            format!("This coupon can be used from {}.", at(from)),
            "Please ask the shopper to come again then.",
        ),
        R::CouponExpired { at: end } => w(
            "Expired",
            format!("This coupon ended {}.", at(&end.last_minute_before())),
            "Do not take it; the shopper may have others in the wallet.",
        ),
        R::CouponUsed { at: when, by } => w(
            "Used",
            format!("This coupon was taken {} by {by}.", at(when)),
            "Do not take it again; if that was a mistake, undo it.",
        ),
        R::CouponRevoked { reason } => w(
            "Not valid, do not take",
            (Text::of(Language::En).revoked)(*reason),
            "Do not take it; the shopper's wallet tells why.",
        ),
        R::WrongStore { store } => w(
            "Another store's",
            format!("This coupon is for {store} only."),
            "Please send the shopper to that store.",
        ),
        R::WrongTimeWindow { windows } => w(
            "Not at this time",
            use_windows(Language::En, windows).unwrap_or_default(),
            "Please ask the shopper to come again then.",
        ),
        R::ThresholdNotMet { least, short } => w(
            "Order too small",
            format!("This coupon needs an order of ¥{least} or more."),
            format!("¥{short} more and it can be used."),
        ),
        R::CodeStale => w(
            "Code renewed",
            "This code is no longer the newest one.",
            "Ask the shopper to refresh the page, and scan again.",
        ),
        R::CodeUnknown => w(
            "Not recognised",
            "This code cannot be used.",
            "Check the sixteen characters, or ask the shopper to show it again.",
        ),
        R::UnknownRedemption => w(
            "Nothing to undo",
            "This store took no coupon under this id.",
            "Look for it in the day's list.",
        ),
        R::UndoTooLate { until } => w(
            "Too late to undo",
            format!("This could be undone until {}.", at(until)),
            "Ask the store's manager or the mall.",
        ),
        R::UndoLimit { limit } => w(
            "Undone too often",
            format!("This coupon was given back {limit} times already."),
            "Ask the mall.",
        ),
        R::StaffLoginInvalid => w(
            "Not logged in",
            "Store, name or password is not right.",
            "Check them and try again, or have the password set anew.",
        ),
        R::StaffSessionMissing => w(
            "Please log in",
            "Nobody is logged in, or the session has ended.",
            "Please log in again.",
        ),
        R::PasswordChangeNeeded => w(
            "New password first",
            "This password is good for one log-in only.",
            "Please choose a password of your own.",
        ),
        R::PasswordTooWeak { least } => w(
            "Choose another password",
            format!(
                "A password has {least} to 128 characters, and is neither the old one nor the name."
            ),
            "Please choose another one.",
        ),
        R::NotAllowed => {
            w("Not allowed", "Your role may not do this.", "Ask the store's manager or the mall.")
        }
        R::OfflineNotOn => w(
            "Not offline",
            "This store's tills take no coupons offline.",
            "Take it when the till is online, or have the manager turn it on.",
        ),
        R::OfflineNotProven => w(
            "Not proven",
            "The code does not prove that the coupon could be used here at that time.",
            "Please settle this with the mall.",
        ),
        R::OfflineNotGranted => w(
            "No leave",
            "This till had no leave to take coupons offline at that time.",
            "Please settle this with the mall.",
        ),
        R::OfflineOverLimit { most_value, most_count } => w(
            "Over the limit",
            format!(
                "Offline, a till takes {most_count} coupons at most, worth ¥{most_value} at most each."
            ),
            "Please settle this with the mall.",
        ),
        _ => return None,
    })
}

/// When in the week a coupon can be used, as a sentence; nothing where that is at any time.
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
        Language::Zh => format!("仅限{}使用", all.join("、")).into(),
        Language::En => format!("Only {}", all.join(", ")).into(),
    })
}

/// Names of the days from Monday, of every day, and what stands between days and spans of them.
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

/// Three days in a row and more are a span.
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
        let said = |json: &str| {
            let windows: Vec<UseWindow> = serde_json::from_str(json).expect("windows");
            [Language::Zh, Language::En]
                .map(|language| use_windows(language, &windows).unwrap_or_default().into_owned())
        };
        assert_eq!(said("[]"), ["", ""]);
        assert_eq!(
            said(r#"[{"days":["mon","tue","wed","thu","fri"],"from":"14:00","until":"17:00"}]"#),
            ["仅限周一至周五 14:00–17:00使用", "Only Mon–Fri 14:00–17:00"]
        );
        assert_eq!(
            said(
                r#"[{"days":["sun","sat","mon","tue","wed"],"from":"09:00","until":"12:00"},
                {"days":["mon","tue","wed","thu","fri","sat","sun"],"from":"22:00","until":"24:00"}]"#
            ),
            [
                "仅限周一至周三、周六、周日 09:00–12:00、每天 22:00–24:00使用",
                "Only Mon–Wed, Sat, Sun 09:00–12:00, daily 22:00–24:00"
            ]
        );
    }
}
