//! What a desk of the run is given: a clock, a key, a queue, and the chain.

use crate::runtime::ChainHandle;
use async_trait::async_trait;
use codec::Encode;
use futures::{StreamExt, channel::mpsc::UnboundedReceiver, stream::BoxStream};
use pallet_proof_of_view_runtime_api::runtime_decl_for_proof_of_view_api::ProofOfViewApi;
use reel_primitives::{
	AccountId, Balance, CellIndex, ContentId, Hash32, Round,
	ads::{CampaignId, counting::Payer},
	batch::{BatchProposal, BatchVote, OpenBatch, PaidBatch, PayoutClaim},
	content::TitleView,
	ids::{PovId, PovSignature},
	keys::DownloadKey,
	market::{PurchaseId, PurchaseState},
	play::TicketId,
	sums::{SumLeaf, SumProposal, SumVote, SummableRound, SumsStatus},
};
use reel_view_service::{
	Chain, ChainError, Clock, Gossip, Message, Misconduct, PeerKey, Provider, ProviderReport,
	SessionAuthorities, Signer,
};
use reelchain_runtime::{
	Block, ContentRegistry, Payouts, ProofOfView, Runtime, Settlement, UncheckedExtrinsic,
};
use sp_core::{Pair, sr25519};
use std::sync::{
	Arc, Mutex,
	atomic::{AtomicU64, Ordering},
	mpsc::{Receiver, Sender, channel},
};

type Api = dyn Fn() -> Option<UncheckedExtrinsic> + Send;

/// What a desk does that the run waits for.
pub(crate) enum Event {
	/// It began with a best block.
	Block,
	/// It proposed, or voted.
	Said,
	/// It told of a peer that sent garbage.
	Reported(PeerKey),
}

/// Where it says so.
pub(crate) struct Events(Mutex<Sender<Event>>);

impl Events {
	pub(crate) fn new() -> (Arc<Self>, Receiver<Event>) {
		let (to, events) = channel();
		(Arc::new(Self(Mutex::new(to))), events)
	}

	fn tell(&self, event: Event) {
		// Nobody listens any more when the run is over.
		drop(self.0.lock().map(|events| events.send(event)));
	}
}

pub(crate) struct DeskClock(pub(crate) Arc<AtomicU64>);

impl Clock for DeskClock {
	fn now_ms(&self) -> u64 {
		self.0.load(Ordering::SeqCst)
	}
}

pub(crate) struct DeskSigner(pub(crate) sr25519::Pair);

impl Signer for DeskSigner {
	fn sign(&self, key: &PovId, payload: &[u8]) -> Option<PovSignature> {
		(*key == self.0.public().into()).then(|| self.0.sign(payload).into())
	}

	fn own_keys(&self) -> Vec<PovId> {
		vec![self.0.public().into()]
	}
}

pub(crate) type Incoming = UnboundedReceiver<Vec<(PeerKey, Vec<u8>)>>;

pub(crate) struct Queue {
	own: PeerKey,
	incoming: Mutex<Option<Incoming>>,
	events: Arc<Events>,
	/// Bodies of batches that it tells of.
	pub(crate) bodies: Mutex<Vec<Vec<u8>>>,
	pub(crate) relayed: AtomicU64,
}

impl Queue {
	pub(crate) fn new(own: PeerKey, incoming: Incoming, events: Arc<Events>) -> Self {
		let (bodies, relayed) = (Mutex::default(), AtomicU64::new(0));
		Self { own, incoming: Mutex::new(Some(incoming)), events, bodies, relayed }
	}
}

impl Gossip for Queue {
	fn own_peer(&self) -> PeerKey {
		self.own.clone()
	}

	fn broadcast(&self, message: Vec<u8>) {
		match Message::from_bytes(&message) {
			Some(Message::Hello(_)) => self.events.tell(Event::Block),
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
		self.events.tell(Event::Reported(peer));
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
pub(crate) struct NoProvider;

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
pub(crate) struct DeskChain {
	chain: ChainHandle,
	genesis: Hash32,
	pub(crate) best: AtomicU64,
	blocks: Mutex<Option<UnboundedReceiver<()>>>,
	events: Arc<Events>,
	pub(crate) sent: Mutex<Vec<usize>>,
	pub(crate) votes: Mutex<Vec<(Hash32, bool)>>,
	pub(crate) proposed: Mutex<Option<BatchProposal>>,
}

impl DeskChain {
	pub(crate) fn new(
		chain: ChainHandle,
		genesis: Hash32,
		blocks: UnboundedReceiver<()>,
		events: Arc<Events>,
	) -> Self {
		Self {
			chain,
			genesis,
			best: AtomicU64::new(0),
			blocks: Mutex::new(Some(blocks)),
			events,
			sent: Mutex::default(),
			votes: Mutex::default(),
			proposed: Mutex::default(),
		}
	}

	fn submit(&self, made: Box<Api>) -> Result<(), ChainError> {
		let extrinsic = self.chain.look(made);
		let extrinsic = extrinsic.ok_or_else(|| ChainError("not built".into()))?;
		self.sent.lock().expect("no holder panics").push(extrinsic.encoded_size());
		let result = self.chain.block(vec![extrinsic]);
		self.best.fetch_add(1, Ordering::SeqCst);
		self.events.tell(Event::Said);
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

	fn has_access(&self, content: &ContentId, viewer: &AccountId) -> Result<bool, ChainError> {
		let (content, viewer) = (*content, viewer.clone());
		Ok(self.chain.look(move || Settlement::gives_access(&content, &viewer)))
	}

	fn open_purchases(
		&self,
		watched: Vec<(ContentId, AccountId)>,
	) -> Result<Vec<PurchaseId>, ChainError> {
		Ok(self.chain.look(move || Settlement::open_purchases(&watched)))
	}

	fn purchase_states(
		&self,
		purchases: Vec<PurchaseId>,
	) -> Result<Vec<PurchaseState<AccountId>>, ChainError> {
		let states = move || purchases.iter().copied().map(Settlement::purchase_state).collect();
		Ok(self.chain.look(states))
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

	fn shown_campaigns(&self) -> Result<Vec<(CampaignId, Payer<AccountId>)>, ChainError> {
		let first = || <Runtime as ProofOfViewApi<Block, AccountId>>::shown_campaigns(0, 64);
		Ok(self.chain.look(first).1)
	}

	fn payers(
		&self,
		campaigns: Vec<CampaignId>,
		round: Round,
	) -> Result<Vec<Option<Payer<AccountId>>>, ChainError> {
		Ok(self
			.chain
			.look(move || <Runtime as ProofOfViewApi<Block, AccountId>>::payers(campaigns, round)))
	}

	fn final_payers(
		&self,
		campaigns: Vec<CampaignId>,
		round: Round,
	) -> Result<Vec<Option<Payer<AccountId>>>, ChainError> {
		self.payers(campaigns, round)
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
