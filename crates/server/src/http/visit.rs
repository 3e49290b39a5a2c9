//! The mall, the language and the shopper of a request for a page.

use axum::extract::FromRequestParts;
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue, Method};
use axum::response::Response;
use mall_contract::{Refusal, ShopperId};

use super::cookies::SessionCookie;
use super::prefs::RequestPrefs;
use super::reply::Reply;
use super::request::CallerNetwork;
use super::same_site::Site;
use super::state::AppState;
use super::{auth, cors, log};
use crate::claim_page::PageRequest;
use crate::claims::Claimant;
use crate::clock::Ms;
use crate::context::{Context, SharedContext};
use crate::db::catalogue::MallRow;
use crate::entries::Proof;
use crate::error::Error;
use crate::identity::link::{Link, Occasion};
use crate::identity::pass::{Pass, PassKind};
use crate::identity::session::{self, NewSession};
use crate::identity::{secret, visitor};
use crate::placements;
use crate::wallet::Holder;

/// The header that names the holder of a response.
const HOLDER: HeaderName = HeaderName::from_static("mall-holder");

/// A session that is younger than this, in milliseconds, belongs to a stranger. A flood with new sessions has to wait as
/// long.
pub const STRANGER_MS: Ms = 60 * 1000;

/// A visit to a page or to the interface behind it.
pub struct Visit {
    /// The mall.
    pub mall: MallRow,
    /// The language, text size and theme to answer in.
    pub prefs: RequestPrefs,
    /// The shopper, when the browser has a session.
    pub shopper: Option<ShopperId>,
    /// The session shows no coupon from before this instant; 0 for all.
    pub since: Ms,
    /// The browser's session is new: nothing is known of who has it.
    pub is_stranger: bool,
    /// Names the shopper where cookies are not sent; it goes before the session.
    pub pass: Option<Pass>,
    /// The shopper that a page of another site names by a key.
    pub visitor: Option<ShopperId>,
    /// The request comes from a page of another site that embeds the module.
    pub embedded: bool,
    /// The instant of the request.
    pub now: Ms,
    /// The browser prefetches, or asks for the headers alone. Then nothing is counted, and no entry is used.
    pub is_prefetch: bool,
    /// From where.
    pub address: String,
    is_same_site: bool,
}

/// The shopper who opens a page.
pub struct OpenedBy {
    pub shopper: ShopperId,
    /// The token for a browser that has none.
    pub new_token: Option<String>,
}

impl FromRequestParts<AppState> for Visit {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, Reply> {
        let header =
            |name| parts.headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
        let mut context = app.request();
        let authority = header(HOST.as_str()).unwrap_or_default();
        let mall = context.mall(authority).await?;
        let now = context.now();
        log::record_mall(&mall.id);
        let pass = auth::pass(&parts.headers)
            .map(|text| Pass::read(&context.secret, &mall.id, text, now))
            .transpose()?;
        let (id, headers) = (&mall.id, &parts.headers);
        let token = SessionCookie::shopper(context.is_secure()).token(headers);
        let session = match token {
            Some(token) => {
                session::find(&mut context.db, &context.shared.secret, id, token, now).await?
            }
            None => None,
        };
        let since = session.as_ref().and_then(|session| session.since).unwrap_or_default();
        let shopper = session.map(|session| session.shopper);
        let is_stranger = match (token, &shopper) {
            (Some(token), Some(shopper)) => {
                !session::is_older(&context.secret, token, STRANGER_MS, now)
                    && session::is_of_visitor(&context.secret, id, token, shopper)
            }
            _ => false,
        };
        let embedded = cors::is_embedded(app, headers);
        // Elsewhere a browser has its session.
        let key = auth::visitor_key(headers).filter(|_| embedded);
        let visitor = key.and_then(|key| visitor::shopper(&context.secret, id, key));
        let purposes = [header("sec-purpose"), header("purpose")];
        let ahead = purposes.iter().flatten().any(|purpose| purpose.contains("prefetch"));
        let is_prefetch = ahead || parts.method == Method::HEAD;
        let site = Site { public: &context.public_url, own: &context.origin_of(&mall), authority };
        let is_same_site = site.sent(header("sec-fetch-site"), header("origin"));
        let query = parts.uri.query().unwrap_or_default();
        Ok(Self {
            mall,
            prefs: RequestPrefs::of(query, &parts.headers),
            shopper,
            since,
            is_stranger,
            pass,
            visitor,
            embedded,
            now,
            is_prefetch,
            address: parts
                .extensions
                .get::<CallerNetwork>()
                .map_or_else(String::new, |c| c.0.to_string()),
            is_same_site,
        })
    }
}

impl Visit {
    /// Returns the shopper, who must have a pass or a session.
    ///
    /// # Errors
    /// `session_missing`.
    pub fn known_shopper(&self) -> Result<&ShopperId, Error> {
        let pass_shopper = self.pass.as_ref().map(|pass| &pass.shopper);
        Ok(pass_shopper.or(self.shopper.as_ref()).ok_or(Refusal::SessionMissing)?)
    }

