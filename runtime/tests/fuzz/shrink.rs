//! From a failure to the few calls that lead to it.
//!
//! Blocks keep their times, so that what is signed for a round stays good; calls are left out, half of them at first,
//! then ever smaller pieces, as long as the same thing goes wrong.

use super::{
	dispatch::name_of,
	driver::{Driver, Failure, Made},
	world::Draw,
};
use codec::{Decode, Encode};
use std::{
	fs,
	path::{Path, PathBuf},
	time::{Duration, Instant},
};

/// How long shrinking may take.
const PATIENCE: Duration = Duration::from_secs(240);

/// Calls that are printed at most; the file has them all.
const PRINTED: usize = 100;

/// What a message says, without the figures in it.
fn kind(why: &str) -> String {
	why.chars().filter(|letter| !letter.is_ascii_digit()).take(60).collect()
}

/// The tape with those calls alone, numbered through all blocks.
fn only(tape: &[Made], keep: &[usize]) -> Vec<Made> {
	let mut number = 0;
	let mut kept = keep.iter().peekable();
	let only = tape.iter().map(|made| {
		let mut draws = vec![];
		for draw in &made.draws {
			if kept.next_if_eq(&&number).is_some() {
				draws.push(draw.clone());
			}
			number += 1;
		}
		Made { slots: made.slots, draws }
	});
	only.collect()
}

/// Blocks without calls, made one: fewer and longer waits.
fn merged(tape: &[Made]) -> Vec<Made> {
	let mut merged: Vec<Made> = vec![];
	let mut waited = 0;
	for made in tape {
		waited += made.slots;
		if !made.draws.is_empty() {
			merged.push(Made { slots: waited, draws: made.draws.clone() });
			waited = 0;
		}
	}
	if waited > 0 {
		merged.push(Made { slots: waited, draws: vec![] });
	}
	merged
}

/// The shortest tape found on which the same thing goes wrong.
pub(crate) fn shrink<F>(tape: &[Made], fails: F, patience: Duration) -> Vec<Made>
where
	F: Fn(&[Made]) -> bool,
{
	let begin = Instant::now();
	let count: usize = tape.iter().map(|made| made.draws.len()).sum();
	let mut keep: Vec<usize> = (0..count).collect();
	let mut piece = count.div_ceil(2).max(1);
	while begin.elapsed() < patience {
		let mut place = 0;
		let mut got_shorter = false;
		while place < keep.len() && begin.elapsed() < patience {
			let mut shorter = keep.clone();
			shorter.drain(place..(place + piece).min(keep.len()));
			if fails(&only(tape, &shorter)) {
				keep = shorter;
				got_shorter = true;
			} else {
				place += piece;
			}
		}
		if piece == 1 && !got_shorter {
			break;
		}
		piece = piece.div_ceil(2).max(1);
	}
	let short = only(tape, &keep);
	let merged = merged(&short);
	if fails(&merged) { merged } else { short }
}

/// Shrinks a failure, writes it down where it can be replayed from, and says all that in words.
pub(crate) fn explain(failure: Failure) -> String {
	let Failure { seed, why, tape } = failure;
	let known = kind(&why);
	let again =
		|tape: &[Made]| Driver::replay(seed, tape).is_err_and(|(why, _)| kind(&why) == known);
	let mut text = format!("seed {seed}: {why}\n");
	let tape = if again(&tape) {
		shrink(&tape, again, PATIENCE)
	} else {
		text.push_str("(it does not come back when the same calls are made again)\n");
		tape
	};
	let calls = tape
		.iter()
		.enumerate()
		.flat_map(|(number, made)| made.draws.iter().map(move |draw| (number + 1, draw)));
	for (block, Draw { route, call }) in calls.take(PRINTED) {
		text.push_str(&format!("block {block}: {route:?}: {} {call:?}\n", name_of(call)));
	}
	match write(seed, &tape) {
		Ok(path) => text.push_str(&format!("again: REEL_FUZZ_REPLAY={}\n", path.display())),
		Err(error) => text.push_str(&format!("it could not be written down: {error}\n")),
	}
	text
}

fn write(seed: u64, tape: &[Made]) -> std::io::Result<PathBuf> {
	let path = std::env::temp_dir().join(format!("reel-fuzz-{seed}.scale"));
	fs::write(&path, (seed, tape).encode())?;
	Ok(path)
}

/// Makes again what a file says.
pub(crate) fn replay(path: &Path) -> Result<(), String> {
	let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
	let (seed, tape) = <(u64, Vec<Made>)>::decode(&mut bytes.as_slice())
		.map_err(|error| format!("{} is of another runtime: {error}", path.display()))?;
	Driver::replay(seed, &tape).map_err(|(why, block)| format!("block {block}: {why}"))
}

#[test]
fn of_many_calls_the_two_that_matter_are_left() {
	use super::world::Route;
	let remark = |byte: u8| Draw {
		route: Route::None,
		call: frame_system::Call::remark { remark: vec![byte] }.into(),
	};
	let tape: Vec<Made> = (0..40u8)
		.map(|block| Made {
			slots: 1,
			draws: (0..5).map(|call| remark(block * 5 + call)).collect(),
		})
		.collect();
	let fails = |tape: &[Made]| {
		let draws: Vec<_> = tape.iter().flat_map(|made| &made.draws).collect();
		[17, 160].into_iter().all(|byte| draws.iter().any(|draw| draw.call == remark(byte).call))
	};
	let short = shrink(&tape, fails, PATIENCE);
	assert_eq!(short.iter().map(|made| made.draws.len()).collect::<Vec<_>>(), [1, 1, 0]);
	// Time went on as before.
	assert_eq!(short.iter().map(|made| made.slots).sum::<u64>(), 40);
}
