//! A film is paid for by three, and what it brings reaches whoever has the tokens, with the real pallets.

use crate::{
	chain::{Chain, free},
	income::paid_round,
	market::{BUYER, PRICE, identify},
	views::{CONTENT, CREATOR, MINUTE_MS, authorize},
};
use codec::Compact;
use frame_support::{assert_ok, traits::fungibles::Mutate};
use pallet_crowdfunding::{Call, Error, Milestone, Offer, Phase, Reason};
use reel_primitives::{
	AccountId, Balance,
	content::{Licence, RewardSplit},
	funding::royalty_asset,
	geometry::Geometry,
	market::{Currency, SaleKind},
	time::SLOTS_PER_ROUND,
	traits::{Deliveries, RoundClock},
};
use reelchain_runtime::{
	Assets, Balances, Crowdfunding, Rights, Runtime, RuntimeCall, RuntimeOrigin, Settlement,
	configs::{
		assets::{SSH, SSH_MIN_BALANCE},
		views::SlotClock,
	},
	constants::currency::{CFX, EXISTENTIAL_DEPOSIT},
	params::{FUNDING_TERMS, PLATFORM_FEE_BP},
};
use sp_core::U256;
use sp_keyring::Sr25519Keyring::{self, Alice, Charlie, Dave, Eve, Ferdie};

const GOAL: Balance = 1_000 * CFX + 7;
const FIRST: Balance = 400 * CFX;
const TOKENS: Balance = 1_009;
const SHARE: u16 = 3_333;
const GAVE: [(Sr25519Keyring, Balance); 3] =
	[(Charlie, 500 * CFX), (Dave, 300 * CFX + 1), (Ferdie, 1_000 * CFX)];

/// Registers the title and says what file it is of, as whoever sells it must.
fn register() -> RuntimeCall {
	let register = pallet_content_registry::Call::<Runtime>::register_title {
		content: CONTENT,
		cells_root: [1; 32],
		geometry: Geometry { cells: 3, duration_ms: 2 * MINUTE_MS, size_bytes: 3 << 20 },
		split: RewardSplit::DEFAULT,
		licence: Licence::AllRightsReserved,
		metadata_hash: [2; 32],
		price_cfx: PRICE,
		takes_donations: true,
	};
	let calls = vec![register.into(), identify(CONTENT)];
	pallet_utility::Call::<Runtime>::batch_all { calls }.into()
}

fn offer() -> Offer {
	let milestone = |amount| Milestone { amount, description: [3; 32], within: 6_000 };
	Offer {
		goal: GOAL,
		ends: SlotClock::round() + 1_000,
		milestones: vec![milestone(FIRST), milestone(GOAL - FIRST)].try_into().unwrap(),
		share_bp: SHARE,
		tokens: TOKENS,
		voting_rounds: FUNDING_TERMS.min_voting_rounds,
		content: None,
		description: [4; 32],
	}
}

/// A chain with a campaign, whose title is not there yet.
fn opened() -> Chain {
	let mut chain = Chain::new("local_testnet");
	assert_eq!(chain.submit(Eve, authorize()).unwrap(), Ok(()));
	let offer = chain.look(offer);
	assert_eq!(chain.submit(CREATOR, Call::<Runtime>::open { offer }).unwrap(), Ok(()));
	chain
}

/// The goal is met by three, and all that follows is done.
fn funded() -> Chain {
	let mut chain = opened();
	for (who, amount) in GAVE {
		let call = Call::<Runtime>::contribute { campaign: 0, amount };
		assert_eq!(chain.submit(who, call).unwrap(), Ok(()));
	}
	chain.run_until(20, || GAVE.iter().all(|(who, _)| tokens(*who) > 0));
	chain
}

fn tokens(who: Sr25519Keyring) -> Balance {
	Assets::balance(royalty_asset(0), who.to_account_id())
}

fn phase() -> Phase {
	Crowdfunding::campaign(0).unwrap().phase
}

