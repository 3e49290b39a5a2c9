//! The hosts of malls: each request names one mall, and no import changes which.

use crate::db::catalogue::MallRow;
use crate::mall_file::{Invalid, Mall};
use crate::origin::HostName;

/// Refuses a mall whose host would change which mall an address shows: another mall's host, or none where there are
/// other malls. A mall that was the first keeps the server's public address.
pub(super) fn check(mall: &Mall, stored: &[MallRow]) -> Result<(), Invalid> {
    let others = || stored.iter().filter(|row| row.id != mall.id);
    let Some(host) = &mall.host else {
        let before = stored.iter().find(|row| row.id == mall.id);
        return match others().next() {
            Some(other) if before.is_none_or(|row| row.host().is_some()) => Err(Invalid(format!(
                "mall.host: the database has the mall {} too, so this one needs a host of its own, such as {}.example.com",
                other.id, mall.id
            ))),
            _ => Ok(()),
        };
    };
    match others().find(|other| other.host().as_ref() == Some(host)) {
        Some(other) => {
            Err(Invalid(format!("mall.host: {host} is the host of the mall {}", other.id)))
        }
        None => Ok(()),
    }
}

/// Refuses a public address that is the host of one mall and the address of another, which has no host of its own.
///
/// # Errors
/// A sentence that names both.
pub fn check_public(public: &HostName, malls: &[MallRow]) -> Result<(), String> {
    let owner = malls.iter().find(|mall| mall.host().as_ref() == Some(public));
    let without = malls.iter().find(|mall| mall.host().is_none());
    match (owner, without) {
        (Some(owner), Some(without)) => Err(format!(
            "{public}, the host of the public address, is the host of the mall {}, and the mall {} has none of its own. \
             Give each a host in its file and import it, or serve with another --public-url.",
            owner.id, without.id
        )),
        _ => Ok(()),
    }
}
