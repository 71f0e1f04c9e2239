//! One random call with its origin: any role, arguments in range and a little outside.

use crate::chain::round;
use frame_support::{assert_ok, instances::Instance1, traits::Authorize};
use pallet_content_registry::SplitBounds;
use pallet_proof_of_view::Call;
use pallet_supervisors::{CountryCode, Verdict};
use pallet_validator_set::{Declaration, Server};
use rand::{Rng, rngs::StdRng, seq::SliceRandom};
use reel_primitives::ids::{PovId, PovSignature};
use reel_primitives::{
	ContentId,
	batch::{BatchProposal, BatchVote, Payee, Payees, TitleTotal},
	blake2b_256,
	content::{Licence, ReasonCode, RewardSplit, TitleStatus},
	geometry::Geometry,
};
use reelchain_runtime::{
	AccountId, Balances, ProofOfView, Runtime, RuntimeCall, RuntimeOrigin, SessionKeys,
	configs::consensus::LEAST_DECLARATION,
	constants::currency::{CFX, EXISTENTIAL_DEPOSIT},
	params::{RuntimeParameters, dynamic},
};
use sp_keyring::Sr25519Keyring;
use sp_runtime::transaction_validity::TransactionSource;

/// A call and who makes it.
pub(crate) struct Draw {
	pub(crate) origin: RuntimeOrigin,
	pub(crate) call: RuntimeCall,
}

/// Who and what there is. Small, so that things meet.
pub(crate) struct World {
	creators: Vec<AccountId>,
	viewers: Vec<AccountId>,
	supervisors: Vec<AccountId>,
	candidates: Vec<AccountId>,
	council: Vec<AccountId>,
	countries: Vec<CountryCode>,
	titles: Vec<ContentId>,
}

const TITLES: u8 = 64;

impl World {
	pub(crate) fn new() -> Self {
		let accounts = |from: u8, count: u8| {
			(from..from + count).map(|byte| AccountId::new([byte; 32])).collect()
		};
		let council = [Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie];
		let mut supervisors: Vec<AccountId> = accounts(80, 4);
		supervisors.push(Sr25519Keyring::Eve.to_account_id());
		Self {
			creators: accounts(10, 8),
			viewers: accounts(30, 24),
			supervisors,
			candidates: accounts(100, 8),
			council: council.map(Sr25519Keyring::to_account_id).to_vec(),
			countries: [b"KR", b"FR", b"BR"]
				.into_iter()
				.filter_map(|letters| CountryCode::new(*letters))
				.collect(),
			titles: (0..TITLES).map(|byte| ContentId([byte; 32])).collect(),
		}
	}

	/// Gives everybody something to spend.
	pub(crate) fn found(&self) {
		let alice = RuntimeOrigin::signed(Sr25519Keyring::Alice.to_account_id());
		for who in self.everybody() {
			let value = 1_000 * CFX;
			assert_ok!(Balances::transfer_allow_death(alice.clone(), who.clone().into(), value));
		}
	}

	fn everybody(&self) -> impl Iterator<Item = &AccountId> {
		self.creators.iter().chain(&self.viewers).chain(&self.supervisors).chain(&self.candidates)
	}

	fn anybody(&self, random: &mut StdRng) -> AccountId {
		let group = *[&self.creators, &self.viewers, &self.supervisors, &self.candidates]
			.choose(random)
			.expect("there are four");
		pick(random, group)
	}

	/// The origin that fits, or in one case of eight any other.
	fn origin(&self, random: &mut StdRng, fitting: RuntimeOrigin) -> RuntimeOrigin {
		match random.gen_range(0..24) {
			0 => RuntimeOrigin::none(),
			1 => RuntimeOrigin::root(),
			2 => RuntimeOrigin::signed(self.anybody(random)),
			_ => fitting,
		}
	}

