//! N4: what strangers can make a relay carry, and what they can make a node dial by way of one.

use super::{Node, eventually, settings};
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use libp2p::{
	Multiaddr, PeerId, StreamProtocol, Swarm, SwarmBuilder, identify,
	multiaddr::Protocol,
	noise, relay,
	swarm::{NetworkBehaviour, SwarmEvent},
	tcp, yamux,
};
use reel_fragment_store::{NetworkConfig, network::RelayLimits};
use std::time::Duration;
use tokio::{net::TcpListener, sync::mpsc, task::JoinHandle};

const DCUTR: StreamProtocol = StreamProtocol::new("/libp2p/dcutr");
const PLAIN: StreamProtocol = StreamProtocol::new("/test/bytes/1");

#[derive(NetworkBehaviour)]
struct Protocols {
	identify: identify::Behaviour,
	relay: relay::client::Behaviour,
	streams: libp2p_stream::Behaviour,
}

/// What a guest of a relay learns.
#[derive(Debug, PartialEq, Eq)]
enum Told {
	Reserved,
	Refused,
	Connected(PeerId),
	Closed(PeerId),
}

/// A peer that can be reached through relays and reach others by them, stopped on drop.
struct Guest {
	id: PeerId,
	control: libp2p_stream::Control,
	told: mpsc::UnboundedReceiver<Told>,
	task: JoinHandle<()>,
}

impl Guest {
	/// Connects with `relay`: to reach `peers` through it, or to be reached if there are none.
	fn start(relay: &Multiaddr, peers: &[PeerId]) -> Self {
		let mut swarm = swarm();
		let (id, control) = (*swarm.local_peer_id(), swarm.behaviour().streams.new_control());
		let circuit = relay.clone().with(Protocol::P2pCircuit);
		if peers.is_empty() {
			swarm.listen_on(circuit.clone()).expect("listens");
		}
		for peer in peers {
			swarm.dial(circuit.clone().with(Protocol::P2p(*peer))).expect("dials");
		}
		let (tell, told) = mpsc::unbounded_channel();
		let task = tokio::spawn(async move {
			loop {
				let told = match swarm.select_next_some().await {
					SwarmEvent::Behaviour(ProtocolsEvent::Relay(
						relay::client::Event::ReservationReqAccepted { .. },
					)) => Told::Reserved,
					SwarmEvent::ListenerClosed { .. }
					| SwarmEvent::OutgoingConnectionError { .. } => Told::Refused,
					SwarmEvent::ConnectionEstablished { peer_id, endpoint, .. }
						if endpoint.is_relayed() =>
					{
						Told::Connected(peer_id)
					},
					SwarmEvent::ConnectionClosed { peer_id, endpoint, .. }
						if endpoint.is_relayed() =>
					{
						Told::Closed(peer_id)
					},
					_ => continue,
				};
				// The test may have heard enough.
				let _ = tell.send(told);
			}
		});
		Self { id, control, told, task }
	}

	async fn next(&mut self) -> Told {
		let told = tokio::time::timeout(super::LONG, self.told.recv());
		told.await.expect("in time").expect("the guest lives")
	}
}

impl Drop for Guest {
	fn drop(&mut self) {
		self.task.abort();
	}
}

fn swarm() -> Swarm<Protocols> {
	SwarmBuilder::with_new_identity()
		.with_tokio()
		.with_tcp(tcp::Config::default(), noise::Config::new, yamux::Config::default)
		.expect("a transport")
		.with_relay_client(noise::Config::new, yamux::Config::default)
		.expect("a transport")
		.with_behaviour(|key, relay| Protocols {
			identify: identify::Behaviour::new(identify::Config::new(
				"/reel/id/1".to_owned(),
				key.public(),
			)),
			relay,
			streams: libp2p_stream::Behaviour::new(),
		})
		.expect("a behaviour")
		.with_swarm_config(|swarm| swarm.with_idle_connection_timeout(Duration::from_secs(600)))
		.build()
}

