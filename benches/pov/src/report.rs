//! What came out.

use std::time::{Duration, Instant};

/// Plays of an account in a day of sums: an hour of cells of a minute.
const PLAYS_A_DAY: f64 = 60.0;

/// Time on the wall and on the processors.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Elapsed {
	pub(crate) wall: Duration,
	pub(crate) cpu: Duration,
}

impl std::ops::Add for Elapsed {
	type Output = Self;

	fn add(self, other: Self) -> Self {
		Self { wall: self.wall + other.wall, cpu: self.cpu + other.cpu }
	}
}

impl Elapsed {
	/// How many a second, by the wall.
	fn rate(self, count: usize) -> f64 {
		count as f64 / self.wall.as_secs_f64().max(1e-9)
	}

	/// How many a second if two cores were this process's alone: by the time it had them.
	fn rate_on_two(self, count: usize) -> f64 {
		2.0 * count as f64 / self.cpu.as_secs_f64().max(1e-9)
	}
}

/// A stop watch for both.
pub(crate) struct Clocks {
	wall: Instant,
	cpu: Duration,
}

impl Clocks {
	pub(crate) fn now() -> Self {
		Self { wall: Instant::now(), cpu: cpu_time() }
	}

	pub(crate) fn elapsed(&self) -> Elapsed {
		Elapsed { wall: self.wall.elapsed(), cpu: cpu_time().saturating_sub(self.cpu) }
	}
}

/// What this process has had of the processors: fields 14 and 15 of `/proc/self/stat`, hundredths of a second.
fn cpu_time() -> Duration {
	let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
	// The name in field 2 may hold blanks.
	let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
	let ticks: u64 = fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
	Duration::from_millis(ticks * 10)
}

/// One desk's work.
#[derive(Clone, Copy, Debug)]
struct Check {
	tickets: Elapsed,
	plays: Elapsed,
	/// The best block after it: building or judging the batch, and forcing the log to the disk.
	batch: Elapsed,
}

impl Check {
	fn all(&self) -> Elapsed {
		self.tickets + self.plays + self.batch
	}

	fn lines(&self, desk: usize, plays: usize) -> String {
		let seconds = |elapsed: &Elapsed| {
			let (wall, cpu) = (elapsed.wall.as_secs_f64(), elapsed.cpu.as_secs_f64());
			format!("{wall:.2} s ({cpu:.2} s of cpu)")
		};
		format!(
			"desk {desk}: {plays} plays: tickets {}, plays {}, batch and disk {}\n        {:.0} plays a second by the \
			 wall, {:.0} on two cores of its own; plays alone {:.0} and {:.0}\n",
			seconds(&self.tickets),
			seconds(&self.plays),
			seconds(&self.batch),
			self.all().rate(plays),
			self.all().rate_on_two(plays),
			self.plays.rate(plays),
			self.plays.rate_on_two(plays),
		)
	}
}

/// All figures of a run.
#[derive(Debug, Default)]
pub(crate) struct Report {
	/// Plays that a desk got, right and wrong.
	pub(crate) plays: usize,
	/// Plays that were paid.
	pub(crate) counted: usize,
	checks: Vec<Check>,
	/// Rounds that a desk took in one after the other, the plays of all of them, and how long it took.
	pub(crate) rounds_in_a_row: usize,
	pub(crate) plays_in_a_row: usize,
	pub(crate) time_in_a_row: Elapsed,
	/// Bytes that a desk passed on to the others.
	pub(crate) relayed_bytes: u64,
	/// Bytes of proposal and votes in blocks.
	pub(crate) batch_bytes: usize,
	pub(crate) claims: usize,
	/// Bytes of all claims in blocks.
	pub(crate) claim_bytes: usize,
	/// The same if each were one of as many as may be claimed together.
	pub(crate) bundled_claim_bytes: f64,
	/// Bytes of a step of sums, its proposal and votes.
	pub(crate) sum_step_bytes: usize,
	/// Accounts that it has sums for, and bytes of all their claims.
	pub(crate) sum_accounts: usize,
	pub(crate) sum_claim_bytes: usize,
	pub(crate) sum_apply: Elapsed,
	pub(crate) sum_blocks: u32,
	pub(crate) claim_apply: Elapsed,
	pub(crate) claim_blocks: u32,
	pub(crate) claim_proof_bytes: Option<usize>,
	pub(crate) claim_check_us: f64,
	pub(crate) peer_plays: usize,
	pub(crate) peer_bytes: usize,
	pub(crate) peer: Elapsed,
	pub(crate) peer_blocks: u32,
}

