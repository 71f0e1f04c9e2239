//! # Content registry
//!
//! Which titles there are, whose they are, and what a play of them pays to whom.
//!
//! ## Model
//!
//! A *title* is registered under its content id, the digest of its manifest, around which the magnet is built. Its
//! *record* is written once and never altered: creator, supervisor, root and size of its cells, split of the rewards,
//! licence, hash of the metadata. Its *state* is kept apart: status, price, donations. The cells themselves, names and
//! pictures are off chain.
//!
//! ```text
//! creator      register_title ──► playable ⇄ stopped      by supervisors, through pallet-supervisors
//!                                    └────┬────┘
//! owner        delete_title               ▼
//!                                      deleted            a tombstone: the id is never used again
//! ```
//!
//! Only a creator whom a supervisor authorized may register, and only as long as no sanction is in force. The split
//! must sum to the whole and lie within the bounds that governance sets at that moment. A deposit is held for as long
//! as the title is not deleted. The price is what watching costs in CFX; all else about sales, prices in SSH and rentals
//! among it, is pallet-rights'. Record and state of a deleted title stay, since plays of it may still be paid for.
//!
//! ## Invariants
//!
//! - **K1** Records, states and registrations are of the same titles; the index by creator is the titles that are not
//!   deleted, each under its creator.
//! - **K2** The hash of a record is the one that was taken when it was registered.
//! - **K3** Geometry: 1 to 10,080 cells, 1 ms to 60 s and 1 byte to 2 GiB a cell on average.
//! - **K4** A title was registered in a round that has come, under a supervisor that is not the creator.
//! - **K5** The parts of a split sum to 10,000 basis points. (The bounds hold for the moment of registration only.)
//! - **K6** Status follows the graph above. A deleted title has no price, takes no donation, and has no deposit.
//! - **K7** An account's hold for titles is the sum of its titles' deposits.
//!
//! ## Money and rounding
//!
//! A deposit is base + bytes × price of a byte, in whole planck; the bytes of a title are a constant. A title keeps the
//! deposit that was asked when it was registered, and gives back exactly that.
//!
//! ## Bounds
//!
//! No hook runs here; every call touches a constant number of entries. A page of titles has at most
//! [`MAX_TITLES_PAGE`].
//!
//! ## What this does not stop
//!
//! Somebody who registers another's film, authorized or not: supervisors stop it when it is reported. A tombstone stays
//! though its deposit is gone; only authorized creators can make any, at the price of two transactions each.
//!
//! Source: mission C2, C9; design section 3.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(
	not(any(test, feature = "runtime-benchmarks")),
	deny(
		clippy::unwrap_used,
		clippy::expect_used,
		clippy::panic,
		clippy::indexing_slicing,
		clippy::arithmetic_side_effects
	)
)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(any(feature = "try-runtime", feature = "std", test))]
mod invariants;
mod lookup;
#[cfg(test)]
mod mock;
mod ownership;
mod registration;
mod status;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use lookup::MAX_TITLES_PAGE;
pub use pallet::*;
pub use types::{Registration, SplitBounds, SplitRefusal, record_hash};
pub use weights::WeightInfo;

