//! What this node fetches from IPFS peers.

use super::peer::{Manner, Peer, V1_1, V1_2};
use crate::peers::{Film, LONG, Node, eventually, film, settings};
use reel_fragment_store::{
	FetchError, NetworkConfig,
	block::{RAW, cid_of},
	network::{Order, Priority},
};
use std::collections::HashMap;

fn blocks_of(film: &Film) -> HashMap<Vec<u8>, Vec<u8>> {
	film.blocks.iter().map(|(cid, bytes)| (cid.to_bytes(), bytes.clone())).collect()
}

/// A node that is connected with an IPFS peer, and knows it for one.
async fn node_with(peer: &Peer) -> Node {
	let node = Node::start(settings(&[])).await;
	node.network().connect(&peer.address).await.expect("connects");
	knows(&node, peer).await;
	node
}

async fn knows(node: &Node, peer: &Peer) {
	eventually("the peer to be known", || async {
		node.network().state().await.expect("runs").foreign.contains(&peer.id)
	})
	.await;
}

#[tokio::test]
async fn a_title_comes_from_a_peer_that_speaks_bitswap_only() {
	for protocol in [V1_2, V1_1] {
		let film = film(72, &[3 << 20, 2 << 20]);
		let peer = Peer::start(blocks_of(&film), Manner::Honest, protocol, None).await;
		let node = node_with(&peer).await;
		let fetched = node
			.network()
			.fetch_title(&film.magnet, Order::Play, Priority::Viewer, |_, _| {})
			.await
			.expect("fetches");
		assert_eq!(fetched.iter().map(|cell| cell.peer_bytes).sum::<u64>(), 5 << 20);
		node.holds(&film).await;
		assert!(node.network().banned().is_empty());
	}
}

#[tokio::test]
async fn a_block_comes_from_a_peer_that_speaks_bitswap_only() {
	let cid = cid_of(RAW, b"film");
	let blocks = HashMap::from([(cid.to_bytes(), b"film".to_vec())]);
	let peer = Peer::start(blocks, Manner::Honest, V1_2, None).await;
	let node = node_with(&peer).await;
	assert_eq!(node.handle.get_or_fetch(&cid).await.expect("comes"), b"film".as_slice());
	let absent = node.handle.get_or_fetch(&cid_of(RAW, b"absent")).await;
	assert!(matches!(absent, Err(FetchError::Exchange(_))), "{absent:?}");
}

#[tokio::test]
async fn a_peer_that_sends_other_bytes_is_shut_out_and_an_honest_one_delivers() {
	let film = film(73, &[2 << 20]);
	let liar = Peer::start(blocks_of(&film), Manner::Liar, V1_2, None).await;
	let node = node_with(&liar).await;
	let fetch =
		|| node.network().fetch_title(&film.magnet, Order::Play, Priority::Viewer, |_, _| {});
	assert!(fetch().await.is_err());
	assert_eq!(node.network().banned(), [liar.id]);
	assert_eq!(node.handle.stat().blocks, 0, "nothing of it was kept");
	let honest = Peer::start(blocks_of(&film), Manner::Honest, V1_2, None).await;
	node.network().connect(&honest.address).await.expect("connects");
	knows(&node, &honest).await;
	fetch().await.expect("fetches");
	node.holds(&film).await;
}

#[tokio::test]
async fn a_silent_peer_is_given_up_and_keeps_nobody_from_the_others() {
	let film = film(74, &[1 << 20]);
	let silent = Peer::start(blocks_of(&film), Manner::Silent, V1_2, None).await;
	let node = node_with(&silent).await;
	let honest = Peer::start(blocks_of(&film), Manner::Honest, V1_2, None).await;
	node.network().connect(&honest.address).await.expect("connects");
	knows(&node, &honest).await;
	node.network()
		.fetch_title(&film.magnet, Order::Rarest, Priority::Viewer, |_, _| {})
		.await
		.expect("fetches");
	node.holds(&film).await;
	assert!(node.network().banned().is_empty(), "silence is no lie");
}

#[tokio::test]
async fn a_fetch_ends_when_its_only_peer_leaves() {
	let film = film(75, &[1 << 20]);
	let silent = Peer::start(blocks_of(&film), Manner::Silent, V1_2, None).await;
	// Nobody waits for this limit.
	let stall_timeout = std::time::Duration::from_secs(3600);
	let node = Node::start(NetworkConfig { stall_timeout, ..settings(&[]) }).await;
	node.network().connect(&silent.address).await.expect("connects");
	knows(&node, &silent).await;
	let fetching = node.handle.get_or_fetch(&film.blocks[0].0);
	let leaving = async {
		// Whether the question is there by then or not: it comes to the same.
		tokio::time::sleep(std::time::Duration::from_millis(300)).await;
		drop(silent);
	};
	let over = async { tokio::join!(fetching, leaving) };
	let (fetched, ()) = tokio::time::timeout(LONG, over).await.expect("without its answer");
	assert!(matches!(fetched, Err(FetchError::Exchange(_))), "{fetched:?}");
}
