//! Measures parts of a till's request alone, one after another and without HTTP.

use std::time::Instant;

use mall_server::db::keys;
use mall_server::http::state::AppState;
use mall_server::identity::signature::{Message, SignedRequest};

use super::counter::key;
use crate::mall;
use crate::report::Row;

/// The number of times that each part is done.
const ROUNDS: usize = 300;

/// The columns, which are medians.
pub const COLUMNS: [(&str, usize); 2] =
    [("key found and signature checked, ms", 2), ("one row written and committed, ms", 2)];

/// Measures them with one database.
pub async fn row(database: &str, app: AppState) -> Row {
    let (mut checked, mut committed) = (Vec::new(), Vec::new());
    let (key, timestamp) = (key(0, 0), (app.context.now() / 1000).to_string());
    let message = Message {
        method: "POST",
        target: "/v1/till/prepare",
        timestamp: &timestamp,
        nonce: "0123456789abcdef",
        body: &[b'x'; 120],
    };
    let signature = message.sign(&app.context.secret.of_key(&mall::id(), &key));
    for time in 0..ROUNDS {
        let start = Instant::now();
        let signed = SignedRequest { key: &key, signature: &signature, message };
        let context = &mut app.request();
        let now = context.now();
        let key_row = signed.store(&mut context.db, &context.shared.secret, now).await;
        checked.push(start.elapsed().as_secs_f64() * 1000.0);
        assert_eq!(key_row.expect("signed").store, mall::store_of_till(0));

        let start = Instant::now();
        let mut access = app.database.access();
        let mut tx = access.write().await.expect("a transaction");
        keys::put(&mut tx, &mall::id(), &format!("alone-{time}"), app.context.now())
            .await
            .expect("written");
        tx.commit().await.expect("committed");
        committed.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    Row::from_samples(database, vec![checked, committed])
}
