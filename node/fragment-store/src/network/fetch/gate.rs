//! Who may fetch next: a bounded number of fragments at once, the most urgent first.

use crate::store::lock;
use std::{
	cmp::Reverse,
	collections::BTreeMap,
	sync::{Arc, Mutex},
};
use tokio::sync::oneshot;

/// How urgent a fetch is. Of two that wait the more urgent one goes first, whoever came first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
	/// Replication, whenever nothing else is to do.
	Background,
	/// Wanted by a person, not yet watched.
	#[default]
	Prefetch,
	/// Somebody watches it now.
	Viewer,
}

#[derive(Debug, Default)]
struct Waiting {
	free: usize,
	next: u64,
	queue: BTreeMap<(Reverse<Priority>, u64), oneshot::Sender<Pass>>,
}

/// The gate.
#[derive(Clone, Debug)]
pub(crate) struct Gate(Arc<Mutex<Waiting>>);

/// Leave to fetch one fragment, until it is dropped; then it is handed on. Whoever is given it and gives up before looking
/// drops it with the channel that it came by.
#[derive(Debug)]
pub(crate) struct Pass {
	/// Nothing once it is handed on.
	of: Option<Gate>,
}

impl Gate {
	pub(crate) fn new(at_once: usize) -> Self {
		Self(Arc::new(Mutex::new(Waiting { free: at_once.max(1), ..Waiting::default() })))
	}

	/// Waits for leave.
	pub(crate) async fn enter(&self, priority: Priority) -> Pass {
		loop {
			let turn = {
				let mut waiting = lock(&self.0);
				if waiting.free > 0 && waiting.queue.is_empty() {
					waiting.free -= 1;
					return Pass { of: Some(self.clone()) };
				}
				waiting.next += 1;
				let (tell, turn) = oneshot::channel();
				let at = (Reverse(priority), waiting.next);
				waiting.queue.insert(at, tell);
				turn
			};
			// Whoever leaves hands the place over; an error would mean that the queue is gone.
			if let Ok(pass) = turn.await {
				return pass;
			}
		}
	}
}

impl Drop for Pass {
	fn drop(&mut self) {
		let Some(gate) = self.of.take() else { return };
		let mut pass = Self { of: Some(gate.clone()) };
		loop {
			let mut waiting = lock(&gate.0);
			let Some((_, next)) = waiting.queue.pop_first() else {
				waiting.free += 1;
				drop(waiting);
				pass.of = None;
				return;
			};
			drop(waiting);
			match next.send(pass) {
				Ok(()) => return,
				// One that gave up waiting leaves the place to the next.
				Err(back) => pass = back,
			}
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[tokio::test]
	async fn the_most_urgent_goes_first_and_no_place_is_lost() {
		let gate = Gate::new(1);
		let first = gate.enter(Priority::Background).await;
		let order = Arc::new(Mutex::new(Vec::new()));
		let mut all = Vec::new();
		for (name, priority) in [
			("background", Priority::Background),
			("prefetch", Priority::Prefetch),
			("viewer", Priority::Viewer),
			("second viewer", Priority::Viewer),
		] {
			let (gate, order) = (gate.clone(), order.clone());
			all.push(tokio::spawn(async move {
				let _pass = gate.enter(priority).await;
				lock(&order).push(name);
			}));
			tokio::task::yield_now().await;
		}
		let gave_up = tokio::spawn({
			let gate = gate.clone();
			async move { gate.enter(Priority::Viewer).await }
		});
		tokio::task::yield_now().await;
		gave_up.abort();
		assert!(gave_up.await.is_err());
		drop(first);
		for one in all {
			one.await.expect("ends");
		}
		assert_eq!(*lock(&order), ["viewer", "second viewer", "prefetch", "background"]);
		let _again = gate.enter(Priority::Background).await;
	}

	#[tokio::test]
	async fn who_gives_up_just_when_it_is_its_turn_leaves_it_to_the_next() {
		let gate = Gate::new(1);
		let first = gate.enter(Priority::Viewer).await;
		let mut second = Box::pin(gate.enter(Priority::Viewer));
		let mut third = Box::pin(gate.enter(Priority::Background));
		assert!(
			futures::poll!(&mut second).is_pending() && futures::poll!(&mut third).is_pending()
		);
		drop(first);
		// It was handed the place and did not look.
		drop(second);
		drop(third.await);
		let _again = gate.enter(Priority::Background).await;
	}
}
