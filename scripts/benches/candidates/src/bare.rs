//! libp2p with nothing of ours above it: a name goes there, the block comes back. With a file for each block.

use crate::{
	AT_ONCE, Outcome,
	blocks::Blocks,
	driven::{Driven, Order, Tell},
};
use cid::Cid;
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt, io};
use libp2p::{
	Multiaddr, PeerId, StreamProtocol, Swarm, SwarmBuilder, noise,
	request_response::{
		Behaviour, Codec, Config, Event, Message, OutboundRequestId, ProtocolSupport,
		ResponseChannel,
	},
	swarm::SwarmEvent,
	tcp, yamux,
};
use std::collections::{HashMap, VecDeque};
use tokio::sync::mpsc;

const PROTOCOL: StreamProtocol = StreamProtocol::new("/bare/block/1");

/// Most bytes of a name, and of a block.
const MAX_NAME: u64 = 64;
const MAX_BLOCK: u64 = 2 << 20;

#[derive(Clone, Copy, Default)]
struct Plain;

#[async_trait::async_trait]
impl Codec for Plain {
	type Protocol = StreamProtocol;
	type Request = Vec<u8>;
	type Response = Vec<u8>;

	async fn read_request<T: io::AsyncRead + Unpin + Send>(
		&mut self,
		_: &StreamProtocol,
		stream: &mut T,
	) -> io::Result<Vec<u8>> {
		let mut name = Vec::new();
		stream.take(MAX_NAME).read_to_end(&mut name).await?;
		Ok(name)
	}

	async fn read_response<T: io::AsyncRead + Unpin + Send>(
		&mut self,
		_: &StreamProtocol,
		stream: &mut T,
	) -> io::Result<Vec<u8>> {
		let mut block = Vec::with_capacity(1 << 20);
		stream.take(MAX_BLOCK).read_to_end(&mut block).await?;
		Ok(block)
	}

	async fn write_request<T: io::AsyncWrite + Unpin + Send>(
		&mut self,
		_: &StreamProtocol,
		stream: &mut T,
		name: Vec<u8>,
	) -> io::Result<()> {
		stream.write_all(&name).await
	}

	async fn write_response<T: io::AsyncWrite + Unpin + Send>(
		&mut self,
		_: &StreamProtocol,
		stream: &mut T,
		block: Vec<u8>,
	) -> io::Result<()> {
		stream.write_all(&block).await
	}
}

pub(crate) async fn start(blocks: Blocks) -> Outcome<Driven> {
	let behaviour = Behaviour::<Plain>::new([(PROTOCOL, ProtocolSupport::Full)], Config::default());
	let mut swarm = SwarmBuilder::with_new_identity()
		.with_tokio()
		.with_tcp(tcp::Config::default().nodelay(true), noise::Config::new, yamux::Config::default)?
		.with_behaviour(|_| behaviour)?
		.build();
	swarm.listen_on("/ip4/127.0.0.1/tcp/0".parse()?)?;
	let address = loop {
		if let SwarmEvent::NewListenAddr { address, .. } = swarm.select_next_some().await {
			break address;
		}
	};
	let peer = swarm.local_peer_id().to_string();
	let addresses = vec![format!("{address}/p2p/{peer}")];
	let (driven, orders) = Driven::new(peer, addresses, blocks.clone());
	tokio::spawn(Network::new(swarm, blocks).run(orders));
	Ok(driven)
}

/// What is being taken.
struct Taking {
	waiting: VecDeque<Cid>,
	asked: HashMap<OutboundRequestId, Cid>,
	done: Tell,
}

struct Network {
	swarm: Swarm<Behaviour<Plain>>,
	blocks: Blocks,
	peer: Option<PeerId>,
	connecting: Option<Tell>,
	taking: Option<Taking>,
}

impl Network {
	const fn new(swarm: Swarm<Behaviour<Plain>>, blocks: Blocks) -> Self {
		Self { swarm, blocks, peer: None, connecting: None, taking: None }
	}

	async fn run(mut self, mut orders: mpsc::Receiver<Order>) {
		// Read beside the swarm, which goes on meanwhile.
		let (read, mut has_read) = mpsc::channel::<(ResponseChannel<Vec<u8>>, Vec<u8>)>(AT_ONCE);
		loop {
			tokio::select! {
				event = self.swarm.select_next_some() => self.on(event, &read).await,
				Some((channel, block)) = has_read.recv() => {
					// The asker may be gone.
					let _ = self.swarm.behaviour_mut().send_response(channel, block);
				},
				order = orders.recv() => match order {
					Some(order) => self.obey(order),
					None => return,
				},
			}
		}
	}

	fn obey(&mut self, order: Order) {
		match order {
			Order::Connect(address, tell) => match self.dial(&address) {
				Ok(()) => self.connecting = Some(tell),
				Err(error) => drop(tell.send(Err(error))),
			},
			Order::Take(cids, done) => {
				self.taking = Some(Taking { waiting: cids.into(), asked: HashMap::new(), done });
				self.ask();
			},
		}
	}

	fn dial(&mut self, address: &str) -> Outcome<()> {
		Ok(self.swarm.dial(address.parse::<Multiaddr>()?)?)
	}

	fn ask(&mut self) {
		let (Some(taking), Some(peer)) = (&mut self.taking, &self.peer) else { return };
		while taking.asked.len() < AT_ONCE {
			let Some(cid) = taking.waiting.pop_front() else { break };
			let id = self.swarm.behaviour_mut().send_request(peer, cid.to_bytes());
			taking.asked.insert(id, cid);
		}
		if taking.asked.is_empty() {
			self.end(Ok(()));
		}
	}

	fn end(&mut self, how: Outcome<()>) {
		if let Some(taking) = self.taking.take() {
			let _ = taking.done.send(how);
		}
	}

	async fn on(
		&mut self,
		event: SwarmEvent<Event<Vec<u8>, Vec<u8>>>,
		read: &mpsc::Sender<(ResponseChannel<Vec<u8>>, Vec<u8>)>,
	) {
		match event {
			SwarmEvent::ConnectionEstablished { peer_id, .. } => {
				self.peer = Some(peer_id);
				if let Some(tell) = self.connecting.take() {
					let _ = tell.send(Ok(()));
				}
			},
			SwarmEvent::Behaviour(Event::Message { message, .. }) => match message {
				Message::Request { request, channel, .. } => {
					let (blocks, read) = (self.blocks.clone(), read.clone());
					tokio::spawn(async move {
						let Ok(cid) = Cid::try_from(request) else { return };
						let Some(block) = blocks.get(&cid).await else { return };
						let _ = read.send((channel, block)).await;
					});
				},
				Message::Response { request_id, response } => {
					let Some(taking) = &mut self.taking else { return };
					let Some(cid) = taking.asked.remove(&request_id) else { return };
					match self.blocks.put(&cid, &response).await {
						Ok(()) => self.ask(),
						Err(error) => self.end(Err(error)),
					}
				},
			},
			SwarmEvent::Behaviour(Event::OutboundFailure { error, .. }) => {
				self.end(Err(error.into()))
			},
			_ => (),
		}
	}
}
