//! Contracts begin and end. Led to by `start_contract` and `end_contract`, and by what ends contracts besides.

use crate::{
	Config, ContractOf, Contracts, Duties, DutyOf, EndReason, EpochInfo, Error, Event,
	FragmentContract, Holder, Holdings, Ledger, Ledgers, NextContract, Pallet, Span, SpanCells,
	SpanOf, Spans, StartProofs, WeightInfo,
	assignment::{Offer, Replicas},
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	BoundedVec,
	dispatch::{DispatchResult, DispatchResultWithPostInfo, Pays, PostDispatchInfo},
	ensure,
	traits::Get,
	weights::Weight,
};
use frame_system::pallet_prelude::BlockNumberFor;
use reel_fragments::{
	ContractId, SpanIndex,
	challenge::{Holding, LeafRef, draw_start},
	demand::Meter,
	proof::ProofFault,
	span::{CELLS_PER_SPAN, SpanTable},
	traits::{Curators, KeptTitle, KeptTitles, SpaceRefusal, Standing},
};
use reel_primitives::{ContentId, Round, traits::RoundClock};
use sp_runtime::DispatchError;

impl<T: Config> From<ProofFault> for Error<T> {
	fn from(fault: ProofFault) -> Self {
		match fault {
			ProofFault::CellMissing => Self::CellMissing,
			ProofFault::CellSize => Self::CellSizeOutOfRange,
			ProofFault::Cell(_) => Self::CellProofInvalid,
			ProofFault::Leaf(_) => Self::LeafProofInvalid,
		}
	}
}

impl<T: Config> Pallet<T> {
	/// What a claim is charged before it runs: its own checks, the settling of the curator, and the end of a replica that
	/// makes way.
	pub(crate) fn start_weight(cells: Option<&SpanCells>, proofs: &StartProofs) -> Weight {
		T::WeightInfo::start_contract(cells.map_or(0, |cells| cells.len() as u32))
			.saturating_add(T::WeightInfo::answer_challenges(proofs.len() as u32))
			.saturating_add(T::WeightInfo::settle_curator())
			.saturating_add(T::WeightInfo::end_contract())
	}

	pub(crate) fn do_start(
		key: T::AccountId,
		content: ContentId,
		index: SpanIndex,
		cells: Option<SpanCells>,
		proofs: StartProofs,
	) -> DispatchResult {
		let curator = T::Curators::curator_of(&key).ok_or(Error::<T>::NotCurator)?;
		let epoch = Self::epoch()?;
		let (title, offer) = Self::check_start(&curator, &content, index)?;
		// Over what it held so far, see `touch`.
		Self::touch(&curator, &epoch);
		let found = Spans::<T>::get(content, index);
		let is_new = found.is_none();
		let now = T::Clock::round();
		let mut span = match found {
			Some(span) => span,
			None => Self::index_span(&title, index, cells)?,
		};
		Self::check_possession(&curator, &content, index, &span.table, &epoch, proofs)?;
		T::Curators::take_space(&curator, span.table.fragments).map_err(
			|refusal| match refusal {
				SpaceRefusal::NotLive => Error::<T>::NotLive,
				SpaceRefusal::Full => Error::<T>::NoSpace,
				SpaceRefusal::Uncovered => Error::<T>::CollateralIncomplete,
			},
		)?;

		// Effects.
		let Replicas { live, leaving, dead, .. } = offer.replicas;
		if !is_new {
			// One makes way for one: so the replicas are never more than wanted, and never more than fit.
			let total = [live, leaving.len() as u32, dead.len() as u32];
			if total.into_iter().fold(0, u32::saturating_add) >= offer.wanted {
				if let Some(lost) = dead.first() {
					Self::finish(*lost, EndReason::Ejected);
				} else if let Some(leaver) = leaving.first() {
					Self::finish(*leaver, EndReason::HandedOver);
				}
			}
			// Ending the last replica takes the span with it; what was read of it is still true.
			span = Spans::<T>::get(content, index)
				.unwrap_or(Span { holders: BoundedVec::new(), ..span });
		}
		let id = NextContract::<T>::get();
		NextContract::<T>::put(id.checked_add(1).ok_or(Error::<T>::SumOverflow)?);
		let holding = Holding { contract: id, leaves: span.table.leaf_count() };
		Holdings::<T>::try_mutate(&curator, |held| held.try_push(holding))
			.map_err(|_| Error::<T>::TooManyContracts)?;
		let holder = Holder { curator: curator.clone(), contract: id };
		// Room: fewer than `wanted` are live, and a leaver made way if it was needed.
		span.holders.try_push(holder).map_err(|_| Error::<T>::NoVacancy)?;
		let fragments = span.table.fragments;
		Spans::<T>::insert(content, index, span);
		let sum_at_since = Self::join_ledger(&content, title.duration_ms);
		Contracts::<T>::insert(
			id,
			FragmentContract {
				curator: curator.clone(),
				content,
				span: index,
				fragments,
				started_in: now,
				since: now,
				sum_at_since,
				misses: 0,
			},
		);
		if !Duties::<T>::contains_key(&curator) {
			Duties::<T>::insert(&curator, Self::first_duty(&epoch));
		}
		Self::deposit_event(Event::ContractStarted {
			contract: id,
			curator,
			content,
			span: index,
			fragments,
		});
		Ok(())
	}

