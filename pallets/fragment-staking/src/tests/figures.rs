//! The figures by which the crate docs say that cheating does not pay.

use reel_economics::{
	CFX, SSH,
	postf::{DAY_MS, FRAGMENT_VALUE, reward},
};

/// Fragments of a tebibyte.
const TEBIBYTE: u128 = 1 << 20;
/// 0.01 CFX a fragment.
const COLLATERAL: u128 = TEBIBYTE * CFX / 100;
/// Four challenges an hour.
const CHALLENGES_A_DAY: u128 = 4 * 24;

#[test]
fn dropping_everything_loses_the_collateral_within_a_day() {
	let miss = COLLATERAL / 100;
	assert_eq!(COLLATERAL / CFX, 10_485);
	assert_eq!(CHALLENGES_A_DAY * miss / CFX, 10_066);
	// The disk saved is worth 5 USD / 30 a day: what a CFX must be worth for it to pay, in USD.
	let break_even = 5.0 / 30.0 / 10_066.0;
	assert!(break_even < 0.000_02);
}

#[test]
fn losing_one_percent_is_found_out() {
	let unseen = |days: i32| 0.99f64.powi(96 * days);
	assert!((1.0 - unseen(1) - 0.62).abs() < 0.005);
	assert!((2.5e-13..3.5e-13).contains(&unseen(30)));
}

#[test]
fn a_pretended_tebibyte_earns_a_five_thousandth_of_an_ssh_a_year() {
	let year = reward(365 * DAY_MS, TEBIBYTE as u64);
	assert!((SSH / 5_000..SSH / 4_500).contains(&year), "{year}");
	assert!(year < TEBIBYTE * FRAGMENT_VALUE / 50);
}

#[test]
fn an_hour_of_pumped_popularity_is_worth_next_to_nothing() {
	let hour = |popularity: u64| reward(DAY_MS / 24 * popularity, TEBIBYTE as u64);
	let gain = hour(8) - hour(1);
	// 0.0000002 SSH, rounded.
	assert!((SSH / 10_000_000 * 15 / 10..SSH / 10_000_000 * 25 / 10).contains(&gain), "{gain}");
}
