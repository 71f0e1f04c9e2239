//! What this desk tells the others of its own tickets and plays.
//!
//! Nothing is told before it is on the disk. Whoever comes back from the disk first seals and tells all that went there
//! with it: under load one signature does for many, and a lone play waits for nothing.

use crate::{
	PeerKey,
	gossip::Message,
	kept::FullPlay,
	play::PlayId,
	seal::{MAX_SEALED, Seal, play_item, ticket_item},
	service::{Core, LOG_TARGET},
	signature::{key_bytes, signature_bytes},
	witness::SKEW_MS,
};
use reel_primitives::{
	ids::PovId,
	play::{SignedTicket, Ticket},
};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What is to be told.
enum News {
	Ticket(Box<SignedTicket>),
	Play(PlayId),
}

/// News that wait for the disk.
struct Waiting {
	key: PovId,
	/// How much of the log must be on the disk before.
	after: u64,
	item: Vec<u8>,
	news: News,
}

/// All that waits.
#[derive(Default)]
pub(crate) struct Outbox(Mutex<Vec<Waiting>>);

impl Outbox {
	fn lock(&self) -> MutexGuard<'_, Vec<Waiting>> {
		self.0.lock().unwrap_or_else(PoisonError::into_inner)
	}

	/// A ticket that this desk issued with `key`; `after`: what [`crate::store::Store::appended`] says.
	pub(crate) fn put_ticket(&self, key: &PovId, after: u64, signed: SignedTicket) {
		let (key, item) = (key.clone(), ticket_item(&signed.ticket.id()));
		self.lock().push(Waiting { key, after, item, news: News::Ticket(Box::new(signed)) });
	}

	fn take(&self, safe: u64) -> Vec<Waiting> {
		let mut waiting = self.lock();
		let (ready, rest) = waiting.drain(..).partition(|waiting| waiting.after <= safe);
		*waiting = rest;
		ready
	}
}

impl Core {
	/// Has a play told that this desk has accepted, once the log is on the disk as far as `after`.
	pub(crate) fn put_play(&self, key: &PovId, after: u64, id: PlayId, item: Vec<u8>) {
		let (key, news) = (key.clone(), News::Play(id));
		self.outbox.lock().push(Waiting { key, after, item, news });
	}

	/// Tells the other desks all that is on the disk and not told yet.
	pub(crate) fn tell(&self) {
		let safe = self.store().synced();
		let mut ready = self.outbox.take(safe);
		while let Some(first) = ready.first() {
			let key = first.key.clone();
			let of_key = ready.iter().filter(|waiting| waiting.key == key).count();
			ready.sort_by_key(|waiting| waiting.key != key);
			let rest = ready.split_off(of_key.min(MAX_SEALED));
			self.seal_and_send(&key, std::mem::replace(&mut ready, rest));
		}
	}

	fn seal_and_send(&self, key: &PovId, those: Vec<Waiting>) {
		let (items, news): (Vec<_>, Vec<_>) =
			those.into_iter().map(|waiting| (waiting.item, waiting.news)).unzip();
		let sign = |payload: &[u8]| self.parts.signer.sign(key, payload);
		let seals = Seal::all(&self.genesis, &items, |payload| {
			sign(payload).map(|signature| signature_bytes(&signature))
		});
		let Some(seals) = seals else {
			let count = items.len();
			log::error!(target: LOG_TARGET, "no key to tell {count} tickets and plays with");
			return;
		};
		let now_ms = self.now_ms();
		for (news, seal) in news.into_iter().zip(seals) {
			match news {
				News::Ticket(ticket) => {
					let message = Message::Ticket { ticket: *ticket, seal };
					self.send_to_validators(&message.to_bytes());
				},
				News::Play(id) => {
					let sealed = self.store().seal_play(&id, &seal);
					// Nobody vouches for what comes later: whoever needs it then asks for it.
					let is_due = |play: &FullPlay| {
						play.parts().is_some_and(|parts| {
							parts.ticket.closes_at_ms().saturating_add(SKEW_MS) >= now_ms
						})
					};
					let due = sealed.into_iter().filter(is_due);
					due.for_each(|play| self.send_to_validators(play.wire()));
				},
			}
		}
	}

	/// Tells a peer that was linked just now the tickets of this desk that run, as far as it can still see the time of their
	/// plays pass; the latest of them, as many as one seal holds.
	pub(crate) fn tell_running_tickets(&self, peer: &PeerKey) {
		let Some(key) = self.own_seat() else { return };
		let (desk, now_ms) = (key_bytes(&key), self.now_ms());
		let is_of_use = |ticket: &Ticket| {
			let passed_ms = now_ms.saturating_add(ticket.duration_ms.into());
			ticket.desk == desk && passed_ms <= ticket.closes_at_ms().saturating_add(2 * SKEW_MS)
		};
		let mut running: Vec<SignedTicket> = {
			let store = self.store();
			let tickets = store.state().tickets.values();
			let running = tickets.filter(|entry| is_of_use(&entry.signed.ticket));
			running.map(|entry| entry.signed.clone()).collect()
		};
		if running.is_empty() || self.commit().is_err() {
			return;
		}
		running.sort_by_key(|signed| std::cmp::Reverse(signed.ticket.issued_at_ms));
		running.truncate(MAX_SEALED);
		let items: Vec<Vec<u8>> =
			running.iter().map(|signed| ticket_item(&signed.ticket.id())).collect();
		let seals = Seal::all(&self.genesis, &items, |payload| {
			let signature = self.parts.signer.sign(&key, payload)?;
			Some(signature_bytes(&signature))
		});
		for (ticket, seal) in running.into_iter().zip(seals.into_iter().flatten()) {
			let message = Message::Ticket { ticket, seal };
			self.parts.gossip.send(peer.clone(), message.to_bytes());
		}
	}

	/// After a start: seals the plays of this desk anew, and has those told that the last run may not have come to.
	pub(crate) fn tell_what_was_left(&self) {
		let own = self.parts.signer.own_keys();
		let (upto, left): (_, Vec<_>) = {
			let store = self.store();
			let own_plays = store.state().plays.values().filter(|play| play.is_own);
			let unsealed = own_plays.filter_map(|play| {
				let full = play.full.as_ref().filter(|full| !full.is_sealed())?;
				let desk = *full.parts()?.ticket.desk;
				let key = own.iter().find(|key| key_bytes(key) == desk)?;
				Some((key.clone(), play.facts.clone()))
			});
			// One that is being accepted now may be among them: nothing is told before it is on the disk.
			(store.appended(), unsealed.collect())
		};
		for (key, facts) in left {
			let item = play_item(&facts.ticket, &facts.id, facts.accepted_at_ms);
			self.put_play(&key, upto, facts.id, item);
		}
		if let Err(error) = self.commit() {
			log::warn!(target: LOG_TARGET, "what was left is not told yet: {error}");
		}
		self.tell();
	}
}
