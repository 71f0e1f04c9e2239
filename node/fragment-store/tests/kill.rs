//! Killed with SIGKILL in the middle of its work, a store has everything it acknowledged (F1, F4).
//!
//! The test starts its own binary again; with [`CHILD`] set the "test" below is the victim, which says on its
//! standard output what was acknowledged.

use crate::common::{bytes, cases, open, summary};
use cid::Cid;
use reel_fragment_store::{Store, StoreError, block::RAW};
use std::{
	collections::{HashMap, HashSet},
	io::{BufRead, BufReader, Write},
	path::Path,
	process::{Command, Stdio},
	sync::{
		Arc,
		atomic::{AtomicU64, Ordering},
	},
	thread::JoinHandle,
};

const CHILD: &str = "FRAGMENT_STORE_KILL_CHILD";
const FIRST_SEED: &str = "FRAGMENT_STORE_KILL_FIRST_SEED";
/// Set: the victim collects garbage all the while.
const COLLECT: &str = "FRAGMENT_STORE_KILL_COLLECT";
/// Kills of one store; then a new one is begun.
const ROUNDS: u64 = 8;
const THREADS: u64 = 4;

/// Sizes are spread so that a kill falls into small and large writes.
fn block(seed: u64) -> Vec<u8> {
	bytes(seed, 100 + (seed as usize * 7_919) % 60_000)
}

#[test]
fn victim() {
	let Ok(directory) = std::env::var(CHILD) else { return };
	let store = Arc::new(open(Path::new(&directory)));
	let first = std::env::var(FIRST_SEED).expect("comes with the directory");
	let next = Arc::new(AtomicU64::new(first.parse().expect("a number")));
	let say = |line: String| {
		let mut out = std::io::stdout().lock();
		writeln!(out, "{line}").and_then(|()| out.flush()).expect("the parent listens");
	};
	let collect = std::env::var(COLLECT).is_ok();
	if collect {
		let store = store.clone();
		std::thread::spawn(move || {
			loop {
				say("try gc 0".to_owned());
				store.gc().expect("collects");
				say("ack gc 0".to_owned());
			}
		});
	}
	// Only the collector may have taken a block away between two steps.
	let done = move |result: Result<(), StoreError>| match result {
		Ok(()) => true,
		Err(StoreError::NotFound { .. }) if collect => false,
		Err(error) => panic!("{error}"),
	};
	let threads: Vec<_> = (0..THREADS)
		.map(|_| {
			let (store, next) = (store.clone(), next.clone());
			std::thread::spawn(move || {
				loop {
					let seed = next.fetch_add(1, Ordering::Relaxed);
					let cid = store.put(RAW, &block(seed)).expect("put");
					say(format!("ack put {seed}"));
					match seed % 8 {
						1 => {
							say(format!("try delete {seed}"));
							if done(store.delete(&cid)) {
								say(format!("ack delete {seed}"));
							}
						},
						3 => {
							say(format!("try deny {seed}"));
							store.deny(&cid, "stopped").expect("denies");
							say(format!("ack deny {seed}"));
						},
						5 if done(store.pin(&cid)) => say(format!("ack pin {seed}")),
						_ => {},
					}
				}
			})
		})
		.collect();
	// They never end; if one failed, the parent sees it by what it no longer tells.
	threads.into_iter().map(JoinHandle::join).for_each(drop);
}

#[derive(Default)]
struct Told {
	put: HashMap<u64, Cid>,
	tried: HashSet<u64>,
	deleted: HashSet<u64>,
	denied: HashSet<u64>,
	pinned: HashSet<u64>,
	/// Whether garbage collection began, so that what is not pinned may be gone.
	collected: bool,
}

