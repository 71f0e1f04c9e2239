//! What holds for all arguments: nothing exceeds the whole, sums are exact, more never earns less.

use proptest::prelude::*;
use reel_economics::{
	emission::Schedule,
	postf,
	split::{
		BASIS_POINTS, Division, TitleRates, divide, divide_by_basis_points, mul_div_floor, part,
		round_mint, title_rates,
	},
};

/// Basis points of five roles that add up to at most a whole.
fn role_split() -> impl Strategy<Value = [u16; 5]> {
	prop::array::uniform4(0..=BASIS_POINTS).prop_map(|mut cuts| {
		cuts.sort_unstable();
		let [a, b, c, d] = cuts;
		[a, b - a, c - b, d - c, BASIS_POINTS - d]
	})
}

fn schedule() -> impl Strategy<Value = Schedule> {
	(any::<u64>(), 0u64..10_000, prop::option::of(0u32..200)).prop_map(
		|(first_reward, rounds_per_era, halvings)| Schedule {
			first_reward: first_reward.into(),
			rounds_per_era,
			halvings,
		},
	)
}

proptest! {
	#[test]
	fn no_title_brings_more_than_the_cap_and_no_other_more_than_without(
		weights in prop::collection::vec(1u64..1 << 40, 1..40),
		cap_bp in 1u16..=BASIS_POINTS,
		reward in 0u128..1 << 80,
	) {
		let TitleRates { rates, counted, whole } = title_rates(&weights, Some(cap_bp)).unwrap();
		prop_assert!(0 < counted && counted <= whole);
		let minted = mul_div_floor(reward, counted, whole).unwrap();
		let sum: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
		let mut paid = 0;
		for (weight, rate) in weights.iter().zip(&rates) {
			let weight = u128::from(*weight);
			let capped = part(minted, weight * u128::from(*rate), counted, BASIS_POINTS).unwrap();
			prop_assert!(capped * 10_000 <= reward * u128::from(cap_bp));
			prop_assert!(capped <= part(reward, weight, sum, BASIS_POINTS).unwrap());
			paid += capped;
		}
		prop_assert!(paid <= minted && minted - paid <= weights.len() as u128);
		// As many titles as it takes, of the same weight, are not touched.
		let equal = vec![weights[0]; usize::from(BASIS_POINTS.div_ceil(cap_bp)).min(1_000)];
		if equal.len() * usize::from(cap_bp) >= usize::from(BASIS_POINTS) {
			let TitleRates { counted, whole, .. } = title_rates(&equal, Some(cap_bp)).unwrap();
			prop_assert_eq!(counted, whole);
		}
	}

	#[test]
	fn mul_div_is_the_exact_quotient(a: u64, b: u64, d in 1u64..) {
		let exact = u128::from(a) * u128::from(b) / u128::from(d);
		prop_assert_eq!(mul_div_floor(a.into(), b.into(), d.into()), Some(exact));
	}

	#[test]
	fn mul_div_undoes_a_product(a: u128, b: u128, d in 1u128..) {
		prop_assert_eq!(mul_div_floor(a, d, d), Some(a));
		prop_assert_eq!(mul_div_floor(a, b, d), mul_div_floor(b, a, d));
		prop_assert_eq!(mul_div_floor(a, b, 0), None);
	}

	#[test]
	fn division_adds_up_to_the_amount(
		amount: u128,
		shares in prop::collection::vec(0u128..1 << 100, 0..40),
		unclaimed in 0u128..1 << 100,
	) {
		let total = shares.iter().sum::<u128>() + unclaimed;
		prop_assume!(total > 0);
		let Division { parts, remainder } = divide(amount, shares.clone(), total).unwrap();
		prop_assert_eq!(parts.len(), shares.len());
		prop_assert_eq!(parts.iter().sum::<u128>() + remainder, amount);
		if unclaimed == 0 {
			prop_assert!(remainder <= shares.len() as u128, "under one planck a part is left over");
		}
		for (share, part) in shares.iter().zip(&parts) {
			for (other, other_part) in shares.iter().zip(&parts) {
				prop_assert!(share > other || part <= other_part, "a larger share earns no less");
			}
		}
		prop_assert_eq!(divide(amount, shares.iter().copied().chain([unclaimed + 1]), total), None);
	}

	#[test]
	fn basis_points_add_up_to_the_amount(amount: u128, roles in role_split()) {
		let Division { parts, remainder } = divide_by_basis_points(amount, roles).unwrap();
		prop_assert_eq!(parts.iter().sum::<u128>() + remainder, amount);
		prop_assert!(remainder < 5, "a whole split leaves under one planck a role");
		for (bp, part) in roles.iter().zip(parts) {
			prop_assert_eq!(mul_div_floor(amount, (*bp).into(), 10_000), Some(part));
		}
	}

	#[test]
	fn more_basis_points_than_a_whole_have_no_answer(amount: u128, a: u16, b: u16) {
		let is_whole = u32::from(a) + u32::from(b) <= u32::from(BASIS_POINTS);
		prop_assert_eq!(divide_by_basis_points(amount, [a, b]).is_some(), is_whole);
	}

	#[test]
	fn parts_of_all_titles_and_roles_stay_within_the_reward(
		reward: u128,
		titles in prop::collection::vec((0u128..1 << 100, role_split()), 1..20),
	) {
		let total: u128 = titles.iter().map(|(weight, _)| weight).sum();
		prop_assume!(total > 0);
		let mut left = reward;
		for (weight, roles) in &titles {
			for bp in roles {
				let part = part(reward, *weight, total, *bp).unwrap();
				prop_assert!(part <= left, "never more than the whole");
				left -= part;
			}
		}
		let parts = 5 * titles.len() as u128;
		prop_assert!(left < parts, "under one planck a part is left over");
	}

	#[test]
	fn part_grows_with_reward_weight_and_basis_points(
		reward in 0..u128::MAX,
		weight in 0u128..1 << 100,
		above in 1u128..1 << 100,
		bp in 0..BASIS_POINTS,
	) {
		let total = weight + above;
		let base = part(reward, weight, total, bp).unwrap();
		prop_assert!(base <= reward);
		prop_assert!(part(reward + 1, weight, total, bp).unwrap() >= base);
		prop_assert!(part(reward, weight + 1, total, bp).unwrap() >= base);
		prop_assert!(part(reward, weight, total, bp + 1).unwrap() >= base);
		prop_assert!(part(reward, weight, total + 1, bp).unwrap() <= base);
		prop_assert_eq!(part(reward, total + 1, total, bp), None);
		prop_assert_eq!(part(reward, weight, total, BASIS_POINTS + 1), None);
		prop_assert_eq!(part(reward, 0, 0, bp), None);
	}

	#[test]
	fn rounds_mint_at_most_reward_and_cap(reward: u128, plays: u64, cap: u128) {
		let minted = round_mint(reward, plays, Some(cap));
		prop_assert!(minted <= reward);
		match cap.checked_mul(plays.into()) {
			Some(limit) => prop_assert_eq!(minted, reward.min(limit)),
			None => prop_assert_eq!(minted, reward),
		}
		prop_assert_eq!(round_mint(reward, plays.max(1), None), reward);
		prop_assert_eq!(round_mint(reward, 0, None), 0);
		prop_assert_eq!(round_mint(reward, 0, Some(cap)), 0);
	}

	#[test]
	fn emission_adds_up_and_never_grows(schedule in schedule(), round in 0u64..2_000_000) {
		let minted = schedule.minted_after(round) + schedule.reward(round);
		prop_assert_eq!(schedule.minted_after(round + 1), minted);
		prop_assert!(schedule.reward(round + 1) <= schedule.reward(round));
		prop_assert!(schedule.reward(round) <= schedule.first_reward);
	}

	#[test]
	fn postf_claimed_in_two_parts_earns_no_more(a in 0u64..1 << 62, b in 0u64..1 << 62, p: u64) {
		let (whole, parts) = (postf::reward(a + b, p), postf::reward(a, p) + postf::reward(b, p));
		prop_assert!(parts <= whole && whole <= parts + 1);
	}

	#[test]
	fn postf_grows_with_age_and_popularity(age in 0..u64::MAX, popularity in 0..u64::MAX) {
		let base = postf::reward(age, popularity);
		prop_assert!(postf::reward(age + 1, popularity) >= base);
		prop_assert!(postf::reward(age, popularity + 1) >= base);
	}
}
