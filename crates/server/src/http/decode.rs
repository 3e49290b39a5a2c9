//! Reads queries, forms and JSON into types. One rule names the field that is wrong.
//!
//! The name comes from the error itself and not from the wording of a library's message, so the types are
//! read by a deserializer with an error of our own.

use std::borrow::Cow;
use std::fmt::{self, Display};

use mall_contract::Refusal;
use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{self, DeserializeOwned, IntoDeserializer, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};
use serde_json::Value;

/// The most characters of a field's name that a refusal repeats.
const FIELD_LENGTH: usize = 64;

/// Reads a JSON text.
///
/// # Errors
/// `malformed` with the path of the field, or `body` when the text is no JSON.
pub fn json<T: DeserializeOwned>(text: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(text).map_err(|_| {
        let value = serde_json::from_slice(text).ok();
        let read = value.map(|value| tree::<T>(Node::Json(value)));
        // The second reader accepts text that is not quite JSON, for example a name that comes twice.
        read.and_then(Result::err).unwrap_or_else(|| malformed("body"))
    })
}

/// Reads a posted form. Names and values are percent-encoded.
///
/// # Errors
/// `malformed` with the name of the field.
pub fn form<T: DeserializeOwned>(text: &[u8]) -> Result<T, Refusal> {
    pairs(text)
}

/// Reads the query of an address. Names and values are percent-encoded. A parameter of this type that comes twice or
/// has a wrong value is refused.
///
/// # Errors
/// `malformed` with the name of the parameter.
pub fn query<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    pairs(text.as_bytes())
}

fn pairs<T: DeserializeOwned>(text: &[u8]) -> Result<T, Refusal> {
    tree(Node::Form(form_urlencoded::parse(text).collect()))
}

fn tree<T: DeserializeOwned>(node: Node<'_>) -> Result<T, Refusal> {
    serde_path_to_error::deserialize(node).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { String::new() } else { path };
        // The path does not name a missing field.
        let field = error.into_inner().field.filter(|field| !path.ends_with(field.as_str()));
        let full = [path, field.unwrap_or_default()];
        let full = full.iter().filter(|part| !part.is_empty()).map(String::as_str);
        let full = full.collect::<Vec<_>>().join(".");
        malformed(if full.is_empty() { "body" } else { &full })
    })
}

fn malformed(field: &str) -> Refusal {
    let field = field.chars().filter(|c| !c.is_control()).take(FIELD_LENGTH).collect();
    Refusal::Malformed { field }
}

/// The error of a reader. It names the field that is missing, unknown or there twice.
#[derive(Debug, Default)]
struct DecodeError {
    field: Option<String>,
}

impl DecodeError {
    fn named(field: &str) -> Self {
        Self { field: Some(field.to_owned()) }
    }
}

impl Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "wrong: {}", self.field.as_deref().unwrap_or("the value"))
    }
}

impl std::error::Error for DecodeError {}

impl de::Error for DecodeError {
    fn custom<T: Display>(_: T) -> Self {
        Self::default()
    }

    fn missing_field(field: &'static str) -> Self {
        Self::named(field)
    }

    fn unknown_field(field: &str, _: &'static [&'static str]) -> Self {
        Self::named(field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::named(field)
    }
}

/// A value to read.
enum Node<'de> {
    /// A value of JSON.
    Json(Value),
    /// The pairs of a form or a query.
    Form(Vec<(Cow<'de, str>, Cow<'de, str>)>),
    /// A value in a form or a query: the type that is read decides whether it is a number.
    Text(Cow<'de, str>),
}

impl<'de> IntoDeserializer<'de, DecodeError> for Node<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

