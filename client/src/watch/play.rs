//! One viewing from its first cell to its last payment.

use super::{
	FetchedCell, Grant, Payments, Title,
	ads::{AdWish, Attention, Spot, leave_out},
	ask, fetch_cell,
	payments::Accepted,
	player::Player,
	proof::{build, search_nonce, sign_play},
};
use crate::{
	Error, Result,
	account::Signer,
	chain::Chain,
	now_ms,
	output::Output,
	peers::{Peers, Share},
};
use futures::FutureExt;
use reel_primitives::{Balance, CellIndex, ads::AdPlacement, play::PlayData};
use reel_rpc_api::to_hex;
use reqwest::Client;
use serde_json::json;
use std::{
	sync::{Arc, Mutex},
	time::Duration,
	vec,
};
use tokio::{
	sync::{OwnedSemaphorePermit, Semaphore, mpsc},
	task::{JoinHandle, JoinSet, spawn_blocking},
	time::{Instant, sleep},
};

/// Cells under way at once: one that plays and one ahead, which is what desks allow.
const CELLS_UNDER_WAY: usize = 2;

/// How long before the end of a cell the next is asked for, at most half of the cell.
const LEAD_MS: u64 = 5_000;

/// Margin behind the end of a cell for clocks that differ.
const MARGIN_MS: u64 = 250;

/// How long a desk that is busy, or has no provider yet, is asked again.
const ASK_PATIENCE: Duration = Duration::from_secs(60);

/// How long a provider's report is waited for.
const REPORT_PAUSE: Duration = Duration::from_secs(1);

/// How often play data that came too early is handed in again.
const MOST_SUBMISSIONS: u32 = 4;

/// What a viewing needs.
#[derive(Clone, Debug)]
pub struct Viewing {
	/// The chain and its desk.
	pub chain: Chain,
	/// For the providers.
	pub http: Client,
	/// Who watches and is paid.
	pub signer: Signer,
	/// What is watched.
	pub title: Arc<Title>,
	/// A store of one's own among others, for what is not paid for and for what the providers do not deliver; `None`
	/// to take everything from the providers of tickets.
	pub peers: Option<Peers>,
	/// What is said for an ad to be chosen, which is shown before the film; `None` for no ads (C11).
	pub ads: Option<AdWish>,
	/// Where the bytes came from so far.
	pub share: Arc<Mutex<Share>>,
	/// Where results go.
	pub output: Output,
}

impl Viewing {
	/// Asks for a cell, again while the refusal is one that passes.
	///
	/// # Errors
	/// Those of [`ask`], and of [`Chain::check_desk`].
	pub async fn ask_patiently(&self, cell: CellIndex) -> Result<Grant> {
		let until = Instant::now() + ASK_PATIENCE;
		loop {
			let (genesis, content) = (self.chain.genesis(), self.title.content);
			match ask(self.chain.desk(), &self.signer, genesis, content, cell).await {
				Err(error) if error.is_passing() && Instant::now() < until => {
					let wait = match &error {
						Error::Refused { retry_after_ms: Some(wait), .. } => *wait,
						_ => 1_000,
					};
					sleep(Duration::from_millis(wait.clamp(200, 5_000))).await;
				},
				Ok(grant) => {
					self.chain.check_desk(&grant.ticket).await?;
					return Ok(grant);
				},
				Err(error) => return Err(error),
			}
		}
	}

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

	/// Fetches a granted cell. What is paid comes under its ticket (C5), and from peers only if its providers fail; what
	/// is not paid comes from whoever has it.
	async fn fetch(&self, grant: &Grant) -> Result<FetchedCell> {
		let number = grant.ticket.cell;
		let cell = self.title.cell(number)?;
		if let (Some(peers), Some(_)) = (&self.peers, grant.unpaid) {
			match self.take_from_peers(peers, number).await {
				Ok(fetched) => return Ok(fetched),
				Err(error) => self.output.note(&format!("cell {number}, from peers: {error}")),
			}
		}
		let failure = match fetch_cell(&self.http, grant, cell).await {
			Ok(fetched) => {
				self.tell_keyed(grant, &fetched);
				return Ok(fetched);
			},
			Err(error) => error,
		};
		if let (Some(peers), None) = (&self.peers, grant.unpaid) {
			self.output.note(&format!("cell {number}: its providers fail, peers are asked"));
			if let Ok(fetched) = self.take_from_peers(peers, number).await {
				return Ok(fetched);
			}
		}
		Err(failure)
	}

	async fn take_from_peers(&self, peers: &Peers, number: CellIndex) -> Result<FetchedCell> {
		let index = usize::try_from(number).unwrap_or(usize::MAX);
		let link = self.title.manifest.cells.get(index);
		let link =
			link.ok_or_else(|| Error::NotFound(format!("the title has no cell {number}")))?;
		let (ciphertext, share) = peers.cell(link, self.title.cell(number)?).await?;
		self.tell_fetched(number, share);
		Ok(FetchedCell::at_rest(ciphertext))
	}

