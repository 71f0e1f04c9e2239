//! Ratings: signing them, and checking what desks say of them (C16, S10).
//!
//! A rating says by itself whose it is. That its viewer has watched is the word of the desk that took it; that the desk has
//! changed nothing since, its log and the anchor on the chain show: [`Log::read`], [`Log::anchored`].

use crate::{
	Error, Result,
	account::{Signer, is_signed_by, to_ss58},
	desk::Desk,
	now_ms,
};
use reel_primitives::{
	AccountId, ContentId, Hash32,
	rating::{HeadStatement, MAX_STARS, Rating, RatingsHead, SignedRating},
};
use reel_rpc_api::{MAX_RATINGS_PAGE, RatingLine};
use std::{collections::BTreeMap, io::BufRead};

/// The newest rating of a title, or of each of many, by each viewer.
pub type Newest = BTreeMap<(ContentId, AccountId), Rating>;

/// A rating at this machine's time, signed.
///
/// # Errors
/// [`Error::Usage`] unless it has 1 to 5 stars.
pub fn sign_rating(
	genesis: Hash32,
	content: ContentId,
	stars: u8,
	signer: &Signer,
) -> Result<SignedRating> {
	let viewer = signer.account();
	let rating = Rating { genesis, content, viewer, stars, rated_at_ms: now_ms() };
	if !rating.is_in_range() {
		return Err(Error::Usage(format!("{stars} stars: give 1 to {MAX_STARS}")));
	}
	let signature = signer.sign(&rating.signing_payload());
	Ok(SignedRating { rating, signature })
}

/// Whether a rating is its viewer's, and one that can be.
fn is_sound(signed: &SignedRating) -> bool {
	let SignedRating { rating, signature } = signed;
	let viewer: &[u8; 32] = rating.viewer.as_ref();
	rating.is_in_range() && is_signed_by(viewer, &rating.signing_payload(), signature)
}

/// Puts a rating in, unless there is a newer one of its viewer and title.
fn put(newest: &mut Newest, rating: Rating) {
	let key = (rating.content, rating.viewer.clone());
	match newest.get(&key) {
		Some(before) if before.rated_at_ms >= rating.rated_at_ms => {},
		_ => drop(newest.insert(key, rating)),
	}
}

/// The ratings of a title that some desks have taken, the newest of each viewer, all of them checked.
///
/// # Errors
/// [`Error::Refused`] with the label `rating-untrusted` when a desk tells of one that its viewer has not signed,
/// [`Error::Node`].
pub async fn fetch(desks: &[Desk], genesis: &Hash32, content: &ContentId) -> Result<Newest> {
	let mut newest = Newest::new();
	for desk in desks {
		let mut from: Option<AccountId> = None;
		loop {
			let page = desk.ratings(content, from.as_ref(), MAX_RATINGS_PAGE).await?;
			let Some(last) = page.last().map(|line| line.viewer.clone()) else { break };
			// Pages that do not ascend would never end.
			if !page.is_sorted_by(|one, two| one.viewer < two.viewer)
				|| page.first().map(|line| &line.viewer) <= from.as_ref()
			{
				return Err(untrusted("its pages are out of order"));
			}
			for line in &page {
				put(&mut newest, checked(line, genesis, content)?);
			}
			from = Some(last);
		}
	}
	Ok(newest)
}

fn checked(line: &RatingLine, genesis: &Hash32, content: &ContentId) -> Result<Rating> {
	let signed = line.signed(genesis).filter(is_sound);
	let rating = signed.map(|signed| signed.rating).filter(|rating| rating.content == *content);
	let who = to_ss58(&line.viewer);
	rating.ok_or_else(|| untrusted(&format!("{who} has not signed the rating in its name")))
}

fn untrusted(what: &str) -> Error {
	Error::Refused {
		label: "rating-untrusted".to_owned(),
		message: format!("the desk does not tell the truth about ratings: {what}"),
		retry_after_ms: None,
	}
}

/// How many rate, and what they come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
	/// Ratings of one star, of two, up to five.
	pub by_stars: [u64; MAX_STARS as usize],
}

impl Summary {
	/// Of these ratings.
	pub fn of<'a>(ratings: impl IntoIterator<Item = &'a Rating>) -> Self {
		let mut by_stars = [0u64; MAX_STARS as usize];
		for rating in ratings {
			let place = usize::from(rating.stars).checked_sub(1);
			if let Some(count) = place.and_then(|place| by_stars.get_mut(place)) {
				*count += 1;
			}
		}
		Self { by_stars }
	}

	/// How many there are.
	pub fn count(&self) -> u64 {
		self.by_stars.iter().sum()
	}

	/// The mean with two digits, rounded down; `None` without a rating.
	pub fn mean(&self) -> Option<String> {
		let stars: u64 = (1..).zip(&self.by_stars).map(|(stars, count)| stars * count).sum();
		let hundredths = stars.saturating_mul(100).checked_div(self.count())?;
		Some(format!("{}.{:02}", hundredths / 100, hundredths % 100))
	}
}

/// A log of ratings that was read and holds together.
#[derive(Clone, Debug)]
pub struct Log {
	/// Hash of each line.
	hashes: Vec<Hash32>,
	/// The newest rating of each title by each viewer.
	pub newest: Newest,
	/// What follows the last whole line, in bytes: a line that was being written when the log was copied.
	pub torn_bytes: usize,
}