impl Report {
	/// Of a run with so many plays.
	pub(crate) fn of(plays: usize) -> Self {
		Self { plays, ..Self::default() }
	}

	pub(crate) fn add_check(&mut self, tickets: Elapsed, plays: Elapsed, batch: Elapsed) {
		let check = Check { tickets, plays, batch };
		eprint!("{}", check.lines(self.checks.len() + 1, self.plays));
		self.checks.push(check);
	}

	/// The better of the desks.
	fn best(&self, of: impl Fn(&Check) -> f64) -> f64 {
		self.checks.iter().map(of).fold(0.0, f64::max)
	}

	/// Plays a second: tickets, plays, batches and disk of rounds in a row, by the wall.
	fn plays_per_second(&self) -> f64 {
		self.time_in_a_row.rate(self.plays_in_a_row)
	}

	/// The same of one round alone: nothing else comes while its batch is built.
	fn plays_of_one_round_per_second(&self) -> f64 {
		self.best(|check| check.all().rate(self.plays))
	}

	/// Plays a second while plays are all that comes: their tickets are there, their batch is still to be built.
	fn plays_alone_per_second(&self) -> f64 {
		self.best(|check| check.plays.rate(self.plays))
	}

	fn plays_per_second_on_two_cores(&self) -> f64 {
		self.time_in_a_row.rate_on_two(self.plays_in_a_row)
	}

	/// For people: what a desk did in the middle of its day.
	pub(crate) fn in_a_row(&self) -> String {
		format!(
			"{} rounds in a row: {} plays, as many tickets, the batches and the disk in {:.2} s ({:.2} s of cpu): {:.0} plays \
			 a second by the wall, {:.0} on two cores of its own\n",
			self.rounds_in_a_row,
			self.plays_in_a_row,
			self.time_in_a_row.wall.as_secs_f64(),
			self.time_in_a_row.cpu.as_secs_f64(),
			self.plays_per_second(),
			self.plays_per_second_on_two_cores(),
		)
	}

	fn batch_bytes_per_play(&self) -> f64 {
		self.batch_bytes as f64 / self.counted.max(1) as f64
	}

	/// With everybody's claims, of as many rounds together as may be: what a play costs the chain in the end.
	fn bytes_per_play_with_claims(&self) -> f64 {
		(self.batch_bytes as f64 + self.bundled_claim_bytes) / self.counted.max(1) as f64
	}

	fn sum_claim_bytes_each(&self) -> f64 {
		self.sum_claim_bytes as f64 / self.sum_accounts.max(1) as f64
	}

	/// With everybody's claims of sums, once a day: the same, for viewers of an hour a day.
	fn bytes_per_play_with_sums(&self) -> f64 {
		let step = self.sum_step_bytes as f64 / self.sum_accounts.max(1) as f64;
		self.batch_bytes_per_play() + (step + self.sum_claim_bytes_each()) / PLAYS_A_DAY
	}

	fn claim_bytes_each(&self) -> f64 {
		self.claim_bytes as f64 / self.claims.max(1) as f64
	}

	/// One core: a chain executes one transaction after the other.
	fn peer_plays_per_second(&self) -> f64 {
		self.peer.rate(self.peer_plays)
	}

	fn peer_plays_per_core_second(&self) -> f64 {
		self.peer.rate_on_two(self.peer_plays) / 2.0
	}

