//! Blocks of random calls, and their replay.

use super::{
	ads,
	blocks::Blocks,
	calls::{Hand, Memory},
	dispatch::{name_of, send},
	histogram::{Histogram, Outcome},
	invariants,
	keeper::{Entry, Keeper},
	world::{Draw, world},
};
use crate::chain::round;
use codec::{Decode, Encode};
use frame_support::{
	assert_ok,
	storage::StoragePrefixedMap,
	traits::{fungible::Mutate, fungibles},
};
use pallet_fragment_staking::TotalMinted;
use pallet_settlement::Purchases;
use rand::{Rng, SeedableRng, rngs::StdRng};
use reel_primitives::traits::Deliveries;
use reelchain_runtime::{
	AccountId, Assets, Balances, Runtime, RuntimeEvent, RuntimeOrigin, Settlement, System,
	configs::assets::{SSH, SSH_MIN_BALANCE},
	constants::currency::CFX,
};
use sp_keyring::Sr25519Keyring;
use std::{
	cell::Cell,
	panic::{AssertUnwindSafe, catch_unwind},
	sync::Once,
};

/// G9: most keys that the hooks of a block write and read: the sum over all pallets, each of which ends a bounded number
/// of things in a block. The scheduler runs at most a handful of calls here, and a new session writes a few entries for
/// each of at most ten validators; up to four campaigns end, or are forgotten with their days.
const HOOKS_WRITE: usize = 200;
const HOOKS_READ: usize = 600;

/// Rewarded rounds that lie behind where a chain begins old: fifty before the halving.
const OLD_ROUNDS: u64 = 2_160_000 - 50;

/// One block as it was made: enough to make it again.
#[derive(Clone, Debug, Encode, Decode)]
pub(crate) struct Made {
	pub(crate) slots: u64,
	pub(crate) draws: Vec<Draw>,
}

/// What went wrong, and all that led to it.
pub(crate) struct Failure {
	pub(crate) seed: u64,
	pub(crate) why: String,
	pub(crate) tape: Vec<Made>,
}

/// One run.
pub(crate) struct Driver {
	blocks: Blocks,
	keeper: Keeper,
	histogram: Histogram,
	tape: Vec<Made>,
}

impl Driver {
	/// A chain that is as the seed says: every other one begins shortly before the halving of the reward.
	pub(crate) fn new(seed: u64) -> Self {
		let mut blocks = Blocks::open();
		let keeper = blocks.store.run(|| {
			endow();
			if !seed.is_multiple_of(2) {
				grow_old();
			}
			Keeper::open()
		});
		Self { blocks, keeper, histogram: Histogram::default(), tape: vec![] }
	}

	/// Makes `calls` random calls and says what became of them.
	pub(crate) fn run(seed: u64, calls: u64) -> Result<Histogram, Failure> {
		let mut driver = Self::new(seed);
		let mut random = StdRng::seed_from_u64(seed);
		let mut memory = Memory::default();
		let mut left = calls;
		let finished = guarded(|| {
			while left > 0 {
				let slots = slots(&mut random);
				let count = random.gen_range(1..40).min(left);
				left -= count;
				let mut drawn = 0;
				driver.block(slots, || {
					drawn += 1;
					(drawn <= count).then(|| Hand::new(&mut random, &mut memory).draw())
				});
			}
		});
		match finished {
			Ok(()) => Ok(driver.histogram),
			Err(why) => Err(Failure { seed, why, tape: driver.tape }),
		}
	}

	/// Makes the same blocks again; says what goes wrong, and after how many blocks.
	pub(crate) fn replay(seed: u64, tape: &[Made]) -> Result<(), (String, usize)> {
		let mut driver = Self::new(seed);
		guarded(|| {
			for made in tape {
				let mut draws = made.draws.iter().cloned();
				driver.block(made.slots, || draws.next());
			}
		})
		.map_err(|why| (why, driver.tape.len()))
	}

	/// Hash of the state, for comparing runs. Without the blocks' hashes: those cover signatures, which are random.
	pub(crate) fn fingerprint(seed: u64, calls: u64) -> [u8; 32] {
		let mut driver = Self::new(seed);
		let (mut random, mut memory) = (StdRng::seed_from_u64(seed), Memory::default());
		for _ in 0..calls / 10 {
			let mut drawn = 0;
			driver.block(1, || {
				drawn += 1;
				(drawn <= 10).then(|| Hand::new(&mut random, &mut memory).draw())
			});
		}
		driver.blocks.store.fingerprint(&[
			frame_system::BlockHash::<Runtime>::final_prefix().to_vec(),
			frame_support::storage::storage_prefix(b"System", b"ParentHash").to_vec(),
		])
	}

