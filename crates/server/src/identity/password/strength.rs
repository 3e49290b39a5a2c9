//! The strength of a password, as an estimator knows it.

use zxcvbn::{Score, zxcvbn};

/// The least strength: 10^8 guesses, which are too many for a server that slows guesses down.
const LEAST_SCORE: Score = Score::Three;

/// Words that everybody can guess here, beside those of the person and the mall: the product's own, and numbers that sound
/// like "I love you for ever" in Chinese.
const GUESSABLE_WORDS: [&str; 9] = [
    "mall",
    "coupon",
    "mallcoupon",
    "mallcoupons",
    "till",
    "cashier",
    "1314520",
    "5201314",
    "woaini",
];

/// Checks whether a password is hard to guess for somebody who knows these names.
#[must_use]
pub fn is_strong(password: &str, names: &[&str]) -> bool {
    // A name of several words is guessed word by word, and as one.
    let parts = names.iter().flat_map(|name| name.split_whitespace());
    let joined: Vec<String> = names.iter().map(|name| name.split_whitespace().collect()).collect();
    let joined = joined.iter().map(String::as_str);
    let names = names.iter().copied().chain(parts).chain(joined);
    let all = GUESSABLE_WORDS.into_iter().chain(names);
    let words: Vec<&str> = all.filter(|word| !word.is_empty()).collect();
    zxcvbn(password, &words).score() >= LEAST_SCORE
}

#[cfg(test)]
mod tests {
    use super::is_strong;

    #[test]
    fn a_password_that_is_tried_first_is_weak() {
        let names = ["Aurora Center", "环贸中心", "Wang Fang", "cafe"];
        for weak in [
            "1234567890",
            "password12",
            "Passw0rd2026",
            "qwertyuiop",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "11111111112",
            "iloveyou2026",
            "AuroraCenter",
            "wangfang2026",
            "WangFang1990",
            "auroraaurora",
            "mallcoupon12",
            "cafecafe1234",
            "woaini1314520",
        ] {
            assert!(!is_strong(weak, &names), "{weak}");
        }
    }

    #[test]
    fn a_password_of_several_words_is_strong() {
        for strong in
            ["correct horse battery", "Vier-grüne-Ampeln", "x7!kP0q#Lm2", "雨后的山有茶香味道"]
        {
            assert!(is_strong(strong, &["Aurora Center", "Wang"]), "{strong}");
        }
        assert!(is_strong("Zt4kR-1qWm8vXb2Lp9Js", &[]), "a password that was made");
    }
}
