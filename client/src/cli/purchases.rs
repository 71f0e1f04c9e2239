//! `purchase`: what was bought, and how it stands.

use super::{context::Context, history::utc};
use crate::{
	Result,
	account::to_ss58,
	chain::sales::{self, Purchase, Stage},
	money::{coin, format_cfx},
};
use clap::Subcommand;
use reel_primitives::{
	Round,
	content::TitleStatus,
	market::{PurchaseId, SaleKind},
	time::ROUND_MS,
};
use serde_json::{Value, json};

#[derive(Debug, Subcommand)]
pub(super) enum PurchaseCommand {
	/// List the purchases under which an account may watch, gifts to it among them, and how they stand.
	#[command(
		after_help = "Example: reel purchase list --json\n\nheld: the price is paid when the first play is confirmed, reel refuse takes it back; refundable: the time is over, or the\ntitle is stopped or deleted, and anyone may have the price go back; delivered: it was paid; ended: a rental that is over."
	)]
	List {
		/// SS58 address or //Name [default: the signing account].
		account: Option<String>,
	},
	/// Have the price of a purchase go back whose time is over, or whose title is stopped or deleted. Anyone may; blocks do it
	/// by themselves when the time is over.
	#[command(after_help = "Example: reel purchase return 7 --key alice")]
	Return {
		/// Number of the purchase.
		purchase: PurchaseId,
	},
	/// Remove a purchase: one's own that was delivered, which gives up watching, or anybody's that has ended.
	#[command(after_help = "Example: reel purchase forget 7 --key alice")]
	Forget {
		/// Number of the purchase.
		purchase: PurchaseId,
	},
}

pub(super) async fn purchase(context: &Context, command: PurchaseCommand) -> Result<()> {
	match command {
		PurchaseCommand::List { account } => list(context, account.as_deref()).await,
		PurchaseCommand::Return { purchase } => {
			let text = format!("the price of purchase {purchase} has gone back");
			let fields = json!({ "purchase": purchase });
			let call = sales::return_undelivered(purchase);
			context.send(call, "purchase-returned", &text, fields).await
		},
		PurchaseCommand::Forget { purchase } => {
			let text = format!("purchase {purchase} is gone");
			let fields = json!({ "purchase": purchase });
			context.send(sales::forget(purchase), "purchase-forgotten", &text, fields).await
		},
	}
}

async fn list(context: &Context, account: Option<&str>) -> Result<()> {
	let account = context.account(account)?;
	let chain = context.chain().await?;
	let now = chain.current_round().await?;
	let (mut lines, mut listed) = (vec![], vec![]);
	for (id, purchase) in chain.purchases_of(&account).await? {
		let is_playable = match purchase.stage {
			Stage::Held { .. } => chain
				.find_title(&purchase.content)
				.await?
				.is_some_and(|title| title.state.status == TitleStatus::Playable),
			Stage::Delivered { .. } => true,
		};
		let (line, fields) = told(id, &purchase, State::of(&purchase.stage, now, is_playable));
		lines.push(line);
		listed.push(fields);
	}
	let account = to_ss58(&account);
	let text = match lines.is_empty() {
		true => format!("nothing was bought for {account}"),
		false => lines.join("\n"),
	};
	let fields = json!({ "account": account, "purchases": listed });
	context.output.event("purchases", &text, fields);
	Ok(())
}

/// How a purchase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
	/// It goes back from that round on.
	Held(Round),
	/// It goes back to whoever paid, when anybody asks: since a round, or for what became of its title.
	Refundable(Option<Round>),
	/// It was paid, and gives access until a round, or for good.
	Delivered(Option<Round>),
	/// It was paid, and gives access no more since a round.
	Ended(Round),
}

