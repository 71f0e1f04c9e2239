//! # Proof of View
//!
//! Batches of plays: one validator proposes what was watched in a round, all vote on it, and at 51 % it is paid.
//!
//! ## Model
//!
//! Plays are checked off chain by every validator (the view service); the chain sees a batch a round.
//!
//! ```text
//!             propose_batch                vote_batch ×n
//! round over ──────────────► open ──┬─ yes ≥ 51 %  ──► accepted: payouts divides the round
//!                                   ├─ yes cannot reach 51 % ──► rejected: the proposer is reported
//!                                   └─ deadline passed ──► lapsed: plays roll over to a later batch
//! ```
//!
//! - A *round* is 14.4 s; its *proposer* is authority `round mod n` of the session (C7).
//! - Proposals and votes are signed inside the call with the session key `pov1`, over the chain's genesis hash
//!   and the session, and carry no fee (`#[pallet::authorize]`). A proposal counts as its proposer's yes.
//! - The authorities of the session named in the proposal vote, also when a new session begins meanwhile.
//! - A *period* is 10,000 rounds: an account counts once for a cell in it. The validators keep that list, since no
//!   play is on chain; whoever proposes a second play is voted down.
//! - A round whose batch was rejected gets no second one: its plays roll over.
//! - A batch names the purchases that it delivers (S5), as part of what is voted on: whether each has a play in the batch is
//!   for the voters to say, who have the plays. They are told to [`Config::Deliveries`] once the round is paid.
//! - A batch says what its ads come to (C11), in bills, as part of what is voted on. They are kept beside it while it is open, and
//!   told to [`Config::Ads`] once, when the round is paid; with a batch that is not paid they are dropped. Plays of ads are
//!   plays of the batch, and in no total: they earn nothing of the round. Each stands in a bill.
//! - Titles are looked up when a proposal is in a block, never for the pool: what is signed there costs its proposer
//!   nothing. A proposal that contradicts the registry closes its round; inconsistent shares are reported besides.
//! - Two different signed proposals, or votes, by one key for one round are an *equivocation*; anyone may report it
//!   with a proof that the key belonged to a validator. So a validator must write down what it signs before it
//!   sends it, and sign at most one proposal and one vote for a round, on whatever fork.
//!
//! ## Steps of sums
//!
//! Rounds with many payees are claimed over a root each. Now and then a validator proposes what those that nobody claimed
//! come to for each account, as one tree (`reel_primitives::sums`), and the others vote on its root as they do on a
//! batch. The proposer of any round that is over may, once for that round, so that one who is absent holds up
//! nothing; one step is open at a time. One that is voted down is reported as for a batch.
//!
//! ## Invariants
//!
//! - **P1** An open batch's proposer is authority `round mod n` of its session.
//! - **P2** Votes are of that session's authorities, and nobody is on both sides.
//! - **P3** An open batch has no majority either way: the vote that decides closes it.
//! - **P4** No round is both open and accepted.
//! - **P7** The plays and time counted for titles are at least those of the accepted batches still remembered.
//! - **P9** An open step has no majority either way, its votes are of its session's authorities, and the turn of its round
//!   is used up.
//! - **P8** There are at most [`MAX_OPEN_BATCHES`] open batches.
//! - **P10** [`OpenBills`] has the bills of each open batch that has some, as many as it says, and no others.
//!
//! ## Bounds and cost
//!
//! A batch names at most 192 titles, 64 payees and 8 purchases, whatever the number of viewers; more payees stand behind a root.
//! It carries at most two bills of 5.7 KB.
//! One batch a round; `on_initialize` removes at most two that lapsed.
//!
//! ## What this does not stop
//!
//! 51 % of the authorities can invent plays: they redirect what the schedule gives for a round, never more, and can have
//! prices paid for what nobody watched, to the holders of the titles' rights, and campaigns charged up to their caps. Two
//! accounts of one person count as two viewers; view desks make that cost something.
//!
//! Sources: mission C6, C7, C11; design 5.5.

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

mod admission;
mod authorities;
mod batches;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod bills;
mod charging;
mod invariants;
#[cfg(test)]
mod mock;
mod offences;
mod steps;
#[cfg(test)]
mod tests;
mod types;
mod votes;
pub mod weights;

