//! The bridge against stores that are honest, absent, slow or lying; the mock's films are what an honest one has.

mod http;
mod tending;

use super::{memory, plan::Act, store::*};
use crate::{Call, Contracts, Duties, Spans, mock::*};
use frame_support::BoundedVec;
use reel_fragments::{
	challenge::LeafRef,
	keeping::*,
	proof::{PossessionProof, build},
};
use sp_core::offchain::{OffchainDbExt, OffchainWorkerExt, Timestamp, testing::TestOffchainExt};
use sp_runtime::traits::Dispatchable;
use std::{cell::RefCell, rc::Rc};

/// How a store behaves.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Manner {
	Honest,
	Absent,
	/// Proofs of another leaf than the one asked for.
	WrongLeaf,
	/// Descriptors with a byte changed.
	WrongCells,
	/// It says that everything is ready, and has no proof.
	Idle,
}

/// A store with every film, and what it was told.
#[derive(Clone)]
struct FilmStore {
	manner: Manner,
	told: Rc<RefCell<Vec<SyncRequest>>>,
}

impl FilmStore {
	fn new(manner: Manner) -> Self {
		Self { manner, told: Rc::default() }
	}

	fn prove(&self, piece: &Piece, asked: LeafRef) -> Option<PossessionProof> {
		match self.manner {
			Manner::Idle => None,
			Manner::WrongLeaf => {
				let other = LeafRef { leaf: (asked.leaf + 1) % 3, ..asked };
				Some(prove(&piece.content, piece.span, other))
			},
			_ => Some(prove(&piece.content, piece.span, asked)),
		}
	}
}

impl Store for FilmStore {
	fn sync(&self, request: &SyncRequest) -> Result<SyncReply, StoreFault> {
		if self.manner == Manner::Absent {
			return Err(StoreFault::Unreachable("no connection"));
		}
		self.told.borrow_mut().push(request.clone());
		let ready = request.wanted.iter().map(|_| true).collect();
		Ok(SyncReply {
			next: request.from + request.kept.len() as u32,
			ready: BoundedVec::truncate_from(ready),
			held: 3,
			missing: 0,
		})
	}

	fn cells(&self, piece: &Piece) -> Result<CellsReply, StoreFault> {
		let cells = descriptors(&piece.content, Films::get()[&piece.content].cells);
		let mut found = build::span_cells(&cells, piece.span).unwrap();
		if self.manner == Manner::WrongCells {
			found[0].cell.root[0] ^= 1;
		}
		Ok(CellsReply { cells: Some(found.try_into().unwrap()) })
	}

	fn proofs(&self, request: &ProofsRequest) -> Result<ProofsReply, StoreFault> {
		let proofs = request.asked.iter().map(|(piece, leaf)| self.prove(piece, *leaf)).collect();
		Ok(ProofsReply { proofs: BoundedVec::truncate_from(proofs) })
	}
}

/// The machine of curator `who`, in a chain with so many curators.
fn on_machine_of(who: u64, curators: u64, test: impl FnOnce(&TestOffchainExt)) {
	let (offchain, _) = TestOffchainExt::new();
	let mut ext = build(curators);
	ext.register_extension(OffchainDbExt::new(offchain.clone()));
	ext.register_extension(OffchainWorkerExt::new(offchain.clone()));
	Keys::set(vec![hot(who)]);
	Sent::set(vec![]);
	PoolTakes::set(true);
	ext.execute_with(|| test(&offchain));
}

fn run(store: &FilmStore) -> BridgeState<u64> {
	run_in(store, 1)
}

fn run_in(store: &FilmStore, session: u64) -> BridgeState<u64> {
	FragmentStaking::bridge_with(System::block_number(), store.clone(), session);
	memory::state()
}

fn error(state: &BridgeState<u64>) -> String {
	String::from_utf8(state.last_error.clone().unwrap_or_default()).unwrap()
}

/// The block that holds what the pool has.
fn include() -> usize {
	let sent = Sent::take();
	System::set_block_number(System::block_number() + 1);
	for one in &sent {
		let account = System::account_nonce(one.key);
		assert_eq!(one.nonce, account, "no transaction twice");
		System::inc_account_nonce(one.key);
		let call: RuntimeCall = one.call.clone().into();
		// What fails pays and changes nothing else.
		let _ = call.dispatch(signed(one.key));
	}
	sent.len()
}

/// Rounds without the curators' answers.
fn let_epoch_begin() {
	run_silent(NOW + 20 + 3);
}

fn first_candidate() -> u64 {
	on_chain_of(8, || candidates(SHORT, 0)[0])
}

fn on_chain_of<R>(curators: u64, look: impl FnOnce() -> R) -> R {
	build(curators).execute_with(look)
}