    /// Returns the shopper, who must have a session, or a pass for this link's payment.
    ///
    /// # Errors
    /// `session_missing`.
    pub fn shopper_of(&self, link: &Link) -> Result<&ShopperId, Error> {
        if let Some(pass) = &self.pass {
            pass.check(link.payment().map_err(|_| Refusal::SessionMissing)?)?;
        }
        self.known_shopper()
    }

    /// Returns the shopper of the browser's session, for requests that no pass allows.
    ///
    /// # Errors
    /// `session_missing` when a pass was sent instead.
    pub fn session_only(&self) -> Result<Option<Holder<'_>>, Error> {
        match self.pass {
            Some(_) => Err(Refusal::SessionMissing.into()),
            None => Ok(self.shopper.as_ref().map(|shopper| Holder { shopper, since: self.since })),
        }
    }

    /// Returns what proves the shopper of this visit.
    #[must_use]
    pub fn proof(&self) -> Proof<'_> {
        match &self.pass {
            Some(Pass { kind: PassKind::Receipt, payment, .. }) => Proof::Payment(payment),
            Some(Pass { kind: PassKind::Browser, .. }) => Proof::Session { since: 0 },
            None => Proof::Session { since: self.since },
        }
    }

    /// Marks a response with a pseudonym of its shopper. A browser keeps pages of one shopper at a time for use without a
    /// network (`www/offline.js`), and only pages that are marked.
    pub fn mark(&self, response: &mut Response) {
        let holder = self.shopper.as_ref().map(|shopper| secret::sha256(shopper.as_str()));
        let holder = holder.as_ref().and_then(|hash| HeaderValue::from_str(hash.get(..16)?).ok());
        let holder = holder.unwrap_or(HeaderValue::from_static("nobody"));
        response.headers_mut().insert(HOLDER, holder);
    }

    /// Returns the shopper who opens a link in this visit, if the browser has a key or a session.
    #[must_use]
    pub fn visitor(&self) -> Option<&ShopperId> {
        self.visitor.as_ref().or(self.shopper.as_ref())
    }

    /// Returns the shopper who opens a page in this visit; a new one for a browser without a name. Nothing is stored.
    ///
    /// # Errors
    /// When the operating system has no random bytes.
    pub fn opened(&self, context: &SharedContext) -> Result<OpenedBy, Error> {
        if let Some(shopper) = self.visitor() {
            return Ok(OpenedBy { shopper: shopper.clone(), new_token: None });
        }
        let NewSession { shopper, token } =
            session::make(&context.secret, &self.mall.id, self.now)?;
        Ok(OpenedBy { shopper, new_token: Some(token) })
    }

    /// Returns the kind of a pass that is made for this visit. A pass is renewed as what it was.
    #[must_use]
    pub fn pass_kind(&self) -> PassKind {
        self.pass.as_ref().map_or(PassKind::Browser, |pass| pass.kind)
    }

    /// Takes the pass that a form was posted with; it goes before the session.
    ///
    /// # Errors
    /// `session_missing` if there is none, or if it has expired.
    pub fn take_pass(&mut self, app: &AppState, text: &str) -> Result<(), Error> {
        self.pass = Some(Pass::read(&app.context.secret, &self.mall.id, text, self.now)?);
        Ok(())
    }

    /// Refuses what another site made the browser send. Cookies are `SameSite` too; this does not
    /// depend on the browser honouring that. No other site can send a pass.
    ///
    /// # Errors
    /// `cross_site`.
    pub fn same_site(&self) -> Result<(), Error> {
        if self.pass.is_some() {
            return Ok(());
        }
        if self.is_same_site { Ok(()) } else { Err(Refusal::CrossSite.into()) }
    }

    /// Counts the browser as a scan of a link's placement, if it has a session: it acts, so it is no script's first look.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn count_scan(&self, context: &mut Context, link: &Link) -> Result<(), Error> {
        match (&link.occasion, &self.shopper) {
            (Occasion::Placement(code), Some(shopper)) => {
                let (mall, now) = (&self.mall, self.now);
                placements::count_scan_of_code(context, mall, code, shopper, now).await
            }
            _ => Ok(()),
        }
    }

    /// Returns the request for a claim page.
    #[must_use]
    pub fn page_request<'a>(&'a self, shopper: &'a ShopperId) -> PageRequest<'a> {
        PageRequest { mall: &self.mall, shopper, language: self.prefs.language, now: self.now }
    }

    /// Returns the claimant of a claim.
    #[must_use]
    pub fn claimant<'a>(&'a self, shopper: &'a ShopperId) -> Claimant<'a> {
        let payment = self.pass.as_ref().map(|pass| &pass.payment);
        Claimant { mall: &self.mall.id, shopper, language: self.prefs.language, payment }
    }
}
