//! # Emission
//!
//! The only minter of CFX: a round in which something was watched mints what the schedule says, once.
//!
//! ## Model
//!
//! ```text
//! accepted batch of round r ──► mint_round(r, plays, counted)
//!                            ──► min(schedule(n) × counted, plays × cap) CFX to the payout pot
//!                                                        n = rounds rewarded before
//! ```
//!
//! - *Only because something was viewed*: no play, no coin.
//! - *Bounded by time*: a round is 14.4 s of slots, must be over, and must lie after every round that was
//!   rewarded before. So a round mints at most once, however fast blocks come, and one number on chain is enough
//!   to know it.
//! - *Halving*: the schedule counts rewarded rounds ([`reel_economics::emission::Schedule`]); how many
//!   halvings there are, and after how many rounds, is governed.
//! - *Cap per play*: governed; keeps a lone viewer from taking a whole round. What the cap keeps back is never
//!   minted, and counted.
//!
//! There is no call: other pallets mint through [`reel_primitives::traits::Mint`], which the runtime hands to
//! payouts alone.
//!
//! ## Invariants
//!
//! - **E1** [`TotalMinted`] + [`TotalWithheld`] = [`TotalScheduled`]: whatever the schedule gave was minted or
//!   kept back by the cap.
//! - **E2** [`RewardedRounds`] is 0 and nothing is minted, or it is at most the number of rounds from the first
//!   to the last rewarded one.
//!
//! ## Money and rounding
//!
//! All amounts are exact; a halving rounds down to a planck. [`TotalMinted`] never falls: burns and fees are
//! other pallets' books.
//!
//! ## Bounds and cost
//!
//! O(1): five values in storage, no map, no hook.
//!
//! ## What this does not stop
//!
//! A majority of validators that invents plays: it redirects at most what the schedule gives anyway.
//!
//! Source: mission C8.

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

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod invariants;
mod minting;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
pub mod weights;

pub use pallet::*;
pub use weights::WeightInfo;

#[allow(
	missing_docs,
	missing_debug_implementations,
	clippy::expect_used,
	reason = "what the macros make"
)]
#[frame_support::pallet]
pub mod pallet {
	use super::WeightInfo;
	use frame_support::{pallet_prelude::*, traits::fungible};
	use frame_system::pallet_prelude::*;
	use reel_economics::emission::Schedule;
	use reel_primitives::{Balance, Round, traits::RoundClock};

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// CFX.
		type Currency: fungible::Mutate<Self::AccountId, Balance = Balance>;

		/// Consensus time, in rounds.
		type Clock: RoundClock;

		/// What a rewarded round gives. Governed.
		type Schedule: Get<Schedule>;

		/// Most CFX in planck that a single play may bring into being; `None` is no cap. Governed.
		type CapPerPlay: Get<Option<Balance>>;

		/// Benchmarked weights.
		type WeightInfo: WeightInfo;
	}

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	/// Number of rounds that were rewarded; the schedule's clock.
	#[pallet::storage]
	pub type RewardedRounds<T> = StorageValue<_, u64, ValueQuery>;

	/// The first round that was rewarded.
	#[pallet::storage]
	pub type FirstRewardedRound<T> = StorageValue<_, Round>;

	/// The last round that was rewarded; nothing up to it is rewarded again.
	#[pallet::storage]
	pub type LastRewardedRound<T> = StorageValue<_, Round>;

	/// CFX in planck that the schedule gave for the rewarded rounds.
	#[pallet::storage]
	pub type TotalScheduled<T> = StorageValue<_, Balance, ValueQuery>;

	/// CFX in planck that were minted.
	#[pallet::storage]
	pub type TotalMinted<T> = StorageValue<_, Balance, ValueQuery>;

	/// CFX in planck that the cap per play kept from being minted.
	#[pallet::storage]
	pub type TotalWithheld<T> = StorageValue<_, Balance, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(crate) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A round was rewarded.
		#[codec(index = 0)]
		RoundRewarded {
			/// The round.
			round: Round,
			/// Plays accepted in it.
			plays: u32,
			/// CFX in planck minted for it.
			minted_cfx: Balance,
			/// Number of halvings behind it.
			era: u32,
		},
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The schedule in force.
		pub fn schedule() -> Schedule {
			T::Schedule::get()
		}

		/// CFX in planck that the next rewarded round gives when the cap per play does not bite.
		pub fn next_reward() -> Balance {
			T::Schedule::get().reward(RewardedRounds::<T>::get())
		}

		/// CFX in planck minted so far, and the rounds they were minted for.
		pub fn minted() -> (Balance, u64) {
			(TotalMinted::<T>::get(), RewardedRounds::<T>::get())
		}

		/// Number of halvings behind the next rewarded round.
		pub fn era() -> u32 {
			T::Schedule::get().era(RewardedRounds::<T>::get())
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}
