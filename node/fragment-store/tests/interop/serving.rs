//! What an IPFS peer gets from here, and what it does not.

use super::peer::{Message, Peer, V1_1, named, want, wants};
use crate::{
	common::bytes,
	peers::{Node, eventually, film, settings},
};
use bytes::Bytes;
use cid::Cid;
use futures::AsyncWriteExt;
use reel_fragment_store::{
	NetworkConfig,
	block::{BLAKE3, DAG_PB, RAW, as_v1, cid_of, cid_with_hash},
};
use std::{collections::HashMap, time::Duration};

/// Whether each CID that a message speaks of is there.
fn presences(message: &Message) -> HashMap<Cid, bool> {
	let read = |cid: &[u8]| Cid::try_from(cid).expect("a CID");
	message.presences.iter().map(|one| (read(&one.cid), one.kind == 0)).collect()
}

#[tokio::test]
async fn an_ipfs_peer_fetches_every_block_of_a_title() {
	let node = Node::start(settings(&[])).await;
	let film = film(71, &[3 << 20, 500_000]);
	node.publish(&film).await;
	let mut peer = Peer::joining(node.address()).await;
	let entries = film.blocks.iter().map(|(cid, _)| want(cid, true)).collect();
	peer.say(node.network().peer_id(), &wants(entries)).await;
	let count = film.blocks.len();
	let heard = peer.hears(|heard| heard.payload.len() >= count).await;
	let got: HashMap<Cid, Bytes> =
		heard.payload.iter().map(|block| (named(block), block.data.clone())).collect();
	for (cid, bytes) in &film.blocks {
		assert_eq!(got.get(cid).map(Bytes::as_ref), Some(bytes.as_slice()), "{cid}");
	}
	// A block may be here before it counts as sent there.
	eventually("the count of what was sent", || async {
		node.handle.metrics().bitswap_blocks_out.get() == count as u64
	})
	.await;
}

#[tokio::test]
async fn questions_are_answered_and_what_was_taken_down_is_absent() {
	let node = Node::start(settings(&[])).await;
	let here = node.handle.put(RAW, b"here".as_slice().into()).await.expect("put");
	let denied = node.handle.put(RAW, b"denied".as_slice().into()).await.expect("put");
	node.handle.deny(&denied, "court order").await.expect("denies");
	let absent = cid_of(RAW, b"absent");
	// A name of the same bytes that the store does not take.
	let strange = Cid::new_v1(0x0129, *here.hash());
	let mut peer = Peer::joining(node.address()).await;
	let id = node.network().peer_id();
	let entries = [here, denied, absent].iter().map(|cid| want(cid, false)).collect();
	peer.say(id, &wants(entries)).await;
	let heard = peer.hears(|heard| heard.presences.len() >= 3).await;
	assert_eq!(presences(&heard), HashMap::from([(here, true), (denied, false), (absent, false)]));
	let blake = cid_with_hash(RAW, BLAKE3, b"absent").expect("taken");
	let entries = [denied, strange, blake].iter().map(|cid| want(cid, true)).collect();
	peer.say(id, &wants(entries)).await;
	let heard = peer.hears(|heard| heard.presences.len() >= 3).await;
	assert!(heard.payload.is_empty());
	assert!(presences(&heard).values().all(|here| !here));
}

#[tokio::test]
async fn a_block_that_comes_later_is_sent_then() {
	let node = Node::start(settings(&[])).await;
	let mut peer = Peer::joining(node.address()).await;
	let later = cid_of(RAW, b"later");
	peer.say(node.network().peer_id(), &wants(vec![want(&later, true)])).await;
	peer.hears(|heard| !heard.presences.is_empty()).await;
	node.handle.put(RAW, b"later".as_slice().into()).await.expect("put");
	let heard = peer.hears(|heard| !heard.payload.is_empty()).await;
	assert_eq!(named(&heard.payload[0]), later);
}

#[tokio::test]
async fn a_peer_of_the_version_before_gets_blocks_too() {
	let node = Node::start(settings(&[])).await;
	let cid = node.handle.put(RAW, b"film".as_slice().into()).await.expect("put");
	let mut peer =
		Peer::start(HashMap::new(), super::peer::Manner::Honest, V1_1, Some(node.address())).await;
	peer.say_by(V1_1, node.network().peer_id(), &wants(vec![want(&cid, true)])).await;
	let heard = peer.hears(|heard| !heard.payload.is_empty()).await;
	assert_eq!(named(&heard.payload[0]), cid);
}

#[tokio::test]
async fn a_node_that_does_not_share_says_that_it_has_nothing() {
	let node = Node::start(NetworkConfig { share: false, ..settings(&[]) }).await;
	let cid = node.handle.put(RAW, b"film".as_slice().into()).await.expect("put");
	let mut peer = Peer::joining(node.address()).await;
	peer.say(node.network().peer_id(), &wants(vec![want(&cid, true)])).await;
	let heard = peer.hears(|heard| !heard.presences.is_empty()).await;
	assert!(heard.payload.is_empty() && heard.presences[0].kind == 1);
}

