//! The wallet: its lists, its search, and lists that cannot be read.

use mall_contract::{Coupon, Redemption, RevocationReason, Store, Validity, Wallet, WalletState};
use mall_coupons::pages::wallet::state::Action;

use super::scene::{Content, Scene, scene};
use crate::samples::{HOUR_MS, NOW, Samples, coupon, expire, redeemed, revoked};

pub fn scenes(samples: Samples) -> Vec<Scene> {
    let groups = [lists(samples), empty_lists(samples), lists_being_read(samples)];
    groups.into_iter().flatten().collect()
}

fn lists(samples: Samples) -> Vec<Scene> {
    vec![
        scene(
            "wallet",
            "Usable coupons, the soonest expiry first.",
            wallet_page(six_usable(samples)),
        ),
        scene("wallet-many", "A part of hundreds of coupons.", wallet_page(many(samples))),
        scene(
            "wallet-used",
            "The history.",
            wallet_page(samples.wallet(WalletState::Used, used_coupons(samples))),
        ),
        scene(
            "wallet-ended",
            "Coupons that expired or were revoked.",
            wallet_page(samples.wallet(WalletState::Ended, ended(samples))),
        ),
        scene(
            "wallet-found",
            "Coupons of a store that was searched for.",
            wallet_page(found_coupons(samples)),
        ),
        scene("wallet-difficult", "Long names.", wallet_page(long_names(samples))),
    ]
}

fn empty_lists(samples: Samples) -> Vec<Scene> {
    let empty = |state| wallet_page(empty(samples, state));
    vec![
        scene("wallet-empty", "No coupon was ever claimed.", wallet_page(samples.empty_wallet())),
        scene("wallet-none-usable", "No coupon is usable any more.", empty(WalletState::Usable)),
        scene("wallet-none-used", "No coupon was used yet.", empty(WalletState::Used)),
        scene("wallet-none-ended", "No coupon has ended.", empty(WalletState::Ended)),
        scene("wallet-none-found", "No store has this name.", wallet_page(none_found(samples))),
    ]
}

fn lists_being_read(samples: Samples) -> Vec<Scene> {
    let choose = |state| vec![Action::StateChosen(state), Action::ListRequested];
    let fail = |unreachable| Action::ListFailed { unreachable };
    let after = |actions| after(six_usable(samples), actions);
    vec![
        scene("wallet-loading", "Another list is being read.", after(choose(WalletState::Used))),
        scene(
            "wallet-more-loading",
            "More of the list is being read.",
            self::after(many(samples), vec![Action::ListRequested]),
        ),
        scene(
            "wallet-not-loaded",
            "Another list could not be read.",
            after([choose(WalletState::Used), vec![fail(false)]].concat()),
        ),
        scene(
            "wallet-offline",
            "Without a network, some minutes later.",
            after(vec![Action::TimePassed(NOW + HOUR_MS / 4), fail(true)]),
        ),
        scene(
            "wallet-offline-never-read",
            "Without a network, a list that was never read.",
            after([choose(WalletState::Ended), vec![fail(true)]].concat()),
        ),
    ]
}

/// Returns the wallet as the server draws it.
fn wallet_page(wallet: Wallet) -> Content {
    after(wallet, Vec::new())
}

fn after(wallet: Wallet, actions: Vec<Action>) -> Content {
    Content::Wallet { wallet: wallet.into(), actions }
}

fn six_usable(samples: Samples) -> Wallet {
    samples.wallet(WalletState::Usable, usable(samples, 6))
}

/// Returns coupons of which the first expire soon.
fn usable(samples: Samples, count: usize) -> Vec<Coupon> {
    let validity = [HOUR_MS / 5, 5 * HOUR_MS, 26 * HOUR_MS, 60 * HOUR_MS, 100 * HOUR_MS];
    let mut coupons: Vec<Coupon> = samples.cards(count).iter().map(coupon).collect();
    for (coupon, validity) in coupons.iter_mut().zip(validity) {
        coupon.valid_until = NOW + validity;
    }
    if let Some(later) = coupons.get_mut(4) {
        (later.valid_from, later.valid_until) =
            Validity::AfterClaim { wait_days: 1, days: 5 }.span(NOW);
    }
    coupons
}

fn many(samples: Samples) -> Wallet {
    let mut wallet = samples.wallet(WalletState::Usable, usable(samples, 24));
    wallet.counts.usable = 412;
    wallet.counts.used = 1073;
    wallet.next = Some(format!("usable.{}.of-offer-23", NOW.ms));
    wallet
}

fn used_coupons(samples: Samples) -> Vec<Coupon> {
    let redeemed_at = |(number, at)| {
        let redemption = Some(Redemption::Redeemed { at: NOW + at });
        Coupon { redemption, ..coupon(&samples.card(number)) }
    };
    let mut coupons: Vec<Coupon> =
        [(1, -26 * HOUR_MS), (2, -80 * HOUR_MS), (5, -700 * HOUR_MS), (9, -9000 * HOUR_MS)]
            .map(redeemed_at)
            .into();
    coupons.insert(0, Coupon { redemption: Some(redeemed()), ..coupon(&samples.card(0)) });
    coupons
}

fn ended(samples: Samples) -> Vec<Coupon> {
    let mut coupons: Vec<Coupon> = samples.cards(4).iter().map(coupon).collect();
    coupons[0].redemption = Some(revoked(RevocationReason::PaymentRefunded));
    coupons[1].redemption = Some(revoked(RevocationReason::Withdrawn));
    coupons[2..].iter_mut().for_each(expire);
    coupons
}

fn found_coupons(samples: Samples) -> Wallet {
    let coupons = usable(samples, 1);
    let store = coupons[0].store.name.chars().take(3).collect();
    Wallet { store: Some(store), ..samples.wallet(WalletState::Usable, coupons) }
}

fn long_names(samples: Samples) -> Wallet {
    let name = samples.long_store_name();
    let mut coupons = usable(samples, 3);
    for coupon in &mut coupons {
        let unit = "L2-07/08-A".to_owned();
        coupon.store = Store { name: name.clone(), unit, ..coupon.store.clone() };
    }
    samples.wallet(WalletState::Usable, coupons)
}

/// Returns an empty list of a wallet whose other lists have coupons.
fn empty(samples: Samples, state: WalletState) -> Wallet {
    let mut wallet = samples.wallet(state, Vec::new());
    match state {
        WalletState::Usable => wallet.counts.usable = 0,
        WalletState::Used => wallet.counts.used = 0,
        WalletState::Ended => wallet.counts.ended = 0,
    }
    wallet
}

fn none_found(samples: Samples) -> Wallet {
    let store = Some(samples.text("书店", "bookshop"));
    Wallet { store, ..empty(samples, WalletState::Usable) }
}
