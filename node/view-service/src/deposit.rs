//! Content secrets on their way from the creator to every desk (C5).

use crate::{
	authority::{is_signed, key_bytes},
	desk::Desk,
	error::Error,
	gossip::Message,
	keys::{Kept, Secrets},
};
use reel_primitives::{ContentId, Hash32, ids::PovId};
use reel_rpc_api::{
	DeskKey, MAX_SEALED_BOXES, Rejection, SecretDeposit, desk_key_payload, from_hex, to_hex,
};
use std::net::IpAddr;

/// A deposit that cannot be taken: no box for this desk, one that does not open, another secret than the one here.
const REFUSED: Rejection = Rejection::Malformed;

impl Desk {
	/// A creator hands in a secret.
	pub(crate) fn deposit_secret(
		&self,
		deposit: SecretDeposit,
		origin: Option<IpAddr>,
	) -> Result<(), Rejection> {
		self.limits.origin(origin, self.clock.now_ms())?;
		match self.take_deposit(&deposit)? {
			Kept::Refused => Err(REFUSED),
			Kept::Known => Ok(()),
			Kept::New => {
				self.broadcast(&Message::Deposit(deposit));
				Ok(())
			},
		}
	}

	/// Checks a deposit and keeps what is for this desk.
	pub(crate) fn take_deposit(&self, deposit: &SecretDeposit) -> Result<Kept, Rejection> {
		let own: Vec<Hash32> = self.signer.own_keys().iter().map(key_bytes).collect();
		let mine = deposit.sealed.iter().find(|(authority, _)| own.contains(authority));
		let (_, sealed) = mine.filter(|_| deposit.sealed.len() <= MAX_SEALED_BOXES).ok_or(REFUSED)?;
		let title = self.chain.title(&deposit.content)?.ok_or(Rejection::TitleNotFound)?;
		let creator: &[u8; 32] = deposit.creator.as_ref();
		let payload = deposit.signing_payload(&self.genesis);
		if title.record.creator != deposit.creator
			|| !is_signed(&deposit.signature, &payload, creator)
		{
			return Err(Rejection::WrongSignature);
		}
		let secret = self.key.unseal(&deposit.content, sealed).ok_or(REFUSED)?;
		Ok(Secrets::keep(&self.store, &deposit.content, &secret, true)?)
	}

	/// Seals a secret for a desk that asks for it.
	pub(crate) fn share_secret(
		&self,
		content: ContentId,
		to: Hash32,
	) -> Result<Option<Message>, Error> {
		let known = self.book().desk_keys.get(&to).cloned();
		let public = known.and_then(|key| from_hex(&key.public).ok()?.try_into().ok());
		let (Some(public), Some(secret)) = (public, Secrets::get(&self.store, &content)?) else {
			return Ok(None);
		};
		let sealed = secret.seal(&content, &public);
		Ok(sealed.map(|sealed| Message::Secret { content, to, sealed }))
	}

	/// The key of this desk, vouched for by its session key.
	pub(crate) fn own_desk_key(&self) -> Option<(Hash32, [u8; 64], DeskKey)> {
		let seat = self.seat()?;
		let public = self.key.public();
		let payload = desk_key_payload(&self.genesis, &public);
		let signature = seat.sign(&*self.signer, &payload).ok()?;
		let key = desk_key(&seat.key, &public, &signature);
		Some((public, signature, key))
	}

	/// The keys of the current authorities' desks, as far as they are known; this desk's is always among them.
	pub(crate) fn desk_keys(&self) -> Result<Vec<DeskKey>, Rejection> {
		let (_, _, own) = self.own_desk_key().ok_or(Rejection::NotAValidator)?;
		let session = self.session().ok_or(Rejection::NotAValidator)?;
		let book = self.book();
		let others = book.desk_keys.iter().filter(|(authority, _)| session.holds(authority));
		let others = others.map(|(_, key)| key.clone()).filter(|key| key.authority != own.authority);
		Ok(std::iter::once(own.clone()).chain(others).collect())
	}
}

fn desk_key(authority: &PovId, public: &Hash32, signature: &[u8; 64]) -> DeskKey {
	DeskKey {
		authority: to_hex(key_bytes(authority)),
		public: to_hex(public),
		signature: to_hex(signature),
	}
}
