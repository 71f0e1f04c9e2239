//! A peer that lies is shut out and reported, and the fetch is completed by another.

use super::{
	LONG, MIB, Node, eventually, film,
	liar::{Liar, Lie},
	settings,
};
use reel_fragment_store::{
	NetworkConfig,
	network::{Misdeed, Order, Priority, RateCaps},
};
use std::{sync::Arc, time::Duration};

/// With a liar alone a fetch fails and the liar is shut out; with an honest peer beside, it is completed.
async fn lied_to(lie: Lie, expected: Misdeed) {
	let film = Arc::new(film(20, &[3 * MIB + 100]));
	let (cell, _) = film.cells[0];
	// It has nothing and is not asked, so that only the liar can come to strikes.
	let hub = Node::start(NetworkConfig { share: false, ..settings(&[]) }).await;
	let mut settled = NetworkConfig { max_strikes: 2, ..settings(&[hub.address()]) };
	if lie == Lie::Stall {
		// Long enough for an honest peer on a busy machine.
		settled.stall_timeout = Duration::from_secs(3);
	}
	let wants = Node::start(settled).await;
	let liar = Liar::start(film.clone(), lie, hub.address()).await;
	wants.finds(&cell, 1).await;
	let mut reports = wants.network().reports();
	let fetched = wants.network().fetch_cell(&cell, Order::Play, Priority::Viewer).await;
	assert!(fetched.is_err(), "{lie:?}: nobody could deliver");
	if wants.network().banned().is_empty() {
		// Asked for the cell's block, it came to one strike only.
		assert!(wants.network().fetch_cell(&cell, Order::Play, Priority::Viewer).await.is_err());
	}
	assert_eq!(wants.network().banned(), [liar.peer], "{lie:?}");
	let report =
		tokio::time::timeout(LONG, reports.recv()).await.expect("in time").expect("reported");
	assert_eq!((report.peer, report.misdeed), (liar.peer, expected), "{lie:?}");
	assert!(wants.handle.metrics().peers_banned.get() == 1);

	let honest = Node::start(settings(&[hub.address()])).await;
	honest.publish(&film).await;
	wants.finds(&cell, 1).await;
	let fetched = wants.network().fetch_cell(&cell, Order::Play, Priority::Viewer).await;
	fetched.expect("the honest one delivers");
	wants
		.network()
		.fetch_title(&film.magnet, Order::Play, Priority::Viewer, |_, _| {})
		.await
		.expect("all");
	wants.holds(&film).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_wrong_bit_is_enough() {
	lied_to(Lie::WrongByte, Misdeed::WrongBytes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_outline_is_seen_before_a_byte_is_taken() {
	lied_to(Lie::WrongOutline, Misdeed::WrongBytes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_are_cut_off_are_counted() {
	lied_to(Lie::CutOff, Misdeed::CutOff).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_that_stall_are_counted() {
	lied_to(Lie::Stall, Misdeed::Stalled).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_are_too_long_are_not_read() {
	lied_to(Lie::TooLong, Misdeed::Protocol).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_keeper_that_was_asked_before_it_had_anything_is_asked_again_once_it_has() {
	let film = Arc::new(film(22, &[3 * MIB]));
	let (cell, _) = film.cells[0];
	let hub = Node::start(NetworkConfig { share: false, ..settings(&[]) }).await;
	let keeper = Node::start(settings(&[hub.address()])).await;
	// It keeps the fetch running and delivers nothing.
	let liar = Liar::start(film.clone(), Lie::Stall, hub.address()).await;
	let wants =
		Node::start(NetworkConfig { stall_timeout: LONG * 2, ..settings(&[hub.address()]) });
	let wants = wants.await;
	wants.network().connect(&keeper.address()).await.expect("connects");
	wants.finds(&cell, 1).await;
	let fetched = wants.network().fetch_cell(&cell, Order::Play, Priority::Viewer);
	let kept = async {
		// Asked on the chance, it has refused by then.
		eventually("the question", || async { keeper.handle.metrics().peer_requests.get() > 0 })
			.await;
		tokio::time::sleep(Duration::from_millis(500)).await;
		keeper.publish(&film).await;
	};
	let (fetched, ()) =
		tokio::time::timeout(LONG, async { tokio::join!(fetched, kept) }).await.expect("in time");
	assert_eq!(fetched.expect("fetched").peer_bytes, 3 << 20);
	assert!(!wants.network().banned().contains(&keeper.network().peer_id()));
	drop(liar);
}

#[tokio::test(flavor = "multi_thread")]
async fn with_a_liar_and_an_honest_peer_at_once_the_fetch_is_completed_all_the_same() {
	let film = Arc::new(film(21, &[6 * MIB]));
	let (cell, _) = film.cells[0];
	// It is slow until the liar had its turn.
	let honest = Node::start(NetworkConfig { upload_bps: Some(64 << 10), ..settings(&[]) }).await;
	honest.publish(&film).await;
	let liar = Liar::start(film.clone(), Lie::WrongByte, honest.address()).await;
	let wants = Node::start(settings(&[honest.address()])).await;
	wants.finds(&cell, 2).await;
	let mut reports = wants.network().reports();
	let fetched = wants.network().fetch_cell(&cell, Order::Rarest, Priority::Prefetch);
	let lied = async {
		let report = tokio::time::timeout(LONG, reports.recv()).await.expect("in time");
		assert_eq!(report.expect("reported").peer, liar.peer);
		honest.network().set_rates(RateCaps::default());
	};
	let (report, ()) = tokio::join!(fetched, lied);
	assert_eq!(report.expect("fetched").peer_bytes, 6 << 20);
	for (cid, bytes) in film.blocks.iter().filter(|(cid, _)| cid.codec() == 0x55) {
		assert_eq!(wants.handle.get(cid).await.expect("is here"), bytes);
	}
	assert_eq!(wants.network().banned(), [liar.peer]);
	eventually("the liar to be hung up on", || async {
		!wants.network().state().await.expect("runs").connected.contains(&liar.peer)
	})
	.await;
}
