//! The requests of greedy callers.

use std::fmt::Write as _;

use axum::body::Bytes;
use axum::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{Request, Response};
use mall_server::identity::secret::Secret;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::greed::Greed;
use super::honest::{MALL_KEY, SHARED_ADDRESS};
use super::kind::Kind;
use crate::client::Client;
use crate::mall::{self, SECRET};
use crate::signing;

/// The bytes of an upload.
const UPLOAD: usize = 4 * 1024 * 1024;
/// The lines of an imported file, as many as the server allows.
const LINES: usize = 20_000;
/// The pieces in which an upload is sent.
static PIECE: [u8; 64 * 1024] = [b'x'; 64 * 1024];

/// Sends requests one after another until the time is over.
pub async fn without_pause(kind: Kind, greed: &Greed) {
    let mut client = Client::connect(greed.target.server).await;
    while let Some(number) = greed.next() {
        if kind == Kind::Uploads {
            greed.count(upload(greed, number).await.unwrap_or_default());
            continue;
        }
        let answer = ask(&mut client, greed, request(kind, greed, number)).await;
        if kind == Kind::Flood
            && let Some(claim) = answer.as_ref().and_then(|page| claim(page, number))
        {
            ask(&mut client, greed, claim).await;
        }
        if answer.is_none() {
            client = Client::connect(greed.target.server).await;
        }
    }
}

async fn ask(
    client: &mut Client,
    greed: &Greed,
    request: Request<String>,
) -> Option<Response<Bytes>> {
    let answer = client.ask(request).await;
    greed.count(answer.as_ref().map_or(0, |answer| answer.status().as_u16()));
    answer
}

fn request(kind: Kind, greed: &Greed, number: u32) -> Request<String> {
    let mut request = match kind {
        Kind::Logins => login(number),
        Kind::Drawings => drawing(greed, number as usize),
        Kind::Flood => stranger(greed, number as usize),
        Kind::Import => import(number),
        Kind::SameCoupon | Kind::Uploads => {
            get(&format!("/v1/coupons/{}", greed.target.coupon), &greed.target.cookie)
        }
    };
    // So many addresses that no limit of an address hides what a kind of request costs.
    let many = matches!(kind, Kind::Logins | Kind::Drawings);
    let address = if many { own_address(number) } else { SHARED_ADDRESS.into() };
    request.headers_mut().insert("x-forwarded-for", address.parse().expect("an address"));
    request
}

/// Returns an address that only one request has.
fn own_address(number: u32) -> String {
    let [_, b, c, d] = number.to_be_bytes();
    format!("100.{}.{c}.{d}", 64 + b % 64)
}

fn login(number: u32) -> Request<String> {
    let login = json!({
        "store": mall::store_of_till(0), "name": format!("nobody {number}"),
        "password": format!("password {number}"),
    });
    json_post("/v1/staff/sessions", login.to_string())
}

/// Asks for drawings of all placements in turn: codes and posters by anybody, sheets by the mall's own system.
fn drawing(greed: &Greed, number: usize) -> Request<String> {
    let codes = &greed.target.codes;
    let code = &codes[number / 4 % codes.len()];
    match number % 4 {
        0 => get(&format!("/q/{code}/qr.png?pixels={}", 8 + number % 8), ""),
        1 => get(&format!("/q/{code}/poster.svg?format=a3"), ""),
        2 => get(&format!("/q/{code}/poster.pdf"), ""),
        _ => signed("GET", &format!("/v1/placements/sheet?floor=L{}", number % 9), String::new()),
    }
}

/// Opens a placement's page as a browser, or its data as a script that claims then.
fn stranger(greed: &Greed, number: usize) -> Request<String> {
    let codes = &greed.target.codes;
    let code = &codes[number / 2 % codes.len()];
    get(&format!("{}/q/{code}", if number.is_multiple_of(2) { "" } else { "/v1" }), "")
}

/// Returns a claim with the session that a placement's data came with; none if it is no such data.
fn claim(page: &Response<Bytes>, number: u32) -> Option<Request<String>> {
    let cookie = page.headers().get(SET_COOKIE)?.to_str().ok()?.split(';').next()?;
    let page: Value = serde_json::from_slice(page.body()).ok()?;
    let claim = json!({
        "request_id": format!("r{number}"), "link": page["link"], "offer_id": "offer-0", "nth": 1,
    });
    let mut request = json_post("/v1/claims", claim.to_string());
    request.headers_mut().insert(COOKIE, cookie.parse().ok()?);
    request.headers_mut().insert("x-forwarded-for", SHARED_ADDRESS.parse().ok()?);
    Some(request)
}

fn import(number: u32) -> Request<String> {
    let mut request = signed("POST", "/v1/placements/import", placements(LINES, number));
    request.headers_mut().insert(CONTENT_TYPE, "text/csv".parse().expect("a type"));
    request
}

/// Returns a file of placements with new names.
pub fn placements(lines: usize, version: u32) -> String {
    let mut file = "id,name,floor,kind\n".to_owned();
    for line in 0..lines {
        let _ = writeln!(file, "place-{line},Place {line} {version},L{},table", line % 9);
    }
    file
}

/// Returns a request of the mall's own system.
pub fn signed(method: &str, target: &str, body: String) -> Request<String> {
    signing::sign(&Secret::from_hex(SECRET).expect("a secret"), MALL_KEY, method, target, body)
}

fn get(path: &str, cookie: &str) -> Request<String> {
    Request::get(path).header(COOKIE, cookie).body(String::new()).expect("a request")
}

fn json_post(path: &str, body: String) -> Request<String> {
    let request = Request::post(path).header(CONTENT_TYPE, "application/json");
    request.body(body).expect("a request")
}

/// Sends a body until it is whole or the server closes the connection. Returns the answer's status.
async fn upload(greed: &Greed, number: u32) -> Option<u16> {
    let stream = TcpStream::connect(greed.target.server).await.ok()?;
    let (mut answer, mut request) = stream.into_split();
    let head = format!(
        "POST /v1/placements/import HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: text/csv\r\n\
         x-forwarded-for: {}\r\ncontent-length: {UPLOAD}\r\n\r\n",
        own_address(number)
    );
    let sending = async move {
        request.write_all(head.as_bytes()).await?;
        for _ in 0..UPLOAD / PIECE.len() {
            request.write_all(&PIECE).await?;
        }
        std::io::Result::Ok(())
    };
    let mut line = [0; 12];
    let reading = async { answer.read_exact(&mut line).await.ok() };
    tokio::join!(async { drop(sending.await) }, reading).1?;
    // HTTP/1.1 401
    str::from_utf8(&line).ok()?.get(9..)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{own_address, placements};

    #[test]
    fn each_request_has_an_address_and_each_file_has_new_names() {
        let addresses: std::collections::HashSet<_> = (0..1000).map(own_address).collect();
        assert_eq!(addresses.len(), 1000);
        assert!(addresses.iter().all(|address| address.parse::<std::net::IpAddr>().is_ok()));
        assert_eq!(placements(2, 7).lines().count(), 3);
        assert!(placements(2, 7) != placements(2, 8));
    }
}
