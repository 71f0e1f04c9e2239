//! Whose a recording is to publish, and what is sold of it, with the real pallets (K1, K4).

use crate::{
	chain::{Chain, FIRST_SLOT, free},
	views::{CREATOR, MINUTE_MS, authorize},
};
use frame_support::traits::{
	Get,
	fungible::{Inspect, InspectHold},
};
use pallet_content_identification::{Call, Error, HoldReason};
use reel_primitives::{
	Balance, ContentId,
	content::{Licence, RewardSplit, TitleStatus},
	geometry::Geometry,
	market::{Currency, HeldBy, Holder, QuoteRefusal, SaleKind},
	pattern::{FileIdentity, OwnedPattern, PatternId, PatternRefusal, Ruling},
	traits::{Deliveries as _, Rights as _},
};
use reelchain_runtime::{
	AccountId, Balances, Block, ContentIdentification, ContentRegistry, Rights, Runtime,
	RuntimeCall, Settlement, constants::currency::CFX, params::PLATFORM_FEE_BP,
};
use sp_keyring::Sr25519Keyring::{self, Alice, Charlie, Eve, Ferdie};
use sp_runtime::DispatchResult;

/// Another authorized creator, with an encoding of its own of what is the first one's.
const OTHER: Sr25519Keyring = Charlie;
const OWN: ContentId = ContentId([1; 32]);
const COPY: ContentId = ContentId([2; 32]);
const PRICE: Balance = 3 * CFX;

fn identity(file: u8) -> FileIdentity {
	FileIdentity { file: [file; 32], fingerprint: [file ^ 0xff; 32] }
}

fn pattern(file: u8) -> PatternId {
	PatternId::opened_by(&[file; 32], 0)
}

fn register(content: ContentId) -> RuntimeCall {
	pallet_content_registry::Call::<Runtime>::register_title {
		content,
		cells_root: [1; 32],
		geometry: Geometry { cells: 3, duration_ms: 2 * MINUTE_MS, size_bytes: 3 << 20 },
		split: RewardSplit::DEFAULT,
		licence: Licence::AllRightsReserved,
		metadata_hash: [2; 32],
		price_cfx: PRICE,
		takes_donations: false,
	}
	.into()
}

/// Registers and identifies at once, as the client does.
fn publish(
	chain: &mut Chain,
	who: Sr25519Keyring,
	content: ContentId,
	file: u8,
	pattern: Option<PatternId>,
) -> DispatchResult {
	let identify = Call::<Runtime>::identify_title { content, identity: identity(file), pattern };
	let calls = vec![register(content), identify.into()];
	let call = pallet_utility::Call::<Runtime>::batch_all { calls };
	chain.submit(who, call).unwrap()
}

/// A chain on which both creators may publish, and the first one has.
fn ready() -> Chain {
	let mut chain = Chain::new("local_testnet");
	assert_eq!(chain.submit(Eve, authorize()).unwrap(), Ok(()));
	let other = pallet_supervisors::Call::<Runtime>::authorize_creator {
		creator: OTHER.to_account_id(),
		country: pallet_supervisors::CountryCode::new(*b"KR").unwrap(),
		case: [9; 32],
		expires_in: FIRST_SLOT / 6 + 10_000,
	};
	assert_eq!(chain.submit(Eve, other).unwrap(), Ok(()));
	assert_eq!(publish(&mut chain, CREATOR, OWN, 1, None), Ok(()));
	chain
}

fn quote(content: ContentId) -> Result<Balance, QuoteRefusal> {
	Rights::quote(&content, SaleKind::Purchase, Currency::Cfx).map(|quote| quote.price)
}

fn held(who: Sr25519Keyring, reason: HoldReason) -> Balance {
	Balances::balance_on_hold(&reason.into(), &who.to_account_id())
}

