//! A store with a title of real bytes, asked as the bridge asks, and held against the chain's own verifiers.

use super::*;
use crate::{
	Config, Service, StoreError,
	block::{DAG_CBOR, RAW, cid_of},
	dag::manifest::{CellBlock, InitPiece, Manifest, SegmentPiece, tests::sample},
};
use reel_fragments::span::SpanTable;
use reel_merkle::binary;
use reel_primitives::{ContentId, geometry::CellDescriptor};
use std::path::Path;

const FRAGMENT: usize = 1 << 20;

/// A title as a publisher's store has it.
struct Title {
	manifest: Manifest,
	cells: Vec<CellBlock>,
	bytes: Vec<Vec<u8>>,
}

impl Title {
	fn new(name: &str, cells: u32, seed: u8) -> Self {
		let bytes: Vec<Vec<u8>> = (0..cells)
			.map(|cell| {
				// A multiple of the cipher's block; the first cell has three fragments.
				let length = if cell == 0 { 2 * FRAGMENT + 5_008 } else { 4_000 };
				(0..length)
					.map(|at| (at ^ (at >> 9) ^ (at >> 17)) as u8 ^ seed ^ cell as u8)
					.collect()
			})
			.collect();
		let cells: Vec<CellBlock> = (0..cells)
			.zip(&bytes)
			.map(|(index, bytes)| CellBlock {
				index,
				duration_ms: 6_000,
				length_bytes: bytes.len() as u64,
				root: *blake3::hash(bytes).as_bytes(),
				fragments: bytes.chunks(FRAGMENT).map(|part| cid_of(RAW, part)).collect(),
				init: InitPiece { offset: 0, length: 16 },
				segments: vec![SegmentPiece {
					offset: 16,
					length: bytes.len() as u32 - 16,
					duration_ms: 6_000,
				}],
			})
			.collect();
		let (sample, _) = sample();
		let manifest = Manifest {
			title: name.to_owned(),
			duration_ms: 6_000 * cells.len() as u64,
			size_bytes: bytes.iter().map(|bytes| bytes.len() as u64).sum(),
			cells_root: binary::root(
				&descriptors(&cells).iter().map(CellDescriptor::leaf_bytes).collect::<Vec<_>>(),
			),
			cells: cells
				.iter()
				.map(|cell| cid_of(DAG_CBOR, &cell.encode().expect("fits")))
				.collect(),
			..sample
		};
		Self { manifest, cells, bytes }
	}

	fn magnet(&self) -> Cid {
		self.manifest.magnet().expect("fits")
	}

	fn piece(&self, span: u32) -> Piece {
		Piece { content: self.manifest.content_id().expect("fits"), span }
	}

	async fn put(&self, handle: &Handle) {
		for (cell, bytes) in self.cells.iter().zip(&self.bytes) {
			for part in bytes.chunks(FRAGMENT) {
				handle.put(RAW, part.to_vec().into()).await.expect("there is room");
			}
			let block = cell.encode().expect("fits");
			handle.put(DAG_CBOR, block.into()).await.expect("there is room");
		}
		let block = self.manifest.encode().expect("fits");
		handle.put(DAG_CBOR, block.into()).await.expect("there is room");
	}

	fn fragments(&self) -> impl Iterator<Item = &Cid> {
		self.cells.iter().flat_map(|cell| &cell.fragments)
	}
}

fn descriptors(cells: &[CellBlock]) -> Vec<CellDescriptor> {
	let of = |cell: &CellBlock| CellDescriptor {
		index: cell.index,
		duration_ms: cell.duration_ms,
		length_bytes: cell.length_bytes,
		root: cell.root,
	};
	cells.iter().map(of).collect()
}

async fn open(directory: &Path) -> (Handle, Keeping) {
	let config = Config { directory: directory.to_owned(), http: None, ..Config::default() };
	let (handle, serving) = Service::open(config).await.expect("opens");
	tokio::spawn(serving);
	let keeping = Keeping::open(handle.clone()).expect("opens");
	let working = keeping.clone();
	tokio::spawn(async move { working.run().await });
	(handle, keeping)
}

fn request(list: u8, kept: &[Piece], wanted: &[Piece]) -> SyncRequest {
	SyncRequest {
		list: [list; 32],
		total: kept.len() as u32,
		from: 0,
		kept: kept.to_vec().try_into().expect("a page"),
		wanted: wanted.to_vec().try_into().expect("a few"),
	}
}

/// Looks after each span that was worked on until there is something to see.
async fn until<T>(keeping: &Keeping, mut look: impl AsyncFnMut() -> Option<T>) -> T {
	let end = Instant::now() + Duration::from_secs(60);
	loop {
		if let Some(seen) = look().await {
			return seen;
		}
		let worked = tokio::time::timeout_at(end, keeping.0.worked.notified()).await;
		assert!(worked.is_ok(), "not complete: {}", keeping.status());
	}
}

