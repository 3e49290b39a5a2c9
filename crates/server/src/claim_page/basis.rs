//! The basis of a page's recommendations: a payment, or the placement whose code was scanned.

use mall_contract::{
    CallerRefusal, Fen, MallId, PersonId, PlacementCode, PlacementOffers, PlacementState,
    PlacementSummary, Refusal, ShopperId, arrangement::floors_between,
};
use mall_coupons::Language;

use super::rules::Rules;
use crate::db::catalogue::StoreRow;
use crate::db::offers::OfferAtStore;
use crate::db::payments::PaymentRow;
use crate::db::placements::PlacementRow;
use crate::db::{Connection, catalogue, placements, shoppers};
use crate::error::Error;
use crate::recommend::{AtPlace, at_place};

/// The basis of a page's recommendations.
pub enum Basis {
    /// A payment, and the category of the store where it was made.
    Payment(Box<PaymentRow>, String),
    /// A placement.
    Placement(Box<PlacementBasis>),
}

/// A placement as the basis of offers.
pub struct PlacementBasis {
    pub row: PlacementRow,
    offers: PlacementOffers,
    /// The category of the store that it is in.
    stands_in: Option<String>,
}

/// The weight of a recommendation, and the reason that shoppers read.
pub struct Reason {
    /// 1 to 100; a heavier offer goes first.
    pub weight: i64,
    /// The reason that shoppers read.
    pub why: String,
}

impl Basis {
    /// Returns the basis of a payment at a store.
    #[must_use]
    pub fn from_payment(payment: PaymentRow, store: &StoreRow) -> Self {
        Self::Payment(payment.into(), store.category_id.clone())
    }

    /// Returns the name that seeds the order of equal offers.
    #[must_use]
    pub fn tie_breaker(&self) -> &str {
        match self {
            Self::Payment(payment, _) => payment.id.as_str(),
            Self::Placement(placement) => placement.row.id.as_str(),
        }
    }

    /// Returns the payment, if it is one.
    #[must_use]
    pub fn payment(&self) -> Option<&PaymentRow> {
        match self {
            Self::Payment(payment, _) => Some(payment),
            Self::Placement(_) => None,
        }
    }

    /// Returns the placement, if it is one.
    #[must_use]
    pub fn placement(&self) -> Option<&PlacementRow> {
        match self {
            Self::Payment(..) => None,
            Self::Placement(placement) => Some(&placement.row),
        }
    }

    /// Returns the person whose coupons count towards limits.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn person(
        &self,
        connection: &mut Connection,
        mall: &MallId,
        shopper: &ShopperId,
    ) -> Result<PersonId, Error> {
        match self {
            Self::Payment(payment, _) => match (&payment.person_id, &payment.payer) {
                (Some(person), _) => Ok(person.clone()),
                // Before the first act: the person who will hold the payment.
                (None, Some(payer)) => {
                    let person = shoppers::find_person(connection, mall, payer).await?;
                    Ok(person.unwrap_or_else(|| shopper.clone().into()))
                }
                (None, None) => shoppers::person_of_shopper(connection, mall, shopper).await,
            },
            Self::Placement(_) => shoppers::person_of_shopper(connection, mall, shopper).await,
        }
    }

    /// Returns the reason to show an offer in this hour of the day; none if it is not shown.
    #[must_use]
    pub fn reason_to_show(
        &self,
        rules: &Rules,
        offer: &OfferAtStore,
        hour: u8,
        language: Language,
    ) -> Option<Reason> {
        match self {
            Self::Payment(_, paid_in) => link_reason(rules, paid_in, offer),
            Self::Placement(placement) => placement.reason_to_show(rules, offer, hour, language),
        }
    }

    /// Returns the refusal that holds for every shopper who claims this offer on this basis.
    #[must_use]
    pub fn refusal(&self, offer: &OfferAtStore) -> Option<Refusal> {
        let least = Fen(offer.payment_minimum);
        match self {
            Self::Payment(payment, _) if payment.left() == 0 => Some(Refusal::PaymentRefunded),
            Self::Payment(payment, _) => {
                let short = Fen(least.0 - payment.left());
                (short.0 > 0).then_some(Refusal::PaymentTooSmall { least, short })
            }
            Self::Placement(_) => (least.0 > 0).then_some(Refusal::PaymentFirst { least }),
        }
    }
}

/// Returns the link from a category to the category of an offer's store.
fn link_reason(rules: &Rules, from: &str, offer: &OfferAtStore) -> Option<Reason> {
    let link = rules.categories.reason(&rules.links, from, &offer.category_id)?;
    Some(Reason { weight: link.weight, why: link.why.clone() })
}

impl PlacementBasis {
    /// Returns the placement of a code, which must be live.
    ///
    /// # Errors
    /// `unknown_placement`, `placement_paused`, `placement_ended`.
    pub async fn read(
        connection: &mut Connection,
        mall: &MallId,
        code: &PlacementCode,
    ) -> Result<Self, Error> {
        let row = placements::by_code(connection, mall, code).await?;
        let row = row.ok_or(Refusal::Caller(CallerRefusal::UnknownPlacement))?;
        let set_up = row.set_up()?;
        match set_up.state {
            PlacementState::Live => {}
            PlacementState::Paused => return Err(Refusal::PlacementPaused.into()),
            PlacementState::Ended => return Err(Refusal::PlacementEnded.into()),
        }
        let stands_in = match &row.store_id {
            Some(store) => Some(catalogue::category_of_store(connection, mall, store).await?),
            None => None,
        };
        Ok(Self { row, offers: set_up.offers, stands_in })
    }

    /// Returns the placement as a page shows it.
    #[must_use]
    pub fn line(&self, language: Language) -> PlacementSummary {
        PlacementSummary { name: self.row.name(language), floor: self.row.floor.clone() }
    }

    fn reason_to_show(
        &self,
        rules: &Rules,
        offer: &OfferAtStore,
        hour: u8,
        language: Language,
    ) -> Option<Reason> {
        let chosen = |weight| Some(Reason { weight, why: word(AtPlace::Mall, language).into() });
        match (&self.offers, &self.stands_in) {
            (PlacementOffers::Chosen(offers), _) => {
                let at = offers.iter().position(|chosen| *chosen == offer.id)?;
                chosen(100 - i64::try_from(at).unwrap_or(99).min(99))
            }
            (PlacementOffers::Store(store), _) if *store == offer.store_id => chosen(50),
            (PlacementOffers::Category(category), _)
                if rules.categories.is_within(&offer.category_id, category) =>
            {
                chosen(50)
            }
            (PlacementOffers::Store(_) | PlacementOffers::Category(_), _) => None,
            (PlacementOffers::Recommended, Some(stands_in)) => link_reason(rules, stands_in, offer),
            (PlacementOffers::Recommended, None) => {
                let away = floors_between(&self.row.floor, &offer.floor);
                let fits_hour = rules.categories.fits_hour(&offer.category_id, hour);
                let (weight, place) = at_place(fits_hour, away);
                Some(Reason { weight, why: word(place, language).into() })
            }
        }
    }
}

/// Returns the sentence that tells shoppers why an offer is shown at a placement.
fn word(place: AtPlace, language: Language) -> &'static str {
    match (place, language) {
        (AtPlace::Hour, Language::Zh) => "这会儿正合适",
        (AtPlace::Hour, Language::En) => "Just right for now",
        (AtPlace::Floor, Language::Zh) => "就在这一层",
        (AtPlace::Floor, Language::En) => "On this floor",
        (AtPlace::Mall, Language::Zh) => "商场推荐",
        (AtPlace::Mall, Language::En) => "Picked by the mall",
    }
}