#[test]
fn a_title_of_anothers_recording_is_not_registered_at_all_and_the_owners_copy_is() {
	let mut chain = ready();
	let refused = Err(Error::<Runtime>::PatternOfAnother.into());
	let total = || Balances::total_balance(&OTHER.to_account_id());
	let before = chain.look(total);
	assert_eq!(publish(&mut chain, OTHER, COPY, 2, Some(pattern(1))), refused);
	assert_eq!(publish(&mut chain, OTHER, COPY, 1, None), refused, "the very file");
	chain.look(|| {
		assert!(ContentRegistry::title(COPY).is_none());
		assert!(before - total() < CFX / 10, "fees alone");
		let other = OTHER.to_account_id();
		assert_eq!(
			ContentIdentification::may_publish(other, [2; 32], Some(pattern(1))),
			Err(PatternRefusal::OfAnother(pattern(1)))
		);
	});
	assert_eq!(publish(&mut chain, CREATOR, COPY, 2, Some(pattern(1))), Ok(()));
	chain.look(|| {
		assert_eq!(ContentIdentification::pattern_of([2; 32]), Some(pattern(1)));
		let mut titles = ContentIdentification::titles_of(pattern(1), 100);
		titles.sort();
		assert_eq!(titles, [OWN, COPY]);
	});
}

#[test]
fn what_says_nothing_of_its_file_may_be_played_and_is_not_sold() {
	let mut chain = ready();
	assert_eq!(chain.submit(OTHER, register(COPY)).unwrap(), Ok(()));
	let buy = pallet_settlement::Call::<Runtime>::buy {
		content: COPY,
		beneficiary: None,
		kind: SaleKind::Purchase,
		currency: Currency::Cfx,
		max_price: PRICE,
	};
	let not_cleared = pallet_settlement::Error::<Runtime>::NotCleared;
	assert_eq!(chain.submit(Ferdie, buy.clone()).unwrap(), Err(not_cleared.into()));
	chain.look(|| {
		assert_eq!(ContentRegistry::title(COPY).unwrap().state.status, TitleStatus::Playable);
		assert_eq!((quote(OWN), quote(COPY)), (Ok(PRICE), Err(QuoteRefusal::NotCleared)));
	});
	let identify =
		Call::<Runtime>::identify_title { content: COPY, identity: identity(2), pattern: None };
	assert_eq!(chain.submit(OTHER, identify).unwrap(), Ok(()));
	assert_eq!(chain.submit(Ferdie, buy).unwrap(), Ok(()));
	assert!(chain.look(|| Settlement::has_access(COPY, Ferdie.to_account_id())));
}

#[test]
fn a_copy_that_was_published_as_something_new_is_linked_by_a_supervisor_and_not_sold_any_more() {
	let mut chain = ready();
	assert_eq!(publish(&mut chain, OTHER, COPY, 2, None), Ok(()));
	assert_eq!(chain.look(|| quote(COPY)), Ok(PRICE));
	let link = Call::<Runtime>::link { kept: pattern(1), gone: pattern(2) };
	let no_supervisor = Err(Error::<Runtime>::SupervisorNotActive.into());
	assert_eq!(chain.submit(CREATOR, link.clone()).unwrap(), no_supervisor);
	assert_eq!(chain.submit(Eve, link).unwrap(), Ok(()));
	assert_eq!(chain.look(|| quote(COPY)), Err(QuoteRefusal::NotCleared));

	let (pattern, file, evidence) = (pattern(2), [2; 32], [7; 32]);
	let appeal = Call::<Runtime>::appeal { pattern, file, evidence };
	assert_eq!(chain.submit(OTHER, appeal).unwrap(), Ok(()));
	assert_eq!(chain.look(|| held(OTHER, HoldReason::Appeal)), CFX);
	// It was made on the name that the other leads to.
	let root = chain.look(|| ContentIdentification::pattern(pattern).unwrap().pattern);
	let appellant = OTHER.to_account_id();
	let rule = Call::<Runtime>::rule { pattern: root, appellant, ruling: Ruling::Permitted };
	assert_eq!(chain.submit(Eve, rule).unwrap(), Ok(()));
	chain.look(|| {
		assert_eq!(held(OTHER, HoldReason::Appeal), 0);
		assert_eq!((quote(OWN), quote(COPY)), (Ok(PRICE), Ok(PRICE)));
	});
}