	/// Draws the next call.
	pub(crate) fn draw(&self, random: &mut StdRng) -> Draw {
		let (who, call) = match random.gen_range(0..100) {
			0..=9 => self.money(random),
			10..=17 => return self.views(random),
			18..=29 => self.validators(random),
			30..=59 => self.supervision(random),
			60..=84 => self.registry(random),
			85..=94 => self.council(random),
			_ => {
				let inner = (0..random.gen_range(1..5)).map(|_| self.registry(random).1).collect();
				let who = pick(random, &self.creators);
				(
					RuntimeOrigin::signed(who),
					pallet_utility::Call::<Runtime>::batch { calls: inner }.into(),
				)
			},
		};
		Draw { origin: self.origin(random, who), call }
	}

	fn money(&self, random: &mut StdRng) -> (RuntimeOrigin, RuntimeCall) {
		let who = RuntimeOrigin::signed(self.anybody(random));
		let dest = self.anybody(random).into();
		let value = amount(random);
		let call = match random.gen_range(0..10) {
			0..=4 => pallet_balances::Call::<Runtime>::transfer_allow_death { dest, value },
			5..=7 => pallet_balances::Call::transfer_keep_alive { dest, value },
			8 => pallet_balances::Call::transfer_all { dest, keep_alive: random.gen_bool(0.9) },
			_ => {
				let source = self.anybody(random).into();
				let call = pallet_balances::Call::force_transfer { source, dest, value };
				return (RuntimeOrigin::root(), call.into());
			},
		};
		(who, call.into())
	}

	fn validators(&self, random: &mut StdRng) -> (RuntimeOrigin, RuntimeCall) {
		use pallet_validator_set::Call;
		let who = pick(random, &self.candidates);
		let root = RuntimeOrigin::root();
		match random.gen_range(0..12) {
			0..=2 => {
				let declaration = Declaration {
					bandwidth_mbps: random.gen_range(90..1_000),
					server: Server { cores: random.gen_range(2..9), ..LEAST_DECLARATION.server },
					..LEAST_DECLARATION
				};
				(root, Call::<Runtime>::admit_validator { who, declaration }.into())
			},
			3 | 4 => (RuntimeOrigin::signed(who), Call::<Runtime>::accept_admission {}.into()),
			5 | 6 => (root, Call::<Runtime>::remove_validator { who }.into()),
			7 => (RuntimeOrigin::signed(who.clone()), Call::<Runtime>::withdraw { who }.into()),
			8 => (root, Call::<Runtime>::set_floor { floor: random.gen_range(0..6) }.into()),
			9 | 10 => self.session_keys(random, who),
			_ => {
				let bond = *[0, 10 * CFX, 100 * CFX].choose(random).expect("there are three");
				let key_value =
					RuntimeParameters::Deposits(dynamic::deposits::Parameters::ValidatorBond(
						dynamic::deposits::ValidatorBond,
						Some(bond),
					));
				let call = pallet_parameters::Call::<Runtime>::set_parameter { key_value };
				(root, call.into())
			},
		}
	}

	/// Keys that really belong to `who`, whose seed is its account's first byte.
	fn session_keys(&self, random: &mut StdRng, who: AccountId) -> (RuntimeOrigin, RuntimeCall) {
		use codec::Encode;
		use sp_core::{Pair, ed25519, sr25519};
		let seed = blake2b_256(&[who.as_ref()]);
		let (sr, ed) = (sr25519::Pair::from_seed(&seed), ed25519::Pair::from_seed(&seed));
		let keys = SessionKeys {
			babe: sr.public().into(),
			grandpa: ed.public().into(),
			pov: sr.public().into(),
		};
		let statement = [b"POP_".as_slice(), who.as_ref()].concat();
		let mut proof = (sr.sign(&statement), ed.sign(&statement), sr.sign(&statement)).encode();
		if random.gen_bool(0.1) {
			proof[0] ^= 1;
		}
		let call = pallet_session::Call::<Runtime>::set_keys { keys, proof };
		(RuntimeOrigin::signed(who), call.into())
	}

