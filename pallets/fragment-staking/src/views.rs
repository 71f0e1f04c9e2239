//! What clients and curators' nodes ask. The chain itself never calls these.

use crate::{
	AskedLeaf, Config, ContractOf, Contracts, Duties, Epoch, Holdings, MAX_CONTRACTS_PAGE,
	MAX_REPLICAS, Pallet, SpanLoad, Spans, TitleLoad,
};
use alloc::vec::Vec;
use reel_fragments::{
	ContractId, SpanIndex,
	challenge::LeafRef,
	demand::BASE_LEVEL,
	span::span_count,
	traits::{Curators, KeptTitles, Standing},
};
use reel_primitives::ContentId;

impl<T: Config> Pallet<T> {
	/// Contracts of a curator, `from` and following in its list, at most `limit` and never more than
	/// [`MAX_CONTRACTS_PAGE`]. Cost: one read, and one for each.
	pub fn contracts_page(
		curator: &T::AccountId,
		from: u32,
		limit: u32,
	) -> Vec<(ContractId, ContractOf<T>)> {
		Holdings::<T>::get(curator)
			.into_iter()
			.skip(from as usize)
			.take(limit.min(MAX_CONTRACTS_PAGE) as usize)
			.filter_map(|held| Some((held.contract, Contracts::<T>::get(held.contract)?)))
			.collect()
	}

	/// What is asked of a curator, answered or not. Cost: two reads for each.
	pub fn asked_of(curator: &T::AccountId) -> Vec<AskedLeaf> {
		let Some(duty) = Duties::<T>::get(curator) else { return Vec::new() };
		(0u32..)
			.zip(duty.challenges.iter())
			.filter_map(|(number, challenge)| {
				let contract = Contracts::<T>::get(challenge.contract)?;
				let span = Spans::<T>::get(contract.content, contract.span)?;
				Some(AskedLeaf {
					number,
					contract: challenge.contract,
					content: contract.content,
					span: contract.span,
					asked: Self::leaf_at(contract.span, &span.table, challenge.offset)?,
					due_in: duty.due_in,
					is_answered: challenge.is_answered,
				})
			})
			.collect()
	}

	/// The leaves that a curator must show to begin with, if the span is kept by somebody already. Otherwise they follow
	/// from the descriptors, see [`reel_fragments::challenge::draw_start`].
	pub fn start_leaves_for(
		curator: &T::AccountId,
		content: &ContentId,
		span: SpanIndex,
	) -> Option<Vec<LeafRef>> {
		let (epoch, found) = (Epoch::<T>::get()?, Spans::<T>::get(content, span)?);
		Some(Self::start_leaves_of(curator, content, span, &found.table, &epoch))
	}

	/// How a title is kept; `None` when it was never registered. Cost: a constant number of reads.
	pub fn load_of(content: &ContentId) -> Option<TitleLoad> {
		let title = T::Titles::title(content)?;
		let ledger = Self::ledger_now(content);
		let level = ledger.as_ref().map_or(BASE_LEVEL, |ledger| ledger.meter.level);
		Some(TitleLoad {
			level,
			watched_ms: ledger.as_ref().map_or(0, |ledger| ledger.meter.watched_ms),
			contracts: ledger.as_ref().map_or(0, |ledger| ledger.contracts),
			spans: span_count(title.cells),
			wanted: if title.is_playable { Self::wanted(level) } else { 0 },
		})
	}

	/// How a span is kept, and who may claim a vacant place; `None` when there is no such span. Cost: one score for each
	/// seat.
	pub fn span_load_of(content: &ContentId, span: SpanIndex) -> Option<SpanLoad<T::AccountId>> {
		let title = T::Titles::title(content).filter(|title| span < span_count(title.cells))?;
		let offer = Self::offer(content, span, &title);
		let holders = Spans::<T>::get(content, span)
			.into_iter()
			.flat_map(|span| span.holders)
			.map(|holder| {
				let standing = T::Curators::standing(&holder.curator);
				(holder, standing == Some(Standing::Live))
			})
			.collect();
		if !title.is_playable {
			return Some(SpanLoad { holders, wanted: 0, places: 0, candidates: Vec::new() });
		}
		let mut candidates =
			offer.vacancy.candidates(&T::Curators::roster(), &offer.replicas.holders);
		candidates.truncate(MAX_REPLICAS as usize);
		Some(SpanLoad { holders, wanted: offer.wanted, places: offer.places, candidates })
	}
}
