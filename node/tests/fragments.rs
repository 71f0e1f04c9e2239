//! Two nodes whose fragment stores exchange titles. Their chains have nothing to do with each other.

use crate::common::{Builder, Film, Node, START_DEADLINE, Stage};
use reel::store::Store;
use reel_fragment_store::dag::manifest::CellBlock;

/// A development node whose store talks to peers of this machine.
fn peer(more: &[&str]) -> Node {
	Builder::new(&["--dev", "--tmp"])
		.with(&["--store-p2p-listen", "/ip4/127.0.0.1/tcp/0", "--store-allow-private"])
		.with(more)
		.start()
}

fn peer_address(node: &Node) -> String {
	let line = node.wait_for_line("exchanges with peers at ", START_DEADLINE);
	line.split("peers at ").nth(1).expect("the line names an address").trim().to_owned()
}

/// The ciphertext of a title's first cell, block by block as any client of a gateway gets it.
async fn first_cell(store: &Store, cell: &reel_fragment_store::Cid) -> Vec<u8> {
	let block = store.get(cell).await.expect("the cell's block comes");
	let cell = CellBlock::decode(&block).expect("it is a cell");
	let mut bytes = Vec::new();
	for fragment in &cell.fragments {
		bytes.extend(store.get(fragment).await.expect("the fragment comes"));
	}
	assert_eq!(bytes.len() as u64, cell.length_bytes);
	assert_eq!(blake3::hash(&bytes).as_bytes(), &cell.root);
	bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_takes_a_title_from_its_peer_and_keeps_it_when_the_peer_is_gone() {
	let keeper = peer(&[]);
	let film = Film::draw(2, 4).await;
	let stage = Stage::open(keeper.rpc()).await;
	let (stored, _) = stage.store(&film, &[&keeper]).await;
	let reader = peer(&["--store-bootstrap", &peer_address(&keeper)]);
	let (from, to) = (keeper.store(), reader.store());

	let content = stored.magnet.content();
	let magnet = stored.manifest.magnet().expect("a stored title has a magnet");
	assert_eq!(stored.manifest.content_id().ok(), Some(content));
	let manifest = to.get(&magnet).await.expect("the manifest comes from the peer");
	assert_eq!(Some(manifest), stored.manifest.encode().ok());
	let cell = &stored.manifest.cells[0];
	let bytes = first_cell(&to, cell).await;
	assert_eq!(bytes, first_cell(&from, cell).await);

	drop(keeper);
	assert_eq!(first_cell(&to, cell).await, bytes, "what was fetched is here");
}

#[test]
fn options_of_the_peers_without_an_address_to_listen_on_are_refused() {
	let output = crate::common::binary()
		.args(["--dev", "--store-relay"])
		.output()
		.expect("the binary exists");
	let text = String::from_utf8_lossy(&output.stderr);
	assert_eq!(output.status.code(), Some(2), "{text}");
	assert!(text.contains("--store-p2p-listen"), "{text}");
}