#[cfg(feature = "runtime-benchmarks")]
pub use benchmarking::BenchmarkSessions;
pub use bills::{StoredBill, StoredBills, StoredCharge};
pub use offences::{
	BAD_BATCH_SLASH, BadBatchOffence, EQUIVOCATION_SLASH, EquivocationOffence, EquivocationProof,
	IdentificationTuple, SignedStatement, Statement,
};
pub use pallet::*;
pub use steps::Step;
pub use types::{AcceptedBatch, Batch, BatchFault, StoredPayees, TitleViews};
pub use weights::WeightInfo;

/// Most open batches: one for each round up to the deadline.
pub const MAX_OPEN_BATCHES: u32 = reel_primitives::batch::BATCH_DEADLINE_ROUNDS as u32 + 1;

/// Sessions whose authorities are remembered. A batch may be of the session before the block's, and three sessions of two minutes
/// can begin before its deadline of 20 × 14.4 s.
pub const REMEMBERED_SESSIONS: u32 = 5;

/// Rounds for which a validator that took part in voting shares the validators' reward.
pub const ACTIVE_ROUNDS: reel_primitives::Round = 20;

pub use reel_primitives::batch::REMEMBERED_BATCHES;

#[allow(
	missing_docs,
	missing_debug_implementations,
	clippy::expect_used,
	reason = "what the macros make"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::{
		AcceptedBatch, BadBatchOffence, Batch, BatchFault, EquivocationOffence, EquivocationProof,
		IdentificationTuple, MAX_OPEN_BATCHES, Step, StoredBills, TitleViews, WeightInfo,
	};
	use frame_support::{
		pallet_prelude::*,
		traits::{KeyOwnerProofSystem, ValidatorSetWithIdentification},
	};
	use frame_system::pallet_prelude::*;
	use reel_primitives::{
		AccountId, ContentId, Round,
		batch::{BatchHash, BatchProposal, BatchVote, OpenBatch},
		ids::{PovId, PovSignature},
		sums::{SumProposal, SumVote, SumsStatus},
		traits::{AdCharges, Deliveries, RewardRounds, RoundClock, SumRounds, Titles},
	};
	use sp_core::crypto::KeyTypeId;
	use sp_staking::offence::ReportOffence;

	#[pallet::config]
	pub trait Config:
		frame_system::Config<AccountId = AccountId, RuntimeEvent: From<Event<Self>>>
	{
		/// Consensus time, in rounds.
		type Clock: RoundClock;

		/// Terms of the titles that a batch names.
		type Titles: Titles<AccountId>;

		/// Pays an accepted batch.
		type Rewards: RewardRounds<AccountId>;

		/// Is told of purchases that were delivered.
		type Deliveries: Deliveries;

		/// Charges campaigns what the ads of a batch come to.
		type Ads: AdCharges<AccountId>;

		/// Keeps the sums of what is not claimed.
		type Sums: SumRounds;

		/// The session's validators, to name offenders.
		type ValidatorSet: ValidatorSetWithIdentification<AccountId, ValidatorId = AccountId>;

		/// Proof that a key belonged to a validator of some session.
		type KeyOwnerProof: Parameter + sp_session::GetSessionNumber + sp_session::GetValidatorCount;

		/// Checks such proofs against the historical sessions.
		type KeyOwnerProofSystem: KeyOwnerProofSystem<
				(KeyTypeId, PovId),
				Proof = Self::KeyOwnerProof,
				IdentificationTuple = IdentificationTuple<Self>,
			>;

		/// Takes reports of proposers that were voted down.
		type ReportBadBatch: ReportOffence<
				AccountId,
				IdentificationTuple<Self>,
				BadBatchOffence<IdentificationTuple<Self>>,
			>;

		/// Takes reports of equivocations.
		type ReportEquivocation: ReportOffence<
				AccountId,
				IdentificationTuple<Self>,
				EquivocationOffence<IdentificationTuple<Self>>,
			>;

		/// Most authorities of a session; at most 128, the width of a batch's vote masks.
		#[pallet::constant]
		type MaxAuthorities: Get<u32>;

		/// Benchmarked weights.
		type WeightInfo: WeightInfo;

		/// Begins sessions for benchmarks.
		#[cfg(feature = "runtime-benchmarks")]
		type BenchmarkSessions: super::BenchmarkSessions;
	}

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Authorities of the last [`super::REMEMBERED_SESSIONS`] sessions, in the order of the session.
	#[pallet::storage]
	pub type Authorities<T: Config> =
		StorageMap<_, Twox64Concat, u32, BoundedVec<(AccountId, PovId), T::MaxAuthorities>>;

	/// The session of the block.
	#[pallet::storage]
	pub type CurrentSession<T> = StorageValue<_, u32, ValueQuery>;

	/// Batches that are being voted on, by round.
	// Twox: round numbers come from consensus, nobody chooses them.
	#[pallet::storage]
	pub type OpenBatches<T> = CountedStorageMap<_, Twox64Concat, Round, Batch>;

	/// What the ads of open batches come to, by round; of those that have some.
	#[pallet::storage]
	pub type OpenBills<T> = StorageMap<_, Twox64Concat, Round, StoredBills, ValueQuery>;

	/// The last [`super::REMEMBERED_BATCHES`] accepted batches, by round.
	#[pallet::storage]
	pub type AcceptedBatches<T> = StorageMap<_, Twox64Concat, Round, AcceptedBatch>;

	/// Rounds up to their deadline whose batch was rejected or could not be paid: no second batch is taken for them,
	/// or whoever kept the signed proposal could put it to the vote again.
	#[pallet::storage]
	pub type ClosedRounds<T> =
		StorageValue<_, BoundedVec<Round, ConstU32<MAX_OPEN_BATCHES>>, ValueQuery>;

	/// Ring of the rounds in [`AcceptedBatches`], by number of acceptance modulo [`super::REMEMBERED_BATCHES`].
	#[pallet::storage]
	pub type AcceptedRing<T> = StorageMap<_, Twox64Concat, u64, Round>;

	/// Number of batches that were accepted.
	#[pallet::storage]
	pub type AcceptedCount<T> = StorageValue<_, u64, ValueQuery>;

	/// The last round in which an authority of a remembered session proposed or voted.
	#[pallet::storage]
	pub type LastVoted<T> = StorageMap<_, Blake2_128Concat, AccountId, Round>;

	/// The step of sums that is being voted on.
	#[pallet::storage]
	pub type OpenStep<T> = StorageValue<_, Step>;

	/// The last round whose proposer has proposed a step.
	#[pallet::storage]
	pub type LastStepTurn<T> = StorageValue<_, Round>;

	/// How much of a title was watched since it was registered.
	#[pallet::storage]
	pub type Views<T> = StorageMap<_, Blake2_128Concat, ContentId, TitleViews, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A batch was put to the vote.
		#[codec(index = 0)]
		BatchProposed {
			/// Its round.
			round: Round,
			/// The batch.
			batch: BatchHash,
			/// Who proposed it.
			who: AccountId,
			/// Plays in it.
			plays: u32,
		},
		/// An authority voted.
		#[codec(index = 1)]
		BatchVoted {
			/// The batch's round.
			round: Round,
			/// Who voted.
			who: AccountId,
			/// Whether it found the batch right.
			approve: bool,
		},
		/// A batch reached 51 % and its round was paid.
		#[codec(index = 2)]
		BatchAccepted {
			/// Its round.
			round: Round,
			/// The batch.
			batch: BatchHash,
			/// Plays in it.
			plays: u32,
			/// CFX in planck minted for it.
			minted_cfx: reel_primitives::Balance,
		},
		/// A batch cannot reach 51 % any more; its proposer was reported.
		#[codec(index = 3)]
		BatchRejected {
			/// Its round.
			round: Round,
			/// The batch.
			batch: BatchHash,
			/// Who proposed it.
			who: AccountId,
		},
		/// A batch was not decided in time, or came after a later round was paid. Its plays roll over.
		#[codec(index = 4)]
		BatchLapsed {
			/// Its round.
			round: Round,
			/// The batch.
			batch: BatchHash,
		},
		/// An authority signed two different statements for one round.
		#[codec(index = 5)]
		EquivocationReported {
			/// The offending key.
			offender: PovId,
			/// The round.
			round: Round,
		},
		/// A batch contradicts the registry. It was not put to the vote, and its round takes no other: its plays
		/// roll over.
		#[codec(index = 6)]
		BatchRefused {
			/// Its round.
			round: Round,
			/// The batch.
			batch: BatchHash,
			/// Who proposed it.
			who: AccountId,
			/// What is wrong with it.
			fault: BatchFault,
		},
		/// A step of sums was put to the vote.
		#[codec(index = 7)]
		StepProposed {
			/// Its number.
			step: u64,
			/// What votes name.
			proposal: reel_primitives::Hash32,
			/// Who proposed it.
			who: AccountId,
		},
		/// An authority voted on a step.
		#[codec(index = 8)]
		StepVoted {
			/// What was voted on.
			proposal: reel_primitives::Hash32,
			/// Who voted.
			who: AccountId,
			/// Whether it found the sums right.
			approve: bool,
		},
		/// A step reached 51 %: its rounds are sums now.
		#[codec(index = 9)]
		StepAccepted {
			/// Its number.
			step: u64,
			/// Generation of the sums.
			generation: u32,
			/// What was voted on.
			proposal: reel_primitives::Hash32,
		},
		/// A step cannot reach 51 % any more; its proposer was reported, and its rounds are claimed by round again.
		#[codec(index = 10)]
		StepRejected {
			/// What was voted on.
			proposal: reel_primitives::Hash32,
			/// Who proposed it.
			who: AccountId,
		},
		/// A step was not decided in time; its rounds are claimed by round again.
		#[codec(index = 11)]
		StepLapsed {
			/// What was voted on.
			proposal: reel_primitives::Hash32,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The session is not remembered, or it has not begun. Sign for the session of the best block.
		#[codec(index = 0)]
		SessionUnknown,
		/// No authority has that index in the session.
		#[codec(index = 1)]
		AuthorityUnknown,
		/// It is another authority's turn to propose for this round.
		#[codec(index = 2)]
		NotProposer,
		/// The round is not over yet.
		#[codec(index = 3)]
		RoundNotOver,
		/// The round's deadline has passed, or a later round was paid. The plays belong into a later batch.
		#[codec(index = 4)]
		RoundTooOld,
		/// The round has a batch already, or its batch was rejected.
		#[codec(index = 5)]
		RoundHasBatch,
		/// The batch holds no play.
		#[codec(index = 6)]
		NothingWatched,
		/// Totals, payees or purchases are too many, out of order, or do not sum up.
		#[codec(index = 7)]
		TotalsInconsistent,
		// 8 and 9 are spent: what contradicts the registry closes its round ([`Event::BatchRefused`]).
		/// The signature is not the authority's over this statement, chain and session.
		#[codec(index = 10)]
		SignatureMismatch,
		/// No such batch is open.
		#[codec(index = 11)]
		BatchNotOpen,
		/// The authority has voted on this batch.
		#[codec(index = 12)]
		BatchAlreadyVoted,
		/// The two statements do not contradict each other, or are not both the offender's.
		#[codec(index = 13)]
		EquivocationUnproven,
		/// The key did not belong to a validator of that session.
		#[codec(index = 14)]
		KeyOwnerUnproven,
		/// This equivocation was reported before.
		#[codec(index = 15)]
		OffenceKnown,
		/// The vote names another session than the batch's.
		#[codec(index = 16)]
		SessionMismatch,
		/// Another step is being voted on.
		#[codec(index = 17)]
		StepOpen,
		/// The step does not take what is due, or its sums are more than there is to pay.
		#[codec(index = 18)]
		StepInconsistent,
		/// No such step is open.
		#[codec(index = 19)]
		StepNotOpen,
		/// The bills of ads are too many, or one of them is not in form: out of order, too long, or with numbers that do not
		/// go together.
		#[codec(index = 20)]
		BillsMalformed,
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Puts the batch of a round to the vote.
		///
		/// ## Origin
		/// Authorized by the authority's signature inside; no fee.
		///
		/// ## Parameters
		/// - `proposal`: the batch.
		/// - `authority`: the proposer's index in the session; `round mod n`.
		/// - `session`: the session of the block, or the one before.
		/// - `signature`: over [`BatchProposal::signing_payload`].
		///
		/// ## Errors
		/// - [`Error::SessionUnknown`], [`Error::AuthorityUnknown`], [`Error::NotProposer`]: not this authority's turn.
		/// - [`Error::RoundNotOver`], [`Error::RoundTooOld`], [`Error::RoundHasBatch`]: not this round's time.
		/// - [`Error::NothingWatched`], [`Error::TotalsInconsistent`], [`Error::BillsMalformed`]: the batch contradicts itself.
		/// - [`Error::SignatureMismatch`]: not signed by that authority.
		///
		/// ## Events
		/// - [`Event::BatchProposed`], and those of a decision when one vote is enough.
		/// - [`Event::BatchRefused`]: a title is not playable, or the shares are not what the splits imply. The round
		///   is closed, so that an authority makes the chain look up titles once a round and no more.
		///
		/// ## Cost
		/// O(titles + payees + bills), and the cost of paying the round, of dividing the prices of what it delivers and of charging
		/// its bills, which is refunded where the batch stays open.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::propose_weight(proposal))]
		#[pallet::authorize(Pallet::<T>::authorize_proposal)]
		#[pallet::weight_of_authorize(
			Pallet::<T>::authorize_proposal_weight(proposal)
		)]
		pub fn propose_batch(
			origin: OriginFor<T>,
			proposal: BatchProposal,
			authority: u32,
			session: u32,
			signature: PovSignature,
		) -> DispatchResultWithPostInfo {
			ensure_authorized(origin)?;
			Ok(Some(Self::do_propose(proposal, authority, session, &signature)?).into())
		}

		/// Votes on an open batch.
		///
		/// ## Origin
		/// Authorized by the authority's signature inside; no fee.
		///
		/// ## Parameters
		/// - `vote`: the batch and the verdict.
		/// - `authority`: the voter's index in the batch's session.
		/// - `session`: the batch's session.
		/// - `signature`: over [`BatchVote::signing_payload`].
		///
		/// ## Errors
		/// - [`Error::BatchNotOpen`]: decided, lapsed or never proposed.
		/// - [`Error::SessionMismatch`], [`Error::AuthorityUnknown`], [`Error::BatchAlreadyVoted`]: no vote here.
		/// - [`Error::SignatureMismatch`]: not signed by that authority.
		///
		/// ## Events
		/// - [`Event::BatchVoted`]; the deciding vote also [`Event::BatchAccepted`], [`Event::BatchRejected`] or
		///   [`Event::BatchLapsed`].
		///
		/// ## Cost
		/// O(size of the batch), and for the deciding vote the cost of paying the round, of dividing the prices of what the batch
		/// delivers and of charging its bills; the rest is refunded.
		#[pallet::call_index(1)]
		#[pallet::weight(Pallet::<T>::vote_weight())]
		#[pallet::authorize(Pallet::<T>::authorize_vote)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_vote_batch())]
		pub fn vote_batch(
			origin: OriginFor<T>,
			vote: BatchVote,
			authority: u32,
			session: u32,
			signature: PovSignature,
		) -> DispatchResultWithPostInfo {
			ensure_authorized(origin)?;
			Ok(Some(Self::do_vote(vote, authority, session, &signature)?).into())
		}

		/// Reports two contradicting statements by one key.
		///
		/// ## Origin
		/// Signed, by anyone. A report that is right costs nothing.
		///
		/// ## Parameters
		/// - `proof`: both statements with their signatures.
		/// - `key_owner`: proof that the key belonged to a validator of that session.
		///
		/// ## Errors
		/// - [`Error::EquivocationUnproven`], [`Error::KeyOwnerUnproven`]: the proof does not hold.
		/// - [`Error::OffenceKnown`]: reported before.
		///
		/// ## Events
		/// - [`Event::EquivocationReported`].
		///
		/// ## Cost
		/// O(size of the statements) hashing, two signature checks, one historical proof.
		#[pallet::call_index(2)]
		pub fn report_equivocation(
			origin: OriginFor<T>,
			proof: alloc::boxed::Box<EquivocationProof>,
			key_owner: T::KeyOwnerProof,
		) -> DispatchResultWithPostInfo {
			let who = ensure_signed(origin)?;
			Self::do_report_equivocation(who, *proof, key_owner)?;
			Ok(Pays::No.into())
		}

		/// Puts a step of sums to the vote.
		///
		/// ## Origin
		/// Authorized by the authority's signature inside; no fee.
		///
		/// ## Parameters
		/// - `proposal`: the step.
		/// - `authority`: the proposer's index in the session; `round mod n`.
		/// - `session`: the session of the block, or the one before.
		/// - `signature`: over [`SumProposal::signing_payload`].
		///
		/// ## Errors
		/// - [`Error::SessionUnknown`], [`Error::AuthorityUnknown`], [`Error::NotProposer`]: not this authority's turn.
		/// - [`Error::RoundNotOver`], [`Error::RoundTooOld`]: not this round's time, or its turn is used up.
		/// - [`Error::StepOpen`]: another is being voted on.
		/// - [`Error::SignatureMismatch`]: not signed by that authority.
		/// - [`Error::StepInconsistent`]: it does not take what is due.
		///
		/// ## Events
		/// - [`Event::StepProposed`], and those of a decision when one vote is enough.
		///
		/// ## Cost
		/// O(rounds), and the cost of taking them, which is refunded where the step stays open.
		#[pallet::call_index(3)]
		#[pallet::weight(Pallet::<T>::propose_step_weight(proposal))]
		#[pallet::authorize(Pallet::<T>::authorize_step)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_propose_step(proposal.rounds))]
		pub fn propose_step(
			origin: OriginFor<T>,
			proposal: SumProposal,
			authority: u32,
			session: u32,
			signature: PovSignature,
		) -> DispatchResultWithPostInfo {
			ensure_authorized(origin)?;
			Ok(Some(Self::do_propose_step(proposal, authority, session, &signature)?).into())
		}

		/// Votes on the open step of sums.
		///
		/// ## Origin
		/// Authorized by the authority's signature inside; no fee.
		///
		/// ## Parameters
		/// - `vote`: the step and the verdict.
		/// - `authority`: the voter's index in the step's session.
		/// - `session`: the step's session.
		/// - `signature`: over [`SumVote::signing_payload`].
		///
		/// ## Errors
		/// - [`Error::StepNotOpen`]: decided, lapsed or never proposed.
		/// - [`Error::SessionMismatch`], [`Error::AuthorityUnknown`], [`Error::BatchAlreadyVoted`]: no vote here.
		/// - [`Error::SignatureMismatch`]: not signed by that authority.
		///
		/// ## Events
		/// - [`Event::StepVoted`]; the deciding vote also [`Event::StepAccepted`], [`Event::StepRejected`] or
		///   [`Event::StepLapsed`].
		///
		/// ## Cost
		/// O(1), and for the deciding vote the cost of taking the rounds; the rest is refunded.
		#[pallet::call_index(4)]
		#[pallet::weight(Pallet::<T>::vote_step_weight())]
		#[pallet::authorize(Pallet::<T>::authorize_step_vote)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_vote_step())]
		pub fn vote_step(
			origin: OriginFor<T>,
			vote: SumVote,
			authority: u32,
			session: u32,
			signature: PovSignature,
		) -> DispatchResultWithPostInfo {
			ensure_authorized(origin)?;
			Ok(Some(Self::do_vote_step(vote, authority, session, &signature)?).into())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// Batches that are being voted on, ascending by round.
		pub fn open() -> alloc::vec::Vec<OpenBatch> {
			Self::open_batches()
		}

		/// One of the last 1,000 accepted batches.
		pub fn accepted(round: Round) -> Option<AcceptedBatch> {
			AcceptedBatches::<T>::get(round)
		}

		/// How the sums of what is not claimed stand.
		pub fn sums() -> SumsStatus {
			Self::sums_status()
		}

		/// How much of a title was watched since it was registered.
		pub fn views(content: ContentId) -> TitleViews {
			Views::<T>::get(content)
		}

		/// The session and its authorities in order.
		pub fn session_authorities() -> (u32, alloc::vec::Vec<(AccountId, PovId)>) {
			Self::authorities_now()
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_initialize(_: BlockNumberFor<T>) -> Weight {
			let lapsed = Self::lapse_overdue();
			// A step that lapses: itself, the rounds' closing, an event and its two places.
			let writes = if Self::lapse_overdue_step() { 5 } else { 0 };
			// Of each batch its bills besides.
			let writes = u64::from(lapsed).saturating_add(writes);
			T::WeightInfo::lapse(lapsed).saturating_add(T::DbWeight::get().reads_writes(1, writes))
		}

		fn integrity_test() {
			assert!(T::MaxAuthorities::get() <= 128, "vote masks hold 128 authorities");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
