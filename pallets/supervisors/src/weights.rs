//! Weights of `pallet_supervisors`, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
//!
//! Each benchmark ran for at least 1 s, before all other work.
//! 2026-11-21: 50 steps, 20 repeats, Compiled Wasm, CPU `AMD EPYC`, benchmark
//! command 64.0.0. Times exclude the database, which `DbWeight` adds.

use core::marker::PhantomData;
use frame_support::{
	traits::Get,
	weights::{Weight, constants::RocksDbWeight},
};

/// Weights that the pallet needs.
pub trait WeightInfo {
	/// Weight of `admit_supervisor`.
	fn admit_supervisor() -> Weight;
	/// Weight of `suspend_supervisor`.
	fn suspend_supervisor() -> Weight;
	/// Weight of `resume_supervisor`.
	fn resume_supervisor() -> Weight;
	/// Weight of `remove_supervisor`.
	fn remove_supervisor() -> Weight;
	/// Weight of `widen_supervisor`.
	fn widen_supervisor() -> Weight;
	/// Weight of `authorize_creator`.
	fn authorize_creator() -> Weight;
	/// Weight of `revoke_creator`.
	fn revoke_creator() -> Weight;
	/// Weight of `sanction_creator`.
	fn sanction_creator() -> Weight;
	/// Weight of `lift_sanction`.
	fn lift_sanction() -> Weight;
	/// Weight of `stop_title`.
	fn stop_title() -> Weight;
	/// Weight of `reinstate_title`.
	fn reinstate_title() -> Weight;
	/// Weight of `report_title`.
	fn report_title() -> Weight;
	/// Weight of `decide_report`.
	fn decide_report() -> Weight;
	/// Weight of `withdraw_report`.
	fn withdraw_report() -> Weight;
}

