//! The wallet: its lists, what is searched for, and what is not to be had.

use mall_contract::{Coupon, RevocationReason, Store, Validity, Wallet, WalletState};
use mall_coupons::pages::wallet::state::Action;

use super::held::{expire, revoked, used};
use super::{Content, Scene, scene};
use crate::demo::gallery::goods::{Goods, HOUR, NOW, coupon};

pub fn scenes(goods: Goods) -> Vec<Scene> {
    let asked = |state| vec![Action::Chosen(state), Action::Asked];
    let lost = |cut_off| Action::NotListed { cut_off };
    let (used, ended) = (WalletState::Used, WalletState::Ended);
    let all = || goods.wallet(WalletState::Usable, usable(goods, 6));
    vec![
        scene("wallet", "What can be used, the soonest expiry first.", served(all())),
        scene("wallet-many", "A part of hundreds of coupons.", served(many(goods))),
        scene("wallet-used", "The history.", served(goods.wallet(used, past(goods)))),
        scene(
            "wallet-ended",
            "What expired or was taken back.",
            served(goods.wallet(ended, over(goods))),
        ),
        scene("wallet-found", "Coupons of a store that was searched for.", served(found(goods))),
        scene("wallet-difficult", "Long names.", served(long(goods))),
        scene("wallet-empty", "No coupon was ever claimed.", served(goods.empty_wallet())),
        scene(
            "wallet-none-usable",
            "All coupons are over.",
            served(none(goods, WalletState::Usable)),
        ),
        scene("wallet-none-used", "None was used yet.", served(none(goods, used))),
        scene("wallet-none-ended", "No coupon has ended.", served(none(goods, ended))),
        scene("wallet-none-found", "No store is called so.", served(none_found(goods))),
        scene("wallet-loading", "Another list is being read.", after(all(), asked(used))),
        scene(
            "wallet-more-loading",
            "More of the list is being read.",
            after(many(goods), vec![Action::Asked]),
        ),
        scene(
            "wallet-not-loaded",
            "The server does not give another list now.",
            after(all(), [asked(used), vec![lost(false)]].concat()),
        ),
        scene(
            "wallet-offline",
            "Without a network, some minutes later.",
            after(all(), vec![Action::TimePassed(NOW + HOUR / 4), lost(true)]),
        ),
        scene(
            "wallet-offline-never-read",
            "Without a network, a list that was never read.",
            after(all(), [asked(ended), vec![lost(true)]].concat()),
        ),
    ]
}

/// The wallet as the server draws it.
fn served(wallet: Wallet) -> Content {
    after(wallet, Vec::new())
}

fn after(wallet: Wallet, happened: Vec<Action>) -> Content {
    Content::Wallet { wallet: Box::new(wallet), happened }
}

/// Coupons of which each lasts longer than the one before.
fn usable(goods: Goods, count: usize) -> Vec<Coupon> {
    let left = [HOUR / 5, 5 * HOUR, 26 * HOUR, 60 * HOUR, 100 * HOUR];
    let mut coupons: Vec<Coupon> = (0..count).map(|number| coupon(&goods.card(number))).collect();
    for (coupon, left) in coupons.iter_mut().zip(left) {
        coupon.valid_until = NOW + left;
    }
    if let Some(later) = coupons.get_mut(4) {
        (later.valid_from, later.valid_until) =
            Validity::AfterClaim { wait_days: 1, days: 5 }.span(NOW);
    }
    coupons
}

fn many(goods: Goods) -> Wallet {
    let mut wallet = goods.wallet(WalletState::Usable, usable(goods, 24));
    wallet.counts.usable = 412;
    wallet.counts.used = 1073;
    wallet.next = Some(format!("usable.{}.of-offer-23", NOW.ms));
    wallet
}

fn past(goods: Goods) -> Vec<Coupon> {
    let taken = |(number, at)| {
        let redemption = Some(mall_contract::Redemption::Redeemed { at: NOW + at });
        Coupon { redemption, ..coupon(&goods.card(number)) }
    };
    let mut coupons: Vec<Coupon> =
        [(1, -26 * HOUR), (2, -80 * HOUR), (5, -700 * HOUR), (9, -9000 * HOUR)].map(taken).into();
    coupons.insert(0, Coupon { redemption: Some(used()), ..coupon(&goods.card(0)) });
    coupons
}

fn over(goods: Goods) -> Vec<Coupon> {
    let mut coupons: Vec<Coupon> = (0..4).map(|number| coupon(&goods.card(number))).collect();
    coupons[0].redemption = Some(revoked(RevocationReason::PaymentRefunded));
    coupons[1].redemption = Some(revoked(RevocationReason::Withdrawn));
    coupons[2..].iter_mut().for_each(expire);
    coupons
}

fn found(goods: Goods) -> Wallet {
    let coupons = usable(goods, 1);
    let store = coupons[0].store.name.chars().take(3).collect();
    Wallet { store: Some(store), ..goods.wallet(WalletState::Usable, coupons) }
}

fn long(goods: Goods) -> Wallet {
    let name = goods.say(
        "半山腰手冲咖啡与黑胶唱片生活馆（澄曦里旗舰店）",
        "Halfway Hill Fresh Coffee, Records and Everything Else of Good Living",
    );
    let mut coupons = usable(goods, 3);
    for coupon in &mut coupons {
        let unit = "L2-07/08-A".to_owned();
        coupon.store = Store { name: name.clone(), unit, ..coupon.store.clone() };
    }
    goods.wallet(WalletState::Usable, coupons)
}

/// One of the lists without a coupon, where others have some.
fn none(goods: Goods, state: WalletState) -> Wallet {
    let mut wallet = goods.wallet(state, Vec::new());
    match state {
        WalletState::Usable => wallet.counts.usable = 0,
        WalletState::Used => wallet.counts.used = 0,
        WalletState::Ended => wallet.counts.ended = 0,
    }
    wallet
}

fn none_found(goods: Goods) -> Wallet {
    let store = Some(goods.say("书店", "bookshop"));
    Wallet { store, ..none(goods, WalletState::Usable) }
}
