//! # Fragment staking
//!
//! Proof of Stake Time Fragment (PoSTF): who keeps which part of a title, proves it, and is paid in SSH for the time.
//!
//! ## Model
//!
//! A *span* is up to 16 successive cells of a title. A *contract* says that one curator keeps one span; a span has as
//! many as its title's popularity asks for. Once an *epoch* every curator is asked for the same small number of leaves of
//! 1 KiB, drawn over all that it keeps, and shows them before a deadline.
//!
//! ```text
//! vacant place ──claim: assigned? possession?──► contract, age 0 ──holding time──► claim ──► SSH minted, age 0
//!                                                   │   ▲
//!                            each epoch: challenges │   │ answered
//!                                                   ├───┘
//!                                                   └─ missed: slash, age 0 ──again, in a row──► ended, place vacant
//! ended without fault: title stopped or deleted · more replicas than wanted · curator left, another took over
//! ```
//!
//! **Assignment** follows a rule that anyone can recompute ([`reel_fragments::placement`]): capacity-weighted rendezvous
//! hashing over the open seats of the roster, home region first. The chain does no work for titles and curators at rest:
//! a curator that finds itself among the first candidates of a vacant place *claims* it, and the chain checks that one
//! claim by one pass over the roster, which has a fixed most number of seats. It changes as an epoch begins and when a seat
//! closes, so candidates stay the same for as long as a download takes. Places that stay vacant admit one more
//! candidate each [`Timing::patience_rounds`]: a first candidate that does nothing holds up nobody. Whoever keeps a span is
//! not driven out by a newcomer that would rank before it. When demand falls, the farthest let go.
//!
//! **A failing curator** is replaced the same way: its contract ends, and the next candidates claim the vacant place. One
//! that is leaving counts as gone for vacancies, and keeps, proves and earns until somebody has taken over.
//!
//! **Possession** is shown with a leaf, its BLAKE3 path to the cell's root, and the cell's path to the span's root, which
//! the chain derived from the title's cells root with the first claim ([`reel_fragments::proof`]): at most 1,780 bytes.
//!
//! **The bridge** to a curator's fragment store is an off-chain worker, see `offchain/mod.rs`.
//!
//! **Reward** is the source's R = T·V·P·0.02·33/(365·33+8) for each fragment, with popularity P summed over the epochs of
//! T ([`reel_fragments::demand`]). T is time by BABE's slots, never blocks. A claim restarts it; nothing is paid for less
//! than [`Timing::min_holding_rounds`], nor while a challenge is open.
//!
//! ## How it is cheated, and what that costs
//!
//! Figures: a tebibyte (1,048,576 fragments), collateral of 0.01 CFX a fragment (10,486 CFX), 4 challenges an hour, 1 % of
//! the collateral a miss.
//!
//! - *Keeping less than promised.* Whoever lost the part f misses each challenge with probability f: 96 f misses a day,
//!   10,066 f CFX a day. The disk it saves costs some 0.17 f USD a day (5 USD a month): it pays only if a CFX were worth
//!   less than 0.00002 USD, and then governance raises the rate. f = 1 % is found within a day with 62 %, within a month
//!   with all but 3 in 10^13. The slash is a part of the *whole* collateral, so it is worth the same to drop from a large
//!   store as from a small one: nothing. Each miss also restarts the age of the contract it fell on.
//! - *Fetching on demand.* A proof shows that the leaf could be had within the deadline, not that it lay on the curator's
//!   own disk: identical ciphertext does not prove separate copies. A ring of n curators can live off one disk, as long as
//!   that one works; if it fails all n lose everything within days. What the ring earns for a tebibyte that it does not
//!   have is 0.0002 SSH a year, against n collaterals tied up. What it cannot have is the sharing peers' part of the CFX of
//!   every play: that goes to whoever *sent* the fragments, by receipts. Serving is paid there, keeping here.
//! - *Pretending.* Registering a film of noise that a seed regenerates: only authorized creators can, and it earns its
//!   2 % a year of 10^-8 SSH a fragment, less than the title's deposit.
//! - *Pumping popularity.* P grows with the logarithm of whole, verified, paid-for plays and ends at 8; it counts for one
//!   epoch, after the plays. At 8 a tebibyte earns 0.0000002 SSH more in that hour than at 1, for 127 whole plays.
//! - *Choosing what to be asked.* Challenges come from one seed for the whole epoch, over what was held before the seed was
//!   known: every call that changes a curator's holdings draws first. An author may withhold a block to change the seed; as
//!   everybody is asked equally often, another seed is worth no more.
//! - *Dropping what is asked.* A contract with an open challenge is ended by its curator in no way, and nothing is claimed
//!   while one is open. Being relieved while asked pays nothing.
//! - *Crowding out answers.* They are operational, and free when right. A chain that stood still slashes nobody.
//! - *Claiming and never serving.* The start shows a few leaves; challenges come before the first reward.
//!
//! ## Invariants
//!
//! - **F1** Spans and contracts name each other; nobody keeps a span twice; no span is kept by nobody.
//! - **F2** A curator's list names exactly its contracts, each with the leaves of its span.
//! - **F3** The space a curator uses is the fragments of its contracts.
//! - **F4** A title's ledger counts its contracts, and is there as long as there are any.
//! - **F5** A contract's age began after it and before now, at a sum that the title has reached; it has misses left.
//! - **F6** Whoever keeps something and was not thrown out has duties, nobody else; challenges are of its own contracts.
//! - **F7** The total owed is the sum of what is owed; an epoch mints no more than its cap.
//! - **F8** Ids of contracts are below the next one.
//!
//! ## Money and rounding
//!
//! SSH is minted here and nowhere else, through [`Config::Reward`]. A contract's reward is exact and rounded down once, so
//! a claim loses less than one planck a contract. What an epoch's cap, or the asset's least balance, keeps from being paid
//! stays owed and is paid with the next claim. Slashes are CFX and go to the treasury, see `pallet-curators`.
//!
//! **No overflow.** A title's sum rises by at most 8 a round: below 2^67 in all of time, kept in 128 bits. A reward is
//! `reel_economics::postf::reward` of two 64-bit numbers, below 2^103; a claim adds at most 64. No sum ever wraps.
//!
//! ## Bounds
//!
//! Per curator: [`Config::MaxContracts`] contracts of 12 bytes in one value, at most 16 challenges. Per span: 16 cells, 12
//! replicas. A start scores every seat: half a millisecond for 1,024 of them, one and a half for 4,096 (native). A block
//! challenges [`Config::SweepPerBlock`] curators, which must reach all of them in half an epoch; `on_idle` looks at
//! [`Config::CleanPerBlock`] contracts, so that those of a title that is gone end within one turn of its cursor.
//!
//! Source: mission S2, S3, C12; design section 7.

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

