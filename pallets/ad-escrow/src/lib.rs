//! # Ad escrow
//!
//! Campaigns whose budget is held, charged by what batches prove, paid to those who watched, and returned at the end.
//!
//! ## Model
//!
//! An advertiser names an ad (a title of one cell), a price for a view and for a click, for whom and when it is, and puts
//! CFX on *hold* in its own account. Desks show the ad, viewers prove that they watched it as they prove any play, and the
//! batch that sums up a round carries **bills** (`reel_primitives::ads`). A bill moves money; a play does not.
//!
//! ```text
//!                 pause ─► Paused ─┐
//! open ─► Running ◄──── resume ────┤
//!            │ fund: adds          │                     Ending: shown no more;
//!            │                     ├─ cancel, stop ────►  what was shown is still charged, 41 rounds
//!            │                     │                         │
//!            └─ its last round and 41 more ──────────────────┴─► Ended: what is left has gone back
//!                                                                 └─ results are kept for a time ─► forgotten
//! ```
//!
//! **Paying many costs the chain nothing a view.** A bill says how many views and clicks each campaign had, by title and
//! country, and what each viewer gets in all: up to 64 by name, of more a root. One transfer for each campaign moves what
//! it is charged from its hold to the pot from which rounds are paid; there creators and named viewers are paid at once,
//! and the others claim their leaf, as of a round ([`reel_primitives::traits::AdPayouts`]). So a bill costs its campaigns
//! and parts, at most 16 and 64, whether ten viewers watched or a million. It also means that what viewers are paid is
//! under their bond and within the reach of sanctions, like rewards.
//!
//! **A bill is charged as a whole or not at all.** The leaves say how much each viewer gets, not from whom: were a part of a
//! bill left out, somebody would be paid with another's money. A batch has up to two bills, so a desk puts campaigns near
//! the end of their budget or day apart from the others. Batches are charged one after the other, in the order in which
//! they are accepted, on every node alike: whichever comes first is paid, however many desks charged at once, and what
//! does not fit any more is dropped and counted. Which plays get into a bill, and which are dropped one by one, is decided
//! before, by `reel_primitives::ads::counting`, and voted on.
//!
//! **What ends does not take back what was earned.** From the block of a `pause`, `cancel` or `stop` on an ad is not
//! shown. What was shown until then is charged by batches of the next 20 rounds, as long as plays roll over, and those
//! are decided within 20 more: 41 rounds, ten minutes, after which the rest is released, at once and in full, by `on_idle`
//! or by anyone through `close_campaign`. What was never shown, or is paused for that long, ends in the same block. So nobody
//! can show an ad and withdraw the money before the vote.
//!
//! **Frequency.** How often a viewer has seen an ad today only desks know: the chain keeps no account with an ad. They hear of
//! every play, so they count the same, and vote. The chain checks that a campaign's views are no more than its viewers
//! times the cap.
//!
//! ## Invariants
//!
//! - **A1** What an account has on hold under [`HoldReason::Campaign`] is the sum of what is left of its campaigns.
//! - **A2** What was funded is what went to viewers, to creators and back, and what is left ([`Ledger`]).
//! - **A3** A campaign that has ended has nothing left; numbers are below [`NextCampaign`].
//! - **A4** No day of a campaign with a cap was charged more than the cap.
//! - **A5** [`Due`] has each campaign once, in the round in which it ends or is forgotten, and nothing else.
//! - **A6** [`CampaignsOf`] names each campaign once, under its advertiser, and nothing else.
//! - **A7** What a campaign spent is the sum of its days; a day's titles and the others are its total, as are its countries.
//!
//! ## Money and rounding
//!
//! A view costs its price, a click its own besides, to the planck. Of each, the viewer gets
//! price × [`viewer_bp`](reel_primitives::ads::Campaign::viewer_bp) / 10,000, rounded down, and the creator of the title in
//! which it was shown all the rest: nothing is left over. The part is that of the campaign's opening, so that desks and
//! chain never disagree while governance changes it. An amount that an account cannot take is owed by payouts.
//!
//! ## Bounds and cost
//!
//! A campaign is one entry of at most 1.3 KB, behind a budget of at least [`Config::MinBudget`]; an advertiser has at most
//! [`MAX_CAMPAIGNS`]. Each day that is charged is one entry: 16 titles and as many countries by name, the rest under
//! "other". `on_idle` ends or forgets at most [`MAX_DUE_PER_BLOCK`] campaigns a block and removes at most
//! [`DAYS_PER_STEP`] days.
//!
//! ## Who may do what
//!
//! A campaign is its advertiser's. A supervisor that acts for one of its countries, or any if it names none, may stop it,
//! for good. Charges come through [`reel_primitives::traits::AdCharges`] and in no other way.
//!
//! ## What this does not stop
//!
//! *Views by nobody*: whoever has many accounts is paid for each, up to the frequency cap of each campaign; what a play
//! costs it, and what of that can be sanctioned, is in `docs/threat-model.md`. *Clicks* are a viewer's word: a campaign
//! that pays for them pays whoever says so, once a view. *Watching one's own ad* moves money in a circle and gains nothing: ads
//! mint nothing, count nowhere as plays, and every account but the creator's own costs the creator's part. *A majority of
//! validators* can charge every campaign up to its caps, as it can redirect rounds. Whose ad is stopped may open another.
//!
//! Source: mission C11; design section 8.

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
mod campaigns;
mod charging;
mod endings;
#[cfg(any(feature = "try-runtime", feature = "std", test))]
mod invariants;
#[cfg(test)]
mod mock;
mod payers;
mod results;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use campaigns::MAX_CAMPAIGNS_PAGE;
pub use pallet::*;
pub use reel_primitives::time::DueKey;
pub use types::{Flows, Listed, Payers};
pub use weights::WeightInfo;

