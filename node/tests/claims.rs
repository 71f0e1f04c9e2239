//! A round with too many payees to be paid by name: they claim out of its payout root, once, and what nobody has claimed
//! becomes sums, of which one claim pays neighbours (C9).

use crate::common::{
	BLOCKS_DEADLINE, Books, Crowd, Film, Node, Rpc, SUM_PERIOD, Stage, Viewer, accepted_batch, dev,
	events, reel, until,
};
use codec::{DecodeAll, Encode};
use reel::account::to_ss58;
use reel_primitives::{AccountId, batch::MAX_DIRECT_PAYEES, time::ROUND_MS};
use reel_rpc_api::{Claimable, Rejection, SumAward, from_hex, to_hex};
use reelchain_runtime::RuntimeEvent;
use serde_json::{Value, json};
use sp_runtime::transaction_validity::{
	InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
};
use std::time::Duration;

/// One CFX in planck.
const CFX: u128 = 1_000_000_000_000_000_000;

/// With the provider, one payee more than are paid by name.
const VIEWERS: u32 = MAX_DIRECT_PAYEES;

/// Longest wait for such a period to end, and for what follows.
const PERIOD_DEADLINE: Duration =
	Duration::from_millis(SUM_PERIOD * ROUND_MS).saturating_add(BLOCKS_DEADLINE);

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_claims_its_payouts_and_nobody_claims_one_twice() {
	let node = dev();
	let film = Film::still(1, 40).await;
	let stage = Stage::open(node.rpc()).await;
	let title = stage.publish(&film, &[&node], 1).await;
	let ann = Viewer::new("Ann", &node).await;
	let Crowd { round, viewers: crowd, grants } = Crowd::watch(&ann, VIEWERS, &title).await;
	let paid = crowd[0].paid(&grants[0].id).await;
	assert_eq!(paid, round);
	let head = node.rpc().hash(node.rpc().best().await).await;
	let batch = accepted_batch(node.rpc(), round, &head).await.expect("it is paid");
	assert_eq!((batch.plays, batch.minted_cfx), (VIEWERS, 90 * CFX));

	let first = crowd[0].account();
	let each = 36 * CFX / u128::from(VIEWERS);
	assert_eq!(balance(node.rpc(), &first).await, 0, "nobody is paid by name");
	let claimable = claimable(node.rpc(), &first).await;
	let shares = u128::from(title.cells[0].duration_ms) * 4_000;
	assert!(
		matches!(&claimable[..], [Claimable { round: of, shares: own, .. }]
			if *of == round && *own == shares.to_string()),
		"{claimable:?}"
	);

	// Feeless: the account has nothing to pay with.
	let transaction = claim(node.rpc(), &first).await.expect("the first claim");
	let (block, extrinsic) = included(node.rpc(), &transaction, &head).await;
	assert_eq!(balance(node.rpc(), &first).await, each);
	let claimed = events(node.rpc(), &block).await.into_iter().find_map(|event| match event {
		RuntimeEvent::Payouts(pallet_payouts::Event::PayoutClaimed { who, rounds, amount_cfx }) => {
			Some((who, rounds, amount_cfx))
		},
		_ => None,
	});
	assert_eq!(claimed, Some((first.clone(), 1, each)));

	let before = Books::of(node.rpc(), std::slice::from_ref(&first), None).await;
	assert_eq!(claim(node.rpc(), &first).await, Err(Rejection::Malformed), "nothing is left");
	// Nor does the chain take the claim again from somebody who kept it. Before it was in a block, it was good.
	assert!(validity(node.rpc(), &extrinsic, &head).await.is_ok());
	let stale = TransactionValidityError::Invalid(InvalidTransaction::Stale);
	assert_eq!(validity(node.rpc(), &extrinsic, &block).await, Err(stale));
	let replayed = node.rpc().try_call("author_submitExtrinsic", json!([extrinsic])).await;
	replayed.expect_err("the pool knows it, or the chain refuses it");
	// And the leaf of one is not another's, not even while it is open.
	let second = crowd[1].account();
	let digits = |account: &AccountId| to_hex(account).trim_start_matches("0x").to_owned();
	let stolen = extrinsic.replace(&digits(&first), &digits(&second));
	assert_ne!(stolen, extrinsic);
	let bad_proof = TransactionValidityError::Invalid(InvalidTransaction::BadProof);
	assert_eq!(validity(node.rpc(), &stolen, &head).await, Err(bad_proof));
	assert_eq!(Books::of(node.rpc(), &[first], None).await, before);

	claim(node.rpc(), &second).await.expect("the others' claims are theirs");
	until("the second claim", BLOCKS_DEADLINE, async || {
		(balance(node.rpc(), &second).await == each).then_some(())
	})
	.await;

	what_is_left_becomes_sums(&node, &crowd, each).await;
}

