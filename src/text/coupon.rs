//! What people read where one coupon is shown at a till. Apart from the rest, so that no other page carries it.

use super::Language;

/// All text of a coupon's page, in one language.
#[allow(missing_docs, reason = "each field is its own text; the languages below show it")]
pub struct CouponText {
    pub title: &'static str,
    /// The same when there is nothing more to show.
    pub title_over: &'static str,
    /// What the QR code is to who does not see it, before the code.
    pub qr: &'static str,
    pub code: &'static str,
    pub renewed_in: fn(i64) -> String,
    /// Without a network: for how many minutes there are codes.
    pub cut_off: fn(i64) -> String,
    /// Without a network: of when all this is.
    pub as_of: fn(&str) -> String,
    /// Where the module has not come, or does not run: what to know, and what to do.
    pub by_hand: [&'static str; 2],
    pub fetching: &'static str,
    /// No code is left, and none can be had.
    pub ran_out: [&'static str; 2],
    /// A till took it.
    pub used: &'static str,
    /// A till gave it back, at what is said.
    pub undone: fn(&str) -> String,
    /// What the coupon gives: for who does not see that.
    pub gives: &'static str,
    pub not_yet: &'static str,
    pub expired: &'static str,
}

impl CouponText {
    /// The text in a language.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        in_language!(language, ZH, EN)
    }
}

#[cfg(feature = "zh")]
static ZH: CouponText = CouponText {
    title: "结账时出示",
    title_over: "优惠券",
    qr: "二维码，券码",
    code: "券码",
    renewed_in: |seconds| format!("{seconds} 秒后自动更新"),
    cut_off: |minutes| format!("没有网络，还能出示 {minutes} 分钟"),
    by_hand: ["二维码每 30 秒更新一次，出示前请先", "刷新"],
    as_of: |at| format!("离线中，显示的是 {at} 的内容，联网后自动更新"),
    fetching: "正在更新二维码…",
    ran_out: ["没有网络，二维码无法更新", "请连上网络，或请收银员输入下面的券码。"],
    used: "已核销",
    undone: |at| format!("{at} 门店撤销了核销，这张券可以再用。"),
    gives: "优惠内容",
    not_yet: "还不能使用，到时这里会显示二维码。",
    expired: "这张券的有效期已过，不能再用。",
};

#[cfg(feature = "en")]
static EN: CouponText = CouponText {
    title: "Show this when you pay",
    title_over: "Coupon",
    qr: "QR code, coupon code",
    code: "Coupon code",
    renewed_in: |seconds| format!("New code in {seconds} s"),
    cut_off: |minutes| format!("No connection; good for {minutes} min more"),
    by_hand: ["The code is renewed every 30 seconds. Before you show it,", "refresh"],
    as_of: |at| format!("Offline. This is as of {at}."),
    fetching: "Renewing the code…",
    ran_out: [
        "No connection, so no new QR code",
        "Connect to a network, or have the cashier type the code below.",
    ],
    used: "Coupon used",
    undone: |at| format!("The store gave it back {at}. You can use this coupon again."),
    gives: "What it gives",
    not_yet: "It cannot be used yet. The QR code appears here in time.",
    expired: "This coupon's time is over. It cannot be used any more.",
};
