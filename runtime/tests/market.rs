//! Titles are sold and given for, with the real pallets: money goes to three holders, or back.

use crate::{
	chain::{Chain, free, round, treasury},
	views::{CONTENT, CREATOR, MINUTE_MS, authorize},
};
use frame_support::{assert_ok, traits::fungibles::Mutate};
use pallet_rights::{Holders, RentalTerms, Terms};
use pallet_settlement::{Call, Error, Reason};
use reel_primitives::{
	AccountId, Balance, ContentId,
	content::{Licence, ReasonCode, RewardSplit},
	geometry::Geometry,
	market::{Currency, Holder, MAX_PLATFORM_FEE_BP, PRICE_BY_QUALITY, PriceTiers, SaleKind},
	pattern::{FileIdentity, OwnedPattern, PatternId},
	traits::{Deliveries, TitleControl},
};
use reelchain_runtime::{
	Assets, Balances, ContentRegistry, Rights, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin,
	Settlement, System,
	configs::assets::{SSH, SSH_MIN_BALANCE},
	constants::currency::{CFX, EXISTENTIAL_DEPOSIT},
	params::{
		DELIVERY_ROUNDS, DeliveryRoundsInForce, PLATFORM_FEE_BP, PlatformFeeInForce,
		RuntimeParameters, TiersInForce, dynamic::market, in_range,
	},
};
use sp_keyring::Sr25519Keyring::{self, Alice, Charlie, Dave, Eve, Ferdie};

pub(crate) const BUYER: Sr25519Keyring = Ferdie;
const HOLDERS: [(Sr25519Keyring, u16); 3] = [(Charlie, 5_001), (Dave, 3_333), (Eve, 1_666)];
/// No number that anything divides.
pub(crate) const PRICE: Balance = 7 * CFX + 12_345_678_901_234_567;
const PRICE_SSH: Balance = 900 * SSH_MIN_BALANCE + 7;
const RENTAL_ROUNDS: u64 = 600;

fn register(price_cfx: Balance) -> RuntimeCall {
	pallet_content_registry::Call::<Runtime>::register_title {
		content: CONTENT,
		cells_root: [1; 32],
		geometry: Geometry { cells: 3, duration_ms: 2 * MINUTE_MS, size_bytes: 3 << 20 },
		split: RewardSplit::DEFAULT,
		licence: Licence::AllRightsReserved,
		metadata_hash: [2; 32],
		price_cfx,
		takes_donations: true,
	}
	.into()
}

/// Says that a title is of a file that is like no other.
pub(crate) fn identify(content: ContentId) -> RuntimeCall {
	let identity = FileIdentity { file: content.0, fingerprint: [3; 32] };
	pallet_content_identification::Call::<Runtime>::identify_title {
		content,
		identity,
		pattern: None,
	}
	.into()
}

/// A chain on which the title is three holders', costs something in both currencies, and the buyer has SSH.
pub(crate) fn ready() -> Chain {
	ready_with(|holders| {
		pallet_rights::Call::<Runtime>::declare_holders { content: CONTENT, holders }.into()
	})
}

/// The same, but the three hold the pattern that the title is of.
pub(crate) fn ready_by_pattern() -> Chain {
	let pattern = pattern();
	ready_with(|holders| {
		pallet_rights::Call::<Runtime>::declare_pattern_holders { pattern, holders }.into()
	})
}

/// The pattern of the title, once it is identified.
pub(crate) fn pattern() -> PatternId {
	PatternId::opened_by(&CONTENT.0, 0)
}

