//! Viewers that a desk elsewhere sent: who is let in, what is noted, and that bytes in transit are nothing at rest (C5).

use crate::{
	common::{Served, served},
	film::{Cell, MIB, manifest},
};
use async_trait::async_trait;
use bytes::Bytes;
use cid::Cid;
use reel_fragment_store::{
	Admission, DownloadKey, GrantId, Handle, NotAdmitted,
	block::{DAG_CBOR, RAW, cid_of},
	open_fragment,
};
use reel_primitives::ContentId;
use reqwest::{Client, Response, StatusCode};
use sha2::{Digest, Sha256};
use std::{
	sync::Arc,
	time::{Duration, SystemTime},
};

const KEY: [u8; 32] = [9; 32];
const ID: GrantId = GrantId([7; 32]);

/// A film of three cells, the second of two fragments; its id and its cells.
async fn stored(served: &Served) -> (ContentId, Vec<Cell>) {
	let cells = [500, MIB + 700, 600].into_iter().zip(0..);
	let cells: Vec<Cell> = cells.map(|(size, index)| Cell::new(3, index, size)).collect();
	for cell in &cells {
		for (_, bytes) in cell.fragments() {
			served.put(bytes.to_vec()).await;
		}
		served.handle.put(DAG_CBOR, cell.encoded.clone().into()).await.expect("put");
	}
	let links: Vec<Cid> = cells.iter().map(|cell| cell.cid).collect();
	let size = cells.iter().map(|cell| cell.bytes.len() as u64).sum();
	let manifest = manifest(3, &links, size).encode().expect("encodes");
	let magnet = served.handle.put(DAG_CBOR, manifest.into()).await.expect("put");
	(ContentId(magnet.hash().digest().try_into().expect("32 bytes")), cells)
}

/// Lets in whoever says the word, to the second cell.
struct Door(ContentId);

#[async_trait]
impl Admission for Door {
	async fn admit(&self, store: &Handle, introduction: Bytes) -> Result<(), NotAdmitted> {
		if introduction != "sesame" {
			return Err(NotAdmitted { label: "wrong_word", message: "say the word" });
		}
		let cell = store.local_cell(self.0, 1).await.expect("readable").expect("here");
		let later = SystemTime::now() + Duration::from_secs(60);
		store.grant(ID, DownloadKey::new(KEY), cell.fragments, later).expect("there is room");
		Ok(())
	}
}

async fn show(served: &Served, introduction: impl Into<reqwest::Body>) -> Response {
	let post = Client::new().post(served.url("/keyed")).body(introduction);
	post.send().await.expect("answers")
}

async fn label(response: Response) -> String {
	let body: serde_json::Value = response.json().await.expect("JSON");
	body["error"].as_str().expect("a label").to_owned()
}

#[tokio::test]
async fn who_is_sent_by_a_desk_is_let_in_by_whoever_runs_the_store() {
	let served = served().await;
	let (content, cells) = stored(&served).await;
	let nobody = show(&served, "sesame").await;
	assert_eq!(nobody.status(), StatusCode::FORBIDDEN);
	assert_eq!(label(nobody).await, "no_provider");

	assert!(served.handle.admit_by(Arc::new(Door(content))));
	assert!(!served.handle.admit_by(Arc::new(Door(content))), "once is enough");
	let refused = show(&served, "please").await;
	assert_eq!(
		(refused.status(), label(refused).await),
		(StatusCode::FORBIDDEN, "wrong_word".into())
	);
	let long = show(&served, vec![0; 1_025]).await;
	assert_eq!(long.status(), StatusCode::PAYLOAD_TOO_LARGE);
	for _ in 0..2 {
		assert_eq!(show(&served, "sesame").await.status(), StatusCode::NO_CONTENT);
	}

	let mut transfers = served.handle.transfers();
	let expected = served.handle.sealed_hashes(&ID).await.expect("granted");
	let report = served.handle.transfer_report(&ID).expect("granted");
	assert_eq!((report.hashes, report.bytes), (vec![None, None], 0), "nothing was sent yet");
	assert!(!transfers.has_changed().expect("open"));
	let url = served.url(&format!("/keyed/{ID}/0"));
	let sealed = reqwest::get(url).await.expect("answers").bytes().await.expect("body");
	transfers.changed().await.expect("something was sent");
	let report = served.handle.transfer_report(&ID).expect("granted");
	assert_eq!((report.hashes, report.bytes), (vec![Some(expected[0]), None], MIB as u64 + 16));

	// In transit it is another thing than at rest, and cannot be had or kept by its hash.
	let (at_rest, bytes) = cells[1].fragments().next().expect("two of them");
	assert_eq!(<[u8; 32]>::from(Sha256::digest(&sealed)), expected[0]);
	assert_eq!(open_fragment(&DownloadKey::new(KEY), &ID, 0, &sealed).expect("opens"), bytes);
	assert!(!sealed.windows(64).any(|window| window == &bytes[..64]));
	assert_ne!(cid_of(RAW, &sealed), at_rest);
	assert!(!served.handle.has(&cid_of(RAW, &sealed)).await.expect("readable"));
	let plain = reqwest::get(served.url(&format!("/ipfs/{at_rest}?format=raw"))).await;
	assert_eq!(plain.expect("answers").bytes().await.expect("body"), bytes);
}

#[tokio::test]
async fn what_is_held_whole_is_told_in_runs() {
	let served = served().await;
	let (content, cells) = stored(&served).await;
	let whole = async || served.handle.whole_cells(content).await.expect("readable");
	assert_eq!(whole().await, std::slice::from_ref(&(0..3)));
	let (second, _) = cells[1].fragments().nth(1).expect("two of them");
	served.handle.delete(&second).await.expect("not pinned");
	assert_eq!(whole().await, [0..1, 2..3]);
	served.handle.delete(&cells[0].cid).await.expect("not pinned");
	assert_eq!(whole().await, std::slice::from_ref(&(2..3)));
	assert_eq!(served.handle.local_cell(content, 0).await.expect("readable"), None);
	assert_eq!(served.handle.local_cell(content, 3).await.expect("readable"), None);
	let unknown = served.handle.whole_cells(ContentId([0; 32])).await.expect("readable");
	assert_eq!(unknown, []);
	// A grant of what is not all here seals to nothing.
	let later = SystemTime::now() + Duration::from_secs(60);
	let fragments = cells[1].block.fragments.clone();
	served.handle.grant(ID, DownloadKey::new(KEY), fragments, later).expect("there is room");
	assert!(served.handle.sealed_hashes(&ID).await.is_err());
}
