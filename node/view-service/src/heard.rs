//! Plays that other desks say they have.
//!
//! A desk sends its own plays whole to every validator's desk, and of others' plays only the names, when it has checked them:
//! whoever already has them, which is nearly always, is spared 6.5 KB for each of the other desks. Who has not asks for them
//! after half a second, so a desk that tells one of its plays to some of the others only cannot keep it from the rest.

use crate::{
	Misconduct, PeerKey,
	gossip::{MAX_WANTED, Message},
	service::Core,
};
use reel_primitives::{Hash32, play::PlayId};
use std::collections::{BTreeMap, VecDeque};

/// How long a play may be on its way from its own desk after another has told of it.
const PATIENCE_MS: u64 = 500;

/// Names remembered, of all peers: 30 MB.
const MAX_HEARD: usize = 262_144;

/// Names of plays that this desk has not, when they were told and by whom, oldest first.
#[derive(Default)]
pub(crate) struct Heard(VecDeque<(u64, PeerKey, PlayId)>);

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
		// Others are not told, and have nothing to tell.
		if !self.is_linked(peer) {
			return Ok(());
		}
		self.retain_unknown(&mut ids);
		let now_ms = self.now_ms();
		let mut net = self.net();
		let room = MAX_HEARD.saturating_sub(net.heard.0.len());
		net.heard.0.extend(ids.into_iter().take(room).map(|id| (now_ms, peer.clone(), id)));
		Ok(())
	}

	/// Asks for what should have come by now, of those who say that they have it.
	pub(crate) fn ask_for_heard(&self) {
		let now_ms = self.now_ms();
		let mut due: BTreeMap<PeerKey, Vec<Hash32>> = BTreeMap::new();
		{
			let mut net = self.net();
			while let Some((_, peer, id)) = net
				.heard
				.0
				.pop_front_if(|(at_ms, _, _)| at_ms.saturating_add(PATIENCE_MS) <= now_ms)
			{
				due.entry(peer).or_default().push(id);
			}
		}
		for (peer, mut ids) in due {
			self.retain_unknown(&mut ids);
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
