//! Texts that stores write and layouts break on.

use mall_contract::{Benefit, Fen, OfferCard, PaymentSummary, Source};

use super::{Content, Scene, scene, with_rules};
use crate::demo::gallery::goods::{Goods, coupon};

pub fn scenes(goods: Goods) -> Vec<Scene> {
    vec![
        scene("texts-long", "Long titles, names, reasons and rules.", long(goods)),
        scene("texts-unbroken", "Words without a place to break.", unbroken(goods)),
        scene("texts-emoji", "Emoji, accents, and scripts of other directions.", odd(goods)),
        scene("texts-markup", "Markup and direction marks are text.", markup(goods)),
    ]
}

/// A card that can be claimed and one that is held, both with these texts.
fn both(goods: Goods, change: impl Fn(&mut OfferCard)) -> Content {
    let mut open = goods.card(0);
    change(&mut open);
    let mut held = goods.card(3);
    change(&mut held);
    held.held.push(coupon(&held));
    with_rules(page(goods, vec![open, held]))
}

/// The store that was paid at has the same name as that of the first card.
fn page(goods: Goods, list: Vec<OfferCard>) -> mall_contract::ClaimPage {
    let store = list[0].offer.store.clone();
    let mut page = goods.page(list);
    page.mall.name = store.name.clone();
    page.source = Source::Payment(PaymentSummary { store, ..goods.paid() });
    page
}

fn long(goods: Goods) -> Content {
    both(goods, |card| {
        let offer = &mut card.offer;
        offer.title = goods.say(
            "全场正价春夏秋冬四季新款商品通用满减优惠券",
            "All regular-price items of every season, new and old",
        );
        offer.store.name = goods.say(
            "云栖山下慢时光手工咖啡烘焙与精品书店联名旗舰店（澄曦里东门店）",
            "Slow Hours under Cloud Mountain Coffee Roasters and Booksellers, East Gate Flagship",
        );
        offer.store.unit = "L2-07/08/09-A".into();
        offer.rules = vec![goods.say(
            "仅限本店到店消费使用，节假日通用，不可与会员折扣、团购、其他满减同时使用，每桌每次限用一张，不找零、不兑现。",
            "For eating in at this store only, also on holidays; not together with member prices, group \
             deals or other offers; one per table and visit; no change is given and no cash is paid.",
        )];
        offer.threshold = Fen(123_450);
        offer.benefit = Benefit::Exchange {
            item: goods.say(
                "手冲单品咖啡一杯加当日现烤肉桂苹果派一份",
                "One hand-poured single-origin coffee with a freshly baked cinnamon apple pie",
            ),
            price: Fen(2990),
        };
        card.why = goods.say(
            "刚吃完一顿热热闹闹的火锅，来杯清爽解腻的手冲咖啡歇一歇",
            "After a rich and lively hotpot, sit down for a light hand-poured coffee",
        );
    })
}

fn unbroken(goods: Goods) -> Content {
    let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk";
    both(goods, |card| {
        let offer = &mut card.offer;
        offer.title = word.into();
        offer.store.name = word.to_uppercase();
        offer.rules = vec![format!("https://example.com/{word}/{word}")];
        offer.benefit = Benefit::Exchange { item: word.into(), price: Fen(990) };
        card.why = word.into();
    })
}

fn odd(goods: Goods) -> Content {
    both(goods, |card| {
        let offer = &mut card.offer;
        offer.title = "🎁👨‍👩‍👧‍👦 Café Zoë 𠮷野家 ﷽".into();
        offer.store.name = "مقهى الهلال · בית קפה ☕️".into();
        offer.rules = vec!["🏳️‍🌈 e\u{301}e\u{301} مرحبا 100%".into()];
        card.why = "😀😀😀 שלום".into();
    })
}

fn markup(goods: Goods) -> Content {
    both(goods, |card| {
        let offer = &mut card.offer;
        offer.title = "<b>5折</b> & \"<script>alert(1)</script>\"".into();
        offer.store.name = "<img src=x onerror=alert(1)> \u{202e}店咖啡半".into();
        offer.rules = vec!["\u{202e}</li></ul></details>".into(), "&lt;i&gt;".into()];
        card.why = "'\"><svg onload=alert(1)>".into();
    })
}
