//! A runtime of balances, SSH and the real rights, with a table of titles.

use crate as pallet_settlement;
use frame_support::{
	PalletId, derive_impl, parameter_types,
	traits::{
		AsEnsureOriginWithArg, ConstU32, ConstU64, ConstU128,
		fungible::{InspectHold, ItemOf},
		fungibles::{Create, Mutate},
	},
};
use frame_system::EnsureRoot;
use reel_primitives::{
	Balance, BasisPoints, ContentId, Round, Slot,
	content::TitleStatus,
	geometry::Geometry,
	market::{Currency, Holder, PriceTiers, PurchaseId, SaleKind, TitleOnSale},
	time::SLOTS_PER_ROUND,
	traits::{CreatorShares, Deliveries, RoundClock, TitlesOnSale},
};
use sp_runtime::BuildStorage;
use std::collections::BTreeMap;

pub(crate) const ED: Balance = 1_000;
/// Least holding of SSH.
pub(crate) const SSH_MIN: Balance = 10;
pub(crate) const SSH: u32 = 1;
/// Round in which tests begin.
pub(crate) const NOW: Round = 1_000;
/// Rounds in which a purchase must be delivered.
pub(crate) const IN_TIME: Round = 50;
/// Rounds of a rental.
pub(crate) const RENTED: Round = 30;
pub(crate) const PERIOD: Round = 100;
pub(crate) const KEPT: u64 = 2;
pub(crate) const FEE_BP: BasisPoints = 500;

pub(crate) const TREASURY: u64 = 1;
pub(crate) const CREATOR: u64 = 2;
pub(crate) const ANNA: u64 = 10;
pub(crate) const BERT: u64 = 11;
pub(crate) const CARL: u64 = 12;
pub(crate) const BUYER: u64 = 100;
pub(crate) const FRIEND: u64 = 101;
/// One that does not exist yet.
pub(crate) const NEW: u64 = 102;
/// What BUYER and FRIEND have of each currency.
pub(crate) const WEALTH: Balance = 10_000_000;

/// A title that costs [`PRICE`], shared by three.
pub(crate) const TITLE: ContentId = ContentId([1; 32]);
/// One whose price is the same, of its creator alone.
pub(crate) const OWN: ContentId = ContentId([2; 32]);
/// One that is free.
pub(crate) const FREE: ContentId = ContentId([3; 32]);
/// One that nobody registered.
pub(crate) const UNKNOWN: ContentId = ContentId([9; 32]);
pub(crate) const PRICE: Balance = 1_000_003;
/// Prices of TITLE in SSH, and of renting it in CFX and SSH.
pub(crate) const PRICE_SSH: Balance = 70_007;
pub(crate) const RENT: Balance = 300_000;
pub(crate) const RENT_SSH: Balance = 20_000;

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
	#[runtime::pallet_index(11)]
	pub type Assets = pallet_assets::Pallet<Test>;
	#[runtime::pallet_index(49)]
	pub type Rights = pallet_rights::Pallet<Test>;
	#[runtime::pallet_index(50)]
	pub type Settlement = pallet_settlement::Pallet<Test>;
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
	type CreateOrigin = AsEnsureOriginWithArg<frame_system::EnsureSigned<u64>>;
	type ForceOrigin = EnsureRoot<u64>;
	type Freezer = ();
	type Holder = ();
	type CallbackHandle = ();
}

parameter_types! {
	pub static CurrentRound: Round = NOW;
	pub static Known: BTreeMap<ContentId, TitleOnSale<u64>> = known();
	pub static Fee: BasisPoints = FEE_BP;
	pub static Activators: Vec<Holder<u64>> = vec![];
	pub static Patience: Round = IN_TIME;
	pub const Tiers: PriceTiers = PriceTiers::DEFAULT;
	pub const EscrowId: PalletId = PalletId(*b"reel/sal");
	pub const RightsPotId: PalletId = PalletId(*b"reel/rig");
}

