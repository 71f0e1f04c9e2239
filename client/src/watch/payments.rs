//! Waiting for the reward of accepted plays.
//!
//! Rewards are paid by batch: one payment for all plays of an account in a round. So what is waited for is a rise of
//! the balance at a new block, and the desk says which plays it was for; one that has not seen that block yet says it at
//! the next.

use crate::{
	Error, Result,
	account::to_ss58,
	chain::{Chain, blocks::BestBlocks},
	money::format_cfx,
	output::Output,
};
use reel_primitives::{AccountId, Balance, CellIndex, Round, ads::CampaignId, play::TicketId};
use reel_rpc_api::{PlayState, to_hex};
use serde_json::json;
use std::time::Duration;
use tokio::{
	sync::mpsc,
	time::{Instant, sleep_until},
};

/// Blocks at which a desk is asked what a rise was for, that of the rise among them, before it is told for all plays.
const STATUS_BLOCKS: u32 = 3;

/// How long after its batch was paid the balance may take to show it.
const CREDIT_TIMEOUT: Duration = Duration::from_secs(10);

/// An accepted play.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
	/// Its cell.
	pub cell: CellIndex,
	/// Its ticket.
	pub ticket: TicketId,
	/// Round that it belongs to.
	pub round: Round,
	/// It is of an ad: who pays for it (C11).
	pub campaign: Option<CampaignId>,
}

struct Pending {
	play: Accepted,
	until: Instant,
	paid_at: Option<Instant>,
}

impl Pending {
	/// When it is given up.
	fn deadline(&self) -> Instant {
		self.paid_at.map_or(self.until, |at| self.until.min(at + CREDIT_TIMEOUT))
	}
}

/// What is waited for.
pub struct Payments {
	chain: Chain,
	account: AccountId,
	output: Output,
	patience: Duration,
	balance: Balance,
	earned: Balance,
	/// A rise that nobody was told of, and the blocks since.
	untold: Option<(Balance, u32)>,
	pending: Vec<Pending>,
	failure: Option<Error>,
}

impl std::fmt::Debug for Payments {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		f.debug_struct("Payments")
			.field("account", &to_ss58(&self.account))
			.field("pending", &self.pending.len())
			.finish_non_exhaustive()
	}
}

