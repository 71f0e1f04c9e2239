//! Blocks of random calls.

use super::{
	calls::{Draw, World},
	keeper::Keeper,
};
use crate::chain::Chain;
use frame_support::{
	dispatch::GetDispatchInfo,
	storage::{TransactionOutcome, with_transaction},
	traits::GetCallMetadata,
};
use rand::{Rng, SeedableRng, rngs::StdRng};
use reelchain_runtime::{RuntimeCall, RuntimeOrigin, System};
use sp_runtime::{DispatchError, traits::Dispatchable};
use std::{
	collections::{BTreeMap, BTreeSet},
	fmt,
};

/// What became of the calls, by name.
#[derive(Default)]
pub(crate) struct Histogram {
	succeeded: BTreeMap<String, u64>,
	failed: BTreeMap<(String, String), u64>,
}

impl Histogram {
	fn note(&mut self, name: String, result: Result<(), DispatchError>) {
		match result {
			Ok(()) => *self.succeeded.entry(name).or_default() += 1,
			Err(error) => {
				let why = match error {
					DispatchError::Module(module) => module.message.unwrap_or("?").to_string(),
					other => format!("{other:?}"),
				};
				*self.failed.entry((name, why)).or_default() += 1;
			},
		}
	}

	pub(crate) fn add(&mut self, other: Self) {
		for (name, count) in other.succeeded {
			*self.succeeded.entry(name).or_default() += count;
		}
		for (key, count) in other.failed {
			*self.failed.entry(key).or_default() += count;
		}
	}

	pub(crate) fn succeeded(&self) -> u64 {
		self.succeeded.values().sum()
	}

	pub(crate) fn calls(&self) -> u64 {
		self.succeeded() + self.failed.values().sum::<u64>()
	}

	/// Calls that were tried and failed every time.
	pub(crate) fn never_succeeded(&self) -> BTreeSet<&str> {
		self.failed
			.keys()
			.map(|(name, _)| name.as_str())
			.filter(|name| !self.succeeded.contains_key(*name))
			.collect()
	}
}

impl fmt::Display for Histogram {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		writeln!(f, "{} calls, {} succeeded", self.calls(), self.succeeded())?;
		for (name, count) in &self.succeeded {
			writeln!(f, "{count:>8}  {name}")?;
		}
		for ((name, why), count) in &self.failed {
			writeln!(f, "{count:>8}  {name}: {why}")?;
		}
		Ok(())
	}
}

/// One run.
pub(crate) struct Driver {
	chain: Chain,
	random: StdRng,
	world: World,
	keeper: Keeper,
	histogram: Histogram,
	step: u64,
	seed: u64,
}

impl Driver {
	pub(crate) fn new(seed: u64) -> Self {
		let mut chain = Chain::new("local_testnet");
		let world = World::new();
		let keeper = chain.look(|| {
			world.found();
			Keeper::open()
		});
		let random = StdRng::seed_from_u64(seed);
		Self { chain, random, world, keeper, histogram: Histogram::default(), step: 0, seed }
	}

	/// Makes `calls` calls and says what became of them.
	pub(crate) fn run(mut self, calls: u64) -> Histogram {
		self.steps(calls);
		self.histogram
	}

	/// Root of the state, for comparing runs.
	pub(crate) fn state_root(&mut self) -> Vec<u8> {
		self.chain.look(|| sp_io::storage::root(sp_runtime::StateVersion::V1))
	}

	pub(crate) fn steps(&mut self, calls: u64) {
		let end = self.step + calls;
		while self.step < end {
			let slots = match self.random.gen_range(0..1_000) {
				0..=899 => 1,
				900..=989 => self.random.gen_range(2..30),
				990..=995 => self.random.gen_range(30..1_000),
				// Forty hours: a period.
				996 | 997 => 60_000,
				// Fifteen days: what waits for patience or the end of a cool-down can go on.
				_ => 540_000,
			};
			let count = self.random.gen_range(1..=20).min(end - self.step);
			let Self { chain, random, world, histogram, step, seed, .. } = self;
			chain.block_with(slots, || {
				for _ in 0..count {
					*step += 1;
					let Draw { origin, call } = world.draw(random);
					let name = name_of(&call);
					let result = dispatch(origin, call);
					assert!(
						!matches!(
							result,
							Err(DispatchError::Corruption | DispatchError::Exhausted)
						),
						"seed {seed}, step {step}: {name}: {result:?}",
					);
					histogram.note(name, result);
				}
			});
			let (seed, step) = (self.seed, self.step);
			let Self { chain, keeper, .. } = self;
			chain.look(|| {
				keeper.replay();
				if let Err(error) = keeper.agrees() {
					panic!("seed {seed}, step {step}: {error}");
				}
			});
		}
	}
}

fn name_of(call: &RuntimeCall) -> String {
	let metadata = call.get_call_metadata();
	format!("{}.{}", metadata.pallet_name, metadata.function_name)
}

/// Dispatches as a transaction would: filtered, in a storage layer, and (G8) leaving no trace when it fails.
fn dispatch(origin: RuntimeOrigin, call: RuntimeCall) -> Result<(), DispatchError> {
	let declared = call.get_dispatch_info().call_weight;
	let events = System::event_count();
	let result = with_transaction(|| {
		let result = call.clone().dispatch(origin);
		match result {
			Ok(post) => TransactionOutcome::Commit(Ok(post)),
			Err(error) => TransactionOutcome::Rollback(Err(error.error)),
		}
	});
	match result {
		Ok(post) => {
			if let Some(used) = post.actual_weight {
				assert!(used.all_lte(declared), "{}: used more than declared", name_of(&call));
			}
			Ok(())
		},
		Err(error) => {
			assert_eq!(System::event_count(), events, "a failed call left an event");
			Err(error)
		},
	}
}
