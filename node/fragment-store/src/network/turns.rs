//! Turns at answering peers: each is an answer in memory until the peer has taken it.
//!
//! Peers that do not take their answers could hold every turn there is. So when all are held, the one that has made no
//! progress for longest is cut off; and if one peer has several and the newcomer none, one of that peer's is, however
//! new it is. Who leaves several answers untaken gets none for a while: each costs a reading, and a megabyte.

use super::allowance::Allowance;
use crate::store::lock;
use libp2p::PeerId;
use std::{
	collections::HashMap,
	future::pending,
	sync::{Arc, Mutex},
	time::{Duration, Instant},
};
use tokio::sync::{Notify, oneshot};

/// How long an answer may make no progress while others wait for its turn.
const STALLED: Duration = Duration::from_secs(1);

/// How often it is tried again, since stalling makes no noise.
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Answers that a peer may leave untaken: so many at once, and a second in the mean.
const UNTAKEN_AT_ONCE: u32 = 8;
const UNTAKEN_PER_SECOND: f64 = 0.1;

/// Peers remembered for it, before those are forgotten that are as good as new.
const MAX_REMEMBERED: usize = 4096;

/// The turns.
pub(crate) struct Turns {
	max: usize,
	state: Mutex<State>,
	freed: Notify,
}

#[derive(Default)]
struct State {
	count: u64,
	held: HashMap<u64, Holder>,
	untaken: HashMap<PeerId, Allowance>,
}

struct Holder {
	peer: PeerId,
	moved: Instant,
	/// `None` once it was told to stop.
	cut: Option<oneshot::Sender<()>>,
}

/// A turn, given back when dropped.
pub(crate) struct Turn {
	turns: Arc<Turns>,
	number: u64,
	cut: oneshot::Receiver<()>,
}

impl Turns {
	pub(crate) fn new(max: usize) -> Arc<Self> {
		Arc::new(Self { max: max.max(1), state: Mutex::default(), freed: Notify::new() })
	}

	/// A turn for `peer`, if there is one in `wait`.
	pub(crate) async fn take(self: &Arc<Self>, peer: PeerId, wait: Duration) -> Option<Turn> {
		let end = tokio::time::Instant::now() + wait;
		loop {
			let freed = self.freed.notified();
			if let Some(turn) = self.try_take(peer) {
				return Some(turn);
			}
			let now = tokio::time::Instant::now();
			if now >= end || self.has_given_up(&peer) {
				return None;
			}
			// Either way it is tried again.
			let _ = tokio::time::timeout_at(end.min(now + LOOK_AGAIN), freed).await;
		}
	}

	/// Notes that `peer` did not take an answer.
	pub(crate) fn not_taken(&self, peer: PeerId) {
		let now = Instant::now();
		let untaken = &mut lock(&self.state).untaken;
		if untaken.len() >= MAX_REMEMBERED {
			untaken.retain(|_, allowance| !allowance.is_full(now));
		}
		let new = || Allowance::new(UNTAKEN_AT_ONCE, UNTAKEN_PER_SECOND, now);
		untaken.entry(peer).or_insert_with(new).take(now);
	}

	/// Whether `peer` left so many answers untaken that it gets none for now.
	pub(crate) fn has_given_up(&self, peer: &PeerId) -> bool {
		lock(&self.state).has_given_up(peer)
	}

	fn try_take(self: &Arc<Self>, peer: PeerId) -> Option<Turn> {
		let mut state = lock(&self.state);
		if state.has_given_up(&peer) {
			return None;
		}
		if state.held.len() >= self.max {
			state.cut_off(&peer, Instant::now());
			return None;
		}
		state.count += 1;
		let (number, (cut, cut_off)) = (state.count, oneshot::channel());
		state.held.insert(number, Holder { peer, moved: Instant::now(), cut: Some(cut) });
		Some(Turn { turns: self.clone(), number, cut: cut_off })
	}
}

impl State {
	fn has_given_up(&self, peer: &PeerId) -> bool {
		self.untaken.get(peer).is_some_and(|allowance| allowance.is_used_up(Instant::now()))
	}

	/// Tells one holder to stop, if there is one that has to make room for `newcomer`.
	fn cut_off(&mut self, newcomer: &PeerId, now: Instant) {
		// One is on its way out already.
		if self.held.values().any(|one| one.cut.is_none()) {
			return;
		}
		let mut counts: HashMap<PeerId, usize> = HashMap::new();
		for one in self.held.values() {
			*counts.entry(one.peer).or_default() += 1;
		}
		let own = counts.get(newcomer).copied().unwrap_or_default();
		let idle = |one: &Holder| now.saturating_duration_since(one.moved);
		let slowest = self.held.iter_mut().max_by_key(|(_, one)| {
			let greedy = own == 0 && counts.get(&one.peer).is_some_and(|count| *count > 1);
			let stalled = idle(one) >= STALLED;
			(stalled, greedy.then(|| counts[&one.peer]), idle(one))
		});
		let Some((_, one)) = slowest else { return };
		let greedy = own == 0 && counts.get(&one.peer).is_some_and(|count| *count > 1);
		if (greedy || idle(one) >= STALLED)
			&& let Some(cut) = one.cut.take()
		{
			// Whoever is done meanwhile gives the turn back anyway.
			let _ = cut.send(());
		}
	}
}

