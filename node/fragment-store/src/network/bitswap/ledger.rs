//! What a peer wants from here, and what is wanted from it. No input or output here.

use super::message::{Entry, Kind, MAX_ENTRIES, Message};
use crate::block::{Key, key};
use bytes::Bytes;
use cid::Cid;
use std::{
	cmp::Reverse,
	collections::{BTreeSet, HashMap, HashSet, VecDeque},
};
use tokio::sync::oneshot;

/// Most blocks that a peer may want at once; further ones are told to be absent.
pub(crate) const MAX_WANTS: usize = 1024;

/// Most of them that wait here for a block that may come later.
pub(crate) const MAX_ABSENT: usize = 128;

/// Entries said in one message.
pub(crate) const MAX_SAID: usize = 512;

/// Blocks remembered as having been asked for, so that one that comes late is not taken for a lie.
const MAX_LATE: usize = MAX_ENTRIES;

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
	/// The block.
	Block(Bytes),
	/// It is there.
	Here,
	/// It is not there.
	NotHere,
	/// The connection is gone.
	Gone,
}

/// Somebody who waits for an outcome, under a number of its own.
type Waiter = (u64, oneshot::Sender<Outcome>);

/// What a peer wants of one block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Want {
	pub(crate) kind: Kind,
	pub(crate) send_dont_have: bool,
	/// Its place in the queue; `None` while the block is not here.
	queued: Option<(Reverse<i32>, u64)>,
}

#[derive(Debug, Default)]
struct Asked {
	blocks: Vec<Waiter>,
	haves: Vec<Waiter>,
}

/// The two want-lists between this node and a peer.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
	wants: HashMap<Cid, Want>,
	queue: BTreeSet<(Reverse<i32>, u64, Cid)>,
	absent: HashSet<Cid>,
	count: u64,
	/// Told to be absent without a look.
	refused: Vec<Cid>,
	asked: HashMap<Key, Asked>,
	late: VecDeque<Key>,
	to_say: VecDeque<Entry>,
}

impl Ledger {
	/// Takes the want-list of a message. With `share` off nothing is given.
	pub(crate) fn take_wants(&mut self, message: &Message, share: bool) {
		if message.full {
			self.wants.clear();
			self.queue.clear();
			self.absent.clear();
		}
		for entry in &message.entries {
			if entry.cancel {
				self.forget(&entry.cid);
				continue;
			}
			let room = self.wants.len() < MAX_WANTS || self.wants.contains_key(&entry.cid);
			if !room || !share {
				if entry.send_dont_have && self.refused.len() < MAX_ENTRIES {
					self.refused.push(entry.cid);
				}
				continue;
			}
			let before = self.wants.get(&entry.cid).map(|want| want.kind);
			self.forget(&entry.cid);
			// Who wants the block does not want less because of a later question.
			let kind = if before == Some(Kind::Block) { Kind::Block } else { entry.kind };
			let want = Want { kind, send_dont_have: entry.send_dont_have, queued: None };
			self.wants.insert(entry.cid, want);
			self.enqueue(entry.cid, entry.priority);
		}
	}

	fn forget(&mut self, cid: &Cid) {
		self.absent.remove(cid);
		if let Some(Want { queued: Some((priority, number)), .. }) = self.wants.remove(cid) {
			self.queue.remove(&(priority, number, *cid));
		}
	}

	fn enqueue(&mut self, cid: Cid, priority: i32) {
		self.count += 1;
		let place = (Reverse(priority), self.count);
		if let Some(want) = self.wants.get_mut(&cid) {
			want.queued = Some(place);
			self.queue.insert((place.0, place.1, cid));
		}
	}

	/// The most urgent want; it is served, unless [`keep_absent`](Self::keep_absent) follows.
	pub(crate) fn next_want(&mut self) -> Option<(Cid, Want)> {
		let (_, _, cid) = self.queue.pop_first()?;
		let want = self.wants.remove(&cid)?;
		Some((cid, want))
	}

	/// Wants told to be absent without a look.
	pub(crate) fn take_refused(&mut self) -> Vec<Cid> {
		std::mem::take(&mut self.refused)
	}

	/// Keeps a want until its block comes, if there is room; the peer is not told twice that it is absent.
	pub(crate) fn keep_absent(&mut self, cid: Cid, want: Want) {
		if self.absent.len() < MAX_ABSENT && !self.wants.contains_key(&cid) {
			self.absent.insert(cid);
			self.wants.insert(cid, Want { send_dont_have: false, queued: None, ..want });
		}
	}

	/// Blocks came: the absent ones are to be looked at again.
	pub(crate) fn look_again(&mut self) {
		for cid in std::mem::take(&mut self.absent) {
			self.enqueue(cid, 0);
		}
	}

	pub(crate) fn has_absent(&self) -> bool {
		!self.absent.is_empty()
	}

