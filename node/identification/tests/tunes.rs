//! Sound: what must be one pattern, and what must not.

use crate::media::{Dice, RATE, Tune, encode, write_wav};
use reel_identification::{
	FileHash, Fingerprint, IdentifyError, Index, Medium, PatternId, Relation, fingerprint,
};
use std::path::Path;
use tempfile::{TempDir, tempdir};

fn wav(folder: &TempDir, name: &str, samples: &[f32]) -> std::path::PathBuf {
	let path = folder.path().join(name);
	write_wav(&path, samples);
	path
}

fn register(index: &mut Index, file: &Path) -> reel_identification::Registered {
	let hash = FileHash::of_file(file).expect("is read");
	index.register(&hash, &fingerprint(file).expect("is decoded")).expect("is registered")
}

fn index(folder: &TempDir) -> Index {
	Index::open(&folder.path().join("index")).expect("opens")
}

#[test]
fn re_encodings_levels_and_cuts_join_the_pattern_of_their_recording() {
	let folder = tempdir().expect("a folder");
	let mut index = index(&folder);
	for tune in 100..103 {
		register(&mut index, &wav(&folder, "other.wav", &Tune::new(tune).play(40.0)));
	}
	let source = wav(&folder, "source.wav", &Tune::new(1).play(60.0));
	let opened = register(&mut index, &source);
	assert!(opened.is_new);
	let mono: &[&str] = &["-ac", "1", "-ar", "16000", "-b:a", "32k"];
	let padded = "adelay=6300:all=1,apad=pad_dur=9";
	let faded = "afade=d=4,afade=t=out:st=55:d=4";
	let telephone: &[&str] = &["-ac", "1", "-ar", "8000", "-b:a", "16k"];
	let cases: [(&[&str], &[&str], &str, Relation); 17] = [
		(&[], &["-b:a", "128k"], "a.mp3", Relation::Whole),
		(&[], mono, "b.mp3", Relation::Whole),
		(&[], &["-b:a", "48k"], "c.m4a", Relation::Whole),
		(&[], &["-c:a", "libopus", "-b:a", "20k"], "d.opus", Relation::Whole),
		(&[], &["-c:a", "libvorbis", "-q:a", "0"], "e.ogg", Relation::Whole),
		(&[], &["-c:a", "pcm_u8", "-ar", "8000"], "f.wav", Relation::Whole),
		(&[], &["-af", "volume=-18dB", "-c:a", "flac"], "g.flac", Relation::Whole),
		(&[], &["-af", "volume=12dB", "-b:a", "96k"], "h.mp3", Relation::Whole),
		(&["-ss", "5.3"], &["-t", "49", "-b:a", "96k"], "i.mp3", Relation::Whole),
		(
			&["-ss", "21.7", "-t", "12"],
			&["-c:a", "libopus", "-b:a", "48k"],
			"j.opus",
			Relation::Excerpt,
		),
		(&[], telephone, "k.mp3", Relation::Whole),
		(&[], &["-af", "volume=12dB,aformat=sample_fmts=s16"], "clipped.mp3", Relation::Whole),
		(&[], &["-af", "bass=g=5,treble=g=-5"], "treble.ogg", Relation::Whole),
		(&[], &["-af", padded, "-b:a", "96k"], "padded.mp3", Relation::Whole),
		(&[], &["-af", faded, "-b:a", "96k"], "faded.mp3", Relation::Whole),
		(&["-ss", "15"], &["-c:a", "libopus", "-b:a", "40k"], "end.opus", Relation::Whole),
		(&[], &["-ac", "2", "-ar", "96000"], "large.flac", Relation::Whole),
	];
	for (before, after, name, relation) in cases {
		let copy = encode(&source, before, after, name);
		let identity = index.identify_file(&copy).expect("is identified");
		assert_eq!(identity.pattern, Some(opened.pattern), "{name}");
		let identified = identity.identified.expect("the hash is new");
		let found = identified.pattern.unwrap_or_else(|| panic!("{name} is unknown"));
		assert_eq!((found.medium, found.relation), (Medium::Sound, relation), "{name}");
		assert!(found.score > 0.5 && identified.also.is_empty(), "{name}: {found:?}");
		if name == "j.opus" {
			// Said of the recording itself: a padded copy of it that is stored later begins elsewhere.
			assert!((found.begins_at_seconds - 21.7).abs() < 0.1, "{found:?}");
		}
		let joined = register(&mut index, &copy);
		assert!(!joined.is_new, "{name}");
		let again = index.identify_file(&copy).expect("is identified");
		assert_eq!((again.pattern, again.identified), (Some(opened.pattern), None), "by its hash");
	}
}

