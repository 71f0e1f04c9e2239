//! A runtime of balances and layers, with a table of titles and one of supervisors.

use crate as pallet_layers;
use frame_support::{
	PalletId, derive_impl, parameter_types,
	traits::{ConstU64, ConstU128},
};
use reel_primitives::{
	Balance, BasisPoints, ContentId, Round, Slot,
	content::{RewardSplit, TitleStatus},
	layers::{CID_BYTES, Language, LayerFile, LayerId, LayerKind, LayerTerms},
	time::SLOTS_PER_ROUND,
	traits::{RoundClock, Sanctioners, TitleTerms, Titles},
};
use sp_runtime::{BuildStorage, DispatchResult};
use std::collections::BTreeMap;

pub(crate) const ED: Balance = 1_000;
pub(crate) const DEPOSIT: Balance = 5_000;
pub(crate) const WEALTH: Balance = 1_000_000;
pub(crate) const CREATOR: u64 = 2;
/// Answers for the titles, in Korea.
pub(crate) const SUPERVISOR: u64 = 3;
/// Another one of Korea, and one of France.
pub(crate) const COLLEAGUE: u64 = 4;
pub(crate) const FOREIGNER: u64 = 5;
pub(crate) const ANNA: u64 = 10;
pub(crate) const BERT: u64 = 11;
pub(crate) const TITLE: ContentId = ContentId([1; 32]);
pub(crate) const OTHER: ContentId = ContentId([2; 32]);
/// One that nobody registered.
pub(crate) const UNKNOWN: ContentId = ContentId([9; 32]);
pub(crate) const NOW: Round = 100;
pub(crate) const NOTICE: Round = 20;

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
	#[runtime::pallet_index(53)]
	pub type Layers = pallet_layers::Pallet<Test>;
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

parameter_types! {
	pub static CurrentRound: Round = NOW;
	pub static Known: BTreeMap<ContentId, TitleStatus> = BTreeMap::new();
	pub static Admitted: BTreeMap<u64, [u8; 2]> = BTreeMap::new();
	pub const PotId: PalletId = PalletId(*b"reel/lay");
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

/// The titles of [`Known`], all of CREATOR.
#[derive(Debug)]
pub struct TestTitles;

impl Titles<u64> for TestTitles {
	fn terms(content: &ContentId) -> Option<TitleTerms<u64>> {
		Some(TitleTerms {
			creator: CREATOR,
			supervisor: SUPERVISOR,
			split: RewardSplit::DEFAULT,
			cells: 1,
			duration_ms: 60_000,
			status: *Known::get().get(content)?,
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(content: ContentId, _creator: &u64) {
		Known::mutate(|titles| titles.insert(content, TitleStatus::Playable));
	}
}

/// The supervisors of [`Admitted`].
#[derive(Debug)]
pub struct TestSupervisors;

impl Sanctioners<u64> for TestSupervisors {
	fn country(who: &u64) -> Option<[u8; 2]> {
		Admitted::get().get(who).copied()
	}

	fn acts_for(who: &u64, country: [u8; 2]) -> bool {
		Self::country(who) == Some(country)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn admit_for_benchmark(who: &u64) {
		Admitted::mutate(|admitted| admitted.insert(*who, *b"KR"));
	}
}

impl pallet_layers::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Titles = TestTitles;
	type Supervisors = TestSupervisors;
	type Clock = TestClock;
	type PotId = PotId;
	type Deposit = ConstU128<DEPOSIT>;
	type NoticeRounds = ConstU64<NOTICE>;
	type WeightInfo = ();
}

pub(crate) fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub(crate) fn set_status(content: ContentId, status: TitleStatus) {
	Known::mutate(|titles| titles.insert(content, status));
}

pub(crate) fn after(rounds: Round) {
	CurrentRound::mutate(|round| *round += rounds);
}

pub(crate) fn free(who: u64) -> Balance {
	Balances::free_balance(who)
}

pub(crate) fn file() -> LayerFile {
	let mut cid = [7; CID_BYTES];
	cid[..4].copy_from_slice(&[1, 0x55, 0x12, 0x20]);
	LayerFile { cid, size_bytes: 40_000 }
}

pub(crate) fn korean() -> Language {
	Language::new("ko").unwrap()
}

pub(crate) const fn share(share_bp: BasisPoints) -> LayerTerms {
	LayerTerms::Share { share_bp }
}

pub(crate) const fn price(price_cfx: Balance) -> LayerTerms {
	LayerTerms::Price { price_cfx }
}

pub(crate) fn try_offer(who: u64, content: ContentId, terms: LayerTerms) -> DispatchResult {
	Layers::offer(signed(who), content, LayerKind::Subtitle, korean(), file(), terms)
}

/// Offers a subtitle for TITLE; its number.
pub(crate) fn offer(who: u64, terms: LayerTerms) -> LayerId {
	let id = crate::NextLayer::<Test>::get();
	try_offer(who, TITLE, terms).unwrap();
	id
}

/// Offers one, and the creator accepts it.
pub(crate) fn accepted(who: u64, terms: LayerTerms) -> LayerId {
	let id = offer(who, terms);
	Layers::accept(signed(CREATOR), id).unwrap();
	id
}

/// What views bring the creator of TITLE, as payouts pays it; what is left to the creator.
pub(crate) fn views(creator_cfx: Balance) -> Balance {
	use frame_support::traits::fungible::Mutate;
	use reel_primitives::traits::CreatorShares;
	let shared = Layers::accrue(&TITLE, creator_cfx);
	Balances::mint_into(&Layers::pot_account(), shared).unwrap();
	creator_cfx - shared
}

pub(crate) fn build() -> sp_io::TestExternalities {
	CurrentRound::set(NOW);
	Known::set(BTreeMap::from([(TITLE, TitleStatus::Playable), (OTHER, TitleStatus::Playable)]));
	let admitted = [(SUPERVISOR, *b"KR"), (COLLEAGUE, *b"KR"), (FOREIGNER, *b"FR")];
	Admitted::set(BTreeMap::from(admitted));
	let pot = Layers::pot_account();
	let rich = [CREATOR, ANNA, BERT].map(|who| (who, WEALTH));
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: rich.into_iter().chain([(pot, ED)]).collect(),
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.unwrap();
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| System::set_block_number(1));
	ext
}

/// Runs `test` and then checks every invariant.
pub(crate) fn run<R>(test: impl FnOnce() -> R) -> R {
	build().execute_with(|| {
		let result = test();
		assert_eq!(Layers::do_try_state(), Ok(()));
		result
	})
}
