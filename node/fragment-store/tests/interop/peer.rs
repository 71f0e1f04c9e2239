//! A peer that speaks Bitswap and nothing of ours.

use bytes::Bytes;
use cid::Cid;
use futures::{AsyncRead, AsyncReadExt, AsyncWriteExt, StreamExt};
use libp2p::{
	Multiaddr, PeerId, Stream, StreamProtocol, Swarm, SwarmBuilder, identify, noise,
	swarm::{NetworkBehaviour, SwarmEvent},
	tcp, yamux,
};
use prost::Message as _;
use reel_fragment_store::block::{RAW, cid_of};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::{
	sync::{mpsc, oneshot},
	task::JoinHandle,
};

pub(super) const V1_2: StreamProtocol = StreamProtocol::new("/ipfs/bitswap/1.2.0");
pub(super) const V1_1: StreamProtocol = StreamProtocol::new("/ipfs/bitswap/1.1.0");

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Message {
	#[prost(message, optional, tag = "1")]
	pub(super) wantlist: Option<Wantlist>,
	#[prost(message, repeated, tag = "3")]
	pub(super) payload: Vec<Block>,
	#[prost(message, repeated, tag = "4")]
	pub(super) presences: Vec<Presence>,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Wantlist {
	#[prost(message, repeated, tag = "1")]
	pub(super) entries: Vec<Entry>,
	#[prost(bool, tag = "2")]
	pub(super) full: bool,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Entry {
	#[prost(bytes = "vec", tag = "1")]
	pub(super) cid: Vec<u8>,
	#[prost(int32, tag = "2")]
	pub(super) priority: i32,
	#[prost(bool, tag = "3")]
	pub(super) cancel: bool,
	/// 0: the block, 1: whether it is there.
	#[prost(int32, tag = "4")]
	pub(super) kind: i32,
	#[prost(bool, tag = "5")]
	pub(super) send_dont_have: bool,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Block {
	#[prost(bytes = "vec", tag = "1")]
	pub(super) prefix: Vec<u8>,
	#[prost(bytes = "bytes", tag = "2")]
	pub(super) data: Bytes,
}

#[derive(Clone, PartialEq, prost::Message)]
pub(super) struct Presence {
	#[prost(bytes = "vec", tag = "1")]
	pub(super) cid: Vec<u8>,
	/// 0: there, 1: absent.
	#[prost(int32, tag = "2")]
	pub(super) kind: i32,
}

/// A want of the block `cid`, or of the knowledge that it is there.
pub(super) fn want(cid: &Cid, block: bool) -> Entry {
	let kind = i32::from(!block);
	Entry { cid: cid.to_bytes(), priority: 1, cancel: false, kind, send_dont_have: true }
}

pub(super) fn wants(entries: Vec<Entry>) -> Message {
	Message { wantlist: Some(Wantlist { entries, full: false }), ..Message::default() }
}

/// What the peer does when it is asked for a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Manner {
	Honest,
	/// It sends other bytes.
	Liar,
	/// It says nothing.
	Silent,
}

#[derive(NetworkBehaviour)]
struct Protocols {
	identify: identify::Behaviour,
	streams: libp2p_stream::Behaviour,
}

fn swarm() -> Swarm<Protocols> {
	let mut swarm = SwarmBuilder::with_new_identity()
		.with_tokio()
		.with_tcp(tcp::Config::default(), noise::Config::new, yamux::Config::default)
		.expect("a transport")
		.with_behaviour(|key| Protocols {
			identify: identify::Behaviour::new(identify::Config::new(
				"ipfs/0.1.0".to_owned(),
				key.public(),
			)),
			streams: libp2p_stream::Behaviour::new(),
		})
		.expect("a behaviour")
		.with_swarm_config(|swarm| swarm.with_idle_connection_timeout(Duration::from_secs(60)))
		.build();
	swarm.listen_on("/ip4/127.0.0.1/tcp/0".parse().expect("parses")).expect("listens");
	swarm
}

/// A running peer, stopped on drop.
pub(super) struct Peer {
	pub(super) id: PeerId,
	pub(super) address: Multiaddr,
	/// What it was told, other than what it answers itself.
	pub(super) heard: mpsc::Receiver<Message>,
	control: libp2p_stream::Control,
	task: JoinHandle<()>,
}

impl Peer {
	/// A peer that has `blocks`, speaks `protocol`, and dials `to` if it is given.
	pub(super) async fn start(
		blocks: HashMap<Vec<u8>, Vec<u8>>,
		manner: Manner,
		protocol: StreamProtocol,
		to: Option<Multiaddr>,
	) -> Self {
		let mut swarm = swarm();
		let id = *swarm.local_peer_id();
		let mut control = swarm.behaviour().streams.new_control();
		let mut incoming = control.accept(protocol.clone()).expect("accepts");
		let (tell, heard) = mpsc::channel(4096);
		let (listens, listening) = oneshot::channel::<Multiaddr>();
		let mut told = Some(listens);
		let (joined, connected) = oneshot::channel();
		let mut joined = Some(joined);
		let dials = to.is_some();
		let blocks = Arc::new(blocks);
		let answers = control.clone();
		let task = tokio::spawn(async move {
			loop {
				tokio::select! {
					event = swarm.select_next_some() => match event {
						SwarmEvent::NewListenAddr { address, .. } => {
							if let Some(told) = told.take() {
								told.send(address).expect("waits");
							}
							if let Some(to) = to.clone() {
								swarm.dial(to).expect("dials");
							}
						},
						SwarmEvent::Behaviour(ProtocolsEvent::Identify(identify::Event::Received { .. })) => {
							if let Some(joined) = joined.take() {
								let _ = joined.send(());
							}
						},
						_ => {},
					},
					Some((peer, mut stream)) = incoming.next() => {
						let (tell, blocks) = (tell.clone(), blocks.clone());
						let mut opener = answers.clone();
						let protocol = protocol.clone();
						tokio::spawn(async move {
							while let Some(message) = read(&mut stream).await {
								let reply = answer(&message, &blocks, manner);
								if reply != Message::default() {
									let mut out = opener.open_stream(peer, protocol.clone()).await.expect("opens");
									write(&mut out, &reply).await;
									out.close().await.expect("closes");
								}
								let _ = tell.send(message).await;
							}
						});
					},
				}
			}
		});
		let listening = listening.await.expect("listens");
		if dials {
			connected.await.expect("connects");
		}
		let address = listening.with_p2p(id).expect("has no name yet");
		Self { id, address, heard, control, task }
	}

	/// A peer without blocks that is connected with `to`.
	pub(super) async fn joining(to: Multiaddr) -> Self {
		Self::start(HashMap::new(), Manner::Honest, V1_2, Some(to)).await
	}

	/// Says something on a stream of its own.
	pub(super) async fn say(&mut self, to: PeerId, message: &Message) {
		self.say_by(V1_2, to, message).await;
	}

	pub(super) async fn say_by(&mut self, by: StreamProtocol, to: PeerId, message: &Message) {
		let mut stream = self.control.open_stream(to, by).await.expect("opens");
		write(&mut stream, message).await;
		stream.close().await.expect("closes");
	}

	/// A stream, to say strange things on.
	pub(super) async fn stream(&mut self, to: PeerId) -> Stream {
		self.control.open_stream(to, V1_2).await.expect("opens")
	}

	/// Everything that comes until `done` holds of what came.
	pub(super) async fn hears(&mut self, done: impl Fn(&Message) -> bool) -> Message {
		let mut all = Message::default();
		let heard = async {
			while !done(&all) {
				let message = self.heard.recv().await.expect("runs");
				all.payload.extend(message.payload);
				all.presences.extend(message.presences);
			}
		};
		let in_time = tokio::time::timeout(crate::peers::LONG, heard).await;
		in_time.unwrap_or_else(|_| panic!("heard only {} blocks", all.payload.len()));
		all
	}
}

impl Drop for Peer {
	fn drop(&mut self) {
		self.task.abort();
	}
}

fn answer(message: &Message, blocks: &HashMap<Vec<u8>, Vec<u8>>, manner: Manner) -> Message {
	let mut reply = Message::default();
	if manner == Manner::Silent {
		return reply;
	}
	for entry in message.wantlist.iter().flat_map(|list| &list.entries).filter(|one| !one.cancel) {
		match (blocks.get(&entry.cid), entry.kind) {
			(Some(bytes), 0) => {
				let mut data = bytes.clone();
				if manner == Manner::Liar {
					data[0] ^= 1;
				}
				let prefix = entry.cid[..4].to_vec();
				reply.payload.push(Block { prefix, data: data.into() });
			},
			(found, _) => {
				let kind = i32::from(found.is_none());
				reply.presences.push(Presence { cid: entry.cid.clone(), kind });
			},
		}
	}
	reply
}

async fn write(stream: &mut Stream, message: &Message) {
	stream.write_all(&message.encode_length_delimited_to_vec()).await.expect("writes");
	stream.flush().await.expect("flushes");
}

async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Option<Message> {
	let (mut length, mut shift, mut byte) = (0usize, 0, [0]);
	loop {
		stream.read_exact(&mut byte).await.ok()?;
		length |= usize::from(byte[0] & 0x7f) << shift;
		shift += 7;
		if byte[0] & 0x80 == 0 {
			break;
		}
	}
	assert!(length <= 4 << 20, "a message above the limit");
	let mut body = vec![0; length];
	stream.read_exact(&mut body).await.ok()?;
	Some(Message::decode(body.as_slice()).expect("a message"))
}

/// The CID that a block's prefix and bytes make, for sha2-256.
pub(super) fn named(block: &Block) -> Cid {
	assert_eq!(block.prefix, [1, block.prefix[1], 0x12, 32]);
	Cid::new_v1(u64::from(block.prefix[1]), *cid_of(RAW, &block.data).hash())
}
