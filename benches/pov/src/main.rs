//! # What a view costs (C6, C7, C9)
//!
//! One desk, as validators run it, gets the tickets and the plays of a round from the other desks: right ones, and wrong
//! ones of every kind. It checks them, keeps them, proposes what counts; a second desk checks the same and votes. The
//! chain is the real runtime, run natively: it takes proposal and votes, mints, and pays every claim.
//!
//! ```text
//! generator ──tickets, plays──► desk 1 ──proposal──► runtime ◄──claims── everybody who was paid
//!      └──────tickets, plays──► desk 2 ──vote──────────┘
//! ```
//!
//! **The run is void**, and its exit code 1, if one wrong play is paid or a right one is not: the proposal must be the
//! one that follows from the right plays alone, and after all claims each viewer must have what its minute is worth,
//! and nobody else anything.
//!
//! Before that, on a chain of its own, a desk takes in several rounds in a row, each of another crowd: the batch of one is built,
//! or judged, while the plays of the next come. That is the figure for the whole of it, since desks have no pause after a
//! round.
//!
//! Then the same crowd is paid for three more rounds of which nobody claims one: they become sums, claimed by 64 accounts
//! together. What that costs a play depends on how much an account watches in a period; the figure is for an hour a day.
//!
//! Then the same plays come as one signed transaction each on the same runtime.
//!
//! What is not as in the world: the search for the nonce asks for 4 zero bits instead of 16 (checking costs the same),
//! all cells hold the same bytes, and bytes reach the desk through a queue and not through a network.

mod claims;
mod desk;
mod generate;
mod parts;
mod peer;
mod report;
mod runtime;
mod statements;
mod steady;
mod sums;
mod title;
mod told;

use generate::{Flood, Plan};
use report::Report;
use std::process::ExitCode;
use tikv_jemallocator::Jemalloc;

/// As in the node.
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

/// What to measure.
struct Options {
	plays: usize,
	wrong: usize,
	peer_plays: usize,
	json: bool,
}

impl Options {
	fn read() -> Result<Self, String> {
		let mut options = Self { plays: 100_000, wrong: 100, peer_plays: 20_000, json: false };
		let mut words = std::env::args().skip(1);
		while let Some(word) = words.next() {
			let mut number = |name: &str| {
				let value = words.next().and_then(|value| value.parse().ok());
				value.filter(|n| *n > 0).ok_or_else(|| format!("{name} takes a number above 0"))
			};
			match word.as_str() {
				"--json" => options.json = true,
				"--plays" => options.plays = number("--plays")?,
				"--wrong" => options.wrong = number("--wrong")?,
				"--peer-plays" => options.peer_plays = number("--peer-plays")?,
				_ => return Err(format!("unknown option {word}")),
			}
		}
		if options.plays <= 64 {
			return Err("--plays must be above 64, so that payees claim".into());
		}
		Ok(options)
	}
}

fn run(options: &Options) -> Result<Report, String> {
	eprintln!("chain: four validators, titles registered");
	let chain = runtime::start()?;
	let plan = Plan::of(&chain, options.plays, options.wrong)?;
	eprintln!(
		"generator: {} right plays, {} wrong ones of each kind",
		options.plays, options.wrong
	);
	let flood = Flood::generate(&plan);
	let mut report = Report::of(flood.plays());
	eprintln!("one desk, rounds in a row");
	steady::measure(options.plays, options.wrong, &mut report)?;
	eprint!("{}", report.in_a_row());
	let expected = flood.expected_batch(&plan)?;
	eprintln!("desk 1 checks and proposes, desk 2 checks and votes");
	desk::check_and_pay(&chain, &plan, &flood, &expected, &mut report)?;
	eprintln!("claims: {} payees", expected.payees.len());
	claims::claim_all(&chain, &plan, &expected, &mut report)?;
	eprintln!("sums: more rounds of the same, claimed together");
	sums::sum_up(&chain, &plan, &expected, &mut report)?;
	eprintln!("peer: {} plays as one signed transaction each", options.peer_plays);
	peer::measure(&chain, &flood, options.peer_plays, &mut report)?;
	Ok(report)
}

fn main() -> ExitCode {
	let options = match Options::read() {
		Ok(options) => options,
		Err(error) => {
			eprintln!("error: {error}");
			return ExitCode::from(2);
		},
	};
	match run(&options) {
		Ok(report) => {
			eprint!("{}", report.table());
			if options.json {
				println!("{}", report.json());
			}
			ExitCode::SUCCESS
		},
		Err(error) => {
			eprintln!("void: {error}");
			ExitCode::FAILURE
		},
	}
}
