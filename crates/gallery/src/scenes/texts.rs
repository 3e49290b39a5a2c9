//! Texts of stores that could break the layout.

use mall_contract::{Benefit, Fen, OfferCard, PaymentSummary, Source};

use super::scene::{Content, Scene, scene};
use crate::samples::{Samples, coupon};

pub fn scenes(samples: Samples) -> Vec<Scene> {
    vec![
        scene("texts-long", "Long titles, names, reasons and rules.", long(samples)),
        scene("texts-unbroken", "Words without a place to break.", unbroken(samples)),
        scene("texts-emoji", "Emoji, accents, and scripts of other directions.", unusual(samples)),
        scene("texts-markup", "Markup and direction marks are text.", markup(samples)),
    ]
}

/// Returns a claim page with an open card and a held one, both changed.
fn two_cards(samples: Samples, change: impl Fn(&mut OfferCard)) -> Content {
    let mut open = samples.card(0);
    change(&mut open);
    let mut held = samples.card(3);
    change(&mut held);
    held.held.push(coupon(&held));
    let store = open.offer.store.clone();
    let mut page = samples.claim_page(vec![open, held]);
    page.mall.name.clone_from(&store.name);
    page.source = Source::Payment(PaymentSummary { store, ..samples.payment() });
    Content::claim_with_rules(page)
}

fn long(samples: Samples) -> Content {
    two_cards(samples, |card| {
        let offer = &mut card.offer;
        offer.title = samples.text(
            "全场正价春夏秋冬四季新款商品通用满减优惠券",
            "All regular-price items of every season, new and old",
        );
        offer.store.name = samples.text(
            "云栖山下慢时光手工咖啡烘焙与精品书店联名旗舰店（澄曦里东门店）",
            "Slow Hours under Cloud Mountain Coffee Roasters and Booksellers, East Gate Flagship",
        );
        offer.store.unit = "L2-07/08/09-A".into();
        offer.rules = vec![samples.text(
            "仅限本店到店消费使用，节假日通用，不可与会员折扣、团购、其他满减同时使用，每桌每次限用一张，不找零、不兑现。",
            "For eating in at this store only, also on holidays; not together with member prices, group \
             deals or other offers; one per table and visit; no change is given and no cash is paid.",
        )];
        offer.threshold = Fen(123_450);
        offer.benefit = Benefit::Exchange {
            item: samples.text(
                "手冲单品咖啡一杯加当日现烤肉桂苹果派一份",
                "One hand-poured single-origin coffee with a freshly baked cinnamon apple pie",
            ),
            price: Fen(2990),
        };
        card.why = samples.text(
            "刚吃完一顿热热闹闹的火锅，来杯清爽解腻的手冲咖啡歇一歇",
            "After a rich and lively hotpot, sit down for a light hand-poured coffee",
        );
    })
}

fn unbroken(samples: Samples) -> Content {
    let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk";
    two_cards(samples, |card| {
        let offer = &mut card.offer;
        offer.title = word.into();
        offer.store.name = word.to_uppercase();
        offer.rules = vec![format!("https://example.com/{word}/{word}")];
        offer.benefit = Benefit::Exchange { item: word.into(), price: Fen(990) };
        card.why = word.into();
    })
}

fn unusual(samples: Samples) -> Content {
    two_cards(samples, |card| {
        let offer = &mut card.offer;
        offer.title = "🎁👨‍👩‍👧‍👦 Café Zoë 𠮷野家 ﷽".into();
        offer.store.name = "مقهى الهلال · בית קפה ☕️".into();
        offer.rules = vec!["🏳️‍🌈 e\u{301}e\u{301} مرحبا 100%".into()];
        card.why = "😀😀😀 שלום".into();
    })
}

fn markup(samples: Samples) -> Content {
    two_cards(samples, |card| {
        let offer = &mut card.offer;
        offer.title = "<b>5折</b> & \"<script>alert(1)</script>\"".into();
        offer.store.name = "<img src=x onerror=alert(1)> \u{202e}店咖啡半".into();
        offer.rules = vec!["\u{202e}</li></ul></details>".into(), "&lt;i&gt;".into()];
        card.why = "'\"><svg onload=alert(1)>".into();
    })
}
