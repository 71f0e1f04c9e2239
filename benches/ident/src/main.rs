//! Measures content identification on real recordings and their re-encodings; run by `scripts/bench ident`.

mod corpus;
mod filler;
mod rival;
mod run;
mod scores;
mod waves;

use corpus::Item;
use filler::Dice;
use reel_identification::{FileHash, Index, Print, Scheme, Schemes};
use run::{Outcome, Real, Strangers};
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
	scores: bool,
	films: Option<PathBuf>,
}

fn options() -> Result<Options, String> {
	let mut out = Options {
		encoded: "encoded".into(),
		all: Vec::new(),
		cache: "prints".into(),
		tracks: 100_000,
		candidates: false,
		scores: false,
		films: None,
	};
	let mut arguments = std::env::args().skip(1);
	while let Some(name) = arguments.next() {
		match name.as_str() {
			"--candidates" => out.candidates = true,
			"--scores" => out.scores = true,
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
					"--films" => out.films = Some(value.into()),
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
	let start = run::processor_time();
	let mut found = 0;
	for i in 0..LOOKUPS {
		found += usize::from(black_box(index.exact(&order[i % order.len()])).is_some());
	}
	assert_eq!(found, LOOKUPS / 2);
	LOOKUPS as f64 / (run::processor_time().saturating_sub(start)).as_secs_f64()
}

/// The index of what is real, filled up to so many tracks and opened again.
struct Full {
	index: Index,
	files: Vec<FileHash>,
	opening: Duration,
	/// See [`filler::collisions`].
	collisions: [f64; 2],
}

fn fill(mut index: Index, folder: &Path, real: &Real, prints: &[&Print], tracks: usize) -> Full {
	/// Fillers that the collisions are counted of.
	const COUNTED: usize = 500;
	let mut dice = Dice(0x5eed);
	let mut files = real.files.clone();
	let mut some = Vec::new();
	while !prints.is_empty() && files.len() < tracks {
		let file = FileHash::of(format!("filler {}", files.len()).as_bytes());
		let made = filler::recording(prints, &mut dice);
		index.register_new(&file, &made).expect("registers");
		files.push(file);
		if some.len() < COUNTED {
			some.push(made);
		}
	}
	let collisions = filler::collisions(prints, &some);
	drop(index);
	let start = Instant::now();
	let index = Index::open(folder).expect("opens again");
	Full { index, files, opening: start.elapsed(), collisions }
}

fn empty(folder: &Path) -> Index {
	let mut index = Index::open(folder).expect("opens");
	index.set_sync(false);
	index
}

fn row(name: &str, recordings: usize, outcome: &Outcome) {
	let Outcome { times, .. } = outcome;
	println!(
		"| {name} | {recordings} | {:.2} % | {} | {} | {:.3} | {:.3} | {:.3} | {:.3} |",
		outcome.recall() * 100.0,
		outcome.wrong + outcome.merged,
		outcome.missed,
		times.mean(),
		times.millis(500),
		times.millis(950),
		times.millis(990),
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
	let make_folder = || tempfile::tempdir_in(&options.cache).expect("a folder");
	let folder = make_folder();
	let mut index = empty(folder.path());
	let real = Real::register(&mut index, &corpus, corpus.others.iter());
	let alone = real.look_up(&index, &corpus, true);
	println!(
		"{} recordings, {} re-encodings of {} of them",
		corpus.originals.len() + corpus.others.len(),
		corpus.variants.len(),
		corpus.originals.len()
	);
	println!(
		"{} of them are another's recording in another file, as their waves confirm",
		real.same()
	);
	if options.scores {
		scores::run(&index, &real, &corpus, &options.cache.join("scores.csv"));
	}
	drop(index);
	// Half of the others stay strangers to the index that is filled up.
	let folder = make_folder();
	let mut index = empty(folder.path());
	let known: Vec<&Item> = corpus.others.iter().step_by(2).collect();
	let of_full = Real::register(&mut index, &corpus, known.iter().copied());
	let every = corpus.originals.iter().chain(known);
	let prints: Vec<&Print> = every.filter_map(|item| item.print.sound.as_ref()).collect();
	let Full { index, files, opening, collisions } =
		fill(index, folder.path(), &of_full, &prints, options.tracks);
	// Once to warm the page cache, which a node that runs has warm.
	of_full.look_up(&index, &corpus, false);
	let full = of_full.look_up(&index, &corpus, true);
	let unknown = || corpus.others.iter().skip(1).step_by(2);
	of_full.strangers(&index, unknown());
	let strangers = of_full.strangers(&index, unknown());
	let size = index.size();
	let exact = exact_per_second(&index, &files);
	println!(
		"| method | recordings in the index | right group | wrong merges | missed | mean ms | p50 | p95 | p99 |"
	);
	println!("|---|---|---|---|---|---|---|---|---|");
	row("bands", real.files.len(), &alone);
	row("bands", size.recordings, &full);
	if options.candidates {
		let corpus = load(Schemes { sound: Scheme::Chroma, ..Schemes::default() });
		let folder = make_folder();
		let mut index = empty(folder.path());
		let real = Real::register(&mut index, &corpus, corpus.others.iter());
		row("chroma", real.files.len(), &real.look_up(&index, &corpus, false));
	}
	if let Some(folder) = &options.films {
		let all = corpus::recordings(&folder.join("all"));
		let encoded = folder.join("encoded");
		let films = corpus::load(&encoded, &all, Schemes::default(), &options.cache);
		let folder = make_folder();
		let mut index = empty(folder.path());
		let real = Real::register(&mut index, &films, films.others.iter());
		row("films, 14 copies of each", real.files.len(), &real.look_up(&index, &films, true));
	}
	let rival = rival::run(&corpus, &options.cache);
	if let Some(rival) = &rival {
		println!(
			"| fpcalc | {} | {:.2} % | {} | {} | {:.3} | | | |",
			rival.tracks,
			rival.recall() * 100.0,
			rival.wrong + rival.others_merged,
			rival.missed,
			rival.millis(corpus.variants.len()),
		);
	}
	let Strangers { looked_up, taken, times } = strangers;
	println!(
		"{looked_up} recordings that are not in it: {taken} taken for something; {:.3} ms in the mean, p50 {:.3}, p95 {:.3}, p99 {:.3}",
		times.mean(),
		times.millis(500),
		times.millis(950),
		times.millis(990),
	);
	println!(
		"{exact:.0} exact look-ups a second; {} bytes on the disk and {} in memory for {} recordings with {} keys; opened in {:.1} s",
		size.disk_bytes,
		size.memory_bytes,
		size.recordings,
		size.keys,
		opening.as_secs_f64()
	);
	println!(
		"chance that two keys have one word: {:.2e} for two recordings, {:.2e} for a recording and a filler",
		collisions[0], collisions[1]
	);
	if corpus.seconds > 0.0 {
		let per_hour = corpus.spent.as_secs_f64() * 3_600.0 / corpus.seconds;
		println!("{per_hour:.1} s to take the fingerprint of an hour of sound");
	}
	let answer = json!({
		"bench": "ident",
		"recordings": corpus.originals.len() + corpus.others.len(),
		"re_encodings": corpus.variants.len(),
		"tracks": size.recordings,
		"recall": full.recall(),
		"wrong_merges": full.wrong + alone.merged + taken,
		"missed": full.missed,
		"identify_ms": full.times.json(),
		"identify_unknown_ms": times.json(),
		"exact_lookups_per_second": exact,
		"index_bytes": size.disk_bytes,
		"memory_bytes": size.memory_bytes,
		"opening_s": opening.as_secs_f64(),
		"collisions": { "recordings": collisions[0], "fillers": collisions[1] },
		"peer": rival.map(|rival| json!({
			"name": "fpcalc", "recall": rival.recall(), "wrong_merges": rival.wrong + rival.others_merged,
			"missed": rival.missed, "tracks": rival.tracks, "identify_ms": rival.millis(corpus.variants.len()),
		})),
	});
	println!("{answer}");
}
