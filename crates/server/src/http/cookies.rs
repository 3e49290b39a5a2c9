//! Cookies: reading and setting them.

use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;

use crate::clock::Ms;
use crate::context::SharedContext;
use crate::identity::{device, session};

/// The `SameSite` attribute of a session's cookie.
#[derive(Clone, Copy)]
pub enum SameSite {
    /// A link from another site opens a page with the session; a form of another site posts without it.
    Lax,
    /// Nothing of another site reaches the session.
    Strict,
}

/// The cookie of a kind of session.
#[derive(Clone, Copy)]
pub struct SessionCookie {
    secure: bool,
    name: &'static str,
    secure_name: &'static str,
    same_site: SameSite,
}

impl SessionCookie {
    /// Returns the cookie of shoppers.
    #[must_use]
    pub fn shopper(secure: bool) -> Self {
        let (name, secure_name) = ("shopper", "__Host-shopper");
        Self { secure, name, secure_name, same_site: SameSite::Lax }
    }

    /// Returns the cookie of staff.
    #[must_use]
    pub fn staff(secure: bool) -> Self {
        let (name, secure_name) = ("staff", "__Host-staff");
        Self { secure, name, secure_name, same_site: SameSite::Strict }
    }

    /// Returns the cookie's name. Browsers let only a secure page of this very host set a name that begins with
    /// `__Host-`, and only for the path `/`. A sibling host could plant any other name.
    fn name(self) -> &'static str {
        if self.secure { self.secure_name } else { self.name }
    }

    /// Reads the session's token. Sessions of shoppers had 43 characters once, as those of staff have.
    #[must_use]
    pub fn token(self, headers: &HeaderMap) -> Option<&str> {
        cookie(headers, self.name())
            .filter(|token| [43, session::TOKEN_LENGTH].contains(&token.len()))
    }

    /// Sets the session's token for `life` milliseconds.
    pub fn set(self, response: &mut Response, token: &str, life: Ms) {
        let name = self.name();
        let secure = if self.secure { "; Secure" } else { "" };
        let same_site = match self.same_site {
            SameSite::Lax => "Lax",
            SameSite::Strict => "Strict",
        };
        let age = life / 1000;
        let cookie = format!(
            "{name}={token}; Path=/; Max-Age={age}; HttpOnly; SameSite={same_site}{secure}"
        );
        set_cookie(response, &cookie);
    }

    /// Removes the session's token from the browser.
    pub fn remove(self, response: &mut Response) {
        self.set(response, "", 0);
    }
}

/// The cookie that shows which staff have logged in with this browser before.
#[derive(Clone, Copy)]
pub struct DeviceCookie {
    pub secure: bool,
}

impl DeviceCookie {
    fn name(self) -> &'static str {
        if self.secure { "__Host-device" } else { "device" }
    }

    /// Reads it; empty when there is none.
    #[must_use]
    pub fn read(self, headers: &HeaderMap) -> &str {
        cookie(headers, self.name()).unwrap_or_default()
    }

    /// Sets it for as long as devices are known.
    pub fn set(self, response: &mut Response, text: &str) {
        let (name, age) = (self.name(), device::LIFETIME_MS / 1000);
        let secure = if self.secure { "; Secure" } else { "" };
        let cookie =
            format!("{name}={text}; Path=/; Max-Age={age}; HttpOnly; SameSite=Strict{secure}");
        set_cookie(response, &cookie);
    }
}

/// Sets the cookie of a shopper's new session, if there is one.
pub fn set_session(context: &SharedContext, response: &mut Response, token: Option<&str>) {
    if let Some(token) = token {
        SessionCookie::shopper(context.is_secure()).set(response, token, session::LIFETIME_MS);
    }
}

/// Reads the first cookie of this name.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(key, _)| *key == name))
        .map(|(_, value)| value)
}

/// Adds a `Set-Cookie` header to a response.
pub fn set_cookie(response: &mut Response, cookie: &str) {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(SET_COOKIE, value);
    }
}