fn ready_with(declare: impl FnOnce(Holders<AccountId>) -> RuntimeCall) -> Chain {
	let mut chain = Chain::new("local_testnet");
	assert_eq!(chain.submit(Eve, authorize()).unwrap(), Ok(()));
	assert_eq!(chain.submit(CREATOR, register(PRICE)).unwrap(), Ok(()));
	assert_eq!(chain.submit(CREATOR, identify(CONTENT)).unwrap(), Ok(()));
	let holders = HOLDERS
		.map(|(key, share_bp)| Holder { account: key.to_account_id(), share_bp })
		.to_vec()
		.try_into()
		.unwrap();
	assert_eq!(chain.submit(CREATOR, declare(holders)).unwrap(), Ok(()));
	let rental = Some(RentalTerms { cfx: Some(CFX), ssh: None, rounds: RENTAL_ROUNDS });
	let terms = Some(Terms { for_cfx: true, ssh: Some(PRICE_SSH), rental });
	let call = pallet_rights::Call::<Runtime>::set_terms { content: CONTENT, terms };
	assert_eq!(chain.submit(CREATOR, call).unwrap(), Ok(()));
	chain.look(|| {
		let earned = 2 * PRICE_SSH;
		assert_ok!(Assets::mint_into(SSH, &BUYER.to_account_id(), earned));
		pallet_fragment_staking::TotalMinted::<Runtime>::mutate(|minted| *minted += earned);
	});
	chain
}

fn order(kind: SaleKind, currency: Currency, beneficiary: Option<Sr25519Keyring>) -> RuntimeCall {
	let beneficiary = beneficiary.map(|key| key.to_account_id());
	let max_price = PRICE.max(PRICE_SSH);
	Call::<Runtime>::buy { content: CONTENT, beneficiary, kind, currency, max_price }.into()
}

pub(crate) fn buy(chain: &mut Chain, currency: Currency) {
	let call = order(SaleKind::Purchase, currency, None);
	assert_eq!(chain.submit(BUYER, call).unwrap(), Ok(()));
}

fn buy_for(chain: &mut Chain, beneficiary: Sr25519Keyring) {
	let call = order(SaleKind::Purchase, Currency::Cfx, Some(beneficiary));
	assert_eq!(chain.submit(BUYER, call).unwrap(), Ok(()));
}

pub(crate) fn held(who: Sr25519Keyring) -> Balance {
	use frame_support::traits::fungible::InspectHold;
	let reason = pallet_settlement::HoldReason::Sale.into();
	Balances::balance_on_hold(&reason, &who.to_account_id())
}

fn ssh(who: &AccountId) -> Balance {
	Assets::balance(SSH, who)
}

/// What each holder and the treasury have.
pub(crate) fn wealth(of: impl Fn(&AccountId) -> Balance) -> [Balance; 4] {
	let [one, two, three] = HOLDERS.map(|(key, _)| of(&key.to_account_id()));
	[one, two, three, of(&treasury())]
}

/// What each of them gets of a price: worked out once more.
pub(crate) fn parts(price: Balance, fee_bp: Balance) -> [Balance; 4] {
	let fee = price * fee_bp / 10_000;
	let rest = price - fee;
	let [one, two, three] = HOLDERS.map(|(_, bp)| rest * Balance::from(bp) / 10_000);
	let left_over = rest - one - two - three;
	[one + left_over, two, three, fee]
}

pub(crate) fn gained(before: [Balance; 4], after: [Balance; 4]) -> [Balance; 4] {
	[0, 1, 2, 3].map(|index| after[index] - before[index])
}

/// Tells deliveries as proof of view does, and says what everybody gained.
fn delivered(chain: &mut Chain, purchases: &[u64], of: fn(&AccountId) -> Balance) -> [Balance; 4] {
	chain.block_with(1, || {
		let before = wealth(of);
		assert_eq!(Settlement::delivered(purchases), purchases.len() as u32);
		gained(before, wealth(of))
	})
}

#[test]
fn a_film_that_follows_its_pattern_pays_the_patterns_holders_of_now() {
	let mut chain = ready_by_pattern();
	buy(&mut chain, Currency::Cfx);
	let gains = delivered(&mut chain, &[0], free);
	assert_eq!(gains, parts(PRICE, PLATFORM_FEE_BP.into()));
	// Of what was sold the creator cannot say anything else any more, and a share moves in one place for all titles.
	let holders = vec![Holder { account: CREATOR.to_account_id(), share_bp: 10_000 }];
	let holders = holders.try_into().unwrap();
	let call = pallet_rights::Call::<Runtime>::declare_holders { content: CONTENT, holders };
	let follows = pallet_rights::Error::<Runtime>::FollowsPattern;
	assert_eq!(chain.submit(CREATOR, call).unwrap(), Err(follows.into()));
	buy_for(&mut chain, Alice);
	chain.block_with(1, || {
		let of = OwnedPattern { pattern: pattern(), owner: CREATOR.to_account_id() };
		let origin = RuntimeOrigin::signed(Charlie.to_account_id());
		let to = Dave.to_account_id();
		assert_ok!(Rights::transfer_pattern_share(origin, of, to, 5_001));
	});
	let [one, two, three, fee] = delivered(&mut chain, &[1], free);
	let rest = PRICE - fee;
	let of_eve = rest * 1_666 / 10_000;
	assert_eq!([one, two, three], [0, rest - of_eve, of_eve]);
}

