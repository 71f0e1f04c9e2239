//! The index survives the death of its process.

use crate::media::{Tune, write_wav};
use reel_identification::{FileHash, IdentifyError, Index, fingerprint};
use std::{
	io::{BufRead, BufReader},
	process::{Command, Stdio},
};
use tempfile::tempdir;

const FOLDER: &str = "REEL_IDENT_TEST_FOLDER";

/// Run by the next test in a process of its own; by itself it does nothing.
#[test]
fn register_until_killed() {
	let Some(folder) = std::env::var_os(FOLDER) else { return };
	let mut index = Index::open(folder.as_ref()).expect("opens");
	let print = Default::default();
	for n in 0_u64.. {
		let file = FileHash::of(&n.to_le_bytes());
		let pattern = index.register(&file, &print).expect("is registered").pattern;
		println!("registered {file} {pattern}");
	}
}

#[test]
fn what_was_answered_is_there_after_kill_9() {
	let folder = tempdir().expect("a folder");
	let tune = folder.path().join("tune.wav");
	write_wav(&tune, &Tune::new(70).play(15.0));
	let print = fingerprint(&tune).expect("is decoded");
	let at = folder.path().join("index");
	let known =
		Index::open(&at).expect("opens").register(&FileHash::of(b"tune"), &print).expect("works");
	for _ in 0..3 {
		let mut child = Command::new(std::env::current_exe().expect("a test binary"))
			.args(["--exact", "durability::register_until_killed", "--nocapture"])
			.env(FOLDER, &at)
			.stdout(Stdio::piped())
			.spawn()
			.expect("starts");
		let lines = BufReader::new(child.stdout.take().expect("is piped")).lines();
		let answered: Vec<String> = lines
			.map_while(Result::ok)
			.filter_map(|line| Some(line.split_once("registered ")?.1.to_owned()))
			.take(40)
			.collect();
		assert_eq!(answered.len(), 40);
		assert!(matches!(Index::open(&at), Err(IdentifyError::Locked(_))), "one process at a time");
		child.kill().expect("is killed");
		child.wait().expect("is gone");
		let index = Index::open(&at).expect("opens after kill -9");
		for line in answered {
			let (file, pattern) = line.split_once(' ').expect("two names");
			let found = index.exact(&file.parse().expect("a hash")).expect("is there");
			assert_eq!(found.to_string(), pattern);
		}
		let found = index.identify(&print).expect("works").pattern.expect("is there");
		assert_eq!(found.pattern, known.pattern);
		assert!(found.score > 0.99);
	}
}
