//! Epochs: the seed, the drawing of challenges, and what becomes of those that nobody answered. Led to by
//! `on_initialize`, `settle_curator`, and every call that changes what a curator holds.

use crate::{
	Challenge, Config, Contracts, Duties, DutyOf, EndReason, Epoch, EpochInfo, Error, Event,
	Holdings, MAX_CHALLENGES, MAX_REPLICAS, Pallet, SweepAt, Timings, WeightInfo,
};
use alloc::{collections::BTreeSet, vec::Vec};
use codec::Encode;
use frame_support::{
	BoundedVec,
	traits::{Get, Randomness},
	weights::Weight,
};
use frame_system::pallet_prelude::BlockNumberFor;
use reel_fragments::{
	ContractId,
	challenge::draw_challenge,
	demand::epoch_of,
	traits::{Curators, KeptTitles},
};
use reel_primitives::{Hash32, Round, blake2b_256, traits::RoundClock};
use sp_runtime::traits::Saturating;

const SEED_DOMAIN: &[u8] = b"reel/fragments/epoch";

impl<T: Config> Pallet<T> {
	/// Begins an epoch when its time has come, and draws the challenges of some curators. Bounded.
	pub(crate) fn on_block() -> Weight {
		let begun = Self::begin_epoch().unwrap_or_else(T::WeightInfo::on_initialize_idle);
		begun.saturating_add(Self::sweep())
	}

	/// Begins the epoch of the present round, if it has not begun and the block brings randomness.
	fn begin_epoch() -> Option<Weight> {
		let index = epoch_of(T::Clock::round(), Timings::<T>::get().epoch_rounds);
		if Epoch::<T>::get().is_some_and(|epoch| epoch.index >= index) {
			return None;
		}
		// Without it the epoch begins with the next block that has it.
		let random = T::Randomness::random(SEED_DOMAIN).0?;
		let newcomers = Self::open_epoch(index, random.as_ref());
		let (time, proof) = T::Curators::seat_newcomers_weight(newcomers);
		Some(T::WeightInfo::begin_epoch().saturating_add(Weight::from_parts(time, proof)))
	}

	/// Begins an epoch; returns how many newcomers were seated.
	pub(crate) fn open_epoch(index: u64, random: &[u8]) -> u32 {
		let seed: Hash32 = blake2b_256(&[SEED_DOMAIN, random, &index.to_le_bytes()]);
		Epoch::<T>::put(EpochInfo { index, seed, minted_ssh: 0 });
		SweepAt::<T>::put(None::<T::AccountId>);
		Self::deposit_event(Event::EpochBegan { epoch: index });
		T::Curators::seat_newcomers(&seed)
	}

	/// Settles and challenges the next curators of this epoch, at most [`Config::SweepPerBlock`].
	pub(crate) fn sweep() -> Weight {
		let (Some(from), Some(epoch)) = (SweepAt::<T>::get(), Epoch::<T>::get()) else {
			return Weight::zero();
		};
		let keys = match &from {
			None => Duties::<T>::iter_keys(),
			Some(last) => Duties::<T>::iter_keys_from(Duties::<T>::hashed_key_for(last)),
		};
		let most = T::SweepPerBlock::get();
		let curators: Vec<_> = keys.take(most as usize).collect();
		let count = curators.len() as u32;
		for curator in &curators {
			Self::touch(curator, &epoch);
		}
		match curators.into_iter().last() {
			Some(last) if count == most => SweepAt::<T>::put(Some(last)),
			_ => SweepAt::<T>::kill(),
		}
		T::WeightInfo::sweep(count)
	}

	/// What [`Config`] must keep to.
	pub(crate) fn check_config() {
		let (floor, ceiling) = (T::ReplicaFloor::get(), T::ReplicaCeiling::get());
		assert!(1 <= floor && floor <= ceiling, "replicas: floor above ceiling, or none");
		assert!(ceiling <= MAX_REPLICAS, "a span has no room for so many replicas");
		let challenges = T::ChallengesPerEpoch::get();
		assert!((1..=MAX_CHALLENGES).contains(&challenges), "challenges out of range");
		assert!(T::MaxMisses::get() >= 1 && T::MaxSilentEpochs::get() >= 1, "no miss allowed");
		assert!(T::SweepPerBlock::get() >= 1, "nobody would ever be challenged");
		assert!(T::MaxContracts::get() >= 1, "nobody could keep anything");
	}

	/// The epoch that runs.
	pub(crate) fn epoch() -> Result<EpochInfo, Error<T>> {
		Epoch::<T>::get().ok_or(Error::<T>::NoEpoch)
	}

