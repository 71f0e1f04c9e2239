//! The bridge between the chain and a curator's fragment store: an off-chain worker, and a thin one.
//!
//! # One run
//!
//! ```text
//! new best block ─► lock ─► whose hot key is here? ─► what of ours is on its way?
//!                              │                          │ landed · lapsed · pending
//!                              ▼                          ▼
//!                   tell the store what to keep      nothing pending and
//!                   and to fetch (`sync`)            ├─ challenges open: take proofs, check, answer
//!                                                    ├─ a place to claim: take proofs, check, claim
//!                                                    └─ else a contract too many: end it; one of age: claim SSH
//! ```
//!
//! - **Who acts**: the node whose keystore holds the hot key of a curator ([`Config::HotKeys`]), whether it authors
//!   blocks or not. Without an address of a store in the node's off-chain storage a run ends at once.
//! - **Checked before signed**: each proof goes through the chain's own verifier, and the whole call is executed and
//!   rolled back, before it is sent. What a store says costs its curator no fee.
//! - **Never the same twice**: at most one transaction of the key is on its way. It is written down with its nonce
//!   *before* it is sent, names a block of its own chain, and dies [`plan::LIFE`] blocks later. The next one follows when
//!   the account's nonce has passed it, or it cannot come any more. See [`plan`].
//! - **Decided by state**: every run reads what is open in the state of its block. A reorganization that undoes an answer
//!   leaves an open challenge, which is answered again.
//! - **Bounded**: each request has a deadline, each answer a most number of bytes; a walk over vacant places looks at
//!   [`vacancies::PIECES_PER_RUN`] spans and goes on where it stopped.
//!
//! What a run needs to remember lies in the node's own off-chain storage ([`memory`]); nothing of it is of consequence to
//! anybody else.

mod answers;
mod memory;
pub mod plan;
mod starts;
mod store;
mod tending;
#[cfg(test)]
mod tests;
mod vacancies;

use crate::{Call, Config, Contracts, Holdings, Pallet};
use alloc::{format, string::String, vec::Vec};
use codec::Encode;
use core::marker::PhantomData;
use frame_support::{
	BoundedVec,
	storage::{TransactionOutcome, with_transaction},
};
use frame_system::pallet_prelude::BlockNumberFor;
use plan::{Act, Fate, Flight};
use reel_fragments::{
	challenge::Holding,
	keeping::{BridgeState, MAX_PAGE, Piece, SyncReply, SyncRequest},
	traits::{Curators, Standing},
};
use reel_primitives::{Hash32, Round, blake2b_256, time::round_of_ms, traits::RoundClock};
use sp_runtime::{
	DispatchError,
	offchain::{
		Duration,
		storage_lock::{StorageLock, Time},
	},
	traits::{One, Saturating, UniqueSaturatedInto},
};
use store::{HttpStore, Store, StoreFault};

const LOG: &str = "reel::bridge";

/// Key of the lock that keeps runs from overlapping, before the number of the node's start: a lock that a killed node
/// left behind is no other's.
const LOCK_KEY: &[u8] = b"reel/keeping/lock";

/// After so long a run has died: more than all its requests may take.
const LOCK_MS: u64 = 10_000;

/// A block older than this is history that the node is fetching: nothing is decided by it.
const MAX_AGE_ROUNDS: Round = 10;

// A store is asked at once for all leaves that a claim or an epoch can need.
const _: () = assert!(crate::MAX_CHALLENGES <= reel_fragments::keeping::MAX_ASKED);

/// The hot keys of the node that a worker runs on.
pub trait HotKeys<T: Config> {
	/// The keys of its keystore, at most a few.
	fn keys() -> Vec<T::AccountId>;

	/// Signs `call` with one of them and puts it into the node's pool. `nonce`: of the account. `born`: a block of this
	/// chain that has a child; the transaction dies [`plan::LIFE`] blocks later.
	///
	/// # Errors
	/// The key is gone, or the pool refuses the transaction.
	#[allow(clippy::result_unit_err, reason = "the node's pool tells no reason either")]
	fn submit(
		key: &T::AccountId,
		call: Call<T>,
		nonce: T::Nonce,
		born: BlockNumberFor<T>,
	) -> Result<(), ()>;
}

/// A node without keys.
impl<T: Config> HotKeys<T> for () {
	fn keys() -> Vec<T::AccountId> {
		Vec::new()
	}

	fn submit(_: &T::AccountId, _: Call<T>, _: T::Nonce, _: BlockNumberFor<T>) -> Result<(), ()> {
		Err(())
	}
}