impl Log {
	/// Reads a log of the chain that began with `genesis`: each line must follow the one before, and be signed by its viewer.
	///
	/// # Errors
	/// [`Error::Storage`] with the number of the first line that does not, [`Error::File`].
	pub fn read(mut from: impl BufRead, genesis: &Hash32) -> Result<Self> {
		let mut log = Self { hashes: Vec::new(), newest: Newest::new(), torn_bytes: 0 };
		let mut head = RatingsHead::default();
		let mut bytes = Vec::new();
		loop {
			bytes.clear();
			let read = from.read_until(b'\n', &mut bytes);
			read.map_err(|error| Error::File(error.to_string()))?;
			if bytes.last() != Some(&b'\n') {
				log.torn_bytes = bytes.len();
				return Ok(log);
			}
			let wrong = |what: &str| {
				let line = head.count.saturating_add(1);
				Error::Storage(format!("line {line} of the log of ratings {what}"))
			};
			let line: RatingLine =
				serde_json::from_slice(&bytes).map_err(|_| wrong("is no rating"))?;
			let next = line.follows(&head, genesis);
			let (signed, after) = next.ok_or_else(|| wrong("does not follow the one before"))?;
			if !is_sound(&signed) {
				return Err(wrong("is not signed by its viewer"));
			}
			head = after;
			log.hashes.push(head.hash);
			put(&mut log.newest, signed.rating);
		}
	}

	/// What it comes to.
	pub fn head(&self) -> RatingsHead {
		let hash = self.hashes.last().copied().unwrap_or_default();
		RatingsHead { count: self.hashes.len() as u64, hash }
	}

	/// Whether the log stood so when this was said: it has as many lines or more, and that line has that hash.
	pub fn anchored(&self, statement: &HeadStatement) -> bool {
		let RatingsHead { count, hash } = statement.head;
		let place = usize::try_from(count).ok().and_then(|count| count.checked_sub(1));
		place.and_then(|place| self.hashes.get(place)) == Some(&hash)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const GENESIS: Hash32 = [1; 32];
	const FILM: ContentId = ContentId([2; 32]);

	fn viewer(name: &str) -> Signer {
		Signer::dev(name).expect("a name derives a key")
	}

	/// A log of these ratings, in order, as a desk writes it, and its head after each.
	fn log(ratings: &[(&str, u8)]) -> (String, Vec<RatingsHead>) {
		let (mut text, mut heads) = (String::new(), vec![RatingsHead::default()]);
		for (name, stars) in ratings {
			let mut signed = sign_rating(GENESIS, FILM, *stars, &viewer(name)).expect("signed");
			signed.rating.rated_at_ms += heads.len() as u64;
			signed.signature = viewer(name).sign(&signed.rating.signing_payload());
			let (line, head) = RatingLine::of(&signed, &heads[heads.len() - 1]);
			text += &format!("{}\n", serde_json::to_string(&line).expect("json"));
			heads.push(head);
		}
		(text, heads)
	}

	#[test]
	fn a_log_is_read_whole_and_the_newest_of_a_viewer_counts() {
		let (text, heads) = log(&[("Ann", 5), ("Ben", 2), ("Ann", 1)]);
		let read = Log::read(text.as_bytes(), &GENESIS).expect("a right log");
		assert_eq!(read.head(), heads[3]);
		let summary = Summary::of(read.newest.values());
		assert_eq!((summary.count(), summary.mean()), (2, Some("1.50".to_owned())));
		let torn = format!("{text}{{\"number\":4");
		let read = Log::read(torn.as_bytes(), &GENESIS).expect("what is whole is right");
		assert_eq!((read.head(), read.torn_bytes), (heads[3], 11));
	}

	#[test]
	fn a_log_that_was_changed_is_refused_with_the_line() {
		let (text, _) = log(&[("Ann", 5), ("Ben", 2)]);
		let (first, second) = text.split_once('\n').expect("two lines");
		for (changed, line) in [
			(text.replace("\"stars\":2", "\"stars\":3"), "line 2"),
			(second.to_owned(), "line 1"),
			(format!("{first}\n\n{second}"), "line 2"),
			("{}\n".to_owned(), "line 1"),
		] {
			let error = Log::read(changed.as_bytes(), &GENESIS).expect_err("it was changed");
			assert!(error.to_string().contains(line), "{error}");
		}
		assert!(Log::read(text.as_bytes(), &[9; 32]).is_err(), "of another chain");
		// Hashes made anew, for a rating that nobody signed.
		let mut forged = sign_rating(GENESIS, FILM, 5, &viewer("Ann")).expect("signed");
		forged.rating.stars = 1;
		let (line, _) = RatingLine::of(&forged, &RatingsHead::default());
		let line = format!("{}\n", serde_json::to_string(&line).expect("json"));
		let error = Log::read(line.as_bytes(), &GENESIS).expect_err("not Ann's");
		assert!(error.to_string().contains("not signed"), "{error}");
	}

	#[test]
	fn an_anchor_holds_for_the_log_that_it_was_made_of_and_what_came_after() {
		let (text, heads) = log(&[("Ann", 5), ("Ben", 2), ("Eve", 3)]);
		let read = Log::read(text.as_bytes(), &GENESIS).expect("a right log");
		for head in &heads[1..] {
			assert!(read.anchored(&HeadStatement { round: 9, head: *head }));
		}
		let wrong = RatingsHead { count: 2, hash: heads[3].hash };
		let longer = RatingsHead { count: 4, hash: heads[3].hash };
		for head in [wrong, longer, RatingsHead::default()] {
			assert!(!read.anchored(&HeadStatement { round: 9, head }));
		}
	}

	#[test]
	fn nobody_signs_more_stars_than_there_are() {
		for stars in [0, 6] {
			let refused = sign_rating(GENESIS, FILM, stars, &viewer("Ann"));
			assert!(matches!(refused, Err(Error::Usage(_))));
		}
		assert_eq!(Summary::default().mean(), None);
	}
}
