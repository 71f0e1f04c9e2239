//! A runtime of balances, SSH, the real curators and fragment staking, with a table of films whose bytes are made up.

mod films;

pub(crate) use films::*;

use crate::{self as pallet_fragment_staking, Answers, Timing};
use frame_support::{
	PalletId, derive_impl,
	dispatch::{DispatchResult, DispatchResultWithPostInfo},
	parameter_types,
	traits::{
		AsEnsureOriginWithArg, ConstU8, ConstU16, ConstU32, ConstU64, ConstU128, Hooks, Randomness,
		tokens::fungible::ItemOf,
	},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureSigned};
use reel_fragments::{
	ContractId, SpanIndex,
	region::Region,
	traits::{KeptTitle, KeptTitles},
};
use reel_primitives::{
	Balance, ContentId, Round, Slot,
	batch::TitleTotal,
	time::SLOTS_PER_ROUND,
	traits::{OnVerifiedPlays, RoundClock},
};
use sp_runtime::{BuildStorage, traits::AccountIdConversion};
use std::collections::BTreeMap;

pub(crate) const ED: Balance = 10;
pub(crate) const RICH: Balance = 1_000_000;
/// Collateral of a fragment.
pub(crate) const RATE: Balance = 10;
pub(crate) const CAPACITY: u32 = 1_000;
pub(crate) const COLLATERAL: Balance = RATE * CAPACITY as Balance;
pub(crate) const SSH: u32 = 1;
/// Least holding of SSH.
pub(crate) const SSH_MIN: Balance = 1_000;
pub(crate) const TREASURY: u64 = 99;
pub(crate) const STRANGER: u64 = 98;
pub(crate) const SEATS: u32 = 10;
pub(crate) const FLOOR: u32 = 3;
pub(crate) const CEILING: u32 = 5;
pub(crate) const CHALLENGES: u32 = 4;
/// Contracts that a curator may have: more than it is challenged for.
pub(crate) const MAX_CONTRACTS: u32 = 6;
pub(crate) const MISS_BP: u16 = 100;
pub(crate) const MAX_MISSES: u8 = 3;
pub(crate) const MAX_SILENT: u8 = 3;
pub(crate) const MIN_BLOCKS: u64 = 3;
pub(crate) const COOL_DOWN: Round = 50;
pub(crate) const TIMING: Timing =
	Timing { epoch_rounds: 20, answer_rounds: 5, min_holding_rounds: 45, patience_rounds: 5 };
/// Round in which tests begin: the first of epoch 50.
pub(crate) const NOW: Round = 1_000;

/// A film of 18 cells: two spans, of 16 and of 2 cells.
pub(crate) const FILM: ContentId = ContentId([1; 32]);
/// A film of one cell.
pub(crate) const SHORT: ContentId = ContentId([2; 32]);
pub(crate) const NO_FILM: ContentId = ContentId([9; 32]);
pub(crate) const MINUTE: u64 = 60_000;
pub(crate) const CELL_BYTES: usize = 3_000;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system::Pallet<Test>;
	#[runtime::pallet_index(10)]
	pub type Balances = pallet_balances::Pallet<Test>;
	#[runtime::pallet_index(12)]
	pub type Assets = pallet_assets::Pallet<Test>;
	#[runtime::pallet_index(46)]
	pub type Curators = pallet_curators::Pallet<Test>;
	#[runtime::pallet_index(47)]
	pub type FragmentStaking = pallet_fragment_staking::Pallet<Test>;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<ED>;
	type AccountStore = System;
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Balance;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<EnsureSigned<u64>>;
	type ForceOrigin = EnsureRoot<u64>;
}

parameter_types! {
	pub static CurrentRound: Round = NOW;
	pub static HasRandomness: bool = true;
	pub static Films: BTreeMap<ContentId, KeptTitle> = BTreeMap::new();
	/// Keys of the node under test.
	pub static Keys: Vec<u64> = Vec::new();
	/// What the node's pool was given, and whether it takes anything.
	pub static Sent: Vec<Sending> = Vec::new();
	pub static PoolTakes: bool = true;
	pub static Cap: Balance = Balance::MAX;
	pub const Pot: PalletId = PalletId(*b"reel/tst");
}

/// A transaction in the pool.
#[derive(Clone, Debug, PartialEq)]
#[allow(unreachable_pub, reason = "what the macro makes of it is public")]
pub struct Sending {
	pub key: u64,
	pub call: crate::Call<Test>,
	pub nonce: u32,
	pub born: u64,
}