/// Asks again until there is an answer: what takes longer than one is waited for is there for a later asking. Each asking waits
/// by itself.
async fn patiently<T>(mut ask: impl AsyncFnMut() -> Option<T>) -> T {
	let asked = async {
		loop {
			if let Some(answer) = ask().await {
				return answer;
			}
			tokio::task::yield_now().await;
		}
	};
	tokio::time::timeout(Duration::from_secs(60), asked).await.expect("an answer")
}

/// All proofs that are asked for.
async fn proofs(keeping: &Keeping, request: &ProofsRequest) -> Vec<PossessionProof> {
	patiently(async || {
		let reply = keeping.proofs(request.clone()).await;
		assert_eq!(reply.proofs.len(), request.asked.len());
		reply.proofs.into_iter().collect()
	})
	.await
}

/// Asks until all that is wanted is here.
async fn ready(keeping: &Keeping, wanted: &[Piece]) -> SyncReply {
	until(keeping, async || {
		let reply = keeping.sync(request(0, &[], wanted)).await.expect("written");
		reply.ready.iter().all(|ready| *ready).then_some(reply)
	})
	.await
}

#[tokio::test]
async fn what_the_store_proves_the_chain_accepts() {
	let directory = tempfile::tempdir().expect("temporary directory");
	let (handle, keeping) = open(directory.path()).await;
	let title = Title::new("Film", 18, 0);
	title.put(&handle).await;
	for span in 0..2 {
		let piece = title.piece(span);
		ready(&keeping, &[piece]).await;
		let cells = patiently(async || keeping.cells(piece).await.cells).await;
		let root = title.manifest.cells_root;
		let table = SpanTable::index(&root, 18, span, cells.into_inner()).expect("of the title");
		let first = span * 16;
		let leaves = table.leaf_count();
		let offsets = [0, 1_023, 1_024, 2_050, leaves - 1];
		let asked: Vec<_> = offsets
			.into_iter()
			.filter(|offset| *offset < leaves)
			.map(|offset| {
				let (cell, leaf) = table.locate(offset).expect("within");
				(piece, LeafRef { cell: first + cell, leaf })
			})
			.collect();
		let request = ProofsRequest { asked: asked.clone().try_into().expect("a few") };
		for ((_, leaf), proof) in asked.into_iter().zip(proofs(&keeping, &request).await) {
			assert_eq!(proof.verify(&table, first, leaf), Ok(()), "{leaf:?}");
		}
	}
}

#[tokio::test]
async fn what_is_missing_is_not_ready_and_not_proven_and_comes_later() {
	let directory = tempfile::tempdir().expect("temporary directory");
	let (handle, keeping) = open(directory.path()).await;
	let title = Title::new("Film", 2, 0);
	let wanted = [title.piece(0)];
	let reply = keeping.sync(request(1, &[], &wanted)).await.expect("written");
	assert_eq!(reply.ready.to_vec(), [false]);
	let leaf = LeafRef { cell: 0, leaf: 5 };
	let asked = ProofsRequest { asked: vec![(wanted[0], leaf)].try_into().expect("one") };
	assert_eq!(keeping.proofs(asked.clone()).await.proofs.to_vec(), [None]);
	assert_eq!(keeping.cells(wanted[0]).await, CellsReply::default());
	title.put(&handle).await;
	lock(&keeping.0.progress).doubt(&wanted[0]);
	keeping.0.changed.notify_one();
	let reply = ready(&keeping, &wanted).await;
	assert_eq!((reply.held, reply.missing), (4, 0));
	assert_eq!(proofs(&keeping, &asked).await.len(), 1);
}

#[tokio::test]
async fn kept_spans_are_held_over_a_restart_and_others_of_the_title_are_not() {
	let directory = tempfile::tempdir().expect("temporary directory");
	let title = Title::new("Film", 18, 0);
	{
		let (handle, keeping) = open(directory.path()).await;
		title.put(&handle).await;
		keeping.sync(request(1, &[title.piece(1)], &[])).await.expect("written");
		until(&keeping, async || {
			lock(&keeping.0.progress).is_complete(&title.piece(1)).then_some(())
		})
		.await;
		drop(keeping);
		handle.close().await;
	}
	let config = Config {
		directory: directory.path().to_owned(),
		http: None,
		gc_grace: Duration::ZERO,
		..Config::default()
	};
	let (handle, _serving) = Service::open(config).await.expect("opens");
	handle.gc().await.expect("collects");
	assert!(handle.has(&title.magnet()).await.expect("index"), "alone, but held");
	for (index, cell) in title.cells.iter().enumerate() {
		let has = handle.has(&cell.fragments[0]).await.expect("index");
		assert_eq!(has, index >= 16, "cell {index}");
	}
}

