//! The two loops of a running desk.

use super::{Viewer, World, world::*};
use crate::{Gossip, Misconduct, Parts, PeerKey, Signer, ViewService};
use futures::{
	StreamExt,
	channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded},
	executor::block_on,
	future::{AbortHandle, abortable},
	stream::BoxStream,
};
use reel_primitives::{
	ids::{PovId, PovSignature},
	play::SignedTicket,
};
use reel_rpc_api::scale_from_hex;
use std::{
	sync::{Arc, Mutex, mpsc},
	thread,
	time::{Duration, Instant},
};

type Told = (PeerKey, Vec<u8>);

/// How long a test waits for what has to happen.
const PATIENCE: Duration = Duration::from_secs(240);

/// A network with something to come.
struct Wire {
	under: Arc<dyn Gossip>,
	incoming: Mutex<Option<UnboundedReceiver<Told>>>,
	/// Messages that were passed on.
	sent: mpsc::Sender<Vec<u8>>,
}

impl Gossip for Wire {
	fn own_peer(&self) -> PeerKey {
		self.under.own_peer()
	}

	fn broadcast(&self, _message: Vec<u8>) {}

	fn send(&self, _peer: PeerKey, message: Vec<u8>) {
		let _ = self.sent.send(message);
	}

	fn is_connected(&self, peer: &PeerKey) -> bool {
		self.under.is_connected(peer)
	}

	fn report(&self, peer: PeerKey, misconduct: Misconduct) {
		self.under.report(peer, misconduct);
	}

	fn incoming(&self) -> BoxStream<'static, Told> {
		self.incoming.lock().unwrap().take().unwrap().boxed()
	}
}

/// A keystore that answers when it is let, and says that it was asked.
struct Slow {
	under: Arc<dyn Signer>,
	asked: mpsc::Sender<()>,
	let_go: Mutex<mpsc::Receiver<()>>,
}

impl Signer for Slow {
	fn sign(&self, key: &PovId, payload: &[u8]) -> Option<PovSignature> {
		let _ = self.asked.send(());
		// Who has dropped the other end lets all go.
		let _ = self.let_go.lock().unwrap().recv();
		self.under.sign(key, payload)
	}

	fn own_keys(&self) -> Vec<PovId> {
		self.under.own_keys()
	}
}

/// Desk 0 of a world, opened anew and running on a thread of its own.
struct Running {
	messages: UnboundedSender<Told>,
	sent: mpsc::Receiver<Vec<u8>>,
	asked: mpsc::Receiver<()>,
	let_go: mpsc::Sender<()>,
	give_up: AbortHandle,
	/// Whether it was given up.
	ended: mpsc::Receiver<bool>,
}

impl Running {
	fn start(world: &World) -> Self {
		let Parts { chain, signer, gossip, provider, clock } = world.desks[0].parts();
		let (messages, incoming) = unbounded();
		let (to_sent, sent) = mpsc::channel();
		let (to_asked, asked) = mpsc::channel();
		let (let_go, is_let_go) = mpsc::channel();
		let (to_ended, ended) = mpsc::channel();
		let incoming = Mutex::new(Some(incoming));
		let gossip = Arc::new(Wire { under: gossip, incoming, sent: to_sent });
		let let_go_of = Mutex::new(is_let_go);
		let signer = Arc::new(Slow { under: signer, asked: to_asked, let_go: let_go_of });
		let parts = Parts { chain, signer, gossip, provider, clock };
		let opened = ViewService::open(parts, world.desks[0].config.clone(), None).unwrap();
		*opened.0.core.links() = world.desks[0].core.links().clone();
		let service = opened.0;
		let (run, give_up) = abortable(service.run());
		thread::spawn(move || {
			let _ = to_ended.send(block_on(run).is_err());
		});
		while world.chain.blocks.receiver_count() == 0 {
			thread::yield_now();
		}
		Self { messages, sent, asked, let_go, give_up, ended }
	}
}

/// A ticket of desk 1, as desk 1 tells of it.
async fn told_by_another(world: &World) -> Told {
	let grant = Viewer::new(1).request(world, 1, 0).await.unwrap();
	let ticket = scale_from_hex::<SignedTicket>(&grant.ticket).unwrap();
	world.drain();
	(PeerKey(vec![1]), told_ticket(&world.desks[1].key, ticket).to_bytes())
}

#[tokio::test]
async fn what_peers_send_is_taken_in_while_a_block_is_worked_on() {
	let world = World::new(3);
	let told = told_by_another(&world).await;
	let running = Running::start(&world);
	world.announce_block();
	// Now it waits for a signature, in the middle of the block.
	running.asked.recv_timeout(PATIENCE).unwrap();
	running.messages.unbounded_send(told.clone()).unwrap();
	let passed_on = running.sent.recv_timeout(PATIENCE).unwrap();
	assert_eq!(passed_on, told.1, "the ticket goes on to the third desk");
	drop(running.let_go);
	drop(running.messages);
	assert!(!running.ended.recv_timeout(PATIENCE).unwrap(), "it ended by itself");
}

#[tokio::test]
async fn the_intake_ends_with_the_service() {
	let world = World::new(2);
	let running = Running::start(&world);
	drop(running.let_go);
	running.give_up.abort();
	assert!(running.ended.recv_timeout(PATIENCE).unwrap(), "it was given up");
	let until = Instant::now() + PATIENCE;
	while !running.messages.is_closed() && Instant::now() < until {
		thread::yield_now();
	}
	assert!(running.messages.is_closed(), "nobody takes messages any more");
}
