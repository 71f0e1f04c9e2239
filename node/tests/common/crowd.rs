//! A crowd whose plays fall into one round.

use super::{Viewer, until_ms};
use futures::{StreamExt, TryStreamExt, stream};
use reel::watch::{Grant, Title};
use reel_primitives::{
	Round,
	time::{round_of_ms, round_start_ms},
};

/// Rounds of a period of sums of the development chain.
pub(crate) const SUM_PERIOD: u64 = 8;

/// How long after their round has begun the first window opens.
const EARLY_MS: u64 = 500;

/// Who watched the first cell of a title, and what they handed in.
#[derive(Debug)]
pub(crate) struct Crowd {
	/// The round of all their plays.
	pub(crate) round: Round,
	/// The viewers.
	pub(crate) viewers: Vec<Viewer>,
	/// Their tickets.
	pub(crate) grants: Vec<Grant>,
}

impl Crowd {
	/// `number` viewers at the desk of `first`, who has a name of its own, watch the first cell of `title` and hand their
	/// plays in: all in one round, whatever else the machine does.
	///
	/// A play counts for the round in which its window opens, so the asks are made within a round; a cell is to last for the
	/// time in which all of them watch, one after the other.
	pub(crate) async fn watch(first: &Viewer, number: u32, title: &Title) -> Self {
		let viewers: Vec<_> =
			(0..number).map(|i| first.clone().named(&format!("Crowd{i}"))).collect();
		let duration_ms = u64::from(title.cells[0].duration_ms);
		let lead_ms = duration_ms - EARLY_MS;
		// At the start of a period of sums: until its end the round is claimed by round.
		let round = (round_of_ms(reel::now_ms() + lead_ms) + 1).next_multiple_of(SUM_PERIOD);
		until_ms(round_start_ms(round) - lead_ms).await;
		let asked = stream::iter(&viewers).map(|viewer| viewer.ask(title, 0)).buffered(4);
		let grants: Vec<_> = asked.try_collect().await.expect("a crowd is no reason to refuse");
		let pairs = viewers.iter().zip(&grants);
		let watched = stream::iter(pairs).map(|(viewer, grant)| viewer.watch(title, grant));
		let plays: Vec<_> = watched.buffered(2).collect().await;
		let opens_at_ms = grants.iter().map(|grant| grant.ticket.opens_at_ms()).max();
		until_ms(opens_at_ms.unwrap_or_default()).await;
		let pairs = viewers.iter().zip(&plays);
		let submitted = stream::iter(pairs).map(|(viewer, play)| viewer.submit(play)).buffered(4);
		let accepted: Vec<_> = submitted.try_collect().await.expect("all are within their windows");
		assert!(accepted.iter().all(|play| play.round == round), "{round}: {accepted:?}");
		Self { round, viewers, grants }
	}
}
