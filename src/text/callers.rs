//! Texts of refusals that only callers of the interface get. The page's module goes without them.

use mall_contract::{CallerRefusal as C, LineRefused, Refusal as R};

use super::{Language, Wording, wording as w};

/// Returns the rule of an offer that only people who have logged in may claim.
#[must_use]
pub fn claim_needs_login(language: Language) -> &'static str {
    match language {
        Language::Zh => "需在商场小程序里登录后领取。",
        Language::En => "Claim it in the mall's mini-program, signed in.",
    }
}

/// Returns the Chinese text; `None` for a refusal of the page.
pub fn zh(refusal: &R) -> Option<Wording> {
    Some(match refusal {
        R::Caller(C::LoginInvalid) => {
            w("登录失败", "微信的登录信息无效或已用过。", "请重新登录，或不登录继续。")
        }
        R::Caller(C::PersonRequired) => w(
            "需要登录",
            "这个优惠需要在小程序里登录后领取。",
            "请在微信里打开商场小程序，登录后再领。",
        ),
        R::Caller(C::LoginUnavailable) => {
            w("暂不能登录", "这里还没有开通小程序登录。", "请不登录继续，并告知商场。")
        }
        R::Caller(C::ScanUnavailable) => w(
            "微信扫码暂不可用",
            "这里还没有开通微信扫码。",
            "请用手机相机扫码，或输入码下方的字符。",
        ),
        R::RequestIdReused => {
            w("请求重复", "这次请求与之前的不一致，没有处理。", "请刷新页面后再试。")
        }
        R::UnknownRequest => w("没有收到", "没有收到过这次请求。", "请再提交一次。"),
        R::CrossSite => w("已拦截", "这次提交来自其他网站，没有处理。", "请在本页面操作。"),
        R::SignatureInvalid => {
            w("签名无效", "请求的签名缺失或不正确。", "请核对密钥编号、密钥和签名方法。")
        }
        R::TimestampStale => {
            w("时间不符", "请求的时间与服务器相差超过五分钟。", "请校准时钟后重新签名发送。")
        }
        R::Caller(C::NonceUsed) => w(
            "请求重复",
            "这个随机串已用过，这次请求没有处理。",
            "请换一个随机串，重新签名后发送。",
        ),
        R::UnknownStore => w("门店不存在", "商场里没有这个门店。", "请核对门店编号。"),
        R::Caller(C::UnknownPlacement) => w(
            "没有找到这个码",
            "商场里没有这个码，可能已经换新了。",
            "请核对码下方的六位字符，或扫附近的其他码。",
        ),
        R::Caller(C::UnknownCategory) => {
            w("业态不存在", "商场里没有这个业态。", "请核对业态编号。")
        }
        R::Caller(C::LinesRefused { count, lines }) => w(
            "部分行有误",
            format!(
                "{count} 行有误，什么都没有改动。{}",
                first(lines, zh, |line| format!("第 {line} 行："))
            ),
            "请更正这些行，再重新导入整个文件。",
        ),
        R::Caller(C::NotUtf8 { line }) => w(
            "编码不对",
            format!("这个文件不是 UTF-8 编码，从第 {line} 行起无法读取。"),
            "请另存为“CSV UTF-8”再导入。",
        ),
        R::Caller(C::SheetTooLong { count, limit }) => w(
            "一次太多",
            format!("共有 {count} 个码位，一次最多印 {limit} 个。"),
            "请按楼层、门店或编号分几次打印。",
        ),
        R::Caller(C::NoGlyph { characters }) => w(
            "缺少字体",
            format!("服务器的字体缺少这些字：{characters}"),
            "请在服务器上安装含这些字的字体，或改用别的字。",
        ),
        R::PaymentChanged => {
            w("内容不一致", "这个交易号已报告过，但内容不同。", "请核对交易，更正后用新的交易号。")
        }
        R::OrderTaken => w("订单重复", "这个订单号已属于另一笔支付。", "请核对商户号和订单号。"),
        R::UnknownPayment => {
            w("没有这笔交易", "没有收到过这个交易号的支付通知。", "请先报告支付，再报告退款。")
        }
        R::RefundConflict => {
            w("退款不符", "退款超过剩余金额，或同一退款号内容不同。", "请核对退款金额和退款号。")
        }
        R::Malformed { field } => {
            w("内容有误", format!("“{field}”缺失或格式不对。"), "请更正后再提交。")
        }
        R::TooLarge { limit } => {
            w("内容过大", format!("内容超过 {limit} 字节。"), "请缩短后再提交。")
        }
        R::UnsupportedMediaType => {
            w("类型不支持", "不支持这种内容类型。", "请使用 application/json。")
        }
        R::NotFound => w("页面不存在", "这里什么都没有。", "请检查地址，或打开卡包。"),
        R::MethodNotAllowed => w("方法不支持", "这个地址不支持这种操作。", "请返回上一页。"),
        _ => return None,
    })
}