macro_rules! parse_text {
    ($($method:ident $visit:ident),+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
            match self {
                Self::Text(text) => visitor.$visit(text.parse().map_err(de::Error::custom)?),
                other => other.deserialize_any(visitor),
            }
        })+
    };
}

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = DecodeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self {
            Self::Text(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Self::Text(Cow::Owned(text)) => visitor.visit_string(text),
            Self::Form(fields) => {
                let fields = fields.into_iter().map(|(name, value)| (name, Node::Text(value)));
                MapDeserializer::new(fields).deserialize_any(visitor)
            }
            Self::Json(Value::Null) => visitor.visit_unit(),
            Self::Json(Value::Bool(value)) => visitor.visit_bool(value),
            Self::Json(Value::String(text)) => visitor.visit_string(text),
            Self::Json(Value::Number(number)) => {
                number.deserialize_any(visitor).map_err(de::Error::custom)
            }
            Self::Json(Value::Array(items)) => {
                SeqDeserializer::new(items.into_iter().map(Node::Json)).deserialize_any(visitor)
            }
            Self::Json(Value::Object(fields)) => {
                let fields = fields.into_iter().map(|(name, value)| (name, Node::Json(value)));
                MapDeserializer::new(fields).deserialize_any(visitor)
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self {
            Self::Json(Value::Null) => visitor.visit_none(),
            some => visitor.visit_some(some),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        match self {
            Self::Text(text) => visitor.visit_enum(text.into_deserializer()),
            Self::Json(Value::String(text)) => visitor.visit_enum(text.into_deserializer()),
            Self::Json(Value::Object(fields)) => {
                let fields = fields.into_iter().map(|(name, value)| (name, Node::Json(value)));
                visitor.visit_enum(MapAccessDeserializer::new(MapDeserializer::new(fields)))
            }
            _ => Err(DecodeError::default()),
        }
    }

    parse_text!(
        deserialize_bool visit_bool, deserialize_i8 visit_i8, deserialize_i16 visit_i16,
        deserialize_i32 visit_i32, deserialize_i64 visit_i64, deserialize_u8 visit_u8,
        deserialize_u16 visit_u16, deserialize_u32 visit_u32, deserialize_u64 visit_u64,
        deserialize_f32 visit_f32, deserialize_f64 visit_f64
    );

    forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier
        ignored_any
    }
}

#[cfg(test)]
mod tests {
    use mall_contract::{PaymentNotice, RefundNotice, Refusal};
    use serde::Deserialize;
    use serde_json::{Value, json};

    use super::{form, json, query};

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Part {
        store: Option<String>,
        count: Option<u32>,
        after: String,
    }

    fn wrong<T: std::fmt::Debug>(read: Result<T, Refusal>) -> String {
        match read {
            Err(Refusal::Malformed { field }) => field,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_query_is_percent_decoded() {
        let read = query("store=%E6%B5%B7+a%26b&count=3&after=");
        let part = Part { store: Some("海 a&b".into()), count: Some(3), after: String::new() };
        assert_eq!(read, Ok(part));
    }

    #[test]
    fn a_wrong_parameter_is_named() {
        for (text, field) in [
            ("", "after"),
            ("after=1&after=2", "after"),
            ("after=&other=1", "other"),
            ("after=&count=x", "count"),
            ("after=&count=-1", "count"),
            ("after=&count=4294967296", "count"),
            ("after=&%E6%B5%B7=1", "海"),
        ] {
            assert_eq!(wrong(query::<Part>(text)), field, "{text}");
            assert_eq!(wrong(form::<Part>(text.as_bytes())), field, "{text}");
        }
    }

    fn refund() -> Value {
        json!({
            "refund_id": "r", "transaction_id": "t", "amount": 100,
            "refunded_at": "2026-11-23T12:00:00+08:00"
        })
    }

    #[test]
    fn a_wrong_field_of_json_is_named() {
        let read = |value: &Value| json::<RefundNotice>(value.to_string().as_bytes());
        assert!(read(&refund()).is_ok(), "{:?}", read(&refund()));
        for field in ["refund_id", "transaction_id", "amount", "refunded_at"] {
            let (mut missing, mut bad) = (refund(), refund());
            missing.as_object_mut().expect("an object").remove(field);
            bad[field] = json!([]);
            assert_eq!(wrong(read(&missing)), field);
            assert_eq!(wrong(read(&bad)), field);
        }
        for text in ["", "{", "[]", "\"x\"", "null", "{}{}"] {
            let field = wrong(json::<RefundNotice>(text.as_bytes()));
            assert!(field == "body" || field == "refund_id", "{text}: {field}");
        }
    }

    #[test]
    fn a_wrong_field_below_others_is_named_with_its_path() {
        let notice = json!({
            "transaction_id": "t", "store_id": "s", "amount": 1, "paid_at": "2026-11-23T12:00:00+08:00",
            "method": "code", "order": { "merchant": 1, "number": "n" }
        });
        assert_eq!(wrong(json::<PaymentNotice>(notice.to_string().as_bytes())), "order.merchant");
    }
}