#[test]
fn another_tempo_or_arrangement_of_the_same_tune_is_another_recording() {
	let folder = tempdir().expect("a folder");
	let mut index = index(&folder);
	let tune = Tune::new(7);
	let opened = register(&mut index, &wav(&folder, "one.wav", &tune.play(45.0)));
	let faster = Tune { beat: tune.beat * 0.93, ..tune };
	let flutes = Tune { instruments: 99, mellow: 3.0, ..tune };
	let reeds = Tune { instruments: 98, mellow: 0.1, ..tune };
	let higher = Tune { octave: 1, ..tune };
	let source = folder.path().join("one.wav");
	let stretched = encode(&source, &[], &["-af", "atempo=1.06"], "stretched.wav");
	for (name, file) in [
		("faster", wav(&folder, "faster.wav", &faster.play(45.0))),
		("flutes", wav(&folder, "flutes.wav", &flutes.play(45.0))),
		("reeds", wav(&folder, "reeds.wav", &reeds.play(45.0))),
		("higher", wav(&folder, "higher.wav", &higher.play(45.0))),
		("stretched", stretched),
	] {
		let other = register(&mut index, &file);
		assert!(other.is_new && other.pattern != opened.pattern, "{name}: {:?}", other.matched);
	}
}

#[test]
fn silence_noise_and_snippets_are_too_little_and_merge_with_nothing() {
	let folder = tempdir().expect("a folder");
	let mut index = index(&folder);
	let mut dice = Dice(5);
	let mut noise = |level: f32, seconds: usize| -> Vec<f32> {
		(0..seconds * RATE).map(|_| level * (dice.next() as f32 * 2.0 - 1.0)).collect()
	};
	let tone: Vec<f32> = (0..20 * RATE).map(|i| 0.4 * (i as f32 * 0.125).sin()).collect();
	let files = [
		("silence", vec![0.0; 30 * RATE]),
		("more silence", vec![0.0; 40 * RATE]),
		("noise", noise(0.4, 30)),
		("other noise", noise(0.4, 30)),
		("dither", noise(0.000_1, 30)),
		("a tone", tone),
		("snippet", Tune::new(3).play(1.5)),
		("same snippet, longer", Tune::new(3).play(1.7)),
	];
	for (name, samples) in files {
		let file = wav(&folder, &format!("{name}.wav"), &samples);
		let identity = index.identify_file(&file).expect("is identified");
		let identified = identity.identified.expect("the hash is new");
		assert!(identified.too_little && identity.pattern.is_none(), "{name}: {identified:?}");
		assert!(register(&mut index, &file).is_new, "{name}");
		// Its exact hash still names it.
		assert!(index.identify_file(&file).expect("is identified").pattern.is_some(), "{name}");
	}
}

#[test]
fn a_shared_jingle_or_a_silent_intro_merges_nothing() {
	let folder = tempdir().expect("a folder");
	let mut index = index(&folder);
	let jingle = Tune::new(50).play(7.0);
	let quiet = vec![0.000_2; 12 * RATE];
	let with = |intro: &[f32], tune: u64| [intro, &Tune::new(tune).play(40.0)].concat();
	let jingle_alone = register(&mut index, &wav(&folder, "jingle.wav", &jingle));
	let mut patterns = vec![jingle_alone.pattern];
	for (name, samples) in [
		("jingle and a.wav", with(&jingle, 60)),
		("jingle and b.wav", with(&jingle, 61)),
		("quiet and c.wav", with(&quiet, 62)),
		("quiet and d.wav", with(&quiet, 63)),
	] {
		let made = register(&mut index, &wav(&folder, name, &samples));
		assert!(made.is_new, "{name}: {:?}", made.matched);
		patterns.push(made.pattern);
	}
	patterns.sort();
	patterns.dedup();
	assert_eq!(patterns.len(), 5);
}

