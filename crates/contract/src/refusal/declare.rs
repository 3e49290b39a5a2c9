//! The one place where a refusal is declared: its code, its HTTP status and its parameters.

/// Reads the parameters of a refusal by their names.
pub trait Parameter<T> {
    /// Returns the parameter of this name.
    fn parameter(&mut self, name: &str) -> T;
}

/// Declares refusals, each with its code and status:
///
/// ```text
/// /// All pieces are claimed.
/// SoldOut = ("sold_out", 409),
/// ```
///
/// A `cfg` behind the documentation says which builds have them; all others have the enum without any. The variants in
/// `also` hold refusals of other enums, which are flat on the wire.
macro_rules! refusals {
    (
        $(#[doc = $doc:literal])+
        $(#[cfg($($built:tt)+)])?
        pub enum $name:ident {
            $(
                $(#[doc = $kind_doc:literal])+
                $kind:ident $({ $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)+ })?
                    = ($code:tt, $status:literal),
            )+
        }
        $(also { $($(#[$also_attribute:meta])+ $also:ident($inner:ty),)+ })?
    ) => {
        $(#[doc = $doc])+
        $(#[cfg($($built)+)])?
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(tag = "code")]
        pub enum $name {
            $(
                $(#[doc = $kind_doc])+
                #[serde(rename = $code)]
                $kind $({ $($(#[doc = $field_doc])+ $field: $type,)+ })?,
            )+
            $($($(#[$also_attribute])+ $also($inner),)+)?
        }

        $(
            /// Never made: this build has none of these refusals.
            #[cfg(not($($built)+))]
            #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
            pub enum $name {}

            #[cfg(not($($built)+))]
            impl $name {
                /// Codes of all these refusals: this build has none.
                pub const CODES: &[&str] = &[];

                /// Returns the code as it is on the wire.
                #[must_use]
                pub fn code(&self) -> &'static str {
                    match *self {}
                }

                /// Returns the HTTP status it is answered with.
                #[must_use]
                pub fn status(&self) -> u16 {
                    match *self {}
                }

                /// Returns nothing: no code is one of these.
                pub fn from_code<P>(_code: &str, _parameters: &mut P) -> Option<Self> {
                    None
                }
            }
        )?

        /// The index of each code in `CODES`.
        $(#[cfg($($built)+)])?
        enum Index {
            $($kind,)+
        }

        $(#[cfg($($built)+)])?
        impl $name {
            /// Codes of all these refusals.
            pub const CODES: &[&str] = &[$($code),+];

            /// Returns the code as it is on the wire.
            #[must_use]
            pub fn code(&self) -> &str {
                match self {
                    $($(Self::$also(inner) => inner.code(),)+)?
                    _ => Self::CODES[self.index()],
                }
            }

            /// Returns the index of its code. A table of codes is smaller than code that names each.
            fn index(&self) -> usize {
                match self {
                    $(Self::$kind { .. } => Index::$kind as usize,)+
                    $($(Self::$also(_) => Self::CODES.len(),)+)?
                }
            }

            /// Returns the HTTP status it is answered with.
            #[must_use]
            pub fn status(&self) -> u16 {
                match self {
                    $(Self::$kind { .. } => $status,)+
                    $($(Self::$also(inner) => inner.status(),)+)?
                }
            }

            /// Makes the refusal of a code, with its parameters. Returns none if the code is none of these.
            pub fn from_code<P>(code: &str, parameters: &mut P) -> Option<Self>
            where
                P: $($($($crate::Parameter<$type> +)+)?)+,
            {
                let index = $crate::word::position(code, Self::CODES)?;
                Some(match index {
                    $(index if index == Index::$kind as usize => {
                        Self::$kind $({ $($field: parameters.parameter(stringify!($field)),)+ })?
                    })+
                    _ => return None,
                })
            }
        }

        /// Types that the schema of these refusals is derived from.
        #[cfg(feature = "openapi")]
        pub(super) mod schema {
            #[allow(unused_imports, reason = "types of parameters, where there are any")]
            use super::*;

            $(#[doc = $doc])+
            #[derive(serde::Serialize, utoipa::ToSchema)]
            #[serde(tag = "code")]
            #[allow(dead_code, reason = "only its schema is wanted")]
            pub enum Kinds {
                $(
                    $(#[doc = $kind_doc])+
                    #[serde(rename = $code)]
                    $kind $({ $($(#[doc = $field_doc])+ $field: $type,)+ })?,
                )+
            }
        }
    };
}

pub(super) use refusals;
