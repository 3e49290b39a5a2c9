//! Simplified Chinese.

use mall_contract::{
    AfterRefund, Benefit, Fen, Moment, Refusal, Remaining, RevocationReason, Sort, Validity,
};

#[cfg(not(target_arch = "wasm32"))]
use super::callers;
use super::{BenefitWording, Text, Wording, clock, fixed, till, unknown, wording as w};

pub static TEXT: Text = Text {
    claim_title: "为您推荐的优惠券",
    wallet_title: "我的卡包",
    unreachable_title: "加载失败",
    skip_to_content: "跳到内容",
    switch_language: "English",
    load_failed: "暂时连不上网络，请检查后重新加载。",
    try_again: "重新加载",

    payment_pending: "正在确认支付…",
    payment_pending_hint: "支付确认后，优惠券会显示在这里，一般只要几秒。",
    payment_unconfirmed: "还没收到支付结果",
    payment_unconfirmed_hint: "如已支付，请稍后再查，或带支付凭证到服务台咨询。",
    check_again: "再查一次",

    payment_complete: "支付成功",
    refunded: "已退款",
    scanned_at: "扫码领券",
    offers_heading: "下一站，用得上",
    offers_count: |n| format!("{n} 张券"),
    no_offers: "暂时没有适合您的优惠券",
    no_offers_hint: "逛逛其他门店，下次支付后再来看看。",

    arrange: "筛选和排序",
    all: "全部",
    sort: |sort| match sort {
        Sort::Recommended => "推荐",
        Sort::Expiring => "快到期",
        Sort::Nearest => "离我近",
        Sort::Largest => "优惠大",
    },
    claimable_only: "仅看可领",
    no_match: "没有符合条件的券",
    no_match_hint: "换个条件，或看看全部优惠。",
    show_all: "看全部",
    claim_all: |n| format!("一键领取 {n} 张"),
    claim_all_result: |claimed, refused, open| {
        let mut sentence = format!("{claimed} 张领取成功");
        for (count, suffix) in [(refused, " 张未领到"), (open, " 张正在确认")] {
            if count > 0 {
                sentence += &format!("，{count}{suffix}");
            }
        }
        sentence
    },
    queued: "排队中…",
    queued_hint: "现在人有点多，已为您排队，会自动继续。",
    more: "更多优惠",
    loading: "正在加载…",
    not_loaded: "加载失败，点击重试",
    offline: "网络断开了，连上后会自动继续。",
    pull_to_refresh: "下拉刷新",
    release_to_refresh: "松开刷新",
    large_text: "大字",
    normal_text: "标准字",

    claim: "立即领取",
    claim_another: |have, limit| format!("再领一张（{have}/{limit}）"),
    claiming: "领取中…",
    checking: "正在确认结果…",
    checking_hint: "网络不稳定，正在确认结果，请勿重复领取。",
    claimed: "已领取",
    open_in_wallet: "去卡包查看",
    claimed_announcement: |title| format!("领取成功：{title}"),
    refused_announcement: |title, reason| format!("{title}：{reason}"),
    rules: "使用规则",
    starts_in: "距开抢",
    few_left: |n| format!("仅剩 {n} 张"),
    percent_claimed: |p| format!("已领 {p}%"),

    threshold: |fen| {
        if fen == Fen(0) { "无门槛".into() } else { format!("满 {fen} 元可用") }
    },
    benefit,
    where_to_use: |floor, unit| {
        if unit.starts_with(floor) { unit.into() } else { format!("{floor} {unit}") }
    },
    validity_if_claimed,
    valid_until: |until, now| format!("{}前可用", moment(until.last_minute_before(), now)),
    usable_from: |from, now| format!("{}起可用", moment(from, now)),
    show_at_till: ["到 ", "（", "）结账时出示"],
    time_left: |remaining| {
        let Remaining { days, hours, minutes, .. } = remaining;
        match (days, hours) {
            (7.., _) => None,
            (1.., _) => Some(format!("还剩 {days} 天 {hours} 小时")),
            (0, 1..) => Some(format!("还剩 {hours} 小时 {minutes} 分")),
            _ => Some(format!("还剩 {minutes} 分钟")),
        }
    },

    wallet: "卡包",
    wallet_empty: "卡包还是空的",
    wallet_empty_hint: "支付后或扫商场里的码，就能领券。",
    usable_heading: "可使用",
    ended_heading: "已结束",
    not_yet: "未到使用时间",
    usable: "可使用",
    used: "已使用",
    used_at: |at, now| format!("{}已使用", moment(at, now)),
    expired: "已过期",
    no_longer_valid: "已失效",
    revoked: |reason| match reason {
        RevocationReason::PaymentRefunded => "支付已退款，此券已失效。",
        RevocationReason::Withdrawn => "此券已作废。",
    },
    after_refund: |after| match after {
        AfterRefund::Revoked => "若本单退款，未使用的券会失效",
        AfterRefund::Kept => "若本单退款，券仍可使用",
    },

    join_sentences: |first, second| format!("{first}{second}"),
    moment,
    refusal,
    error_code: "代码",
    request_id: "请求编号",
    to_wallet: "打开卡包",
    to_scan: "扫码领券",
};

