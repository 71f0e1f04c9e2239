//! What is removed is no longer announced, and refused with the reason.

use super::{LONG, MIB, Node, eventually, film, settings};
use reel_fragment_store::{
	ExchangeError, StoreError,
	network::{Order, Priority},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_title_that_is_taken_down_is_withdrawn_everywhere_and_refused_with_the_reason() {
	let film = film(30, &[MIB + 300, 500]);
	let (cell, _) = film.cells[0];
	let hub = Node::start(settings(&[])).await;
	let has = Node::start(settings(&[hub.address()])).await;
	has.publish(&film).await;
	has.knows(1).await;
	let wants = Node::start(settings(&[hub.address()])).await;
	wants.finds(&film.magnet, 1).await;
	wants.finds(&cell, 1).await;
	let title = wants.handle.manifest(&film.magnet).await.expect("fetched");
	wants.handle.cell(&title.cells[0], 0).await.expect("fetched");

	has.handle.deny_dag(&film.magnet, "rights dispute 17").await.expect("denies");
	for cid in [film.magnet, cell] {
		eventually("the withdrawal", || async {
			wants.network().providers(&cid, 20).await.expect("runs").is_empty()
		})
		.await;
	}
	assert!(has.network().state().await.expect("runs").announced.is_empty());
	// The others know of it before this one has heard that they do.
	eventually("the count of withdrawals", || async {
		has.handle.metrics().withdrawals.get() >= 2
	})
	.await;

	// One that remembers who had it is told why it is gone.
	wants.network().connect(&has.address()).await.expect("connects");
	let error = wants.handle.get_or_fetch(&film.cells[1].0).await.expect_err("is gone");
	assert!(error.to_string().contains("rights dispute 17"), "{error}");
	assert!(wants.network().banned().is_empty(), "to refuse is no misdeed");

	// And whoever denies it does not take it back.
	let error =
		has.network().fetch_title(&film.magnet, Order::Play, Priority::Viewer, |_, _| {}).await;
	assert!(matches!(error, Err(ExchangeError::Failed { .. })), "{error:?}");
	let put = has.handle.put_cid(&film.blocks[0].0, film.blocks[0].1.clone().into()).await;
	assert!(matches!(put, Err(StoreError::Denied { .. })));
}

#[tokio::test(flavor = "multi_thread")]
async fn garbage_collection_withdraws_what_it_removed_and_leaves_the_rest() {
	let (gone, kept) = (film(31, &[4000]), film(32, &[5000]));
	let hub = Node::start(settings(&[])).await;
	let has = Node::start(settings(&[hub.address()])).await;
	has.publish(&gone).await;
	has.publish(&kept).await;
	hub.finds(&gone.cells[0].0, 1).await;
	hub.finds(&kept.cells[0].0, 1).await;
	has.handle.unpin(&gone.magnet).await.expect("unpins");
	has.handle.gc().await.expect("collects");
	eventually("the withdrawal", || async {
		hub.network().known_providers(&gone.cells[0].0).await.expect("runs").is_empty()
	})
	.await;
	let known = hub.network().known_providers(&kept.cells[0].0).await.expect("runs");
	assert_eq!(known.len(), 1);
	assert_eq!(known[0].0, has.network().peer_id());
	assert!(!known[0].1.is_empty(), "no address is known");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_does_not_share_announces_nothing_and_answers_nobody() {
	let film = film(33, &[MIB]);
	let hub = Node::start(settings(&[])).await;
	let quiet = reel_fragment_store::NetworkConfig { share: false, ..settings(&[hub.address()]) };
	let quiet = Node::start(quiet).await;
	quiet.publish(&film).await;
	quiet.knows(1).await;
	hub.knows(1).await;
	assert_eq!(quiet.network().announce_title(&film.magnet).await.expect("runs"), 0);
	assert!(quiet.network().state().await.expect("runs").announced.is_empty());
	assert!(hub.handle.get_or_fetch(&film.magnet).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_shutdown_the_store_is_closed_and_opens_again_under_the_same_name() {
	let film = film(34, &[MIB]);
	let hub = Node::start(settings(&[])).await;
	let directory = crate::common::temporary();
	let node = Node::start_in(directory.path(), settings(&[hub.address()])).await;
	node.publish(&film).await;
	node.knows(1).await;
	let name = node.network().peer_id();
	let fetched = hub.network().connect(&node.address()).await.expect("connects");
	assert_eq!(fetched, name);
	hub.handle.get_or_fetch(&film.magnet).await.expect("fetched");
	let handle = node.handle.clone();
	drop(node);
	tokio::time::timeout(LONG, handle.close()).await.expect("the store closes");
	let again = Node::start_in(directory.path(), settings(&[hub.address()])).await;
	assert_eq!(again.network().peer_id(), name);
	// What is pinned is announced again by itself.
	hub.finds(&film.cells[0].0, 1).await;
}
