//! What desks' logs of ratings come to, from the transaction that the runtime builds to the state.

use super::*;
use pallet_ratings_anchor::Event;
use pallet_ratings_anchor_runtime_api::runtime_decl_for_ratings_api::RatingsApi;
use reel_primitives::rating::{AnchorStatus, HeadStatement, RatingsHead};
use reelchain_runtime::RuntimeEvent;

/// Rounds between two anchors on development chains.
const PERIOD: Round = 8;

fn statement(count: u64) -> HeadStatement {
	HeadStatement { round: round(), head: RatingsHead { count, hash: [count as u8; 32] } }
}

fn anchor(by: Sr25519Keyring, of: Sr25519Keyring, statement: HeadStatement) -> UncheckedExtrinsic {
	let signature = pov_sign(by, &statement.signing_payload(&genesis_hash(), session()));
	<Runtime as RatingsApi<Block, AccountId>>::anchor_extrinsic(
		statement,
		index_of(of),
		session(),
		signature,
	)
	.expect("it can be built")
}

fn status(of: Sr25519Keyring) -> AnchorStatus {
	<Runtime as RatingsApi<Block, AccountId>>::anchor_status(of.to_account_id())
}

#[test]
fn validators_anchor_once_a_period_without_a_fee() {
	let mut chain = Chain::new("local_testnet");
	// At genesis there is no slot yet.
	chain.block(vec![]);
	let first = chain.look(|| statement(3));
	let before = chain.look(|| free(&Alice.to_account_id()));
	let extrinsics =
		chain.look(|| vec![anchor(Alice, Alice, first), anchor(Bob, Bob, statement(1))]);
	assert_eq!(chain.block(extrinsics), [Ok(Ok(())), Ok(Ok(()))]);
	chain.look(|| {
		let who = Alice.to_account_id();
		let HeadStatement { round, head: RatingsHead { count, hash } } = first;
		let told: RuntimeEvent = Event::RatingsAnchored { who, round, count, hash }.into();
		let events = frame_system::Pallet::<Runtime>::events();
		assert!(events.iter().any(|record| record.event == told));
		assert_eq!(free(&Alice.to_account_id()), before);
		let anchors = <Runtime as RatingsApi<Block, AccountId>>::anchors();
		assert_eq!(anchors.len(), 2);
		assert_eq!(status(Alice), AnchorStatus { anchored: Some(first), is_due: false });
		assert_eq!(status(Dave), AnchorStatus { anchored: None, is_due: true });
	});
	let early = chain.look(|| anchor(Alice, Alice, statement(4)));
	assert_eq!(refused(&mut chain, early), InvalidTransaction::Stale.into());
	let forged = chain.look(|| anchor(Bob, Charlie, statement(1)));
	assert_eq!(refused(&mut chain, forged), InvalidTransaction::BadProof.into());
	let due = first.round + PERIOD;
	while chain.look(round) < due {
		chain.block(vec![]);
	}
	let next = chain.look(|| anchor(Alice, Alice, statement(4)));
	assert_eq!(chain.block(vec![next]), [Ok(Ok(()))]);
	chain.look(|| assert_eq!(status(Alice).anchored.map(|kept| kept.head.count), Some(4)));
}
