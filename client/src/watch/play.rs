//! One viewing from its first cell to its last payment.

mod feed;
mod settle;

use super::{
	Payments, Title,
	ads::{AdWish, leave_out},
	player::Player,
};
use crate::{
	Error, Result,
	account::Signer,
	chain::Chain,
	now_ms,
	output::Output,
	peers::{Peers, Share},
};
use feed::CELLS_UNDER_WAY;
use reel_primitives::{Balance, CellIndex};
use reqwest::Client;
use serde_json::json;
use settle::{Outcome, What};
use std::{
	sync::{Arc, Mutex},
	time::Duration,
};
use tokio::{
	sync::mpsc,
	task::{JoinHandle, JoinSet},
	time::sleep,
};

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

	fn refused(&self, cell: CellIndex, error: &Error) {
		self.output.event(
			"refused",
			&format!("cell {cell}: {error}"),
			json!({ "cell": cell, "label": error.label(), "message": error.to_string() }),
		);
	}
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

async fn sleep_until_ms(unix_ms: u64) {
	sleep(Duration::from_millis(unix_ms.saturating_sub(now_ms()))).await;
}