#[test]
fn a_film_is_bought_and_three_holders_are_paid_to_the_planck() {
	let mut chain = ready();
	let before = chain.look(|| free(&BUYER.to_account_id()));
	buy(&mut chain, Currency::Cfx);
	chain.look(|| {
		assert_eq!(held(BUYER), PRICE);
		assert!(before - free(&BUYER.to_account_id()) > PRICE);
		assert!(Settlement::has_access(CONTENT, BUYER.to_account_id()));
	});
	let gains = delivered(&mut chain, &[0], free);
	assert_eq!(gains, parts(PRICE, PLATFORM_FEE_BP.into()));
	assert_eq!(gains.iter().sum::<Balance>(), PRICE);
	chain.look(|| {
		assert_eq!(held(BUYER), 0);
		assert!(Settlement::has_access(CONTENT, BUYER.to_account_id()));
	});
	// Over nine tenths go to those whose film it is (S5).
	assert!(gains[3] * 10 < PRICE);
}

#[test]
fn the_same_in_ssh() {
	let mut chain = ready();
	buy(&mut chain, Currency::Ssh);
	let escrow = Settlement::escrow();
	assert_eq!(chain.look(|| ssh(&escrow)), PRICE_SSH);
	let gains = delivered(&mut chain, &[0], ssh);
	assert_eq!(gains, parts(PRICE_SSH, PLATFORM_FEE_BP.into()));
	assert_eq!(chain.look(|| (ssh(&escrow), ssh(&BUYER.to_account_id()))), (0, PRICE_SSH));
}

#[test]
fn events_alone_reproduce_every_payout() {
	let mut chain = ready();
	buy(&mut chain, Currency::Cfx);
	let (gains, credited) = chain.block_with(1, || {
		let before = wealth(free);
		assert_eq!(Settlement::delivered(&[0]), 1);
		let events = System::events().into_iter().filter_map(|record| match record.event {
			RuntimeEvent::Settlement(pallet_settlement::Event::Credited { amount, .. }) => {
				Some(amount)
			},
			RuntimeEvent::Settlement(pallet_settlement::Event::Delivered { fee, .. }) => Some(fee),
			_ => None,
		});
		(gained(before, wealth(free)), events.collect::<Vec<_>>())
	});
	assert_eq!(credited, gains);
}

#[test]
fn who_refuses_before_the_first_play_has_all_back() {
	for currency in [Currency::Cfx, Currency::Ssh] {
		let mut chain = ready();
		let before = chain.look(|| ssh(&BUYER.to_account_id()));
		buy(&mut chain, currency);
		let call = Call::<Runtime>::refuse { purchase: 0 };
		assert_eq!(chain.submit(BUYER, call).unwrap(), Ok(()));
		assert_eq!(chain.look(|| (held(BUYER), ssh(&BUYER.to_account_id()))), (0, before));
		assert_eq!(chain.look(|| Settlement::delivered(&[0])), 0);
	}
}

#[test]
fn what_is_not_delivered_in_time_goes_back_by_itself() {
	let mut chain = ready();
	buy(&mut chain, Currency::Cfx);
	let before = chain.look(|| free(&BUYER.to_account_id()));
	chain.block_after((DELIVERY_ROUNDS - 2) * 6, vec![]);
	assert_eq!(chain.look(|| held(BUYER)), PRICE);
	chain.block_after(3 * 6, vec![]);
	// The block in which a session begins leaves no time for it.
	chain.block(vec![]);
	assert_eq!(chain.look(|| (held(BUYER), free(&BUYER.to_account_id()))), (0, before + PRICE));
	assert!(!chain.look(|| Settlement::has_access(CONTENT, BUYER.to_account_id())));
}

