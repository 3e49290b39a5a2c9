//! Texts of the coupon's page. Only that page's module has them.

use super::Language;

/// All texts of a coupon's page, in one language.
pub struct CouponText {
    pub title: &'static str,
    /// The title of a coupon that no till accepts any more.
    pub title_ended: &'static str,
    /// The QR code's name for screen readers, before the letters of the code.
    pub qr: &'static str,
    pub code: &'static str,
    pub renewed_in: fn(i64) -> String,
    /// Offline: the minutes for which the page still has codes.
    pub offline_for: fn(i64) -> String,
    /// Offline: the time of the shown data.
    pub as_of: fn(&str) -> String,
    /// Without the module: a sentence, and the link after it.
    pub refresh_hint: [&'static str; 2],
    pub fetching_code: &'static str,
    /// Offline and without a code: a heading and a sentence.
    pub no_offline_code: [&'static str; 2],
    /// The state after a redemption.
    pub used: &'static str,
    /// The state after an undo, with its time.
    pub undone: fn(&str) -> String,
    /// The heading above the benefit, for screen readers.
    pub benefit_heading: &'static str,
    pub not_yet: &'static str,
    pub expired: &'static str,
}

impl CouponText {
    /// Returns the texts in a language.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        in_language!(language, ZH, EN)
    }
}

#[cfg(feature = "zh")]
static ZH: CouponText = CouponText {
    title: "结账时出示",
    title_ended: "优惠券",
    qr: "二维码，券码",
    code: "券码",
    renewed_in: |seconds| format!("{seconds} 秒后自动更新"),
    offline_for: |minutes| format!("没有网络，还能出示 {minutes} 分钟"),
    refresh_hint: ["二维码每 30 秒更新一次，出示前请先", "刷新"],
    as_of: |at| format!("离线中，显示的是 {at} 的内容，联网后自动更新"),
    fetching_code: "正在更新二维码…",
    no_offline_code: ["没有网络，二维码无法更新", "请联网，或请收银员输入下面的券码。"],
    used: "已使用",
    undone: |at| format!("{at} 门店撤销了核销，这张券可以再用。"),
    benefit_heading: "优惠内容",
    not_yet: "还不能使用，到时这里会显示二维码。",
    expired: "这张券已过期，不能再用。",
};

#[cfg(feature = "en")]
static EN: CouponText = CouponText {
    title: "Show this when you pay",
    title_ended: "Coupon",
    qr: "QR code, coupon code",
    code: "Coupon code",
    renewed_in: |seconds| format!("New code in {seconds} s"),
    offline_for: |minutes| format!("Offline; good for {minutes} more min"),
    refresh_hint: ["The code changes every 30 seconds. Before you show it,", "refresh"],
    as_of: |at| format!("Offline. Last updated {at}."),
    fetching_code: "Getting a new code…",
    no_offline_code: [
        "No new QR code while offline",
        "Go online, or ask the cashier to type the code below.",
    ],
    used: "Coupon used",
    undone: |at| format!("The store returned it {at}. You can use it again."),
    benefit_heading: "Benefit",
    not_yet: "Not valid yet. The QR code appears here once it is.",
    expired: "This coupon has expired and can no longer be used.",
};
