//! What benchmarks start from.

use crate::{
	Challenge, Config, Contracts, Duties, DutyOf, Epoch, EpochInfo, FragmentContract, Holder,
	Holdings, Ledger, Ledgers, NextContract, Span, Spans, SweepAt, Timings,
};
use alloc::vec::Vec;
use blake3::hazmat::{HasherExt, Mode, merge_subtrees_non_root, merge_subtrees_root};
use frame_benchmarking::v2::*;
use frame_support::{BoundedVec, traits::Get};
use reel_fragments::{
	ContractId,
	challenge::Holding,
	demand::Meter,
	proof::MAX_LEAF_PATH,
	span::{CELLS_PER_SPAN, MAX_STAKED_CELL_BYTES, SpanTable},
	traits::{Curators, KeptTitle, KeptTitles},
};
use reel_merkle::binary;
use reel_primitives::{ContentId, Hash32, Round, geometry::CellDescriptor, traits::RoundClock};

/// Far enough from the start for every age.
pub(crate) const ROUND: Round = 1_000_000;
pub(crate) const CAPACITY: u32 = 1 << 20;
pub(crate) const LEAF: [u8; 1024] = [7; 1024];

pub(crate) fn content(n: u32) -> ContentId {
	let mut id = [0; 32];
	id[..4].copy_from_slice(&n.to_be_bytes());
	ContentId(id)
}

/// The clock, the epoch of now, and nothing swept.
pub(crate) fn now<T: Config>() -> EpochInfo {
	T::Clock::set_round(ROUND);
	let index = ROUND / Timings::<T>::get().epoch_rounds;
	let epoch = EpochInfo { index, seed: [5; 32], minted_ssh: 0 };
	Epoch::<T>::put(epoch);
	SweepAt::<T>::kill();
	epoch
}

/// A curator with the roster as full as it can be.
pub(crate) fn curator<T: Config>(name: &'static str, n: u32) -> T::AccountId {
	let who: T::AccountId = account(name, n, 0);
	T::Curators::register_for_benchmark(&who, CAPACITY, T::Curators::max_curators());
	who
}

pub(crate) fn title(cells: u32, cells_root: Hash32, is_playable: bool) -> KeptTitle {
	KeptTitle {
		cells_root,
		cells,
		duration_ms: u64::from(cells) * 60_000,
		registered_in: 0,
		region: None,
		is_playable,
	}
}

/// Cells of one leaf each.
pub(crate) fn small_cells(count: u32) -> Vec<CellDescriptor> {
	let root = *blake3::hash(&LEAF).as_bytes();
	(0..count)
		.map(|index| CellDescriptor { index, duration_ms: 60_000, length_bytes: 1024, root })
		.collect()
}

/// Sixteen of the largest cells, of which only the first leaf of each is known, with that leaf's path.
pub(crate) fn large_cells() -> (Vec<CellDescriptor>, Vec<Hash32>) {
	let path: Vec<Hash32> = (0..MAX_LEAF_PATH).map(|level| [level as u8; 32]).collect();
	let mut node = blake3::Hasher::new().update(&LEAF).finalize_non_root();
	let (last, below) = path.split_last().expect("not empty");
	for sibling in below {
		node = merge_subtrees_non_root(&node, sibling, Mode::Hash);
	}
	let root = merge_subtrees_root(&node, last, Mode::Hash).into();
	let cells = (0..CELLS_PER_SPAN)
		.map(|index| CellDescriptor {
			index,
			duration_ms: 60_000,
			length_bytes: MAX_STAKED_CELL_BYTES,
			root,
		})
		.collect();
	(cells, path)
}

pub(crate) fn table(cells: &[CellDescriptor]) -> SpanTable {
	let items: Vec<_> = cells.iter().map(CellDescriptor::leaf_bytes).collect();
	let leaves: Vec<_> = cells.iter().map(CellDescriptor::leaves).collect();
	SpanTable {
		root: binary::root(&items),
		leaves: leaves.try_into().expect("at most 16"),
		fragments: cells.iter().map(CellDescriptor::fragments).sum(),
	}
}

/// Writes a contract of `who` over the first span of `content`, old enough for anything.
pub(crate) fn keep<T: Config>(
	who: &T::AccountId,
	content: ContentId,
	cells: &[CellDescriptor],
) -> ContractId {
	let id = NextContract::<T>::get();
	NextContract::<T>::put(id + 1);
	let found = table(cells);
	let holding = Holding { contract: id, leaves: found.leaf_count() };
	let fragments = found.fragments;
	T::Curators::take_space(who, fragments).expect("room");
	let holder = Holder { curator: who.clone(), contract: id };
	Spans::<T>::mutate(content, 0, |span| {
		let mut kept = span.take().unwrap_or(Span {
			table: found,
			holders: BoundedVec::new(),
			vacant_since: 0,
		});
		kept.holders.try_push(holder).expect("room");
		*span = Some(kept);
	});
	Ledgers::<T>::mutate(content, |ledger| {
		let contracts = ledger.as_ref().map_or(0, |ledger| ledger.contracts) + 1;
		*ledger = Some(Ledger { meter: Meter::new(0), duration_ms: 60_000, contracts });
	});
	Contracts::<T>::insert(
		id,
		FragmentContract {
			curator: who.clone(),
			content,
			span: 0,
			fragments,
			started_in: 0,
			since: 0,
			sum_at_since: 0,
			misses: T::MaxMisses::get() - 1,
		},
	);
	Holdings::<T>::mutate(who, |held| {
		// Behind the others, and in the place of one of them if there is no more room.
		if held.is_full() {
			held.remove(0);
		}
		held.try_push(holding).expect("room");
	});
	id
}

/// Fills the list of contracts of a curator with what is not asked for here.
pub(crate) fn fill_holdings<T: Config>(who: &T::AccountId) {
	let holdings: Vec<_> = (0..T::MaxContracts::get())
		.map(|n| Holding { contract: u64::MAX - u64::from(n), leaves: 1 })
		.collect();
	Holdings::<T>::insert(who, BoundedVec::truncate_from(holdings));
}

pub(crate) fn duty<T: Config>(epoch: u64, challenges: Vec<Challenge>) -> DutyOf<T> {
	DutyOf::<T> {
		epoch,
		due_in: 0,
		due_at: Default::default(),
		challenges: challenges.try_into().expect("at most 16"),
		silent_epochs: 0,
	}
}

pub(crate) fn playable<T: Config>(n: u32) -> ContentId {
	T::Titles::register_for_benchmark(content(n), title(1, [1; 32], true));
	content(n)
}

/// A curator that missed every challenge, each for the last time, with a full list of contracts.
pub(crate) fn guilty<T: Config>(n: u32) -> T::AccountId {
	let who = curator::<T>("guilty", n);
	fill_holdings::<T>(&who);
	let count = T::ChallengesPerEpoch::get();
	let challenges = (0..count)
		.map(|c| {
			let content = playable::<T>(n * count + c);
			let contract = keep::<T>(&who, content, &small_cells(1));
			Challenge { contract, offset: 0, is_answered: false }
		})
		.collect();
	Duties::<T>::insert(&who, duty::<T>(0, challenges));
	who
}

/// Makes sure that the deadline of [`duty`] is over.
pub(crate) fn next_block<T: Config>() {
	frame_system::Pallet::<T>::set_block_number(10u32.into());
}