fn claimable(who: Sr25519Keyring, currency: Currency) -> Balance {
	Crowdfunding::claimable(0, who.to_account_id()).of(currency)
}

/// The title is bought and delivered; what the campaign's account got by it.
fn sold(chain: &mut Chain, buyer: Sr25519Keyring) -> Balance {
	let account = Crowdfunding::account(0);
	let before = chain.look(|| free(&account));
	let call = pallet_settlement::Call::<Runtime>::buy {
		content: CONTENT,
		beneficiary: None,
		kind: SaleKind::Purchase,
		currency: Currency::Cfx,
		max_price: PRICE,
	};
	let id = chain.look(pallet_settlement::NextPurchase::<Runtime>::get);
	assert_eq!(chain.submit(buyer, call).unwrap(), Ok(()));
	chain.block_with(1, || assert_eq!(Settlement::delivered(&[id]), 1));
	chain.look(|| free(&account)) - before
}

fn claim(chain: &mut Chain, of: Sr25519Keyring, currency: Currency) -> Balance {
	let who = of.to_account_id();
	let has = |who: &AccountId| match currency {
		Currency::Cfx => free(who),
		Currency::Ssh => Assets::balance(SSH, who),
	};
	// Without a transaction around it, whose fee may come to the account as the block's author.
	chain.block_with(1, || {
		let before = has(&who);
		let anyone = RuntimeOrigin::signed(Alice.to_account_id());
		assert_ok!(Crowdfunding::claim(anyone, 0, who.clone(), currency));
		has(&who) - before
	})
}

#[test]
fn three_pay_for_a_film_and_its_sales_reach_whoever_has_the_tokens() {
	assert_ne!(BUYER, Alice);
	let mut chain = funded();
	let account = Crowdfunding::account(0);
	chain.look(|| {
		assert_eq!(GAVE.map(|(who, _)| tokens(who)).iter().sum::<Balance>(), TOKENS);
		assert_eq!(free(&account), EXISTENTIAL_DEPOSIT + GOAL - FIRST);
	});

	// The film is there, and a third of its income is the campaign's.
	assert_eq!(chain.submit(CREATOR, register()).unwrap(), Ok(()));
	let call = Call::<Runtime>::attach_title { campaign: 0, content: CONTENT };
	assert_eq!(chain.submit(CREATOR, call).unwrap(), Ok(()));
	let holders = chain.look(|| Rights::holders(CONTENT));
	assert_eq!((holders[1].account.clone(), holders[1].share_bp), (account.clone(), SHARE));

	let rest = PRICE - PRICE * Balance::from(PLATFORM_FEE_BP) / 10_000;
	let part = rest * Balance::from(SHARE) / 10_000;
	assert_eq!(sold(&mut chain, Ferdie), part);
	let first = part / TOKENS;
	let had = chain.look(|| GAVE.map(|(who, _)| tokens(who)));
	chain.look(|| {
		for ((who, _), had) in GAVE.iter().zip(had) {
			assert_eq!(claimable(*who, Currency::Cfx), first * had);
		}
	});

	// A token moves like any asset, without a word to crowdfunding.
	let (amount, to) = (100, Eve);
	let target = to.to_account_id().into();
	let call =
		pallet_assets::Call::<Runtime>::transfer { id: Compact(royalty_asset(0)), target, amount };
	assert_eq!(chain.submit(Charlie, call).unwrap(), Ok(()));
	assert_eq!(sold(&mut chain, Dave), part);

	// What the first sale left over counts with the second.
	let second = (part + part % TOKENS) / TOKENS;
	let expected = [
		(Charlie, first * had[0] + second * (had[0] - amount)),
		(Dave, (first + second) * had[1]),
		(Ferdie, (first + second) * had[2]),
		(Eve, second * amount),
	];
	let mut paid = 0;
	for (who, expected) in expected {
		assert_eq!(chain.look(|| claimable(who, Currency::Cfx)), expected);
		assert_eq!(claim(&mut chain, who, Currency::Cfx), expected);
		paid += expected;
	}
	// To the planck: what nobody can claim is less than one for each token.
	let left = 2 * part - paid;
	assert!(left < TOKENS);
	let kept = EXISTENTIAL_DEPOSIT + GOAL - FIRST + left;
	assert_eq!(chain.look(|| free(&account)), kept);
}