/// The keys of [`Keys`], the pool of [`Sent`].
#[derive(Debug)]
pub struct TestKeys;

impl crate::HotKeys<Test> for TestKeys {
	fn keys() -> Vec<u64> {
		Keys::get()
	}

	fn submit(key: &u64, call: crate::Call<Test>, nonce: u32, born: u64) -> Result<(), ()> {
		if !PoolTakes::get() {
			return Err(());
		}
		Sent::mutate(|sent| sent.push(Sending { key: *key, call, nonce, born }));
		Ok(())
	}
}

/// Shows [`CurrentRound`].
#[derive(Debug)]
pub struct TestClock;

impl RoundClock for TestClock {
	fn slot() -> Slot {
		CurrentRound::get() * SLOTS_PER_ROUND
	}

	fn set_round(round: Round) {
		CurrentRound::set(round);
	}
}

/// The films of [`Films`].
#[derive(Debug)]
pub struct TestTitles;

impl KeptTitles for TestTitles {
	fn title(content: &ContentId) -> Option<KeptTitle> {
		Films::get().get(content).cloned()
	}

	fn titles_after(after: Option<&ContentId>, limit: u32) -> Vec<ContentId> {
		let films = Films::get();
		let ids = films.keys().filter(|id| after.is_none_or(|after| *id > after));
		ids.take(limit as usize).copied().collect()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(content: ContentId, title: KeptTitle) {
		Films::mutate(|films| films.insert(content, title));
	}
}

/// The hash of what is asked and the block, unless [`HasRandomness`] says no.
#[derive(Debug)]
pub struct TestRandomness;

impl Randomness<Option<sp_core::H256>, u64> for TestRandomness {
	fn random(subject: &[u8]) -> (Option<sp_core::H256>, u64) {
		let block = System::block_number();
		let hash = reel_primitives::blake2b_256(&[subject, &block.to_le_bytes()]);
		(HasRandomness::get().then_some(hash.into()), block)
	}
}

impl pallet_curators::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type AdminOrigin = EnsureRoot<u64>;
	type Clock = TestClock;
	type TreasuryAccount = ConstU64<TREASURY>;
	type CollateralPerFragment = ConstU128<RATE>;
	type MinCapacity = ConstU32<10>;
	type MaxCapacity = ConstU32<100_000>;
	type MaxCurators = ConstU32<SEATS>;
	type CoolDownRounds = ConstU64<COOL_DOWN>;
	type WeightInfo = ();
}

impl pallet_fragment_staking::Config for Test {
	type Curators = Curators;
	type Titles = TestTitles;
	type Clock = TestClock;
	type Randomness = TestRandomness;
	type Reward = ItemOf<Assets, ConstU32<SSH>, u64>;
	type EpochCap = Cap;
	type ReplicaFloor = ConstU32<FLOOR>;
	type ReplicaCeiling = ConstU32<CEILING>;
	type ChallengesPerEpoch = ConstU32<CHALLENGES>;
	type MinAnswerBlocks = ConstU64<MIN_BLOCKS>;
	type SlashPerMiss = ConstU16<MISS_BP>;
	type MaxMisses = ConstU8<MAX_MISSES>;
	type MaxSilentEpochs = ConstU8<MAX_SILENT>;
	type MaxContracts = ConstU32<MAX_CONTRACTS>;
	type SweepPerBlock = ConstU32<2>;
	type CleanPerBlock = ConstU32<3>;
	type HotKeys = TestKeys;
	type WeightInfo = ();
}

pub(crate) fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub(crate) fn region(letters: &[u8; 2]) -> Region {
	Region::new(*letters).unwrap()
}

/// The hot key of a curator.
pub(crate) fn hot(curator: u64) -> u64 {
	curator + 100
}

pub(crate) fn start(curator: u64, content: ContentId, span: SpanIndex) -> DispatchResult {
	let (cells, proofs) = claim_of(curator, content, span);
	let origin = signed(hot(curator));
	frame_support::storage::with_storage_layer(|| {
		FragmentStaking::start_contract(origin, content, span, Some(cells), proofs)
	})
}

/// The candidates of a span, first first.
pub(crate) fn candidates(content: ContentId, span: SpanIndex) -> Vec<u64> {
	FragmentStaking::span_load(content, span).unwrap().candidates
}

/// The first candidate claims a place; returns it and its contract.
pub(crate) fn fill_place(content: ContentId, span: SpanIndex) -> (u64, ContractId) {
	let first = candidates(content, span)[0];
	frame_support::assert_ok!(start(first, content, span));
	(first, crate::NextContract::<Test>::get() - 1)
}

