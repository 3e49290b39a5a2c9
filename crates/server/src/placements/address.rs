//! The address of a placement's page.

use mall_contract::PlacementCode;

/// Returns the address in the QR code of a placement.
#[must_use]
pub fn address(public_url: &str, code: &PlacementCode) -> String {
    format!("{public_url}/q/{code}")
}
