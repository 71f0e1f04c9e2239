//! A viewer's bond, and what a sanction reaches, with the main network's bond.

use super::*;
use frame_support::traits::fungible::InspectHold;
use pallet_standing::{Call, SanctionReason};
use reelchain_runtime::{RuntimeHoldReason, Standing, configs::views::VIEWER_BOND};

/// Planck that an account has on hold as its bond.
pub(super) fn held(who: &AccountId) -> Balance {
	let reason = RuntimeHoldReason::Standing(pallet_standing::HoldReason::ViewerBond);
	Balances::balance_on_hold(&reason, who)
}

/// Asks for `bond_cfx`, by sudo.
pub(super) fn ask(chain: &mut Chain, bond_cfx: Balance) {
	let call = Box::new(Call::<Runtime>::set_viewer_bond { bond_cfx }.into());
	assert_eq!(chain.submit(Alice, pallet_sudo::Call::<Runtime>::sudo { call }).unwrap(), Ok(()));
}

/// Pays a round in which VIEWER watched a minute.
fn watch(chain: &mut Chain) {
	let round = chain.look(round);
	while chain.look(super::round) == round {
		chain.block(vec![]);
	}
	let extrinsic = chain.look(|| propose_by(Alice, proposal(super::round() - 1)));
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
}

fn sanction() -> RuntimeCall {
	let reason = SanctionReason::FakedViews;
	Call::<Runtime>::sanction_account { account: VIEWER.to_account_id(), reason }.into()
}

#[test]
fn first_rewards_are_the_bond_and_a_sanction_reaches_what_comes_after() {
	let mut chain = ready("development");
	let viewer = VIEWER.to_account_id();
	let part = part(RewardSplit::DEFAULT.viewer_bp);
	assert!(part > VIEWER_BOND);
	ask(&mut chain, VIEWER_BOND);
	let before = chain.look(|| free(&viewer));
	watch(&mut chain);
	chain.look(|| {
		assert_eq!(held(&viewer), VIEWER_BOND);
		assert_eq!(free(&viewer), before + part - VIEWER_BOND);
		assert_eq!(held(&CREATOR.to_account_id()), 0);
	});
	// Eve supervises; from now on nothing is free.
	assert_eq!(chain.submit(Eve, sanction()).unwrap(), Ok(()));
	watch(&mut chain);
	assert_eq!(chain.look(|| held(&viewer)), VIEWER_BOND + part);
	assert_eq!(chain.submit(VIEWER, Call::<Runtime>::appeal {}).unwrap(), Ok(()));
	let before = chain.look(|| free(&viewer));
	let treasury_before = chain.look(|| free(&treasury()));
	let call: RuntimeCall = Call::<Runtime>::uphold_sanction { account: viewer.clone() }.into();
	let sudo = pallet_sudo::Call::<Runtime>::sudo { call: Box::new(call) };
	assert_eq!(chain.submit(Alice, sudo).unwrap(), Ok(()));
	chain.look(|| {
		assert_eq!((held(&viewer), free(&viewer)), (0, before));
		// The fee's part comes on top.
		assert!(free(&treasury()) >= treasury_before + VIEWER_BOND + part);
	});
	// What a closed account earns is the treasury's.
	let treasury_before = chain.look(|| free(&treasury()));
	watch(&mut chain);
	chain.look(|| {
		assert_eq!((held(&viewer), free(&viewer)), (0, before));
		assert!(free(&treasury()) >= treasury_before + part);
		assert_eq!(Balances::total_issuance(), GENESIS_ISSUANCE + 3 * REWARD);
		assert_eq!(Standing::do_try_state(), Ok(()));
	});
}

#[test]
fn a_sanction_that_is_lifted_costs_nothing() {
	let mut chain = ready("development");
	let viewer = VIEWER.to_account_id();
	ask(&mut chain, VIEWER_BOND);
	assert_eq!(chain.submit(Eve, sanction()).unwrap(), Ok(()));
	let before = chain.look(|| free(&viewer));
	watch(&mut chain);
	assert_eq!(chain.look(|| free(&viewer)), before);
	let lift = Call::<Runtime>::lift_account_sanction { account: viewer.clone() };
	assert_eq!(chain.submit(Eve, lift).unwrap(), Ok(()));
	chain.look(|| {
		let part = part(RewardSplit::DEFAULT.viewer_bp);
		assert_eq!(held(&viewer), VIEWER_BOND);
		assert_eq!(free(&viewer), before + part - VIEWER_BOND);
	});
}
