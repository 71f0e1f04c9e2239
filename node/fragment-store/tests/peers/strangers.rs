//! N4: strangers that take part in the provider table. They answer questions of the table as they should, late, with
//! garbage or not at all; all of them say that they have a title, and send nothing of it.

use super::{
	Film, Node,
	abuse::{add_provider, field, peer_of, varint, wait},
	film,
	liar::{PROTOCOL, ProtocolsEvent, bare},
	rates::Rates,
	settings,
};
use crate::{
	common::{bytes, cases, summary},
	victim::{SEED, SIZES, Victim},
};
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use libp2p::{Multiaddr, PeerId, Stream, StreamProtocol, identify, kad::Mode, swarm::SwarmEvent};
use std::{
	sync::{Arc, Mutex},
	time::Duration,
};
use tokio::{sync::oneshot, task::JoinHandle};

const KAD: StreamProtocol = StreamProtocol::new("/reel/kad/1");

/// `GET_PROVIDERS`, in Kademlia's messages.
const GET_PROVIDERS: u8 = 3;

/// How a stranger answers questions of the provider table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
	/// As it should, and has no title: what the others cost beyond this is their lie, the rest that the table is larger.
	Honest,
	Proper,
	Silent,
	Garbage,
	Late,
}

/// The names and addresses of all strangers.
type Fellows = Arc<Mutex<Vec<(PeerId, Multiaddr)>>>;

/// Where strangers send those who ask: to each other. With the length in front.
fn answer(question: &[u8], manner: Manner, own: PeerId, fellows: &Fellows) -> Vec<u8> {
	let peer_of = |peer: &PeerId, address: &Multiaddr| {
		let mut told = Vec::new();
		field(1, &peer.to_bytes(), &mut told);
		field(2, &address.to_vec(), &mut told);
		told
	};
	// Its kind comes first: field 1, a number.
	let kind = question.get(1).copied().unwrap_or_default();
	let (mut message, mut frame) = (vec![1 << 3, kind], Vec::new());
	for (peer, address) in fellows.lock().expect("not poisoned").iter() {
		if *peer == own && kind == GET_PROVIDERS && manner != Manner::Honest {
			field(9, &peer_of(peer, address), &mut message);
		} else {
			field(8, &peer_of(peer, address), &mut message);
		}
	}
	varint(message.len(), &mut frame);
	frame.extend(message);
	frame
}

/// Holds a stream as told, until the other side has had enough.
async fn hold(manner: Manner, own: PeerId, fellows: Fellows, mut stream: Stream) -> Option<()> {
	loop {
		let mut length = [0];
		stream.read_exact(&mut length).await.ok()?;
		let mut question = vec![0; length[0] as usize];
		stream.read_exact(&mut question).await.ok()?;
		match manner {
			Manner::Honest | Manner::Proper => {
				stream.write_all(&answer(&question, manner, own, &fellows)).await.ok()?;
			},
			Manner::Garbage => stream.write_all(&bytes(13, 2000)).await.ok()?,
			// Later than anybody waits.
			Manner::Late => {
				tokio::time::sleep(Duration::from_secs(8)).await;
				stream.write_all(&answer(&question, manner, own, &fellows)).await.ok()?;
			},
			Manner::Silent => std::future::pending().await,
		}
		stream.flush().await.ok()?;
	}
}

