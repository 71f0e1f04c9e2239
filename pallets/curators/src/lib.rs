//! # Curators
//!
//! Who offers to keep fragments, how much, where, and what stands behind the offer.
//!
//! ## Model
//!
//! A *curator* is a machine with a disk that keeps encrypted fragments of other people's titles. Its owner registers it
//! with the *cold* account, which holds the collateral and is paid; the machine signs with a *hot key* that the cold
//! account named and can replace at any time. What it keeps is agreed by contract in `pallet-fragment-staking`.
//!
//! ```text
//! register ──► newcomer ──epoch begins──► seated ──leave──► leaving ──cool-down, nothing kept any more──► gone
//!                                            └──missed too often──► ejected ──the same──────────────────────┘
//! ```
//!
//! The *roster* is the list of seated curators: what the assignment rule ranks. A newcomer is seated when the next epoch
//! begins, with a random *placement* drawn then; capacity that grew counts from then, too. A seat is *open* as long as
//! the curator is less than 90 % full and its collateral complete. Closed seats keep what they hold and take no more.
//!
//! ## How it is cheated, and what that costs
//!
//! - *Many curators, one disk.* The chain cannot tell: identical ciphertext proves no separate copy. Each of them has its
//!   own collateral in proportion to its capacity, so n of them cost n collaterals and one disk saves one disk. At
//!   0.01 CFX a fragment a tebibyte of pretended disk ties up 10,486 CFX, and what it could earn is 2 % a year of
//!   1,048,576 fragments × 10^-8 SSH: 0.0002 SSH. It pays only for whoever wants a title *gone*: half of the places go by
//!   region, and all of them by draws that nobody can steer.
//! - *Trying out accounts* until one lands on a chosen title: the placement is drawn after registration; another draw costs
//!   leaving, the cool-down, and registering again.
//! - *Leaving when caught.* Collateral stays through the cool-down, in which challenges go on; what is open now has been
//!   answered or missed long before its end.
//! - *Taking all seats.* [`Config::MaxCurators`] × the collateral of the least capacity buys every seat. Governance can
//!   raise the rate and remove curators; the collateral of those who came first is not touched.
//! - *Offering what is not there.* Capacity is a promise. It is tested only as far as it is filled.
//!
//! ## Invariants
//!
//! - **C1** A curator's hold is what is recorded as its collateral, and not above what it was asked for.
//! - **C2** What a curator uses is not above its capacity.
//! - **C3** The roster is ascending, every seat is a live curator's with its region, open exactly if it may take more, with
//!   its capacity unless that grew since.
//! - **C4** A live curator is seated or a newcomer; newcomers are live, none twice.
//! - **C5** Hot keys and curators are one-to-one; no hot key is another's cold account.
//! - **C6** There are at most [`Config::MaxCurators`].
//!
//! ## Money and rounding
//!
//! Collateral is fragments × [`Config::CollateralPerFragment`] in whole planck, at the rate of the moment; a later rate
//! counts when the capacity is set again. A slash is a part of what was asked for, rounded down, at most what is left, and
//! goes to [`Config::TreasuryAccount`].
//!
//! ## Bounds
//!
//! At most [`Config::MaxCurators`]; the roster is one storage value of 71 bytes a seat, read whole: with 1,024 seats
//! 73 KB and half a millisecond to decode and rank, with 4,096 three times as long (measured natively). It is written
//! when a curator comes, goes, or becomes full: not with every contract. No hook runs here.
//!
//! Source: mission C12, S2; design section 7.

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
mod collateral;
mod directory;
#[cfg(any(feature = "try-runtime", feature = "std", test))]
mod invariants;
mod membership;
#[cfg(test)]
mod mock;
mod roster;
#[cfg(test)]
mod tests;
pub mod weights;

pub use pallet::*;
pub use reel_fragments::curator::*;
pub use weights::WeightInfo;

