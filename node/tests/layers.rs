//! Layers from their offer to the player: stored and announced, accepted, shown in any HLS player, and gone once they are
//! stopped (C10).

use crate::common::{Film, Stage, by, dev};
use reel_fragment_store::block::{RAW, cid_of};
use reel_rpc_api::to_hex;
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

/// A player that asks what there is to see and to read, and keeps it under `folder`.
fn player(folder: &Path) -> String {
	let script = folder.join("player");
	let into = folder.display();
	let text = format!(
		"#!/bin/sh\n\
		 base=${{1%index.m3u8}}\n\
		 ffprobe -v error -show_entries stream=codec_name:stream_tags=language -of csv=p=0 \"$1\" >{into}/streams\n\
		 rm -f {into}/said\n\
		 ffmpeg -nostdin -v error -i \"${{base}}layer/0/index.m3u8\" -f srt {into}/said\n"
	);
	fs::write(&script, text).expect("it can be written");
	fs::set_permissions(&script, fs::Permissions::from_mode(0o700)).expect("the file is ours");
	script.display().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_layer_is_offered_with_its_file_shown_by_a_player_and_gone_when_stopped() {
	let node = dev();
	let film = Film::draw(1, 8).await;
	let stage = Stage::open(node.rpc()).await;
	let title = stage.publish(&film, &[&node], 1).await;
	let content = to_hex(title.content.0);
	let content = content.as_str();
	let folder = tempfile::tempdir().expect("a temporary directory can be made");
	let path = |name: &str| folder.path().join(name).display().to_string();

	let offer = |kind: &'static str, language: &'static str, file: &[&str]| {
		let what = ["layer", "offer", content, "--kind", kind, "--language", language];
		let all: Vec<String> =
			what.iter().chain(file).chain(&["--price", "0"]).map(ToString::to_string).collect();
		all
	};
	let offers = async |name: &str, offer: Vec<String>| {
		by(&node, name, &offer.iter().map(String::as_str).collect::<Vec<_>>()).await
	};
	let korean = path("ko.vtt");
	fs::write(&korean, "no subtitles").expect("it can be written");
	let subtitles = offer("subtitle", "ko", &["--file", &korean]);
	assert_eq!(offers("Charlie", subtitles.clone()).await, 1, "that is no WebVTT");
	fs::write(&korean, "WEBVTT\n\n00:01.000 --> 00:02.000\n안녕하세요\n")
		.expect("it can be written");
	assert_eq!(offers("Charlie", subtitles).await, 0);
	// Named and not there: no reason not to play the film.
	let nowhere = cid_of(RAW, b"WEBVTT that nobody keeps").to_string();
	assert_eq!(
		offers("Dave", offer("subtitle", "fr", &["--cid", &nowhere, "--size", "24"])).await,
		0
	);
	for layer in ["0", "1"] {
		assert_eq!(by(&node, "Bob", &["layer", "accept", layer]).await, 0);
	}
	let stored = stage.chain.layers_of(&title.content, true).await.expect("told");
	let cid = reel_fragment_store::Cid::try_from(&stored[0].1.file.cid[..]).expect("a CID");
	assert_eq!(
		node.store().get(&cid).await.expect("it is stored"),
		fs::read(&korean).expect("read")
	);

	let watch = ["watch", content, "--language", "ko", "--player"];
	let script = player(folder.path());
	let watches = async |more: &[&str]| {
		let all = [&watch[..], &[script.as_str()], more].concat();
		assert_eq!(by(&node, "Ferdie", &all).await, 0);
		(
			fs::read_to_string(path("streams")).expect("it ran"),
			fs::read_to_string(path("said")).ok(),
		)
	};
	let (streams, said) = watches(&[]).await;
	assert!(streams.contains("h264"), "{streams}");
	assert!(
		said.expect("subtitles are shown").contains("00:00:01,000 --> 00:00:02,000\n안녕하세요")
	);
	assert_eq!(watches(&["--layers", "none"]).await.1, None);

	assert_eq!(by(&node, "Eve", &["layer", "stop", "0", "--reason", "rights"]).await, 0);
	let (streams, said) = watches(&["--layers", "0,1"]).await;
	assert!(streams.contains("h264"), "{streams}");
	assert_eq!(said, None);
	assert_eq!(node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}
