//! Measures content identification on real recordings; run by `scripts/bench ident`.

mod corpus;
mod filler;
mod rival;

use corpus::{Corpus, Item};
use filler::Dice;
use reel_identification::{FileHash, FrameScheme, Index, PatternId, Print, Scheme, Schemes};
use serde_json::{Value, json};
use std::{
	collections::HashMap,
	hint::black_box,
	path::{Path, PathBuf},
	time::{Duration, Instant},
};

struct Options {
	encoded: PathBuf,
	others: Vec<PathBuf>,
	cache: PathBuf,
	tracks: usize,
	schemes: Schemes,
	json: bool,
}

fn options() -> Options {
	let mut out = Options {
		encoded: "encoded".into(),
		others: Vec::new(),
		cache: "prints".into(),
		tracks: 100_000,
		schemes: Schemes::default(),
		json: false,
	};
	let mut arguments = std::env::args().skip(1);
	while let Some(name) = arguments.next() {
		if name == "--json" {
			out.json = true;
			continue;
		}
		let value = arguments.next().unwrap_or_else(|| panic!("{name} needs a value"));
		match (name.as_str(), value.as_str()) {
			("--encoded", _) => out.encoded = value.into(),
			("--others", _) => out.others.extend(corpus::recordings(Path::new(&value))),
			("--cache", _) => out.cache = value.into(),
			("--tracks", _) => out.tracks = value.parse().expect("a number of tracks"),
			("--sound", "chroma") => out.schemes.sound = Scheme::Chroma,
			("--sound", "bands") => out.schemes.sound = Scheme::Bands,
			("--picture", "look") => out.schemes.picture = FrameScheme::Look,
			("--picture", "both") => out.schemes.picture = FrameScheme::LookAndMotion,
			_ => panic!("unknown option {name} {value}"),
		}
	}
	out
}

fn hash(kind: &str, number: usize) -> FileHash {
	FileHash::of(format!("{kind} {number}").as_bytes())
}

/// What became of the re-encodings, and of the strangers.
#[derive(Default)]
struct Outcome {
	right: usize,
	wrong: usize,
	missed: usize,
	/// Of those missed, refused as too little.
	little: usize,
	strangers_merged: usize,
	known: Vec<Duration>,
	unknown: Vec<Duration>,
}

impl Outcome {
	fn recall(&self) -> f64 {
		self.right as f64 / (self.right + self.wrong + self.missed).max(1) as f64
	}
}

fn measure(
	index: &Index,
	corpus: &Corpus,
	patterns: &HashMap<usize, PatternId>,
	tell: bool,
) -> Outcome {
	let mut out = Outcome::default();
	let identify = |item: &Item| {
		let start = Instant::now();
		let identified = index.identify(black_box(&item.print)).expect("the index is read");
		(identified, start.elapsed())
	};
	for item in &corpus.variants {
		let (identified, spent) = identify(item);
		out.known.push(spent);
		out.little += usize::from(identified.too_little);
		match identified.pattern {
			Some(found) if patterns.get(&item.group) == Some(&found.pattern) => out.right += 1,
			Some(found) => {
				out.wrong += 1;
				eprintln!("wrong group: {} {found:?}", item.label());
			},
			None => {
				out.missed += 1;
				if tell {
					eprintln!("missed: {} (too little: {})", item.label(), identified.too_little);
				}
			},
		}
	}
	for item in &corpus.others {
		let (identified, spent) = identify(item);
		out.unknown.push(spent);
		if let Some(found) = identified.pattern {
			out.strangers_merged += 1;
			if tell {
				eprintln!("taken for a copy: {} {found:?}", item.label());
			}
		}
	}
	out.known.sort_unstable();
	out.unknown.sort_unstable();
	out
}

fn micros(sorted: &[Duration], per_mille: usize) -> f64 {
	let at = (sorted.len() * per_mille / 1_000).min(sorted.len().saturating_sub(1));
	sorted.get(at).map_or(0.0, |spent| spent.as_secs_f64() * 1e6)
}

