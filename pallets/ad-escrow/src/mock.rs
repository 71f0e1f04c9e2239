//! A runtime of balances and the real payouts, with a table of titles.

use crate as pallet_ad_escrow;
use frame_support::{
	PalletId, derive_impl, parameter_types,
	traits::{ConstU64, ConstU128, Hooks, fungible::InspectHold},
	weights::Weight,
};
use reel_economics::emission::{PAPER, Schedule};
use reel_primitives::{
	Balance, BasisPoints, ContentId, Round, Slot,
	ads::{AdBill, AdCharge, AdTerms, CampaignId, ChargePart, Country, Dropped, Targets},
	batch::{Payee, Payees},
	content::{ReasonCode, RewardSplit, TitleStatus},
	time::SLOTS_PER_ROUND,
	traits::{AdCharges, RoundClock, Sanctioners, TitleTerms, Titles},
};
use sp_runtime::{BuildStorage, DispatchResult, traits::AccountIdConversion};
use std::collections::BTreeMap;

pub(crate) const ED: Balance = 1_000;
/// Round in which tests begin, early on a day.
pub(crate) const NOW: Round = 6_000_100;
/// Most rounds to a campaign's last.
pub(crate) const LONGEST: Round = 100_000;
/// Rounds for which results are kept.
pub(crate) const KEPT: Round = 500;
pub(crate) const MIN_BUDGET: Balance = 50_000;

pub(crate) const TREASURY: u64 = 1;
pub(crate) const CREATOR: u64 = 2;
pub(crate) const OTHER_CREATOR: u64 = 3;
/// Acts for KR and JP.
pub(crate) const SUPERVISOR: u64 = 5;
pub(crate) const BRAND: u64 = 10;
pub(crate) const RIVAL: u64 = 11;
pub(crate) const ANNA: u64 = 100;
pub(crate) const BERT: u64 = 101;
/// What BRAND and RIVAL have.
pub(crate) const WEALTH: Balance = 100_000_000;

pub(crate) const FILM: ContentId = ContentId([1; 32]);
pub(crate) const OTHER_FILM: ContentId = ContentId([2; 32]);
/// An ad of 15 seconds, of BRAND.
pub(crate) const AD: ContentId = ContentId([3; 32]);
/// One of two cells.
pub(crate) const LONG_AD: ContentId = ContentId([4; 32]);
/// One that nobody registered.
pub(crate) const UNKNOWN: ContentId = ContentId([9; 32]);

/// Prices that do not divide evenly: of a view 7,000 are the viewer's and 3,001 the creator's, of a click 352 and 151.
pub(crate) const VIEW: Balance = 10_001;
pub(crate) const CLICK: Balance = 503;
pub(crate) const VIEWERS_VIEW: Balance = 7_000;
pub(crate) const VIEWERS_CLICK: Balance = 352;

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
	#[runtime::pallet_index(54)]
	pub type AdEscrow = pallet_ad_escrow::Pallet<Test>;
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
	pub static Statuses: BTreeMap<ContentId, (u64, u32, TitleStatus)> = titles();
	pub static Part: BasisPoints = 7_000;
	pub const CurrentSchedule: Schedule = PAPER;
	pub const NoCap: Option<Balance> = None;
	pub const NoPeriod: Option<Round> = None;
	pub const PotId: PalletId = PalletId(*b"reel/pay");
}

