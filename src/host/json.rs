//! Reading JSON as the contract's types.
//!
//! The contract's types have serde's `Deserialize`, and `serde_wasm_bindgen::from_value` would do
//! here. The code that derives for reading is a third of the module, though; this says the same
//! in a twentieth of it, complete by the compiler, and `tests/browser/json.rs` proves that it reads
//! what serde writes. What the page sends is little, and written by hand for the same reason.
//!
//! The browser does the parsing: it writes the value again with [`NAMES`] as the only names, in this
//! order, so that one pass over the text reads all fields where they are expected.

mod contract;

use js_sys::{JSON, JsString};
use wasm_bindgen::JsValue;

/// All names of fields, as each type below reads its own one after the other.
const NAMES: &str = "code,again_at,ask,at,amount_off,claim,discount,exchange,fixed,after_claim,\
    redeemed,revoked,wallet,waiting,problem,id,offer_id,offer,store,name,floor,unit,title,benefit,\
    threshold,state,claim_from,claim_until,validity,stock,total,left,left_today,day_ends,\
    per_person_limit,rules,after_refund,claimed_at,valid_from,valid_until,redemption,mall,\
    server_time,link,link_expires_at,source,payment,placement,amount,paid_at,method,refunded,arrangement,category,\
    claimable,sort,choices,categories,floors,from,until,wait_days,days,cards,why,held,not_eligible,\
    pass,refusal,message,next_step,request_id,coupon,url,expires_at,paid_share,cap,item,\
    price,reason,starts_at,limit,least,short,retry_after,field";

/// The same for the page that scans, the wallet, the page of one coupon and the till, which no other module carries.
const NAMES_OF_OTHERS: &str = if cfg!(any(feature = "scan", feature = "coupon", feature = "till")) {
    ",scan,host,typed,wechat_script,app_id,timestamp,nonce,signature,way,undone_at,shown,text,\
     till,stores,session,role,must_change_password,code_end,windows,refused,just_taken,grant_id,by,read,order_number,saved,\
     undo_until,undone,day,redemptions,totals,conflicts,taken_at,found_at,on,most_value,most_count,ends_at,keys,key,\
     results,conflict,counts,usable,used,ended,expiring,count,first,coupons,next"
} else {
    ""
};

/// A value as this type; nothing when it is not one.
#[must_use]
pub fn read<T: Read>(value: &JsValue) -> Option<T> {
    let names = JsString::from([NAMES, NAMES_OF_OTHERS].concat()).split(",");
    let text = JSON::stringify_with_replacer(value, &names).ok()?;
    let text = JsValue::from(text).as_string()?;
    let mut reader = Reader { rest: &text, failed: false };
    let value = T::read(&mut reader);
    (!reader.failed && reader.rest.is_empty()).then_some(value)
}

/// A text that was kept, as this type; nothing when it is not one.
#[cfg(feature = "till")]
#[must_use]
pub fn parse<T: Read>(text: &str) -> Option<T> {
    JSON::parse(text).ok().and_then(|value| read(&value))
}

/// Goes over a text that the browser has written. After the first thing that is not as expected
/// nothing is read any more; what comes out then is of no use and thrown away as a whole, which
/// spares every step to ask how the one before went.
pub struct Reader<'a> {
    rest: &'a str,
    failed: bool,
}

