//! Desks as validators run them, between a queue and the chain.

use crate::{
	generate::{DIFFICULTY_BITS, Flood, Plan, peer, stranger},
	parts::{DeskChain, DeskClock, DeskSigner, Event, Events, NoProvider, Queue},
	report::{Clocks, Elapsed, Report},
	runtime::{ChainHandle, VALIDATORS},
	statements::Seats,
};
use futures::channel::mpsc::{UnboundedSender, unbounded};
use reel_primitives::batch::BatchVote;
use reel_view_service::{BuiltBatch, Config, Hello, Message, Parts, PeerKey, ViewService};
use reelchain_runtime::ProofOfView;
use sp_core::Pair;
use std::sync::{
	Arc,
	atomic::{AtomicU64, Ordering},
	mpsc::Receiver,
};

/// A running desk.
pub(crate) struct Desk {
	clock: Arc<AtomicU64>,
	pub(crate) chain: Arc<DeskChain>,
	pub(crate) queue: Arc<Queue>,
	messages: UnboundedSender<Vec<(PeerKey, Vec<u8>)>>,
	blocks: UnboundedSender<()>,
	events: Receiver<Event>,
	/// Messages that stand for the end of others, blocks that it was told of and began with, and what it said.
	markers: usize,
	told: usize,
	begun: usize,
	said: usize,
	place: usize,
	_dir: tempfile::TempDir,
}

impl Desk {
	pub(crate) fn start(chain: &ChainHandle, plan: &Plan, place: usize) -> Result<Self, String> {
		let dir = tempfile::tempdir().map_err(|error| error.to_string())?;
		let key_file = dir.path().join("keystore/reel-desk.key");
		let mut config = Config::new(dir.path().join("desk"), key_file, plan.treasury.clone());
		config.difficulty_bits = DIFFICULTY_BITS;
		config.plays_per_minute = 10_000_000;
		config.max_tickets = 1_000_000;
		let (messages, incoming) = unbounded();
		let (blocks, best_blocks) = unbounded();
		let (to_events, events) = Events::new();
		let clock = Arc::new(AtomicU64::new(plan.tickets_ms()));
		let chain =
			Arc::new(DeskChain::new(chain.clone(), plan.genesis, best_blocks, to_events.clone()));
		let queue = Arc::new(Queue::new(peer(place), incoming, to_events));
		let parts = Parts {
			chain: chain.clone(),
			signer: Arc::new(DeskSigner(VALIDATORS[place].pair())),
			gossip: queue.clone(),
			provider: Arc::new(NoProvider),
			clock: Arc::new(DeskClock(clock.clone())),
		};
		let (service, _handle) =
			ViewService::open(parts, config, None).map_err(|error| error.to_string())?;
		// By its name its share of the processors can be told.
		let run = move || futures::executor::block_on(service.run());
		let thread = std::thread::Builder::new().name("desk".into()).spawn(run);
		thread.map_err(|error| error.to_string())?;
		let mut desk = Self {
			clock,
			chain,
			queue,
			messages,
			blocks,
			events,
			markers: 0,
			told: 0,
			begun: 0,
			said: 0,
			place,
			_dir: dir,
		};
		desk.link(plan)?;
		Ok(desk)
	}

	/// The other validators' desks say who they are.
	fn link(&mut self, plan: &Plan) -> Result<(), String> {
		let others = (0..VALIDATORS.len()).filter(|place| *place != self.place);
		let hellos = others.map(|place| {
			let pair = VALIDATORS[place].pair();
			let mut hello = Hello {
				authority: pair.public().0,
				peer: peer(place).0,
				at_ms: self.clock.load(Ordering::SeqCst),
				signature: [0; 64],
			};
			hello.signature = pair.sign(&hello.signing_payload(&plan.genesis)).0;
			(peer(place), Message::Hello(hello).to_bytes())
		});
		let hellos = hellos.collect();
		self.pass(hellos)
	}

	fn wait_until(&mut self, is_it: impl Fn(&Self, &Event) -> bool) -> Result<(), String> {
		loop {
			let event = self.events.recv().map_err(|_| "the desk has stopped")?;
			match &event {
				Event::Block => self.begun += 1,
				Event::Said => self.said += 1,
				Event::Reported(_) => {},
			}
			if is_it(self, &event) {
				return Ok(());
			}
		}
	}

	/// Turns its clock.
	pub(crate) fn set_time(&self, ms: u64) {
		self.clock.store(ms, Ordering::SeqCst);
	}