#[test]
fn a_longer_version_joins_the_excerpt_that_came_first_and_is_then_known_in_full() {
	let folder = tempdir().expect("a folder");
	let mut index = index(&folder);
	let full = Tune::new(9).play(80.0);
	let excerpt = wav(&folder, "excerpt.wav", &full[10 * RATE..35 * RATE]);
	let opened = register(&mut index, &excerpt);
	let whole = register(&mut index, &wav(&folder, "whole.wav", &full));
	assert_eq!(whole.pattern, opened.pattern);
	assert_eq!(whole.matched.expect("by its sound").relation, Relation::Extended);
	let end = wav(&folder, "end.wav", &full[60 * RATE..]);
	assert_eq!(register(&mut index, &end).pattern, opened.pattern, "a part the excerpt never had");
}

#[test]
fn supervisors_link_a_split_and_split_a_wrong_merge() {
	let folder = tempdir().expect("a folder");
	let mut index = index(&folder);
	let [a, b]: [Fingerprint; 2] = [20, 21].map(|tune| {
		let file = wav(&folder, "tune.wav", &Tune::new(tune).play(30.0));
		fingerprint(&file).expect("is decoded")
	});
	let [first, second, copy] = [1_u8, 2, 3].map(|n| FileHash::of(&[n]));
	let one = index.register(&first, &a).expect("is registered").pattern;
	let two = index.register(&second, &b).expect("is registered").pattern;
	assert_eq!(index.register(&copy, &b).expect("is registered").pattern, two);
	assert_eq!(index.link(&two, &one).expect("both are known"), one, "the older name stays");
	for (file, print) in [(&first, &a), (&second, &b)] {
		assert_eq!(index.exact(file), Some(one));
		assert_eq!(index.identify(print).expect("works").pattern.map(|m| m.pattern), Some(one));
	}
	assert_eq!((index.resolve(&two), index.size().patterns), (Some(one), 1));
	// The second file brought its recording: its copies follow it.
	let apart = index.split(&second, None).expect("is known");
	assert_ne!(apart, one);
	assert_eq!(
		[&first, &second, &copy].map(|f| index.exact(f)),
		[Some(one), Some(apart), Some(apart)]
	);
	// The copy did not: it leaves alone.
	let alone = index.split(&copy, None).expect("is known");
	assert_eq!([&second, &copy].map(|f| index.exact(f)), [Some(apart), Some(alone)]);
	assert!(index.split(&FileHash::of(b"never seen"), None).is_err());
	assert!(index.link(&one, &reel_identification::PatternId([7; 32])).is_err());
	drop(index);
	let index = Index::open(&folder.path().join("index")).expect("opens again");
	assert_eq!(
		[&first, &second, &copy].map(|f| index.exact(f)),
		[Some(one), Some(apart), Some(alone)]
	);
	assert_eq!(index.identify(&b).expect("works").pattern.map(|m| m.pattern), Some(apart));
}

