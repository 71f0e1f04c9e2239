//! Bytes of answers that are in memory as a whole until they are taken: sealed fragments, playlists, the walk behind a
//! CAR file. Blocks are not among them: they are read from the disk as they are taken, see `sending.rs`.
//!
//! If there is no room an answer waits, and those that took nothing of theirs for some seconds are closed meanwhile.

use super::{places::Places, reply::Refusal};
use crate::{network::prefixes::Prefix, store::lock};
use axum::http::StatusCode;
use bytes::Bytes;
use std::{
	collections::HashMap,
	net::IpAddr,
	sync::{Arc, Mutex},
	time::Duration,
};
use tokio::{sync::Notify, time::Instant};

/// Longest wait for room.
const MAX_WAIT: Duration = Duration::from_secs(5);

/// How often those that have stalled are looked for meanwhile.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// The bytes there are.
#[derive(Clone, Debug)]
pub(crate) struct Budget(Arc<Inner>);

#[derive(Debug)]
struct Inner {
	max: usize,
	max_wait: Duration,
	taken: Mutex<Taken>,
	freed: Notify,
	places: Places,
}

#[derive(Debug, Default)]
struct Taken {
	all: usize,
	of: HashMap<Prefix, usize>,
}

/// Bytes of the budget, given back when dropped.
#[derive(Debug)]
pub(crate) struct Held {
	budget: Budget,
	/// Nobody for this machine: what comes from here may be a proxy's.
	from: Option<Prefix>,
	bytes: usize,
}

impl Budget {
	pub(crate) fn new(max: usize, places: Places) -> Self {
		Self::with_wait(max, MAX_WAIT, places)
	}

	fn with_wait(max: usize, max_wait: Duration, places: Places) -> Self {
		let (taken, freed) = (Mutex::default(), Notify::new());
		Self(Arc::new(Inner { max, max_wait, taken, freed, places }))
	}

	/// None of the budget yet, for an answer to `from`.
	pub(crate) fn nothing(&self, from: IpAddr) -> Held {
		let local = from.to_canonical().is_loopback();
		Held { budget: self.clone(), from: (!local).then(|| from.into()), bytes: 0 }
	}

	/// Waits for `bytes`.
	///
	/// # Errors
	/// 503 if there is no room in time.
	pub(crate) async fn take(&self, from: IpAddr, bytes: usize) -> Result<Held, Refusal> {
		let mut held = self.nothing(from);
		let end = Instant::now() + self.0.max_wait;
		loop {
			let freed = self.0.freed.notified();
			if held.grow(bytes) {
				return Ok(held);
			}
			if Instant::now() >= end {
				return Err(full());
			}
			self.0.places.drop_stalled();
			// Either way it is tried again.
			let _ = tokio::time::timeout(LOOK_AGAIN, freed).await;
		}
	}
}

/// The refusal of what there is no room for.
pub(crate) fn full() -> Refusal {
	Refusal::new(
		StatusCode::SERVICE_UNAVAILABLE,
		"busy",
		"too many answers wait to be taken: try again in some seconds",
	)
}

impl Held {
	/// Takes `more` bytes; false if there are not so many. A part of the network has half of all, or one answer.
	pub(crate) fn grow(&mut self, more: usize) -> bool {
		let inner = &self.budget.0;
		let mut taken = lock(&inner.taken);
		if taken.all + more > inner.max {
			return false;
		}
		if let Some(from) = self.from {
			let of = taken.of.entry(from).or_default();
			// What it holds itself is this answer's.
			if *of + more > inner.max / 2 && *of > self.bytes {
				return false;
			}
			*of += more;
		}
		taken.all += more;
		self.bytes += more;
		true
	}

	/// `bytes`, for which this is given back when the last of them was sent.
	pub(crate) fn with(self, bytes: Bytes) -> Bytes {
		struct Owner(Bytes, #[expect(dead_code, reason = "dropped with the bytes")] Held);
		impl AsRef<[u8]> for Owner {
			fn as_ref(&self) -> &[u8] {
				&self.0
			}
		}
		Bytes::from_owner(Owner(bytes, self))
	}
}

impl Drop for Held {
	fn drop(&mut self) {
		let inner = &self.budget.0;
		let mut taken = lock(&inner.taken);
		taken.all -= self.bytes;
		if let Some(from) = self.from
			&& let Some(of) = taken.of.get_mut(&from)
		{
			*of -= self.bytes;
			if *of == 0 {
				taken.of.remove(&from);
			}
		}
		drop(taken);
		inner.freed.notify_waiters();
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn ip(last: u8) -> IpAddr {
		IpAddr::from([192, 0, last, 1])
	}

	#[tokio::test]
	async fn bytes_are_bounded_in_all_and_for_each_part_of_the_network() {
		let budget = Budget::with_wait(100, Duration::ZERO, Places::default());
		let first = budget.take(ip(1), 60).await.expect("one answer");
		assert!(budget.take(ip(1), 1).await.is_err(), "it has more than half");
		let second = budget.take(ip(2), 40).await.expect("another part");
		assert!(budget.take(ip(3), 1).await.is_err(), "all is taken");
		assert_eq!(budget.take(ip(3), 101).await.expect_err("never fits").label, "busy");
		let body = first.with(Bytes::from_static(b"film"));
		let part = body.slice(1..2);
		drop(body);
		assert!(budget.take(ip(3), 1).await.is_err(), "a part is still to be sent");
		drop(part);
		let mut third = budget.take(ip(3), 1).await.expect("it was sent");
		assert!(third.grow(59) && !third.grow(1));
		drop((second, third));
		let taken = lock(&budget.0.taken);
		assert!(taken.all == 0 && taken.of.is_empty());
	}

	#[tokio::test]
	async fn who_waits_gets_what_is_given_back() {
		let budget = Budget::new(10, Places::default());
		let held = budget.take(ip(1), 10).await.expect("all of it");
		let waits = tokio::spawn({
			let budget = budget.clone();
			async move { budget.take(ip(2), 10).await.is_ok() }
		});
		tokio::task::yield_now().await;
		drop(held);
		assert!(waits.await.expect("no panic"));
		assert!(
			budget.take(IpAddr::from([127, 0, 0, 1]), 10).await.is_ok(),
			"this machine has all"
		);
	}
}
