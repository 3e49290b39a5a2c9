//! Simplified Chinese.

use mall_contract::{CodeEntryMode, Fen, InvalidAmount, Refusal, Role, TillRefusal};

use super::{CameraText, TillText};

pub static TEXT: TillText = TillText {
    title: "收银台",
    opening: "收银台正在打开。如果几秒后还是这样，请换用新版的 Chrome、Edge 或 Safari 浏览器。",

    log_in: "登录",
    store: "门店",
    choose_store: "请选择门店",
    name: "姓名",
    password: "密码",
    one_moment: "请稍等…",
    session_ended: "登录已结束，请重新登录。刚才输入的内容还在。",
    locked_for: |seconds| format!("错误次数太多，请 {seconds} 秒后再登录。"),
    unreachable: "连不上服务器，请检查网络后再试。",
    choose_password: "设置自己的密码",
    choose_password_hint: "初始密码是别人设置的，请换成只有自己知道的，至少 10 个字符。",
    current_password: "当前密码",
    new_password: "新密码",
    repeat_password: "确认新密码",
    passwords_differ: "两次输入的新密码不一致。",
    save: "保存",
    role: |role| match role {
        Role::Cashier => "收银员",
        Role::StoreManager => "店长",
        Role::Merchant => "商户",
        Role::Operator => "商场运营",
        Role::Provider => "服务商",
    },
    menu: "菜单",
    sound_on: "打开声音",
    sound_off: "关闭声音",
    log_out: "退出登录",
    log_out_everywhere: "在所有设备上退出",

    ready: ["请扫顾客的券码", "扫码枪可以直接扫，也可以用相机，或输入券码。"],
    scan: "用相机扫码",
    code: "券码",
    code_hint: "十六位字母和数字，大小写、空格和连字符都可以",
    check: "查券",
    not_a_code: ["不是优惠券的券码", "券码有十六位字母和数字，请核对后再输入。"],
    looking_up: "正在查券…",
    lookup_failed: ["连不上服务器", "还没有查到这张券，没有任何改动。请检查网络后再试。"],
    try_again: "再试一次",
    usable: "可以使用",
    usable_next: "输入订单号和金额，然后核销。",
    code_end: |end| format!("尾号 {end}"),
    order: "订单号",
    order_invalid: "请输入订单号，最多 64 个字符。",
    amount: "订单金额（元，用券前）",
    amount_invalid: |wrong| match wrong {
        InvalidAmount::Empty => "请输入订单金额。",
        InvalidAmount::Negative => "金额不能小于 0。",
        InvalidAmount::TooPrecise => "金额最多两位小数。",
        InvalidAmount::TooLarge => "金额最多一千万元。",
        InvalidAmount::NotANumber => "这不是金额，请输入数字，例如 128.50。",
    },
    amount_short: |short| format!("未满门槛，还差 {short} 元。"),
    amount_same_as_order: |amount| {
        format!("金额和订单号一样：¥{}。确定没有填错吗？", amount.exact())
    },
    amount_far_above: |amount| format!("金额比平时高很多：¥{}。确定没有填错吗？", amount.exact()),
    revise_amount: "修改金额",
    confirm_amount: "没有填错，核销",
    redeem: "核销",

    redeeming: ["正在核销…", "请稍等，出结果前请勿收券。"],
    result_unknown: ["结果还不确定", "网络不稳定，正在自动查询结果。请勿换单号重复核销。"],
    serve_next_shopper: "先接待下一位",
    redeemed: "核销成功",
    undone: "已撤销",
    undone_by: |at, by, reason| format!("{at} 由 {by} 撤销：{reason}"),
    saving: "优惠",
    to_pay: "应收",
    cashier: "核销人",
    time: "时间",
    next_shopper: "下一位",
    set_aside_pending: |order| format!("订单 {order} 的结果还不确定，正在自动查询"),
    set_aside_redeemed: |order| format!("订单 {order} 核销成功"),
    set_aside_refused: |order, reason| format!("订单 {order} 未核销：{reason}"),
    dismiss: "知道了",

    undo: "撤销",
    undo_of: |order| format!("撤销订单 {order} 的核销"),
    undo_until: |until| format!("{until} 前可以撤销"),
    undo_reason: "为什么撤销？",
    undo_reasons: ["收错了券", "顾客退单", "订单号或金额输错"],
    other_undo_reason: "其他原因",
    confirm_undo: "撤销这次核销",
    cancel_undo: "不撤销",
    undo_reason_missing: "请写下原因，最多 200 个字。",
    undoing: "正在撤销…",
    undo_unknown: "撤销结果还不确定，正在自动查询…",

    today: "今天",
    day_before: "前一天",
    day_after: "后一天",
    totals: ["核销", "撤销", "订单金额", "优惠金额"],
    download_csv: "下载表格",
    day_empty: "这一天还没有核销。",
    loading: "正在加载…",
    not_loaded: "清单加载失败。",
    more: |count| format!("显示更多（还有 {count} 笔）"),
    entry_mode: |read| match read {
        CodeEntryMode::Scanned => "扫码",
        CodeEntryMode::Typed => "手输",
        CodeEntryMode::Offline => "离线",
    },
    order_of: |order| format!("订单 {order}"),
    conflicts: "离线核销，需与商场核对",
    conflicts_hint: "这些券在离线时核销，联网后发现不应核销。顾客不会被扣款。",

    offline: "离线核销",
    offline_hint: "断网时也能核销，每张券的优惠和每台收银机的张数有上限。",
    offline_on: "允许离线核销",
    value_limit: "每张券最多优惠（元）",
    count_limit: "每台最多核销（张）",
    limits_invalid: "优惠要大于 0 元，张数是 1 到 1000。",
    settings_saved: "已保存。",

    offline_allowed: |remaining, value, until| {
        format!(
            "没有网络，可离线核销：{until} 前还能核销 {remaining} 张，每张最多优惠 {value} 元。请扫顾客手机上的二维码。"
        )
    },
    offline_used_up: "没有网络，离线核销的张数或时间已用完。请等网络恢复。",
    offline_not_allowed: "没有网络，本店没有开通离线核销。请等网络恢复。",
    uploads_pending: |count| {
        format!("{count} 张离线核销的券还没有上传，联网后自动上传。请勿清除浏览器数据。")
    },
    conflicts_found: |count| {
        format!("离线核销的券中有 {count} 张需与商场核对，见下面的清单。顾客不会被扣款。")
    },
    usable_offline: "可以离线核销",
    usable_offline_for: |value, least| match least {
        Fen(..=0) => format!("按券面优惠，最多减 {value} 元。"),
        _ => format!("满 {least} 元可用，按券面优惠，最多减 {value} 元。"),
    },
    redeemed_offline: "已离线核销",
    redeemed_offline_for: |order, value| {
        format!("订单 {order}，最多减 {value} 元。联网后自动上传。")
    },
    refused_offline: |refusal| {
        Some(match refusal {
            Refusal::Till(TillRefusal::OfflineNotProven) => [
                "暂时不能核销".into(),
                "没有网络，无法验证这个码。请扫顾客券页面上当前的二维码，或等网络恢复。".into(),
            ],
            Refusal::Till(TillRefusal::OfflineNotGranted) => {
                ["暂时不能核销".into(), "没有网络，离线核销的时间已用完。请等网络恢复。".into()]
            }
            Refusal::Till(TillRefusal::OfflineOverLimit { most_value, most_count }) => [
                "暂时不能核销".into(),
                format!(
                    "离线时最多核销 {most_count} 张，每张最多优惠 {most_value} 元。请等网络恢复。"
                ),
            ],
            _ => return None,
        })
    },

    camera: CameraText {
        opening: "正在打开相机…",
        aim: "把顾客的二维码放进框里",
        close_camera: "关闭相机",
        light_on: "开灯",
        light_off: "关灯",
        switch_camera: "切换镜头",
        retry: "再试一次",

        permission_denied: [
            "没有相机权限",
            "请在浏览器的设置里允许使用相机，或用扫码枪、输入券码。",
        ],
        no_camera: ["没有找到相机", "可以用扫码枪，或输入券码。"],
        in_use: ["相机正被其他应用使用", "请关闭该应用后再试。"],
        disconnected: ["相机断开了", "可能被其他应用占用，请再试一次。"],
        unsupported: ["这里不能使用相机", "可以用扫码枪，或输入券码。"],
        not_loaded: ["扫码功能加载失败", "请检查网络，然后再试。也可以用扫码枪，或输入券码。"],
    },
};
