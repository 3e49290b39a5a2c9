//! The till's page after actions.

use mall_contract::Role;
use mall_coupons::pages::till::state::{Action, CounterAction};

use crate::samples::TillSamples;
use crate::scenes::scene::Content;

impl Content {
    /// Returns the page of a till where nobody is logged in.
    pub fn till_door(till: TillSamples, actions: Vec<Action>) -> Self {
        Self::Till { page: till.page(None), actions }
    }

    /// Returns the page of a till where a person of this role is logged in.
    pub fn till(till: TillSamples, role: Role, actions: Vec<Action>) -> Self {
        Self::Till { page: till.page(Some(till.session(role))), actions }
    }

    /// Returns a cashier's page after actions at the counter.
    pub fn counter(till: TillSamples, actions: Vec<CounterAction>) -> Self {
        Self::till(till, Role::Cashier, actions.into_iter().map(Action::Counter).collect())
    }
}