#[test]
fn when_the_title_is_stopped_the_money_goes_back() {
	let mut chain = ready();
	buy(&mut chain, Currency::Cfx);
	chain.look(|| {
		ContentRegistry::stop(&CONTENT, ReasonCode::Rights).unwrap();
		let before = wealth(free);
		assert_eq!(Settlement::delivered(&[0]), 1);
		assert_eq!(wealth(free), before);
		assert_eq!(held(BUYER), 0);
	});
	let refused = chain.submit(BUYER, order(SaleKind::Purchase, Currency::Cfx, None)).unwrap();
	assert_eq!(refused, Err(Error::<Runtime>::TitleNotPlayable.into()));
}

#[test]
fn anyone_returns_what_was_bought_of_a_stopped_title() {
	let mut chain = ready();
	buy(&mut chain, Currency::Cfx);
	let call = Call::<Runtime>::return_undelivered { purchase: 0 };
	let refused = chain.submit(Alice, call.clone()).unwrap();
	assert_eq!(refused, Err(Error::<Runtime>::NotReturnable.into()));
	chain.look(|| ContentRegistry::stop(&CONTENT, ReasonCode::Rights).unwrap());
	chain.block_with(1, || {
		assert_ok!(Settlement::return_undelivered(RuntimeOrigin::signed(Alice.to_account_id()), 0));
		let reason = System::events().into_iter().find_map(|record| match record.event {
			RuntimeEvent::Settlement(pallet_settlement::Event::Returned { reason, .. }) => {
				Some(reason)
			},
			_ => None,
		});
		assert_eq!(reason, Some(Reason::NotPlayable));
	});
	assert_eq!(chain.look(|| held(BUYER)), 0);
}

#[test]
fn a_rental_is_given_to_a_friend_and_ends() {
	let mut chain = ready();
	let friend = Sr25519Keyring::One;
	let call = order(SaleKind::Rental, Currency::Cfx, Some(friend));
	assert_eq!(chain.submit(BUYER, call).unwrap(), Ok(()));
	// The friend needs no balance.
	let has_access = || Settlement::has_access(CONTENT, friend.to_account_id());
	assert!(chain.look(has_access));
	assert!(!chain.look(|| Settlement::has_access(CONTENT, BUYER.to_account_id())));
	assert_eq!(delivered(&mut chain, &[0], free), parts(CFX, PLATFORM_FEE_BP.into()));
	let ends = chain.look(round) + RENTAL_ROUNDS;
	chain.block_after((RENTAL_ROUNDS - 1) * 6, vec![]);
	assert!(chain.look(has_access));
	chain.run_until(12, || round() >= ends);
	assert!(!chain.look(has_access));
}

#[test]
fn a_donation_reaches_three_holders_without_a_fee() {
	let mut chain = ready();
	for (currency, amount, of) in [
		(Currency::Cfx, CFX + 7, free as fn(&AccountId) -> Balance),
		(Currency::Ssh, PRICE_SSH, ssh),
	] {
		let gains = chain.block_with(1, || {
			let before = wealth(of);
			let donor = RuntimeOrigin::signed(BUYER.to_account_id());
			assert_ok!(Settlement::donate(donor, CONTENT, currency, amount));
			gained(before, wealth(of))
		});
		assert_eq!(gains, parts(amount, 0));
	}
}

#[test]
fn what_an_account_cannot_take_is_owed_and_the_treasury_endows_the_escrow_account() {
	let mut chain = ready();
	let poor = Sr25519Keyring::Two.to_account_id();
	let [(holder, share), ..] = HOLDERS;
	let call = pallet_rights::Call::<Runtime>::transfer_share {
		content: CONTENT,
		to: poor.clone(),
		share_bp: share,
	};
	assert_eq!(chain.submit(holder, call).unwrap(), Ok(()));
	let before = chain.look(|| free(&treasury()));
	chain.block_with(1, || {
		let donor = RuntimeOrigin::signed(BUYER.to_account_id());
		assert_ok!(Settlement::donate(donor, CONTENT, Currency::Cfx, EXISTENTIAL_DEPOSIT));
		assert_eq!(before - free(&treasury()), EXISTENTIAL_DEPOSIT);
		let (owed, _) = Settlement::owed(poor.clone());
		assert_eq!(owed, EXISTENTIAL_DEPOSIT * Balance::from(share) / 10_000);
		assert_eq!(free(&Settlement::escrow()), EXISTENTIAL_DEPOSIT + owed);
	});
}