/// A stranger that is connected with the victim, has told it that it has the title, and is known as a server of the table;
/// stopped by aborting the task.
async fn stranger(
	victim: &Victim,
	manner: Manner,
	film: &Film,
	fellows: &Fellows,
) -> JoinHandle<()> {
	let mut swarm = bare();
	// The protocol of the table is its own, by the same name.
	swarm.behaviour_mut().kad.set_mode(Some(Mode::Client));
	let own = *swarm.local_peer_id();
	let mut control = swarm.behaviour().streams.new_control();
	let mut fragments = control.accept(PROTOCOL).expect("accepts");
	let mut table = control.accept(KAD).expect("accepts");
	let (peer, address) = (peer_of(&victim.address), victim.address.clone());
	let (told, identified) = oneshot::channel();
	let (mut told, fellows) = (Some(told), fellows.clone());
	let task = tokio::spawn(async move {
		let mut holds = tokio::task::JoinSet::new();
		loop {
			tokio::select! {
				event = swarm.select_next_some() => match event {
					SwarmEvent::NewListenAddr { address: listens, .. } => {
						fellows.lock().expect("not poisoned").push((own, listens));
						swarm.dial(address.clone()).expect("dials");
					},
					SwarmEvent::Behaviour(ProtocolsEvent::Identify(
						identify::Event::Sent { peer_id, .. },
					)) if peer_id == peer => {
						if let Some(told) = told.take() {
							let _ = told.send(());
						}
					},
					_ => {},
				},
				// It takes what is asked for, and says nothing.
				Some((_, stream)) = fragments.next() => {
					holds.spawn(hold(Manner::Silent, own, fellows.clone(), stream));
				},
				Some((_, stream)) = table.next() => {
					holds.spawn(hold(manner, own, fellows.clone(), stream));
				},
			}
		}
	});
	tokio::time::timeout(super::LONG, identified).await.expect("in time").expect("connects");
	let mut stream = control.open_stream(peer, KAD).await.expect("opens");
	if manner == Manner::Honest {
		return task;
	}
	for cid in film.cells.iter().map(|(cid, _)| cid).chain([&film.magnet]) {
		let message = add_provider(&cid.hash().to_bytes(), own);
		stream.write_all(&message).await.expect("sends");
	}
	stream.close().await.expect("sends");
	task
}

/// Whether a counter of the victim comes to `least`.
fn reaches(victim: &mut Victim, name: &str, least: u64) -> bool {
	tokio::task::block_in_place(|| wait(victim, |victim| victim.count(name) >= least))
}

#[tokio::test(flavor = "multi_thread")]
async fn strangers_in_the_provider_table_do_not_keep_a_title_from_who_wants_it() {
	// More say that they have it than are named to who asks.
	let count = cases(8, 32);
	for manner in [Manner::Honest, Manner::Proper, Manner::Silent, Manner::Garbage, Manner::Late] {
		let (mut victim, mut twin) = (Victim::start(), Victim::start());
		let own = film(SEED, &SIZES);
		// Another title, which only somebody has who is found through the victim's table.
		let elsewhere = film(SEED + 1, &SIZES);
		let mut keepers = Vec::new();
		for one in [&mut victim, &mut twin] {
			let keeper = Node::start(settings(std::slice::from_ref(&one.address))).await;
			keeper.publish(&elsewhere).await;
			assert!(reaches(one, "records", elsewhere.cells.len() as u64 + 1));
			keepers.push(keeper);
		}
		let twin = Arc::new(twin);
		let near = Rates::beside(&victim, twin.clone(), own.clone()).await;
		let far = Rates::beside(&victim, twin, elsewhere.clone()).await;
		let (already, fellows) = (victim.count("records"), Fellows::default());
		let mut tasks = Vec::new();
		for number in 0..count {
			let film = if number % 2 == 0 { &own } else { &elsewhere };
			tasks.push(stranger(&victim, manner, film, &fellows).await);
		}
		if manner != Manner::Honest {
			let announced = reaches(&mut victim, "records", already + count as u64);
			assert!(announced, "{manner:?}: they are not known as providers");
		}
		if matches!(manner, Manner::Honest | Manner::Proper) {
			let known = reaches(&mut victim, "routing", count as u64);
			assert!(known, "who answers as it should does not get into the table");
		}
		let told = near.under_attack(&victim).await;
		summary(&format!(
			"N4 table: {count} strangers that answer {manner:?}, title of the victim: {told}"
		));
		let told = far.under_attack(&victim).await;
		summary(&format!(
			"N4 table: {count} strangers that answer {manner:?}, title found by it: {told}"
		));
		tasks.iter().for_each(JoinHandle::abort);
	}
}
