//! Reads each type of the contract, with stand-ins for words and kinds that this build does not know.

use js_sys::Date;
use mall_contract::*;

use super::{Read, Reader};

macro_rules! integers {
    ($($integer:ty),+) => {
        $(impl Read for $integer {
            fn read(reader: &mut Reader<'_>) -> Self {
                let number = reader.number().try_into().ok();
                reader.checked(number, 0)
            }
        })+
    };
}

integers!(u32, u16, u8);

macro_rules! texts {
    ($($name:ty, $fallback:literal);+) => {
        $(impl Read for $name {
            fn read(reader: &mut Reader<'_>) -> Self {
                let mut text = reader.text();
                if reader.failed {
                    text = String::from($fallback);
                }
                match text.try_into() {
                    Ok(value) => value,
                    Err(_) => Self::missing(reader),
                }
            }
        })+
    };
}

texts!(OfferId, "-"; CouponId, "-"; StoreId, "-"; RequestId, "-");

/// The browser reads the date, in RFC 3339; the mall's offset stands at its end.
impl Read for Moment {
    fn read(reader: &mut Reader<'_>) -> Self {
        let text = reader.text();
        let ms = Date::parse(&text);
        let offset = match text.as_bytes() {
            _ if ms.is_nan() => None,
            [.., b'Z'] => Some(0),
            [.., sign @ (b'+' | b'-'), h, hours, b':', m, minutes] => {
                let number = |tens: &u8, ones: &u8| i16::from((tens & 15) * 10 + (ones & 15));
                let offset = number(h, hours) * 60 + number(m, minutes);
                Some(if *sign == b'-' { -offset } else { offset })
            }
            _ => None,
        };
        Self::new(ms as i64, reader.checked(offset, 0))
    }
}

macro_rules! objects {
    ($($name:ident { $($field:ident),+ })+) => {
        $(impl Read for $name {
            fn read(reader: &mut Reader<'_>) -> Self {
                reader.object(|reader| Self { $($field: reader.field(stringify!($field))),+ })
            }
        })+
    };
}

objects! {
    Offer {
        id, store, title, benefit, threshold, state, claim_from, claim_until, validity, stock,
        per_person_limit, rules, after_refund
    }
    Store { id, name, floor, unit, category }
    Stock { total, left, left_today, day_ends }
    Coupon {
        id, offer_id, store, title, benefit, threshold, rules, after_refund, claimed_at, valid_from,
        valid_until, redemption
    }
    Mall { name }
    ClaimPage {
        mall, server_time, link, link_expires_at, source, arrangement, choices, total, from, cards, pass
    }
    Arrangement { category, floor, claimable, sort }
    Choices { categories, floors }
    Choice { id, name }
    WaitingPage { mall, server_time, ask }
    PlacementSummary { name, floor }
    PaymentSummary { store, amount, paid_at, method, refunded }
    OfferCard { offer, category, why, held, not_eligible }
    ClaimResponse { request_id, coupon }
    Entry { url, expires_at }
}

#[cfg(feature = "scan")]
objects! {
    ScanPage { mall, server_time, host, typed, wechat_script }
    JsConfig { app_id, timestamp, nonce, signature }
}

#[cfg(feature = "coupon")]
objects! {
    CouponPage { mall, coupon, way, undone_at, code, shown, server_time }
    QrText { from, text }
}

#[cfg(feature = "till")]
objects! {
    TillPage { mall, server_time, stores, session }
    StaffSession { name, role, store, must_change_password, expires_at }
    TillCoupon { id, code_end, title, benefit, threshold, rules, windows, valid_from, valid_until }
    PrepareResponse { coupon, refused, just_taken, server_time }
    TillRedemption {
        id, request_id, coupon, store, by, at, read, order_number, amount, saved, undo_until, undone
    }
    UndoRecord { at, by, reason }
    TillDay { store, day, redemptions, totals }
    TillTotals { redeemed, undone, amount, saved }
    UseWindow { days, from, until }
    OfflineConflicts { conflicts }
    OfflineConflict {
        request_id, store, by, coupon, order_number, amount, taken_at, found_at, reason
    }
    OfflineSettings { on, most_value, most_count }
    OfflineGrant { id, ends_at, most_value, most_count, keys, server_time }
    DayKey { from, until, key }
    OfflineRedemption { request_id, grant_id, code, order_number, amount, taken_at }
    OfflineUploadResponse { results }
    OfflineResult { request_id, redemption, conflict }
}

#[cfg(feature = "wallet")]
objects! {
    Wallet { mall, server_time, state, store, counts, expiring, coupons, next }
    WalletCounts { usable, used, ended }
    Expiring { count, first }
}

#[cfg(feature = "scan")]
impl Read for i64 {
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.number()
    }
}

