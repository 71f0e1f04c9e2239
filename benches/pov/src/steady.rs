//! A desk in the middle of its day: rounds in a row, the batch of one built or judged while the plays of the next come.
//!
//! ```text
//! tickets of all rounds │ plays 1 │ plays 2   │ plays 3   │
//!                                 │ batch 1 ──┤ batch 2 ──┤ batch 3 ──┤
//! └──────────────────────────── measured ────────────────────────────┘
//! ```
//!
//! Where a round is the desk's turn it proposes, else it votes on what the run proposes in another's name. Every batch
//! must be the one that follows from the right plays alone, and be paid.

use crate::{
	desk::Desk,
	generate::{Flood, Plan, peer},
	report::{Clocks, Report},
	runtime::{self, ChainHandle},
	statements::Seats,
};
use reel_primitives::batch::BatchVote;
use reel_view_service::{BuiltBatch, Message};
use reelchain_runtime::ProofOfView;

/// Rounds in a row.
const ROUNDS: usize = 3;

/// A round that is to come.
struct Ahead {
	plan: Plan,
	flood: Flood,
	expected: BuiltBatch,
}

impl Ahead {
	fn all(plan: &Plan) -> Result<Vec<Self>, String> {
		let rounds = (plan.round..).zip(0..ROUNDS);
		rounds
			.map(|(round, n)| {
				let plan = plan.again(round, n);
				let flood = Flood::generate(&plan);
				let expected = flood.expected_batch(&plan)?;
				Ok(Self { plan, flood, expected })
			})
			.collect()
	}
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
	fn propose(&self, desk: &mut Desk, ahead: &Ahead) -> Result<Underway, String> {
		let round = ahead.plan.round;
		self.chain.ask(move |chain| chain.go_to(round + 1));
		let seats = Seats::of(self.chain, round)?;
		let turn = seats.place(seats.turn);
		let batch = ahead.expected.proposal.hash();
		let is_own = turn == self.place;
		if !is_own {
			seats.propose(self.chain, ahead.expected.proposal.clone())?;
			let plays = ahead.expected.plays.clone();
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
		others.into_iter().try_for_each(|index| seats.vote(self.chain, vote, index))?;
		let paid = self.chain.look(move || ProofOfView::paid_batch(vote.round));
		if paid.map(|paid| paid.batch) != Some(vote.batch) {
			return Err(format!("round {} was not paid for what is right", vote.round));
		}
		Ok(())
	}
}

/// Has a desk take in rounds of so many plays on a chain of their own, and measures from the first ticket to the last batch on
/// the disk.
pub(crate) fn measure(right: usize, wrong: usize, report: &mut Report) -> Result<(), String> {
	let chain = runtime::start()?;
	let plan = Plan::of(&chain, right, wrong)?;
	let mut rounds = Ahead::all(&plan)?;
	let mut desk = Desk::start(&chain, &plan, plan.proposer)?;
	let others = Others { chain: &chain, place: plan.proposer };
	let mut underway = None;
	let start = Clocks::now();
	for ahead in &mut rounds {
		desk.set_time(ahead.plan.tickets_ms());
		desk.pass(std::mem::take(&mut ahead.flood.tickets))?;
	}
	eprintln!("T {:?}", start.elapsed());
	for (said, ahead) in rounds.iter_mut().enumerate() {
		desk.set_time(ahead.plan.plays_ms());
		report.plays_in_a_row += ahead.flood.plays();
		desk.pass(std::mem::take(&mut ahead.flood.plays))?;
		eprintln!("P {said} {:?}", start.elapsed());
		if let Some(before) = underway.take() {
			others.pay(&mut desk, before, said)?;
		}
		eprintln!("V {said} {:?}", start.elapsed());
		underway = Some(others.propose(&mut desk, ahead)?);
	}
	if let Some(last) = underway {
		others.pay(&mut desk, last, ROUNDS)?;
	}
	eprintln!("L {:?}", start.elapsed());
	desk.end_block()?;
	eprintln!("E {:?}", start.elapsed());
	report.rounds_in_a_row = ROUNDS;
	report.in_a_row = start.elapsed();
	Ok(())
}
