//! N4: peers that attack. Floods of connections from one part of the network, half-open handshakes, streams, readers that
//! do not read, provider records; the caps hold, the memory stays, and who means well is served at half the rate at least.

use super::{
	MIB, Node, eventually, film,
	liar::{PROTOCOL, Protocols, Request, bare, send},
	rates::Rates,
	settings,
};
use crate::{
	common::{cases, summary},
	victim::{SEED, SIZES, Victim},
};
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use libp2p::{Multiaddr, PeerId, StreamProtocol, Swarm, kad::Mode, swarm::SwarmEvent};
use reel_fragment_store::{
	NetworkConfig,
	network::{LimitsConfig, Order, Priority},
};
use std::{
	net::{Ipv4Addr, SocketAddr},
	time::{Duration, Instant},
};
use tokio::{
	net::{TcpSocket, TcpStream},
	task::JoinHandle,
};

fn socket_address(address: &Multiaddr) -> SocketAddr {
	let text = address.to_string();
	let parts: Vec<&str> = text.split('/').collect();
	format!("{}:{}", parts[2], parts[4]).parse().expect("an address of TCP")
}

pub(super) fn peer_of(address: &Multiaddr) -> PeerId {
	address
		.to_string()
		.rsplit('/')
		.next()
		.and_then(|name| name.parse().ok())
		.expect("names its peer")
}

/// Connects from another part of the network: all of 127.0.0.0/8 is this machine.
async fn raw(from: Ipv4Addr, to: SocketAddr) -> Option<TcpStream> {
	let socket = TcpSocket::new_v4().ok()?;
	// Or it keeps its port from those who dial from the port that they listen on.
	socket.set_reuseaddr(true).ok()?;
	socket.bind(SocketAddr::from((from, 0))).ok()?;
	tokio::time::timeout(Duration::from_secs(5), socket.connect(to)).await.ok()?.ok()
}

/// A peer of its own that has connected.
async fn connected(to: &Multiaddr) -> Option<Swarm<Protocols>> {
	let mut swarm: Swarm<Protocols> = bare();
	// No part of the provider table: a search takes longer where more take part, which is not what is measured.
	swarm.behaviour_mut().kad.set_mode(Some(Mode::Client));
	swarm.dial(to.clone()).expect("dials");
	let is_connected = async {
		loop {
			match swarm.select_next_some().await {
				SwarmEvent::ConnectionEstablished { .. } => return true,
				SwarmEvent::OutgoingConnectionError { .. } => return false,
				_ => {},
			}
		}
	};
	tokio::time::timeout(super::LONG, is_connected).await.unwrap_or(false).then_some(swarm)
}

/// A peer of its own, driven in the background.
pub(super) async fn stranger(
	to: &Multiaddr,
) -> Option<(libp2p_stream::Control, PeerId, JoinHandle<()>)> {
	let mut swarm = connected(to).await?;
	let (control, own) = (swarm.behaviour().streams.new_control(), *swarm.local_peer_id());
	let task = tokio::spawn(async move {
		loop {
			swarm.select_next_some().await;
		}
	});
	Some((control, own, task))
}

#[tokio::test(flavor = "multi_thread")]
async fn floods_of_one_part_of_the_network_do_not_keep_others_out() {
	let mut victim = Victim::start();
	let to = socket_address(&victim.address);
	let rates = Rates::of(&victim).await;

	// Handshakes that are begun and never ended, as many as there are places for and far more.
	let count = cases(500, 5000);
	let mut half_open = Vec::new();
	for number in 0..count {
		let from = Ipv4Addr::new(127, 66, 6, (number % 250) as u8 + 1);
		if let Some(mut stream) = raw(from, to).await {
			use tokio::io::AsyncWriteExt;
			// Half of them say what a peer would say first.
			if number % 2 == 0 {
				let _ = stream.write_all(b"\x13/multistream/1.0.0\n").await;
			}
			half_open.push(stream);
		}
		if half_open.len() > 2000 {
			half_open.drain(..1000);
		}
	}
	let told = rates.under_attack(&victim).await;
	let refused = victim.count("peer_connections_refused");
	assert!(refused as usize > half_open.len() / 2, "only {refused} of {count} were refused");
	summary(&format!("N4 half-open: {count} from one /24, {refused} refused; {told}"));
}

/// As [`connected`], with a pause if the victim takes none: it may have had enough of them.
async fn connected_later(to: &Multiaddr) -> Option<Swarm<Protocols>> {
	let connected = connected(to).await;
	if connected.is_none() {
		tokio::time::sleep(Duration::from_millis(100)).await;
	}
	connected
}