	/// Asks the peer for `cid`; returns the number of the question.
	pub(crate) fn ask(&mut self, cid: &Cid, kind: Kind, tell: oneshot::Sender<Outcome>) -> u64 {
		self.count += 1;
		let asked = self.asked.entry(key(cid)).or_default();
		let (waiters, running) = match kind {
			Kind::Block => (&mut asked.blocks, false),
			Kind::Have => (&mut asked.haves, !asked.blocks.is_empty()),
		};
		let first = waiters.is_empty() && !running;
		waiters.push((self.count, tell));
		if first {
			let (cid, priority) = (*cid, 1);
			let entry = Entry { cid, priority, cancel: false, kind, send_dont_have: true };
			self.to_say.push_back(entry);
		}
		self.count
	}

	/// A question is no longer of interest; returns whether the peer has to be told.
	pub(crate) fn unask(&mut self, cid: &Cid, number: u64) -> bool {
		let name = key(cid);
		let Some(asked) = self.asked.get_mut(&name) else { return false };
		asked.blocks.retain(|(one, _)| *one != number);
		asked.haves.retain(|(one, _)| *one != number);
		if !asked.blocks.is_empty() || !asked.haves.is_empty() {
			return false;
		}
		self.asked.remove(&name);
		self.note_late(name);
		let unsaid = self.to_say.len();
		self.to_say.retain(|entry| entry.cid != *cid);
		if unsaid != self.to_say.len() {
			return false;
		}
		let (cid, kind) = (*cid, Kind::Block);
		let entry = Entry { cid, priority: 0, cancel: true, kind, send_dont_have: false };
		self.to_say.push_back(entry);
		true
	}

	/// What is to be said of our own wants.
	pub(crate) fn say(&mut self) -> Vec<Entry> {
		let count = self.to_say.len().min(MAX_SAID);
		self.to_say.drain(..count).collect()
	}

	/// Whether anything is, or was, asked of the peer.
	pub(crate) fn has_asked(&self) -> bool {
		self.is_asking() || !self.late.is_empty()
	}

	/// Whether anything is asked of the peer.
	pub(crate) fn is_asking(&self) -> bool {
		!self.asked.is_empty()
	}

	/// Gives a block to whoever waits for it. False if it was never asked for.
	pub(crate) fn block(&mut self, cid: &Cid, data: &Bytes) -> bool {
		let name = key(cid);
		let Some(asked) = self.asked.remove(&name) else {
			return self.late.contains(&name);
		};
		self.note_late(name);
		for (_, waiter) in asked.blocks {
			// Whoever stopped waiting takes its question back.
			let _ = waiter.send(Outcome::Block(data.clone()));
		}
		for (_, waiter) in asked.haves {
			let _ = waiter.send(Outcome::Here);
		}
		true
	}

	/// The peer says whether it has a block.
	pub(crate) fn presence(&mut self, cid: &Cid, have: bool) {
		let name = key(cid);
		let Some(asked) = self.asked.get_mut(&name) else { return };
		let outcome = if have { Outcome::Here } else { Outcome::NotHere };
		for (_, waiter) in asked.haves.drain(..) {
			let _ = waiter.send(outcome.clone());
		}
		if !have {
			for (_, waiter) in asked.blocks.drain(..) {
				let _ = waiter.send(Outcome::NotHere);
			}
		}
		if asked.blocks.is_empty() {
			self.asked.remove(&name);
			self.note_late(name);
		}
	}

	/// The peer is gone.
	pub(crate) fn gone(&mut self) {
		let asked = std::mem::take(&mut self.asked);
		for (_, waiter) in
			asked.into_values().flat_map(|asked| [asked.blocks, asked.haves]).flatten()
		{
			let _ = waiter.send(Outcome::Gone);
		}
		*self = Self::default();
	}

	/// Whether nothing is wanted in either direction.
	pub(crate) fn is_empty(&self) -> bool {
		self.wants.is_empty()
			&& self.asked.is_empty()
			&& self.to_say.is_empty()
			&& self.refused.is_empty()
	}

