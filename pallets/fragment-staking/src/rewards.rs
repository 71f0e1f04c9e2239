//! SSH for time held (S2). Led to by `claim_reward` and `claim_owed`, by what ends contracts, and by verified plays.

use crate::{
	Claims, Config, ContractOf, Contracts, Duties, Epoch, Error, Event, Ledger, Ledgers, Owed,
	OwedTotal, Pallet, Timings, TotalMinted, WeightInfo,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	storage::{TransactionOutcome, with_transaction},
	traits::{Get, fungible::Mutate},
};
use reel_fragments::{
	demand::reward,
	traits::{Curators, Standing},
};
use reel_primitives::{
	Balance, ContentId, Round,
	batch::TitleTotal,
	traits::{OnVerifiedPlays, RoundClock},
};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_claim(key: T::AccountId, contracts: Claims) -> DispatchResult {
		ensure!(!contracts.is_empty(), Error::<T>::NothingDue);
		let curator = T::Curators::curator_of(&key).ok_or(Error::<T>::NotCurator)?;
		let epoch = Self::epoch()?;
		Self::touch(&curator, &epoch);
		let is_asked = Duties::<T>::get(&curator).is_some_and(|duty| duty.is_open());
		ensure!(!is_asked, Error::<T>::ChallengesOpen);
		ensure!(
			matches!(
				T::Curators::standing(&curator),
				Some(Standing::Live | Standing::Leaving { .. })
			),
			Error::<T>::NotLive
		);
		let now = T::Clock::round();
		let count = contracts.len() as u32;
		let mut earned_ssh: Balance = 0;
		for id in contracts {
			let mut contract = Contracts::<T>::get(id).ok_or(Error::<T>::ContractNotFound)?;
			ensure!(contract.curator == curator, Error::<T>::ContractNotFound);
			ensure!(Self::is_mature(&contract), Error::<T>::HoldingTimeNotReached);
			let ledger = Self::ledger_now(&contract.content).ok_or(Error::<T>::ContractNotFound)?;
			let rise = ledger.meter.sum.saturating_sub(contract.sum_at_since);
			earned_ssh = earned_ssh
				.checked_add(reward(rise, contract.fragments))
				.ok_or(Error::<T>::SumOverflow)?;

			// Effects.
			contract.since = now;
			contract.sum_at_since = ledger.meter.sum;
			Ledgers::<T>::insert(contract.content, ledger);
			Contracts::<T>::insert(id, contract);
		}
		let (minted_ssh, owed_ssh) = Self::pay(&curator, earned_ssh);
		Self::deposit_event(Event::RewardClaimed {
			curator,
			contracts: count,
			earned_ssh,
			minted_ssh,
			owed_ssh,
		});
		Ok(())
	}

	pub(crate) fn do_claim_owed(account: T::AccountId) -> DispatchResult {
		ensure!(Owed::<T>::contains_key(&account), Error::<T>::NothingDue);
		let (minted_ssh, owed_ssh) = Self::pay(&account, 0);
		ensure!(minted_ssh > 0, Error::<T>::NotPayableYet);
		Self::deposit_event(Event::OwedPaid { account, minted_ssh, owed_ssh });
		Ok(())
	}

	/// Whether a contract has lasted as long as one must to be paid.
	pub(crate) fn is_mature(contract: &ContractOf<T>) -> bool {
		Self::age_of(contract) >= Timings::<T>::get().min_holding_rounds
	}

	/// Rounds since a contract's start, last claim or last miss.
	pub(crate) fn age_of(contract: &ContractOf<T>) -> Round {
		T::Clock::round().saturating_sub(contract.since)
	}

	/// What a contract has earned and could be paid now, in planck of SSH; 0 before its holding time.
	pub(crate) fn due_of(contract: &ContractOf<T>) -> Balance {
		if !Self::is_mature(contract) {
			return 0;
		}
		let rise = Self::sum_now(&contract.content).saturating_sub(contract.sum_at_since);
		reward(rise, contract.fragments)
	}

	/// A title's ledger, its meter run up to this round. Not stored.
	pub(crate) fn ledger_now(content: &ContentId) -> Option<Ledger> {
		let mut ledger = Ledgers::<T>::get(content)?;
		let epoch_rounds = Timings::<T>::get().epoch_rounds;
		ledger.meter.advance(T::Clock::round(), epoch_rounds, ledger.duration_ms);
		Some(ledger)
	}

	/// A title's sum of popularity × rounds up to this round; 0 for one that nobody keeps.
	pub(crate) fn sum_now(content: &ContentId) -> u128 {
		Self::ledger_now(content).map_or(0, |ledger| ledger.meter.sum)
	}

	/// Mints what an account has earned and is owed, as far as this epoch's cap and the account allow. The rest stays
	/// owed. Returns what was minted and what is owed still.
	pub(crate) fn pay(account: &T::AccountId, earned: Balance) -> (Balance, Balance) {
		let before = Owed::<T>::get(account);
		// Saturation: all SSH that 10^12 fragments could earn in a thousand years is below 2^100.
		let due = before.saturating_add(earned);
		let minted = Epoch::<T>::mutate(|epoch| {
			let Some(epoch) = epoch else { return 0 };
			let room = T::EpochCap::get().saturating_sub(epoch.minted_ssh);
			let minted = Self::mint(account, due.min(room));
			epoch.minted_ssh = epoch.minted_ssh.saturating_add(minted);
			minted
		});
		let owed = due.saturating_sub(minted);
		if owed == 0 {
			Owed::<T>::remove(account);
		} else {
			Owed::<T>::insert(account, owed);
		}
		OwedTotal::<T>::mutate(|total| {
			*total = total.saturating_sub(before).saturating_add(owed);
		});
		TotalMinted::<T>::mutate(|total| *total = total.saturating_add(minted));
		(minted, owed)
	}

	/// All or nothing: an amount below the asset's least balance cannot be received by an account without any.
	fn mint(account: &T::AccountId, amount: Balance) -> Balance {
		if amount == 0 {
			return 0;
		}
		with_transaction(|| match T::Reward::mint_into(account, amount) {
			Ok(minted) => TransactionOutcome::Commit(Ok::<_, DispatchError>(minted)),
			Err(error) => TransactionOutcome::Rollback(Err(error)),
		})
		.unwrap_or(0)
	}
}

impl<T: Config> OnVerifiedPlays for Pallet<T> {
	fn on_verified_plays(totals: &[TitleTotal]) {
		for TitleTotal { content, weight_ms, .. } in totals {
			// Titles that nobody keeps have no ledger: popularity has nobody to pay and nothing to replicate.
			if let Some(mut ledger) = Self::ledger_now(content) {
				ledger.meter.watched_ms = ledger.meter.watched_ms.saturating_add(*weight_ms);
				Ledgers::<T>::insert(content, ledger);
			}
		}
	}

	fn on_verified_plays_weight(titles: u32) -> (u64, u64) {
		let weight = T::WeightInfo::on_verified_plays(titles);
		(weight.ref_time(), weight.proof_size())
	}
}
