//! Emission and payouts, worked out once more.
//!
//! ```text
//! minted     = min(first reward / 2^era, plays × cap)     era = rewarded rounds / rounds of an era, to its last
//! role       = Σ over titles of floor(minted × weight × bp / (whole × 10,000))
//! validator  = floor(validators' part / active validators)
//! person     = floor(persons' part × shares / all shares)
//! treasury   = what is left
//! ```

use super::{Entry, LEAST, layers::Layers};
use crate::fuzz::ads::Told;
use codec::{Decode, Encode};
use reel_primitives::{
	ContentId,
	batch::{BatchProposal, Payees, PayoutClaim},
};
use reelchain_runtime::{AccountId, Runtime, RuntimeCall, RuntimeEvent};
use std::collections::{BTreeMap, BTreeSet};

/// First reward, rounds of an era, number of halvings, as the mission has them (C8).
const MISSION: Schedule = (90 * super::CFX, 2_160_000, Some(1));
type Schedule = (u128, u64, Option<u32>);

/// Rounds for which something can be claimed: 219 periods of 10,000.
const CLAIMABLE: u64 = 2_190_000;

/// Rounds for which a vote makes a validator an active one.
const ACTIVE: u64 = 20;

/// What a title pays to whom.
struct Terms {
	creator: AccountId,
	supervisor: AccountId,
	/// Persons (viewers and sharing peers), creator, validators, supervisor, in basis points.
	bp: [u128; 4],
}

/// A round whose persons claim.
struct Open {
	pool: u128,
	shares: u128,
	claimed: BTreeSet<u32>,
	left: u128,
	expires_in: u64,
}

/// See the module.
pub(super) struct Rounds {
	schedule: Schedule,
	cap: Option<u128>,
	rewarded: u64,
	minted: u128,
	titles: BTreeMap<ContentId, Terms>,
	sessions: BTreeMap<u32, Vec<AccountId>>,
	/// Proposals that were taken, with their sessions.
	proposals: BTreeMap<u64, (BatchProposal, u32)>,
	voted: BTreeMap<AccountId, u64>,
	barred: BTreeMap<AccountId, u64>,
	pub(super) layers: Layers,
	open: BTreeMap<u64, Open>,
	owed: BTreeMap<AccountId, u128>,
	/// Claims and predictions of the entry at hand.
	claims: Vec<PayoutClaim>,
	due: BTreeMap<AccountId, u128>,
}

/// No more than the mission gives, and no era shorter than a day.
fn is_followed((first, rounds_per_era, _): &Schedule) -> bool {
	*first <= MISSION.0 && (*rounds_per_era == 0 || *rounds_per_era >= 6_000)
}

fn part(amount: u128, numerator: u128, denominator: u128) -> u128 {
	amount.checked_mul(numerator).expect("R2: batches here are small") / denominator
}

impl Rounds {
	pub(super) fn open() -> Self {
		let rewarded = pallet_emission::RewardedRounds::<Runtime>::get();
		let mut rounds = Self {
			schedule: MISSION,
			cap: None,
			rewarded: 0,
			minted: 0,
			titles: BTreeMap::new(),
			sessions: BTreeMap::new(),
			proposals: BTreeMap::new(),
			voted: BTreeMap::new(),
			barred: BTreeMap::new(),
			layers: Layers::default(),
			open: BTreeMap::new(),
			owed: BTreeMap::new(),
			claims: vec![],
			due: BTreeMap::new(),
		};
		// Before any halving.
		rounds.minted = u128::from(rewarded) * MISSION.0;
		rounds.rewarded = rewarded;
		rounds
	}

	pub(super) fn minted(&self) -> u128 {
		self.minted
	}

	/// Who gets the creator's part of a title, layers aside.
	pub(super) fn creator(&self, content: &ContentId) -> Option<&AccountId> {
		self.titles.get(content).map(|terms| &terms.creator)
	}

	pub(super) fn session(&mut self, index: u32, validators: Vec<AccountId>) {
		self.sessions.insert(index, validators);
		self.sessions.retain(|old, _| old + 6 > index);
	}

	pub(super) fn bar(&mut self, who: &AccountId, until: u64) {
		self.barred.insert(who.clone(), until);
	}

	pub(super) fn forgive(&mut self, who: &AccountId) {
		self.barred.remove(who);
	}

	/// Notes what a call that succeeded asked for.
	pub(super) fn asked(&mut self, call: &RuntimeCall) {
		self.claims.clear();
		match call {
			RuntimeCall::ProofOfView(pallet_proof_of_view::Call::propose_batch {
				proposal,
				session,
				..
			}) => drop(self.proposals.insert(proposal.round, (proposal.clone(), *session))),
			RuntimeCall::Payouts(pallet_payouts::Call::claim { claims, .. }) => {
				self.claims = claims.to_vec();
			},
			_ => {},
		}
	}

