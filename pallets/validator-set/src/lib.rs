//! # Validator set
//!
//! Who may validate: Proof of Authority by admission, on a recorded declaration of bandwidth, network and server.
//!
//! ## Model
//!
//! A *validator* is an account that governance admitted. It becomes a *member* of the set when its bond is held and its
//! session keys are registered; members author and finalise blocks and vote on views from the session after next.
//!
//! ```text
//!             admit (no bond asked) ───────────────┐
//!   (none) ──admit──► Admitted ──accept_admission──┴─► Active ──remove──► Leaving ──withdraw, after cool-down──► (none)
//!                        └──remove──► (none)
//! ```
//!
//! A member that is reported for an equivocation gets a strike, loses the slashed part of its bond to the treasury and
//! is barred from rewards for a time. It stays a member: taking membership away is governance's decision, so that a
//! false or mass report cannot stop the chain.
//!
//! ## Invariants
//!
//! - **A1** There are at least [`Floor`] members (unless the chain was started without any) and at most
//!   [`Config::MaxValidators`].
//! - **A2** [`Members`] is ascending without repetition.
//! - **A3** An account is in [`Members`] exactly if its record says [`Standing::Active`].
//! - **A4** What is held of an account under [`HoldReason::ValidatorBond`] is the bond in its record: a validator that was
//!   removed stays accountable until its cool-down is over.
//! - **A5** A validator that was only admitted has no bond, no strikes and is not barred.
//!
//! ## Money and rounding
//!
//! A slash is the reported fraction of the bond, rounded down, moved to the treasury account. Nothing is burned.
//!
//! ## Bounds
//!
//! At most [`Config::MaxValidators`] members; planning a session reads each once. At most [`Config::MaxRecords`]
//! validators in any standing, so governance cannot fill the state either.
//!
//! ## What this does not stop
//!
//! The declaration is a claim: nothing on chain measures bandwidth. A majority of the members can do what it wants.
//!
//! Source: mission C1.

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
#[cfg(any(feature = "try-runtime", feature = "std"))]
mod invariants;
mod membership;
mod offences;
mod session;
mod types;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use offences::Rewardable;
pub use pallet::*;
pub use types::{Declaration, NetworkSecurity, Server, SessionKeysOf, Standing, Validator};
pub use weights::WeightInfo;

