//! How often something may be done: so many times at once, and so many a second in the mean.

use std::time::Instant;

/// What is left of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allowance {
	left: f64,
	at_once: f64,
	per_second: f64,
	at: Instant,
}

impl Allowance {
	pub(crate) fn new(at_once: u32, per_second: f64, now: Instant) -> Self {
		let at_once = f64::from(at_once);
		Self { left: at_once, at_once, per_second, at: now }
	}

	/// Whether it may be done once more.
	pub(crate) fn take(&mut self, now: Instant) -> bool {
		self.take_up_to(1, now) == 1
	}

	/// How many times of `count` it may be done.
	pub(crate) fn take_up_to(&mut self, count: usize, now: Instant) -> usize {
		self.left = self.left_at(now);
		self.at = now;
		let taken = count.min(self.left as usize);
		self.left -= taken as f64;
		taken
	}

	/// Whether it may not be done now.
	pub(crate) fn is_used_up(&self, now: Instant) -> bool {
		self.left_at(now) < 1.0
	}

	/// Whether it is as if nothing had ever been done.
	pub(crate) fn is_full(&self, now: Instant) -> bool {
		self.left_at(now) >= self.at_once
	}

	fn left_at(&self, now: Instant) -> f64 {
		let gained = now.saturating_duration_since(self.at).as_secs_f64() * self.per_second;
		(self.left + gained).min(self.at_once)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use std::time::Duration;

	#[test]
	fn so_many_at_once_and_so_many_a_second() {
		let start = Instant::now();
		let mut allowance = Allowance::new(3, 2.0, start);
		assert!(allowance.is_full(start));
		let taken =
			|allowance: &mut Allowance, now| (0..10).filter(|_| allowance.take(now)).count();
		assert_eq!(taken(&mut allowance, start), 3);
		assert!(allowance.is_used_up(start));
		assert_eq!(taken(&mut allowance, start + Duration::from_millis(1000)), 2);
		assert!(!allowance.is_full(start + Duration::from_millis(2000)));
		assert!(allowance.is_full(start + Duration::from_millis(2500)));
		assert_eq!(taken(&mut allowance, start + Duration::from_secs(60)), 3);
		assert_eq!(allowance.take_up_to(9, start + Duration::from_secs(61)), 2);
	}
}