#[test]
fn views_of_the_film_reach_whoever_has_the_tokens() {
	let mut chain = funded();
	assert_eq!(chain.submit(CREATOR, register()).unwrap(), Ok(()));
	let call = Call::<Runtime>::attach_title { campaign: 0, content: CONTENT };
	assert_eq!(chain.submit(CREATOR, call).unwrap(), Ok(()));
	let account = Crowdfunding::account(0);
	let before = chain.look(|| free(&account));
	let part = paid_round(&mut chain) * Balance::from(SHARE) / 10_000;
	let had = chain.look(|| GAVE.map(|(who, _)| tokens(who)));
	chain.look(|| {
		assert_eq!((free(&account), Rights::owed(CONTENT, account.clone())), (before, part));
		for ((who, _), had) in GAVE.iter().zip(had) {
			assert_eq!(claimable(*who, Currency::Cfx), part / TOKENS * had);
		}
	});
	// Who sells its tokens keeps what was watched before.
	let (amount, target) = (100, Eve.to_account_id().into());
	let call =
		pallet_assets::Call::<Runtime>::transfer { id: Compact(royalty_asset(0)), target, amount };
	assert_eq!(chain.submit(Charlie, call).unwrap(), Ok(()));
	assert_eq!(chain.look(|| free(&account)), before + part);
	let mut paid = 0;
	for ((who, _), had) in GAVE.iter().zip(had) {
		let got = claim(&mut chain, *who, Currency::Cfx);
		assert_eq!(got, part / TOKENS * had);
		paid += got;
	}
	assert_eq!(chain.look(|| claimable(Eve, Currency::Cfx)), 0);
	assert_eq!(chain.look(|| free(&account)), before + part - paid);
}

#[test]
fn donations_in_ssh_are_shared_likewise() {
	let mut chain = funded();
	assert_eq!(chain.submit(CREATOR, register()).unwrap(), Ok(()));
	let call = Call::<Runtime>::attach_title { campaign: 0, content: CONTENT };
	assert_eq!(chain.submit(CREATOR, call).unwrap(), Ok(()));
	let amount = 1_000_000 * SSH_MIN_BALANCE;
	let had = chain.block_with(1, || {
		assert_ok!(Assets::mint_into(SSH, &Ferdie.to_account_id(), 2 * amount));
		pallet_fragment_staking::TotalMinted::<Runtime>::mutate(|minted| *minted += 2 * amount);
		let donor = RuntimeOrigin::signed(Ferdie.to_account_id());
		assert_ok!(Settlement::donate(donor, CONTENT, Currency::Ssh, amount));
		tokens(Charlie)
	});
	let each = amount * Balance::from(SHARE) / 10_000 / TOKENS;
	assert_eq!(claim(&mut chain, Charlie, Currency::Ssh), each * had);
}

#[test]
fn a_goal_that_is_missed_gives_everything_back_by_itself() {
	let mut chain = opened();
	let before = chain.look(|| free(&Charlie.to_account_id()));
	let call = Call::<Runtime>::contribute { campaign: 0, amount: 999 * CFX };
	assert_eq!(chain.submit(Charlie, call).unwrap(), Ok(()));
	chain.block_after(1_000 * SLOTS_PER_ROUND, vec![]);
	chain.run_until(12, || Crowdfunding::campaign(0).is_none());
	chain.look(|| {
		let fee = before - free(&Charlie.to_account_id());
		assert!(fee < CFX);
		let reason = pallet_crowdfunding::HoldReason::Contribution.into();
		use frame_support::traits::fungible::InspectHold;
		assert_eq!(Balances::balance_on_hold(&reason, &Charlie.to_account_id()), 0);
	});
}

