//! R1 and R2: seeded random calls with an independent book-keeper, every invariant after every block.
//!
//! ```text
//! world.rs       who there is, their keys, and how a call comes: by transaction, authorized, as root, …
//! ads.rs         the bill of ads that a block ends with
//! calls/         draws a call: any role, arguments in and out of range
//! store.rs       the state as a map that sees every write
//! blocks.rs      blocks over it, the footprint of their hooks
//! dispatch.rs    one call: what it may leave behind when it is refused (G8)
//! driver.rs      blocks of 1 to 39 calls, jumps in time up to a year, all checks after each
//! keeper/        R2: balances, issuance and every part of a payout, worked out by formulas of its own
//! invariants.rs  G3, G5, G10, A2, both ways; those of the runtime and its pallets are checked besides
//! shrink.rs      from a failure to the few calls that lead to it
//! histogram.rs   what became of the calls
//! ```
//!
//! Eight chains, each with a seed of its own, on as many threads as there are cores. The same seed takes the same steps.
//!
//! | variable | without it | |
//! |---|---|---|
//! | `REEL_FUZZ_CALLS` | 200,000 | number of calls, over all chains |
//! | `REEL_FUZZ_SEED` | 24,289 | seed of the first chain; the others follow |
//! | `REEL_FUZZ_REPLAY` | | a file that a failure left; it alone is made again |
//!
//! A failure prints its seed, what broke, the shortest list of calls found that breaks it again, and where that list was
//! written. From 100,000 calls on, each call of our pallets must have succeeded and failed, and each of their errors
//! must have been seen, here or in the unit test that [`crate::errors`] names.
//!
//! Not drawn, because they break the books by what they are for: `System.set_storage` and its like, setting of balances
//! and of the issuance by root.

mod ads;
mod blocks;
mod calls;
mod dispatch;
mod driver;
mod histogram;
mod invariants;
mod keeper;
mod shrink;
mod store;
mod world;

use driver::{Driver, Failure};
use histogram::Histogram;
use std::sync::{
	Mutex,
	atomic::{AtomicU64, Ordering},
};

/// Chains that run beside each other, or one after the other where cores are few.
const CHAINS: u64 = 8;

/// From so many calls on, everything must have been seen.
const ENOUGH: u64 = 100_000;

fn from_environment(name: &str, default: u64) -> u64 {
	std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Runs all chains, as many at a time as there are cores; the first failure ends it.
fn run(seed: u64, calls: u64) -> Result<Histogram, Failure> {
	let workers = std::thread::available_parallelism().map_or(1, usize::from);
	let next = AtomicU64::new(0);
	let all = Mutex::new(Ok(Histogram::default()));
	std::thread::scope(|scope| {
		for _ in 0..workers {
			scope.spawn(|| {
				loop {
					let chain = next.fetch_add(1, Ordering::Relaxed);
					if chain >= CHAINS || all.lock().expect("no worker panics").is_err() {
						return;
					}
					let result = Driver::run(seed + chain, calls / CHAINS);
					let mut all = all.lock().expect("no worker panics");
					match (&mut *all, result) {
						(Ok(sum), Ok(histogram)) => sum.add(histogram),
						(_, Err(failure)) => *all = Err(failure),
						(Err(_), Ok(_)) => {},
					}
				}
			});
		}
	});
	all.into_inner().expect("no worker panics")
}

#[test]
fn random_calls_never_break_an_invariant_and_the_books_agree() {
	if let Ok(path) = std::env::var("REEL_FUZZ_REPLAY") {
		let result = shrink::replay(path.as_ref());
		assert_eq!(result, Ok(()));
		return;
	}
	let calls = from_environment("REEL_FUZZ_CALLS", 200_000);
	let seed = from_environment("REEL_FUZZ_SEED", 0x5ee1);
	let all = match run(seed, calls) {
		Ok(all) => all,
		Err(failure) => panic!("{}", shrink::explain(failure)),
	};
	println!("{all}");
	assert_eq!(all.calls(), calls / CHAINS * CHAINS);
	assert!(all.succeeded() * 5 >= all.calls(), "fewer than a fifth of the calls succeeded");
	if calls >= ENOUGH {
		let missing = crate::errors::missing_calls(&all.done(), &all.refused());
		assert!(missing.is_empty(), "never drawn with that outcome: {missing:#?}");
		let missing = crate::errors::missing_errors(&all.errors());
		assert!(missing.is_empty(), "neither seen here nor in a unit test: {missing:#?}");
	}
}

#[test]
fn the_same_seed_takes_the_same_steps() {
	let [one, again] = [0, 1].map(|_| Driver::fingerprint(7, 300));
	assert_eq!(one, again);
}
