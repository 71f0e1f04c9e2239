//! Cut, pack, store, fetch, prove, decrypt, play.

use crate::{
	desk::grant_for,
	sample::{SECRET, published},
};
use reel::{
	Error,
	account::Signer,
	package::{decrypt_cell, descriptor, geometry},
	store::http_client,
	watch::{Title, fetch_cell, layers::Layers, player::Player, proof},
};
use reel_merkle::{
	binary::{self, BinaryProof},
	blake3_leaf::{self, LeafProof},
};
use reel_primitives::{
	keys::{cell_key, download_key},
	play::{LEAVES_PER_PLAY, is_work_done, picked_leaves},
};
use std::{
	process::Command,
	sync::Arc,
	time::{Duration, SystemTime},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_video_is_published_fetched_proven_and_comes_out_as_it_was_cut() {
	let sample = published().await;
	let manifest = &sample.stored.manifest;
	assert_eq!((manifest.width, manifest.height), (640, 360));
	assert!(manifest.codecs.starts_with("avc1.") && manifest.codecs.ends_with(",mp4a.40.2"));
	assert_eq!(sample.cut.cells.len(), 3);
	assert!((8_900..9_200).contains(&manifest.duration_ms), "{}", manifest.duration_ms);
	assert_eq!(geometry(manifest).check(), Ok(()));

	let stores = [sample.store.clone()];
	let title = Title::fetch(&stores, &sample.stored.magnet).await.expect("fetched");
	let viewer = Signer::dev("Bob").expect("derived");
	for cell in &title.cells {
		let grant = grant_for(&title, cell.index, &viewer, &[sample.store.base()]);
		let until = SystemTime::now() + Duration::from_secs(60);
		let id = reel_fragment_store::GrantId(grant.id);
		let key = download_key(&SECRET, &title.content, cell.index, &viewer.account());
		let key = reel_fragment_store::DownloadKey::new(key);
		sample.handle.grant(id, key, cell.fragments.clone(), until).expect("granted");

		let http = http_client().expect("client");
		let fetched = fetch_cell(&http, &grant, cell).await.expect("fetched");
		let report = sample.handle.transfer_report(&id).expect("sent");
		let hashes: Vec<_> = report.hashes.iter().map(|hash| hash.expect("sent")).collect();
		assert_eq!(fetched.view_hash(), binary::root(&hashes));
		let receipts = fetched.receipts(&grant.ticket.providers);
		assert_eq!(receipts.len(), 1);
		assert_eq!(receipts[0].sent_bytes, report.bytes);
		assert_eq!(receipts[0].sent_root, binary::root(&hashes));

		let ticket = &grant.ticket;
		let view_hash = fetched.view_hash();
		let nonce = proof::search_nonce(&ticket.play_code, &view_hash, &ticket.viewer, 8);
		let nonce = nonce.expect("found");
		let play = proof::build(ticket, &title, &fetched, nonce).expect("built");
		assert!(is_work_done(&ticket.play_code, &view_hash, &ticket.viewer, nonce, 8));
		assert_eq!(play.descriptor.descriptor, descriptor(cell));
		let count = geometry(manifest).cells;
		let path = play.descriptor.path.clone();
		let place = BinaryProof { index: cell.index, count, path };
		let leaf = play.descriptor.descriptor.leaf_bytes();
		assert_eq!(binary::verify(&manifest.cells_root, &leaf, &place), Ok(()));
		let picked = picked_leaves(&ticket.play_code, play.descriptor.descriptor.leaves());
		assert_eq!(play.leaves.len(), usize::from(LEAVES_PER_PLAY));
		for (answer, index) in play.leaves.iter().zip(picked) {
			assert_eq!(answer.index, index);
			let (bytes, path) = (answer.bytes.clone(), answer.path.clone());
			let leaf = LeafProof { index, bytes, path };
			assert_eq!(blake3_leaf::verify(&cell.root, cell.length_bytes, &leaf), Ok(()));
		}
		let payload = play.signing_payload();
		let signed = proof::sign_play(play, &viewer);
		let key: [u8; 32] = *viewer.account().as_ref();
		assert!(reel::account::is_signed_by(&key, &payload, &signed.signature));

		let plain = decrypt_cell(&grant.cell_key, cell, &fetched.ciphertext).expect("decrypts");
		let cut = sample.cut.read_cell(cell.index as usize).expect("cut");
		assert_eq!(plain[0], sample.cut.init);
		assert!(plain[1..].iter().eq(cut.iter().map(|(bytes, _)| bytes)));
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_has_not_got_the_grant_is_a_storage_failure() {
	let sample = published().await;
	let stores = [sample.store.clone()];
	let title = Title::fetch(&stores, &sample.stored.magnet).await.expect("fetched");
	let viewer = Signer::dev("Bob").expect("derived");
	let grant = grant_for(&title, 0, &viewer, &[sample.store.base()]);
	let http = http_client().expect("client");
	let error = fetch_cell(&http, &grant, &title.cells[0]).await.expect_err("no grant");
	assert!(matches!(error, Error::Storage(_)), "{error}");
	let other = fetch_cell(&http, &grant, &title.cells[1]).await.expect_err("another cell");
	assert!(other.to_string().contains("another cell"), "{other}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_player_plays_the_whole_title_from_the_local_server() {
	let sample = published().await;
	let stores = [sample.store.clone()];
	let title = Arc::new(Title::fetch(&stores, &sample.stored.magnet).await.expect("fetched"));
	let (player, mut wishes) =
		Player::start(title.clone(), Layers::default(), false).await.expect("started");
	let url = player.url().to_owned();
	let giver = tokio::spawn(async move {
		let mut wanted = Vec::new();
		while let Some(cell) = wishes.recv().await {
			wanted.push(cell);
			let mut ciphertext = Vec::new();
			for fragment in &title.cells[cell as usize].fragments {
				ciphertext.extend(sample.store.get(fragment).await.expect("stored"));
			}
			player.give(cell, cell_key(&SECRET, cell), &ciphertext).await.expect("given");
		}
		(wanted, player, sample)
	});
	let output = tokio::task::spawn_blocking(move || {
		Command::new("ffmpeg")
			.args(["-nostdin", "-v", "error", "-xerror", "-i", &url])
			.args(["-map", "0:v", "-progress", "-", "-f", "null", "-"])
			.output()
			.expect("ffmpeg is installed")
	});
	let output = output.await.expect("ran");
	let errors = String::from_utf8_lossy(&output.stderr).into_owned();
	assert!(output.status.success(), "{errors}");
	let progress = String::from_utf8_lossy(&output.stdout).into_owned();
	let frames = progress.lines().rev().find_map(|line| line.strip_prefix("frame="));
	assert_eq!(frames, Some("225"), "{errors}");
	let (wanted, _player, _sample) = giver.await.expect("gave");
	assert_eq!(wanted, [0, 1, 2]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_local_server_answers_only_under_its_secret_path_and_its_own_name() {
	let sample = published().await;
	let stores = [sample.store.clone()];
	let title = Arc::new(Title::fetch(&stores, &sample.stored.magnet).await.expect("fetched"));
	let (player, wishes) = Player::start(title, Layers::default(), false).await.expect("started");
	player.give(0, [1; 16], b"0123456789").await.expect("given");
	let http = http_client().expect("client");
	let index = http.get(player.url()).send().await.expect("answered");
	assert_eq!(index.status(), 200);
	let rebound = http.get(player.url()).header("host", "evil.example");
	assert_eq!(rebound.send().await.expect("answered").status(), 403);
	let root = player.url().split('/').take(3).collect::<Vec<_>>().join("/");
	let guessed = http.get(format!("{root}/index.m3u8")).send().await.expect("answered");
	assert_eq!(guessed.status(), 404);
	let cell = player.url().replace("index.m3u8", "cell/0.mp4");
	let part = http.get(&cell).header("range", "bytes=2-4").send().await.expect("answered");
	assert_eq!(part.status(), 206);
	assert_eq!(part.headers()["content-range"], "bytes 2-4/10");
	assert_eq!(&part.bytes().await.expect("body")[..], b"234");
	drop(wishes);
	let missing = player.url().replace("index.m3u8", "cell/9.mp4");
	assert_eq!(http.get(missing).send().await.expect("answered").status(), 404);
}
