//! Who may keep what: vacancies, and the candidates for them. Led to by `start_contract` and `end_contract`.

use crate::{Config, Error, Holder, MAX_REPLICAS, Pallet, SpanOf, Spans, Timings};
use alloc::vec::Vec;
use frame_support::{ensure, traits::Get};
use reel_fragments::{
	ContractId, SpanIndex,
	demand::{Meter, wanted},
	placement::{Vacancy, places, surplus},
	span::span_count,
	traits::{Curators, KeptTitle, KeptTitles, Standing},
};
use reel_primitives::{ContentId, traits::RoundClock};

/// What a span's replicas came to.
pub(crate) struct Replicas<AccountId> {
	/// Kept by live curators.
	pub(crate) live: u32,
	/// Of these, in the title's region.
	pub(crate) at_home: u32,
	/// Kept by curators that are leaving.
	pub(crate) leaving: Vec<ContractId>,
	/// Kept by nobody any more.
	pub(crate) dead: Vec<ContractId>,
	/// All of their curators.
	pub(crate) holders: Vec<AccountId>,
}

/// A vacant place, and how many may claim it.
pub(crate) struct Offer<AccountId> {
	pub(crate) vacancy: Vacancy,
	pub(crate) places: u32,
	pub(crate) wanted: u32,
	pub(crate) replicas: Replicas<AccountId>,
}

impl<T: Config> Pallet<T> {
	/// Whether a curator may claim a place of a span, before any proof is looked at. Cost: one score for each seat.
	pub(crate) fn check_start(
		curator: &T::AccountId,
		content: &ContentId,
		index: SpanIndex,
	) -> Result<(KeptTitle, Offer<T::AccountId>), Error<T>> {
		let title = T::Titles::title(content).ok_or(Error::<T>::TitleNotFound)?;
		ensure!(title.is_playable, Error::<T>::TitleNotPlayable);
		ensure!(index < span_count(title.cells), Error::<T>::SpanNotFound);
		let offer = Self::offer(content, index, &title);
		ensure!(!offer.replicas.holders.contains(curator), Error::<T>::AlreadyKept);
		ensure!(offer.places > 0, Error::<T>::NoVacancy);
		let roster = T::Curators::roster();
		let holders = &offer.replicas.holders;
		ensure!(
			offer.vacancy.admits(&roster, holders, curator, offer.places),
			Error::<T>::NotAssigned
		);
		Ok((title, offer))
	}

	/// What is to be had of a span: no places when it has its replicas.
	pub(crate) fn offer(
		content: &ContentId,
		index: SpanIndex,
		title: &KeptTitle,
	) -> Offer<T::AccountId> {
		let now = T::Clock::round();
		let timing = Timings::<T>::get();
		let span = Spans::<T>::get(content, index);
		let ledger = Self::ledger_now(content);
		let meter = ledger.map_or_else(|| Meter::new(title.registered_in), |ledger| ledger.meter);
		let wanted = Self::wanted(meter.level);
		let replicas = Self::replicas(span.as_ref(), title);
		let since = span.map_or(title.registered_in, |span| span.vacant_since);
		let vacant = wanted.saturating_sub(replicas.live);
		let places = if vacant == 0 {
			0
		} else {
			places(vacant, since.max(meter.raised_in), now, timing.patience_rounds)
		};
		let vacancy = Vacancy::next(*content, index, title.region, wanted, replicas.at_home);
		Offer { vacancy, places, wanted, replicas }
	}

	/// Replicas wanted at a popularity.
	pub(crate) fn wanted(level: u8) -> u32 {
		wanted(level, T::ReplicaFloor::get(), T::ReplicaCeiling::get().min(MAX_REPLICAS))
	}

	fn replicas(span: Option<&SpanOf<T>>, title: &KeptTitle) -> Replicas<T::AccountId> {
		let mut replicas = Replicas {
			live: 0,
			at_home: 0,
			leaving: Vec::new(),
			dead: Vec::new(),
			holders: Vec::new(),
		};
		for Holder { curator, contract } in span.into_iter().flat_map(|span| &span.holders) {
			match T::Curators::standing(curator) {
				Some(Standing::Live) => {
					replicas.live = replicas.live.saturating_add(1);
					if title.region.is_some() && T::Curators::region(curator) == title.region {
						replicas.at_home = replicas.at_home.saturating_add(1);
					}
				},
				Some(Standing::Leaving { .. }) => replicas.leaving.push(*contract),
				Some(Standing::Ejected { .. }) | None => replicas.dead.push(*contract),
			}
			replicas.holders.push(curator.clone());
		}
		replicas
	}

	/// Who is to let go of a span while `wanted` replicas are enough, the farthest first. Nobody if no more are live.
	pub(crate) fn surplus(
		content: &ContentId,
		index: SpanIndex,
		title: &KeptTitle,
		replicas: &Replicas<T::AccountId>,
		wanted: u32,
	) -> Vec<T::AccountId> {
		if replicas.live <= wanted {
			return Vec::new();
		}
		let roster = T::Curators::roster();
		surplus(&roster, &replicas.holders, content, index, title.region, wanted)
	}
}
