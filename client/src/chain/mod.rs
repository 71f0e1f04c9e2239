//! The chain: transactions and queries.
//!
//! Both work at the *best* block: finality takes a few blocks more, and a client that looks at finalized state would
//! not see what it did itself a moment ago. What must not be undone waits for finality, see [`Wait`].

pub mod ads;
pub mod blocks;
pub mod calls;
pub mod curators;
pub mod exchange;
pub mod forecast;
pub mod funding;
pub mod governance;
pub mod history;
pub mod layers;
pub mod market;
pub mod network;
pub mod patterns;
pub mod payouts;
pub mod queries;
mod refusal;
pub mod reports;
pub mod sales;
pub mod standing;
mod told;
pub mod validators;

use crate::{
	Error, Result,
	account::Signer,
	desk::Desk,
	transport::{PATIENCE, connection_failed},
};
use calls::Call;
use network::{Coin, Network};
use reel_primitives::{Hash32, play::Ticket};
use refusal::{Payer, refused};
use std::{fmt, sync::Arc, time::Duration};
use subxt::{
	OnlineClient, OnlineClientAtBlock,
	backend::LegacyBackend,
	client::OnlineClientAtBlockImpl,
	config::{DefaultExtrinsicParams, DefaultExtrinsicParamsBuilder},
	error::TransactionEventsError,
	ext::scale_value::Composite,
	rpcs::{RpcClient, client::RpcParams},
	transactions::{SubmittableTransaction, TransactionStatus},
	utils::H256,
};
use tokio::time::timeout;

type AtBlock = OnlineClientAtBlock<Network>;
type Parameters = DefaultExtrinsicParams<Network>;
type ParametersBuilder = DefaultExtrinsicParamsBuilder<Network>;
type Transaction = SubmittableTransaction<Network, OnlineClientAtBlockImpl<Network>>;

/// For how many blocks a transaction is good, a power of two: two and a half minutes behind the last final block.
const MORTAL_BLOCKS: u64 = 64;

/// When a transaction counts as done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wait {
	/// In a best block.
	#[default]
	InBlock,
	/// In a finalized block.
	Finalized,
}

/// A transaction that succeeded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
	/// Hash of the transaction.
	pub transaction: Hash32,
	/// Hash of its block.
	pub block: Hash32,
	/// What only its events tell: the number of the campaign, layer or purchase that it made, planck that a swap brought.
	pub told: Option<u128>,
}

/// Connection to the chain through a node, or through a light client that serves a node's RPC. Tickets may come from a desk
/// elsewhere: what the chain says of it is not asked of the desk itself.
#[derive(Clone)]
pub struct Chain {
	client: OnlineClient<Network>,
	rpc: RpcClient,
	desk: Desk,
	patience: Duration,
	/// What fees are paid in; CFX without.
	fee_coin: Option<Coin>,
}

impl fmt::Debug for Chain {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Chain(0x{})", hex::encode(self.genesis()))
	}
}

fn node(error: impl fmt::Display) -> Error {
	connection_failed(&error.to_string())
}

impl Chain {
	/// Connects to a node at `ws://` or `wss://`. `patience`: how long an answer may take, and a transaction until it
	/// is where [`Wait`] says.
	///
	/// # Errors
	/// [`Error::Node`], [`Error::Timeout`].
	pub async fn connect(url: &str, patience: Duration) -> Result<Self> {
		let chain = Self::over(Desk::connect(url, patience).await?).await?;
		Ok(Self { patience, ..chain })
	}

