//! Tickets and plays as the other desks pass them on: right ones, and wrong ones of every kind.

use crate::{
	runtime::{self, ChainHandle, TITLES, VALIDATORS, content, validator_key},
	title::{CELL_MS, CELLS, Title},
	told::{TOGETHER, Told, sealed},
};
use reel_primitives::{
	AccountId, CellIndex, ContentId, Hash32, LeafIndex, Round, blake2b_256,
	content::RewardSplit,
	play::{
		LeafAnswer, PlayData, Receipt, SignedPlay, SignedTicket, Ticket, is_work_done,
		picked_leaves,
	},
	time::ROUND_MS,
};
use reel_view_service::{BatchPlay, BuiltBatch, PeerKey, build};
use reelchain_runtime::ProofOfView;
use sp_core::{Pair, sr25519};
use std::sync::Arc;

/// Zero bits asked of the work: few, since searching is not what is measured.
pub(crate) const DIFFICULTY_BITS: u8 = 4;

/// Providers that take turns.
const PROVIDERS: usize = 20;

/// How a play is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
	/// Accepted a millisecond before the cell can have been played.
	Early,
	/// Accepted a millisecond after its window.
	Late,
	/// A second play of a ticket that has one.
	ReplayedTicket,
	/// A view that was counted already, with a ticket of its own.
	ReplayedView,
	/// Not signed by its viewer.
	WronglySigned,
	/// Not accepted by the desk that issued the ticket.
	WronglyAccepted,
	/// A leaf with a byte changed.
	ChangedLeaf,
	/// A true leaf that was not asked for.
	OtherLeaf,
	/// A nonce that does not do the work.
	NoWork,
	/// Nobody heard of the ticket before the play came.
	Unwitnessed,
}

impl Wrong {
	pub(crate) const ALL: [Self; 10] = [
		Self::Early,
		Self::Late,
		Self::ReplayedTicket,
		Self::ReplayedView,
		Self::WronglySigned,
		Self::WronglyAccepted,
		Self::ChangedLeaf,
		Self::OtherLeaf,
		Self::NoWork,
		Self::Unwitnessed,
	];

	/// Whether it is of a viewer who has a right play too.
	fn is_replay(self) -> bool {
		matches!(self, Self::ReplayedTicket | Self::ReplayedView)
	}
}

/// What the run is about.
pub(crate) struct Plan {
	pub(crate) genesis: Hash32,
	/// The round in which all plays are accepted.
	pub(crate) round: Round,
	/// Places of the validators: whose turn the round is, who checks and votes, who issued the tickets.
	pub(crate) proposer: usize,
	pub(crate) voter: usize,
	pub(crate) issuers: [usize; 2],
	pub(crate) treasury: AccountId,
	right: usize,
	wrong: usize,
	/// Of the crowd.
	first_viewer: usize,
	title: Arc<Title>,
}

impl Plan {
	pub(crate) fn of(chain: &ChainHandle, right: usize, wrong: usize) -> Result<Self, String> {
		let title = Title::new().ok_or("a cell is not empty")?;
		runtime::register(chain, title.cells_root())?;
		let round = chain.ask(|chain| {
			let round = chain.round() + 7;
			chain.go_to(round + 1);
			round
		});
		let proposer = chain.look(move || {
			let place = ProofOfView::proposer(round)?;
			let (_, authorities) = ProofOfView::authorities_now();
			let (account, _) = authorities.get(place as usize)?;
			VALIDATORS.iter().position(|who| who.to_account_id() == *account)
		});
		let proposer = proposer.ok_or("the round is nobody's turn")?;
		let other = |n| (proposer + n) % VALIDATORS.len();
		Ok(Self {
			genesis: chain.look(|| frame_system::BlockHash::<reelchain_runtime::Runtime>::get(0).0),
			round,
			proposer,
			voter: other(1),
			issuers: [other(2), other(3)],
			treasury: chain.look(reelchain_runtime::configs::assets::TreasuryAccount::get),
			right,
			wrong,
			first_viewer: 0,
			title: Arc::new(title),
		})
	}

	/// The same for another round and another crowd, the `n`th: whoever watches a minute is not back in the next round.
	pub(crate) fn again(&self, round: Round, n: usize) -> Self {
		let crowd = self.right + self.wrong * Wrong::ALL.len();
		let (treasury, title) = (self.treasury.clone(), self.title.clone());
		Self { round, first_viewer: n * crowd, treasury, title, ..*self }
	}

	/// When the round begins, Unix milliseconds.
	pub(crate) fn round_ms(&self) -> u64 {
		self.round * ROUND_MS
	}

	/// When all tickets have been issued.
	pub(crate) fn tickets_ms(&self) -> u64 {
		self.round_ms() - u64::from(CELL_MS) + 8_000
	}