	fn supervision(&self, random: &mut StdRng) -> (RuntimeOrigin, RuntimeCall) {
		use pallet_supervisors::Call;
		let root = RuntimeOrigin::root();
		let supervisor = pick(random, &self.supervisors);
		let as_supervisor = RuntimeOrigin::signed(supervisor.clone());
		let creator = pick(random, &self.creators);
		let country = pick(random, &self.countries);
		let content = pick(random, &self.titles);
		let reason = *[ReasonCode::Rights, ReasonCode::Unlawful, ReasonCode::Order]
			.choose(random)
			.expect("there are three");
		let until = round() + random.gen_range(0..3_000);
		let report = pallet_supervisors::NextReport::<Runtime>::get()
			.saturating_sub(random.gen_range(0..40));
		match random.gen_range(0..30) {
			0 | 1 => {
				let body = b"A body".to_vec().try_into().expect("short enough");
				(root, Call::<Runtime>::admit_supervisor { supervisor, country, body }.into())
			},
			2 => (root, Call::<Runtime>::suspend_supervisor { supervisor }.into()),
			3 | 4 => (root, Call::<Runtime>::resume_supervisor { supervisor }.into()),
			5 => (root, Call::<Runtime>::remove_supervisor { supervisor }.into()),
			6 | 7 => (root, Call::<Runtime>::widen_supervisor { supervisor, country }.into()),
			8..=13 => {
				let case = random.r#gen();
				let expires_in = until;
				let call =
					Call::<Runtime>::authorize_creator { creator, country, case, expires_in };
				(as_supervisor, call.into())
			},
			14 => (as_supervisor, Call::<Runtime>::revoke_creator { creator }.into()),
			15 | 16 => {
				(as_supervisor, Call::<Runtime>::sanction_creator { creator, until, reason }.into())
			},
			17 | 18 => (as_supervisor, Call::<Runtime>::lift_sanction { creator }.into()),
			19 | 20 => (as_supervisor, Call::<Runtime>::stop_title { content, reason }.into()),
			21 | 22 => (as_supervisor, Call::<Runtime>::reinstate_title { content }.into()),
			23..=25 => {
				let who = RuntimeOrigin::signed(pick(random, &self.viewers));
				(who, Call::<Runtime>::report_title { content, reason }.into())
			},
			26..=28 => {
				let verdict = *[Verdict::Upheld, Verdict::Dismissed, Verdict::Abusive]
					.choose(random)
					.expect("there are three");
				(as_supervisor, Call::<Runtime>::decide_report { report, verdict }.into())
			},
			_ => {
				// The reporter itself, where there is such a report.
				let who = pallet_supervisors::Reports::<Runtime>::get(report)
					.map_or_else(|| pick(random, &self.viewers), |report| report.reporter);
				(RuntimeOrigin::signed(who), Call::<Runtime>::withdraw_report { report }.into())
			},
		}
	}

