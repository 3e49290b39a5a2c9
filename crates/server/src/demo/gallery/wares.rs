//! The stores and offers of the gallery, in both languages.

use mall_contract::{Benefit, Fen};

use super::goods::share;

/// A text in Chinese and in English.
type Both = (&'static str, &'static str);

/// An offer in both languages.
pub struct Ware {
    /// The store's id.
    pub id: &'static str,
    /// The store.
    pub store: Both,
    /// Its floor.
    pub floor: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Its category: the id and the name.
    pub category: (&'static str, &'static str, &'static str),
    /// The offer's title.
    pub title: Both,
    /// Why it is shown.
    pub why: Both,
    /// What it gives; an exchange's item is `item`.
    pub benefit: Benefit,
    /// What an exchange gives.
    pub item: Both,
    /// The smallest order, in fen.
    pub threshold: i64,
}

const COFFEE: (&str, &str, &str) = ("coffee-tea", "咖啡茶饮", "Coffee & tea");
const CINEMA: (&str, &str, &str) = ("cinema", "影院", "Cinema");
const SWEETS: (&str, &str, &str) = ("bakery-dessert", "烘焙甜品", "Bakery & desserts");
const MARKET: (&str, &str, &str) = ("supermarket", "超市零食", "Supermarket & snacks");
const NOTHING: Both = ("", "");
const FREE: Benefit = Benefit::Exchange { item: String::new(), price: Fen(0) };
const FOR_990: Benefit = Benefit::Exchange { item: String::new(), price: Fen(990) };

/// One after the other; the first five give something different each.
pub fn wares() -> [Ware; 8] {
    [
        Ware {
            id: "halfway-hill",
            store: ("半坡咖啡", "Halfway Hill Coffee"),
            floor: "L2",
            unit: "L2-07",
            category: COFFEE,
            title: ("现制咖啡立减券", "Freshly made coffee"),
            why: ("刚吃完饭，来杯咖啡", "A coffee after the meal"),
            benefit: Benefit::AmountOff(Fen(500)),
            item: NOTHING,
            threshold: 1500,
        },
        Ware {
            id: "polaris",
            store: ("极星影城", "Polaris Cinema"),
            floor: "L5",
            unit: "L5-01",
            category: CINEMA,
            title: ("2D/3D 影票折扣券", "2D and 3D tickets"),
            why: ("饭后看场电影", "A film after dinner"),
            benefit: Benefit::Discount { paid_share: share(88), cap: None },
            item: NOTHING,
            threshold: 0,
        },
        Ware {
            id: "yunsui-market",
            store: ("云穗生鲜超市", "Yunsui Fresh Market"),
            floor: "B1",
            unit: "B1-01",
            category: MARKET,
            title: ("生鲜折扣券", "Fresh food"),
            why: ("顺路带点菜回家", "On the way home"),
            benefit: Benefit::Discount { paid_share: share(80), cap: Some(Fen(3000)) },
            item: NOTHING,
            threshold: 9900,
        },
        Ware {
            id: "haystack-bakery",
            store: ("麦垛烘焙", "Haystack Bakery"),
            floor: "B1",
            unit: "B1-09",
            category: SWEETS,
            title: ("蛋挞赠品券", "An egg tart on us"),
            why: ("饭后甜点", "Something sweet"),
            benefit: FREE,
            item: ("原味蛋挞一只", "One plain egg tart"),
            threshold: 0,
        },
        Ware {
            id: "misty-leaf",
            store: ("雾里采茶", "Misty Leaf Tea"),
            floor: "B1",
            unit: "B1-15",
            category: COFFEE,
            title: ("鲜果茶换购券", "Fruit tea at a special price"),
            why: ("解解腻", "Light after a rich meal"),
            benefit: FOR_990,
            item: ("葡萄鲜果茶（大杯）", "Grape fruit tea, large"),
            threshold: 0,
        },
        Ware {
            id: "apricot-rain",
            store: ("杏雨糖水铺", "Apricot Rain Desserts"),
            floor: "B1",
            unit: "B1-12",
            category: SWEETS,
            title: ("糖水满减券", "Sweet soups"),
            why: ("饭后甜点", "Something sweet"),
            benefit: Benefit::AmountOff(Fen(800)),
            item: NOTHING,
            threshold: 3000,
        },
        Ware {
            id: "pinecone-pocket",
            store: ("松果兜零食铺", "Pinecone Pocket Snacks"),
            floor: "B1",
            unit: "B1-06",
            category: MARKET,
            title: ("零食折扣券", "Snacks"),
            why: ("看电影配零食", "Snacks for the film"),
            benefit: Benefit::Discount { paid_share: share(75), cap: Some(Fen(2000)) },
            item: NOTHING,
            threshold: 0,
        },
        Ware {
            id: "singing-sand",
            store: ("鸣沙茶室", "Singing Sand Tea House"),
            floor: "L3",
            unit: "L3-11",
            category: COFFEE,
            title: ("工夫茶立减券", "Tea for two"),
            why: ("坐下喝杯茶", "Sit down for a tea"),
            benefit: Benefit::AmountOff(Fen(2050)),
            item: NOTHING,
            threshold: 10_000,
        },
    ]
}
