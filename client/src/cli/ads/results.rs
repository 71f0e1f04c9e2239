//! What a campaign came to, day by day.

use super::Context;
use crate::{Result, cli::history::date, money::format_cfx, now_ms};
use reel_primitives::{
	ads::{CampaignId, Day, DayResults, Figures, ROUNDS_PER_DAY, day_of},
	time::round_of_ms,
};
use serde_json::{Value, json};

fn figures(of: &Figures) -> Value {
	json!({
		"impressions": of.impressions,
		"views": of.views,
		"clicks": of.clicks,
		"spent_planck": of.spent_cfx.to_string(),
	})
}

fn in_words(of: &Figures) -> String {
	let Figures { impressions, views, clicks, spent_cfx } = of;
	let spent = format_cfx(*spent_cfx);
	format!("{impressions} impressions, {views} views, {clicks} clicks, {spent} CFX")
}

/// A day in words, with a line for each title and country.
fn day_in_words(day: Day, results: &DayResults) -> String {
	let mut text = format!("{}: {}", date(day), in_words(&results.total));
	for (content, of) in &results.titles {
		text += &format!("\n  {content}: {}", in_words(of));
	}
	if results.other_titles != Figures::default() {
		text += &format!("\n  other titles: {}", in_words(&results.other_titles));
	}
	for (country, of) in &results.countries {
		text += &format!("\n  {}: {}", String::from_utf8_lossy(country), in_words(of));
	}
	if results.other_countries != Figures::default() {
		text += &format!("\n  other countries: {}", in_words(&results.other_countries));
	}
	let dropped = &results.dropped;
	for (count, why) in [
		(dropped.not_shown, "out of its time"),
		(dropped.own_view, "by the advertiser itself"),
		(dropped.frequency, "more than one viewer is paid for"),
		(dropped.budget, "the budget was spent"),
		(dropped.daily_cap, "the day's cap was reached"),
		(dropped.unproven, "not proven to have been watched"),
		(dropped.expired, "in no batch within the hour"),
		(dropped.with_bill, "in bills that the chain dropped"),
	] {
		if count > 0 {
			text += &format!("\n  {count} not charged: {why}");
		}
	}
	for (count, why) in [
		(dropped.invalid, "wrong signature, proof or receipt"),
		(dropped.too_early, "before the ad had been watched"),
		(dropped.too_late, "after its window"),
		(dropped.repeated, "a second time"),
	] {
		if count > 0 {
			text += &format!("\n  {count} attempts refused: {why}");
		}
	}
	text
}

fn day_fields(campaign: CampaignId, day: Day, results: &DayResults) -> Value {
	let titles = results.titles.iter();
	let titles = titles.map(|(content, of)| (content.to_string(), figures(of)));
	let countries = results.countries.iter();
	let countries =
		countries.map(|(name, of)| (String::from_utf8_lossy(name).into_owned(), figures(of)));
	let dropped = &results.dropped;
	json!({
		"campaign": campaign,
		"day": day,
		"first_round": day * ROUNDS_PER_DAY,
		"total": figures(&results.total),
		"viewers": results.viewers,
		"titles": titles.collect::<serde_json::Map<_, _>>(),
		"other_titles": figures(&results.other_titles),
		"countries": countries.collect::<serde_json::Map<_, _>>(),
		"other_countries": figures(&results.other_countries),
		"dropped": {
			"not_shown": dropped.not_shown,
			"own_view": dropped.own_view,
			"frequency": dropped.frequency,
			"budget": dropped.budget,
			"daily_cap": dropped.daily_cap,
			"unproven": dropped.unproven,
			"expired": dropped.expired,
			"with_bill": dropped.with_bill,
			"bills": dropped.bills,
		},
		"refused": {
			"invalid": dropped.invalid,
			"too_early": dropped.too_early,
			"too_late": dropped.too_late,
			"repeated": dropped.repeated,
		},
	})
}

pub(super) async fn results(context: &Context, campaign: CampaignId, days: u64) -> Result<()> {
	let chain = context.chain().await?;
	// Says so if there is none.
	chain.ad_campaign(campaign).await?;
	let today = day_of(round_of_ms(now_ms()));
	let mut count = 0u64;
	for day in (today.saturating_sub(days - 1)..=today).rev() {
		let Some(results) = chain.ad_results(campaign, day).await? else { continue };
		count += 1;
		let text = day_in_words(day, &results);
		context.output.event("ad-results", &text, day_fields(campaign, day, &results));
	}
	if count == 0 {
		context.output.note("nothing was charged in that time");
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use reel_primitives::{
		ContentId,
		ads::{AdCharge, ChargePart, Dropped},
	};

	#[test]
	fn a_day_is_told_in_words_and_fields() {
		let mut results = DayResults::default();
		let charge = AdCharge {
			campaign: 3,
			viewers: 2,
			dropped: Dropped { budget: 4, unproven: 2, invalid: 1, ..Dropped::default() },
			parts: vec![ChargePart {
				content: ContentId([1; 32]),
				country: *b"KR",
				impressions: 5,
				views: 3,
				clicks: 1,
			}],
		};
		results.enter(&charge, &[1_500_000_000_000_000_000]);
		let text = day_in_words(7, &results);
		assert!(
			text.starts_with("1970-01-08: 5 impressions, 3 views, 1 clicks, 1.5 CFX"),
			"{text}"
		);
		assert!(text.contains("\n  KR: 5 impressions"), "{text}");
		assert!(text.contains("\n  4 not charged: the budget was spent"), "{text}");
		assert!(text.contains("\n  2 not charged: not proven to have been watched"), "{text}");
		let refused = "\n  1 attempts refused: wrong signature, proof or receipt";
		assert!(text.ends_with(refused), "{text}");
		let fields = day_fields(3, 7, &results);
		assert_eq!(fields["countries"]["KR"]["views"], 3);
		assert_eq!(fields["total"]["spent_planck"], "1500000000000000000");
		assert_eq!(fields["dropped"]["budget"], 4);
		assert_eq!(fields["dropped"]["unproven"], 2);
		assert_eq!(fields["refused"]["invalid"], 1);
	}
}
