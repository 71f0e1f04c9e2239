//! # Rights
//!
//! Whose the income of a title is, and what the title costs.
//!
//! ## Model
//!
//! Until something is said, a title's income is its creator's. Once, before anything is sold or given for it, the creator
//! may name *holders* with shares in basis points that sum to the whole. From then on a share moves by its own holder
//! alone: nobody's part changes without them, the creator's own included.
//!
//! The owner of a *pattern*, which is all files of one recording, may do the same once for all of its titles (K2). A title
//! follows its pattern from when it is identified, as long as nothing is said of the title itself; nothing is copied, and
//! what the pattern's holders do with their shares counts for all titles that follow.
//!
//! ```text
//! nothing said ──declare_holders──────────────────► holders ⟲ transfer_share, by each for its own
//!    │ └───────first sale, or transfer_share──────► the creator alone, fixed likewise
//!    └identified─► of a pattern, the same as nothing said until
//!                      └─declare_pattern_holders──► the pattern's holders ⟲ transfer_pattern_share
//! ```
//!
//! - What is said of a title goes first, and stays: a title that was declared, or sold before its pattern had holders, does
//!   not follow. A title that follows a pattern with holders is fixed: nothing can be said of it any more.
//! - Who publishes another's recording by a supervisor's permit publishes for the pattern's holders: its title follows as
//!   any other. It cannot get round that: a title of which something is said is not identified as of another's pattern
//!   that has holders (`HeldOtherwise`). Only the owner may have a title of its own with other holders, declared before it
//!   is identified.
//! - A declaration is its owner's ([`OwnedPattern`](reel_primitives::pattern::OwnedPattern)). After a ruling gave the
//!   pattern to another, or a link to another's, titles that are identified from then on follow what *that* owner declares;
//!   those that were identified before stay with the holders they had. A link, an unlink, a split moves no share.
//!
//! Settlement divides what is sold and donated, and pays at once. What *views* and *ads* bring comes title by title,
//! hundreds a round, too many to pay every holder each time. Payouts pays the creator's own part at once and asks here,
//! through [`HolderShares`](reel_primitives::traits::HolderShares), what the others have of it: that is *booked*, holder by
//! holder, and lies in the pot until anyone claims it for all of them.
//!
//! ```text
//! round, bill ──► payouts ──┬─ the creator's part (of it, activators') ─► at once
//!                           └─ the other holders' ─► pot ──┬─ claim, claim_pattern ─► each holder
//!                                                          ├─ transfer_*share ───► who gives all away
//!                                                          └─ a token moves, or its royalties are claimed ─► its campaign
//! ```
//!
//! So who held what when it came gets it: what is booked does not move with a share. What titles that follow a pattern bring
//! is booked in one place, with the pattern's holders, whichever title it was.
//!
//! The price of watching has one home, the registry: `price_cfx`, where 0 is free and
//! [`PRICE_BY_QUALITY`](reel_primitives::market::PRICE_BY_QUALITY) says that it follows from the quality (K2). Here is
//! what the registry lacks, the creator's *terms*: whether the title is sold for CFX at all, its price in SSH, and rentals.
//! A title that is free has nothing to sell, whatever its terms say. Nor has one that is not *cleared*: of which nobody said
//! what recording it is of, or whose recording is another's (K1).
//!
//! | registry says | terms say | purchase in CFX | in SSH | rental |
//! |---|---|---|---|---|
//! | 0 | anything | free | free | free |
//! | a price | nothing | that price | – | – |
//! | by quality | nothing | [`Config::Tiers`] × minutes | – | – |
//! | a price, or by quality | terms | as without, if `for_cfx` | `ssh` | `rental` |
//!
//! ## Invariants
//!
//! - **R1** Holders of a title or of a pattern: 1 to 32, no account twice, each with 1 basis point at least, in sum 10,000.
//! - **R2** Holders and terms are of registered titles, and of patterns that exist; so is what titles follow.
//! - **R3** Terms have no price of 0, and a rental has a price and 1 to [`Config::MaxRentalRounds`] rounds.
//! - **R4** [`OwedTotal`] is the sum of what holders are owed, and the pot holds as much.
//!
//! ## Money and rounding
//!
//! Shares are basis points; whoever divides by them rounds down and gives what is left over to the first holder. So does
//! what is booked here, of each sum that payouts names: holders' parts and the creator's are that sum, to the planck. What
//! an account cannot take (below the existential deposit) stays owed. The price by quality is the number of minutes begun × the price of a minute, exact.
//!
//! ## Bounds and cost
//!
//! No hook. A title has one entry of holders, of 32 at most, and one of terms; a pattern has one of holders for each who
//! owned it. Only who could register the title, or the file that opened the pattern, and keeps a deposit for it, or was given
//! the pattern by a supervisor, can make the first of each; a transfer adds a holder or none. A payment of views costs a read
//! for each title, one more for each that follows its pattern, and two writes for each that others than its creator hold a
//! part of. A claim pays 32 accounts at most.
//!
//! ## What this does not stop
//!
//! A creator who names fewer holders than a contract outside says. Who may publish another's pattern declares, or sells,
//! before its owner has declared: to be sure, declare first. Titles that a wrong owner had published stay with the holders
//! it had declared; supervisors stop them. Shares and holders are public. A holder whose key is
//! lost keeps its share: nobody else can move it. A gift to the pot stays there.
//!
//! Source: mission S5, S9, K1, K2, C9; design section 8.

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
mod income;
#[cfg(any(feature = "try-runtime", feature = "std", test))]
mod invariants;
#[cfg(test)]
mod mock;
mod patterns;
mod place;
mod prices;
mod shares;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::{Holders, PatternHolding, RentalTerms, Stake, Stakes, Terms, TitleHolders};
pub use weights::WeightInfo;

