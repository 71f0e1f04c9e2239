//! What the curator keeps, looked after while nothing is asked: what is kept by too many is let go of, and what has lasted
//! is claimed.
//!
//! **Letting go.** Of a span with more live replicas than are wanted the farthest let go
//! ([`reel_fragments::placement::surplus`]): every bridge comes to the same list and looks only for its own curator on it,
//! so that no two let go for one, whoever is first. Each does so when its own contract has lasted long enough to be paid
//! for what it kept: nothing that was earned is lost, and a title that is watched by day and not by night does not travel
//! twice a day. What was watched in this epoch already counts as asked for in the next.
//!
//! **Claims** are made here, with the hot key, when a contract is as old as the operator said (`--curate-claim-every`);
//! others that are half as old go with it. May a hot key choose the moment? The moment decides nothing: popularity is
//! summed up by epochs, and the reward is in proportion to that sum, so two claims of half a week come to one of a week,
//! but for a planck of rounding. The money goes to the cold account whoever claims. What a claim takes is a fee and the
//! holding time that begins anew; what it gives is safety, since a missed challenge forfeits all that was not claimed.
//! Whoever steals the key can waste fees, which it could anyway. So a bridge may claim, and not too often.

use super::{Fault, Run, memory, plan::Act, store::Store};
use crate::{
	Call, Config, ContractOf, Contracts, Duties, Holdings, MAX_CLAIMS_PER_CALL, Pallet, Timings,
	assignment::Offer,
};
use alloc::vec::Vec;
use frame_support::BoundedVec;
use reel_fragments::{
	ContractId,
	demand::{epoch_of, level},
	keeping::Piece,
	traits::KeptTitles,
};
use reel_primitives::traits::RoundClock;

/// Contracts looked at in one run: as many as a claim bundles. A list of 4,096 is gone through in three minutes.
const PAGE: u32 = MAX_CLAIMS_PER_CALL;

/// A contract with its id.
type Kept<T> = (ContractId, ContractOf<T>);

fn piece<T: Config>(contract: &ContractOf<T>) -> Piece {
	Piece { content: contract.content, span: contract.span }
}

impl<T: Config, S: Store> Run<'_, T, S> {
	/// Ends a contract or claims for some: one transaction at most.
	pub(super) fn tend(&self) -> Result<(), Fault> {
		if !self.is_settled() {
			return Ok(());
		}
		let from = memory::tended();
		let page = Pallet::<T>::contracts_page(&self.curator, from, PAGE);
		// After a transaction the same page comes again: there may be more of it.
		if self.let_go(&page)? || self.claim_earned(&page)? {
			return Ok(());
		}
		let next = from.saturating_add(PAGE);
		let count = Holdings::<T>::decode_len(&self.curator).unwrap_or(0);
		memory::set_tended(if (next as usize) < count { next } else { 0 });
		Ok(())
	}

	/// Whether this epoch's challenges were drawn and answered, and it goes on: otherwise the call would draw them, and
	/// fail for it.
	fn is_settled(&self) -> bool {
		let Ok(epoch) = Pallet::<T>::epoch() else { return false };
		let rounds = Timings::<T>::get().epoch_rounds;
		let next = epoch_of(T::Clock::round().saturating_add(1), rounds);
		// An epoch of two rounds would leave no time at all.
		let goes_on = rounds <= 2 || next == epoch.index;
		let duty = Duties::<T>::get(&self.curator);
		goes_on && duty.is_some_and(|duty| duty.epoch == epoch.index && !duty.is_open())
	}

	/// Ends the first contract of a page that is one too many, and paid for; says whether there was one.
	fn let_go(&self, page: &[Kept<T>]) -> Result<bool, Fault> {
		for (id, contract) in page {
			let (contract_id, piece) = (*id, piece::<T>(contract));
			if !Pallet::<T>::is_mature(contract)
				|| memory::is_backed_off::<T>(&piece, self.block)
				|| !self.is_too_many(contract)
			{
				continue;
			}
			let key = self.key.clone();
			let rehearsed = Self::rehearse(|| {
				Pallet::<T>::do_end(key, contract_id).map_err(|failed| failed.error)
			});
			if let Err(error) = rehearsed {
				memory::back_off::<T>(&piece, self.block);
				return Err(Fault::Early("end of a contract", error));
			}
			let act = Act::End { contract: contract_id, piece };
			self.send(act, Call::end_contract { contract: contract_id })?;
			return Ok(true);
		}
		Ok(false)
	}

	/// Whether the curator is among those that are to let go, now and in the next epoch as far as that is known.
	fn is_too_many(&self, contract: &ContractOf<T>) -> bool {
		let title = T::Titles::title(&contract.content).filter(|title| title.is_playable);
		let Some(title) = title else { return false };
		let Offer { replicas, wanted, .. } =
			Pallet::<T>::offer(&contract.content, contract.span, &title);
		let ledger = Pallet::<T>::ledger_now(&contract.content);
		let coming = ledger.map_or(wanted, |ledger| {
			Pallet::<T>::wanted(level(ledger.meter.watched_ms, ledger.duration_ms))
		});
		let wanted = wanted.max(coming);
		Pallet::<T>::surplus(&contract.content, contract.span, &title, &replicas, wanted)
			.contains(&self.curator)
	}

	/// Claims for a page, if one of its contracts is old enough; says whether there was one.
	fn claim_earned(&self, page: &[Kept<T>]) -> Result<bool, Fault> {
		let Some(every) = memory::claim_every() else { return Ok(false) };
		let is_due = |(_, contract): &&Kept<T>| {
			let age = Pallet::<T>::age_of(contract);
			age >= every
				&& Pallet::<T>::due_of(contract) > 0
				&& !memory::is_backed_off::<T>(&piece::<T>(contract), self.block)
		};
		let Some((first, contract)) = page.iter().find(is_due) else { return Ok(false) };
		let bundle: Vec<ContractId> = page
			.iter()
			.filter(|(_, contract)| {
				let age = Pallet::<T>::age_of(contract);
				age >= every / 2 && Pallet::<T>::due_of(contract) > 0
			})
			.map(|(id, _)| *id)
			.collect();
		let contracts = BoundedVec::truncate_from(bundle);
		let (piece, count) = (piece::<T>(contract), contracts.len() as u32);
		let key = self.key.clone();
		let rehearsed = Self::rehearse(|| Pallet::<T>::do_claim(key, contracts.clone()));
		if let Err(error) = rehearsed {
			memory::back_off::<T>(&piece, self.block);
			return Err(Fault::Early("claim of what was earned", error));
		}
		let act = Act::Claim { first: *first, since: contract.since, count, piece };
		self.send(act, Call::claim_reward { contracts })?;
		Ok(true)
	}

	/// Whether a claim that was sent did what it was sent for.
	pub(super) fn is_claimed(contract: ContractId, since: reel_primitives::Round) -> bool {
		Contracts::<T>::get(contract).is_none_or(|contract| contract.since > since)
	}
}
