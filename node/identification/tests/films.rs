//! Picture: what must be one pattern, and what must not.

use crate::media::{Tune, encode, ffmpeg, write_wav};
use reel_identification::{FileHash, Index, Medium, Relation, fingerprint};
use std::path::{Path, PathBuf};
use tempfile::{TempDir, tempdir};

const X264: [&str; 6] = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"];

/// A film from one of FFmpeg's sources, with sound from a tune when one is given.
fn film(folder: &TempDir, name: &str, source: &str, tune: Option<u64>) -> PathBuf {
	let path = folder.path().join(name);
	let sound = folder.path().join("sound.wav");
	let mut arguments = vec!["-f", "lavfi", "-i", source];
	if let Some(tune) = tune {
		write_wav(&sound, &Tune::new(tune).play(20.0));
		arguments.extend(["-i", sound.to_str().expect("a plain path"), "-shortest"]);
	}
	arguments.extend(["-t", "20"]);
	arguments.extend(X264);
	ffmpeg(&arguments, &path);
	path
}

const MANDELBROT: &str = "mandelbrot=size=320x180:rate=25:start_scale=2:end_scale=0.02:end_pts=500";
const LIFE: &str =
	"life=size=64x36:rate=10:mold=10:ratio=0.2:seed=11:stitch=1,scale=320:180,fps=25";
const OTHER_LIFE: &str =
	"life=size=64x36:rate=10:mold=10:ratio=0.2:seed=12:stitch=1,scale=320:180,fps=25";
const TEST: &str = "testsrc2=size=320x180:rate=25";

fn register(index: &mut Index, file: &Path) -> reel_identification::Registered {
	let hash = FileHash::of_file(file).expect("is read");
	index.register(&hash, &fingerprint(file).expect("is decoded")).expect("is registered")
}

#[test]
fn re_encoded_scaled_and_cut_films_are_known_by_their_picture() {
	let folder = tempdir().expect("a folder");
	let mut index = Index::open(&folder.path().join("index")).expect("opens");
	let sources = [("m.mp4", MANDELBROT), ("l.mp4", LIFE), ("o.mp4", OTHER_LIFE), ("t.mp4", TEST)];
	let mut opened = Vec::new();
	for (name, source) in sources {
		let file = film(&folder, name, source, None);
		let made = register(&mut index, &file);
		assert!(made.is_new, "{name} joined {:?}", made.matched);
		opened.push((file, made.pattern));
	}
	for (file, pattern) in &opened {
		let cases: [(&[&str], &[&str], &str, Relation); 8] = [
			(&[], &["-crf", "34", "-vf", "scale=160:90"], "small.mp4", Relation::Whole),
			(&[], &["-vf", "fps=30,scale=640:360", "-crf", "30"], "fps.mkv", Relation::Whole),
			(
				&[],
				&["-vf", "eq=brightness=0.06:contrast=0.9", "-crf", "26"],
				"grey.mp4",
				Relation::Whole,
			),
			(&["-ss", "2.3"], &["-t", "16", "-crf", "28"], "cut.mp4", Relation::Whole),
			(&["-ss", "7.1", "-t", "8"], &["-crf", "28"], "excerpt.mp4", Relation::Excerpt),
			(&[], &["-c:v", "mpeg4", "-q:v", "12"], "old.avi", Relation::Whole),
			(
				&[],
				&["-c:v", "libvpx", "-deadline", "realtime", "-b:v", "150k"],
				"web.webm",
				Relation::Whole,
			),
			(&[], &["-c:v", "mpeg2video", "-q:v", "14"], "disc.mpg", Relation::Whole),
		];
		for (before, after, name, relation) in cases {
			let codec = if after.contains(&"-c:v") { &[][..] } else { &X264[..] };
			let copy = encode(file, before, &[after, codec].concat(), name);
			let identified =
				index.identify_file(&copy).expect("works").identified.expect("a new hash");
			let found = identified
				.pattern
				.unwrap_or_else(|| panic!("{name} of {} is unknown", file.display()));
			assert_eq!(
				(found.pattern, found.medium),
				(*pattern, Medium::Picture),
				"{name} of {}",
				file.display()
			);
			assert_eq!(found.relation, relation, "{name} of {}", file.display());
		}
	}
}

#[test]
fn anothers_music_under_a_film_is_reported_not_merged() {
	let folder = tempdir().expect("a folder");
	let mut index = Index::open(&folder.path().join("index")).expect("opens");
	let song = folder.path().join("song.wav");
	write_wav(&song, &Tune::new(41).play(20.0));
	let song = register(&mut index, &song).pattern;
	let film = film(&folder, "film.mp4", MANDELBROT, Some(41));
	let print = fingerprint(&film).expect("is decoded");
	assert!(print.sound.is_some() && print.picture.is_some());
	let identified = index.identify(&print).expect("works");
	assert_eq!(identified.pattern, None);
	assert_eq!(identified.soundtrack.expect("is heard").pattern, song);
	let registered = register(&mut index, &film);
	assert!(registered.is_new && registered.pattern != song);
	// Dubbed, it is the same film.
	let dub = folder.path().join("dub.wav");
	write_wav(&dub, &Tune::new(42).play(20.0));
	let dubbed = encode(
		&film,
		&[],
		&["-i", dub.to_str().expect("a plain path"), "-map", "0:v", "-map", "1:a", "-c:v", "copy"],
		"dubbed.mp4",
	);
	assert_eq!(register(&mut index, &dubbed).pattern, registered.pattern);
}

#[test]
fn a_still_or_black_picture_says_nothing_and_the_sound_decides() {
	let folder = tempdir().expect("a folder");
	let mut index = Index::open(&folder.path().join("index")).expect("opens");
	let song = folder.path().join("song.wav");
	write_wav(&song, &Tune::new(43).play(20.0));
	let song = register(&mut index, &song).pattern;
	for (name, source) in [
		("still.mp4", "smptebars=size=320x180:rate=25"),
		("black.mp4", "color=black:size=320x180:rate=25"),
	] {
		let silent = fingerprint(&film(&folder, "silent.mp4", source, None)).expect("is decoded");
		assert!(silent.is_too_little(), "{name}");
		let upload = film(&folder, name, source, Some(43));
		assert_eq!(register(&mut index, &upload).pattern, song, "{name}");
	}
}
