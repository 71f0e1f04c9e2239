//! # Settlement
//!
//! Sales that are paid once they are delivered, and donations: one division among those whose title it is.
//!
//! ## Model
//!
//! Whoever buys fixes the price at that moment, and the money is *held*: it has left the buyer's free balance and is
//! nobody else's. It goes to the holders of the title's rights when a first play is confirmed, and else back, in full.
//!
//! ```text
//!                  ┌─ delivered (a first play was accepted) ─► fee to the treasury, the rest to the holders, at once
//! buy ──► held ────┼─ refuse, before that ───────────────────► back to the payer
//!                  ├─ undelivered in time ───────────────────► back to the payer
//!                  └─ title stopped or deleted ──────────────► back to the payer
//!
//! access   held until its time ──► delivered: for good, or as long as the rental says ──► ended, forgotten
//! ```
//!
//! CFX is on hold in the payer's own account. The chain has no holds of SSH: that lies in the escrow account. A purchase
//! for somebody else, a *gift*, is paid by one and watched by the other; both may refuse it, and the payer gets it back.
//!
//! Who shares is looked at when it is paid, not when it is bought: a share that moved in between moved with what is not
//! paid yet. Price, fee and length of a rental are those of the purchase. An amount that an account cannot take (below
//! the existential deposit) is *owed*: it lies in the escrow account and is paid when it can be. The escrow account gets
//! its existential deposit in CFX from the treasury when it is needed first.
//!
//! A *donation* (B1) is divided in the same way at once, without a fee: nothing is sold, so there is nothing of which the
//! platform could keep a part; and since a donation opens no title, no sale can hide as one.
//!
//! ## Invariants
//!
//! - **M1** What an account has on hold under [`HoldReason::Sale`] is the sum of its open purchases in CFX.
//! - **M2** [`OpenTotal`] is the sum of open purchases, by currency.
//! - **M3** [`OwedTotal`] is the sum of [`Owed`], by currency, which has no entry of 0.
//! - **M4** The escrow account has at least what is owed in CFX, and what is open and owed in SSH.
//! - **M5** [`Access`] names each purchase once, under its beneficiary and title, and nothing else.
//! - **M6** [`Due`] has the open purchases, each at the end of its time, and nothing else.
//! - **M7** A purchase has a price, a fee of at most a tenth, and a number below [`NextPurchase`]; what has an end is a
//!   rental.
//! - **M8** [`Sales`] has no period before [`OldestPeriod`] and no entry of nothing.
//!
//! ## Money and rounding
//!
//! Fee = price × fee basis points / 10,000, rounded down. Each holder gets (price − fee) × share / 10,000, rounded down;
//! what that leaves over goes to the first holder: a price is paid to the last planck. Of the creator's own part, whoever
//! added a layer to the title gets its share, rounded down (C10). Of SSH, the escrow account never
//! keeps less than the least balance unless it keeps nothing; an amount that would leave less stays owed until it does not.
//!
//! ## Bounds and cost
//!
//! A purchase is one entry of fixed size and one in each index; it comes with a fee and a held price, and stays for good
//! only when a play was proven. A delivery or donation pays at most 37 accounts. `on_idle` returns at most
//! [`MAX_RETURNS_PER_BLOCK`] purchases and removes at most [`CLEARED_PER_BLOCK`] records a block; anyone may do more.
//! Records of sales are kept for [`Config::KeptPeriods`] periods; events have the rest.
//!
//! ## Who may do what
//!
//! Deliveries are told through [`reel_primitives::traits::Deliveries`] and in no other way.
//!
//! ## What this does not stop
//!
//! Purchases are public, with buyer, title and price: whoever wants to hide what it watches buys with an account of its
//! own, or not at all. Who refuses between its first play and the vote on it has watched what came in between, a minute or
//! two, for nothing; desks may give no more than the first cell before. When a title is stopped its open purchases go back
//! one by one, by calls or by time. Whoever is given a rental cannot buy the title until it ends or is forgotten. A gift to
//! the escrow account stays there. Where the treasury cannot endow the escrow account, a delivery of which a part would be
//! owed in CFX is not paid, and goes back to the payer in time.
//!
//! Source: mission S5, K3, B1; design section 8.

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

