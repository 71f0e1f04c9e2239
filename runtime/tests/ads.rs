//! Campaigns with the real pallets: what is watched is charged, viewers and creators are paid to the planck, the rest goes
//! back.

use crate::{
	chain::{Chain, free, round},
	views::{CONTENT, CREATOR, MINUTE_MS, authorize},
};
use frame_support::{assert_ok, traits::fungible::InspectHold};
use pallet_ad_escrow::{Call, Error, Event, MIN_VIEWER_BP};
use reel_primitives::{
	Balance, ContentId, Round,
	ads::{
		AdBill, AdCharge, AdTerms, BillRefusal, CampaignState, ChargePart, Dropped, EndCause,
		Targets, VIEWER_BP, day_of,
	},
	batch::{Payee, Payees},
	content::{Licence, ReasonCode, RewardSplit},
	geometry::Geometry,
	traits::AdCharges,
};
use reelchain_runtime::{
	AdEscrow, Balances, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin, System,
	constants::currency::CFX,
	params::{
		MAX_MIN_AD_BUDGET, MIN_AD_BUDGET, MinAdBudgetInForce, RuntimeParameters, ViewerPartInForce,
		dynamic::ads, in_range,
	},
};
use sp_keyring::Sr25519Keyring::{self, Alice, Charlie, Dave, Eve, Ferdie};

const BRAND: Sr25519Keyring = Ferdie;
pub(crate) const AD: ContentId = ContentId([8; 32]);
/// Numbers that nothing divides.
pub(crate) const VIEW: Balance = CFX / 7;
pub(crate) const CLICK: Balance = CFX / 3;
pub(crate) const BUDGET: Balance = 10 * CFX;
/// Rounds after the last in which an ad was shown until what is left goes back.
const SETTLED: Round = 41;

fn register(content: ContentId, cells: u32) -> RuntimeCall {
	pallet_content_registry::Call::<Runtime>::register_title {
		content,
		cells_root: [1; 32],
		geometry: Geometry {
			cells,
			duration_ms: MINUTE_MS * u64::from(cells) / 2,
			size_bytes: u64::from(cells) << 20,
		},
		split: RewardSplit::DEFAULT,
		licence: Licence::AllRightsReserved,
		metadata_hash: [2; 32],
		price_cfx: 0,
		takes_donations: false,
	}
	.into()
}

/// A chain with a film and an ad, and the campaign of a brand that runs for so many rounds.
pub(crate) fn ready(rounds: Round, change: impl FnOnce(&mut AdTerms)) -> Chain {
	let mut chain = Chain::new("local_testnet");
	assert_eq!(chain.submit(Eve, authorize()).unwrap(), Ok(()));
	assert_eq!(chain.submit(CREATOR, register(CONTENT, 3)).unwrap(), Ok(()));
	assert_eq!(chain.submit(CREATOR, register(AD, 1)).unwrap(), Ok(()));
	let now = chain.look(round);
	let mut terms = AdTerms {
		creative: AD,
		view_cfx: VIEW,
		click_cfx: CLICK,
		targets: Targets::default(),
		first: now,
		last: now + rounds,
		daily_cap_cfx: None,
		frequency_cap: 3,
	};
	change(&mut terms);
	let call = Call::<Runtime>::open_campaign { terms, budget_cfx: BUDGET };
	assert_eq!(chain.submit(BRAND, call).unwrap(), Ok(()));
	chain
}

pub(crate) fn held() -> Balance {
	let reason = pallet_ad_escrow::HoldReason::Campaign.into();
	Balances::balance_on_hold(&reason, &BRAND.to_account_id())
}

/// What a viewer gets of a price: worked out once more.
pub(crate) fn part(price: Balance) -> Balance {
	price * Balance::from(VIEWER_BP) / 10_000
}

/// Charlie saw it twice and clicked once, Dave once.
pub(crate) fn bill() -> AdBill {
	let of = |content, views, clicks| ChargePart {
		content,
		country: *b"KR",
		impressions: views,
		views,
		clicks,
	};
	let mut payees = vec![
		Payee { account: Charlie.to_account_id(), shares: 2 * part(VIEW) + part(CLICK) },
		Payee { account: Dave.to_account_id(), shares: part(VIEW) },
	];
	payees.sort_by(|one, other| one.account.cmp(&other.account));
	let parts = vec![of(CONTENT, 3, 1)];
	let dropped = Dropped { frequency: 5, ..Dropped::default() };
	AdBill {
		charges: vec![AdCharge { campaign: 0, viewers: 2, dropped, parts }],
		viewers: Payees::Direct(payees),
	}
}

