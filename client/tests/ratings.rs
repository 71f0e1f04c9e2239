//! What desks tell of ratings is checked and merged.

use crate::desk::desk;
use reel::{
	account::{Signer, parse_account},
	desk::Desk,
	ratings::{fetch, sign_rating},
};
use reel_primitives::{ContentId, rating::RatingsHead};
use reel_rpc_api::{RatingLine, to_hex};
use serde_json::to_value;

const GENESIS: [u8; 32] = [1; 32];
const FILM: ContentId = ContentId([2; 32]);

fn line(name: &str, stars: u8, later_ms: u64) -> RatingLine {
	let signer = Signer::dev(name).expect("a name derives a key");
	let mut signed = sign_rating(GENESIS, FILM, stars, &signer).expect("signed");
	signed.rating.rated_at_ms += later_ms;
	signed.signature = signer.sign(&signed.rating.signing_payload());
	RatingLine::of(&signed, &RatingsHead::default()).0
}

/// A desk that took these ratings, and tells of one at a time.
fn telling(mut lines: Vec<RatingLine>) -> Desk {
	lines.sort_by(|one, two| one.viewer.cmp(&two.viewer));
	desk(move |method, params| {
		assert_eq!((method, params[0].as_str()), ("pov_v1_ratings", Some(&*to_hex(FILM))));
		let after = params[1].as_str().map(|text| parse_account(text).expect("an address"));
		let mut rest =
			lines.iter().filter(|line| after.as_ref().is_none_or(|it| line.viewer > *it));
		Ok(to_value(rest.next().into_iter().collect::<Vec<_>>()).expect("json"))
	})
}

#[tokio::test]
async fn of_all_that_desks_tell_the_newest_of_each_viewer_counts() {
	let desks = [
		telling(vec![line("Ann", 5, 0), line("Ben", 2, 0)]),
		telling(vec![line("Ann", 1, 90_000)]),
		telling(Vec::new()),
	];
	let newest = fetch(&desks, &GENESIS, &FILM).await.expect("all are signed");
	let mut stars: Vec<u8> = newest.values().map(|rating| rating.stars).collect();
	stars.sort_unstable();
	assert_eq!(stars, [1, 2]);
}

#[tokio::test]
async fn a_desk_that_tells_what_nobody_signed_is_not_believed() {
	let forged = RatingLine { stars: 4, ..line("Ann", 5, 0) };
	let of_another = RatingLine { content: to_hex([9; 32]), ..line("Ann", 5, 0) };
	for wrong in [forged, of_another] {
		let error = fetch(&[telling(vec![wrong])], &GENESIS, &FILM).await.expect_err("forged");
		assert_eq!(error.label(), "rating-untrusted");
	}
	let endless = desk(|_, _| Ok(to_value([line("Ann", 5, 0)]).expect("json")));
	let error = fetch(&[endless], &GENESIS, &FILM).await.expect_err("it would never end");
	assert_eq!(error.label(), "rating-untrusted");
}
