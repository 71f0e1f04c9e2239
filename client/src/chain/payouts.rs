//! What was paid to whom out of sales, donations, views, ads and campaigns' tokens, read from the events of finalized blocks
//! (K2, K3, C9, C10, S9).
//!
//! ## Model
//!
//! ```text
//! sale, donation ──► share (Credited) ──► the account, but for what it could not take: owed, later owed-paid
//! views, ads ──┬──► views    what other holders claim of a title (IncomePaid)
//!              ├──► pattern-views  the same of all titles that follow a pattern (PatternIncomePaid)
//!              ├──► layer    what activators claim of it (SharePaid)
//!              ├──► creator  what its creator has of it beside them (Paid)
//!              └──► earned   all else that payouts pays (Paid): creators of titles that are theirs alone, viewers, …
//! campaign ────────► royalty  what tokens bring (RoyaltiesClaimed)
//! ```
//!
//! Every planck that came to an account is in one line, so lines add up: what an account got is the sum of its lines less
//! `owed`. Payouts names no title where it pays. Of titles whose income others share `titles.rs`
//! knows the creator's own part; who is its title's only holder gets `earned`, without a title.

mod events;
mod titles;

use super::{Chain, history::time_of, node};
use crate::{Error, Result, account::to_ss58, money::coin};
use events::{Told, told_of};
use futures::{StreamExt, stream};
use reel_primitives::{
	AccountId, Balance, ContentId,
	market::{Currency, PurchaseId},
};
use serde_json::{Value, json};
use titles::Ledger;

/// Blocks under way at once.
const PARALLEL: usize = 8;

/// What a payout is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutKind {
	/// A part of a sale or donation: a holder's, or an activator's of the creator's.
	Share,
	/// The platform's part of a sale.
	Fee,
	/// Of a share or a return, what the account could not take: it is kept for it.
	Owed,
	/// What was kept, paid.
	OwedPaid,
	/// A price that went back to who had paid it.
	Returned,
	/// What views and ads of a title had brought a holder who is not its creator, paid.
	Views,
	/// The same of all titles that follow a pattern; no title is named.
	PatternViews,
	/// What views and ads of a title that has other holders or activators brought its creator, paid as it came.
	Creator,
	/// What views of a title had brought who added a layer to it, paid.
	Layer,
	/// What tokens of a campaign had brought, paid.
	Royalty,
	/// What else payouts paid for views and ads, in whatever role: it names neither role nor title.
	Earned,
}

impl PayoutKind {
	/// Its name for programs.
	pub const fn label(self) -> &'static str {
		match self {
			Self::Share => "share",
			Self::Fee => "fee",
			Self::Owed => "owed",
			Self::OwedPaid => "owed-paid",
			Self::Returned => "returned",
			Self::Views => "views",
			Self::PatternViews => "pattern-views",
			Self::Creator => "creator",
			Self::Layer => "layer",
			Self::Royalty => "royalty",
			Self::Earned => "earned",
		}
	}
}

/// Something that was paid. What an account got is the sum of its payouts less those that are `owed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payout {
	/// Number of the block.
	pub block: u64,
	/// Time of the block, Unix milliseconds.
	pub unix_ms: u64,
	/// What it is of.
	pub kind: PayoutKind,
	/// The title, where it is known: never of what is `earned`.
	pub content: Option<ContentId>,
	/// The purchase; none for a donation, and for what is of no sale.
	pub purchase: Option<PurchaseId>,
	/// Whose it is; none for the platform.
	pub account: Option<AccountId>,
	/// Of what.
	pub currency: Currency,
	/// Planck.
	pub amount: Balance,
}

impl Payout {
	/// Names of the fields of [`Self::csv`].
	pub const COLUMNS: &'static str = "block,unix_ms,kind,content,purchase,account,currency,planck";

