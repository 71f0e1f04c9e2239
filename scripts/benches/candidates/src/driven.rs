//! A library whose network runs in a task of its own and is given orders; with a file for each block.

use crate::{Candidate, Outcome, blocks::Blocks};
use cid::Cid;
use tokio::sync::{mpsc, oneshot};

/// Where the outcome of an order is told.
pub(crate) type Tell = oneshot::Sender<Outcome<()>>;

pub(crate) enum Order {
	/// To connect with the peer at an address.
	Connect(String, Tell),
	/// To fetch blocks of it.
	Take(Vec<Cid>, Tell),
}

pub(crate) struct Driven {
	peer: String,
	addresses: Vec<String>,
	blocks: Blocks,
	orders: mpsc::Sender<Order>,
}

impl Driven {
	/// What carries out the orders has to be spawned.
	pub(crate) fn new(
		peer: String,
		addresses: Vec<String>,
		blocks: Blocks,
	) -> (Self, mpsc::Receiver<Order>) {
		let (orders, taken) = mpsc::channel(1);
		(Self { peer, addresses, blocks, orders }, taken)
	}

	async fn order(&self, make: impl FnOnce(Tell) -> Order) -> Outcome<()> {
		let (tell, told) = oneshot::channel();
		self.orders.send(make(tell)).await.map_err(|_| "the network has ended")?;
		told.await?
	}
}

#[async_trait::async_trait]
impl Candidate for Driven {
	fn hello(&self) -> (String, Vec<String>) {
		(self.peer.clone(), self.addresses.clone())
	}

	async fn put(&mut self, cid: Cid, bytes: Vec<u8>) -> Outcome<()> {
		self.blocks.put(&cid, &bytes).await
	}

	async fn connect(&mut self, address: &str) -> Outcome<()> {
		self.order(|tell| Order::Connect(address.to_owned(), tell)).await
	}

	async fn take(&mut self, cids: Vec<Cid>) -> Outcome<()> {
		self.order(|tell| Order::Take(cids, tell)).await
	}
}
