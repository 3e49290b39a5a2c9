//! Builds the server again when a migration is added, because migrations are embedded.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
