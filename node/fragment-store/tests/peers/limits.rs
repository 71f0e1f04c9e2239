//! What strangers can make a node do is bounded.

use super::{
	LONG, MIB, Node, eventually, film,
	liar::{Answer, PROTOCOL, Refusal, Request, bare, receive, send},
	settings,
};
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use libp2p::{PeerId, Stream, swarm::SwarmEvent};
use reel_fragment_store::{
	NetworkConfig,
	network::{LimitsConfig, Order, Priority},
};
use tokio::task::JoinHandle;

/// A bare peer that is connected with `node`; returns how to open streams.
async fn stranger(node: &Node) -> (libp2p_stream::Control, JoinHandle<()>, bool) {
	let mut swarm = bare();
	let control = swarm.behaviour().streams.new_control();
	let (peer, address) = (node.network().peer_id(), node.address());
	swarm.dial(address).expect("dials");
	let connected = loop {
		match swarm.select_next_some().await {
			SwarmEvent::ConnectionEstablished { peer_id, .. } if peer_id == peer => break true,
			SwarmEvent::OutgoingConnectionError { .. } => break false,
			_ => {},
		}
	};
	let task = tokio::spawn(async move {
		loop {
			swarm.select_next_some().await;
		}
	});
	(control, task, connected)
}

async fn stream(control: &mut libp2p_stream::Control, peer: PeerId) -> Stream {
	control.open_stream(peer, PROTOCOL).await.expect("opens")
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_are_too_long_or_make_no_sense_are_refused() {
	let film = film(40, &[2 * MIB]);
	let node = Node::start(settings(&[])).await;
	node.publish(&film).await;
	let peer = node.network().peer_id();
	let (mut control, task, _) = stranger(&node).await;

	let mut long = stream(&mut control, peer).await;
	send(&mut long, &Request::Withdraw(vec![vec![0; 64]; 100])).await.expect("sends");
	let answer = receive::<Answer>(&mut long).await.expect("answers");
	assert_eq!(answer, Answer::Refused(Refusal::BadRequest));
	assert_eq!(long.read(&mut [0; 8]).await.expect("ends"), 0, "the stream is closed");

	let mut huge = stream(&mut control, peer).await;
	huge.write_all(&u32::MAX.to_le_bytes()).await.expect("sends");
	huge.flush().await.expect("sends");
	let answer = receive::<Answer>(&mut huge).await.expect("answers before it is read");
	assert_eq!(answer, Answer::Refused(Refusal::BadRequest));

	let cell = film.cells[0].0.to_bytes();
	let mut other = stream(&mut control, peer).await;
	for (request, refusal) in [
		(Request::Block(vec![1, 2, 3]), Refusal::BadRequest),
		(Request::Fragment(cell.clone(), 2, 0, 1), Refusal::BadRequest),
		(Request::Fragment(cell.clone(), 0, 0, 1025), Refusal::BadRequest),
		(Request::Fragment(cell.clone(), 0, u32::MAX, 2), Refusal::BadRequest),
		(Request::Fragment(cell.clone(), 0, 5, 0), Refusal::BadRequest),
		(Request::Have(film.magnet.to_bytes()), Refusal::NotHere),
		(Request::Block(super::film(41, &[99]).magnet.to_bytes()), Refusal::NotHere),
	] {
		send(&mut other, &request).await.expect("sends");
		let answer = receive::<Answer>(&mut other).await.expect("answers");
		assert_eq!(answer, Answer::Refused(refusal));
	}
	// The stream is good for what makes sense.
	send(&mut other, &Request::Have(cell)).await.expect("sends");
	assert_eq!(receive::<Answer>(&mut other).await.expect("answers"), Answer::Have(vec![0b11]));
	assert!(node.handle.metrics().peer_requests_refused.get() >= 2);
	task.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_peer_gets_so_many_streams_and_no_more() {
	let limits = LimitsConfig { max_streams_per_peer: 3, ..LimitsConfig::default() };
	let node = Node::start(NetworkConfig { limits, ..settings(&[]) }).await;
	let film = film(42, &[1000]);
	node.publish(&film).await;
	let peer = node.network().peer_id();
	let (mut control, task, _) = stranger(&node).await;
	let ask = Request::Have(film.cells[0].0.to_bytes());
	let mut open = Vec::new();
	for _ in 0..3 {
		let mut one = stream(&mut control, peer).await;
		send(&mut one, &ask).await.expect("sends");
		receive::<Answer>(&mut one).await.expect("answers");
		open.push(one);
	}
	let mut fourth = stream(&mut control, peer).await;
	let refused = async {
		send(&mut fourth, &ask).await?;
		receive::<Answer>(&mut fourth).await
	};
	assert!(refused.await.is_err(), "a fourth stream is answered");
	// A place that is given back is good again.
	drop(open.pop());
	let again = async || {
		let mut one = control.clone().open_stream(peer, PROTOCOL).await.expect("opens");
		send(&mut one, &ask).await.is_ok() && receive::<Answer>(&mut one).await.is_ok()
	};
	eventually("a stream again", again).await;
	task.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_above_the_limit_are_refused() {
	let limits = LimitsConfig { max_incoming: 2, ..LimitsConfig::default() };
	let node = Node::start(NetworkConfig { limits, ..settings(&[]) }).await;
	let mut strangers = Vec::new();
	for _ in 0..5 {
		strangers.push(stranger(&node).await);
	}
	let metrics = node.handle.metrics();
	eventually("refusals", || async { metrics.peer_connections_refused.get() >= 3 }).await;
	assert!(node.network().state().await.expect("runs").connected.len() <= 2);
	for (_, task, _) in strangers {
		task.abort();
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn above_its_memory_limit_a_node_takes_no_connection() {
	let limits = LimitsConfig { max_memory_bytes: 1 << 20, ..LimitsConfig::default() };
	let node = Node::start(NetworkConfig { limits, ..settings(&[]) }).await;
	let (_, task, _) = stranger(&node).await;
	let metrics = node.handle.metrics();
	eventually("a refusal", || async { metrics.peer_connections_refused.get() >= 1 }).await;
	assert!(node.network().state().await.expect("runs").connected.is_empty());
	task.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn provider_records_of_one_peer_are_bounded() {
	let films: Vec<_> = (50..56).map(|seed| film(seed, &[64])).collect();
	let limits = LimitsConfig { max_records_per_peer: 5, ..LimitsConfig::default() };
	let hub = Node::start(NetworkConfig { limits, ..settings(&[]) }).await;
	let has = Node::start(settings(&[hub.address()])).await;
	has.knows(1).await;
	for film in &films {
		has.publish(film).await;
	}
	let metrics = hub.handle.metrics();
	// Six titles of one cell each are twelve records.
	eventually("refusals", || async { metrics.provider_records_refused.get() >= 7 }).await;
	assert_eq!(hub.network().state().await.expect("runs").provider_records, 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn private_addresses_are_not_dialled_unless_allowed() {
	let film = film(57, &[64]);
	let has = Node::start(settings(&[])).await;
	has.publish(&film).await;
	let strict = NetworkConfig { allow_private: false, ..settings(&[has.address()]) };
	let strict = Node::start(strict).await;
	let refused = strict.network().connect(&has.address()).await;
	assert!(refused.is_err(), "a loopback address was dialled");
	let name = format!("/dns4/localhost/tcp/1/p2p/{}", has.network().peer_id());
	let refused = strict.network().connect(&name.parse().expect("parses")).await;
	assert!(refused.is_err(), "a name that leads to loopback was followed");
	let fetched =
		strict.network().fetch_title(&film.magnet, Order::Play, Priority::Viewer, |_, _| {});
	assert!(tokio::time::timeout(LONG, fetched).await.expect("in time").is_err());
	assert!(strict.network().state().await.expect("runs").connected.is_empty());
}
