//! Layers and ads from a store into a real player (C10, C11).

use crate::{
	desk::grant_for,
	sample::{SECRET, Sample, description, published, video},
};
use reel::{
	account::Signer,
	file::{Sources, put_file},
	media::{cut::cut, dub::sound_codec},
	output::Output,
	package::Description,
	publish::store_title,
	store::http_client,
	watch::{
		FetchedCell, Title,
		ads::{Attention, Spot},
		layers::{Choice, Layers, Wish, prepare},
		player::Player,
	},
};
use reel_fragment_store::{
	Cid,
	block::{DAG_PB, RAW, cid_of},
};
use reel_primitives::{
	AccountId, ContentId,
	ads::AdPlacement,
	keys::cell_key,
	layers::{Language, Layer, LayerFile, LayerId, LayerKind, LayerStage, LayerTerms},
};
use std::{
	path::Path,
	process::{Command, Stdio},
	slice::from_ref,
	sync::Arc,
	time::Duration,
};

fn layer(kind: LayerKind, tag: &str, (cid, size_bytes): (Cid, u64)) -> Layer<AccountId> {
	let cid = cid.to_bytes().try_into().expect("36 bytes");
	Layer {
		content: ContentId([1; 32]),
		activator: AccountId::new([2; 32]),
		kind,
		language: Language::new(tag).expect("a tag"),
		file: LayerFile { cid, size_bytes },
		terms: LayerTerms::Price { price_cfx: 0 },
		deposit_cfx: 1,
		stage: LayerStage::Accepted,
		stopped: None,
	}
}

