//! The peers that a cell is fetched from.
//!
//! A peer that has delivered nothing yet is on trial: it has one stream, and after a second ([`TRIAL`]) neither its place nor
//! its leave to fetch is kept from the others. So peers that say they have everything and send nothing cost those that
//! would send no more than that second, however many they are.

use super::{
	gate::Pass,
	plan::{Runner, TRIAL},
};
use crate::network::shared::Shared;
use libp2p::PeerId;
use std::{
	sync::{
		Arc,
		atomic::{AtomicUsize, Ordering},
	},
	time::Instant,
};
use tokio::sync::watch;

/// Peers on trial at once while others deliver: to try one means to connect with it.
const MAX_BESIDE: usize = 4;

/// Peers on trial beyond their second, for each place: the last bound, each is a stream and a buffer.
const MAX_LATE: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
	OnTrial,
	Proved,
	Over,
}

/// A peer that a cell is fetched from.
#[derive(Debug)]
pub(super) struct Provider {
	pub(super) peer: PeerId,
	number: usize,
	since: Instant,
	state: watch::Sender<State>,
	/// Its streams that are not over.
	streams: AtomicUsize,
}

impl Provider {
	/// Itself, for the plan.
	pub(super) fn runner(&self) -> Runner {
		Runner { number: self.number, proved: *self.state.borrow() != State::OnTrial }
	}

	/// It delivered something, and it was right.
	pub(super) fn delivered(&self, shared: &Shared) {
		shared.standing.served(self.peer);
		self.state.send_if_modified(|state| {
			let first = *state == State::OnTrial;
			if first {
				*state = State::Proved;
			}
			first
		});
	}

	/// It has no more to give, or failed.
	pub(super) fn over(&self) {
		self.state.send_replace(State::Over);
	}

	/// One of its streams is over; returns whether it was the last one.
	pub(super) fn stream_over(&self) -> bool {
		self.streams.fetch_sub(1, Ordering::Relaxed) == 1
	}

	/// Waits until it has delivered something; false if it never does.
	pub(super) async fn proves(&self) -> bool {
		let mut state = self.state.subscribe();
		// An error means that the sender is gone, which `self` prevents.
		state
			.wait_for(|state| *state != State::OnTrial)
			.await
			.is_ok_and(|state| *state == State::Proved)
	}

	/// Does `work`, which `pass` gives leave for. On trial it goes on without after a while: it takes the leave of others
	/// otherwise.
	pub(super) async fn with_pass<T>(&self, pass: Pass, work: impl Future<Output = T>) -> T {
		tokio::pin!(work);
		if !self.runner().proved {
			if let Ok(done) = tokio::time::timeout(TRIAL, &mut work).await {
				return done;
			}
			drop(pass);
			return work.await;
		}
		let done = work.await;
		drop(pass);
		done
	}

	/// Whether it is in the first second of its trial.
	fn is_tried(&self, now: Instant) -> bool {
		*self.state.borrow() == State::OnTrial && now.saturating_duration_since(self.since) < TRIAL
	}
}

/// The peers of one fetch.
#[derive(Debug)]
pub(super) struct Providers {
	all: Vec<Arc<Provider>>,
	places: usize,
	next: usize,
}

impl Providers {
	/// For `places` at once; the numbers below `first` are taken.
	pub(super) fn new(places: usize, first: usize) -> Self {
		Self { all: Vec::new(), places: places.max(1), next: first }
	}

	/// Adds a peer with so many `streams`; `proved` if it has delivered something before.
	pub(super) fn add(&mut self, peer: PeerId, proved: bool, streams: usize) -> Arc<Provider> {
		let state = if proved { State::Proved } else { State::OnTrial };
		let (number, since) = (self.next, Instant::now());
		self.next += 1;
		let (state, streams) = (watch::channel(state).0, AtomicUsize::new(streams));
		let provider = Arc::new(Provider { peer, number, since, state, streams });
		self.all.push(provider.clone());
		provider
	}

	/// Whether there is one that may still have something to give.
	pub(super) fn any(&self) -> bool {
		self.all.iter().any(|one| *one.state.borrow() != State::Over)
	}

	/// Whether there is a place for a further one.
	pub(super) fn have_room(&mut self) -> bool {
		let now = Instant::now();
		self.all.retain(|one| *one.state.borrow() != State::Over);
		let proved = self.all.iter().filter(|one| *one.state.borrow() == State::Proved).count();
		let tried = self.all.iter().filter(|one| one.is_tried(now)).count();
		let may_be_tried = if proved == 0 { self.places } else { MAX_BESIDE };
		self.all.len() < self.places * MAX_LATE
			&& tried < may_be_tried
			&& tried + proved < self.places
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::network::fetch::gate::{Gate, Priority};

	#[tokio::test]
	async fn a_peer_that_delivers_nothing_gives_its_place_and_its_leave_to_others() {
		let mut providers = Providers::new(1, 3);
		let peers = [(); 2].map(|()| PeerId::random());
		let idle = providers.add(peers[0], false, 1);
		assert_eq!(idle.runner().number, 3);
		assert!(!providers.have_room());
		let gate = Gate::new(1);
		let pass = gate.enter(Priority::Viewer).await;
		let held = tokio::spawn({
			let idle = idle.clone();
			async move { idle.with_pass(pass, std::future::pending::<()>()).await }
		});
		// It comes back although the work never ends.
		let _pass = gate.enter(Priority::Viewer).await;
		assert!(idle.since.elapsed() >= TRIAL && providers.have_room());
		let known = providers.add(peers[1], true, 2);
		assert!(!known.stream_over() && known.stream_over());
		assert!(!providers.have_room() && known.proves().await);
		known.over();
		assert!(providers.have_room());
		held.abort();
	}

	#[tokio::test]
	async fn while_somebody_delivers_few_others_are_tried_at_once() {
		let mut providers = Providers::new(16, 0);
		let all: Vec<_> = (0..8).map(|_| providers.add(PeerId::random(), false, 1)).collect();
		assert!(providers.have_room());
		all[0].state.send_replace(State::Proved);
		assert!(!providers.have_room(), "seven are tried");
		all[4..].iter().for_each(|one| one.over());
		assert!(providers.have_room(), "three are tried");
	}

	#[tokio::test]
	async fn peers_that_deliver_nothing_are_bounded_all_the_same() {
		let mut providers = Providers::new(2, 0);
		for _ in 0..2 * MAX_LATE {
			providers.add(PeerId::random(), false, 1);
		}
		let last = providers.all[0].clone();
		while last.since.elapsed() < TRIAL {
			tokio::time::sleep(TRIAL / 4).await;
		}
		assert!(!providers.have_room());
		last.over();
		assert!(!last.proves().await && providers.have_room());
	}
}
