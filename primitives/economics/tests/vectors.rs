//! Every vector of the Python model; fails when a file is missing, empty, or read by no test.

use reel_economics::{
	emission::Schedule,
	postf,
	split::{TitleRates, divide, mul_div_floor, part, title_rates},
};
use serde::{Deserialize, de::DeserializeOwned};
use std::{collections::BTreeSet, fs, path::PathBuf};

/// Files that the tests below read.
const READ: [&str; 6] =
	["divide.json", "emission.json", "mul_div.json", "part.json", "postf.json", "rates.json"];

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

fn number(text: &str) -> u128 {
	text.parse().unwrap()
}

fn number64(text: &str) -> u64 {
	text.parse().unwrap()
}

fn answer(text: Option<&String>) -> Option<u128> {
	text.map(|text| number(text))
}

#[test]
fn every_vector_file_is_read() {
	let found: BTreeSet<String> = fs::read_dir(folder())
		.unwrap()
		.map(|entry| entry.unwrap().file_name().into_string().unwrap())
		.collect();
	assert_eq!(found, READ.map(String::from).into());
}

#[derive(Deserialize)]
struct Emission {
	first_reward: String,
	rounds_per_era: String,
	halvings: Option<u32>,
	rewarded_rounds: String,
	reward: String,
	minted_after: String,
}

#[test]
fn emission_agrees() {
	for case in cases::<Emission>("emission.json") {
		let schedule = Schedule {
			first_reward: number(&case.first_reward),
			rounds_per_era: number64(&case.rounds_per_era),
			halvings: case.halvings,
		};
		let rounds = number64(&case.rewarded_rounds);
		assert_eq!(schedule.reward(rounds), number(&case.reward), "{schedule:?} {rounds}");
		let minted = number(&case.minted_after);
		assert_eq!(schedule.minted_after(rounds), minted, "{schedule:?} {rounds}");
	}
}

#[derive(Debug, Deserialize)]
struct Rates {
	weights: Vec<String>,
	cap_bp: Option<u16>,
	rates: Option<Vec<String>>,
	counted: Option<String>,
	whole: Option<String>,
}

#[test]
fn rates_agree() {
	for case in cases::<Rates>("rates.json") {
		let weights: Vec<u64> = case.weights.iter().map(|weight| number64(weight)).collect();
		let expected = case.rates.as_ref().map(|rates| TitleRates {
			rates: rates.iter().map(|rate| number64(rate)).collect(),
			counted: answer(case.counted.as_ref()).unwrap(),
			whole: answer(case.whole.as_ref()).unwrap(),
		});
		assert_eq!(title_rates(&weights, case.cap_bp), expected, "{case:?}");
	}
}

#[derive(Debug, Deserialize)]
struct MulDiv {
	a: String,
	b: String,
	d: String,
	result: Option<String>,
}

#[test]
fn mul_div_agrees() {
	for case in cases::<MulDiv>("mul_div.json") {
		let result = mul_div_floor(number(&case.a), number(&case.b), number(&case.d));
		assert_eq!(result, answer(case.result.as_ref()), "{case:?}");
	}
}

#[derive(Debug, Deserialize)]
struct Part {
	reward: String,
	weight: String,
	total_weight: String,
	bp: u16,
	part: Option<String>,
}

#[test]
fn part_agrees() {
	for case in cases::<Part>("part.json") {
		let (weight, total) = (number(&case.weight), number(&case.total_weight));
		let result = part(number(&case.reward), weight, total, case.bp);
		assert_eq!(result, answer(case.part.as_ref()), "{case:?}");
	}
}

#[derive(Debug, Deserialize)]
struct Divide {
	amount: String,
	shares: Vec<String>,
	total_shares: String,
	parts: Option<Vec<String>>,
	remainder: Option<String>,
}

#[test]
fn divide_agrees() {
	for case in cases::<Divide>("divide.json") {
		let shares = case.shares.iter().map(|share| number(share));
		let result = divide(number(&case.amount), shares, number(&case.total_shares));
		let parts = case.parts.as_ref().map(|parts| parts.iter().map(|p| number(p)).collect());
		assert_eq!(result.as_ref().map(|division| division.parts.clone()), parts, "{case:?}");
		let remainder = answer(case.remainder.as_ref());
		assert_eq!(result.map(|division| division.remainder), remainder, "{case:?}");
	}
}

#[derive(Debug, Deserialize)]
struct Postf {
	age_ms: String,
	popularity: String,
	reward: String,
}

#[test]
fn postf_agrees() {
	for case in cases::<Postf>("postf.json") {
		let result = postf::reward(number64(&case.age_ms), number64(&case.popularity));
		assert_eq!(result, number(&case.reward), "{case:?}");
	}
}
