//! What the registry says of a title is what every node's store does, curator or not, awake or not at that moment.

use crate::common::{
	BLOCKS_DEADLINE, Film, Node, Stage,
	curator::{joining, keeper},
	until,
};
use reel::{chain::calls, publish::Stored};
use reel_fragment_store::{Cid, dag::manifest::CellBlock};
use reel_primitives::content::ReasonCode;
use reqwest::StatusCode;

/// Status and text that a node's gateway answers for a block.
async fn asked(node: &Node, cid: &Cid) -> (StatusCode, String) {
	let url = format!("{}/ipfs/{cid}?format=raw", node.store().base());
	let response = reqwest::get(url).await.expect("the gateway answers");
	let status = response.status();
	// What is erased while it is sent ends early.
	let body = response.bytes().await.unwrap_or_default();
	(status, String::from_utf8_lossy(&body).into_owned())
}

/// A block comes from whoever has it; who that is may still have to get about.
async fn comes(node: &Node, cid: &Cid) {
	until("the block comes from a peer", BLOCKS_DEADLINE, async || {
		node.store().get(cid).await.is_ok().then_some(())
	})
	.await;
}

async fn gone(node: &Node, cid: &Cid, why: &str) {
	until("the block is refused", BLOCKS_DEADLINE, async || {
		let (status, text) = asked(node, cid).await;
		(status == StatusCode::GONE && text.contains(why)).then_some(())
	})
	.await;
}

fn magnet(stored: &Stored) -> Cid {
	stored.manifest.magnet().expect("a stored title has a magnet")
}

/// The fragments of a title's first cell.
async fn fragments(node: &Node, stored: &Stored) -> Vec<Cid> {
	let block = node.store().get(&stored.manifest.cells[0]).await.expect("the cell's block");
	CellBlock::decode(&block).expect("it is a cell").fragments
}

#[tokio::test(flavor = "multi_thread")]
async fn every_store_erases_what_was_deleted_or_stopped_and_nothing_else() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let alice = keeper("dev", &folder, "alice").start();
	let join = joining(&alice).await;
	let join: Vec<_> = join.iter().map(String::as_str).collect();
	let away = || keeper("dev", &folder, "away").with(&join).start();
	let (other, sleeper) = (keeper("dev", &folder, "other").with(&join).start(), away());

	// Three titles of the same fragments, and one of others.
	let stage = Stage::open(alice.rpc()).await;
	let (film, lone_film) = (Film::draw(1, 4).await, Film::draw(2, 2).await);
	let (first, secret) = stage.store(&film, &[&alice]).await;
	let second = stage.store_again(&film, "The same again", &secret, &alice).await;
	let third = stage.store_again(&film, "And once more", &secret, &alice).await;
	let (lone, _) = stage.store(&lone_film, &[&alice]).await;
	stage.authorize().await;
	for stored in [&first, &second, &third, &lone] {
		stage.register(stored, &stage.creator).await.expect("Bob is authorized");
	}
	let (shared, own) = (fragments(&alice, &first).await, fragments(&alice, &lone).await);
	assert_eq!(shared, fragments(&alice, &second).await);
	for node in [&other, &sleeper] {
		for stored in [&first, &second, &third, &lone] {
			comes(node, &magnet(stored)).await;
			for cell in &stored.manifest.cells {
				comes(node, cell).await;
			}
		}
		for fragment in shared.iter().chain(&own) {
			comes(node, fragment).await;
		}
	}
	sleeper.stop();

	let delete = async |stored: &Stored| {
		let call = calls::delete_title(&stored.magnet.content());
		stage.send(&stage.creator, call).await.expect("it is Bob's");
	};
	delete(&first).await;
	delete(&lone).await;
	for node in [&alice, &other] {
		gone(node, &magnet(&first), "deleted by its owner").await;
		gone(node, &magnet(&lone), "deleted by its owner").await;
		gone(node, &own[0], "deleted by its owner").await;
		let (status, _) = asked(node, &magnet(&second)).await;
		assert_eq!(status, StatusCode::OK, "another title");
		for fragment in &shared {
			assert_eq!(asked(node, fragment).await.0, StatusCode::OK, "of a title that lives");
		}
	}
	let sleeper = away();
	gone(&sleeper, &magnet(&lone), "deleted by its owner").await;
	gone(&sleeper, &own[0], "deleted by its owner").await;
	assert_eq!(asked(&sleeper, &shared[0]).await.0, StatusCode::OK);

	// The last two are stopped, one after the other: only then nobody holds what they share.
	let stop = async |stored: &Stored| {
		let call = calls::stop_title(&stored.magnet.content(), ReasonCode::Order);
		stage.send(&stage.supervisor, call).await.expect("Eve may");
	};
	let allow = async |stored: &Stored| {
		let call = calls::reinstate_title(&stored.magnet.content());
		stage.send(&stage.supervisor, call).await.expect("Eve may");
	};
	let everywhere = [&alice, &other, &sleeper];
	stop(&second).await;
	for node in everywhere {
		gone(node, &magnet(&second), "stopped by a supervisor").await;
		assert_eq!(asked(node, &shared[0]).await.0, StatusCode::OK, "of a title that lives");
	}
	stop(&third).await;
	for node in everywhere {
		gone(node, &magnet(&third), "stopped by a supervisor").await;
		gone(node, &shared[0], "stopped by a supervisor").await;
	}
	// Not the one with which the fragments went is allowed again, but another that shares them.
	allow(&second).await;
	for node in everywhere {
		until("the title is allowed again", BLOCKS_DEADLINE, async || {
			(asked(node, &shared[0]).await.0 == StatusCode::NOT_FOUND).then_some(())
		})
		.await;
		assert_eq!(asked(node, &magnet(&third)).await.0, StatusCode::GONE);
	}
	// It has to come again, and comes.
	stage.store_again(&film, "The same again", &secret, &alice).await;
	assert_eq!(asked(&alice, &shared[0]).await.0, StatusCode::OK);
	assert_eq!(asked(&alice, &own[0]).await.0, StatusCode::GONE, "what was deleted stays so");
	// Deleted: nobody is left that may be played.
	delete(&second).await;
	gone(&alice, &shared[0], "deleted by its owner").await;
	allow(&third).await;
	until("the last one is allowed again", BLOCKS_DEADLINE, async || {
		(asked(&alice, &shared[0]).await.0 == StatusCode::NOT_FOUND).then_some(())
	})
	.await;
	stage.store_again(&film, "And once more", &secret, &alice).await;
	assert_eq!(asked(&alice, &shared[0]).await.0, StatusCode::OK);
}
