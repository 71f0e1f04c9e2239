//! A validator's desk over JSON-RPC: tickets, plays, claims, secrets.

use crate::{
	Error, Result,
	account::Signer,
	transport::{connect, connection_failed},
	watch::is_near,
};
use codec::Encode;
use reel_primitives::{
	AccountId, ContentId, Hash32,
	keys::ContentSecret,
	play::{PlayAsk, SignedPlay, TicketId},
	rating::SignedRating,
};
use reel_rpc_api::{
	Claimable, DeskKey, DeskStat, PlayAccepted, PlayState, RatingLine, RatingTaken, Rejection,
	SecretDeposit, StoreStat, SumAward, TicketGrant, boxed_secret, desk_key_payload, from_hex,
	to_hex,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::json;
use std::time::Duration;
use subxt::rpcs::{self, RpcClient, client::RpcParams};
use zeroize::Zeroizing;

/// Connection to a desk.
#[derive(Clone, Debug)]
pub struct Desk {
	rpc: RpcClient,
	is_near: bool,
}

impl From<RpcClient> for Desk {
	fn from(rpc: RpcClient) -> Self {
		Self { rpc, is_near: false }
	}
}

impl From<rpcs::Error> for Error {
	fn from(error: rpcs::Error) -> Self {
		match error {
			rpcs::Error::User(error) => {
				let data = error.data.as_ref();
				let rejection =
					data.and_then(|data| serde_json::from_str::<Rejection>(data.get()).ok());
				match rejection {
					Some(rejection) => rejection.into(),
					// The data says why: "Client error: State already discarded".
					None => {
						let why = data.map_or_else(String::new, |data| format!(": {data}"));
						Self::Node(format!("{}{why} ({})", error.message, error.code))
					},
				}
			},
			other => connection_failed(&other.to_string()),
		}
	}
}

impl Desk {
	/// Connects to a node at `ws://` or `wss://`, which has to answer each request within `patience`.
	///
	/// # Errors
	/// [`Error::Node`], [`Error::Timeout`].
	pub async fn connect(url: &str, patience: Duration) -> Result<Self> {
		Ok(Self { rpc: connect(url, patience).await?, is_near: is_near(url) })
	}

	/// Whether its URL names this machine or an address of a private network.
	pub const fn is_near(&self) -> bool {
		self.is_near
	}

	/// The connection, for other calls.
	pub const fn rpc(&self) -> &RpcClient {
		&self.rpc
	}

	/// Calls any method with any parameters.
	///
	/// # Errors
	/// [`Error::Refused`] and [`Error::NotFound`] by what the desk says, [`Error::Node`].
	pub async fn call<T: DeserializeOwned>(
		&self,
		method: &str,
		parameters: &[impl Serialize + Sync],
	) -> Result<T> {
		let mut params = RpcParams::new();
		for parameter in parameters {
			params.push(parameter)?;
		}
		Ok(self.rpc.request(method, params).await?)
	}

	/// Asks for a ticket.
	///
	/// # Errors
	/// As [`Self::call`].
	pub async fn request_play(&self, ask: &PlayAsk, signature: &[u8; 64]) -> Result<TicketGrant> {
		self.call("pov_v1_requestPlay", &[to_hex(ask.encode()), to_hex(signature)]).await
	}

	/// Hands in play data.
	///
	/// # Errors
	/// As [`Self::call`].
	pub async fn submit(&self, play: &SignedPlay) -> Result<PlayAccepted> {
		self.call("pov_v1_submitPlay", &[to_hex(play.encode())]).await
	}

	/// Where a play stands.
	///
	/// # Errors
	/// As [`Self::call`].
	pub async fn play_status(&self, ticket: &TicketId) -> Result<PlayState> {
		self.call("pov_v1_playStatus", &[to_hex(ticket)]).await
	}

	/// What an account may claim.
	///
	/// # Errors
	/// As [`Self::call`].
	pub async fn claimable(&self, account: &AccountId) -> Result<Vec<Claimable>> {
		self.call("pov_v1_claimable", &[crate::account::to_ss58(account)]).await
	}

	/// Claims all of it; the hex hash of the transaction.
	///
	/// # Errors
	/// As [`Self::call`].
	pub async fn claim(&self, account: &AccountId) -> Result<String> {
		self.call("pov_v1_claim", &[crate::account::to_ss58(account)]).await
	}

	/// What an account may claim of sums: what rounds that were not claimed came to.
	///
	/// # Errors
	/// As [`Self::call`].
	pub async fn sums(&self, account: &AccountId) -> Result<Vec<SumAward>> {
		self.call("pov_v1_sums", &[crate::account::to_ss58(account)]).await
	}

	/// Claims the oldest of them, for the account's neighbours too; the hex hash of the transaction.
	///
	/// # Errors
	/// As [`Self::call`].
	pub async fn claim_sums(&self, account: &AccountId) -> Result<String> {
		self.call("pov_v1_claimSums", &[crate::account::to_ss58(account)]).await
	}

	/// How the desk stands.
	///
	/// # Errors
	/// As [`Self::call`].
	pub async fn stat(&self) -> Result<DeskStat> {
		let none: [(); 0] = [];
		self.call("pov_v1_stat", &none).await
	}

	/// Hands in a rating.
	///
	/// # Errors
	/// As [`Self::call`].
	pub async fn rate(&self, rating: &SignedRating) -> Result<RatingTaken> {
		self.call("pov_v1_rate", &[to_hex(rating.encode())]).await
	}

	/// The newest ratings of a title that this desk took, by the viewers after `from`. Not checked.
	///
	/// # Errors
	/// As [`Self::call`].
	pub async fn ratings(
		&self,
		content: &ContentId,
		from: Option<&AccountId>,
		limit: u32,
	) -> Result<Vec<RatingLine>> {
		let from = from.map(crate::account::to_ss58);
		self.call("pov_v1_ratings", &[json!(to_hex(content)), json!(from), json!(limit)]).await
	}

	/// Size and use of the node's store.
	///
	/// # Errors
	/// As [`Self::call`].
	pub async fn store_stat(&self) -> Result<StoreStat> {
		self.call("fragment_v1_stat", &[(); 0]).await
	}

	/// The keys of the desks behind this node.
	///
	/// # Errors
	/// As [`Self::call`].
	pub async fn desk_keys(&self) -> Result<Vec<DeskKey>> {
		self.call("title_v1_deskKeys", &[(); 0]).await
	}

	/// Hands in a secret.
	///
	/// # Errors
	/// As [`Self::call`].
	pub async fn deposit_secret(&self, deposit: &SecretDeposit) -> Result<()> {
		self.call("title_v1_depositSecret", &[to_hex(deposit.encode())]).await
	}
}

/// A desk whose key its authority has signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrustedDesk {
	/// The authority's `pov1` key.
	pub authority: Hash32,
	/// The desk's X25519 key.
	pub public: [u8; 32],
}

