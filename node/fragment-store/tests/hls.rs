//! A title over HTTP: its playlist, and its cells byte for byte.

use crate::common::{Served, bytes, served};
use cid::Cid;
use reel_fragment_store::{
	block::{DAG_CBOR, RAW},
	dag::{
		manifest::{CellBlock, InitPiece, MANIFEST_VERSION, Manifest, SegmentPiece},
		record::Record,
	},
};
use reqwest::{Client, StatusCode, header::RANGE};

const MIB: usize = 1 << 20;

/// Puts a title of two cells, the first of two and a half fragments; returns its magnet and the cells' bytes.
async fn publish(served: &Served) -> (Cid, Vec<Vec<u8>>) {
	let ciphertexts = vec![bytes(1, 2 * MIB + MIB / 2), bytes(2, 320)];
	let mut links = Vec::new();
	for (index, ciphertext) in (0..).zip(&ciphertexts) {
		let mut fragments = Vec::new();
		for fragment in ciphertext.chunks(MIB) {
			fragments.push(served.put(fragment.to_vec()).await);
		}
		let rest = ciphertext.len() as u32 - 160;
		let cell = CellBlock {
			index,
			duration_ms: 3_000,
			length_bytes: ciphertext.len() as u64,
			root: *blake3::hash(ciphertext).as_bytes(),
			fragments,
			init: InitPiece { offset: 0, length: 160 },
			segments: vec![SegmentPiece { offset: 160, length: rest, duration_ms: 3_000 }],
		};
		let block = cell.encode().expect("in bounds");
		links.push(served.handle.put(DAG_CBOR, block.into()).await.expect("put"));
	}
	let manifest = Manifest {
		version: MANIFEST_VERSION,
		title: "Test card".to_owned(),
		duration_ms: 6_000,
		size_bytes: ciphertexts.iter().map(|cell| cell.len() as u64).sum(),
		cells_root: [0; 32],
		codecs: "avc1.64001f".to_owned(),
		width: 640,
		height: 360,
		bandwidth_bps: 1_000_000,
		metadata: Record::default(),
		cells: links,
	};
	let block = manifest.encode().expect("in bounds");
	let magnet = served.handle.put(DAG_CBOR, block.into()).await.expect("put");
	assert_eq!(magnet, manifest.magnet().expect("in bounds"));
	(magnet, ciphertexts)
}

#[tokio::test]
async fn the_playlist_leads_to_the_cells_at_rest() {
	let served = served().await;
	let (magnet, ciphertexts) = publish(&served).await;
	let url = served.url(&format!("/hls/{magnet}/index.m3u8"));
	let response = reqwest::get(&url).await.expect("answers");
	assert_eq!(response.status(), StatusCode::OK);
	assert_eq!(response.headers()["content-type"], "application/vnd.apple.mpegurl");
	let text = response.text().await.expect("text");
	assert!(text.starts_with("#EXTM3U\n") && text.ends_with("#EXT-X-ENDLIST\n"));
	assert!(text.contains("METHOD=AES-128,URI=\"key/1\",IV=0x00000000000000000000000100000001\n"));

	// As a player does: each range that the playlist names, put together, is the cell.
	for (number, ciphertext) in ciphertexts.iter().enumerate() {
		let cell = format!("cell/{number}");
		let url = served.url(&format!("/hls/{magnet}/{cell}"));
		let mut ranges = Vec::new();
		let mut pending = None;
		for line in text.lines() {
			if let Some(map) = line.strip_prefix(&format!("#EXT-X-MAP:URI=\"{cell}\",BYTERANGE=\""))
			{
				ranges.push(map.trim_end_matches('"').to_owned());
			} else if let Some(range) = line.strip_prefix("#EXT-X-BYTERANGE:") {
				pending = Some(range.to_owned());
			} else if line == cell {
				ranges.push(pending.take().expect("a range before its address"));
			}
		}
		let mut got = Vec::new();
		for range in ranges {
			let (length, offset) = range.split_once('@').expect("length and offset");
			let (length, offset): (u64, u64) =
				(length.parse().expect("number"), offset.parse().expect("number"));
			let asked = format!("bytes={offset}-{}", offset + length - 1);
			let response = Client::new().get(&url).header(RANGE, asked).send().await;
			let response = response.expect("answers");
			assert_eq!(response.status(), StatusCode::PARTIAL_CONTENT);
			assert_eq!(response.content_length(), Some(length));
			got.extend(response.bytes().await.expect("body"));
		}
		assert_eq!(&got, ciphertext);
		let whole = reqwest::get(&url).await.expect("answers").bytes().await.expect("body");
		assert_eq!(&whole, ciphertext);
	}
	let key = reqwest::get(served.url(&format!("/hls/{magnet}/key/0"))).await.expect("answers");
	assert_eq!(key.status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn ranges_across_fragments_are_cut_right() {
	let served = served().await;
	let (magnet, ciphertexts) = publish(&served).await;
	let url = served.url(&format!("/hls/{magnet}/cell/0"));
	for (from, to) in [
		(0, 1),
		(MIB - 1, MIB),
		(MIB - 1, MIB + 1),
		(MIB, MIB + 1),
		(5, 2 * MIB + 5),
		(2 * MIB + MIB / 2 - 1, 2 * MIB + MIB / 2),
	] {
		let range = format!("bytes={from}-{}", to - 1);
		let response = Client::new().get(&url).header(RANGE, range).send().await.expect("answers");
		assert_eq!(response.bytes().await.expect("body"), ciphertexts[0][from..to], "{from}..{to}");
	}
	let beyond = format!("bytes={}-", ciphertexts[0].len());
	let response = Client::new().get(&url).header(RANGE, beyond).send().await.expect("answers");
	assert_eq!(response.status(), StatusCode::RANGE_NOT_SATISFIABLE);
}

#[tokio::test]
async fn what_is_no_title_is_refused_and_a_stopped_one_is_gone() {
	let served = served().await;
	let (magnet, _) = publish(&served).await;
	let raw = served.put(b"no manifest".to_vec()).await;
	let status = async |path: String| {
		reqwest::get(served.url(&path)).await.expect("answers").status().as_u16()
	};
	assert_eq!(status(format!("/hls/{raw}/index.m3u8")).await, 422);
	assert_eq!(status(format!("/hls/{magnet}/cell/2")).await, 404);
	assert_eq!(status(format!("/hls/{magnet}/cell/x")).await, 400);
	served.handle.deny_dag(&magnet, "stopped by a supervisor").await.expect("denies");
	assert_eq!(status(format!("/hls/{magnet}/index.m3u8")).await, 410);
	assert_eq!(status(format!("/hls/{magnet}/cell/0")).await, 410);
	assert_eq!(served.handle.stat().blocks, 1, "only what is no part of the title is left");
	assert_eq!(served.handle.get(&raw).await.expect("kept"), &b"no manifest"[..]);
	assert_eq!(raw.codec(), RAW);
}
