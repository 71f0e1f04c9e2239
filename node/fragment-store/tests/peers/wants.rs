//! N4: Bitswap want-lists without end, messages that never end, blocks that nobody takes.

use super::{
	abuse::{field, peer_of, stranger, varint, wait},
	film,
	rates::Rates,
};
use crate::{
	common::{cases, summary},
	victim::{SEED, SIZES, Victim},
};
use cid::Cid;
use futures::{AsyncReadExt, AsyncWriteExt, StreamExt};
use libp2p::{Multiaddr, PeerId, StreamProtocol};
use reel_fragment_store::block::{RAW, cid_of};
use std::time::Duration;

const BITSWAP: StreamProtocol = StreamProtocol::new("/ipfs/bitswap/1.2.0");

/// A message that wants these blocks, with its length in front.
fn wants(cids: impl IntoIterator<Item = Cid>) -> Vec<u8> {
	let (mut list, mut message, mut frame) = (Vec::new(), Vec::new(), Vec::new());
	for cid in cids {
		let mut entry = Vec::new();
		field(1, &cid.to_bytes(), &mut entry);
		// Priority 1, the block itself, and absence is to be told.
		entry.extend([2 << 3, 1, 4 << 3, 0, 5 << 3, 1]);
		field(1, &entry, &mut list);
	}
	field(1, &list, &mut message);
	varint(message.len(), &mut frame);
	frame.extend(message);
	frame
}

fn absent(from: usize, count: usize) -> impl Iterator<Item = Cid> {
	(from..from + count).map(|number| cid_of(RAW, format!("absent {number}").as_bytes()))
}

/// Sends a message on a stream of its own; false if the victim ended it.
async fn say(control: &mut libp2p_stream::Control, peer: PeerId, message: &[u8]) -> bool {
	let said = async {
		let mut stream = control.open_stream(peer, BITSWAP).await.ok()?;
		stream.write_all(message).await.ok()?;
		stream.close().await.ok()?;
		// The victim ends it when it has read all.
		(stream.read(&mut [0; 8]).await.ok()? == 0).then_some(())
	};
	tokio::time::timeout(Duration::from_secs(30), said).await.ok().flatten().is_some()
}

/// Fetches a block as an ordinary IPFS node does.
async fn fetch(victim: &Multiaddr, cid: Cid) -> Vec<u8> {
	let (mut control, _, task) = stranger(victim).await.expect("connects");
	let mut incoming = control.accept(BITSWAP).expect("accepts");
	assert!(say(&mut control, peer_of(victim), &wants([cid])).await, "a want was not taken");
	let mut answer = Vec::new();
	let read = async {
		let (_, mut stream) = incoming.next().await.expect("an answer");
		stream.read_to_end(&mut answer).await
	};
	tokio::time::timeout(super::LONG, read).await.expect("in time").expect("an answer");
	task.abort();
	answer
}

#[tokio::test(flavor = "multi_thread")]
async fn want_lists_without_end_cost_their_own_peer_only() {
	let mut victim = Victim::start();
	let film = film(SEED, &SIZES);
	let (fragment, content) = &film.blocks[0];
	let rates = Rates::of(&victim).await;
	let (address, peer) = (victim.address.clone(), peer_of(&victim.address));

	// In one message, which is far longer than any may be that was not asked for.
	let (mut control, _, task) = stranger(&address).await.expect("connects");
	let before = victim.count("peer_requests_refused");
	assert!(!say(&mut control, peer, &wants(absent(0, 100_000))).await, "4 MB were taken");
	assert!(victim.count("peer_requests_refused") > before);
	task.abort();

	// In many messages, each of which is taken, one after the other.
	let count = cases(60_000, 100_000);
	let (mut control, _, task) = stranger(&address).await.expect("connects");
	let messages: Vec<u8> =
		(0..count / 1000).flat_map(|at| wants(absent(at * 1000, 1000))).collect();
	say(&mut control, peer, &messages).await;
	let hung_up = tokio::task::block_in_place(|| {
		wait(&mut victim, |victim| victim.count("peers_hung_up_on") > 0)
	});
	assert!(hung_up, "a peer wanted {count} blocks, and stayed");
	task.abort();

	// Lists of many peers that stay within their bounds.
	let (mut tasks, mut controls) = (Vec::new(), Vec::new());
	for _ in 0..cases(4, 16) {
		let Some((mut control, _, task)) = stranger(&address).await else { continue };
		tasks.push(task);
		for part in 0..4 {
			say(&mut control, peer, &wants(absent(part * 1000, 1000))).await;
		}
		controls.push(control);
	}
	let answer = fetch(&address, *fragment).await;
	assert!(answer.ends_with(content), "an honest peer was not served");
	let told = rates.under_attack(&victim).await;
	summary(&format!(
		"N4 wants: 100,000 in one message refused, hung up on for {count} in messages of 1,000; {told}"
	));
	tasks.iter().for_each(tokio::task::JoinHandle::abort);
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_never_end_and_blocks_that_nobody_takes_are_bounded() {
	let victim = Victim::start();
	let film = film(SEED, &SIZES);
	let rates = Rates::of(&victim).await;
	let (address, peer) = (victim.address.clone(), peer_of(&victim.address));
	let blocks = wants(film.blocks.iter().map(|(cid, _)| *cid));
	// A message of 500 KB, of which the end is kept back, on every stream that a peer gets.
	let mut begun = Vec::new();
	varint(500_000, &mut begun);
	begun.resize(490_000, 0);
	let (mut tasks, mut held) = (Vec::new(), Vec::new());
	for _ in 0..cases(4, 32) {
		let Some((mut control, _, task)) = stranger(&address).await else { continue };
		tasks.push(task);
		// Answers come on streams that it takes, and never reads.
		let mut incoming = control.accept(BITSWAP).expect("accepts");
		tasks.push(tokio::spawn(async move {
			let mut unread = Vec::new();
			while let Some(stream) = incoming.next().await {
				unread.push(stream);
			}
		}));
		say(&mut control, peer, &blocks).await;
		for _ in 0..15 {
			let begins = async {
				let mut stream = control.open_stream(peer, BITSWAP).await.ok()?;
				// The victim may take less than all, and may end it.
				let writing = stream.write_all(&begun);
				let _ = tokio::time::timeout(Duration::from_millis(200), writing).await;
				Some(stream)
			};
			held.extend(begins.await);
		}
	}
	assert!(held.len() > 16, "nobody could attack");
	let answer = fetch(&address, film.blocks[0].0).await;
	assert!(answer.ends_with(&film.blocks[0].1), "an honest peer was not served");
	let told = rates.under_attack(&victim).await;
	summary(&format!("N4 Bitswap: {} messages begun, blocks not taken; {told}", held.len()));
	tasks.iter().for_each(tokio::task::JoinHandle::abort);
}
