//! Tickets and plays of other desks: checked in groups, by several threads (C6, C7).
//!
//! ```text
//! messages ─► chunk: read in place ─► known? ─► rules, proof ─► signatures of all at once ─┐ on each thread
//!                                                                                          ▼
//!                       passed on ◄─ memory ◄─ log, in few frames ◄─ still new? room? ◄─ chunks in order, one by one,
//!                                                                                        while others are checked
//! ```
//!
//! A desk that does every check for every play of every other desk has to be quick about it: this is where a view costs.
//! What is checked is not copied; buffers are kept; of a play there is one signature, the viewer's, and only the sum over
//! a chunk of them is verified; what a desk sealed together (module `seal`) has one more for all. All tickets of a group
//! are taken before its plays: that is the order in which one desk sends them.
//!
//! A sum that is wrong has to be taken apart. What comes from peers that are no validators' desks is therefore summed up
//! apart: they cannot slow down what the validators tell each other.

mod bench;
mod check;

use crate::{
	PeerKey,
	gossip::TICKET_PREFIX,
	id_map::IdSet,
	kept::FullPlay,
	links::Links,
	service::{Core, LOG_TARGET},
	store::Addition,
};
pub(crate) use bench::Bench;
use bench::Finding;
use reel_primitives::play::TicketId;
use std::{collections::BTreeMap, iter};

/// Messages checked by one thread at once, at most: enough that adding up signatures pays, few enough that what belongs to
/// them stays in the processor's cache.
const CHUNK: usize = 1_024;

/// A message as it came.
pub(crate) struct Arrival {
	pub(crate) peer: PeerKey,
	pub(crate) bytes: Vec<u8>,
}

impl Core {
	/// Tickets and plays of peers, in the order in which they came.
	pub(crate) fn take_in(&self, arrivals: Vec<Arrival>) {
		if arrivals.is_empty() {
			return;
		}
		let links = self.links().clone();
		let is_ticket = |arrival: &Arrival| arrival.bytes.starts_with(&TICKET_PREFIX);
		let (tickets, plays): (Vec<_>, Vec<_>) = arrivals.into_iter().partition(is_ticket);
		for (arrivals, are_tickets) in [(tickets, true), (plays, false)] {
			let work = |bench: &mut Bench, chunk: Vec<Arrival>| {
				bench.forget();
				let findings = if are_tickets {
					self.check_tickets(bench, &chunk, &links)
				} else {
					self.check_plays(bench, &chunk, &links)
				};
				(chunk, findings)
			};
			self.benches.run_and_keep(self.chunks(arrivals), work, |(chunk, findings)| {
				self.keep_group(chunk, findings, &links);
			});
		}
	}

	/// As many for each thread, of about one size.
	fn chunks(&self, arrivals: Vec<Arrival>) -> Vec<Vec<Arrival>> {
		let threads = self.config.check_threads.max(1);
		let rounds = arrivals.len().div_ceil(threads.saturating_mul(CHUNK)).max(1);
		let chunk = arrivals.len().div_ceil(threads.saturating_mul(rounds)).max(1);
		let mut arrivals = arrivals.into_iter();
		iter::from_fn(|| Some(arrivals.by_ref().take(chunk).collect()))
			.take_while(|chunk: &Vec<_>| !chunk.is_empty())
			.collect()
	}

	/// Writes what was found right and is still new, and passes it on; tells of the rest.
	fn keep_group(&self, arrivals: Vec<Arrival>, findings: Vec<Finding>, links: &Links) {
		let (mut additions, mut early) = (Vec::new(), Vec::new());
		let mut witnessed: BTreeMap<&str, u64> = BTreeMap::new();
		let (mut new_tickets, mut new_plays) = (Vec::new(), Vec::new());
		let mut seen: IdSet<TicketId> = IdSet::default();
		let mut store = self.store();
		let now_ms = self.now_ms();
		let state = store.state();
		let (mut tickets, mut plays) = (state.tickets.len(), state.plays.len());
		for (Arrival { peer, bytes }, finding) in arrivals.into_iter().zip(findings) {
			match finding {
				Finding::Ignored => {},
				Finding::Garbage(label) => {
					if let Some(label) = label {
						log::debug!(target: LOG_TARGET, "play of another desk: {label}");
						self.metrics.foreign(label);
					}
					self.on_garbage(peer);
				},
				Finding::Refused(label) => self.metrics.foreign(label),
				Finding::Ticket { id, signed } => {
					let is_new = !state.tickets.contains_key(&id) && seen.insert(id);
					if is_new && tickets < self.config.max_tickets {
						tickets += 1;
						new_tickets.push((peer, bytes));
						additions.push(Addition::Ticket { id, signed, first_seen_ms: now_ms });
					}
				},
				Finding::Early { id, until_ms } => early.push((peer, id, until_ms)),
				Finding::Play { facts, desk, witness } => {
					let told_by = links.get(&peer).copied();
					let is_new = !state.plays.contains_key(&facts.id)
						&& state.takes_play_of(&facts.ticket, told_by.as_ref())
						&& !seen.contains(&facts.ticket);
					if !is_new || plays >= self.config.max_plays() {
						continue;
					}
					if !self.admit_play_of(&desk) {
						self.metrics.foreign("too-many");
						continue;
					}
					plays += 1;
					seen.insert(facts.ticket);
					*witnessed.entry(witness.label()).or_default() += 1;
					if state.play_of(&facts.ticket).is_some() {
						*witnessed.entry("double").or_default() += 1;
					}
					new_plays.push((peer, facts.id));
					let full = FullPlay::of_checked(bytes);
					additions.push(Addition::Play { facts, full, witness, told_by });
				},
			}
		}
		if let Err(error) = store.append_group(additions, &self.sealers) {
			log::error!(target: LOG_TARGET, "desk log: {error}");
			return;
		}
		drop(store);
		for (verdict, count) in witnessed {
			self.metrics.foreign_many(verdict, count);
		}
		for (peer, id, until_ms) in early {
			self.metrics.foreign("early");
			self.note_early(&peer, id, until_ms);
		}
		for (from, ticket) in new_tickets {
			for peer in links.keys().filter(|peer| **peer != from) {
				self.parts.gossip.send(peer.clone(), ticket.clone());
			}
		}
		let peers: Vec<PeerKey> = links.keys().cloned().collect();
		self.tell_names(&new_plays, &peers);
	}
}