#[test]
fn a_file_keeps_its_deposit_for_good() {
	let mut chain = ready();
	let deposit = <Runtime as pallet_content_identification::Config>::FileDeposit::get();
	assert_eq!(chain.look(|| held(CREATOR, HoldReason::File)), deposit);
	let delete = pallet_content_registry::Call::<Runtime>::delete_title { content: OWN };
	assert_eq!(chain.submit(CREATOR, delete).unwrap(), Ok(()));
	assert_eq!(chain.look(|| held(CREATOR, HoldReason::File)), deposit);
	assert_eq!(
		publish(&mut chain, OTHER, COPY, 1, None),
		Err(Error::<Runtime>::PatternOfAnother.into())
	);
}

#[test]
fn an_exact_hash_tells_owner_titles_prices_and_holders() {
	use pallet_content_registry_runtime_api::runtime_decl_for_title_api::TitleApi;
	let mut chain = ready();
	let told = chain
		.look(|| <Runtime as TitleApi<Block, AccountId>>::identify([1; 32]))
		.expect("it is known");
	assert_eq!((told.pattern.pattern, told.pattern.owner), (pattern(1), CREATOR.to_account_id()));
	let [title] = &told.titles[..] else { panic!("{:?}", told.titles) };
	assert_eq!((title.content, title.price_cfx), (OWN, Some(PRICE)));
	let holder = Holder { account: CREATOR.to_account_id(), share_bp: 10_000 };
	assert_eq!((&title.holders[..], &told.holders[..]), (&[holder][..], &[][..]));
	// What the owner says of the pattern is told of it and of its title.
	let holders = vec![Holder { account: Ferdie.to_account_id(), share_bp: 10_000 }];
	let declared = declare(pattern(1), holders.clone());
	assert_eq!(chain.submit(CREATOR, declared).unwrap(), Ok(()));
	let told = chain
		.look(|| <Runtime as TitleApi<Block, AccountId>>::identify([1; 32]))
		.expect("it is known");
	assert_eq!((&told.titles[0].holders, &told.holders), (&holders, &holders));
	assert_eq!(chain.look(|| <Runtime as TitleApi<Block, AccountId>>::identify([2; 32])), None);
}

fn declare(pattern: PatternId, holders: Vec<Holder<AccountId>>) -> RuntimeCall {
	let holders = holders.try_into().expect("few");
	pallet_rights::Call::<Runtime>::declare_pattern_holders { pattern, holders }.into()
}

/// Lets the other creator publish files of the first one's pattern.
fn permit(chain: &mut Chain, ruling: Ruling) {
	let (pattern, file, evidence) = (pattern(1), [2; 32], [7; 32]);
	let appeal = Call::<Runtime>::appeal { pattern, file, evidence };
	assert_eq!(chain.submit(OTHER, appeal).unwrap(), Ok(()));
	let rule = Call::<Runtime>::rule { pattern, appellant: OTHER.to_account_id(), ruling };
	assert_eq!(chain.submit(Eve, rule).unwrap(), Ok(()));
}

fn holders_of(content: ContentId) -> (HeldBy<AccountId>, AccountId) {
	let told = Rights::holders_of(content).expect("it is registered");
	(told.by, told.holders[0].account.clone())
}

