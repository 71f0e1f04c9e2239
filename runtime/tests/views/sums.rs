//! What nobody claimed becomes sums: one transaction pays many, and a bond and a sanction reach what is in them.

use super::{standing, *};
use pallet_standing::{Call, SanctionReason};
use reelchain_runtime::Standing;

/// Payees of equal shares, but for the first, who has what division leaves.
const COUNT: u32 = 128;

/// Neighbours that one claim pays.
const PAID_AT_ONCE: u32 = 64;

/// The payees of a round: two who can sign, the others known by their addresses only.
fn crowd() -> Vec<Payee> {
	let each = minute_shares() / Shares::from(COUNT);
	let nameless = (2..COUNT).map(|index| AccountId::new([index as u8 + 100; 32]));
	let accounts = [Charlie, Dave].map(Sr25519Keyring::to_account_id).into_iter().chain(nameless);
	let mut payees: Vec<Payee> = accounts.map(|account| Payee { account, shares: each }).collect();
	payees.sort_by(|one, two| one.account.cmp(&two.account));
	payees[0].shares += minute_shares() - each * Shares::from(COUNT);
	payees
}

fn tree_of<T: Encode>(items: &[T]) -> Tree {
	Tree::from_items(&items.iter().map(Encode::encode).collect::<Vec<_>>())
}

/// Pays a round to `payees`, by claims.
fn pay(chain: &mut Chain, payees: &[Payee]) -> Round {
	let root = tree_of(payees).root();
	let batch = chain.look(|| BatchProposal {
		payees: Payees::Root { root, count: COUNT },
		..proposal(round() - 1)
	});
	let extrinsic = chain.look(|| propose_by(Alice, batch.clone()));
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
	batch.round
}

/// Lets the period of a paid round end. Returns the step that puts sums in its place, and the sums.
fn step(chain: &mut Chain, paid: Round, payees: &[Payee]) -> (SumProposal, Vec<SumLeaf>) {
	while chain.look(|| ProofOfView::sums_status().due.is_empty()) {
		chain.block(vec![]);
	}
	chain.look(|| {
		let summable = Payouts::summable_round(paid).unwrap();
		let claims = Payouts::round_claims(paid).unwrap();
		let sums: Vec<SumLeaf> = (0..)
			.zip(payees)
			.filter(|(index, _)| !summable.is_claimed(*index))
			.map(|(_, payee)| SumLeaf {
				account: payee.account.clone(),
				sum_cfx: claims.amount(payee.shares).unwrap(),
			})
			.collect();
		let step = SumProposal {
			round: round() - 1,
			step: 0,
			generation: 1,
			passed_over: 0,
			rounds: 1,
			open_cfx: claims.open_cfx(),
			root: tree_of(&sums).root(),
			count: sums.len() as u32,
			total_cfx: sums.iter().map(|leaf| leaf.sum_cfx).sum(),
		};
		(step, sums)
	})
}

fn propose(chain: &mut Chain, step: SumProposal) -> UncheckedExtrinsic {
	chain.look(|| {
		let signature = pov_sign(Alice, &step.signing_payload(&genesis_hash(), session()));
		api::propose_step_extrinsic(step, index_of(Alice), session(), signature)
	})
}

/// The claim of those from `first` on, by the tree of `sums`.
fn claim(tree: &Tree, sums: &[SumLeaf], first: u32) -> UncheckedExtrinsic {
	let path = tree.prove_subtree(first, PAID_AT_ONCE.ilog2()).unwrap();
	let part = sums.iter().skip(first as usize).take(PAID_AT_ONCE as usize).cloned().collect();
	api::claim_sums_extrinsic(1, first, part, path)
}

/// The claims of all of `sums`.
fn claims(sums: &[SumLeaf]) -> Vec<UncheckedExtrinsic> {
	let tree = tree_of(sums);
	[0, PAID_AT_ONCE].map(|first| claim(&tree, sums, first)).into()
}