	/// Settles what a curator did not answer in time, and draws this epoch's challenges if they have not been. Before
	/// anything changes what it holds: so they are drawn over what it held when the seed was unknown. Says whether
	/// anything changed.
	pub(crate) fn touch(curator: &T::AccountId, epoch: &EpochInfo) -> bool {
		let Some(mut duty) = Duties::<T>::get(curator) else { return false };
		let mut has_changed = false;
		if duty.is_open() {
			if !Self::is_over(&duty) {
				return false;
			}
			has_changed = true;
			if !Self::settle(curator, &mut duty) {
				return true;
			}
		}
		if duty.epoch < epoch.index {
			has_changed = true;
			if !duty.challenges.is_empty() && duty.challenges.iter().any(|c| c.is_answered) {
				duty.silent_epochs = 0;
			}
			Self::draw(curator, epoch, &mut duty);
		}
		if has_changed {
			Duties::<T>::insert(curator, duty);
		}
		has_changed
	}

	/// Whether the time for answers has passed, in rounds and in blocks.
	pub(crate) fn is_over(duty: &DutyOf<T>) -> bool {
		T::Clock::round() > duty.due_in && frame_system::Pallet::<T>::block_number() > duty.due_at
	}

	/// Round from which a duty's answers are no longer taken, and block.
	fn deadline() -> (Round, BlockNumberFor<T>) {
		let rounds = Timings::<T>::get().answer_rounds;
		let block = frame_system::Pallet::<T>::block_number();
		(T::Clock::round().saturating_add(rounds), block.saturating_add(T::MinAnswerBlocks::get()))
	}

	fn draw(curator: &T::AccountId, epoch: &EpochInfo, duty: &mut DutyOf<T>) {
		let holdings = Holdings::<T>::get(curator);
		let challenges: Vec<_> = curator.using_encoded(|bytes| {
			(0..T::ChallengesPerEpoch::get())
				.filter_map(|number| draw_challenge(&epoch.seed, bytes, number, &holdings))
				.map(|(contract, offset)| Challenge { contract, offset, is_answered: false })
				.collect()
		});
		duty.epoch = epoch.index;
		(duty.due_in, duty.due_at) = Self::deadline();
		duty.challenges = BoundedVec::truncate_from(challenges);
		Self::deposit_event(Event::CuratorChallenged {
			curator: curator.clone(),
			epoch: epoch.index,
			due_in: duty.due_in,
		});
	}

	/// The time for answers is over: slashes for each that is missing, restarts the age of its contract, ends those that
	/// missed too often, and throws out who fell silent. Says whether the curator still has duties.
	fn settle(curator: &T::AccountId, duty: &mut DutyOf<T>) -> bool {
		let challenges = core::mem::take(&mut duty.challenges);
		let was_silent = challenges.iter().all(|challenge| !challenge.is_answered);
		let mut missed = BTreeSet::new();
		let mut counted: u32 = 0;
		for challenge in challenges.iter().filter(|challenge| !challenge.is_answered) {
			let Some(contract) = Contracts::<T>::get(challenge.contract) else { continue };
			let title = T::Titles::title(&contract.content);
			if !title.is_some_and(|title| title.is_playable) {
				// Who erased a stopped title did what was asked.
				Self::finish(challenge.contract, EndReason::TitleGone);
				continue;
			}
			counted = counted.saturating_add(1);
			missed.insert(challenge.contract);
			let slashed_cfx = T::Curators::slash(curator, T::SlashPerMiss::get());
			Self::deposit_event(Event::ChallengeMissed {
				curator: curator.clone(),
				contract: challenge.contract,
				slashed_cfx,
			});
		}
		missed.into_iter().for_each(Self::restart);
		if was_silent && counted > 0 {
			duty.silent_epochs = duty.silent_epochs.saturating_add(1);
		} else {
			duty.silent_epochs = 0;
		}
		if duty.silent_epochs >= T::MaxSilentEpochs::get() {
			T::Curators::eject(curator);
			Duties::<T>::remove(curator);
			return false;
		}
		// Its last contract may have ended above, and its duties with it.
		Duties::<T>::contains_key(curator)
	}

	/// A contract missed in this epoch: its age begins anew, or it ends.
	fn restart(id: ContractId) {
		let Some(mut contract) = Contracts::<T>::get(id) else { return };
		contract.misses = contract.misses.saturating_add(1);
		if contract.misses >= T::MaxMisses::get() {
			Self::finish(id, EndReason::Missed);
			return;
		}
		contract.since = T::Clock::round();
		contract.sum_at_since = Self::sum_now(&contract.content);
		Contracts::<T>::insert(id, contract);
	}
}