	/// Gives the desk messages, and waits until it is done with them: with a last one that no desk would send.
	pub(crate) fn pass(&mut self, mut messages: Vec<(PeerKey, Vec<u8>)>) -> Result<(), String> {
		self.markers += 1;
		let marker = stranger(usize::MAX - self.markers);
		let garbage = Message::Want { ids: vec![[0; 32]; 2_000] }.to_bytes();
		messages.push((marker.clone(), garbage));
		self.messages.unbounded_send(messages).map_err(|error| error.to_string())?;
		self.wait_until(|_, event| matches!(event, Event::Reported(peer) if *peer == marker))
	}

	/// Tells the desk of a best block.
	pub(crate) fn begin_block(&mut self) -> Result<(), String> {
		self.chain.best.fetch_add(1, Ordering::SeqCst);
		self.told += 1;
		self.blocks.unbounded_send(()).map_err(|error| error.to_string())?;
		// The next would take the place of one that it has not begun with.
		let told = self.told;
		if self.begun < told { self.wait_until(|desk, _| desk.begun >= told) } else { Ok(()) }
	}

	/// Waits until it has proposed and voted so many times in all.
	pub(crate) fn wait_until_said(&mut self, times: usize) -> Result<(), String> {
		if self.said < times { self.wait_until(|desk, _| desk.said >= times) } else { Ok(()) }
	}

	/// Waits until the desk is done with the block that it was told of last: it begins with another then. What the block has
	/// led to is on the disk.
	pub(crate) fn end_block(&mut self) -> Result<(), String> {
		self.begin_block()
	}

	/// Passes the flood, and measures.
	fn check(&mut self, plan: &Plan, flood: &Flood) -> Result<[Elapsed; 2], String> {
		let messages = flood.tickets.clone();
		let start = Clocks::now();
		self.pass(messages)?;
		let tickets = start.elapsed();
		self.set_time(plan.plays_ms());
		let messages = flood.plays.clone();
		let start = Clocks::now();
		self.pass(messages)?;
		Ok([tickets, start.elapsed()])
	}
}

/// Two desks check, one proposes, the other votes; the third yes is added when both have found what is right.
pub(crate) fn check_and_pay(
	chain: &ChainHandle,
	plan: &Plan,
	flood: &Flood,
	expected: &BuiltBatch,
	report: &mut Report,
) -> Result<(), String> {
	let mut proposer = Desk::start(chain, plan, plan.proposer)?;
	let [tickets, plays] = proposer.check(plan, flood)?;
	let start = Clocks::now();
	proposer.begin_block()?;
	proposer.end_block()?;
	report.add_check(tickets, plays, start.elapsed());
	let proposed = proposer.chain.proposed.lock().expect("no holder panics").take();
	let proposed = proposed.ok_or("the desk proposed nothing")?;
	if proposed != expected.proposal {
		return Err(format!(
			"{} plays were proposed and {} are right, or others",
			proposed.plays, expected.proposal.plays,
		));
	}
	report.relayed_bytes = proposer.queue.relayed.load(Ordering::Relaxed);
	let bodies = proposer.queue.bodies.lock().expect("no holder panics").clone();
	let mut sent = proposer.chain.sent.lock().expect("no holder panics").clone();
	drop(proposer);

	let mut voter = Desk::start(chain, plan, plan.voter)?;
	let [tickets, plays] = voter.check(plan, flood)?;
	voter.pass(bodies.into_iter().map(|body| (peer(plan.proposer), body)).collect())?;
	let start = Clocks::now();
	voter.begin_block()?;
	voter.end_block()?;
	report.add_check(tickets, plays, start.elapsed());
	let votes = voter.chain.votes.lock().expect("no holder panics").clone();
	if votes != [(expected.proposal.hash(), true)] {
		return Err(format!("the second desk voted {votes:?}"));
	}
	sent.extend(voter.chain.sent.lock().expect("no holder panics").iter());

	let (round, batch) = (plan.round, expected.proposal.hash());
	let seats = Seats::of(chain, round)?;
	let third = seats.others().find(|index| seats.place(*index) == plan.issuers[0]);
	let third = third.ok_or("an issuer is no authority")?;
	sent.push(seats.vote(chain, BatchVote { round, batch, approve: true }, third)?);
	let paid = chain.look(move || ProofOfView::paid_batch(round));
	if paid.map(|paid| paid.batch) != Some(batch) {
		return Err("the batch was not paid".into());
	}
	report.batch_bytes = sent.iter().sum();
	report.counted = expected.plays.len();
	Ok(())
}
