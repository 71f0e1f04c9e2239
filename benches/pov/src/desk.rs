//! Desks as validators run them, between a queue and the chain.

use crate::{
	generate::{DIFFICULTY_BITS, Flood, Plan, peer, stranger},
	report::{Clocks, Elapsed, Report},
	runtime::{ChainHandle, VALIDATORS},
};
use async_trait::async_trait;
use codec::Encode;
use futures::{
	StreamExt,
	channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded},
	stream::BoxStream,
};
use pallet_proof_of_view_runtime_api::runtime_decl_for_proof_of_view_api::ProofOfViewApi;
use reel_primitives::{
	AccountId, Balance, CellIndex, ContentId, Hash32, Round,
	batch::{BatchProposal, BatchVote, OpenBatch, PaidBatch, PayoutClaim},
	content::TitleView,
	ids::{PovId, PovSignature},
	keys::DownloadKey,
	play::TicketId,
	sums::{SumLeaf, SumProposal, SumVote, SummableRound, SumsStatus},
};
use reel_view_service::{
	BuiltBatch, Chain, ChainError, Clock, Config, Gossip, Hello, Message, Misconduct, Parts,
	PeerKey, Provider, ProviderReport, SessionAuthorities, Signer, ViewService,
};
use reelchain_runtime::{
	Block, ContentRegistry, Payouts, ProofOfView, Runtime, UncheckedExtrinsic,
};
use sp_core::{Pair, sr25519};
use std::sync::{
	Arc, Mutex,
	atomic::{AtomicU64, Ordering},
	mpsc::{Receiver, Sender, channel},
};

type Api = dyn Fn() -> Option<UncheckedExtrinsic> + Send;

/// What a desk does that the run waits for.
enum Event {
	/// It began with a best block.
	Block,
	/// It told of a peer that sent garbage.
	Reported(PeerKey),
}

struct DeskClock(Arc<AtomicU64>);

impl Clock for DeskClock {
	fn now_ms(&self) -> u64 {
		self.0.load(Ordering::SeqCst)
	}
}

struct DeskSigner(sr25519::Pair);

impl Signer for DeskSigner {
	fn sign(&self, key: &PovId, payload: &[u8]) -> Option<PovSignature> {
		(*key == self.0.public().into()).then(|| self.0.sign(payload).into())
	}

	fn own_keys(&self) -> Vec<PovId> {
		vec![self.0.public().into()]
	}
}

type Incoming = UnboundedReceiver<Vec<(PeerKey, Vec<u8>)>>;

struct Queue {
	own: PeerKey,
	incoming: Mutex<Option<Incoming>>,
	events: Mutex<Sender<Event>>,
	/// Bodies of batches that it tells of.
	bodies: Mutex<Vec<Vec<u8>>>,
	relayed: AtomicU64,
}

impl Queue {
	fn tell(&self, event: Event) {
		// Nobody listens any more when the run is over.
		drop(self.events.lock().map(|events| events.send(event)));
	}
}

impl Gossip for Queue {
	fn own_peer(&self) -> PeerKey {
		self.own.clone()
	}

	fn broadcast(&self, message: Vec<u8>) {
		match Message::from_bytes(&message) {
			Some(Message::Hello(_)) => self.tell(Event::Block),
			Some(Message::Body { .. }) => {
				self.bodies.lock().expect("no holder panics").push(message);
			},
			_ => {},
		}
	}

	fn send(&self, _peer: PeerKey, message: Vec<u8>) {
		self.relayed.fetch_add(message.len() as u64, Ordering::Relaxed);
	}

	fn is_connected(&self, _peer: &PeerKey) -> bool {
		true
	}

	fn report(&self, peer: PeerKey, _misconduct: Misconduct) {
		self.tell(Event::Reported(peer));
	}

