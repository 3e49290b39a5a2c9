//! Texts of the question before another wallet takes the place of the one in this browser. Only the server has them.

use super::Language;

/// All texts of the question, in one language.
pub struct EnteringText {
    pub title: &'static str,
    pub question: &'static str,
    /// The link that changes nothing.
    pub stay: &'static str,
    /// The button that changes the wallet.
    pub change: &'static str,
}

impl EnteringText {
    /// Returns the texts in a language.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        in_language!(language, ZH, EN)
    }
}

const ZH: EnteringText = EnteringText {
    title: "要换一个卡包吗？",
    question: "这个链接会打开另一个卡包。切换后，这里不再显示您现有的券，之后领的券也会放进那个卡包。如果链接是别人发来的，请不要切换。",
    stay: "继续用现在的卡包",
    change: "切换卡包",
};

const EN: EnteringText = EnteringText {
    title: "Use another wallet?",
    question: "This link opens another wallet. Your present coupons would no longer show here, and what you claim next would go into \
               that wallet. If somebody else sent you the link, do not switch.",
    stay: "Keep my wallet",
    change: "Switch wallets",
};
