//! Chain, keystore, network and provider in memory.

use super::{sum_chain::SumChain, world::*};
use crate::{
	Chain, ChainError, Clock, Gossip, Misconduct, PeerKey, Provider, ProviderReport,
	SessionAuthorities, Signer,
};
use async_trait::async_trait;
use futures::{StreamExt, stream::BoxStream};
use reel_primitives::{
	AccountId, Balance, CellIndex, ContentId, Hash32, Round,
	ads::{AdBill, Campaign, CampaignId, counting::Payer, day_of},
	batch::{BatchProposal, BatchVote, OpenBatch, PaidBatch, Payees, PayoutClaim, is_quorum},
	blake2b_256,
	content::{RewardSplit, TitleView},
	geometry::FRAGMENT_BYTES,
	ids::{PovId, PovSignature},
	keys::DownloadKey,
	market::{PurchaseId, PurchaseState},
	play::{Ticket, TicketId},
	sums::{SumLeaf, SumProposal, SumVote, SummableRound, SumsStatus},
	time::round_of_ms,
};
use sp_core::{Pair, sr25519};
use std::{
	collections::{BTreeMap, BTreeSet, HashMap, VecDeque},
	sync::{Arc, Mutex, atomic::Ordering},
};

/// A batch that is voted on.
pub(crate) struct Open {
	open: OpenBatch,
	proposal: BatchProposal,
	yes: u32,
}

#[derive(Default)]
pub(crate) struct ChainState {
	pub(crate) session: u32,
	pub(crate) keys: Vec<PovId>,
	pub(crate) titles: BTreeMap<ContentId, TitleView<AccountId>>,
	pub(crate) last_paid: Option<Round>,
	pub(crate) open: Vec<Open>,
	pub(crate) paid: Vec<BatchProposal>,
	/// Every vote ever sent, by voter and round.
	pub(crate) votes: BTreeMap<(u32, Round), BTreeSet<(Hash32, bool)>>,
	/// Claims that were sent.
	pub(crate) claims: Vec<(AccountId, Vec<PayoutClaim>)>,
	/// Round and leaf of claims that are in a block.
	pub(crate) claimed: BTreeSet<(Round, u32)>,
	/// Purchases by number, as the finalized block has them.
	pub(crate) purchases: Vec<PurchaseState<AccountId>>,
	/// Who may watch what, as the best block has it.
	pub(crate) access: BTreeSet<(ContentId, AccountId)>,
	/// Purchases that were paid, in order.
	pub(crate) delivered: Vec<PurchaseId>,
	/// About how many pairs of title and viewer it was asked at once.
	pub(crate) asked_at_once: Vec<usize>,
	/// The finalized block cannot be asked.
	pub(crate) loses_finalized: bool,
	/// Campaigns by number, and what their days were charged.
	pub(crate) campaigns: Vec<Campaign<AccountId>>,
	pub(crate) spent: BTreeMap<(CampaignId, u64), Balance>,
	/// Sums of what was not claimed.
	pub(crate) sums: SumChain,
	/// Votes are lost on their way.
	pub(crate) loses_votes: bool,
	/// How often the authorities were asked for.
	pub(crate) authorities_asked: u32,
	/// How often a title was asked for.
	pub(crate) titles_asked: u32,
}

impl ChainState {
	/// Buys a title for somebody.
	pub(crate) fn buy(&mut self, content: ContentId, beneficiary: AccountId) -> PurchaseId {
		self.access.insert((content, beneficiary.clone()));
		self.purchases.push(PurchaseState::Open { content, beneficiary });
		self.purchases.len() as PurchaseId - 1
	}

	/// A purchase is refused: nobody watches under it any more.
	pub(crate) fn refuse(&mut self, id: PurchaseId) {
		let before = std::mem::replace(&mut self.purchases[id as usize], PurchaseState::Over);
		let PurchaseState::Open { content, beneficiary } = before else { panic!("it is open") };
		self.access.remove(&(content, beneficiary));
	}

	fn deliver(&mut self, purchases: &[PurchaseId]) {
		for id in purchases {
			let Some(purchase) = self.purchases.get_mut(*id as usize) else { continue };
			if matches!(purchase, PurchaseState::Open { .. }) {
				*purchase = PurchaseState::Over;
				self.delivered.push(*id);
			}
		}
	}