impl Reader<'_> {
    /// Notes that the text is not what was expected.
    fn fail(&mut self) {
        self.failed = true;
        self.rest = "";
    }

    /// Goes over this, when it comes next.
    fn skip(&mut self, text: &str) -> bool {
        let rest = self.rest.strip_prefix(text);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn expect(&mut self, text: &str) {
        if !self.skip(text) {
            self.fail();
        }
    }

    /// Goes over the beginning of a field, when it is the next one of its object.
    fn enters(&mut self, name: &str) -> bool {
        let before = self.rest;
        self.skip(",");
        let entered = self.skip("\"") && self.skip(name) && self.skip("\":");
        if !entered {
            self.rest = before;
        }
        entered
    }

    /// The field of this name.
    fn field<T: Read>(&mut self, name: &str) -> T {
        if self.enters(name) { T::read(self) } else { T::missing(self) }
    }

    /// Whether the value is this word. Goes over it.
    pub fn is_word(&mut self, word: &str) -> bool {
        self.skip("\"") && self.skip(word) && self.skip("\"")
    }

    /// A value that is an object under one of several names: gives which of them it is, from 0, with
    /// the reader before its content, which ends with [`Self::leave`].
    pub fn variant(&mut self, names: &[&str]) -> Option<usize> {
        self.expect("{");
        let found = names.iter().position(|name| self.enters(name));
        if found.is_none() {
            self.fail();
        }
        found
    }

    /// Goes over the end of an object.
    pub fn leave(&mut self) {
        self.expect("}");
    }

    /// A text. The browser escapes quotation marks, backslashes, controls and halves of characters.
    fn text(&mut self) -> String {
        let mut text = String::new();
        self.expect("\"");
        let mut characters = self.rest.chars();
        loop {
            match characters.next() {
                None => {
                    self.fail();
                    return text;
                }
                Some('"') => break,
                Some('\\') => text.push(unescaped(&mut characters)),
                Some(character) => text.push(character),
            }
        }
        self.rest = characters.as_str();
        text
    }

    /// A whole number of at most 15 digits; beyond that JavaScript itself no longer counts by ones.
    fn number(&mut self) -> i64 {
        let negative = self.skip("-");
        let mut number = 0;
        let mut digits = 0;
        while let Some(digit @ b'0'..=b'9') = self.rest.bytes().next() {
            number = number * 10 + i64::from(digit - b'0');
            digits += 1;
            self.rest = &self.rest[1..];
            if digits > 15 {
                break;
            }
        }
        if !(1..=15).contains(&digits) {
            self.fail();
        }
        if negative { -number } else { number }
    }

    /// What a rule made of what was read; where it made nothing of it, what stands in for it.
    fn checked<T>(&mut self, made: Option<T>, instead: T) -> T {
        if made.is_none() {
            self.fail();
        }
        made.unwrap_or(instead)
    }
}

/// The character that an escape stands for, behind its backslash.
fn unescaped(characters: &mut std::str::Chars<'_>) -> char {
    match characters.next() {
        Some('n') => '\n',
        Some('t') => '\t',
        Some('r') => '\r',
        Some('b') => '\u{8}',
        Some('f') => '\u{c}',
        Some('u') => {
            let mut code = 0;
            for _ in 0..4 {
                code = code * 16 + characters.next().and_then(|d| d.to_digit(16)).unwrap_or(0);
            }
            char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        other => other.unwrap_or_default(),
    }
}

/// A type that can be read.
pub trait Read: Sized {
    /// Reads one. Where the text is another, the reader knows it and this is any value.
    fn read(reader: &mut Reader<'_>) -> Self;

    /// What stands for one whose field is not there.
    fn missing(reader: &mut Reader<'_>) -> Self {
        reader.fail();
        Self::read(reader)
    }
}

impl Read for String {
    fn read(reader: &mut Reader<'_>) -> Self {
        reader.text()
    }
}

/// A missing one is `false`, as serde leaves it out.
impl Read for bool {
    fn read(reader: &mut Reader<'_>) -> Self {
        let yes = reader.skip("true");
        if !yes {
            reader.expect("false");
        }
        yes
    }

    fn missing(_: &mut Reader<'_>) -> Self {
        false
    }
}

impl<T: Read> Read for Option<T> {
    fn read(reader: &mut Reader<'_>) -> Self {
        if reader.skip("null") { None } else { Some(T::read(reader)) }
    }

    fn missing(_: &mut Reader<'_>) -> Self {
        None
    }
}

impl<T: Read> Read for Vec<T> {
    fn read(reader: &mut Reader<'_>) -> Self {
        let mut items = Self::new();
        reader.expect("[");
        while !reader.failed && !reader.skip("]") {
            reader.skip(",");
            items.push(T::read(reader));
        }
        items
    }
}

impl<T: Read> Read for std::sync::Arc<T> {
    fn read(reader: &mut Reader<'_>) -> Self {
        T::read(reader).into()
    }
}

/// A text as JSON, in its quotation marks.
#[must_use]
pub fn quoted(text: &str) -> String {
    // Every text can be written.
    JSON::stringify(&text.into()).map(String::from).unwrap_or_default()
}
