//! What becomes of a cell that has come: it is watched to its end, proven and handed in, or it is not (C6, C11).

use super::{Viewing, feed::Ready, sleep_until_ms};
use crate::{
	Error, Result,
	watch::{
		FetchedCell, Grant,
		ads::{Attention, Spot},
		payments::Accepted,
		player::Player,
		proof::{build, search_nonce, sign_play},
	},
};
use futures::FutureExt;
use reel_primitives::{CellIndex, ads::AdPlacement, play::PlayData};
use reel_rpc_api::to_hex;
use serde_json::json;
use std::{time::Duration, vec};
use tokio::{task::spawn_blocking, time::sleep};

/// Margin behind the end of a cell for clocks that differ.
const MARGIN_MS: u64 = 250;

/// How long a provider's report is waited for.
const REPORT_PAUSE: Duration = Duration::from_secs(1);

/// How often play data that came too early is handed in again.
const MOST_SUBMISSIONS: u32 = 4;

/// What was played.
pub(super) enum What {
	Cell(CellIndex),
	Ad(AdPlacement),
}

/// What became of a cell.
pub(super) enum Outcome {
	/// Its play was accepted.
	Accepted(Accepted),
	/// It was watched, and is not paid.
	Unpaid,
	/// The viewer left before its end.
	Left,
}

impl Viewing {
	/// Proves a cell, and hands the proof in when the cell is over; of an ad with the click, if there was one until then.
	///
	/// # Errors
	/// [`Error::Refused`] by what the desk says, [`Error::Node`].
	pub async fn settle(
		&self,
		grant: Grant,
		fetched: FetchedCell,
		attention: Option<&Attention>,
	) -> Result<Accepted> {
		let title = self.title.clone();
		let ticket = grant.ticket.clone();
		let mut data = spawn_blocking(move || {
			let view_hash = fetched.view_hash();
			let (code, bits) = (&ticket.play_code, ticket.difficulty_bits);
			let nonce = search_nonce(code, &view_hash, &ticket.viewer, bits)?;
			build(&ticket, &title, &fetched, nonce)
		})
		.await
		.map_err(|error| Error::Node(error.to_string()))??;
		sleep_until_ms(grant.ticket.opens_at_ms().saturating_add(MARGIN_MS)).await;
		data.clicked = attention.is_some_and(Attention::was_clicked);
		let mut play = sign_play(data.clone(), &self.signer);
		let cell = grant.ticket.cell;
		let (mut submissions, mut has_waited, mut others) = (1, false, with_fewer_receipts(&data));
		let accepted = loop {
			match self.chain.desk().submit(&play).await {
				// The desk's clock is behind ours: it says by how much.
				Err(Error::Refused { label, retry_after_ms: Some(wait), .. })
					if matches!(label.as_str(), "too-fast" | "rate-limited")
						&& submissions < MOST_SUBMISSIONS =>
				{
					submissions += 1;
					sleep(Duration::from_millis(wait.saturating_add(MARGIN_MS))).await;
				},
				// A report may be a moment behind. Which of several senders says otherwise the desk does not tell, so each is left
				// out once, and at last all of them: what sender and viewer cannot agree on is paid to neither, and the rest, and
				// the view, count all the same.
				Err(Error::Refused { label, .. })
					if label == "receipt-mismatch"
						&& others.len() > 0
						&& grant.introductions.iter().any(Option::is_some) =>
				{
					if !has_waited {
						has_waited = true;
						sleep(REPORT_PAUSE).await;
					} else if let Some(fewer) = others.next() {
						if others.len() == 0 {
							let text =
								format!("cell {cell}: its sender does not confirm what it sent");
							self.output.note(&text);
						}
						play = sign_play(fewer, &self.signer);
					}
				},
				answer => break answer?,
			}
		};
		let round = accepted.round;
		let campaign = grant.ticket.ad.map(|placement| placement.campaign);
		match campaign {
			Some(campaign) => self.output.event(
				"ad-accepted",
				&format!("the advertisement: accepted for round {round}"),
				json!({
					"campaign": campaign,
					"ticket": to_hex(grant.id),
					"round": round,
					"clicked": play.play.clicked,
				}),
			),
			None => self.output.event(
				"accepted",
				&format!("cell {cell}: accepted for round {round}"),
				json!({
					"cell": cell,
					"ticket": to_hex(grant.id),
					"round": round,
					"nonce": play.play.nonce,
					"receipts": play.play.receipts.len(),
				}),
			),
		}
		Ok(Accepted { cell, ticket: grant.id, round, campaign })
	}

	/// Proves a cell that is paid; waits for the end of one that is not.
	async fn watched(&self, grant: Grant, fetched: FetchedCell) -> Result<Outcome> {
		let cell = grant.ticket.cell;
		let (reason, text) = match (grant.unpaid, fetched.is_keyed()) {
			(None, true) => return self.settle(grant, fetched, None).await.map(Outcome::Accepted),
			(Some(reason), _) => (
				json!(reason),
				"counted in this period already, it may be watched but is not paid again",
			),
			(None, false) => (
				json!("not-keyed"),
				"came from peers, not under its ticket: it may be watched but not proven",
			),
		};
		self.output.event(
			"not-paid",
			&format!("cell {cell}: {text}"),
			json!({ "cell": cell, "ticket": to_hex(grant.id), "reason": reason }),
		);
		sleep_until_ms(grant.ticket.opens_at_ms()).await;
		Ok(Outcome::Unpaid)
	}

	/// Proves an ad that was played, and leaves it at that if it was not.
	async fn watched_ad(&self, spot: Spot) -> Result<Outcome> {
		let Spot { grant, title, fetched, attention, .. } = spot;
		let ad = Self { title, ..self.clone() };
		sleep_until_ms(grant.ticket.opens_at_ms()).await;
		if !attention.was_played() {
			return Ok(Outcome::Left);
		}
		ad.settle(grant, fetched, Some(&attention)).await.map(Outcome::Accepted)
	}

	/// What became of a cell or an ad that has come, when it is over or the viewer leaves.
	pub(super) async fn settled(
		&self,
		ready: Ready,
		player: Option<&Player>,
	) -> (What, Result<Outcome>) {
		let (what, opens, permit, settled) = match ready {
			Ready::Cell { grant, fetched, permit } => {
				let (cell, opens) = (grant.ticket.cell, grant.ticket.opens_at_ms());
				(What::Cell(cell), opens, permit, self.watched(grant, fetched).boxed())
			},
			Ready::Ad { spot, permit } => {
				let opens = spot.grant.ticket.opens_at_ms();
				(What::Ad(spot.placement), opens, permit, self.watched_ad(spot).boxed())
			},
		};
		let outcome = tokio::select! {
			settled = settled => settled,
			() = left(player, opens) => Ok(Outcome::Left),
		};
		drop(permit);
		(what, outcome)
	}
}

/// The same play with one receipt less, each in turn, if there are several; then with none.
fn with_fewer_receipts(play: &PlayData) -> vec::IntoIter<PlayData> {
	let several = 0..if play.receipts.len() > 1 { play.receipts.len() } else { 0 };
	let mut those: Vec<PlayData> = several
		.map(|left_out| {
			let mut fewer = play.clone();
			fewer.receipts.remove(left_out);
			fewer
		})
		.collect();
	those.push(PlayData { receipts: Vec::new(), ..play.clone() });
	those.into_iter()
}

/// Resolves when the viewer leaves the player before `unix_ms`.
async fn left(player: Option<&Player>, unix_ms: u64) {
	match player {
		Some(player) => player.left_before(unix_ms).await,
		None => std::future::pending().await,
	}
}