	fn payer(&self, id: CampaignId, round: Round) -> Option<Payer<AccountId>> {
		let campaign = self.campaigns.get(id as usize)?.clone();
		let spent_today_cfx = self.spent.get(&(id, day_of(round))).copied().unwrap_or_default();
		Some(Payer { campaign, spent_today_cfx })
	}

	/// Charges what bills say, without the checks of the pallet.
	fn charge(&mut self, paid: &BatchProposal) {
		for charge in paid.charged.iter().flat_map(|bill| &bill.charges) {
			let campaign = &mut self.campaigns[charge.campaign as usize];
			for part in &charge.parts {
				let amounts = campaign.amounts(part.views, part.clicks).unwrap();
				let cost = amounts.viewers_cfx + amounts.creator_cfx;
				campaign.left_cfx -= cost;
				campaign.spent_cfx += cost;
				*self.spent.entry((charge.campaign, day_of(paid.round))).or_default() += cost;
			}
		}
	}

	fn finalized(&self) -> Result<(), ChainError> {
		if self.loses_finalized { Err(ChainError("pruned".into())) } else { Ok(()) }
	}
}

/// The chain: verifies signatures, opens, counts, pays.
pub(crate) struct MemChain {
	pub(crate) clock: Arc<ManualClock>,
	pub(crate) state: Mutex<ChainState>,
	pub(crate) blocks: tokio::sync::broadcast::Sender<()>,
}

impl MemChain {
	fn verify(&self, index: u32, session: u32, payload: &[u8], signature: &PovSignature) {
		let state = self.state.lock().unwrap();
		assert_eq!(session, state.session);
		let key = sr25519::Public::from(state.keys[index as usize].clone());
		let signature = sr25519::Signature::from(signature.clone());
		assert!(sr25519::Pair::verify(&signature, payload, &key));
	}

	pub(crate) fn lapse_all(&self) {
		self.state.lock().unwrap().open.clear();
	}
}

#[async_trait]
impl Chain for MemChain {
	fn genesis(&self) -> Hash32 {
		GENESIS
	}

	fn best(&self) -> Hash32 {
		let state = self.state.lock().unwrap();
		let titles: Vec<_> =
			state.titles.iter().map(|(id, title)| (id, title.state.clone())).collect();
		let known = (state.session, &state.keys, titles, &state.campaigns);
		blake2b_256(&[&codec::Encode::encode(&known)])
	}

	fn authorities(&self) -> Result<SessionAuthorities, ChainError> {
		let mut state = self.state.lock().unwrap();
		state.authorities_asked += 1;
		let keys = state.keys.clone().into_iter().enumerate();
		let authorities = keys.map(|(i, key)| (AccountId::new([i as u8; 32]), key));
		Ok(SessionAuthorities { session: state.session, authorities: authorities.collect() })
	}

	fn title(&self, content: &ContentId) -> Result<Option<TitleView<AccountId>>, ChainError> {
		let mut state = self.state.lock().unwrap();
		state.titles_asked += 1;
		Ok(state.titles.get(content).cloned())
	}

	fn has_access(&self, content: &ContentId, viewer: &AccountId) -> Result<bool, ChainError> {
		Ok(self.state.lock().unwrap().access.contains(&(*content, viewer.clone())))
	}

	fn open_purchases(
		&self,
		watched: Vec<(ContentId, AccountId)>,
	) -> Result<Vec<PurchaseId>, ChainError> {
		let mut state = self.state.lock().unwrap();
		state.asked_at_once.push(watched.len());
		state.finalized()?;
		let is_watched = |purchase: &PurchaseState<AccountId>| {
			matches!(purchase, PurchaseState::Open { content, beneficiary }
				if watched.contains(&(*content, beneficiary.clone())))
		};
		let purchases = (0..).zip(&state.purchases);
		Ok(purchases.filter(|(_, one)| is_watched(one)).map(|(id, _)| id).collect())
	}

