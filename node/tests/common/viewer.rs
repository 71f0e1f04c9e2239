//! A viewer that can do each step alone, rightly or wrongly.

use super::{BLOCKS_DEADLINE, Node, Rpc, Stage, until};
use codec::Encode;
use reel::{
	account::Signer,
	output::Output,
	peers::{Peers, Share},
	store::http_client,
	watch::{Grant, Payments, Title, fetch_cell, new_ad_ask, new_ask, play::Viewing, proof},
};
use reel_primitives::{
	AccountId, CellIndex, Hash32, Round,
	ads::AdAsk,
	play::{PlayAsk, PlayData, SignedPlay, Ticket, TicketId},
};
use reel_rpc_api::{PlayAccepted, PlayState, Rejection, TicketGrant, from_hex, to_hex};
use serde_json::json;
use sp_io::hashing::blake2_256;
use std::{
	net::IpAddr,
	sync::{Arc, Mutex},
	time::Duration,
};
use tokio::sync::mpsc;

fn key_of(name: &str) -> Signer {
	Signer::dev(&format!("Viewer//{name}")).expect("a name derives a key")
}

/// Somebody who watches at the desk of one node.
#[derive(Clone, Debug)]
pub(crate) struct Viewer {
	/// Its key.
	pub(crate) signer: Signer,
	/// The desk's node.
	pub(crate) rpc: Rpc,
	/// The chain.
	pub(crate) genesis: Hash32,
	http: reqwest::Client,
}

impl Viewer {
	/// A viewer of that name, whose account is empty.
	pub(crate) async fn new(name: &str, node: &Node) -> Self {
		let genesis = from_hex(&node.rpc().hash(0).await).expect("a hash is hex");
		Self {
			signer: key_of(name),
			rpc: node.rpc().clone(),
			genesis: genesis.try_into().expect("32 bytes"),
			http: http_client().expect("a client can be made"),
		}
	}

	/// Another viewer at the same desk.
	pub(crate) fn named(mut self, name: &str) -> Self {
		self.signer = key_of(name);
		self
	}

	/// The same viewer, at the desk of another node, or of one that was started again.
	pub(crate) fn at(mut self, node: &Node) -> Self {
		self.rpc = node.rpc().clone();
		self
	}

	/// The same viewer, at another address of this machine.
	pub(crate) fn coming_from(mut self, address: IpAddr) -> Self {
		self.rpc = self.rpc.coming_from(address);
		let client = reqwest::Client::builder().no_proxy().local_address(address).build();
		self.http = client.expect("a client can be made");
		self
	}

	/// Its account.
	pub(crate) fn account(&self) -> AccountId {
		self.signer.account()
	}

	/// An ask of now.
	pub(crate) fn asking(&self, title: &Title, cell: CellIndex) -> PlayAsk {
		new_ask(self.genesis, title.content, cell, &self.signer)
	}

	/// Sends an ask, signed by this viewer whoever it names.
	pub(crate) async fn send_ask(&self, ask: &PlayAsk) -> Result<TicketGrant, Rejection> {
		let signature = self.signer.sign(&ask.signing_payload());
		let params = json!([to_hex(ask.encode()), to_hex(signature)]);
		self.rpc.ask_desk("pov_v1_requestPlay", params).await
	}

	/// Asks for a cell.
	pub(crate) async fn ask(&self, title: &Title, cell: CellIndex) -> Result<Grant, Rejection> {
		let ask = self.asking(title, cell);
		let grant = self.send_ask(&ask).await?;
		Ok(Grant::check(&grant, &ask).expect("the ticket is what was asked for"))
	}

	/// Asks for an ad before a cell.
	pub(crate) async fn ask_for_ad(
		&self,
		title: &Title,
		cell: CellIndex,
	) -> Result<Grant, Rejection> {
		self.ask_for_ad_in(title, cell, None).await
	}