/// Runs a victim until it has told `lines` lines, kills it, and takes in all it told.
fn run_and_kill(directory: &Path, first_seed: u64, lines: u64, collect: bool, told: &mut Told) {
	let mut command = Command::new(std::env::current_exe().expect("known"));
	if collect {
		command.env(COLLECT, "1");
	}
	let mut child = command
		.args(["--exact", "kill::victim", "--nocapture", "--test-threads=1"])
		.env(CHILD, directory)
		.env(FIRST_SEED, first_seed.to_string())
		.stdout(Stdio::piped())
		.stderr(Stdio::null())
		.spawn()
		.expect("starts");
	let mut out = BufReader::new(child.stdout.take().expect("piped"));
	let mut seen = 0;
	loop {
		let mut line = String::new();
		out.read_line(&mut line).expect("text");
		// The kill may cut the last line in its number.
		if !line.ends_with('\n') {
			break;
		}
		let words: Vec<&str> = line.split_whitespace().collect();
		let &[what, how, seed] = words.as_slice() else { continue };
		let Ok(seed) = seed.parse::<u64>() else { continue };
		match (what, how) {
			("ack", "put") => {
				told.put.insert(seed, reel_fragment_store::block::cid_of(RAW, &block(seed)));
			},
			("try", "gc") => told.collected = true,
			("ack", "gc") => {},
			("try", _) => {
				told.tried.insert(seed);
			},
			("ack", "delete") => {
				told.deleted.insert(seed);
			},
			("ack", "deny") => {
				told.denied.insert(seed);
			},
			("ack", "pin") => {
				told.pinned.insert(seed);
			},
			_ => continue,
		}
		seen += 1;
		if seen == lines {
			// SIGKILL; what is in the pipe already is still read.
			child.kill().expect("kills");
		}
	}
	child.wait().expect("ends");
	assert!(seen >= lines, "the victim ended by itself after {seen} lines");
}

fn check(store: &Store, told: &Told) {
	for (seed, cid) in &told.put {
		match store.get(cid) {
			Ok(found) => {
				assert_eq!(found, block(*seed));
				assert!(!told.deleted.contains(seed), "{seed} was deleted and is back");
				assert!(!told.denied.contains(seed), "{seed} was denied and is served");
			},
			Err(StoreError::NotFound { .. }) => {
				let swept = told.collected && !told.pinned.contains(seed);
				assert!(told.tried.contains(seed) || swept, "{seed} was acknowledged and is lost");
				assert!(!told.denied.contains(seed), "the denial of {seed} is forgotten");
			},
			Err(StoreError::Denied { .. }) => assert!(told.tried.contains(seed)),
			Err(error) => panic!("{seed}: {error}"),
		}
	}
	let pins: HashSet<Cid> = store.pins().into_iter().collect();
	for seed in &told.pinned {
		assert!(pins.contains(&told.put[seed]), "the pin of {seed} is forgotten");
	}
}

#[test]
fn what_was_acknowledged_survives_kill_9_again_and_again() {
	let stores = cases(20, 200).div_ceil(ROUNDS as usize);
	let mut acknowledged = 0;
	for _ in 0..stores {
		let directory = crate::common::temporary();
		let mut told = Told::default();
		for round in 0..ROUNDS {
			let collect = round >= ROUNDS / 2;
			run_and_kill(directory.path(), 1_000_000 * round, 20 + 37 * round, collect, &mut told);
			let store = open(directory.path());
			check(&store, &told);
		}
		assert!(told.pinned.len() > 3 && told.denied.len() > 3 && told.deleted.len() > 3);
		std::fs::remove_dir_all(directory.path().join("index")).expect("removes");
		check(&open(directory.path()), &told);
		acknowledged += told.put.len();
	}
	let kills = stores as u64 * ROUNDS;
	summary(&format!(
		"S2 kill -9: {kills} kills in add, pin, delete, deny, gc; {acknowledged} acknowledged adds, none lost"
	));
}

/// A file system of its own on a file, which holds what has reached the disk and nothing else.
struct Disk {
	mounted: std::path::PathBuf,
}

