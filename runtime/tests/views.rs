//! From a supervisor's word to coins: authorize, register, propose, vote, pay; and every way in which it is refused.

use crate::chain::{Chain, FIRST_SLOT, free, round, treasury};
use codec::Encode;
use reel_merkle::binary::Tree;
use reel_primitives::{
	Balance, ContentId, Round,
	batch::{
		BATCH_DEADLINE_ROUNDS, BatchProposal, BatchVote, Payee, Payees, PayoutClaim, Shares,
		TitleTotal,
	},
	content::{Licence, RewardSplit},
	geometry::Geometry,
	ids::PovSignature,
};
use reelchain_runtime::{
	AccountId, Balances, Block, Emission, Payouts, ProofOfView, Runtime, RuntimeCall,
	UncheckedExtrinsic,
	constants::currency::{CFX, GENESIS_ISSUANCE},
};
use sp_core::Pair;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

const CONTENT: ContentId = ContentId([7; 32]);
const CREATOR: Sr25519Keyring = Bob;
const VIEWER: Sr25519Keyring = Ferdie;
const MINUTE_MS: u64 = 60_000;

/// The round's whole reward in the first era.
const REWARD: Balance = 90 * CFX;

fn authorize() -> RuntimeCall {
	pallet_supervisors::Call::<Runtime>::authorize_creator {
		creator: CREATOR.to_account_id(),
		country: pallet_supervisors::CountryCode::new(*b"KR").unwrap(),
		case: [9; 32],
		expires_in: FIRST_SLOT / 6 + 10_000,
	}
	.into()
}

fn register() -> RuntimeCall {
	pallet_content_registry::Call::<Runtime>::register_title {
		content: CONTENT,
		cells_root: [1; 32],
		geometry: Geometry { cells: 3, duration_ms: 2 * MINUTE_MS, size_bytes: 3 << 20 },
		split: RewardSplit::DEFAULT,
		licence: Licence::CcBy,
		metadata_hash: [2; 32],
		price_cfx: 0,
		takes_donations: true,
	}
	.into()
}

/// A chain on which the creator's title can be played, in the first slot of a round.
fn ready(preset: &str) -> Chain {
	let mut chain = Chain::new(preset);
	assert_eq!(chain.submit(Eve, authorize()).unwrap(), Ok(()));
	assert_eq!(chain.submit(CREATOR, register()).unwrap(), Ok(()));
	while !chain.slot().is_multiple_of(6) {
		chain.block(vec![]);
	}
	chain
}

fn genesis_hash() -> [u8; 32] {
	frame_system::BlockHash::<Runtime>::get(0).0
}

fn session() -> u32 {
	ProofOfView::authorities_now().0
}

/// Index of an authority, by its key.
fn index_of(who: Sr25519Keyring) -> u32 {
	let (_, authorities) = ProofOfView::authorities_now();
	authorities.iter().position(|(account, _)| *account == who.to_account_id()).unwrap() as u32
}

/// The authority whose turn `round` is.
fn proposer(round: Round) -> Sr25519Keyring {
	let index = ProofOfView::proposer(round).unwrap();
	[Alice, Bob, Charlie, Dave].into_iter().find(|who| has_index(*who, index)).unwrap()
}

fn has_index(who: Sr25519Keyring, index: u32) -> bool {
	let (_, authorities) = ProofOfView::authorities_now();
	authorities.get(index as usize).is_some_and(|(account, _)| *account == who.to_account_id())
}

fn pov_sign(who: Sr25519Keyring, payload: &[u8]) -> PovSignature {
	who.pair().sign(payload).into()
}

/// Shares of one minute of the title.
fn minute_shares() -> Shares {
	Shares::from(MINUTE_MS) * Shares::from(RewardSplit::DEFAULT.persons_bp())
}

/// One play of a minute: viewer's and sharing peer's parts.
fn proposal(round: Round) -> BatchProposal {
	let split = RewardSplit::DEFAULT;
	let mut payees = vec![
		Payee {
			account: VIEWER.to_account_id(),
			shares: Shares::from(MINUTE_MS) * Shares::from(split.viewer_bp),
		},
		Payee {
			account: Dave.to_account_id(),
			shares: Shares::from(MINUTE_MS) * Shares::from(split.sharing_bp),
		},
	];
	payees.sort_by(|one, two| one.account.cmp(&two.account));
	BatchProposal {
		round,
		plays_root: [3; 32],
		plays: 1,
		totals: vec![TitleTotal { content: CONTENT, plays: 1, weight_ms: MINUTE_MS }],
		payees: Payees::Direct(payees),
	}
}

