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
//! A title's part of the round is its part of the time watched, up to [`TitleCap`]; what a title would bring above it
//! is not minted, so that nobody gains by another's being capped. The title's split divides its part (C9). Viewers and
//! sharing peers are paid by *shares*, which the caller has checked against the title totals. With up to
//! [`reel_primitives::batch::MAX_DIRECT_PAYEES`] payees they are named and paid at once; with more, the round keeps
//! a root, and each leaf is claimed once, by anyone, for the leaf's account, without a fee. Claims end after
//! [`Config::ClaimLifetime`] rounds; the rest goes to the treasury.
//!
//! A creator's part is divided as a sale is: [`Config::Holders`] says what is other holders' of the title (K2), and of
//! what is left to the creator [`Config::Layers`] says what is its activators' by contract (C10). Both are booked there
//! title by title, and paid to the accounts that hold them in one sum each.
//!
//! What viewers and sharing peers earn is paid under [`Config::Standing`], which may put it on hold as the account's
//! bond, and says of which accounts the treasury gets it.
//!
//! An amount that an account cannot take (below the existential deposit, for an account that does not exist yet)
//! is *owed*: it is paid with the next amount that makes it large enough.
//!
//! What advertisers pay in comes through [`reel_primitives::traits::AdPayouts`]: titles' holders and viewers are paid as in
//! a round, layers aside, of viewers too many to be named by claims of a number of their own. Of those a leaf's shares are planck.
//!
//! ## Sums
//!
//! A claim by round carries a path for every round. Once a period ([`Config::SumPeriod`] rounds) the rounds not claimed
//! become a tree of sums (`reel_primitives::sums`): proof-of-view votes on its root and tells it here through
//! [`reel_primitives::traits::SumRounds`]. From its proposal to its acceptance the rounds of a step are closed to
//! claims; then they are gone, and what they owed is in the tree, so nothing is paid by round and by sum. A claim of
//! sums pays up to 64 neighbours, to each what it was not paid of its sum. Rounds that a step passes over stay open to
//! claims by round until they expire.
//!
//! ## Invariants
//!
//! - **I1** The pot holds at least what is owed and what is open to claims, by round and of sums.
//! - **I2** [`OwedTotal`] is the sum of [`Owed`].
//! - **I3** [`OpenTotal`] is the sum over [`Rounds`] of what is not yet claimed; no round is claimed beyond its part.
//! - **I4** A round's count of claims is the number of bits in its bitmap.
//! - **I5** The expiry queue holds every round of [`Rounds`] once, in order; gaps are left by rounds that became sums.
//!   [`AdQueue`] holds every bill of [`Rounds`] once.
//! - **I6** [`TotalReceived`] + [`AdsReceived`] = [`TotalPaid`] + [`OwedTotal`] + [`OpenTotal`] + [`SumsOpen`].
//! - **I7** [`SumsOpen`] is the sum over [`SumTrees`] of what is not paid; what a tree has paid is the sum of its
//!   [`SumsPaid`], and at most its total.
//! - **I8** [`SumTrees`] are those of [`Generations`], at most eight; only the running one has no end.
//! - **I9** The rounds of a step that is voted on are there, and nothing of them moves.
//!
//! ## Money and rounding
//!
//! Every part is rounded down to a planck; what that leaves over goes to the treasury in the same block, so a
//! round is paid to the last planck. If a round has no active validator, the treasury takes their part.
//!
//! ## Bounds and cost
//!
//! A round costs O(titles + direct payees + validators), all bounded by the batch. A claim costs one path of at
//! most 20 hashes for each of at most [`MAX_CLAIMS_PER_CALL`] rounds, a claim of sums one for at most 64 accounts. A
//! step is O(rounds), at most 256. Expiry runs in `on_idle`: one round, or 256 entries, a block.
//!
//! ## Who may do what
//!
//! Rounds are paid by proof-of-view through [`reel_primitives::traits::RewardRounds`]; anyone may send a claim.
//!
//! ## What this does not stop
//!
//! A gift to the pot stays there: the pot is no wallet. Bills with more viewers than are named stay claims by path until
//! they expire, some 570 bytes each: no step of sums takes them.
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