#[frame_support::pallet]
#[allow(missing_debug_implementations, clippy::expect_used, reason = "what the macros make")]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::fungible::{Inspect, Mutate, MutateHold},
	};
	use frame_system::pallet_prelude::*;
	use reel_fragments::{Fragments, placement::Seat, region::Region, traits::Standing};
	use reel_primitives::{Balance, Round, traits::RoundClock};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// See the crate docs.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// CFX: collateral is held in it.
		type Currency: Inspect<Self::AccountId, Balance = Balance>
			+ Mutate<Self::AccountId>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;

		/// Governance: may make a curator leave.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Tells the round of the block.
		type Clock: RoundClock;

		/// Takes what is slashed.
		type TreasuryAccount: Get<Self::AccountId>;

		/// Held for each fragment of capacity, in planck. Governed.
		type CollateralPerFragment: Get<Balance>;

		/// Least capacity in fragments, at least 1: what a seat costs at least.
		#[pallet::constant]
		type MinCapacity: Get<Fragments>;

		/// Largest capacity in fragments.
		#[pallet::constant]
		type MaxCapacity: Get<Fragments>;

		/// Most curators, in whatever standing. Ranking costs one hash for each.
		#[pallet::constant]
		type MaxCurators: Get<u32>;

		/// Rounds from leaving to the release of the collateral, unless genesis says another number. Longer than an epoch
		/// and its answers.
		#[pallet::constant]
		type CoolDownRounds: Get<Round>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds CFX.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// A curator's collateral.
		#[codec(index = 0)]
		Collateral,
	}

	/// Curators by cold account.
	#[pallet::storage]
	pub type Curators<T: Config> =
		CountedStorageMap<_, Blake2_128Concat, T::AccountId, CuratorInfo<T::AccountId>>;

	/// Curators by hot key.
	#[pallet::storage]
	pub type HotKeys<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, T::AccountId>;

	/// Seated curators, ascending by account.
	#[pallet::storage]
	pub type Roster<T: Config> =
		StorageValue<_, BoundedVec<Seat<T::AccountId>, T::MaxCurators>, ValueQuery>;

	/// Curators whose seat is made, or made larger, when the next epoch begins.
	#[pallet::storage]
	pub type Newcomers<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxCurators>, ValueQuery>;

	/// Rounds from leaving to the release of the collateral. Set at genesis, or [`Config::CoolDownRounds`]; never changed.
	#[pallet::storage]
	pub type CoolDown<T: Config> = StorageValue<_, Round, ValueQuery, T::CoolDownRounds>;

	/// What a chain begins with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Rounds from leaving to the release of the collateral; `None` for [`Config::CoolDownRounds`]. Longer than an epoch
		/// of challenges and the time for its answers.
		pub cool_down_rounds: Option<Round>,
		/// Of this runtime.
		#[serde(skip)]
		pub runtime: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			if let Some(rounds) = self.cool_down_rounds {
				assert!(rounds > 0, "who leaves could take the collateral at once");
				CoolDown::<T>::put(rounds);
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A curator registered; it is seated when the next epoch begins.
		#[codec(index = 0)]
		CuratorRegistered {
			/// Its cold account.
			curator: T::AccountId,
			/// Capacity in fragments.
			capacity: Fragments,
			/// Where it is at home.
			region: Region,
			/// CFX held, in planck.
			collateral_cfx: Balance,
		},
		/// A curator's capacity changed, or its collateral was completed.
		#[codec(index = 1)]
		CapacitySet {
			/// Its cold account.
			curator: T::AccountId,
			/// Capacity in fragments. A larger one counts from the next epoch on.
			capacity: Fragments,
			/// CFX held, in planck.
			collateral_cfx: Balance,
		},
		/// A curator can be reached elsewhere.
		#[codec(index = 2)]
		EndpointsSet {
			/// Its cold account.
			curator: T::AccountId,
		},
		/// Another key may act for a curator.
		#[codec(index = 3)]
		HotKeySet {
			/// Its cold account.
			curator: T::AccountId,
			/// The key.
			hot_key: T::AccountId,
		},
		/// A curator is leaving: others take over what it keeps.
		#[codec(index = 4)]
		CuratorLeaving {
			/// Its cold account.
			curator: T::AccountId,
			/// First round in which it may drop what nobody took over, and take its collateral.
			until: Round,
		},
		/// A curator was thrown out.
		#[codec(index = 5)]
		CuratorEjected {
			/// Its cold account.
			curator: T::AccountId,
			/// First round in which it may take back what is left of its collateral.
			until: Round,
		},
		/// A curator is gone.
		#[codec(index = 6)]
		CuratorLeft {
			/// Its cold account.
			curator: T::AccountId,
			/// CFX released, in planck.
			released_cfx: Balance,
		},
		/// Part of a collateral went to the treasury.
		#[codec(index = 7)]
		CollateralSlashed {
			/// The curator.
			curator: T::AccountId,
			/// CFX in planck.
			amount_cfx: Balance,
			/// CFX still held, in planck.
			left_cfx: Balance,
		},
		/// An epoch began: newcomers were seated.
		#[codec(index = 8)]
		NewcomersSeated {
			/// How many.
			count: u32,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account is not a curator.
		#[codec(index = 0)]
		CuratorNotFound,
		/// The account is a curator already, also while it is leaving.
		#[codec(index = 1)]
		AlreadyRegistered,
		/// There are as many curators as there may be.
		#[codec(index = 2)]
		TooManyCurators,
		/// The capacity is below `MinCapacity` or above `MaxCapacity`.
		#[codec(index = 3)]
		CapacityOutOfRange,
		/// With that capacity the curator would be more than 90 % full.
		#[codec(index = 4)]
		CapacityInUse,
		/// The key acts for another curator, or is one.
		#[codec(index = 5)]
		HotKeyTaken,
		/// An endpoint is empty or not UTF-8, or there is none.
		#[codec(index = 6)]
		EndpointInvalid,
		/// The curator is leaving or was thrown out.
		#[codec(index = 7)]
		NotLive,
		/// The curator has not left: call `leave` first.
		#[codec(index = 8)]
		StillLive,
		/// The cool-down is not over.
		#[codec(index = 9)]
		CoolingDown,
		/// The curator still keeps something. Contracts must be ended first.
		#[codec(index = 10)]
		StillKeeping,
		/// The collateral of that capacity is above any balance.
		#[codec(index = 11)]
		SumOverflow,
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Registers the signer as a curator. Holds its collateral. It is seated when the next epoch begins.
		///
		/// - Origin: Signed, by the cold account.
		/// - `hot_key`: signs for the machine; may be the signer itself.
		/// - `region`: where the machine stands, ISO 3166-1 alpha-2. Not checked: it only decides which titles are its own.
		/// - `capacity`: fragments of 1 MiB that it offers, [`Config::MinCapacity`] to [`Config::MaxCapacity`].
		/// - `endpoints`: 1 to 4 addresses at which it can be reached, UTF-8, 1 to 128 bytes each (multiaddresses or URLs).
		/// - Errors: [`Error::AlreadyRegistered`], [`Error::HotKeyTaken`], [`Error::TooManyCurators`],
		///   [`Error::CapacityOutOfRange`], [`Error::EndpointInvalid`], [`Error::SumOverflow`],
		///   `TokenError::FundsUnavailable` (the signer has less than the collateral free).
		/// - Event: [`Event::CuratorRegistered`]. Cost: five reads, five writes, one hold.
		#[pallet::call_index(0)]
		pub fn register_curator(
			origin: OriginFor<T>,
			hot_key: T::AccountId,
			region: Region,
			capacity: Fragments,
			endpoints: Endpoints,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_register(who, hot_key, region, capacity, endpoints)
		}

		/// Changes the capacity, and holds or releases collateral until it is what today's rate asks. Less counts at once,
		/// more from the next epoch on. With the capacity as it is, it completes a collateral that was slashed.
		///
		/// - Origin: Signed, by the cold account of a live curator.
		/// - Errors: [`Error::CuratorNotFound`], [`Error::NotLive`], [`Error::CapacityOutOfRange`],
		///   [`Error::CapacityInUse`], [`Error::SumOverflow`], `TokenError::FundsUnavailable`.
		/// - Event: [`Event::CapacitySet`]. Cost: O(roster) read and written once, one hold or release.
		#[pallet::call_index(1)]
		pub fn set_capacity(origin: OriginFor<T>, capacity: Fragments) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_capacity(who, capacity)
		}

		/// Says where the curator can be reached.
		///
		/// - Origin: Signed, by the cold account or the hot key.
		/// - Errors: [`Error::CuratorNotFound`], [`Error::EndpointInvalid`].
		/// - Event: [`Event::EndpointsSet`]. Cost: two reads, one write.
		#[pallet::call_index(2)]
		pub fn set_endpoints(origin: OriginFor<T>, endpoints: Endpoints) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_endpoints(&who, endpoints)
		}

		/// Replaces the hot key, for example when the machine was broken into. The old one can do nothing any more.
		///
		/// - Origin: Signed, by the cold account.
		/// - Errors: [`Error::CuratorNotFound`], [`Error::HotKeyTaken`].
		/// - Event: [`Event::HotKeySet`]. Cost: three reads, three writes.
		#[pallet::call_index(3)]
		pub fn set_hot_key(origin: OriginFor<T>, hot_key: T::AccountId) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_set_hot_key(who, hot_key)
		}

		/// Begins to leave. The curator gets nothing new, others may take over what it keeps, and until then it is
		/// challenged and paid as before.
		///
		/// - Origin: Signed, by the cold account.
		/// - Errors: [`Error::CuratorNotFound`], [`Error::NotLive`].
		/// - Event: [`Event::CuratorLeaving`]. Cost: O(roster) read and written once.
		#[pallet::call_index(4)]
		pub fn leave(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_leave(who)
		}

		/// Ends leaving: releases what is left of the collateral and forgets the curator.
		///
		/// - Origin: Signed, by the cold account.
		/// - Errors: [`Error::CuratorNotFound`], [`Error::StillLive`], [`Error::CoolingDown`], [`Error::StillKeeping`].
		/// - Event: [`Event::CuratorLeft`]. Cost: two reads, three writes, one release.
		#[pallet::call_index(5)]
		pub fn finish_leave(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_finish_leave(who)
		}

		/// Makes a curator leave, in the same orderly way.
		///
		/// - Origin: [`Config::AdminOrigin`].
		/// - Errors: [`Error::CuratorNotFound`], [`Error::NotLive`].
		/// - Event: [`Event::CuratorLeaving`]. Cost: O(roster) read and written once.
		#[pallet::call_index(6)]
		pub fn remove_curator(origin: OriginFor<T>, curator: T::AccountId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_leave(curator)
		}

		/// Refuses to be a curator's hot key: nobody can occupy another's account by naming it. The curator acts by its
		/// cold account until it names another key.
		///
		/// - Origin: Signed, by the key.
		/// - Errors: [`Error::CuratorNotFound`]: it is nobody's hot key, or its own.
		/// - Event: [`Event::HotKeySet`]. Cost: two reads, three writes.
		#[pallet::call_index(7)]
		pub fn refuse_hot_key(origin: OriginFor<T>) -> DispatchResult {
			let key = ensure_signed(origin)?;
			Self::do_refuse_hot_key(&key)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MinCapacity::get() >= 1, "a curator without capacity keeps nothing");
			assert!(T::MaxCapacity::get() >= T::MinCapacity::get(), "no capacity is in range");
			assert!(T::MaxCurators::get() >= 1, "there must be room for a curator");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_now: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What is recorded of a curator; `None` when the account is none. Cost: one read.
		pub fn curator(account: T::AccountId) -> Option<CuratorInfo<T::AccountId>> {
			Curators::<T>::get(account)
		}

		/// The curator that a key may act for: itself, or the one that named it as its hot key. Cost: two reads.
		pub fn curator_of_key(key: T::AccountId) -> Option<T::AccountId> {
			Self::curator_of_any(&key)
		}

		/// Seats `from` and following, ascending by account, at most `limit` and never more than 256. Cost: one read.
		pub fn seats(from: u32, limit: u32) -> Vec<Seat<T::AccountId>> {
			let limit = limit.min(MAX_SEATS_PAGE) as usize;
			Roster::<T>::get().into_iter().skip(from as usize).take(limit).collect()
		}

		/// Number of curators, in whatever standing, and the most there may be. Cost: one read.
		pub fn curator_count() -> (u32, u32) {
			(Curators::<T>::count(), T::MaxCurators::get())
		}

		/// CFX in planck that would be held for a capacity today; `None` when that is above any balance.
		pub fn collateral_for(capacity: Fragments) -> Option<Balance> {
			Self::asked_for(capacity)
		}

		/// How a curator stands; `None` when the account is none. Cost: one read.
		pub fn standing_of(account: T::AccountId) -> Option<Standing> {
			Curators::<T>::get(account).map(|info| info.standing)
		}
	}
}