/// Drives a peer until its connection is gone.
fn until_hung_up_on(mut swarm: Swarm<Protocols>) -> JoinHandle<()> {
	tokio::spawn(async move {
		while !matches!(swarm.select_next_some().await, SwarmEvent::ConnectionClosed { .. }) {}
	})
}

/// A peer that asks for a whole fragment again and again, on every stream it gets, and takes nothing.
async fn ask_and_take_nothing(victim: Multiaddr, cell: Vec<u8>) {
	let peer = peer_of(&victim);
	let ask = Request::Fragment(cell, 0, 0, 1024);
	loop {
		let Some(swarm) = connected_later(&victim).await else { continue };
		let mut control = swarm.behaviour().streams.new_control();
		let mut gone = until_hung_up_on(swarm);
		let mut held = std::collections::VecDeque::new();
		loop {
			let opened = tokio::select! {
				_ = &mut gone => break,
				opened = control.open_stream(peer, PROTOCOL) => opened,
			};
			let Ok(mut stream) = opened else { break };
			if send(&mut stream, &ask).await.is_ok() {
				held.push_back(stream);
			}
			if held.len() >= 16 {
				tokio::time::sleep(Duration::from_millis(250)).await;
				held.pop_front();
			}
		}
		gone.abort();
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn streams_without_end_and_readers_that_do_not_read_cost_their_own_peer_only() {
	let mut victim = Victim::start();
	let film = film(SEED, &SIZES);
	let rates = Rates::of(&victim).await;
	let (address, peer) = (victim.address.clone(), peer_of(&victim.address));
	let cell = film.cells[0].0.to_bytes();
	let peers = cases(4, 16);
	let readers: Vec<_> = (0..peers)
		.map(|_| tokio::spawn(ask_and_take_nothing(address.clone(), cell.clone())))
		.collect();
	// One that opens stream after stream, refused or not, and comes back when it is hung up on.
	let (mut opened, mut hung_up, count) = (0, 0, cases(1000, 10_000));
	while opened < count {
		let Some(swarm) = connected_later(&address).await else { continue };
		let mut control = swarm.behaviour().streams.new_control();
		let mut gone = until_hung_up_on(swarm);
		let mut held = Vec::new();
		while opened < count {
			let stream = tokio::select! {
				_ = &mut gone => break,
				stream = control.open_stream(peer, PROTOCOL) => stream,
			};
			held.extend(stream);
			opened += 1;
			// It has a limit of its own, and those that were refused are of no use.
			if held.len() > 256 {
				held.drain(..128);
			}
		}
		hung_up += usize::from(opened < count);
		gone.abort();
	}
	let told = rates.under_attack(&victim).await;
	let refused = victim.count("peer_streams_refused") + victim.count("peer_requests_refused");
	assert!(refused > 0 && victim.count("peers_hung_up_on") > 0, "nobody was hung up on");
	summary(&format!(
		"N4 streams: {count} opened by one peer, hung up on {hung_up} times, {refused} refused, {peers} peers that take nothing; {told}"
	));
	readers.iter().for_each(JoinHandle::abort);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_of_many_names_from_one_place_are_capped() {
	let limits = LimitsConfig { max_per_prefix: 8, ..LimitsConfig::default() };
	let node = Node::start(NetworkConfig { limits, ..settings(&[]) }).await;
	let mut tasks = Vec::new();
	for _ in 0..cases(24, 200) {
		if let Some((_, _, task)) = stranger(&node.address()).await {
			tasks.push(task);
		}
	}
	let metrics = node.handle.metrics();
	eventually("refusals", || async { metrics.peer_connections_refused.get() >= 10 }).await;
	// Who dials is through before who is dialled: handshakes may still be under way here.
	eventually("connections", || async {
		let connected = node.network().state().await.expect("runs").connected.len();
		assert!(connected <= 8, "{connected} connections from one place");
		connected > 0
	})
	.await;
	tasks.iter().for_each(JoinHandle::abort);
	// Places that are given back are good again.
	eventually("a place", || async { stranger(&node.address()).await.is_some() }).await;
}

/// A field of protobuf.
pub(super) fn field(number: u8, content: &[u8], out: &mut Vec<u8>) {
	out.push(number << 3 | 2);
	varint(content.len(), out);
	out.extend_from_slice(content);
}

pub(super) fn varint(mut value: usize, out: &mut Vec<u8>) {
	while value > 0x7f {
		out.push(value as u8 | 0x80);
		value >>= 7;
	}
	out.push(value as u8);
}

/// The message of Kademlia by which `provider` says that it has `key`, with its length in front.
pub(super) fn add_provider(key: &[u8], provider: PeerId) -> Vec<u8> {
	let (mut peer, mut message, mut frame) = (Vec::new(), vec![1 << 3, 2], Vec::new());
	field(1, &provider.to_bytes(), &mut peer);
	field(2, &"/ip4/127.0.0.1/tcp/9".parse::<Multiaddr>().expect("parses").to_vec(), &mut peer);
	field(2, key, &mut message);
	field(9, &peer, &mut message);
	varint(message.len(), &mut frame);
	frame.extend(message);
	frame
}

#[tokio::test(flavor = "multi_thread")]
async fn provider_records_without_end_are_capped_and_those_of_others_not_taken() {
	let mut victim = Victim::start();
	let rates = Rates::of(&victim).await;
	let peer = peer_of(&victim.address);
	let (mut control, own, task) = stranger(&victim.address).await.expect("connects");
	let kad = StreamProtocol::new("/reel/kad/1");
	let already = victim.count("records");
	let key = |number: usize| blake3::hash(&number.to_le_bytes()).as_bytes().to_vec();

	// In the name of somebody else.
	let mut stream = control.open_stream(peer, kad.clone()).await.expect("opens");
	for number in 0..100 {
		stream.write_all(&add_provider(&key(number), PeerId::random())).await.expect("sends");
	}
	stream.write_all(&add_provider(&key(0), own)).await.expect("sends");
	stream.flush().await.expect("sends");
	let taken = tokio::task::block_in_place(|| {
		wait(&mut victim, |victim| victim.count("records") > already)
	});
	assert!(taken, "an own record was not taken");
	assert_eq!(victim.count("records"), already + 1, "records of others were taken");

	// In its own, far above the cap of one peer, which is 20,000.
	let count = cases(21_000, 100_000);
	let mut sent = 1;
	while sent < count {
		let mut stream = control.open_stream(peer, kad.clone()).await.expect("opens");
		for _ in 0..500 {
			// The victim may end a stream; the next one goes on.
			if stream.write_all(&add_provider(&key(sent), own)).await.is_err() {
				break;
			}
			sent += 1;
		}
		let _ = stream.flush().await;
		let _ = stream.close().await;
		// The victim closes when it has read all.
		let _ = tokio::time::timeout(Duration::from_secs(20), stream.read(&mut [0; 8])).await;
	}
	let refused = tokio::task::block_in_place(|| {
		wait(&mut victim, |victim| victim.count("provider_records_refused") > 0)
	});
	assert!(refused, "{count} records and none too many");
	let records = victim.count("records");
	assert!(records <= 20_000 + already, "{records} records of one peer");
	let told = rates.under_attack(&victim).await;
	task.abort();
	summary(&format!(
		"N4 records: {count} of one peer, {records} kept; 100 in the name of others, 0 kept; {told}"
	));
}

/// Asks the victim until `test` holds; false if it does not in time.
pub(super) fn wait(victim: &mut Victim, test: impl Fn(&mut Victim) -> bool) -> bool {
	let end = Instant::now() + super::LONG;
	while Instant::now() < end {
		if test(victim) {
			return true;
		}
		std::thread::sleep(Duration::from_millis(50));
	}
	false
}

#[tokio::test(flavor = "multi_thread")]
async fn a_liar_among_eight_keepers_is_cut_off_and_the_download_completes() {
	let film = std::sync::Arc::new(film(91, &[5 * MIB, 3 * MIB]));
	let mut keepers = vec![Node::start(settings(&[])).await];
	for _ in 0..7 {
		keepers.push(Node::start(settings(&[keepers[0].address()])).await);
	}
	for (place, keeper) in keepers.iter().enumerate() {
		// Each has two of three of the blocks, so that nobody has all.
		for (number, (cid, bytes)) in film.blocks.iter().enumerate() {
			if cid.codec() == 0x71 || number % 3 != place % 3 {
				keeper.handle.put_cid(cid, bytes.clone().into()).await.expect("put");
			}
		}
		keeper.handle.pin(&film.magnet).await.expect("pins");
	}
	let liar =
		super::liar::Liar::start(film.clone(), super::liar::Lie::WrongByte, keepers[0].address())
			.await;
	let wants = Node::start(settings(&[keepers[0].address()])).await;
	wants.finds(&film.cells[0].0, 8).await;
	wants
		.network()
		.fetch_title(&film.magnet, Order::Rarest, Priority::Prefetch, |_, _| {})
		.await
		.expect("the honest ones deliver");
	wants.holds(&film).await;
	for banned in wants.network().banned() {
		assert_eq!(banned, liar.peer, "an honest keeper was shut out");
	}
}
