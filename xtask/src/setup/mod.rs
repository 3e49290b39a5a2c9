//! Installs the tools that a fresh machine lacks.

pub mod apt;
pub mod chromium;
pub mod lint_tools;
pub mod memory;
pub mod nginx;
pub mod node;
pub mod old_chromium;
pub mod schemathesis;
pub mod std_source;
pub mod webkit;