/// Reads words. A required value has the second word as the stand-in for an unknown one. An optional value is none then.
macro_rules! words {
    ($($name:ident or $fallback:ident),+) => {
        $(impl Read for $name {
            fn read(reader: &mut Reader<'_>) -> Self {
                Self::read_optional(reader).unwrap_or(Self::$fallback)
            }

            fn read_optional(reader: &mut Reader<'_>) -> Option<Self> {
                reader.word()
            }
        })+
    };
}

words! {
    // Only what is known to be live can be claimed.
    OfferState or Paused,
    // No page shows it.
    PaymentMethod or Code,
    // An offer may have none; then the page is silent about refunds.
    AfterRefund or Revoked,
    // Its sentence names no person and no cause.
    RevocationReason or Withdrawn,
    // The server's order stays.
    Sort or Recommended
}

#[cfg(feature = "wallet")]
words! { WalletState or Usable }

#[cfg(feature = "till")]
texts!(TimeOfDay, "00:00");

#[cfg(feature = "till")]
words! {
    // A code that was not typed was scanned.
    CodeEntryMode or Scanned,
    // A list of days leaves out an unknown one.
    Weekday or Mon,
    // A person who is logged in redeems coupons, as far as the server allows.
    Role or Cashier
}

impl Read for Fen {
    fn read(reader: &mut Reader<'_>) -> Self {
        Self(reader.number())
    }
}

impl Read for PercentPaid {
    fn read(reader: &mut Reader<'_>) -> Self {
        let mut share = u8::read(reader);
        if reader.failed {
            share = 50;
        }
        Self::new(share).unwrap_or_else(|| Self::missing(reader))
    }
}

impl Read for Benefit {
    fn read(reader: &mut Reader<'_>) -> Self {
        let kinds = ["amount_off", "discount", "exchange"];
        let value = reader.variant(&kinds, |reader, kind| match kind {
            0 => Self::AmountOff(Fen::read(reader)),
            1 => reader.object(|reader| Self::Discount {
                paid_share: reader.field("paid_share"),
                cap: reader.field("cap"),
            }),
            _ => reader.object(|reader| Self::Exchange {
                item: reader.field("item"),
                price: reader.field("price"),
            }),
        });
        value.unwrap_or(Self::Unknown)
    }
}

impl Read for Source {
    fn read(reader: &mut Reader<'_>) -> Self {
        let value = reader.variant(&["payment", "placement"], |reader, kind| match kind {
            0 => Self::Payment(Read::read(reader)),
            _ => Self::Placement(Read::read(reader)),
        });
        value.unwrap_or(Self::Unknown)
    }
}

impl Read for Validity {
    fn read(reader: &mut Reader<'_>) -> Self {
        let value = reader.variant(&["fixed", "after_claim"], |reader, kind| {
            reader.object(|reader| match kind {
                0 => Self::Fixed { from: reader.field("from"), until: reader.field("until") },
                _ => {
                    let (wait_days, days) = (reader.field("wait_days"), reader.field("days"));
                    Self::AfterClaim { wait_days, days }
                }
            })
        });
        value.unwrap_or(Self::Unknown)
    }
}

impl Read for Redemption {
    fn read(reader: &mut Reader<'_>) -> Self {
        let value = reader.variant(&["redeemed", "revoked"], |reader, kind| {
            reader.object(|reader| {
                let at = reader.field("at");
                match kind {
                    0 => Self::Redeemed { at },
                    _ => Self::Revoked { at, reason: reader.field("reason") },
                }
            })
        });
        value.unwrap_or(Self::Unknown)
    }
}

impl<T: Read> Parameter<T> for Reader<'_> {
    fn parameter(&mut self, name: &str) -> T {
        self.field(name)
    }
}

impl Read for Refusal {
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.object(|reader| {
            let code: String = reader.field("code");
            Self::from_code(&code, reader)
                .or_else(|| TillRefusal::from_code(&code, reader).map(Self::Till))
                .unwrap_or_else(|| {
                    Self::Unknown(UnknownRefusal { code, ..Default::default() }.into())
                })
        })
    }
}

/// Reads the server's sentences for refusals that the page has no words for.
impl Read for Problem {
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.object(|reader| {
            let mut problem = Self {
                refusal: reader.field("refusal"),
                message: reader.field("message"),
                next_step: reader.field("next_step"),
                request_id: reader.field("request_id"),
                server_time: reader.field("server_time"),
            };
            if let Refusal::Unknown(unknown) = &problem.refusal {
                let unknown = UnknownRefusal {
                    code: unknown.code.clone(),
                    message: problem.message.clone(),
                    next_step: problem.next_step.clone(),
                };
                problem.refusal = Refusal::Unknown(unknown.into());
            }
            problem
        })
    }
}