	/// A span that nobody keeps yet, from the descriptors that came with the claim.
	fn index_span(
		title: &KeptTitle,
		index: SpanIndex,
		cells: Option<SpanCells>,
	) -> Result<SpanOf<T>, Error<T>> {
		let cells = cells.ok_or(Error::<T>::SpanNotIndexed)?.into_inner();
		let table = SpanTable::index(&title.cells_root, title.cells, index, cells)?;
		Ok(Span { table, holders: BoundedVec::new(), vacant_since: title.registered_in })
	}

	/// Checks the leaves that a curator shows to begin with.
	fn check_possession(
		curator: &T::AccountId,
		content: &ContentId,
		index: SpanIndex,
		table: &SpanTable,
		epoch: &EpochInfo,
		proofs: StartProofs,
	) -> Result<(), Error<T>> {
		let asked = Self::start_leaves_of(curator, content, index, table, epoch);
		ensure!(proofs.len() == asked.len(), Error::<T>::ProofCountWrong);
		for (proof, asked) in proofs.into_iter().zip(asked) {
			proof.verify(table, Self::first_cell(index), asked)?;
		}
		Ok(())
	}

	/// The leaves that a curator must show to begin with, in this epoch.
	pub(crate) fn start_leaves_of(
		curator: &T::AccountId,
		content: &ContentId,
		index: SpanIndex,
		table: &SpanTable,
		epoch: &EpochInfo,
	) -> Vec<LeafRef> {
		let leaves = table.leaf_count();
		curator.using_encoded(|bytes| {
			(0..T::ChallengesPerEpoch::get())
				.filter_map(|number| draw_start(&epoch.seed, bytes, content, index, number, leaves))
				.filter_map(|offset| Self::leaf_at(index, table, offset))
				.collect()
		})
	}

	/// First cell of a span.
	pub(crate) fn first_cell(index: SpanIndex) -> u32 {
		// Spans of registered titles: below 2^14 cells.
		index.saturating_mul(CELLS_PER_SPAN)
	}

	/// The leaf at an offset of a span.
	pub(crate) fn leaf_at(index: SpanIndex, table: &SpanTable, offset: u32) -> Option<LeafRef> {
		let (cell, leaf) = table.locate(offset)?;
		Some(LeafRef { cell: Self::first_cell(index).saturating_add(cell), leaf })
	}

	fn first_duty(epoch: &EpochInfo) -> DutyOf<T> {
		DutyOf::<T> {
			epoch: epoch.index,
			due_in: 0,
			due_at: BlockNumberFor::<T>::default(),
			challenges: BoundedVec::new(),
			silent_epochs: 0,
		}
	}

	/// Adds a contract to a title's ledger, and says the sum of popularity × rounds now.
	fn join_ledger(content: &ContentId, duration_ms: u64) -> u128 {
		let now = T::Clock::round();
		let mut ledger = Self::ledger_now(content).unwrap_or_else(|| Ledger {
			meter: Meter::new(now),
			duration_ms,
			contracts: 0,
		});
		ledger.contracts = ledger.contracts.saturating_add(1);
		let sum = ledger.meter.sum;
		Ledgers::<T>::insert(content, ledger);
		sum
	}

	pub(crate) fn do_end(key: T::AccountId, id: ContractId) -> DispatchResultWithPostInfo {
		let contract = Contracts::<T>::get(id).ok_or(Error::<T>::ContractNotFound)?;
		let epoch = Self::epoch()?;
		// What it did not answer counts before anything ends.
		Self::touch(&contract.curator, &epoch);
		if !Contracts::<T>::contains_key(id) {
			return Ok(().into());
		}
		let is_own = T::Curators::curator_of(&key).as_ref() == Some(&contract.curator);
		let reason = Self::end_reason(id, &contract, is_own)?;

		// Effects.
		Self::finish(id, reason);
		// Letting go of what nobody wants any more costs nothing, as answering does. Each start, which is paid for, makes
		// room for one: no room for spam.
		let is_free = is_own && reason == EndReason::Surplus;
		let pays_fee = if is_free { Pays::No } else { Pays::Yes };
		Ok(PostDispatchInfo { actual_weight: None, pays_fee })
	}

