//! F1 to F8 of the crate docs.

use crate::{
	Config, Contracts, Duties, Epoch, Holdings, Ledgers, NextContract, Owed, OwedTotal, Pallet,
	Spans, TotalMinted,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{ensure, traits::Get};
use reel_fragments::traits::{Curators, Standing};
use reel_primitives::{Balance, traits::RoundClock};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// F1 to F8 of the crate docs, in that order; the first broken one is returned. Linear in the contracts.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::spans_name_their_contracts()?; // F1
		Self::holdings_name_their_contracts()?; // F2
		Self::space_is_what_is_kept()?; // F3
		Self::ledgers_count_their_contracts()?; // F4
		Self::ages_are_possible()?; // F5
		Self::duties_are_of_who_keeps_something()?; // F6
		Self::what_is_owed_is_exact()?; // F7
		let next = NextContract::<T>::get();
		ensure!(
			Contracts::<T>::iter_keys().all(|id| id < next),
			"F8: a contract's id has not been given out"
		);
		Ok(())
	}

	fn spans_name_their_contracts() -> Result<(), TryRuntimeError> {
		let mut named: usize = 0;
		for (content, index, span) in Spans::<T>::iter() {
			ensure!(!span.holders.is_empty(), "F1: a span that nobody keeps was kept");
			let curators: BTreeSet<_> = span.holders.iter().map(|holder| &holder.curator).collect();
			ensure!(curators.len() == span.holders.len(), "F1: a curator keeps a span twice");
			for holder in &span.holders {
				let contract = Contracts::<T>::get(holder.contract)
					.ok_or("F1: a span names a contract that is not there")?;
				ensure!(
					contract.curator == holder.curator
						&& contract.content == content
						&& contract.span == index
						&& contract.fragments == span.table.fragments,
					"F1: a span names a contract of something else"
				);
				named = named.saturating_add(1);
			}
		}
		ensure!(
			named == Contracts::<T>::iter_keys().count(),
			"F1: a contract is not named by its span"
		);
		Ok(())
	}

	fn holdings_name_their_contracts() -> Result<(), TryRuntimeError> {
		let mut named = BTreeSet::new();
		for (curator, holdings) in Holdings::<T>::iter() {
			ensure!(!holdings.is_empty(), "F2: an empty list of contracts was kept");
			for held in holdings {
				let contract = Contracts::<T>::get(held.contract)
					.filter(|contract| contract.curator == curator)
					.ok_or("F2: a curator's list names a contract that is not its own")?;
				let span = Spans::<T>::get(contract.content, contract.span);
				ensure!(
					span.is_some_and(|span| span.table.leaf_count() == held.leaves),
					"F2: a curator's list has the wrong size for a span"
				);
				ensure!(named.insert(held.contract), "F2: a contract is listed twice");
			}
		}
		ensure!(
			named.len() == Contracts::<T>::iter_keys().count(),
			"F2: a contract is in nobody's list"
		);
		Ok(())
	}

	fn space_is_what_is_kept() -> Result<(), TryRuntimeError> {
		let mut kept = BTreeMap::new();
		for contract in Contracts::<T>::iter_values() {
			let sum: &mut u64 = kept.entry(contract.curator).or_default();
			*sum = sum.saturating_add(contract.fragments.into());
		}
		// Who is seated and keeps nothing uses nothing.
		for seat in T::Curators::roster() {
			kept.entry(seat.curator).or_default();
		}
		for (curator, sum) in kept {
			ensure!(
				T::Curators::used(&curator).map(u64::from) == Some(sum),
				"F3: a curator's space is not what it keeps"
			);
		}
		Ok(())
	}

	fn ledgers_count_their_contracts() -> Result<(), TryRuntimeError> {
		let mut counts: BTreeMap<_, u32> = BTreeMap::new();
		for contract in Contracts::<T>::iter_values() {
			let count = counts.entry(contract.content).or_default();
			*count = count.saturating_add(1);
		}
		for (content, ledger) in Ledgers::<T>::iter() {
			ensure!(
				counts.remove(&content) == Some(ledger.contracts),
				"F4: a ledger's number of contracts is wrong"
			);
		}
		ensure!(counts.is_empty(), "F4: a title that is kept has no ledger");
		Ok(())
	}

	fn ages_are_possible() -> Result<(), TryRuntimeError> {
		let now = T::Clock::round();
		for contract in Contracts::<T>::iter_values() {
			ensure!(
				contract.started_in <= contract.since && contract.since <= now,
				"F5: a contract's age is impossible"
			);
			ensure!(
				contract.sum_at_since <= Self::sum_now(&contract.content),
				"F5: a contract was paid ahead"
			);
			ensure!(
				contract.misses < T::MaxMisses::get(),
				"F5: a contract has outlived its misses"
			);
		}
		Ok(())
	}

	fn duties_are_of_who_keeps_something() -> Result<(), TryRuntimeError> {
		for (curator, duty) in Duties::<T>::iter() {
			ensure!(Holdings::<T>::contains_key(&curator), "F6: who keeps nothing has duties");
			ensure!(
				Epoch::<T>::get().is_some_and(|epoch| duty.epoch <= epoch.index),
				"F6: a duty is of an epoch to come"
			);
			for challenge in duty.challenges.iter() {
				let Some(contract) = Contracts::<T>::get(challenge.contract) else { continue };
				let span = Spans::<T>::get(contract.content, contract.span);
				ensure!(
					contract.curator == curator
						&& span.is_some_and(|span| challenge.offset < span.table.leaf_count()),
					"F6: a challenge is of something else"
				);
			}
		}
		for curator in Holdings::<T>::iter_keys() {
			let is_kept = matches!(
				T::Curators::standing(&curator),
				Some(Standing::Live | Standing::Leaving { .. })
			);
			ensure!(
				Duties::<T>::contains_key(&curator) == is_kept,
				"F6: who keeps something has no duties, or an ejected curator has"
			);
		}
		Ok(())
	}

	fn what_is_owed_is_exact() -> Result<(), TryRuntimeError> {
		let sum = Owed::<T>::iter_values().fold(0, |sum: Balance, owed| sum.saturating_add(owed));
		ensure!(sum == OwedTotal::<T>::get(), "F7: the total owed is not the sum of what is owed");
		let minted = Epoch::<T>::get().map_or(0, |epoch| epoch.minted_ssh);
		ensure!(minted <= T::EpochCap::get(), "F7: more was minted than an epoch may");
		ensure!(minted <= TotalMinted::<T>::get(), "F7: the total minted is wrong");
		Ok(())
	}
}
