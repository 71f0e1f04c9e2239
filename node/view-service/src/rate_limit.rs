//! Token buckets for addresses and accounts.
//!
//! Names are kept only as keyed hashes under a key of this run: a memory dump names nobody.

use reel_primitives::{Hash32, blake2b_256};
use std::collections::HashMap;

/// Most buckets kept. When there are more, those that are full again are dropped; if none is, newcomers wait.
const MAX_BUCKETS: usize = 65_536;

const MINUTE_MS: u64 = 60_000;

/// A bucket for each name: `burst` at once, and as many per minute.
pub(crate) struct RateLimiter {
	key: Hash32,
	burst: u64,
	buckets: HashMap<Hash32, Bucket>,
}

struct Bucket {
	/// Thousandths of a minute's worth: tokens × [`MINUTE_MS`].
	level: u64,
	at_ms: u64,
}

impl RateLimiter {
	/// `burst`: at least 1.
	pub(crate) fn new(key: Hash32, burst: u32) -> Self {
		Self { key, burst: u64::from(burst.max(1)), buckets: HashMap::new() }
	}

	/// Takes one token, or says how many milliseconds to wait for it.
	pub(crate) fn take(&mut self, name: &[u8], now_ms: u64) -> Result<(), u64> {
		let full = self.burst * MINUTE_MS;
		let burst = self.burst;
		let level_now = move |bucket: &Bucket| {
			let gained = now_ms.saturating_sub(bucket.at_ms).saturating_mul(burst);
			bucket.level.saturating_add(gained).min(full)
		};
		let id = blake2b_256(&[&self.key, name]);
		if !self.buckets.contains_key(&id) && self.buckets.len() >= MAX_BUCKETS {
			self.buckets.retain(|_, bucket| level_now(bucket) < full);
			if self.buckets.len() >= MAX_BUCKETS {
				return Err(MINUTE_MS);
			}
		}
		let bucket = self.buckets.entry(id).or_insert(Bucket { level: full, at_ms: now_ms });
		bucket.level = level_now(bucket);
		bucket.at_ms = bucket.at_ms.max(now_ms);
		if bucket.level < MINUTE_MS {
			return Err((MINUTE_MS - bucket.level).div_ceil(burst));
		}
		bucket.level -= MINUTE_MS;
		Ok(())
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_bucket_empties_and_fills_again_for_each_name_alone() {
		let mut limiter = RateLimiter::new([1; 32], 2);
		assert_eq!(limiter.take(b"a", 0), Ok(()));
		assert_eq!(limiter.take(b"a", 0), Ok(()));
		assert_eq!(limiter.take(b"a", 0), Err(30_000));
		assert_eq!(limiter.take(b"b", 0), Ok(()));
		assert_eq!(limiter.take(b"a", 29_999), Err(1));
		assert_eq!(limiter.take(b"a", 30_000), Ok(()));
		assert_eq!(limiter.take(b"a", 10_000_000), Ok(()));
		assert_eq!(limiter.take(b"a", 10_000_000), Ok(()));
		assert!(limiter.take(b"a", 10_000_000).is_err());
	}

	#[test]
	fn a_clock_that_goes_back_gives_nothing() {
		let mut limiter = RateLimiter::new([1; 32], 1);
		assert_eq!(limiter.take(b"a", 1_000), Ok(()));
		assert_eq!(limiter.take(b"a", 0), Err(60_000));
		assert_eq!(limiter.take(b"a", 1_000), Err(60_000));
	}
}
