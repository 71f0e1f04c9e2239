//! What must be allowed, and what must be refused.

mod appeals;
mod clearance;
mod files;
mod groups;
mod invariants;
