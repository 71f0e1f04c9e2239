//! Fingerprints from one publisher's store into another's index (K1).

use crate::{
	fetch_pin::node_store,
	sample::{published_among_peers, video},
};
use reel::{
	chain::patterns::ListedFile,
	fingerprints::{MAX_FINGERPRINT_BYTES, Synced, Wish, name_of, put, sync},
	identify::{Candidates, Taken, look_up, take},
	store::{Store, http_client},
};
use reel_fragment_store::dag::flat;
use reel_primitives::{Hash32, pattern::PatternId};
use std::{path::Path, time::Duration};

const WISH: Wish = Wish { patience: Duration::from_secs(120), again: false };

fn listed(file: u8, pattern: PatternId, fingerprint: Option<Hash32>) -> ListedFile {
	ListedFile { file: [file; 32], pattern, fingerprint }
}

/// Brings an index up to date; how it stands, and how often progress was told.
async fn synced(files: &[ListedFile], store: &Store, index: &Path, wish: Wish) -> (Synced, usize) {
	let mut told = Vec::new();
	let stores = [store.clone()];
	let done = sync(files.to_vec(), &stores, index, wish, |done, all| told.push((done, all))).await;
	assert!(told.iter().zip(1..).all(|((done, _), count)| *done == count), "{told:?}");
	(done.expect("nobody else has it open"), told.len())
}

/// A film that nobody has seen in this form: its fingerprint is that of another file.
fn copy_of(taken: &Taken) -> Taken {
	Taken { hash: [0xcc; 32], fingerprint: taken.fingerprint.clone() }
}

async fn named(index: &Path, taken: &Taken) -> Vec<PatternId> {
	let Candidates { names, .. } = look_up(index, &copy_of(taken)).await.expect("it is read");
	names.into_iter().map(|(name, _)| name).collect()
}

/// A server that answers everything with the same bytes.
async fn liar() -> Store {
	let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
	let base = format!("http://{}", listener.local_addr().expect("it listens"));
	let app = axum::Router::new().fallback(|| async { "other bytes" });
	tokio::spawn(async move { axum::serve(listener, app).await });
	Store::new(http_client().expect("a client"), &base)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_index_learns_what_others_have_published_and_counts_what_cannot_be_had() {
	let sample = published_among_peers().await;
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let (film, index) = (folder.path().join("film.mp4"), folder.path().join("index"));
	video(&film);
	let taken = take(&film, [1; 32]).await.expect("ffmpeg reads its own files");
	let name = name_of(&taken.fingerprint).expect("it moves, and is heard");
	assert_eq!(taken.identity().fingerprint, name);
	put(&sample.store, &taken.fingerprint).await.expect("the store has room");
	assert!(sample.handle.pins().contains(&flat::name_of(&name)));

	// Put there in the same way, and no fingerprints.
	let mut roots = Vec::new();
	for bytes in [vec![7; 3_000], vec![1; MAX_FINGERPRINT_BYTES as usize + 1]] {
		let mut blocks = flat::blocks_of(&bytes).expect("it has leaves");
		let (root, node) = blocks.pop().expect("a root");
		for (cid, leaf) in blocks {
			sample.store.put(&cid, leaf, false).await.expect("the store has room");
		}
		sample.store.put(&root, node, true).await.expect("the store has room");
		roots.push(flat::digest_of(&root));
	}
	let (own, other) = (PatternId([0xaa; 32]), PatternId([0xbb; 32]));
	let mut files = [
		listed(1, own, Some(name)),
		listed(2, other, Some([9; 32])),
		listed(3, other, roots[0]),
		listed(4, other, roots[1]),
		listed(5, other, None),
	];

	// Another machine: its store has nothing, but a peer.
	let (node, _store) = node_store(&sample.peer_address()).await;
	let base = format!("http://{}", node.http_address().expect("it listens"));
	let store = Store::new(http_client().expect("a client"), &base);
	let nothing = synced(&files[4..], &store, &index, WISH).await;
	assert_eq!(nothing, (Synced::default(), 0));
	assert!(!index.exists(), "there was nothing to put in");
	let expected = Synced { files: 4, fetched: 1, moved: 0, missing: 1, broken: 2 };
	assert_eq!(synced(&files, &store, &index, WISH).await, (expected, 4));
	assert_eq!(named(&index, &taken).await, [own]);
	let later = Synced { fetched: 0, ..expected };
	assert_eq!(synced(&files, &store, &index, WISH).await, (later, 0), "not asked for at once");
	let again = Wish { again: true, ..WISH };
	assert_eq!(synced(&files, &store, &index, again).await, (later, 3));

	// A supervisor splits the file off.
	files[0].pattern = other;
	let moved = Synced { moved: 1, ..later };
	assert_eq!(synced(&files, &store, &index, WISH).await, (moved, 0));
	assert_eq!(named(&index, &taken).await, [other]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_sends_other_bytes_puts_nothing_into_an_index() {
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let files = [listed(1, PatternId([1; 32]), Some([2; 32]))];
	let (found, asked) = synced(&files, &liar().await, folder.path(), WISH).await;
	assert_eq!(found, Synced { files: 1, missing: 1, ..Synced::default() });
	assert_eq!(asked, 1);
	let no_time = Wish { patience: Duration::ZERO, again: true };
	let (found, asked) = synced(&files, &liar().await, folder.path(), no_time).await;
	assert_eq!((found.missing, found.is_whole(), asked), (1, false, 0));
}
