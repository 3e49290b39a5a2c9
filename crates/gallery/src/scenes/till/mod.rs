//! A store's till.

mod code;
mod content;
mod day;
mod login;
mod offline;
mod result;
mod undo;

use super::scene::Scene;
use crate::samples::{Samples, TillSamples};

pub fn scenes(samples: Samples) -> Vec<Scene> {
    let till = TillSamples { samples };
    let groups = [
        login::scenes(till),
        code::scenes(till),
        result::scenes(till),
        undo::scenes(till),
        day::scenes(till),
        offline::scenes(till),
    ];
    groups.into_iter().flatten().collect()
}
