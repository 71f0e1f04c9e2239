//! What was paid to whom out of sales and donations, and to holders of titles out of views and ads, read from the events of
//! finalized blocks (K2, K3).

use super::{
	Chain,
	history::time_of,
	market::{RIGHTS, SETTLEMENT},
	network::Network,
	node,
};
use crate::{Error, Result};
use futures::{StreamExt, stream};
use reel_primitives::{
	AccountId, Balance, ContentId,
	market::{Currency, PurchaseId},
};
use subxt::{events::Event, ext::scale_decode::DecodeAsType};

/// Blocks under way at once.
const PARALLEL: usize = 8;

/// What a payout is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutKind {
	/// A holder's part of a sale or donation.
	Share,
	/// The platform's part of a sale.
	Fee,
	/// Of a share or a return, what the account could not take: it is kept for it.
	Owed,
	/// What was kept, paid.
	OwedPaid,
	/// A price that went back to who had paid it.
	Returned,
	/// What views and ads of a title had brought a holder who is not its creator, paid. The creator's own part is in no
	/// such event: it comes with all that payouts pays it.
	Views,
	/// The same of all titles that follow a pattern; no title is named.
	PatternViews,
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
		}
	}
}

/// Something paid to those who hold titles. What an account got is its shares, views, pattern-views, returns and
/// `owed-paid` less `owed`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payout {
	/// Number of the block.
	pub block: u64,
	/// Time of the block, Unix milliseconds.
	pub unix_ms: u64,
	/// What it is of.
	pub kind: PayoutKind,
	/// The title, where the chain names it.
	pub content: Option<ContentId>,
	/// The purchase; none for a donation and for views.
	pub purchase: Option<PurchaseId>,
	/// Whose it is; none for the platform.
	pub account: Option<AccountId>,
	/// Of what.
	pub currency: Currency,
	/// Planck.
	pub amount: Balance,
}

#[derive(Clone, Copy, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
enum Coin {
	Cfx,
	Ssh,
}

impl From<Coin> for Currency {
	fn from(coin: Coin) -> Self {
		match coin {
			Coin::Cfx => Self::Cfx,
			Coin::Ssh => Self::Ssh,
		}
	}
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
enum Source {
	Purchase(PurchaseId),
	Donation,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Credited {
	source: Source,
	content: [u8; 32],
	holder: [u8; 32],
	currency: Coin,
	amount: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Delivered {
	purchase: PurchaseId,
	content: [u8; 32],
	currency: Coin,
	fee: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Returned {
	purchase: PurchaseId,
	content: [u8; 32],
	payer: [u8; 32],
	currency: Coin,
	price: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Kept {
	who: [u8; 32],
	currency: Coin,
	amount: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct PatternIncomePaid {
	holder: [u8; 32],
	amount_cfx: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct IncomePaid {
	content: [u8; 32],
	holder: [u8; 32],
	amount_cfx: Balance,
}

impl Chain {
	/// What was paid out of sales and donations, and to holders out of views and ads, in finalized blocks from `from` on, oldest first, of what the node has
	/// not forgotten; `tell` is told of each, `on_block` of each block. Says which blocks were looked through.
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
		let look = |number| async move { (number, self.payouts_in(number).await) };
		let mut blocks = std::pin::pin!(stream::iter(first..=head).map(look).buffered(PARALLEL));
		while let Some((number, found)) = blocks.next().await {
			on_block(number);
			found?.into_iter().for_each(&mut tell);
		}
		Ok((first, head))
	}

	async fn payouts_in(&self, number: u64) -> Result<Vec<Payout>> {
		let Some((hash, events)) = self.events_of(number).await? else {
			return Err(Error::Node(format!("the node has just forgotten block {number}")));
		};
		let at = self.client.at_block(hash).await.map_err(node)?;
		let events = at.events().from_bytes(events);
		let mut payouts = vec![];
		for event in events.iter() {
			let event = event.map_err(node)?;
			if [SETTLEMENT, RIGHTS].contains(&event.pallet_name())
				&& let Some(payout) = payout_of(&event)?
			{
				payouts.push(Payout { block: number, ..payout });
			}
		}
		if !payouts.is_empty() {
			let unix_ms = time_of(&at).await?;
			payouts.iter_mut().for_each(|payout| payout.unix_ms = unix_ms);
		}
		Ok(payouts)
	}
}

fn payout_of(event: &Event<'_, Network>) -> Result<Option<Payout>> {
	macro_rules! read {
		($of:ty) => {
			event.decode_fields_unchecked_as::<$of>().map_err(node)?
		};
	}
	let payout = |kind, currency: Coin, amount| Payout {
		block: 0,
		unix_ms: 0,
		kind,
		content: None,
		purchase: None,
		account: None,
		currency: currency.into(),
		amount,
	};
	Ok(Some(match event.event_name() {
		"Credited" => {
			let Credited { source, content, holder, currency, amount } = read!(Credited);
			Payout {
				content: Some(ContentId(content)),
				purchase: match source {
					Source::Purchase(purchase) => Some(purchase),
					Source::Donation => None,
				},
				account: Some(AccountId::new(holder)),
				..payout(PayoutKind::Share, currency, amount)
			}
		},
		"Delivered" => {
			let Delivered { purchase, content, currency, fee } = read!(Delivered);
			let (content, purchase) = (Some(ContentId(content)), Some(purchase));
			Payout { content, purchase, ..payout(PayoutKind::Fee, currency, fee) }
		},
		"Returned" => {
			let Returned { purchase, content, payer, currency, price } = read!(Returned);
			Payout {
				content: Some(ContentId(content)),
				purchase: Some(purchase),
				account: Some(AccountId::new(payer)),
				..payout(PayoutKind::Returned, currency, price)
			}
		},
		name @ ("Deferred" | "OwedPaid") => {
			let Kept { who, currency, amount } = read!(Kept);
			let kind = if name == "Deferred" { PayoutKind::Owed } else { PayoutKind::OwedPaid };
			Payout { account: Some(AccountId::new(who)), ..payout(kind, currency, amount) }
		},
		"IncomePaid" => {
			let IncomePaid { content, holder, amount_cfx } = read!(IncomePaid);
			let (content, account) = (Some(ContentId(content)), Some(AccountId::new(holder)));
			Payout { content, account, ..payout(PayoutKind::Views, Coin::Cfx, amount_cfx) }
		},
		"PatternIncomePaid" => {
			let PatternIncomePaid { holder, amount_cfx } = read!(PatternIncomePaid);
			let account = Some(AccountId::new(holder));
			Payout { account, ..payout(PayoutKind::PatternViews, Coin::Cfx, amount_cfx) }
		},
		_ => return Ok(None),
	}))
}
