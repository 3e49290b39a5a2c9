//! Rows of a query as structs, by the names of their fields.
//!
//! sqlx's own macros would compile the database drivers a second time, for the compiler.

use mall_contract::{
    CouponId, GrantId, InvalidId, MallId, OfferId, PaymentId, PersonId, PlacementId, RedemptionId,
    ShopperId, StaffId, StoreId,
};
use sqlx::Row as _;
use sqlx::any::AnyRow;

/// A value that stands in a column.
pub trait Column: Sized {
    /// Reads the column of this name.
    ///
    /// # Errors
    /// For a column that the query lacks, and for a value of another kind.
    fn read(row: &AnyRow, name: &str) -> Result<Self, sqlx::Error>;
}

macro_rules! plain {
    ($($value:ty),+) => {$(
        impl Column for $value {
            fn read(row: &AnyRow, name: &str) -> Result<Self, sqlx::Error> {
                row.try_get(name)
            }
        }
    )+};
}

plain!(i64, Option<i64>, String, Option<String>);

macro_rules! ids {
    ($($id:ty),+) => {$(
        impl Column for $id {
            fn read(row: &AnyRow, name: &str) -> Result<Self, sqlx::Error> {
                Self::try_from(row.try_get::<String, _>(name)?).map_err(|error| invalid(name, error))
            }
        }

        impl Column for Option<$id> {
            fn read(row: &AnyRow, name: &str) -> Result<Self, sqlx::Error> {
                let text: Option<String> = row.try_get(name)?;
                text.map(<$id>::try_from).transpose().map_err(|error| invalid(name, error))
            }
        }
    )+};
}

ids!(
    GrantId,
    CouponId,
    MallId,
    OfferId,
    PaymentId,
    PersonId,
    PlacementId,
    RedemptionId,
    ShopperId,
    StaffId,
    StoreId
);

fn invalid(name: &str, error: InvalidId) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: name.to_owned(), source: Box::new(error) }
}

/// Reads a struct from a row: each field from the column of its name. A struct inside has columns of its own.
macro_rules! row {
    ($name:ident { $($field:ident),+ $(,)? }) => {
        impl sqlx::FromRow<'_, sqlx::any::AnyRow> for $name {
            fn from_row(row: &sqlx::any::AnyRow) -> Result<Self, sqlx::Error> {
                Ok(Self { $($field: crate::db::row::Column::read(row, stringify!($field))?),+ })
            }
        }

        impl crate::db::row::Column for $name {
            fn read(row: &sqlx::any::AnyRow, _: &str) -> Result<Self, sqlx::Error> {
                sqlx::FromRow::from_row(row)
            }
        }
    };
}

pub(crate) use row;