/// A curator whose machine claims [`SHORT`] in the first block.
fn keeping(who: u64, store: &FilmStore) {
	while !Contracts::<Test>::iter_values().any(|one| one.curator == who && one.content == SHORT) {
		run(store);
		assert!(include() > 0, "{}", error(&memory::state()));
	}
}

#[test]
fn a_vacant_place_is_fetched_proven_and_claimed_once() {
	let who = first_candidate();
	on_machine_of(who, 8, |_| {
		let store = FilmStore::new(Manner::Honest);
		let state = run(&store);
		assert_eq!((state.curator, state.hot_key), (Some(who), Some(hot(who))));
		assert_eq!(error(&state), "");
		assert!(!store.told.borrow()[0].wanted.is_empty());
		let sent = Sent::get();
		assert_eq!(sent.len(), 1);
		assert!(matches!(sent[0].call, Call::start_contract { cells: Some(_), .. }));

		// The same block again, and the next: it is on its way.
		run(&store);
		System::set_block_number(System::block_number() + 1);
		run(&store);
		assert_eq!(Sent::get().len(), 1);
		include();
		let state = run(&store);
		assert_eq!(state.started, 1);
		assert_eq!(state.contracts, 1);
		assert_eq!(store.told.borrow().last().unwrap().kept.len(), 1);
	});
}

#[test]
fn open_challenges_are_answered_once_and_at_once_all() {
	let who = first_candidate();
	on_machine_of(who, 8, |_| {
		let store = FilmStore::new(Manner::Honest);
		keeping(who, &store);
		run(&store);
		Sent::set(vec![]);
		let_epoch_begin();
		let state = run(&store);
		assert_eq!(state.open_challenges, CHALLENGES);
		let [sent] = &Sent::get()[..] else { panic!("one transaction") };
		let Call::answer_challenges { answers } = &sent.call else { panic!("the answer first") };
		assert_eq!(answers.len(), CHALLENGES as usize);
		run(&store);
		assert_eq!(include(), 1);
		let state = run(&store);
		assert_eq!((state.answered, state.open_challenges), (CHALLENGES.into(), 0));
		assert!(!Duties::<Test>::get(who).unwrap().is_open());
	});
}

#[test]
fn an_undone_answer_is_sent_again() {
	let who = first_candidate();
	on_machine_of(who, 8, |_| {
		let store = FilmStore::new(Manner::Honest);
		keeping(who, &store);
		run(&store);
		include();
		let_epoch_begin();
		let (duty, nonce) = (Duties::<Test>::get(who).unwrap(), System::account_nonce(hot(who)));
		run(&store);
		include();
		run(&store);
		assert!(!Duties::<Test>::get(who).unwrap().is_open());
		Sent::set(vec![]);

		// The block is not of the chain any more.
		Duties::<Test>::insert(who, duty);
		frame_system::Account::<Test>::mutate(hot(who), |account| account.nonce = nonce);
		memory::clear_flight();
		run(&store);
		assert!(matches!(Sent::get()[..], [Sending { call: Call::answer_challenges { .. }, .. }]));
		include();
		assert!(!Duties::<Test>::get(who).unwrap().is_open());
	});
}

#[test]
fn a_transaction_of_another_fork_or_of_an_earlier_start_is_replaced() {
	let who = first_candidate();
	on_machine_of(who, 8, |_| {
		let store = FilmStore::new(Manner::Honest);
		run(&store);
		let flight = memory::flight::<Test>().unwrap();
		frame_system::BlockHash::<Test>::insert(flight.born, sp_core::H256([7; 32]));
		run(&store);
		assert_eq!(Sent::get().len(), 2, "its block is another now");
		run_in(&store, 2);
		assert_eq!(Sent::get().len(), 3, "its pool is gone");
		run_in(&store, 2);
		assert_eq!(Sent::get().len(), 3);
		// All of one nonce: one of them is executed.
		assert!(Sent::get().iter().all(|sent| sent.nonce == Sent::get()[0].nonce));
	});
}

#[test]
fn what_is_not_taken_into_a_block_is_sent_again_after_its_life() {
	let who = first_candidate();
	on_machine_of(who, 8, |_| {
		let store = FilmStore::new(Manner::Honest);
		let begun = System::block_number();
		run(&store);
		while System::block_number() < begun - 1 + u64::from(super::plan::LIFE) {
			assert_eq!(Sent::get().len(), 1);
			System::set_block_number(System::block_number() + 1);
			run(&store);
		}
		assert_eq!(Sent::get().len(), 2);
	});
}

#[test]
fn a_refusing_pool_is_asked_again_after_a_pause_and_people_are_told() {
	let who = first_candidate();
	on_machine_of(who, 8, |_| {
		let store = FilmStore::new(Manner::Honest);
		PoolTakes::set(false);
		assert!(error(&run(&store)).contains("enough CFX"));
		PoolTakes::set(true);
		run(&store);
		assert!(Sent::get().is_empty());
		System::set_block_number(System::block_number() + u64::from(super::plan::PAUSE));
		assert_eq!(error(&run(&store)), "");
		assert_eq!(Sent::get().len(), 1);
	});
}

