//! Purchases, and what sales brought holders, as settlement keeps them (S5, K3).

use super::{
	Chain,
	calls::{Call, account, named, number},
	market::SETTLEMENT,
	node,
};
use crate::Result;
use codec::{Decode, Encode};
use reel_primitives::{
	AccountId, Balance, BasisPoints, ContentId, Round,
	market::{Currency, PurchaseId, SaleKind},
};

/// Most purchases that one question of the chain is answered with.
const PAGE: u32 = 100;

/// How far a purchase has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum Stage {
	/// Its price is held.
	Held {
		/// First round in which it goes back when nothing was delivered.
		until: Round,
	},
	/// Its price was paid.
	Delivered {
		/// First round without access; `None`: access for good.
		ends: Option<Round>,
	},
}

/// A title bought, rented or given.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Purchase {
	/// The title.
	pub content: ContentId,
	/// Who pays.
	pub payer: AccountId,
	/// Who may watch.
	pub beneficiary: AccountId,
	/// For how long.
	pub kind: SaleKind,
	/// What is paid with.
	pub currency: Currency,
	/// Planck.
	pub price: Balance,
	/// Basis points of the price that the platform keeps.
	pub fee_bp: BasisPoints,
	/// Rounds of access after delivery; `None`: for good.
	pub access_rounds: Option<Round>,
	/// How far it has come.
	pub stage: Stage,
}

/// What a holder was credited in a period, over all titles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct SalesRecord {
	/// Planck of CFX.
	pub cfx: Balance,
	/// Planck of SSH.
	pub ssh: Balance,
	/// Sales of which it got a part.
	pub sales: u32,
	/// Donations of which it got a part.
	pub donations: u32,
}

/// Pays what sales owe an account.
pub fn claim_owed(who: &AccountId, currency: Currency) -> Call {
	let fields = vec![("who", account(who)), ("currency", named(&currency))];
	Call { pallet: SETTLEMENT, name: "claim_owed", fields }
}

/// Returns a purchase whose time is over, or whose title is stopped or deleted.
pub fn return_undelivered(purchase: PurchaseId) -> Call {
	let fields = vec![("purchase", number(purchase))];
	Call { pallet: SETTLEMENT, name: "return_undelivered", fields }
}

/// Removes a purchase that gives access no more, or one's own.
pub fn forget(purchase: PurchaseId) -> Call {
	Call { pallet: SETTLEMENT, name: "forget", fields: vec![("purchase", number(purchase))] }
}

impl Chain {
	/// Purchases under which an account may or could watch.
	///
	/// # Errors
	/// [`crate::Error::Node`].
	pub async fn purchases_of(&self, account: &AccountId) -> Result<Vec<(PurchaseId, Purchase)>> {
		let mut all: Vec<(PurchaseId, Purchase)> = vec![];
		loop {
			let from = all.last().map(|(_, purchase)| purchase.content);
			let page: Vec<(PurchaseId, Purchase)> =
				self.view(SETTLEMENT, "purchases_of", &(account, from, PAGE)).await?;
			let is_last = page.len() < PAGE as usize;
			all.extend(page);
			if is_last {
				return Ok(all);
			}
		}
	}

	/// What a holder was credited in a period; `None` for nothing, and for what the chain keeps no more.
	///
	/// # Errors
	/// [`crate::Error::Node`].
	pub async fn sales(&self, holder: &AccountId, period: u64) -> Result<Option<SalesRecord>> {
		self.view(SETTLEMENT, "sales", &(holder, period)).await
	}

	/// The running period, the first of which there may be records, and rounds of a period.
	///
	/// # Errors
	/// [`crate::Error::Node`].
	pub async fn sales_periods(&self) -> Result<(u64, Option<u64>, Round)> {
		let (now, oldest) = self.view(SETTLEMENT, "periods", &()).await?;
		let address = subxt::dynamic::constant::<Round>(SETTLEMENT, "SalesPeriod");
		let rounds = self.best().await?.constants().entry(address).map_err(node)?;
		Ok((now, oldest, rounds))
	}

	/// Planck of CFX and of SSH that sales owe an account.
	///
	/// # Errors
	/// [`crate::Error::Node`].
	pub async fn owed_of_sales(&self, account: &AccountId) -> Result<(Balance, Balance)> {
		self.view(SETTLEMENT, "owed", account).await
	}

	/// Basis points that the platform keeps of what is bought now.
	///
	/// # Errors
	/// [`crate::Error::Node`].
	pub async fn platform_fee_bp(&self) -> Result<BasisPoints> {
		self.view(SETTLEMENT, "platform_fee_bp", &()).await
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn calls_are_named_as_on_chain() {
		let claim = claim_owed(&AccountId::new([2; 32]), Currency::Ssh);
		assert_eq!(claim.to_string(), "Settlement.claim_owed");
		assert_eq!(return_undelivered(3).to_string(), "Settlement.return_undelivered");
		assert_eq!(forget(3).fields, [("purchase", number(3u64))]);
	}
}