/// Claims every vacant place of a span.
pub(crate) fn fill(content: ContentId, span: SpanIndex) -> Vec<(u64, ContractId)> {
	let mut filled = Vec::new();
	while FragmentStaking::span_load(content, span).unwrap().places > 0 {
		filled.push(fill_place(content, span));
	}
	filled
}

/// What an honest curator answers to what it is asked.
pub(crate) fn answers_of(curator: u64) -> Answers {
	FragmentStaking::challenges(curator)
		.into_iter()
		.filter(|asked| !asked.is_answered)
		.map(|asked| (asked.number, prove(&asked.content, asked.span, asked.asked)))
		.collect::<Vec<_>>()
		.try_into()
		.unwrap()
}

pub(crate) fn answer(curator: u64) -> DispatchResultWithPostInfo {
	FragmentStaking::answer_challenges(signed(hot(curator)), answers_of(curator))
}

/// One block a round, up to `round`; curators for whom `is_honest` answer whatever they are asked.
pub(crate) fn run_while(round: Round, is_honest: impl Fn(u64) -> bool) {
	while CurrentRound::get() < round {
		CurrentRound::mutate(|round| *round += 1);
		let block = System::block_number() + 1;
		System::set_block_number(block);
		FragmentStaking::on_initialize(block);
		let asked: Vec<_> = crate::Duties::<Test>::iter()
			.filter(|(who, duty)| {
				is_honest(*who) && duty.is_open() && !FragmentStaking::is_over(duty)
			})
			.map(|(who, _)| who)
			.collect();
		for curator in asked {
			frame_support::assert_ok!(answer(curator));
		}
		FragmentStaking::on_idle(block, Weight::MAX);
		assert_eq!(FragmentStaking::do_try_state(), Ok(()), "round {}", CurrentRound::get());
	}
}

/// The same, everybody being honest.
pub(crate) fn run_to(round: Round) {
	run_while(round, |_| true);
}

/// Rounds, and only blocks: nobody answers.
pub(crate) fn run_silent(round: Round) {
	run_while(round, |_| false);
}

pub(crate) fn watch(content: ContentId, plays: u32) {
	let weight_ms = u64::from(plays) * Films::get()[&content].duration_ms;
	FragmentStaking::on_verified_plays(&[TitleTotal { content, plays, weight_ms }]);
}

pub(crate) fn ssh(who: u64) -> Balance {
	Assets::balance(SSH, who)
}

/// Curators 1 to n, each of [`CAPACITY`], odd ones in KR and even ones in FR, seated; [`FILM`] and [`SHORT`].
pub(crate) fn build(curators: u64) -> sp_io::TestExternalities {
	CurrentRound::set(NOW - 1);
	HasRandomness::set(true);
	Cap::set(Balance::MAX);
	Films::set(BTreeMap::new());
	add_film(FILM, 18);
	add_film(SHORT, 1);
	let pot: u64 = Pot::get().into_account_truncating();
	let mut balances: Vec<_> = (1..=u64::from(SEATS)).map(|who| (who, RICH)).collect();
	balances.extend([(TREASURY, ED), (STRANGER, RICH), (pot, RICH)]);
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig { balances, ..Default::default() },
		assets: pallet_assets::GenesisConfig {
			assets: vec![(SSH, pot, true, SSH_MIN)],
			..Default::default()
		},
		fragment_staking: pallet_fragment_staking::GenesisConfig {
			timing: TIMING,
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.unwrap();
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		for who in 1..=curators {
			let home = region(if who % 2 == 1 { b"KR" } else { b"FR" });
			let at = vec![b"/ip4/127.0.0.1".to_vec().try_into().unwrap()].try_into().unwrap();
			frame_support::assert_ok!(Curators::register_curator(
				signed(who),
				hot(who),
				home,
				CAPACITY,
				at
			));
		}
		run_to(NOW);
	});
	ext
}

/// Runs `test` with so many curators, then checks every invariant, that no CFX was lost, and that every SSH there is was
/// minted here.
pub(crate) fn run(curators: u64, test: impl FnOnce()) {
	build(curators).execute_with(|| {
		let before = pallet_balances::TotalIssuance::<Test>::get();
		test();
		assert_eq!(FragmentStaking::do_try_state(), Ok(()));
		assert_eq!(Curators::do_try_state(), Ok(()));
		assert_eq!(pallet_balances::TotalIssuance::<Test>::get(), before);
		assert_eq!(Assets::total_supply(SSH), crate::TotalMinted::<Test>::get());
	});
}
