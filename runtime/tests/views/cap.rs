//! The cap of a title's part of a round, with the main network's figure.

use super::*;
use pallet_payouts::CAP_NOTICE_ROUNDS;
use pallet_proof_of_view_runtime_api::runtime_decl_for_proof_of_view_api::ProofOfViewApi;
use reel_economics::split::title_rates;
use reelchain_runtime::configs::views::TITLE_CAP_BP;

#[test]
fn the_only_title_of_a_round_brings_a_tenth_of_it_by_shares_at_its_rate() {
	let mut chain = ready("development");
	let call = pallet_payouts::Call::<Runtime>::set_title_cap { cap_bp: Some(TITLE_CAP_BP) }.into();
	let call = Box::new(call);
	assert_eq!(chain.submit(Alice, pallet_sudo::Call::<Runtime>::sudo { call }).unwrap(), Ok(()));
	let since = chain.look(|| Payouts::title_caps().since);
	assert!(since <= chain.look(round) + CAP_NOTICE_ROUNDS);
	while chain.look(round) <= since {
		chain.block(vec![]);
	}
	let cap = chain.look(|| <Runtime as ProofOfViewApi<Block, AccountId>>::title_cap(since));
	assert_eq!(cap, Some(TITLE_CAP_BP));
	let rate = title_rates(&[MINUTE_MS], cap).unwrap().rates[0];
	let capped = |round| {
		let mut batch = proposal(round);
		if let Payees::Direct(payees) = &mut batch.payees {
			payees.iter_mut().for_each(|payee| payee.shares *= Shares::from(rate));
		}
		batch
	};
	let viewer = VIEWER.to_account_id();
	let before = chain.look(|| free(&viewer));
	let extrinsic = chain.look(|| propose_by(Alice, capped(since)));
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
	assert_eq!(chain.look(Emission::minted), (REWARD / 10, 1));
	assert_eq!(chain.look(|| free(&viewer)), before + part(RewardSplit::DEFAULT.viewer_bp) / 10);
	// Shares without the rate are not what the titles imply.
	while chain.look(round) <= since + 1 {
		chain.block(vec![]);
	}
	let extrinsic = chain.look(|| propose_by(Alice, proposal(since + 1)));
	chain.block(vec![extrinsic]).remove(0).unwrap().unwrap();
	assert_eq!(chain.look(Emission::minted), (REWARD / 10, 1));
}
