//! Weights of `pallet_proxy` in this runtime, measured. Made by `scripts/benchmark-weights.sh`: do not edit.
//!
//! Each benchmark ran for at least 1 s, before all other work.
//! 2026-11-21: 20 steps, 10 repeats, Compiled Wasm, CPU `AMD EPYC`, benchmark
//! command 64.0.0. Times exclude the database, which `DbWeight` adds.

#![allow(unused_imports, reason = "not every pallet touches the database")]

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_proxy`.
#[derive(Debug)]
pub struct WeightInfo<T>(PhantomData<T>);

impl<T: frame_system::Config> pallet_proxy::WeightInfo for WeightInfo<T> {
	// Storage: `Proxy::Proxies` (r:1 w:0)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	// `p` is 1 to 31.
	fn proxy(p: u32) -> Weight {
		// Measured proof: 161 bytes + p * 37; shortest run: 9_434 ns.
		Weight::from_parts(10_023_625, 4_706)
			// Standard error: 1_150.
			.saturating_add(Weight::from_parts(25_601, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
	}
	// Storage: `Proxy::Proxies` (r:1 w:0)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// `a` is 0 to 31.
	// `p` is 1 to 31.
	fn proxy_announced(a: u32, p: u32) -> Weight {
		// Measured proof: 488 bytes + a * 68 + p * 37; shortest run: 27_771 ns.
		Weight::from_parts(28_472_701, 5_698)
			// Standard error: 4_344.
			.saturating_add(Weight::from_parts(165_145, 0).saturating_mul(a.into()))
			// Standard error: 4_491.
			.saturating_add(Weight::from_parts(43_786, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// `a` is 0 to 31.
	// `p` is 1 to 31.
	fn remove_announcement(a: u32, _p: u32) -> Weight {
		// Measured proof: 403 bytes + a * 68; shortest run: 18_998 ns.
		Weight::from_parts(20_365_706, 5_698)
			// Standard error: 6_793.
			.saturating_add(Weight::from_parts(189_993, 0).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// `a` is 0 to 31.
	// `p` is 1 to 31.
	fn reject_announcement(a: u32, p: u32) -> Weight {
		// Measured proof: 403 bytes + a * 68; shortest run: 19_138 ns.
		Weight::from_parts(20_500_539, 5_698)
			// Standard error: 31_952.
			.saturating_add(Weight::from_parts(210_849, 0).saturating_mul(a.into()))
			// Standard error: 33_036.
			.saturating_add(Weight::from_parts(80_411, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Proxy::Proxies` (r:1 w:0)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// `a` is 0 to 31.
	// `p` is 1 to 31.
	fn announce(a: u32, _p: u32) -> Weight {
		// Measured proof: 420 bytes + a * 68 + p * 37; shortest run: 27_581 ns.
		Weight::from_parts(38_615_818, 5_698)
			// Standard error: 38_211.
			.saturating_add(Weight::from_parts(258_534, 0).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(2_u64))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	// `p` is 1 to 31.
	fn add_proxy(p: u32) -> Weight {
		// Measured proof: 161 bytes + p * 37; shortest run: 19_039 ns.
		Weight::from_parts(20_061_629, 4_706)
			// Standard error: 886.
			.saturating_add(Weight::from_parts(37_868, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	// `p` is 1 to 31.
	fn remove_proxy(p: u32) -> Weight {
		// Measured proof: 161 bytes + p * 37; shortest run: 18_838 ns.
		Weight::from_parts(19_524_204, 4_706)
			// Standard error: 918.
			.saturating_add(Weight::from_parts(37_079, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	// `p` is 1 to 31.
	fn remove_proxies(p: u32) -> Weight {
		// Measured proof: 161 bytes + p * 37; shortest run: 19_158 ns.
		Weight::from_parts(18_725_024, 4_706)
			// Standard error: 1_702.
			.saturating_add(Weight::from_parts(1_604_373, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	// `p` is 1 to 31.
	fn create_pure(p: u32) -> Weight {
		// Measured proof: 173 bytes; shortest run: 21_893 ns.
		Weight::from_parts(23_605_081, 4_706)
			// Standard error: 1_057.
			.saturating_add(Weight::from_parts(7_468, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	// `p` is 0 to 30.
	fn kill_pure(p: u32) -> Weight {
		// Measured proof: 198 bytes + p * 37; shortest run: 20_261 ns.
		Weight::from_parts(21_167_724, 4_706)
			// Standard error: 1_630.
			.saturating_add(Weight::from_parts(39_522, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1_u64))
			.saturating_add(T::DbWeight::get().writes(1_u64))
	}
	// Storage: `Proxy::Proxies` (r:1 w:1)
	// Proof: `Proxy::Proxies` (`max_values`: None, `max_size`: Some(1241), added: 3716, mode: `MaxEncodedLen`)
	// Storage: `System::Account` (r:1 w:1)
	// Proof: `System::Account` (`max_values`: None, `max_size`: Some(128), added: 2603, mode: `MaxEncodedLen`)
	// Storage: `Proxy::Announcements` (r:1 w:1)
	// Proof: `Proxy::Announcements` (`max_values`: None, `max_size`: Some(2233), added: 4708, mode: `MaxEncodedLen`)
	fn poke_deposit() -> Weight {
		// Measured proof: 487 bytes; shortest run: 35_773 ns.
		Weight::from_parts(38_317_000, 5_698)
			.saturating_add(T::DbWeight::get().reads(3_u64))
			.saturating_add(T::DbWeight::get().writes(3_u64))
	}
}
