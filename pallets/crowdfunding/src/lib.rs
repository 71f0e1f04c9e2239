//! # Crowdfunding
//!
//! Films are paid for before they are there, and those who paid share what they bring.
//!
//! ## Model
//!
//! A *campaign* has a goal, an end, and milestones that sum to the goal. What is contributed stays on hold in the
//! contributor's own account until the goal is met, which ends the campaign at once: a contribution beyond it is cut to
//! what is missing, so that exactly the goal is raised.
//!
//! ```text
//!        ┌─ end without the goal, cancelled, stopped ──► Refunding: every hold is let go
//! Open ──┤                                                        ▲ stopped
//!        └─ goal met ─► Gathering: holds move to the campaign's ──┤ account; tokens are issued, the first milestone is paid
//!                            └─► Working ──report──► Voting ──────┴─ voted down, not reported, stopped: what is left goes
//!                                   ▲                   │            back pro rata
//!                                   └── time is over ───┴──► (last one) Done: royalties for good
//! ```
//!
//! *Milestones.* The first is paid on success. Each later one is reported by the creator and paid when its voting time is
//! over, unless contributors of more than half of the goal are against it by then, which sends what is left back at once. A
//! majority *against* is asked for, not one in favour: of many contributors most never vote, and their silence must not
//! starve a film that is made as agreed; and a vote weighs what it put in, so that accounts without number weigh nothing.
//!
//! *The title.* It may be there from the beginning, or be named once it is; the last milestone is not paid before. Then the
//! basis points agreed on move from the creator's share of its income to the campaign's account, which from there on is a
//! holder like any other, and which nobody has a key to.
//!
//! *Royalty tokens* are an asset of pallet-assets of their own, in ids that no other asset can have; the campaign's account
//! owns it, so nobody can make more, freeze or burn any. They go to contributors pro rata, and anywhere from there.
//!
//! *Royalties.* All that the campaign's account receives beyond what is accounted for is income, in CFX and SSH, whoever it
//! came from: its part of sales and donations comes at once, that of views and ads is fetched from where it is booked
//! (`TitleShares::collect`) before anything is divided. It is divided per token at the latest when a token is about to move, among those who have them until then. So
//! whoever has a token when income arrives has its part of it, and keeps that when the token moves. Nothing need be locked
//! or registered: the runtime tells each movement by [`TokenMoves`](reel_primitives::traits::TokenMoves).
//!
//! pallet-assets has no hook for transfers. It asks its freezer of an account whenever a balance is about to shrink, in
//! whatever way: that tells whom tokens leave. To whom they come is in the call, which the runtime's call filter sees, also
//! inside of a batch, a proxy's, a multisig's or the scheduler's call. What it does not see, transfers by other pallets'
//! code or by root past the filter, counts for the receiver from the moment at which it is looked at: with its next
//! movement or claim, which anyone can make for it; until then these tokens share nothing, and the others have their part.
//!
//! ## Invariants
//!
//! - **F1** What an account has on hold under [`HoldReason::Contribution`] is the sum of its contributions that were
//!   neither moved nor refunded; under [`HoldReason::Campaign`], the sum of deposits of its campaigns.
//! - **F2** Until something ended, contributions sum to what was raised, which is at most the goal, and the goal only once
//!   it was met.
//! - **F3** What is left is the sum of milestones that are not paid; while it is refunded, the sum of parts not refunded.
//! - **F4** A campaign's account has its existential deposit, what is left and what is kept in CFX, and what is kept in SSH.
//! - **F5** What is kept is, to the planck, the sum of what each owner of tokens can claim, and the rest.
//! - **F6** Tokens that share are those of all holdings, and those not handed out; with those who moved any last looked
//!   at, no holding has more than pallet-assets says.
//! - **F7** Contributors are numbered without a gap in the index, which has nothing else.
//! - **F8** The agenda has each campaign where it says, and nothing else.
//!
//! ## Money and rounding
//!
//! What is divided among contributors, tokens on success and what is left on a refund, is cut at the running sums of their
//! contributions, each rounded down: `⌊x·(before+own)/goal⌋ − ⌊x·before/goal⌋`. The parts sum to exactly `x`, each within
//! one unit of its exact part. Income is divided by tokens in whole planck; what is too little for one planck each (below
//! 10⁻⁶ CFX at most) waits for the next income. A claim is tokens × planck per token: exact.
//!
//! The account's existential deposit comes from the creator, and goes back with whatever else is in it when a campaign ends
//! before it had success. Of SSH it keeps the least balance unless a claim takes all: what that holds back stays claimable.
//!
//! ## Bounds and cost
//!
//! Contributors are without number, work is not: each block does at most [`STEPS_PER_BLOCK`] steps of one contributor each
//! in `on_idle`, campaigns taking turns, and anyone may do [`STEPS_PER_CALL`] more for a campaign, or what is due to one
//! contributor. A contribution is at least [`FundingTerms::min_contribution`](reel_primitives::funding::FundingTerms), and
//! its entry goes when it is settled. A holding costs its owner what pallet-assets asks for an account.
//!
//! ## Who may do what
//!
//! Creators that may publish open campaigns. Supervisors of that creator's country stop them until all is paid.
//!
//! ## What this does not stop
//!
//! A creator who puts in more than half itself, by whatever accounts, cannot be voted down: supervisors can stop that. One
//! who takes the first milestone and does nothing. Contributors who are voted down keep their tokens, which earn should
//! there be a title after all. Tokens sent to the campaign's own account are given up, and the others share more. Root can do
//! anything to an asset.
//!
//! Source: mission S9, C18; design section 8.

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

