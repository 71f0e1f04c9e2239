//! What the bridge remembers from run to run, in the node's persistent off-chain storage. All of it may be lost: the next
//! run finds out again, from chain and store.

use super::plan::Flight;
use crate::Config;
use alloc::vec::Vec;
use codec::{Decode, Encode};
use frame_system::pallet_prelude::BlockNumberFor;
use reel_fragments::keeping::{
	ADDRESS_KEY, BridgeState, CLAIM_KEY, Piece, STATE_KEY, StoreAddress,
};
use reel_primitives::{Hash32, Round};
use sp_runtime::{offchain::storage::StorageValueRef, traits::Saturating};

const FLIGHT_KEY: &[u8] = b"reel/keeping/flight";
const PAGE_KEY: &[u8] = b"reel/keeping/page";
const WALK_KEY: &[u8] = b"reel/keeping/walk";
const WANTED_KEY: &[u8] = b"reel/keeping/wanted";
const TENDED_KEY: &[u8] = b"reel/keeping/tended";
const REFUSED_KEY: &[u8] = b"reel/keeping/refused";

/// Blocks for which a span is not claimed again that could not be had: half a minute.
const BACK_OFF: u32 = 12;

/// Most spans remembered as such.
const MAX_REFUSED: usize = 64;

/// A transaction on its way.
pub(crate) type FlightOf<T> = Flight<
	<T as frame_system::Config>::AccountId,
	<T as frame_system::Config>::Nonce,
	BlockNumberFor<T>,
>;

/// What does not decode was written by another version: as if it were not there.
fn get<V: Decode>(key: &[u8]) -> Option<V> {
	StorageValueRef::persistent(key).get().ok().flatten()
}

fn set(key: &[u8], value: &impl Encode) {
	StorageValueRef::persistent(key).set(value);
}

pub(super) fn address() -> Option<StoreAddress> {
	get(ADDRESS_KEY)
}

/// Age at which contracts are claimed for; `None` when that is left to people.
pub(super) fn claim_every() -> Option<Round> {
	get(CLAIM_KEY)
}

/// Position in the curator's list from which it is looked after next.
pub(super) fn tended() -> u32 {
	get(TENDED_KEY).unwrap_or(0)
}

pub(super) fn set_tended(from: u32) {
	set(TENDED_KEY, &from);
}

pub(super) fn state<AccountId: Decode>() -> BridgeState<AccountId> {
	get(STATE_KEY).unwrap_or_default()
}

pub(super) fn set_state<AccountId: Encode>(state: &BridgeState<AccountId>) {
	set(STATE_KEY, state);
}

pub(super) fn flight<T: Config>() -> Option<FlightOf<T>> {
	get(FLIGHT_KEY)
}

pub(super) fn set_flight<T: Config>(flight: &FlightOf<T>) {
	set(FLIGHT_KEY, flight);
}

pub(super) fn clear_flight() {
	StorageValueRef::persistent(FLIGHT_KEY).clear();
}

/// Position from which a list goes on at the store.
pub(super) fn page(list: &Hash32) -> u32 {
	get::<(Hash32, u32)>(PAGE_KEY).filter(|(of, _)| of == list).map_or(0, |(_, next)| next)
}

pub(super) fn set_page(list: &Hash32, next: u32) {
	set(PAGE_KEY, &(*list, next));
}

/// The last span that was looked at.
pub(super) fn walked() -> Option<Piece> {
	get(WALK_KEY)
}

pub(super) fn set_walked(at: Option<Piece>) {
	match at {
		Some(piece) => set(WALK_KEY, &piece),
		None => StorageValueRef::persistent(WALK_KEY).clear(),
	}
}

/// Spans that are being fetched to be claimed.
pub(super) fn wanted() -> Vec<Piece> {
	get(WANTED_KEY).unwrap_or_default()
}

pub(super) fn set_wanted(wanted: &[Piece]) {
	set(WANTED_KEY, &wanted);
}

/// Leaves a span alone for a while.
pub(super) fn back_off<T: Config>(piece: &Piece, block: BlockNumberFor<T>) {
	let mut refused = refused::<T>(block);
	refused.retain(|(one, _)| one != piece);
	if refused.len() < MAX_REFUSED {
		refused.push((*piece, block.saturating_add(BACK_OFF.into())));
	}
	set(REFUSED_KEY, &refused);
}

/// Whether a span is left alone.
pub(super) fn is_backed_off<T: Config>(piece: &Piece, block: BlockNumberFor<T>) -> bool {
	refused::<T>(block).iter().any(|(one, _)| one == piece)
}

fn refused<T: Config>(block: BlockNumberFor<T>) -> Vec<(Piece, BlockNumberFor<T>)> {
	let mut refused: Vec<(Piece, BlockNumberFor<T>)> = get(REFUSED_KEY).unwrap_or_default();
	refused.retain(|(_, until)| *until > block);
	refused
}
