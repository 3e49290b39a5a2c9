//! Claims: what is granted, what is refused and why, and what then stands in the database.

mod left;
mod limits;
mod repeated;
mod stock;
mod terms;