#[test]
fn a_fingerprint_travels_as_bytes_and_damaged_bytes_are_refused() {
	let folder = tempdir().expect("a folder");
	let file = wav(&folder, "tune.wav", &Tune::new(30).play(12.0));
	let print = fingerprint(&file).expect("is decoded");
	let bytes = print.to_bytes();
	assert_eq!(Fingerprint::from_bytes(&bytes).expect("reads back"), print);
	for cut in [0, 1, 2, 9, bytes.len() / 2, bytes.len() - 1] {
		assert!(Fingerprint::from_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
	}
	assert!(Fingerprint::from_bytes(&[&bytes[..], &[0]].concat()).is_err());
	let mut unordered = print.clone();
	unordered.sound.as_mut().expect("it is heard").keys.reverse();
	assert!(Fingerprint::from_bytes(&unordered.to_bytes()).is_err(), "keys out of order");
	let mut drawn_out = print.clone();
	let sound = drawn_out.sound.as_mut().expect("it is heard");
	sound.timbre.push(sound.timbre[0]);
	assert!(Fingerprint::from_bytes(&drawn_out.to_bytes()).is_err(), "levels after its end");
	let mut huge = bytes;
	huge[3..7].copy_from_slice(&u32::MAX.to_le_bytes());
	assert!(Fingerprint::from_bytes(&huge).is_err());
	let text = folder.path().join("text.txt");
	std::fs::write(&text, "no recording").expect("is written");
	assert!(fingerprint(&text).is_err());
	assert!(fingerprint(&folder.path().join("absent")).is_err());
}

#[test]
fn a_file_with_neither_sound_nor_picture_is_a_clear_error() {
	let folder = tempdir().expect("a folder");
	let titles = folder.path().join("titles.srt");
	std::fs::write(&titles, "1\n00:00:01,000 --> 00:00:02,000\nOne line.\n").expect("is written");
	assert!(matches!(fingerprint(&titles), Err(IdentifyError::NothingInside)));
	// A playlist must not reach for anything but itself.
	let list = folder.path().join("list.m3u8");
	let text =
		"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://192.0.2.1/a.ts\n#EXT-X-ENDLIST\n";
	std::fs::write(&list, text).expect("is written");
	let refused = fingerprint(&list).expect_err("nothing is fetched").to_string();
	assert!(!refused.contains("imed out"), "{refused}");
	// Nor is a name an option.
	let dashed = folder.path().join("-v.wav");
	write_wav(&dashed, &Tune::new(31).play(12.0));
	assert!(fingerprint(&dashed).expect("is decoded").sound.is_some());
}

#[test]
fn an_index_learns_from_others_which_pattern_a_file_is_of() {
	let folder = tempdir().expect("a folder");
	let print = |seed: u64| {
		let file = wav(&folder, &format!("{seed}.wav"), &Tune::new(seed).play(14.0));
		fingerprint(&file).expect("is decoded")
	};
	let (tune, other) = (print(40), print(41));
	let [a, b, c] = [b"a", b"b", b"c"].map(|name: &[u8; 1]| FileHash::of(name));
	let [first, second] = [1, 2].map(|name| PatternId([name; 32]));
	let at = folder.path().join("index");
	let mut index = Index::open(&at).expect("opens");
	assert!(index.learn(&a, &first, &tune).expect("is learnt"));
	assert!(!index.learn(&a, &first, &tune).expect("is there"), "twice");
	assert!(index.learn(&b, &first, &tune).expect("is learnt"));
	assert!(index.learn(&c, &first, &other).expect("is learnt"), "another recording of it");
	let size = index.size();
	assert_eq!((size.files, size.recordings, size.patterns), (3, 2, 1), "no print twice");

	// The same recording under two patterns is the deciders' business: neither is swallowed by the other.
	assert!(!index.reassign(&b, &second).expect("is asked"), "it brought no print");
	assert!(index.learn(&b, &second, &tune).expect("is learnt"));
	let found = index.identify(&tune).expect("works");
	assert_eq!((found.pattern.is_some(), found.also.len()), (true, 1));

	assert!(index.reassign(&a, &second).expect("is moved"));
	assert!(index.reassign(&a, &second).expect("is moved"), "twice");
	drop(index);
	let index = Index::open(&at).expect("opens");
	assert_eq!([a, b, c].map(|file| index.exact(&file)), [Some(second), Some(second), Some(first)]);
	let found = index.identify(&tune).expect("works");
	assert_eq!(found.pattern.map(|found| found.pattern), Some(second));
	assert_eq!(found.also, []);
}