#[frame_support::pallet]
#[allow(missing_debug_implementations, clippy::expect_used, reason = "what the macros make")]
pub mod pallet {
	use super::*;
	use crate::place::Place;
	use alloc::vec::Vec;
	use frame_support::{PalletId, pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use reel_primitives::{
		Balance, BasisPoints, ContentId, Round,
		market::{
			Currency, Holder, MAX_HOLDERS, PriceTiers, Quote, QuoteRefusal, SaleKind, TitleHolding,
		},
		pattern::{OwnedPattern, PatternId},
		traits::{Clearance, Patterns, Rights, TitlesOnSale},
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// See the crate docs.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// CFX.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>;

		/// Knows titles, their creators and the price of watching.
		type Titles: TitlesOnSale<Self::AccountId>;

		/// Says of which titles the recording is known, and their creator's.
		type Clearance: Clearance<Self::AccountId>;

		/// Says whose patterns are.
		type Patterns: Patterns<Self::AccountId>;

		/// Prices of titles of which none was said, by quality. Unsound ones are not used.
		type Tiers: Get<PriceTiers>;

		/// Most rounds of a rental.
		#[pallet::constant]
		type MaxRentalRounds: Get<Round>;

		/// Seed of the account that holds what is owed. The genesis endows it with the existential deposit, so that it is
		/// never reaped.
		#[pallet::constant]
		type PotId: Get<PalletId>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Who shares a title's income, in the order in which rounding favours them, and what each is owed; or the pattern that
	/// it follows. Absent: the creator, and nothing was sold yet.
	// Blake2_128Concat here and below: whoever publishes chooses the bytes of an id.
	#[pallet::storage]
	pub type HoldersOf<T: Config> =
		StorageMap<_, Blake2_128Concat, ContentId, TitleHolders<T::AccountId>>;

	/// Who shares the income of titles that follow a pattern, as its owner declared, and what each is owed.
	#[pallet::storage]
	pub type PatternHoldersOf<T: Config> =
		StorageMap<_, Blake2_128Concat, OwnedPattern<T::AccountId>, Stakes<T::AccountId>>;

	/// What creators said of sales beside the price of watching.
	#[pallet::storage]
	pub type TermsOf<T: Config> = StorageMap<_, Blake2_128Concat, ContentId, Terms>;

	/// Planck of CFX that all holders are owed.
	#[pallet::storage]
	pub type OwedTotal<T> = StorageValue<_, Balance, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// Who shares a title's income was said, or fixed as the creator alone by the first sale.
		#[codec(index = 0)]
		HoldersDeclared {
			/// The title.
			content: ContentId,
			/// All of them; the first takes what rounding leaves over.
			holders: Holders<T::AccountId>,
		},
		/// A share, or a part of it, moved.
		#[codec(index = 1)]
		ShareTransferred {
			/// The title.
			content: ContentId,
			/// Whose it was.
			from: T::AccountId,
			/// Whose it is.
			to: T::AccountId,
			/// Basis points of the title's income.
			share_bp: BasisPoints,
		},
		/// The creator said how the title is sold, or took back what it had said.
		#[codec(index = 2)]
		TermsSet {
			/// The title.
			content: ContentId,
			/// The terms; `None`: nothing is said.
			terms: Option<Terms>,
		},
		/// What views or ads brought was divided by the shares of now.
		#[codec(index = 3)]
		IncomeBooked {
			/// The title.
			content: ContentId,
			/// Planck of CFX that came.
			income_cfx: Balance,
			/// Of it, planck that holders other than the creator are owed from now on.
			shared_cfx: Balance,
		},
		/// A holder got all that views and ads had brought it.
		#[codec(index = 4)]
		IncomePaid {
			/// The title.
			content: ContentId,
			/// Who was paid.
			holder: T::AccountId,
			/// Planck of CFX.
			amount_cfx: Balance,
		},
		/// Who shares the income of a pattern's titles was said, of those of which nothing else is.
		#[codec(index = 5)]
		PatternHoldersDeclared {
			/// The pattern, and its owner, who said so.
			of: OwnedPattern<T::AccountId>,
			/// All of them; the first takes what rounding leaves over.
			holders: Holders<T::AccountId>,
		},
		/// A title of which nothing was said was identified: from now on it follows its pattern.
		#[codec(index = 6)]
		PatternFollowed {
			/// The title.
			content: ContentId,
			/// The pattern, and its owner, who may say whose the title's income is, or has.
			of: OwnedPattern<T::AccountId>,
		},
		/// A share of a pattern, or a part of it, moved.
		#[codec(index = 7)]
		PatternShareTransferred {
			/// The pattern, and who had declared its holders.
			of: OwnedPattern<T::AccountId>,
			/// Whose it was.
			from: T::AccountId,
			/// Whose it is.
			to: T::AccountId,
			/// Basis points of the income of all titles that follow.
			share_bp: BasisPoints,
		},
		/// A holder got all that views and ads of the titles that follow a pattern had brought it.
		#[codec(index = 8)]
		PatternIncomePaid {
			/// The pattern, and who had declared its holders.
			of: OwnedPattern<T::AccountId>,
			/// Who was paid.
			holder: T::AccountId,
			/// Planck of CFX.
			amount_cfx: Balance,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No title was registered under that id.
		#[codec(index = 0)]
		TitleNotFound,
		/// Only the creator of a title may do that.
		#[codec(index = 1)]
		NotCreator,
		/// The title was deleted, which is final.
		#[codec(index = 2)]
		TitleDeleted,
		/// Holders were declared before, or something was sold: shares move by their holders alone.
		#[codec(index = 3)]
		HoldersFixed,
		/// The shares must be 1 basis point at least each, and sum to 10,000.
		#[codec(index = 4)]
		SharesNotWhole,
		/// An account is named twice. Add its shares up.
		#[codec(index = 5)]
		HolderTwice,
		/// The signer does not hold as much of the title.
		#[codec(index = 6)]
		ShareTooSmall,
		/// The title has as many holders as there may be.
		#[codec(index = 7)]
		TooManyHolders,
		/// A share of nothing, or to oneself.
		#[codec(index = 8)]
		NothingToTransfer,
		/// A price is 0, or above what could be paid. To sell a title for nothing, set the price of watching to 0.
		#[codec(index = 9)]
		PriceOutOfRange,
		/// A rental has no price, or its rounds are out of range.
		#[codec(index = 10)]
		RentalOutOfRange,
		/// No holder of the title is owed anything of views and ads.
		#[codec(index = 11)]
		NothingOwed,
		/// Who is owed something cannot take it: it is below the existential deposit. It stays owed; who gives all of its
		/// share away must be able to take it, or keep a basis point.
		#[codec(index = 12)]
		NotPayableYet,
		/// There is no such pattern.
		#[codec(index = 13)]
		PatternNotFound,
		/// Only the owner of a pattern may do that.
		#[codec(index = 14)]
		NotPatternOwner,
		/// The title's income is its pattern's holders': their shares move for all of its titles at once.
		#[codec(index = 15)]
		FollowsPattern,
		/// That owner has not declared holders of the pattern.
		#[codec(index = 16)]
		PatternNotDeclared,
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Says who shares a title's income. Once, and before anything is sold or given for it.
		///
		/// - Origin: Signed, by its creator.
		/// - `content`: the title.
		/// - `holders`: 1 to 32 accounts with shares that sum to 10,000 basis points. The first one takes what rounding
		///   leaves over. The creator need not be among them.
		/// - Errors: [`Error::TitleNotFound`], [`Error::NotCreator`], [`Error::TitleDeleted`], [`Error::HoldersFixed`],
		///   [`Error::FollowsPattern`], [`Error::SharesNotWhole`], [`Error::HolderTwice`].
		/// - Event: [`Event::HoldersDeclared`]. Cost: four reads, one write.
		#[pallet::call_index(0)]
		pub fn declare_holders(
			origin: OriginFor<T>,
			content: ContentId,
			holders: Holders<T::AccountId>,
		) -> DispatchResult {
			Self::do_declare(&ensure_signed(origin)?, content, holders)
		}

		/// Gives a part of a title's income away, or all that the signer has of it. What was bought and is not delivered
		/// yet goes with it; what views and ads have brought stays the signer's, and is paid if it gives all away.
		///
		/// - Origin: Signed, by a holder; by the creator where nothing was said.
		/// - `content`: the title, also one that is stopped or deleted.
		/// - `to`: who gets it; a new one is added at the end of the list.
		/// - `share_bp`: basis points of the title's income, at least 1.
		/// - Errors: [`Error::TitleNotFound`], [`Error::FollowsPattern`], [`Error::NothingToTransfer`],
		///   [`Error::ShareTooSmall`], [`Error::TooManyHolders`], [`Error::NotPayableYet`].
		/// - Event: [`Event::ShareTransferred`], [`Event::IncomePaid`]. Cost: six reads, four writes.
		#[pallet::call_index(1)]
		pub fn transfer_share(
			origin: OriginFor<T>,
			content: ContentId,
			to: T::AccountId,
			share_bp: BasisPoints,
		) -> DispatchResult {
			Ok(Self::do_transfer(ensure_signed(origin)?, content, to, share_bp)?)
		}

		/// Says how a title is sold beside its price of watching. Counts for whoever buys from now on.
		///
		/// - Origin: Signed, by its creator.
		/// - `content`: the title.
		/// - `terms`: see [`Terms`]; `None` takes back what was said.
		/// - Errors: [`Error::TitleNotFound`], [`Error::NotCreator`], [`Error::TitleDeleted`],
		///   [`Error::PriceOutOfRange`], [`Error::RentalOutOfRange`].
		/// - Event: [`Event::TermsSet`]. Cost: two reads, one write.
		#[pallet::call_index(2)]
		pub fn set_terms(
			origin: OriginFor<T>,
			content: ContentId,
			terms: Option<Terms>,
		) -> DispatchResult {
			Self::do_set_terms(&ensure_signed(origin)?, content, terms)
		}

		/// Pays all holders of a title what its views and ads have brought them. The creator's own part was paid when it
		/// came.
		///
		/// - Origin: Signed, by anyone.
		/// - `content`: the title, also one that is stopped or deleted.
		/// - Errors: [`Error::NothingOwed`], [`Error::NotPayableYet`].
		/// - Event: [`Event::IncomePaid`] for each. Cost: O(holders), at most 32 payments; what fewer cost less is given
		///   back.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::claim(MAX_HOLDERS))]
		pub fn claim(origin: OriginFor<T>, content: ContentId) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let paid = Self::do_claim(&Place::Title(content))?;
			Ok(Some(T::WeightInfo::claim(paid)).into())
		}

		/// Says who shares the income of all titles of a pattern of which nothing else is said: those that are identified,
		/// by whomever, and those that will be. Once by each owner. Titles that were declared or sold before stay as they
		/// are.
		///
		/// - Origin: Signed, by the owner of the pattern.
		/// - `pattern`: any name that leads to it.
		/// - `holders`: as for [`Call::declare_holders`]. The owner need not be among them.
		/// - Errors: [`Error::PatternNotFound`], [`Error::NotPatternOwner`], [`Error::HoldersFixed`],
		///   [`Error::SharesNotWhole`], [`Error::HolderTwice`].
		/// - Event: [`Event::PatternHoldersDeclared`]. Cost: three reads, one write.
		#[pallet::call_index(4)]
		pub fn declare_pattern_holders(
			origin: OriginFor<T>,
			pattern: PatternId,
			holders: Holders<T::AccountId>,
		) -> DispatchResult {
			Ok(Self::do_declare_pattern(&ensure_signed(origin)?, &pattern, holders)?)
		}

		/// Gives a part of the income of all titles that follow a pattern away, or all that the signer has of it, as
		/// [`Call::transfer_share`] does of one title.
		///
		/// - Origin: Signed, by a holder of the pattern.
		/// - `of`: the pattern, and the owner who declared its holders.
		/// - `to`: who gets it; a new one is added at the end of the list.
		/// - `share_bp`: basis points of the income, at least 1.
		/// - Errors: [`Error::PatternNotDeclared`], [`Error::NothingToTransfer`], [`Error::ShareTooSmall`],
		///   [`Error::TooManyHolders`], [`Error::NotPayableYet`].
		/// - Event: [`Event::PatternShareTransferred`], [`Event::PatternIncomePaid`]. Cost: four reads, four writes.
		#[pallet::call_index(5)]
		pub fn transfer_pattern_share(
			origin: OriginFor<T>,
			of: OwnedPattern<T::AccountId>,
			to: T::AccountId,
			share_bp: BasisPoints,
		) -> DispatchResult {
			Ok(Self::do_transfer_pattern(ensure_signed(origin)?, of, to, share_bp)?)
		}

		/// Pays all holders of a pattern what views and ads of the titles that follow it have brought them.
		///
		/// - Origin: Signed, by anyone.
		/// - `of`: the pattern, and the owner who declared its holders.
		/// - Errors: [`Error::NothingOwed`], [`Error::NotPayableYet`].
		/// - Event: [`Event::PatternIncomePaid`] for each. Cost: as of [`Call::claim`].
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::claim_pattern(MAX_HOLDERS))]
		pub fn claim_pattern(
			origin: OriginFor<T>,
			of: OwnedPattern<T::AccountId>,
		) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			let paid = Self::do_claim(&Place::Pattern(of))?;
			Ok(Some(T::WeightInfo::claim_pattern(paid)).into())
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxRentalRounds::get() > 0, "no rental could last");
			assert!(T::Tiers::get().is_sound(), "a quality has no price");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What a title costs now, or why it is not sold in that way. Cost: four reads.
		pub fn price_of(
			content: ContentId,
			kind: SaleKind,
			currency: Currency,
		) -> Result<Quote, QuoteRefusal> {
			<Self as Rights<T::AccountId>>::quote(&content, kind, currency)
		}

		/// Who shares a title's income; empty when it was never registered. Cost: four reads.
		pub fn holders(content: ContentId) -> Vec<Holder<T::AccountId>> {
			<Self as Rights<T::AccountId>>::holders(&content)
		}

		/// Who shares a title's income, and whether that was said of the title or of its pattern; `None` when it was never
		/// registered. Cost: four reads.
		pub fn holders_of(content: ContentId) -> Option<TitleHolding<T::AccountId>> {
			Self::holding(&content)
		}

		/// Who shares the income of titles that follow a pattern, as its owner of now declared; `None` when there is no
		/// such pattern. Without holders nothing was declared. Cost: three reads.
		pub fn pattern_holders(pattern: PatternId) -> Option<PatternHolding<T::AccountId>> {
			let of = T::Patterns::owned(&pattern)?;
			let holders = Self::unowed(PatternHoldersOf::<T>::get(&of).unwrap_or_default());
			Some((of, holders))
		}

		/// Planck of CFX that views and ads brought a holder of a title itself and that are not paid yet. Cost: one read.
		pub fn owed(content: ContentId, holder: T::AccountId) -> Balance {
			Self::owed_of(&Place::Title(content), &holder)
		}

		/// Planck of CFX that views and ads of the titles that follow a pattern brought a holder and that are not paid yet.
		/// Cost: one read.
		pub fn pattern_owed(of: OwnedPattern<T::AccountId>, holder: T::AccountId) -> Balance {
			Self::owed_of(&Place::Pattern(of), &holder)
		}

		/// Whether holders may still be declared for a title. Cost: four reads.
		pub fn may_declare(content: ContentId) -> bool {
			Self::is_open(&content)
		}

		/// What the creator said of sales beside the price of watching. Cost: one read.
		pub fn terms(content: ContentId) -> Option<Terms> {
			TermsOf::<T>::get(content)
		}

		/// Prices of titles of which none was said, by quality. Cost: one read at most.
		pub fn price_tiers() -> PriceTiers {
			Self::tiers()
		}
	}
}