mod assignment;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod challenges;
mod cleaning;
mod contracts;
mod epochs;
#[cfg(any(feature = "try-runtime", feature = "std", test))]
mod invariants;
#[cfg(test)]
mod mock;
mod offchain;
mod rewards;
#[cfg(test)]
mod tests;
mod types;
mod views;
pub mod weights;

pub use offchain::{HotKeys, plan};
pub use pallet::*;
pub use reel_fragments::contract::*;
pub use types::*;
pub use weights::WeightInfo;

#[frame_support::pallet]
#[allow(missing_debug_implementations, clippy::expect_used, reason = "what the macros make")]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::{Randomness, fungible::Mutate},
	};
	use frame_system::pallet_prelude::*;
	use reel_fragments::{
		ContractId, Fragments, SpanIndex,
		challenge::{Holding, LeafRef},
		traits::{Curators, KeptTitles},
	};
	use reel_primitives::{Balance, BasisPoints, ContentId, Round, traits::RoundClock};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// A contract of this runtime.
	pub type ContractOf<T> = FragmentContract<<T as frame_system::Config>::AccountId>;
	/// A span of this runtime.
	pub type SpanOf<T> = Span<<T as frame_system::Config>::AccountId>;
	/// Duties of a curator of this runtime.
	pub type DutyOf<T> = Duty<BlockNumberFor<T>>;

	/// See the crate docs.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Who there is to keep anything.
		type Curators: Curators<Self::AccountId>;

		/// What there is to keep.
		type Titles: KeptTitles;

		/// Tells the round of the block.
		type Clock: RoundClock;

		/// VRF randomness, unknown before the block that an epoch begins with; `None` in blocks without.
		type Randomness: Randomness<Option<Self::Hash>, BlockNumberFor<Self>>;

		/// SSH. This pallet is its only minter.
		type Reward: Mutate<Self::AccountId, Balance = Balance>;

		/// Most SSH in planck that is minted in an epoch. Governed; at least 1.
		type EpochCap: Get<Balance>;

		/// Replicas of a span that nobody watches, 1 to [`Self::ReplicaCeiling`].
		#[pallet::constant]
		type ReplicaFloor: Get<u32>;

		/// Replicas of a span that everybody watches, at most [`MAX_REPLICAS`].
		#[pallet::constant]
		type ReplicaCeiling: Get<u32>;

		/// Leaves that a curator is asked for in an epoch, and to begin with: 1 to [`MAX_CHALLENGES`].
		#[pallet::constant]
		type ChallengesPerEpoch: Get<u32>;

		/// Blocks in which a challenge can be answered at least, should the chain stand still.
		#[pallet::constant]
		type MinAnswerBlocks: Get<BlockNumberFor<Self>>;

		/// Part of the collateral that a missed challenge costs, in basis points.
		#[pallet::constant]
		type SlashPerMiss: Get<BasisPoints>;

		/// Epochs in a row with a miss after which a contract ends, at least 1.
		#[pallet::constant]
		type MaxMisses: Get<u8>;

		/// Epochs in a row without any answer after which a curator is thrown out, at least 1.
		#[pallet::constant]
		type MaxSilentEpochs: Get<u8>;

		/// Most contracts of a curator.
		#[pallet::constant]
		type MaxContracts: Get<u32>;
		/// Curators challenged in a block, at least 1.
		#[pallet::constant]
		type SweepPerBlock: Get<u32>;

		/// Contracts looked at in a block that has room.
		#[pallet::constant]
		type CleanPerBlock: Get<u32>;

		/// The hot keys of the node, for its off-chain worker; `()` for a runtime without the bridge.
		type HotKeys: HotKeys<Self>;

		/// Weights of the calls and hooks.
		type WeightInfo: WeightInfo;
	}

	/// Lengths of epoch, deadline, holding time and patience. Set at genesis, never changed.
	#[pallet::storage]
	pub type Timings<T: Config> = StorageValue<_, Timing, ValueQuery>;

	/// The epoch that runs; none before the first block with randomness.
	#[pallet::storage]
	pub type Epoch<T: Config> = StorageValue<_, EpochInfo>;

	/// The last curator that this epoch's challenges were drawn for; none when all are.
	#[pallet::storage]
	pub type SweepAt<T: Config> = StorageValue<_, Option<T::AccountId>>;

	/// Contracts by id: our own counter, which nobody can choose.
	#[pallet::storage]
	pub type Contracts<T: Config> = StorageMap<_, Twox64Concat, ContractId, ContractOf<T>>;

	/// Id of the next contract.
	#[pallet::storage]
	pub type NextContract<T: Config> = StorageValue<_, ContractId, ValueQuery>;

	/// The last contract that was looked at in the present turn of cleaning.
	#[pallet::storage]
	pub type CleanAt<T: Config> = StorageValue<_, ContractId>;

	/// Spans that somebody keeps, by title, of whose id whoever publishes chooses the bytes.
	#[pallet::storage]
	pub type Spans<T: Config> =
		StorageDoubleMap<_, Blake2_128Concat, ContentId, Twox64Concat, SpanIndex, SpanOf<T>>;

	/// Popularity and number of contracts of titles that somebody keeps.
	#[pallet::storage]
	pub type Ledgers<T: Config> = StorageMap<_, Blake2_128Concat, ContentId, Ledger>;

	/// Contracts by curator, with the leaves that weight its challenges.
	#[pallet::storage]
	pub type Holdings<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		BoundedVec<Holding, T::MaxContracts>,
		ValueQuery,
	>;

	/// What is asked of curators.
	#[pallet::storage]
	pub type Duties<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, DutyOf<T>>;

	/// SSH in planck earned and not paid. An entry exists only while it is above 0.
	#[pallet::storage]
	pub type Owed<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Balance, ValueQuery>;

	/// Sum of [`Owed`] in planck.
	#[pallet::storage]
	pub type OwedTotal<T: Config> = StorageValue<_, Balance, ValueQuery>;

	/// SSH in planck minted here since genesis.
	#[pallet::storage]
	pub type TotalMinted<T: Config> = StorageValue<_, Balance, ValueQuery>;

	/// The lengths of things.
	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Epoch, deadline, holding time, patience.
		pub timing: Timing,
		/// Of this runtime.
		#[serde(skip)]
		pub runtime: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			assert!(self.timing.is_sound(), "timing of fragment staking: {:?}", self.timing);
			Timings::<T>::put(self.timing);
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// An epoch began.
		#[codec(index = 0)]
		EpochBegan {
			/// Its number.
			epoch: u64,
		},
		/// A curator was asked for leaves.
		#[codec(index = 1)]
		CuratorChallenged {
			/// The curator.
			curator: T::AccountId,
			/// The epoch.
			epoch: u64,
			/// Last round in which it may answer.
			due_in: Round,
		},
		/// A curator showed leaves that it was asked for.
		#[codec(index = 2)]
		ChallengesAnswered {
			/// The curator.
			curator: T::AccountId,
			/// The epoch.
			epoch: u64,
			/// How many it showed.
			count: u32,
			/// How many are still to be shown.
			open: u32,
		},
		/// A curator did not show a leaf in time.
		#[codec(index = 3)]
		ChallengeMissed {
			/// The curator.
			curator: T::AccountId,
			/// The contract that the leaf is of; its age begins anew.
			contract: ContractId,
			/// CFX in planck slashed for it.
			slashed_cfx: Balance,
		},
		/// A curator keeps a span from now on.
		#[codec(index = 4)]
		ContractStarted {
			/// The contract.
			contract: ContractId,
			/// The curator.
			curator: T::AccountId,
			/// The title.
			content: ContentId,
			/// The span.
			span: SpanIndex,
			/// Fragments in it.
			fragments: Fragments,
		},
		/// A contract ended.
		#[codec(index = 5)]
		ContractEnded {
			/// The contract.
			contract: ContractId,
			/// The curator.
			curator: T::AccountId,
			/// The title.
			content: ContentId,
			/// The span; a place of it is vacant unless there were more than wanted.
			span: SpanIndex,
			/// Why.
			reason: EndReason,
			/// SSH in planck earned since the last claim.
			earned_ssh: Balance,
		},
		/// A curator claimed what it had earned.
		#[codec(index = 6)]
		RewardClaimed {
			/// The curator.
			curator: T::AccountId,
			/// For how many contracts.
			contracts: u32,
			/// SSH in planck earned with them since their last claims.
			earned_ssh: Balance,
			/// SSH in planck minted, what was owed before included.
			minted_ssh: Balance,
			/// SSH in planck owed still.
			owed_ssh: Balance,
		},
		/// What was owed to an account was paid, as far as it could be.
		#[codec(index = 7)]
		OwedPaid {
			/// The account.
			account: T::AccountId,
			/// SSH in planck minted.
			minted_ssh: Balance,
			/// SSH in planck owed still.
			owed_ssh: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The key is neither a curator nor a curator's hot key.
		#[codec(index = 0)]
		NotCurator,
		/// The curator is leaving or was thrown out.
		#[codec(index = 1)]
		NotLive,
		/// No epoch has begun yet: the chain waits for randomness.
		#[codec(index = 2)]
		NoEpoch,
		/// No title was registered under that id.
		#[codec(index = 3)]
		TitleNotFound,
		/// The title was stopped or deleted: it is not to be kept.
		#[codec(index = 4)]
		TitleNotPlayable,
		/// The title has no such span.
		#[codec(index = 5)]
		SpanNotFound,
		/// The curator keeps that span already.
		#[codec(index = 6)]
		AlreadyKept,
		/// The span has as many replicas as are wanted.
		#[codec(index = 7)]
		NoVacancy,
		/// The curator is not among the candidates that may claim the place now. See `span_load`; more may, later.
		#[codec(index = 8)]
		NotAssigned,
		/// The curator would be more than 90 % full.
		#[codec(index = 9)]
		NoSpace,
		/// The curator's collateral was slashed. Complete it with `set_capacity`.
		#[codec(index = 10)]
		CollateralIncomplete,
		/// The curator has as many contracts as it may.
		#[codec(index = 11)]
		TooManyContracts,
		/// Nobody keeps the span yet: its cells must come with the claim.
		#[codec(index = 12)]
		SpanNotIndexed,
		/// A cell is missing, out of place, or not the one asked for.
		#[codec(index = 13)]
		CellMissing,
		/// A cell is empty or above 256 MiB.
		#[codec(index = 14)]
		CellSizeOutOfRange,
		/// A cell's path does not lead to the root.
		#[codec(index = 15)]
		CellProofInvalid,
		/// A leaf's path does not lead to its cell's root.
		#[codec(index = 16)]
		LeafProofInvalid,
		/// There are more or fewer proofs than were asked for.
		#[codec(index = 17)]
		ProofCountWrong,
		/// No such challenge is open for the curator.
		#[codec(index = 18)]
		ChallengeNotFound,
		/// The challenge was answered already.
		#[codec(index = 19)]
		ChallengeAnswered,
		/// The time for answers is over.
		#[codec(index = 20)]
		ChallengeOver,
		/// The curator must answer its open challenges first.
		#[codec(index = 21)]
		ChallengesOpen,
		/// No such contract, or it is another's.
		#[codec(index = 22)]
		ContractNotFound,
		/// The contract binds: the title plays, no replica too many is kept, and the curator has not left.
		#[codec(index = 23)]
		ContractBinding,
		/// The contract is younger than the least holding time since its start, last claim or last miss.
		#[codec(index = 24)]
		HoldingTimeNotReached,
		/// The claim names no contract, or nothing is owed.
		#[codec(index = 25)]
		NothingDue,
		/// The epoch's cap is reached, or the account cannot take so little. It stays owed.
		#[codec(index = 26)]
		NotPayableYet,
		/// The curator has nothing to settle and was challenged in this epoch.
		#[codec(index = 27)]
		NothingToSettle,
		/// A sum is above what fits, which the issuance bound makes impossible.
		#[codec(index = 28)]
		SumOverflow,
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Claims a vacant place of a span: a contract begins.
		///
		/// - Origin: Signed, by a live curator or its hot key.
		/// - `content`, `span`: what is to be kept. The curator must be among the candidates, see `span_load`.
		/// - `cells`: descriptors of all cells of the span with their paths, needed when nobody keeps the span yet; not
		///   looked at otherwise.
		/// - `proofs`: the leaves that [`reel_fragments::challenge::draw_start`] draws for this curator and span from the
		///   epoch's seed, in order; as many as [`Config::ChallengesPerEpoch`].
		/// - Errors: [`Error::NotCurator`], [`Error::NotLive`], [`Error::NoEpoch`]; [`Error::TitleNotFound`],
		///   [`Error::TitleNotPlayable`], [`Error::SpanNotFound`]; [`Error::AlreadyKept`], [`Error::NoVacancy`],
		///   [`Error::NotAssigned`]; [`Error::NoSpace`], [`Error::CollateralIncomplete`], [`Error::TooManyContracts`];
		///   [`Error::SpanNotIndexed`], [`Error::CellMissing`], [`Error::CellSizeOutOfRange`],
		///   [`Error::CellProofInvalid`], [`Error::LeafProofInvalid`], [`Error::ProofCountWrong`].
		/// - Events: [`Event::ContractStarted`]; [`Event::ContractEnded`] of the replica that it takes over, if any. Cost:
		///   one score for each seat, one path for each cell, one proof for each leaf.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::start_weight(cells.as_ref(), proofs))]
		pub fn start_contract(
			origin: OriginFor<T>,
			content: ContentId,
			span: SpanIndex,
			cells: Option<SpanCells>,
			proofs: StartProofs,
		) -> DispatchResult {
			let key = ensure_signed(origin)?;
			Self::do_start(key, content, span, cells, proofs)
		}

		/// Shows leaves that the signer's curator was asked for. Free when all are right.
		///
		/// - Origin: Signed, by a curator or its hot key. Operational.
		/// - `answers`: numbers of challenges (see `challenges`) with their proofs, in any order; one or all.
		/// - Errors: [`Error::NotCurator`], [`Error::ProofCountWrong`] (none at all); [`Error::ChallengeNotFound`],
		///   [`Error::ChallengeAnswered`] (also when its contract has ended), [`Error::ChallengeOver`];
		///   [`Error::CellMissing`], [`Error::CellProofInvalid`], [`Error::LeafProofInvalid`].
		/// - Event: [`Event::ChallengesAnswered`]. Cost: at most 22 hashes and a leaf for each.
		#[pallet::call_index(1)]
		#[pallet::weight((T::WeightInfo::answer_challenges(answers.len() as u32), DispatchClass::Operational))]
		pub fn answer_challenges(
			origin: OriginFor<T>,
			answers: Answers,
		) -> DispatchResultWithPostInfo {
			let key = ensure_signed(origin)?;
			Self::do_answer(key, answers)
		}

		/// Claims what contracts have earned, and what is owed besides, for the curator's cold account. Their ages begin
		/// anew.
		///
		/// - Origin: Signed, by a curator or its hot key. `contracts`: 1 to [`MAX_CLAIMS_PER_CALL`] of its contracts.
		/// - Errors: [`Error::NotCurator`], [`Error::NotLive`] (thrown out), [`Error::NothingDue`] (no contract named),
		///   [`Error::ChallengesOpen`] (it must show first that it has what it is to be paid for),
		///   [`Error::ContractNotFound`], [`Error::HoldingTimeNotReached`]. Event: [`Event::RewardClaimed`]. Cost: two reads
		///   and two writes for each, one mint.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::claim_reward(contracts.len() as u32)
			.saturating_add(T::WeightInfo::settle_curator()))]
		pub fn claim_reward(origin: OriginFor<T>, contracts: Claims) -> DispatchResult {
			let key = ensure_signed(origin)?;
			Self::do_claim(key, contracts)
		}

		/// Ends a contract that binds no longer. What is due is paid. Free for the curator of a replica too many.
		///
		/// - Origin: Signed. By anyone, if the title was stopped or deleted, the curator thrown out, or more replicas are kept
		///   than wanted, this one is among the farthest, and its holding time over. By its curator or the hot key also if
		///   more are kept than wanted, or if the curator is leaving and its cool-down is over.
		/// - Errors: [`Error::ContractNotFound`], [`Error::NoEpoch`], [`Error::ContractBinding`] (none of these is so),
		///   [`Error::ChallengesOpen`] (it is being asked for).
		/// - Events: [`Event::ContractEnded`], and what settling the curator brings. Cost: a look at each seat.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::end_contract().saturating_add(T::WeightInfo::settle_curator()))]
		pub fn end_contract(
			origin: OriginFor<T>,
			contract: ContractId,
		) -> DispatchResultWithPostInfo {
			let key = ensure_signed(origin)?;
			Self::do_end(key, contract)
		}

		/// Settles what a curator has not answered in time, and challenges it, for whoever will not wait until it is done.
		///
		/// - Origin: Signed, by anyone. Errors: [`Error::NoEpoch`], [`Error::NothingToSettle`]. Events:
		///   [`Event::ChallengeMissed`], [`Event::ContractEnded`], [`Event::CuratorChallenged`]. Cost: at most 16 slashes.
		#[pallet::call_index(4)]
		pub fn settle_curator(origin: OriginFor<T>, curator: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			ensure!(Self::touch(&curator, &Self::epoch()?), Error::<T>::NothingToSettle);
			Ok(())
		}

		/// Pays what is owed to an account: what an earlier epoch's cap or the asset's least balance kept back.
		///
		/// - Origin: Signed, by anyone. Errors: [`Error::NothingDue`], [`Error::NotPayableYet`]. Event:
		///   [`Event::OwedPaid`]. Cost: one mint.
		#[pallet::call_index(5)]
		pub fn claim_owed(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim_owed(account)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			Self::on_block()
		}

		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::clean(remaining)
		}

		fn offchain_worker(block: BlockNumberFor<T>) {
			Self::bridge(block);
		}

		fn integrity_test() {
			Self::check_config();
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The epoch that runs, with the seed that its leaves are drawn from.
		pub fn current_epoch() -> Option<EpochInfo> {
			Epoch::<T>::get()
		}

		/// Lengths of epoch, deadline, holding time and patience.
		pub fn timing() -> Timing {
			Timings::<T>::get()
		}

		/// A contract by its id.
		pub fn contract(id: ContractId) -> Option<ContractOf<T>> {
			Contracts::<T>::get(id)
		}

		/// Contracts of a curator, from position `from` of its list, at most `limit` and never more than 256.
		pub fn contracts_of(
			curator: T::AccountId,
			from: u32,
			limit: u32,
		) -> Vec<(ContractId, ContractOf<T>)> {
			Self::contracts_page(&curator, from, limit)
		}

		/// What is asked of a curator, answered or not.
		pub fn challenges(curator: T::AccountId) -> Vec<AskedLeaf> {
			Self::asked_of(&curator)
		}

		/// Epochs in a row in which a curator answered nothing; `None` when nothing is asked of it.
		pub fn silent_epochs(curator: T::AccountId) -> Option<u8> {
			Duties::<T>::get(curator).map(|duty| duty.silent_epochs)
		}

		/// The leaves to show with `start_contract` in this epoch; `None` when nobody keeps the span yet.
		pub fn start_leaves(
			curator: T::AccountId,
			content: ContentId,
			span: SpanIndex,
		) -> Option<Vec<LeafRef>> {
			Self::start_leaves_for(&curator, &content, span)
		}

		/// Whether a curator may claim a place of a span now, or the error it would meet; proofs and space aside.
		pub fn may_start(
			curator: T::AccountId,
			content: ContentId,
			span: SpanIndex,
		) -> Result<(), sp_runtime::DispatchError> {
			Ok(Self::check_start(&curator, &content, span).map(|_| ())?)
		}

		/// How a title is kept (C12); `None` when it was never registered.
		pub fn title_load(content: ContentId) -> Option<TitleLoad> {
			Self::load_of(&content)
		}

		/// Who keeps a span, replicas wanted, and who may claim a place (C12); `None` when there is no such span.
		pub fn span_load(content: ContentId, span: SpanIndex) -> Option<SpanLoad<T::AccountId>> {
			Self::span_load_of(&content, span)
		}

		/// SSH in planck that a claim for the contract would earn now; 0 before its holding time.
		pub fn due(id: ContractId) -> Balance {
			Contracts::<T>::get(id).map_or(0, |contract| Self::due_of(&contract))
		}

		/// SSH in planck earned by an account and kept back.
		pub fn owed(account: T::AccountId) -> Balance {
			Owed::<T>::get(account)
		}
	}
}
