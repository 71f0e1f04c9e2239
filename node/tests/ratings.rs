//! Ratings by those who were paid for a view, listed for everybody, their log anchored on the chain (C16, S10).

use crate::common::{
	BLOCKS_DEADLINE, Film, Node, SUM_PERIOD, Stage, Viewer, dev, reel, until, watch,
};
use reel::{account::to_ss58, ratings::Log};
use reel_primitives::{ContentId, rating::HeadStatement, time::ROUND_MS};
use reel_rpc_api::{RatingLine, Rejection, SignedHead, from_hex, to_hex};
use serde_json::{Value, json};
use std::{path::Path, sync::Arc, time::Duration};

/// Longest wait for an anchor: a period, which is as long as that of sums, and the blocks behind it.
const ANCHOR_DEADLINE: Duration =
	Duration::from_millis(SUM_PERIOD * ROUND_MS).saturating_add(BLOCKS_DEADLINE);

async fn ask<T: serde::de::DeserializeOwned>(node: &Node, method: &str, params: Value) -> T {
	let answer: Result<T, Rejection> = node.rpc().ask_desk(method, params).await;
	answer.expect("questions are not refused")
}

/// Rates a title by the command line; its exit code.
async fn rate(node: &Node, content: &ContentId, stars: &str, who: &str) -> u8 {
	let (content, who) = (content.to_string(), format!("Viewer//{who}"));
	reel(node, &["rate", &content, stars, "--dev-account", &who]).await
}

/// The statement that the chain keeps of the one validator, once it has as many lines.
async fn anchored(stage: &Stage, lines: u64) -> HeadStatement {
	until("the head is anchored", ANCHOR_DEADLINE, async || {
		let anchors = stage.chain.ratings_anchors().await.expect("the node answers");
		assert!(anchors.len() <= 1, "there is one validator");
		let statement = anchors.into_iter().map(|(_, statement)| statement).next();
		statement.filter(|statement| statement.head.count == lines)
	})
	.await
}

async fn checks_log(node: &Node, file: &Path) -> u8 {
	reel(node, &["title", "ratings", "--log", &file.display().to_string()]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn who_watched_rates_and_the_chain_keeps_what_the_log_comes_to() {
	let node = dev();
	let film = Film::draw(1, 4).await;
	let stage = Stage::open(node.rpc()).await;
	let title = Arc::new(stage.publish(&film, &[&node], 1).await);
	let content = title.content;
	let (ann, ben) = (Viewer::new("Ann", &node).await, Viewer::new("Ben", &node).await);
	assert_eq!(rate(&node, &content, "5", "Ann").await, 4, "she has not watched it");
	assert!(stage.chain.ratings_anchors().await.expect("the node answers").is_empty());

	watch(&stage, &ann.signer, &title, &[0], None).await;
	assert_eq!(rate(&node, &content, "4", "Ann").await, 0);
	assert_eq!(rate(&node, &content, "1", "Ann").await, 4, "once a day");
	assert_eq!(rate(&node, &content, "1", "Ben").await, 4, "he has not watched it");
	let listed: Vec<RatingLine> =
		ask(&node, "pov_v1_ratings", json!([to_hex(content), null, 100])).await;
	let [line] = &listed[..] else { panic!("{listed:?}") };
	assert_eq!((line.number, line.stars, &line.viewer), (1, 4, &ann.account()));
	let first = anchored(&stage, 1).await;
	assert_eq!(to_hex(first.head.hash), line.hash);

	watch(&stage, &ben.signer, &title, &[0], None).await;
	assert_eq!(rate(&node, &content, "1", "Ben").await, 0);
	let second = anchored(&stage, 2).await;
	assert!(second.round >= first.round + SUM_PERIOD, "once a period");
	let head: SignedHead = ask(&node, "pov_v1_ratingsHead", json!([])).await;
	assert_eq!((head.count, head.hash), (2, to_hex(second.head.hash)));
	assert_eq!(to_ss58(&head.validator), to_ss58(&stage.accounts()[2]));

	// The log as an indexer has it, and the command that checks it.
	let lines: Vec<RatingLine> = ask(&node, "pov_v1_ratingsLog", json!([0, 100])).await;
	let as_line = |line| format!("{}\n", serde_json::to_string(line).expect("json"));
	let text: String = lines.iter().map(as_line).collect();
	let genesis = from_hex(&node.rpc().hash(0).await).expect("a hash is hex");
	let genesis = genesis.try_into().expect("32 bytes");
	let log = Log::read(text.as_bytes(), &genesis).expect("each line follows the one before");
	assert!(log.anchored(&second) && log.anchored(&first));
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let file = folder.path().join("ratings.jsonl");
	std::fs::write(&file, &text).expect("written");
	assert_eq!(checks_log(&node, &file).await, 0);
	std::fs::write(&file, text.replace("\"stars\":4", "\"stars\":5")).expect("written");
	assert_eq!(checks_log(&node, &file).await, 7, "somebody changed it");
	std::fs::write(&file, as_line(&lines[0])).expect("written");
	assert_eq!(checks_log(&node, &file).await, 7, "a line is missing that was anchored");
	assert_eq!(reel(&node, &["title", "ratings", &content.to_string()]).await, 0);
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}