#[test]
fn a_title_of_which_no_price_was_said_costs_what_its_quality_costs() {
	let mut chain = Chain::new("local_testnet");
	assert_eq!(chain.submit(Eve, authorize()).unwrap(), Ok(()));
	assert_eq!(chain.submit(CREATOR, register(PRICE_BY_QUALITY)).unwrap(), Ok(()));
	assert_eq!(chain.submit(CREATOR, identify(CONTENT)).unwrap(), Ok(()));
	// Two minutes of 1.5 MiB.
	let lowest = 2 * PriceTiers::DEFAULT.0[0].minute_cfx;
	let price =
		|| Rights::price_of(CONTENT, SaleKind::Purchase, Currency::Cfx).map(|quote| quote.price);
	assert_eq!(chain.look(price), Ok(lowest));
	let mut tiers = PriceTiers::DEFAULT;
	tiers.0[0].minute_cfx = 3 * CFX;
	set(
		&mut chain,
		RuntimeParameters::Market(market::Parameters::Tiers(market::Tiers, Some(tiers))),
	);
	assert_eq!(chain.look(price), Ok(6 * CFX));
}

fn fee(value: Option<u16>) -> RuntimeParameters {
	RuntimeParameters::Market(market::Parameters::PlatformFee(market::PlatformFee, value))
}

fn set(chain: &mut Chain, key_value: RuntimeParameters) {
	chain.look(|| {
		let call = pallet_parameters::Call::<Runtime>::set_parameter { key_value };
		use sp_runtime::traits::Dispatchable;
		assert_ok!(RuntimeCall::from(call).dispatch(RuntimeOrigin::root()));
	});
}

#[test]
fn a_fee_above_a_tenth_is_refused_and_never_taken() {
	let mut chain = ready();
	chain.look(|| {
		assert_eq!(PlatformFeeInForce::get_now(), PLATFORM_FEE_BP);
		for (value, is_fine) in [(0, true), (1_000, true), (1_001, false), (u16::MAX, false)] {
			assert_eq!(in_range(&fee(Some(value))), is_fine, "{value}");
		}
		// By root, past the filter, it counts as a tenth.
		let key_value = fee(Some(5_000));
		assert_ok!(pallet_parameters::Pallet::<Runtime>::set_parameter(
			RuntimeOrigin::root(),
			key_value
		));
		assert_eq!(PlatformFeeInForce::get_now(), MAX_PLATFORM_FEE_BP);
	});
	buy(&mut chain, Currency::Cfx);
	assert_eq!(delivered(&mut chain, &[0], free), parts(PRICE, 1_000));
}

#[test]
fn times_and_tiers_out_of_range_are_refused_and_never_used() {
	let mut chain = ready();
	let rounds = |value| {
		RuntimeParameters::Market(market::Parameters::DeliveryRounds(
			market::DeliveryRounds,
			Some(value),
		))
	};
	let mut tiers = PriceTiers::DEFAULT;
	tiers.0[1].minute_cfx = 0;
	let tiers = RuntimeParameters::Market(market::Parameters::Tiers(market::Tiers, Some(tiers)));
	assert!(!in_range(&tiers) && !in_range(&rounds(249)) && !in_range(&rounds(180_001)));
	assert!(in_range(&rounds(250)));
	chain.look(|| {
		use frame_support::traits::Get;
		for key_value in [rounds(u64::MAX), tiers] {
			assert_ok!(pallet_parameters::Pallet::<Runtime>::set_parameter(
				RuntimeOrigin::root(),
				key_value
			));
		}
		assert_eq!(<DeliveryRoundsInForce as Get<u64>>::get(), 180_000);
		assert_eq!(<TiersInForce as Get<PriceTiers>>::get(), PriceTiers::DEFAULT);
	});
}

/// Shorter than the trait's name each time.
trait Now {
	fn get_now() -> u16;
}

impl Now for PlatformFeeInForce {
	fn get_now() -> u16 {
		<Self as frame_support::traits::Get<u16>>::get()
	}
}
