//! Time, injected so that tests need not wait.

use std::time::{SystemTime, UNIX_EPOCH};

/// What a desk takes for the time.
pub trait Clock: Send + Sync + 'static {
	/// Unix time in milliseconds.
	fn now_ms(&self) -> u64;
}

/// The machine's clock. Validators keep it within a fraction of [`witness_skew_ms`](crate::Config::witness_skew_ms).
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
	fn now_ms(&self) -> u64 {
		let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
		u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
	}
}