/// Most campaigns of an advertiser, ended ones included until they are forgotten.
pub const MAX_CAMPAIGNS: u32 = 64;

/// Most campaigns that `on_idle` ends or forgets in a block.
pub const MAX_DUE_PER_BLOCK: u32 = 4;

/// Most days of results that are removed at once.
pub const DAYS_PER_STEP: u32 = 32;

/// Least part of a view or click, in basis points, that its viewer gets: half.
pub const MIN_VIEWER_BP: reel_primitives::BasisPoints = 5_000;

#[frame_support::pallet]
#[allow(
	missing_debug_implementations,
	clippy::expect_used,
	clippy::large_enum_variant,
	reason = "what the macros make"
)]
pub mod pallet {
	use super::*;
	use frame_support::{pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use reel_primitives::{
		Balance, BasisPoints, ContentId, Round,
		ads::{AdTerms, BillRefusal, Campaign, CampaignId, Day, DayResults, EndCause},
		content::ReasonCode,
		traits::{AdPayouts, RoundClock, Sanctioners, Titles},
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

		/// Knows ads, and the titles in which they are shown.
		type Titles: Titles<Self::AccountId>;

		/// Knows who may stop an ad.
		type Sanctioners: Sanctioners<Self::AccountId>;

		/// Pays creators and viewers.
		type Payouts: AdPayouts<Self::AccountId>;

		/// Tells the round of the block.
		type Clock: RoundClock;

		/// Basis points of a view or click that its viewer gets, for campaigns opened from now on. Less than
		/// [`MIN_VIEWER_BP`] counts as that, more than the whole as the whole.
		type ViewerPart: Get<BasisPoints>;

		/// Least budget of a campaign, in planck of CFX.
		type MinBudget: Get<Balance>;

		/// Most rounds from now to a campaign's last.
		#[pallet::constant]
		type MaxRounds: Get<Round>;

		/// Rounds for which the results of a campaign are kept after it has ended.
		#[pallet::constant]
		type KeptRounds: Get<Round>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds CFX.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// What is left of campaigns' budgets.
		#[codec(index = 0)]
		Campaign,
	}

	/// Number of the next campaign.
	#[pallet::storage]
	pub type NextCampaign<T> = StorageValue<_, CampaignId, ValueQuery>;

	/// Campaigns, until they are forgotten.
	// Twox: numbers come in a row, nobody chooses them.
	#[pallet::storage]
	pub type Campaigns<T: Config> = StorageMap<_, Twox64Concat, CampaignId, Campaign<T::AccountId>>;

	/// An advertiser's campaigns, ascending.
	#[pallet::storage]
	pub type CampaignsOf<T: Config> = StorageMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		BoundedVec<CampaignId, ConstU32<MAX_CAMPAIGNS>>,
		ValueQuery,
	>;

	/// What a campaign came to on a day. An entry exists for days with a bill.
	#[pallet::storage]
	pub type Days<T: Config> =
		StorageDoubleMap<_, Twox64Concat, CampaignId, Twox64Concat, Day, DayResults>;

	/// Campaigns in the order in which they end or are forgotten.
	// Identity keeps that order; nobody chooses rounds and numbers.
	#[pallet::storage]
	pub type Due<T> = StorageMap<_, Identity, DueKey, ()>;

	/// Where all money came from and went to.
	#[pallet::storage]
	pub type Ledger<T> = StorageValue<_, Flows, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A campaign was opened; its budget is held.
		#[codec(index = 0)]
		CampaignOpened {
			/// The campaign.
			campaign: CampaignId,
			/// Who pays.
			advertiser: T::AccountId,
			/// The ad.
			creative: ContentId,
			/// CFX in planck held.
			budget_cfx: Balance,
			/// Basis points of a view or click that its viewer gets.
			viewer_bp: BasisPoints,
		},
		/// A budget was added to.
		#[codec(index = 1)]
		CampaignFunded {
			/// The campaign.
			campaign: CampaignId,
			/// CFX in planck held besides.
			amount_cfx: Balance,
			/// CFX in planck left in all.
			left_cfx: Balance,
		},
		/// A campaign is not shown for now.
		#[codec(index = 2)]
		CampaignPaused {
			/// The campaign.
			campaign: CampaignId,
		},
		/// A campaign is shown again.
		#[codec(index = 3)]
		CampaignResumed {
			/// The campaign.
			campaign: CampaignId,
		},
		/// A campaign is not shown any more, and ends when what was shown is charged.
		#[codec(index = 4)]
		CampaignEnding {
			/// The campaign.
			campaign: CampaignId,
			/// Why.
			cause: EndCause,
			/// The round in which it ends.
			ends_in: Round,
		},
		/// A campaign has ended.
		#[codec(index = 5)]
		CampaignEnded {
			/// The campaign.
			campaign: CampaignId,
			/// Why.
			cause: EndCause,
			/// CFX in planck that its advertiser has back.
			returned_cfx: Balance,
		},
		/// A supervisor stopped a campaign.
		#[codec(index = 6)]
		CampaignStopped {
			/// The campaign.
			campaign: CampaignId,
			/// Who stopped it.
			supervisor: T::AccountId,
			/// Why.
			reason: ReasonCode,
		},
		/// A campaign was charged for what a batch proves.
		#[codec(index = 7)]
		CampaignCharged {
			/// The campaign.
			campaign: CampaignId,
			/// Round of the batch.
			round: Round,
			/// Views charged.
			views: u32,
			/// Clicks charged.
			clicks: u32,
			/// CFX in planck to viewers.
			viewers_cfx: Balance,
			/// CFX in planck to creators of titles.
			creators_cfx: Balance,
		},
		/// A bill does not fit what the chain knows; none of it was charged.
		#[codec(index = 8)]
		BillDropped {
			/// Round of the batch.
			round: Round,
			/// Place in the batch.
			bill: u8,
			/// Why.
			refusal: BillRefusal,
		},
		/// Results of a campaign that ended long ago were removed, and the campaign with them.
		#[codec(index = 9)]
		CampaignForgotten {
			/// The campaign.
			campaign: CampaignId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// There is no such campaign (any more).
		#[codec(index = 0)]
		CampaignNotFound,
		/// Only its advertiser can do that.
		#[codec(index = 1)]
		NotAdvertiser,
		/// It is ending or has ended. Open another.
		#[codec(index = 2)]
		CampaignOver,
		/// It is paused already.
		#[codec(index = 3)]
		AlreadyPaused,
		/// It is not paused.
		#[codec(index = 4)]
		NotPaused,
		/// The ad is not registered as a title, or is stopped or deleted. Publish it first.
		#[codec(index = 5)]
		CreativeNotPlayable,
		/// The ad has more than one cell: a view of it must be one play, of a minute at most.
		#[codec(index = 6)]
		CreativeTooLong,
		/// A view costs at least 10,000 planck.
		#[codec(index = 7)]
		PriceTooSmall,
		/// The budget, or what is added to it, is below the least, or does not cover one view with a click.
		#[codec(index = 8)]
		BudgetTooSmall,
		/// It must end after it begins, from now on, and within the longest time there is.
		#[codec(index = 9)]
		ScheduleOutOfRange,
		/// A day's cap must cover one view with a click.
		#[codec(index = 10)]
		DailyCapTooSmall,
		/// A viewer is paid for 1 to 100 views a day.
		#[codec(index = 11)]
		FrequencyOutOfRange,
		/// Targets are lists in ascending order without repetition, of countries in capital and languages in small
		/// letters, and of categories in small letters, digits and hyphens.
		#[codec(index = 12)]
		TargetsMalformed,
		/// The advertiser has as many campaigns as there may be. Some will be forgotten in time.
		#[codec(index = 13)]
		TooManyCampaigns,
		/// Only a supervisor that acts for one of the campaign's countries can do that.
		#[codec(index = 14)]
		NotSupervisor,
		/// Its time is not over: batches may still charge it.
		#[codec(index = 15)]
		NotDueYet,
		/// A sum overflowed, which issuance makes impossible.
		#[codec(index = 16)]
		SumOverflow,
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Opens a campaign and holds its budget.
		///
		/// - Origin: Signed, by the advertiser.
		/// - `terms`: what it offers, for good. A first round that has passed counts as this one.
		/// - `budget_cfx`: planck, at least [`Config::MinBudget`] and one view with a click.
		/// - Errors: [`Error::CreativeNotPlayable`], [`Error::CreativeTooLong`], [`Error::PriceTooSmall`],
		///   [`Error::BudgetTooSmall`], [`Error::ScheduleOutOfRange`], [`Error::DailyCapTooSmall`],
		///   [`Error::FrequencyOutOfRange`], [`Error::TargetsMalformed`], [`Error::TooManyCampaigns`]; `TokenError` when
		///   the signer has not as much to spend.
		/// - Event: [`Event::CampaignOpened`]. Cost: nine reads, seven writes.
		#[pallet::call_index(0)]
		pub fn open_campaign(
			origin: OriginFor<T>,
			terms: AdTerms,
			budget_cfx: Balance,
		) -> DispatchResult {
			Self::do_open(ensure_signed(origin)?, terms, budget_cfx)
		}

		/// Adds to a campaign's budget. One that had spent everything is shown again.
		///
		/// - Origin: Signed, by the advertiser.
		/// - `campaign`: its number.
		/// - `amount_cfx`: planck, at least one view with a click.
		/// - Errors: [`Error::CampaignNotFound`], [`Error::NotAdvertiser`], [`Error::CampaignOver`],
		///   [`Error::BudgetTooSmall`]; `TokenError` when the signer has not as much to spend.
		/// - Event: [`Event::CampaignFunded`]. Cost: five reads, four writes.
		#[pallet::call_index(1)]
		pub fn fund_campaign(
			origin: OriginFor<T>,
			campaign: CampaignId,
			amount_cfx: Balance,
		) -> DispatchResult {
			Self::do_fund(&ensure_signed(origin)?, campaign, amount_cfx)
		}

		/// Lets a campaign not be shown for now. What was shown is charged.
		///
		/// - Origin: Signed, by the advertiser.
		/// - `campaign`: its number.
		/// - Errors: [`Error::CampaignNotFound`], [`Error::NotAdvertiser`], [`Error::CampaignOver`],
		///   [`Error::AlreadyPaused`].
		/// - Event: [`Event::CampaignPaused`]. Cost: two reads, one write.
		#[pallet::call_index(2)]
		pub fn pause_campaign(origin: OriginFor<T>, campaign: CampaignId) -> DispatchResult {
			Self::do_pause(&ensure_signed(origin)?, campaign)
		}

		/// Lets a paused campaign be shown again.
		///
		/// - Origin: Signed, by the advertiser.
		/// - `campaign`: its number.
		/// - Errors: [`Error::CampaignNotFound`], [`Error::NotAdvertiser`], [`Error::CampaignOver`], [`Error::NotPaused`].
		/// - Event: [`Event::CampaignResumed`]. Cost: two reads, one write.
		#[pallet::call_index(3)]
		pub fn resume_campaign(origin: OriginFor<T>, campaign: CampaignId) -> DispatchResult {
			Self::do_resume(&ensure_signed(origin)?, campaign)
		}

		/// Ends a campaign before its time: in this block if nothing of it can still be charged, else when that is over,
		/// 41 rounds after it was last shown.
		///
		/// - Origin: Signed, by the advertiser.
		/// - `campaign`: its number.
		/// - Errors: [`Error::CampaignNotFound`], [`Error::NotAdvertiser`], [`Error::CampaignOver`].
		/// - Event: [`Event::CampaignEnding`] or [`Event::CampaignEnded`]. Cost: six reads, six writes.
		#[pallet::call_index(4)]
		pub fn cancel_campaign(origin: OriginFor<T>, campaign: CampaignId) -> DispatchResult {
			Self::do_cancel(&ensure_signed(origin)?, campaign)
		}

		/// Stops a campaign for good. It is not shown any more; what was shown is charged, the rest goes back.
		///
		/// - Origin: Signed, by a supervisor that acts for one of the campaign's countries; any, if it names none.
		/// - `campaign`: its number.
		/// - `reason`: why.
		/// - Errors: [`Error::CampaignNotFound`], [`Error::NotSupervisor`], [`Error::CampaignOver`].
		/// - Event: [`Event::CampaignStopped`], then as [`Pallet::cancel_campaign`]. Cost: seven reads, six writes.
		#[pallet::call_index(5)]
		pub fn stop_campaign(
			origin: OriginFor<T>,
			campaign: CampaignId,
			reason: ReasonCode,
		) -> DispatchResult {
			Self::do_stop(ensure_signed(origin)?, campaign, reason)
		}

		/// Ends a campaign whose time is over, if no block has done so yet.
		///
		/// - Origin: Signed, by anyone.
		/// - `campaign`: its number.
		/// - Errors: [`Error::CampaignNotFound`], [`Error::CampaignOver`], [`Error::NotDueYet`].
		/// - Event: [`Event::CampaignEnded`]. Cost: six reads, six writes.
		#[pallet::call_index(6)]
		pub fn close_campaign(origin: OriginFor<T>, campaign: CampaignId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_close(campaign)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::tidy(remaining)
		}

		fn integrity_test() {
			let part = T::ViewerPart::get();
			assert!(
				(MIN_VIEWER_BP..=reel_primitives::BASIS_POINTS).contains(&part),
				"viewer's part"
			);
			assert!(T::MinBudget::get() > 0, "a campaign would cost nothing");
			assert!(T::MaxRounds::get() > 0, "no campaign could be shown");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A campaign, until it is forgotten. Cost: one read.
		pub fn campaign(campaign: CampaignId) -> Option<Campaign<T::AccountId>> {
			Campaigns::<T>::get(campaign)
		}

		/// An advertiser's campaigns, ascending, from the number `from` on, at most `limit` and never more than 16. Cost: one
		/// read each.
		pub fn campaigns_of(
			advertiser: T::AccountId,
			from: CampaignId,
			limit: u32,
		) -> Listed<T::AccountId> {
			Self::page_of(&advertiser, from, limit)
		}

		/// Campaigns that may be shown now, ascending, among the `span` numbers from `from` on, at most 64: what desks choose
		/// from. Go on at `from` + `span`, until that is not below the number told besides. Cost: a read for each number.
		pub fn shown(from: CampaignId, span: u32) -> (CampaignId, Listed<T::AccountId>) {
			Self::shown_page(from, span)
		}

		/// What a campaign came to on a day (rounds / 6,000), while that is kept. Cost: one read.
		pub fn results(campaign: CampaignId, day: Day) -> Option<DayResults> {
			Days::<T>::get(campaign, day)
		}

		/// CFX in planck that a campaign was charged on the day of `round`. Cost: one read.
		pub fn spent_on_day_of(campaign: CampaignId, round: Round) -> Balance {
			Self::spent_on(campaign, reel_primitives::ads::day_of(round))
		}

		/// Where all money came from and went to. Cost: one read.
		pub fn ledger() -> Flows {
			Ledger::<T>::get()
		}
	}
}
