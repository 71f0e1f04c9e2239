//! # Layers
//!
//! Subtitles, dubs and effects that others, *activators*, add to a title, by contract with its creator.
//!
//! ## Model
//!
//! An activator offers a layer: what it is, in which language, where its bytes are, and on which terms. The creator
//! accepts or declines. What was offered never changes; another file, or other terms, are another layer.
//!
//! ```text
//! offer ──► offered ──accept──► accepted ──end, by the creator──► ending ──after the notice, clear──► gone
//!              │ decline, withdraw    └───────────withdraw, where it has a share──────────────────────► gone
//!              └──► gone
//! ```
//!
//! | terms | what it costs the creator |
//! |---|---|
//! | share | basis points of what the creator gets of the title, from then on until it ends |
//! | price | that much, once, when it is accepted |
//!
//! A share is of what the *creator* gets, of views, sales and donations; nobody else's part changes. Where rights have
//! other holders, it is of the creator's own part; a creator without any of the title owes nothing. Of ads it is nothing.
//! A part is divided when it is paid: what was watched under a share and is paid after its end is the creator's.
//!
//! A supervisor who acts for the title's country can stop a layer: no player shows it, and its share is the creator's,
//! until it is allowed again.
//!
//! ## Invariants
//!
//! - **L1** A layer is of a registered title and in the list of its title, once; the list names nothing else, and at
//!   most [`MAX_OFFERS`] offers.
//! - **L2** File, language and terms of a layer are sound.
//! - **L3** What an activator has on hold under [`HoldReason::Layer`] is the sum of the deposits of its layers.
//! - **L4** [`SharesOf`] has each layer with a share that was accepted, once, with its terms, end and stop, and nothing
//!   else; the shares of a title that no round has ended sum to 10,000 basis points at most.
//! - **L5** [`OwedTotal`] is the sum of what is owed, and the pot holds as much.
//!
//! ## Money and rounding
//!
//! What comes of views is booked title by title and claimed by anyone for all layers of a title; what comes of sales
//! and donations is paid at once by whoever divides them. Each part is rounded down to a planck, the rest stays the
//! creator's. What is owed is paid before a layer goes.
//!
//! ## Bounds and cost
//!
//! No hook. A title has at most [`MAX_LAYERS`] layers, of which
//! [`MAX_SHARED_LAYERS`](reel_primitives::layers::MAX_SHARED_LAYERS) have a share. A payment of views costs a read and
//! a write for each title that has layers with a share.
//!
//! ## Who may do what
//!
//! Anyone offers, claims, and clears what is over; the creator accepts, declines and ends; the activator withdraws;
//! a supervisor stops and allows again.
//!
//! ## What this does not stop
//!
//! A bad translation, or a file that nobody keeps: the chain sees neither. Whoever fills the list of a title with
//! offers holds a deposit for each, until the creator declines them. A stopped file may be offered again.
//!
//! Source: mission C10; design section 8.

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
mod contracts;
mod income;
#[cfg(any(feature = "try-runtime", feature = "std", test))]
mod invariants;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod types;
pub mod weights;

pub use pallet::*;
pub use types::{Layer, LayerIds, MAX_LAYERS, MAX_OFFERS, Share, Shares, Stage};
pub use weights::WeightInfo;

