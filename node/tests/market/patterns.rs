//! What supervisors say of a recording decides what is sold of it (K1, K2).

use crate::common::{Film, GIVEN, Node, Stage, account, at_once, by, dev, file_of};
use reel::{account::Signer, money::CFX, watch::Title};
use reel_primitives::pattern::PatternId;
use reel_rpc_api::to_hex;

/// The pattern of a title's file.
async fn pattern_of(stage: &Stage, title: &Title) -> PatternId {
	let found = stage.chain.pattern_of(&file_of(&title.content)).await.expect("told");
	found.expect("it was published with its file")
}

/// Exit codes of buying each of these without buying any.
async fn sold(node: &Node, titles: &[&str]) -> Vec<u8> {
	let mut codes = Vec::new();
	for title in titles {
		codes.push(by(node, "Ferdie", &["--dry-run", "buy", title]).await);
	}
	codes
}

#[tokio::test(flavor = "multi_thread")]
async fn what_leads_to_anothers_pattern_is_not_sold_until_it_is_unlinked_or_split() {
	let node = dev();
	let film = Film::still(1, 4).await;
	let stage = Stage::open(node.rpc()).await;
	let ours = stage.publish(&film, &[&node], 1).await;
	let mut dave = Stage::open(node.rpc()).await;
	dave.creator = Signer::dev("Dave").expect("a name derives a key");
	assert_ne!(
		by(&node, "Bob", &["supervisor", "authorize", "//Dave"]).await,
		0,
		"not Bob's office"
	);
	assert_eq!(by(&node, "Eve", &["supervisor", "authorize", "//Dave", "--days", "2"]).await, 0);
	let theirs = dave.publish_next(&film, &[&node], 1).await;
	let own = pattern_of(&stage, &ours).await;
	// Taken for a copy of ours.
	let copy = stage.publish_on(&film, &[&node], 1, &GIVEN, Some(own)).await;
	assert_eq!(pattern_of(&stage, &copy).await, own);
	let other = pattern_of(&stage, &theirs).await;
	assert_ne!(own, other);

	let [ours, theirs, third] = [&ours, &theirs, &copy].map(|title| to_hex(title.content.0));
	let titles = [ours.as_str(), theirs.as_str(), third.as_str()];
	let price = |title| ["title", "price", title, "10"];
	let priced = [("Bob", &price(titles[0])[..]), ("Dave", &price(titles[1])[..])];
	assert_eq!(at_once(&node, &priced).await, [0, 0]);
	assert_eq!(by(&node, "Bob", &price(titles[2])).await, 0);
	assert_eq!(sold(&node, &titles).await, [0, 0, 0]);

	let (own, other) = (own.to_string(), other.to_string());
	let link = ["pattern", "link", &own, &other];
	assert_ne!(by(&node, "Bob", &link).await, 0, "no supervisor");
	assert_eq!(by(&node, "Eve", &link).await, 0);
	assert_eq!(by(&node, "Eve", &link).await, 4, "they are one");
	assert_eq!(sold(&node, &titles).await, [0, 4, 0], "Dave's is Bob's recording");
	assert_eq!(by(&node, "Ferdie", &["buy", titles[1]]).await, 4);
	let linked = stage.chain.pattern(&pattern_of(&stage, &copy).await).await.expect("told");
	let linked = linked.expect("it is there");
	assert_eq!((linked.owner, linked.linked.len()), (account("Bob"), 1));
	assert_eq!(by(&node, "Ferdie", &["pattern", "show", &other]).await, 0);

	let unlink = ["pattern", "unlink", &other];
	assert_ne!(by(&node, "Dave", &unlink).await, 0, "no supervisor");
	assert_eq!(by(&node, "Eve", &unlink).await, 0);
	assert_eq!(by(&node, "Eve", &unlink).await, 4, "it is one of its own");
	assert_eq!(sold(&node, &titles).await, [0, 0, 0]);

	// The other way round: what Bob published goes, but for the file that is none of the recording.
	assert_eq!(by(&node, "Eve", &["pattern", "link", &other, &own]).await, 0);
	assert_eq!(sold(&node, &titles).await, [4, 0, 4], "Bob's are Dave's recording");
	let file = to_hex(file_of(&copy.content));
	let split = ["pattern", "split", &file];
	assert_ne!(by(&node, "Bob", &split).await, 0, "no supervisor");
	assert_eq!(by(&node, "Eve", &split).await, 0);
	assert_eq!(sold(&node, &titles).await, [4, 0, 0]);
	let apart = pattern_of(&stage, &copy).await;
	assert!(![&own, &other].contains(&&apart.to_string()));
	assert_eq!(by(&node, "Eve", &split).await, 4, "it is alone");

	// It is sold, not only quoted.
	let held = async || stage.chain.balances(&account("Ferdie")).await.expect("told").reserved;
	let before = held().await;
	assert_eq!(by(&node, "Ferdie", &["buy", titles[2]]).await, 0);
	assert_eq!(held().await - before, 10 * CFX);
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}
