//! A runtime of campaigns, with real balances, assets and rights, and tables of titles and supervisors.

mod tables;

use crate::{self as pallet_crowdfunding, Milestone, Offer};
use frame_support::{
	PalletId, derive_impl, parameter_types,
	traits::{
		AsEnsureOriginWithArg, ConstU32, ConstU64, ConstU128, Contains, Hooks,
		fungible::{InspectHold, ItemOf},
		fungibles::{Create, Mutate},
	},
	weights::Weight,
};
use frame_system::EnsureRoot;
use pallet_assets::FrozenBalance;
use reel_primitives::{
	Balance, ContentId, Round, Slot,
	content::TitleStatus,
	funding::{CampaignId, FundingTerms, royalty_asset},
	market::{PriceTiers, TitleOnSale},
	time::SLOTS_PER_ROUND,
	traits::{RoundClock, TokenMoves},
};
use sp_runtime::{
	BuildStorage, DispatchResult,
	traits::{Dispatchable, IdentityLookup},
};
use std::collections::BTreeMap;
pub(crate) use tables::{TestSupervisors, TestTitles, known};

/// Sixteen bytes: the accounts of campaigns fit.
pub(crate) type Account = u128;

pub(crate) const ED: Balance = 100;
pub(crate) const SSH: u32 = 1;
pub(crate) const SSH_MIN: Balance = 10;
pub(crate) const NOW: Round = 1_000;
pub(crate) const DEPOSIT: Balance = 5_000;
pub(crate) const LEAST: Balance = 200;
pub(crate) const ENDS: Round = NOW + 100;
pub(crate) const VOTING: Round = 20;
pub(crate) const WITHIN: Round = 50;

pub(crate) const TREASURY: Account = 1;
pub(crate) const CREATOR: Account = 2;
pub(crate) const SUPERVISOR: Account = 3;
/// One of another country.
pub(crate) const FOREIGNER: Account = 4;
pub(crate) const ANNA: Account = 10;
pub(crate) const BERT: Account = 11;
pub(crate) const CARL: Account = 12;
pub(crate) const DORA: Account = 13;
/// One that does not exist yet.
pub(crate) const NEW: Account = 14;
pub(crate) const WEALTH: Balance = 10_000_000;

/// A title of CREATOR.
pub(crate) const TITLE: ContentId = ContentId([1; 32]);
/// One of somebody else.
pub(crate) const FOREIGN: ContentId = ContentId([2; 32]);

/// No number that anything divides.
pub(crate) const GOAL: Balance = 1_000_003;
pub(crate) const PARTS: [Balance; 3] = [400_000, 300_001, 300_002];
pub(crate) const SHARE: u16 = 2_500;
pub(crate) const TOKENS: Balance = 1_009;

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
	#[runtime::pallet_index(55)]
	pub type Crowdfunding = pallet_crowdfunding::Pallet<Test>;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountId = Account;
	type BaseCallFilter = TellsArriving;
	type Lookup = IdentityLookup<Account>;
	type AccountData = pallet_balances::AccountData<Balance>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = Balance;
	type ExistentialDeposit = ConstU128<ED>;
	type AccountStore = System;
}

/// Tells whom tokens leave, as the runtime does; freezes nothing.
#[derive(Debug)]
pub struct TellsLeaving;

impl FrozenBalance<u32, Account, Balance> for TellsLeaving {
	fn frozen_balance(asset: u32, who: &Account) -> Option<Balance> {
		Crowdfunding::leaving(asset, who);
		None
	}

	fn died(_: u32, _: &Account) {}

	fn contains_freezes(_: u32) -> bool {
		false
	}
}

/// Tells to whom tokens come, as the runtime does; filters nothing.
#[derive(Debug)]
pub struct TellsArriving;

impl Contains<RuntimeCall> for TellsArriving {
	fn contains(call: &RuntimeCall) -> bool {
		use pallet_assets::Call::*;
		let RuntimeCall::Assets(call) = call else { return true };
		match call {
			transfer { id, target: to, .. }
			| transfer_keep_alive { id, target: to, .. }
			| transfer_approved { id, destination: to, .. }
			| transfer_all { id, dest: to, .. } => Crowdfunding::arriving(*id, to),
			_ => {},
		}
		true
	}
}