fn propose_by(who: Sr25519Keyring, proposal: BatchProposal) -> UncheckedExtrinsic {
	let session = session();
	let signature = pov_sign(who, &proposal.signing_payload(&genesis_hash(), session));
	let authority = index_of(who);
	api::propose_extrinsic(proposal, authority, session, signature)
}

fn vote_by(who: Sr25519Keyring, proposal: &BatchProposal, approve: bool) -> UncheckedExtrinsic {
	let session = session();
	let vote = BatchVote { round: proposal.round, batch: proposal.hash(), approve };
	let signature = pov_sign(who, &vote.signing_payload(&genesis_hash(), session));
	api::vote_extrinsic(vote, index_of(who), session, signature)
}

/// The runtime APIs through which the node has its transactions built.
mod api {
	use super::*;
	use pallet_proof_of_view_runtime_api::runtime_decl_for_proof_of_view_api::ProofOfViewApi;

	pub(super) fn propose_extrinsic(
		proposal: BatchProposal,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> UncheckedExtrinsic {
		<Runtime as ProofOfViewApi<Block, AccountId>>::propose_extrinsic(
			proposal, authority, session, signature,
		)
		.unwrap()
	}

	pub(super) fn vote_extrinsic(
		vote: BatchVote,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> UncheckedExtrinsic {
		<Runtime as ProofOfViewApi<Block, AccountId>>::vote_extrinsic(
			vote, authority, session, signature,
		)
		.unwrap()
	}

	pub(super) fn claim_extrinsic(
		account: AccountId,
		claims: Vec<PayoutClaim>,
	) -> UncheckedExtrinsic {
		<Runtime as ProofOfViewApi<Block, AccountId>>::claim_extrinsic(account, claims).unwrap()
	}
}

fn refused(chain: &mut Chain, extrinsic: UncheckedExtrinsic) -> TransactionValidityError {
	chain.block(vec![extrinsic]).remove(0).unwrap_err()
}

/// A part of the reward in basis points, rounded down.
fn part(bp: u16) -> Balance {
	REWARD * Balance::from(bp) / 10_000
}

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
fn a_batch_that_is_voted_down_pays_nobody_and_is_an_offence_of_its_proposer() {
	let mut chain = ready("local_testnet");
	let (batch, first) = chain.look(|| {
		let batch = proposal(round() - 1);
		let first = proposer(batch.round);
		(batch, first)
	});
	let extrinsic = chain.look(|| propose_by(first, batch.clone()));
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
	for who in [Alice, Bob, Charlie, Dave].into_iter().filter(|who| *who != first).take(2) {
		let vote = chain.look(|| vote_by(who, &batch, false));
		assert_eq!(chain.block(vec![vote]).remove(0).unwrap(), Ok(()));
	}
	chain.look(|| {
		assert_eq!(Emission::minted(), (0, 0));
		assert!(ProofOfView::open_batches().is_empty());
		let record = reelchain_runtime::ValidatorSet::candidate(first.to_account_id()).unwrap();
		assert_eq!(record.strikes, 1);
	});
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
fn malformed_proposals_do_not_enter_a_block() {
	let mut chain = ready("development");
	let good = chain.look(|| proposal(round() - 1));
	let total = good.totals[0];
	let Payees::Direct(payees) = good.payees.clone() else { panic!("a direct batch") };
	let cases: Vec<(&str, BatchProposal)> = vec![
		("the round is running", BatchProposal { round: good.round + 1, ..good.clone() }),
		("the round is to come", BatchProposal { round: u64::MAX, ..good.clone() }),
		(
			"the deadline has passed",
			BatchProposal { round: good.round - BATCH_DEADLINE_ROUNDS, ..good.clone() },
		),
		("no plays", BatchProposal { plays: 0, ..good.clone() }),
		("no totals", BatchProposal { totals: vec![], ..good.clone() }),
		("plays do not add up", BatchProposal { plays: 2, ..good.clone() }),
		("a title twice", BatchProposal { plays: 2, totals: vec![total; 2], ..good.clone() }),
		(
			"an unknown title",
			BatchProposal {
				totals: vec![TitleTotal { content: ContentId([8; 32]), ..total }],
				..good.clone()
			},
		),
		(
			"more than a minute a play",
			BatchProposal {
				totals: vec![TitleTotal { weight_ms: MINUTE_MS + 1, ..total }],
				..good.clone()
			},
		),
		(
			"shares do not add up",
			BatchProposal { payees: Payees::Direct(payees[..1].to_vec()), ..good.clone() },
		),
		(
			"payees out of order",
			BatchProposal {
				payees: Payees::Direct(payees.iter().rev().cloned().collect()),
				..good.clone()
			},
		),
		("nobody is paid", BatchProposal { payees: Payees::Direct(vec![]), ..good.clone() }),
		(
			"a root over too few",
			BatchProposal { payees: Payees::Root { root: [5; 32], count: 64 }, ..good.clone() },
		),
	];
	for (why, batch) in cases {
		let extrinsic = chain.look(|| propose_by(Alice, batch));
		assert!(chain.block(vec![extrinsic]).remove(0).is_err(), "{why}");
	}
	assert_eq!(chain.look(Emission::minted), (0, 0));
}

#[test]
fn statements_by_the_wrong_key_session_or_chain_do_not_enter_a_block() {
	let mut chain = ready("development");
	let batch = chain.look(|| proposal(round() - 1));
	let (session, genesis) = chain.look(|| (session(), genesis_hash()));
	let signed = |who: Sr25519Keyring, genesis, session| {
		pov_sign(who, &batch.signing_payload(genesis, session))
	};
	let cases = [
		("another key", 0, session, signed(Bob, &genesis, session)),
		("another chain", 0, session, signed(Alice, &[0; 32], session)),
		("another session", 0, session, signed(Alice, &genesis, session + 1)),
		("a session to come", 0, session + 1, signed(Alice, &genesis, session + 1)),
		("no such authority", 1, session, signed(Alice, &genesis, session)),
		("the greatest index", u32::MAX, session, signed(Alice, &genesis, session)),
	];
	for (why, authority, session, signature) in cases {
		let extrinsic = api::propose_extrinsic(batch.clone(), authority, session, signature);
		assert!(chain.block(vec![extrinsic]).remove(0).is_err(), "{why}");
	}
	// A vote on what is not there.
	let vote = chain.look(|| vote_by(Alice, &batch, true));
	assert_eq!(refused(&mut chain, vote), InvalidTransaction::Stale.into());
}

#[test]
fn a_signed_account_cannot_propose() {
	let mut chain = ready("development");
	let batch = chain.look(|| proposal(round() - 1));
	let call = chain.look(|| {
		let signature = pov_sign(Alice, &batch.signing_payload(&genesis_hash(), session()));
		pallet_proof_of_view::Call::<Runtime>::propose_batch {
			proposal: batch.clone(),
			authority: 0,
			session: session(),
			signature,
		}
	});
	assert_eq!(chain.submit(Alice, call).unwrap(), Err(sp_runtime::DispatchError::BadOrigin));
}

#[test]
fn a_stopped_title_is_not_paid() {
	let mut chain = ready("development");
	let stop = pallet_supervisors::Call::<Runtime>::stop_title {
		content: CONTENT,
		reason: reel_primitives::content::ReasonCode::Rights,
	};
	assert_eq!(chain.submit(Eve, stop).unwrap(), Ok(()));
	let extrinsic = chain.look(|| propose_by(Alice, proposal(round() - 1)));
	assert!(chain.block(vec![extrinsic]).remove(0).is_err());
}

#[test]
fn nobody_publishes_without_a_supervisors_word() {
	let mut chain = Chain::development();
	assert!(chain.submit(CREATOR, register()).unwrap().is_err());
	// Nor is a stranger's word a supervisor's.
	assert!(chain.submit(Charlie, authorize()).unwrap().is_err());
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

#[test]
fn a_double_voter_is_reported_with_proof_and_struck() {
	use frame_support::traits::KeyOwnerProofSystem;
	use pallet_proof_of_view::{EquivocationProof, SignedStatement, Statement};
	let mut chain = ready("local_testnet");
	let call = chain.look(|| {
		let session = session();
		let statement = |approve| {
			let vote = BatchVote { round: round() - 1, batch: [6; 32], approve };
			let signature = pov_sign(Bob, &vote.signing_payload(&genesis_hash(), session));
			SignedStatement { statement: Statement::Vote(vote), signature }
		};
		let key_owner = reelchain_runtime::Historical::prove((
			reel_primitives::ids::POV_KEY_TYPE,
			reel_primitives::ids::PovId::from(Bob.public()),
		))
		.unwrap();
		let proof = EquivocationProof {
			session,
			offender: Bob.public().into(),
			first: statement(true),
			second: statement(false),
		};
		pallet_proof_of_view::Call::<Runtime>::report_equivocation {
			proof: Box::new(proof),
			key_owner,
		}
	});
	assert_eq!(chain.submit(Charlie, call).unwrap(), Ok(()));
	chain.look(|| {
		let bob = Bob.to_account_id();
		assert_eq!(reelchain_runtime::ValidatorSet::candidate(bob).unwrap().strikes, 1);
	});
}
