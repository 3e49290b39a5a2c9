//! The engine named by a user agent. A browser may send any text, so only known words are taken from it.

use axum::http::HeaderMap;
use axum::http::header::USER_AGENT;

/// Longer user agents, in bytes, are ignored; the longest honest ones are half as long.
const MAX_USER_AGENT_BYTES: usize = 1024;

/// Chromium with WebAssembly that does not know `'wasm-unsafe-eval'`, by major version.
const CHROMIUM: std::ops::Range<u32> = 57..97;

/// The same for WebKit, by the version of iOS or of Safari.
const WEBKIT: std::ops::Range<u32> = 11..16;

/// The words that are kept of a user agent: the word in it, the word that is stored, and the number of version parts.
/// Nothing else is kept, because names of phones, builds and networks could lead to a person.
const STORED_WORDS: [(&str, &str, usize); 7] = [
    ("Chrome/", "Chrome", 1),
    ("Firefox/", "Firefox", 1),
    ("Version/", "Version", 2),
    ("Android ", "Android", 1),
    ("iPhone OS ", "iOS", 2),
    ("CPU OS ", "iOS", 2),
    ("MicroMessenger/", "WeChat", 3),
];

/// Returns the user agent; empty if it is missing, not text, or too long to be honest.
pub fn agent(headers: &HeaderMap) -> &str {
    let agent = headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
    if agent.len() > MAX_USER_AGENT_BYTES { "" } else { agent }
}

/// Checks whether the user agent names a browser that compiles WebAssembly only under `'unsafe-eval'`. A false one
/// loosens the policy of its own browser only.
pub fn needs_eval(agent: &str) -> bool {
    let matches_version = |word, versions: &std::ops::Range<u32>| {
        let version = numbers(agent, word, 1).and_then(|major| major.parse().ok());
        version.is_some_and(|version| versions.contains(&version))
    };
    if is_chromium(agent) {
        return matches_version("Chrome/", &CHROMIUM);
    }
    let safari = agent.contains("Safari/") && matches_version("Version/", &WEBKIT);
    safari || matches_version("iPhone OS ", &WEBKIT) || matches_version("CPU OS ", &WEBKIT)
}

/// Checks whether the user agent names a Chromium browser.
pub fn is_chromium(agent: &str) -> bool {
    agent.contains("Chrome/")
}

/// Checks whether the user agent names WeChat's web view.
pub fn is_wechat(agent: &str) -> bool {
    agent.contains("MicroMessenger/")
}

/// Returns engine, system and host by name and version, as `Chrome 78, Android 10, WeChat 8.0.6`. It has at most 128
/// bytes, and is empty if none is known.
pub fn name(agent: &str) -> String {
    let part = |(word, label, count): &(&str, &str, usize)| {
        Some(format!("{label} {}", numbers(agent, word, *count)?))
    };
    STORED_WORDS.iter().filter_map(part).collect::<Vec<_>>().join(", ")
}

/// Returns the first numbers of the version behind a word, of at most four digits each.
fn numbers(agent: &str, word: &str, count: usize) -> Option<String> {
    let (_, behind) = agent.split_once(word)?;
    let number = |text: &&str| (1..=4).contains(&text.len());
    let version = behind.split(|c: char| !c.is_ascii_digit() && c != '.' && c != '_').next()?;
    let numbers: Vec<_> = version.split(['.', '_']).take(count).take_while(number).collect();
    (!numbers.is_empty()).then(|| numbers.join("."))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue};

    use super::{agent, name, needs_eval};

    const WECHAT: &str = "Mozilla/5.0 (Linux; Android 10; MI 8 Build/QKQ1.190828.002; wv) AppleWebKit/537.36 (KHTML, \
        like Gecko) Version/4.0 Chrome/78.0.3904.62 XWEB/2691 MMWEBSDK/201101 Mobile Safari/537.36 MMWEBID/5750 \
        MicroMessenger/8.0.6.1900(0x28000653) Process/toolsmp WeChat/arm64 NetType/WIFI Language/zh_CN";
    const PHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 12_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like \
        Gecko) Mobile/15E148 MicroMessenger/8.0.29(0x18001d38) NetType/WIFI Language/zh_CN";
    const MAC: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) \
        Version/15.6 Safari/605.1.15";

    #[test]
    fn only_kernels_without_wasm_unsafe_eval_need_unsafe_eval() {
        for old in [WECHAT, PHONE, MAC, "HeadlessChrome/89.0", "Chrome/96.0"] {
            assert!(needs_eval(old), "{old}");
        }
        let newer = [
            WECHAT.replace("/78.", "/97."),
            PHONE.replace("12_4", "16_0"),
            MAC.replace("/15.", "/16."),
        ];
        for strict in newer.iter().map(String::as_str) {
            assert!(!needs_eval(strict), "{strict}");
        }
    }

    #[test]
    fn an_unknown_or_missing_user_agent_gets_the_strict_policy() {
        let long = format!("{}Chrome/78.0", "x".repeat(10_000));
        for unusual in [
            "",
            "Chrome/",
            "Chrome/x",
            "Chrome/0.0",
            "Chrome/56",
            "Chrome/7800",
            "Chrome/99999999999",
            &long,
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("user-agent", HeaderValue::from_str(unusual).expect("a value"));
            assert!(!needs_eval(agent(&headers)), "{unusual}");
        }
        let mut headers = HeaderMap::new();
        assert_eq!(agent(&headers), "");
        headers.insert("user-agent", HeaderValue::from_bytes(b"Chrome/78\xff").expect("a value"));
        assert_eq!(agent(&headers), "");
    }

    #[test]
    fn a_kernels_name_identifies_no_phone_and_no_person() {
        assert_eq!(name(WECHAT), "Chrome 78, Version 4.0, Android 10, WeChat 8.0.6");
        assert_eq!(name(PHONE), "iOS 12.4, WeChat 8.0.29");
        assert_eq!(name(MAC), "Version 15.6");
        assert_eq!(name("Chrome/12345 <script> Android x"), "");
        let most =
            super::STORED_WORDS.map(|(word, _, _)| format!("{word}1234.1234.1234")).join(" ");
        assert!(name(&most).len() <= 128, "{}", name(&most));
    }
}
