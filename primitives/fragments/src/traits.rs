//! How the pallets of PoSTF meet: curators know who is there and what stands behind it, fragment-staking knows who keeps
//! what. Neither reads the other's storage.

use crate::{Fragments, placement::Seat, region::Region};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use reel_primitives::{Balance, BasisPoints, ContentId, Hash32, Round};
use scale_info::TypeInfo;

/// A title as far as its keeping goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptTitle {
	/// Root of the BLAKE2b tree over all cell descriptors.
	pub cells_root: Hash32,
	/// Number of cells, at least 1.
	pub cells: u32,
	/// Total play time in milliseconds, above 0.
	pub duration_ms: u64,
	/// Round of registration.
	pub registered_in: Round,
	/// Where it is at home: its supervisor's country, if known.
	pub region: Option<Region>,
	/// Whether it may be played, and is therefore to be kept. Neither stopped nor deleted.
	pub is_playable: bool,
}

/// Look-up of titles. Cost: three storage reads at most.
pub trait KeptTitles {
	/// A title; `None` when it was never registered.
	fn title(content: &ContentId) -> Option<KeptTitle>;

	/// Titles that were ever registered, in an order of its own that does not change, behind `after`, at most `limit`.
	/// Only off-chain workers call it. Cost: one read a title.
	fn titles_after(after: Option<&ContentId>, limit: u32) -> Vec<ContentId>;

	/// Makes `content` a title like that. Only needs to hold within a benchmark.
	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(content: ContentId, title: KeptTitle);
}

/// How a curator stands.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Standing {
	/// It keeps what it holds, and may take more.
	#[codec(index = 0)]
	Live,
	/// It keeps what it holds until others have taken over, or the round named has come.
	#[codec(index = 1)]
	Leaving {
		/// First round in which it may drop what nobody took over.
		until: Round,
	},
	/// It was thrown out: whatever it holds counts as lost. Its collateral stays until the round named.
	#[codec(index = 2)]
	Ejected {
		/// First round in which what is left of the collateral may be taken back.
		until: Round,
	},
}

/// Why a curator got no space for a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpaceRefusal {
	/// It is not a live curator.
	NotLive,
	/// It would be more than 90 % full.
	Full,
	/// Its collateral is incomplete.
	Uncovered,
}

/// The register of curators, as the keeper of contracts sees it.
pub trait Curators<AccountId> {
	/// The seated curators, ascending by account: one storage read of at most [`Self::max_curators`] seats.
	fn roster() -> Vec<Seat<AccountId>>;

	/// Most curators.
	fn max_curators() -> u32;

	/// The curator that `key` may act for: itself, or the one that authorized it as its hot key.
	fn curator_of(key: &AccountId) -> Option<AccountId>;

	/// How a curator stands; `None` when it is not one.
	fn standing(curator: &AccountId) -> Option<Standing>;

	/// Where a curator is at home; `None` when it is not one.
	fn region(curator: &AccountId) -> Option<Region>;

	/// Fragments of a curator's capacity that are taken; `None` when it is not one.
	fn used(curator: &AccountId) -> Option<Fragments>;

	/// Takes space of a live curator for a span.
	///
	/// # Errors
	/// Why not. Nothing changes then.
	fn take_space(curator: &AccountId, fragments: Fragments) -> Result<(), SpaceRefusal>;

	/// Gives space back.
	fn return_space(curator: &AccountId, fragments: Fragments);

	/// Slashes that part of the collateral that a curator was asked for, to the treasury; returns what it was, in planck.
	fn slash(curator: &AccountId, part_bp: BasisPoints) -> Balance;

	/// Throws a curator out.
	fn eject(curator: &AccountId);

	/// Seats those that registered, or grew, since the last time. Called once, when an epoch begins. Returns how many.
	fn seat_newcomers(seed: &Hash32) -> u32;

	/// Weight of [`Self::seat_newcomers`] with that many, as (reference time in ps, proof size in bytes).
	fn seat_newcomers_weight(newcomers: u32) -> (u64, u64);

	/// Fills the roster up to `seats` open curators, `curator` among them with `capacity`.
	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(curator: &AccountId, capacity: Fragments, seats: u32);
}
