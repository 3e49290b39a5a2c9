//! The mini-program's rules are pure functions, so that they can be tested without a phone.

use super::finding::Finding;
use super::source::SourceFile;

/// Refuses uses of WeChat in `miniprogram/lib`.
pub fn pure_rules(file: &SourceFile) -> Vec<Finding> {
    if !file.path.starts_with("miniprogram/lib/") {
        return Vec::new();
    }
    let comment = |line: &str| line.trim_start().starts_with(['*', '/']);
    let code = file.code_lines().filter(|(_, line)| !comment(line));
    let impure = code.filter(|(_, line)| {
        line.contains("wx.") || line.contains("getApp(") || line.contains("require('../")
    });
    impure
        .map(|(number, _)| {
            file.finding_at(
                number,
                "miniprogram/lib is pure; WeChat belongs into miniprogram/wechat",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::pure_rules;
    use crate::tidy::count;

    #[test]
    fn rules_that_use_the_phone_are_refused() {
        assert_eq!(count(pure_rules, "miniprogram/lib/scan.js", "  wx.scanCode({});\n"), 1);
        let phone = "const { phoneTexts } = require('../wechat/phone');\n";
        assert_eq!(count(pure_rules, "miniprogram/lib/host.js", phone), 1);
    }

    #[test]
    fn uses_in_pages_and_comments_are_allowed() {
        assert_eq!(count(pure_rules, "miniprogram/pages/scan/scan.js", "wx.scanCode({});\n"), 0);
        assert_eq!(count(pure_rules, "miniprogram/lib/scan.js", " * as `wx.scanCode` says\n"), 0);
        assert_eq!(count(pure_rules, "miniprogram/lib/scan.js", "require('./address');\n"), 0);
    }
}
