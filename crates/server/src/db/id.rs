//! Ids in rows: text in the database, a type for each kind in the code. The contract's types know no database,
//! so they are converted here and where a row's field says `try_from`.

use mall_contract::{
    CouponId, InvalidId, OfferId, PaymentId, PersonId, RedemptionId, ShopperId, StoreId,
};

use crate::error::{Error, OrFault};

/// Converts a column to an id.
///
/// # Errors
/// A fault for text that is no id. Only ids are written.
pub fn id<T: TryFrom<String, Error = InvalidId>>(text: String) -> Result<T, Error> {
    T::try_from(text).or_fault("a stored id cannot be read")
}

/// A column with an id or NULL.
#[derive(sqlx::Type)]
#[sqlx(transparent)]
pub struct NullableId(Option<String>);

macro_rules! nullable {
    ($($id:ty),+) => {$(
        impl TryFrom<NullableId> for Option<$id> {
            type Error = InvalidId;

            fn try_from(column: NullableId) -> Result<Self, InvalidId> {
                column.0.map(<$id>::try_from).transpose()
            }
        }
    )+};
}

nullable!(CouponId, OfferId, PaymentId, PersonId, RedemptionId, ShopperId, StoreId);