pub(crate) const CHARGED: Balance = 3 * VIEW + CLICK;

/// What viewers, the creator and the brand have.
pub(crate) fn wealth() -> [Balance; 4] {
	[Charlie, Dave, CREATOR, BRAND].map(|who| free(&who.to_account_id()))
}

fn charge(chain: &mut Chain, bill: AdBill) -> bool {
	chain.block_with(1, || AdEscrow::charge(round(), &[bill]) == 1)
}

fn state(chain: &mut Chain) -> CampaignState {
	chain.look(|| AdEscrow::campaign(0).expect("it is kept").state)
}

#[test]
fn what_was_watched_is_charged_and_paid_to_the_planck() {
	let mut chain = ready(1_000, |_| {});
	assert_eq!(chain.look(held), BUDGET);
	let (before, after, today) = chain.block_with(1, || {
		let before = wealth();
		assert_eq!(AdEscrow::charge(round(), &[bill()]), 1);
		(before, wealth(), day_of(round()))
	});
	let creators = 3 * (VIEW - part(VIEW)) + CLICK - part(CLICK);
	let gains = [0, 1, 2].map(|who| after[who] - before[who]);
	assert_eq!(gains, [2 * part(VIEW) + part(CLICK), part(VIEW), creators]);
	assert_eq!(gains.iter().sum::<Balance>(), CHARGED);
	assert_eq!(before[3], after[3], "the brand pays from its hold");
	chain.look(|| {
		assert_eq!(held(), BUDGET - CHARGED);
		let campaign = AdEscrow::campaign(0).unwrap();
		assert_eq!((campaign.left_cfx, campaign.spent_cfx), (BUDGET - CHARGED, CHARGED));
		let results = AdEscrow::results(0, today).unwrap();
		assert_eq!((results.total.views, results.total.clicks), (3, 1));
		assert_eq!(results.total.spent_cfx, CHARGED);
		assert_eq!(results.titles[0].0, CONTENT);
		assert_eq!(results.dropped.frequency, 5);
		assert_eq!(AdEscrow::campaigns_of(BRAND.to_account_id(), 0, 9).len(), 1);
		assert_eq!(AdEscrow::shown(0, 9).1.len(), 1);
	});
}

#[test]
fn what_ads_bring_a_title_is_divided_among_its_holders() {
	let mut chain = ready(1_000, |_| {});
	let to = Alice.to_account_id();
	let call = pallet_rights::Call::<Runtime>::transfer_share {
		content: CONTENT,
		to: to.clone(),
		share_bp: 3_333,
	};
	assert_eq!(chain.submit(CREATOR, call).unwrap(), Ok(()));
	let creators = 3 * (VIEW - part(VIEW)) + CLICK - part(CLICK);
	let others = creators * 3_333 / 10_000;
	chain.block_with(1, || {
		let before = wealth();
		assert_eq!(AdEscrow::charge(round(), &[bill()]), 1);
		assert_eq!(wealth()[2] - before[2], creators - others);
		assert_eq!(reelchain_runtime::Rights::owed(CONTENT, to), others);
	});
}

#[test]
fn nothing_is_charged_past_the_days_cap_or_the_budget() {
	let mut chain = ready(1_000, |terms| terms.daily_cap_cfx = Some(2 * CHARGED));
	assert!(charge(&mut chain, bill()) && charge(&mut chain, bill()));
	let dropped = |chain: &mut Chain| {
		chain.block_with(1, || {
			assert_eq!(AdEscrow::charge(round(), &[bill()]), 0);
			System::events().into_iter().find_map(|record| match record.event {
				RuntimeEvent::AdEscrow(Event::BillDropped { refusal, .. }) => Some(refusal),
				_ => None,
			})
		})
	};
	assert_eq!(dropped(&mut chain), Some(BillRefusal::DailyCap));
	assert_eq!(chain.look(held), BUDGET - 2 * CHARGED);

	let mut chain = ready(1_000, |_| {});
	let fits = BUDGET / CHARGED;
	for _ in 0..fits {
		assert!(charge(&mut chain, bill()));
	}
	assert_eq!(dropped(&mut chain), Some(BillRefusal::Budget));
	assert_eq!(chain.look(held), BUDGET - fits * CHARGED);
}