/// Checks a desk key: signed by its authority, and the authority one of those of the chain.
///
/// # Errors
/// [`Error::Refused`]: a secret sealed to such a key would be given to somebody else.
pub fn check_desk_key(
	key: &DeskKey,
	genesis: &Hash32,
	authorities: &[Hash32],
) -> Result<TrustedDesk> {
	let wrong = |what: &str| Error::Refused {
		label: "desk-key-untrusted".to_owned(),
		message: format!("desk key of {}: {what}", key.authority),
		retry_after_ms: None,
	};
	let authority: Hash32 = fixed(&key.authority).ok_or_else(|| wrong("malformed"))?;
	let public: [u8; 32] = fixed(&key.public).ok_or_else(|| wrong("malformed"))?;
	let signature: [u8; 64] = fixed(&key.signature).ok_or_else(|| wrong("malformed"))?;
	if !authorities.contains(&authority) {
		return Err(wrong("not an authority of this session"));
	}
	if !crate::account::is_signed_by(&authority, &desk_key_payload(genesis, &public), &signature) {
		return Err(wrong("not signed by its authority"));
	}
	Ok(TrustedDesk { authority, public })
}

/// Bytes of fixed length from hex.
pub(crate) fn fixed<const N: usize>(text: &str) -> Option<[u8; N]> {
	from_hex(text).ok()?.try_into().ok()
}