	/// Asks for and fetches the cells that `wanted` names, one after the other, and hands them to the player.
	async fn feed(
		self,
		mut wanted: mpsc::UnboundedReceiver<CellIndex>,
		player: Option<Player>,
		ready: mpsc::Sender<Ready>,
	) -> Result<()> {
		let permits = Arc::new(Semaphore::new(CELLS_UNDER_WAY));
		let mut first = if player.is_none() { wanted.recv().await } else { None };
		if let Some(wish) = &self.ads {
			let permit = permits.clone().acquire_owned().await;
			let permit = permit.map_err(|error| Error::Node(error.to_string()))?;
			let takes_one = match &player {
				Some(player) => player.opened().await,
				None => Some(true),
			};
			let spot = match takes_one {
				Some(true) => self.ad_before(wish, first.unwrap_or(0), player.as_ref()).await,
				Some(false) => None,
				None => return Ok(()),
			};
			if let Some(spot) = spot {
				let ends = spot.grant.ticket.opens_at_ms();
				if ready.send(Ready::Ad { spot, permit }).await.is_err() {
					return Ok(());
				}
				// With a player the film is behind it already.
				if player.is_none() {
					sleep_until_ms(ends).await;
				}
			}
		}
		while let Some(cell) = match first.take() {
			Some(cell) => Some(cell),
			None => wanted.recv().await,
		} {
			let permit = permits.clone().acquire_owned().await;
			let permit = permit.map_err(|error| Error::Node(error.to_string()))?;
			let grant = self.ask_patiently(cell).await?;
			let fetched = self.fetch(&grant).await?;
			let ask_next_at = ask_ahead_at_ms(&grant);
			if let Some(player) = &player {
				player.give(cell, grant.cell_key, &fetched.ciphertext).await?;
			}
			if ready.send(Ready::Cell { grant, fetched, permit }).await.is_err() {
				return Ok(());
			}
			// A player asks when it needs more.
			if player.is_none() {
				sleep_until_ms(ask_next_at).await;
			}
		}
		Ok(())
	}

	/// Watches the cells that `wanted` names, to its end, and waits for the rewards. With a player, cells are handed
	/// to it as they come; without, they are played in real time. What was earned, in planck.
	///
	/// # Errors
	/// The first failure of a cell; [`Error::Timeout`] when a reward did not come.
	pub async fn run(
		self,
		wanted: mpsc::UnboundedReceiver<CellIndex>,
		player: Option<Player>,
		payments: Payments,
	) -> Result<Balance> {
		let (ready, mut fetched) = mpsc::channel(1);
		let feed = tokio::spawn(self.clone().feed(wanted, player.clone(), ready));
		let (accepted, to_be_paid) = mpsc::channel(CELLS_UNDER_WAY);
		let paid = tokio::spawn(payments.run(to_be_paid));
		// Dropped with this future: a viewer who leaves stops asking.
		let (feed, paid) = (OnDrop(feed), OnDrop(paid));
		let mut settling = JoinSet::new();
		let mut failure = None;
		loop {
			tokio::select! {
				Some(ready) = fetched.recv() => {
					let viewing = self.clone();
					let player = player.clone();
					settling.spawn(async move { viewing.settled(ready, player.as_ref()).await });
				},
				Some(settled) = settling.join_next() => match settled {
					// Payments end on a failure of theirs only, which is told below.
					Ok((_, Ok(Outcome::Accepted(play)))) => drop(accepted.send(play).await),
					Ok((_, Ok(Outcome::Unpaid))) => {},
					Ok((What::Cell(cell), Ok(Outcome::Left))) => {
						self.output.note(&format!("cell {cell} was not watched to its end"));
					},
					Ok((What::Ad(_), Ok(Outcome::Left))) => {
						self.output.note("the advertisement was not watched to its end");
					},
					Ok((What::Ad(placement), Err(error))) => {
						leave_out(Some(&placement), &error, self.output);
					},
					Ok((What::Cell(cell), Err(error))) => {
						self.refused(cell, &error);
						failure.get_or_insert(error);
					},
					Err(error) => {
						failure.get_or_insert_with(|| Error::Node(error.to_string()));
					},
				},
				else => break,
			}
		}
		if let Err(error) = feed.join().await? {
			failure.get_or_insert(error);
		}
		drop(accepted);
		let earned = paid.join().await?;
		failure.map_or(earned, Err)
	}

	/// What became of a cell or an ad that has come, when it is over or the viewer leaves.
	async fn settled(&self, ready: Ready, player: Option<&Player>) -> (What, Result<Outcome>) {
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

	fn refused(&self, cell: CellIndex, error: &Error) {
		self.output.event(
			"refused",
			&format!("cell {cell}: {error}"),
			json!({ "cell": cell, "label": error.label(), "message": error.to_string() }),
		);
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

/// What became of a cell.
enum Outcome {
	/// Its play was accepted.
	Accepted(Accepted),
	/// It was watched, and is not paid.
	Unpaid,
	/// The viewer left before its end.
	Left,
}

/// What has come and plays.
enum Ready {
	/// A cell of the film.
	Cell { grant: Grant, fetched: FetchedCell, permit: OwnedSemaphorePermit },
	/// An ad before it.
	Ad { spot: Spot, permit: OwnedSemaphorePermit },
}

/// What was played.
enum What {
	Cell(CellIndex),
	Ad(AdPlacement),
}

/// A task that ends when nobody waits for it any more.
struct OnDrop<T>(JoinHandle<T>);

impl<T> OnDrop<T> {
	async fn join(mut self) -> Result<T> {
		(&mut self.0).await.map_err(|error| Error::Node(error.to_string()))
	}
}

impl<T> Drop for OnDrop<T> {
	fn drop(&mut self) {
		self.0.abort();
	}
}

/// Resolves when the viewer leaves the player before `unix_ms`.
async fn left(player: Option<&Player>, unix_ms: u64) {
	match player {
		Some(player) => player.left_before(unix_ms).await,
		None => std::future::pending().await,
	}
}

/// When the cell behind this one is asked for, Unix milliseconds.
fn ask_ahead_at_ms(grant: &Grant) -> u64 {
	let lead = LEAD_MS.min(u64::from(grant.ticket.duration_ms) / 2);
	grant.ticket.opens_at_ms().saturating_sub(lead)
}

async fn sleep_until_ms(unix_ms: u64) {
	sleep(Duration::from_millis(unix_ms.saturating_sub(now_ms()))).await;
}