#[tokio::test]
async fn a_peer_that_wants_too_much_is_told_so_and_gets_the_rest() {
	let node = Node::start(settings(&[])).await;
	let cid = node.handle.put(RAW, b"film".as_slice().into()).await.expect("put");
	let mut peer = Peer::joining(node.address()).await;
	let mut entries: Vec<_> =
		(0u32..3000).map(|seed| want(&cid_of(RAW, &seed.to_le_bytes()), true)).collect();
	entries.insert(0, want(&cid, true));
	peer.say(node.network().peer_id(), &wants(entries)).await;
	let heard = peer.hears(|heard| heard.presences.len() >= 3000 && heard.payload.len() == 1).await;
	assert_eq!(named(&heard.payload[0]), cid);
}

#[tokio::test]
async fn strange_streams_and_unasked_blocks_do_no_harm() {
	let node = Node::start(settings(&[])).await;
	let cid = node.handle.put(RAW, b"film".as_slice().into()).await.expect("put");
	let mut peer = Peer::joining(node.address()).await;
	let id = node.network().peer_id();
	let refused = || node.handle.metrics().peer_requests_refused.get();
	// Longer than any message, longer than an unasked one may be, and no message at all.
	for strange in [&[0xff, 0xff, 0xff, 0x7f][..], &[0x80, 0x80, 0x40], &[3, 0xff, 0xff, 0xff]] {
		let before = refused();
		let mut stream = peer.stream(id).await;
		stream.write_all(strange).await.expect("writes");
		stream.flush().await.expect("flushes");
		eventually("the stream to be refused", || async { refused() > before }).await;
	}
	let before = refused();
	let junk = bytes(1, 100_000);
	let block = super::peer::Block { prefix: vec![1, 0x55, 0x12, 32], data: junk.clone().into() };
	peer.say(id, &Message { payload: vec![block], ..Message::default() }).await;
	eventually("the block to be refused", || async { refused() > before }).await;
	assert!(!node.handle.has(&cid_of(RAW, &junk)).await.expect("reads"));
	peer.say(id, &wants(vec![want(&cid, true)])).await;
	let heard = peer.hears(|heard| !heard.payload.is_empty()).await;
	assert_eq!(named(&heard.payload[0]), cid);
	assert!(node.network().banned().is_empty());
}

#[tokio::test]
async fn bandwidth_caps_hold_for_ipfs_peers() {
	let node = Node::start(NetworkConfig { upload_bps: Some(1 << 20), ..settings(&[]) }).await;
	let blocks: Vec<Vec<u8>> = (0..2).map(|seed| bytes(seed, 1 << 20)).collect();
	let mut entries = Vec::new();
	for block in &blocks {
		let cid = node.handle.put(RAW, block.clone().into()).await.expect("put");
		entries.push(want(&cid, true));
	}
	let mut peer = Peer::joining(node.address()).await;
	let begun = std::time::Instant::now();
	peer.say(node.network().peer_id(), &wants(entries)).await;
	peer.hears(|heard| heard.payload.len() == 2).await;
	assert!(begun.elapsed() > Duration::from_millis(1500), "2 MiB at 1 MiB/s");
}

/// A dag-pb node over `leaves`, as IPFS nodes write them.
fn file_node(leaves: &[Cid]) -> Vec<u8> {
	let mut node = Vec::new();
	for leaf in leaves {
		let cid = leaf.to_bytes();
		node.extend([0x12, cid.len() as u8 + 2, 0x0a, cid.len() as u8]);
		node.extend(cid);
	}
	node
}

#[tokio::test]
async fn a_file_is_held_with_its_leaves_and_found_under_its_old_name() {
	let node = Node::start(settings(&[])).await;
	let held = node.handle.put(RAW, b"held".as_slice().into()).await.expect("put");
	let loose = node.handle.put(RAW, b"loose".as_slice().into()).await.expect("put");
	let bytes = file_node(&[held]);
	let root = node.handle.put(DAG_PB, bytes.clone().into()).await.expect("put");
	node.handle.pin(&root).await.expect("pins");
	node.handle.gc().await.expect("collects");
	assert!(node.handle.has(&held).await.expect("reads"));
	assert!(!node.handle.has(&loose).await.expect("reads"));
	let old = Cid::new_v0(*root.hash()).expect("sha2-256");
	assert_eq!(as_v1(old), root);
	let mut peer = Peer::joining(node.address()).await;
	peer.say(node.network().peer_id(), &wants(vec![want(&old, true)])).await;
	let heard = peer.hears(|heard| !heard.payload.is_empty()).await;
	assert_eq!(heard.payload[0].prefix, [0, 0x70, 0x12, 32], "under the name that was asked for");
	assert_eq!(heard.payload[0].data, bytes);
	node.handle.deny_dag(&root, "court order").await.expect("denies");
	assert!(node.handle.denied(&held).is_some());
}
