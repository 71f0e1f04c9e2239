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
//! ```text
//! nothing said ──declare_holders──────────────► holders ⟲ transfer_share, by each for its own
//!      └───────first sale, or transfer_share──► the creator alone, fixed likewise
//! ```
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
//! - **R1** Holders of a title: 1 to 32, no account twice, each with 1 basis point at least, in sum 10,000.
//! - **R2** Holders and terms are of registered titles.
//! - **R3** Terms have no price of 0, and a rental has a price and 1 to [`Config::MaxRentalRounds`] rounds.
//!
//! ## Money and rounding
//!
//! No money moves here. Shares are basis points; whoever divides by them rounds down and gives what is left over to the
//! first holder. The price by quality is the number of minutes begun × the price of a minute, exact.
//!
//! ## Bounds and cost
//!
//! No hook. A title has one entry of holders, of 32 at most, and one of terms. Only who could register the title, and
//! keeps a deposit for it, can make the first of each; a transfer adds a holder or none.
//!
//! ## What this does not stop
//!
//! A creator who names fewer holders than a contract outside says. Shares and holders are public. A holder whose key is
//! lost keeps its share: nobody else can move it.
//!
//! Source: mission S5, K2; design section 8.

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
#[cfg(any(feature = "try-runtime", feature = "std", test))]
mod invariants;
#[cfg(test)]
mod mock;
mod prices;
mod shares;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::{Holders, RentalTerms, Terms};
pub use weights::WeightInfo;

#[frame_support::pallet]
#[allow(missing_debug_implementations, clippy::expect_used, reason = "what the macros make")]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use reel_primitives::{
		BasisPoints, ContentId, Round,
		market::{Currency, Holder, PriceTiers, Quote, QuoteRefusal, SaleKind},
		traits::{Clearance, Rights, TitlesOnSale},
	};

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// See the crate docs.
	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Knows titles, their creators and the price of watching.
		type Titles: TitlesOnSale<Self::AccountId>;

		/// Says of which titles the recording is known, and their creator's.
		type Clearance: Clearance<Self::AccountId>;

		/// Prices of titles of which none was said, by quality. Unsound ones are not used.
		type Tiers: Get<PriceTiers>;

		/// Most rounds of a rental.
		#[pallet::constant]
		type MaxRentalRounds: Get<Round>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Who shares a title's income, in the order in which rounding favours them. Absent: the creator, and nothing was
	/// sold yet.
	// Blake2_128Concat here and below: whoever publishes chooses the bytes of an id.
	#[pallet::storage]
	pub type HoldersOf<T: Config> =
		StorageMap<_, Blake2_128Concat, ContentId, Holders<T::AccountId>>;

	/// What creators said of sales beside the price of watching.
	#[pallet::storage]
	pub type TermsOf<T: Config> = StorageMap<_, Blake2_128Concat, ContentId, Terms>;

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
		///   [`Error::SharesNotWhole`], [`Error::HolderTwice`].
		/// - Event: [`Event::HoldersDeclared`]. Cost: three reads, one write.
		#[pallet::call_index(0)]
		pub fn declare_holders(
			origin: OriginFor<T>,
			content: ContentId,
			holders: Holders<T::AccountId>,
		) -> DispatchResult {
			Self::do_declare(&ensure_signed(origin)?, content, holders)
		}

		/// Gives a part of a title's income away, or all that the signer has of it. What is not paid yet goes with it.
		///
		/// - Origin: Signed, by a holder; by the creator where nothing was said.
		/// - `content`: the title, also one that is stopped or deleted.
		/// - `to`: who gets it; a new one is added at the end of the list.
		/// - `share_bp`: basis points of the title's income, at least 1.
		/// - Errors: [`Error::TitleNotFound`], [`Error::NothingToTransfer`], [`Error::ShareTooSmall`],
		///   [`Error::TooManyHolders`].
		/// - Event: [`Event::ShareTransferred`]. Cost: three reads, one write.
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

		/// Who shares a title's income; empty when it was never registered. Cost: three reads.
		pub fn holders(content: ContentId) -> Vec<Holder<T::AccountId>> {
			<Self as Rights<T::AccountId>>::holders(&content)
		}

		/// Whether holders may still be declared for a title. Cost: three reads.
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