	/// The bills of the batches that these events say were accepted.
	pub(super) fn bills_accepted(&self, events: &[RuntimeEvent]) -> Vec<Told> {
		use pallet_proof_of_view::Event::BatchAccepted;
		let mut bills = vec![];
		for event in events {
			let RuntimeEvent::ProofOfView(BatchAccepted { round, .. }) = event else { continue };
			let (batch, _) = self.proposals.get(round).expect("R2: nobody proposed that");
			let of_batch = (0u8..).zip(batch.charged.iter().cloned());
			bills.extend(of_batch.map(|(place, bill)| Told {
				round: *round,
				place,
				bill,
				is_charged: None,
			}));
		}
		bills
	}

	/// Enters events; says what was minted.
	pub(super) fn enter(&mut self, entry: &Entry<'_>) -> u128 {
		let before = self.minted;
		for event in entry.events {
			match event {
				RuntimeEvent::Parameters(event) => self.parameter(event),
				RuntimeEvent::ContentRegistry(event) => self.title(event),
				RuntimeEvent::ProofOfView(event) => self.batch(event, entry),
				RuntimeEvent::Payouts(event) => self.payout(event, entry),
				_ => {},
			}
		}
		self.minted - before
	}

	/// Kept in the form in which it is stored: subject, item, value.
	fn parameter(&mut self, event: &pallet_parameters::Event<Runtime>) {
		let pallet_parameters::Event::Updated { key, new_value, .. } = event else { return };
		let value = new_value.as_ref().map(|value| value.encode()[2..].to_vec());
		let value = value.as_deref();
		match key.encode().as_slice() {
			[0, 0] => {
				self.cap = value.and_then(|mut cap| Option::<u128>::decode(&mut cap).unwrap());
			},
			[0, 1] => {
				let set = value.map(|mut rule| Schedule::decode(&mut rule).unwrap());
				// What only root can set is not followed.
				self.schedule = set.filter(is_followed).unwrap_or(MISSION);
			},
			_ => {},
		}
	}

	/// A record never changes (K2), so that it is enough to read it once.
	fn title(&mut self, event: &pallet_content_registry::Event<Runtime>) {
		let pallet_content_registry::Event::TitleRegistered {
			content, creator, supervisor, ..
		} = event
		else {
			return;
		};
		let split = pallet_content_registry::Titles::<Runtime>::get(content)
			.expect("R2: a title without a record")
			.split;
		let persons = split.viewer_bp + split.sharing_bp;
		let terms = Terms {
			creator: creator.clone(),
			supervisor: supervisor.clone(),
			bp: [persons, split.creator_bp, split.validators_bp, split.supervisor_bp]
				.map(u128::from),
		};
		self.titles.insert(*content, terms);
	}

	fn batch(&mut self, event: &pallet_proof_of_view::Event<Runtime>, entry: &Entry<'_>) {
		use pallet_proof_of_view::Event;
		match event {
			Event::BatchProposed { round, who, .. } | Event::BatchVoted { round, who, .. } => {
				let last = self.voted.entry(who.clone()).or_default();
				*last = (*last).max(*round);
			},
			Event::BatchAccepted { round, minted_cfx, .. } => {
				let minted = self.accept(*round, entry);
				assert_eq!(*minted_cfx, minted, "R2: what round {round} mints");
			},
			_ => {},
		}
	}

	fn reward(&self, plays: u32) -> u128 {
		let (first, rounds_per_era, halvings) = self.schedule;
		let era = self.rewarded.checked_div(rounds_per_era).unwrap_or(0);
		let era = era.min(halvings.map_or(127, u64::from));
		let scheduled = first >> era;
		self.cap.map_or(scheduled, |cap| scheduled.min(cap.saturating_mul(plays.into())))
	}

	pub(super) fn owe(&mut self, who: &AccountId, amount: u128) {
		*self.due.entry(who.clone()).or_default() += amount;
	}

	/// What ads bring to the creator of a title in which they were shown.
	pub(super) fn owe_creator(&mut self, content: &ContentId, amount: u128) {
		let creator = self.titles[content].creator.clone();
		self.owe(&creator, amount);
	}

	/// What viewers of ads will claim; a share is a planck.
	pub(super) fn open_bill(&mut self, number: u64, pool: u128, now: u64) {
		let (claimed, expires_in) = (BTreeSet::new(), now + CLAIMABLE);
		let open = Open { pool, shares: pool, claimed, left: pool, expires_in };
		self.open.insert(number, open);
	}