	fn incoming(&self) -> BoxStream<'static, (PeerKey, Vec<u8>)> {
		let incoming = self.incoming.lock().expect("no holder panics").take();
		match incoming {
			Some(incoming) => incoming.flat_map(futures::stream::iter).boxed(),
			None => futures::stream::pending().boxed(),
		}
	}
}

/// The store of a validator that issues no ticket in this run.
struct NoProvider;

#[async_trait]
impl Provider for NoProvider {
	fn account(&self) -> AccountId {
		AccountId::new([99; 32])
	}

	fn gateway(&self) -> String {
		String::new()
	}

	async fn grant(&self, _: TicketId, _: DownloadKey, _: ContentId, _: CellIndex, _: u64) -> bool {
		false
	}

	async fn report(&self, _: TicketId) -> Option<ProviderReport> {
		None
	}

	async fn has_cell(&self, _: ContentId, _: CellIndex) -> bool {
		false
	}

	async fn cell_duration_ms(&self, _: ContentId, _: CellIndex) -> Option<u32> {
		None
	}
}

/// The runtime, with what was sent to it.
struct DeskChain {
	chain: ChainHandle,
	genesis: Hash32,
	best: AtomicU64,
	blocks: Mutex<Option<UnboundedReceiver<()>>>,
	sent: Mutex<Vec<usize>>,
	votes: Mutex<Vec<(Hash32, bool)>>,
	proposed: Mutex<Option<BatchProposal>>,
}

impl DeskChain {
	fn submit(&self, made: Box<Api>) -> Result<(), ChainError> {
		let extrinsic = self.chain.look(made);
		let extrinsic = extrinsic.ok_or_else(|| ChainError("not built".into()))?;
		self.sent.lock().expect("no holder panics").push(extrinsic.encoded_size());
		let result = self.chain.block(vec![extrinsic]);
		self.best.fetch_add(1, Ordering::SeqCst);
		if result == [Ok(Ok(()))] { Ok(()) } else { Err(ChainError(format!("{result:?}"))) }
	}
}

#[async_trait]
impl Chain for DeskChain {
	fn genesis(&self) -> Hash32 {
		self.genesis
	}

	fn best(&self) -> Hash32 {
		let mut hash = [0; 32];
		hash[..8].copy_from_slice(&self.best.load(Ordering::SeqCst).to_le_bytes());
		hash
	}

	fn authorities(&self) -> Result<SessionAuthorities, ChainError> {
		let (session, authorities) = self.chain.look(ProofOfView::authorities_now);
		Ok(SessionAuthorities { session, authorities: authorities.into_iter().collect() })
	}

	fn title(&self, content: &ContentId) -> Result<Option<TitleView<AccountId>>, ChainError> {
		let content = *content;
		Ok(self.chain.look(move || ContentRegistry::title(content)))
	}

	fn current_round(&self) -> Result<Round, ChainError> {
		Ok(self.chain.ask(|chain| chain.round()))
	}

	fn last_paid_round(&self) -> Result<Option<Round>, ChainError> {
		Ok(self.chain.look(<Runtime as ProofOfViewApi<Block, AccountId>>::last_paid_round))
	}

	fn title_cap(&self, round: Round) -> Result<Option<u16>, ChainError> {
		Ok(self.chain.look(move || <Runtime as ProofOfViewApi<Block, AccountId>>::title_cap(round)))
	}

	fn paid_batch(&self, round: Round) -> Result<Option<PaidBatch>, ChainError> {
		Ok(self.chain.look(move || ProofOfView::paid_batch(round)))
	}

	fn is_claimable(&self, round: Round, index: u32) -> Result<bool, ChainError> {
		Ok(self.chain.look(move || {
			<Runtime as ProofOfViewApi<Block, AccountId>>::is_claimable(round, index)
		}))
	}

	fn open_batches(&self) -> Result<Vec<OpenBatch>, ChainError> {
		Ok(self.chain.look(ProofOfView::open_batches))
	}