#[test]
fn a_milestone_that_is_voted_down_gives_the_rest_back_pro_rata() {
	let mut chain = funded();
	assert_eq!(chain.submit(CREATOR, register()).unwrap(), Ok(()));
	let call = Call::<Runtime>::report { campaign: 0 };
	let refused = chain.submit(CREATOR, call.clone()).unwrap();
	assert_eq!(refused, Err(Error::<Runtime>::TitleMissing.into()));
	let attach = Call::<Runtime>::attach_title { campaign: 0, content: CONTENT };
	assert_eq!(chain.submit(CREATOR, attach).unwrap(), Ok(()));
	assert_eq!(chain.submit(CREATOR, call).unwrap(), Ok(()));
	let before = chain.look(|| free(&Ferdie.to_account_id()));
	for who in [Charlie, Dave] {
		let call = Call::<Runtime>::vote { campaign: 0, is_against: true };
		assert_eq!(chain.submit(who, call).unwrap(), Ok(()));
	}
	let of = GOAL - FIRST;
	let is_refunding = || phase() == Phase::Refunding { reason: Reason::VotedDown, of };
	assert!(chain.look(is_refunding));
	chain.run_until(12, || Crowdfunding::campaign(0).unwrap().left == 0);
	// The last of the three, by running sums.
	let own = GOAL - GAVE[0].1 - GAVE[1].1;
	let up_to = U256::from(of) * U256::from(GOAL - own) / U256::from(GOAL);
	let part = of - up_to.as_u128();
	assert_eq!(chain.look(|| free(&Ferdie.to_account_id())) - before, part);
	assert_eq!(chain.look(|| free(&Crowdfunding::account(0))), EXISTENTIAL_DEPOSIT);
}

#[test]
fn a_supervisor_stops_a_campaign() {
	let mut chain = opened();
	let call = Call::<Runtime>::stop { campaign: 0 };
	let refused = chain.submit(Charlie, call.clone()).unwrap();
	assert_eq!(refused, Err(Error::<Runtime>::MayNotStop.into()));
	assert_eq!(chain.submit(Eve, call).unwrap(), Ok(()));
	chain.run_until(12, || Crowdfunding::campaign(0).is_none());
}

#[test]
fn nobody_else_gets_an_asset_with_the_id_of_a_campaigns_tokens() {
	let mut chain = opened();
	chain.look(|| {
		use sp_runtime::traits::Dispatchable;
		let create = |id| {
			let call = pallet_assets::Call::<Runtime>::force_create {
				id: Compact(id),
				owner: Alice.to_account_id().into(),
				is_sufficient: false,
				min_balance: 1,
			};
			RuntimeCall::from(call).dispatch(RuntimeOrigin::root())
		};
		assert!(create(royalty_asset(0)).is_err());
		assert!(create(royalty_asset(9)).is_err());
		assert!(create(royalty_asset(0) - 1).is_ok());
	});
}

#[test]
fn terms_out_of_range_are_refused_and_never_used() {
	use frame_support::traits::Get;
	use reelchain_runtime::params::{
		FundingTermsInForce, RuntimeParameters, dynamic::funding, in_range,
	};
	let mut chain = opened();
	let set =
		|terms| RuntimeParameters::Funding(funding::Parameters::Terms(funding::Terms, Some(terms)));
	let mut terms = FUNDING_TERMS;
	assert!(in_range(&set(terms)));
	terms.min_contribution = EXISTENTIAL_DEPOSIT - 1;
	assert!(!in_range(&set(terms)));
	chain.look(|| {
		let root = RuntimeOrigin::root();
		assert_ok!(pallet_parameters::Pallet::<Runtime>::set_parameter(root, set(terms)));
		assert_eq!(FundingTermsInForce::get(), FUNDING_TERMS);
	});
}