/// Runs a tool of FFmpeg; what it said.
pub(crate) async fn run(tool: &'static str, arguments: &[&str]) -> String {
	let arguments: Vec<String> = arguments.iter().map(|one| (*one).to_owned()).collect();
	let run = move || {
		Command::new(tool).args(arguments).stdin(Stdio::null()).output().expect("it is installed")
	};
	let output = tokio::task::spawn_blocking(run).await.expect("ran");
	let errors = String::from_utf8_lossy(&output.stderr);
	assert!(output.status.success(), "{tool}: {errors}");
	String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Nine seconds of noise as FLAC, of more than one block.
async fn dub(path: &Path) {
	let path = path.display().to_string();
	let noise = "anoisesrc=duration=9:sample_rate=96000:amplitude=0.9";
	run("ffmpeg", &["-v", "error", "-y", "-f", "lavfi", "-i", noise, "-ac", "2", &path]).await;
}

async fn ready(sample: &Sample, layers: &[(LayerId, Layer<AccountId>)]) -> Layers {
	let sources = Sources { stores: vec![sample.store.clone()], peers: None };
	let wish = Wish { choice: Choice::Auto, language: Language::new("de") };
	let patience = Duration::from_secs(60);
	let layers = prepare(&sources, layers.to_vec(), &wish, patience, Output::new(true)).await;
	layers.expect("there is room for them")
}

#[tokio::test(flavor = "multi_thread")]
async fn subtitles_a_dub_and_an_effect_are_shown_and_what_is_broken_is_left_out() {
	let sample = published().await;
	let folder = tempfile::tempdir().expect("made");
	let path = |name: &str| folder.path().join(name);
	std::fs::write(path("ko.vtt"), "WEBVTT\n\n00:01.000 --> 00:02.500\n안녕하세요\n")
		.expect("written");
	std::fs::write(path("fr.vtt"), "1\n00:00:01,000 --> 00:00:02,000\nBonjour\n").expect("written");
	std::fs::write(path("effect"), [7; 3_000]).expect("written");
	dub(&path("de.flac")).await;
	let mut stored = Vec::new();
	for name in ["ko.vtt", "fr.vtt", "effect", "de.flac"] {
		let file = put_file(Some(&sample.store), &path(name)).await.expect("stored");
		assert_eq!(put_file(None, &path(name)).await.expect("named"), file);
		assert!(sample.handle.pins().contains(&file.0), "{name}");
		stored.push(file);
	}
	let [korean, french, effect, german] = stored[..] else { panic!("four files") };
	assert_eq!((korean.0.codec(), german.0.codec()), (RAW, DAG_PB));
	let gone = (cid_of(RAW, b"gone"), 4);
	let all = [
		(0, layer(LayerKind::Subtitle, "ko", korean)),
		(1, layer(LayerKind::Subtitle, "fr", french)),
		(2, layer(LayerKind::Effect, "zxx", effect)),
		(3, layer(LayerKind::Dub, "de", german)),
		(4, layer(LayerKind::Dub, "de", gone)),
		(5, layer(LayerKind::Subtitle, "it", (korean.0, korean.1 + 1))),
		(6, layer(LayerKind::Dub, "it", (german.0, german.1 - 1))),
		(7, layer(LayerKind::Subtitle, "es", (korean.0, 5 << 20))),
	];
	let layers = ready(&sample, &all).await;
	let shown: Vec<_> = layers.shown.iter().map(|layer| (layer.id, layer.is_default)).collect();
	assert_eq!(shown, [(0, false), (2, false), (3, true)]);

	let title =
		Title::fetch(from_ref(&sample.store), &sample.stored.magnet).await.expect("fetched");
	let title = Arc::new(title);
	let (player, mut wishes) = Player::start(title.clone(), layers, false).await.expect("started");
	let giver = {
		let (player, store) = (player.clone(), sample.store.clone());
		tokio::spawn(async move {
			while let Some(cell) = wishes.recv().await {
				let mut ciphertext = Vec::new();
				for fragment in &title.cells[cell as usize].fragments {
					ciphertext.extend(store.get(fragment).await.expect("stored"));
				}
				player.give(cell, cell_key(&SECRET, cell), &ciphertext).await.expect("given");
			}
		})
	};
	// FFmpeg 5 takes no subtitles out of a master playlist, so they are asked for by themselves.
	let master = player.url();
	let wanted = ["-v", "error", "-show_entries", "stream=codec_name:stream_tags=language", "-of"];
	let streams = run("ffprobe", &[&wanted[..], &["csv=p=0", master]].concat()).await;
	assert!(streams.contains("h264") && streams.contains("aac,de"), "{streams}");
	let urls = player.layers();
	let places: Vec<_> = urls.iter().map(|(layer, kind, _)| (*layer, *kind)).collect();
	let expected = [(0, LayerKind::Subtitle), (2, LayerKind::Effect), (3, LayerKind::Dub)];
	assert_eq!(places, expected);
	let said = run("ffmpeg", &["-v", "error", "-i", &urls[0].2, "-f", "srt", "-"]).await;
	assert!(said.contains("00:00:01,000 --> 00:00:02,500\n안녕하세요"), "{said}");
	// The film's picture and the dub's sound, to the end.
	let out = path("out.mp4").display().to_string();
	let both = ["-map", "0:v:0", "-map", "0:a:m:language:de", "-c", "copy", &out];
	run("ffmpeg", &[&["-v", "error", "-i", master][..], &both].concat()).await;
	let length = ["-v", "error", "-show_entries", "stream=duration", "-of", "csv=p=0", &out];
	for line in run("ffprobe", &length).await.lines() {
		let seconds: f64 = line.parse().expect("a number");
		assert!((8.8..9.3).contains(&seconds), "{seconds}");
	}
	assert_eq!(sound_codec(&path("out.mp4")).await.expect("sound"), "aac");

	let http = http_client().expect("client");
	let get = async |url: &str| http.get(url).send().await.expect("answered");
	let base = player.base();
	let page = get(&player.page_url()).await;
	assert!(page.headers()["content-security-policy"].to_str().expect("text").contains("'none'"));
	let page = page.text().await.expect("body");
	assert!(page.contains("layer/0/text.vtt") && page.contains("layer/2/effect"), "{page}");
	let text = get(&format!("{base}layer/0/text.vtt")).await;
	assert_eq!(text.headers()["content-type"], "text/vtt; charset=utf-8");
	assert_eq!(get(&urls[1].2).await.bytes().await.expect("body"), vec![7; 3_000]);
	for missing in ["layer/1/text.vtt", "layer/0/init.mp4", "layer/3/99.m4s", "layer/3/.."] {
		assert_eq!(get(&format!("{base}{missing}")).await.status(), 404, "{missing}");
	}
	assert_eq!(get(&format!("{base}layer/x/y")).await.status(), 400);
	giver.abort();
}

/// A title of one cell in the store of `sample`.
async fn creative(sample: &Sample, folder: &Path) -> Title {
	let (file, pieces) = (folder.join("spot.mp4"), folder.join("pieces"));
	std::fs::create_dir(&pieces).expect("made");
	video(&file);
	let cut = cut(&file, &pieces, 60).await.expect("cut");
	let description = Description { title: "Spot".to_owned(), ..description(&cut) };
	let stored = store_title(&cut, &description, &SECRET, &sample.store, |_| ()).await;
	let stored = stored.expect("stored");
	Title::fetch(from_ref(&sample.store), &stored.magnet).await.expect("fetched")
}

/// An ad that has come, to be shown before a title in the store of `sample`.
pub(crate) async fn spot_before(sample: &Sample, folder: &Path, title: &Title) -> Spot {
	let spot = Arc::new(creative(sample, folder).await);
	let viewer = Signer::dev("Bob").expect("derived");
	let placement =
		AdPlacement { campaign: 6, content: title.content, country: *b"DE", language: None };
	let mut grant = grant_for(&spot, 0, &viewer, &[sample.store.base()]);
	grant.ticket.ad = Some(placement);
	let mut ciphertext = Vec::new();
	for fragment in &spot.cells[0].fragments {
		ciphertext.extend(sample.store.get(fragment).await.expect("stored"));
	}
	let fetched = FetchedCell::at_rest(ciphertext);
	Spot { grant, placement, title: spot, fetched, attention: Attention::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_ad_comes_before_the_film_in_every_rendition_and_is_clicked_on_the_page() {
	let sample = published().await;
	let folder = tempfile::tempdir().expect("made");
	dub(&folder.path().join("de.flac")).await;
	let file = put_file(Some(&sample.store), &folder.path().join("de.flac")).await;
	let dubbed = [(3, layer(LayerKind::Dub, "de", file.expect("stored")))];
	let layers = ready(&sample, &dubbed).await;
	let film = Title::fetch(from_ref(&sample.store), &sample.stored.magnet).await.expect("fetched");
	let film = Arc::new(film);
	let (player, _wishes) = Player::start(film.clone(), layers, true).await.expect("started");

	let spot = spot_before(&sample, folder.path(), &film).await;
	assert!(player.needs_ad_sound());
	let cued = spot.cue(player.directory(), true).await.expect("it has sound");
	let http = http_client().expect("client");
	let click = format!("{}ad/click", player.base());
	assert_eq!(http.post(&click).send().await.expect("answered").status(), 404, "not shown yet");

	player.show_ad(Some(cued));
	// Alone it is played by anything.
	let (alone, length) = player.ad_alone().await.expect("there is an ad");
	assert!((8_900..9_200).contains(&length.as_millis()), "{length:?}");
	let get = async |url: &str| {
		let answer = http.get(url).send().await.expect("answered");
		(answer.status(), answer.text().await.expect("body"))
	};
	let base = player.base();
	let video = format!("{base}video.m3u8");
	let (_, both) = get(&video).await;
	let (ad, after) =
		both.split_once("#EXT-X-DISCONTINUITY\n").expect("an ad in front of the film");
	assert!(ad.contains("ad/key/0.key") && after.contains("\"key/0.key\""), "{both}");
	let sound = player.layers()[0].2.clone();
	let (_, heard) = get(&sound).await;
	let (ad, after) = heard.split_once("#EXT-X-DISCONTINUITY\n").expect("its sound as well");
	let piece = ad.lines().find(|line| line.ends_with(".m4s")).expect("pieces");
	let (status, _) = get(&format!("{base}layer/3/{piece}")).await;
	assert!(status == 200 && after.contains("\n0.m4s"), "{heard}");
	assert!(!spot.attention.was_played());
	let progress = ["-v", "error", "-xerror", "-i", &alone, "-map", "0:v:0"];
	let told =
		run("ffmpeg", &[&progress[..], &["-progress", "-", "-f", "null", "-"]].concat()).await;
	let frames = told.lines().rev().find_map(|line| line.strip_prefix("frame="));
	assert_eq!(frames, Some("225"));
	assert!(spot.attention.was_played() && !spot.attention.was_clicked());
	// What is part of the playlists stays there, but FFmpeg never gets two encodings in one.
	assert_eq!(get(&video).await.1, both);
	let ffmpeg = http.get(&video).header("user-agent", "Lavf/59.27.100").send().await;
	let ffmpeg = ffmpeg.expect("answered").text().await.expect("body");
	assert!(!ffmpeg.contains("DISCONTINUITY") && !ffmpeg.contains("ad/"), "{ffmpeg}");

	let (_, page) = get(&player.page_url()).await;
	assert!(page.contains("Advertisement: Spot") && page.contains("action=\"ad/click\""), "{page}");
	assert_eq!(get(&click).await.0, 405, "no link");
	assert!(!spot.attention.was_clicked());
	assert_eq!(http.post(&click).send().await.expect("answered").status(), 200);
	assert!(spot.attention.was_clicked());
	player.skip_ad();
	assert!(!spot.attention.was_played());
}
