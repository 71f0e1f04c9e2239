//! Four validators with a desk each: plays at two of them, agreed by the votes of at least three (C7, C9).

use crate::common::{
	BLOCKS_DEADLINE, Books, Film, Node, Stage, Viewer, accepted_batch, events, until, until_ms,
	validators,
};
use pallet_proof_of_view::Event;
use reel::watch::{Grant, Title};
use reel_primitives::{AccountId, Round, batch::BatchHash};
use reelchain_runtime::RuntimeEvent;
use serde_json::json;
use std::collections::BTreeSet;

/// One CFX in planck.
const CFX: u128 = 1_000_000_000_000_000_000;

/// Votes that 51 % of four come to.
const QUORUM: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn four_validators_agree_on_the_plays_of_two_desks_and_go_on_without_one() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let [alice, bob, charlie, dave] = validators(&folder).await;
	let film = Film::draw(1, 8).await;
	let stage = Stage::open(alice.rpc()).await;
	// Handed in at Alice's node alone; the others get their boxes from her.
	let title = stage.publish(&film, &[&alice, &bob], 4).await;
	let ann = Viewer::new("Ann", &alice).await;
	let ben = Viewer::new("Ben", &bob).await;
	let accounts: Vec<_> = [&ann, &ben].iter().map(|viewer| viewer.account()).collect();
	let before = Books::of(alice.rpc(), &accounts, None).await;

	let (of_ann, of_ben) = tokio::join!(play(&ann, &title), play(&ben, &title));
	let (round_of_ann, round_of_ben) = tokio::join!(ann.paid(&of_ann.id), ben.paid(&of_ben.id));
	let rounds = BTreeSet::from([round_of_ann, round_of_ben]);
	let head = final_head_with(&[&alice, &bob, &charlie, &dave], &rounds).await;

	let after = Books::of(alice.rpc(), &accounts, Some(&head)).await;
	let minted = rounds.len() as u128 * 90 * CFX;
	assert_eq!((after.issuance - before.issuance, after.minted), (minted, minted));
	// Who has a round alone gets the viewers' 40 % of it, else each half: the cell is the same.
	let each = 36 * CFX / if rounds.len() == 1 { 2 } else { 1 };
	assert_eq!(after.gains(&before), [each, each]);

	for round in &rounds {
		let batch = accepted_batch(alice.rpc(), *round, &head).await.expect("the round is paid");
		let (accepted, voters) = votes_on(&alice, *round, &head).await;
		assert_eq!(accepted, Some(batch.hash), "round {round}");
		assert!(voters.len() >= QUORUM, "round {round}: {voters:?}");
		for node in [&bob, &charlie, &dave] {
			let there = accepted_batch(node.rpc(), *round, &head).await;
			assert_eq!(there.as_ref(), Some(&batch), "round {round}");
			assert_eq!(Books::of(node.rpc(), &accounts, Some(&head)).await, after);
		}
	}

	// Killed: it says good-bye to nobody.
	drop(dave);
	let cem = Viewer::new("Cem", &bob).await;
	let grant = play(&cem, &title).await;
	let round = cem.paid(&grant.id).await;
	let head = final_head_with(&[&alice, &bob, &charlie], &[round].into()).await;
	let paid = Books::of(charlie.rpc(), &[cem.account()], Some(&head)).await;
	assert_eq!((paid.balances, paid.minted), (vec![36 * CFX], minted + 90 * CFX));
	let (_, voters) = votes_on(&charlie, round, &head).await;
	assert_eq!(voters.len(), QUORUM);
	for node in [&alice, &bob, &charlie] {
		assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
	}
}

/// Watches the first cell from ask to acceptance.
async fn play(viewer: &Viewer, title: &Title) -> Grant {
	let grant = until("the desk has title and secret", BLOCKS_DEADLINE, async || {
		viewer.ask(title, 0).await.ok()
	})
	.await;
	let play = viewer.watch(title, &grant).await;
	until_ms(grant.ticket.opens_at_ms()).await;
	viewer.submit(&play).await.expect("an honest play within its window");
	grant
}

/// A final block that all nodes have, at which all of the rounds are paid.
async fn final_head_with(nodes: &[&Node], rounds: &BTreeSet<Round>) -> String {
	until("the rounds are paid in a final block", BLOCKS_DEADLINE, async || {
		let mut number = u32::MAX;
		for node in nodes {
			number = number.min(node.rpc().finalized().await);
		}
		let hash = nodes[0].rpc().hash(number).await;
		for node in nodes {
			assert_eq!(node.rpc().hash(number).await, hash, "finality is one");
		}
		for round in rounds {
			accepted_batch(nodes[0].rpc(), *round, &hash).await?;
		}
		Some(hash)
	})
	.await
}

/// Which batch of a round was accepted up to block `head`, and who voted for it up to then.
async fn votes_on(
	node: &Node,
	round: Round,
	head: &str,
) -> (Option<BatchHash>, BTreeSet<AccountId>) {
	let (mut accepted, mut voters) = (None, BTreeSet::new());
	let mut block = head.to_owned();
	loop {
		for event in events(node.rpc(), &block).await {
			match event {
				// Who proposes votes yes by it.
				RuntimeEvent::ProofOfView(Event::BatchProposed { round: of, who, .. })
					if of == round =>
				{
					voters.insert(who);
				},
				RuntimeEvent::ProofOfView(Event::BatchVoted { round: of, who, approve })
					if of == round =>
				{
					assert!(approve, "{who:?} found an honest batch wrong");
					voters.insert(who);
				},
				RuntimeEvent::ProofOfView(Event::BatchAccepted { round: of, batch, .. })
					if of == round =>
				{
					assert_eq!(accepted.replace(batch), None, "a round is paid once");
				},
				_ => {},
			}
		}
		let header = node.rpc().call("chain_getHeader", json!([block])).await;
		if header["number"] == "0x1" {
			return (accepted, voters);
		}
		block = header["parentHash"].as_str().expect("a header names its parent").to_owned();
	}
}