	fn purchase_states(
		&self,
		purchases: Vec<PurchaseId>,
	) -> Result<Vec<PurchaseState<AccountId>>, ChainError> {
		let state = self.state.lock().unwrap();
		state.finalized()?;
		let stands = |id: &PurchaseId| state.purchases.get(*id as usize).cloned();
		Ok(purchases.iter().map(|id| stands(id).unwrap_or(PurchaseState::NotMade)).collect())
	}

	fn shown_campaigns(&self) -> Result<Vec<(CampaignId, Payer<AccountId>)>, ChainError> {
		let (state, round) = (self.state.lock().unwrap(), round_of_ms(self.clock.now_ms()));
		let ids = 0..state.campaigns.len() as CampaignId;
		let payers = ids.filter_map(|id| Some((id, state.payer(id, round)?)));
		Ok(payers.filter(|(_, payer)| payer.campaign.is_shown(round)).collect())
	}

	fn payers(
		&self,
		campaigns: Vec<CampaignId>,
		round: Round,
	) -> Result<Vec<Option<Payer<AccountId>>>, ChainError> {
		let state = self.state.lock().unwrap();
		Ok(campaigns.into_iter().map(|id| state.payer(id, round)).collect())
	}

	fn final_payers(
		&self,
		campaigns: Vec<CampaignId>,
		round: Round,
	) -> Result<Vec<Option<Payer<AccountId>>>, ChainError> {
		self.state.lock().unwrap().finalized()?;
		self.payers(campaigns, round)
	}

	fn current_round(&self) -> Result<Round, ChainError> {
		Ok(round_of_ms(self.clock.now_ms()))
	}

	fn last_paid_round(&self) -> Result<Option<Round>, ChainError> {
		Ok(self.state.lock().unwrap().last_paid)
	}

	fn title_cap(&self, _: Round) -> Result<Option<u16>, ChainError> {
		Ok(None)
	}

	fn paid_batch(&self, round: Round) -> Result<Option<PaidBatch>, ChainError> {
		let state = self.state.lock().unwrap();
		let paid = state.paid.iter().find(|paid| paid.round == round);
		Ok(paid.map(|paid| PaidBatch {
			batch: paid.hash(),
			plays_root: paid.plays_root,
			plays: paid.plays,
		}))
	}

	fn is_claimable(&self, round: Round, index: u32) -> Result<bool, ChainError> {
		Ok(!self.state.lock().unwrap().claimed.contains(&(round, index)))
	}

	fn open_batches(&self) -> Result<Vec<OpenBatch>, ChainError> {
		Ok(self.state.lock().unwrap().open.iter().map(|open| open.open.clone()).collect())
	}

	fn proposer(&self, round: Round) -> Result<Option<u32>, ChainError> {
		let authorities = self.state.lock().unwrap().keys.len() as u64;
		Ok(Some((round % authorities) as u32))
	}

