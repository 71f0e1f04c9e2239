//! Proposing, deciding and lapsing. Led to by `propose_batch`, and by the vote that decides.

use crate::{
	ACTIVE_ROUNDS, AcceptedBatch, AcceptedBatches, AcceptedCount, AcceptedRing, Authorities, Batch,
	BatchFault, ClosedRounds, Config, CurrentSession, Error, Event, LastVoted, OpenBatches,
	OpenBills, Pallet, REMEMBERED_BATCHES, StoredPayees, Views, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{
	BoundedVec, ensure, storage::with_storage_layer, traits::defensive_prelude::*, weights::Weight,
};
use reel_economics::split::title_rates;
use reel_primitives::{
	AccountId, Hash32, Round,
	ads::AdBill,
	batch::{
		BATCH_DEADLINE_ROUNDS, BatchProposal, MAX_DIRECT_PAYEES, MAX_PAYEES, MAX_TITLES_PER_BATCH,
		OpenBatch, PaidBatch, Payees, Shares,
	},
	content::TitleStatus,
	geometry::MAX_CELL_MS,
	ids::{PovId, PovSignature},
	market::{MAX_DELIVERIES, PurchaseId},
	traits::{AdCharges, Deliveries, RewardRounds, RoundClock, RoundTotals, Titles},
};
use sp_runtime::{DispatchError, RuntimeAppPublic, traits::Zero};

/// Batches that one block lets lapse.
const LAPSES_PER_BLOCK: usize = 2;

impl<T: Config> Pallet<T> {
	/// Batches that are being voted on, ascending by round.
	pub fn open_batches() -> Vec<OpenBatch> {
		let mut open: Vec<_> = OpenBatches::<T>::iter()
			.map(|(round, batch)| batch.to_open(round, Self::bills_of(round, &batch)))
			.collect();
		open.sort_unstable_by_key(|batch| batch.round);
		open
	}

	/// The batch that a round was paid for, while it is remembered.
	pub fn paid_batch(round: Round) -> Option<PaidBatch> {
		let AcceptedBatch { hash: batch, plays_root, plays, .. } =
			AcceptedBatches::<T>::get(round)?;
		Some(PaidBatch { batch, plays_root, plays })
	}

	pub(crate) fn genesis() -> Hash32 {
		let hash = frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::zero(),
		);
		let mut bytes = [0; 32];
		for (byte, from) in bytes.iter_mut().zip(hash.as_ref()) {
			*byte = *from;
		}
		bytes
	}

	/// The account and key of an authority of a remembered session, and how many there are.
	pub(crate) fn authority(session: u32, index: u32) -> Result<(AccountId, PovId, u32), Error<T>> {
		let authorities = Authorities::<T>::get(session).ok_or(Error::<T>::SessionUnknown)?;
		let count = authorities.len() as u32;
		let (who, key) =
			authorities.get(index as usize).cloned().ok_or(Error::<T>::AuthorityUnknown)?;
		Ok((who, key, count))
	}

	/// All that must hold of a proposal by itself, cheap checks first; the proposer and the number of authorities.
	///
	/// No title is looked up: for the pool this runs as often as an authority cares to sign something else.
	pub(crate) fn check_proposal(
		proposal: &BatchProposal,
		index: u32,
		session: u32,
		signature: &PovSignature,
	) -> Result<(AccountId, u32), Error<T>> {
		let now = T::Clock::round();
		let current = CurrentSession::<T>::get();
		ensure!(
			session == current || session.checked_add(1) == Some(current),
			Error::<T>::SessionUnknown
		);
		let (who, key, authorities) = Self::authority(session, index)?;
		ensure!(Self::turn(proposal.round, authorities) == Some(index), Error::<T>::NotProposer);
		ensure!(proposal.round < now, Error::<T>::RoundNotOver);
		ensure!(Self::is_in_time(proposal.round), Error::<T>::RoundTooOld);
		ensure!(
			!OpenBatches::<T>::contains_key(proposal.round)
				&& !ClosedRounds::<T>::get().contains(&proposal.round),
			Error::<T>::RoundHasBatch
		);
		ensure!(
			key.verify(&proposal.signing_payload(&Self::genesis(), session), signature),
			Error::<T>::SignatureMismatch
		);
		ensure!(Self::are_sound(&proposal.charged), Error::<T>::BillsMalformed);
		Self::check_totals(proposal)?;
		Self::check_payees(&proposal.payees)?;
		Self::check_delivered(&proposal.delivered)?;
		Ok((who, authorities))
	}

	/// Whether the round's batch can still be paid.
	pub(crate) fn is_in_time(round: Round) -> bool {
		T::Clock::round().saturating_sub(round) <= BATCH_DEADLINE_ROUNDS
			&& T::Rewards::last_paid_round().is_none_or(|last| round > last)
	}

	/// Notes that an authority took part in a vote.
	pub(crate) fn note_activity(who: AccountId, round: Round) {
		LastVoted::<T>::mutate(who, |last| *last = Some(last.unwrap_or_default().max(round)));
	}

	/// Takes no further batch for the round.
	fn shut(round: Round) {
		ClosedRounds::<T>::mutate(|rounds| {
			let now = T::Clock::round();
			rounds.retain(|old| now.saturating_sub(*old) <= BATCH_DEADLINE_ROUNDS);
			// At most one entry a round, and rounds up to the deadline fit.
			let _ = rounds.try_push(round).defensive();
		});
	}

	/// Checks the totals against themselves, and against the bills.
	fn check_totals(proposal: &BatchProposal) -> Result<(), Error<T>> {
		let totals = &proposal.totals;
		ensure!(proposal.plays > 0 && !totals.is_empty(), Error::<T>::NothingWatched);
		ensure!(totals.len() <= MAX_TITLES_PER_BATCH as usize, Error::<T>::TotalsInconsistent);
		ensure!(
			totals.iter().zip(totals.iter().skip(1)).all(|(one, next)| one.content < next.content),
			Error::<T>::TotalsInconsistent
		);
		let mut plays: u32 = 0;
		for total in totals {
			let least = u64::from(total.plays);
			let most = least.saturating_mul(u64::from(MAX_CELL_MS));
			ensure!(
				least > 0 && (least..=most).contains(&total.weight_ms),
				Error::<T>::TotalsInconsistent
			);
			plays = plays.checked_add(total.plays).ok_or(Error::<T>::TotalsInconsistent)?;
		}
		// The others are of ads: views that the bills charge.
		let of_ads = proposal.charged.iter().map(AdBill::plays).fold(0, u64::saturating_add);
		ensure!(
			u64::from(plays).saturating_add(of_ads) == u64::from(proposal.plays),
			Error::<T>::TotalsInconsistent
		);
		Ok(())
	}

	/// The shares that the totals imply by the splits of their titles.
	fn implied_shares(proposal: &BatchProposal) -> Result<Shares, BatchFault> {
		let mut shares: Shares = 0;
		let weights: Vec<u64> = proposal.totals.iter().map(|total| total.weight_ms).collect();
		let rates = title_rates(&weights, T::Rewards::title_cap(proposal.round))
			.ok_or(BatchFault::SharesInconsistent)?;
		for (total, rate) in proposal.totals.iter().zip(rates.rates) {
			let terms = T::Titles::terms(&total.content).ok_or(BatchFault::TitleNotPlayable)?;
			ensure!(terms.status == TitleStatus::Playable, BatchFault::TitleNotPlayable);
			shares = Shares::from(total.weight_ms)
				.checked_mul(Shares::from(rate))
				.and_then(|weight| weight.checked_mul(Shares::from(terms.split.persons_bp())))
				.and_then(|part| part.checked_add(shares))
				.ok_or(BatchFault::SharesInconsistent)?;
		}
		if let Payees::Direct(payees) = &proposal.payees {
			let sum = payees.iter().try_fold(0, |sum: Shares, payee| sum.checked_add(payee.shares));
			ensure!(sum == Some(shares), BatchFault::SharesInconsistent);
		}
		Ok(shares)
	}

	/// Checks the payees against themselves.
	fn check_payees(payees: &Payees) -> Result<(), Error<T>> {
		match payees {
			Payees::Direct(payees) => {
				ensure!(
					!payees.is_empty() && payees.len() <= MAX_DIRECT_PAYEES as usize,
					Error::<T>::TotalsInconsistent
				);
				ensure!(
					payees.iter().all(|payee| payee.shares > 0)
						&& payees
							.iter()
							.zip(payees.iter().skip(1))
							.all(|(one, next)| one.account < next.account),
					Error::<T>::TotalsInconsistent
				);
			},
			Payees::Root { count, .. } => ensure!(
				*count > MAX_DIRECT_PAYEES && *count <= MAX_PAYEES,
				Error::<T>::TotalsInconsistent
			),
		}
		Ok(())
	}

	/// Checks the form of what is said to be delivered; the votes are on whether it was.
	fn check_delivered(delivered: &[PurchaseId]) -> Result<(), Error<T>> {
		ensure!(delivered.len() <= MAX_DELIVERIES as usize, Error::<T>::TotalsInconsistent);
		ensure!(
			delivered.iter().zip(delivered.iter().skip(1)).all(|(one, next)| one < next),
			Error::<T>::TotalsInconsistent
		);
		Ok(())
	}

	/// Puts the proposal to the vote, or refuses it; the weight of what was done.
	pub(crate) fn do_propose(
		proposal: BatchProposal,
		index: u32,
		session: u32,
		signature: &PovSignature,
	) -> Result<Weight, Error<T>> {
		let (who, authorities) = Self::check_proposal(&proposal, index, session, signature)?;
		let (round, hash) = (proposal.round, proposal.hash());
		let titles = proposal.totals.len() as u32;
		let implied = Self::implied_shares(&proposal);
		let payees =
			StoredPayees::try_from(proposal.payees).map_err(|()| Error::<T>::TotalsInconsistent)?;
		let bills = Self::bounded_bills(proposal.charged).ok_or(Error::<T>::BillsMalformed)?;
		let weight = Self::keep_weight(titles, payees.named(), bills.len() as u32);
		let totals =
			BoundedVec::try_from(proposal.totals).map_err(|_| Error::<T>::TotalsInconsistent)?;
		let delivered =
			BoundedVec::try_from(proposal.delivered).map_err(|_| Error::<T>::TotalsInconsistent)?;

		// Effects.
		let mut batch = Batch {
			hash,
			session,
			authorities,
			proposer: index,
			plays_root: proposal.plays_root,
			plays: proposal.plays,
			totals,
			payees,
			total_shares: implied.unwrap_or_default(),
			delivered,
			bills: bills.len() as u32,
			yes: 0,
			no: 0,
		};
		if let Err(fault) = implied {
			Self::refuse(round, &batch, who, fault);
			// An error would undo the closing of the round.
			return Ok(weight.saturating_add(T::WeightInfo::reject_batch()));
		}
		if !bills.is_empty() {
			OpenBills::<T>::insert(round, bills);
		}
		batch.note(index, true);
		Self::deposit_event(Event::BatchProposed {
			round,
			batch: hash,
			who: who.clone(),
			plays: proposal.plays,
		});
		Self::note_activity(who, round);
		Ok(weight.saturating_add(Self::settle(round, batch).unwrap_or_default()))
	}

	/// Takes no batch for the round of one that contradicts the registry.
	fn refuse(round: Round, batch: &Batch, who: AccountId, fault: BatchFault) {
		Self::shut(round);
		if fault == BatchFault::SharesInconsistent {
			Self::report_bad_batch(round, batch, who.clone());
		}
		Self::deposit_event(Event::BatchRefused { round, batch: batch.hash, who, fault });
	}

	/// Keeps an undecided batch, closes a decided one; the weight of the statement that decided it.
	pub(crate) fn settle(round: Round, batch: Batch) -> Option<Weight> {
		if batch.is_accepted() {
			let weight = Self::accept_weight(&batch);
			OpenBatches::<T>::remove(round);
			let bills = Self::take_bills(round, &batch);
			Self::accept(round, batch, &bills);
			Some(weight)
		} else if batch.is_rejected() {
			OpenBatches::<T>::remove(round);
			let weight =
				T::WeightInfo::reject_batch().saturating_add(Self::drop_bills(round, &batch));
			Self::reject(round, &batch);
			Some(weight)
		} else {
			OpenBatches::<T>::insert(round, batch);
			None
		}
	}

	fn accept(round: Round, batch: Batch, bills: &[AdBill]) {
		let weight_ms =
			batch.totals.iter().fold(0u64, |sum, total| sum.saturating_add(total.weight_ms));
		let title_plays = batch.title_plays();
		let paid = with_storage_layer(|| {
			T::Rewards::pay_round(RoundTotals {
				round,
				plays: title_plays,
				totals: batch.totals.to_vec(),
				payees: batch.payees.clone().into(),
				total_shares: batch.total_shares,
				validators: Self::active_validators(batch.session, round),
			})
			.map_err(|_| DispatchError::Other("the round cannot be paid"))
		});
		let Ok(paid) = paid else {
			Self::shut(round);
			// A later round was paid meanwhile, or a title vanished: the plays roll over.
			Self::deposit_event(Event::BatchLapsed { round, batch: batch.hash });
			return;
		};
		// Only of a round that is paid: the plays of another roll over, and are looked at again.
		if !batch.delivered.is_empty() {
			T::Deliveries::delivered(&batch.delivered);
		}
		if !bills.is_empty() {
			T::Ads::charge(round, bills);
		}
		for total in &batch.totals {
			Views::<T>::mutate(total.content, |views| {
				// Statistics, not money: a count that large is out of reach.
				views.plays = views.plays.saturating_add(u64::from(total.plays));
				views.weight_ms = views.weight_ms.saturating_add(total.weight_ms);
			});
		}
		let count = AcceptedCount::<T>::get();
		let place = count.checked_rem(REMEMBERED_BATCHES).unwrap_or_default();
		if let Some(old) = AcceptedRing::<T>::get(place) {
			AcceptedBatches::<T>::remove(old);
		}
		AcceptedRing::<T>::insert(place, round);
		AcceptedCount::<T>::put(count.saturating_add(1));
		AcceptedBatches::<T>::insert(
			round,
			AcceptedBatch {
				hash: batch.hash,
				plays_root: batch.plays_root,
				plays: batch.plays,
				ad_plays: batch.plays.saturating_sub(title_plays),
				weight_ms,
				minted_cfx: paid.minted_cfx,
			},
		);
		Self::deposit_event(Event::BatchAccepted {
			round,
			batch: batch.hash,
			plays: batch.plays,
			minted_cfx: paid.minted_cfx,
		});
	}

	fn reject(round: Round, batch: &Batch) {
		Self::shut(round);
		if let Ok((who, _, _)) = Self::authority(batch.session, batch.proposer) {
			Self::report_bad_batch(round, batch, who.clone());
			Self::deposit_event(Event::BatchRejected { round, batch: batch.hash, who });
		}
	}

	/// Authorities of the session that took part in a vote within the last [`ACTIVE_ROUNDS`].
	fn active_validators(session: u32, round: Round) -> Vec<AccountId> {
		let least = round.saturating_sub(ACTIVE_ROUNDS);
		Authorities::<T>::get(session)
			.unwrap_or_default()
			.into_iter()
			.map(|(who, _)| who)
			.filter(|who| LastVoted::<T>::get(who).is_some_and(|last| last >= least))
			.collect()
	}

	/// Lets overdue batches lapse; how many.
	pub(crate) fn lapse_overdue() -> u32 {
		// Keys alone are read here: a batch can be 14 KB.
		let mut overdue: Vec<_> =
			OpenBatches::<T>::iter_keys().filter(|round| !Self::is_in_time(*round)).collect();
		overdue.sort_unstable();
		overdue.truncate(LAPSES_PER_BLOCK);
		for round in &overdue {
			if let Some(batch) = OpenBatches::<T>::take(round) {
				Self::drop_bills(*round, &batch);
				Self::deposit_event(Event::BatchLapsed { round: *round, batch: batch.hash });
			}
		}
		overdue.len() as u32
	}
}
