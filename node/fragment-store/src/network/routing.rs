//! Who gets into the routing table, and who stays.
//!
//! A peer that says it is a server of the provider table costs every look-up that comes by it the time it does not answer
//! in, and is told on to all who ask. So it is asked a question first, which it has to answer soon, and again from time to
//! time; and of one part of the network there are few in a bucket, since names cost nothing and addresses do. What is told
//! by such a table names peers that answered somebody.

use super::{
	addresses::{MAX_ADDRESSES, ip_of, is_acceptable, is_global, split_peer},
	behaviour::{KAD_PROTOCOL, MAX_KAD_BYTES},
	command::{self, Command},
	prefixes::Prefix,
	shared::Shared,
	swarm::Driver,
	table::Table,
};
use crate::protobuf::{Fields, Value, put_bytes, put_number, put_varint};
use futures::{AsyncReadExt, AsyncWriteExt};
use libp2p::{Multiaddr, PeerId, kad};
use std::{
	collections::{HashMap, HashSet},
	io,
	time::{Duration, Instant},
};

/// How soon a peer has to answer.
const ANSWER_TIME: Duration = Duration::from_secs(5);

/// Pause before one that did not is asked again while it is connected; it doubles each time.
const ASK_AGAIN: Duration = Duration::from_secs(2);

/// Longest such pause.
const MAX_PAUSE: Duration = Duration::from_secs(300);

/// How long an answer counts.
const GOOD_FOR: Duration = Duration::from_secs(300);

/// Questions in a row without an answer after which a peer leaves the table.
const MAX_FAILURES: u32 = 2;

/// Peers asked at once.
const MAX_ASKED: usize = 32;

/// Peers noted; more than connections, so that none is left out that is connected.
const MAX_NOTED: usize = 1024;

/// Most peers of one part of the network in a bucket. Private addresses are those of test networks and do not count.
const MAX_OF_PREFIX: usize = 3;

/// `FIND_NODE`, in Kademlia's messages.
const FIND_NODE: u64 = 4;

/// What is known of a server of the provider table.
#[derive(Debug, Default)]
struct Probe {
	addresses: Vec<Multiaddr>,
	asking: bool,
	failures: u32,
	/// When it is due again.
	due: Option<Instant>,
}

/// The servers of the provider table that are connected or in the routing table.
#[derive(Debug, Default)]
pub(crate) struct Probes(HashMap<PeerId, Probe>);

impl Probes {
	/// The last connection with `peer` is closed. One that never answered is forgotten.
	pub(crate) fn gone(&mut self, peer: &PeerId) {
		if self.0.get(peer).is_some_and(|probe| probe.failures > 0 || probe.due.is_none()) {
			self.0.remove(peer);
		}
	}

	/// Notes a server; false if there are too many.
	fn note(&mut self, peer: PeerId, addresses: Vec<Multiaddr>) -> bool {
		if self.0.len() >= MAX_NOTED && !self.0.contains_key(&peer) {
			return false;
		}
		self.0.entry(peer).or_default().addresses = addresses;
		true
	}

	/// Those that are to be asked now.
	fn due(&mut self, now: Instant) -> Vec<PeerId> {
		let asked = self.0.values().filter(|probe| probe.asking).count();
		let mut due: Vec<_> = self
			.0
			.iter_mut()
			.filter(|(_, probe)| !probe.asking && probe.due.is_none_or(|due| due <= now))
			.collect();
		// Those first that were never asked.
		due.sort_by_key(|(_, probe)| (probe.failures, probe.due));
		due.truncate(MAX_ASKED.saturating_sub(asked));
		due.into_iter()
			.map(|(peer, probe)| {
				probe.asking = true;
				*peer
			})
			.collect()
	}

	/// Notes how it went; returns how often in a row `peer` did not answer, `None` if it is not noted any more.
	fn asked(&mut self, peer: &PeerId, answered: bool, now: Instant) -> Option<u32> {
		let probe = self.0.get_mut(peer)?;
		probe.asking = false;
		probe.failures = if answered { 0 } else { probe.failures.saturating_add(1) };
		let pause = match probe.failures {
			0 => GOOD_FOR,
			failures => (ASK_AGAIN * (1 << failures.min(8).saturating_sub(1))).min(MAX_PAUSE),
		};
		probe.due = Some(now + pause);
		Some(probe.failures)
	}
}

/// The parts of the network that a peer at `addresses` is of.
fn parts<'a>(addresses: impl IntoIterator<Item = &'a Multiaddr>) -> HashSet<Prefix> {
	let global = addresses.into_iter().filter_map(ip_of).filter(|ip| is_global(*ip));
	global.map(Prefix::from).collect()
}

/// Whether a peer of `newcomer` gets into a bucket with peers of `others`.
fn has_room(newcomer: &HashSet<Prefix>, others: &[HashSet<Prefix>]) -> bool {
	let of = |part| others.iter().filter(|parts| parts.contains(part)).count();
	newcomer.iter().all(|part| of(part) < MAX_OF_PREFIX)
}