	async fn submit_proposal(
		&self,
		proposal: BatchProposal,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> Result<(), ChainError> {
		self.verify(authority, session, &proposal.signing_payload(&GENESIS, session), &signature);
		assert_eq!(self.proposer(proposal.round).unwrap(), Some(authority));
		let mut state = self.state.lock().unwrap();
		assert!(proposal.charged.iter().all(AdBill::is_sound));
		assert!(state.last_paid.is_none_or(|last| proposal.round > last));
		assert!(state.open.iter().all(|open| open.proposal.round != proposal.round));
		if let Payees::Direct(payees) = &proposal.payees {
			let shares: u128 = payees.iter().map(|payee| payee.shares).sum();
			let weight: u128 =
				proposal.totals.iter().map(|total| u128::from(total.weight_ms)).sum();
			assert_eq!(shares, weight * u128::from(RewardSplit::DEFAULT.persons_bp()));
			assert!(payees.is_sorted_by(|a, b| a.account < b.account));
		}
		let open = OpenBatch {
			round: proposal.round,
			batch: proposal.hash(),
			session,
			proposer: authority,
			plays_root: proposal.plays_root,
			plays: proposal.plays,
			delivered: proposal.delivered.clone(),
			charged: proposal.charged.clone(),
			voted: Vec::new(),
		};
		state.open.push(Open { open, proposal, yes: 0 });
		Ok(())
	}

	async fn submit_vote(
		&self,
		vote: BatchVote,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> Result<(), ChainError> {
		self.verify(authority, session, &vote.signing_payload(&GENESIS, session), &signature);
		let mut state = self.state.lock().unwrap();
		let votes = state.votes.entry((authority, vote.round)).or_default();
		votes.insert((vote.batch, vote.approve));
		if state.loses_votes {
			return Err(ChainError("lost".into()));
		}
		let authorities = state.keys.len() as u32;
		let Some(at) = state.open.iter().position(|open| open.open.batch == vote.batch) else {
			return Err(ChainError("no such batch".into()));
		};
		let open = &mut state.open[at];
		assert!(!open.open.voted.contains(&authority));
		open.open.voted.push(authority);
		open.yes += u32::from(vote.approve);
		if is_quorum(open.yes, authorities) {
			let paid = state.open.remove(at).proposal;
			state.last_paid = Some(paid.round);
			state.deliver(&paid.delivered);
			state.charge(&paid);
			state.open.retain(|open| open.proposal.round > paid.round);
			state.paid.push(paid);
		}
		Ok(())
	}

	async fn submit_claim(
		&self,
		account: AccountId,
		claims: Vec<PayoutClaim>,
	) -> Result<Hash32, ChainError> {
		self.state.lock().unwrap().claims.push((account, claims));
		Ok([9; 32])
	}

	fn sums(&self) -> Result<SumsStatus, ChainError> {
		Ok(self.state.lock().unwrap().sums.status())
	}

	fn summable_round(&self, round: Round) -> Result<Option<SummableRound>, ChainError> {
		Ok(self.state.lock().unwrap().sums.rounds.get(&round).cloned())
	}

	fn sums_paid(
		&self,
		generation: u32,
		accounts: Vec<AccountId>,
	) -> Result<Vec<Balance>, ChainError> {
		let state = self.state.lock().unwrap();
		let paid = |account| state.sums.paid.get(&(generation, account)).copied();
		Ok(accounts.into_iter().map(|account| paid(account).unwrap_or_default()).collect())
	}

	async fn submit_step(
		&self,
		proposal: SumProposal,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> Result<(), ChainError> {
		self.verify(authority, session, &proposal.signing_payload(&GENESIS, session), &signature);
		assert_eq!(self.proposer(proposal.round).unwrap(), Some(authority));
		let mut state = self.state.lock().unwrap();
		let authorities = state.keys.len() as u32;
		state.sums.propose(proposal, session, authority, authorities)
	}

	async fn submit_step_vote(
		&self,
		vote: SumVote,
		authority: u32,
		session: u32,
		signature: PovSignature,
	) -> Result<(), ChainError> {
		self.verify(authority, session, &vote.signing_payload(&GENESIS, session), &signature);
		let mut state = self.state.lock().unwrap();
		let authorities = state.keys.len() as u32;
		state.sums.vote(vote, authority, authorities)
	}

	async fn submit_sum_claim(
		&self,
		generation: u32,
		first: u32,
		leaves: Vec<SumLeaf>,
		path: Vec<Hash32>,
	) -> Result<Hash32, ChainError> {
		let mut state = self.state.lock().unwrap();
		state.sums.claims.push((generation, first, leaves, path));
		Ok([8; 32])
	}

	fn best_blocks(&self) -> BoxStream<'static, ()> {
		let blocks = self.blocks.subscribe();
		futures::stream::unfold(blocks, |mut blocks| async move {
			blocks.recv().await.ok().map(|()| ((), blocks))
		})
		.boxed()
	}
}

pub(crate) struct MemSigner(pub(crate) sr25519::Pair);

impl Signer for MemSigner {
	fn sign(&self, key: &PovId, payload: &[u8]) -> Option<PovSignature> {
		(*key == self.own_keys()[0]).then(|| self.0.sign(payload).into())
	}

	fn own_keys(&self) -> Vec<PovId> {
		vec![self.0.public().into()]
	}
}

pub(crate) type Queue = Arc<Mutex<VecDeque<(PeerKey, Vec<u8>)>>>;

/// One end of the network: messages wait until the test delivers them.
pub(crate) struct MemGossip {
	pub(crate) me: usize,
	pub(crate) queues: Vec<Queue>,
	/// Who reported whom for what.
	pub(crate) reports: Arc<Mutex<Vec<(usize, PeerKey, Misconduct)>>>,
	/// It has lost all its connections.
	pub(crate) is_cut_off: Arc<std::sync::atomic::AtomicBool>,
}

impl Gossip for MemGossip {
	fn own_peer(&self) -> PeerKey {
		PeerKey(vec![self.me as u8])
	}

	fn broadcast(&self, message: Vec<u8>) {
		for to in (0..self.queues.len()).filter(|to| *to != self.me) {
			self.send(PeerKey(vec![to as u8]), message.clone());
		}
	}

	fn send(&self, peer: PeerKey, message: Vec<u8>) {
		let from = PeerKey(vec![self.me as u8]);
		if let Some(queue) = self.queues.get(usize::from(peer.0[0])) {
			queue.lock().unwrap().push_back((from, message));
		}
	}

	fn is_connected(&self, _: &PeerKey) -> bool {
		!self.is_cut_off.load(Ordering::SeqCst)
	}

	fn report(&self, peer: PeerKey, misconduct: Misconduct) {
		self.reports.lock().unwrap().push((self.me, peer, misconduct));
	}

	fn incoming(&self) -> BoxStream<'static, (PeerKey, Vec<u8>)> {
		futures::stream::pending().boxed()
	}
}

#[derive(Default)]
pub(crate) struct MemProvider {
	pub(crate) index: u8,
	pub(crate) reports: Mutex<HashMap<TicketId, ProviderReport>>,
	/// What each ticket was granted: all that is sent for it, if it is sent.
	pub(crate) granted: Mutex<HashMap<TicketId, ProviderReport>>,
	pub(crate) is_empty: std::sync::atomic::AtomicBool,
	/// How often it was asked to seal a whole cell.
	pub(crate) sealed_whole: std::sync::atomic::AtomicU32,
}

impl MemProvider {
	/// Sends the whole cell, as a provider would when the viewer fetches it.
	pub(crate) fn deliver(&self, ticket: &Ticket, key: &DownloadKey) {
		let report = transferred(ticket.cell, key);
		self.reports.lock().unwrap().insert(ticket.id(), report);
	}
}

pub(crate) fn transferred(cell: CellIndex, key: &DownloadKey) -> ProviderReport {
	let bytes = cell_bytes(cell);
	let fragments = bytes.chunks(FRAGMENT_BYTES as usize);
	let hashes = fragments.map(|fragment| Some(blake2b_256(&[key, fragment]))).collect();
	// A tag of 16 bytes for each fragment.
	let sealed = bytes.len() + 16 * bytes.chunks(FRAGMENT_BYTES as usize).len();
	ProviderReport { hashes, bytes: sealed as u64 }
}

#[async_trait]
impl Provider for MemProvider {
	fn account(&self) -> AccountId {
		AccountId::new([100 + self.index; 32])
	}

	fn gateway(&self) -> String {
		"http://127.0.0.1:1".into()
	}

	async fn grant(
		&self,
		ticket: TicketId,
		key: DownloadKey,
		_content: ContentId,
		cell: CellIndex,
		_expires_at_ms: u64,
	) -> bool {
		self.granted.lock().unwrap().insert(ticket, transferred(cell, &key));
		self.reports.lock().unwrap().entry(ticket).or_default();
		true
	}

	async fn report(&self, ticket: TicketId) -> Option<ProviderReport> {
		self.reports.lock().unwrap().get(&ticket).cloned()
	}

	async fn sealed_hashes(&self, ticket: TicketId) -> Option<Vec<Hash32>> {
		self.sealed_whole.fetch_add(1, Ordering::SeqCst);
		self.granted.lock().unwrap().get(&ticket)?.hashes.iter().copied().collect()
	}

	async fn has_cell(&self, _content: ContentId, _cell: CellIndex) -> bool {
		!self.is_empty.load(Ordering::SeqCst)
	}

	async fn cell_duration_ms(&self, _content: ContentId, cell: CellIndex) -> Option<u32> {
		(cell < CELLS).then_some(CELL_MS)
	}
}
