//! Music is published and played as films are, by the commands that people use (K1, K2, S10).

use crate::{
	common::account,
	identify::{Studio, ffmpeg, text},
};
use reel::{identify::By, magnet::Magnet, money::CFX, watch::Title};
use reel_fragment_store::dag::record::{Database, Kind, Person, Record, Role};
use reel_primitives::{
	ContentId,
	market::{Currency, SaleKind},
};
use std::{path::Path, slice::from_ref};

/// Forty seconds of a tune that repeats itself nowhere, in noise, with tags and a cover.
fn record_tune(path: &Path) {
	let notes = "220*pow(2,floor(mod(floor(t*4)*floor(t*4)*0.37+floor(t*4)*1.7,24))/12)";
	let tune = format!("aevalsrc='0.4*sin(2*PI*t*{notes})+0.05*(random(0)-0.5)':s=44100:d=40");
	let sources = ["-f", "lavfi", "-i", &tune, "-f", "lavfi", "-i", "color=red:size=64x64:d=1"];
	let streams = ["-map", "0:a", "-map", "1:v", "-frames:v", "1", "-c:v", "png"];
	let tags = ["title=A Song", "ARTIST=Ada", "date=2024-05-01", "ISRC=FR-Z03-98-00212"];
	let tags = tags.iter().flat_map(|tag| ["-metadata", tag]).collect::<Vec<_>>();
	let cover = ["-disposition:v", "attached_pic", "-c:a", "flac"];
	ffmpeg(&[&sources[..], &streams, &tags, &cover].concat(), path);
}

async fn fetched(studio: &Studio, content: &ContentId) -> Title {
	let title = Title::fetch(from_ref(&studio.node.store()), &Magnet::of(content)).await;
	title.expect("it was published")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_song_is_published_with_its_tags_heard_and_paid_and_its_copy_is_its_owners_alone() {
	let studio = Studio::open().await;
	let song = studio.path("song.flac");
	record_tune(&song);
	let index = studio.index();
	let publish = ["publish", text(&song), "--cell-seconds", "12", "--index", text(&index)];
	assert_eq!(studio.by("Bob", &[&publish[..], &["--dry-run"]].concat()).await, 0);
	assert_eq!(studio.by("Bob", &publish).await, 0);
	let known = studio.known(&song).await.expect("it was published");
	let contents = studio.chain.titles_of_pattern(&known.view.pattern).await.expect("told");
	let [content] = contents[..] else { panic!("one title: {contents:?}") };

	let title = fetched(&studio, &content).await;
	let manifest = &title.manifest;
	assert_eq!((&manifest.title[..], manifest.has_picture()), ("A Song", false));
	assert_eq!(&manifest.codecs, "mp4a.40.2");
	assert!((39_900..40_200).contains(&manifest.duration_ms), "{}", manifest.duration_ms);
	assert_eq!(title.cells.len(), 4);
	let cover = manifest.metadata.poster.as_ref().expect("its cover");
	let cover = studio.node.store().get(&cover.parse().expect("a CID")).await.expect("stored");
	assert!(cover.starts_with(b"\x89PNG"));
	let performer = Person { name: "Ada".to_owned(), role: Role::Performer, character: None };
	let expected = Record {
		kind: Some(Kind::Track),
		year: Some(2024),
		people: vec![performer],
		ids: [(Database::Isrc, "FRZ039800212".to_owned())].into(),
		poster: manifest.metadata.poster.clone(),
		..Record::default()
	};
	assert_eq!(manifest.metadata, expected);

	// Of a round of 90 CFX 40 % are for who heard it and 30 % for who made it.
	let total = async |name: &str| {
		studio.chain.balances(&account(name)).await.expect("the node answers").total()
	};
	let before = [total("Ferdie").await, total("Bob").await];
	let magnet = Magnet::of(&content).cid.to_string();
	let watch = ["watch", &magnet, "--headless", "--cells", "1"];
	assert_eq!(studio.by("Ferdie", &watch).await, 0);
	assert_eq!(total("Ferdie").await - before[0], 36 * CFX);
	assert_eq!(total("Bob").await - before[1], 27 * CFX);

	// As another codec at another rate it is the same song.
	let copy = studio.path("copy.mp3");
	ffmpeg(&["-i", text(&song), "-map", "0:a", "-b:a", "96k", "-ar", "32000"], &copy);
	let known_copy = studio.known(&copy).await.expect("it sounds the same");
	assert_eq!(known_copy.view.pattern, known.view.pattern);
	assert!(matches!(known_copy.by, By::Fingerprint(score) if score > 0.5));
	let publish = ["publish", text(&copy), "--price", "quality", "--index", text(&index)];
	assert_eq!(studio.by("Charlie", &publish).await, 4);
	assert_eq!(studio.titles(&known.view.pattern).await, 1, "nothing was registered");

	// Its owner's copy, called as the owner says, costs a minute of the lowest quality.
	let publish = [&publish[..], &["--title", "Again", "--no-tags"]].concat();
	assert_eq!(studio.by("Bob", &publish).await, 0);
	let contents = studio.chain.titles_of_pattern(&known.view.pattern).await.expect("told");
	let again = contents.into_iter().find(|one| *one != content).expect("a second title");
	let title = fetched(&studio, &again).await;
	assert_eq!((&title.manifest.title[..], title.manifest.metadata.is_empty()), ("Again", true));
	let quote = studio.chain.price_of(&again, SaleKind::Purchase, Currency::Cfx).await;
	assert_eq!(quote.expect("it is on sale").price, CFX / 100);
	assert_eq!(studio.node.lines_with(&["panicked", "Essential task"]), Vec::<String>::new());
}
