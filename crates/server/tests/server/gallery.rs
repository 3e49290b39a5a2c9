//! The gallery: it exists only in a demo, with a policy as strict as possible.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

use crate::mall::{Answer, Mall, Setup, get};

async fn page(mall: &Mall, path: &str) -> Answer {
    let mut request = get(path);
    request.headers_mut().insert("accept", "text/html".parse().unwrap());
    mall.send(request).await
}

async fn demo() -> Mall {
    let malls = Mall::set_up(&Setup { demo: true, ..Setup::default() }).await;
    malls.into_iter().next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_a_demo_has_a_gallery() {
    for mall in Mall::with(&[]).await {
        for path in ["/gallery", "/gallery/claimable"] {
            assert_eq!(page(&mall, path).await.status, 404, "{path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_link_of_the_index_leads_to_a_scene() {
    let mall = demo().await;
    let index = page(&mall, "/gallery?lang=en&theme=dark&text=large").await.text();
    let links: Vec<&str> =
        index.split("<h3><a href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(links.len() > 60, "{index}");
    for link in links {
        let scene = page(&mall, &link.replace("&amp;", "&")).await;
        assert_eq!(scene.status, 200, "{link}");
        let html = scene.text();
        assert!(html.contains("<html lang=\"en\" data-text=\"large\">"), "{link}: {html}");
        assert!(html.contains("id=\"page-data\"></script>"), "{link} needs the module: {html}");
        assert!(!html.contains("prefers-color-scheme"), "{link}: {html}");
    }
    assert_eq!(page(&mall, "/gallery/nothing").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_scene_is_the_same_each_time() {
    let mall = demo().await;
    let path = "/gallery/not-started?lang=zh&theme=dark";
    let first = page(&mall, path).await;
    assert!(first.cookie().is_none());
    let mut request = get(path);
    request.headers_mut().insert("cookie", "lang=en; text=large".parse().unwrap());
    mall.clock.set(mall.clock.now() + 3_600_000);
    assert_eq!(mall.send(request).await.text(), first.text());
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_gallery_frames_pages_and_only_its_scenes_are_framed() {
    let mall = demo().await;
    for (path, option, ancestors, frames) in [
        ("/gallery", "DENY", "frame-ancestors 'none'", true),
        ("/gallery/claimable?theme=dark", "SAMEORIGIN", "frame-ancestors 'self'", false),
        ("/", "DENY", "frame-ancestors 'none'", false),
        ("/wallet", "DENY", "frame-ancestors 'none'", false),
        ("/nowhere", "DENY", "frame-ancestors 'none'", false),
    ] {
        let answer = page(&mall, path).await;
        let policy = answer.header("content-security-policy").to_owned();
        assert_eq!(answer.header("x-frame-options"), option, "{path}");
        assert!(policy.contains(ancestors), "{path}: {policy}");
        assert_eq!(policy.contains("frame-src 'self'"), frames, "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline"), "{path}: {policy}");
        let html = answer.text();
        let styles = html.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
        let hash = BASE64_STANDARD.encode(Sha256::digest(styles));
        assert!(policy.contains(&format!("style-src 'sha256-{hash}'")), "{path}: {policy}");
    }
}
