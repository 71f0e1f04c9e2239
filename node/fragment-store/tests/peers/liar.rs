//! A peer that speaks the protocols, written apart from the store's own code, and misbehaves as told.

use super::Film;
use codec::{Decode, Encode};
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use libp2p::{
	Multiaddr, PeerId, Stream, StreamProtocol, Swarm, SwarmBuilder, identify,
	kad::{self, RecordKey, store::MemoryStore},
	noise,
	swarm::{NetworkBehaviour, SwarmEvent},
	tcp, yamux,
};
use std::{sync::Arc, time::Duration};
use tokio::{sync::oneshot, task::JoinHandle};

/// How a peer misbehaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lie {
	/// One wrong bit, in the fragment's last KiB.
	WrongByte,
	/// An outline that is not the cell's.
	WrongOutline,
	/// Half of each fragment, and then the end of the stream.
	CutOff,
	/// Half of each fragment, and then nothing.
	Stall,
	/// A message that is longer than any may be.
	TooLong,
}

#[derive(Decode, Encode)]
pub(crate) enum Request {
	#[codec(index = 0)]
	Block(Vec<u8>),
	#[codec(index = 1)]
	Have(Vec<u8>),
	#[codec(index = 2)]
	Outline(Vec<u8>),
	#[codec(index = 3)]
	Fragment(Vec<u8>, u32, u32, u32),
	#[codec(index = 4)]
	Withdraw(Vec<Vec<u8>>),
}

#[derive(Debug, Decode, Encode, PartialEq, Eq)]
pub(crate) enum Answer {
	#[codec(index = 0)]
	Block(u32),
	#[codec(index = 1)]
	Have(Vec<u8>),
	#[codec(index = 2)]
	Outline(Vec<[u8; 32]>),
	#[codec(index = 3)]
	Fragment,
	#[codec(index = 4)]
	Done,
	#[codec(index = 5)]
	Refused(Refusal),
}

#[derive(Debug, Decode, Encode, PartialEq, Eq)]
pub(crate) enum Refusal {
	#[codec(index = 0)]
	NotHere,
	#[codec(index = 1)]
	Denied(Vec<u8>),
	#[codec(index = 2)]
	Busy,
	#[codec(index = 3)]
	BadRequest,
}

#[derive(NetworkBehaviour)]
pub(crate) struct Protocols {
	identify: identify::Behaviour,
	pub(crate) kad: kad::Behaviour<MemoryStore>,
	pub(crate) streams: libp2p_stream::Behaviour,
}

pub(crate) const PROTOCOL: StreamProtocol = StreamProtocol::new("/reel/fragment/1");

/// A bare node with the network's protocols.
pub(crate) fn bare() -> Swarm<Protocols> {
	let mut swarm = SwarmBuilder::with_new_identity()
		.with_tokio()
		.with_tcp(tcp::Config::default(), noise::Config::new, yamux::Config::default)
		.expect("a transport")
		.with_behaviour(|key| {
			let id = key.public().to_peer_id();
			let settings = kad::Config::new(StreamProtocol::new("/reel/kad/1"));
			let mut kad = kad::Behaviour::with_config(id, MemoryStore::new(id), settings);
			kad.set_mode(Some(kad::Mode::Server));
			let identify = identify::Config::new("/reel/id/1".to_owned(), key.public());
			Protocols {
				identify: identify::Behaviour::new(identify),
				kad,
				streams: libp2p_stream::Behaviour::new(),
			}
		})
		.expect("a behaviour")
		.with_swarm_config(|swarm| swarm.with_idle_connection_timeout(Duration::from_secs(60)))
		.build();
	swarm.listen_on("/ip4/127.0.0.1/tcp/0".parse().expect("parses")).expect("listens");
	swarm
}

/// A liar that announces a title, stopped on drop.
pub(crate) struct Liar {
	pub(crate) peer: PeerId,
	task: JoinHandle<()>,
}

impl Liar {
	pub(crate) async fn start(film: Arc<Film>, lie: Lie, join: Multiaddr) -> Self {
		let mut swarm = bare();
		let peer = *swarm.local_peer_id();
		let mut control = swarm.behaviour().streams.new_control();
		let mut incoming = control.accept(PROTOCOL).expect("accepts");
		let (told, announced) = oneshot::channel();
		let mut told = Some(told);
		let films = film.clone();
		let task = tokio::spawn(async move {
			loop {
				tokio::select! {
					event = swarm.select_next_some() => match event {
						SwarmEvent::NewListenAddr { address, .. } => {
							swarm.add_external_address(address);
							swarm.dial(join.clone()).expect("dials");
						},
						SwarmEvent::Behaviour(ProtocolsEvent::Kad(kad::Event::RoutingUpdated { .. })) => {
							let kad = &mut swarm.behaviour_mut().kad;
							for cid in films.cells.iter().map(|(cid, _)| cid).chain([&films.magnet]) {
								let key = RecordKey::new(&cid.hash().to_bytes());
								kad.start_providing(key).expect("announces");
							}
						},
						SwarmEvent::Behaviour(ProtocolsEvent::Kad(kad::Event::OutboundQueryProgressed {
							result: kad::QueryResult::StartProviding(Ok(_)),
							..
						})) => {
							if let Some(told) = told.take() {
								let _ = told.send(());
							}
						},
						_ => {},
					},
					Some((_, stream)) = incoming.next() => {
						let film = film.clone();
						tokio::spawn(async move { serve(&film, lie, stream).await });
					},
				}
			}
		});
		announced.await.expect("announces");
		Self { peer, task }
	}
}

