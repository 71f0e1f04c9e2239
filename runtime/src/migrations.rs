//! The one list of migrations.
//!
//! A migration stays here for one release after the release that carries it, so that a node that skips one release
//! still passes through it. Order: oldest first.

/// Migrations that run in the first block of a new runtime, within one block. None yet.
pub type SingleBlock = ();

/// Migrations that run over many blocks, through pallet-migrations. None yet.
#[cfg(not(feature = "runtime-benchmarks"))]
pub type MultiBlock = ();

/// What benchmarks of pallet-migrations need.
#[cfg(feature = "runtime-benchmarks")]
pub type MultiBlock = pallet_migrations::mock_helpers::MockedMigrations;