impl Disk {
	fn mount(image: &Path, at: &Path) -> Result<Self, String> {
		std::fs::create_dir_all(at).map_err(|error| error.to_string())?;
		// Nothing is written of its own accord: what is not synced stays in memory.
		let options = "loop,commit=1000";
		system("mount", &["-o", options, &image.display().to_string(), &at.display().to_string()])?;
		Ok(Self { mounted: at.to_owned() })
	}
}

impl Drop for Disk {
	fn drop(&mut self) {
		if let Err(error) = system("umount", &["-l", &self.mounted.display().to_string()]) {
			println!("cannot unmount: {error}");
		}
	}
}

fn system(program: &str, words: &[&str]) -> Result<(), String> {
	let path = format!("{}:/usr/sbin:/sbin", std::env::var("PATH").unwrap_or_default());
	let done = Command::new(program).args(words).env("PATH", path).output();
	let done = done.map_err(|error| format!("{program}: {error}"))?;
	let told = String::from_utf8_lossy(&done.stderr);
	if done.status.success() { Ok(()) } else { Err(format!("{program}: {}", told.trim())) }
}

/// The power fails: of what was written only that is there which was synced, and what the file system wrote by itself.
///
/// The store is on a file system in a file. Its unsynced pages are in memory and not in the file, so that a copy of the
/// file is what a machine would find when it is switched on again.
#[test]
fn what_was_acknowledged_survives_a_power_cut() {
	let work = crate::common::temporary();
	let cuts = cases(3, 30) as u64;
	let (mut told, mut lost) = (Told::default(), 0);
	let image = work.path().join("disk");
	let made = std::fs::File::create(&image)
		.and_then(|file| file.set_len(192 << 20))
		.map_err(|error| error.to_string())
		.and_then(|()| system("mkfs.ext4", &["-q", "-F", &image.display().to_string()]))
		.and_then(|()| Disk::mount(&image, &work.path().join("probe")));
	if let Err(error) = made {
		println!("SKIPPED: no file system of its own for the power cut: {error}");
		return;
	}
	drop(made);
	for cut in 0..cuts {
		if cut % ROUNDS == 0 {
			told = Told::default();
			system("mkfs.ext4", &["-q", "-F", &image.display().to_string()]).expect("made before");
		}
		let after = work.path().join("after");
		{
			let disk = Disk::mount(&image, &work.path().join("disk-at")).expect("mounts");
			let directory = disk.mounted.join("store");
			let collect = cut % 2 == 1;
			run_and_kill(&directory, 1_000_000 * cut, 30 + 41 * (cut % ROUNDS), collect, &mut told);
			// Before the pages of the dead process go anywhere.
			std::fs::copy(&image, &after).expect("copies");
			lost += u64::from(differs(&directory, &after, work.path()));
		}
		std::fs::rename(&after, &image).expect("renames");
		let disk = Disk::mount(&image, &work.path().join("disk-at")).expect("mounts after the cut");
		let store = open(&disk.mounted.join("store"));
		check(&store, &told);
		drop(store);
	}
	// A few cuts may all fall between two writes; many that do show nothing.
	assert!(lost > 0 || cuts < 30, "no cut lost anything: this tests nothing");
	summary(&format!(
		"S2 power cut: {cuts} cuts, unsynced writes lost in {lost}; everything acknowledged is there"
	));
}

/// Whether the segments of a store are others on the disk image than in memory.
fn differs(directory: &Path, image: &Path, work: &Path) -> bool {
	let copy = work.join("look");
	std::fs::copy(image, &copy).expect("copies");
	let disk = Disk::mount(&copy, &work.join("look-at")).expect("mounts");
	let read = |directory: &Path| {
		let files = crate::common::segments(directory);
		files.iter().map(|file| std::fs::read(file).expect("readable")).collect::<Vec<_>>()
	};
	read(directory) != read(&disk.mounted.join("store"))
}