#[test]
fn nothing_a_lying_store_says_is_sent() {
	let who = first_candidate();
	for (manner, said) in [
		(Manner::WrongLeaf, "claim would be refused: LeafProofInvalid"),
		(Manner::WrongCells, "cells would be refused: CellProofInvalid"),
		(Manner::Absent, "does not answer"),
	] {
		on_machine_of(who, 8, |_| {
			let store = FilmStore::new(manner);
			let state = run(&store);
			assert!(error(&state).contains(said), "{manner:?}: {}", error(&state));
			assert_eq!(state.is_store_reachable, manner != Manner::Absent);
			assert_eq!(Sent::get(), vec![]);
		});
	}
}

#[test]
fn a_wrong_answer_is_not_sent_and_a_right_one_later_is() {
	let who = first_candidate();
	on_machine_of(who, 8, |_| {
		keeping(who, &FilmStore::new(Manner::Honest));
		let_epoch_begin();
		Sent::set(vec![]);
		memory::clear_flight();
		let state = run(&FilmStore::new(Manner::WrongLeaf));
		assert!(error(&state).contains("proof would be refused: LeafProofInvalid"));
		run(&FilmStore::new(Manner::Absent));
		run(&FilmStore::new(Manner::Idle));
		assert_eq!(Sent::get(), vec![]);
		assert_eq!(error(&run(&FilmStore::new(Manner::Honest))), "");
		assert_eq!(Sent::get().len(), 1);
	});
}

#[test]
fn only_the_machine_with_the_hot_key_of_a_curator_acts() {
	let who = first_candidate();
	on_machine_of(who, 8, |_| {
		let store = FilmStore::new(Manner::Honest);
		Keys::set(vec![]);
		assert!(error(&run(&store)).contains("no hot key"));
		Keys::set(vec![STRANGER]);
		assert!(error(&run(&store)).contains("acts for no curator"));
		assert!(store.told.borrow().is_empty());
		assert_eq!(Sent::get(), vec![]);
		Keys::set(vec![STRANGER, hot(who)]);
		assert_eq!(error(&run(&store)), "");
		assert_eq!(Sent::get().len(), 1);
	});
}

#[test]
fn a_node_that_catches_up_decides_nothing() {
	let who = first_candidate();
	on_machine_of(who, 8, |machine| {
		let later = reel_primitives::time::round_start_ms(NOW + 100);
		machine.0.write().timestamp = Timestamp::from_unix_millis(later);
		let store = FilmStore::new(Manner::Honest);
		assert!(error(&run(&store)).contains("catching up"));
		assert!(store.told.borrow().is_empty());
	});
}

#[test]
fn the_walk_comes_to_every_place_that_may_be_claimed() {
	on_machine_of(1, 8, |_| {
		let store = FilmStore::new(Manner::Idle);
		for _ in 0..4 {
			run(&store);
		}
		let wanted: Vec<_> = memory::wanted();
		for content in [FILM, SHORT] {
			for span in 0..reel_fragments::span::span_count(Films::get()[&content].cells) {
				let may = FragmentStaking::may_start(1, content, span).is_ok();
				assert_eq!(wanted.contains(&Piece { content, span }), may, "{content:?} {span}");
			}
		}
		// What others took meanwhile is wanted no more.
		fill(FILM, 0);
		fill(FILM, 1);
		fill(SHORT, 0);
		run(&store);
		assert_eq!(memory::wanted(), vec![]);
	});
}

#[test]
fn a_stopped_title_is_not_wanted() {
	let who = first_candidate();
	on_machine_of(who, 8, |_| {
		set_playable(FILM, false);
		set_playable(SHORT, false);
		let store = FilmStore::new(Manner::Honest);
		assert_eq!(error(&run(&store)), "");
		assert_eq!((memory::wanted(), Sent::get()), (vec![], vec![]));
	});
}

#[test]
fn a_claim_that_came_too_late_is_left_alone_for_a_while() {
	let who = first_candidate();
	on_machine_of(who, 8, |_| {
		let store = FilmStore::new(Manner::Honest);
		set_playable(FILM, false);
		run(&store);
		let flight = memory::flight::<Test>().unwrap();
		assert!(matches!(flight.act, Act::Start(Piece { content: SHORT, span: 0 })));
		// Executed without effect.
		Sent::set(vec![]);
		System::inc_account_nonce(hot(who));
		System::set_block_number(System::block_number() + 1);
		let state = run(&store);
		assert_eq!((state.started, Sent::get().len()), (0, 0));
		System::set_block_number(System::block_number() + 12);
		run(&store);
		assert_eq!(Sent::get().len(), 1);
		assert!(!Spans::<Test>::contains_key(SHORT, 0));
	});
}
