//! What a play pays, to whom, and when.

use super::*;

#[test]
fn a_watched_minute_pays_everybody_their_part() {
	let mut chain = ready("development");
	let accounts = [VIEWER, CREATOR, Dave, Eve, Alice].map(Sr25519Keyring::to_account_id);
	let before = chain.look(|| accounts.each_ref().map(free));
	let extrinsic = chain.look(|| propose_by(Alice, proposal(round() - 1)));
	// One authority: its proposal is its yes, and enough.
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
	chain.look(|| {
		assert_eq!(Balances::total_issuance(), GENESIS_ISSUANCE + REWARD);
		assert_eq!(Emission::minted(), (REWARD, 1));
		let gained: Vec<_> =
			accounts.iter().zip(before).map(|(who, before)| free(who) - before).collect();
		let split = RewardSplit::DEFAULT;
		let expected = [
			split.viewer_bp,
			split.creator_bp,
			split.sharing_bp,
			split.supervisor_bp,
			split.validators_bp,
		]
		.map(part);
		assert_eq!(gained, expected);
	});
}

#[test]
fn four_authorities_pay_with_the_third_yes() {
	let mut chain = ready("local_testnet");
	let (batch, first, others) = chain.look(|| {
		let batch = proposal(round() - 1);
		let first = proposer(batch.round);
		let others: Vec<_> =
			[Alice, Bob, Charlie, Dave].into_iter().filter(|who| *who != first).collect();
		(batch, first, others)
	});
	let extrinsic = chain.look(|| propose_by(first, batch.clone()));
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
	for (yes, who) in others.into_iter().enumerate().take(2) {
		assert_eq!(chain.look(Emission::minted), (0, 0), "{yes}");
		let vote = chain.look(|| vote_by(who, &batch, true));
		assert_eq!(chain.block(vec![vote]).remove(0).unwrap(), Ok(()));
	}
	assert_eq!(chain.look(Emission::minted), (REWARD, 1));
}

#[test]
fn a_round_is_paid_once() {
	let mut chain = ready("development");
	let batch = chain.look(|| proposal(round() - 1));
	let extrinsic = chain.look(|| propose_by(Alice, batch.clone()));
	chain.block(vec![extrinsic.clone()]).remove(0).unwrap().unwrap();
	// The same transaction again, the same round with other plays, an earlier round.
	let other = BatchProposal { plays_root: [4; 32], ..batch.clone() };
	let earlier = BatchProposal { round: batch.round - 1, ..batch };
	let [other, earlier] = [other, earlier].map(|batch| chain.look(|| propose_by(Alice, batch)));
	for again in [extrinsic, other, earlier] {
		assert_eq!(refused(&mut chain, again), InvalidTransaction::Stale.into());
	}
	assert_eq!(chain.look(Emission::minted), (REWARD, 1));
}

#[test]
fn many_payees_claim_from_the_root_once_each_without_a_fee() {
	let mut chain = ready("development");
	// 66 payees of equal shares, and one for what is left.
	let count: u32 = 66;
	let each = minute_shares() / Shares::from(count);
	let payees: Vec<Payee> = (0..count)
		.map(|index| {
			let account = AccountId::new([index as u8 + 100; 32]);
			let last = index == count - 1;
			let shares = if last { minute_shares() - each * Shares::from(count - 1) } else { each };
			Payee { account, shares }
		})
		.collect();
	let leaves: Vec<Vec<u8>> = payees.iter().map(Encode::encode).collect();
	let tree = Tree::from_items(&leaves);
	let batch = chain.look(|| BatchProposal {
		payees: Payees::Root { root: tree.root(), count },
		..proposal(round() - 1)
	});
	let extrinsic = chain.look(|| propose_by(Alice, batch.clone()));
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
	let claim = |index: u32| {
		let payee = &payees[index as usize];
		let path = tree.prove(index).unwrap().path;
		let claim = PayoutClaim { round: batch.round, shares: payee.shares, index, path };
		(payee.account.clone(), claim)
	};
	let (who, award) = claim(0);
	let extrinsic = api::claim_extrinsic(who.clone(), vec![award.clone()]);
	assert_eq!(chain.look(|| free(&who)), 0);
	assert_eq!(chain.block(vec![extrinsic.clone()]).remove(0).unwrap(), Ok(()));
	// The persons' part, by shares, without any fee.
	let persons = REWARD * Balance::from(RewardSplit::DEFAULT.persons_bp()) / 10_000;
	let expected = persons * award.shares / minute_shares();
	assert_eq!(chain.look(|| free(&who)), expected);
	// Once is enough; and nobody else's leaf is one's own.
	assert!(chain.block(vec![extrinsic]).remove(0).is_err());
	let (other, _) = claim(1);
	let stolen = api::claim_extrinsic(other, vec![award.clone()]);
	assert!(chain.block(vec![stolen]).remove(0).is_err());
	let dearer = PayoutClaim { shares: award.shares + 1, ..claim(2).1 };
	let forged = api::claim_extrinsic(claim(2).0, vec![dearer]);
	assert!(chain.block(vec![forged]).remove(0).is_err());
	// All the others, in one block.
	let rest = (1..count)
		.map(|index| {
			let (who, award) = claim(index);
			api::claim_extrinsic(who, vec![award])
		})
		.collect();
	assert!(chain.block(rest).into_iter().all(|result| result == Ok(Ok(()))));
	chain.look(|| {
		assert!(Payouts::is_claimed(batch.round, count - 1));
		assert!(free(&treasury()) > 0);
	});
}

#[test]
fn faster_blocks_mint_no_more() {
	let mut chain = ready("development");
	// Twelve blocks are two rounds; each block brings a batch, and each round pays one.
	for _ in 0..12 {
		let extrinsic = chain.look(|| propose_by(Alice, proposal(round() - 1)));
		chain.block(vec![extrinsic]);
	}
	assert_eq!(chain.look(Emission::minted), (2 * REWARD, 2));
}

#[test]
fn a_barred_validator_has_no_part_in_rewards() {
	let mut chain = ready("development");
	chain.look(|| {
		pallet_validator_set::Validators::<Runtime>::mutate(Alice.to_account_id(), |validator| {
			validator.as_mut().unwrap().barred_until = u64::MAX;
		});
	});
	let before = chain.look(|| [free(&Alice.to_account_id()), free(&treasury())]);
	let extrinsic = chain.look(|| propose_by(Alice, proposal(round() - 1)));
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
	let after = chain.look(|| [free(&Alice.to_account_id()), free(&treasury())]);
	assert_eq!(after[0], before[0]);
	assert_eq!(after[1] - before[1], part(RewardSplit::DEFAULT.validators_bp));
}
