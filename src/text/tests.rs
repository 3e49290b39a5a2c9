use mall_contract::samples::refusals;
use mall_contract::{Benefit, Fen, Moment, PercentPaid, Refusal, Validity};

use super::{Language, Text};

fn at(text: &str) -> Moment {
    Moment::try_from(text.to_owned()).expect("a moment")
}

fn both() -> [&'static Text; 2] {
    [Text::of(Language::Zh), Text::of(Language::En)]
}

#[test]
fn a_discount_means_the_same_in_both_languages() {
    let table = [(95, "9.5", "5%"), (88, "8.8", "12%"), (50, "5", "50%"), (5, "0.5", "95%")];
    for (percent, tenths, off) in table {
        let paid_share = PercentPaid::new(percent).expect("a share");
        let benefit = Benefit::Discount { paid_share, cap: None };
        let [zh, en] = both().map(|text| (text.benefit)(&benefit));
        assert_eq!((zh.before, zh.main.as_str(), zh.after), ("", tenths, "折"));
        assert_eq!((en.before, en.main.as_str(), en.after), ("", off, "off"));
        assert_eq!((zh.detail, en.detail), (None, None));
    }
}

#[test]
fn a_discount_shows_its_largest_saving() {
    let benefit = Benefit::Discount {
        paid_share: PercentPaid::new(88).expect("a share"),
        cap: Some(Fen(3000)),
    };
    let [zh, en] = both().map(|text| (text.benefit)(&benefit));
    assert_eq!(zh.detail.as_deref(), Some("最多减 30 元"));
    assert_eq!(en.detail.as_deref(), Some("up to ¥30 off"));
}

#[test]
fn thousands_are_separated_in_both_languages() {
    let [zh, en] = both();
    assert_eq!((zh.threshold)(Fen(123_450)), "满 1,234.5 元可用");
    assert_eq!((en.threshold)(Fen(123_450)), "Spend ¥1,234.5 or more");
    let off = both().map(|text| (text.benefit)(&Benefit::AmountOff(Fen(1_000_000))).main);
    assert_eq!(off, ["10,000", "10,000"]);
}

#[test]
fn a_day_is_named_in_the_malls_time_zone() {
    // Late evening in the mall is still the day before in UTC.
    let now = at("2026-11-23T23:30:00+08:00");
    let [zh, en] = both();
    assert_eq!((zh.moment)(at("2026-11-24T00:10:00+08:00"), now), "明天 00:10");
    assert_eq!((en.moment)(at("2026-11-23T10:00:00+08:00"), now), "today 10:00");
    assert_eq!((zh.moment)(at("2027-01-02T09:05:00+08:00"), now), "2027年1月2日 09:05");
    assert_eq!((en.moment)(at("2026-12-31T09:05:00+08:00"), now), "31 Dec 09:05");
}

#[test]
fn validity_names_its_last_usable_moment() {
    let now = at("2026-11-23T18:00:00+08:00");
    let [zh, en] = both();
    let week = Validity::AfterClaim { wait_days: 0, days: 7 };
    assert_eq!((zh.validity_if_claimed)(week, now, now), "现在领取，11月29日 23:59前可用");
    assert_eq!((en.validity_if_claimed)(week, now, now), "Claim now, use by 29 Nov 23:59");
    let later = at("2026-11-24T10:00:00+08:00");
    assert_eq!((zh.validity_if_claimed)(week, later, now), "届时领取，11月30日 23:59前可用");
    let tomorrow = Validity::AfterClaim { wait_days: 1, days: 1 };
    assert_eq!((zh.validity_if_claimed)(tomorrow, now, now), "明天 00:00起，明天 23:59前可用");
}

#[test]
fn the_next_step_of_a_refusal_has_its_figures() {
    let now = at("2026-11-23T18:00:00+08:00");
    let short = Refusal::PaymentTooSmall { least: Fen(20_000), short: Fen(1200) };
    let [zh, en] = both().map(|text| (text.refusal)(&short, now));
    assert!(zh.next_step.contains("12 元"), "{zh:?}");
    assert!(en.next_step.contains("¥12"), "{en:?}");
}

#[test]
fn every_refusal_has_its_own_sentences_in_both_languages() {
    let now = at("2026-11-23T18:00:00+08:00");
    let refusals = refusals();
    for text in both() {
        let messages: std::collections::HashSet<_> =
            refusals.iter().map(|refusal| (text.refusal)(refusal, now).message).collect();
        assert_eq!(messages.len(), refusals.len());
    }
}

#[test]
fn every_sentence_of_a_refusal_ends() {
    let now = at("2026-11-23T18:00:00+08:00");
    // The operator's error for a missing glyph ends with the character itself.
    for refusal in refusals().iter().filter(|refusal| refusal.code() != "no_glyph") {
        for text in both() {
            let wording = (text.refusal)(refusal, now);
            for sentence in [wording.message, wording.next_step] {
                assert!(
                    sentence.ends_with(['。', '？', '.', '?']),
                    "{}: {sentence}",
                    refusal.code()
                );
            }
        }
    }
}
