//! Music from a store into a real player, and the sound of an ad before it (K1, C11).

use crate::{
	layers::{run, spot_before},
	sample::{SECRET, published_music},
};
use reel::{
	store::http_client,
	watch::{Title, layers::Layers, player::Player},
};
use reel_primitives::keys::cell_key;
use std::{collections::BTreeSet, slice::from_ref, sync::Arc};

#[tokio::test(flavor = "multi_thread")]
async fn music_is_played_to_its_end_without_a_picture() {
	let sample = published_music().await;
	let manifest = &sample.stored.manifest;
	assert_eq!((manifest.has_picture(), &manifest.codecs[..]), (false, "mp4a.40.2"));
	assert!(manifest.bandwidth_bps < 256_000, "{}", manifest.bandwidth_bps);
	let title = Title::fetch(from_ref(&sample.store), &sample.stored.magnet).await;
	let title = Arc::new(title.expect("fetched"));
	let (player, mut wishes) =
		Player::start(title.clone(), Layers::default(), false).await.expect("started");
	let (url, page) = (player.url().to_owned(), player.page_url());
	let giver = tokio::spawn(async move {
		while let Some(cell) = wishes.recv().await {
			let mut ciphertext = Vec::new();
			for fragment in &title.cells[cell as usize].fragments {
				ciphertext.extend(sample.store.get(fragment).await.expect("stored"));
			}
			player.give(cell, cell_key(&SECRET, cell), &ciphertext).await.expect("given");
		}
		(player, sample)
	});
	let streams = ["-v", "error", "-show_entries", "stream=codec_type", "-of", "csv=p=0", &url];
	// A stream is told once by itself, and once as its programme's.
	let told = run("ffprobe", &streams).await;
	let kinds: BTreeSet<_> = told.lines().filter(|line| !line.is_empty()).collect();
	assert_eq!(kinds, BTreeSet::from(["audio"]));
	let all = ["-v", "error", "-xerror", "-i", &url, "-progress", "-", "-f", "null", "-"];
	let told = run("ffmpeg", &all).await;
	let played = told.lines().rev().find_map(|line| line.strip_prefix("out_time_us="));
	let played: u64 = played.and_then(|time| time.parse().ok()).expect("a time");
	assert!((8_900_000..9_200_000).contains(&played), "{played}");
	let (player, _sample) = giver.await.expect("gave");
	let http = http_client().expect("client");
	let page = http.get(&page).send().await.expect("answered").text().await.expect("body");
	assert!(page.contains("<audio controls") && !page.contains("<video"), "{page}");
	let cell = http.get(format!("{}cell/0.mp4", player.base())).send().await.expect("answered");
	assert_eq!(cell.headers()["content-type"], "audio/mp4");
}

#[tokio::test(flavor = "multi_thread")]
async fn before_music_an_ad_is_heard_and_its_picture_keeps_nobody_from_the_music() {
	let sample = published_music().await;
	let folder = tempfile::tempdir().expect("made");
	let title = Title::fetch(from_ref(&sample.store), &sample.stored.magnet).await;
	let title = Arc::new(title.expect("fetched"));
	let (player, _wishes) =
		Player::start(title.clone(), Layers::default(), true).await.expect("started");
	let spot = spot_before(&sample, folder.path(), &title).await;
	assert!(spot.title.manifest.has_picture() && player.needs_ad_sound());
	let cued = spot.cue(player.directory(), player.needs_ad_sound()).await.expect("it has sound");
	player.show_ad(Some(cued));
	let http = http_client().expect("client");
	let get = async |url: &str| http.get(url).send().await.expect("answered");
	let music = get(&format!("{}video.m3u8", player.base())).await.text().await.expect("body");
	let (ad, after) = music.split_once("#EXT-X-DISCONTINUITY\n").expect("an ad in front");
	assert!(!ad.contains("ad/cell") && after.contains("\"key/0.key\""), "{music}");
	assert!(!spot.attention.was_played());
	let pieces: Vec<_> = ad.lines().filter(|line| line.ends_with(".m4s")).collect();
	for piece in [&["ad/sound/init.mp4"][..], &pieces].concat() {
		let answer = get(&format!("{}{piece}", player.base())).await;
		assert_eq!(answer.status(), 200, "{piece}");
		assert_eq!(answer.headers()["content-type"], "audio/mp4");
	}
	assert!(spot.attention.was_played(), "to hear it is to play it");
	// A program that is made of FFmpeg has been shown the ad with its picture by itself.
	let alone = player.ad_alone().await.expect("there is an ad").0;
	assert!(get(&alone).await.text().await.expect("body").contains("cell/0.mp4"));
}
