//! The life of a curator by the commands that people use, on a real chain; and what the node tells of curators.

use crate::common::{Film, Node, Stage, account, dev, reel};
use reel::{account::to_ss58, money::CFX};
use reel_primitives::ContentId;
use reel_rpc_api::{
	Contract, Curator, CuratorSeat, KeepingEpoch, Rejection, SpanKeeping, Standing, TitleKeeping,
	to_hex,
};
use serde_json::{Value, json};

async fn ask<T: serde::de::DeserializeOwned>(
	node: &Node,
	method: &str,
	params: Value,
) -> Result<T, Rejection> {
	node.rpc().ask_desk(method, params).await
}

const START: [&str; 9] = [
	"curate",
	"start",
	"--capacity",
	"10GiB",
	"--region",
	"CH",
	"--hot-key",
	"//Dave",
	"--no-wait",
];

fn with<'a>(command: &[&'a str], more: &[&'a str]) -> Vec<&'a str> {
	[command, more].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_curator_registers_is_seated_changes_its_offer_and_leaves() {
	let node = dev();
	let chain = Stage::open(node.rpc()).await.chain;
	let ferdie = account("Ferdie");
	let name = to_ss58(&ferdie);
	let signed = ["--dev-account", "Ferdie"];
	let find = async || chain.curator(&ferdie).await.expect("the node answers");

	for command in ["status", "claim", "stop"] {
		assert_eq!(reel(&node, &with(&["curate", command], &signed)).await, 3, "{command}");
	}
	let free = chain.balances(&ferdie).await.expect("the node answers").free;
	assert_eq!(reel(&node, &with(&START, &["--dev-account", "Ferdie", "--dry-run"])).await, 0);
	assert_eq!(find().await, None, "nothing is submitted");
	let too_small = ["curate", "start", "--capacity", "1GiB", "--region", "CH", "--no-wait"];
	// An account without a coin is told what it lacks.
	let poor = with(&START, &["--dev-account", "Nobody"]);
	assert_eq!(reel(&node, &poor).await, 4);
	let too_small = with(&too_small, &["--hot-key", "//Dave", "--dev-account", "Ferdie"]);
	assert_eq!(reel(&node, &too_small).await, 4);

	// With a capacity given by hand, the seat is waited for.
	let wait = &START[..START.len() - 1];
	assert_eq!(reel(&node, &with(wait, &signed)).await, 0);
	let curator = find().await.expect("it is registered");
	assert_eq!((curator.capacity, curator.region.as_str()), (10_240, "CH"));
	assert_eq!(curator.hot_key, to_ss58(&account("Dave")));
	let asked = chain.collateral_for(10_240).await.expect("the chain tells").expect("few");
	assert_eq!(curator.collateral_cfx, asked.to_string());
	let now = chain.balances(&ferdie).await.expect("the node answers");
	assert_eq!(now.reserved, asked);
	assert!(free - now.free - asked < CFX, "beside the collateral only fees are gone");
	let seats = chain.curators().await.expect("the node answers");
	assert_eq!((seats.len(), seats[0].curator.account.as_str()), (1, name.as_str()));
	assert!(seats[0].is_open);
	assert_eq!(chain.curator(&account("Dave")).await.expect("by its key"), Some(curator.clone()));

	// Again, on another machine and with more to offer.
	let moved =
		["curate", "start", "--capacity", "11GiB", "--region", "CH", "--hot-key", "//Charlie"];
	assert_eq!(reel(&node, &with(&moved, &signed)).await, 0);
	let curator = find().await.expect("it is registered");
	assert_eq!((curator.capacity, &curator.hot_key), (11_264, &to_ss58(&account("Charlie"))));
	assert_eq!(reel(&node, &with(&["curate", "capacity", "10GiB"], &signed)).await, 0);
	assert_eq!(find().await.expect("it is registered").capacity, 10_240);
	for command in [&["curate", "status"][..], &["curate", "map"]] {
		assert_eq!(reel(&node, &with(command, &signed)).await, 0, "{command:?}");
	}
	assert_eq!(reel(&node, &with(&["curate", "claim"], &signed)).await, 4, "nothing is kept");

	assert_eq!(reel(&node, &with(&["curate", "stop"], &signed)).await, 0);
	let leaving = find().await.expect("until the cool-down is over");
	assert!(matches!(leaving.standing, Standing::Leaving { .. }), "{leaving:?}");
	assert_eq!(chain.curators().await.expect("the node answers"), []);
	assert_eq!(reel(&node, &with(&["curate", "stop"], &signed)).await, 4, "it cools down");
	assert_eq!(reel(&node, &with(&START, &signed)).await, 4, "first out, then in");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_node_tells_who_keeps_what_in_pages_and_by_name_when_it_cannot() {
	let node = dev();
	let stage = Stage::open(node.rpc()).await;
	let film = Film::draw(2, 4).await;
	let (stored, _) = stage.store(&film, &[&node]).await;
	stage.authorize().await;
	stage.register(&stored, &stage.creator).await.expect("Bob is authorized");
	let content = to_hex(stored.magnet.content().0);

	let epoch: KeepingEpoch = ask(&node, "fragment_v1_epoch", json!([])).await.expect("told");
	assert_eq!((epoch.epoch_rounds, epoch.min_holding_rounds), (4, 6));
	assert_eq!(epoch.epoch, Some(epoch.round / 4));
	let seats: Vec<CuratorSeat> =
		ask(&node, "fragment_v1_curators", json!([0, u32::MAX])).await.expect("told");
	assert_eq!(seats, []);
	let load: TitleKeeping =
		ask(&node, "fragment_v1_titleLoad", json!([content])).await.expect("told");
	assert_eq!((load.spans, load.wanted, load.contracts, load.level), (1, 3, 0, 1));
	let span: SpanKeeping =
		ask(&node, "fragment_v1_spanLoad", json!([content, 0])).await.expect("told");
	assert_eq!((span.holders.len(), span.candidates.len(), span.wanted), (0, 0, 3));

	let alice = to_ss58(&account("Alice"));
	let curator = ask::<Curator>(&node, "fragment_v1_curator", json!([alice])).await;
	assert_eq!(curator, Err(Rejection::CuratorNotFound));
	let contracts =
		ask::<Vec<Contract>>(&node, "fragment_v1_contracts", json!([alice, 0, 1])).await;
	assert_eq!(contracts, Err(Rejection::CuratorNotFound));
	let span = ask::<SpanKeeping>(&node, "fragment_v1_spanLoad", json!([content, 1])).await;
	assert_eq!(span, Err(Rejection::SpanNotFound));
	let nothing = to_hex(ContentId([9; 32]).0);
	let title = ask::<TitleKeeping>(&node, "fragment_v1_titleLoad", json!([nothing])).await;
	assert_eq!(title, Err(Rejection::TitleNotFound));
	let span = ask::<SpanKeeping>(&node, "fragment_v1_spanLoad", json!([nothing, 0])).await;
	assert_eq!(span, Err(Rejection::TitleNotFound));
	let title = ask::<TitleKeeping>(&node, "fragment_v1_titleLoad", json!(["0x01"])).await;
	assert_eq!(title, Err(Rejection::Malformed));
	assert_eq!(reel(&node, &["curate", "map", &content]).await, 0);
	assert_eq!(reel(&node, &["curate", "map", &nothing]).await, 3);
}
