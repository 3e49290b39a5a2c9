//! Headers every answer has.

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, USER_AGENT, VARY};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;

use super::shell::{Shell, hash};
use super::state::AppState;
use super::{kernel, paths};

/// A document's exceptions from the security policy of pages. A handler adds it to its response.
#[derive(Clone, Debug, Default)]
pub struct PagePolicy {
    /// Hashes of its inline styles.
    pub style_hashes: String,
    /// Pages of this server may show it in a frame.
    pub may_be_framed: bool,
    /// It may show pages of this server in frames.
    pub may_frame: bool,
    /// It may use the camera.
    pub scans: bool,
    /// The origin that it may take scripts from inside WeChat.
    pub scripts_of_wechat: Option<String>,
}

impl PagePolicy {
    /// Returns the policy of a page that has styles of its own besides those of all pages.
    #[must_use]
    pub fn with_styles(shell: &Shell, styles: &[&str]) -> Self {
        let own = styles.iter().map(|styles| hash(styles));
        let all: Vec<String> = [shell.style_hashes.clone()].into_iter().chain(own).collect();
        Self { style_hashes: all.join(" "), ..Self::default() }
    }
}

/// The build that will take a document over. The browser fetches it as soon as the document begins to arrive, a round
/// trip before the boot script would. A handler adds it to its response.
#[derive(Clone, Debug)]
pub struct Preload(pub String);

impl Preload {
    /// Returns the `Link` header, RFC 8288. Only Chromium hands a preloaded module to `fetch`; other browsers would load
    /// it twice.
    fn link(&self, chromium: bool) -> String {
        let Self(build) = self;
        let script = format!("<{build}.js>; rel=preload; as=script");
        match chromium {
            true => format!("<{build}.wasm>; rel=preload; as=fetch; crossorigin, {script}"),
            false => script,
        }
    }
}

/// The page's worker.
const WORKER: &str = "/scan-worker.js";

/// Paths of pages that other sites may frame: the receipt, and the receipt after one of its forms was sent.
const FRAMED: [&str; 3] = [paths::RECEIPT, paths::RECEIPT_CLAIMS, paths::RECEIPT_CLAIMS_ALL];

/// Adds the security headers to each response.
pub async fn secure(State(app): State<AppState>, request: Request, next: Next) -> Response {
    let agent = kernel::agent(request.headers());
    let (old_kernel, chromium) = (kernel::needs_eval(agent), kernel::is_chromium(agent));
    let in_wechat = kernel::is_wechat(agent);
    let path = request.uri().path();
    let (framed, worker) = (FRAMED.contains(&path), path.ends_with(WORKER));
    let offline = path == paths::OFFLINE_WORKER;
    let mut response = next.run(request).await;
    let html = response
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    let mut own = response.extensions_mut().remove::<PagePolicy>();
    if let Some(own) = own.as_mut().filter(|_| !in_wechat) {
        own.scripts_of_wechat = None;
    }
    let ahead = response.extensions_mut().remove::<Preload>();
    let may_be_framed = own.as_ref().is_some_and(|own| own.may_be_framed);
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    if html {
        set("content-security-policy", &policy(&app, old_kernel, framed, own.as_ref()));
    } else if worker {
        set("content-security-policy", &policy_of_worker(old_kernel));
    } else if offline {
        set("content-security-policy", "default-src 'none'; connect-src 'self'");
    } else {
        set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
    }
    if let Some(ahead) = ahead {
        set("link", &ahead.link(chromium));
    }
    // Not `no-referrer`: that would make the `Origin` of our own forms `null`.
    set("referrer-policy", "same-origin");
    set("x-content-type-options", "nosniff");
    if !framed {
        set("x-frame-options", if may_be_framed { "SAMEORIGIN" } else { "DENY" });
    }
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    let camera = if own.is_some_and(|own| own.scans) { "(self)" } else { "()" };
    let others = "geolocation=(), microphone=(), payment=()";
    set("permissions-policy", &format!("camera={camera}, {others}"));
    if app.context.is_secure() {
        set("strict-transport-security", "max-age=31536000; includeSubDomains");
    }
    if html || worker {
        // The policy is for this browser; no other one may get it from a cache.
        headers.append(VARY, USER_AGENT.into());
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Returns the word by which a kernel lets WebAssembly be compiled.
fn compiles(old_kernel: bool) -> &'static str {
    if old_kernel { "'unsafe-eval'" } else { "'wasm-unsafe-eval'" }
}

/// Returns the policy of a worker's script: a worker obeys the policy of its own file.
fn policy_of_worker(old_kernel: bool) -> String {
    let wasm = compiles(old_kernel);
    format!("default-src 'none'; script-src 'self' {wasm}; connect-src 'self'")
}

fn policy(app: &AppState, old_kernel: bool, framed: bool, own: Option<&PagePolicy>) -> String {
    let wasm = compiles(old_kernel);
    let scripts = &app.shell.script_hashes;
    let styles = own.map_or(&app.shell.style_hashes, |own| &own.style_hashes);
    let parents = match own {
        _ if framed => app.context.receipt.parents.join(" "),
        Some(own) if own.may_be_framed => "'self'".to_owned(),
        _ => "'none'".to_owned(),
    };
    let frames = if own.is_some_and(|own| own.may_frame) { "; frame-src 'self'" } else { "" };
    let elsewhere = own.and_then(|own| own.scripts_of_wechat.as_deref());
    let elsewhere = elsewhere.map(|origin| format!(" {origin}")).unwrap_or_default();
    format!(
        "default-src 'none'; script-src 'self' {scripts}{elsewhere} {wasm}; style-src {styles}; img-src 'self' data:; \
         connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {parents}{frames}"
    )
}

#[cfg(test)]
mod tests {
    use super::Preload;

    #[test]
    fn only_chromium_preloads_a_module() {
        let ahead = Preload("/assets/0123/claim-zh".into());
        assert_eq!(
            ahead.link(true),
            "</assets/0123/claim-zh.wasm>; rel=preload; as=fetch; crossorigin, \
             </assets/0123/claim-zh.js>; rel=preload; as=script"
        );
        assert_eq!(ahead.link(false), "</assets/0123/claim-zh.js>; rel=preload; as=script");
    }
}