	/// One line of CSV, without its end; no field needs quotes.
	pub fn csv(&self) -> String {
		let Self { block, unix_ms, kind, content, purchase, account, currency, amount } = self;
		let content = content.map(|content| content.to_string()).unwrap_or_default();
		let purchase = purchase.map(|purchase| purchase.to_string()).unwrap_or_default();
		let account = account.as_ref().map(to_ss58).unwrap_or_default();
		let (kind, currency) = (kind.label(), coin(*currency));
		format!("{block},{unix_ms},{kind},{content},{purchase},{account},{currency},{amount}")
	}

	/// The same as an object; fields that are empty in CSV are null.
	pub fn json(&self) -> Value {
		json!({
			"block": self.block,
			"unix_ms": self.unix_ms,
			"kind": self.kind.label(),
			"content": self.content.map(|content| content.to_string()),
			"purchase": self.purchase,
			"donation": self.kind == PayoutKind::Share && self.purchase.is_none(),
			"account": self.account.as_ref().map(to_ss58),
			"currency": coin(self.currency),
			"planck": self.amount.to_string(),
		})
	}
}

impl Chain {
	/// What was paid in finalized blocks from `from` on, oldest first, of what the node has not forgotten; `tell` is told of
	/// each, `on_block` of each block. Says which blocks were looked through.
	///
	/// # Errors
	/// [`Error::NotFound`] for a block that is not finalized yet, [`Error::Node`].
	pub async fn payouts(
		&self,
		from: u64,
		mut on_block: impl FnMut(u64),
		mut tell: impl FnMut(Payout),
	) -> Result<(u64, u64)> {
		let head = self.client.at_current_block().await.map_err(node)?.block_number();
		if from > head {
			return Err(Error::NotFound(format!(
				"block {from} is not finalized: {head} is the last"
			)));
		}
		let first = self.first_kept(from, head).await?;
		let look = |number| async move { (number, self.told_in(number).await) };
		let mut blocks = std::pin::pin!(stream::iter(first..=head).map(look).buffered(PARALLEL));
		// What lies for an account until it is paid comes from blocks before: they are put together in their order.
		let mut ledger = Ledger::new(self);
		while let Some((number, told)) = blocks.next().await {
			on_block(number);
			ledger.payouts_of(number, told?).await?.into_iter().for_each(&mut tell);
		}
		Ok((first, head))
	}

	async fn told_in(&self, number: u64) -> Result<Vec<Told>> {
		let Some((hash, events)) = self.events_of(number).await? else {
			return Err(Error::Node(format!("the node has just forgotten block {number}")));
		};
		let at = self.client.at_block(hash).await.map_err(node)?;
		let events = at.events().from_bytes(events);
		let mut told = vec![];
		for event in events.iter() {
			told_of(&event.map_err(node)?, &mut told)?;
		}
		if !told.is_empty() {
			let unix_ms = time_of(&at).await?;
			told.iter_mut().filter_map(Told::payout).for_each(|payout| {
				payout.block = number;
				payout.unix_ms = unix_ms;
			});
		}
		Ok(told)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::account::parse_account;

	#[test]
	fn a_line_of_the_report_has_as_many_fields_as_there_are_columns() {
		let payout = Payout {
			block: 7,
			unix_ms: 9,
			kind: PayoutKind::Share,
			content: Some(ContentId([1; 32])),
			purchase: None,
			account: parse_account("//Alice").ok(),
			currency: Currency::Ssh,
			amount: 5,
		};
		let line = payout.csv();
		let columns = Payout::COLUMNS.split(',').count();
		assert_eq!(line.split(',').count(), columns);
		assert!(line.starts_with("7,9,share,0x0101"), "{line}");
		assert!(line.ends_with(",SSH,5"), "{line}");
		assert_eq!(payout.json()["planck"], "5");
		assert_eq!(payout.json()["donation"], true);
		let fee = Payout { account: None, kind: PayoutKind::Fee, ..payout };
		assert_eq!(fee.csv().split(',').count(), columns);
		assert_eq!(fee.json()["donation"], false);
	}
}