	/// The same in a language.
	pub(crate) async fn ask_for_ad_in(
		&self,
		title: &Title,
		cell: CellIndex,
		language: Option<&[u8; 2]>,
	) -> Result<Grant, Rejection> {
		let place = AdAsk { country: *b"KR", language: language.copied() };
		let ask = new_ad_ask(self.genesis, title.content, cell, &self.signer, place);
		let grant = self.send_ask(&ask).await?;
		Ok(Grant::check(&grant, &ask).expect("the ticket is of an ad, for this place"))
	}

	/// Fetches the cell of a ticket and makes its play data.
	pub(crate) async fn watch(&self, title: &Title, grant: &Grant) -> PlayData {
		let cell = title.cell(grant.ticket.cell).expect("the ticket's cell is there");
		let fetched = fetch_cell(&self.http, grant, cell).await.expect("the provider sends it");
		let nonce = self.work(grant, fetched.view_hash()).await;
		proof::build(&grant.ticket, title, &fetched, nonce).expect("the cell is whole")
	}

	/// The nonce for a view hash, searched by the definition of the work alone: the client's search, not optimised in
	/// tests, takes ten times as long, and crowds watch here.
	pub(crate) async fn work(&self, grant: &Grant, view_hash: Hash32) -> u64 {
		let Ticket { play_code, viewer, difficulty_bits, .. } = grant.ticket.clone();
		let search = move || {
			let parts = [&b"reelchain/work/v1"[..], &play_code, &view_hash, viewer.as_ref()];
			let mut input = [&parts.concat()[..], &[0; 8]].concat();
			let place = input.len() - 8;
			let is_work = |nonce: &u64| {
				input[place..].copy_from_slice(&nonce.to_le_bytes());
				let hash = blake2_256(&input);
				let head = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
				head.leading_zeros() >= u32::from(difficulty_bits)
			};
			(0..u64::MAX).find(is_work).expect("there is one")
		};
		tokio::task::spawn_blocking(search).await.expect("the search ends")
	}

	/// Signs play data and hands it in.
	pub(crate) async fn submit(&self, play: &PlayData) -> Result<PlayAccepted, Rejection> {
		self.submit_signed(&proof::sign_play(play.clone(), &self.signer)).await
	}

	/// Hands in play data that somebody signed.
	pub(crate) async fn submit_signed(&self, play: &SignedPlay) -> Result<PlayAccepted, Rejection> {
		self.rpc.ask_desk("pov_v1_submitPlay", json!([to_hex(play.encode())])).await
	}

	/// Where the play of a ticket stands.
	pub(crate) async fn status(&self, ticket: &TicketId) -> PlayState {
		let state = self.rpc.ask_desk("pov_v1_playStatus", json!([to_hex(ticket)])).await;
		state.expect("a status is never refused")
	}

	/// Waits until the play of a ticket is paid, and tells for which round.
	pub(crate) async fn paid(&self, ticket: &TicketId) -> Round {
		until("the play is paid", BLOCKS_DEADLINE, async || match self.status(ticket).await {
			PlayState::Paid { round } => Some(round),
			_ => None,
		})
		.await
	}
}

/// Watches cells as `reel watch` does, with a store of one's own among `peers` if it has one; what was earned, and where the
/// bytes came from.
pub(crate) async fn watch(
	stage: &Stage,
	viewer: &Signer,
	title: &Arc<Title>,
	cells: &[CellIndex],
	peers: Option<&Peers>,
) -> (u128, Share) {
	let (chain, output) = (stage.chain.clone(), Output::new(true));
	let patience = Duration::from_secs(90);
	let payments = Payments::start(chain.clone(), viewer.account(), output, patience);
	let payments = payments.await.expect("the node answers");
	let share = Arc::new(Mutex::new(Share::default()));
	let viewing = Viewing {
		chain,
		http: http_client().expect("a client can be made"),
		signer: viewer.clone(),
		title: title.clone(),
		peers: peers.cloned(),
		ads: None,
		share: share.clone(),
		output,
	};
	let (wanted, wishes) = mpsc::unbounded_channel();
	cells.iter().for_each(|cell| wanted.send(*cell).expect("the receiver is at hand"));
	drop(wanted);
	let earned = viewing.run(wishes, None, payments).await.expect("nothing speaks against it");
	let share = *share.lock().expect("nobody panicked");
	(earned, share)
}