/// When the period of the round is over, nobody claims by round any more: one claim pays all the others.
async fn what_is_left_becomes_sums(node: &Node, crowd: &[Viewer], each: u128) {
	let rpc = node.rpc();
	let third = crowd[2].account();
	let award = until("the round has become sums", PERIOD_DEADLINE, async || {
		sums(rpc, &third).await.into_iter().next()
	})
	.await;
	assert_eq!((award.sum_planck, award.paid_planck), (each.to_string(), "0".to_owned()));
	assert!(claimable(rpc, &third).await.is_empty());
	assert_eq!(claim(rpc, &third).await, Err(Rejection::Malformed), "not by round any more");
	for paid in &crowd[..2] {
		assert!(sums(rpc, &paid.account()).await.is_empty(), "they have claimed by round");
	}
	let accounts: Vec<AccountId> = crowd.iter().map(Viewer::account).collect();
	let before = Books::of(rpc, &accounts, None).await;
	let head = rpc.hash(rpc.best().await).await;
	let transaction = claim_sums(rpc, &third).await.expect("a sum waits");
	let (block, extrinsic) = included(rpc, &transaction, &head).await;
	let paid = sums_claimed(rpc, &block).await.expect("it was taken");
	assert!(paid > 32, "{paid}: the claim is for the neighbours too");
	let after = Books::of(rpc, &accounts, Some(&block)).await;
	let gains = after.gains(&before);
	assert_eq!((gains[0], gains[1], gains[2]), (0, 0, each), "each planck once");
	assert!(gains.iter().all(|gain| *gain == 0 || *gain == each), "{gains:?}");
	let bytes = (extrinsic.len() - 2) / 2;
	assert!(bytes < 60 * paid as usize, "{bytes} bytes for {paid} accounts");
	let stale = TransactionValidityError::Invalid(InvalidTransaction::Stale);
	assert_eq!(validity(rpc, &extrinsic, &block).await, Err(stale));

	// The command does the rest: nobody loses a planck, and nobody gets one twice.
	for viewer in crowd {
		let account = to_ss58(&viewer.account());
		assert_eq!(reel(node, &["wallet", "claim", &account]).await, 0);
	}
	until("everybody has its part", BLOCKS_DEADLINE, async || {
		let books = Books::of(rpc, &accounts, None).await;
		books.balances.iter().all(|balance| *balance == each).then_some(())
	})
	.await;
	assert_eq!(claim_sums(rpc, &third).await, Err(Rejection::Malformed), "nothing is left");
}

async fn sums(rpc: &Rpc, account: &AccountId) -> Vec<SumAward> {
	let sums = rpc.ask_desk("pov_v1_sums", json!([to_ss58(account)])).await;
	sums.expect("the question is never refused")
}

async fn claim_sums(rpc: &Rpc, account: &AccountId) -> Result<String, Rejection> {
	rpc.ask_desk("pov_v1_claimSums", json!([to_ss58(account)])).await
}

/// How many accounts the claim of sums in block `at` has paid.
async fn sums_claimed(rpc: &Rpc, at: &str) -> Option<u32> {
	events(rpc, at).await.into_iter().find_map(|event| match event {
		RuntimeEvent::Payouts(pallet_payouts::Event::SumsClaimed { accounts, .. }) => {
			Some(accounts)
		},
		_ => None,
	})
}

async fn balance(rpc: &Rpc, account: &AccountId) -> u128 {
	Books::of(rpc, std::slice::from_ref(account), None).await.balances[0]
}

async fn claimable(rpc: &Rpc, account: &AccountId) -> Vec<Claimable> {
	let claimable = rpc.ask_desk("pov_v1_claimable", json!([to_ss58(account)])).await;
	claimable.expect("the question is never refused")
}

async fn claim(rpc: &Rpc, account: &AccountId) -> Result<String, Rejection> {
	rpc.ask_desk("pov_v1_claim", json!([to_ss58(account)])).await
}

/// What the runtime says to an extrinsic at block `at`.
async fn validity(rpc: &Rpc, extrinsic: &str, at: &str) -> TransactionValidity {
	let extrinsic = from_hex(extrinsic).expect("hex");
	let block = from_hex(at).expect("hex");
	let arguments = [&TransactionSource::External.encode()[..], &extrinsic, &block].concat();
	let params = json!(["TaggedTransactionQueue_validate_transaction", to_hex(arguments), at]);
	let answer = rpc.call("state_call", params).await;
	let answer = from_hex(answer.as_str().expect("hex")).expect("hex");
	TransactionValidity::decode_all(&mut &answer[..]).expect("the current layout")
}

/// The first block after `head` that holds a transaction, and the transaction's bytes in hex.
async fn included(rpc: &Rpc, transaction: &str, head: &str) -> (String, String) {
	let after = rpc.call("chain_getHeader", json!([head])).await;
	let number = after["number"].as_str().expect("a header has a number");
	let mut next = u32::from_str_radix(number.trim_start_matches("0x"), 16).expect("hex") + 1;
	until("the transaction is in a block", BLOCKS_DEADLINE, async || {
		while next <= rpc.best().await {
			let hash = rpc.hash(next).await;
			let block = rpc.call("chain_getBlock", json!([hash])).await;
			let extrinsics = block["block"]["extrinsics"].as_array().expect("a list").clone();
			let found = extrinsics.iter().filter_map(Value::as_str).find(|extrinsic| {
				let bytes = from_hex(extrinsic).expect("hex");
				to_hex(sp_io::hashing::blake2_256(&bytes)) == transaction
			});
			if let Some(extrinsic) = found {
				return Some((hash, extrinsic.to_owned()));
			}
			next += 1;
		}
		None
	})
	.await
}