/// How many addresses of `peer` the routing table has.
fn routed(kad: &mut kad::Behaviour<Table>, peer: &PeerId) -> usize {
	let Some(bucket) = kad.kbucket(*peer) else { return 0 };
	let entry = bucket.iter().find(|entry| entry.node.key.preimage() == peer);
	entry.map_or(0, |entry| entry.node.value.len())
}

/// The parts of the network that the others in the bucket of `peer` are of.
fn neighbours(kad: &mut kad::Behaviour<Table>, peer: &PeerId) -> Vec<HashSet<Prefix>> {
	let Some(bucket) = kad.kbucket(*peer) else { return Vec::new() };
	let others = bucket.iter().filter(|entry| entry.node.key.preimage() != peer);
	others.map(|entry| parts(entry.node.value.iter())).collect()
}

impl Driver {
	/// `peer` says that it is a server of the provider table, at these addresses.
	pub(super) fn server_found(&mut self, peer: PeerId, mut addresses: Vec<Multiaddr>) {
		// It may not know the address at which it is reached.
		if let Some(reached) = self.links.reached_at(&peer) {
			let reached = split_peer(reached).map_or_else(|| reached.clone(), |(_, rest)| rest);
			if !addresses.contains(&reached) {
				addresses.insert(0, reached);
			}
		}
		if self.probes.note(peer, addresses) {
			let kad = &mut self.swarm.behaviour_mut().kad;
			if routed(kad, &peer) > 0 {
				// It is in the table, and may have new addresses.
				self.admit(peer);
			}
			self.ask_due(Instant::now());
		}
	}

	/// Whether `peer` says that it is a server, and is still to answer its first question.
	pub(super) fn is_on_trial(&self, peer: &PeerId) -> bool {
		self.probes.0.get(peer).is_some_and(|probe| probe.due.is_none())
	}

	/// Asks again who is due, and forgets who is neither connected nor in the table.
	pub(super) fn look_after_table(&mut self, now: Instant) {
		let (links, kad) = (&self.links, &mut self.swarm.behaviour_mut().kad);
		self.probes.0.retain(|peer, probe| {
			probe.asking || links.is_connected(peer) || routed(kad, peer) > 0
		});
		self.ask_due(now);
	}

	fn ask_due(&mut self, now: Instant) {
		for peer in self.probes.due(now) {
			let shared = self.shared.clone();
			tokio::spawn(async move {
				let answered = tokio::select! {
					() = shared.stopped() => return,
					answered = tokio::time::timeout(ANSWER_TIME, ask(&shared, peer)) => answered,
				};
				let answered = answered.is_ok_and(|answer| answer.is_ok());
				// The network is going down otherwise.
				let _ = shared.commands.send(Command::Probed { peer, answered }).await;
			});
		}
	}

	/// `peer` was asked.
	pub(super) fn probed(&mut self, peer: PeerId, answered: bool) {
		let Some(failures) = self.probes.asked(&peer, answered, Instant::now()) else { return };
		// One that is slow is better than none; it has to answer the next time.
		if answered || (failures < MAX_FAILURES && self.routing() == 0) {
			self.admit(peer);
		} else if failures >= MAX_FAILURES && self.links.others_than(&peer) {
			// A node that reaches nobody at all is at fault itself.
			self.swarm.behaviour_mut().kad.remove_peer(&peer);
		}
		self.introductions.done(&peer);
	}

	/// Puts `peer` into the routing table with the addresses it told, as far as there is room.
	fn admit(&mut self, peer: PeerId) {
		let Some(probe) = self.probes.0.get(&peer) else { return };
		let allow_private = self.shared.config.allow_private;
		let told = probe.addresses.iter().filter(|address| is_acceptable(address, allow_private));
		let told: Vec<Multiaddr> = told.cloned().collect();
		let kad = &mut self.swarm.behaviour_mut().kad;
		let own = routed(kad, &peer);
		if !has_room(&parts(&told), &neighbours(kad, &peer)) || self.shared.bans.is_banned(&peer) {
			return;
		}
		// A peer may tell new ones again and again, and the routing table keeps all.
		for address in told.into_iter().take(MAX_ADDRESSES.saturating_sub(own)) {
			kad.add_address(&peer, address);
		}
	}

	/// The connected peers, in the order in which they are to be asked for something: those that served, then the nodes to
	/// join by, then the others. Without those that have no protocol for it.
	pub(super) fn near(&self) -> Vec<PeerId> {
		let bootstrap = &self.shared.config.bootstrap;
		let join: HashSet<PeerId> =
			bootstrap.iter().filter_map(split_peer).map(|(peer, _)| peer).collect();
		let mut near = self.links.by_acquaintance();
		near.retain(|peer| !self.mute.contains(peer) && !self.shared.bans.is_banned(peer));
		near.sort_by_key(|peer| (!self.shared.standing.has_served(peer), !join.contains(peer)));
		near
	}
}

