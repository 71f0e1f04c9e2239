//! Events that tell of payouts.

use super::{Payout, PayoutKind};
use crate::{
	Result,
	chain::{
		funding::CROWDFUNDING,
		layers::LAYERS,
		market::{RIGHTS, SETTLEMENT},
		network::Network,
		node,
	},
};
use reel_primitives::{
	AccountId, Balance, ContentId,
	funding::CampaignId,
	layers::LayerId,
	market::{Currency, PurchaseId},
};
use subxt::{
	events::Event,
	ext::scale_decode::{DecodeAsFields, DecodeAsType},
};

/// What an event tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told {
	/// A payout.
	Payout(Payout),
	/// A payout for a layer, by which its title is found.
	OfLayer(LayerId, Payout),
	/// A payout for tokens of a campaign, by which its title is found.
	OfCampaign(CampaignId, Payout),
	/// Of what views or ads have just brought a title, planck that are its creator's own: payouts pays them in this block.
	Own(ContentId, Balance),
}

impl Told {
	/// The payout, if it is one.
	pub(super) const fn payout(&mut self) -> Option<&mut Payout> {
		match self {
			Self::Payout(payout) | Self::OfLayer(_, payout) | Self::OfCampaign(_, payout) => {
				Some(payout)
			},
			Self::Own(..) => None,
		}
	}
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
struct IncomeBooked {
	content: [u8; 32],
	income_cfx: Balance,
	shared_cfx: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct IncomePaid {
	content: [u8; 32],
	holder: [u8; 32],
	amount_cfx: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct PatternIncomePaid {
	holder: [u8; 32],
	amount_cfx: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct IncomeShared {
	content: [u8; 32],
	creator_cfx: Balance,
	shared_cfx: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct SharePaid {
	layer: LayerId,
	activator: [u8; 32],
	amount_cfx: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct RoyaltiesClaimed {
	campaign: CampaignId,
	who: [u8; 32],
	currency: Coin,
	amount: Balance,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Paid {
	who: [u8; 32],
	amount_cfx: Balance,
}

/// A payout to an account; block and time come later.
fn paid_to(kind: PayoutKind, who: [u8; 32], currency: Coin, amount: Balance) -> Payout {
	Payout {
		block: 0,
		unix_ms: 0,
		kind,
		content: None,
		purchase: None,
		account: Some(AccountId::new(who)),
		currency: currency.into(),
		amount,
	}
}

/// Adds what an event tells of payouts to what those before it in its block have told.
pub(super) fn told_of(event: &Event<'_, Network>, told: &mut Vec<Told>) -> Result<()> {
	let found = match event.pallet_name() {
		SETTLEMENT => of_settlement(event)?,
		RIGHTS | LAYERS => of_booked(event, told)?,
		CROWDFUNDING if event.event_name() == "RoyaltiesClaimed" => {
			let RoyaltiesClaimed { campaign, who, currency, amount } = fields(event)?;
			let payout = paid_to(PayoutKind::Royalty, who, currency, amount);
			Some(Told::OfCampaign(campaign, payout))
		},
		"Payouts" if event.event_name() == "Paid" => {
			let Paid { who, amount_cfx } = fields(event)?;
			Some(Told::Payout(paid_to(PayoutKind::Earned, who, Coin::Cfx, amount_cfx)))
		},
		_ => None,
	};
	told.extend(found);
	Ok(())
}

fn fields<T: DecodeAsFields>(event: &Event<'_, Network>) -> Result<T> {
	event.decode_fields_unchecked_as::<T>().map_err(node)
}

fn of_settlement(event: &Event<'_, Network>) -> Result<Option<Told>> {
	Ok(Some(Told::Payout(match event.event_name() {
		"Credited" => {
			let Credited { source, content, holder, currency, amount } = fields(event)?;
			let purchase = match source {
				Source::Purchase(purchase) => Some(purchase),
				Source::Donation => None,
			};
			let share = paid_to(PayoutKind::Share, holder, currency, amount);
			Payout { content: Some(ContentId(content)), purchase, ..share }
		},
		"Delivered" => {
			let Delivered { purchase, content, currency, fee } = fields(event)?;
			let (content, purchase) = (Some(ContentId(content)), Some(purchase));
			let fee = paid_to(PayoutKind::Fee, [0; 32], currency, fee);
			Payout { content, purchase, account: None, ..fee }
		},
		"Returned" => {
			let Returned { purchase, content, payer, currency, price } = fields(event)?;
			let (content, purchase) = (Some(ContentId(content)), Some(purchase));
			let returned = paid_to(PayoutKind::Returned, payer, currency, price);
			Payout { content, purchase, ..returned }
		},
		name @ ("Deferred" | "OwedPaid") => {
			let Kept { who, currency, amount } = fields(event)?;
			let kind = if name == "Deferred" { PayoutKind::Owed } else { PayoutKind::OwedPaid };
			paid_to(kind, who, currency, amount)
		},
		_ => return Ok(None),
	})))
}

/// What rights and layers book when it comes, and pay when it is claimed.
fn of_booked(event: &Event<'_, Network>, told: &mut Vec<Told>) -> Result<Option<Told>> {
	Ok(Some(match event.event_name() {
		"IncomeBooked" => {
			let IncomeBooked { content, income_cfx, shared_cfx } = fields(event)?;
			Told::Own(ContentId(content), income_cfx.saturating_sub(shared_cfx))
		},
		"IncomeShared" => {
			let IncomeShared { content, creator_cfx, shared_cfx } = fields(event)?;
			let content = ContentId(content);
			// Activators' parts are of what other holders have left.
			told.pop_if(|last| *last == Told::Own(content, creator_cfx));
			Told::Own(content, creator_cfx.saturating_sub(shared_cfx))
		},
		"IncomePaid" => {
			let IncomePaid { content, holder, amount_cfx } = fields(event)?;
			let views = paid_to(PayoutKind::Views, holder, Coin::Cfx, amount_cfx);
			Told::Payout(Payout { content: Some(ContentId(content)), ..views })
		},
		"PatternIncomePaid" => {
			let PatternIncomePaid { holder, amount_cfx } = fields(event)?;
			Told::Payout(paid_to(PayoutKind::PatternViews, holder, Coin::Cfx, amount_cfx))
		},
		"SharePaid" => {
			let SharePaid { layer, activator, amount_cfx } = fields(event)?;
			let payout = paid_to(PayoutKind::Layer, activator, Coin::Cfx, amount_cfx);
			Told::OfLayer(layer, payout)
		},
		_ => return Ok(None),
	}))
}
