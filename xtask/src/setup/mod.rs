//! Installing what a fresh machine lacks.

pub mod apt;
pub mod chromium;
pub mod node;
pub mod std_source;
