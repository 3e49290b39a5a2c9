//! Claims: grants, refusals with their reasons, and the rows they leave in the database.

mod disconnected;
mod limits;
mod repeated;
mod stock;
mod terms;
