//! # Payouts
//!
//! Who gets a round: divides what emission mints among the people who made it worth watching.
//!
//! ## Model
//!
//! ```text
//! accepted batch ──► mint ──► pot ──┬─ creators, supervisors   by title, at once
//!                                   ├─ validators              equal parts, at once
//!                                   ├─ viewers, sharing peers  at once when few, else a claim over a root
//!                                   └─ dust ──► treasury
//! ```
//!
//! A title's part of the round is its part of the time watched; the title's split divides it (C9). Viewers and
//! sharing peers are paid by *shares*, which the caller has checked against the title totals. With up to
//! [`reel_primitives::batch::MAX_DIRECT_PAYEES`] payees they are named and paid at once; with more, the round keeps
//! a root, and each leaf is claimed once, by anyone, for the leaf's account, without a fee. Claims end after
//! [`Config::ClaimLifetime`] rounds; the rest goes to the treasury. Activators are paid by the creator, out of the
//! creator's part, by contracts of their own.
//!
//! An amount that an account cannot take (below the existential deposit, for an account that does not exist yet)
//! is *owed*: it is paid with the next amount that makes it large enough.
//!
//! ## Invariants
//!
//! - **I1** The pot holds at least what is owed and what is open to claims.
//! - **I2** [`OwedTotal`] is the sum of [`Owed`].
//! - **I3** [`OpenTotal`] is the sum over [`Rounds`] of what is not yet claimed; no round is claimed beyond its part.
//! - **I4** A round's count of claims is the number of bits in its bitmap.
//! - **I5** The expiry queue holds every round of [`Rounds`] once, in order.
//! - **I6** [`TotalReceived`] = [`TotalPaid`] + [`OwedTotal`] + [`OpenTotal`].
//!
//! ## Money and rounding
//!
//! Every part is rounded down to a planck; what that leaves over goes to the treasury in the same block, so a
//! round is paid to the last planck. If a round has no active validator, the treasury takes their part.
//!
//! ## Bounds and cost
//!
//! A round costs O(titles + direct payees + validators), all bounded by the batch. A claim costs one path of at
//! most 20 hashes for each of at most [`MAX_CLAIMS_PER_CALL`] rounds. Expiry runs in `on_idle`: one round or 256
//! bitmap entries a block.
//!
//! ## Who may do what
//!
//! Rounds are paid by proof-of-view through [`reel_primitives::traits::RewardRounds`]; anyone may send a claim.
//!
//! ## What this does not stop
//!
//! A gift to the pot stays there: the pot is no wallet.
//!
//! Source: mission C9; design 5.6.

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
mod claims;
mod credits;
mod expiry;
mod invariants;
#[cfg(test)]
mod mock;
mod splits;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::{RoundClaims, RoundDivision};
pub use weights::WeightInfo;

/// Most rounds that one claim may bundle.
pub const MAX_CLAIMS_PER_CALL: u32 = 16;

/// Most hashes in a claim's path: 2^20 payees.
pub const MAX_PATH: u32 = 20;