#[test]
fn what_is_cancelled_pays_for_what_was_shown_and_goes_back() {
	let mut chain = ready(1_000, |_| {});
	let call = Call::<Runtime>::cancel_campaign { campaign: 0 };
	assert_eq!(chain.submit(BRAND, call).unwrap(), Ok(()));
	assert!(matches!(state(&mut chain), CampaignState::Ending { .. }));
	assert!(charge(&mut chain, bill()));
	let before = chain.look(|| free(&BRAND.to_account_id()));
	let call = Call::<Runtime>::close_campaign { campaign: 0 };
	let refused = chain.submit(Eve, call).unwrap();
	assert_eq!(refused, Err(Error::<Runtime>::NotDueYet.into()));
	chain.block_after(SETTLED * 6, vec![]);
	chain.run(2);
	assert!(matches!(state(&mut chain), CampaignState::Ended { cause: EndCause::Cancelled, .. }));
	let left = BUDGET - CHARGED;
	assert_eq!(chain.look(|| (held(), free(&BRAND.to_account_id()))), (0, before + left));
	assert!(!charge(&mut chain, bill()));
}

#[test]
fn a_campaign_ends_by_itself() {
	let mut chain = ready(10, |_| {});
	let before = chain.look(|| free(&BRAND.to_account_id()));
	chain.block_after(10 * 6, vec![]);
	assert_eq!(chain.look(held), BUDGET);
	chain.block_after(SETTLED * 6, vec![]);
	chain.run(2);
	assert!(matches!(state(&mut chain), CampaignState::Ended { cause: EndCause::Over, .. }));
	assert_eq!(chain.look(|| (held(), free(&BRAND.to_account_id()))), (0, before + BUDGET));
}

#[test]
fn a_supervisor_stops_an_ad_of_its_country() {
	let mut chain = ready(1_000, |terms| {
		terms.targets.countries = vec![*b"FR"].try_into().unwrap();
	});
	let stop = |campaign| Call::<Runtime>::stop_campaign { campaign, reason: ReasonCode::Unlawful };
	let refused = chain.submit(Eve, stop(0)).unwrap();
	assert_eq!(refused, Err(Error::<Runtime>::NotSupervisor.into()), "Eve acts for Korea");
	let mut chain = ready(1_000, |terms| {
		terms.targets.countries = vec![*b"FR", *b"KR"].try_into().unwrap();
	});
	let refused = chain.submit(Dave, stop(0)).unwrap();
	assert_eq!(refused, Err(Error::<Runtime>::NotSupervisor.into()));
	assert_eq!(chain.submit(Eve, stop(0)).unwrap(), Ok(()));
	assert!(chain.look(|| AdEscrow::shown(0, 9).1.is_empty()));
	let resume = Call::<Runtime>::resume_campaign { campaign: 0 };
	let refused = chain.submit(BRAND, resume).unwrap();
	assert_eq!(refused, Err(Error::<Runtime>::CampaignOver.into()));
	chain.block_after((SETTLED + 1) * 6, vec![]);
	chain.run(2);
	assert_eq!(chain.look(held), 0);
}

fn set(chain: &mut Chain, key_value: RuntimeParameters) {
	chain.look(|| {
		let call = pallet_parameters::Call::<Runtime>::set_parameter { key_value };
		use sp_runtime::traits::Dispatchable;
		assert_ok!(RuntimeCall::from(call).dispatch(RuntimeOrigin::root()));
	});
}

#[test]
fn parameters_out_of_range_are_refused_and_never_taken() {
	use frame_support::traits::Get;
	let part =
		|value| RuntimeParameters::Ads(ads::Parameters::ViewerPart(ads::ViewerPart, Some(value)));
	let least =
		|value| RuntimeParameters::Ads(ads::Parameters::MinBudget(ads::MinBudget, Some(value)));
	let mut chain = ready(1_000, |_| {});
	chain.look(|| {
		assert_eq!((ViewerPartInForce::get(), MinAdBudgetInForce::get()), (7_000, MIN_AD_BUDGET));
		for (value, is_fine) in
			[(MIN_VIEWER_BP, true), (10_000, true), (MIN_VIEWER_BP - 1, false), (10_001, false)]
		{
			assert_eq!(in_range(&part(value)), is_fine, "{value}");
		}
		for (value, is_fine) in
			[(1, true), (MAX_MIN_AD_BUDGET, true), (0, false), (MAX_MIN_AD_BUDGET + 1, false)]
		{
			assert_eq!(in_range(&least(value)), is_fine, "{value}");
		}
	});
	// Should they get in by root, they are cut.
	set(&mut chain, part(20_000));
	set(&mut chain, least(0));
	chain.look(|| {
		assert_eq!((ViewerPartInForce::get(), MinAdBudgetInForce::get()), (10_000, 1));
		assert_eq!(AdEscrow::campaign(0).unwrap().viewer_bp, 7_000, "as when it was opened");
	});
}
