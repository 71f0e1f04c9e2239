//! A runtime of balances, the real emission and payouts, with a table of titles.

use crate as pallet_payouts;
use frame_support::{PalletId, derive_impl, parameter_types, traits::ConstU128};
use reel_economics::emission::{PAPER, Schedule};
use reel_primitives::{
	Balance, ContentId, Round, Slot,
	batch::{Payee, Payees, TitleTotal},
	content::{RewardSplit, TitleStatus},
	market::Holder,
	time::SLOTS_PER_ROUND,
	traits::{
		CreatorShares, HolderShares, PaidRound, PayRefusal, RewardRounds, RoundClock, RoundTotals,
		TitleTerms, Titles,
	},
};
use sp_runtime::{BuildStorage, traits::AccountIdConversion};
use std::collections::BTreeMap;

pub(crate) const ED: Balance = 1_000_000;
pub(crate) const TREASURY: u64 = 1;
pub(crate) const CREATOR: u64 = 2;
pub(crate) const SUPERVISOR: u64 = 3;
/// Holds what activators are owed.
pub(crate) const LAYERS: u64 = 6;
/// Holds what other holders of titles are owed.
pub(crate) const HOLDERS: u64 = 7;
pub(crate) const VALIDATORS: [u64; 2] = [4, 5];
pub(crate) const VIEWER: u64 = 100;
pub(crate) const PROVIDER: u64 = 101;
pub(crate) const TITLE: ContentId = ContentId([1; 32]);
pub(crate) const OTHER_TITLE: ContentId = ContentId([2; 32]);
/// Rounds for which a claim is open.
pub(crate) const LIFETIME: Round = 50;
/// Rounds of a generation of sums.
pub(crate) const GENERATION: Round = 30;
/// A minute of one title.
pub(crate) const MINUTE_MS: u64 = 60_000;

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
	#[runtime::pallet_index(43)]
	pub type Emission = pallet_emission::Pallet<Test>;
	#[runtime::pallet_index(44)]
	pub type Payouts = pallet_payouts::Pallet<Test>;
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
	pub static CurrentRound: Round = 40;
	pub static CurrentSchedule: Schedule = PAPER;
	pub static CurrentCap: Option<Balance> = None;
	pub static LayersBp: u16 = 0;
	pub static HoldersBp: u16 = 0;
	pub static CurrentSumPeriod: Option<Round> = Some(5);
	pub static Terms: BTreeMap<ContentId, RewardSplit> =
		BTreeMap::from([(TITLE, RewardSplit::DEFAULT), (OTHER_TITLE, RewardSplit::DEFAULT)]);
	pub const PotId: PalletId = PalletId(*b"reel/pay");
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

/// Knows the titles of [`Terms`], all of CREATOR.
#[derive(Debug)]
pub struct TestTitles;