mod agenda;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod campaigns;
mod contributions;
#[cfg(any(feature = "try-runtime", feature = "std", test))]
mod invariants;
mod milestones;
#[cfg(test)]
mod mock;
mod royalties;
#[cfg(test)]
mod tests;
mod tokens;
mod types;
mod views;
pub mod weights;

pub use pallet::*;
pub use types::{
	AgendaKey, Amounts, Campaign, Contribution, Holding, Milestone, Movement, Offer, Phase, Reason,
	Royalty,
};
pub use views::MAX_PAGE;
pub use weights::WeightInfo;

/// Most steps that `on_idle` takes in a block.
pub const STEPS_PER_BLOCK: u32 = 2;

/// Most steps that `advance` takes.
pub const STEPS_PER_CALL: u32 = 16;

#[frame_support::pallet]
#[allow(missing_debug_implementations, clippy::expect_used, reason = "what the macros make")]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		PalletId,
		pallet_prelude::*,
		traits::{fungible, fungibles},
	};
	use frame_system::pallet_prelude::*;
	use reel_primitives::{
		Balance, BasisPoints, ContentId, Round,
		funding::{CampaignId, FundingTerms},
		market::Currency,
		traits::{RoundClock, Sanctioners, Supervision, TitleShares, TitlesOnSale},
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// See the crate docs.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// CFX.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>
			+ fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// The runtime's hold reasons.
		type RuntimeHoldReason: From<HoldReason>;

		/// SSH.
		type Ssh: fungible::Mutate<Self::AccountId, Balance = Balance>;

		/// Assets, royalty tokens among them. Movements must be told by
		/// [`TokenMoves`](reel_primitives::traits::TokenMoves).
		type Tokens: fungibles::Create<Self::AccountId, AssetId = u32, Balance = Balance>
			+ fungibles::Mutate<Self::AccountId>;

		/// Knows titles and their creators.
		type Titles: TitlesOnSale<Self::AccountId>;

		/// Knows and moves shares of titles' income.
		type Shares: TitleShares<Self::AccountId>;

		/// Knows who may publish, and who may stop that.
		type Supervisors: Supervision<Self::AccountId> + Sanctioners<Self::AccountId>;

		/// Tells the round of the block.
		type Clock: RoundClock;

		/// Seed of the accounts of campaigns.
		#[pallet::constant]
		type AccountsId: Get<PalletId>;

		/// What campaigns may be like.
		type Terms: Get<FundingTerms>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds CFX.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Contributions to campaigns that did not succeed yet.
		#[codec(index = 0)]
		Contribution,
		/// Deposits of creators.
		#[codec(index = 1)]
		Campaign,
	}

	/// Number of the next campaign.
	#[pallet::storage]
	pub type NextCampaign<T> = StorageValue<_, CampaignId, ValueQuery>;

	/// Campaigns. Those without success are removed when all is refunded.
	// Twox here and below: numbers come in a row, nobody chooses them.
	#[pallet::storage]
	pub type Campaigns<T: Config> = StorageMap<_, Twox64Concat, CampaignId, Campaign<T::AccountId>>;

	/// Contributions to which something may be due, by campaign.
	#[pallet::storage]
	pub type Contributions<T: Config> =
		StorageDoubleMap<_, Twox64Concat, CampaignId, Blake2_128Concat, T::AccountId, Contribution>;

	/// Contributors in the order in which they came.
	#[pallet::storage]
	pub type Contributors<T: Config> =
		StorageDoubleMap<_, Twox64Concat, CampaignId, Twox64Concat, u32, T::AccountId>;

	/// What tokens brought, by campaign; those that had success.
	#[pallet::storage]
	pub type Royalties<T> = StorageMap<_, Twox64Concat, CampaignId, Royalty>;

	/// Who has tokens, or had some and did not claim all that they brought.
	#[pallet::storage]
	pub type Holdings<T: Config> = StorageDoubleMap<
		_,
		Twox64Concat,
		CampaignId,
		Blake2_128Concat,
		T::AccountId,
		Holding,
		ValueQuery,
	>;

	/// Between whom tokens moved last: both are looked at before any income is divided after that.
	#[pallet::storage]
	pub type Moving<T: Config> =
		StorageMap<_, Twox64Concat, CampaignId, Movement<T::AccountId>, ValueQuery>;

	/// Campaigns for which something is to be done, in the order of time.
	// Identity keeps that order; nobody chooses rounds and numbers.
	#[pallet::storage]
	pub type Agenda<T> = StorageMap<_, Identity, AgendaKey, ()>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A campaign can be contributed to.
		#[codec(index = 0)]
		CampaignOpened {
			/// The campaign.
			campaign: CampaignId,
			/// Who gets the money.
			creator: T::AccountId,
			/// Planck of CFX that are needed.
			goal: Balance,
			/// First round in which nobody can contribute any more.
			ends: Round,
		},
		/// Somebody contributed; it is on hold.
		#[codec(index = 1)]
		Contributed {
			/// The campaign.
			campaign: CampaignId,
			/// Who.
			who: T::AccountId,
			/// Planck of CFX.
			amount: Balance,
			/// Planck contributed by all until now.
			raised: Balance,
		},
		/// The goal was met: what was contributed is moved to the campaign's account.
		#[codec(index = 2)]
		GoalMet {
			/// The campaign.
			campaign: CampaignId,
		},
		/// The title is named, and a part of its income is the campaign's, or will be on success.
		#[codec(index = 3)]
		TitleAttached {
			/// The campaign.
			campaign: CampaignId,
			/// The title.
			content: ContentId,
			/// Basis points of its income.
			share_bp: BasisPoints,
		},
		/// All is moved, and tokens are there.
		#[codec(index = 4)]
		TokensIssued {
			/// The campaign.
			campaign: CampaignId,
			/// The asset.
			asset: u32,
			/// Number of tokens.
			tokens: Balance,
		},
		/// A milestone was paid to the creator.
		#[codec(index = 5)]
		MilestonePaid {
			/// The campaign.
			campaign: CampaignId,
			/// Which, from 0.
			milestone: u32,
			/// Planck of CFX.
			amount: Balance,
		},
		/// The creator says that a milestone is there.
		#[codec(index = 6)]
		MilestoneReported {
			/// The campaign.
			campaign: CampaignId,
			/// Which, from 0.
			milestone: u32,
			/// First round in which it is too late to vote.
			until: Round,
		},
		/// A contributor is against a milestone, or is not any more.
		#[codec(index = 7)]
		Voted {
			/// The campaign.
			campaign: CampaignId,
			/// Who.
			who: T::AccountId,
			/// Whether against it.
			is_against: bool,
			/// Planck of contributions against it now.
			against: Balance,
		},
		/// Contributions, or what is left of them, go back.
		#[codec(index = 8)]
		RefundBegun {
			/// The campaign.
			campaign: CampaignId,
			/// Why.
			reason: Reason,
		},
		/// A contributor got back what there was for it.
		#[codec(index = 9)]
		Refunded {
			/// The campaign.
			campaign: CampaignId,
			/// Who.
			who: T::AccountId,
			/// Planck of CFX.
			amount: Balance,
		},
		/// A contributor got its tokens.
		#[codec(index = 10)]
		TokensHandedOut {
			/// The campaign.
			campaign: CampaignId,
			/// Who.
			who: T::AccountId,
			/// Number of tokens.
			tokens: Balance,
		},
		/// Income came in and was divided by tokens.
		#[codec(index = 11)]
		IncomeDivided {
			/// The campaign.
			campaign: CampaignId,
			/// Of what.
			currency: Currency,
			/// Planck.
			amount: Balance,
			/// Planck that a token has brought since the beginning.
			per_token: Balance,
		},
		/// What tokens had brought was paid.
		#[codec(index = 12)]
		RoyaltiesClaimed {
			/// The campaign.
			campaign: CampaignId,
			/// Who was paid.
			who: T::AccountId,
			/// Of what.
			currency: Currency,
			/// Planck.
			amount: Balance,
		},
		/// All is refunded; the deposit went back. Without tokens the campaign is gone.
		#[codec(index = 13)]
		CampaignClosed {
			/// The campaign.
			campaign: CampaignId,
		},
		/// A contribution was moved to the campaign's account.
		#[codec(index = 14)]
		Gathered {
			/// The campaign.
			campaign: CampaignId,
			/// Whose it was.
			who: T::AccountId,
			/// Planck of CFX.
			amount: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No such campaign (any more).
		#[codec(index = 0)]
		CampaignNotFound,
		/// No supervisor answers for the creator now.
		#[codec(index = 1)]
		MayNotPublish,
		/// The goal must be the sum of 1 to 16 milestones above 0 (2 at least without a title), and worth a contribution.
		#[codec(index = 2)]
		MilestonesNotWhole,
		/// The end, the voting time or the time for a milestone is out of range.
		#[codec(index = 3)]
		TimeOutOfRange,
		/// There must be 1 to 10¹² tokens, with 1 to 10,000 basis points of the income.
		#[codec(index = 4)]
		TokensOutOfRange,
		/// No title was registered under that id by the creator, or it was deleted.
		#[codec(index = 5)]
		TitleNotFound,
		/// The creator has less of the title's income than is offered, or the title has too many holders.
		#[codec(index = 6)]
		ShareNotAvailable,
		/// Only the campaign's creator may do that.
		#[codec(index = 7)]
		NotCreator,
		/// Nobody can contribute (any more).
		#[codec(index = 8)]
		NotOpen,
		/// That is less than a contribution must be.
		#[codec(index = 9)]
		ContributionTooSmall,
		/// The title was named before, or the campaign is over.
		#[codec(index = 10)]
		TitleNotAwaited,
		/// There is nothing to report now, or it is too late.
		#[codec(index = 11)]
		NothingToReport,
		/// The last milestone needs the title: name it with `attach_title`.
		#[codec(index = 12)]
		TitleMissing,
		/// Nothing is voted on (any more).
		#[codec(index = 13)]
		NoVote,
		/// The signer did not contribute.
		#[codec(index = 14)]
		NotContributor,
		/// The signer said so before.
		#[codec(index = 15)]
		AlreadyVoted,
		/// Only its creator while it is open, and supervisors of its country until all is paid, stop a campaign.
		#[codec(index = 16)]
		MayNotStop,
		/// There is nothing to be done for the campaign now.
		#[codec(index = 17)]
		NothingDue,
		/// Nothing can be claimed.
		#[codec(index = 18)]
		NothingToClaim,
		/// The account cannot take what is due to it: it is below the least balance. It stays due.
		#[codec(index = 19)]
		NotPayableYet,
		/// A sum or number overflowed, which issuance makes impossible.
		#[codec(index = 20)]
		SumOverflow,
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Opens a campaign. Holds a deposit until it is over, and gives its account an existential deposit.
		///
		/// - Origin: Signed, by a creator that may publish.
		/// - `offer`: see [`Offer`]. With a title, the creator has that much of its income now and when the goal is met.
		/// - Errors: [`Error::MilestonesNotWhole`], [`Error::TimeOutOfRange`], [`Error::TokensOutOfRange`],
		///   [`Error::MayNotPublish`], [`Error::TitleNotFound`], [`Error::ShareNotAvailable`]; `TokenError` without the
		///   deposit.
		/// - Event: [`Event::CampaignOpened`]. Cost: ten reads, six writes.
		#[pallet::call_index(0)]
		pub fn open(origin: OriginFor<T>, offer: Offer) -> DispatchResult {
			Self::do_open(ensure_signed(origin)?, offer)
		}

		/// Contributes to a campaign: held until the goal is met or cannot be met any more.
		///
		/// - Origin: Signed.
		/// - `campaign`: its number.
		/// - `amount`: planck of CFX; more than is missing is cut to that.
		/// - Errors: [`Error::CampaignNotFound`], [`Error::NotOpen`], [`Error::ContributionTooSmall`]; `TokenError` when
		///   the signer has not as much to spend.
		/// - Event: [`Event::Contributed`], [`Event::GoalMet`]. Cost: thirteen reads, eleven writes.
		#[pallet::call_index(1)]
		#[pallet::weight(<T as Config>::WeightInfo::contribute().saturating_add(Pallet::<T>::collect_weight()))]
		pub fn contribute(
			origin: OriginFor<T>,
			campaign: CampaignId,
			#[pallet::compact] amount: Balance,
		) -> DispatchResult {
			Self::do_contribute(ensure_signed(origin)?, campaign, amount)
		}

		/// Names the title that a campaign was for. Its part of the income moves to the campaign: at once, or when the
		/// goal is met.
		///
		/// - Origin: Signed, by the campaign's creator, who registered the title.
		/// - `campaign`, `content`: which.
		/// - Errors: [`Error::CampaignNotFound`], [`Error::NotCreator`], [`Error::TitleNotAwaited`],
		///   [`Error::TitleNotFound`], [`Error::ShareNotAvailable`].
		/// - Event: [`Event::TitleAttached`]. Cost: ten reads, six writes.
		#[pallet::call_index(2)]
		#[pallet::weight(<T as Config>::WeightInfo::attach_title().saturating_add(Pallet::<T>::collect_weight()))]
		pub fn attach_title(
			origin: OriginFor<T>,
			campaign: CampaignId,
			content: ContentId,
		) -> DispatchResult {
			Self::do_attach(&ensure_signed(origin)?, campaign, content)
		}

		/// Says that the next milestone is there. It can be voted down from now on, and is paid after that.
		///
		/// - Origin: Signed, by the campaign's creator.
		/// - `campaign`: its number.
		/// - Errors: [`Error::CampaignNotFound`], [`Error::NotCreator`], [`Error::NothingToReport`],
		///   [`Error::TitleMissing`].
		/// - Event: [`Event::MilestoneReported`]. Cost: two reads, three writes.
		#[pallet::call_index(3)]
		pub fn report(origin: OriginFor<T>, campaign: CampaignId) -> DispatchResult {
			Self::do_report(&ensure_signed(origin)?, campaign)
		}

		/// Votes against the milestone that was reported, or takes that back. What was contributed is what it weighs.
		///
		/// - Origin: Signed, by a contributor.
		/// - `campaign`: its number.
		/// - `is_against`: whether against it.
		/// - Errors: [`Error::CampaignNotFound`], [`Error::NoVote`], [`Error::NotContributor`], [`Error::AlreadyVoted`].
		/// - Event: [`Event::Voted`], [`Event::RefundBegun`]. Cost: three reads, four writes.
		#[pallet::call_index(4)]
		pub fn vote(
			origin: OriginFor<T>,
			campaign: CampaignId,
			is_against: bool,
		) -> DispatchResult {
			Self::do_vote(&ensure_signed(origin)?, campaign, is_against)
		}

		/// Ends a campaign: contributions, or what is left of them, go back.
		///
		/// - Origin: Signed, by its creator while it is open, by a supervisor of its country until all is paid.
		/// - `campaign`: its number.
		/// - Errors: [`Error::CampaignNotFound`], [`Error::MayNotStop`].
		/// - Event: [`Event::RefundBegun`]. Cost: three reads, three writes.
		#[pallet::call_index(5)]
		pub fn stop(origin: OriginFor<T>, campaign: CampaignId) -> DispatchResult {
			Self::do_stop(&ensure_signed(origin)?, campaign)
		}

		/// Does what is to be done for a campaign now, up to [`STEPS_PER_CALL`] steps: holds are moved or let go, tokens
		/// handed out, milestones paid.
		///
		/// - Origin: Signed, by anyone.
		/// - `campaign`: its number.
		/// - Errors: [`Error::CampaignNotFound`], [`Error::NothingDue`].
		/// - Event: those of what was done. Cost: O(steps); what fewer cost less is given back.
		#[pallet::call_index(6)]
		#[pallet::weight(Pallet::<T>::advance_weight(STEPS_PER_CALL))]
		pub fn advance(origin: OriginFor<T>, campaign: CampaignId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let steps = Self::do_advance(campaign)?;
			Ok(Some(Self::advance_weight(steps)).into())
		}

		/// Gives a contributor what is due to it now: its refund, its tokens.
		///
		/// - Origin: Signed, by anyone for anybody.
		/// - `campaign`, `who`: which.
		/// - Errors: [`Error::CampaignNotFound`], [`Error::NotContributor`], [`Error::NothingDue`],
		///   [`Error::NotPayableYet`]; those of pallet-assets when the account cannot take tokens.
		/// - Event: [`Event::Refunded`], [`Event::TokensHandedOut`]. Cost: twenty reads, sixteen writes.
		#[pallet::call_index(7)]
		#[pallet::weight(<T as Config>::WeightInfo::settle().saturating_add(Pallet::<T>::collect_weight()))]
		pub fn settle(
			origin: OriginFor<T>,
			campaign: CampaignId,
			who: T::AccountId,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_settle(campaign, &who)
		}

		/// Pays what an account's tokens brought, those that it has and those that it had.
		///
		/// - Origin: Signed, by anyone for anybody.
		/// - `campaign`, `who`: which.
		/// - `currency`: of what.
		/// - Errors: [`Error::CampaignNotFound`], [`Error::NothingToClaim`], [`Error::NotPayableYet`]; those of
		///   pallet-assets when a contributor cannot take its tokens.
		/// - Event: [`Event::RoyaltiesClaimed`]. Cost: twenty reads, sixteen writes.
		#[pallet::call_index(8)]
		#[pallet::weight(<T as Config>::WeightInfo::claim().saturating_add(Pallet::<T>::collect_weight()))]
		pub fn claim(
			origin: OriginFor<T>,
			campaign: CampaignId,
			who: T::AccountId,
			currency: Currency,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim(campaign, &who, currency)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::tidy(remaining)
		}

		fn integrity_test() {
			assert!(T::Terms::get().is_sound(), "no campaign would be possible");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A campaign; `None` when there never was one, or it is over without success. Cost: one read.
		pub fn campaign(campaign: CampaignId) -> Option<Campaign<T::AccountId>> {
			Campaigns::<T>::get(campaign)
		}

		/// Campaigns from a number on, ascending, of at most 100 numbers. Cost: one read a number.
		pub fn campaigns(
			from: CampaignId,
			limit: u32,
		) -> Vec<(CampaignId, Campaign<T::AccountId>)> {
			Self::campaigns_page(from, limit)
		}

		/// What somebody contributed, while something may be due for it. Cost: one read.
		pub fn contribution(campaign: CampaignId, who: T::AccountId) -> Option<Contribution> {
			Contributions::<T>::get(campaign, who)
		}

		/// Planck of each currency that somebody can claim now, of tokens that are not handed out, too. Cost: six reads.
		pub fn claimable(campaign: CampaignId, who: T::AccountId) -> Amounts {
			Self::claimable_now(campaign, &who)
		}

		/// The asset of a campaign's tokens and the account that gets its part of the income; `None` when there never was
		/// such a campaign. Cost: one read.
		pub fn accounts(campaign: CampaignId) -> Option<(u32, T::AccountId)> {
			Self::accounts_of(campaign)
		}

		/// What campaigns may be like. Cost: one read at most.
		pub fn terms() -> FundingTerms {
			T::Terms::get()
		}
	}
}
