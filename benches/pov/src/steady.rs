//! A desk in the middle of its day: rounds in a row. While the plays of a round come, the batch of the round before is built or
//! judged, and tickets for a round to come are issued.
//!
//! ```text
//! tickets for the rounds below │ plays 0 │ plays 1, tickets │ plays 2, tickets │ plays 3, tickets │
//!                                        │ batch 0          │ batch 1          │ batch 2          │ batch 3
//!                                        └───────────────── measured ───────────────────────────┘
//! ```
//!
//! Where a round is the desk's turn it proposes, else it votes on what the run proposes in another's name. Every batch
//! must be the one that follows from the right plays alone, and be paid; the one that is not measured, too.

use crate::{
	desk::Desk,
	generate::{Flood, Plan, peer},
	report::{Clocks, Report},
	runtime::{self, ChainHandle},
	statements::Seats,
};
use reel_primitives::{Round, batch::BatchVote};
use reel_view_service::{BuiltBatch, Message, PeerKey};
use reelchain_runtime::ProofOfView;
use std::collections::VecDeque;

/// Encoded, with its sender.
type Sent = (PeerKey, Vec<u8>);

/// Rounds that are measured; one comes before.
const ROUNDS: usize = 3;

/// A round that is to come.
struct Ahead {
	plan: Plan,
	flood: Flood,
	expected: BuiltBatch,
}

/// The `n`th round after that of `plan`, with a crowd of its own.
fn after(plan: &Plan, n: usize) -> Plan {
	plan.again(plan.round + n as u64, n)
}

impl Ahead {
	fn new(plan: &Plan, n: usize) -> Result<Self, String> {
		let plan = after(plan, n);
		let flood = Flood::generate(&plan);
		let expected = flood.expected_batch(&plan)?;
		Ok(Self { plan, flood, expected })
	}
}

/// A message of the one kind after each of the other, for as long as there are both.
fn mixed(one: Vec<Sent>, other: Vec<Sent>) -> Vec<Sent> {
	let mut other = other.into_iter();
	let mut mixed: Vec<Sent> =
		one.into_iter().flat_map(|sent| [Some(sent), other.next()]).flatten().collect();
	mixed.extend(other);
	mixed
}

/// A batch on its way.
struct Underway {
	seats: Seats,
	vote: BatchVote,
	is_own: bool,
}

/// The run's side: the chain, and the other validators.
struct Others<'a> {
	chain: &'a ChainHandle,
	/// The desk's place.
	place: usize,
}

impl Others<'_> {
	/// The round is over: somebody proposes, and the desk is told of a best block.
	fn propose(
		&self,
		desk: &mut Desk,
		round: Round,
		expected: &BuiltBatch,
	) -> Result<Underway, String> {
		self.chain.ask(move |chain| chain.go_to(round + 1));
		let seats = Seats::of(self.chain, round)?;
		let turn = seats.place(seats.turn);
		let batch = expected.proposal.hash();
		let is_own = turn == self.place;
		if !is_own {
			seats.propose(self.chain, expected.proposal.clone())?;
			let plays = expected.plays.clone();
			let body = Message::Body { round, batch, plays };
			desk.pass(vec![(peer(turn), body.to_bytes())])?;
		}
		desk.begin_block()?;
		Ok(Underway { seats, vote: BatchVote { round, batch, approve: true }, is_own })
	}

	/// The desk has said what it thinks; the others join in, and the batch is paid.
	fn pay(&self, desk: &mut Desk, underway: Underway, said: usize) -> Result<(), String> {
		desk.wait_until_said(said)?;
		let Underway { seats, vote, is_own } = underway;
		let voted = desk.chain.votes.lock().expect("no holder panics").last().copied();
		if !is_own && voted != Some((vote.batch, true)) {
			return Err(format!("the desk voted {voted:?} in round {}", vote.round));
		}
		let missing = if is_own { 2 } else { 1 };
		let others: Vec<u32> = seats
			.others()
			.filter(|index| seats.place(*index) != self.place)
			.take(missing)
			.collect();
		others.into_iter().try_for_each(|index| seats.vote(self.chain, vote, index).map(drop))?;
		let paid = self.chain.look(move || ProofOfView::paid_batch(vote.round));
		if paid.map(|paid| paid.batch) != Some(vote.batch) {
			return Err(format!("round {} was not paid for what is right", vote.round));
		}
		Ok(())
	}
}

/// Has a desk take in rounds of so many plays each, on a chain of their own: see the module docs.
pub(crate) fn measure(right: usize, wrong: usize, report: &mut Report) -> Result<(), String> {
	let chain = runtime::start()?;
	let plan = Plan::of(&chain, right, wrong)?;
	let mut rounds: Vec<Ahead> =
		(0..=ROUNDS).map(|n| Ahead::new(&plan, n)).collect::<Result<_, _>>()?;
	// Tickets of rounds after those, whose plays do not come any more.
	let later = (ROUNDS + 1..).take(ROUNDS);
	let mut later: VecDeque<Vec<Sent>> =
		later.map(|n| Flood::generate(&after(&plan, n)).tickets).collect();
	let mut desk = Desk::start(&chain, &plan, plan.proposer)?;
	let others = Others { chain: &chain, place: plan.proposer };
	for ahead in &mut rounds {
		desk.set_time(ahead.plan.tickets_ms());
		desk.pass(std::mem::take(&mut ahead.flood.tickets))?;
	}
	let mut rounds = rounds.into_iter();
	let first = rounds.next().ok_or("no rounds")?;
	desk.set_time(first.plan.plays_ms());
	desk.pass(first.flood.plays)?;
	let mut before = (first.plan.round, first.expected);
	let start = Clocks::now();
	for (said, Ahead { plan, flood, expected }) in (1..).zip(rounds) {
		let underway = others.propose(&mut desk, before.0, &before.1)?;
		report.plays_in_a_row += flood.plays();
		desk.set_time(plan.plays_ms());
		desk.pass(mixed(flood.plays, later.pop_front().unwrap_or_default()))?;
		others.pay(&mut desk, underway, said)?;
		before = (plan.round, expected);
	}
	report.time_in_a_row = start.elapsed();
	let underway = others.propose(&mut desk, before.0, &before.1)?;
	others.pay(&mut desk, underway, ROUNDS + 1)?;
	desk.end_block()?;
	report.rounds_in_a_row = ROUNDS;
	Ok(())
}