#[tokio::test]
async fn a_title_is_taken_down_whole_but_for_what_another_shares() {
	let directory = tempfile::tempdir().expect("temporary directory");
	let (handle, _) = open(directory.path()).await;
	let (film, again) = (Title::new("Film", 2, 0), Title::new("Again", 2, 0));
	let lone = Title::new("Lone", 2, 7);
	for title in [&film, &again, &lone] {
		title.put(&handle).await;
	}
	assert_eq!(handle.titles().await.expect("index").len(), 3);
	assert_eq!(handle.take_down(&film.magnet(), "was deleted").await.expect("written"), 1);
	let denied = handle.take_down(&lone.magnet(), "was deleted").await.expect("written");
	assert_eq!(denied, 1 + 2 + 4);
	assert_eq!(handle.taken_down().len(), 2);
	assert!(handle.denied(&film.magnet()).is_some_and(|reason| reason.ends_with("was deleted")));
	for fragment in again.fragments() {
		assert!(handle.get(fragment).await.is_ok());
	}
	for fragment in lone.fragments() {
		assert!(matches!(handle.get(fragment).await, Err(StoreError::Denied { .. })));
	}
	// The last title that had them takes them along; what it frees is its own.
	assert_eq!(handle.take_down(&again.magnet(), "was stopped").await.expect("written"), 7);
	assert_eq!(handle.reinstate(&again.magnet()).await.expect("written"), 7);
	let mut down = handle.taken_down();
	down.sort();
	let mut expected = vec![film.magnet(), lone.magnet()];
	expected.sort();
	assert_eq!(down, expected);
	again.put(&handle).await;
	assert!(handle.put(DAG_CBOR, film.manifest.encode().expect("fits").into()).await.is_err());
}

/// Which of two titles of the same blocks are down, and whether those blocks are refused.
#[tokio::test]
async fn what_two_titles_share_is_refused_while_one_is_down_and_none_is_allowed_in_any_order() {
	let directory = tempfile::tempdir().expect("temporary directory");
	let (handle, _) = open(directory.path()).await;
	let (film, again) = (Title::new("Film", 2, 0), Title::new("Again", 2, 0));
	let shared = *film.fragments().next().expect("one");
	let refused = || handle.denied(&shared).is_some();
	let down = async |title: &Title| {
		handle.take_down(&title.magnet(), "was stopped").await.expect("written")
	};
	let up = async |title: &Title| handle.reinstate(&title.magnet()).await.expect("written");
	for (first, second) in [(&film, &again), (&again, &film)] {
		first.put(&handle).await;
		second.put(&handle).await;
		assert_eq!((down(first).await, refused()), (1, false), "of another that lives");
		assert_eq!((down(second).await, refused()), (7, true));
		// The one under whose name they are not denied.
		assert_eq!((up(first).await, refused()), (7, false));
		// And down again before anything of it came back.
		assert_eq!((down(first).await, refused()), (7, true));
		assert_eq!((up(second).await, refused()), (7, false));
		assert_eq!((up(first).await, refused()), (1, false));
		assert_eq!(handle.taken_down(), []);
	}
	// One of which this store never had more than the name, and which comes while the other is down.
	film.put(&handle).await;
	assert_eq!(down(&film).await, 7);
	let manifest = again.manifest.encode().expect("fits");
	handle.put(DAG_CBOR, manifest.into()).await.expect("there is room");
	let mut rounds = 0;
	while !handle.let_in(&again.magnet()).await.expect("written") {
		rounds += 1;
		assert!(rounds <= 3, "cells first, then fragments");
		for cell in &again.cells {
			let block = cell.encode().expect("fits");
			handle.put(DAG_CBOR, block.into()).await.expect("let in");
		}
	}
	again.put(&handle).await;
	assert!(handle.put(DAG_CBOR, film.manifest.encode().expect("fits").into()).await.is_err());
	// What somebody else denied is no title's to let in.
	handle.deny(&shared, "somebody says so").await.expect("written");
	assert!(handle.let_in(&again.magnet()).await.expect("written"));
	assert_eq!((up(&film).await, refused()), (1, true));
}

#[tokio::test]
async fn a_title_that_is_not_here_can_be_taken_down_before_it_comes() {
	let directory = tempfile::tempdir().expect("temporary directory");
	let (handle, _) = open(directory.path()).await;
	let title = Title::new("Film", 1, 0);
	assert_eq!(handle.take_down(&title.magnet(), "was deleted").await.expect("written"), 1);
	let id = ContentId(title.magnet().hash().digest().try_into().expect("32 bytes"));
	assert_eq!(title.manifest.content_id(), Ok(id));
	let put = handle.put(DAG_CBOR, title.manifest.encode().expect("fits").into()).await;
	assert!(matches!(put, Err(StoreError::Denied { .. })));
}