/// Weights as measured in the runtime.
#[derive(Debug)]
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
	// Storage: `Supervisors::Supervisors` (r:1 w:1)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::FormerSupervisors` (r:0 w:1)
	// Proof: `Supervisors::FormerSupervisors` (`max_values`: None, `max_size`: Some(50), added: 2525, mode: `MaxEncodedLen`)
	fn admit_supervisor() -> Weight {
		// Measured proof: 350 bytes; shortest run: 11_377 ns.
		Weight::from_parts(12_168_000, 3_659)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Supervisors::Supervisors` (r:1 w:1)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	fn suspend_supervisor() -> Weight {
		// Measured proof: 302 bytes; shortest run: 9_104 ns.
		Weight::from_parts(9_895_000, 3_659)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Supervisors::Supervisors` (r:1 w:1)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	fn resume_supervisor() -> Weight {
		// Measured proof: 302 bytes; shortest run: 9_144 ns.
		Weight::from_parts(9_815_000, 3_659)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Supervisors::Supervisors` (r:1 w:1)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::FormerSupervisors` (r:0 w:1)
	// Proof: `Supervisors::FormerSupervisors` (`max_values`: None, `max_size`: Some(50), added: 2525, mode: `MaxEncodedLen`)
	fn remove_supervisor() -> Weight {
		// Measured proof: 302 bytes; shortest run: 10_666 ns.
		Weight::from_parts(11_287_000, 3_659)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Supervisors::Supervisors` (r:1 w:1)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	fn widen_supervisor() -> Weight {
		// Measured proof: 300 bytes; shortest run: 9_244 ns.
		Weight::from_parts(10_045_000, 3_659)
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Supervisors` (r:2 w:2)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Authorizations` (r:1 w:1)
	// Proof: `Supervisors::Authorizations` (`max_values`: None, `max_size`: Some(130), added: 2605, mode: `MaxEncodedLen`)
	fn authorize_creator() -> Weight {
		// Measured proof: 825 bytes; shortest run: 22_143 ns.
		Weight::from_parts(23_165_000, 6_328)
			.saturating_add(T::DbWeight::get().reads(4_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
	// Storage: `Supervisors::Supervisors` (r:1 w:1)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Authorizations` (r:1 w:1)
	// Proof: `Supervisors::Authorizations` (`max_values`: None, `max_size`: Some(130), added: 2605, mode: `MaxEncodedLen`)
	fn revoke_creator() -> Weight {
		// Measured proof: 393 bytes; shortest run: 13_640 ns.
		Weight::from_parts(14_532_000, 3_659)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Authorizations` (r:1 w:0)
	// Proof: `Supervisors::Authorizations` (`max_values`: None, `max_size`: Some(130), added: 2605, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Sanctions` (r:0 w:1)
	// Proof: `Supervisors::Sanctions` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	fn sanction_creator() -> Weight {
		// Measured proof: 721 bytes; shortest run: 14_351 ns.
		Weight::from_parts(15_524_000, 3_659)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Supervisors::Supervisors` (r:1 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Sanctions` (r:1 w:1)
	// Proof: `Supervisors::Sanctions` (`max_values`: None, `max_size`: Some(99), added: 2574, mode: `MaxEncodedLen`)
	fn lift_sanction() -> Weight {
		// Measured proof: 493 bytes; shortest run: 11_587 ns.
		Weight::from_parts(12_509_000, 3_659)
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Supervisors::Supervisors` (r:2 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Authorizations` (r:1 w:0)
	// Proof: `Supervisors::Authorizations` (`max_values`: None, `max_size`: Some(130), added: 2605, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:1)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	fn stop_title() -> Weight {
		// Measured proof: 998 bytes; shortest run: 22_003 ns.
		Weight::from_parts(23_575_000, 6_328)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Supervisors::Supervisors` (r:2 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Authorizations` (r:1 w:0)
	// Proof: `Supervisors::Authorizations` (`max_values`: None, `max_size`: Some(130), added: 2605, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::States` (r:1 w:1)
	// Proof: `ContentRegistry::States` (`max_values`: None, `max_size`: Some(67), added: 2542, mode: `MaxEncodedLen`)
	fn reinstate_title() -> Weight {
		// Measured proof: 999 bytes; shortest run: 21_602 ns.
		Weight::from_parts(24_086_000, 6_328)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::OpenReports` (r:1 w:1)
	// Proof: `Supervisors::OpenReports` (`max_values`: None, `max_size`: Some(689), added: 3164, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::NextReport` (r:1 w:1)
	// Proof: `Supervisors::NextReport` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Reports` (r:0 w:1)
	// Proof: `Supervisors::Reports` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	fn report_title() -> Weight {
		// Measured proof: 1961 bytes; shortest run: 61_221 ns.
		Weight::from_parts(65_608_000, 4_154)
			.saturating_add(T::DbWeight::get().reads(6_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	// Storage: `Supervisors::Supervisors` (r:2 w:0)
	// Proof: `Supervisors::Supervisors` (`max_values`: None, `max_size`: Some(194), added: 2669, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Reports` (r:1 w:1)
	// Proof: `Supervisors::Reports` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `ContentRegistry::Titles` (r:1 w:0)
	// Proof: `ContentRegistry::Titles` (`max_values`: None, `max_size`: Some(215), added: 2690, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::Authorizations` (r:1 w:0)
	// Proof: `Supervisors::Authorizations` (`max_values`: None, `max_size`: Some(130), added: 2605, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:2 w:2)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::OpenReports` (r:1 w:1)
	// Proof: `Supervisors::OpenReports` (`max_values`: None, `max_size`: Some(689), added: 3164, mode: `MaxEncodedLen`)
	fn decide_report() -> Weight {
		// Measured proof: 2787 bytes; shortest run: 97_085 ns.
		Weight::from_parts(104_536_000, 6_328)
			.saturating_add(T::DbWeight::get().reads(9_u64))
			.saturating_add(T::DbWeight::get().writes(5_u64))
	}
	// Storage: `Supervisors::Reports` (r:1 w:1)
	// Proof: `Supervisors::Reports` (`max_values`: None, `max_size`: Some(105), added: 2580, mode: `MaxEncodedLen`)
	// Storage: `Babe::CurrentSlot` (r:1 w:0)
	// Proof: `Babe::CurrentSlot` (`max_values`: Some(1), `max_size`: Some(8), added: 503, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Balances::Holds` (r:1 w:1)
	// Proof: `Balances::Holds` (`max_values`: None, `max_size`: Some(175), added: 2650, mode: `MaxEncodedLen`)
	// Storage: `Supervisors::OpenReports` (r:1 w:1)
	// Proof: `Supervisors::OpenReports` (`max_values`: None, `max_size`: Some(689), added: 3164, mode: `MaxEncodedLen`)
	fn withdraw_report() -> Weight {
		// Measured proof: 2013 bytes; shortest run: 50_576 ns.
		Weight::from_parts(54_782_000, 4_154)
			.saturating_add(T::DbWeight::get().reads(5_u64))
			.saturating_add(T::DbWeight::get().writes(4_u64))
	}
}

/// The same for tests.
impl WeightInfo for () {
	fn admit_supervisor() -> Weight {
		Weight::from_parts(12_168_000, 3_659)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn suspend_supervisor() -> Weight {
		Weight::from_parts(9_895_000, 3_659)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn resume_supervisor() -> Weight {
		Weight::from_parts(9_815_000, 3_659)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn remove_supervisor() -> Weight {
		Weight::from_parts(11_287_000, 3_659)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn widen_supervisor() -> Weight {
		Weight::from_parts(10_045_000, 3_659)
			.saturating_add(RocksDbWeight::get().reads(1_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn authorize_creator() -> Weight {
		Weight::from_parts(23_165_000, 6_328)
			.saturating_add(RocksDbWeight::get().reads(4_u64))
			.saturating_add(RocksDbWeight::get().writes(3_u64))
	}
	fn revoke_creator() -> Weight {
		Weight::from_parts(14_532_000, 3_659)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(2_u64))
	}
	fn sanction_creator() -> Weight {
		Weight::from_parts(15_524_000, 3_659)
			.saturating_add(RocksDbWeight::get().reads(3_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn lift_sanction() -> Weight {
		Weight::from_parts(12_509_000, 3_659)
			.saturating_add(RocksDbWeight::get().reads(2_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn stop_title() -> Weight {
		Weight::from_parts(23_575_000, 6_328)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn reinstate_title() -> Weight {
		Weight::from_parts(24_086_000, 6_328)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(1_u64))
	}
	fn report_title() -> Weight {
		Weight::from_parts(65_608_000, 4_154)
			.saturating_add(RocksDbWeight::get().reads(6_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn decide_report() -> Weight {
		Weight::from_parts(104_536_000, 6_328)
			.saturating_add(RocksDbWeight::get().reads(9_u64))
			.saturating_add(RocksDbWeight::get().writes(5_u64))
	}
	fn withdraw_report() -> Weight {
		Weight::from_parts(54_782_000, 4_154)
			.saturating_add(RocksDbWeight::get().reads(5_u64))
			.saturating_add(RocksDbWeight::get().writes(4_u64))
	}
}
