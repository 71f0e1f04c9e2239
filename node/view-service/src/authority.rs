//! Who may speak for a session, and which of them this node is.
//!
//! The chain is asked once for each best block: peers send far more messages than there are blocks.

use crate::{
	ChainError, SessionAuthorities,
	gossip::DeskKeyCard,
	rate_limit::Bucket,
	service::Core,
	signature::{key_bytes, signature_bytes},
};
use reel_primitives::{AccountId, Hash32, ids::PovId};
use reel_rpc_api::desk_key_payload;
use std::sync::Arc;

/// Sessions whose authorities are remembered: a batch may be open over a change of session.
const SESSIONS_KEPT: usize = 8;

/// Desks remembered for that: more than there are authorities in two sessions.
const MAX_DESKS: usize = 512;

impl Core {
	/// Whether one play more of a desk, which is an authority's, is taken now: a session key signs as fast as its owner
	/// likes, and others check, keep and pass on what it signs. Asked when its signature was found right: nobody else
	/// can use it up.
	pub(crate) fn admit_play_of(&self, desk: &Hash32) -> bool {
		self.plays_of(desk, 1)
	}

	/// Whether a play of a desk would be taken now. What is beyond the limit is not even checked.
	pub(crate) fn has_room_for(&self, desk: &Hash32) -> bool {
		self.plays_of(desk, 0)
	}

	fn plays_of(&self, desk: &Hash32, plays: u64) -> bool {
		let (now_ms, limit) = (self.now_ms(), self.config.plays_per_minute.max(1).into());
		let mut net = self.net();
		if net.desks.len() >= MAX_DESKS && !net.desks.contains_key(desk) {
			net.desks.clear();
		}
		let bucket = net.desks.entry(*desk).or_insert_with(|| Bucket::full(limit, now_ms));
		if plays == 0 {
			bucket.has_one(limit, now_ms)
		} else {
			bucket.take(plays, limit, now_ms).is_ok()
		}
	}

	/// The authorities at the best block, remembered under their session.
	pub(crate) fn authorities(&self) -> Result<Arc<SessionAuthorities>, ChainError> {
		let best = self.parts.chain.best();
		if let Some((at, now)) = &self.net().authorities
			&& *at == best
		{
			return Ok(now.clone());
		}
		let now = Arc::new(self.parts.chain.authorities()?);
		let mut net = self.net();
		net.sessions.insert(now.session, now.authorities.clone());
		while net.sessions.len() > SESSIONS_KEPT {
			net.sessions.pop_first();
		}
		net.authorities = Some((best, now.clone()));
		Ok(now)
	}

	/// This node's keys among `authorities`, with their indices.
	pub(crate) fn own_seats(&self, authorities: &[(AccountId, PovId)]) -> Vec<(u32, PovId)> {
		let own = self.parts.signer.own_keys();
		(0..)
			.zip(authorities)
			.filter(|(_, (_, key))| own.contains(key))
			.map(|(index, (_, key))| (index, key.clone()))
			.collect()
	}

	/// One of this node's keys that is an authority's now.
	pub(crate) fn own_seat(&self) -> Option<PovId> {
		let now = self.authorities().ok()?;
		self.own_seats(&now.authorities).into_iter().next().map(|(_, key)| key)
	}

	/// Whether a key is of an authority of now.
	pub(crate) fn is_authority(&self, key: &Hash32) -> bool {
		self.authorities()
			.is_ok_and(|now| now.authorities.iter().any(|(_, pov)| key_bytes(pov) == *key))
	}

	/// Of now, or of the session before: its tickets still run.
	pub(crate) fn is_known_authority(&self, key: &Hash32) -> bool {
		let Ok(now) = self.authorities() else { return false };
		let net = self.net();
		let before = net.sessions.range(..now.session).next_back().map(|(_, keys)| keys);
		let mut all = now.authorities.iter().chain(before.into_iter().flatten());
		all.any(|(_, pov)| key_bytes(pov) == *key)
	}

	/// The cards of this node's own desk, one for each of its authorities' keys.
	pub(crate) fn own_cards(&self) -> Vec<DeskKeyCard> {
		let Ok(now) = self.authorities() else { return Vec::new() };
		let public = self.secrets.public();
		let payload = desk_key_payload(&self.genesis, &public);
		let seats = self.own_seats(&now.authorities).into_iter();
		seats
			.filter_map(|(_, key)| {
				let signature = signature_bytes(&self.parts.signer.sign(&key, &payload)?);
				Some(DeskKeyCard { authority: key_bytes(&key), public, signature })
			})
			.collect()
	}

	/// Whether the set of authorities is another than when this was last asked.
	pub(crate) fn authorities_changed(&self) -> bool {
		let Ok(now) = self.authorities() else { return false };
		let keys: Vec<Hash32> = now.authorities.iter().map(|(_, key)| key_bytes(key)).collect();
		let mut net = self.net();
		let changed = net.last_set.as_ref() != Some(&keys);
		net.last_set = Some(keys);
		changed
	}
}
