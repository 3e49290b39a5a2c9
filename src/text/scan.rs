//! Texts of the page that scans codes. Only that page's module has them.

use super::Language;
use super::camera::{CameraText, Notice};

/// All texts of the page that scans codes, in one language.
pub struct ScanText {
    pub intro: &'static str,
    /// Without the module: another way to scan.
    pub by_phone: &'static str,
    pub open_camera: &'static str,
    pub scan: &'static str,
    pub choose_picture: &'static str,
    pub reading_picture: &'static str,
    pub scan_another: &'static str,
    pub opening_page: &'static str,

    pub no_code: Notice,
    pub not_a_picture: Notice,
    pub coupon_code: Notice,
    pub foreign_code: Notice,
    pub empty_code: &'static str,

    pub code_label: &'static str,
    pub code_hint: &'static str,
    pub open: &'static str,
    pub not_a_code: &'static str,

    pub camera: CameraText,
}

impl ScanText {
    /// Returns the texts in a language.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        in_language!(language, ZH, EN)
    }
}

#[cfg(feature = "zh")]
static ZH: ScanText = ScanText {
    intro: "对准餐桌、海报或橱窗上的二维码，就能领券。",
    by_phone: "也可以用微信“扫一扫”或手机相机对准二维码，直接打开。",
    open_camera: "打开相机",
    scan: "扫一扫",
    choose_picture: "从相册选图",
    reading_picture: "正在识别图片…",
    scan_another: "再扫一个",
    opening_page: "已识别，正在打开…",

    no_code: ["图片里没有找到二维码", "请换一张更清晰、二维码更大的图片，或输入码下方的编码。"],
    not_a_picture: ["打不开这个文件", "请选一张照片或截图。"],
    coupon_code: [
        "这是优惠券的券码",
        "请到券上的门店，结账时出示给收银员。卡包里写明了每张券的门店。",
    ],
    foreign_code: ["这不是本商场的码", "为了您的安全，没有打开它。内容是："],
    empty_code: "（没有文字）",

    code_label: "扫不了？输入码下方的编码",
    code_hint: "六位字母和数字，例如 7K0 1QD",
    open: "查看优惠",
    not_a_code: "编码不对。请核对二维码下方的六位字母和数字，再输入一次。",

    camera: CameraText {
        opening: "正在打开相机…",
        aim: "把二维码放进框里",
        close_camera: "关闭相机",
        light_on: "开灯",
        light_off: "关灯",
        switch_camera: "切换镜头",
        retry: "再试一次",
        permission_denied: [
            "没有相机权限",
            "请在微信或浏览器的设置里允许使用相机，再试一次。也可以从相册选图，或输入编码。",
        ],
        no_camera: ["没有找到相机", "可以从相册选图，或输入码下方的编码。"],
        in_use: ["相机正被其他应用使用", "请关闭该应用后再试。"],
        disconnected: ["相机断开了", "可能被其他应用占用，请再试一次。"],
        unsupported: ["这里不能使用相机", "可以从相册选图，或输入码下方的编码。"],
        not_loaded: ["扫码功能加载失败", "请检查网络后再试，也可以输入码下方的编码。"],
    },
};

#[cfg(feature = "en")]
static EN: ScanText = ScanText {
    intro: "Scan the code on a table, poster or shop window to get its coupons.",
    by_phone: "Your phone's camera app opens the code, too.",
    open_camera: "Open the camera",
    scan: "Scan",
    choose_picture: "Choose a picture",
    reading_picture: "Reading the picture…",
    scan_another: "Scan another",
    opening_page: "Found it, opening…",

    no_code: [
        "No code found in the picture",
        "Choose a clearer one with a larger code, or type the letters and digits below the code.",
    ],
    not_a_picture: ["This file cannot be opened", "Please choose a photo or a screenshot."],
    coupon_code: [
        "This is a coupon code",
        "Show it to the cashier when you pay at the coupon's store. Your wallet names the store of each coupon.",
    ],
    foreign_code: ["Not a code of this mall", "For your safety we did not open it. It says:"],
    empty_code: "(no text)",

    code_label: "Can't scan? Type the code",
    code_hint: "Six letters and digits below the code, such as 7K0 1QD",
    open: "See coupons",
    not_a_code: "This mall has no such code. Please check the six letters and digits below the QR code.",

    camera: CameraText {
        opening: "Opening the camera…",
        aim: "Hold the code inside the frame",
        close_camera: "Close camera",
        light_on: "Light on",
        light_off: "Light off",
        switch_camera: "Switch camera",
        retry: "Try again",
        permission_denied: [
            "Camera access is off",
            "Allow the camera in the settings of WeChat or your browser, then try again. Or choose a picture, or type the code.",
        ],
        no_camera: [
            "No camera found",
            "Choose a picture instead, or type the letters and digits below the code.",
        ],
        in_use: ["Another app is using the camera", "Close that app, then try again."],
        disconnected: ["The camera stopped", "Another app may be using it. Please try again."],
        unsupported: [
            "The camera cannot be used here",
            "Choose a picture instead, or type the letters and digits below the code.",
        ],
        not_loaded: [
            "The scanner could not be loaded",
            "Check your network, then try again. Or type the letters and digits below the code.",
        ],
    },
};