impl State {
	fn of(stage: &Stage, now: Round, is_playable: bool) -> Self {
		match *stage {
			Stage::Held { until } if until <= now => Self::Refundable(Some(until)),
			Stage::Held { .. } if !is_playable => Self::Refundable(None),
			Stage::Held { until } => Self::Held(until),
			Stage::Delivered { ends: Some(ends) } if ends <= now => Self::Ended(ends),
			Stage::Delivered { ends } => Self::Delivered(ends),
		}
	}

	/// Its name for programs, and the round that it has to do with.
	const fn label(self) -> (&'static str, Option<Round>) {
		match self {
			Self::Held(until) => ("held", Some(until)),
			Self::Refundable(since) => ("refundable", since),
			Self::Delivered(ends) => ("delivered", ends),
			Self::Ended(since) => ("ended", Some(since)),
		}
	}

	/// As people read it.
	fn text(self) -> String {
		let time = |round: Round| utc(round.saturating_mul(ROUND_MS));
		match self {
			Self::Held(until) => format!("held, goes back after {} unless watched", time(until)),
			Self::Refundable(Some(since)) => format!("refundable since {}", time(since)),
			Self::Refundable(None) => "refundable: its title is stopped or deleted".to_owned(),
			Self::Delivered(None) => "delivered, for good".to_owned(),
			Self::Delivered(Some(ends)) => format!("delivered, until {}", time(ends)),
			Self::Ended(since) => format!("ended {}", time(since)),
		}
	}
}

/// One purchase as a line of text and as fields.
fn told(id: PurchaseId, purchase: &Purchase, state: State) -> (String, Value) {
	let Purchase { content, payer, kind, currency, price, fee_bp, .. } = purchase;
	let what = match kind {
		SaleKind::Purchase => "bought",
		SaleKind::Rental => "rented",
	};
	let (payer, coin) = (to_ss58(payer), coin(*currency));
	let text = format!(
		"{id}: {content}\n  {what} for {} {coin} by {payer}, {}",
		format_cfx(*price),
		state.text()
	);
	let (label, round) = state.label();
	let fields = json!({
		"purchase": id,
		"content": content.to_string(),
		"payer": payer,
		"kind": kind,
		"currency": coin,
		"price_planck": price.to_string(),
		"fee_bp": fee_bp,
		"state": label,
		"round": round,
		"unix_ms": round.map(|round| round.saturating_mul(ROUND_MS)),
	});
	(text, fields)
}

#[cfg(test)]
mod tests {
	use super::*;
	use reel_primitives::{AccountId, ContentId, market::Currency};

	#[test]
	fn a_purchase_is_held_then_refundable_or_delivered_then_ended() {
		let held = Stage::Held { until: 5 };
		assert_eq!(State::of(&held, 4, true), State::Held(5));
		assert_eq!(State::of(&held, 5, true), State::Refundable(Some(5)));
		assert_eq!(State::of(&held, 4, false), State::Refundable(None));
		let rented = Stage::Delivered { ends: Some(5) };
		assert_eq!(State::of(&rented, 4, true), State::Delivered(Some(5)));
		assert_eq!(State::of(&rented, 5, true), State::Ended(5));
		let bought = Stage::Delivered { ends: None };
		assert_eq!(State::of(&bought, Round::MAX, true), State::Delivered(None));
	}

	#[test]
	fn a_purchase_is_told_with_its_price_state_and_fee() {
		let purchase = Purchase {
			content: ContentId([1; 32]),
			payer: AccountId::new([2; 32]),
			beneficiary: AccountId::new([3; 32]),
			kind: SaleKind::Rental,
			currency: Currency::Ssh,
			price: 5,
			fee_bp: 500,
			access_rounds: Some(1),
			stage: Stage::Held { until: 9 },
		};
		let (text, fields) = told(7, &purchase, State::Held(9));
		assert!(text.starts_with("7: 0x0101"), "{text}");
		assert!(text.contains("rented for 0.000000000000000005 SSH by 5"), "{text}");
		assert_eq!((&fields["state"], &fields["round"]), (&"held".into(), &9.into()));
		assert_eq!(fields["fee_bp"], 500);
	}
}