/// The pallet.
#[frame_support::pallet]
#[allow(missing_debug_implementations, clippy::expect_used, reason = "what the macros make")]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::fungible::{Inspect, InspectHold, MutateHold},
	};
	use frame_system::pallet_prelude::*;
	use reel_primitives::{Balance, Hash32, Round, traits::RoundClock};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What the runtime decides.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// CFX: bonds are held in it.
		type Currency: Inspect<Self::AccountId, Balance = Balance>
			+ InspectHold<Self::AccountId, Reason = Self::RuntimeHoldReason>
			+ MutateHold<Self::AccountId>;

		/// The runtime's hold reason.
		type RuntimeHoldReason: From<HoldReason>;

		/// Governance: admits and removes.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Session keys by account.
		type SessionKeys: SessionKeysOf<Self::AccountId>;

		/// Where the chain is in time.
		type Clock: RoundClock;

		/// Takes slashes. An account that exists at all times.
		type Treasury: Get<Self::AccountId>;

		/// CFX in planck that a validator admitted from now on has to bond; 0 asks for none.
		type Bond: Get<Balance>;

		/// The least that a declaration must state in bandwidth and server (C1).
		#[pallet::constant]
		type Requirement: Get<Declaration>;

		/// Most members.
		#[pallet::constant]
		type MaxValidators: Get<u32>;

		/// Most validators in any standing; at least [`Self::MaxValidators`].
		#[pallet::constant]
		type MaxRecords: Get<u32>;

		/// Rounds from removal to the release of the bond: not shorter than equivocations can be reported.
		#[pallet::constant]
		type CoolDownRounds: Get<Round>;

		/// Rounds without rewards after an offence.
		#[pallet::constant]
		type BarredRounds: Get<Round>;

		/// Measured weights.
		type WeightInfo: WeightInfo;
	}

	/// Why CFX is held.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// A validator's bond.
		#[codec(index = 0)]
		ValidatorBond,
	}

	/// Validators in any standing, by account.
	// Blake2_128Concat: accounts are chosen by strangers.
	#[pallet::storage]
	pub type Validators<T: Config> =
		CountedStorageMap<_, Blake2_128Concat, T::AccountId, Validator, OptionQuery>;

	/// Those that are to validate, ascending by account.
	#[pallet::storage]
	pub type Members<T: Config> =
		StorageValue<_, BoundedVec<T::AccountId, T::MaxValidators>, ValueQuery>;

	/// Fewest members that a removal may leave. 1 in development, 4 elsewhere: three cannot lose one under GRANDPA.
	#[pallet::storage]
	pub type Floor<T: Config> = StorageValue<_, u32, ValueQuery>;

	/// Fingerprint of the accounts and keys that were planned last, so that a session in which nothing changed does not
	/// count as a change of the finality set.
	#[pallet::storage]
	pub type LastPlanned<T: Config> = StorageValue<_, Hash32, OptionQuery>;

	/// What a chain starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DebugNoBound, frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// First members, without bond. Their session keys belong into the session's genesis.
		pub validators: Vec<(T::AccountId, Declaration)>,
		/// Fewest members, at least 1.
		pub floor: u32,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			Pallet::<T>::build_genesis(self);
		}
	}

	/// What happened.
	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Governance admitted a validator.
		#[codec(index = 0)]
		ValidatorAdmitted {
			/// The validator.
			who: T::AccountId,
			/// What it declared.
			declaration: Declaration,
			/// CFX in planck that it has to bond before it becomes a member.
			bond_cfx: Balance,
		},
		/// A validator became a member: it validates from the session after next.
		#[codec(index = 1)]
		ValidatorActivated {
			/// The validator.
			who: T::AccountId,
			/// CFX in planck held as its bond.
			bond_cfx: Balance,
		},
		/// Governance removed a validator: it stops from the session after next.
		#[codec(index = 2)]
		ValidatorRemoved {
			/// The validator.
			who: T::AccountId,
			/// Round from which its bond can be withdrawn; `None` when it never was a member and is gone already.
			withdrawable_from: Option<Round>,
		},
		/// A removed validator's bond was released and its record erased.
		#[codec(index = 3)]
		ValidatorWithdrawn {
			/// The validator.
			who: T::AccountId,
			/// CFX in planck that it got back.
			released_cfx: Balance,
		},
		/// The floor was moved.
		#[codec(index = 4)]
		FloorSet {
			/// Fewest members from now on.
			floor: u32,
		},
		/// A validator was found to have broken the rules of consensus.
		#[codec(index = 5)]
		OffenceRecorded {
			/// The validator.
			who: T::AccountId,
			/// Session in which it happened.
			session: u32,
			/// Its strikes so far.
			strikes: u32,
			/// CFX in planck that went from its bond to the treasury.
			slashed_cfx: Balance,
			/// First round in which it is rewarded again.
			barred_until: Round,
		},
	}

	/// Why a call failed.
	#[pallet::error]
	pub enum Error<T> {
		/// The account is a validator already, in some standing.
		#[codec(index = 0)]
		AlreadyAdmitted,
		/// The account is no validator.
		#[codec(index = 1)]
		NotAdmitted,
		/// The account is not waiting to accept its admission.
		#[codec(index = 2)]
		NothingToAccept,
		/// The account has no session keys. Register them with `session.set_keys` first.
		#[codec(index = 3)]
		NoSessionKeys,
		/// The declaration states less bandwidth or server than is required.
		#[codec(index = 4)]
		RequirementNotMet,
		/// There are as many members, or validators in any standing, as there may be.
		#[codec(index = 5)]
		SetFull,
		/// The removal would leave fewer members than the floor.
		#[codec(index = 6)]
		BelowFloor,
		/// The floor must be at least 1 and at most the number of members.
		#[codec(index = 7)]
		FloorOutOfRange,
		/// The validator has not been removed, so there is nothing to withdraw.
		#[codec(index = 8)]
		NotLeaving,
		/// The cool-down is not over: the validator can still be reported for what it did.
		#[codec(index = 9)]
		CoolingDown,
		/// A round number or counter would not fit.
		#[codec(index = 10)]
		Overflow,
	}

	/// What people may call.
	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Admits an account as validator.
		///
		/// ## Origin
		/// [`Config::AdminOrigin`].
		///
		/// ## Details
		/// Records the declaration. Without a bond to place, the account becomes a member at once and therefore needs
		/// session keys; with one it becomes a member by `accept_admission`.
		///
		/// ## Parameters
		/// - `who`: the validator.
		/// - `declaration`: its bandwidth, network and server, as governance checked them off chain.
		///
		/// ## Errors
		/// - [`Error::AlreadyAdmitted`]: it is a validator in some standing.
		/// - [`Error::RequirementNotMet`]: the declaration is below [`Config::Requirement`].
		/// - [`Error::SetFull`]: no room.
		/// - [`Error::NoSessionKeys`]: no bond is asked and no keys are registered.
		///
		/// ## Events
		/// - [`Event::ValidatorAdmitted`], and [`Event::ValidatorActivated`] when no bond is asked.
		///
		/// ## Cost
		/// O(members): the list is rewritten.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::admit_validator())]
		pub fn admit_validator(
			origin: OriginFor<T>,
			who: T::AccountId,
			declaration: Declaration,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_admit(who, declaration)
		}

		/// Places the bond and becomes a member.
		///
		/// ## Origin
		/// Signed by the admitted validator.
		///
		/// ## Details
		/// Holds the bond that was named at admission.
		///
		/// ## Errors
		/// - [`Error::NothingToAccept`]: the signer is not admitted, or a member or leaving already.
		/// - [`Error::NoSessionKeys`]: register keys first.
		/// - [`Error::SetFull`]: no room.
		/// - `TokenError::FundsUnavailable`: the signer has less than the bond free.
		///
		/// ## Events
		/// - [`Event::ValidatorActivated`].
		///
		/// ## Cost
		/// O(members).
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::accept_admission())]
		pub fn accept_admission(origin: OriginFor<T>) -> DispatchResult {
			let who = ensure_signed(origin)?;
			Self::do_accept(who)
		}

		/// Removes a validator.
		///
		/// ## Origin
		/// [`Config::AdminOrigin`].
		///
		/// ## Details
		/// A member stops validating from the session after next and stays accountable with its bond for
		/// [`Config::CoolDownRounds`]. One that never accepted is forgotten.
		///
		/// ## Parameters
		/// - `who`: the validator.
		///
		/// ## Errors
		/// - [`Error::NotAdmitted`]: no such validator, or it is leaving already.
		/// - [`Error::BelowFloor`]: too few members would be left.
		///
		/// ## Events
		/// - [`Event::ValidatorRemoved`].
		///
		/// ## Cost
		/// O(members).
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::remove_validator())]
		pub fn remove_validator(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_remove(who)
		}

		/// Releases the bond of a removed validator, purges its session keys and erases its record.
		///
		/// ## Origin
		/// Signed by anyone: it only pays the validator what is its own.
		///
		/// ## Parameters
		/// - `who`: the removed validator.
		///
		/// ## Errors
		/// - [`Error::NotAdmitted`]: no such validator.
		/// - [`Error::NotLeaving`]: it was not removed.
		/// - [`Error::CoolingDown`]: too early.
		///
		/// ## Events
		/// - [`Event::ValidatorWithdrawn`].
		///
		/// ## Cost
		/// O(1).
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::withdraw())]
		pub fn withdraw(origin: OriginFor<T>, who: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_withdraw(who)
		}

		/// Moves the floor.
		///
		/// ## Origin
		/// [`Config::AdminOrigin`].
		///
		/// ## Parameters
		/// - `floor`: fewest members that a removal may leave, 1 to the number of members.
		///
		/// ## Errors
		/// - [`Error::FloorOutOfRange`].
		///
		/// ## Events
		/// - [`Event::FloorSet`].
		///
		/// ## Cost
		/// O(1).
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_floor())]
		pub fn set_floor(origin: OriginFor<T>, floor: u32) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_floor(floor)
		}
	}

	/// What clients read.
	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The members, ascending. Those of the running session are the session pallet's.
		pub fn validators() -> Vec<T::AccountId> {
			Members::<T>::get().into_inner()
		}

		/// A validator in any standing.
		pub fn candidate(who: T::AccountId) -> Option<Validator> {
			Validators::<T>::get(who)
		}

		/// What a validator declared.
		pub fn declaration(who: T::AccountId) -> Option<Declaration> {
			Validators::<T>::get(who).map(|validator| validator.declaration)
		}

		/// Fewest members that a removal may leave.
		pub fn floor() -> u32 {
			Floor::<T>::get()
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxValidators::get() > 0, "a chain needs validators");
			assert!(T::MaxRecords::get() >= T::MaxValidators::get(), "every member needs a record");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
