//! The data that each page is drawn from.

use serde::{Deserialize, Serialize};

use crate::{Arrangement, Moment, OfferCard, Source};

/// The mall a page belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mall {
    /// The name of the mall, in the requested language.
    pub name: String,
}

/// The claim page: the offers after one payment, or those of one placement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClaimPage {
    /// The mall of the page.
    pub mall: Mall,
    /// The server's clock at the time of the response.
    pub server_time: Moment,
    /// The claim link of the request.
    pub link: String,
    /// The end of the link's validity; this instant is excluded.
    pub link_expires_at: Moment,
    /// The payment or the placement that led to the page.
    pub source: Source,
    /// The filters and the order of the list.
    pub arrangement: Arrangement,
    /// The filters that the page offers.
    pub choices: Choices,
    /// The number of offers that pass the filters, in all parts of the list.
    pub total: u32,
    /// The position of the first of `cards` in the list, from 0.
    pub from: u32,
    /// One part of the list.
    pub cards: Vec<OfferCard>,
    /// A short-lived signed token that names the shopper where the browser sends no cookies. It allows the
    /// claims of this payment, as `Authorization: Bearer`. None where a cookie works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<String>,
}

/// The filters that a page offers. Each of them leaves at least one offer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Choices {
    /// Top-level categories, those with the most offers first.
    pub categories: Vec<Choice>,
    /// Floors, the lowest first.
    pub floors: Vec<String>,
}

/// A category to filter by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Choice {
    /// The id of the category.
    pub id: String,
    /// The name of the category, in the requested language.
    pub name: String,
}

/// The page for a payment that the server does not know yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingPage {
    /// The mall of the page.
    pub mall: Mall,
    /// The server's clock at the time of the response.
    pub server_time: Moment,
    /// The path and query at which the page asks for the payment.
    pub ask: String,
}

/// The page that scans codes by camera or from a picture, or takes typed ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ScanPage {
    /// The mall of the page.
    pub mall: Mall,
    /// The server's clock at the time of the response.
    pub server_time: Moment,
    /// The host of the mall's own codes, with its port if it has one.
    pub host: String,
    /// The typed text that led nowhere, at most 200 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub typed: Option<String>,
    /// The address of WeChat's script, which scans inside WeChat; none when the mall has no account there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wechat_script: Option<String>,
}
