//! The decision of a request, and its stored answer: one mechanism for claims, redemptions and uploads.
//!
//! A request is decided once. Its answer is stored under the caller's request id, in the transaction of the
//! decision, and the same request gets the same answer for ever. Another request with the same id is refused.

use mall_contract::Refusal;

use crate::error::Error;
use crate::json::{from_json, to_json};

/// The decision of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision<Id> {
    /// It is granted: the id of the coupon or redemption, and whether that is new.
    Granted {
        /// The coupon or the redemption.
        id: Id,
        /// False when an earlier request made it.
        new: bool,
    },
    /// The refusal is final.
    Refused(Refusal),
    /// Another request was faster. This one is decided again, over the rows that the other one wrote.
    Overtaken,
}

/// The stored answer to a request id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<Id> {
    /// The id of the coupon or redemption that was granted.
    Granted(Id),
    /// The reason why nothing was granted.
    Refused(Refusal),
}

impl<Id> Answer<Id> {
    /// Reads an answer from its two columns, one of which is set.
    ///
    /// # Errors
    /// A fault when neither is set, or the refusal cannot be read.
    pub fn from_columns(granted: Option<Id>, refusal: Option<&str>) -> Result<Self, Error> {
        match (granted, refusal) {
            (Some(id), _) => Ok(Self::Granted(id)),
            (None, Some(refusal)) => Ok(Self::Refused(from_json(refusal)?)),
            (None, None) => {
                Err(Error::fault("a stored request has no answer", "neither column is set"))
            }
        }
    }

    /// Returns the column of the id that was granted.
    #[must_use]
    pub fn id(&self) -> Option<&Id> {
        match self {
            Self::Granted(id) => Some(id),
            Self::Refused(_) => None,
        }
    }

    /// Returns the column of the refusal, as JSON.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        match self {
            Self::Granted(_) => None,
            Self::Refused(refusal) => Some(to_json(refusal)),
        }
    }
}

/// The answer that is stored under a request id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Earlier<Id> {
    /// Nothing: the request is new.
    Nothing,
    /// The same request was decided before.
    Answered(Answer<Id>),
    /// Another request has this id.
    Reused,
}

impl<Id> Earlier<Id> {
    /// Compares the request with the stored one.
    ///
    /// # Errors
    /// As [`Answer::from_columns`].
    pub fn of(same: bool, granted: Option<Id>, refusal: Option<&str>) -> Result<Self, Error> {
        if same {
            Answer::from_columns(granted, refusal).map(Self::Answered)
        } else {
            Ok(Self::Reused)
        }
    }
}

#[cfg(test)]
mod tests {
    use mall_contract::{CouponId, Refusal};

    use super::{Answer, Earlier};
    use crate::sample_id::id;

    #[test]
    fn an_answer_reads_back_as_it_was_stored() {
        let refused = Answer::<CouponId>::Refused(Refusal::PersonLimit { limit: 2 });
        for answer in [Answer::Granted(id("c1")), refused] {
            let (granted, refusal) = (answer.id().cloned(), answer.refusal());
            let read = Earlier::of(true, granted.clone(), refusal.as_deref()).expect("an answer");
            assert_eq!(read, Earlier::Answered(answer));
            let other = Earlier::of(false, granted, refusal.as_deref()).expect("an answer");
            assert_eq!(other, Earlier::Reused);
        }
        assert!(Answer::<CouponId>::from_columns(None, None).is_err());
        assert!(Answer::<CouponId>::from_columns(None, Some(r#"{"code":"unheard_of"}"#)).is_err());
    }
}