#[test]
fn what_nobody_claimed_becomes_sums_that_one_transaction_pays_to_all() {
	let mut chain = ready("development");
	let payees = crowd();
	let paid = pay(&mut chain, &payees);
	// One of them claims by round.
	let path = tree_of(&payees).prove(9).unwrap().path;
	let early = PayoutClaim { round: paid, shares: payees[9].shares, index: 9, path };
	let extrinsic = api::claim_extrinsic(payees[9].account.clone(), vec![early]);
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
	let (step, sums) = step(&mut chain, paid, &payees);
	// More than there is to pay is not even put to the vote.
	let greedy = SumProposal { total_cfx: step.open_cfx + 1, ..step };
	let extrinsic = propose(&mut chain, greedy);
	assert!(chain.block(vec![extrinsic]).remove(0).is_err());
	let extrinsic = propose(&mut chain, step);
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
	assert!(chain.look(|| Payouts::round_claims(paid)).is_none());
	let mut forged = sums.clone();
	forged[3].sum_cfx += 1;
	assert!(chain.block(vec![claim(&tree_of(&sums), &forged, 0)]).remove(0).is_err());
	let all = claims(&sums);
	let bytes: usize = all.iter().map(|extrinsic| extrinsic.encode().len()).sum();
	assert!(bytes < 127 * 50, "{bytes} bytes for 127 accounts");
	let before: Vec<_> = chain.look(|| sums.iter().map(|leaf| free(&leaf.account)).collect());
	assert!(chain.block(all.clone()).into_iter().all(|result| result == Ok(Ok(()))));
	chain.look(|| {
		for (leaf, before) in sums.iter().zip(before) {
			assert_eq!(free(&leaf.account), before + leaf.sum_cfx);
		}
		assert_eq!(Payouts::sums_paid(1, &[sums[0].account.clone()]), [sums[0].sum_cfx]);
	});
	assert!(chain.block(all).into_iter().all(|result| result.is_err()), "once is enough");
}

#[test]
fn sums_fill_the_bond_first_and_a_sanction_reaches_them() {
	let mut chain = ready("development");
	let bond_cfx = CFX / 10;
	standing::ask(&mut chain, bond_cfx);
	let payees = crowd();
	let paid = pay(&mut chain, &payees);
	let (step, sums) = step(&mut chain, paid, &payees);
	let extrinsic = propose(&mut chain, step);
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
	let sum_of = |who: &AccountId| sums.iter().find(|leaf| leaf.account == *who).unwrap().sum_cfx;
	assert!(sums.iter().all(|leaf| leaf.sum_cfx > bond_cfx));
	// Charlie's account is closed, Dave's is under sanction and may still appeal.
	let [closed, suspended] = [Charlie, Dave].map(Sr25519Keyring::to_account_id);
	for account in [closed.clone(), suspended.clone()] {
		let reason = SanctionReason::FakedViews;
		let call: RuntimeCall = Call::<Runtime>::sanction_account { account, reason }.into();
		assert_eq!(chain.submit(Eve, call).unwrap(), Ok(()));
	}
	assert_eq!(chain.submit(Charlie, Call::<Runtime>::appeal {}).unwrap(), Ok(()));
	let call = Box::new(Call::<Runtime>::uphold_sanction { account: closed.clone() }.into());
	assert_eq!(chain.submit(Alice, pallet_sudo::Call::<Runtime>::sudo { call }).unwrap(), Ok(()));

	let named = [closed.clone(), suspended.clone(), treasury()];
	let before = chain.look(|| named.each_ref().map(free));
	assert!(chain.block(claims(&sums)).into_iter().all(|result| result == Ok(Ok(()))));
	chain.look(|| {
		for leaf in sums.iter().filter(|leaf| !named.contains(&leaf.account)) {
			assert_eq!(standing::held(&leaf.account), bond_cfx);
			assert_eq!(free(&leaf.account), leaf.sum_cfx - bond_cfx);
		}
		let after = named.each_ref().map(free);
		assert_eq!((standing::held(&closed), after[0]), (0, before[0]));
		assert_eq!((standing::held(&suspended), after[1]), (sum_of(&suspended), before[1]));
		// Of those who were paid nobody lost anything to the treasury but who is closed.
		assert_eq!(after[2], before[2] + sum_of(&closed));
		assert_eq!(Balances::total_issuance(), GENESIS_ISSUANCE + REWARD);
		assert_eq!(Standing::do_try_state(), Ok(()));
		assert_eq!(Payouts::do_try_state(), Ok(()));
	});
}
