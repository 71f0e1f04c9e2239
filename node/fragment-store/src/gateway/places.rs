//! The connections that are open, and which of them makes room for another.
//!
//! A place is taken from the part of the network (a /24 of IPv4, a /48 of IPv6) that has most of them: there from the
//! oldest connection *that waits for a request*, or else from the one that took nothing of its answer for longest. So a
//! crowd of slow heads cannot keep out a client that sends its own at once, and one machine cannot keep out another. What
//! sits behind a proxy is one part of the network, in which only those who are idle or stalled make room.

use crate::{network::prefixes::Prefix, store::lock};
use std::{
	collections::{HashMap, VecDeque},
	sync::{
		Arc, Mutex,
		atomic::{AtomicU32, Ordering},
	},
	time::Duration,
};
use tokio::{task::AbortHandle, time::Instant};

/// How long a connection may take nothing of its answer while others wait for its place.
const STALLED: Duration = Duration::from_secs(3);

/// Bytes that count as taking something. With less a connection could be held for ever, a byte at a time.
const PROGRESS_BYTES: usize = 16 << 10;

/// Requests of a connection that are being answered, and when it last made progress.
#[derive(Clone, Debug)]
pub(crate) struct Doing(Arc<Work>);

#[derive(Debug)]
struct Work {
	busy: AtomicU32,
	/// When, and the bytes since.
	moved: Mutex<(Instant, usize)>,
}

/// Counts one request until it is dropped.
pub(crate) struct Busy(Doing);

impl Doing {
	pub(crate) fn new() -> Self {
		Self(Arc::new(Work { busy: AtomicU32::new(0), moved: Mutex::new((Instant::now(), 0)) }))
	}

	/// Begins a request.
	pub(crate) fn enter(&self) -> Busy {
		self.0.busy.fetch_add(1, Ordering::Relaxed);
		Busy(self.clone())
	}

	/// Notes that bytes moved; returns whether that is progress.
	pub(crate) fn moved(&self, bytes: usize) -> bool {
		let mut moved = lock(&self.0.moved);
		moved.1 += bytes;
		// What comes between two requests is the next one.
		let progress = moved.1 >= PROGRESS_BYTES || self.is_waiting();
		if progress {
			*moved = (Instant::now(), 0);
		}
		progress
	}

	fn is_waiting(&self) -> bool {
		self.0.busy.load(Ordering::Relaxed) == 0
	}

	fn idle(&self) -> Duration {
		lock(&self.0.moved).0.elapsed()
	}
}

impl Drop for Busy {
	fn drop(&mut self) {
		self.0.0.busy.fetch_sub(1, Ordering::Relaxed);
	}
}

/// An open connection.
#[derive(Debug)]
struct Open {
	from: Prefix,
	doing: Doing,
	task: AbortHandle,
}

/// All open connections.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places(Arc<Mutex<VecDeque<Open>>>);

impl Places {
	/// Whether a further connection is within `max`.
	pub(crate) fn has_room(&self, max: usize) -> bool {
		let mut open = lock(&self.0);
		open.retain(|one| !one.task.is_finished());
		open.len() < max
	}

	/// Makes room for a connection from `from` beside at most `max - 1` others; false if there is none.
	pub(crate) fn make_room(&self, from: Prefix, max: usize) -> bool {
		let mut open = lock(&self.0);
		open.retain(|one| !one.task.is_finished());
		while open.len() >= max {
			match to_drop(&open, from).and_then(|at| open.remove(at)) {
				Some(one) => one.task.abort(),
				None => return false,
			}
		}
		true
	}

	/// Notes an open connection.
	pub(crate) fn enter(&self, from: Prefix, doing: Doing, task: AbortHandle) {
		lock(&self.0).push_back(Open { from, doing, task });
	}

	/// Closes the connection that took nothing of its answer for longest, if that is long.
	pub(crate) fn drop_stalled(&self) {
		let mut open = lock(&self.0);
		open.retain(|one| !one.task.is_finished());
		let places: Vec<usize> = (0..open.len()).collect();
		if let Some(one) = stalled(&open, &places, STALLED).and_then(|at| open.remove(at)) {
			one.task.abort();
		}
	}
}

