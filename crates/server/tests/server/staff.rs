//! Only staff can log in.

use std::collections::HashSet;

use axum::http::Request;
use mall_contract::{Refusal, Role, StaffSession, StoreId, TillRefusal};
use mall_server::staff::set_up::{self, Place};
use serde_json::json;

use crate::goods::{HOUR, MALL, NOON, id, latte};
use crate::mall::{Mall, Setup, get};
use crate::shopper::together;
use crate::till::counter::{ClaimedCoupon, Counter, PASSWORD, hire, log_in, post};

const MINUTE: i64 = 60_000;

fn with(cookie: &str, mut request: Request<String>) -> Request<String> {
    request.headers_mut().insert("cookie", cookie.parse().unwrap());
    request
}

async fn is_in(mall: &Mall, cookie: &str) -> bool {
    let answer = mall.ask(with(cookie, get("/v1/staff/session"))).await;
    assert!(answer.status == 200 || answer.code() == "staff_session_missing");
    answer.status == 200
}

#[tokio::test(flavor = "multi_thread")]
async fn new_staff_log_in_and_choose_a_password_of_their_own() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let coupon = ClaimedCoupon::after(&mall, "one").await;
        let store = StoreId::parse("cafe").unwrap();
        let place = Place { store: Some(&store), name: "王芳", role: Role::Cashier };
        let (mut access, passwords) = (mall.app.database.access(), &mall.app.context.passwords);
        let once = set_up::put(&mut access, passwords, &id(MALL), place, NOON).await.unwrap();
        assert!(once.len() >= 16, "{once}");
        let answer = mall.ask(log_in("cafe", "王芳", &once)).await;
        let session: StaffSession = answer.json();
        assert_eq!((session.role, session.must_change_password), (Role::Cashier, true));
        let line = answer.header("set-cookie");
        for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
            assert!(line.contains(part), "{line}");
        }
        let cookie = answer.cookie().unwrap();
        let code = json!({"code": coupon.qr_text(0)});
        let prepare = with(&cookie, post("/v1/till/prepare", &code));
        assert_eq!(mall.ask(prepare.clone()).await.code(), "password_change_needed");
        let change = async |old: &str, new: &str| {
            let body = json!({"old": old, "new": new});
            mall.ask(with(&cookie, post("/v1/staff/password", &body))).await
        };
        assert_eq!(change("wrong", "four green kettles sing").await.code(), "staff_login_invalid");
        for weak in [
            "",
            "short",
            &once,
            &"x".repeat(129),
            "1234567890",
            "password12",
            "王芳王芳王芳王芳",
            "cafe123456",
        ] {
            let refusal = change(&once, weak).await.refusal();
            assert_eq!(
                refusal,
                Refusal::Till(TillRefusal::PasswordTooWeak { least: 10 }),
                "{weak}"
            );
        }
        let elsewhere = mall.ask(log_in("cafe", "王芳", &once)).await.cookie().unwrap();
        assert_eq!(change(&once, "four green kettles sing").await.status, 204);
        assert_eq!(mall.ask(prepare).await.status, 200);
        assert!(!is_in(&mall, &elsewhere).await, "other sessions end");
        assert_eq!(mall.ask(log_in("cafe", "王芳", &once)).await.code(), "staff_login_invalid");
        assert_eq!(mall.ask(log_in("cafe", "王芳", "four green kettles sing")).await.status, 201);
        assert_eq!(
            mall.number("SELECT COUNT(*) FROM staff WHERE password_hash LIKE '$argon2id$%'").await,
            1
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_log_in_gets_one_answer() {
    for mall in Mall::with(&[]).await {
        hire(&mall, "cafe", "Wang", Role::Cashier).await;
        hire(&mall, "cinema", "Li", Role::Cashier).await;
        let long = "x".repeat(300);
        let wrong = [
            log_in("cafe", "Wang", "wrong password"),
            log_in("cafe", "Nobody", PASSWORD),
            log_in("cafe", "Li", PASSWORD),
            log_in("", "Wang", PASSWORD),
            log_in("nowhere", "Wang", PASSWORD),
            log_in("cafe", "wang", PASSWORD),
            log_in("cafe", &long, PASSWORD),
            log_in("cafe", "Wang", &long),
            log_in("cafe", "a\u{0}b", ""),
        ];
        let mut bodies = HashSet::new();
        for request in wrong {
            let answer = mall.ask(request).await;
            let problem: mall_contract::Problem = answer.json();
            bodies.insert((answer.status, problem.message, problem.next_step, answer.cookie()));
        }
        assert_eq!(bodies.len(), 1, "{bodies:?}");
        assert_eq!(mall.number("SELECT COUNT(*) FROM staff_sessions").await, 0);
        let mut foreign = log_in("cafe", "Wang", PASSWORD);
        foreign.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
        assert_eq!(mall.ask(foreign).await.code(), "cross_site");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_passwords_lock_known_and_unknown_names_for_longer_each_time() {
    for mall in Mall::with(&[]).await {
        hire(&mall, "cafe", "Wang", Role::Cashier).await;
        for name in ["Wang", "Nobody"] {
            let begin = NOON + if name == "Wang" { 0 } else { 30 * 24 * HOUR };
            mall.clock.set(begin);
            for _ in 0..5 {
                assert_eq!(
                    mall.ask(log_in("cafe", name, "wrong")).await.code(),
                    "staff_login_invalid"
                );
            }
            let locked = mall.ask(log_in("cafe", name, PASSWORD)).await;
            assert_eq!(locked.refusal(), Refusal::TooMany { retry_after: 60 }, "{name}");
            mall.clock.set(begin + MINUTE);
            assert_eq!(mall.ask(log_in("cafe", name, "wrong")).await.code(), "staff_login_invalid");
            let locked = mall.ask(log_in("cafe", name, PASSWORD)).await;
            assert_eq!(locked.refusal(), Refusal::TooMany { retry_after: 120 }, "{name}");
        }
        hire(&mall, "cafe", "Li", Role::Cashier).await;
        assert_eq!(mall.ask(log_in("cafe", "Li", PASSWORD)).await.status, 201, "others go on");
        mall.clock.set(NOON + 4 * MINUTE);
        assert_eq!(mall.ask(log_in("cafe", "Wang", PASSWORD)).await.status, 201);
        assert_eq!(mall.ask(log_in("cafe", "Wang", "wrong")).await.code(), "staff_login_invalid");
        assert_eq!(mall.ask(log_in("cafe", "Wang", PASSWORD)).await.status, 201, "counted anew");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_cannot_lock_a_cashier_out_of_her_own_device() {
    for mall in Mall::with(&[]).await {
        hire(&mall, "cafe", "Wang", Role::Cashier).await;
        hire(&mall, "cafe", "Li", Role::Cashier).await;
        let answer = mall.ask(log_in("cafe", "Wang", PASSWORD)).await;
        let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
        let mut pairs = cookies.iter().filter_map(|line| line.to_str().unwrap().split(';').next());
        let device = pairs.find(|pair| pair.starts_with("device=")).unwrap();
        let line = cookies.last().unwrap().to_str().unwrap();
        for part in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=15552000"] {
            assert!(line.contains(part), "{line}");
        }
        for at in 0..30 {
            mall.ask(log_in("cafe", "Wang", "wrong")).await;
            mall.ask(log_in("cafe", &format!("Nobody {at}"), "wrong")).await;
        }
        assert_eq!(mall.ask(log_in("cafe", "Wang", PASSWORD)).await.code(), "too_many");
        let here = |name: &str, password: &str| with(device, log_in("cafe", name, password));
        assert_eq!(mall.ask(here("Li", PASSWORD)).await.code(), "too_many", "not her device");
        let entered = mall.ask(here("Wang", PASSWORD)).await;
        assert_eq!(entered.status, 201, "{}", entered.text());
        for _ in 0..5 {
            assert_eq!(mall.ask(here("Wang", "wrong")).await.code(), "staff_login_invalid");
        }
        let locked = mall.ask(here("Wang", PASSWORD)).await;
        assert_eq!(locked.refusal(), Refusal::TooMany { retry_after: 60 }, "a thief of the device");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_passwords_at_one_store_lock_no_other_behind_the_same_address() {
    for mall in Mall::with(&[]).await {
        hire(&mall, "cinema", "Li", Role::Cashier).await;
        for at in 0..25 {
            mall.ask(log_in("cafe", &format!("Nobody {at}"), "wrong")).await;
        }
        assert_eq!(mall.ask(log_in("cafe", "Wang", "wrong")).await.code(), "too_many");
        assert_eq!(mall.ask(log_in("cinema", "Li", PASSWORD)).await.status, 201);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_forty_concurrent_log_ins_five_are_tried() {
    for mall in Mall::with(&[]).await {
        hire(&mall, "cafe", "Wang", Role::Cashier).await;
        let answers = together((0..40).map(|i| {
            let mall = mall.clone();
            async move { mall.ask(log_in("cafe", "Wang", &format!("guess {i}"))).await.code() }
        }));
        let tried = answers.await.iter().filter(|code| **code == "staff_login_invalid").count();
        assert_eq!(tried, 5);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_expire_and_can_be_ended() {
    for mall in Mall::with(&[]).await {
        hire(&mall, "cafe", "Wang", Role::Cashier).await;
        let enter = async || mall.ask(log_in("cafe", "Wang", PASSWORD)).await.cookie().unwrap();
        let (idle, busy) = (enter().await, enter().await);
        for hour in 1..12 {
            mall.clock.set(NOON + hour * HOUR);
            assert!(is_in(&mall, &busy).await, "{hour}");
        }
        assert!(!is_in(&mall, &idle).await, "not used for two hours");
        mall.clock.set(NOON + 12 * HOUR);
        assert!(!is_in(&mall, &busy).await, "however busy");
        let (here, there) = (enter().await, enter().await);
        let out = with(
            &here,
            Request::delete("/v1/staff/session")
                .header("host", "mall.test")
                .body(String::new())
                .unwrap(),
        );
        let answer = mall.ask(out).await;
        assert_eq!((answer.status, answer.header("set-cookie").contains("Max-Age=0")), (204, true));
        assert!(!is_in(&mall, &here).await && is_in(&mall, &there).await);
        let again = enter().await;
        let everywhere = Request::delete("/v1/staff/sessions").header("host", "mall.test");
        assert_eq!(
            mall.ask(with(&again, everywhere.body(String::new()).unwrap())).await.status,
            204
        );
        assert!(!is_in(&mall, &there).await && !is_in(&mall, &again).await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn removals_and_new_roles_take_effect_at_once() {
    for mall in Mall::with(&[latte(json!({}))]).await {
        let (till, coupon) = (Counter::cafe(&mall).await, ClaimedCoupon::after(&mall, "one").await);
        let store = StoreId::parse("cafe").unwrap();
        assert_eq!(till.prepare(&coupon.qr_text(0)).await.status, 200);
        set_up::end(&mut mall.app.request().db, &id(MALL), Some(&store), "Wang", NOON)
            .await
            .unwrap();
        assert_eq!(till.prepare(&coupon.qr_text(0)).await.code(), "staff_session_missing");
        assert_eq!(mall.ask(log_in("cafe", "Wang", PASSWORD)).await.code(), "staff_login_invalid");
        assert!(
            set_up::end(&mut mall.app.request().db, &id(MALL), Some(&store), "Nobody", NOON)
                .await
                .is_err()
        );
        let till = Counter::cafe(&mall).await;
        let sql = "UPDATE staff_roles SET role = 'provider'";
        sqlx::query(sql).execute(&mut *mall.app.request().db.read().await.unwrap()).await.unwrap();
        assert_eq!(till.prepare(&coupon.qr_text(0)).await.code(), "not_allowed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn staff_need_an_existing_store_and_a_known_role() {
    for mall in Mall::with(&[]).await {
        let (cafe, nowhere) = (StoreId::parse("cafe").unwrap(), StoreId::parse("nowhere").unwrap());
        let wrong = [
            (Some(&nowhere), "Wang", Role::Cashier),
            (None, "Wang", Role::Cashier),
            (Some(&cafe), "Boss", Role::Operator),
            (Some(&cafe), "", Role::Cashier),
            (Some(&cafe), "a\u{0}b", Role::Cashier),
        ];
        let before = mall.rows().await;
        for (store, name, role) in wrong {
            let place = Place { store, name, role };
            assert!(
                set_up::put(
                    &mut mall.app.request().db,
                    &mall.app.context.passwords,
                    &id(MALL),
                    place,
                    0
                )
                .await
                .is_err()
            );
        }
        assert_eq!(mall.rows().await, before);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_demo_has_staff_from_the_start() {
    for mall in Mall::with(&[]).await {
        assert_eq!(mall.number("SELECT COUNT(*) FROM staff").await, 0);
    }
    for mall in Mall::set_up(&Setup { demo: true, ..Setup::default() }).await {
        let page = mall.get("/").await.text();
        assert!(page.contains(mall_server::demo::PASSWORD), "{page}");
        let login = log_in("halfway-hill", mall_server::demo::CASHIER, mall_server::demo::PASSWORD);
        let session: StaffSession = mall.ask(login).await.json();
        assert_eq!((session.role, session.must_change_password), (Role::Cashier, false));
    }
}