mod ads;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod cap;
mod claims;
mod credits;
mod expiry;
mod invariants;
#[cfg(test)]
mod mock;
mod splits;
mod sum_claims;
mod sums;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use cap::CAP_NOTICE_ROUNDS;
pub use pallet::*;
pub use types::{RoundClaims, RoundDivision, Taken, TitleCaps};
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
	use super::{
		MAX_CLAIMS_PER_CALL, MAX_PATH, RoundClaims, RoundDivision, Taken, TitleCaps, WeightInfo,
		sum_claims::Leaves,
	};
	use frame_support::{PalletId, pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use reel_primitives::{
		Balance, Hash32, Round,
		batch::{PayoutClaim, Shares},
		sums::SumTree,
		traits::{CreatorShares, HolderShares, Mint, RewardStanding, RoundClock, Titles},
	};

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// CFX.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>;

		/// The only way to new CFX.
		type Mint: Mint<Self::AccountId>;

		/// Terms of the titles that a round names.
		type Titles: Titles<Self::AccountId>;

		/// Knows what of a creator's part is other holders' of the title.
		type Holders: HolderShares<Self::AccountId>;

		/// Knows what of a creator's part is its activators'.
		type Layers: CreatorShares<Self::AccountId>;

		/// What becomes of what viewers and sharing peers earn.
		type Standing: RewardStanding<Self::AccountId>;

		/// Consensus time, in rounds.
		type Clock: RoundClock;

		/// Governance: sets how much of a round one title may bring.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

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

		/// Rounds of a period after which rounds that were not claimed become sums; 0: never. `None`: what the genesis
		/// says.
		type SumPeriod: Get<Option<Round>>;

		/// Rounds after which the next step of sums begins another generation.
		#[pallet::constant]
		type GenerationRounds: Get<Round>;

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

	/// CFX in planck that advertisers paid into the pot.
	#[pallet::storage]
	pub type AdsReceived<T> = StorageValue<_, Balance, ValueQuery>;

	/// Bills that are claimed over a root, by their numbers in [`Rounds`], in order of expiry.
	#[pallet::storage]
	pub type AdQueue<T> = StorageMap<_, Twox64Concat, u64, Round>;

	/// First entry of [`AdQueue`] and the one after its last.
	#[pallet::storage]
	pub type AdBounds<T> = StorageValue<_, (u64, u64), ValueQuery>;

	/// How much of a round one title may bring.
	#[pallet::storage]
	pub type TitleCap<T> = StorageValue<_, TitleCaps, ValueQuery>;

	/// Rounds of a period of sums, as the genesis has it.
	#[pallet::storage]
	pub type FirstSumPeriod<T> = StorageValue<_, Round>;

	/// The oldest generation of sums that is open, and the running one; both 0 before the first step.
	#[pallet::storage]
	pub type Generations<T> = StorageValue<_, (u32, u32), ValueQuery>;

	/// Trees of sums by generation.
	#[pallet::storage]
	pub type SumTrees<T> = StorageMap<_, Twox64Concat, u32, SumTree>;

	/// CFX in planck that accounts were paid of their sum, by generation.
	// Blake2: viewers choose their account ids.
	#[pallet::storage]
	pub type SumsPaid<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u32, Blake2_128Concat, T::AccountId, Balance, ValueQuery>;

	/// Sum over [`SumTrees`] of what is not paid, in planck.
	#[pallet::storage]
	pub type SumsOpen<T> = StorageValue<_, Balance, ValueQuery>;

	/// Steps that were accepted.
	#[pallet::storage]
	pub type SumSteps<T> = StorageValue<_, u64, ValueQuery>;

	/// Place in [`ExpiryQueue`] behind the last round that a step took or passed over.
	#[pallet::storage]
	pub type Summed<T> = StorageValue<_, u64, ValueQuery>;

	/// The rounds of the step that is being voted on.
	#[pallet::storage]
	pub type Summing<T> = StorageValue<_, Taken>;

	/// Rounds that became sums and whose bitmap is still there.
	#[pallet::storage]
	pub type StaleBitmaps<T> = StorageMap<_, Twox64Concat, Round, ()>;

	/// An expired generation whose [`SumsPaid`] is being removed.
	#[pallet::storage]
	pub type ClearingSums<T> = StorageValue<_, u32>;

	/// What the chain starts with.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Rounds of a period of sums, while governance has set no other; 0: never.
		pub sum_period: Round,
		/// Basis points of a round that one title may bring, 1 to 10,000; `None`: no cap.
		pub title_cap_bp: Option<u16>,
		#[serde(skip)]
		/// The runtime.
		pub _config: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			if self.sum_period > 0 {
				FirstSumPeriod::<T>::put(self.sum_period);
			}
			let Some(bp) = self.title_cap_bp else { return };
			assert!((1..=10_000).contains(&bp), "genesis: cap of a title out of range");
			let caps = TitleCaps { before: self.title_cap_bp, since: 0, cap_bp: self.title_cap_bp };
			TitleCap::<T>::put(caps);
		}
	}

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
		/// Rounds became sums.
		#[codec(index = 5)]
		RoundsSummed {
			/// Generation of the sums.
			generation: u32,
			/// Number of the step.
			step: u64,
			/// Number of rounds.
			rounds: u32,
			/// CFX in planck that came into the tree.
			summed_cfx: Balance,
			/// CFX in planck that rounding left over, to the treasury.
			treasury_cfx: Balance,
		},
		/// Sums were claimed for neighbours.
		#[codec(index = 6)]
		SumsClaimed {
			/// Generation of the sums.
			generation: u32,
			/// Place of the first leaf.
			first: u32,
			/// Number of accounts that got something.
			accounts: u32,
			/// CFX in planck of all of them.
			amount_cfx: Balance,
		},
		/// A generation's claims ended; the rest went to the treasury.
		#[codec(index = 7)]
		SumsExpired {
			/// The generation.
			generation: u32,
			/// CFX in planck that nobody claimed.
			amount_cfx: Balance,
		},
		/// A sanction against an account was upheld: what it earned went to the treasury.
		#[codec(index = 20)]
		Forfeited {
			/// Who had earned it.
			who: T::AccountId,
			/// CFX in planck.
			amount_cfx: Balance,
		},
		/// Governance set how much of a round one title may bring.
		#[codec(index = 21)]
		TitleCapSet {
			/// Basis points of the round; `None`: no cap.
			cap_bp: Option<u16>,
			/// The first round for which that holds.
			since: Round,
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
		/// The round is in a step of sums that is being voted on. Claim the sum in a minute.
		#[codec(index = 9)]
		RoundBeingSummed,
		/// There is no such generation of sums, or its claims have ended.
		#[codec(index = 10)]
		SumsNotClaimable,
		/// All of these accounts were paid their sums already.
		#[codec(index = 11)]
		SumsPaidAlready,
		/// A cap is 1 to 10,000 basis points, or none.
		#[codec(index = 20)]
		CapOutOfRange,
		/// The cap was changed less than a period ago. Wait: rounds that are not paid yet may fall under the last one.
		#[codec(index = 21)]
		CapChangedLately,
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

		/// Pays neighbours in a tree of sums what they were not paid of their sums.
		///
		/// ## Origin
		/// Authorized by its own proof: nobody signs it, nobody pays a fee, anyone may send it.
		///
		/// ## Parameters
		/// - `generation`: of the sums.
		/// - `first`: place of the first leaf; a multiple of the least power of two with room for all.
		/// - `leaves`: 1 to 64 neighbours, ascending by account; each is paid whoever sends this.
		/// - `path`: BLAKE2b nodes from the node over them to the root.
		///
		/// ## Errors
		/// - [`Error::ClaimCountOutOfRange`], [`Error::ClaimsNotAscending`]: the bundle is malformed.
		/// - [`Error::SumsNotClaimable`], [`Error::SumsPaidAlready`]: too late, or a second time.
		/// - [`Error::ProofMismatch`]: the leaves are not those of the tree; it may have changed since.
		/// - [`Error::RoundExhausted`]: the tree holds more than was voted on, and these came too late.
		///
		/// ## Events
		/// - [`Event::SumsClaimed`], and [`Event::Paid`] or [`Event::Deferred`] for each account.
		///
		/// ## Cost
		/// O(leaves), at most 64 payments and 150 hashes, the hashes twice: in the pool and in the block.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::claim_sums(leaves.len() as u32))]
		#[pallet::authorize(Pallet::<T>::authorize_claim_sums)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_claim_sums(leaves.len() as u32))]
		pub fn claim_sums(
			origin: OriginFor<T>,
			generation: u32,
			first: u32,
			leaves: Leaves<T>,
			path: BoundedVec<Hash32, ConstU32<MAX_PATH>>,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_claim_sums(generation, first, &leaves, &path)
		}

		/// Sets how much of a round one title may bring, for rounds from [`CAP_NOTICE_ROUNDS`](crate::CAP_NOTICE_ROUNDS)
		/// from now on. What a title would bring above it is not minted.
		///
		/// - Origin: [`Config::AdminOrigin`].
		/// - `cap_bp`: basis points of a round, 1 to 10,000; `None`: no cap.
		/// - Errors: [`Error::CapOutOfRange`], [`Error::CapChangedLately`]. Event: [`Event::TitleCapSet`]. Cost: one
		///   read, one write.
		#[pallet::call_index(10)]
		pub fn set_title_cap(origin: OriginFor<T>, cap_bp: Option<u16>) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_title_cap(cap_bp)
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The tree of sums of a generation, while it can be claimed from.
		pub fn sum_tree(generation: u32) -> Option<SumTree> {
			SumTrees::<T>::get(generation)
		}

		/// CFX in planck that an account was paid of its sum.
		pub fn sum_paid(generation: u32, account: T::AccountId) -> Balance {
			SumsPaid::<T>::get(generation, account)
		}

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

		/// How much of a round one title may bring, before and after the last change.
		pub fn title_caps() -> TitleCaps {
			TitleCap::<T>::get()
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
			assert!(T::GenerationRounds::get() > 0, "a generation of sums takes a step at least");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
