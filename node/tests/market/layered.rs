//! Layers that are declined, taken back, stopped, allowed again and ended: deposits, and whose the income is meanwhile (C10).

use crate::common::{Books, Film, GIVEN, Node, Stage, Viewer, account, at_once, by, dev, until_ms};
use reel::money::CFX;
use reel_fragment_store::block::{RAW, cid_of};
use reel_primitives::{ContentId, layers::LayerStage};
use reel_rpc_api::to_hex;

/// What is on hold for an account.
async fn held(stage: &Stage, name: &str) -> u128 {
	stage.chain.balances(&account(name)).await.expect("told").reserved
}

/// Numbers of the layers of a title.
async fn layers(stage: &Stage, content: &ContentId, shown: bool) -> Vec<u64> {
	let layers = stage.chain.layers_of(content, shown).await.expect("told");
	layers.into_iter().map(|(id, _)| id).collect()
}

/// What each of 100 CFX given to a title brings its creator and those of its layers.
async fn given(node: &Node, content: &str) -> [u128; 2] {
	let accounts = [account("Bob"), account("Charlie")];
	let before = Books::of(node.rpc(), &accounts, None).await;
	assert_eq!(by(node, "Ferdie", &["donate", content, "100"]).await, 0);
	let gains = Books::of(node.rpc(), &accounts, None).await.gains(&before);
	gains.try_into().expect("two accounts")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_layer_has_its_share_while_it_is_shown_and_its_deposit_comes_back_with_it() {
	let node = dev();
	let stage = Stage::open(node.rpc()).await;
	stage.authorize().await;
	let title = stage.publish_on(&Film::draw(1, 8).await, &[&node], 1, &GIVEN, None).await;
	let id = to_hex(title.content.0);
	let content = id.as_str();
	let cid = cid_of(RAW, b"WEBVTT").to_string();
	let offer = |language: &'static str, terms: [&'static str; 2]| {
		let what = ["layer", "offer", content, "--kind", "subtitle", "--language", language];
		let all = [&what[..], &["--cid", &cid, "--size", "6"], &terms].concat();
		all.into_iter().map(ToOwned::to_owned).collect::<Vec<String>>()
	};
	let offers = async |name: &str, offer: Vec<String>| {
		by(&node, name, &offer.iter().map(String::as_str).collect::<Vec<_>>()).await
	};
	assert_eq!(held(&stage, "Charlie").await, 0);
	assert_eq!(offers("Charlie", offer("ko", ["--share", "500"])).await, 0);
	let deposit = held(&stage, "Charlie").await;
	assert_eq!(offers("Charlie", offer("fr", ["--share", "1000"])).await, 0);
	assert_eq!(offers("Dave", offer("de", ["--price", "3"])).await, 0);
	assert_eq!(offers("Dave", offer("es", ["--share", "200"])).await, 0);
	assert_eq!([held(&stage, "Charlie").await, held(&stage, "Dave").await], [2 * deposit; 2]);
	assert_eq!(layers(&stage, &title.content, false).await, [0, 1, 2, 3]);
	assert_eq!(layers(&stage, &title.content, true).await, [0u64; 0]);

	let act = |what: &'static str, layer: &'static str| ["layer", what, layer];
	assert_ne!(by(&node, "Charlie", &act("decline", "1")).await, 0, "Bob's to decline");
	assert_eq!(by(&node, "Bob", &act("decline", "1")).await, 0);
	assert_eq!(held(&stage, "Charlie").await, deposit);
	let before = Books::of(node.rpc(), &[account("Dave")], None).await;
	for layer in ["0", "2", "3"] {
		assert_eq!(by(&node, "Bob", &act("accept", layer)).await, 0);
	}
	assert_eq!(Books::of(node.rpc(), &[account("Dave")], None).await.gains(&before), [3 * CFX]);
	assert_eq!(by(&node, "Bob", &act("decline", "0")).await, 4, "it was accepted");
	assert_eq!(by(&node, "Dave", &act("withdraw", "2")).await, 4, "it was paid for");
	assert_ne!(by(&node, "Charlie", &act("withdraw", "3")).await, 0, "Dave's");
	assert_eq!(by(&node, "Dave", &act("withdraw", "3")).await, 0);
	assert_eq!(held(&stage, "Dave").await, deposit);
	assert_eq!(layers(&stage, &title.content, true).await, [0, 2]);
	assert_eq!(given(&node, content).await, [95 * CFX, 5 * CFX]);

	assert_eq!(by(&node, "Eve", &["layer", "stop", "0", "--reason", "rights"]).await, 0);
	assert_eq!(layers(&stage, &title.content, true).await, [2]);
	assert_eq!(given(&node, content).await, [100 * CFX, 0]);
	assert_ne!(by(&node, "Charlie", &act("reinstate", "0")).await, 0, "no supervisor");
	assert_eq!(by(&node, "Eve", &act("reinstate", "0")).await, 0);
	assert_eq!(by(&node, "Eve", &act("reinstate", "0")).await, 4, "it is allowed");
	assert_eq!(layers(&stage, &title.content, true).await, [0, 2]);

	// Ended with a week's notice: until then it has its share, of what is given and of views.
	assert_ne!(by(&node, "Charlie", &act("end", "0")).await, 0, "Bob's to end");
	assert_eq!(by(&node, "Bob", &act("end", "0")).await, 0);
	assert_eq!(by(&node, "Bob", &act("end", "0")).await, 4, "it ends");
	let now = stage.chain.current_round().await.expect("told");
	let all = stage.chain.layers_of(&title.content, true).await.expect("told");
	let LayerStage::Ending { ends } = all[0].1.stage else { panic!("{:?}", all[0]) };
	assert!((now + 41_000..=now + 42_000).contains(&ends), "{now} {ends}: seven days of 6,000");
	assert_eq!(by(&node, "Charlie", &act("clear", "0")).await, 4, "not yet");
	assert_eq!(given(&node, content).await, [95 * CFX, 5 * CFX]);

	let claim = ["layer", "claim", content];
	assert_eq!(by(&node, "Ferdie", &claim).await, 4, "nobody has watched");
	let viewer = Viewer::new("Viewer", &node).await;
	let accounts = [account("Bob"), account("Charlie")];
	let before = Books::of(node.rpc(), &accounts, None).await;
	let grant = viewer.ask(&title, 0).await.expect("it is free");
	let play = viewer.watch(&title, &grant).await;
	until_ms(grant.ticket.opens_at_ms()).await;
	viewer.submit(&play).await.expect("an honest play within its window");
	viewer.paid(&grant.id).await;
	let share = 27 * CFX * 5 / 100;
	let paid = Books::of(node.rpc(), &accounts, None).await;
	assert_eq!(paid.gains(&before), [27 * CFX - share, 0]);
	assert_eq!(by(&node, "Ferdie", &claim).await, 0);
	assert_eq!(Books::of(node.rpc(), &accounts, None).await.gains(&paid), [0, share]);
	assert_eq!(by(&node, "Ferdie", &claim).await, 4, "nothing is owed");

	// Who takes a layer back, takes its deposit.
	let codes =
		at_once(&node, &[("Charlie", &act("withdraw", "0")), ("Dave", &act("withdraw", "2"))])
			.await;
	assert_eq!(codes, [0, 4]);
	assert_eq!([held(&stage, "Charlie").await, held(&stage, "Dave").await], [0, deposit]);
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}