#[frame_support::pallet]
#[allow(
	missing_debug_implementations,
	clippy::expect_used,
	clippy::too_many_arguments,
	reason = "what the macros make; each argument of a registration is a field of the record"
)]
pub mod pallet {
	use super::*;
	use crate::types::NewTitle;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::fungible::{Inspect, Mutate, MutateHold},
	};
	use frame_system::pallet_prelude::*;
	use reel_primitives::{
		Balance, ContentId, Hash32,
		content::{Licence, ReasonCode, RewardSplit, TitleRecord, TitleState, TitleView},
		geometry::Geometry,
		traits::{RoundClock, Supervision},
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// See the crate docs.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// CFX: deposits are held in it.
		type Currency: Inspect<Self::AccountId, Balance = Balance>
			+ Mutate<Self::AccountId>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;

		/// Says who may publish.
		type Supervision: Supervision<Self::AccountId>;

		/// Tells the round of the block.
		type Clock: RoundClock;

		/// What governance leaves to creators; some split must lie within (checked in `integrity_test`).
		type SplitBounds: Get<SplitBounds>;

		/// Held for a title whatever its size, in planck.
		#[pallet::constant]
		type DepositBase: Get<Balance>;

		/// Held for each byte of a title's entries, in planck.
		#[pallet::constant]
		type DepositPerByte: Get<Balance>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds CFX.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Deposits of titles that are not deleted.
		#[codec(index = 0)]
		Title,
	}

	/// Records by title. Written once, never altered, never removed.
	// Blake2_128Concat here and below: whoever publishes chooses the bytes of an id.
	#[pallet::storage]
	pub type Titles<T: Config> =
		StorageMap<_, Blake2_128Concat, ContentId, TitleRecord<T::AccountId>>;

	/// States by title.
	#[pallet::storage]
	pub type States<T: Config> = StorageMap<_, Blake2_128Concat, ContentId, TitleState>;

	/// Hash of the record and deposit by title.
	#[pallet::storage]
	pub type Registrations<T: Config> = StorageMap<_, Blake2_128Concat, ContentId, Registration>;

	/// Titles that are not deleted, by creator.
	#[pallet::storage]
	pub type TitlesByCreator<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		ContentId,
		(),
		OptionQuery,
	>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A title was registered and is playable.
		#[codec(index = 0)]
		TitleRegistered {
			/// The title.
			content: ContentId,
			/// Whose it is.
			creator: T::AccountId,
			/// Who answers for the creator.
			supervisor: T::AccountId,
			/// CFX put on hold, in planck.
			deposit_cfx: Balance,
		},
		/// The owner set a price.
		#[codec(index = 1)]
		PriceSet {
			/// The title.
			content: ContentId,
			/// Price of watching in planck; 0 is free, [`PRICE_BY_QUALITY`](reel_primitives::market::PRICE_BY_QUALITY) what
			/// follows from the quality.
			price_cfx: Balance,
		},
		/// The owner said whether donations are welcome.
		#[codec(index = 2)]
		DonationsSet {
			/// The title.
			content: ContentId,
			/// Whether they are.
			takes_donations: bool,
		},
		/// The owner deleted a title; its deposit was released.
		#[codec(index = 3)]
		TitleDeleted {
			/// The title.
			content: ContentId,
		},
		/// A supervisor stopped a title.
		#[codec(index = 4)]
		TitleStopped {
			/// The title.
			content: ContentId,
			/// Why.
			reason: ReasonCode,
		},
		/// A supervisor allowed a title again.
		#[codec(index = 5)]
		TitleReinstated {
			/// The title.
			content: ContentId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No supervisor has authorized the account, it was revoked, or its supervisor is suspended.
		#[codec(index = 0)]
		NotAuthorized,
		/// The account's authorization has run out. Its supervisor can renew it.
		#[codec(index = 1)]
		AuthorizationExpired,
		/// A supervisor's sanction against the account is in force.
		#[codec(index = 2)]
		Sanctioned,
		/// A title has or had that id. Ids of deleted titles are not used again.
		#[codec(index = 3)]
		MagnetAlreadyRegistered,
		/// A title has 1 to 10,080 cells.
		#[codec(index = 4)]
		CellCountOutOfRange,
		/// A cell lasts 1 ms to 60 s, so must the cells on average.
		#[codec(index = 5)]
		DurationOutOfRange,
		/// A cell has 1 byte to 2 GiB, so must the cells on average.
		#[codec(index = 6)]
		SizeOutOfRange,
		/// The five parts of the split must sum to 10,000 basis points.
		#[codec(index = 7)]
		SplitNotWhole,
		/// A part of the split is outside the bounds that governance set: see `split_bounds`.
		#[codec(index = 8)]
		SplitOutsideBounds,
		/// No title was registered under that id.
		#[codec(index = 9)]
		TitleNotFound,
		/// Only the creator of a title may do that.
		#[codec(index = 10)]
		NotOwner,
		/// The title was deleted, which is final.
		#[codec(index = 11)]
		TitleDeleted,
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Registers a title.
		///
		/// ## Origin
		/// Signed, by an account that a supervisor authorized and none has sanctioned.
		///
		/// ## Details
		/// Holds the deposit (see `registration_deposit`) of the signer, who becomes the owner. The title is playable
		/// at once. Nothing but price and donations can be changed later.
		///
		/// ## Parameters
		/// - `content`: SHA2-256 digest of the manifest, the core of the magnet.
		/// - `cells_root`: root of the binary Merkle tree over the cell descriptors.
		/// - `geometry`: number of cells, total play time in ms, total bytes of ciphertext.
		/// - `split`: how rewards are divided, in basis points.
		/// - `licence`: what the bearer may do with it.
		/// - `metadata_hash`: SHA2-256 of the metadata record, which is kept off chain.
		/// - `price_cfx`: price of watching in planck, 0 for free,
		///   [`PRICE_BY_QUALITY`](reel_primitives::market::PRICE_BY_QUALITY) for what follows from the quality.
		/// - `takes_donations`: whether donations are welcome.
		///
		/// ## Errors
		/// - [`Error::NotAuthorized`], [`Error::AuthorizationExpired`], [`Error::Sanctioned`]: the signer may not
		///   publish now.
		/// - [`Error::MagnetAlreadyRegistered`]: the id is or was in use.
		/// - [`Error::CellCountOutOfRange`], [`Error::DurationOutOfRange`], [`Error::SizeOutOfRange`]: no title is
		///   like that.
		/// - [`Error::SplitNotWhole`], [`Error::SplitOutsideBounds`]: the split is not one that a creator may choose.
		/// - `TokenError::FundsUnavailable`: the signer has less than the deposit free.
		///
		/// ## Events
		/// - [`Event::TitleRegistered`].
		///
		/// ## Cost
		/// O(1): five reads, five writes, one hold.
		#[pallet::call_index(0)]
		pub fn register_title(
			origin: OriginFor<T>,
			content: ContentId,
			cells_root: Hash32,
			geometry: Geometry,
			split: RewardSplit,
			licence: Licence,
			metadata_hash: Hash32,
			price_cfx: Balance,
			takes_donations: bool,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let new = NewTitle {
				cells_root,
				geometry,
				split,
				licence,
				metadata_hash,
				price_cfx,
				takes_donations,
			};
			Self::do_register(who, content, new)
		}

		/// Sets the price of watching a title.
		///
		/// ## Origin
		/// Signed, by its creator, authorized still or not.
		///
		/// ## Details
		/// Counts for whoever starts to watch from now on. Also while the title is stopped.
		///
		/// ## Parameters
		/// - `content`: the title.
		/// - `price_cfx`: planck, 0 for free,
		///   [`PRICE_BY_QUALITY`](reel_primitives::market::PRICE_BY_QUALITY) for what follows from the quality.
		///
		/// ## Errors
		/// - [`Error::TitleNotFound`]: never registered.
		/// - [`Error::NotOwner`]: the signer is not its creator.
		/// - [`Error::TitleDeleted`]: it cannot be watched any more.
		///
		/// ## Events
		/// - [`Event::PriceSet`].
		///
		/// ## Cost
		/// O(1): two reads, one write.
		#[pallet::call_index(1)]
		pub fn set_price(
			origin: OriginFor<T>,
			content: ContentId,
			price_cfx: Balance,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_price(&who, content, price_cfx)
		}

		/// Says whether donations for a title are welcome.
		///
		/// ## Origin
		/// Signed, by its creator, authorized still or not.
		///
		/// ## Parameters
		/// - `content`: the title.
		/// - `takes_donations`: whether they are.
		///
		/// ## Errors
		/// - [`Error::TitleNotFound`]: never registered.
		/// - [`Error::NotOwner`]: the signer is not its creator.
		/// - [`Error::TitleDeleted`]: nothing of it can be changed any more.
		///
		/// ## Events
		/// - [`Event::DonationsSet`].
		///
		/// ## Cost
		/// O(1): two reads, one write.
		#[pallet::call_index(2)]
		pub fn set_donations(
			origin: OriginFor<T>,
			content: ContentId,
			takes_donations: bool,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_donations(&who, content, takes_donations)
		}

		/// Deletes a title for good.
		///
		/// ## Origin
		/// Signed, by its creator, authorized still or not.
		///
		/// ## Details
		/// Playable or stopped. The deposit is released. The record stays, the id is never used again, and plays
		/// accepted later in rounds that were watched before are still paid.
		///
		/// ## Parameters
		/// - `content`: the title.
		///
		/// ## Errors
		/// - [`Error::TitleNotFound`]: never registered.
		/// - [`Error::NotOwner`]: the signer is not its creator.
		/// - [`Error::TitleDeleted`]: deleted before.
		///
		/// ## Events
		/// - [`Event::TitleDeleted`].
		///
		/// ## Cost
		/// O(1): five reads, five writes, one release.
		#[pallet::call_index(3)]
		pub fn delete_title(origin: OriginFor<T>, content: ContentId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_delete(&who, content)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::SplitBounds::get().is_satisfiable(), "no split lies within SplitBounds");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Record and state of a title, also of one that is stopped or deleted; `None` when it was never registered.
		/// Cost: two reads.
		pub fn title(content: ContentId) -> Option<TitleView<T::AccountId>> {
			Self::title_view(content)
		}

		/// Titles of `creator` that are not deleted, in storage order, behind `from`, at most `limit` and never more
		/// than 100. Cost: one read a title.
		pub fn titles_of(
			creator: T::AccountId,
			from: Option<ContentId>,
			limit: u32,
		) -> Vec<ContentId> {
			Self::titles_page(creator, from, limit)
		}

		/// What would be held for a title registered now, in planck. Cost: none.
		pub fn registration_deposit() -> Balance {
			Self::deposit()
		}

		/// Within what a creator may choose the split of a title registered now. Cost: one read at most.
		pub fn split_bounds() -> SplitBounds {
			T::SplitBounds::get()
		}
	}
}