	fn ratio(&self) -> f64 {
		self.plays_per_second() / self.peer_plays_per_second()
	}

	fn ratio_by_cpu(&self) -> f64 {
		self.plays_per_second_on_two_cores() / self.peer_plays_per_core_second()
	}

	/// For people.
	pub(crate) fn table(&self) -> String {
		let mut table = String::new();
		let mut line = |text: String| {
			table.push_str(&text);
			table.push('\n');
		};
		line(format!("passed on to other desks: {} MB", self.relayed_bytes / 1_000_000));
		line(format!(
			"block: {} bytes of proposal and votes for {} plays, {:.4} a play; {:.0} a play with all claims",
			self.batch_bytes,
			self.counted,
			self.batch_bytes_per_play(),
			self.bytes_per_play_with_claims(),
		));
		line(format!(
			"claims: {} of {:.0} bytes, proof at most {} bytes, {:.2} µs to check; {:.0} a second in the runtime, {} \
			 blocks",
			self.claims,
			self.claim_bytes_each(),
			self.claim_proof_bytes.unwrap_or_default(),
			self.claim_check_us,
			self.claim_apply.rate(self.claims),
			self.claim_blocks,
		));
		line(format!(
			"sums: {} accounts, {:.1} bytes each, once a day; {:.0} accounts a second in the runtime, {} blocks; with \
			 {PLAYS_A_DAY} plays a day {:.2} bytes a play with all claims",
			self.sum_accounts,
			self.sum_claim_bytes_each(),
			self.sum_apply.rate(self.sum_accounts),
			self.sum_blocks,
			self.bytes_per_play_with_sums(),
		));
		line(format!(
			"peer: {} transactions of {} bytes, {:.0} a second by the wall, {:.0} on a core of its own; {} \
			 blocks",
			self.peer_plays,
			self.peer_bytes,
			self.peer_plays_per_second(),
			self.peer_plays_per_core_second(),
			self.peer_blocks,
		));
		line(format!(
			"ratio: {:.1} by the wall, {:.1} by cpu time",
			self.ratio(),
			self.ratio_by_cpu()
		));
		table
	}

	/// For programs: one line.
	pub(crate) fn json(&self) -> String {
		format!(
			concat!(
				"{{\"plays\":{},\"plays_counted\":{},\"plays_per_second\":{:.0},",
				"\"plays_of_one_round_per_second\":{:.0},\"plays_alone_per_second\":{:.0},",
				"\"plays_per_second_on_two_cores\":{:.0},",
				"\"block_bytes_per_play\":{:.4},",
				"\"block_bytes_per_play_with_claims\":{:.1},\"cpu_seconds_per_100000\":{:.3},",
				"\"block_bytes_per_play_with_sums\":{:.3},\"sum_claim_bytes_per_account\":{:.1},",
				"\"claim_extrinsic_bytes\":{:.0},\"claim_proof_bytes\":{},\"claim_check_us\":{:.2},",
				"\"peer_plays_per_second\":{:.0},\"peer_plays_per_core_second\":{:.0},",
				"\"ratio\":{:.2},\"ratio_by_cpu\":{:.2}}}"
			),
			self.plays,
			self.counted,
			self.plays_per_second(),
			self.plays_of_one_round_per_second(),
			self.plays_alone_per_second(),
			self.plays_per_second_on_two_cores(),
			self.batch_bytes_per_play(),
			self.bytes_per_play_with_claims(),
			2e5 / self.plays_per_second_on_two_cores(),
			self.bytes_per_play_with_sums(),
			self.sum_claim_bytes_each(),
			self.claim_bytes_each(),
			self.claim_proof_bytes.unwrap_or_default(),
			self.claim_check_us,
			self.peer_plays_per_second(),
			self.peer_plays_per_core_second(),
			self.ratio(),
			self.ratio_by_cpu(),
		)
	}
}
