//! Everybody who was paid claims; nobody else has anything.

use crate::{
	generate::{Plan, account, viewer},
	report::{Clocks, Report},
	runtime::ChainHandle,
};
use codec::{Decode, Encode};
use pallet_proof_of_view_runtime_api::runtime_decl_for_proof_of_view_api::ProofOfViewApi;
use reel_merkle::binary::{self, Tree};
use reel_primitives::{AccountId, batch::PayoutClaim};
use reel_view_service::BuiltBatch;
use reelchain_runtime::{Balances, Block, Payouts, Runtime, UncheckedExtrinsic};
use std::{collections::BTreeMap, time::Instant};

fn extrinsic(account: AccountId, claims: Vec<PayoutClaim>) -> Option<UncheckedExtrinsic> {
	<Runtime as ProofOfViewApi<Block, AccountId>>::claim_extrinsic(account, claims)
}

/// Bytes of a block for one award when as many are claimed together as may be: what a viewer needs for each round in which
/// it has a play, however seldom it claims.
fn bundled_bytes(account: &AccountId, claim: &PayoutClaim) -> Option<f64> {
	let count = u64::from(pallet_payouts::MAX_CLAIMS_PER_CALL);
	let of_round = |n| PayoutClaim { round: claim.round + n, ..claim.clone() };
	let bundle = extrinsic(account.clone(), (0..count).map(of_round).collect())?;
	Some(bundle.encoded_size() as f64 / count as f64)
}

/// Claims for all payees, twice for some; checks what everybody has before and after.
pub(crate) fn claim_all(
	chain: &ChainHandle,
	plan: &Plan,
	expected: &BuiltBatch,
	report: &mut Report,
) -> Result<(), String> {
	let payees = &expected.payees;
	let leaves: Vec<Vec<u8>> = payees.iter().map(Encode::encode).collect();
	let tree = Tree::from_items(&leaves);
	let count = tree.count();
	let mut claims = Vec::with_capacity(payees.len());
	for (index, payee) in (0..).zip(payees) {
		let path = tree.prove(index).ok_or("no proof")?.path;
		let claim = PayoutClaim { round: plan.round, shares: payee.shares, index, path };
		claims.push((payee.account.clone(), claim));
	}
	report.claim_proof_bytes = claims.iter().map(|(_, claim)| claim.encoded_size()).max();

	// Decoding and checking, as the runtime does it.
	let encoded: Vec<(Vec<u8>, &Vec<u8>)> =
		claims.iter().map(|(_, claim)| claim.encode()).zip(&leaves).collect();
	let root = tree.root();
	let start = Instant::now();
	for (bytes, leaf) in &encoded {
		let claim = PayoutClaim::decode(&mut &bytes[..]).map_err(|error| error.to_string())?;
		binary::verify_path(&root, leaf, claim.index, count, &claim.path)
			.map_err(|error| format!("{error:?}"))?;
	}
	report.claim_check_us = start.elapsed().as_secs_f64() * 1e6 / claims.len().max(1) as f64;

	let before = balances(chain, payees.iter().map(|payee| payee.account.clone()).collect());
	let extrinsics: Option<Vec<_>> =
		claims.iter().cloned().map(|(account, claim)| extrinsic(account, vec![claim])).collect();
	let extrinsics = extrinsics.ok_or("a claim could not be built")?;
	report.claim_bytes = extrinsics.iter().map(Encode::encoded_size).sum();
	let bundled = claims.iter().filter_map(|(account, claim)| bundled_bytes(account, claim));
	report.bundled_claim_bytes = bundled.sum();
	let again: Vec<_> = extrinsics.iter().take(100).cloned().collect();
	let encoded = extrinsics.iter().map(Encode::encode).collect();
	let start = Clocks::now();
	report.claim_blocks = chain
		.fill_blocks(encoded)
		.map_err(|refused| format!("a claim of a right play was refused: {refused}"))?;
	report.claims = payees.len();
	report.claim_apply = start.elapsed();
	if chain.block(again).iter().any(Result::is_ok) {
		return Err("a claim was paid twice".into());
	}
	check_balances(chain, expected, before, report)
}

fn balances(chain: &ChainHandle, accounts: Vec<AccountId>) -> BTreeMap<AccountId, u128> {
	chain.look(move || {
		// What is below the existential deposit is owed to a new account until there is more.
		let has = |account: AccountId| {
			let balance = Balances::free_balance(&account) + Payouts::owed(account.clone());
			(account, balance)
		};
		accounts.into_iter().map(has).collect()
	})
}

/// Payees have gained what their shares come to, and of the viewers with wrong plays alone nobody has anything.
fn check_balances(
	chain: &ChainHandle,
	expected: &BuiltBatch,
	before: BTreeMap<AccountId, u128>,
	report: &Report,
) -> Result<(), String> {
	let after = balances(chain, before.keys().cloned().collect());
	let mut per_share = None;
	for payee in &expected.payees {
		let gained = after.get(&payee.account).copied().unwrap_or_default()
			- before.get(&payee.account).copied().unwrap_or_default();
		// Floors: one planck more or less.
		let rate = *per_share.get_or_insert(gained as f64 / payee.shares as f64);
		let due = rate * payee.shares as f64;
		if gained == 0 || (gained as f64 - due).abs() > due * 1e-9 + 1.0 {
			return Err(format!("{} shares were paid {gained} planck", payee.shares));
		}
	}
	let wrong = report.counted..report.plays;
	let wrong: Vec<_> = wrong.map(|n| account(&viewer(n))).collect();
	let paid = balances(chain, wrong).values().filter(|balance| **balance > 0).count();
	if paid > 0 {
		return Err(format!("{paid} viewers were paid for wrong plays"));
	}
	Ok(())
}
