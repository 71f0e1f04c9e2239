//! Content secrets from the creators of titles (C5).
//!
//! Desks pass a deposit on at once. Where it comes before the block with its title, it waits for that block: nobody sends
//! it again, and what other validators hand on is believed only when two of them have it.

use crate::{
	Misconduct,
	gossip::Message,
	secrets::{Kept, Origin},
	service::{Core, LOG_TARGET},
	signature::{is_signed, key_bytes},
};
use codec::Encode;
use reel_primitives::{Hash32, blake2b_256};
use reel_rpc_api::{MAX_SEALED_BOXES, Rejection, SEALED_SECRET_BYTES, SecretDeposit};

/// Deposits remembered so as not to pass them on again.
const MAX_DEPOSITS: usize = 65_536;

/// Deposits that wait for the block with their title, at some 11 KiB each. Of more the one that waits longest is
/// forgotten.
const MAX_EARLY: usize = 64;

/// Best blocks for which a deposit waits: two minutes.
const EARLY_BLOCKS: u64 = 50;

impl Core {
	/// Takes a deposit from whoever brings it: it is the creator's signature that counts.
	pub(crate) fn take_deposit(&self, deposit: SecretDeposit) -> Result<(), Rejection> {
		self.check_deposit(&deposit)?;
		self.keep_deposit(deposit)
	}

	pub(crate) fn on_deposit(&self, deposit: SecretDeposit) -> Result<(), Misconduct> {
		if self.net().deposits.contains(&deposit_hash(&deposit)) {
			return Ok(());
		}
		match self.check_deposit(&deposit) {
			Ok(()) => {
				// It may be sealed to a key that this desk had before; whoever passed it on cannot know.
				if let Err(rejection) = self.keep_deposit(deposit) {
					log::debug!(target: LOG_TARGET, "secret from a peer: {rejection}");
				}
				Ok(())
			},
			Err(Rejection::Malformed | Rejection::WrongSignature) => Err(Misconduct::Garbage),
			Err(Rejection::TitleNotFound) if self.is_signed_deposit(&deposit) => {
				self.keep_early(deposit);
				Ok(())
			},
			Err(_) => Ok(()),
		}
	}

	fn keep_early(&self, deposit: SecretDeposit) {
		let mut net = self.net();
		let block = net.blocks;
		if net.early_deposits.iter().any(|(_, other)| *other == deposit) {
			return;
		}
		if net.early_deposits.len() >= MAX_EARLY {
			net.early_deposits.pop_front();
		}
		net.early_deposits.push_back((block, deposit));
	}

	/// Takes the deposits that waited for a block, now that there is one.
	pub(crate) fn take_early_deposits(&self, block: u64) {
		let waiting = std::mem::take(&mut self.net().early_deposits);
		for (since, deposit) in waiting {
			match self.check_deposit(&deposit) {
				Ok(()) => {
					if let Err(rejection) = self.keep_deposit(deposit) {
						log::debug!(target: LOG_TARGET, "secret that waited: {rejection}");
					}
				},
				Err(Rejection::TitleNotFound) if block < since.saturating_add(EARLY_BLOCKS) => {
					self.net().early_deposits.push_back((since, deposit));
				},
				Err(rejection) => {
					log::debug!(target: LOG_TARGET, "secret that waited in vain: {rejection}");
				},
			}
		}
	}

	/// Whether it is signed by whom it says to be from. The chain may know another creator.
	fn is_signed_deposit(&self, deposit: &SecretDeposit) -> bool {
		let creator: &[u8; 32] = deposit.creator.as_ref();
		is_signed(creator, &deposit.signature, &deposit.signing_payload(&self.genesis))
	}

	fn check_deposit(&self, deposit: &SecretDeposit) -> Result<(), Rejection> {
		let boxes = &deposit.sealed;
		if boxes.len() > MAX_SEALED_BOXES || boxes.iter().any(|b| b.1.len() != SEALED_SECRET_BYTES)
		{
			return Err(Rejection::Malformed);
		}
		let title = self.title(&deposit.content)?;
		if title.record.creator != deposit.creator || !self.is_signed_deposit(deposit) {
			return Err(Rejection::WrongSignature);
		}
		Ok(())
	}

	/// Opens this desk's box, and passes the deposit on once: what is wrong with one box does not concern the desks of
	/// the others.
	fn keep_deposit(&self, deposit: SecretDeposit) -> Result<(), Rejection> {
		let kept = self.open_own_box(&deposit);
		let is_new = {
			let mut net = self.net();
			if net.deposits.len() >= MAX_DEPOSITS {
				net.deposits.clear();
			}
			net.deposits.insert(deposit_hash(&deposit))
		};
		if is_new {
			self.broadcast(&Message::Secret(deposit));
		}
		kept
	}

	fn open_own_box(&self, deposit: &SecretDeposit) -> Result<(), Rejection> {
		let own: Vec<Hash32> = self.parts.signer.own_keys().iter().map(key_bytes).collect();
		let boxes = &deposit.sealed;
		let Some((_, sealed)) = boxes.iter().find(|(authority, _)| own.contains(authority)) else {
			return Ok(());
		};
		let secret = self.secrets.unseal(&deposit.content, sealed);
		let secret = secret.ok_or(Rejection::Malformed)?;
		let kept = self.secrets.keep(&deposit.content, &secret, Origin::Creator);
		match kept.map_err(crate::desk::internal)? {
			Kept::New => self.metrics.secrets("deposited", 1),
			Kept::Same => {},
			Kept::Refused => return Err(Rejection::Malformed),
		}
		Ok(())
	}
}

fn deposit_hash(deposit: &SecretDeposit) -> Hash32 {
	blake2b_256(&[&deposit.encode()])
}
