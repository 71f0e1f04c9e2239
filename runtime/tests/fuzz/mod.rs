//! R1 and R2: seeded random calls with an independent book-keeper, every invariant after every block.
//!
//! ```text
//! calls.rs   draws an origin and a call: any role, any of our pallets, arguments in and out of range
//! driver.rs  puts them into blocks of 1 to 20, lets time jump, keeps the histogram
//! keeper.rs  replays events with plain maps and its own emission schedule; knows no storage of the runtime
//! ```
//!
//! `REEL_FUZZ_CALLS` sets the number of calls (20,000 without it, 200,000 in CI), `REEL_FUZZ_SEED` the seed. A failure
//! prints seed, block and step; the same seed takes the same steps.

mod calls;
mod driver;
mod keeper;

use driver::Driver;

fn from_environment(name: &str, default: u64) -> u64 {
	std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn random_calls_never_break_an_invariant_and_the_books_agree() {
	let calls = from_environment("REEL_FUZZ_CALLS", 20_000);
	let seed = from_environment("REEL_FUZZ_SEED", 0x5ee1);
	let workers = 2;
	let histograms = std::thread::scope(|scope| {
		let runs = (0..workers)
			.map(|worker| scope.spawn(move || Driver::new(seed + worker).run(calls / workers)))
			.collect::<Vec<_>>();
		runs.into_iter().map(|run| run.join().expect("the run above says why")).collect::<Vec<_>>()
	});
	let mut all = driver::Histogram::default();
	histograms.into_iter().for_each(|histogram| all.add(histogram));
	println!("{all}");
	assert_eq!(all.calls(), calls / workers * workers);
	assert!(all.succeeded() * 5 >= all.calls(), "fewer than a fifth of the calls succeeded");
	let never = all.never_succeeded();
	assert!(never.is_empty(), "never succeeded: {never:?}");
}

#[test]
fn the_same_seed_takes_the_same_steps() {
	let roots = [0, 1].map(|_| {
		let mut driver = Driver::new(7);
		driver.steps(300);
		driver.state_root()
	});
	assert_eq!(roots[0], roots[1]);
}
