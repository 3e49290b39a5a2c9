//! `mall-server staff`: the people who work in a mall.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use mall_contract::{MallId, Role, StoreId};
use mall_server::clock::Clock;
use mall_server::identity::password::Passwords;
use mall_server::staff::set_up::{self, Place};

use crate::outcome::{Outcome, failure};
use crate::storage::Storage;

/// List the people who work in a mall, or set one up
///
/// With NAME and --role, that person can log in. The command prints a password that works once.
/// A person who exists already gets a new password, and all their sessions end. docs/till.md
/// describes the roles.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment)]
pub struct Arguments {
    /// Id of the mall
    mall: MallId,
    /// Name that the person logs in with
    #[arg(requires = "change")]
    name: Option<String>,
    /// Store where the person works; an operator works for the mall and has none
    #[arg(long, requires = "name")]
    store: Option<StoreId>,
    /// Role, which decides what the person may do
    #[arg(long, value_parser = role(), group = "change", requires = "name")]
    role: Option<Role>,
    /// End the person's access and all sessions
    #[arg(long, group = "change", requires = "name")]
    off: bool,
}

/// Returns the parser of roles, with the explanation of each.
fn role() -> impl TypedValueParser<Value = Role> {
    let explained = |role: Role| {
        PossibleValue::new(role.as_str()).help(match role {
            Role::Cashier => {
                "redeems coupons at the store's till, and can undo that for 10 minutes"
            }
            Role::StoreManager => {
                "redeems coupons, can undo that for 60 minutes, and sees the store's figures"
            }
            Role::Merchant => "writes the store's offers, and may do all that its manager may",
            Role::Operator => "runs the mall and sees all stores; redeems no coupons",
            Role::Provider => "does the store's work as a service provider; redeems no coupons",
        })
    };
    PossibleValuesParser::new(Role::ALL.map(explained)).try_map(|word| word.parse::<Role>())
}

/// Lists people, sets one up, or ends one's access.
pub async fn run(storage: &Storage, arguments: &Arguments) -> Outcome {
    let Arguments { mall, name, store, role, off } = arguments;
    match (name, role, off) {
        (Some(name), Some(role), false) => {
            let place = Place { store: store.as_ref(), name, role: *role };
            set_up(storage, mall, place).await
        }
        (Some(name), None, true) => end(storage, mall, store.as_ref(), name).await,
        _ => list(storage, mall).await,
    }
}

async fn list(storage: &Storage, mall: &MallId) -> Outcome {
    let (mut database, _) = storage.database_with(mall).await?;
    for row in set_up::list(&mut database, mall).await.map_err(failure)? {
        let store = row.store_id.as_ref().map_or("-", StoreId::as_str);
        let role = row.role().map_err(failure)?;
        let state = match (row.disabled_at, row.must_change()) {
            (Some(_), _) => "  off",
            (None, true) => "  has not chosen a password yet",
            (None, false) => "",
        };
        println!("{store}  {}  {role}{state}", row.name);
    }
    Ok(())
}

async fn set_up(storage: &Storage, mall: &MallId, place: Place<'_>) -> Outcome {
    let (mut database, _) = storage.database_with(mall).await?;
    let now = Clock::default().now();
    let password = set_up::put(&mut database, &Passwords::default(), mall, place, now).await?;
    println!("password, works once: {password}");
    Ok(())
}

async fn end(storage: &Storage, mall: &MallId, store: Option<&StoreId>, name: &str) -> Outcome {
    let (mut database, _) = storage.database_with(mall).await?;
    set_up::end(&mut database, mall, store, name, Clock::default().now()).await?;
    println!("{name} can no longer log in.");
    Ok(())
}