	fn registry(&self, random: &mut StdRng) -> (RuntimeOrigin, RuntimeCall) {
		use pallet_content_registry::Call;
		let content = pick(random, &self.titles);
		let owner = pallet_content_registry::Pallet::<Runtime>::title(content)
			.map_or_else(|| pick(random, &self.creators), |title| title.record.creator);
		let price_cfx = amount(random);
		match random.gen_range(0..12) {
			0..=6 => {
				let cells = random.gen_range(0..5);
				let moved = random.gen_range(0..500);
				let call = Call::<Runtime>::register_title {
					// Deleted ids are never used again: now and then a new one.
					content: if random.gen_bool(0.3) { ContentId(random.r#gen()) } else { content },
					cells_root: random.r#gen(),
					geometry: Geometry {
						cells,
						duration_ms: u64::from(cells) * 60_000,
						size_bytes: u64::from(cells) << 20,
					},
					split: RewardSplit {
						viewer_bp: RewardSplit::DEFAULT.viewer_bp - moved,
						creator_bp: RewardSplit::DEFAULT.creator_bp + moved,
						..RewardSplit::DEFAULT
					},
					licence: Licence::CcBy,
					metadata_hash: random.r#gen(),
					price_cfx,
					takes_donations: random.r#gen(),
				};
				(RuntimeOrigin::signed(pick(random, &self.creators)), call.into())
			},
			7 | 8 => (
				RuntimeOrigin::signed(owner),
				Call::<Runtime>::set_price { content, price_cfx }.into(),
			),
			9 | 10 => {
				let takes_donations = random.r#gen();
				let call = Call::<Runtime>::set_donations { content, takes_donations };
				(RuntimeOrigin::signed(owner), call.into())
			},
			_ => (RuntimeOrigin::signed(owner), Call::<Runtime>::delete_title { content }.into()),
		}
	}

	/// A proposal or a vote as the pool would let it in: dispatched as authorized exactly if the call authorizes it.
	fn views(&self, random: &mut StdRng) -> Draw {
		let (session, authorities) = ProofOfView::authorities_now();
		let open = ProofOfView::open_batches();
		let call: RuntimeCall = match open.choose(random) {
			Some(batch) if random.gen_bool(0.75) => {
				let authority = random.gen_range(0..authorities.len().max(1) as u32);
				let vote = BatchVote {
					round: batch.round,
					batch: batch.batch,
					approve: random.gen_bool(0.85),
				};
				let payload = vote.signing_payload(&genesis_hash(), batch.session);
				let signature = sign_as(&authorities, authority, &payload);
				let session = batch.session;
				Call::vote_batch { vote, authority, session, signature }.into()
			},
			_ => {
				let proposal = self.proposal(random);
				let authority = ProofOfView::proposer(proposal.round).unwrap_or_default();
				let payload = proposal.signing_payload(&genesis_hash(), session);
				let signature = sign_as(&authorities, authority, &payload);
				Call::propose_batch { proposal, authority, session, signature }.into()
			},
		};
		let origin = match call.authorize(TransactionSource::External) {
			Some(Ok(_)) => frame_system::RawOrigin::Authorized.into(),
			// What nobody authorizes gets no further than this.
			_ => RuntimeOrigin::none(),
		};
		Draw { origin, call }
	}

	/// A batch of a few minutes of what can be played, right in most cases.
	fn proposal(&self, random: &mut StdRng) -> BatchProposal {
		let mut titles: Vec<ContentId> = self
			.titles
			.iter()
			.filter(|content| {
				pallet_content_registry::Pallet::<Runtime>::title(**content)
					.is_some_and(|title| title.state.status == TitleStatus::Playable)
			})
			.copied()
			.collect();
		titles.truncate(random.gen_range(1..6));
		let totals: Vec<TitleTotal> = titles
			.into_iter()
			.map(|content| {
				let plays = random.gen_range(1..50);
				TitleTotal { content, plays, weight_ms: u64::from(plays) * 60_000 }
			})
			.collect();
		let shares: u128 = totals
			.iter()
			.filter_map(|total| {
				let title = pallet_content_registry::Pallet::<Runtime>::title(total.content)?;
				Some(u128::from(total.weight_ms) * u128::from(title.record.split.persons_bp()))
			})
			.sum();
		// Any division of the shares will do, accounts without balance among the payees.
		let mut accounts = self.viewers.clone();
		accounts.push(AccountId::new(random.r#gen()));
		accounts.shuffle(random);
		accounts.truncate(random.gen_range(1..6));
		accounts.sort();
		let each = shares / accounts.len() as u128;
		let rest = shares - each * accounts.len() as u128;
		let payees = accounts
			.into_iter()
			.enumerate()
			.map(|(index, account)| Payee {
				account,
				shares: if index == 0 { each + rest } else { each },
			})
			.collect();
		BatchProposal {
			round: round().saturating_sub(random.gen_range(0..4)),
			plays_root: random.r#gen(),
			plays: totals.iter().map(|total| total.plays).sum(),
			totals,
			payees: Payees::Direct(payees),
		}
	}

	fn council(&self, random: &mut StdRng) -> (RuntimeOrigin, RuntimeCall) {
		type Council = pallet_collective::Call<Runtime, Instance1>;
		let member = RuntimeOrigin::signed(pick(random, &self.council));
		let index = pallet_collective::ProposalCount::<Runtime, Instance1>::get()
			.saturating_sub(random.gen_range(0..4));
		let hashes = pallet_collective::Proposals::<Runtime, Instance1>::get();
		let proposal = hashes.choose(random).copied();
		match (random.gen_range(0..6), proposal) {
			(0 | 1, _) | (_, None) => {
				let inner: RuntimeCall = match random.gen_range(0..3) {
					0 => pallet_validator_set::Call::set_floor { floor: random.gen_range(1..5) }
						.into(),
					1 => pallet_parameters::Call::set_parameter {
						key_value: RuntimeParameters::Splits(dynamic::splits::Parameters::Bounds(
							dynamic::splits::Bounds,
							Some(SplitBounds {
								least_viewer_bp: random.gen_range(1_000..9_000),
								..SplitBounds::DEFAULT
							}),
						)),
					}
					.into(),
					_ => frame_system::Call::remark { remark: random.r#gen::<[u8; 4]>().to_vec() }
						.into(),
				};
				let length_bound = codec::Encode::encode(&inner).len() as u32;
				let proposal = Box::new(inner);
				(member, Council::propose { threshold: 2, proposal, length_bound }.into())
			},
			(2..=4, Some(proposal)) => {
				let index = motion_index(proposal).unwrap_or(index);
				(member, Council::vote { proposal, index, approve: random.gen_bool(0.8) }.into())
			},
			(_, Some(proposal_hash)) => {
				let index = motion_index(proposal_hash).unwrap_or(index);
				let close = Council::close {
					proposal_hash,
					index,
					proposal_weight_bound: frame_support::weights::Weight::from_parts(
						100_000_000_000,
						1 << 20,
					),
					length_bound: 1_000,
				};
				(member, close.into())
			},
		}
	}
}

/// An amount near a bound, or any.
fn amount(random: &mut StdRng) -> u128 {
	match random.gen_range(0..8) {
		0 => 0,
		1 => EXISTENTIAL_DEPOSIT - 1,
		2 => EXISTENTIAL_DEPOSIT,
		3 => u128::MAX,
		_ => random.gen_range(0..20 * CFX),
	}
}

fn pick<T: Clone>(random: &mut StdRng, among: &[T]) -> T {
	among.choose(random).cloned().expect("nobody draws from an empty world")
}

/// Number of a motion: the first field of its record, which has no getter.
fn motion_index(proposal: sp_core::H256) -> Option<u32> {
	use codec::{Decode, Encode};
	let votes = pallet_collective::Voting::<Runtime, Instance1>::get(proposal)?;
	u32::decode(&mut votes.encode().as_slice()).ok()
}

fn genesis_hash() -> [u8; 32] {
	frame_system::BlockHash::<Runtime>::get(0).0
}

/// Signs with the key of an authority: a well-known account's or a candidate's; any other key when it has neither.
fn sign_as(authorities: &[(AccountId, PovId)], authority: u32, payload: &[u8]) -> PovSignature {
	use sp_core::{Pair, sr25519};
	let account = authorities.get(authority as usize).map(|(account, _)| account.clone());
	let pair = account.map(|account| match Sr25519Keyring::from_account_id(&account) {
		Some(known) => known.pair(),
		None => sr25519::Pair::from_seed(&blake2b_256(&[account.as_ref()])),
	});
	pair.unwrap_or_else(|| Sr25519Keyring::One.pair()).sign(payload).into()
}
