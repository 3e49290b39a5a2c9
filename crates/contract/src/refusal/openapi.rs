//! The schema of a refusal: one list of all kinds, whichever enum has them.

use std::borrow::Cow;

use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::{Refusal, caller, schema, till};

impl PartialSchema for Refusal {
    fn schema() -> RefOr<Schema> {
        let mut all = schema::Kinds::schema();
        for others in [till::schema::Kinds::schema(), caller::schema::Kinds::schema()] {
            if let (RefOr::T(Schema::OneOf(all)), RefOr::T(Schema::OneOf(others))) =
                (&mut all, others)
            {
                all.items.extend(others.items);
            }
        }
        all
    }
}

impl ToSchema for Refusal {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("Refusal")
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schema::Kinds::schemas(schemas);
        till::schema::Kinds::schemas(schemas);
        caller::schema::Kinds::schemas(schemas);
    }
}
