//! The stores and offers of the gallery, in both languages.

use SampleBenefit::{AmountOff, Discount, Exchange};

/// A text in Chinese and in English.
#[derive(Clone, Copy)]
pub struct Bilingual {
    pub zh: &'static str,
    pub en: &'static str,
}

/// A category of stores.
pub struct SampleCategory {
    pub id: &'static str,
    pub name: Bilingual,
}

/// An offer and its store.
pub struct SampleOffer {
    pub store_id: &'static str,
    pub store: Bilingual,
    pub floor: &'static str,
    pub unit: &'static str,
    pub category: &'static SampleCategory,
    pub title: Bilingual,
    /// The reason that the card gives for being shown.
    pub reason: Bilingual,
    pub benefit: SampleBenefit,
    /// The smallest order, in fen.
    pub threshold: i64,
}

/// The benefit of an offer; amounts are in fen.
pub enum SampleBenefit {
    AmountOff(i64),
    Discount { paid_percent: u8, cap: Option<i64> },
    Exchange { item: Bilingual, price: i64 },
}

const COFFEE: SampleCategory =
    SampleCategory { id: "coffee-tea", name: both("咖啡茶饮", "Coffee & tea") };
const CINEMA: SampleCategory = SampleCategory { id: "cinema", name: both("影院", "Cinema") };
const DESSERTS: SampleCategory =
    SampleCategory { id: "bakery-dessert", name: both("烘焙甜品", "Bakery & desserts") };
const SUPERMARKET: SampleCategory =
    SampleCategory { id: "supermarket", name: both("超市零食", "Supermarket & snacks") };

/// All offers; the first five give something different each.
pub const OFFERS: [SampleOffer; 8] = [
    SampleOffer {
        store_id: "halfway-hill",
        store: both("半坡咖啡", "Halfway Hill Coffee"),
        floor: "L2",
        unit: "L2-07",
        category: &COFFEE,
        title: both("现制咖啡立减券", "Freshly made coffee"),
        reason: both("刚吃完饭，来杯咖啡", "A coffee after the meal"),
        benefit: AmountOff(500),
        threshold: 1500,
    },
    SampleOffer {
        store_id: "polaris",
        store: both("极星影城", "Polaris Cinema"),
        floor: "L5",
        unit: "L5-01",
        category: &CINEMA,
        title: both("2D/3D 影票折扣券", "2D and 3D tickets"),
        reason: both("饭后看场电影", "A film after dinner"),
        benefit: Discount { paid_percent: 88, cap: None },
        threshold: 0,
    },
    SampleOffer {
        store_id: "yunsui-market",
        store: both("云穗生鲜超市", "Yunsui Fresh Market"),
        floor: "B1",
        unit: "B1-01",
        category: &SUPERMARKET,
        title: both("生鲜折扣券", "Fresh food"),
        reason: both("顺路带点菜回家", "On the way home"),
        benefit: Discount { paid_percent: 80, cap: Some(3000) },
        threshold: 9900,
    },
    SampleOffer {
        store_id: "haystack-bakery",
        store: both("麦垛烘焙", "Haystack Bakery"),
        floor: "B1",
        unit: "B1-09",
        category: &DESSERTS,
        title: both("蛋挞赠品券", "An egg tart on us"),
        reason: both("饭后甜点", "Something sweet"),
        benefit: Exchange { item: both("原味蛋挞一只", "One plain egg tart"), price: 0 },
        threshold: 0,
    },
    SampleOffer {
        store_id: "misty-leaf",
        store: both("雾里采茶", "Misty Leaf Tea"),
        floor: "B1",
        unit: "B1-15",
        category: &COFFEE,
        title: both("鲜果茶换购券", "Fruit tea at a special price"),
        reason: both("解解腻", "Light after a rich meal"),
        benefit: Exchange {
            item: both("葡萄鲜果茶（大杯）", "Grape fruit tea, large"),
            price: 990,
        },
        threshold: 0,
    },
    SampleOffer {
        store_id: "apricot-rain",
        store: both("杏雨糖水铺", "Apricot Rain Desserts"),
        floor: "B1",
        unit: "B1-12",
        category: &DESSERTS,
        title: both("糖水满减券", "Sweet soups"),
        reason: both("饭后甜点", "Something sweet"),
        benefit: AmountOff(800),
        threshold: 3000,
    },
    SampleOffer {
        store_id: "pinecone-pocket",
        store: both("松果兜零食铺", "Pinecone Pocket Snacks"),
        floor: "B1",
        unit: "B1-06",
        category: &SUPERMARKET,
        title: both("零食折扣券", "Snacks"),
        reason: both("看电影配零食", "Snacks for the film"),
        benefit: Discount { paid_percent: 75, cap: Some(2000) },
        threshold: 0,
    },
    SampleOffer {
        store_id: "singing-sand",
        store: both("鸣沙茶室", "Singing Sand Tea House"),
        floor: "L3",
        unit: "L3-11",
        category: &COFFEE,
        title: both("工夫茶立减券", "Tea for two"),
        reason: both("坐下喝杯茶", "Sit down for a tea"),
        benefit: AmountOff(2050),
        threshold: 10_000,
    },
];

const fn both(zh: &'static str, en: &'static str) -> Bilingual {
    Bilingual { zh, en }
}
