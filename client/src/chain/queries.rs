//! What the chain knows, at its best block.

use super::{Chain, node};
use crate::{Error, Result};
use codec::{Decode, DecodeAll, Encode};
use reel_primitives::{
	AccountId, Balance, ContentId, Hash32, Round, batch::OpenBatch, content::TitleView, ids::PovId,
	rating::HeadStatement, traits::PublisherRefusal,
};
use serde::Deserialize;
use subxt::{ext::scale_decode::DecodeAsType, rpcs::client::RpcParams};

/// What an account has, in planck of CFX.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub struct Balances {
	/// May be spent, apart from what is frozen.
	pub free: Balance,
	/// Held, for example as a deposit.
	pub reserved: Balance,
	/// Part of it that may not be spent.
	pub frozen: Balance,
}

impl Balances {
	/// Free and held: what rewards add to.
	pub const fn total(&self) -> Balance {
		self.free.saturating_add(self.reserved)
	}
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct AccountInfo {
	data: Balances,
}

/// Health of a node.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Health {
	/// Peers it is connected to.
	pub peers: u32,
	/// Whether it still catches up.
	pub is_syncing: bool,
}

/// State of node and chain.
#[derive(Clone, Debug)]
pub struct Status {
	/// Name of the chain.
	pub chain: String,
	/// Version of the node.
	pub version: String,
	/// Number of the best block.
	pub best: u64,
	/// Number of the finalized block.
	pub finalized: u64,
	/// Health of the node.
	pub health: Health,
	/// The running round.
	pub round: Round,
	/// The last round that was paid.
	pub last_paid_round: Option<Round>,
	/// Authorities of this session.
	pub authorities: Vec<AccountId>,
}

impl Chain {
	/// The balances of an account; zero for one that is not there.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn balances(&self, account: &AccountId) -> Result<Balances> {
		let address = subxt::dynamic::storage::<([u8; 32],), AccountInfo>("System", "Account");
		let key: [u8; 32] = *account.as_ref();
		let at = self.best().await?;
		match at.storage().try_fetch(address, (key,)).await.map_err(node)? {
			Some(info) => Ok(info.decode().map_err(node)?.data),
			None => Ok(Balances::default()),
		}
	}

	/// Calls a runtime API; arguments and answer are SCALE.
	async fn api<T: Decode>(&self, function: &str, arguments: &impl Encode) -> Result<T> {
		let at = self.best().await?;
		let arguments = arguments.encode();
		let bytes = at.runtime_apis().call_raw(function, Some(&arguments)).await.map_err(node)?;
		T::decode_all(&mut &bytes[..])
			.map_err(|error| Error::Node(format!("{function} cannot be read: {error}")))
	}

	/// A registered title; `None` when the chain has no such.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn find_title(&self, content: &ContentId) -> Result<Option<TitleView<AccountId>>> {
		self.api("TitleApi_title", content).await
	}

	/// A registered title.
	///
	/// # Errors
	/// [`Error::NotFound`], [`Error::Node`].
	pub async fn title(&self, content: &ContentId) -> Result<TitleView<AccountId>> {
		let title = self.find_title(content).await?;
		title.ok_or_else(|| Error::NotFound(format!("{content} is not registered")))
	}

	/// The supervisor that answers for a creator.
	///
	/// # Errors
	/// [`Error::NotAuthorized`] when the account may not publish now, [`Error::Node`].
	pub async fn publisher(&self, account: &AccountId) -> Result<AccountId> {
		let answer: Result<AccountId, PublisherRefusal> =
			self.api("TitleApi_may_publish", account).await?;
		answer.map_err(|refusal| {
			let (label, message) = match refusal {
				PublisherRefusal::NotAuthorized => {
					("not-authorized", "no supervisor has authorized this account to publish")
				},
				PublisherRefusal::Expired => {
					("authorization-expired", "the authorization to publish has run out")
				},
				PublisherRefusal::Sanctioned => {
					("sanctioned", "a supervisor forbids this account to publish for now")
				},
			};
			Error::NotAuthorized { label: label.to_owned(), message: message.to_owned() }
		})
	}

	/// Titles of a creator after `from`, at most 100.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn titles_of(
		&self,
		creator: &AccountId,
		from: Option<ContentId>,
	) -> Result<Vec<ContentId>> {
		self.api("TitleApi_titles_of", &(creator, from, 100u32)).await
	}

	/// The running round.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn current_round(&self) -> Result<Round> {
		self.api("ProofOfViewApi_current_round", &()).await
	}

	/// Authorities of this session with their proof-of-view keys.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn authorities(&self) -> Result<Vec<(AccountId, Hash32)>> {
		let (_session, authorities): (u32, Vec<(AccountId, PovId)>) =
			self.api("ProofOfViewApi_authorities", &()).await?;
		Ok(authorities
			.into_iter()
			.map(|(account, key)| {
				let mut bytes = [0; 32];
				bytes.copy_from_slice(key.as_ref());
				(account, bytes)
			})
			.collect())
	}

	/// What each validator last said that its log of ratings comes to.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn ratings_anchors(&self) -> Result<Vec<(AccountId, HeadStatement)>> {
		self.api("RatingsApi_anchors", &()).await
	}

	/// Batches that are being voted on, oldest first.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn open_batches(&self) -> Result<Vec<OpenBatch>> {
		let mut open: Vec<OpenBatch> = self.api("ProofOfViewApi_open_batches", &()).await?;
		open.sort_by_key(|batch| batch.round);
		Ok(open)
	}

	/// What is minted and waits to be claimed, by round or as sums, in planck.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn unclaimed(&self) -> Result<Balance> {
		let at = self.best().await?;
		let mut unclaimed: Balance = 0;
		for item in ["OpenTotal", "SumsOpen"] {
			let address = subxt::dynamic::storage::<(), Balance>("Payouts", item);
			if let Some(part) = at.storage().try_fetch(address, ()).await.map_err(node)? {
				unclaimed = unclaimed.saturating_add(part.decode().map_err(node)?);
			}
		}
		Ok(unclaimed)
	}

	/// State of node and chain.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn status(&self) -> Result<Status> {
		let finalized = self.client.at_current_block().await.map_err(node)?.block_number();
		Ok(Status {
			chain: self.rpc().request("system_chain", RpcParams::new()).await?,
			version: self.rpc().request("system_version", RpcParams::new()).await?,
			best: self.best().await?.block_number(),
			finalized,
			health: self.rpc().request("system_health", RpcParams::new()).await?,
			round: self.current_round().await?,
			last_paid_round: self.api("ProofOfViewApi_last_paid_round", &()).await?,
			authorities: self
				.authorities()
				.await?
				.into_iter()
				.map(|(account, _)| account)
				.collect(),
		})
	}
}