fn known() -> BTreeMap<ContentId, TitleOnSale<u64>> {
	let title = |price_cfx| TitleOnSale {
		creator: CREATOR,
		status: TitleStatus::Playable,
		geometry: Geometry { cells: 1, duration_ms: 60_000, size_bytes: 20_000_000 },
		price_cfx,
		takes_donations: true,
	};
	BTreeMap::from([(TITLE, title(PRICE)), (OWN, title(PRICE)), (FREE, title(0))])
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

/// [`Activators`] have layers of every title.
#[derive(Debug)]
pub struct TestLayers;

impl CreatorShares<u64> for TestLayers {
	fn shares(_: &ContentId) -> Vec<Holder<u64>> {
		Activators::get()
	}

	fn accrue(_: &ContentId, _: Balance) -> Balance {
		0
	}

	fn pot() -> Option<u64> {
		None
	}

	fn accrue_weight(_: u32) -> (u64, u64) {
		(0, 0)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(_: &ContentId) {}
}

/// The titles of [`Known`].
#[derive(Debug)]
pub struct TestTitles;

impl TitlesOnSale<u64> for TestTitles {
	fn on_sale(content: &ContentId) -> Option<TitleOnSale<u64>> {
		Known::get().get(content).cloned()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn offer_for_benchmark(content: ContentId, creator: &u64, price_cfx: Balance) {
		let title = known().remove(&TITLE).unwrap();
		let title = TitleOnSale { creator: *creator, price_cfx, ..title };
		Known::mutate(|titles| titles.insert(content, title));
	}
}

impl pallet_rights::Config for Test {
	type Currency = Balances;
	type Titles = TestTitles;
	type Clearance = ();
	type Patterns = ();
	type Tiers = Tiers;
	type MaxRentalRounds = ConstU64<1_000>;
	type PotId = RightsPotId;
	type WeightInfo = ();
}

impl pallet_settlement::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Ssh = ItemOf<Assets, ConstU32<SSH>, u64>;
	type Titles = TestTitles;
	type Rights = Rights;
	type Layers = TestLayers;
	type Clock = TestClock;
	type TreasuryAccount = ConstU64<TREASURY>;
	type EscrowId = EscrowId;
	type PlatformFee = Fee;
	type DeliveryRounds = Patience;
	type SalesPeriod = ConstU64<PERIOD>;
	type KeptPeriods = ConstU64<KEPT>;
	type WeightInfo = ();
}

pub(crate) fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub(crate) fn set_status(content: ContentId, status: TitleStatus) {
	Known::mutate(|titles| titles.get_mut(&content).unwrap().status = status);
}

pub(crate) fn after(rounds: Round) {
	CurrentRound::mutate(|round| *round += rounds);
}

pub(crate) fn held(who: u64) -> Balance {
	Balances::balance_on_hold(&crate::HoldReason::Sale.into(), &who)
}

pub(crate) fn free(who: u64) -> Balance {
	Balances::free_balance(who)
}

pub(crate) fn ssh(who: u64) -> Balance {
	Assets::balance(SSH, who)
}

/// Buys for good, for oneself.
pub(crate) fn buy(who: u64, content: ContentId, currency: Currency) -> PurchaseId {
	let id = crate::NextPurchase::<Test>::get();
	Settlement::buy(signed(who), content, None, SaleKind::Purchase, currency, WEALTH).unwrap();
	id
}

pub(crate) fn deliver(id: PurchaseId) {
	assert_eq!(Settlement::delivered(&[id]), 1);
}

/// A block in which nobody does anything.
pub(crate) fn idle() {
	use frame_support::{traits::Hooks, weights::Weight};
	Settlement::on_idle(1, Weight::MAX);
}

/// Holders of a title, as its creator declares them.
pub(crate) fn declare(content: ContentId, of: &[(u64, BasisPoints)]) {
	let holders =
		of.iter().map(|(account, share_bp)| Holder { account: *account, share_bp: *share_bp });
	let holders = holders.collect::<Vec<_>>().try_into().unwrap();
	Rights::declare_holders(signed(CREATOR), content, holders).unwrap();
}

/// A chain on which TITLE is half ANNA's, and 30 % and 20 % of BERT and CARL.
pub(crate) fn build() -> sp_io::TestExternalities {
	CurrentRound::set(NOW);
	Known::set(known());
	Fee::set(FEE_BP);
	Activators::set(vec![]);
	Patience::set(IN_TIME);
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: [TREASURY, CREATOR, ANNA, BERT, CARL]
				.map(|who| (who, 100 * ED))
				.into_iter()
				.chain([BUYER, FRIEND].map(|who| (who, WEALTH)))
				.collect(),
			..Default::default()
		},
		..Default::default()
	}
	.build_storage()
	.unwrap();
	let mut ext = sp_io::TestExternalities::from(storage);
	ext.execute_with(|| {
		System::set_block_number(1);
		<Assets as Create<u64>>::create(SSH, TREASURY, true, SSH_MIN).unwrap();
		for who in [BUYER, FRIEND] {
			Assets::mint_into(SSH, &who, WEALTH).unwrap();
		}
		declare(TITLE, &[(ANNA, 5_000), (BERT, 3_000), (CARL, 2_000)]);
		let rental = Some(pallet_rights::RentalTerms {
			cfx: Some(RENT),
			ssh: Some(RENT_SSH),
			rounds: RENTED,
		});
		let terms = pallet_rights::Terms { for_cfx: true, ssh: Some(PRICE_SSH), rental };
		for content in [TITLE, OWN] {
			Rights::set_terms(signed(CREATOR), content, Some(terms)).unwrap();
		}
		System::reset_events();
	});
	ext
}

/// Runs `test` and then checks every invariant, and that nothing was made or lost.
pub(crate) fn run<R>(test: impl FnOnce() -> R) -> R {
	build().execute_with(|| {
		let issued = (Balances::total_issuance(), Assets::total_supply(SSH));
		let result = test();
		assert_eq!(Settlement::do_try_state(), Ok(()));
		assert_eq!(Rights::do_try_state(), Ok(()));
		assert_eq!((Balances::total_issuance(), Assets::total_supply(SSH)), issued);
		result
	})
}
