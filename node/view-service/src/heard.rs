//! Plays that other desks say they have.
//!
//! A desk sends its own plays whole to every validator's desk, and of others' plays only the names, when it has checked them:
//! whoever already has them, which is nearly always, is spared 6.5 KB for each of the other desks. Who has not asks for them
//! after half a second, so a desk that tells one of its plays to some of the others only cannot keep it from the rest.
//!
//! # Asking
//!
//! | what | how |
//! |---|---|
//! | several say that they have it | each is asked for as many |
//! | no answer in two seconds | the next of them is asked, four times at most; after that it has to be told again |
//! | a desk has been asked for 8,192 in a minute | the others; if none is left, later |
//! | names of a desk that are waited for | its part of 262,144, by the number of desks; beyond it they are not noted |
//! | a play that came too early for this desk (module `witness`) | asked for when its time has passed |

use crate::{
	Misconduct, PeerKey,
	gossip::{MAX_WANTED, Message},
	id_map::IdMap,
	rate_limit::Bucket,
	service::Core,
};
use reel_primitives::{Hash32, play::PlayId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How long a play may be on its way from its own desk after another has told of it.
const PATIENCE_MS: u64 = 500;

/// How long an answer may take.
const ANSWER_MS: u64 = 2_000;

/// Names waited for, of all desks: some 60 MB.
const MAX_HEARD: usize = 262_144;

/// Fewest of one desk, however many desks there are.
const LEAST_HEARD: usize = 1_024;

/// Desks remembered as having a play.
const MAX_TELLERS: usize = 4;

/// How often a play is asked for before it is forgotten.
const MAX_ASKS: u8 = 4;

/// Plays that one desk is asked for in a minute: half of what it answers, so that the plays of open batches come, too.
const ASKS_PER_MINUTE: u64 = 8_192;

/// A play that this desk has not.
struct Name {
	/// The desk against whose part it counts.
	first: Hash32,
	/// Who has it.
	tellers: Vec<PeerKey>,
	asked: u8,
	/// When something is to be done.
	due_ms: u64,
}

/// Names of plays that this desk has not.
#[derive(Default)]
pub(crate) struct Heard {
	names: IdMap<PlayId, Name>,
	order: BTreeSet<(u64, PlayId)>,
	of_desk: HashMap<Hash32, usize>,
	pace: HashMap<PeerKey, Bucket>,
}

impl Heard {
	/// Notes that a desk has a play, of which nothing is to be done before `due_ms`; `part`: most names of one desk.
	fn note(&mut self, id: PlayId, (desk, peer): (&Hash32, &PeerKey), due_ms: u64, part: usize) {
		if let Some(name) = self.names.get_mut(&id) {
			if name.tellers.len() < MAX_TELLERS && !name.tellers.contains(peer) {
				name.tellers.push(peer.clone());
			}
			return;
		}

		let count = self.of_desk.entry(*desk).or_default();
		if *count >= part {
			return;
		}
		*count += 1;
		self.order.insert((due_ms, id));
		let name = Name { first: *desk, tellers: vec![peer.clone()], asked: 0, due_ms };
		self.names.insert(id, name);
	}

	/// Waits longer for a play that came too early.
	fn postpone(&mut self, id: &PlayId, due_ms: u64) {
		let Some(name) = self.names.get_mut(id) else { return };
		self.order.remove(&(name.due_ms, *id));
		name.due_ms = due_ms;
		name.asked = name.asked.saturating_sub(1);
		self.order.insert((due_ms, *id));
	}

	/// Names waited for.
	#[cfg(test)]
	pub(crate) fn len(&self) -> usize {
		self.names.len()
	}

	fn forget(&mut self, id: &PlayId) {
		let Some(name) = self.names.remove(id) else { return };
		self.order.remove(&(name.due_ms, *id));
		if let Some(count) = self.of_desk.get_mut(&name.first) {
			*count = count.saturating_sub(1);
			if *count == 0 {
				self.of_desk.remove(&name.first);
			}
		}
	}

	/// What something is to be done about.
	fn due(&self, now_ms: u64) -> Vec<PlayId> {
		let due = self.order.iter().take_while(|(due_ms, _)| *due_ms <= now_ms);
		due.map(|(_, id)| *id).collect()
	}

	/// Whom to ask for each of `ids` now: the one with the fewest to send of those that were told of it.
	fn share_out(&mut self, ids: Vec<PlayId>, now_ms: u64) -> BTreeMap<PeerKey, Vec<Hash32>> {
		let mut shares: BTreeMap<PeerKey, Vec<Hash32>> = BTreeMap::new();
		for id in ids {
			let Some(name) = self.names.get_mut(&id) else { continue };
			if name.asked >= MAX_ASKS {
				self.forget(&id);
				continue;
			}
			let mut tellers = name.tellers.clone();
			// Who was asked last comes last.
			let turn = usize::from(name.asked).checked_rem(tellers.len()).unwrap_or_default();
			tellers.rotate_left(turn);
			if name.asked == 0 {
				tellers.sort_by_key(|peer| shares.get(peer).map_or(0, Vec::len));
			}
			let pace = &mut self.pace;
			let able = tellers.into_iter().find(|peer| {
				let bucket = pace.entry(peer.clone());
				let bucket = bucket.or_insert_with(|| Bucket::full(ASKS_PER_MINUTE, now_ms));
				bucket.take(1, ASKS_PER_MINUTE, now_ms).is_ok()
			});
			let wait_ms = if able.is_some() { ANSWER_MS } else { PATIENCE_MS };
			self.order.remove(&(name.due_ms, id));
			name.due_ms = now_ms.saturating_add(wait_ms);
			self.order.insert((name.due_ms, id));
			if let Some(peer) = able {
				// The place of the one that is asked now, so that the next turn is another's.
				if let Some(place) = name.tellers.iter().position(|teller| *teller == peer) {
					name.tellers.swap(place, turn);
				}
				name.asked += 1;
				shares.entry(peer).or_default().push(id);
			}
		}
		shares
	}
}

impl Core {
	/// Tells the other desks of plays that came from `PeerKey`, each but those that came from it.
	pub(crate) fn tell_names(&self, plays: &[(PeerKey, PlayId)], peers: &[PeerKey]) {
		for peer in peers {
			let others = plays.iter().filter(|(from, _)| from != peer);
			let ids: Vec<Hash32> = others.map(|(_, id)| *id).collect();
			for ids in ids.chunks(MAX_WANTED) {
				let message = Message::Have { ids: ids.to_vec() };
				self.parts.gossip.send(peer.clone(), message.to_bytes());
			}
		}
	}

	pub(crate) fn on_have(&self, peer: &PeerKey, mut ids: Vec<Hash32>) -> Result<(), Misconduct> {
		if ids.len() > MAX_WANTED {
			return Err(Misconduct::Garbage);
		}
		self.retain_unknown(&mut ids);
		self.note_heard(peer, &ids, self.now_ms().saturating_add(PATIENCE_MS));
		Ok(())
	}

	/// Notes a play that came from a desk too early, to be asked for at `due_ms`: that follows from play and ticket, whoever says
	/// so.
	pub(crate) fn note_early(&self, peer: &PeerKey, id: PlayId, due_ms: u64) {
		self.note_heard(peer, &[id], due_ms);
		self.net().heard.postpone(&id, due_ms);
	}

	/// Notes plays that a desk has. Others are not told, and have nothing to tell.
	fn note_heard(&self, peer: &PeerKey, ids: &[PlayId], due_ms: u64) {
		let (desk, desks) = {
			let links = self.links();
			let Some(desk) = links.get(peer) else { return };
			(*desk, links.values().collect::<BTreeSet<_>>().len())
		};
		let part = (MAX_HEARD / desks.max(1)).max(LEAST_HEARD);
		let mut net = self.net();
		ids.iter().for_each(|id| net.heard.note(*id, (&desk, peer), due_ms, part));
	}

	/// Asks for what should have come by now, of those who say that they have it.
	pub(crate) fn ask_for_heard(&self) {
		let now_ms = self.now_ms();
		let due = self.net().heard.due(now_ms);
		if due.is_empty() {
			return;
		}
		let mut lacking = due.clone();
		self.retain_unknown(&mut lacking);
		let linked: BTreeSet<PeerKey> = self.linked_peers().into_iter().collect();
		let shares = {
			let mut net = self.net();
			let heard = &mut net.heard;
			let left: BTreeSet<&PlayId> = lacking.iter().collect();
			due.iter().filter(|id| !left.contains(id)).for_each(|id| heard.forget(id));
			heard.pace.retain(|peer, _| linked.contains(peer));
			heard.share_out(lacking, now_ms)
		};
		for (peer, ids) in shares {
			for ids in ids.chunks(MAX_WANTED) {
				let message = Message::Want { ids: ids.to_vec() };
				self.parts.gossip.send(peer.clone(), message.to_bytes());
			}
		}
	}

	fn retain_unknown(&self, ids: &mut Vec<Hash32>) {
		let store = self.store();
		ids.retain(|id| !store.state().plays.contains_key(id));
	}
}
