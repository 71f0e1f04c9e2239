//! A runtime of the pallet alone: authorities with real keys, three at most of whom the pallet keeps something.

use crate as pallet_ratings_anchor;
use frame_support::{derive_impl, parameter_types, traits::ConstU32};
use reel_primitives::{
	AccountId, Hash32, Round, Slot,
	ids::{PovId, PovPair},
	rating::{HeadStatement, RatingsHead},
	time::SLOTS_PER_ROUND,
	traits::{PovAuthorities, RoundClock},
};
use sp_core::Pair;
use sp_runtime::{BuildStorage, traits::IdentityLookup};

/// Round in which tests begin.
pub(crate) const NOW: Round = 100_000;
/// Session of the authorities.
pub(crate) const SESSION: u32 = 7;
pub(crate) const GENESIS: Hash32 = [69; 32];

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
	#[runtime::pallet_index(58)]
	pub type RatingsAnchor = pallet_ratings_anchor::Pallet<Test>;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
}

parameter_types! {
	pub static CurrentRound: Round = NOW;
	/// In the order of the session [`SESSION`].
	pub static Seats: Vec<(AccountId, PovId)> = (0..4).map(|n| (account(n), pair(n).public())).collect();
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

/// Knows [`Seats`] and no other session.
#[derive(Debug)]
pub struct TestAuthorities;

impl PovAuthorities for TestAuthorities {
	fn authority_at(session: u32, index: u32) -> Option<(AccountId, PovId)> {
		if session == SESSION { Seats::get().get(index as usize).cloned() } else { None }
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn seat_for_benchmark(authorities: Vec<(AccountId, PovId)>) -> u32 {
		Seats::set(authorities);
		SESSION
	}
}

impl pallet_ratings_anchor::Config for Test {
	type Clock = TestClock;
	type Authorities = TestAuthorities;
	type MaxAuthorities = ConstU32<3>;
	type WeightInfo = ();
}

/// Accounts descend where indices rise: order is by account, not by seat.
pub(crate) fn account(index: u32) -> AccountId {
	AccountId::new([200 - index as u8; 32])
}

pub(crate) fn pair(index: u32) -> PovPair {
	PovPair::from_seed(&[index as u8 + 1; 32])
}

/// A log of `count` lines, of now.
pub(crate) fn statement(count: u64) -> HeadStatement {
	let head = RatingsHead { count, hash: [count as u8; 32] };
	HeadStatement { round: CurrentRound::get(), head }
}

/// Sets up a chain on which a validator anchors every `period` rounds; what runs in it ends in the invariants.
#[derive(Debug, Default)]
pub(crate) struct ExtBuilder {
	pub(crate) period: Option<Round>,
}

impl ExtBuilder {
	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let ratings_anchor =
			pallet_ratings_anchor::GenesisConfig { period: self.period, ..Default::default() };
		let genesis = RuntimeGenesisConfig { ratings_anchor, ..Default::default() };
		let mut ext = sp_io::TestExternalities::new(genesis.build_storage().unwrap());
		ext.execute_with(|| System::set_block_number(1));
		ext
	}

	/// With a keystore, in which benchmarks make keys.
	#[cfg(feature = "runtime-benchmarks")]
	pub(crate) fn build_with_keystore(self) -> sp_io::TestExternalities {
		use sp_keystore::{KeystoreExt, testing::MemoryKeystore};
		let mut ext = self.build();
		ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
		ext
	}

	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			assert_eq!(RatingsAnchor::genesis(), GENESIS);
			test();
			RatingsAnchor::do_try_state().unwrap();
		});
	}
}
