//! Measures content identification on real recordings and their re-encodings; run by `scripts/bench ident`.

mod corpus;
mod filler;
mod rival;
mod run;

use corpus::Corpus;
use filler::Dice;
use reel_identification::{FileHash, Index, Print, Scheme, Schemes};
use run::{Outcome, Real};
use serde_json::json;
use std::{
	hint::black_box,
	path::{Path, PathBuf},
	process::ExitCode,
	time::{Duration, Instant},
};

struct Options {
	encoded: PathBuf,
	all: Vec<PathBuf>,
	cache: PathBuf,
	tracks: usize,
	candidates: bool,
}

fn options() -> Result<Options, String> {
	let mut out = Options {
		encoded: "encoded".into(),
		all: Vec::new(),
		cache: "prints".into(),
		tracks: 100_000,
		candidates: false,
	};
	let mut arguments = std::env::args().skip(1);
	while let Some(name) = arguments.next() {
		match name.as_str() {
			"--candidates" => out.candidates = true,
			_ => {
				let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
				match name.as_str() {
					"--encoded" => out.encoded = value.into(),
					"--all" => {
						let from =
							|file: &PathBuf| file.metadata().is_ok_and(|m| m.len() > 150_000);
						let found = corpus::recordings(Path::new(&value));
						out.all.extend(found.into_iter().filter(from));
					},
					"--cache" => out.cache = value.into(),
					"--tracks" => {
						let wrong = |error| format!("--tracks {value}: {error}");
						out.tracks = value.parse().map_err(wrong)?;
					},
					_ => return Err(format!("unknown option {name} {value}")),
				}
			},
		}
	}
	Ok(out)
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

/// The index of what is real, filled up to so many tracks and opened again.
struct Full {
	index: Index,
	files: Vec<FileHash>,
	opening: Duration,
}

fn fill(mut index: Index, folder: &Path, real: &Real, corpus: &Corpus, tracks: usize) -> Full {
	let every = corpus.originals.iter().chain(&corpus.others);
	let prints: Vec<&Print> = every.filter_map(|item| item.print.sound.as_ref()).collect();
	let mut dice = Dice(0x5eed);
	let mut files = real.files.clone();
	while !prints.is_empty() && files.len() < tracks {
		let file = FileHash::of(format!("filler {}", files.len()).as_bytes());
		let made = filler::recording(&prints, &mut dice);
		index.register_new(&file, &made).expect("registers");
		files.push(file);
	}
	drop(index);
	let start = Instant::now();
	let index = Index::open(folder).expect("opens again");
	Full { index, files, opening: start.elapsed() }
}

fn row(name: &str, recordings: usize, outcome: &Outcome) {
	println!(
		"| {name} | {recordings} | {:.2} % | {} | {} | {:.3} | {:.3} |",
		outcome.recall() * 100.0,
		outcome.wrong + outcome.merged,
		outcome.missed,
		outcome.millis(500),
		outcome.millis(950),
	);
}

fn main() -> ExitCode {
	match options() {
		Ok(options) => {
			measure(&options);
			ExitCode::SUCCESS
		},
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		},
	}
}

fn measure(options: &Options) {
	let load = |schemes| corpus::load(&options.encoded, &options.all, schemes, &options.cache);
	let corpus = load(Schemes::default());
	let folder = tempfile::tempdir_in(&options.cache).expect("a folder");
	let mut index = Index::open(folder.path()).expect("opens");
	index.set_sync(false);
	let real = Real::register(&mut index, &corpus);
	let alone = real.look_up(&index, &corpus, true);
	let Full { index, files, opening } = fill(index, folder.path(), &real, &corpus, options.tracks);
	// Once to warm the page cache, which a node that runs has warm.
	real.look_up(&index, &corpus, false);
	let full = real.look_up(&index, &corpus, true);
	let size = index.size();
	let exact = exact_per_second(&index, &files);
	println!(
		"{} recordings, {} re-encodings of {} of them",
		corpus.originals.len() + corpus.others.len(),
		corpus.variants.len(),
		corpus.originals.len()
	);
	println!(
		"| method | recordings in the index | right group | wrong merges | missed | p50 ms | p95 ms |"
	);
	println!("|---|---|---|---|---|---|---|");
	row("bands", real.files.len(), &alone);
	row("bands", size.recordings, &full);
	if options.candidates {
		let corpus = load(Schemes { sound: Scheme::Chroma, ..Schemes::default() });
		let folder = tempfile::tempdir_in(&options.cache).expect("a folder");
		let mut index = Index::open(folder.path()).expect("opens");
		index.set_sync(false);
		let real = Real::register(&mut index, &corpus);
		row("chroma", real.files.len(), &real.look_up(&index, &corpus, false));
	}
	println!(
		"{exact:.0} exact look-ups a second; {} bytes on the disk and {} in memory for {} recordings; opened in {:.1} s",
		size.disk_bytes,
		size.memory_bytes,
		size.recordings,
		opening.as_secs_f64()
	);
	if corpus.seconds > 0.0 {
		let per_hour = corpus.spent.as_secs_f64() * 3_600.0 / corpus.seconds;
		println!("{per_hour:.1} s to take the fingerprint of an hour of sound");
	}
	let rival = rival::run(&corpus, &options.cache);
	if let Some(rival) = &rival {
		println!(
			"| fpcalc | {} | {:.2} % | {} | {} | {:.3} (mean) | |",
			rival.tracks,
			rival.recall() * 100.0,
			rival.wrong + rival.others_merged,
			rival.missed,
			rival.millis(corpus.variants.len()),
		);
	}
	let answer = json!({
		"bench": "ident",
		"recordings": corpus.originals.len() + corpus.others.len(),
		"re_encodings": corpus.variants.len(),
		"tracks": size.recordings,
		"recall": full.recall(),
		"wrong_merges": full.wrong + full.merged,
		"missed": full.missed,
		"identify_ms": { "p50": full.millis(500), "p95": full.millis(950), "max": full.millis(1_000) },
		"exact_lookups_per_second": exact,
		"index_bytes": size.disk_bytes,
		"memory_bytes": size.memory_bytes,
		"opening_s": opening.as_secs_f64(),
		"peer": rival.map(|rival| json!({
			"name": "fpcalc", "recall": rival.recall(), "wrong_merges": rival.wrong + rival.others_merged,
			"missed": rival.missed, "tracks": rival.tracks, "identify_ms": rival.millis(corpus.variants.len()),
		})),
	});
	println!("{answer}");
}
