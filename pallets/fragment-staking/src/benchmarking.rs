//! Benchmarks. The worst cases: a full roster, full lists of contracts, the longest proofs.

#![allow(missing_docs)]

mod setup;

use setup::*;

use crate::{
	Call, Challenge, Claims, Config, ContractOf, Contracts, Duties, Epoch, Holdings, Ledger,
	Ledgers, MAX_CLAIMS_PER_CALL, MAX_REPLICAS, NextContract, Owed, OwedTotal, Pallet, SpanCells,
	SweepAt,
};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::traits::Get;
use frame_system::RawOrigin;
use reel_fragments::{
	SpanIndex,
	challenge::LeafRef,
	demand::Meter,
	placement::Score,
	proof::{PossessionProof, build},
	span::CELLS_PER_SPAN,
	traits::{Curators, KeptTitles},
};
use reel_merkle::{binary, blake3_leaf::LeafProof};
use reel_primitives::{
	Balance, Round,
	batch::{MAX_TITLES_PER_BATCH, TitleTotal},
	geometry::{CellDescriptor, MAX_CELLS},
	traits::OnVerifiedPlays,
};

#[benchmarks]
mod benchmarks {
	use super::*;

	/// `n` cells come with the claim; 0 if the span is kept already.
	#[benchmark]
	fn start_contract(n: Linear<0, CELLS_PER_SPAN>) {
		let epoch = now::<T>();
		let who = curator::<T>("starter", 0);
		let span_cells = if n == 0 { CELLS_PER_SPAN } else { n };
		let count = MAX_CELLS - 2 * CELLS_PER_SPAN + span_cells;
		let span: SpanIndex = if n == 0 { 0 } else { (count - 1) / CELLS_PER_SPAN };
		let all = small_cells(count);
		let items: Vec<_> = all.iter().map(CellDescriptor::leaf_bytes).collect();
		T::Titles::register_for_benchmark(content(0), title(count, binary::root(&items), true));
		let first = (span * CELLS_PER_SPAN) as usize;
		let own = table(&all[first..first + span_cells as usize]);
		let cells: Option<SpanCells> = if n == 0 {
			let other = curator::<T>("keeper", 0);
			keep::<T>(&other, content(0), &all[..CELLS_PER_SPAN as usize]);
			None
		} else {
			build::span_cells(&all, span).map(|cells| cells.try_into().expect("at most 16"))
		};
		let proofs: Vec<_> = Pallet::<T>::start_leaves_of(&who, &content(0), span, &own, &epoch)
			.into_iter()
			.map(|asked: LeafRef| {
				let leaf = LeafProof { index: asked.leaf, bytes: LEAF.to_vec(), path: Vec::new() };
				let part = &all[first..first + span_cells as usize];
				let index = asked.cell - first as u32;
				let items: Vec<_> = part.iter().map(CellDescriptor::leaf_bytes).collect();
				PossessionProof {
					cell: part[index as usize],
					cell_path: binary::prove(&items, index)
						.expect("in range")
						.path
						.try_into()
						.expect("at most 4"),
					leaf: leaf.bytes.try_into().expect("1 KiB"),
					leaf_path: leaf.path.try_into().expect("none"),
				}
			})
			.collect();
		let proofs = proofs.try_into().expect("at most 16");
		// All but one of as many as it may have.
		fill_holdings::<T>(&who);
		Holdings::<T>::mutate(&who, |held| held.pop());

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), content(0), span, cells, proofs);

		let id = NextContract::<T>::get() - 1;
		assert_eq!(Contracts::<T>::get(id).map(|contract| contract.curator), Some(who));
	}

	#[benchmark]
	fn answer_challenges(n: Linear<1, { T::ChallengesPerEpoch::get() }>) {
		let epoch = now::<T>();
		let who = curator::<T>("honest", 0);
		let (cells, path) = large_cells();
		let challenges: Vec<_> = (0..n)
			.map(|c| {
				let contract = keep::<T>(&who, playable::<T>(c), &cells);
				Challenge { contract, offset: 0, is_answered: false }
			})
			.collect();
		let mut open = duty::<T>(epoch.index, challenges);
		open.due_in = Round::MAX;
		Duties::<T>::insert(&who, open);
		let asked = LeafRef { cell: 0, leaf: 0 };
		let leaf = LeafProof { index: 0, bytes: LEAF.to_vec(), path };
		let proof = build::possession(&cells, 0, asked, leaf).expect("of the span");
		assert_eq!(proof.encoded_size(), 1_780);
		let answers: Vec<_> = (0..n).map(|number| (number, proof.clone())).collect();
		let answers = answers.try_into().expect("at most 16");

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), answers);

		assert!(Duties::<T>::get(&who).is_some_and(|duty| !duty.is_open()));
	}

	#[benchmark]
	fn claim_reward(n: Linear<1, MAX_CLAIMS_PER_CALL>) {
		let epoch = now::<T>();
		let who = curator::<T>("claimant", 0);
		let contracts: Vec<_> =
			(0..n).map(|c| keep::<T>(&who, playable::<T>(c), &small_cells(1))).collect();
		Duties::<T>::insert(&who, duty::<T>(epoch.index, vec![]));
		let claims: Claims = contracts.clone().try_into().expect("at most 64");

		#[extrinsic_call]
		_(RawOrigin::Signed(who.clone()), claims);

		assert!(contracts.into_iter().all(|id| {
			Contracts::<T>::get(id).is_some_and(|contract: ContractOf<T>| contract.since == ROUND)
		}));
	}

	/// By a stranger, of the farthest of the most replicas there can be.
	#[benchmark]
	fn end_contract() {
		let epoch = now::<T>();
		let content = playable::<T>(0);
		let mut farthest = None;
		for n in 0..MAX_REPLICAS.min(T::Curators::max_curators()) {
			let who = curator::<T>("surplus", n);
			fill_holdings::<T>(&who);
			let id = keep::<T>(&who, content, &small_cells(1));
			Duties::<T>::insert(&who, duty::<T>(epoch.index, vec![]));
			let seat = T::Curators::roster().into_iter().find(|seat| seat.curator == who);
			let seat = seat.expect("seated");
			let score = Score::new(&seat.placement, seat.capacity, &content, 0);
			farthest = farthest.max(Some((score, id)));
		}
		let (_, id) = farthest.expect("some");

		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), id);

		assert!(!Contracts::<T>::contains_key(id));
	}

	#[benchmark]
	fn settle_curator() {
		let epoch = now::<T>();
		next_block::<T>();
		let who = guilty::<T>(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(whitelisted_caller()), who.clone());

		assert_eq!(Contracts::<T>::iter().count(), 0);
		assert_eq!(Duties::<T>::get(&who).map(|duty| duty.epoch), Some(epoch.index));
	}

	#[benchmark]
	fn claim_owed() {
		now::<T>();
		let who = curator::<T>("creditor", 0);
		// Enough to be received; the asset is there if the genesis made it.
		let owed: Balance = 1_000_000_000_000;
		Owed::<T>::insert(&who, owed);
		OwedTotal::<T>::put(owed);

		#[block]
		{
			let _ = Pallet::<T>::do_claim_owed(who);
		}

		assert_eq!(OwedTotal::<T>::get() + crate::TotalMinted::<T>::get(), owed);
	}

	#[benchmark]
	fn on_initialize_idle() {
		now::<T>();

		#[block]
		{
			Pallet::<T>::on_block();
		}

		assert!(!SweepAt::<T>::exists());
	}

	#[benchmark]
	fn begin_epoch() {
		let before = now::<T>();
		let index = before.index + 1;

		#[block]
		{
			Pallet::<T>::open_epoch(index, &[3; 32]);
		}

		assert_eq!(Epoch::<T>::get().map(|epoch| epoch.index), Some(index));
	}

	#[benchmark]
	fn sweep(n: Linear<0, { T::SweepPerBlock::get() }>) {
		let epoch = now::<T>();
		next_block::<T>();
		let curators: Vec<_> = (0..n).map(guilty::<T>).collect();
		SweepAt::<T>::put(None::<T::AccountId>);

		#[block]
		{
			Pallet::<T>::sweep();
		}

		assert!(
			curators
				.iter()
				.all(|who| { Duties::<T>::get(who).is_some_and(|duty| duty.epoch == epoch.index) })
		);
	}

	#[benchmark]
	fn clean(n: Linear<0, { T::CleanPerBlock::get() }>) {
		let epoch = now::<T>();
		for c in 0..n {
			let who = curator::<T>("keeper", c);
			fill_holdings::<T>(&who);
			keep::<T>(&who, content(c), &small_cells(1));
			Duties::<T>::insert(&who, duty::<T>(epoch.index, vec![]));
			T::Titles::register_for_benchmark(content(c), title(1, [1; 32], false));
		}

		#[block]
		{
			Pallet::<T>::clean(frame_support::weights::Weight::MAX);
		}

		assert_eq!(Contracts::<T>::iter().count(), 0);
	}

	#[benchmark]
	fn on_verified_plays(n: Linear<1, MAX_TITLES_PER_BATCH>) {
		now::<T>();
		let totals: Vec<_> = (0..n)
			.map(|c| {
				let ledger = Ledger { meter: Meter::new(0), duration_ms: 60_000, contracts: 1 };
				Ledgers::<T>::insert(content(c), ledger);
				TitleTotal { content: content(c), plays: 1, weight_ms: 60_000 }
			})
			.collect();

		#[block]
		{
			Pallet::<T>::on_verified_plays(&totals);
		}

		let counted = Ledgers::<T>::get(content(0)).map(|ledger| ledger.meter.watched_ms);
		assert_eq!(counted, Some(60_000));
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::build(0), crate::mock::Test);
}