	/// When all plays have been accepted.
	pub(crate) fn plays_ms(&self) -> u64 {
		self.round_ms() + 13_000
	}
}

/// A viewer of the run.
pub(crate) fn viewer(n: usize) -> sr25519::Pair {
	sr25519::Pair::from_seed(&blake2b_256(&[b"viewer", &(n as u64).to_le_bytes()]))
}

pub(crate) fn account(pair: &sr25519::Pair) -> AccountId {
	AccountId::new(pair.public().0)
}

/// A peer whose name no other has.
pub(crate) fn stranger(n: usize) -> PeerKey {
	PeerKey([&[200][..], &(n as u64).to_le_bytes()].concat())
}

/// The peer name of a validator's node.
pub(crate) fn peer(place: usize) -> PeerKey {
	PeerKey(vec![place as u8])
}

/// What one viewer does.
struct View<'a> {
	plan: &'a Plan,
	viewer: sr25519::Pair,
	issuer: usize,
	content: ContentId,
	cell: CellIndex,
	starts_at_ms: u64,
	salt: u8,
}

impl<'a> View<'a> {
	fn new(plan: &'a Plan, n: usize) -> Self {
		Self {
			plan,
			viewer: viewer(plan.first_viewer + n),
			issuer: plan.issuers[n % 2],
			content: content((n % usize::from(TITLES)) as u8),
			cell: (n / usize::from(TITLES)) as CellIndex % CELLS,
			starts_at_ms: plan.round_ms() - u64::from(CELL_MS) + (n as u64 * 7) % 7_000,
			salt: 0,
		}
	}

	fn desk(&self) -> &'static sr25519::Pair {
		validator_key(self.issuer)
	}

	fn provider(&self) -> AccountId {
		AccountId::new([100 + (self.cell as usize % PROVIDERS) as u8; 32])
	}

	fn ticket(&self) -> SignedTicket {
		let viewer = account(&self.viewer);
		let play_code = blake2b_256(&[b"code", viewer.as_ref(), &[self.salt]]);
		let ticket = Ticket {
			genesis: self.plan.genesis,
			desk: self.desk().public().0,
			viewer,
			content: self.content,
			cell: self.cell,
			duration_ms: CELL_MS,
			play_code,
			issued_at_ms: self.starts_at_ms,
			starts_at_ms: self.starts_at_ms,
			difficulty_bits: DIFFICULTY_BITS,
			download_key_commitment: play_code,
			providers: vec![self.provider()],
			ad: None,
		};
		let signature = self.desk().sign(&ticket.signing_payload()).0;
		SignedTicket { ticket, signature }
	}

	fn answer(&self, index: LeafIndex) -> LeafAnswer {
		self.plan.title.answer(index).expect("the cell has the leaf")
	}

	fn play(&self, ticket: &Ticket, wrong: Option<Wrong>) -> SignedPlay {
		let view_hash = blake2b_256(&[b"view", &ticket.play_code]);
		let receipt = Receipt {
			provider: self.provider(),
			sent_bytes: self.plan.title.sent_bytes(),
			sent_root: view_hash,
		};
		let leaves = self.plan.title.leaves();
		let picked = picked_leaves(&ticket.play_code, leaves);
		let mut answers: Vec<_> = picked.iter().map(|index| self.answer(*index)).collect();
		match (wrong, answers.last_mut()) {
			(Some(Wrong::ChangedLeaf), Some(leaf)) => leaf.bytes[500] ^= 1,
			(Some(Wrong::OtherLeaf), Some(leaf)) => {
				let other = (0..).find(|index| !picked.contains(index));
				*leaf = self.answer(other.expect("few are picked"));
			},
			_ => {},
		}
		let should_do = wrong != Some(Wrong::NoWork);
		let does = |nonce: &u64| {
			let (code, bits) = (&ticket.play_code, ticket.difficulty_bits);
			is_work_done(code, &view_hash, &ticket.viewer, *nonce, bits) == should_do
		};
		let first = if wrong == Some(Wrong::ReplayedTicket) { 1 << 40 } else { 0 };
		let play = PlayData {
			ticket: ticket.id(),
			view_hash,
			nonce: (first..).find(does).expect("every sixteenth does"),
			receipts: vec![receipt],
			descriptor: self.plan.title.descriptor(self.cell).expect("the title has the cell"),
			clicked: false,
			leaves: answers,
		};
		let mut signature = self.viewer.sign(&play.signing_payload()).0;
		if wrong == Some(Wrong::WronglySigned) {
			signature = self.viewer.sign(b"something else").0;
		}
		SignedPlay { play, signature }
	}
}

/// What one view comes to.
struct Made {
	ticket: Option<Told>,
	play: Told,
	right: Option<BatchPlay>,
}

fn accepted_ms(n: usize, ticket: &Ticket) -> u64 {
	ticket.opens_at_ms() + (n as u64 * 13) % 4_000
}