	/// Why a contract may end now, if it may.
	fn end_reason(
		id: ContractId,
		contract: &ContractOf<T>,
		is_own: bool,
	) -> Result<EndReason, DispatchError> {
		let title = T::Titles::title(&contract.content).filter(|title| title.is_playable);
		let Some(title) = title else { return Ok(EndReason::TitleGone) };
		let standing = T::Curators::standing(&contract.curator);
		let has_left = match standing {
			None | Some(Standing::Ejected { .. }) => return Ok(EndReason::Ejected),
			Some(Standing::Leaving { until }) => is_own && T::Clock::round() >= until,
			Some(Standing::Live) => false,
		};
		let (content, span) = (&contract.content, contract.span);
		let Offer { replicas, wanted, .. } = Self::offer(content, span, &title);
		// Its curator may give up what it would have earned; nobody else takes that from it.
		let is_surplus = match is_own {
			true => replicas.live > wanted,
			false => {
				Self::is_mature(contract)
					&& Self::surplus(content, span, &title, &replicas, wanted)
						.contains(&contract.curator)
			},
		};
		ensure!(has_left || is_surplus, Error::<T>::ContractBinding);
		// Nobody drops what it is being asked for.
		let is_asked = Duties::<T>::get(&contract.curator).is_some_and(|duty| duty.is_open_for(id));
		ensure!(!is_asked, Error::<T>::ChallengesOpen);
		Ok(if has_left { EndReason::Left } else { EndReason::Surplus })
	}

	/// Ends a contract: pays what is due if the reason allows, and forgets it everywhere. O(contracts of the curator) in
	/// memory, one value read and written.
	pub(crate) fn finish(id: ContractId, reason: EndReason) {
		let Some(contract) = Contracts::<T>::take(id) else { return };
		let FragmentContract { curator, content, span, fragments, .. } = &contract;
		let is_asked = Duties::<T>::get(curator).is_some_and(|duty| duty.is_open_for(id));
		// Being relieved is no way around a challenge.
		let is_evading = is_asked && reason == EndReason::HandedOver;
		let earned_ssh = if reason.pays() && !is_evading { Self::due_of(&contract) } else { 0 };
		if is_asked {
			Self::void_challenges(curator, id);
		}
		let is_last = Holdings::<T>::mutate_exists(curator, |held| {
			let is_empty = held.as_mut().is_none_or(|held| {
				held.retain(|holding| holding.contract != id);
				held.is_empty()
			});
			if is_empty {
				*held = None;
			}
			is_empty
		});
		if is_last {
			Duties::<T>::remove(curator);
		}
		let now: Round = T::Clock::round();
		Spans::<T>::mutate_exists(content, span, |entry| {
			let is_empty = entry.as_mut().is_none_or(|span| {
				span.holders.retain(|holder| holder.contract != id);
				span.vacant_since = now;
				span.holders.is_empty()
			});
			if is_empty {
				*entry = None;
			}
		});
		Self::leave_ledger(content);
		T::Curators::return_space(curator, *fragments);
		if earned_ssh > 0 {
			Self::pay(curator, earned_ssh);
		}
		Self::deposit_event(Event::ContractEnded {
			contract: id,
			curator: curator.clone(),
			content: *content,
			span: *span,
			reason,
			earned_ssh,
		});
	}

	/// Nobody needs to show what it no longer keeps. Numbers of the other challenges stay as they are.
	fn void_challenges(curator: &T::AccountId, id: ContractId) {
		Duties::<T>::mutate(curator, |duty| {
			let challenges = duty.iter_mut().flat_map(|duty| duty.challenges.iter_mut());
			challenges
				.filter(|challenge| challenge.contract == id)
				.for_each(|challenge| challenge.is_answered = true);
		});
	}

	fn leave_ledger(content: &ContentId) {
		Ledgers::<T>::mutate_exists(content, |entry| {
			let is_empty = entry.as_mut().is_none_or(|ledger| {
				ledger.contracts = ledger.contracts.saturating_sub(1);
				ledger.contracts == 0
			});
			if is_empty {
				*entry = None;
			}
		});
	}
}