mod access;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod custody;
mod division;
mod endings;
#[cfg(any(feature = "try-runtime", feature = "std", test))]
mod invariants;
#[cfg(test)]
mod mock;
mod records;
mod sales;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use access::MAX_PURCHASES_PAGE;
pub use pallet::*;
pub use reel_primitives::time::DueKey;
pub use types::{Purchase, Reason, SalesRecord, Source, Stage};
pub use weights::WeightInfo;

/// Most purchases that `on_idle` returns in a block.
pub const MAX_RETURNS_PER_BLOCK: u32 = 4;

/// Most records of sales that `on_idle` removes in a block.
pub const CLEARED_PER_BLOCK: u32 = 32;

/// Most records of sales that `clear_sales` removes.
pub const CLEARED_PER_CALL: u32 = 64;

#[frame_support::pallet]
#[allow(missing_debug_implementations, clippy::expect_used, reason = "what the macros make")]
pub mod pallet {
	use super::*;
	use crate::division::MAX_PAID;
	use alloc::vec::Vec;
	use frame_support::{PalletId, pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use reel_primitives::{
		Balance, BasisPoints, ContentId, Round,
		market::{Currency, MAX_PLATFORM_FEE_BP, PurchaseId, SaleKind},
		traits::{CreatorShares, Rights, RoundClock, TitlesOnSale},
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

		/// Knows titles and whether they may be played.
		type Titles: TitlesOnSale<Self::AccountId>;

		/// Knows prices and holders.
		type Rights: Rights<Self::AccountId>;

		/// Knows who shares what the creator gets.
		type Layers: CreatorShares<Self::AccountId>;

		/// Tells the round of the block.
		type Clock: RoundClock;

		/// Takes the platform's fee, and endows the escrow account.
		type TreasuryAccount: Get<Self::AccountId>;

		/// Seed of the account that holds SSH of open purchases and what is owed.
		#[pallet::constant]
		type EscrowId: Get<PalletId>;

		/// Basis points of a sale that the platform keeps. More than [`MAX_PLATFORM_FEE_BP`] count as that.
		type PlatformFee: Get<BasisPoints>;

		/// Rounds in which a purchase must be delivered. 0 counts as 1.
		type DeliveryRounds: Get<Round>;

		/// Rounds of a period of sales records.
		#[pallet::constant]
		type SalesPeriod: Get<Round>;

		/// Periods for which records are kept, besides the running one.
		#[pallet::constant]
		type KeptPeriods: Get<u64>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds CFX.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// Prices of purchases that are not delivered.
		#[codec(index = 0)]
		Sale,
	}

	/// Number of the next purchase.
	#[pallet::storage]
	pub type NextPurchase<T> = StorageValue<_, PurchaseId, ValueQuery>;

	/// Purchases: open ones, and those that give access.
	// Twox: numbers come in a row, nobody chooses them.
	#[pallet::storage]
	pub type Purchases<T: Config> = StorageMap<_, Twox64Concat, PurchaseId, Purchase<T::AccountId>>;

	/// The purchase under which an account may watch a title.
	#[pallet::storage]
	pub type Access<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Blake2_128Concat,
		ContentId,
		PurchaseId,
		OptionQuery,
	>;

	/// Open purchases in the order in which their time ends.
	// Identity keeps that order; nobody chooses rounds and numbers.
	#[pallet::storage]
	pub type Due<T> = StorageMap<_, Identity, DueKey, ()>;

	/// Sum of open purchases in planck.
	#[pallet::storage]
	pub type OpenTotal<T> = StorageMap<_, Twox64Concat, Currency, Balance, ValueQuery>;

	/// Planck that an account could not take yet. An entry exists only while it is above 0.
	#[pallet::storage]
	pub type Owed<T: Config> = StorageDoubleMap<
		_,
		Blake2_128Concat,
		T::AccountId,
		Twox64Concat,
		Currency,
		Balance,
		ValueQuery,
	>;

	/// Sum of [`Owed`] in planck.
	#[pallet::storage]
	pub type OwedTotal<T> = StorageMap<_, Twox64Concat, Currency, Balance, ValueQuery>;

	/// What holders were credited in a period.
	#[pallet::storage]
	pub type Sales<T: Config> =
		StorageDoubleMap<_, Twox64Concat, u64, Blake2_128Concat, T::AccountId, SalesRecord>;

	/// The first period of which there may be records; none before the first sale.
	#[pallet::storage]
	pub type OldestPeriod<T> = StorageValue<_, u64>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A title was bought; its price is held.
		#[codec(index = 0)]
		Bought {
			/// The purchase.
			purchase: PurchaseId,
			/// The title.
			content: ContentId,
			/// Who pays.
			payer: T::AccountId,
			/// Who may watch.
			beneficiary: T::AccountId,
			/// For how long.
			kind: SaleKind,
			/// What is paid with.
			currency: Currency,
			/// Planck.
			price: Balance,
			/// First round in which it goes back when nothing was delivered.
			until: Round,
		},
		/// A first play was confirmed: the price was divided. Each holder's part is a [`Event::Credited`] before.
		#[codec(index = 1)]
		Delivered {
			/// The purchase.
			purchase: PurchaseId,
			/// The title.
			content: ContentId,
			/// What was paid with.
			currency: Currency,
			/// Planck of the whole price.
			price: Balance,
			/// Of it, planck that the treasury was credited.
			fee: Balance,
			/// First round without access; `None`: access for good.
			ends: Option<Round>,
		},
		/// A purchase was not delivered; the payer got all of its price back.
		#[codec(index = 2)]
		Returned {
			/// The purchase.
			purchase: PurchaseId,
			/// The title.
			content: ContentId,
			/// Who had paid.
			payer: T::AccountId,
			/// What was paid with.
			currency: Currency,
			/// Planck.
			price: Balance,
			/// Why.
			reason: Reason,
		},
		/// A donation was divided. Each holder's part is a [`Event::Credited`] before.
		#[codec(index = 3)]
		Donated {
			/// The title.
			content: ContentId,
			/// Who gave it.
			donor: T::AccountId,
			/// What was given.
			currency: Currency,
			/// Planck.
			amount: Balance,
		},
		/// A holder of a title got its part: it was paid, unless [`Event::Deferred`] says that it is owed.
		#[codec(index = 4)]
		Credited {
			/// For what.
			source: Source,
			/// The title.
			content: ContentId,
			/// Whose part it is.
			holder: T::AccountId,
			/// What was paid with.
			currency: Currency,
			/// Planck.
			amount: Balance,
		},
		/// An amount is kept for an account that cannot take it yet.
		#[codec(index = 5)]
		Deferred {
			/// Whose it is.
			who: T::AccountId,
			/// Of what.
			currency: Currency,
			/// Planck kept now.
			amount: Balance,
			/// Planck kept for it in all.
			owed: Balance,
		},
		/// What was owed was paid.
		#[codec(index = 6)]
		OwedPaid {
			/// Who was paid.
			who: T::AccountId,
			/// Of what.
			currency: Currency,
			/// Planck.
			amount: Balance,
		},
		/// The treasury gave the escrow account its existential deposit.
		#[codec(index = 7)]
		EscrowEndowed {
			/// CFX in planck.
			amount_cfx: Balance,
		},
		/// A purchase that gave access is gone: its rental ended, its title was deleted, or its beneficiary gave it up.
		#[codec(index = 8)]
		Forgotten {
			/// The purchase.
			purchase: PurchaseId,
		},
		/// Records of a period that is long over were removed.
		#[codec(index = 9)]
		SalesCleared {
			/// The period.
			period: u64,
			/// Number of records removed.
			records: u32,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No title was registered under that id.
		#[codec(index = 0)]
		TitleNotFound,
		/// The title is stopped or deleted.
		#[codec(index = 1)]
		TitleNotPlayable,
		/// The title costs nothing: anyone may watch it.
		#[codec(index = 2)]
		TitleFree,
		/// The title is not sold in that way, or not for that currency: see `price_of`.
		#[codec(index = 3)]
		NotOffered,
		/// The price is above what the buyer said it would pay.
		#[codec(index = 4)]
		PriceAboveMax,
		/// The beneficiary has the title. What has ended and is there still can be returned or forgotten.
		#[codec(index = 5)]
		AlreadyBought,
		/// There is no such purchase (any more).
		#[codec(index = 6)]
		PurchaseNotFound,
		/// Only who pays and who may watch can do that.
		#[codec(index = 7)]
		NotYours,
		/// A play was confirmed: the price has been paid.
		#[codec(index = 8)]
		AlreadyDelivered,
		/// Its time is not over and its title may be played: it can still be delivered.
		#[codec(index = 9)]
		NotReturnable,
		/// It gives access still, and only its beneficiary may give that up.
		#[codec(index = 10)]
		StillInUse,
		/// The title takes no donations.
		#[codec(index = 11)]
		NoDonations,
		/// A donation of nothing.
		#[codec(index = 12)]
		NothingToGive,
		/// Nothing is owed to the account in that currency.
		#[codec(index = 13)]
		NothingOwed,
		/// The account still cannot take what it is owed: it is below the least balance. It stays owed.
		#[codec(index = 14)]
		NotPayableYet,
		/// No period is over for long enough.
		#[codec(index = 15)]
		NothingToClear,
		/// A sum overflowed, which issuance makes impossible.
		#[codec(index = 16)]
		SumOverflow,
		/// Nobody said of what recording the title is, or that recording is another's to publish.
		#[codec(index = 17)]
		NotCleared,
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Buys or rents a title, for oneself or as a gift. The price of this moment is held until a first play is
		/// confirmed.
		///
		/// - Origin: Signed, by who pays.
		/// - `content`: the title.
		/// - `beneficiary`: who may watch; `None`: the signer.
		/// - `kind`: for good, or as long as the title's terms say.
		/// - `currency`: what is paid with.
		/// - `max_price`: planck above which nothing is bought.
		/// - Errors: [`Error::TitleNotFound`], [`Error::TitleNotPlayable`], [`Error::TitleFree`], [`Error::NotCleared`],
		///   [`Error::NotOffered`], [`Error::PriceAboveMax`], [`Error::AlreadyBought`]; `TokenError` when the signer has not as much to spend.
		/// - Event: [`Event::Bought`]. Cost: twenty reads, nine writes.
		#[pallet::call_index(0)]
		pub fn buy(
			origin: OriginFor<T>,
			content: ContentId,
			beneficiary: Option<T::AccountId>,
			kind: SaleKind,
			currency: Currency,
			max_price: Balance,
		) -> DispatchResult {
			let payer = ensure_signed(origin)?;
			let beneficiary = beneficiary.unwrap_or_else(|| payer.clone());
			Self::do_buy(payer, content, beneficiary, kind, currency, max_price)
		}

		/// Refuses what was bought, before its first play is confirmed: all of the price goes back to the payer (K3).
		///
		/// - Origin: Signed, by who pays or who may watch.
		/// - `purchase`: its number.
		/// - Errors: [`Error::PurchaseNotFound`], [`Error::NotYours`], [`Error::AlreadyDelivered`].
		/// - Event: [`Event::Returned`]. Cost: seven reads, six writes.
		#[pallet::call_index(1)]
		pub fn refuse(origin: OriginFor<T>, purchase: PurchaseId) -> DispatchResult {
			Self::do_refuse(&ensure_signed(origin)?, purchase)
		}

		/// Returns a purchase whose time is over, or whose title is stopped or deleted.
		///
		/// - Origin: Signed, by anyone.
		/// - `purchase`: its number.
		/// - Errors: [`Error::PurchaseNotFound`], [`Error::AlreadyDelivered`], [`Error::NotReturnable`].
		/// - Event: [`Event::Returned`]. Cost: nine reads, six writes.
		#[pallet::call_index(2)]
		pub fn return_undelivered(origin: OriginFor<T>, purchase: PurchaseId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_return_undelivered(purchase)
		}

		/// Gives to a title that takes donations; divided at once among its holders, without a fee.
		///
		/// - Origin: Signed.
		/// - `content`: the title.
		/// - `currency`: what is given.
		/// - `amount`: planck, above 0.
		/// - Errors: [`Error::TitleNotFound`], [`Error::TitleNotPlayable`], [`Error::NoDonations`],
		///   [`Error::NothingToGive`]; `TokenError` when the signer has not as much to spend.
		/// - Event: [`Event::Credited`], [`Event::Donated`]. Cost: O(holders), at most 32; what fewer cost less is given
		///   back.
		#[pallet::call_index(3)]
		#[pallet::weight(<T as Config>::WeightInfo::donate(MAX_PAID))]
		pub fn donate(
			origin: OriginFor<T>,
			content: ContentId,
			currency: Currency,
			amount: Balance,
		) -> DispatchResultWithPostInfo {
			let holders = Self::do_donate(ensure_signed(origin)?, content, currency, amount)?;
			Ok(Some(<T as Config>::WeightInfo::donate(holders)).into())
		}

		/// Pays what an account is owed, once it can take it.
		///
		/// - Origin: Signed, by anyone for anybody.
		/// - `who`: whose it is.
		/// - `currency`: of what.
		/// - Errors: [`Error::NothingOwed`], [`Error::NotPayableYet`].
		/// - Event: [`Event::OwedPaid`]. Cost: four reads, four writes.
		#[pallet::call_index(4)]
		pub fn claim_owed(
			origin: OriginFor<T>,
			who: T::AccountId,
			currency: Currency,
		) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim_owed(&who, currency)
		}

		/// Removes a delivered purchase that gives access no more: its rental has ended, or its title was deleted. Its
		/// beneficiary may give it up before.
		///
		/// - Origin: Signed, by anyone.
		/// - `purchase`: its number.
		/// - Errors: [`Error::PurchaseNotFound`], [`Error::StillInUse`].
		/// - Event: [`Event::Forgotten`]. Cost: four reads, two writes.
		#[pallet::call_index(5)]
		pub fn forget(origin: OriginFor<T>, purchase: PurchaseId) -> DispatchResult {
			Self::do_forget(&ensure_signed(origin)?, purchase)
		}

		/// Removes records of sales of the oldest period that is over for long enough, [`CLEARED_PER_CALL`] at most.
		///
		/// - Origin: Signed, by anyone.
		/// - Errors: [`Error::NothingToClear`].
		/// - Event: [`Event::SalesCleared`]. Cost: O(records), at most 64.
		#[pallet::call_index(6)]
		pub fn clear_sales(origin: OriginFor<T>) -> DispatchResult {
			ensure_signed(origin)?;
			ensure!(Self::clear_step(CLEARED_PER_CALL), Error::<T>::NothingToClear);
			Ok(())
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			Self::tidy(remaining)
		}

		fn integrity_test() {
			assert!(T::PlatformFee::get() <= MAX_PLATFORM_FEE_BP, "the platform keeps too much");
			assert!(T::DeliveryRounds::get() > 0, "nothing could be delivered");
			assert!(T::SalesPeriod::get() > 0, "a period has a round at least");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A purchase, open or delivered; `None` when there never was one, or it was returned or forgotten. Cost: one
		/// read.
		pub fn purchase(purchase: PurchaseId) -> Option<Purchase<T::AccountId>> {
			Purchases::<T>::get(purchase)
		}

		/// Purchases under which `account` may or could watch, in storage order, behind the title `from`, at most `limit`
		/// and never more than 100. Cost: two reads each.
		pub fn purchases_of(
			account: T::AccountId,
			from: Option<ContentId>,
			limit: u32,
		) -> Vec<(PurchaseId, Purchase<T::AccountId>)> {
			Self::purchases_page(account, from, limit)
		}

		/// Whether `account` has bought a title, or was given it, and may watch it now: held in time, or delivered and not
		/// ended. Says nothing of titles that are free, nor whether the title may be played. Cost: three reads.
		pub fn has_access(content: ContentId, account: T::AccountId) -> bool {
			Self::gives_access(&content, &account)
		}

		/// What a holder was credited in a period, while that is kept. Cost: one read.
		pub fn sales(holder: T::AccountId, period: u64) -> Option<SalesRecord> {
			Sales::<T>::get(period, holder)
		}

		/// The running period, and the first of which there may be records. Cost: two reads.
		pub fn periods() -> (u64, Option<u64>) {
			(Self::period_now(), OldestPeriod::<T>::get())
		}

		/// Planck of CFX and of SSH that an account is owed. Cost: two reads.
		pub fn owed(who: T::AccountId) -> (Balance, Balance) {
			(Owed::<T>::get(&who, Currency::Cfx), Owed::<T>::get(&who, Currency::Ssh))
		}

		/// Basis points that the platform keeps of what is bought now. Cost: one read at most.
		pub fn platform_fee_bp() -> BasisPoints {
			Self::fee_now()
		}
	}
}