/// Notes progress in a turn.
#[derive(Clone, Copy)]
pub(crate) struct Progress<'a> {
	turns: &'a Turns,
	number: u64,
}

impl Progress<'_> {
	/// The peer took some of its answer.
	pub(crate) fn moved(&self) {
		if let Some(one) = lock(&self.turns.state).held.get_mut(&self.number) {
			one.moved = Instant::now();
		}
	}
}

impl Turn {
	/// Where progress is noted, and a future that completes when the turn has to end.
	pub(crate) fn watch(&mut self) -> (Progress<'_>, impl Future<Output = ()> + '_) {
		let cut = &mut self.cut;
		let cut_off = async move {
			if cut.await.is_err() {
				pending().await
			}
		};
		(Progress { turns: &self.turns, number: self.number }, cut_off)
	}
}

impl Drop for Turn {
	fn drop(&mut self) {
		lock(&self.turns.state).held.remove(&self.number);
		self.turns.freed.notify_waiters();
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use tokio::task::JoinHandle;

	const AT_ONCE: Duration = Duration::ZERO;
	const IN_TIME: Duration = Duration::from_secs(60);

	async fn turn(turns: &Arc<Turns>, peer: PeerId) -> Turn {
		turns.take(peer, AT_ONCE).await.expect("is free")
	}

	fn age(turn: &Turn, time: Duration) {
		let mut state = lock(&turn.turns.state);
		let holder = state.held.get_mut(&turn.number).expect("is held");
		holder.moved = holder.moved.checked_sub(time).expect("the machine runs for longer");
	}

	/// Holds a turn until it has to end.
	fn hold(mut turn: Turn) -> JoinHandle<()> {
		tokio::spawn(async move { turn.watch().1.await })
	}

	#[tokio::test]
	async fn turns_are_bounded_and_given_back() {
		let turns = Turns::new(2);
		let peers = [(); 3].map(|()| PeerId::random());
		let (first, second) = (turn(&turns, peers[0]).await, turn(&turns, peers[1]).await);
		assert!(turns.take(peers[2], AT_ONCE).await.is_none(), "two hold one each");
		drop(first);
		assert!(turns.take(peers[2], AT_ONCE).await.is_some());
		drop(second);
		assert!(lock(&turns.state).held.is_empty());
	}

	#[tokio::test]
	async fn who_takes_nothing_of_an_answer_is_cut_off() {
		let turns = Turns::new(2);
		let peers = [(); 3].map(|()| PeerId::random());
		let (slow, quick) = (turn(&turns, peers[0]).await, turn(&turns, peers[1]).await);
		age(&slow, STALLED * 1000);
		age(&quick, STALLED * 2000);
		Progress { turns: &turns, number: quick.number }.moved();
		let (slow, quick) = (hold(slow), hold(quick));
		assert!(turns.take(peers[2], IN_TIME).await.is_some());
		slow.await.expect("was told to stop");
		assert!(!quick.is_finished());
		quick.abort();
	}

	#[tokio::test]
	async fn a_peer_with_several_turns_makes_room_for_one_with_none() {
		let turns = Turns::new(3);
		let peers = [(); 3].map(|()| PeerId::random());
		let modest = hold(turn(&turns, peers[0]).await);
		let greedy = [turn(&turns, peers[1]).await, turn(&turns, peers[1]).await];
		assert!(turns.take(peers[0], AT_ONCE).await.is_none(), "it has one");
		let greedy = greedy.map(hold);
		assert!(turns.take(peers[2], IN_TIME).await.is_some());
		assert!(!modest.is_finished());
		assert_eq!(greedy.iter().filter(|one| one.is_finished()).count(), 1);
		greedy.iter().chain([&modest]).for_each(JoinHandle::abort);
	}

	#[tokio::test]
	async fn who_leaves_several_answers_untaken_gets_none_for_a_while() {
		let turns = Turns::new(2);
		let [idle, other] = [(); 2].map(|()| PeerId::random());
		for _ in 0..UNTAKEN_AT_ONCE {
			drop(turn(&turns, idle).await);
			turns.not_taken(idle);
		}
		assert!(turns.take(idle, IN_TIME).await.is_none(), "it is told at once");
		assert!(turns.take(other, AT_ONCE).await.is_some());
	}
}
