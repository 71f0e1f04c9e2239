//! What plays next: cells are asked for, fetched and handed to the player, an ad before the first (C5, C11).

use super::{Viewing, sleep_until_ms};
use crate::{
	Error, Result,
	peers::Peers,
	watch::{FetchedCell, Grant, ads::Spot, ask, fetch_cell, player::Player},
};
use reel_primitives::CellIndex;
use std::{sync::Arc, time::Duration};
use tokio::{
	sync::{OwnedSemaphorePermit, Semaphore, mpsc},
	time::{Instant, sleep},
};

/// Cells under way at once: one that plays and one ahead, which is what desks allow.
pub(super) const CELLS_UNDER_WAY: usize = 2;

/// How long before the end of a cell the next is asked for, at most half of the cell.
const LEAD_MS: u64 = 5_000;

/// How long a desk that is busy, or has no provider yet, is asked again.
const ASK_PATIENCE: Duration = Duration::from_secs(60);

/// What has come and plays.
pub(super) enum Ready {
	/// A cell of the film.
	Cell { grant: Grant, fetched: FetchedCell, permit: OwnedSemaphorePermit },
	/// An ad before it.
	Ad { spot: Spot, permit: OwnedSemaphorePermit },
}

impl Viewing {
	/// Asks for a cell, again while the refusal is one that passes.
	///
	/// # Errors
	/// Those of [`ask`], and of [`Chain::check_desk`](crate::chain::Chain::check_desk).
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
	pub(super) async fn feed(
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
}

/// When the cell behind this one is asked for, Unix milliseconds.
fn ask_ahead_at_ms(grant: &Grant) -> u64 {
	let lead = LEAD_MS.min(u64::from(grant.ticket.duration_ms) / 2);
	grant.ticket.opens_at_ms().saturating_sub(lead)
}