	fn proposer(&self, round: Round) -> Result<Option<u32>, ChainError> {
		Ok(self.chain.look(move || ProofOfView::proposer(round)))
	}

	async fn submit_proposal(
		&self,
		proposal: BatchProposal,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> Result<(), ChainError> {
		*self.proposed.lock().expect("no holder panics") = Some(proposal.clone());
		self.submit(Box::new(move || {
			let (proposal, signature) = (proposal.clone(), signature.clone());
			<Runtime as ProofOfViewApi<Block, AccountId>>::propose_extrinsic(
				proposal, authority, session, signature,
			)
		}))
	}

	async fn submit_vote(
		&self,
		vote: BatchVote,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> Result<(), ChainError> {
		self.votes.lock().expect("no holder panics").push((vote.batch, vote.approve));
		self.submit(Box::new(move || {
			<Runtime as ProofOfViewApi<Block, AccountId>>::vote_extrinsic(
				vote,
				authority,
				session,
				signature.clone(),
			)
		}))
	}

	async fn submit_claim(
		&self,
		_account: AccountId,
		_claims: Vec<PayoutClaim>,
	) -> Result<Hash32, ChainError> {
		Err(ChainError("claims are made by the run".into()))
	}

	fn sums(&self) -> Result<SumsStatus, ChainError> {
		Ok(self.chain.look(ProofOfView::sums_status))
	}

	fn summable_round(&self, round: Round) -> Result<Option<SummableRound>, ChainError> {
		Ok(self.chain.look(move || Payouts::summable_round(round)))
	}

	fn sums_paid(
		&self,
		generation: u32,
		accounts: Vec<AccountId>,
	) -> Result<Vec<Balance>, ChainError> {
		Ok(self.chain.look(move || Payouts::sums_paid(generation, &accounts)))
	}

	async fn submit_step(
		&self,
		_proposal: SumProposal,
		_authority: u32,
		_session: u32,
		_signature: PovSignature,
	) -> Result<(), ChainError> {
		Err(ChainError("steps of sums are made by the run".into()))
	}

	async fn submit_step_vote(
		&self,
		_vote: SumVote,
		_authority: u32,
		_session: u32,
		_signature: PovSignature,
	) -> Result<(), ChainError> {
		Err(ChainError("steps of sums are made by the run".into()))
	}

	async fn submit_sum_claim(
		&self,
		_generation: u32,
		_first: u32,
		_leaves: Vec<SumLeaf>,
		_path: Vec<Hash32>,
	) -> Result<Hash32, ChainError> {
		Err(ChainError("claims are made by the run".into()))
	}

	fn best_blocks(&self) -> BoxStream<'static, ()> {
		let blocks = self.blocks.lock().expect("no holder panics").take();
		futures::stream::select_all(blocks).boxed()
	}
}

/// A running desk.
struct Desk {
	clock: Arc<AtomicU64>,
	chain: Arc<DeskChain>,
	queue: Arc<Queue>,
	messages: UnboundedSender<Vec<(PeerKey, Vec<u8>)>>,
	blocks: UnboundedSender<()>,
	events: Receiver<Event>,
	markers: usize,
	place: usize,
	_dir: tempfile::TempDir,
}

impl Desk {
	fn start(chain: &ChainHandle, plan: &Plan, place: usize) -> Result<Self, String> {
		let dir = tempfile::tempdir().map_err(|error| error.to_string())?;
		let key_file = dir.path().join("keystore/reel-desk.key");
		let mut config = Config::new(dir.path().join("desk"), key_file, plan.treasury.clone());
		config.difficulty_bits = DIFFICULTY_BITS;
		config.plays_per_minute = 10_000_000;
		config.max_tickets = 1_000_000;
		let (messages, incoming) = unbounded();
		let (blocks, best_blocks) = unbounded();
		let (event, events) = channel();
		let clock = Arc::new(AtomicU64::new(plan.tickets_ms()));
		let chain = Arc::new(DeskChain {
			chain: chain.clone(),
			genesis: plan.genesis,
			best: AtomicU64::new(0),
			blocks: Mutex::new(Some(best_blocks)),
			sent: Mutex::default(),
			votes: Mutex::default(),
			proposed: Mutex::default(),
		});
		let queue = Arc::new(Queue {
			own: peer(place),
			incoming: Mutex::new(Some(incoming)),
			events: Mutex::new(event),
			bodies: Mutex::default(),
			relayed: AtomicU64::new(0),
		});
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
		let mut desk =
			Self { clock, chain, queue, messages, blocks, events, markers: 0, place, _dir: dir };
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

	fn wait_for(&self, is_it: impl Fn(&Event) -> bool) -> Result<(), String> {
		loop {
			let event = self.events.recv().map_err(|_| "the desk has stopped")?;
			if is_it(&event) {
				return Ok(());
			}
		}
	}

	/// Gives the desk messages, and waits until it is done with them: with a last one that no desk would send.
	fn pass(&mut self, mut messages: Vec<(PeerKey, Vec<u8>)>) -> Result<(), String> {
		self.markers += 1;
		let marker = stranger(usize::MAX - self.markers);
		let garbage = Message::Want { ids: vec![[0; 32]; 2_000] }.to_bytes();
		messages.push((marker.clone(), garbage));
		self.messages.unbounded_send(messages).map_err(|error| error.to_string())?;
		self.wait_for(|event| matches!(event, Event::Reported(peer) if *peer == marker))
	}

	/// A best block at the desk, to its end: the log is on the disk then.
	fn block(&mut self) -> Result<(), String> {
		self.chain.best.fetch_add(1, Ordering::SeqCst);
		self.blocks.unbounded_send(()).map_err(|error| error.to_string())?;
		self.wait_for(|event| matches!(event, Event::Block))?;
		self.pass(Vec::new())
	}

	/// Passes the flood, and measures.
	fn check(&mut self, plan: &Plan, flood: &Flood) -> Result<[Elapsed; 2], String> {
		let messages = flood.tickets.clone();
		let start = Clocks::now();
		self.pass(messages)?;
		let tickets = start.elapsed();
		self.clock.store(plan.plays_ms(), Ordering::SeqCst);
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
	proposer.block()?;
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
	voter.block()?;
	report.add_check(tickets, plays, start.elapsed());
	let votes = voter.chain.votes.lock().expect("no holder panics").clone();
	if votes != [(expected.proposal.hash(), true)] {
		return Err(format!("the second desk voted {votes:?}"));
	}
	sent.extend(voter.chain.sent.lock().expect("no holder panics").iter());

	let (proposal, place, genesis) = (expected.proposal.clone(), plan.issuers[0], plan.genesis);
	let vote = chain.look(move || {
		let (session, authorities) = ProofOfView::authorities_now();
		let who = VALIDATORS[place];
		let index = authorities.iter().position(|(account, _)| *account == who.to_account_id())?;
		let vote = BatchVote { round: proposal.round, batch: proposal.hash(), approve: true };
		let signature = who.pair().sign(&vote.signing_payload(&genesis, session)).into();
		let index = u32::try_from(index).ok()?;
		<Runtime as ProofOfViewApi<Block, AccountId>>::vote_extrinsic(
			vote, index, session, signature,
		)
	});
	let vote = vote.ok_or("a vote could not be built")?;
	sent.push(vote.encoded_size());
	let result = chain.block(vec![vote]);
	let round = plan.round;
	let paid = chain.look(move || ProofOfView::paid_batch(round));
	if result != [Ok(Ok(()))] || paid.map(|paid| paid.batch) != Some(expected.proposal.hash()) {
		return Err(format!("the batch was not paid: {result:?}"));
	}
	report.batch_bytes = sent.iter().sum();
	report.counted = expected.plays.len();
	Ok(())
}