#[allow(
	missing_docs,
	missing_debug_implementations,
	clippy::expect_used,
	reason = "what the macros make"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::{MAX_CLAIMS_PER_CALL, RoundClaims, RoundDivision, WeightInfo};
	use frame_support::{PalletId, pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use reel_primitives::{
		Balance, Round,
		batch::{PayoutClaim, Shares},
		traits::{Mint, RoundClock, Titles},
	};

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// CFX.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>;

		/// The only way to new CFX.
		type Mint: Mint<Self::AccountId>;

		/// Terms of the titles that a round names.
		type Titles: Titles<Self::AccountId>;

		/// Consensus time, in rounds.
		type Clock: RoundClock;

		/// Takes dust, expired claims, and the validators' part when there is none to take it.
		#[pallet::constant]
		type TreasuryAccount: Get<Self::AccountId>;

		/// Seed of the account that holds what is owed and claimable. The genesis endows it with the existential
		/// deposit, so that it is never reaped.
		#[pallet::constant]
		type PotId: Get<PalletId>;

		/// Rounds after a batch's own in which it may be claimed.
		#[pallet::constant]
		type ClaimLifetime: Get<Round>;

		/// Benchmarked weights.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// The last round that was paid.
	#[pallet::storage]
	pub type LastPaidRound<T> = StorageValue<_, Round>;

	/// CFX in planck that an account could not take yet. An entry exists only while it is above 0.
	// Blake2: creators and viewers choose their account ids.
	#[pallet::storage]
	pub type Owed<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Balance, ValueQuery>;

	/// Sum of [`Owed`] in planck.
	#[pallet::storage]
	pub type OwedTotal<T> = StorageValue<_, Balance, ValueQuery>;

	/// Rounds that are claimed over a root.
	// Twox: round numbers come from consensus, nobody chooses them.
	#[pallet::storage]
	pub type Rounds<T> = StorageMap<_, Twox64Concat, Round, RoundClaims>;

	/// Which leaves of a round were claimed: bit `index % 256` of entry `index / 256`.
	#[pallet::storage]
	pub type ClaimedLeaves<T> =
		StorageDoubleMap<_, Twox64Concat, Round, Twox64Concat, u32, [u8; 32], ValueQuery>;

	/// Sum over [`Rounds`] of what is not claimed, in planck.
	#[pallet::storage]
	pub type OpenTotal<T> = StorageValue<_, Balance, ValueQuery>;

	/// Rounds in order of expiry.
	#[pallet::storage]
	pub type ExpiryQueue<T> = StorageMap<_, Twox64Concat, u64, Round>;

	/// First entry of [`ExpiryQueue`] and the one after its last.
	#[pallet::storage]
	pub type ExpiryBounds<T> = StorageValue<_, (u64, u64), ValueQuery>;

	/// An expired round whose bitmap is being removed.
	#[pallet::storage]
	pub type Clearing<T> = StorageValue<_, Round>;

	/// CFX in planck that emission minted to the pot.
	#[pallet::storage]
	pub type TotalReceived<T> = StorageValue<_, Balance, ValueQuery>;

	/// CFX in planck that left the pot, the treasury's part included.
	#[pallet::storage]
	pub type TotalPaid<T> = StorageValue<_, Balance, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A round was divided. The parts sum to what was minted.
		#[codec(index = 0)]
		RoundPaid {
			/// The round.
			round: Round,
			/// CFX in planck, by role.
			division: RoundDivision,
		},
		/// An account was paid for its part in rounds, for whatever role.
		#[codec(index = 1)]
		Paid {
			/// Who was paid.
			who: T::AccountId,
			/// CFX in planck.
			amount_cfx: Balance,
		},
		/// An amount is kept for an account that cannot take it yet.
		#[codec(index = 2)]
		Deferred {
			/// Whose it is.
			who: T::AccountId,
			/// CFX in planck kept for it in all.
			owed_cfx: Balance,
		},
		/// Leaves of payout roots were claimed.
		#[codec(index = 3)]
		PayoutClaimed {
			/// Whose leaves.
			who: T::AccountId,
			/// Number of rounds claimed.
			rounds: u32,
			/// CFX in planck.
			amount_cfx: Balance,
		},
		/// A round's claims ended; the rest went to the treasury.
		#[codec(index = 4)]
		ClaimsExpired {
			/// The round.
			round: Round,
			/// CFX in planck that nobody claimed.
			amount_cfx: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// A claim names no round, or more than [`MAX_CLAIMS_PER_CALL`] of them. Split it.
		#[codec(index = 0)]
		ClaimCountOutOfRange,
		/// The round has no payout root: it was paid at once, never accepted, or its claims have ended.
		#[codec(index = 1)]
		RoundNotClaimable,
		/// The leaf was paid already.
		#[codec(index = 2)]
		LeafClaimed,
		/// The path does not lead from this account and these shares to the round's root.
		#[codec(index = 3)]
		ProofMismatch,
		/// Claims must be in ascending order of round and leaf, each once.
		#[codec(index = 4)]
		ClaimsNotAscending,
		/// Nothing is owed to the account.
		#[codec(index = 5)]
		NothingOwed,
		/// The account still cannot take the amount: it is below the existential deposit. It stays owed.
		#[codec(index = 6)]
		BelowExistentialDeposit,
		/// A sum overflowed, which issuance makes impossible.
		#[codec(index = 7)]
		SumOverflow,
		/// The leaves claim more than the round has: the root that was voted through names more shares than its titles
		/// imply. First come, first served; no other round's money is touched.
		#[codec(index = 8)]
		RoundExhausted,
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Pays an account's leaves of payout roots to that account.
		///
		/// ## Origin
		/// Authorized by its own proofs: nobody signs it, nobody pays a fee, anyone may send it.
		///
		/// ## Parameters
		/// - `account`: whose leaves; it is paid whoever sends this.
		/// - `claims`: 1 to [`MAX_CLAIMS_PER_CALL`], ascending by round and leaf.
		///
		/// ## Errors
		/// - [`Error::ClaimCountOutOfRange`], [`Error::ClaimsNotAscending`]: the bundle is malformed.
		/// - [`Error::RoundNotClaimable`], [`Error::LeafClaimed`]: too late, or a second time.
		/// - [`Error::ProofMismatch`]: the leaf is not in the tree.
		/// - [`Error::RoundExhausted`]: the tree holds more shares than were voted on, and these came too late.
		///
		/// ## Events
		/// - [`Event::PayoutClaimed`], and [`Event::Paid`] or [`Event::Deferred`].
		///
		/// ## Cost
		/// O(claims × path), at most 16 × 20 hashes, twice: in the pool and in the block.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::claim(claims.len() as u32))]
		#[pallet::authorize(Pallet::<T>::authorize_claim)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_claim(claims.len() as u32))]
		pub fn claim(
			origin: OriginFor<T>,
			account: T::AccountId,
			claims: BoundedVec<PayoutClaim, ConstU32<MAX_CLAIMS_PER_CALL>>,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_claim(account, &claims)
		}

		/// Pays out what is owed to an account that can take it now.
		///
		/// ## Origin
		/// Signed, by anyone.
		///
		/// ## Parameters
		/// - `account`: whose it is; it is paid whoever sends this.
		///
		/// ## Errors
		/// - [`Error::NothingOwed`]: there is nothing.
		/// - [`Error::BelowExistentialDeposit`]: the account does not exist and the amount would not make it.
		///
		/// ## Events
		/// - [`Event::Paid`].
		///
		/// ## Cost
		/// O(1): one transfer.
		#[pallet::call_index(1)]
		pub fn claim_owed(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim_owed(account)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// CFX in planck kept for an account that cannot take it yet.
		pub fn owed(account: T::AccountId) -> Balance {
			Owed::<T>::get(account)
		}

		/// What is left to claim of a round; `None` when it has no root or its claims have ended.
		pub fn round_claims(round: Round) -> Option<RoundClaims> {
			Rounds::<T>::get(round)
		}

		/// Whether a leaf was paid.
		pub fn is_claimed(round: Round, index: u32) -> bool {
			Self::is_leaf_claimed(round, index)
		}

		/// CFX in planck that `shares` of a round come to.
		pub fn quote(round: Round, shares: Shares) -> Option<Balance> {
			Rounds::<T>::get(round).and_then(|claims| claims.amount(shares))
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let step = T::WeightInfo::expire_step();
			if remaining.all_gte(step) {
				Self::expire_step();
				step
			} else {
				Weight::zero()
			}
		}

		fn integrity_test() {
			assert!(
				T::ClaimLifetime::get() > reel_primitives::batch::BATCH_DEADLINE_ROUNDS,
				"claims must outlive the batch deadline"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