impl Payments {
	/// From the present balance of `account` on. `patience`: how long after its acceptance a play may take to be paid.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn start(
		chain: Chain,
		account: AccountId,
		output: Output,
		patience: Duration,
	) -> Result<Self> {
		let balance = chain.balances(&account).await?.total();
		let (pending, failure, earned, untold) = (Vec::new(), None, 0, None);
		Ok(Self { chain, account, output, patience, balance, earned, untold, pending, failure })
	}

	fn expect(&mut self, play: Accepted) {
		let until = Instant::now() + self.patience;
		self.pending.push(Pending { play, until, paid_at: None });
	}

	/// Asks the desk which plays are paid.
	async fn ask_for_statuses(&mut self) -> Result<()> {
		for pending in &mut self.pending {
			let state = self.chain.desk().play_status(&pending.play.ticket).await?;
			if let PlayState::Paid { round } = state {
				pending.play.round = round;
				pending.paid_at.get_or_insert_with(Instant::now);
			}
		}
		Ok(())
	}

	/// Looks once.
	async fn look(&mut self) -> Result<()> {
		// Statuses first: a play that is said to be paid now has its money in the balance read after.
		self.ask_for_statuses().await?;
		let balance = self.chain.balances(&self.account).await?.total();
		let gain = balance.saturating_sub(self.balance);
		self.balance = balance;
		self.earned += gain;
		let (before, blocks) = self.untold.take().unwrap_or_default();
		let untold = before + gain;
		let is_known = self.pending.iter().any(|pending| pending.paid_at.is_some());
		if untold > 0 && (is_known || blocks + 1 >= STATUS_BLOCKS) {
			self.credit(untold);
		} else if untold > 0 {
			// Whose it is shows with the next block: until then nothing is overdue.
			self.untold = Some((untold, blocks + 1));
			return Ok(());
		}
		self.expire().await
	}

	/// Tells of a rise, for the plays that the desk says are paid, or else for all.
	fn credit(&mut self, gain: Balance) {
		let any = self.pending.iter().any(|pending| pending.paid_at.is_some());
		let (paid, rest): (Vec<_>, Vec<_>) =
			self.pending.drain(..).partition(|pending| !any || pending.paid_at.is_some());
		self.pending = rest;
		let (ads, film): (Vec<&Accepted>, Vec<&Accepted>) =
			paid.iter().map(|pending| &pending.play).partition(|play| play.campaign.is_some());
		let cells: Vec<CellIndex> = film.iter().map(|play| play.cell).collect();
		let campaigns: Vec<CampaignId> = ads.iter().filter_map(|play| play.campaign).collect();
		let round = paid.iter().map(|pending| pending.play.round).max();
		let amount = format_cfx(gain);
		let names: Vec<String> = cells.iter().map(CellIndex::to_string).collect();
		let mut what = Vec::new();
		if !cells.is_empty() {
			what.push(format!("cell {}", names.join(", ")));
		}
		if !campaigns.is_empty() {
			what.push("an advertisement".to_owned());
		}
		let event = if cells.is_empty() && !campaigns.is_empty() { "ad-paid" } else { "paid" };
		self.output.event(
			event,
			&format!("+{amount} CFX for {}", what.join(" and ")),
			json!({
				"cell": cells.first(),
				"cells": cells,
				"campaigns": campaigns,
				"round": round,
				"amount_planck": gain.to_string(),
				"amount_cfx": amount,
				"balance_planck": self.balance.to_string(),
			}),
		);
	}

	/// Gives up what takes too long, and tells of awards that have to be claimed.
	async fn expire(&mut self) -> Result<()> {
		let now = Instant::now();
		let (over, rest): (Vec<_>, Vec<_>) =
			self.pending.drain(..).partition(|pending| pending.deadline() <= now);
		self.pending = rest;
		if over.is_empty() {
			return Ok(());
		}
		let desk = self.chain.desk();
		let claimable = desk.claimable(&self.account).await.unwrap_or_default();
		// A round that became a sum while it was waited for.
		let sums = desk.sums(&self.account).await.unwrap_or_default();
		for Pending { play, paid_at, .. } in over {
			let (cell, ticket) = (play.cell, to_hex(play.ticket));
			if let Some(campaign) = play.campaign {
				self.tell_unpaid_ad(campaign, &ticket);
				continue;
			}
			let is_claimable =
				claimable.iter().any(|award| award.round == play.round && award.bill.is_none());
			if paid_at.is_some() && (is_claimable || !sums.is_empty()) {
				self.output.event(
					"claimable",
					&format!("cell {cell}: the reward waits to be claimed: reel wallet claim"),
					json!({ "cell": cell, "ticket": ticket, "round": play.round }),
				);
				continue;
			}
			self.output.event(
				"unpaid",
				&format!("cell {cell}: not paid within {} s", self.patience.as_secs()),
				json!({ "cell": cell, "ticket": ticket, "round": play.round }),
			);
			self.failure = Some(Error::Timeout(format!("the reward of cell {cell} did not come")));
		}
		Ok(())
	}

	/// Tells of an ad that was not paid for yet. Its bill may have been dropped, or have so many viewers that each claims: no
	/// reason for the viewing to fail.
	fn tell_unpaid_ad(&self, campaign: CampaignId, ticket: &str) {
		self.output.event(
			"ad-unpaid",
			&format!("the advertisement of campaign {campaign} is not paid for yet"),
			json!({ "campaign": campaign, "ticket": ticket }),
		);
	}

	/// Waits for each play that comes, until no more come and all are paid or overdue; what came, in planck.
	///
	/// # Errors
	/// [`Error::Timeout`] when a play was not paid in time, [`Error::Node`].
	pub async fn run(mut self, mut plays: mpsc::Receiver<Accepted>) -> Result<Balance> {
		let mut open = true;
		// Only while something is waited for: blocks that nobody takes would pile up.
		let mut blocks: Option<BestBlocks> = None;
		loop {
			let Some(deadline) = self.pending.iter().map(Pending::deadline).min() else {
				blocks = None;
				match plays.recv().await {
					Some(play) => self.expect(play),
					None => break,
				}
				continue;
			};
			let stream = match &mut blocks {
				Some(stream) => stream,
				none => none.insert(self.chain.best_blocks().await?),
			};
			tokio::select! {
				play = plays.recv(), if open => {
					match play {
						Some(play) => self.expect(play),
						None => open = false,
					}
					continue;
				},
				block = stream.next() => drop(block?),
				() = sleep_until(deadline) => {},
			}
			self.look().await?;
		}
		self.failure.map_or(Ok(self.earned), Err)
	}
}