#[frame_support::pallet]
#[allow(missing_debug_implementations, clippy::expect_used, reason = "what the macros make")]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{PalletId, pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use reel_primitives::{
		Balance, ContentId, Round,
		content::ReasonCode,
		layers::{Language, LayerFile, LayerId, LayerKind, LayerTerms},
		traits::{RoundClock, Sanctioners, Titles},
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

		/// Knows titles, their creators and supervisors.
		type Titles: Titles<Self::AccountId>;

		/// Knows who is a supervisor, and of which country.
		type Supervisors: Sanctioners<Self::AccountId>;

		/// Tells the round of the block.
		type Clock: RoundClock;

		/// Names the account that holds what came of views and was not claimed. It is never empty.
		#[pallet::constant]
		type PotId: Get<PalletId>;

		/// CFX in planck on hold for each layer.
		#[pallet::constant]
		type Deposit: Get<Balance>;

		/// Rounds from the creator's word to the end of a layer.
		#[pallet::constant]
		type NoticeRounds: Get<Round>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds CFX.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// As long as a layer is stored.
		#[codec(index = 0)]
		Layer,
	}

	/// Number of the next layer.
	#[pallet::storage]
	pub type NextLayer<T> = StorageValue<_, LayerId, ValueQuery>;

	/// The layers.
	#[pallet::storage]
	pub type Layers<T: Config> = StorageMap<_, Twox64Concat, LayerId, Layer<T::AccountId>>;

	/// Layers of a title, oldest first.
	// Blake2_128Concat here and below: whoever publishes chooses the bytes of an id.
	#[pallet::storage]
	pub type LayersOf<T: Config> = StorageMap<_, Blake2_128Concat, ContentId, LayerIds, ValueQuery>;

	/// Who shares what the creator of a title gets, and what it is owed of views.
	#[pallet::storage]
	pub type SharesOf<T: Config> =
		StorageMap<_, Blake2_128Concat, ContentId, Shares<T::AccountId>, ValueQuery>;

	/// CFX in planck that is owed to activators in all.
	#[pallet::storage]
	pub type OwedTotal<T> = StorageValue<_, Balance, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A layer was offered.
		#[codec(index = 0)]
		LayerOffered {
			/// Its number.
			layer: LayerId,
			/// The title.
			content: ContentId,
			/// Whose it is.
			activator: T::AccountId,
			/// What it is.
			kind: LayerKind,
			/// In which language.
			language: Language,
			/// Where its bytes are.
			file: LayerFile,
			/// What it costs.
			terms: LayerTerms,
		},
		/// The creator accepted a layer; a price was paid.
		#[codec(index = 1)]
		LayerAccepted {
			/// Its number.
			layer: LayerId,
			/// The title.
			content: ContentId,
			/// What it costs.
			terms: LayerTerms,
		},
		/// The creator declined an offer; it is gone.
		#[codec(index = 2)]
		LayerDeclined {
			/// Its number.
			layer: LayerId,
			/// The title.
			content: ContentId,
		},
		/// The activator took a layer back; it is gone.
		#[codec(index = 3)]
		LayerWithdrawn {
			/// Its number.
			layer: LayerId,
			/// The title.
			content: ContentId,
		},
		/// The creator ended a layer.
		#[codec(index = 4)]
		LayerEnding {
			/// Its number.
			layer: LayerId,
			/// The title.
			content: ContentId,
			/// First round in which it is not there any more.
			ends: Round,
		},
		/// A layer that was over is gone.
		#[codec(index = 5)]
		LayerCleared {
			/// Its number.
			layer: LayerId,
			/// The title.
			content: ContentId,
		},
		/// A supervisor stopped a layer.
		#[codec(index = 6)]
		LayerStopped {
			/// Its number.
			layer: LayerId,
			/// The title.
			content: ContentId,
			/// Who.
			supervisor: T::AccountId,
			/// Why.
			reason: ReasonCode,
		},
		/// A supervisor allowed a layer again.
		#[codec(index = 7)]
		LayerReinstated {
			/// Its number.
			layer: LayerId,
			/// The title.
			content: ContentId,
			/// Who.
			supervisor: T::AccountId,
		},
		/// Of what views brought the creator of a title, this much is its activators'.
		#[codec(index = 8)]
		IncomeShared {
			/// The title.
			content: ContentId,
			/// What the creator would have got, in planck.
			creator_cfx: Balance,
			/// Of it, what activators get.
			shared_cfx: Balance,
		},
		/// An activator was paid what it was owed of views.
		#[codec(index = 9)]
		SharePaid {
			/// The layer.
			layer: LayerId,
			/// Whose it is.
			activator: T::AccountId,
			/// Planck.
			amount_cfx: Balance,
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
		/// No layer has that number, or it is gone.
		#[codec(index = 2)]
		LayerNotFound,
		/// Only the creator of the title may do that.
		#[codec(index = 3)]
		NotCreator,
		/// Only whose layer it is may do that.
		#[codec(index = 4)]
		NotActivator,
		/// Only a supervisor who may act for the title's country may do that.
		#[codec(index = 5)]
		NotSupervisor,
		/// The layer was accepted before.
		#[codec(index = 6)]
		AcceptedAlready,
		/// The layer was not accepted, or was ended before.
		#[codec(index = 7)]
		NotRunning,
		/// The layer is not over.
		#[codec(index = 8)]
		NotOver,
		/// The layer is stopped.
		#[codec(index = 9)]
		LayerStopped,
		/// The layer is not stopped.
		#[codec(index = 10)]
		NotStopped,
		/// The layer was paid for: only the creator can end it.
		#[codec(index = 11)]
		PaidFor,
		/// A share is 1 to 10,000 basis points.
		#[codec(index = 12)]
		TermsOutOfRange,
		/// The file must have 1 byte to 64 GiB, and a CID of version 1 over SHA2-256, raw or `UnixFS`.
		#[codec(index = 13)]
		FileOutOfRange,
		/// The language must be a BCP 47 tag of at most 16 characters.
		#[codec(index = 14)]
		LanguageOutOfRange,
		/// The title has as many layers as there may be.
		#[codec(index = 15)]
		TooManyLayers,
		/// The title has as many offers as there may be: its creator must decline some.
		#[codec(index = 16)]
		TooManyOffers,
		/// The title has as many layers with a share as there may be.
		#[codec(index = 17)]
		TooManyShares,
		/// With it the shares would be more than the creator gets.
		#[codec(index = 18)]
		SharesAboveWhole,
		/// Nothing is owed to any layer of the title.
		#[codec(index = 19)]
		NothingOwed,
		/// A sum overflowed.
		#[codec(index = 20)]
		SumOverflow,
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Offers a layer. [`Config::Deposit`] goes on hold until it is gone.
		///
		/// - Origin: Signed, by anyone.
		/// - `content`: a title that may be played.
		/// - `kind`, `language`, `file`: what it is; see [`LayerKind`], [`Language`], [`LayerFile`].
		/// - `terms`: what it costs the creator; see [`LayerTerms`].
		/// - Errors: [`Error::FileOutOfRange`], [`Error::LanguageOutOfRange`], [`Error::TermsOutOfRange`],
		///   [`Error::TitleNotFound`], [`Error::TitleNotPlayable`], [`Error::TooManyLayers`],
		///   [`Error::TooManyOffers`], or the deposit is not there.
		/// - Event: [`Event::LayerOffered`]. Cost: the title's list, at most 64 layers read.
		#[pallet::call_index(0)]
		pub fn offer(
			origin: OriginFor<T>,
			content: ContentId,
			kind: LayerKind,
			language: Language,
			file: LayerFile,
			terms: LayerTerms,
		) -> DispatchResult {
			Self::do_offer(ensure_signed(origin)?, content, kind, language, file, terms)
		}

		/// Accepts an offer. A price is paid at once.
		///
		/// - Origin: Signed, by the creator of its title.
		/// - `layer`: its number.
		/// - Errors: [`Error::LayerNotFound`], [`Error::NotCreator`], [`Error::TitleNotPlayable`],
		///   [`Error::AcceptedAlready`], [`Error::LayerStopped`], [`Error::TooManyShares`],
		///   [`Error::SharesAboveWhole`], or the price is not there.
		/// - Event: [`Event::LayerAccepted`]. Cost: four reads, three writes.
		#[pallet::call_index(1)]
		pub fn accept(origin: OriginFor<T>, layer: LayerId) -> DispatchResult {
			Self::do_accept(&ensure_signed(origin)?, layer)
		}

		/// Declines an offer; it is gone, its deposit free.
		///
		/// - Origin: Signed, by the creator of its title.
		/// - `layer`: its number.
		/// - Errors: [`Error::LayerNotFound`], [`Error::NotCreator`], [`Error::AcceptedAlready`].
		/// - Event: [`Event::LayerDeclined`]. Cost: four reads, three writes.
		#[pallet::call_index(2)]
		pub fn decline(origin: OriginFor<T>, layer: LayerId) -> DispatchResult {
			Self::do_decline(&ensure_signed(origin)?, layer)
		}

		/// Takes a layer back: an offer, or one that has a share, which ends at once. What is owed is paid.
		///
		/// - Origin: Signed, by whose it is.
		/// - `layer`: its number.
		/// - Errors: [`Error::LayerNotFound`], [`Error::NotActivator`], [`Error::PaidFor`].
		/// - Event: [`Event::LayerWithdrawn`]. Cost: six reads, six writes.
		#[pallet::call_index(3)]
		pub fn withdraw(origin: OriginFor<T>, layer: LayerId) -> DispatchResult {
			Self::do_withdraw(&ensure_signed(origin)?, layer)
		}

		/// Ends a layer, [`Config::NoticeRounds`] from now.
		///
		/// - Origin: Signed, by the creator of its title.
		/// - `layer`: its number.
		/// - Errors: [`Error::LayerNotFound`], [`Error::NotCreator`], [`Error::NotRunning`].
		/// - Event: [`Event::LayerEnding`]. Cost: four reads, two writes.
		#[pallet::call_index(4)]
		pub fn end(origin: OriginFor<T>, layer: LayerId) -> DispatchResult {
			Self::do_end(&ensure_signed(origin)?, layer)
		}

		/// Removes a layer that is over, or whose title was deleted. What is owed is paid, the deposit is free.
		///
		/// - Origin: Signed, by anyone.
		/// - `layer`: its number.
		/// - Errors: [`Error::LayerNotFound`], [`Error::NotOver`].
		/// - Event: [`Event::LayerCleared`]. Cost: six reads, six writes.
		#[pallet::call_index(5)]
		pub fn clear(origin: OriginFor<T>, layer: LayerId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_clear(layer)
		}

		/// Pays what is owed of views to all layers of a title.
		///
		/// - Origin: Signed, by anyone.
		/// - `content`: the title.
		/// - Errors: [`Error::NothingOwed`].
		/// - Event: [`Event::SharePaid`] for each. Cost: two reads and two writes, and a transfer for each.
		#[pallet::call_index(6)]
		pub fn claim(origin: OriginFor<T>, content: ContentId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_claim(content)
		}

		/// Stops a layer: no player shows it, and its share is the creator's.
		///
		/// - Origin: Signed, by a supervisor who may act for the title's country.
		/// - `layer`: its number.
		/// - `reason`: why.
		/// - Errors: [`Error::LayerNotFound`], [`Error::NotSupervisor`], [`Error::LayerStopped`].
		/// - Event: [`Event::LayerStopped`]. Cost: six reads, two writes.
		#[pallet::call_index(7)]
		pub fn stop(origin: OriginFor<T>, layer: LayerId, reason: ReasonCode) -> DispatchResult {
			Self::do_stop(ensure_signed(origin)?, layer, reason)
		}

		/// Allows a layer again that was stopped.
		///
		/// - Origin: Signed, by a supervisor who may act for the title's country.
		/// - `layer`: its number.
		/// - Errors: [`Error::LayerNotFound`], [`Error::NotSupervisor`], [`Error::NotStopped`].
		/// - Event: [`Event::LayerReinstated`]. Cost: six reads, two writes.
		#[pallet::call_index(8)]
		pub fn reinstate(origin: OriginFor<T>, layer: LayerId) -> DispatchResult {
			Self::do_reinstate(ensure_signed(origin)?, layer)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::NoticeRounds::get() > 0, "a layer would end without notice");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// A layer. Cost: one read.
		pub fn layer(layer: LayerId) -> Option<Layer<T::AccountId>> {
			Layers::<T>::get(layer)
		}

		/// The layers of a title, offered and stopped ones too, oldest first. Cost: at most 65 reads.
		pub fn layers_of(content: ContentId) -> Vec<(LayerId, Layer<T::AccountId>)> {
			let ids = LayersOf::<T>::get(content);
			ids.into_iter().filter_map(|id| Some((id, Layers::<T>::get(id)?))).collect()
		}

		/// The layers of a title that a player may show now. Cost: at most 65 reads.
		pub fn shown_of(content: ContentId) -> Vec<(LayerId, Layer<T::AccountId>)> {
			let round = T::Clock::round();
			let mut layers = Self::layers_of(content);
			layers.retain(|(_, layer)| layer.is_shown(round));
			layers
		}

		/// Who shares what the creator of a title gets, and what it is owed of views. Cost: one read.
		pub fn shares_of(content: ContentId) -> Vec<Share<T::AccountId>> {
			SharesOf::<T>::get(content).into_inner()
		}
	}
}
