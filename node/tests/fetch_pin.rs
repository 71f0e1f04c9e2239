//! A viewer among peers: what is paid comes under its ticket, what is not comes from whoever has it (C5, D1).

use crate::common::{Builder, Film, Node, START_DEADLINE, Stage, watch};
use reel::{
	account::Signer,
	peers::{PeerOptions, Peers},
};
use std::sync::Arc;
use tempfile::TempDir;

fn peer_address(node: &Node) -> String {
	let line = node.wait_for_line("exchanges with peers at ", START_DEADLINE);
	line.split("peers at ").nth(1).expect("the line names an address").trim().to_owned()
}

/// A store of the viewer's own, with the node's store for its only peer.
async fn among(node: &Node, folder: &TempDir) -> Peers {
	let options = PeerOptions {
		quota_bytes: 1 << 30,
		bootstrap: vec![peer_address(node).parse().expect("an address")],
		listen: vec!["/ip4/127.0.0.1/tcp/0".parse().expect("an address")],
		allow_private: true,
		..PeerOptions::alone(folder.path().join("store"))
	};
	let peers = Peers::open(options).await.expect("the directory is new");
	assert_eq!(peers.join().await.expect("the node's store answers"), Vec::<String>::new());
	peers
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paid_view_comes_under_its_ticket_and_the_same_again_from_peers() {
	let node = Builder::new(&["--dev", "--tmp"])
		.with(&["--store-p2p-listen", "/ip4/127.0.0.1/tcp/0", "--store-allow-private"])
		.start();
	let stage = Stage::open(node.rpc()).await;
	let film = Film::draw(2, 8).await;
	let title = stage.publish(&film, &[&node], 1).await;
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let peers = among(&node, &folder).await;
	let magnet = reel::magnet::Magnet::of(&title.content);
	let found = peers.title(&magnet).await.expect("the peer has it");
	assert_eq!(found.manifest, title.manifest);
	let viewer = Signer::dev("Viewer//Peers").expect("a name derives a key");

	let title = Arc::new(title);
	let (earned, share) = watch(&stage, &viewer, &title, &[0, 1], Some(&peers)).await;
	assert!(earned > 0);
	assert_eq!(share.peer_bytes, 0, "providers of tickets are paid for what they send");
	assert!(
		share.web_bytes > title.manifest.size_bytes,
		"sealed, each fragment is 16 bytes longer"
	);

	let (earned, share) = watch(&stage, &viewer, &title, &[0, 1], Some(&peers)).await;
	assert_eq!((earned, share.web_bytes), (0, 0));
	assert_eq!(share.peers_bp(), Some(10_000));
	assert_eq!(share.peer_bytes, title.cells.iter().map(|cell| cell.length_bytes).sum::<u64>());
}