/// Titles by creator, cells and status.
fn titles() -> BTreeMap<ContentId, (u64, u32, TitleStatus)> {
	let playable = TitleStatus::Playable;
	BTreeMap::from([
		(FILM, (CREATOR, 90, playable)),
		(OTHER_FILM, (OTHER_CREATOR, 1, playable)),
		(AD, (BRAND, 1, playable)),
		(LONG_AD, (BRAND, 2, playable)),
	])
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

/// The titles of [`Statuses`]; every cell lasts 15 seconds.
#[derive(Debug)]
pub struct TestTitles;

impl Titles<u64> for TestTitles {
	fn terms(content: &ContentId) -> Option<TitleTerms<u64>> {
		let (creator, cells, status) = *Statuses::get().get(content)?;
		Some(TitleTerms {
			creator,
			supervisor: SUPERVISOR,
			split: RewardSplit::DEFAULT,
			cells,
			duration_ms: u64::from(cells) * 15_000,
			status,
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(content: ContentId, creator: &u64) {
		let title = (*creator, 1, TitleStatus::Playable);
		Statuses::mutate(|titles| titles.insert(content, title));
	}
}

/// SUPERVISOR alone.
#[derive(Debug)]
pub struct TestSanctioners;

impl Sanctioners<u64> for TestSanctioners {
	fn country(who: &u64) -> Option<[u8; 2]> {
		(*who == SUPERVISOR).then_some(*b"KR")
	}

	fn acts_for(who: &u64, country: [u8; 2]) -> bool {
		*who == SUPERVISOR && [*b"KR", *b"JP"].contains(&country)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn admit_for_benchmark(_: &u64) {}
}

impl pallet_emission::Config for Test {
	type Currency = Balances;
	type Clock = TestClock;
	type Schedule = CurrentSchedule;
	type CapPerPlay = NoCap;
	type WeightInfo = ();
}

impl pallet_payouts::Config for Test {
	type Currency = Balances;
	type Mint = Emission;
	type Titles = TestTitles;
	type Standing = ();
	type Clock = TestClock;
	type AdminOrigin = frame_system::EnsureRoot<u64>;
	type TreasuryAccount = ConstU64<TREASURY>;
	type PotId = PotId;
	type ClaimLifetime = ConstU64<1_000>;
	type SumPeriod = NoPeriod;
	type GenerationRounds = ConstU64<100>;
	type WeightInfo = ();
	type Holders = ();
	type Layers = ();
}

impl pallet_ad_escrow::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Titles = TestTitles;
	type Sanctioners = TestSanctioners;
	type Payouts = Payouts;
	type Clock = TestClock;
	type ViewerPart = Part;
	type MinBudget = ConstU128<MIN_BUDGET>;
	type MaxRounds = ConstU64<LONGEST>;
	type KeptRounds = ConstU64<KEPT>;
	type WeightInfo = ();
}

pub(crate) fn signed(who: u64) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub(crate) fn free(who: u64) -> Balance {
	Balances::free_balance(who)
}

pub(crate) fn held(who: u64) -> Balance {
	Balances::balance_on_hold(&crate::HoldReason::Campaign.into(), &who)
}

pub(crate) fn after(rounds: Round) {
	CurrentRound::mutate(|round| *round += rounds);
}

/// A block in which nobody does anything.
pub(crate) fn idle() {
	AdEscrow::on_idle(1, Weight::MAX);
}

pub(crate) fn set_status(content: ContentId, status: TitleStatus) {
	Statuses::mutate(|titles| titles.get_mut(&content).unwrap().2 = status);
}

pub(crate) fn stopped() -> TitleStatus {
	TitleStatus::Stopped(ReasonCode::Rights)
}

/// A campaign for everybody, from now on for 1,000 rounds, without a day's cap.
pub(crate) fn terms() -> AdTerms {
	AdTerms {
		creative: AD,
		view_cfx: VIEW,
		click_cfx: CLICK,
		targets: Targets::default(),
		first: NOW,
		last: NOW + 1_000,
		daily_cap_cfx: None,
		frequency_cap: 3,
	}
}

pub(crate) fn open_with(who: u64, terms: AdTerms, budget: Balance) -> CampaignId {
	let id = crate::NextCampaign::<Test>::get();
	AdEscrow::open_campaign(signed(who), terms, budget).unwrap();
	id
}

pub(crate) fn open(budget: Balance) -> CampaignId {
	open_with(BRAND, terms(), budget)
}

pub(crate) fn left(id: CampaignId) -> Balance {
	AdEscrow::campaign(id).unwrap().left_cfx
}

pub(crate) fn part(content: ContentId, country: Country, views: u32, clicks: u32) -> ChargePart {
	ChargePart { content, country, impressions: views, views, clicks }
}

/// A charge of one part in FILM.
pub(crate) fn charge(campaign: CampaignId, viewers: u32, views: u32, clicks: u32) -> AdCharge {
	let parts = vec![part(FILM, *b"KR", views, clicks)];
	AdCharge { campaign, viewers, dropped: Dropped::default(), parts }
}

pub(crate) fn named(of: &[(u64, Balance)]) -> Payees<u64> {
	let payee = |(account, shares): &(u64, Balance)| Payee { account: *account, shares: *shares };
	Payees::Direct(of.iter().map(payee).collect())
}

/// So many views and clicks of ANNA's in FILM.
pub(crate) fn annas(campaign: CampaignId, views: u32, clicks: u32) -> AdBill<u64> {
	let amount = Balance::from(views) * VIEWERS_VIEW + Balance::from(clicks) * VIEWERS_CLICK;
	AdBill { charges: vec![charge(campaign, 1, views, clicks)], viewers: named(&[(ANNA, amount)]) }
}

pub(crate) fn charged(round: Round, bill: &AdBill<u64>) -> bool {
	AdEscrow::charge(round, core::slice::from_ref(bill)) == 1
}

/// A viewer with many accounts would do the same.
pub(crate) fn cancel(id: CampaignId) -> DispatchResult {
	AdEscrow::cancel_campaign(signed(BRAND), id)
}

pub(crate) fn build() -> sp_io::TestExternalities {
	CurrentRound::set(NOW);
	Statuses::set(titles());
	Part::set(7_000);
	let pot: u64 = PotId::get().into_account_truncating();
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: [pot, TREASURY, CREATOR, OTHER_CREATOR, SUPERVISOR, ANNA, BERT]
				.map(|who| (who, ED))
				.into_iter()
				.chain([BRAND, RIVAL].map(|who| (who, WEALTH)))
				.collect(),
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

/// Runs `test` and then checks every invariant, and that nothing was made or lost.
pub(crate) fn run<R>(test: impl FnOnce() -> R) -> R {
	build().execute_with(|| {
		let issued = Balances::total_issuance();
		let result = test();
		assert_eq!(AdEscrow::do_try_state(), Ok(()));
		assert_eq!(Payouts::do_try_state(), Ok(()));
		assert_eq!(Balances::total_issuance(), issued);
		result
	})
}