/// Asks `peer` whom it knows near a place that is drawn at random.
async fn ask(shared: &Shared, peer: PeerId) -> io::Result<()> {
	command::connect(shared, peer, Vec::new()).await.map_err(io::Error::other)?;
	let mut control = shared.control.clone();
	let opened = control.open_stream(peer, KAD_PROTOCOL).await;
	let mut stream = opened.map_err(|error| io::Error::other(error.to_string()))?;
	stream.write_all(&question(&rand::random::<[u8; 32]>())).await?;
	stream.flush().await?;
	let (mut length, mut byte, mut shift) = (0usize, [0x80], 0);
	while byte[0] & 0x80 != 0 {
		stream.read_exact(&mut byte).await?;
		length |= usize::from(byte[0] & 0x7f) << shift;
		shift += 7;
		if length > MAX_KAD_BYTES || shift > 21 {
			return Err(io::ErrorKind::InvalidData.into());
		}
	}
	let mut answer = vec![0; length];
	stream.read_exact(&mut answer).await?;
	// Asking is over, whether it ends the stream as well or not.
	drop(stream);
	if is_answer(answer) { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

/// `FIND_NODE` for `key`, with its length in front.
fn question(key: &[u8]) -> Vec<u8> {
	let (mut message, mut frame) = (Vec::new(), Vec::new());
	put_number(&mut message, 1, FIND_NODE);
	put_bytes(&mut message, 2, key);
	put_varint(&mut frame, message.len() as u64);
	frame.extend(message);
	frame
}

/// Whether it is the answer to `FIND_NODE`.
fn is_answer(message: Vec<u8>) -> bool {
	let mut fields = Fields(message.into());
	let mut kind = None;
	loop {
		match fields.next() {
			Ok(Some((1, Value::Number(number)))) => kind = Some(number),
			Ok(Some(_)) => {},
			Ok(None) => return kind == Some(FIND_NODE),
			Err(_) => return false,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn who_does_not_answer_is_asked_again_with_longer_and_longer_pauses() {
		let mut probes = Probes::default();
		let (peer, now) = (PeerId::random(), Instant::now());
		assert!(probes.note(peer, Vec::new()));
		assert_eq!(probes.due(now), [peer]);
		assert!(probes.due(now).is_empty(), "it is being asked");
		assert_eq!(probes.asked(&peer, false, now), Some(1));
		assert!(probes.due(now).is_empty());
		let later = now + ASK_AGAIN;
		assert_eq!(probes.due(later), [peer]);
		assert_eq!(probes.asked(&peer, false, later), Some(2));
		assert!(probes.due(later + ASK_AGAIN).is_empty());
		assert_eq!(probes.due(later + ASK_AGAIN * 2), [peer]);
		assert_eq!(probes.asked(&peer, true, later), Some(0));
		assert!(probes.due(later + ASK_AGAIN * 2).is_empty());
		assert_eq!(probes.due(later + GOOD_FOR), [peer]);
		assert_eq!(probes.asked(&PeerId::random(), true, now), None);
	}

	#[test]
	fn peers_noted_and_asked_at_once_are_bounded() {
		let mut probes = Probes::default();
		for _ in 0..MAX_NOTED {
			assert!(probes.note(PeerId::random(), Vec::new()));
		}
		let late = PeerId::random();
		assert!(!probes.note(late, Vec::new()));
		let now = Instant::now();
		let asked = probes.due(now);
		assert_eq!(asked.len(), MAX_ASKED);
		assert!(probes.due(now).is_empty());
		probes.gone(&asked[0]);
		assert!(probes.note(late, Vec::new()), "one that never answered is forgotten when it goes");
	}

	#[test]
	fn a_bucket_takes_few_of_one_part_of_the_network() {
		let of = |texts: &[&str]| {
			let all: Vec<Multiaddr> =
				texts.iter().map(|one| one.parse().expect("parses")).collect();
			parts(&all)
		};
		let crowd: Vec<_> = (1..=MAX_OF_PREFIX)
			.map(|last| of(&[&format!("/ip4/93.184.216.{last}/tcp/1")]))
			.collect();
		assert!(!has_room(&of(&["/ip4/93.184.216.99/udp/1/quic-v1"]), &crowd));
		assert!(!has_room(&of(&["/ip4/1.1.1.1/tcp/1", "/ip4/93.184.216.99/tcp/1"]), &crowd));
		assert!(has_room(&of(&["/ip4/93.184.217.1/tcp/1"]), &crowd));
		assert!(has_room(&of(&["/ip4/93.184.216.99/tcp/1"]), &crowd[1..]));
		let private = vec![of(&["/ip4/127.0.0.1/tcp/1"]); 20];
		assert!(has_room(&of(&["/ip4/127.0.0.1/tcp/2"]), &private), "a test network");
	}

	#[test]
	fn an_answer_is_told_from_garbage() {
		let answer = |bytes: &[u8]| is_answer(bytes.to_vec());
		assert!(answer(&[8, 4]));
		assert!(answer(&[8, 4, 0x42, 1, 0]), "with a peer");
		assert!(
			!answer(&[]) && !answer(&[8, 3]) && !answer(&[8, 4, 0x42, 9]) && !answer(&[0xff; 40])
		);
		assert_eq!(question(b"k"), [5, 8, 4, 0x12, 1, b'k']);
	}
}
