//! Honest peers: two and five of them, every transport, a relay, a viewer.

use super::{Film, MIB, Node, eventually, film, settings};
use reel_fragment_store::{
	NetworkConfig,
	block::{RAW, cid_of},
	dag::file::FileNodes,
	network::{Multiaddr, Order, Priority, RateCaps},
};
use std::time::{Duration, Instant};

async fn two(film: &Film, change: impl Fn(&mut NetworkConfig)) -> (Node, Node) {
	let with = |bootstrap: &[Multiaddr]| {
		let mut settings = settings(bootstrap);
		change(&mut settings);
		settings
	};
	let has = Node::start(with(&[])).await;
	has.publish(film).await;
	let wants = Node::start(with(&[has.address()])).await;
	wants.knows(1).await;
	wants.finds(&film.magnet, 1).await;
	(has, wants)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_goes_from_one_store_to_another_and_every_byte_is_right() {
	let film = film(1, &[3 * MIB + 500, 100, MIB]);
	let (has, wants) = two(&film, |_| {}).await;
	let network = wants.network();
	let reports = network.fetch_title(&film.magnet, Order::Play, Priority::Viewer, |_, _| {}).await;
	let reports = reports.expect("fetched");
	wants.holds(&film).await;
	let from_peers: u64 = reports.iter().map(|report| report.peer_bytes).sum();
	assert_eq!(from_peers, film.bytes.iter().map(|cell| cell.len() as u64).sum::<u64>());
	assert_eq!(wants.handle.metrics().peer_share_bp(), Some(10_000));
	// The last bytes may be here before they count as sent there.
	eventually("the count of what was sent", || async {
		has.handle.metrics().peer_bytes_out.get() >= from_peers
	})
	.await;
	assert!(network.banned().is_empty());
	// What was fetched is announced in turn.
	has.finds(&film.cells[0].0, 1).await;
	let again = network.fetch_cell(&film.cells[0].0, Order::Rarest, Priority::Prefetch).await;
	let again = again.expect("is here");
	assert_eq!((again.present, again.peer_bytes), (4, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cell_that_nobody_has_whole_is_put_together_out_of_its_keepers_parts() {
	let film = film(4, &[5 * MIB + 9, 3 * MIB]);
	let first = Node::start(settings(&[])).await;
	let second = Node::start(settings(&[first.address()])).await;
	for (number, (cid, bytes)) in film.blocks.iter().enumerate() {
		for (place, keeper) in [&first, &second].into_iter().enumerate() {
			if cid.codec() != RAW || number % 2 == place {
				keeper.handle.put_cid(cid, bytes.clone().into()).await.expect("put");
			}
		}
	}
	for keeper in [&first, &second] {
		keeper.handle.pin(&film.magnet).await.expect("pins");
	}
	let wants = Node::start(settings(&[first.address(), second.address()])).await;
	wants.finds(&film.cells[0].0, 2).await;
	let network = wants.network();
	let fetched = network.fetch_title(&film.magnet, Order::Play, Priority::Viewer, |_, _| {}).await;
	fetched.expect("neither could make an outline, and both deliver");
	wants.holds(&film).await;
	assert!(network.banned().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_connects_is_told_at_once_what_the_other_provides_on_either_side() {
	let film = film(3, &[500]);
	for round in 0..10 {
		let has = Node::start(settings(&[])).await;
		has.publish(&film).await;
		eventually("the announcement", || async {
			has.network().state().await.expect("runs").announced.contains(&film.magnet)
		})
		.await;
		let wants = Node::start(settings(&[])).await;
		let (dials, dialled) = if round % 2 == 0 { (&wants, &has) } else { (&has, &wants) };
		dials.network().connect(&dialled.address()).await.expect("connects");
		// The one that is dialled may not know of it yet.
		eventually("the connection", || async {
			!wants.network().state().await.expect("runs").connected.is_empty()
		})
		.await;
		let found = wants.network().providers(&film.magnet, 1).await.expect("runs");
		assert_eq!(found, [has.network().peer_id()], "round {round}");
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn quic_and_websocket_carry_it_as_well() {
	let film = film(2, &[2 * MIB]);
	for listen in ["/ip4/127.0.0.1/udp/0/quic-v1", "/ip4/127.0.0.1/tcp/0/ws"] {
		let (_has, wants) =
			two(&film, |settings| settings.listen = vec![listen.parse().expect("parses")]).await;
		let fetched = wants.network().fetch_cell(&film.cells[0].0, Order::Play, Priority::Viewer);
		assert_eq!(fetched.await.expect("fetched").peer_bytes, 2 << 20, "{listen}");
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn five_stores_share_one_title_and_help_each_other() {
	let film = film(3, &[6 * MIB, 5 * MIB]);
	// Slow enough, on a busy machine as well, that the others have something to give before the first one gave all.
	let first = Node::start(NetworkConfig { upload_bps: Some(2 << 20), ..settings(&[]) }).await;
	first.publish(&film).await;
	let mut others = Vec::new();
	for _ in 0..4 {
		others.push(Node::start(settings(&[first.address()])).await);
	}
	for node in &others {
		node.knows(1).await;
		node.finds(&film.magnet, 1).await;
	}
	let fetches = others.iter().map(|node| {
		node.network().fetch_title(&film.magnet, Order::Rarest, Priority::Prefetch, |_, _| {})
	});
	for fetched in futures::future::join_all(fetches).await {
		fetched.expect("fetched");
	}
	let size = 11u64 << 20;
	let mut helped = 0;
	for node in &others {
		node.holds(&film).await;
		helped += node.handle.metrics().peer_bytes_out.get();
	}
	assert!(helped > 0, "the first one sent everything");
	eventually("the count of what was sent", || async {
		let sent = |node: &Node| node.handle.metrics().peer_bytes_out.get();
		sent(&first) + others.iter().map(sent).sum::<u64>() >= 4 * size
	})
	.await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_that_asks_for_a_fragment_by_its_name_gets_it_first() {
	let film = film(4, &[8 * MIB]);
	let (_has, wants) = two(&film, |settings| {
		// Slow enough to see the order, on a machine that stands still for seconds as well.
		settings.download_bps = Some(1 << 20);
		settings.streams_per_peer = 1;
	})
	.await;
	let (cid, cell) = &film.cells[0];
	// As the gateway does: the cell's block first, which tells whose the fragments are.
	wants.handle.cell(cid, 0).await.expect("fetched");
	let last = cell.fragments[7];
	let bytes = wants.handle.get_or_fetch(&last).await.expect("fetched");
	assert_eq!(bytes, film.bytes[0][7 * MIB..]);
	let early = wants.handle.has(&cell.fragments[6]).await.expect("answers");
	assert!(!early, "the rest came before what was asked for");
	wants.network().set_rates(RateCaps::default());
	let rest = wants.network().fetch_cell(cid, Order::Play, Priority::Viewer).await;
	assert_eq!(rest.expect("fetched").fragments, 8);
	for (cid, part) in cell.fragments.iter().zip(film.bytes[0].chunks(MIB)) {
		assert_eq!(wants.handle.get(cid).await.expect("is here"), part);
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn an_object_keeps_its_bandwidth_cap() {
	let film = film(5, &[2 * MIB]);
	let (has, wants) = two(&film, |_| {}).await;
	let caps = RateCaps { upload_bps: Some(1 << 20), download_bps: None };
	has.network().set_object_rates(film.cells[0].0, caps).expect("set");
	let start = Instant::now();
	let fetched = wants.network().fetch_cell(&film.cells[0].0, Order::Play, Priority::Viewer);
	fetched.await.expect("fetched");
	// 2 MiB and the tree at 1 MiB/s, less the burst.
	assert!(start.elapsed() > Duration::from_millis(1800), "took {:?}", start.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_node_that_cannot_be_dialled_is_reached_through_a_relay() {
	let film = film(6, &[MIB + 7]);
	let relay = Node::start(NetworkConfig { relay_server: true, ..settings(&[]) }).await;
	let hidden = Node::start(NetworkConfig {
		listen: Vec::new(),
		relays: vec![relay.address()],
		always_relay: true,
		..settings(&[relay.address()])
	})
	.await;
	hidden.publish(&film).await;
	eventually("a circuit address", || async {
		hidden
			.network()
			.addresses()
			.iter()
			.any(|address| address.to_string().contains("p2p-circuit"))
	})
	.await;
	let wants = Node::start(settings(&[relay.address()])).await;
	wants.knows(1).await;
	let address = hidden.network().addresses().remove(0);
	// The relay may still be at the reservation.
	eventually("a circuit", || async { wants.network().connect(&address).await.is_ok() }).await;
	wants.finds(&film.magnet, 1).await;
	wants
		.network()
		.fetch_title(&film.magnet, Order::Play, Priority::Viewer, |_, _| {})
		.await
		.expect("fetched");
	wants.holds(&film).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wanted_comes_by_itself() {
	let film = film(7, &[MIB, 2 * MIB]);
	let (_has, wants) = two(&film, |_| {}).await;
	wants.network().want(&film.magnet).await.expect("noted");
	eventually("the title", || async { wants.network().wanted().is_empty() }).await;
	wants.holds(&film).await;
}

/// Not a check of speed, which a shared machine does not give: it says what it came to.
#[tokio::test(flavor = "multi_thread")]
async fn one_cell_of_64_mib_over_loopback() {
	let film = film(8, &[64 * MIB]);
	let (_has, wants) = two(&film, |_| {}).await;
	let start = Instant::now();
	let fetched = wants.network().fetch_cell(&film.cells[0].0, Order::Play, Priority::Viewer);
	assert_eq!(fetched.await.expect("fetched").peer_bytes, 64 << 20);
	let rate = 64.0 * 1.048_576 / start.elapsed().as_secs_f64();
	println!("one cell of 64 MiB, verified and durable: {rate:.0} MB/s");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_title_is_found_by_its_root_and_its_parts_at_who_has_that() {
	let (mut nodes, mut blocks) = (FileNodes::default(), Vec::new());
	for leaf in [vec![1; MIB], vec![2; 500]] {
		let cid = cid_of(RAW, &leaf);
		blocks.extend(nodes.push(cid, leaf.len()));
		blocks.push((cid, leaf));
	}
	let (root, rest) = nodes.finish().expect("it has leaves");
	blocks.extend(rest);
	let has = Node::start(settings(&[])).await;
	for (cid, bytes) in &blocks {
		has.handle.put_cid(cid, bytes.clone().into()).await.expect("put");
	}
	has.handle.pin(&root).await.expect("pins");
	let wants = Node::start(settings(&[has.address()])).await;
	wants.knows(1).await;
	wants.finds(&root, 1).await;
	for (cid, bytes) in std::iter::once(&blocks[2]).chain(&blocks[..2]) {
		assert_eq!(wants.handle.get_or_fetch(cid).await.expect("fetched"), bytes, "{cid}");
	}
	// Only its root is announced, and while it is here.
	let announced = async || has.network().state().await.expect("runs").announced;
	assert_eq!(announced().await, [root]);
	has.handle.unpin(&root).await.expect("unpins");
	has.handle.gc().await.expect("collects");
	assert!(announced().await.is_empty());
}
