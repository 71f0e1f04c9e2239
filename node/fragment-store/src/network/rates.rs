//! Caps on bandwidth: one for each direction, and one for any object that was given its own (D2).
//!
//! A token bucket that may go into debt: who takes more than is there waits until the debt is paid, so that pieces of any
//! size pass and the mean is kept.

use crate::store::lock;
use cid::Cid;
use std::{
	collections::HashMap,
	sync::{Arc, Mutex},
	time::{Duration, Instant},
};

/// Most objects with a cap of their own.
const MAX_OBJECTS: usize = 10_000;

/// Seconds of the rate that may pass at once after a pause.
const BURST_S: f64 = 0.1;

/// A cap on bytes a second.
#[derive(Debug)]
struct Bucket {
	rate: f64,
	state: Mutex<(f64, Instant)>,
}

impl Bucket {
	fn new(bytes_per_second: u64) -> Self {
		let rate = bytes_per_second.max(1) as f64;
		Self { rate, state: Mutex::new((rate * BURST_S, Instant::now())) }
	}

	/// Takes `bytes`; returns how long to wait for them.
	fn take(&self, bytes: usize, now: Instant) -> Duration {
		let mut state = lock(&self.state);
		let (tokens, at) = &mut *state;
		let gained = now.saturating_duration_since(*at).as_secs_f64() * self.rate;
		*tokens = (*tokens + gained).min(self.rate * BURST_S) - bytes as f64;
		*at = now;
		if *tokens >= 0.0 { Duration::ZERO } else { Duration::from_secs_f64(-*tokens / self.rate) }
	}
}

/// The caps of one object, in bytes a second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RateCaps {
	/// Sent to peers; `None` for no cap.
	pub upload_bps: Option<u64>,
	/// Taken from peers and origins; `None` for no cap.
	pub download_bps: Option<u64>,
}

#[derive(Clone, Debug, Default)]
struct Pair {
	up: Option<Arc<Bucket>>,
	down: Option<Arc<Bucket>>,
}

impl Pair {
	fn new(caps: RateCaps) -> Self {
		let bucket = |rate: Option<u64>| rate.map(|rate| Arc::new(Bucket::new(rate)));
		Self { up: bucket(caps.upload_bps), down: bucket(caps.download_bps) }
	}
}

/// All caps.
#[derive(Debug)]
pub(crate) struct Rates {
	all: Mutex<Pair>,
	objects: Mutex<HashMap<Cid, Pair>>,
}

impl Rates {
	pub(crate) fn new(caps: RateCaps) -> Self {
		Self { all: Mutex::new(Pair::new(caps)), objects: Mutex::default() }
	}

	/// Sets the caps of everything together.
	pub(crate) fn set_all(&self, caps: RateCaps) {
		*lock(&self.all) = Pair::new(caps);
	}

	/// Sets the caps of one title or cell; returns false if there are too many already.
	pub(crate) fn set_object(&self, object: Cid, caps: RateCaps) -> bool {
		let mut objects = lock(&self.objects);
		if caps == RateCaps::default() {
			objects.remove(&object);
			return true;
		}
		let room = objects.len() < MAX_OBJECTS || objects.contains_key(&object);
		if room {
			objects.insert(object, Pair::new(caps));
		}
		room
	}

	/// Waits until `bytes` of `objects` (a cell, its title) may be sent.
	pub(crate) async fn upload(&self, objects: &[Option<Cid>], bytes: usize) {
		wait(self.due(objects, |pair| pair.up.clone(), bytes, Instant::now())).await;
	}

	/// Waits until `bytes` of `objects` may be taken.
	pub(crate) async fn download(&self, objects: &[Option<Cid>], bytes: usize) {
		wait(self.due(objects, |pair| pair.down.clone(), bytes, Instant::now())).await;
	}

	/// Takes `bytes` from every cap that applies; returns how long to wait for the slowest.
	fn due(
		&self,
		objects: &[Option<Cid>],
		side: impl Fn(&Pair) -> Option<Arc<Bucket>>,
		bytes: usize,
		now: Instant,
	) -> Duration {
		let mut found: Vec<_> = side(&lock(&self.all)).into_iter().collect();
		let own = lock(&self.objects);
		found.extend(objects.iter().flatten().filter_map(|object| side(own.get(object)?)));
		drop(own);
		found.iter().map(|bucket| bucket.take(bytes, now)).max().unwrap_or_default()
	}
}

async fn wait(time: Duration) {
	if !time.is_zero() {
		tokio::time::sleep(time).await;
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::block::{RAW, cid_of};

	#[test]
	fn the_mean_rate_is_kept_whatever_the_size_of_the_pieces() {
		let rates = Rates::new(RateCaps { upload_bps: Some(1_000_000), download_bps: None });
		let start = Instant::now();
		let mut now = start;
		for piece in [100_000, 1, 899_999, 1_000_000, 500_000, 500_000] {
			now += rates.due(&[], |pair| pair.up.clone(), piece, now);
			assert!(rates.due(&[], |pair| pair.down.clone(), piece, now).is_zero());
		}
		let took = (now - start).as_secs_f64();
		assert!((2.89..2.91).contains(&took), "3 MB at 1 MB/s less the burst took {took} s");
	}

	#[test]
	fn an_object_has_its_own_cap_beside_the_common_one() {
		let (slow, fast) = (cid_of(RAW, b"slow"), cid_of(RAW, b"fast"));
		let rates = Rates::new(RateCaps::default());
		let caps = RateCaps { upload_bps: None, download_bps: Some(1_000) };
		assert!(rates.set_object(slow, caps));
		let now = Instant::now() + Duration::from_secs(1);
		let due = |objects: &[Option<Cid>], bytes| {
			rates.due(objects, |pair| pair.down.clone(), bytes, now)
		};
		assert!(due(&[Some(fast), None], 1 << 30).is_zero());
		assert_eq!(due(&[Some(fast), Some(slow)], 1_100), Duration::from_secs(1));
		assert!(rates.set_object(slow, RateCaps::default()));
		assert!(due(&[Some(slow)], 1 << 30).is_zero());
	}
}