fn waiting(open: &VecDeque<Open>, places: &[usize]) -> Option<usize> {
	places.iter().copied().find(|at| open[*at].doing.is_waiting())
}

/// The one of `places` that is being answered and made no progress for longest, `limit` at least.
fn stalled(open: &VecDeque<Open>, places: &[usize], limit: Duration) -> Option<usize> {
	let answered = places.iter().copied().filter(|at| !open[*at].doing.is_waiting());
	let idle = answered.map(|at| (open[at].doing.idle(), at)).filter(|(idle, _)| *idle >= limit);
	idle.max().map(|(_, at)| at)
}

fn to_drop(open: &VecDeque<Open>, newcomer: Prefix) -> Option<usize> {
	let mut counts: HashMap<Prefix, usize> = HashMap::new();
	for one in open {
		*counts.entry(one.from).or_default() += 1;
	}
	let own = counts.get(&newcomer).copied().unwrap_or_default();
	let most = counts.values().copied().max()?;
	let crowd: Vec<usize> = (0..open.len()).filter(|at| counts[&open[*at].from] == most).collect();
	let all: Vec<usize> = (0..open.len()).collect();
	let unequal = most > own + 1;
	waiting(open, &crowd)
		.or_else(|| stalled(open, &crowd, if unequal { Duration::ZERO } else { STALLED }))
		.or_else(|| waiting(open, &all))
		.or_else(|| stalled(open, &all, STALLED))
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::net::{IpAddr, Ipv4Addr};

	fn from(part: u8) -> Prefix {
		Prefix::from(IpAddr::V4(Ipv4Addr::new(10, 0, part, 1)))
	}

	fn task() -> AbortHandle {
		tokio::spawn(std::future::pending::<()>()).abort_handle()
	}

	/// Open connections from these parts of the network; those that are answered with their guards.
	fn places(all: &[(u8, bool)]) -> (Places, Vec<AbortHandle>, Vec<Busy>) {
		let (places, mut tasks, mut busy) = (Places::default(), Vec::new(), Vec::new());
		for (part, answered) in all {
			let (doing, task) = (Doing::new(), task());
			busy.extend(answered.then(|| doing.enter()));
			places.enter(from(*part), doing, task.clone());
			tasks.push(task);
		}
		(places, tasks, busy)
	}

	/// As if `time` had passed since the last progress.
	fn age(doing: &Doing, time: Duration) {
		lock(&doing.0.moved).0 -= time;
	}

	/// Which connections were closed, once the closing is through.
	async fn closed(tasks: &[AbortHandle], count: usize) -> Vec<usize> {
		loop {
			let closed: Vec<usize> =
				(0..tasks.len()).filter(|at| tasks[*at].is_finished()).collect();
			if closed.len() >= count {
				return closed;
			}
			tokio::task::yield_now().await;
		}
	}

	#[tokio::test]
	async fn the_oldest_that_waits_in_the_largest_crowd_makes_room() {
		let (places, tasks, _busy) =
			places(&[(1, false), (2, true), (2, false), (2, false), (3, false)]);
		assert!(places.make_room(from(4), 6), "there is room");
		assert!(places.make_room(from(4), 5));
		assert_eq!(closed(&tasks, 1).await, [2]);
	}

	#[tokio::test]
	async fn a_crowd_that_is_all_answered_makes_room_for_others_but_not_for_its_own() {
		let (places, tasks, busy) = places(&[(2, true), (2, true), (2, true), (1, true)]);
		age(&busy[1].0, STALLED / 2);
		assert!(!places.make_room(from(2), 4), "all of its own are served");
		assert!(places.make_room(from(4), 4), "another part of the network");
		assert_eq!(closed(&tasks, 1).await, [1], "the slowest of the largest crowd");
	}

	#[tokio::test]
	async fn who_takes_a_byte_at_a_time_has_stalled() {
		let (places, tasks, busy) = places(&[(1, true), (1, true)]);
		busy.iter().for_each(|one| age(&one.0, STALLED));
		assert!(!busy[0].0.moved(1), "a byte is no progress");
		assert!(busy[1].0.moved(PROGRESS_BYTES));
		assert!(places.make_room(from(1), 2));
		assert_eq!(closed(&tasks, 1).await, [0]);
		places.drop_stalled();
		assert!(!tasks[1].is_finished(), "it made progress");
	}
}