fn right(plan: &Plan, n: usize) -> Made {
	let view = View::new(plan, n);
	let ticket = view.ticket();
	let play = view.play(&ticket.ticket, None);
	let right = BatchPlay {
		id: play.id(),
		content: view.content,
		duration_ms: CELL_MS,
		viewer: account(&view.viewer),
		receipts: play.play.receipts.clone(),
	};
	let at_ms = accepted_ms(n, &ticket.ticket);
	let (by, from) = (view.issuer, peer(view.issuer));
	let announced = Told { from: from.clone(), by, ticket: ticket.clone(), play: None };
	let play = Told { from, by, ticket, play: Some((play, at_ms)) };
	Made { ticket: Some(announced), play, right: Some(right) }
}

/// `n`: of the viewer; of a replay, of one whose right play came before.
fn wrong(plan: &Plan, n: usize, stranger_no: usize, how: Wrong) -> Made {
	let mut view = View::new(plan, n);
	match how {
		Wrong::ReplayedView => {
			view.salt = 1;
			view.starts_at_ms += 500;
		},
		Wrong::Late => view.starts_at_ms = plan.round_ms() - 95_000,
		_ => {},
	}
	let ticket = view.ticket();
	let play = view.play(&ticket.ticket, Some(how));
	let at_ms = match how {
		Wrong::Early => ticket.ticket.opens_at_ms() - 1,
		Wrong::Late => ticket.ticket.closes_at_ms() + 1,
		Wrong::ReplayedView => accepted_ms(n, &ticket.ticket) + 1,
		_ => accepted_ms(n, &ticket.ticket),
	};
	let by = if how == Wrong::WronglyAccepted { plan.voter } else { view.issuer };
	let is_known = matches!(how, Wrong::Unwitnessed | Wrong::ReplayedTicket);
	let from = peer(view.issuer);
	let announced = Told { from, by: view.issuer, ticket: ticket.clone(), play: None };
	let play = Told { from: stranger(stranger_no), by, ticket, play: Some((play, at_ms)) };
	Made { ticket: (!is_known).then_some(announced), play, right: None }
}

/// Everything that reaches a desk.
pub(crate) struct Flood {
	pub(crate) tickets: Vec<(PeerKey, Vec<u8>)>,
	pub(crate) plays: Vec<(PeerKey, Vec<u8>)>,
	right: Vec<BatchPlay>,
}

impl Flood {
	/// All views, the wrong ones strewn among the right ones.
	pub(crate) fn generate(plan: &Plan) -> Self {
		let all_wrong = plan.wrong * Wrong::ALL.len();
		let every = (plan.right / (all_wrong + 1)).max(2);
		let half = plan.right.div_ceil(2);
		let make = |range: std::ops::Range<usize>| {
			let mut flood = Self { tickets: Vec::new(), plays: Vec::new(), right: Vec::new() };
			let (mut tickets, mut plays) = (Vec::new(), Vec::new());
			for n in range {
				let no = n / every;
				let is_wrong = n % every == every - 1 && no < all_wrong;
				let wrong = is_wrong.then(|| {
					let how = Wrong::ALL[no % Wrong::ALL.len()];
					let of = if how.is_replay() { n } else { plan.right + no };
					wrong(plan, of, no, how)
				});
				for Made { ticket, play, right } in
					[Some(right(plan, n)), wrong].into_iter().flatten()
				{
					tickets.extend(ticket);
					plays.push(play);
					flood.right.extend(right);
				}
				if plays.len() >= TOGETHER {
					flood.tickets.extend(sealed(plan, &mut tickets));
					flood.plays.extend(sealed(plan, &mut plays));
				}
			}
			flood.tickets.extend(sealed(plan, &mut tickets));
			flood.plays.extend(sealed(plan, &mut plays));
			flood
		};
		let (first, second) = std::thread::scope(|scope| {
			let first = scope.spawn(|| make(0..half));
			let second = make(half..plan.right);
			(first.join().expect("plays can be made"), second)
		});
		let mut flood = first;
		flood.tickets.extend(second.tickets);
		flood.plays.extend(second.plays);
		flood.right.extend(second.right);
		flood
	}

	/// Number of plays, right and wrong.
	pub(crate) fn plays(&self) -> usize {
		self.plays.len()
	}

	/// Names of the right plays, in the order of their viewers.
	pub(crate) fn names(&self) -> impl Iterator<Item = Hash32> {
		self.right.iter().map(|play| play.id)
	}

	/// The batch that follows from the right plays alone.
	pub(crate) fn expected_batch(&self, plan: &Plan) -> Result<BuiltBatch, String> {
		let splits = (0..TITLES).map(|n| (content(n), RewardSplit::DEFAULT)).collect();
		let built = build(plan.round, &self.right, &splits, None, &plan.treasury);
		built.map_err(|error| error.to_string())
	}
}