async fn relay(limits: RelayLimits) -> Node {
	let settings = NetworkConfig { relay_server: true, relay_limits: limits, ..settings(&[]) };
	Node::start(settings).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_takes_so_many_guests_and_no_more() {
	let limits = RelayLimits { max_reservations: 3, ..RelayLimits::default() };
	let relay = relay(limits).await;
	let mut guests = Vec::new();
	for number in 0..6 {
		let mut guest = Guest::start(&relay.address(), &[]);
		let expected = if number < 3 { Told::Reserved } else { Told::Refused };
		assert_eq!(guest.next().await, expected, "guest {number}");
		guests.push(guest);
	}
	// A place that is given back is good again.
	guests.remove(0);
	let mut again = Vec::new();
	loop {
		let mut guest = Guest::start(&relay.address(), &[]);
		match guest.next().await {
			Told::Reserved => break,
			// The relay has not noticed yet.
			_ => again.push(guest),
		}
		assert!(again.len() < 40, "the place was not given back");
		tokio::time::sleep(Duration::from_millis(100)).await;
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_has_so_many_circuits_for_a_peer_and_in_all() {
	let limits =
		RelayLimits { max_circuits: 3, max_circuits_per_peer: 1, ..RelayLimits::default() };
	let relay = relay(limits).await;
	let mut hosts = Vec::new();
	for _ in 0..2 {
		let mut host = Guest::start(&relay.address(), &[]);
		assert_eq!(host.next().await, Told::Reserved);
		hosts.push(host);
	}
	let hosts_named = [hosts[0].id, hosts[1].id];
	// One that calls both reaches one.
	let mut greedy = Guest::start(&relay.address(), &hosts_named);
	let told = [greedy.next().await, greedy.next().await];
	assert!(told.contains(&Told::Refused), "{told:?}");
	assert!(told.iter().any(|one| matches!(one, Told::Connected(_))), "{told:?}");
	// Two more make three.
	let mut callers = Vec::new();
	for (number, reached) in [true, true, false].into_iter().enumerate() {
		let mut caller = Guest::start(&relay.address(), &[hosts[0].id]);
		let told = caller.next().await;
		assert_eq!(told == Told::Connected(hosts[0].id), reached, "caller {number}: {told:?}");
		callers.push(caller);
	}
}

#[tokio::test(flavor = "multi_thread")]
async fn a_circuit_ends_after_its_bytes() {
	const MAX_BYTES: usize = 256 << 10;
	let limits = RelayLimits { max_circuit_bytes: MAX_BYTES as u64, ..RelayLimits::default() };
	let relay = relay(limits).await;
	let mut host = Guest::start(&relay.address(), &[]);
	assert_eq!(host.next().await, Told::Reserved);
	let mut incoming = host.control.accept(PLAIN).expect("accepts");
	let counting = tokio::spawn(async move {
		let (_, mut stream) = incoming.next().await.expect("a stream");
		let (mut count, mut buffer) = (0, [0; 4096]);
		while let Ok(read @ 1..) = stream.read(&mut buffer).await {
			count += read;
		}
		count
	});
	let mut caller = Guest::start(&relay.address(), &[host.id]);
	assert_eq!(caller.next().await, Told::Connected(host.id));
	let mut stream = caller.control.open_stream(host.id, PLAIN).await.expect("opens");
	// As much as it takes: the circuit ends, and with it the stream.
	while stream.write_all(&[7; 4096]).await.is_ok() && stream.flush().await.is_ok() {}
	assert_eq!(caller.next().await, Told::Closed(host.id));
	let count = counting.await.expect("no panic");
	assert!((1..=MAX_BYTES).contains(&count), "{count} bytes came through");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_circuit_ends_after_its_time() {
	let limits = RelayLimits { max_circuit_time: Duration::from_secs(2), ..RelayLimits::default() };
	let relay = relay(limits).await;
	let mut host = Guest::start(&relay.address(), &[]);
	assert_eq!(host.next().await, Told::Reserved);
	let mut caller = Guest::start(&relay.address(), &[host.id]);
	assert_eq!(caller.next().await, Told::Connected(host.id));
	assert_eq!(caller.next().await, Told::Closed(host.id));
}

/// The message by which a peer says at which addresses it wants to be met, with its length in front.
fn connect_message(addresses: &[Multiaddr]) -> Vec<u8> {
	let (mut message, mut frame) = (vec![1 << 3, 100], Vec::new());
	for address in addresses {
		super::abuse::field(2, &address.to_vec(), &mut message);
	}
	super::abuse::varint(message.len(), &mut frame);
	frame.extend(message);
	frame
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_to_be_met_at_very_many_addresses_is_met_at_none() {
	let relay = relay(RelayLimits::default()).await;
	let trap = TcpListener::bind("0.0.0.0:0").await.expect("listens");
	let port = trap.local_addr().expect("is known").port();
	let (caught, mut catches) = mpsc::unbounded_channel();
	let trapping = tokio::spawn(async move {
		while let Ok((stream, _)) = trap.accept().await {
			let _ = caught.send(stream);
		}
	});
	// It is to be reached by its relay only, so that whoever wants to is asked where to be met.
	let hidden = NetworkConfig {
		relays: vec![relay.address()],
		always_relay: true,
		..settings(&[relay.address()])
	};
	let hidden = Node::start(hidden).await;
	let (peer, metrics) = (hidden.network().peer_id(), hidden.handle.metrics());
	eventually("a reservation", || async {
		let state = hidden.network().state().await.expect("runs");
		state.external.iter().any(|one| one.iter().any(|part| part == Protocol::P2pCircuit))
	})
	.await;
	for (count, met) in [(40, false), (3, true)] {
		let mut caller = Guest::start(&relay.address(), &[peer]);
		let mut asked = caller.control.accept(DCUTR).expect("accepts");
		assert_eq!(caller.next().await, Told::Connected(peer));
		let addresses: Vec<Multiaddr> = (1..=count)
			.map(|last| format!("/ip4/127.0.0.{last}/tcp/{port}").parse().expect("parses"))
			.collect();
		let message = connect_message(&addresses);
		let asking = tokio::spawn(async move {
			// It goes on on the same stream.
			let mut open = Vec::new();
			while let Some((_, mut stream)) = asked.next().await {
				// It says first where it is itself.
				let said = stream.read(&mut [0; 1024]).await;
				let answered = stream.write_all(&message).await.and(stream.flush().await);
				assert!(said.is_ok() && answered.is_ok(), "{said:?}, {answered:?}");
				open.push(stream);
			}
		});
		if met {
			let caught = tokio::time::timeout(super::LONG, catches.recv());
			assert!(caught.await.expect("in time").is_some(), "the trap is none");
		} else {
			eventually("giving up", || async { metrics.holes_not_punched.get() > 0 }).await;
			assert!(catches.try_recv().is_err(), "it dialled {count} addresses");
		}
		asking.abort();
	}
	trapping.abort();
}