/// Why a run did not get further.
#[derive(Debug)]
pub(crate) enum Fault {
	/// No key of the right type in the keystore.
	KeyMissing,
	/// The key acts for nobody.
	NotAuthorized,
	/// The block is old: the node is catching up.
	Behind,
	/// The store did not do its part.
	Store(StoreFault),
	/// The store gave something that the chain would refuse.
	Untrue(&'static str, DispatchError),
	/// The chain would refuse what it asks for: an error of this bridge, or a moment that was missed.
	Early(&'static str, DispatchError),
	/// The pool refused the transaction.
	Refused,
}

impl From<StoreFault> for Fault {
	fn from(fault: StoreFault) -> Self {
		Self::Store(fault)
	}
}

impl Fault {
	fn text(&self) -> String {
		match self {
			Self::KeyMissing => "no hot key in the keystore: start the node with --curate".into(),
			Self::NotAuthorized => {
				"the hot key acts for no curator: register it with `reel curate start`".into()
			},
			Self::Behind => "the node is catching up with the chain".into(),
			Self::Store(fault) => fault.text(),
			Self::Untrue(what, error) => {
				format!("the store's {what} would be refused: {}", <&'static str>::from(*error))
			},
			Self::Early(what, error) => {
				format!("the {what} would be refused: {}", <&'static str>::from(*error))
			},
			Self::Refused => {
				"the pool refused a transaction: has the hot key's account enough CFX for fees?"
					.into()
			},
		}
	}
}

fn lock_key(session: u64) -> Vec<u8> {
	[LOCK_KEY, &session.to_le_bytes()].concat()
}

/// One run, for a curator.
pub(crate) struct Run<'a, T: Config, S> {
	/// The store, behind its API.
	store: S,
	/// The hot key.
	key: T::AccountId,
	/// The curator that it acts for.
	curator: T::AccountId,
	/// Number of the block.
	block: BlockNumberFor<T>,
	/// Start of the node that this is.
	session: u64,
	/// What people are told.
	state: &'a mut BridgeState<T::AccountId>,
	runtime: PhantomData<T>,
}

impl<T: Config> Pallet<T> {
	/// A run after block `block`. Led to by `offchain_worker`.
	pub(crate) fn bridge(block: BlockNumberFor<T>) {
		let Some(address) = memory::address() else { return };
		let expires = Duration::from_millis(LOCK_MS);
		let key = lock_key(address.session);
		let mut lock = StorageLock::<Time>::with_deadline(&key, expires);
		// The run of an earlier block still waits for something: the next block sees to the rest.
		let Ok(_guard) = lock.try_lock() else { return };
		let session = address.session;
		Self::bridge_with(block, HttpStore::new(&address), session);
	}

	/// A run with a store, under the lock.
	pub(crate) fn bridge_with(block: BlockNumberFor<T>, store: impl Store, session: u64) {
		let mut state = memory::state::<T::AccountId>();
		state.last_block = block.unique_saturated_into();
		let done = Self::run_bridge(block, store, session, &mut state);
		let error = done.err().map(|fault| fault.text());
		let before = state.last_error.take();
		state.last_error = error.clone().map(String::into_bytes);
		// Said once, not with every block.
		if let Some(error) = error.filter(|_| state.last_error != before) {
			log::warn!(target: LOG, "block {block:?}: {error}");
		}
		memory::set_state(&state);
	}

	fn run_bridge(
		block: BlockNumberFor<T>,
		store: impl Store,
		session: u64,
		state: &mut BridgeState<T::AccountId>,
	) -> Result<(), Fault> {
		let keys = T::HotKeys::keys();
		state.hot_key = keys.first().cloned();
		state.curator = None;
		if keys.is_empty() {
			return Err(Fault::KeyMissing);
		}
		let now = round_of_ms(sp_io::offchain::timestamp().unix_millis());
		if T::Clock::round().saturating_add(MAX_AGE_ROUNDS) < now {
			return Err(Fault::Behind);
		}
		let acting = keys.into_iter().find_map(|key| {
			let curator = T::Curators::curator_of(&key)?;
			Some((key, curator))
		});
		let (key, curator) = acting.ok_or(Fault::NotAuthorized)?;
		state.hot_key = Some(key.clone());
		state.curator = Some(curator.clone());
		Run::<T, _> { store, key, curator, block, session, state, runtime: PhantomData }.run()
	}
}

impl<T: Config, S: Store> Run<'_, T, S> {
	fn run(mut self) -> Result<(), Fault> {
		let is_pending = self.settle_flight();
		let open = self.open_challenges();
		self.state.open_challenges = open.len() as u32;
		let wanted = self.wanted();
		let reply = self.sync(&wanted)?;
		if is_pending {
			return Ok(());
		}
		if !open.is_empty() {
			return self.answer(&open);
		}
		match self.start(&wanted, &reply) {
			Ok(false) => self.tend(),
			// What a store does wrong is no reason to leave anything else undone.
			Err(fault @ (Fault::Store(_) | Fault::Untrue(..))) => self.tend().and(Err(fault)),
			done => done.map(drop),
		}
	}

	/// What became of the transaction that was sent last; says whether it is still on its way.
	fn settle_flight(&mut self) -> bool {
		let Some(flight) = memory::flight::<T>().filter(|flight| flight.key == self.key) else {
			memory::clear_flight();
			return false;
		};
		let chain = plan::Chain {
			nonce: frame_system::Pallet::<T>::account_nonce(&self.key),
			block: self.block,
			session: self.session,
			born_hash: frame_system::Pallet::<T>::block_hash(flight.born).encode(),
		};
		match flight.fate(&chain) {
			Fate::Pending => return true,
			Fate::Lapsed => log::info!(target: LOG, "{:?} lapsed", flight.act),
			Fate::Landed => self.note_landed(&flight),
		}
		memory::clear_flight();
		false
	}

	fn note_landed(&mut self, flight: &Flight<T::AccountId, T::Nonce, BlockNumberFor<T>>) {
		match &flight.act {
			Act::Answer { epoch, numbers } => {
				let done = self.answered_of(*epoch, numbers);
				self.state.answered = self.state.answered.saturating_add(done);
			},
			Act::Start(piece) if self.keeps(piece) => {
				self.state.started = self.state.started.saturating_add(1);
			},
			// It came too late, or somebody else was first. Not again at once: a failed claim costs its fee.
			Act::Start(piece) => memory::back_off::<T>(piece, self.block),
			Act::End { contract, .. } if !Contracts::<T>::contains_key(contract) => {
				self.state.shed = self.state.shed.saturating_add(1);
			},
			Act::Claim { first, since, count, .. } if Self::is_claimed(*first, *since) => {
				self.state.claimed = self.state.claimed.saturating_add((*count).into());
			},
			Act::End { piece, .. } | Act::Claim { piece, .. } => {
				memory::back_off::<T>(piece, self.block);
			},
		}
	}

	fn keeps(&self, piece: &Piece) -> bool {
		let span = crate::Spans::<T>::get(piece.content, piece.span);
		span.is_some_and(|span| span.holders.iter().any(|one| one.curator == self.curator))
	}

	/// Tells the store what to keep and what to fetch.
	fn sync(&mut self, wanted: &[Piece]) -> Result<SyncReply, Fault> {
		let holdings = Holdings::<T>::get(&self.curator);
		let list: Hash32 = blake2b_256(&[&self.curator.encode(), &holdings.encode()]);
		let total = holdings.len() as u32;
		self.state.contracts = total;
		let from = memory::page(&list).min(total);
		let request = SyncRequest {
			list,
			total,
			from,
			kept: Self::page(&holdings, from),
			wanted: BoundedVec::truncate_from(wanted.to_vec()),
		};
		let asked = self.store.sync(&request);
		self.state.is_store_reachable = !matches!(asked, Err(StoreFault::Unreachable(_)));
		let reply = asked?;
		memory::set_page(&list, reply.next);
		(self.state.held, self.state.missing) = (reply.held, reply.missing);
		Ok(reply)
	}

	fn page(
		holdings: &[Holding],
		from: u32,
	) -> BoundedVec<Piece, frame_support::traits::ConstU32<MAX_PAGE>> {
		let pieces = holdings
			.iter()
			.skip(from as usize)
			.take(MAX_PAGE as usize)
			.filter_map(|held| Contracts::<T>::get(held.contract))
			.map(|contract| Piece { content: contract.content, span: contract.span })
			.collect();
		BoundedVec::truncate_from(pieces)
	}

	/// Whether the curator may take up anything.
	fn is_live(&self) -> bool {
		T::Curators::standing(&self.curator) == Some(Standing::Live)
	}

	/// Executes what is about to be sent, and rolls it back.
	fn rehearse<R>(call: impl FnOnce() -> Result<R, DispatchError>) -> Result<(), DispatchError> {
		let mut outcome = Ok(());
		// The outer error is a layer too many, which a worker is far from.
		let layered = with_transaction(|| {
			outcome = call().map(drop);
			TransactionOutcome::Rollback(Ok::<_, DispatchError>(()))
		});
		layered.and(outcome)
	}

	/// Signs and sends. Written down first: a kill in between costs a few blocks, never a second transaction.
	fn send(&self, act: Act, call: Call<T>) -> Result<(), Fault> {
		let born = self.block.saturating_sub(One::one());
		let nonce = frame_system::Pallet::<T>::account_nonce(&self.key);
		let flight = Flight {
			key: self.key.clone(),
			nonce,
			act,
			born,
			born_hash: frame_system::Pallet::<T>::block_hash(born).encode(),
			ends: plan::end_of(born, plan::LIFE),
			session: self.session,
		};
		memory::set_flight::<T>(&flight);
		log::info!(target: LOG, "sending {:?}", flight.act);
		T::HotKeys::submit(&self.key, call, nonce, born).map_err(|()| {
			// Perhaps the pool has it from before a reorganization: a short pause, and the state decides again.
			memory::set_flight::<T>(&Flight { ends: plan::end_of(born, plan::PAUSE), ..flight });
			Fault::Refused
		})
	}
}
