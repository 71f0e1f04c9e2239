//! What must be allowed, and what must be refused.

mod appeals;
mod files;
mod groups;
mod invariants;
