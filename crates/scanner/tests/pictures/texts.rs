//! Texts in all the ways in which codes hold them.

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, ISO_8859_2, ISO_8859_5, ISO_8859_7, SHIFT_JIS};
use encoding_rs::{WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254, WINDOWS_1256};
use qrcode::EcLevel;

use super::code::Code;
use super::payload::Payload;
use super::segments::Segment;

/// A way in which a code holds a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Text {
    /// Kanji mode.
    Kanji,
    /// Bytes in Shift JIS, which nothing names.
    ShiftJis,
    /// Bytes in encodings that numbers name (extended channel interpretation).
    Named,
    /// Hanzi mode.
    Hanzi,
    /// Bytes in GB 18030, which nothing names.
    Gb18030,
    /// Bytes in UTF-8, which nothing names.
    Utf8,
    /// Bytes in ISO 8859-1, which nothing names.
    Latin1,
    /// One of several codes (structured append).
    Parts,
}

const JAPANESE: [&str; 12] = [
    "東京",
    "極光珈琲",
    "渋谷店クーポン",
    "コーヒー一杯無料",
    "ありがとうございます",
    "本日限り全品半額 7K01QD",
    "千円以上お買い上げの方に",
    "二千円で百円引き：喫茶きつね",
    "レシートをお持ちください",
    "https://coupons.example.com/q/7K01QD 焼肉",
    "駐車場は地下二階です。",
    "春の新作ケーキ、二割引！",
];

const CHINESE: [&str; 14] = [
    "领券",
    "满减",
    "极光咖啡",
    "小鹿童装：满100减20",
    "四海火锅 7K01QD",
    "停车两小时免费",
    "星河影院3号厅",
    "扫码领券，今日有效",
    "凭小票到服务台领取礼品一份",
    "https://coupons.example.com/q/7K01QD 领券",
    "A座",
    "中庭扶梯旁海报",
    "第二件半价（限饮品）",
    "新店开业，全场八八折",
];

/// Characters that GB 2312 does not have.
const BEYOND_GB_2312: [&str; 4] = ["朱镕基", "優惠券 7K01QD", "臺北小吃", "咖啡☕买一送一"];

const WESTERN: [&str; 10] = [
    "Café",
    "Crème brûlée",
    "Größe",
    "Straße 7",
    "£5 off",
    "Müßiggang für alle",
    "¿Qué? ¡Olé!",
    "Señor Ñandú",
    "déjà vu, créée",
    "Ærøskøbing 20°",
];

/// Texts with the numbers of their encodings.
const NAMED: [(u32, &Encoding, &str); 15] = [
    (4, ISO_8859_2, "Zażółć gęślą jaźń"),
    (7, ISO_8859_5, "Скидка"),
    (9, ISO_8859_7, "Έκπτωση"),
    (11, WINDOWS_1254, "İndirim çağrısı"),
    (20, SHIFT_JIS, "東京のクーポン"),
    (20, SHIFT_JIS, "ｺｰﾋｰ 100円"),
    (21, WINDOWS_1250, "Žluťoučký kůň"),
    (22, WINDOWS_1251, "Кофе бесплатно"),
    (23, WINDOWS_1252, "5 € – “Café”"),
    (24, WINDOWS_1256, "قسيمة"),
    (28, BIG5, "優惠券：滿百送十"),
    (29, GB18030, "满一百减二十"),
    (30, EUC_KR, "할인 쿠폰"),
    (32, GB18030, "优惠券 镕 😀"),
    (26, encoding_rs::UTF_8, "券 – 쿠폰 – купон – ☕"),
];

/// A text in code page 437, under both of its numbers.
const CODE_PAGE_437: (&str, &[u8]) = ("Café £5 ½ ║ßπ", b"Caf\x82 \x9c5 \xab \xba\xe1\xe3");

/// A text in UTF-16 and UTF-32, with a character beyond 16 bits.
const WIDE: &str = "券 café 🎫";

impl Text {
    /// All ways.
    pub const ALL: [Self; 8] = [
        Self::Kanji,
        Self::ShiftJis,
        Self::Named,
        Self::Hanzi,
        Self::Gb18030,
        Self::Utf8,
        Self::Latin1,
        Self::Parts,
    ];

