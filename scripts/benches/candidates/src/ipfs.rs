//! rust-ipfs: a whole node, with its own store on disk and Bitswap.

use crate::{AT_ONCE, Candidate, Outcome, blocks::name_of};
use cid::Cid;
use futures::{StreamExt, TryStreamExt, stream};
use rust_ipfs::{Block, Multiaddr, builder::DefaultIpfsBuilder};
use std::path::Path;

pub(crate) struct Ipfs {
	node: rust_ipfs::Ipfs,
	addresses: Vec<String>,
}

impl Ipfs {
	pub(crate) async fn start(directory: &Path) -> Outcome<Self> {
		std::fs::create_dir_all(directory)?;
		let node = DefaultIpfsBuilder::new()
			.with_default()
			.set_path(directory)
			.enable_tcp()
			.start()
			.await?;
		let mut addresses = Vec::new();
		let peer = node.keypair().public().to_peer_id();
		let id = node.add_listening_address("/ip4/127.0.0.1/tcp/0".parse()?).await?;
		for address in node.get_listening_address(id).await? {
			addresses.push(format!("{address}/p2p/{peer}"));
		}
		Ok(Self { node, addresses })
	}
}

#[async_trait::async_trait]
impl Candidate for Ipfs {
	fn hello(&self) -> (String, Vec<String>) {
		(self.node.keypair().public().to_peer_id().to_string(), self.addresses.clone())
	}

	async fn put(&mut self, cid: Cid, bytes: Vec<u8>) -> Outcome<()> {
		self.node.put_block(&Block::new(cid, bytes)?).await?;
		Ok(())
	}

	async fn connect(&mut self, address: &str) -> Outcome<()> {
		self.node.connect(address.parse::<Multiaddr>()?).await?;
		Ok(())
	}

	async fn take(&mut self, cids: Vec<Cid>) -> Outcome<()> {
		let node = &self.node;
		let taken = stream::iter(cids).map(|cid| async move {
			let block = node.get_block(cid).await?;
			if name_of(block.data())? == cid {
				return Ok(());
			}
			Err(format!("these are not the bytes of {cid}").into())
		});
		taken.buffer_unordered(AT_ONCE).try_collect().await
	}
}