#[derive_impl(pallet_assets::config_preludes::TestDefaultConfig)]
impl pallet_assets::Config for Test {
	type Balance = Balance;
	type Currency = Balances;
	type CreateOrigin = AsEnsureOriginWithArg<frame_system::EnsureSigned<Account>>;
	type ForceOrigin = EnsureRoot<Account>;
	type Freezer = TellsLeaving;
	type Holder = ();
	type CallbackHandle = ();
}

parameter_types! {
	pub static CurrentRound: Round = NOW;
	pub static Known: BTreeMap<ContentId, TitleOnSale<Account>> = known();
	pub static Publishers: Vec<Account> = vec![CREATOR];
	pub static Supervising: Vec<Account> = vec![SUPERVISOR, FOREIGNER];
	pub const Tiers: PriceTiers = PriceTiers::DEFAULT;
	pub const AccountsId: PalletId = PalletId(*b"reel/fnd");
	pub const RightsPotId: PalletId = PalletId(*b"reel/rig");
	pub const Terms: FundingTerms = FundingTerms {
		min_contribution: LEAST,
		deposit: DEPOSIT,
		max_funding_rounds: 1_000,
		min_voting_rounds: 10,
		max_voting_rounds: 100,
		max_milestone_rounds: 500,
	};
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

impl pallet_crowdfunding::Config for Test {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Ssh = ItemOf<Assets, ConstU32<SSH>, Account>;
	type Tokens = Assets;
	type Titles = TestTitles;
	type Shares = Rights;
	type Supervisors = TestSupervisors;
	type Clock = TestClock;
	type AccountsId = AccountsId;
	type Terms = Terms;
	type WeightInfo = ();
}

pub(crate) fn signed(who: Account) -> RuntimeOrigin {
	RuntimeOrigin::signed(who)
}

pub(crate) fn after(rounds: Round) {
	CurrentRound::mutate(|round| *round += rounds);
}

pub(crate) fn free(who: Account) -> Balance {
	Balances::free_balance(who)
}

pub(crate) fn ssh(who: Account) -> Balance {
	Assets::balance(SSH, who)
}

pub(crate) fn held(who: Account) -> Balance {
	Balances::balance_on_hold(&crate::HoldReason::Contribution.into(), &who)
}

pub(crate) fn tokens(id: CampaignId, who: Account) -> Balance {
	Assets::balance(royalty_asset(id), who)
}

/// What a campaign offers unless a test changes it.
pub(crate) fn offer() -> Offer {
	let milestone = |amount| Milestone { amount, description: [7; 32], within: WITHIN };
	Offer {
		goal: GOAL,
		ends: ENDS,
		milestones: PARTS.map(milestone).to_vec().try_into().unwrap(),
		share_bp: SHARE,
		tokens: TOKENS,
		voting_rounds: VOTING,
		content: Some(TITLE),
		description: [8; 32],
	}
}

pub(crate) fn open_with(offer: Offer) -> CampaignId {
	let id = crate::NextCampaign::<Test>::get();
	Crowdfunding::open(signed(CREATOR), offer).unwrap();
	id
}

pub(crate) fn contribute(id: CampaignId, of: &[(Account, Balance)]) {
	for (who, amount) in of {
		Crowdfunding::contribute(signed(*who), id, *amount).unwrap();
	}
}

/// A half, and what the others make of it.
pub(crate) const CONTRIBUTIONS: [(Account, Balance); 3] =
	[(ANNA, 500_000), (BERT, 333_333), (CARL, 166_670)];

/// A campaign whose goal is met by three.
pub(crate) fn met() -> CampaignId {
	let id = open_with(offer());
	contribute(id, &CONTRIBUTIONS);
	id
}

/// All that is to be done for a campaign now.
pub(crate) fn advance(id: CampaignId) {
	while Crowdfunding::advance(signed(DORA), id).is_ok() {}
}

/// A campaign that had success, with tokens handed out.
pub(crate) fn funded() -> CampaignId {
	let id = met();
	advance(id);
	id
}

/// Income of a campaign, as a sale brings it.
pub(crate) fn earn(id: CampaignId, cfx: Balance, in_ssh: Balance) {
	use frame_support::traits::{fungible, tokens::Preservation};
	let account = Crowdfunding::account(id);
	<Balances as fungible::Mutate<_>>::transfer(&DORA, &account, cfx, Preservation::Preserve)
		.unwrap();
	Assets::transfer(signed(DORA), SSH, account, in_ssh).unwrap();
}

/// Income of TITLE from views, as payouts brings it: the campaign's part of it is booked, the rest is the creator's.
pub(crate) fn watched(income: Balance) {
	use frame_support::traits::{fungible, tokens::Preservation};
	use reel_primitives::traits::HolderShares;
	let shared = Rights::accrue(&TITLE, &CREATOR, income);
	let pot = Rights::pot_account();
	<Balances as fungible::Mutate<_>>::transfer(&DORA, &pot, shared, Preservation::Preserve)
		.unwrap();
}

/// A call as it comes in a transaction.
pub(crate) fn dispatch(who: Account, call: impl Into<RuntimeCall>) -> DispatchResult {
	call.into().dispatch(signed(who)).map(drop).map_err(|refusal| refusal.error)
}

/// Tokens sent as anybody sends assets.
pub(crate) fn send(id: CampaignId, from: Account, to: Account, amount: Balance) {
	let call = pallet_assets::Call::transfer { id: royalty_asset(id), target: to, amount };
	dispatch(from, call).unwrap();
}

/// What tokens brought, with those looked at who moved any last.
pub(crate) fn caught_up(id: CampaignId) -> crate::Royalty {
	let mut royalty = crate::Royalties::<Test>::get(id).unwrap();
	Crowdfunding::catch_up(id, &mut royalty);
	crate::Royalties::<Test>::insert(id, royalty);
	royalty
}

pub(crate) fn phase(id: CampaignId) -> crate::Phase {
	crate::Campaigns::<Test>::get(id).unwrap().phase
}

pub(crate) fn set_status(content: ContentId, status: TitleStatus) {
	Known::mutate(|titles| titles.get_mut(&content).unwrap().status = status);
}

/// Two blocks in which nobody does anything: four steps.
pub(crate) fn idle() {
	Crowdfunding::on_idle(1, Weight::MAX);
	Crowdfunding::on_idle(2, Weight::MAX);
}

pub(crate) fn build() -> sp_io::TestExternalities {
	CurrentRound::set(NOW);
	Known::set(known());
	Publishers::set(vec![CREATOR]);
	Supervising::set(vec![SUPERVISOR, FOREIGNER]);
	let storage = RuntimeGenesisConfig {
		balances: pallet_balances::GenesisConfig {
			balances: [TREASURY, CREATOR, SUPERVISOR, FOREIGNER, ANNA, BERT, CARL, DORA]
				.map(|who| (who, WEALTH))
				.into_iter()
				.chain([(Rights::pot_account(), ED)])
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
		<Assets as Create<Account>>::create(SSH, TREASURY, true, SSH_MIN).unwrap();
		Assets::mint_into(SSH, &DORA, WEALTH).unwrap();
		System::reset_events();
	});
	ext
}

/// Runs `test` and then checks every invariant, and that nothing was made or lost.
pub(crate) fn run<R>(test: impl FnOnce() -> R) -> R {
	build().execute_with(|| {
		let issued = (Balances::total_issuance(), Assets::total_supply(SSH));
		let result = test();
		assert_eq!(Crowdfunding::do_try_state(), Ok(()));
		assert_eq!(Rights::do_try_state(), Ok(()));
		assert_eq!((Balances::total_issuance(), Assets::total_supply(SSH)), issued);
		result
	})
}