fn benefit(benefit: &Benefit) -> BenefitWording {
    match benefit {
        Benefit::AmountOff(fen) => BenefitWording {
            before: "¥",
            main: fen.to_string(),
            kind: "满减券",
            ..Default::default()
        },
        Benefit::Discount { paid_share, cap } => BenefitWording {
            main: paid_share.tenths(),
            after: "折",
            kind: "折扣券",
            detail: cap.map(|cap| format!("最多减 {cap} 元")),
            ..Default::default()
        },
        Benefit::Exchange { item, price: Fen(0) } => BenefitWording {
            main: "免费".into(),
            kind: "兑换券",
            detail: Some(item.clone()),
            ..Default::default()
        },
        Benefit::Unknown => {
            BenefitWording { main: "优惠".into(), kind: "优惠券", ..Default::default() }
        }
        Benefit::Exchange { item, price } => BenefitWording {
            before: "¥",
            main: price.to_string(),
            kind: "换购券",
            detail: Some(format!("换购{item}")),
            ..Default::default()
        },
    }
}

fn validity_if_claimed(validity: Validity, claimed_at: Moment, now: Moment) -> String {
    if let Validity::Unknown = validity {
        return "使用时间见规则".into();
    }
    let (from, until) = validity.span(claimed_at);
    let last = moment(until.last_minute_before(), now);
    if from > claimed_at {
        format!("{}起，{last}前可用", moment(from, now))
    } else if claimed_at > now {
        format!("届时领取，{last}前可用")
    } else {
        format!("现在领取，{last}前可用")
    }
}

fn moment(moment: Moment, now: Moment) -> String {
    let (c, today) = (moment.civil(), now.civil());
    let time = clock(moment);
    match moment.civil_day() - now.civil_day() {
        0 => format!("今天 {time}"),
        1 => format!("明天 {time}"),
        -1 => format!("昨天 {time}"),
        _ if c.year == today.year => format!("{}月{}日 {time}", c.month, c.day),
        _ => format!("{}年{}月{}日 {time}", c.year, c.month, c.day),
    }
}

fn refusal(refusal: &Refusal, now: Moment) -> Wording {
    use Refusal as R;
    let wait = |seconds: &u32| format!("请 {seconds} 秒后再试。");
    match refusal {
        R::OfferNotStarted { starts_at } => {
            let at = moment(*starts_at, now);
            w("即将开始", format!("{at} 开始领取。"), "到时间后，这里会自动变为可领取。")
        }
        R::OfferEnded => fixed(&["已结束", "这个活动已结束。", "看看其他门店的优惠。"]),
        R::OfferPaused => fixed(&["暂停中", "这个活动暂停了。", "请稍后再来看看。"]),
        R::UnknownOffer => fixed(&["已下架", "没有找到这个优惠。", "返回上一页，看看其他优惠。"]),
        R::SoldOut => fixed(&["已抢光", "这个优惠已经领完了。", "看看其他门店的优惠。"]),
        R::DailyLimit { again_at } => w(
            "今日已领完",
            "今天的份额已领完。",
            format!("{} 开放新的份额。", moment(*again_at, now)),
        ),
        R::PersonLimit { limit } => {
            w("已领取", format!("每人限领 {limit} 张，您已领满。"), "打开卡包即可使用。")
        }
        R::PaymentTooSmall { least, short } => w(
            "未满足条件",
            format!("单笔消费满 {least} 元可领。"),
            format!("再消费 {short} 元就能领，下次付款后再来。"),
        ),
        R::PaymentFirst { least } => w(
            "支付后可领",
            format!("在商场单笔消费满 {least} 元后可领。"),
            "支付后打开支付成功页，就能领取。",
        ),
        R::PlacementPaused => {
            fixed(&["暂停中", "这里的优惠暂停了。", "请稍后再扫，或扫附近的其他码。"])
        }
        R::PlacementEnded => {
            fixed(&["已结束", "这里的优惠已结束。", "扫附近的其他码，看看别的优惠。"])
        }
        R::PaymentNotConfirmed { retry_after } => {
            w("正在确认支付", "还没收到这笔支付的结果。", wait(retry_after))
        }
        R::PaymentRefunded => {
            fixed(&["已退款", "这笔支付已退款，不能再领取。", "下次支付后可以再领。"])
        }
        R::NotForThisPayment => {
            fixed(&["不适用", "这里不能领这个优惠。", "看看页面上的其他优惠。"])
        }
        R::LinkInvalid => fixed(&["链接无效", "这个链接无效。", "请从支付成功页重新打开。"]),
        R::LinkExpired => fixed(&[
            "链接已过期",
            "这个链接已经过期。",
            "已领的券在卡包里；下次支付或扫码后可以再领。",
        ]),
        R::LinkTaken => fixed(&[
            "已在别处打开",
            "这个链接已在另一台设备或浏览器上打开过。",
            "请在首次打开的地方领取。",
        ]),
        R::SessionMissing => fixed(&[
            "需要重新打开",
            "无法识别您的浏览器，暂时不能领取。",
            "请允许 Cookie，然后重新打开链接或扫码。",
        ]),
        R::TooMany { retry_after } => w("操作太频繁", "操作太频繁了。", wait(retry_after)),
        R::Busy { retry_after } => w("人多排队中", "现在人有点多，已为您排队。", wait(retry_after)),
        // The page never causes these refusals, so its module goes without their texts.
        #[cfg(not(target_arch = "wasm32"))]
        refusal if let Some(wording) = callers::zh(refusal) => wording,
        R::Till(refusal) => till::zh(refusal, now),
        R::Unknown(refusal) => {
            unknown(refusal, &["无法完成", "这一步暂时无法完成。", "请刷新页面后再试。"])
        }
        _ => fixed(&["系统出错", "系统出了点问题，结果还不确定。", "请重新打开页面查看结果。"]),
    }
}