	/// Makes one block of whatever `next` draws, and checks everything.
	fn block(&mut self, slots: u64, mut next: impl FnMut() -> Option<Draw>) {
		let Self { blocks, keeper, histogram, tape } = self;
		tape.push(Made { slots, draws: vec![] });
		// Where a session begins, the author counts as one of the session before: it is looked up first.
		let before = blocks.store.run(pallet_session::Validators::<Runtime>::get);
		let mut hooks = blocks.begin(slots);
		let author = before[(blocks.slot() % before.len() as u64) as usize].clone();
		blocks.store.run(|| {
			let validators = pallet_session::Validators::<Runtime>::get();
			keeper.session(pallet_session::CurrentIndex::<Runtime>::get(), validators);
		});
		let mut marks = vec![blocks.store.run(System::event_count)];
		let mut done: Vec<Option<Draw>> = vec![];
		while let Some(draw) = blocks.store.run(&mut next) {
			// Written down first: it may be the last one.
			tape.last_mut().expect("pushed above").draws.push(draw.clone());
			let outcome = send(&mut blocks.store, &draw, &author);
			let name = name_of(&draw.call);
			done.push(matches!(outcome, Outcome::Done).then_some(draw));
			histogram.note(name, outcome);
			marks.push(blocks.store.run(System::event_count));
		}
		blocks.store.run(deliver);
		keeper.told(blocks.store.run(|| ads::charge(round())));
		let end = blocks.end();
		hooks.written += end.written;
		hooks.reads += end.reads;
		histogram.block(&hooks);
		assert!(
			hooks.written <= HOOKS_WRITE && hooks.reads <= HOOKS_READ,
			"G9: the hooks of a block wrote {} keys and read {}",
			hooks.written,
			hooks.reads,
		);
		blocks.store.run(|| check(keeper, &marks, &done, &author));
	}
}

/// Enters what happened into the books, compares them, and checks the invariants.
fn check(keeper: &mut Keeper, marks: &[u32], done: &[Option<Draw>], author: &AccountId) {
	let events: Vec<RuntimeEvent> =
		System::read_events_no_consensus().map(|record| record.event).collect();
	let now = round();
	let mut from = 0;
	// The hooks before, each call, the hooks behind.
	let calls = std::iter::once(None).chain(done.iter().map(Option::as_ref));
	let ends = marks.iter().map(|mark| *mark as usize);
	for (call, to) in calls.zip(ends).chain([(None, events.len())]) {
		let call = call.map(|draw: &Draw| &draw.call);
		keeper.enter(&Entry { call, events: &events[from..to], now, author });
		from = to;
	}
	if let Err(error) = keeper.agrees() {
		panic!("{error}");
	}
	if let Err(error) = reelchain_runtime::invariants::check_all() {
		panic!("{error:?}");
	}
	invariants::check();
}

/// Confirms every third purchase that is open, as proof of view does when a first play is accepted.
fn deliver() {
	let open: Vec<u64> = Purchases::<Runtime>::iter()
		.filter(|(id, purchase)| id.is_multiple_of(3) && purchase.stage.is_held())
		.map(|(id, _)| id)
		.collect();
	Settlement::delivered(&open);
}

/// How long the next block lets wait.
fn slots(random: &mut StdRng) -> u64 {
	match random.gen_range(0..10_000) {
		0..=8_999 => 1,
		9_000..=9_899 => random.gen_range(2..30),
		9_900..=9_959 => random.gen_range(30..1_000),
		// Forty hours: a period.
		9_960..=9_974 => 60_000,
		// Fifteen days: what waits for patience or the end of a cool-down can go on.
		9_975..=9_994 => 540_000,
		// A year and a day: claims expire.
		_ => 366 * 36_000,
	}
}

/// Gives everybody something to spend.
fn endow() {
	let alice = RuntimeOrigin::signed(Sr25519Keyring::Alice.to_account_id());
	for who in world().endowed() {
		let value = 1_000 * CFX;
		assert_ok!(Balances::transfer_allow_death(alice.clone(), who.clone().into(), value));
	}
	// SSH that was earned before; nobody here has bytes to earn any with.
	let earned = 500 * SSH_MIN_BALANCE;
	for who in world().endowed() {
		assert_ok!(<Assets as fungibles::Mutate<_>>::mint_into(SSH, who, earned));
		TotalMinted::<Runtime>::mutate(|minted| *minted += earned);
	}
	System::reset_events();
}

/// Lets nearly a whole era of rewarded rounds lie behind; the treasury has what they gave.
fn grow_old() {
	use pallet_emission::{
		FirstRewardedRound, LastRewardedRound, RewardedRounds, TotalMinted, TotalScheduled,
	};
	let first = crate::chain::FIRST_SLOT / 6 - 2 * OLD_ROUNDS;
	let minted = u128::from(OLD_ROUNDS) * 90 * CFX;
	FirstRewardedRound::<Runtime>::put(first);
	LastRewardedRound::<Runtime>::put(first + OLD_ROUNDS);
	RewardedRounds::<Runtime>::put(OLD_ROUNDS);
	TotalScheduled::<Runtime>::put(minted);
	TotalMinted::<Runtime>::put(minted);
	assert_ok!(Balances::mint_into(&crate::chain::treasury(), minted));
	System::reset_events();
}

thread_local! {
	/// Whether panics of this thread are expected and reported otherwise.
	static QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Runs `body`; a panic's message otherwise, which is not printed besides.
fn guarded(body: impl FnOnce()) -> Result<(), String> {
	static HOOK: Once = Once::new();
	HOOK.call_once(|| {
		let usual = std::panic::take_hook();
		std::panic::set_hook(Box::new(move |info| {
			if !QUIET.get() {
				usual(info);
			}
		}));
	});
	QUIET.set(true);
	let result = catch_unwind(AssertUnwindSafe(body));
	QUIET.set(false);
	result.map_err(|panic| {
		let text = panic.downcast_ref::<String>().cloned();
		text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_string()))
			.unwrap_or_else(|| "a panic without words".to_string())
	})
}