	fn note_late(&mut self, name: Key) {
		if self.late.len() >= MAX_LATE {
			self.late.pop_front();
		}
		self.late.push_back(name);
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::block::{RAW, cid_of};

	fn want(seed: u32, priority: i32, kind: Kind) -> Entry {
		let cid = cid_of(RAW, &seed.to_le_bytes());
		Entry { cid, priority, cancel: false, kind, send_dont_have: true }
	}

	fn list(entries: Vec<Entry>) -> Message {
		Message { entries, ..Message::default() }
	}

	fn served(ledger: &mut Ledger) -> Vec<(Cid, Kind)> {
		std::iter::from_fn(|| ledger.next_want()).map(|(cid, want)| (cid, want.kind)).collect()
	}

	#[test]
	fn wants_are_served_by_priority_and_a_cancelled_one_is_not() {
		let mut ledger = Ledger::default();
		let entries: Vec<Entry> =
			[(1, 1), (2, 9), (3, 5)].map(|(seed, at)| want(seed, at, Kind::Block)).into();
		let mut cancel = entries[2].clone();
		cancel.cancel = true;
		ledger.take_wants(&list(entries.clone()), true);
		ledger.take_wants(&list(vec![cancel]), true);
		let expected = [(entries[1].cid, Kind::Block), (entries[0].cid, Kind::Block)];
		assert_eq!(served(&mut ledger), expected);
		assert!(ledger.is_empty());
		// The peer may have dropped what was sent, so a want that comes again is one.
		ledger.take_wants(&list(vec![entries[0].clone()]), true);
		assert_eq!(served(&mut ledger).len(), 1);
	}

	#[test]
	fn a_later_question_does_not_take_a_wanted_block_back_and_a_full_list_does() {
		let mut ledger = Ledger::default();
		let block = want(1, 1, Kind::Block);
		ledger.take_wants(&list(vec![block.clone(), want(1, 1, Kind::Have)]), true);
		assert_eq!(served(&mut ledger), [(block.cid, Kind::Block)]);
		ledger.take_wants(&list(vec![block]), true);
		let other = want(2, 1, Kind::Have);
		let full = Message { full: true, ..list(vec![other.clone()]) };
		ledger.take_wants(&full, true);
		assert_eq!(served(&mut ledger), [(other.cid, Kind::Have)]);
	}

	#[test]
	fn a_peer_wants_no_more_than_the_limit_and_is_told_so() {
		let mut ledger = Ledger::default();
		let entries = (0..MAX_WANTS as u32 + 7).map(|seed| want(seed, 1, Kind::Block)).collect();
		ledger.take_wants(&list(entries), true);
		assert_eq!(ledger.take_refused().len(), 7);
		assert_eq!(served(&mut ledger).len(), MAX_WANTS);
		ledger.take_wants(&list(vec![want(1, 1, Kind::Block)]), false);
		assert_eq!(ledger.take_refused().len(), 1, "a node that does not share");
		assert!(ledger.is_empty());
	}

	#[test]
	fn what_is_absent_is_looked_at_again_and_bounded() {
		let mut ledger = Ledger::default();
		let entries = (0..MAX_ABSENT as u32 + 3).map(|seed| want(seed, 1, Kind::Block)).collect();
		ledger.take_wants(&list(entries), true);
		while let Some((cid, want)) = ledger.next_want() {
			ledger.keep_absent(cid, want);
		}
		assert!(ledger.has_absent());
		ledger.look_again();
		let again: Vec<_> = std::iter::from_fn(|| ledger.next_want()).collect();
		assert_eq!(again.len(), MAX_ABSENT);
		assert!(again.iter().all(|(_, want)| !want.send_dont_have), "told once");
	}

	#[test]
	fn answers_reach_all_who_wait_and_a_block_nobody_asked_for_is_known_as_such() {
		let mut ledger = Ledger::default();
		let cid = cid_of(RAW, b"film");
		let data = Bytes::from_static(b"film");
		let (first, mut one) = oneshot::channel();
		let (second, mut two) = oneshot::channel();
		let (third, mut three) = oneshot::channel();
		ledger.ask(&cid, Kind::Block, first);
		ledger.ask(&cid, Kind::Block, second);
		ledger.ask(&cid, Kind::Have, third);
		assert_eq!(ledger.say().len(), 1, "said once");
		ledger.presence(&cid, true);
		assert_eq!(three.try_recv(), Ok(Outcome::Here));
		assert!(ledger.block(&cid, &data));
		assert_eq!(one.try_recv(), Ok(Outcome::Block(data.clone())));
		assert_eq!(two.try_recv(), Ok(Outcome::Block(data.clone())));
		assert!(ledger.block(&cid, &data), "a second copy is late, not a lie");
		assert!(!ledger.block(&cid_of(RAW, b"other"), &data));
		let (fourth, mut four) = oneshot::channel();
		ledger.ask(&cid, Kind::Block, fourth);
		ledger.presence(&cid, false);
		assert_eq!(four.try_recv(), Ok(Outcome::NotHere));
		assert!(!ledger.is_asking());
	}

	#[test]
	fn a_question_taken_back_is_cancelled_once_it_was_said() {
		let mut ledger = Ledger::default();
		let cid = cid_of(RAW, b"film");
		let number = ledger.ask(&cid, Kind::Block, oneshot::channel().0);
		assert!(!ledger.unask(&cid, number), "it was never said");
		assert!(ledger.is_empty());
		let number = ledger.ask(&cid, Kind::Block, oneshot::channel().0);
		assert_eq!(ledger.say().len(), 1);
		assert!(ledger.unask(&cid, number));
		assert!(ledger.say().iter().all(|entry| entry.cancel));
		let (tell, mut told) = oneshot::channel();
		ledger.ask(&cid, Kind::Block, tell);
		ledger.gone();
		assert_eq!(told.try_recv(), Ok(Outcome::Gone));
	}
}
