//! Fourth step, at the issuing desk alone: viewer and senders say the same (C5).
//!
//! | the ticket names | the viewer's receipts | counts | the sharing part goes to |
//! |---|---|---|---|
//! | the desk's own store alone | of the whole cell, as the store says | yes | it |
//! | others, too | each as its sender says, the whole cell together | yes | the senders, by bytes |
//! | others, too | one that its sender says otherwise | no | – |
//! | others, too | some, each as its sender says | if the desk knows itself what the view hash has to be | them, for what they sent; for the rest the treasury |
//! | others, too | none | likewise | the treasury |
//!
//! So nobody is paid for bytes that the other side does not confirm. Who of the two lies cannot be told; therefore a viewer
//! whose receipts are refused may hand in the same play without some, or any: a sender that says too much, or nothing, earns
//! nothing by it and keeps nobody else from being paid, and a viewer that conceals a sender gains nothing either.

use super::ProvenPlay;
use crate::chain::ProviderReport;
use reel_merkle::binary;
use reel_primitives::{
	AccountId, Hash32,
	geometry::{CellDescriptor, FRAGMENT_BYTES},
	play_ref::{PlayRef, TicketRef},
};
use reel_rpc_api::Rejection;

/// Bytes that sealing adds to each fragment in transit: the tag of ChaCha20-Poly1305.
pub(super) const SEAL_BYTES: u64 = 16;

/// What the senders of a ticket say.
#[derive(Clone, Debug)]
pub(crate) struct Senders {
	/// The desk's own store.
	pub(crate) own: AccountId,
	/// What each provider of the ticket reported.
	pub(crate) reports: Vec<(AccountId, Option<ProviderReport>)>,
	/// What the view hash has to be, if the desk knows. Needed for a play whose receipts leave something out, under a ticket
	/// that names others than its own store.
	pub(crate) expected: Option<Hash32>,
}

/// Why a play does not agree with its senders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Disagreement {
	pub(crate) rejection: Rejection,
	/// The provider that says otherwise, or nothing, if it is one.
	pub(crate) provider: Option<AccountId>,
}

impl From<Rejection> for Disagreement {
	fn from(rejection: Rejection) -> Self {
		Self { rejection, provider: None }
	}
}

impl Senders {
	fn report(&self, provider: &AccountId) -> Option<&ProviderReport> {
		let named = self.reports.iter().find(|(account, _)| account == provider);
		named.and_then(|(_, report)| report.as_ref())
	}

	/// Whether the ticket names nobody but the desk's own store.
	pub(crate) fn is_own_alone(&self) -> bool {
		self.reports.iter().all(|(account, _)| *account == self.own)
	}

	/// Others that say they sent something, though no receipt names them.
	pub(crate) fn concealed<'a>(
		&'a self,
		play: &'a PlayRef<'_>,
	) -> impl Iterator<Item = &'a AccountId> {
		let sent = self.reports.iter().filter(|(account, report)| {
			*account != self.own && report.as_ref().is_some_and(|report| report.bytes > 0)
		});
		let named = |account: &AccountId| play.receipts().any(|it| it.provider == *account);
		sent.map(|(account, _)| account).filter(move |account| !named(account))
	}

	/// Holds a proven play against what was reported.
	pub(crate) fn check(
		&self,
		ticket: &TicketRef<'_>,
		ProvenPlay { play }: &ProvenPlay<'_>,
	) -> Result<(), Disagreement> {
		if self.is_own_alone() && !ticket.providers.is_empty() {
			return self.check_own(play);
		}
		let mut agreed: Vec<Option<Hash32>> = vec![None; play.descriptor.fragments() as usize];
		for receipt in play.receipts() {
			let differs = || Disagreement {
				rejection: Rejection::ReceiptMismatch,
				provider: Some(receipt.provider.clone()),
			};
			let report = self.report(&receipt.provider).ok_or_else(differs)?;
			let sent: Vec<Hash32> = report.hashes.iter().copied().flatten().collect();
			if report.hashes.len() != agreed.len()
				|| report.bytes != sealed_bytes(&play.descriptor, report)
				|| receipt.sent_bytes != report.bytes
				|| receipt.sent_root != binary::root(&sent)
			{
				return Err(differs());
			}
			for (place, hash) in agreed.iter_mut().zip(&report.hashes) {
				if hash.is_some() && place.is_some() {
					// Both say that they sent it.
					return Err(Rejection::ReceiptMismatch.into());
				}
				*place = place.or(*hash);
			}
		}
		let all: Option<Vec<Hash32>> = agreed.into_iter().collect();
		let expected = all.map(|hashes| binary::root(&hashes)).or(self.expected);
		if expected == Some(*play.view_hash) {
			Ok(())
		} else {
			Err(Rejection::WrongViewHash.into())
		}
	}

	/// What the desk's own store sent fixes all of it.
	fn check_own(&self, play: &PlayRef<'_>) -> Result<(), Disagreement> {
		let report = self.report(&self.own).ok_or(Rejection::WrongViewHash)?;
		let sent: Vec<Hash32> = report.hashes.iter().copied().flatten().collect();
		let root = binary::root(&sent);
		if sent.len() != play.descriptor.fragments() as usize || root != *play.view_hash {
			return Err(Rejection::WrongViewHash.into());
		}
		let receipt = play.receipts().find(|receipt| receipt.provider == self.own);
		let matches = match receipt {
			Some(receipt) => receipt.sent_bytes == report.bytes && receipt.sent_root == root,
			None => report.bytes == 0,
		};
		if matches { Ok(()) } else { Err(Rejection::ReceiptMismatch.into()) }
	}
}

/// What the fragments of a report come to, sealed.
fn sealed_bytes(descriptor: &CellDescriptor, report: &ProviderReport) -> u64 {
	let last = descriptor.fragments().saturating_sub(1);
	let rest = descriptor.length_bytes.saturating_sub(u64::from(last) * FRAGMENT_BYTES);
	let sent = (0..).zip(&report.hashes).filter(|(_, hash)| hash.is_some());
	sent.map(|(index, _)| if index == last { rest } else { FRAGMENT_BYTES } + SEAL_BYTES).sum()
}
