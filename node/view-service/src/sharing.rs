//! Content secrets for validators that were not there when a title was published (C5).
//!
//! ```text
//! holder  ── SecretsHeld (titles) ──►  on a change of the authorities, and a page every two minutes
//! lacking ── SecretsAsk (≤ 64 titles, X25519 key) ──►  to the holder; to all when a viewer asked for the title
//! holder  ── SecretsGift (a sealed box each) ──►  to the peer that asked
//! ```
//!
//! All three are signed by session keys and bound to the chain; a holder answers current authorities alone, seals to
//! the key in the signed ask, and so much a minute. Whoever replays an ask is handed boxes that it cannot open.
//!
//! Nothing on chain says what a secret is, so one lying validator could hand on a wrong one and keep a title from
//! being played at a new desk: with four authorities or more, two of them have to hand on the same.

use crate::{
	Misconduct, PeerKey,
	gossip::{MAX_HELD, MAX_SECRETS, Message, SecretsAsk, SecretsGift, SecretsHeld},
	rate_limit::Bucket,
	secrets::{Kept, Origin},
	service::{Core, LOG_TARGET},
	signature::{is_signed, key_bytes, signature_bytes},
};
use reel_primitives::{ContentId, Hash32, keys::ContentSecret};
use reel_rpc_api::SEALED_SECRET_BYTES;
use std::collections::{BTreeMap, HashMap};
use zeroize::Zeroizing;

/// Farthest that an authority's clock may be off.
const MAX_SKEW_MS: u64 = 60_000;

/// Titles whose secrets are asked for at a time; more are asked for when these have come.
const MAX_LACKING: usize = 4_096;

/// Secrets handed to one authority per minute.
const GIVEN_PER_MINUTE: u64 = 4_096;

/// Best blocks before the same title is asked for again.
const ASK_BLOCKS: u64 = 8;

/// What a desk lacks, and what it was handed but does not believe yet.
#[derive(Default)]
pub(crate) struct Sharing {
	/// Title → best block at which it was last asked for.
	lacking: BTreeMap<ContentId, Option<u64>>,
	pending: HashMap<ContentId, Vec<(Hash32, Zeroizing<ContentSecret>)>>,
	given: HashMap<Hash32, Bucket>,
	/// Where the next page of titles held begins.
	page: Option<ContentId>,
}

impl Core {
	/// The secret of a title is wanted by a viewer.
	pub(crate) fn note_lacking(&self, content: ContentId) {
		let mut sharing = self.sharing();
		if sharing.lacking.len() < MAX_LACKING {
			sharing.lacking.entry(content).or_default();
		}
	}

	/// Tells a page of the titles whose secrets this desk holds; `from_start`: the first page.
	pub(crate) fn tell_held(&self, from_start: bool) {
		let Some(key) = self.own_seat() else { return };
		let titles = {
			let mut sharing = self.sharing();
			let after = sharing.page.take().filter(|_| !from_start);
			let titles = self.secrets.titles(after.as_ref(), MAX_HELD);
			sharing.page = titles.last().copied().filter(|_| titles.len() == MAX_HELD);
			titles
		};
		if titles.is_empty() {
			return;
		}
		let authority = key_bytes(&key);
		let mut held = SecretsHeld { authority, at_ms: self.now_ms(), titles, signature: [0; 64] };
		let payload = held.signing_payload(&self.genesis);
		let Some(signature) = self.parts.signer.sign(&key, &payload) else { return };
		held.signature = signature_bytes(&signature);
		self.broadcast(&Message::SecretsHeld(held));
	}

	/// Asks all peers for what viewers asked for and this desk lacks.
	pub(crate) fn ask_for_lacking(&self, block: u64) {
		let titles: Vec<ContentId> = {
			let mut sharing = self.sharing();
			sharing.lacking.retain(|content, _| !self.secrets.has(content));
			let due = sharing.lacking.iter_mut().filter(|(_, asked)| {
				asked.is_none_or(|asked| asked.saturating_add(ASK_BLOCKS) <= block)
			});
			let due = due.take(MAX_SECRETS);
			due.map(|(content, asked)| {
				*asked = Some(block);
				*content
			})
			.collect()
		};
		if let Some(ask) = self.secrets_ask(titles) {
			self.broadcast(&ask);
		}
	}

	fn secrets_ask(&self, titles: Vec<ContentId>) -> Option<Message> {
		let key = self.own_seat().filter(|_| !titles.is_empty())?;
		let mut ask = SecretsAsk {
			authority: key_bytes(&key),
			public: self.secrets.public(),
			at_ms: self.now_ms(),
			titles,
			signature: [0; 64],
		};
		let payload = ask.signing_payload(&self.genesis);
		ask.signature = signature_bytes(&self.parts.signer.sign(&key, &payload)?);
		Some(Message::SecretsAsk(ask))
	}

	fn is_recent(&self, at_ms: u64) -> bool {
		self.now_ms().abs_diff(at_ms) <= MAX_SKEW_MS
	}

