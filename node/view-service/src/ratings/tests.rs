//! Who may rate, what is kept of it, and what the chain is told.

use super::file::{FILE, RatingsLog};
use crate::{
	Source,
	tests::{Viewer, World, world::*},
};
use reel_primitives::{
	ContentId,
	content::{ReasonCode, TitleStatus},
	rating::{Rating, RatingsHead, SignedRating},
	time::{ROUND_MS, ROUNDS_PER_PERIOD, period_of, round_of_ms},
};
use reel_rpc_api::{RatingLine, RatingTaken, Rejection, to_hex};
use sp_core::Pair;
use std::{fs, path::PathBuf};

const DAY_MS: u64 = 86_400_000;

fn rating(world: &World, viewer: &Viewer, stars: u8) -> Rating {
	Rating {
		genesis: GENESIS,
		content: content(1),
		viewer: viewer.account(),
		stars,
		rated_at_ms: world.now_ms(),
	}
}

fn signed(viewer: &Viewer, rating: Rating) -> SignedRating {
	let signature = viewer.key.sign(&rating.signing_payload()).0;
	SignedRating { rating, signature }
}

fn rate(world: &World, desk: usize, viewer: &Viewer, stars: u8) -> Result<RatingTaken, Rejection> {
	let signed = signed(viewer, rating(world, viewer, stars));
	world.desks[desk].handle.rate(&signed, Source::Unknown)
}

/// Watches cell 0 of title 1 at desk 0, and waits until it is paid.
async fn watch(world: &World, viewer: &Viewer) {
	viewer.watch(world, 0, 0).await;
	world.next_round();
	for _ in 0..3 {
		world.block().await;
	}
	assert!(world.with_chain(|chain| !chain.paid.is_empty()));
}

fn listed(world: &World, desk: usize) -> Vec<(u64, u8)> {
	let ratings =
		world.desks[desk].handle.ratings(&content(1), None, 100, Source::Unknown).unwrap();
	ratings.iter().map(|line| (line.number, line.stars)).collect()
}

fn file_of(world: &World) -> PathBuf {
	world.desks[0].config.data_dir.join(FILE)
}

#[tokio::test]
async fn whoever_was_paid_for_a_view_rates_and_nobody_else() {
	let world = World::new(1);
	let (ann, ben) = (Viewer::new(1), Viewer::new(2));
	assert_eq!(rate(&world, 0, &ann, 5), Err(Rejection::NotWatched));
	ann.watch(&world, 0, 0).await;
	assert_eq!(rate(&world, 0, &ann, 5), Err(Rejection::NotWatched), "its batch is not paid yet");
	world.next_round();
	for _ in 0..3 {
		world.block().await;
	}
	assert_eq!(rate(&world, 0, &ann, 5).unwrap().number, 1);
	assert_eq!(rate(&world, 0, &ben, 1), Err(Rejection::NotWatched));
	let other_title = Rating { content: content(2), ..rating(&world, &ann, 5) };
	let answer = world.desks[0].handle.rate(&signed(&ann, other_title), Source::Unknown);
	assert_eq!(answer, Err(Rejection::NotWatched));
	assert_eq!(listed(&world, 0), [(1, 5)]);
}

#[tokio::test]
async fn every_desk_that_saw_the_batch_takes_the_rating() {
	let world = World::new(4);
	let ann = Viewer::new(1);
	watch(&world, &ann).await;
	for desk in 0..4 {
		assert_eq!(rate(&world, desk, &ann, 4).map(|taken| taken.number), Ok(1), "{desk}");
	}
}

#[tokio::test]
async fn ratings_that_are_forged_old_of_elsewhere_or_out_of_range_are_refused_by_name() {
	let world = World::new(1);
	let (ann, ben) = (Viewer::new(1), Viewer::new(2));
	watch(&world, &ann).await;
	let good = || rating(&world, &ann, 3);
	let minute = 60_000;
	for (of, reason) in [
		(Rating { genesis: [9; 32], ..good() }, Rejection::WrongChain),
		(Rating { stars: 0, ..good() }, Rejection::StarsOutOfRange),
		(Rating { stars: 6, ..good() }, Rejection::StarsOutOfRange),
		(Rating { rated_at_ms: world.now_ms() - minute - 1, ..good() }, Rejection::AskExpired),
		(Rating { rated_at_ms: world.now_ms() + minute + 1, ..good() }, Rejection::AskExpired),
		(Rating { content: ContentId([99; 32]), ..good() }, Rejection::TitleNotFound),
	] {
		let answer = world.desks[0].handle.rate(&signed(&ann, of.clone()), Source::Unknown);
		assert_eq!(answer, Err(reason), "{of:?}");
	}
	let by_another = SignedRating { rating: good(), ..signed(&ben, good()) };
	let answer = world.desks[0].handle.rate(&by_another, Source::Unknown);
	assert_eq!(answer, Err(Rejection::WrongSignature));
	let mut changed = signed(&ann, good());
	changed.rating.stars = 1;
	let answer = world.desks[0].handle.rate(&changed, Source::Unknown);
	assert_eq!(answer, Err(Rejection::WrongSignature));
	for (status, reason) in [
		(TitleStatus::Stopped(ReasonCode::Rights), Rejection::TitleStopped),
		(TitleStatus::Deleted, Rejection::TitleDeleted),
	] {
		world.with_chain(|chain| {
			chain.titles.get_mut(&content(1)).unwrap().state.status = status;
		});
		assert_eq!(rate(&world, 0, &ann, 3), Err(reason));
	}
	assert_eq!(listed(&world, 0), []);
}

