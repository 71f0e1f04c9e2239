//! # Anchors of ratings
//!
//! What each validator's log of ratings comes to: one hash, once a period.
//!
//! ## Model
//!
//! Ratings stay off the chain (C16). The desk of a validator takes them from viewers who have watched, and writes them
//! into a log in which each line holds the hash of the line before. Here it says, signed with its session key, how many
//! lines there are and what the last hash is. Whoever has a copy of the log can then tell whether lines of it were changed,
//! left out or put in since.
//!
//! ```text
//! desk: line 1 ◄─ line 2 ◄─ … ◄─ line n        anchor ─► (validator, round, n, hash of line n)
//! ```
//!
//! - A statement is signed inside the call over the chain's genesis hash and the session, and carries no fee
//!   (`#[pallet::authorize]`). It names the round in which it is made, and is good for 20 rounds.
//! - A validator anchors at most once in a *period*: a day; 8 rounds on development chains, as genesis says.
//! - Only the last statement of each is kept; the event of each before it stays in the blocks.
//!
//! ## Invariants
//!
//! - **R1** Statements are in the order of their validators, one for each.
//! - **R2** No statement is of a round to come, nor of an empty log.
//! - **R3** The period is not zero.
//!
//! ## Bounds and cost
//!
//! As many statements as a session may have authorities, 80 bytes each in one value. Where there is no room, that of the
//! validator that has been silent for longest makes way. O(authorities); one signature check. No hook.
//!
//! ## What this does not stop
//!
//! A desk that refuses a rating, or begins another log: the second shows in a count that falls, the first in nothing but
//! the viewer's word, who may go to another desk.
//!
//! Source: mission C16.

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

mod anchoring;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod invariants;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
pub mod weights;

pub use pallet::*;
pub use weights::WeightInfo;

/// Rounds between two anchors of a validator unless genesis says otherwise: a day.
pub const DEFAULT_PERIOD: reel_primitives::Round = 6_000;

#[allow(
	missing_docs,
	missing_debug_implementations,
	clippy::expect_used,
	reason = "what the macros make"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::{DEFAULT_PERIOD, WeightInfo};
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use reel_primitives::{
		AccountId, Hash32, Round,
		ids::PovSignature,
		rating::{AnchorStatus, HeadStatement},
		traits::{PovAuthorities, RoundClock},
	};

	#[pallet::config]
	pub trait Config:
		frame_system::Config<AccountId = AccountId, RuntimeEvent: From<Event<Self>>>
	{
		/// Consensus time, in rounds.
		type Clock: RoundClock;

		/// Whose keys sign for a session.
		type Authorities: PovAuthorities;

		/// Most statements that are kept: as many as a session may have authorities.
		#[pallet::constant]
		type MaxAuthorities: Get<u32>;

		/// Weights.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Used while genesis said nothing.
	#[pallet::type_value]
	pub fn DefaultPeriod() -> Round {
		DEFAULT_PERIOD
	}

	/// Rounds between two anchors of a validator, at least 1.
	#[pallet::storage]
	pub type Period<T> = StorageValue<_, Round, ValueQuery, DefaultPeriod>;

	/// The last statement of each validator, ascending by account.
	#[pallet::storage]
	pub type Anchors<T: Config> =
		StorageValue<_, BoundedVec<(AccountId, HeadStatement), T::MaxAuthorities>, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Rounds between two anchors of a validator; `None` for [`DEFAULT_PERIOD`].
		pub period: Option<Round>,
		/// Of this runtime.
		#[serde(skip)]
		pub runtime: core::marker::PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			if let Some(period) = self.period {
				assert!(period > 0, "every block could anchor every log");
				Period::<T>::put(period);
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A validator said what its log of ratings comes to.
		#[codec(index = 0)]
		RatingsAnchored {
			/// The validator.
			who: AccountId,
			/// The round in which it said so.
			round: Round,
			/// Lines in the log. Fewer than before: another log was begun.
			count: u64,
			/// Hash of the last line.
			hash: Hash32,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No authority has that index in the session, or the session is not remembered. Sign for the session of the best
		/// block.
		#[codec(index = 0)]
		AuthorityUnknown,
		/// The round has not come yet. Name the round of the best block.
		#[codec(index = 1)]
		RoundNotReached,
		/// The round is more than 20 rounds ago. Name the round of the best block.
		#[codec(index = 2)]
		RoundTooOld,
		/// The validator has anchored less than a period ago.
		#[codec(index = 3)]
		NotDue,
		/// The log is empty, or has not changed since the last anchor: there is nothing to anchor.
		#[codec(index = 4)]
		NothingNew,
		/// The signature is not the authority's over this statement, chain and session.
		#[codec(index = 5)]
		SignatureMismatch,
	}

	#[pallet::call(weight(<T as Config>::WeightInfo))]
	impl<T: Config> Pallet<T> {
		/// Keeps what a validator's log of ratings comes to.
		///
		/// ## Origin
		/// Authorized by the authority's signature inside; no fee.
		///
		/// ## Parameters
		/// - `statement`: round of now, lines and hash.
		/// - `authority`: the validator's index in the session.
		/// - `session`: a session that is remembered, as a rule the block's.
		/// - `signature`: over [`HeadStatement::signing_payload`].
		///
		/// ## Errors
		/// - [`Error::RoundNotReached`], [`Error::RoundTooOld`]: not a statement of now.
		/// - [`Error::AuthorityUnknown`]: no authority of that session.
		/// - [`Error::NotDue`], [`Error::NothingNew`]: not needed.
		/// - [`Error::SignatureMismatch`]: not signed by that authority.
		///
		/// ## Events
		/// - [`Event::RatingsAnchored`].
		///
		/// ## Cost
		/// One signature check, one value of 80 bytes for each validator.
		#[pallet::call_index(0)]
		#[pallet::authorize(Pallet::<T>::authorize_anchor)]
		#[pallet::weight_of_authorize(T::WeightInfo::authorize_anchor())]
		pub fn anchor(
			origin: OriginFor<T>,
			statement: HeadStatement,
			authority: u32,
			session: u32,
			signature: PovSignature,
		) -> DispatchResult {
			ensure_authorized(origin)?;
			Self::do_anchor(statement, authority, session, &signature)?;
			Ok(())
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The last statement of a validator, and whether the chain takes another.
		pub fn status(validator: AccountId) -> AnchorStatus {
			Self::status_of(&validator)
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxAuthorities::get() > 0, "nobody could anchor anything");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
