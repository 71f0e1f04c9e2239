//! Token buckets, and whom they are for.
//!
//! Names are kept only as keyed hashes under a key of this run: a memory dump names nobody.

use reel_primitives::{Hash32, blake2b_256};
use std::{collections::HashMap, net::IpAddr};

/// Most buckets kept. When there are more, those that are full again are dropped; if none is, newcomers wait.
const MAX_BUCKETS: usize = 65_536;

const MINUTE_MS: u64 = 60_000;

/// Who makes a request, as far as the server tells.
///
/// The SDK's RPC server tells methods neither the remote address nor the HTTP headers, only a number for each
/// connection. A WebSocket keeps its number; over plain HTTP every request has a new one. So over that server, asks
/// are limited by connection and, all strangers together, by desk; the limit that nobody gets around is the one by
/// account. A server of one's own that puts the `SocketAddr` into the extensions has limits by network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
	/// A remote address.
	Address(IpAddr),
	/// A connection whose address is not known.
	Connection(usize),
	/// Nothing is known.
	Unknown,
}

impl Source {
	/// What shares one limit: an IPv4 /24 or an IPv6 /48, which is what one customer can have many addresses of; a
	/// connection; or nothing of its own.
	pub(crate) fn name(&self) -> Option<Vec<u8>> {
		match self {
			Self::Address(IpAddr::V4(address)) => {
				let [a, b, c, _] = address.octets();
				Some(vec![4, a, b, c])
			},
			Self::Address(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
				Some(mapped) => Self::Address(IpAddr::V4(mapped)).name(),
				None => Some([&[6], &address.octets()[..6]].concat()),
			},
			Self::Connection(number) => Some([&[0], &number.to_le_bytes()[..]].concat()),
			Self::Unknown => None,
		}
	}

	/// Whether requests count against the limit of all strangers too.
	pub(crate) fn is_stranger(&self) -> bool {
		!matches!(self, Self::Address(_))
	}
}

/// One bucket: `limit` tokens at once, and as many per minute.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bucket {
	/// Thousandths of a minute's worth: tokens × [`MINUTE_MS`].
	level: u64,
	at_ms: u64,
}

impl Bucket {
	pub(crate) fn full(limit: u64, now_ms: u64) -> Self {
		Self { level: limit.saturating_mul(MINUTE_MS), at_ms: now_ms }
	}

	fn level(&self, limit: u64, now_ms: u64) -> u64 {
		let gained = now_ms.saturating_sub(self.at_ms).saturating_mul(limit);
		self.level.saturating_add(gained).min(limit.saturating_mul(MINUTE_MS))
	}

	/// Whether there is one to take.
	pub(crate) fn has_one(&self, limit: u64, now_ms: u64) -> bool {
		self.level(limit, now_ms) >= MINUTE_MS
	}

	/// Takes `tokens`, or says how many milliseconds to wait for them. `limit`: at least 1.
	pub(crate) fn take(&mut self, tokens: u64, limit: u64, now_ms: u64) -> Result<(), u64> {
		self.level = self.level(limit, now_ms);
		self.at_ms = self.at_ms.max(now_ms);
		let price = tokens.saturating_mul(MINUTE_MS);
		if self.level < price {
			return Err((price - self.level).div_ceil(limit.max(1)));
		}
		self.level -= price;
		Ok(())
	}
}

/// A bucket for each name.
pub(crate) struct RateLimiter {
	key: Hash32,
	limit: u64,
	buckets: HashMap<Hash32, Bucket>,
}

impl RateLimiter {
	/// `limit`: at least 1.
	pub(crate) fn new(key: Hash32, limit: u32) -> Self {
		Self { key, limit: u64::from(limit.max(1)), buckets: HashMap::new() }
	}

	/// Takes one token, or says how many milliseconds to wait for it.
	pub(crate) fn take(&mut self, name: &[u8], now_ms: u64) -> Result<(), u64> {
		let limit = self.limit;
		let id = blake2b_256(&[&self.key, name]);
		if !self.buckets.contains_key(&id) && self.buckets.len() >= MAX_BUCKETS {
			self.buckets.retain(|_, bucket| bucket.level(limit, now_ms) < limit * MINUTE_MS);
			if self.buckets.len() >= MAX_BUCKETS {
				return Err(MINUTE_MS);
			}
		}
		let bucket = self.buckets.entry(id).or_insert_with(|| Bucket::full(limit, now_ms));
		bucket.take(1, limit, now_ms)
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

	#[test]
	fn a_network_shares_one_limit_and_a_connection_has_its_own() {
		let name = |text: &str| Source::Address(text.parse().unwrap()).name().unwrap();
		assert_eq!(name("203.0.113.1"), name("203.0.113.250"));
		assert_ne!(name("203.0.113.1"), name("203.0.114.1"));
		assert_eq!(name("::ffff:203.0.113.1"), name("203.0.113.1"));
		assert_eq!(name("2001:db8:1:2::1"), name("2001:db8:1:ffff::9"));
		assert_ne!(name("2001:db8:1::1"), name("2001:db8:2::1"));
		assert_ne!(Source::Connection(1).name(), Source::Connection(2).name());
		assert_eq!(Source::Unknown.name(), None);
		assert!(Source::Connection(1).is_stranger() && Source::Unknown.is_stranger());
		assert!(!Source::Address("::1".parse().unwrap()).is_stranger());
	}
}