	fn accept(&mut self, round: u64, entry: &Entry<'_>) -> u128 {
		let (batch, session) = self.proposals.remove(&round).expect("R2: nobody proposed that");
		// Plays of ads mint nothing.
		let minted = self.reward(batch.totals.iter().map(|total| total.plays).sum());
		self.minted += minted;
		self.rewarded += 1;
		let whole: u128 = batch.totals.iter().map(|total| u128::from(total.weight_ms)).sum();
		let (mut persons, mut validators, mut left, mut shares) = (0, 0, minted, 0);
		let mut credits = vec![];
		for total in &batch.totals {
			let terms = self.titles.get(&total.content).expect("R2: an unknown title was paid");
			let weight = u128::from(total.weight_ms);
			let [of_persons, creator, of_validators, supervisor] =
				terms.bp.map(|bp| part(minted, weight * bp, whole * 10_000));
			persons += of_persons;
			validators += of_validators;
			shares += weight * terms.bp[0];
			left -= creator + supervisor;
			let layers = self.layers.book(&total.content, creator, entry.now);
			credits.push((terms.creator.clone(), creator - layers));
			credits.push((super::pallet_account(b"reel/lay"), layers));
			credits.push((terms.supervisor.clone(), supervisor));
		}
		let active: Vec<AccountId> = self.sessions[&session]
			.iter()
			.filter(|who| self.voted.get(*who).is_some_and(|last| last + ACTIVE >= round))
			.filter(|who| self.barred.get(*who).is_none_or(|until| *until <= entry.now))
			.cloned()
			.collect();
		if let Some(each) = validators.checked_div(active.len() as u128) {
			left -= each * active.len() as u128;
			credits.extend(active.into_iter().map(|who| (who, each)));
		}
		match batch.payees {
			Payees::Direct(payees) => {
				for payee in payees {
					let amount = part(persons, payee.shares, shares);
					left -= amount;
					credits.push((payee.account, amount));
				}
			},
			Payees::Root { .. } => {
				left -= persons;
				let expires_in = round + CLAIMABLE;
				let claimed = BTreeSet::new();
				let open = Open { pool: persons, shares, claimed, left: persons, expires_in };
				self.open.insert(round, open);
			},
		}
		credits.push((super::pallet_account(b"reel/tre"), left));
		credits.into_iter().for_each(|(who, amount)| self.owe(&who, amount));
		minted
	}

	fn payout(&mut self, event: &pallet_payouts::Event<Runtime>, entry: &Entry<'_>) {
		use pallet_payouts::Event;
		match event {
			Event::PayoutClaimed { who, amount_cfx, .. } => {
				let mut amount = 0;
				for claim in &self.claims {
					let round = self.open.get_mut(&claim.round).expect("R2: not claimable");
					assert!(entry.now < round.expires_in, "R2: claimed too late");
					assert!(round.claimed.insert(claim.index), "R2: claimed twice");
					let part = part(round.pool, claim.shares, round.shares);
					round.left = round.left.checked_sub(part).expect("R2: more than there is");
					amount += part;
				}
				assert_eq!(*amount_cfx, amount, "R2: what {who} claims");
				self.owe(who, amount);
			},
			Event::ClaimsExpired { round, amount_cfx } => {
				let open = self.open.remove(round).expect("R2: not claimable");
				assert!(entry.now >= open.expires_in, "R2: expired too early");
				assert_eq!(*amount_cfx, open.left, "R2: what expires of round {round}");
				self.owe(&super::pallet_account(b"reel/tre"), open.left);
			},
			_ => {},
		}
	}

	/// What leaves the pot for whom: all that is due, or nothing where an account cannot hold it.
	pub(super) fn settle(
		&mut self,
		entry: &Entry<'_>,
		treasury: &AccountId,
	) -> Vec<(AccountId, u128)> {
		use pallet_payouts::Event;
		let mut due = std::mem::take(&mut self.due);
		let mut paid = BTreeMap::<AccountId, u128>::new();
		for event in entry.events {
			match event {
				RuntimeEvent::Payouts(Event::Paid { who, amount_cfx }) => {
					*paid.entry(who.clone()).or_default() += amount_cfx;
					due.entry(who.clone()).or_default();
				},
				// What an account that was closed earned or was owed is the treasury's.
				RuntimeEvent::Payouts(Event::Forfeited { who, amount_cfx }) => {
					let owed = self.owed.remove(who).unwrap_or_default();
					let all = owed + due.remove(who).unwrap_or_default();
					let left = all.checked_sub(*amount_cfx).expect("R2: more forfeited than due");
					due.insert(who.clone(), left);
					*due.entry(treasury.clone()).or_default() += amount_cfx;
				},
				_ => {},
			}
		}
		for (who, amount) in due {
			let owed = self.owed.remove(&who).unwrap_or_default() + amount;
			let paid = paid.get(&who).copied().unwrap_or_default();
			let left = owed.checked_sub(paid).unwrap_or_else(|| panic!("R2: {who} got too much"));
			// Only what no account can hold may wait.
			assert!(left < LEAST && (left == 0 || who != *treasury), "R2: {who} is owed {left}");
			if left > 0 {
				self.owed.insert(who, left);
			}
		}
		paid.into_iter().collect()
	}

	pub(super) fn agrees(&self) -> Result<(), String> {
		let owed: BTreeMap<AccountId, u128> = pallet_payouts::Owed::<Runtime>::iter().collect();
		if owed != self.owed {
			return Err(format!("R2: owed are {:?}, the chain says {owed:?}", self.owed));
		}
		self.layers.agrees()?;
		for (round, claims) in pallet_payouts::Rounds::<Runtime>::iter() {
			let ours = self.open.get(&round).map(|open| (open.left, open.claimed.len() as u32));
			let theirs = (claims.open_cfx(), claims.claimed_leaves);
			if ours != Some(theirs) {
				return Err(format!("R2: round {round}: {ours:?} open, the chain says {theirs:?}"));
			}
		}
		Ok(())
	}
}
