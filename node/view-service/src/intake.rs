//! Tickets and plays of other desks: checked in groups, by several threads (C6, C7).
//!
//! ```text
//! messages ─► part: read in place ─► known? ─► rules, proof ─► signatures of all at once ─┐ on each thread
//!                                                                                         ▼
//!                       passed on ◄─ memory ◄─ log, in few frames ◄─ still new? room? ◄─ parts in order, one by one,
//!                                                                                        while others are checked
//! ```
//!
//! A desk that does every check for every play of every other desk has to be quick about it: this is where a view costs.
//! What is checked is not copied; buffers are kept; of a play there is one signature, the viewer's, and only the sum over
//! a part of them is verified; what a desk sealed together (module `seal`) has one more for all. Threads take part after
//! part for as long as there are messages, and none waits for another. Of a part the tickets are kept before the plays, and
//! whether a play's ticket was seen is asked again when the play is kept: a desk sends the ticket first.
//!
//! A sum that is wrong has to be taken apart. What comes from peers that are no validators' desks is therefore summed up
//! apart: they cannot slow down what the validators tell each other.

mod bench;
mod check;

use crate::{
	PeerKey,
	id_map::IdSet,
	kept::FullPlay,
	links::Links,
	service::{Core, LOG_TARGET},
	store::Addition,
};
pub(crate) use bench::Bench;
use bench::Finding;
use reel_primitives::play::TicketId;
use std::collections::BTreeMap;

/// Messages of a part, at most: enough that adding up signatures pays, few enough that what belongs to
/// them stays in the processor's cache.
pub(crate) const MAX_PART: usize = 1_024;

/// A message as it came.
pub(crate) struct Arrival {
	pub(crate) peer: PeerKey,
	pub(crate) bytes: Vec<u8>,
}

/// Messages that one thread checks.
#[derive(Default)]
pub(crate) struct Part {
	pub(crate) tickets: Vec<Arrival>,
	pub(crate) plays: Vec<Arrival>,
}

impl Part {
	pub(crate) fn len(&self) -> usize {
		self.tickets.len().saturating_add(self.plays.len())
	}
}

impl Core {
	/// Tickets and plays of peers, part after part in the order in which they came, for as long as `next_part` has some.
	pub(crate) fn take_in(&self, next_part: impl FnMut() -> Option<Part> + Send) {
		let links = self.links().clone();
		let work = |bench: &mut Bench, Part { tickets, plays }: Part| {
			bench.forget();
			let found_tickets = self.check_tickets(bench, &tickets, &links);
			let found_plays = self.check_plays(bench, &plays, &links);
			[(tickets, found_tickets), (plays, found_plays)]
		};
		self.benches.run_and_keep(next_part, work, |groups| {
			for (arrivals, findings) in groups {
				self.keep_group(arrivals, findings, &links);
			}
		});
	}

	/// Writes what was found right and is still new, and passes it on; tells of the rest.
	fn keep_group(&self, arrivals: Vec<Arrival>, findings: Vec<Finding>, links: &Links) {
		if arrivals.is_empty() {
			return;
		}
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
					// Its ticket may have come in the part before, which was not kept yet.
					let witness = match witness.map_or_else(|| state.witness(&facts, now_ms), Ok) {
						Ok(witness) => witness,
						Err(until_ms) => {
							early.push((peer, facts.id, until_ms));
							continue;
						},
					};
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
