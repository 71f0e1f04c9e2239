//! Proposing, deciding and lapsing. Led to by `propose_batch`, and by the vote that decides.

use crate::{
	ACTIVE_ROUNDS, AcceptedBatch, AcceptedBatches, AcceptedCount, AcceptedRing, Authorities, Batch,
	ClosedRounds, Config, CurrentSession, Error, Event, LastVoted, OpenBatches, Pallet,
	REMEMBERED_BATCHES, StoredPayees, Views, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{
	BoundedVec,
	dispatch::DispatchResult,
	ensure,
	storage::with_storage_layer,
	traits::{Get, defensive_prelude::*},
	weights::Weight,
};
use reel_primitives::{
	AccountId, Hash32, Round,
	batch::{
		BATCH_DEADLINE_ROUNDS, BatchProposal, MAX_DIRECT_PAYEES, MAX_PAYEES, MAX_TITLES_PER_BATCH,
		OpenBatch, Payees, Shares, TitleTotal,
	},
	content::TitleStatus,
	geometry::MAX_CELL_MS,
	ids::{PovId, PovSignature},
	traits::{RewardRounds, RoundClock, RoundTotals, Titles},
};
use sp_runtime::{DispatchError, RuntimeAppPublic, traits::Zero};

/// Batches that one block lets lapse.
const LAPSES_PER_BLOCK: usize = 2;

impl<T: Config> Pallet<T> {
	/// Batches that are being voted on, ascending by round.
	pub fn open_batches() -> Vec<OpenBatch> {
		let mut open: Vec<_> =
			OpenBatches::<T>::iter().map(|(round, batch)| batch.to_open(round)).collect();
		open.sort_unstable_by_key(|batch| batch.round);
		open
	}

	/// Worst case: this very proposal is paid at once.
	pub(crate) fn propose_weight(proposal: &BatchProposal) -> Weight {
		let titles = proposal.totals.len() as u32;
		let payees = match &proposal.payees {
			Payees::Direct(payees) => payees.len() as u32,
			Payees::Root { .. } => 0,
		};
		let (time, size) = T::Rewards::pay_round_weight(titles, payees, T::MaxAuthorities::get());
		T::WeightInfo::propose_batch(titles, payees).saturating_add(Weight::from_parts(time, size))
	}

	/// Worst case: the vote decides on the largest batch.
	pub(crate) fn vote_weight() -> Weight {
		let (time, size) = T::Rewards::pay_round_weight(
			MAX_TITLES_PER_BATCH,
			MAX_DIRECT_PAYEES,
			T::MaxAuthorities::get(),
		);
		T::WeightInfo::vote_batch().saturating_add(Weight::from_parts(time, size))
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

	/// All that must hold of a proposal, cheap checks first; the proposer, the number of authorities and the sum
	/// of shares.
	pub(crate) fn check_proposal(
		proposal: &BatchProposal,
		index: u32,
		session: u32,
		signature: &PovSignature,
	) -> Result<(AccountId, u32, Shares), Error<T>> {
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
		// Before the look-up of titles: a stranger must not be able to make us read them.
		ensure!(
			key.verify(&proposal.signing_payload(&Self::genesis(), session), signature),
			Error::<T>::SignatureMismatch
		);
		let total_shares = Self::check_totals(proposal)?;
		Self::check_payees(&proposal.payees, total_shares)?;
		Ok((who, authorities, total_shares))
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

	/// Checks the totals against themselves and the registry; the shares that they imply.
	fn check_totals(proposal: &BatchProposal) -> Result<Shares, Error<T>> {
		let totals = &proposal.totals;
		ensure!(proposal.plays > 0 && !totals.is_empty(), Error::<T>::NothingWatched);
		ensure!(totals.len() <= MAX_TITLES_PER_BATCH as usize, Error::<T>::TotalsInconsistent);
		ensure!(
			totals.iter().zip(totals.iter().skip(1)).all(|(one, next)| one.content < next.content),
			Error::<T>::TotalsInconsistent
		);
		let mut plays: u32 = 0;
		let mut shares: Shares = 0;
		for total in totals {
			let least = u64::from(total.plays);
			let most = least.saturating_mul(u64::from(MAX_CELL_MS));
			ensure!(
				least > 0 && (least..=most).contains(&total.weight_ms),
				Error::<T>::TotalsInconsistent
			);
			plays = plays.checked_add(total.plays).ok_or(Error::<T>::TotalsInconsistent)?;
			shares = Self::title_shares(total)?
				.checked_add(shares)
				.ok_or(Error::<T>::TotalsInconsistent)?;
		}
		ensure!(plays == proposal.plays, Error::<T>::TotalsInconsistent);
		Ok(shares)
	}

	fn title_shares(total: &TitleTotal) -> Result<Shares, Error<T>> {
		let terms = T::Titles::terms(&total.content).ok_or(Error::<T>::TitleNotPlayable)?;
		ensure!(terms.status == TitleStatus::Playable, Error::<T>::TitleNotPlayable);
		Shares::from(total.weight_ms)
			.checked_mul(Shares::from(terms.split.persons_bp()))
			.ok_or(Error::<T>::TotalsInconsistent)
	}

	fn check_payees(payees: &Payees, total_shares: Shares) -> Result<(), Error<T>> {
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
				let sum =
					payees.iter().try_fold(0, |sum: Shares, payee| sum.checked_add(payee.shares));
				ensure!(sum == Some(total_shares), Error::<T>::SharesInconsistent);
			},
			Payees::Root { count, .. } => ensure!(
				*count > MAX_DIRECT_PAYEES && *count <= MAX_PAYEES,
				Error::<T>::TotalsInconsistent
			),
		}
		Ok(())
	}

	pub(crate) fn do_propose(
		proposal: BatchProposal,
		index: u32,
		session: u32,
		signature: &PovSignature,
	) -> DispatchResult {
		let (who, authorities, total_shares) =
			Self::check_proposal(&proposal, index, session, signature)?;
		let hash = proposal.hash();
		let payees = match proposal.payees {
			Payees::Direct(payees) => StoredPayees::Direct(
				BoundedVec::try_from(payees).map_err(|_| Error::<T>::TotalsInconsistent)?,
			),
			Payees::Root { root, count } => StoredPayees::Root { root, count },
		};
		let totals =
			BoundedVec::try_from(proposal.totals).map_err(|_| Error::<T>::TotalsInconsistent)?;

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
			total_shares,
			yes: 0,
			no: 0,
		};
		batch.note(index, true);
		Self::deposit_event(Event::BatchProposed {
			round: proposal.round,
			batch: hash,
			who: who.clone(),
			plays: proposal.plays,
		});
		Self::note_activity(who, proposal.round);
		Self::settle(proposal.round, batch);
		Ok(())
	}

	/// Keeps an undecided batch, closes a decided one; whether it was decided.
	pub(crate) fn settle(round: Round, batch: Batch) -> bool {
		if batch.is_accepted() {
			OpenBatches::<T>::remove(round);
			Self::accept(round, batch);
		} else if batch.is_rejected() {
			OpenBatches::<T>::remove(round);
			Self::reject(round, &batch);
		} else {
			OpenBatches::<T>::insert(round, batch);
			return false;
		}
		true
	}

	fn accept(round: Round, batch: Batch) {
		let weight_ms =
			batch.totals.iter().fold(0u64, |sum, total| sum.saturating_add(total.weight_ms));
		let paid = with_storage_layer(|| {
			T::Rewards::pay_round(RoundTotals {
				round,
				plays: batch.plays,
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
				Self::deposit_event(Event::BatchLapsed { round: *round, batch: batch.hash });
			}
		}
		overdue.len() as u32
	}
}