	/// The chain behind a desk's node.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn over(desk: Desk) -> Result<Self> {
		// The methods of this backend work at any block, best ones included.
		let backend = LegacyBackend::builder().build(desk.rpc().clone());
		let client = OnlineClient::from_backend(Arc::new(backend)).await.map_err(node)?;
		Ok(Self { client, rpc: desk.rpc().clone(), desk, patience: PATIENCE, fee_coin: None })
	}

	/// The same chain, on which this client's fees are paid in a coin.
	pub fn paying_in(self, coin: impl Into<Coin>) -> Self {
		Self { fee_coin: Some(coin.into()), ..self }
	}

	/// Parameters of a transaction, with the coin that its fee is paid in.
	fn parameters(&self) -> ParametersBuilder {
		let builder = ParametersBuilder::new();
		match self.fee_coin {
			Some(coin) => builder.tip_of(0, coin),
			None => builder,
		}
	}

	/// Who signs and pays.
	fn payer(&self, signer: &Signer) -> Payer {
		Payer { account: signer.account(), fee_coin: self.fee_coin }
	}

	/// The same chain, watched at a desk elsewhere.
	///
	/// # Errors
	/// [`Error::Refused`] with the label `other-chain` when that desk is of another chain, [`Error::Node`].
	pub async fn with_desk(self, desk: Desk) -> Result<Self> {
		let genesis: H256 = desk.call("chain_getBlockHash", &[0]).await?;
		if genesis.0 != self.genesis() {
			return Err(Error::Refused {
				label: "other-chain".to_owned(),
				message: format!("the desk is of the chain that began with {genesis:?}"),
				retry_after_ms: None,
			});
		}
		Ok(Self { desk, ..self })
	}

	/// Fails unless a ticket is of a desk whose word counts now, by what the chain says.
	///
	/// # Errors
	/// [`Error::Refused`] with the label `ticket-untrusted`, [`Error::Node`].
	pub async fn check_desk(&self, ticket: &Ticket) -> Result<()> {
		if self.authorities().await?.iter().any(|(_, key)| *key == ticket.desk) {
			return Ok(());
		}
		Err(Error::Refused {
			label: "ticket-untrusted".to_owned(),
			message: "the desk is not one of a validator: its plays are paid by nobody".to_owned(),
			retry_after_ms: None,
		})
	}

	/// The connection to the chain, for other calls.
	pub(crate) const fn rpc(&self) -> &RpcClient {
		&self.rpc
	}

	/// The desk where tickets are asked for: of the same node, unless another was named.
	pub const fn desk(&self) -> &Desk {
		&self.desk
	}

	/// Genesis hash.
	pub fn genesis(&self) -> Hash32 {
		self.client.genesis_hash().0
	}

	/// The chain at its best block now.
	pub(crate) async fn best(&self) -> Result<AtBlock> {
		let mut latest = RpcParams::new();
		// A light client wants the parameter, though it may be nothing.
		latest.push(None::<u32>)?;
		let hash: H256 = self.rpc.request("chain_getBlockHash", latest).await?;
		self.client.at_block(hash).await.map_err(node)
	}

	/// Signs a call, sends it and waits for it.
	///
	/// # Errors
	/// [`Error::NotAuthorized`], [`Error::NotFound`], [`Error::Refused`] by what the chain says, [`Error::Timeout`],
	/// [`Error::Node`].
	pub async fn submit(&self, signer: &Signer, call: Call, wait: Wait) -> Result<Receipt> {
		let name = call.to_string();
		match timeout(self.patience, self.submit_and_wait(signer, call, wait)).await {
			Ok(result) => result,
			Err(_) => Err(Error::Timeout(format!(
				"{name} was sent and is not {} after {} s: see reel status, and give a longer --timeout",
				if wait == Wait::Finalized { "finalized" } else { "in a block" },
				self.patience.as_secs()
			))),
		}
	}

	async fn signed(
		&self,
		at: &AtBlock,
		signer: &Signer,
		call: &Call,
		parameters: Parameters,
	) -> Result<Transaction> {
		let fields = Composite::named(call.fields.iter().cloned());
		let payload = subxt::dynamic::tx(call.pallet, call.name, fields);
		let mut client = at.transactions();
		client.create_signed(&payload, signer, parameters).await.map_err(node)
	}

	async fn submit_and_wait(&self, signer: &Signer, call: Call, wait: Wait) -> Result<Receipt> {
		let at = self.best().await?;
		let metadata = at.metadata();
		// Good from a final block on: a best block that is abandoned would take the transaction along.
		let last = self.client.at_current_block().await.map_err(node)?;
		let parameters = self
			.parameters()
			.mortal_from_unchecked(MORTAL_BLOCKS, last.block_number(), last.block_hash())
			.build();
		let signed = self.signed(&at, signer, &call, parameters).await?;
		let payer = self.payer(signer);
		let mut progress =
			signed.submit_and_watch().await.map_err(|error| payer.not_taken(&error))?;
		while let Some(status) = progress.next().await {
			let placed = match status.map_err(node)? {
				TransactionStatus::InBestBlock(placed) if wait == Wait::InBlock => placed,
				TransactionStatus::InFinalizedBlock(placed) => placed,
				TransactionStatus::Error { message }
				| TransactionStatus::Invalid { message }
				| TransactionStatus::Dropped { message } => return Err(refused(&message)),
				_ => continue,
			};
			return match placed.wait_for_success().await {
				Ok(events) => {
					payer.decided(&events, &metadata)?;
					Ok(Receipt {
						transaction: placed.extrinsic_hash().0,
						block: placed.block_hash().0,
						told: told::told(&events)?,
					})
				},
				Err(TransactionEventsError::ExtrinsicFailed(error)) => {
					Err(payer.failed(&error, &metadata))
				},
				Err(error) => Err(node(error)),
			};
		}
		Err(node("the connection ended before the transaction was in a block"))
	}
}
