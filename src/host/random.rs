//! Random ids and numbers from the browser's generator.

use mall_contract::RequestId;

/// Makes a request id: 128 random bits as 32 hexadecimal digits; none in a browser without a generator.
#[must_use]
pub fn request_id() -> Option<RequestId> {
    // `crypto.randomUUID` exists only from Chrome 92 on.
    let mut bytes = [0_u8; 16];
    web_sys::window()?.crypto().ok()?.get_random_values_with_u8_array(&mut bytes).ok()?;
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let text: String = digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect();
    RequestId::parse(text).ok()
}

/// Returns a number from 0 to below `bound`, random enough to spread load.
#[must_use]
pub fn below(bound: u32) -> u32 {
    (js_sys::Math::random() * f64::from(bound)) as u32
}