impl Titles<u64> for TestTitles {
	fn terms(content: &ContentId) -> Option<TitleTerms<u64>> {
		Some(TitleTerms {
			creator: CREATOR,
			supervisor: SUPERVISOR,
			split: *Terms::get().get(content)?,
			cells: 1,
			duration_ms: MINUTE_MS,
			status: TitleStatus::Playable,
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(content: ContentId, _creator: &u64) {
		Terms::mutate(|terms| terms.insert(content, RewardSplit::DEFAULT));
	}
}

/// Takes [`LayersBp`] of what the creator gets of every title.
#[derive(Debug)]
pub struct TestLayers;

impl CreatorShares<u64> for TestLayers {
	fn shares(_: &ContentId) -> Vec<Holder<u64>> {
		vec![]
	}

	fn accrue(_: &ContentId, creator_cfx: Balance) -> Balance {
		creator_cfx * Balance::from(LayersBp::get()) / 10_000
	}

	fn pot() -> Option<u64> {
		Some(LAYERS)
	}

	fn accrue_weight(_: u32) -> (u64, u64) {
		(0, 0)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(_: &ContentId) {}
}

/// Others hold [`HoldersBp`] of every title.
#[derive(Debug)]
pub struct TestHolders;

impl HolderShares<u64> for TestHolders {
	fn accrue(_: &ContentId, creator: &u64, income_cfx: Balance) -> Balance {
		assert_eq!(*creator, CREATOR);
		income_cfx * Balance::from(HoldersBp::get()) / 10_000
	}

	fn pot() -> Option<u64> {
		Some(HOLDERS)
	}

	fn accrue_weight(_: u32) -> (u64, u64) {
		(0, 0)
	}
}

impl pallet_emission::Config for Test {
	type Currency = Balances;
	type Clock = TestClock;
	type Schedule = CurrentSchedule;
	type CapPerPlay = CurrentCap;
	type WeightInfo = ();
}

impl pallet_payouts::Config for Test {
	type Currency = Balances;
	type Mint = Emission;
	type Titles = TestTitles;
	type Holders = TestHolders;
	type Layers = TestLayers;
	type Standing = ();
	type Clock = TestClock;
	type AdminOrigin = frame_system::EnsureRoot<u64>;
	type TreasuryAccount = frame_support::traits::ConstU64<TREASURY>;
	type PotId = PotId;
	type ClaimLifetime = frame_support::traits::ConstU64<LIFETIME>;
	type SumPeriod = CurrentSumPeriod;
	type GenerationRounds = frame_support::traits::ConstU64<GENERATION>;
	type WeightInfo = ();
}

/// A round of one minute of [`TITLE`], watched by VIEWER and sent by PROVIDER.
pub(crate) fn one_play(round: Round) -> RoundTotals<u64> {
	let split = RewardSplit::DEFAULT;
	let shares = |bp: u16| u128::from(MINUTE_MS) * u128::from(bp);
	RoundTotals {
		round,
		plays: 1,
		totals: vec![TitleTotal { content: TITLE, plays: 1, weight_ms: MINUTE_MS }],
		payees: Payees::Direct(vec![
			Payee { account: VIEWER, shares: shares(split.viewer_bp) },
			Payee { account: PROVIDER, shares: shares(split.sharing_bp) },
		]),
		total_shares: u128::from(MINUTE_MS) * u128::from(split.persons_bp()),
		validators: VALIDATORS.to_vec(),
	}
}

/// Pays in a storage layer, as proof-of-view does.
pub(crate) fn pay(totals: RoundTotals<u64>) -> Result<PaidRound, PayRefusal> {
	let mut refusal = None;
	frame_support::storage::with_storage_layer(|| {
		Payouts::pay_round(totals).map_err(|why| {
			refusal = Some(why);
			sp_runtime::DispatchError::Other("refused")
		})
	})
	.map_err(|_| refusal.unwrap())
}

/// Sets up a chain; what runs in it ends in conservation and the invariants.
#[derive(Default)]
pub(crate) struct ExtBuilder;

impl ExtBuilder {
	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let pot: u64 = PotId::get().into_account_truncating();
		let storage = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig {
				balances: vec![(pot, ED), (TREASURY, ED)],
				..Default::default()
			},
			..Default::default()
		}
		.build_storage()
		.unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| System::set_block_number(1));
		ext
	}

	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			assert_conserved();
			Payouts::do_try_state().unwrap();
		});
	}
}

/// Issuance is genesis and what was minted; the pot holds its ledger and its deposit, to the planck.
pub(crate) fn assert_conserved() {
	assert_eq!(
		pallet_balances::TotalIssuance::<Test>::get(),
		2 * ED + pallet_emission::TotalMinted::<Test>::get()
	);
	assert_eq!(
		Balances::free_balance(Payouts::pot()),
		ED + crate::OwedTotal::<Test>::get()
			+ crate::OpenTotal::<Test>::get()
			+ crate::SumsOpen::<Test>::get()
	);
}
