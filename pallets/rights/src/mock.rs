//! A runtime of rights alone, with a table of titles.

use crate as pallet_rights;
use frame_support::{
	PalletId, derive_impl, parameter_types,
	traits::{ConstU64, ConstU128, fungible::Mutate},
};
use reel_primitives::{
	Balance, ContentId, Round,
	content::TitleStatus,
	geometry::Geometry,
	market::{Holder, PRICE_BY_QUALITY, PriceTiers, TitleOnSale},
	pattern::{OwnedPattern, PatternId},
	traits::{Clearance, HolderShares, PatternFollowers, Patterns, TitlesOnSale},
};
use sp_runtime::BuildStorage;
use std::collections::BTreeMap;

pub(crate) const CREATOR: u64 = 2;
pub(crate) const ANNA: u64 = 10;
pub(crate) const BERT: u64 = 11;
pub(crate) const CARL: u64 = 12;
/// A title of ninety minutes at a price.
pub(crate) const TITLE: ContentId = ContentId([1; 32]);
/// One whose price follows from the quality.
pub(crate) const UNPRICED: ContentId = ContentId([2; 32]);
/// One that is free.
pub(crate) const FREE: ContentId = ContentId([3; 32]);
/// One that nobody registered.
pub(crate) const UNKNOWN: ContentId = ContentId([9; 32]);
/// A pattern of CREATOR's, and a name that leads to it.
pub(crate) const PATTERN: PatternId = PatternId([1; 32]);
pub(crate) const LINKED: PatternId = PatternId([2; 32]);
/// One that nobody opened.
pub(crate) const NO_PATTERN: PatternId = PatternId([9; 32]);
pub(crate) const PRICE: Balance = 5_000;
/// Least balance of an account.
pub(crate) const ED: Balance = 100;
pub(crate) const MAX_RENTAL: Round = 1_000;

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
	#[runtime::pallet_index(49)]
	pub type Rights = pallet_rights::Pallet<Test>;
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
	pub static Known: BTreeMap<ContentId, TitleOnSale<u64>> = known();
	pub static TiersInForce: PriceTiers = PriceTiers::DEFAULT;
	pub static NotCleared: Vec<ContentId> = Vec::new();
	/// Whose [`PATTERN`] is.
	pub static PatternOwner: u64 = CREATOR;
	pub const PotId: PalletId = PalletId(*b"reel/rig");
}

fn known() -> BTreeMap<ContentId, TitleOnSale<u64>> {
	let title = |price_cfx| TitleOnSale {
		creator: CREATOR,
		status: TitleStatus::Playable,
		// 20 MB a minute.
		geometry: Geometry { cells: 90, duration_ms: 90 * 60_000, size_bytes: 90 * 20_000_000 },
		price_cfx,
		takes_donations: true,
	};
	BTreeMap::from([(TITLE, title(PRICE)), (UNPRICED, title(PRICE_BY_QUALITY)), (FREE, title(0))])
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

/// Clears all titles but those of [`NotCleared`].
#[derive(Debug)]
pub struct TestClearance;

impl Clearance<u64> for TestClearance {
	fn is_cleared(content: &ContentId, _: &u64) -> bool {
		!NotCleared::get().contains(content)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn clear_for_benchmark(content: &ContentId, _: &u64) {
		NotCleared::mutate(|titles| titles.retain(|title| title != content));
	}
}

/// Knows one pattern, by two names.
#[derive(Debug)]
pub struct TestPatterns;

impl Patterns<u64> for TestPatterns {
	fn owned(name: &PatternId) -> Option<OwnedPattern<u64>> {
		[PATTERN, LINKED].contains(name).then(owned)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn open_for_benchmark(owner: &u64) -> PatternId {
		PatternOwner::set(*owner);
		LINKED
	}
}

/// [`PATTERN`] as it is now.
pub(crate) fn owned() -> OwnedPattern<u64> {
	OwnedPattern { pattern: PATTERN, owner: PatternOwner::get() }
}

/// Says that a title is of [`PATTERN`]; whether that may be.
pub(crate) fn identify(content: ContentId, creator: u64) -> bool {
	Rights::identified(&content, &creator, owned()).is_ok()
}

impl pallet_rights::Config for Test {
	type Currency = Balances;
	type Titles = TestTitles;
	type Clearance = TestClearance;
	type Patterns = TestPatterns;
	type Tiers = TiersInForce;
	type MaxRentalRounds = ConstU64<MAX_RENTAL>;
	type PotId = PotId;
	type WeightInfo = ();
}

pub(crate) fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub(crate) fn set_status(content: ContentId, status: TitleStatus) {
	Known::mutate(|titles| titles.get_mut(&content).unwrap().status = status);
}

/// Holders in the form in which they are declared.
pub(crate) fn shares(of: &[(u64, u16)]) -> crate::Holders<u64> {
	let holders =
		of.iter().map(|(account, share_bp)| Holder { account: *account, share_bp: *share_bp });
	holders.collect::<Vec<_>>().try_into().unwrap()
}

/// The same as they are stored, owed nothing.
pub(crate) fn stakes(of: &[(u64, u16)]) -> crate::Stakes<u64> {
	shares(of).into_iter().map(crate::Stake::from).collect::<Vec<_>>().try_into().unwrap()
}

/// The same as a title's own.
pub(crate) fn own(of: &[(u64, u16)]) -> crate::TitleHolders<u64> {
	crate::TitleHolders::Own(stakes(of))
}

pub(crate) fn free(who: u64) -> Balance {
	Balances::free_balance(who)
}

/// What views bring TITLE, as payouts pays it; what is left to the creator.
pub(crate) fn views(income_cfx: Balance) -> Balance {
	views_of(&TITLE, CREATOR, income_cfx)
}

/// The same of any title.
pub(crate) fn views_of(content: &ContentId, creator: u64, income_cfx: Balance) -> Balance {
	let shared = Rights::accrue(content, &creator, income_cfx);
	if shared > 0 {
		Balances::mint_into(&Rights::pot_account(), shared).unwrap();
	}
	income_cfx - shared
}

pub(crate) fn build() -> sp_io::TestExternalities {
	Known::set(known());
	TiersInForce::set(PriceTiers::DEFAULT);
	NotCleared::set(Vec::new());
	PatternOwner::set(CREATOR);
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: [Rights::pot_account(), CREATOR, ANNA, BERT].map(|who| (who, ED)).to_vec(),
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
		assert_eq!(Rights::do_try_state(), Ok(()));
		result
	})
}