#[tokio::test]
async fn a_rating_counts_until_a_newer_one_comes_which_may_be_a_day_later() {
	let world = World::new(1);
	let ann = Viewer::new(1);
	watch(&world, &ann).await;
	let first = signed(&ann, rating(&world, &ann, 5));
	world.desks[0].handle.rate(&first, Source::Unknown).unwrap();
	let again = world.desks[0].handle.rate(&first, Source::Unknown);
	assert_eq!(again, Err(Rejection::AlreadyRated));
	world.pass(1_000);
	let limited = Rejection::RateLimited { retry_after_ms: DAY_MS - 1_000 };
	assert_eq!(rate(&world, 0, &ann, 1), Err(limited));
	world.pass(DAY_MS - 1_000);
	assert_eq!(rate(&world, 0, &ann, 1).unwrap().number, 2);
	assert_eq!(listed(&world, 0), [(2, 1)]);
	let lines = world.desks[0].handle.ratings_log(0, 100, Source::Unknown).unwrap();
	assert_eq!(lines.iter().map(|line| line.stars).collect::<Vec<_>>(), [5, 1]);
}

#[tokio::test]
async fn a_view_can_be_rated_after_its_play_is_erased_and_no_longer_than_it_is_remembered() {
	let mut world = World::new(1);
	let ann = Viewer::new(1);
	watch(&world, &ann).await;
	let period = period_of(round_of_ms(world.now_ms()));
	world.pass(2 * 3_600_000);
	world.block().await;
	assert_eq!(world.desks[0].core.store().state().plays.len(), 0, "the play is erased");
	world.desks[0].core.store().compact().unwrap();
	world.desks[0].restart();
	assert_eq!(rate(&world, 0, &ann, 4).unwrap().number, 1);
	// The last moment of the period after that of the view, and the first after it.
	world.set_time((period + 2) * ROUNDS_PER_PERIOD * ROUND_MS - 1);
	assert_eq!(rate(&world, 0, &ann, 2).unwrap().number, 2);
	world.set_time((period + 2) * ROUNDS_PER_PERIOD * ROUND_MS + DAY_MS);
	world.block().await;
	assert_eq!(rate(&world, 0, &ann, 3), Err(Rejection::NotWatched));
}

#[tokio::test]
async fn the_chain_of_lines_goes_on_over_a_restart_and_a_torn_line_is_cut() {
	let mut world = World::new(1);
	let viewers = [Viewer::new(1), Viewer::new(2), Viewer::new(3)];
	for viewer in &viewers {
		watch(&world, viewer).await;
	}
	rate(&world, 0, &viewers[0], 5).unwrap();
	let whole = fs::read(file_of(&world)).unwrap();
	world.desks[0].restart();
	rate(&world, 0, &viewers[1], 4).unwrap();
	let torn = fs::read(file_of(&world)).unwrap();
	fs::write(file_of(&world), &torn[..torn.len() - 1]).unwrap();
	world.desks[0].restart();
	assert_eq!(fs::read(file_of(&world)).unwrap(), whole, "nobody was told of it as it is there");
	rate(&world, 0, &viewers[2], 3).unwrap();
	let text = fs::read_to_string(file_of(&world)).unwrap();
	let mut head = RatingsHead::default();
	for line in text.lines() {
		let line: RatingLine = serde_json::from_str(line).unwrap();
		head = line.follows(&head, &GENESIS).expect("each follows the one before").1;
	}
	assert_eq!(head.count, 2);
	assert_eq!(world.desks[0].core.ratings().head(), head);
}