#[test]
fn a_distributor_with_a_permit_sells_for_the_patterns_holders() {
	let mut chain = ready();
	let holders = vec![
		Holder { account: Ferdie.to_account_id(), share_bp: 7_500 },
		Holder { account: CREATOR.to_account_id(), share_bp: 2_500 },
	];
	assert_eq!(chain.submit(CREATOR, declare(pattern(1), holders)).unwrap(), Ok(()));
	permit(&mut chain, Ruling::Permitted);
	// What it says of the title itself beforehand does not get past the identification.
	let own = vec![Holder { account: OTHER.to_account_id(), share_bp: 10_000 }];
	let holders = own.try_into().expect("one");
	let calls = vec![
		register(COPY),
		pallet_rights::Call::<Runtime>::declare_holders { content: COPY, holders }.into(),
		Call::<Runtime>::identify_title {
			content: COPY,
			identity: identity(2),
			pattern: Some(pattern(1)),
		}
		.into(),
	];
	let call = pallet_utility::Call::<Runtime>::batch_all { calls };
	let otherwise = Error::<Runtime>::HeldOtherwise;
	assert_eq!(chain.submit(OTHER, call).unwrap(), Err(otherwise.into()));
	assert_eq!(publish(&mut chain, OTHER, COPY, 2, Some(pattern(1))), Ok(()));

	let buy = pallet_settlement::Call::<Runtime>::buy {
		content: COPY,
		beneficiary: None,
		kind: SaleKind::Purchase,
		currency: Currency::Cfx,
		max_price: PRICE,
	};
	assert_eq!(chain.submit(Alice, buy).unwrap(), Ok(()));
	chain.block_with(1, || {
		let had = || [Ferdie, CREATOR, OTHER].map(|who| free(&who.to_account_id()));
		let before = had();
		assert_eq!(Settlement::delivered(&[0]), 1);
		let rest = PRICE - PRICE * Balance::from(PLATFORM_FEE_BP) / 10_000;
		let part = rest * 2_500 / 10_000;
		let after = had();
		let gains = [0, 1, 2].map(|index| after[index] - before[index]);
		assert_eq!(gains, [rest - part, part, 0]);
	});
}

#[test]
fn who_is_given_a_pattern_declares_anew_and_what_followed_before_stays() {
	let mut chain = ready();
	let to = |who: Sr25519Keyring| vec![Holder { account: who.to_account_id(), share_bp: 10_000 }];
	assert_eq!(chain.submit(CREATOR, declare(pattern(1), to(Ferdie))).unwrap(), Ok(()));
	permit(&mut chain, Ruling::Transferred);
	let not_owner = pallet_rights::Error::<Runtime>::NotPatternOwner;
	let again = declare(pattern(1), to(CREATOR));
	assert_eq!(chain.submit(CREATOR, again).unwrap(), Err(not_owner.into()));
	assert_eq!(publish(&mut chain, OTHER, COPY, 2, Some(pattern(1))), Ok(()));
	assert_eq!(chain.submit(OTHER, declare(pattern(1), to(Alice))).unwrap(), Ok(()));
	chain.look(|| {
		let by = |owner: Sr25519Keyring| {
			HeldBy::Pattern(OwnedPattern { pattern: pattern(1), owner: owner.to_account_id() })
		};
		assert_eq!(holders_of(OWN), (by(CREATOR), Ferdie.to_account_id()));
		assert_eq!(holders_of(COPY), (by(OTHER), Alice.to_account_id()));
		// The thief's title is not sold any more.
		assert_eq!(quote(OWN), Err(QuoteRefusal::NotCleared));
	});
}

#[test]
fn a_title_of_a_pattern_that_is_linked_later_stays_with_the_holders_that_it_had() {
	let mut chain = ready();
	let to = |who: Sr25519Keyring| vec![Holder { account: who.to_account_id(), share_bp: 10_000 }];
	assert_eq!(publish(&mut chain, OTHER, COPY, 2, None), Ok(()));
	assert_eq!(chain.submit(OTHER, declare(pattern(2), to(Alice))).unwrap(), Ok(()));
	let link = Call::<Runtime>::link { kept: pattern(1), gone: pattern(2) };
	assert_eq!(chain.submit(Eve, link).unwrap(), Ok(()));
	// By either name it is the first one's to declare now.
	assert_eq!(chain.submit(CREATOR, declare(pattern(2), to(Ferdie))).unwrap(), Ok(()));
	chain.look(|| {
		assert_eq!(holders_of(OWN).1, Ferdie.to_account_id());
		assert_eq!(holders_of(COPY).1, Alice.to_account_id());
		let (of, holders) = Rights::pattern_holders(pattern(2)).expect("it leads to one");
		assert_eq!((of.pattern, of.owner), (pattern(1), CREATOR.to_account_id()));
		assert_eq!(holders, to(Ferdie));
	});
}