	pub(crate) fn on_secrets_held(
		&self,
		peer: PeerKey,
		held: &SecretsHeld,
	) -> Result<(), Misconduct> {
		if held.titles.len() > MAX_HELD {
			return Err(Misconduct::Garbage);
		}
		if !self.is_authority(&held.authority) || !self.is_recent(held.at_ms) {
			return Ok(());
		}
		if !is_signed(&held.authority, &held.signature, &held.signing_payload(&self.genesis)) {
			return Err(Misconduct::Garbage);
		}
		let lacking = held.titles.iter().filter(|content| !self.secrets.has(content));
		// Only what the chain knows is asked for; a look-up costs, so no more than are asked for.
		let titles: Vec<ContentId> = lacking.take(MAX_SECRETS).copied().collect();
		let titles = titles.into_iter().filter(|content| self.is_registered(content)).collect();
		if let Some(ask) = self.secrets_ask(titles) {
			self.parts.gossip.send(peer, ask.to_bytes());
		}
		Ok(())
	}

	pub(crate) fn on_secrets_ask(&self, peer: PeerKey, ask: &SecretsAsk) -> Result<(), Misconduct> {
		if ask.titles.len() > MAX_SECRETS {
			return Err(Misconduct::Garbage);
		}
		let Some(key) = self.own_seat() else { return Ok(()) };
		let from = key_bytes(&key);
		if ask.authority == from || !self.is_authority(&ask.authority) || !self.is_recent(ask.at_ms)
		{
			return Ok(());
		}
		if !is_signed(&ask.authority, &ask.signature, &ask.signing_payload(&self.genesis)) {
			return Err(Misconduct::Garbage);
		}
		if !self.may_give(ask) {
			return Ok(());
		}
		let mut boxes = Vec::new();
		for content in &ask.titles {
			match self.secrets.seal_for(content, &ask.public) {
				Ok(sealed) => boxes.extend(sealed.map(|sealed| (*content, sealed))),
				Err(error) => log::error!(target: LOG_TARGET, "{error}"),
			}
		}
		if boxes.is_empty() {
			return Ok(());
		}
		let given = boxes.len();
		let mut gift = SecretsGift { from, to: ask.authority, boxes, signature: [0; 64] };
		let payload = gift.signing_payload(&self.genesis);
		let Some(signature) = self.parts.signer.sign(&key, &payload) else { return Ok(()) };
		gift.signature = signature_bytes(&signature);
		self.metrics.secrets("given", given);
		self.parts.gossip.send(peer, Message::SecretsGift(gift).to_bytes());
		Ok(())
	}

	/// So many a minute for each authority, whichever peers its asks come by.
	fn may_give(&self, ask: &SecretsAsk) -> bool {
		let now_ms = self.now_ms();
		let mut sharing = self.sharing();
		if sharing.given.len() > 1_024 {
			// Far more than there are authorities: keys of sets long gone.
			sharing.given.clear();
		}
		let bucket = sharing.given.entry(ask.authority);
		let bucket = bucket.or_insert_with(|| Bucket::full(GIVEN_PER_MINUTE, now_ms));
		bucket.take(ask.titles.len() as u64, GIVEN_PER_MINUTE, now_ms).is_ok()
	}

	pub(crate) fn on_secrets_gift(&self, gift: &SecretsGift) -> Result<(), Misconduct> {
		let impossible = |(_, sealed): &(ContentId, Vec<u8>)| sealed.len() != SEALED_SECRET_BYTES;
		if gift.boxes.len() > MAX_SECRETS || gift.boxes.iter().any(impossible) {
			return Err(Misconduct::Garbage);
		}
		let own: Vec<Hash32> = self.parts.signer.own_keys().iter().map(key_bytes).collect();
		let is_ours = own.contains(&gift.to) && !own.contains(&gift.from);
		if !is_ours || !self.is_authority(&gift.from) {
			return Ok(());
		}
		if !is_signed(&gift.from, &gift.signature, &gift.signing_payload(&self.genesis)) {
			return Err(Misconduct::Garbage);
		}
		for (content, sealed) in &gift.boxes {
			if !self.secrets.has(content) && self.is_registered(content) {
				self.take_handed_on(gift.from, content, sealed)?;
			}
		}
		Ok(())
	}

	fn take_handed_on(
		&self,
		from: Hash32,
		content: &ContentId,
		sealed: &[u8],
	) -> Result<(), Misconduct> {
		let secret = self.secrets.unseal(content, sealed).ok_or(Misconduct::Garbage)?;
		let authorities = self.authorities().map_or(0, |now| now.authorities.len());
		let needed = if authorities >= 4 { 2 } else { 1 };
		{
			let mut sharing = self.sharing();
			if sharing.pending.len() >= MAX_LACKING && !sharing.pending.contains_key(content) {
				return Ok(());
			}
			let handed = sharing.pending.entry(*content).or_default();
			handed.retain(|(giver, _)| *giver != from);
			handed.push((from, secret.clone()));
			let agree = handed.iter().filter(|(_, other)| **other == *secret).count();
			if agree < handed.len() {
				log::warn!(
					target: LOG_TARGET,
					"validators hand on different secrets for title {}: one of {} lies",
					hex::encode(content.0),
					handed.iter().map(|(giver, _)| hex::encode(giver)).collect::<Vec<_>>().join(", "),
				);
			}
			if agree < needed {
				return Ok(());
			}
			sharing.pending.remove(content);
			sharing.lacking.remove(content);
		}
		match self.secrets.keep(content, &secret, Origin::Validators) {
			Ok(Kept::New) => self.metrics.secrets("shared", 1),
			Ok(Kept::Same) => {},
			Ok(Kept::Refused) => self.metrics.secrets("refused", 1),
			Err(error) => log::error!(target: LOG_TARGET, "{error}"),
		}
		Ok(())
	}
}