/// Seals the secret of a title to desks and signs the deposit.
///
/// # Errors
/// [`Error::Storage`] when a desk's key is not a point that can be sealed to.
pub fn seal_secret(
	secret: &ContentSecret,
	content: ContentId,
	desks: &[TrustedDesk],
	signer: &Signer,
	genesis: &Hash32,
) -> Result<SecretDeposit> {
	let boxed = Zeroizing::new(boxed_secret(&content, secret));
	let sealed = desks
		.iter()
		.map(|desk| {
			let sealed = crypto_box::PublicKey::from(desk.public)
				.seal(&mut rand::rngs::OsRng, &*boxed)
				.map_err(|_| Error::Storage("the secret cannot be sealed".to_owned()))?;
			Ok((desk.authority, sealed))
		})
		.collect::<Result<_>>()?;
	let mut deposit =
		SecretDeposit { content, creator: signer.account(), sealed, signature: [0; 64] };
	deposit.signature = signer.sign(&deposit.signing_payload(genesis));
	Ok(deposit)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::account::is_signed_by;
	use reel_rpc_api::SEALED_SECRET_BYTES;

	#[test]
	fn only_the_desk_opens_the_secret_and_the_creator_has_signed_it() {
		let desk = crypto_box::SecretKey::generate(&mut rand::rngs::OsRng);
		let trusted = TrustedDesk { authority: [9; 32], public: *desk.public_key().as_bytes() };
		let signer = Signer::dev("Alice").expect("derived");
		let content = ContentId([1; 32]);
		let deposit =
			seal_secret(&[7; 32], content, &[trusted], &signer, &[3; 32]).expect("sealed");
		let (authority, sealed) = &deposit.sealed[0];
		assert_eq!((*authority, sealed.len()), ([9; 32], SEALED_SECRET_BYTES));
		assert_eq!(
			desk.unseal(sealed).expect("opens"),
			reel_rpc_api::boxed_secret(&content, &[7; 32])
		);
		let stranger = crypto_box::SecretKey::generate(&mut rand::rngs::OsRng);
		assert!(stranger.unseal(sealed).is_err());
		let key: [u8; 32] = *signer.account().as_ref();
		assert!(is_signed_by(&key, &deposit.signing_payload(&[3; 32]), &deposit.signature));
		assert!(!is_signed_by(&key, &deposit.signing_payload(&[4; 32]), &deposit.signature));
	}

	#[test]
	fn a_desk_key_needs_an_authority_and_its_signature() {
		let authority = Signer::dev("Bob").expect("derived");
		let name: Hash32 = *authority.account().as_ref();
		let (genesis, public) = ([3; 32], [5; 32]);
		let key = DeskKey {
			authority: to_hex(name),
			public: to_hex(public),
			signature: to_hex(authority.sign(&desk_key_payload(&genesis, &public))),
		};
		let trusted = check_desk_key(&key, &genesis, &[name]).expect("trusted");
		assert_eq!(trusted, TrustedDesk { authority: name, public });
		assert!(check_desk_key(&key, &genesis, &[]).is_err());
		assert!(check_desk_key(&key, &[4; 32], &[name]).is_err());
		let other = DeskKey { public: to_hex([6; 32]), ..key };
		assert!(check_desk_key(&other, &genesis, &[name]).is_err());
	}
}
