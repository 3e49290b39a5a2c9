//! The redemptions of a store's tills on a day.

use mall_contract::{Fen, TillDay, TillTotals};
use serde_json::json;

use super::counter::{ClaimedCoupon, Counter, parse_redemption};
use crate::goods::{HOUR, NOON, latte};
use crate::mall::Mall;

#[tokio::test(flavor = "multi_thread")]
async fn a_day_has_its_own_redemptions_and_totals() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let till = Counter::cafe(&mall).await;
        let mut coupons = Vec::new();
        for name in ["one", "two", "three", "four"] {
            coupons.push(ClaimedCoupon::after(&mall, name).await);
        }
        parse_redemption(&till.redeem_for("r1", &coupons[0].qr_text(0), "=1+1", 3000).await);
        mall.clock.set(NOON + 1000);
        parse_redemption(&till.redeem_for("r2", &coupons[1].qr_text(0), "A-2", 4050).await);
        let mistake =
            parse_redemption(&till.redeem_for("r3", &coupons[2].qr_text(0), "A-3", 9000).await);
        parse_redemption(&till.undo(&mistake.id).await);
        let day: TillDay = till.get("/v1/till/redemptions").await.json();
        assert_eq!((day.day.as_str(), day.redemptions.len()), ("2026-11-23", 3));
        let totals = TillTotals { redeemed: 2, undone: 1, amount: Fen(7050), saved: Fen(1700) };
        assert_eq!(day.totals, totals);
        let part: TillDay = till.get("/v1/till/redemptions?from=2&count=1").await.json();
        assert_eq!(part.redemptions[0].order_number, "=1+1");
        assert_eq!(part.totals, totals, "of the whole day");

        let file = till.get("/v1/till/redemptions.csv?day=2026-11-23&lang=en").await;
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        let text = file.text();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].starts_with("\u{feff}time,order,coupon,"), "{text}");
        assert_eq!(lines.len(), 5, "{text}");
        assert!(lines[3].contains(",'=1+1,latte coupon,"), "{text}");
        assert!(lines[3].contains(",Wang,30.00,8.50,scanned,,"), "{text}");
        assert!(text.contains("Wang: 收错了"), "{text}");
        assert_eq!(lines[4], "total,,,,,70.50,17.00,redeemed 2 / undone 1,,");

        mall.clock.set(NOON + 12 * HOUR);
        let till = Counter::cafe(&mall).await;
        parse_redemption(&till.redeem("r4", &coupons[3].qr_text(0)).await);
        let next: TillDay = till.get("/v1/till/redemptions").await.json();
        assert_eq!((next.day.as_str(), next.totals.redeemed), ("2026-11-24", 1));
        for bad in ["day=today", "day=2026-02-30", "from=-1", "count=x", "count=100001"] {
            let answer = till.get(&format!("/v1/till/redemptions?{bad}")).await;
            assert_eq!(answer.code(), "malformed", "{bad}");
        }
    }
}
