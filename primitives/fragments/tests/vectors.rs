//! Every vector of the Python model; fails when a file is missing, too short, or read by no test.

use reel_economics::postf::FRAGMENT_VALUE;
use reel_fragments::{
	challenge::{Holding, draw_challenge, draw_start},
	demand::{Meter, level, reward},
	placement::{Seat, Vacancy, distance, placement},
	region::Region,
};
use reel_primitives::{ContentId, Hash32};
use serde::{Deserialize, de::DeserializeOwned};
use std::{collections::BTreeSet, fs, path::PathBuf};

/// Files that the tests below read.
const READ: [&str; 5] =
	["draw.json", "logarithm.json", "meter.json", "placement.json", "reward.json"];

fn folder() -> PathBuf {
	PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors")
}

/// All cases of a file.
fn cases<T: DeserializeOwned>(file: &str) -> Vec<T> {
	assert!(READ.contains(&file), "{file} is not on the list of read files");
	let text = fs::read_to_string(folder().join(file)).unwrap();
	let cases: Vec<T> = serde_json::from_str(&text).unwrap();
	assert!(cases.len() >= 100, "{file} has only {} cases", cases.len());
	cases
}

fn bytes(text: &str) -> Hash32 {
	hex::decode(text).unwrap().try_into().unwrap()
}

#[test]
fn every_vector_file_is_read() {
	let found: BTreeSet<String> = fs::read_dir(folder())
		.unwrap()
		.map(|entry| entry.unwrap().file_name().into_string().unwrap())
		.collect();
	assert_eq!(found, READ.map(String::from).into());
}

#[derive(Debug, Deserialize)]
struct Reward {
	rise: String,
	fragments: u32,
	reward: String,
}

#[test]
fn rewards_agree_over_the_whole_grid() {
	for case in cases::<Reward>("reward.json") {
		let found = reward(case.rise.parse().unwrap(), case.fragments);
		assert_eq!(found, case.reward.parse::<u128>().unwrap(), "{case:?}");
	}
}

#[test]
fn a_year_of_365_days_returns_two_percent_within_the_leap_days() {
	// 8/33 of a day are missing to the source's year: less than 7 parts in 10,000.
	let found = reward(365 * 6_000, 1);
	let two_percent = FRAGMENT_VALUE / 50;
	assert!(found < two_percent && two_percent - found < two_percent * 7 / 10_000);
}

#[derive(Debug, Deserialize)]
struct Plays {
	round: u64,
	watched_ms: u64,
}

#[derive(Debug, Deserialize)]
struct MeterCase {
	epoch_rounds: u64,
	duration_ms: u64,
	start: u64,
	plays: Vec<Plays>,
	end: u64,
	sum: String,
	level: u8,
}

#[test]
fn popularity_agrees_with_counting_round_by_round() {
	for case in cases::<MeterCase>("meter.json") {
		let mut meter = Meter::new(case.start);
		for play in &case.plays {
			meter.advance(play.round, case.epoch_rounds, case.duration_ms);
			meter.watched_ms += play.watched_ms;
		}
		meter.advance(case.end, case.epoch_rounds, case.duration_ms);
		assert_eq!(meter.sum, case.sum.parse::<u128>().unwrap(), "{case:?}");
		assert_eq!(meter.level, case.level, "{case:?}");
	}
	assert_eq!(level(0, 1), 1);
}

#[derive(Debug, Deserialize)]
struct Logarithm {
	u: String,
	distance: String,
}

#[test]
fn distances_agree_with_sixty_digits() {
	for case in cases::<Logarithm>("logarithm.json") {
		let found = distance(case.u.parse().unwrap());
		assert_eq!(found, case.distance.parse::<u64>().unwrap(), "{case:?}");
	}
}

#[derive(Debug, Deserialize)]
struct SeatCase {
	curator: u32,
	capacity: u32,
	region: String,
}

#[derive(Debug, Deserialize)]
struct Placement {
	seed: String,
	content: String,
	span: u32,
	home: Option<String>,
	seats: Vec<SeatCase>,
	candidates: Vec<u32>,
}

fn region(text: &str) -> Region {
	Region::new(text.as_bytes().try_into().unwrap()).unwrap()
}

#[test]
fn candidates_agree() {
	for case in cases::<Placement>("placement.json") {
		let roster: Vec<_> = case
			.seats
			.iter()
			.map(|seat| Seat {
				curator: seat.curator,
				placement: placement(&bytes(&case.seed), &seat.curator.to_le_bytes()),
				region: region(&seat.region),
				capacity: seat.capacity,
				is_open: true,
			})
			.collect();
		let vacancy = Vacancy {
			content: ContentId(bytes(&case.content)),
			span: case.span,
			home: case.home.as_deref().map(region),
		};
		assert_eq!(vacancy.candidates(&roster, &[]), case.candidates, "{case:?}");
	}
}

#[derive(Debug, Deserialize)]
struct Draw {
	seed: String,
	curator: String,
	number: u32,
	holdings: Vec<u32>,
	place: u64,
	offset: u32,
	content: String,
	span: u32,
	start: u32,
}

#[test]
fn draws_agree() {
	for case in cases::<Draw>("draw.json") {
		let (seed, curator) = (bytes(&case.seed), bytes(&case.curator));
		let holdings: Vec<_> = (0..)
			.zip(&case.holdings)
			.map(|(contract, leaves)| Holding { contract, leaves: *leaves })
			.collect();
		let found = draw_challenge(&seed, &curator, case.number, &holdings);
		assert_eq!(found, Some((case.place, case.offset)), "{case:?}");
		let content = ContentId(bytes(&case.content));
		let leaves = case.holdings[0];
		let found = draw_start(&seed, &curator, &content, case.span, case.number, leaves);
		assert_eq!(found, Some(case.start), "{case:?}");
	}
}