    /// Returns the way in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kanji => "Kanji mode",
            Self::ShiftJis => "Shift JIS bytes",
            Self::Named => "named encodings (ECI)",
            Self::Hanzi => "Hanzi mode",
            Self::Gb18030 => "GB 18030 bytes",
            Self::Utf8 => "UTF-8 bytes",
            Self::Latin1 => "Latin 1 bytes",
            Self::Parts => "parts of several codes",
        }
    }

    /// Returns the number of texts.
    pub fn count(self) -> usize {
        self.samples().len()
    }

    /// Returns the code of a text by its number.
    pub fn code(self, number: usize) -> Code {
        let Sample { text, segments, part } = self.samples().swap_remove(number);
        let level = [EcLevel::L, EcLevel::M, EcLevel::Q, EcLevel::H][number % 4];
        Code::with_segments(Payload::Text { text, part }, &segments, level)
    }

    fn samples(self) -> Vec<Sample> {
        let bytes = |encoding: &'static Encoding| {
            move |text: &&str| Sample::of(text, vec![Segment::Bytes(encode(encoding, text))])
        };
        match self {
            Self::Kanji => JAPANESE.iter().map(|text| in_mode(text, SHIFT_JIS)).collect(),
            Self::ShiftJis => JAPANESE.iter().map(bytes(SHIFT_JIS)).collect(),
            Self::Named => named(),
            Self::Hanzi => CHINESE.iter().map(|text| in_mode(text, GB18030)).collect(),
            Self::Gb18030 => CHINESE.iter().chain(&BEYOND_GB_2312).map(bytes(GB18030)).collect(),
            Self::Utf8 => {
                let all = JAPANESE.iter().chain(&CHINESE).chain(&BEYOND_GB_2312).chain(&WESTERN);
                all.map(bytes(encoding_rs::UTF_8)).collect()
            }
            Self::Latin1 => {
                let latin = |text: &str| text.chars().map(|letter| letter as u8).collect();
                WESTERN
                    .iter()
                    .map(|text| Sample::of(text, vec![Segment::Bytes(latin(text))]))
                    .collect()
            }
            Self::Parts => parts(),
        }
    }
}

struct Sample {
    text: String,
    segments: Vec<Segment>,
    part: Option<(u8, u8)>,
}

impl Sample {
    fn of(text: &str, segments: Vec<Segment>) -> Self {
        Self { text: text.to_owned(), segments, part: None }
    }
}

fn encode(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, _, has_failed) = encoding.encode(text);
    assert!(!has_failed, "{text} has characters beyond {}", encoding.name());
    bytes.into_owned()
}

/// Puts characters of two bytes into segments of Kanji or Hanzi mode, and others into bytes.
fn in_mode(text: &str, encoding: &'static Encoding) -> Sample {
    let mut segments = Vec::new();
    for letter in text.chars() {
        let bytes = encode(encoding, letter.encode_utf8(&mut [0; 4]));
        let is_wide = bytes.len() == 2;
        match segments.last_mut() {
            Some(Segment::Kanji(last) | Segment::Hanzi(last)) if is_wide => last.extend(bytes),
            Some(Segment::Bytes(last)) if !is_wide => last.extend(bytes),
            _ if !is_wide => segments.push(Segment::Bytes(bytes)),
            _ if encoding == SHIFT_JIS => segments.push(Segment::Kanji(bytes)),
            _ => segments.push(Segment::Hanzi(bytes)),
        }
    }
    Sample::of(text, segments)
}

fn named() -> Vec<Sample> {
    let under = |number: u32, text: &str, bytes: Vec<u8>| {
        Sample::of(text, vec![Segment::Encoding(number), Segment::Bytes(bytes)])
    };
    let mut samples: Vec<Sample> = NAMED
        .iter()
        .map(|(number, encoding, text)| under(*number, text, encode(encoding, text)))
        .collect();
    let (text, bytes) = CODE_PAGE_437;
    samples.extend([0, 2].map(|number| under(number, text, bytes.to_vec())));
    samples.extend([1, 3].map(|number| under(number, "Größe", b"Gr\xf6\xdfe".to_vec())));
    let units: Vec<u16> = WIDE.encode_utf16().collect();
    let letters: Vec<u32> = WIDE.chars().map(u32::from).collect();
    let wide: [(u32, Vec<u8>); 4] = [
        (25, units.iter().flat_map(|unit| unit.to_be_bytes()).collect()),
        (33, units.iter().flat_map(|unit| unit.to_le_bytes()).collect()),
        (34, letters.iter().flat_map(|letter| letter.to_be_bytes()).collect()),
        (35, letters.iter().flat_map(|letter| letter.to_le_bytes()).collect()),
    ];
    samples.extend(wide.map(|(number, bytes)| under(number, WIDE, bytes)));
    // Two encodings in one code, and bytes before the first number, which are ISO 8859-1 then.
    let two = [
        Segment::Encoding(26),
        Segment::Bytes("领券 ".into()),
        Segment::Encoding(20),
        Segment::Bytes(encode(SHIFT_JIS, "東京")),
    ];
    let later = [
        Segment::Bytes(b"Cr\xe8me br\xfbl\xe9e ".to_vec()),
        Segment::Encoding(22),
        Segment::Bytes(encode(WINDOWS_1251, "кофе")),
    ];
    samples.push(Sample::of("领券 東京", two.into()));
    samples.push(Sample::of("Crème brûlée кофе", later.into()));
    samples
}

/// Divides texts among two to four codes.
fn parts() -> Vec<Sample> {
    let texts = [
        ("扫码领券，今日有效。", 2),
        ("https://coupons.example.com/q/7K01QD", 3),
        ("極光珈琲 – 極光珈琲", 4),
    ];
    let mut samples = Vec::new();
    for (text, count) in texts {
        let parity = text.bytes().fold(0, |parity, byte| parity ^ byte);
        let letters: Vec<char> = text.chars().collect();
        let each = letters.len().div_ceil(count.into());
        for (number, letters) in (1..).zip(letters.chunks(each)) {
            let text: String = letters.iter().collect();
            let place = Segment::Part { number, count, parity };
            let segments = vec![place, Segment::Bytes(text.clone().into_bytes())];
            samples.push(Sample { text, segments, part: Some((number, count)) });
        }
    }
    samples
}