/// Returns the English text; `None` for a refusal of the page.
pub fn en(refusal: &R) -> Option<Wording> {
    Some(match refusal {
        R::Caller(C::LoginInvalid) => w(
            "Sign-in failed",
            "WeChat's login code is wrong or was used before.",
            "Please sign in again, or continue without.",
        ),
        R::Caller(C::PersonRequired) => w(
            "Sign-in needed",
            "This offer is for people who have signed in.",
            "Please open the mall's mini-program in WeChat, and claim it there.",
        ),
        R::Caller(C::LoginUnavailable) => w(
            "Sign-in unavailable",
            "Sign-in by mini-program is not set up here.",
            "Please continue without, and tell the mall.",
        ),
        R::Caller(C::ScanUnavailable) => w(
            "WeChat scan unavailable",
            "WeChat's scanner is not set up here.",
            "Please scan with the phone's camera, or type the characters below the code.",
        ),
        R::RequestIdReused => w(
            "Repeated request",
            "This request id was used before with other content.",
            "Please reload the page and try again.",
        ),
        R::UnknownRequest => {
            w("Not received", "This request was never received.", "Please send it again.")
        }
        R::CrossSite => w(
            "Blocked",
            "This came from another site, so nothing was done.",
            "Please use this page.",
        ),
        R::SignatureInvalid => w(
            "Bad signature",
            "The request's signature is missing or wrong.",
            "Check the key id, the secret and the signing method.",
        ),
        R::TimestampStale => w(
            "Clock differs",
            "The timestamp is more than five minutes off.",
            "Set the clock, sign again and send again.",
        ),
        R::Caller(C::NonceUsed) => w(
            "Sent before",
            "This nonce was used before; this request changed nothing.",
            "Take a new nonce, sign again and send again.",
        ),
        R::UnknownStore => {
            w("No such store", "There is no such store in this mall.", "Check the store id.")
        }
        R::Caller(C::UnknownPlacement) => w(
            "No such code",
            "This mall has no such code; it may have been replaced.",
            "Check the six characters below the code, or scan another one nearby.",
        ),
        R::Caller(C::UnknownCategory) => w(
            "No such category",
            "There is no such category in this mall.",
            "Check the category id.",
        ),
        R::Caller(C::LinesRefused { count, lines }) => w(
            "Some lines are invalid",
            format!(
                "Invalid lines: {count}. Nothing was changed.{}",
                first(lines, en, |line| format!(" Line {line}: "))
            ),
            "Correct them and send the whole file again.",
        ),
        R::Caller(C::NotUtf8 { line }) => w(
            "Not UTF-8",
            format!("The file is not text in UTF-8: line {line} cannot be read."),
            "Save it as “CSV UTF-8” and send it again.",
        ),
        R::Caller(C::SheetTooLong { count, limit }) => w(
            "Too many at once",
            format!("There are {count} placements; at most {limit} can be printed at once."),
            "Print them by floor, store or id in several parts.",
        ),
        R::Caller(C::NoGlyph { characters }) => w(
            "A font is missing",
            format!("No font on the server has these characters: {characters}"),
            "Install a font with them on the server, or use other characters.",
        ),
        R::PaymentChanged => w(
            "Content differs",
            "This transaction was reported before with other content.",
            "Check the transaction; report a correction under a new number.",
        ),
        R::OrderTaken => w(
            "Duplicate order",
            "This order number belongs to another payment.",
            "Check the merchant and the order number.",
        ),
        R::UnknownPayment => w(
            "No such payment",
            "No payment with this transaction id was reported.",
            "Report the payment first, then its refund.",
        ),
        R::RefundConflict => w(
            "Refund conflict",
            "The refund exceeds the rest of the payment, or was reported before with other content.",
            "Check the amount and the refund id.",
        ),
        R::Malformed { field } => w(
            "Invalid input",
            format!("“{field}” is missing or invalid."),
            "Please correct it and send again.",
        ),
        R::TooLarge { limit } => w(
            "Too large",
            format!("The content is over {limit} bytes."),
            "Please shorten it and send again.",
        ),
        R::UnsupportedMediaType => w(
            "Not supported",
            "This type of content is not supported.",
            "Please send application/json.",
        ),
        R::NotFound => {
            w("Not found", "There is nothing here.", "Check the address, or open your wallet.")
        }
        R::MethodNotAllowed => {
            w("Not possible", "This address does not allow that.", "Please go back.")
        }
        _ => return None,
    })
}

/// Returns the text of the first refused line.
fn first(
    lines: &[LineRefused],
    word: fn(&R) -> Option<Wording>,
    before: fn(u32) -> String,
) -> String {
    let line = lines.first().and_then(|line| Some((line.line, word(&line.refusal)?)));
    line.map_or_else(String::new, |(line, wording)| before(line) + &wording.message)
}
