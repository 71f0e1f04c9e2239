//! Killed with SIGKILL in the middle of a fetch, a node goes on where it was.
//!
//! The test starts its own binary again; with [`CHILD`] set the "test" below is the victim, which says on its standard
//! output what it has.

use super::{Film, MIB, Node, eventually, film, settings};
use reel_fragment_store::{
	NetworkConfig,
	network::{Multiaddr, Order, Priority, RateCaps},
};
use std::{
	io::{BufRead, BufReader, Write},
	path::Path,
	process::{Command, Stdio},
	time::Duration,
};

const CHILD: &str = "FRAGMENT_STORE_FETCH_CHILD";
const JOIN: &str = "FRAGMENT_STORE_FETCH_JOIN";
const FRAGMENTS: usize = 12;

fn subject() -> Film {
	film(70, &[FRAGMENTS * MIB])
}

#[tokio::test(flavor = "multi_thread")]
async fn victim() {
	let Ok(directory) = std::env::var(CHILD) else { return };
	let join: Multiaddr =
		std::env::var(JOIN).expect("comes with the directory").parse().expect("parses");
	let node = Node::start_in(Path::new(&directory), settings(&[join])).await;
	node.network().want(&subject().magnet).await.expect("noted");
	let (_, cell) = &subject().cells[0];
	loop {
		let mut here = 0;
		for cid in &cell.fragments {
			here += usize::from(node.handle.has(cid).await.expect("answers"));
		}
		let mut out = std::io::stdout().lock();
		writeln!(out, "here {here}").and_then(|()| out.flush()).expect("the parent listens");
		tokio::time::sleep(Duration::from_millis(20)).await;
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fetch_goes_on_after_kill_9_and_fetches_only_what_is_missing() {
	let film = subject();
	let has = Node::start(settings(&[])).await;
	has.publish(&film).await;
	// Slow enough to be caught in the middle.
	has.network().set_rates(RateCaps { upload_bps: Some(1 << 20), download_bps: None });
	let directory = crate::common::temporary();
	let mut child = Command::new(std::env::current_exe().expect("known"))
		.args(["--exact", "peers::kill::victim", "--nocapture", "--test-threads=1"])
		.env(CHILD, directory.path())
		.env(JOIN, has.address().to_string())
		.stdout(Stdio::piped())
		.stderr(Stdio::null())
		.spawn()
		.expect("starts");
	let out = BufReader::new(child.stdout.take().expect("piped"));
	let told = tokio::task::spawn_blocking(move || {
		let mut told = 0;
		for line in out.lines().map_while(Result::ok) {
			// The first line of the harness has no end of its own.
			let Some((_, here)) = line.rsplit_once("here ") else { continue };
			told = here.parse().unwrap_or(told);
			if told >= 3 {
				break;
			}
		}
		told
	});
	let told = told.await.expect("reads");
	// SIGKILL.
	child.kill().expect("kills");
	child.wait().expect("ends");
	assert!((3..FRAGMENTS).contains(&told), "killed with {told} fragments");

	has.network().set_rates(RateCaps::default());
	let again = Node::start_in(directory.path(), settings(&[has.address()])).await;
	assert_eq!(again.network().wanted(), [film.magnet], "the fetch is forgotten");
	eventually("the rest", || async { again.network().wanted().is_empty() }).await;
	again.holds(&film).await;
	let fetched = again.handle.metrics().fragments_fetched.get();
	assert!(
		fetched <= (FRAGMENTS - told) as u64,
		"{fetched} of {FRAGMENTS} fetched, {told} were here"
	);
	let report = again.network().fetch_cell(&film.cells[0].0, Order::Play, Priority::Viewer).await;
	assert_eq!(report.expect("is here").peer_bytes, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_dies_in_the_middle_is_replaced_by_another() {
	let film = film(71, &[8 * MIB]);
	let (cell, _) = film.cells[0];
	let hub = Node::start(settings(&[])).await;
	let slow = || NetworkConfig { upload_bps: Some(4 << 20), ..settings(&[hub.address()]) };
	let (first, second) = (Node::start(slow()).await, Node::start(slow()).await);
	first.publish(&film).await;
	second.publish(&film).await;
	let wants = Node::start(NetworkConfig {
		stall_timeout: Duration::from_secs(2),
		..settings(&[hub.address()])
	})
	.await;
	wants.finds(&cell, 2).await;
	let network = wants.network().clone();
	let fetching =
		tokio::spawn(
			async move { network.fetch_cell(&cell, Order::Rarest, Priority::Prefetch).await },
		);
	let metrics = wants.handle.metrics();
	eventually("the first fragments", || async { metrics.fragments_fetched.get() >= 2 }).await;
	drop(first);
	fetching.await.expect("runs").expect("the second one delivers the rest");
	let (_, cell) = &film.cells[0];
	for cid in &cell.fragments {
		assert!(wants.handle.has(cid).await.expect("answers"));
	}
}
