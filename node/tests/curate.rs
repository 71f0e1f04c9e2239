//! Curators on machines of their own, all of them real nodes: a title comes to be kept by as many as are wanted, each has
//! all of it, and when one is killed it pays and another takes its place.

use crate::common::{
	Film, Node, Rpc, Stage,
	curator::{EPOCHS_DEADLINE, account, joining, keeper, register, short_chain},
	until,
};
use pallet_fragment_staking::Call;
use reel_primitives::AccountId;

/// Who curates on which node, the first being the one that makes blocks and publishes.
const CURATORS: [(&str, &str); 4] =
	[("alice", "Charlie"), ("bob", "Dave"), ("carol", "Ferdie"), ("dan", "Bob")];

#[tokio::test(flavor = "multi_thread")]
async fn a_title_is_kept_by_three_and_a_killed_keeper_pays_and_is_replaced() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let chain = short_chain(&folder);
	let mut nodes: Vec<Option<Node>> = Vec::new();
	let alice = keeper(&chain, &folder, "alice").with(&["--curate"]).start();
	let join = joining(&alice).await;
	nodes.push(Some(alice));
	for (name, _) in &CURATORS[1..] {
		let join: Vec<_> = join.iter().map(String::as_str).collect();
		nodes.push(Some(keeper(&chain, &folder, name).with(&["--curate"]).with(&join).start()));
	}
	let first = nodes[0].as_ref().expect("runs").rpc().clone();
	for (node, (_, cold)) in nodes.iter().flatten().zip(CURATORS) {
		register(node, cold).await;
	}
	let stage = Stage::open(&first).await;
	let film = Film::draw(2, 4).await;
	let publisher = nodes[0].as_ref().expect("runs");
	let title = stage.publish(&film, &[publisher], 1).await;

	let keepers = until("three keep it", EPOCHS_DEADLINE, async || {
		Some(first.holders(title.content).await).filter(|keepers| keepers.len() == 3)
	})
	.await;
	// Killed: one that keeps it, and neither makes blocks nor published.
	let place = |who: &AccountId| {
		CURATORS.iter().position(|(_, cold)| account(cold) == *who).expect("one of ours")
	};
	let killed = keepers.iter().find(|who| place(who) != 0).expect("two of three").clone();
	for who in &keepers {
		let node = nodes[place(who)].as_ref().expect("runs");
		let state = node.rpc().keeping_until("it has all of it", |state| {
			state["started"] == 1 && state["heldFragments"].as_u64() > Some(0)
		});
		assert_eq!(state.await["wantedFragments"], 0, "of fragments still to come");
	}
	let collateral =
		async |who: &AccountId| first.curator(who).await.expect("registered").collateral_cfx;
	let before = collateral(&killed).await;
	drop(nodes[place(&killed)].take());

	until("the killed one is slashed", EPOCHS_DEADLINE, async || {
		(collateral(&killed).await < before).then_some(())
	})
	.await;
	let keepers = until("another took its place", EPOCHS_DEADLINE, async || {
		let keepers = first.holders(title.content).await;
		(keepers.len() == 3 && !keepers.contains(&killed)).then_some(keepers)
	})
	.await;
	for who in &keepers {
		assert_eq!(collateral(who).await, before, "who lives loses nothing");
		earns(&first, who, CURATORS[place(who)].1).await;
	}
	assert_eq!(first.contracts_of(&killed).await, vec![]);
	for node in nodes.iter().flatten() {
		assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
	}
}

/// A claim is paid once the holding time is over and nothing is asked.
async fn earns(rpc: &Rpc, who: &AccountId, name: &str) {
	let (id, _) = rpc.contracts_of(who).await.into_iter().next().expect("it keeps the title");
	until("something is due and nothing asked", EPOCHS_DEADLINE, async || {
		let due: u128 = rpc.ask_runtime("FragmentApi_due", id).await;
		let open = rpc.challenges(who).await.iter().any(|asked| !asked.is_answered);
		(due > 0 && !open).then_some(())
	})
	.await;
	let contracts = vec![id].try_into().expect("one");
	rpc.send_as(name, Call::claim_reward { contracts }).await;
	assert!(rpc.ssh(who).await > 0, "{name} has no SSH");
}
