//! A runtime of balances and emission, with a clock and a schedule that tests set.

use crate as pallet_emission;
use frame_support::{derive_impl, parameter_types, traits::ConstU128};
use reel_economics::emission::{PAPER, Schedule};
use reel_primitives::{Balance, Round, Slot, time::SLOTS_PER_ROUND, traits::RoundClock};
use sp_runtime::BuildStorage;

pub(crate) const POT: u64 = 1;
/// Supply at genesis, on an account of its own.
pub(crate) const GENESIS: Balance = 1_000;

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
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<1>;
	type AccountStore = System;
}

parameter_types! {
	pub static CurrentRound: Round = 1_000_000;
	pub static CurrentSchedule: Schedule = PAPER;
	pub static CurrentCap: Option<Balance> = None;
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

impl pallet_emission::Config for Test {
	type Currency = Balances;
	type Clock = TestClock;
	type Schedule = CurrentSchedule;
	type CapPerPlay = CurrentCap;
	type WeightInfo = ();
}

/// Sets up a chain; what runs in it ends in the invariants.
#[derive(Default)]
pub(crate) struct ExtBuilder;

impl ExtBuilder {
	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let storage = RuntimeGenesisConfig {
			balances: pallet_balances::GenesisConfig {
				balances: vec![(9, GENESIS)],
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
			let issued = pallet_balances::TotalIssuance::<Test>::get() - GENESIS;
			assert_eq!(issued, crate::TotalMinted::<Test>::get(), "issuance is what was minted");
			Emission::do_try_state().unwrap();
		});
	}
}