impl Drop for Liar {
	fn drop(&mut self) {
		self.task.abort();
	}
}

pub(crate) async fn send(stream: &mut Stream, message: &impl Encode) -> std::io::Result<()> {
	let bytes = message.encode();
	stream.write_all(&(bytes.len() as u32).to_le_bytes()).await?;
	stream.write_all(&bytes).await?;
	stream.flush().await
}

pub(crate) async fn receive<M: Decode>(stream: &mut Stream) -> std::io::Result<M> {
	let mut length = [0; 4];
	stream.read_exact(&mut length).await?;
	let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
	stream.read_exact(&mut bytes).await?;
	Ok(M::decode(&mut bytes.as_slice()).expect("a message"))
}

/// Answers as an honest peer would, but for the lie.
async fn serve(film: &Film, lie: Lie, mut stream: Stream) -> Option<()> {
	loop {
		let request = receive::<Request>(&mut stream).await.ok()?;
		if lie == Lie::TooLong {
			stream.write_all(&u32::MAX.to_le_bytes()).await.ok()?;
			stream.flush().await.ok()?;
			continue;
		}
		let find = |cid: &[u8]| film.cells.iter().position(|(cell, _)| cell.to_bytes() == cid);
		match request {
			Request::Block(cid) => {
				let found = film.blocks.iter().find(|(block, _)| block.to_bytes() == cid);
				let (_, bytes) = found?;
				send(&mut stream, &Answer::Block(bytes.len() as u32)).await.ok()?;
				stream.write_all(bytes).await.ok()?;
				stream.flush().await.ok()?;
			},
			Request::Have(cid) => {
				let count = film.cells[find(&cid)?].1.fragments.len();
				let bits = (0..count.div_ceil(8)).map(|_| 0xff).collect();
				send(&mut stream, &Answer::Have(bits)).await.ok()?;
			},
			Request::Outline(cid) => {
				let mut nodes = outline(&film.bytes[find(&cid)?]);
				if lie == Lie::WrongOutline {
					nodes[0][0] ^= 1;
				}
				send(&mut stream, &Answer::Outline(nodes)).await.ok()?;
			},
			Request::Fragment(cid, index, _, _) => {
				let cell = &film.bytes[find(&cid)?];
				let start = (index as usize) << 20;
				let bytes = &cell[start..(start + (1 << 20)).min(cell.len())];
				let mut encoded = Vec::new();
				encode(start as u64, bytes, &mut encoded);
				let half = encoded.len() / 2;
				send(&mut stream, &Answer::Fragment).await.ok()?;
				match lie {
					Lie::WrongByte => {
						*encoded.last_mut()? ^= 1;
						stream.write_all(&encoded).await.ok()?;
						stream.flush().await.ok()?;
					},
					Lie::CutOff => {
						stream.write_all(&encoded[..half]).await.ok()?;
						stream.close().await.ok()?;
						return None;
					},
					Lie::Stall => {
						stream.write_all(&encoded[..half]).await.ok()?;
						stream.flush().await.ok()?;
						std::future::pending::<()>().await;
					},
					Lie::WrongOutline | Lie::TooLong => {
						stream.write_all(&encoded).await.ok()?;
						stream.flush().await.ok()?;
					},
				}
			},
			Request::Withdraw(_) => send(&mut stream, &Answer::Done).await.ok()?,
		}
	}
}

fn chaining_value(start: u64, bytes: &[u8]) -> [u8; 32] {
	use blake3::hazmat::HasherExt;
	let mut hasher = blake3::Hasher::new();
	hasher.set_input_offset(start);
	hasher.update(bytes);
	hasher.finalize_non_root()
}

/// Of cells above 1 MiB.
fn outline(cell: &[u8]) -> Vec<[u8; 32]> {
	let parts = cell.chunks(1 << 20).enumerate();
	parts.map(|(at, part)| chaining_value((at as u64) << 20, part)).collect()
}

/// Pre-order, hashing each subtree by itself: slow, and as simple as the definition.
fn encode(start: u64, bytes: &[u8], out: &mut Vec<u8>) {
	if bytes.len() <= 1024 {
		out.extend_from_slice(bytes);
		return;
	}
	let cut = 1024 << (bytes.len().div_ceil(1024) - 1).ilog2();
	out.extend(chaining_value(start, &bytes[..cut]));
	out.extend(chaining_value(start + cut as u64, &bytes[cut..]));
	encode(start, &bytes[..cut], out);
	encode(start + cut as u64, &bytes[cut..], out);
}
