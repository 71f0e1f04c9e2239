//! litep2p's Bitswap, the SDK's own network stack, with a file for each block.

use crate::{
	AT_ONCE, Outcome,
	blocks::Blocks,
	driven::{Driven, Order, Tell},
};
use cid::Cid;
use futures::StreamExt;
use litep2p::{
	Litep2p, Litep2pEvent, PeerId,
	config::ConfigBuilder,
	protocol::libp2p::bitswap::{
		BitswapEvent, BitswapHandle, BlockPresenceType, Config, ResponseType, WantType,
	},
	transport::tcp::config::Config as TcpConfig,
};
use std::collections::{HashSet, VecDeque};
use tokio::sync::mpsc;

pub(crate) async fn start(blocks: Blocks) -> Outcome<Driven> {
	let (bitswap, handle) = Config::new();
	let tcp = TcpConfig {
		listen_addresses: vec!["/ip4/127.0.0.1/tcp/0".parse()?],
		..TcpConfig::default()
	};
	let config = ConfigBuilder::new().with_tcp(tcp).with_libp2p_bitswap(bitswap).build();
	let node = Litep2p::new(config)?;
	let addresses = node.listen_addresses().map(ToString::to_string).collect();
	let (driven, orders) = Driven::new(node.local_peer_id().to_string(), addresses, blocks.clone());
	tokio::spawn(run(node, handle, blocks, orders));
	Ok(driven)
}

/// What is being taken.
struct Taking {
	waiting: VecDeque<Cid>,
	asked: HashSet<Cid>,
	done: Tell,
}

async fn run(
	mut node: Litep2p,
	mut bitswap: BitswapHandle,
	blocks: Blocks,
	mut orders: mpsc::Receiver<Order>,
) {
	let mut peer: Option<PeerId> = None;
	let mut connecting: Option<Tell> = None;
	let mut taking: Option<Taking> = None;
	loop {
		tokio::select! {
			event = node.next_event() => match event {
				Some(Litep2pEvent::ConnectionEstablished { peer: other, .. }) => {
					peer = Some(other);
					if let Some(tell) = connecting.take() {
						let _ = tell.send(Ok(()));
					}
				},
				Some(_) => (),
				None => return,
			},
			event = bitswap.next() => match event {
				Some(BitswapEvent::Request { peer, cids }) => answer(&bitswap, peer, cids, &blocks).await,
				Some(BitswapEvent::Response { peer, responses }) => {
					let Some(mut one) = taking.take() else { continue };
					if let Err(error) = take_in(&mut one, responses, &blocks).await {
						let _ = one.done.send(Err(error));
						continue;
					}
					ask(&bitswap, peer, &mut one).await;
					if one.asked.is_empty() {
						let _ = one.done.send(Ok(()));
					} else {
						taking = Some(one);
					}
				},
				None => return,
			},
			order = orders.recv() => match order {
				Some(Order::Connect(address, tell)) => match dial(&mut node, &address).await {
					Ok(()) => connecting = Some(tell),
					Err(error) => drop(tell.send(Err(error))),
				},
				Some(Order::Take(cids, done)) => match peer {
					Some(peer) => {
						let mut one = Taking { waiting: cids.into(), asked: HashSet::new(), done };
						ask(&bitswap, peer, &mut one).await;
						taking = Some(one);
					},
					None => drop(done.send(Err("not connected".into()))),
				},
				None => return,
			},
		}
	}
}

async fn dial(node: &mut Litep2p, address: &str) -> Outcome<()> {
	Ok(node.dial_address(address.parse()?).await?)
}

async fn ask(bitswap: &BitswapHandle, peer: PeerId, taking: &mut Taking) {
	let room = AT_ONCE.saturating_sub(taking.asked.len()).min(taking.waiting.len());
	let cids: Vec<_> = taking.waiting.drain(..room).collect();
	taking.asked.extend(&cids);
	if !cids.is_empty() {
		bitswap
			.send_request(peer, cids.into_iter().map(|cid| (cid, WantType::Block)).collect())
			.await;
	}
}

async fn take_in(
	taking: &mut Taking,
	responses: Vec<ResponseType>,
	blocks: &Blocks,
) -> Outcome<()> {
	for response in responses {
		match response {
			ResponseType::Block { cid, block } => {
				blocks.put(&cid, &block).await?;
				taking.asked.remove(&cid);
			},
			ResponseType::Presence { cid, .. } => return Err(format!("{cid} is not there").into()),
		}
	}
	Ok(())
}

async fn answer(
	bitswap: &BitswapHandle,
	peer: PeerId,
	cids: Vec<(Cid, WantType)>,
	blocks: &Blocks,
) {
	for (cid, _) in cids {
		let response = match blocks.get(&cid).await {
			Some(block) => ResponseType::Block { cid, block },
			None => ResponseType::Presence { cid, presence: BlockPresenceType::DontHave },
		};
		bitswap.send_response(peer, vec![response]).await;
	}
}