/// Exact look-ups a second on this one thread: half of them of files that are not there.
fn exact_per_second(index: &Index, files: &[FileHash]) -> f64 {
	const LOOKUPS: usize = 4_000_000;
	let mut dice = Dice(7);
	// The order is drawn beforehand: it is not what is measured.
	let order: Vec<FileHash> = (0..1 << 20)
		.map(|i| {
			let mut file = files[dice.next() as usize % files.len()];
			if i % 2 == 0 {
				file.0[31] ^= 0xff;
			}
			file
		})
		.collect();
	let start = Instant::now();
	let mut found = 0;
	for i in 0..LOOKUPS {
		found += usize::from(black_box(index.exact(&order[i % order.len()])).is_some());
	}
	assert_eq!(found, LOOKUPS / 2);
	LOOKUPS as f64 / start.elapsed().as_secs_f64()
}

fn main() {
	let options = options();
	let corpus = corpus::load(&options.encoded, &options.others, options.schemes, &options.cache);
	let folder = tempfile::tempdir_in(&options.cache).expect("a folder");
	let mut index = Index::open(folder.path()).expect("opens");
	index.set_sync(false);
	let mut patterns = HashMap::new();
	for (n, item) in corpus.originals.iter().enumerate() {
		let made = index.register(&hash("original", n), &item.print).expect("registers");
		if !made.is_new {
			eprintln!("two originals are one recording: {}", item.label());
		}
		patterns.insert(item.group, made.pattern);
	}
	let small = measure(&index, &corpus, &patterns, true);

	let every = corpus.originals.iter().chain(&corpus.others);
	let real: Vec<&Print> = every.filter_map(|item| item.print.sound.as_ref()).collect();
	let mut dice = Dice(0x5eed);
	let mut files: Vec<FileHash> =
		(0..corpus.originals.len()).map(|n| hash("original", n)).collect();
	let mut filled_seconds = 0.0;
	while !real.is_empty() && files.len() < options.tracks {
		let file = hash("filler", files.len());
		let made = filler::recording(&real, &mut dice);
		filled_seconds += made.leading().map_or(0.0, Print::seconds);
		index.register_new(&file, &made).expect("registers");
		files.push(file);
	}
	drop(index);
	let start = Instant::now();
	let index = Index::open(folder.path()).expect("opens again");
	let opening = start.elapsed();
	// Once to warm the page cache, which a node that runs has warm.
	measure(&index, &corpus, &patterns, false);
	let full = measure(&index, &corpus, &patterns, true);
	let size = index.size();
	let exact = exact_per_second(&index, &files);
	let rival = rival::run(&corpus.originals, &corpus.variants, &corpus.others, &options.cache);

	let tracks = size.recordings.max(1);
	let outcome = |o: &Outcome| {
		json!({
			"files": o.right + o.wrong + o.missed, "right": o.right, "wrong_merges": o.wrong, "missed": o.missed,
			"too_little": o.little, "recall": o.recall(), "strangers": o.unknown.len(), "strangers_merged": o.strangers_merged,
			"identify_us_p50": micros(&o.known, 500), "identify_us_p99": micros(&o.known, 990),
			"identify_us_max": micros(&o.known, 1_000), "unknown_us_p50": micros(&o.unknown, 500),
			"unknown_us_max": micros(&o.unknown, 1_000),
		})
	};
	let answer = json!({
		"bench": "ident", "originals": corpus.originals.len(), "sound_scheme": format!("{:?}", options.schemes.sound),
		"alone": outcome(&small), "tracks": tracks, "full": outcome(&full),
		"mean_track_seconds": filled_seconds / tracks as f64, "exact_per_second": exact,
		"disk_bytes_per_track": size.disk_bytes / tracks as u64, "memory_bytes_per_track": size.memory_bytes / tracks,
		"keys": size.keys, "opening_s": opening.as_secs_f64(),
		"fingerprint_ms_per_second_of_sound": if corpus.seconds > 0.0 { json!(corpus.spent.as_secs_f64() * 1e3 / corpus.seconds) } else { Value::Null },
		"chromaprint": rival.map(|r| json!({
			"right": r.right, "wrong_merges": r.wrong, "missed": r.missed, "strangers_merged": r.wrong_others,
			"recall": r.right as f64 / (r.right + r.wrong + r.missed).max(1) as f64,
			"identify_us_mean": r.spent.as_secs_f64() * 1e6 / (corpus.variants.len() + corpus.others.len()).max(1) as f64,
			"tracks": corpus.originals.len(), "memory_bytes_per_track": r.bytes / corpus.originals.len().max(1),
		})),
	});
	if options.json {
		println!("{answer}");
	} else {
		println!("{}", serde_json::to_string_pretty(&answer).expect("is text"));
	}
}