#[tokio::test]
async fn a_desk_does_not_start_over_a_log_that_somebody_changed() {
	let world = World::new(1);
	let (ann, ben) = (Viewer::new(1), Viewer::new(2));
	watch(&world, &ann).await;
	watch(&world, &ben).await;
	rate(&world, 0, &ann, 5).unwrap();
	rate(&world, 0, &ben, 4).unwrap();
	let directory = &world.desks[0].config.data_dir;
	let text = fs::read_to_string(file_of(&world)).unwrap();
	let lines: Vec<&str> = text.lines().collect();
	for changed in [
		text.replace("\"stars\":5", "\"stars\":1"),
		format!("{}\n", lines[1]),
		format!("{}\n{}\n", lines[1], lines[0]),
		format!("{}\n\n{}\n", lines[0], lines[1]),
	] {
		fs::write(file_of(&world), changed).unwrap();
		assert!(RatingsLog::open(directory, &GENESIS).is_err());
	}
	fs::write(file_of(&world), &text).unwrap();
	assert!(RatingsLog::open(directory, &[9; 32]).is_err(), "a log of another chain");
	assert_eq!(RatingsLog::open(directory, &GENESIS).unwrap().head().count, 2);
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended() {
	let world = World::new(1);
	let mut viewers: Vec<Viewer> = (1..=5).map(Viewer::new).collect();
	for viewer in &viewers {
		watch(&world, viewer).await;
		rate(&world, 0, viewer, 4).unwrap();
	}
	viewers.sort_by_key(Viewer::account);
	let (mut seen, mut from) = (Vec::new(), None);
	loop {
		let page = world.desks[0].handle.ratings(&content(1), from, 2, Source::Unknown).unwrap();
		let Some(last) = page.last() else { break };
		from = Some(last.viewer.clone());
		seen.extend(page.into_iter().map(|line| line.viewer));
	}
	assert_eq!(seen, viewers.iter().map(Viewer::account).collect::<Vec<_>>());
	let log = |from, limit| {
		let lines = world.desks[0].handle.ratings_log(from, limit, Source::Unknown).unwrap();
		lines.iter().map(|line| line.number).collect::<Vec<_>>()
	};
	assert_eq!(log(0, 3), [1, 2, 3]);
	assert_eq!(log(3, 100), [4, 5]);
	assert_eq!(log(5, 100), [0; 0]);
	assert_eq!(log(u64::MAX, 100), [0; 0]);
	assert!(
		world.desks[0].handle.ratings(&content(2), None, 9, Source::Unknown).unwrap().is_empty()
	);
}

#[tokio::test]
async fn a_full_log_takes_no_more() {
	let mut world = World::new(1);
	let (ann, ben) = (Viewer::new(1), Viewer::new(2));
	watch(&world, &ann).await;
	watch(&world, &ben).await;
	world.desks[0].config.max_ratings = 1;
	world.desks[0].restart();
	rate(&world, 0, &ann, 5).unwrap();
	assert_eq!(rate(&world, 0, &ben, 4), Err(Rejection::Busy));
}

#[tokio::test]
async fn the_head_is_signed_and_goes_to_the_chain_when_it_is_time_and_new() {
	let world = World::new(1);
	let (ann, ben) = (Viewer::new(1), Viewer::new(2));
	watch(&world, &ann).await;
	let heads = || world.with_chain(|chain| chain.heads.clone());
	assert!(heads().is_empty(), "an empty log is nothing to tell of");
	rate(&world, 0, &ann, 5).unwrap();
	let head = world.desks[0].core.ratings().head();
	world.with_chain(|chain| chain.takes_no_heads = true);
	world.next_round();
	world.block().await;
	assert!(heads().is_empty(), "it is not time");
	world.with_chain(|chain| chain.takes_no_heads = false);
	world.block().await;
	assert!(heads().is_empty(), "the chain was asked in this round");
	world.next_round();
	world.block().await;
	assert_eq!(heads().iter().map(|(_, said)| said.head).collect::<Vec<_>>(), [head]);
	world.next_round();
	world.block().await;
	assert_eq!(heads().len(), 1, "nothing new");
	watch(&world, &ben).await;
	rate(&world, 0, &ben, 4).unwrap();
	world.next_round();
	world.block().await;
	assert_eq!(heads().len(), 2);
	let told = world.desks[0].handle.ratings_head(Source::Unknown).unwrap();
	let statement = told.statement().unwrap();
	assert_eq!(statement.head, heads()[1].1.head);
	assert_eq!(told.authority, to_hex(world.desks[0].key.public().0));
	let payload = statement.signing_payload(&GENESIS, told.session);
	assert_eq!(told.signature.len(), 130);
	let signature: [u8; 64] = reel_rpc_api::from_hex(&told.signature).unwrap().try_into().unwrap();
	assert!(crate::signature::is_signed(&world.desks[0].key.public().0, &signature, &payload));
}
