//! A runtime of the pallet alone: four authorities with real keys, a table of titles, a book of rewards, and the
//! offences that were reported.

use crate::{self as pallet_proof_of_view, BadBatchOffence, EquivocationOffence};
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		KeyOwnerProofSystem, OneSessionHandler, ValidatorSet, ValidatorSetWithIdentification,
	},
};
use reel_primitives::{
	AccountId, ContentId, Hash32, Round, Slot,
	ads::{
		AdBill, AdCharge, CampaignId, ChargePart, Dropped, MAX_CHARGES_PER_BILL, MAX_PARTS_PER_BILL,
	},
	batch::{BatchProposal, BatchVote, MAX_DIRECT_PAYEES, Payee, Payees, TitleTotal},
	content::{RewardSplit, TitleStatus},
	ids::{POV_KEY_TYPE, PovId, PovPair, PovSignature},
	market::PurchaseId,
	sums::{SumProposal, SumVote, SumsStatus},
	time::SLOTS_PER_ROUND,
	traits::{
		AdCharges, Deliveries, MintRefusal, PaidRound, PayRefusal, RewardRounds, RoundClock,
		RoundTotals, StepRefusal, SumRounds, TitleTerms, Titles,
	},
};
use scale_info::TypeInfo;
use sp_core::{Pair, crypto::KeyTypeId};
use sp_runtime::{
	BuildStorage, Perbill,
	traits::{ConvertInto, IdentityLookup},
};
use sp_staking::offence::{Offence, OffenceError, ReportOffence};
use std::collections::BTreeMap;

/// Round in which tests begin; batches of the rounds before can be proposed.
pub(crate) const NOW: Round = 1_000;
pub(crate) const GENESIS: Hash32 = [69; 32];
pub(crate) const TITLE: ContentId = ContentId([1; 32]);
pub(crate) const OTHER_TITLE: ContentId = ContentId([2; 32]);
pub(crate) const STOPPED_TITLE: ContentId = ContentId([3; 32]);
pub(crate) const REWARD: u128 = 90;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system::Pallet<Test>;
	#[runtime::pallet_index(45)]
	pub type ProofOfView = pallet_proof_of_view::Pallet<Test>;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountId = AccountId;
	type Lookup = IdentityLookup<AccountId>;
}

parameter_types! {
	pub static CurrentRound: Round = NOW;
	pub static Session: u32 = 0;
	pub static IsRefusing: bool = false;
	/// Owners of keys besides the four authorities.
	pub static Owners: Vec<(AccountId, PovId)> = Vec::new();
	/// How often a title was looked up.
	pub static LookUps: u32 = 0;
	pub static LastPaid: Option<Round> = None;
	/// What was told to be delivered, call by call.
	pub static Delivered: Vec<Vec<PurchaseId>> = Vec::new();
	/// Bills that were told to be charged, with their rounds, call by call.
	pub static Billed: Vec<(Round, Vec<AdBill>)> = Vec::new();
	/// Steps that were taken, and whether one is open.
	pub static Steps: (Vec<SumProposal>, bool) = (Vec::new(), false);
	pub static TitleCap: Option<u16> = None;
	/// Rounds that were paid, with the validators that shared.
	pub static Paid: Vec<(Round, Vec<AccountId>)> = Vec::new();
	/// Plays of those rounds.
	pub static PaidPlays: Vec<u32> = Vec::new();
	/// Kind, round and account of each reported offence, with the part of the bond at stake.
	pub static Offences: Vec<([u8; 16], Round, AccountId, Perbill)> = Vec::new();
	pub static Statuses: BTreeMap<ContentId, TitleStatus> = BTreeMap::from([
		(TITLE, TitleStatus::Playable),
		(OTHER_TITLE, TitleStatus::Playable),
		(STOPPED_TITLE, TitleStatus::Stopped(reel_primitives::content::ReasonCode::Rights)),
	]);
}

/// Shows [`CurrentRound`].
#[derive(Debug)]
pub struct TestClock;

impl RoundClock for TestClock {
	fn slot() -> Slot {
		CurrentRound::get() * SLOTS_PER_ROUND
	}

	fn set_round(round: Round) {
		CurrentRound::set(round);
	}
}

/// Knows the titles of [`Statuses`].
#[derive(Debug)]
pub struct TestTitles;

impl Titles<AccountId> for TestTitles {
	fn terms(content: &ContentId) -> Option<TitleTerms<AccountId>> {
		LookUps::mutate(|times| *times += 1);
		Some(TitleTerms {
			creator: AccountId::new([50; 32]),
			supervisor: AccountId::new([51; 32]),
			split: RewardSplit::DEFAULT,
			cells: 3,
			duration_ms: 180_000,
			status: *Statuses::get().get(content)?,
		})
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(content: ContentId, _creator: &AccountId) {
		Statuses::mutate(|statuses| statuses.insert(content, TitleStatus::Playable));
	}
}

/// Pays [`REWARD`] for rounds that rise, and writes it down.
#[derive(Debug)]
pub struct TestRewards;

impl RewardRounds<AccountId> for TestRewards {
	fn pay_round(totals: RoundTotals<AccountId>) -> Result<PaidRound, PayRefusal> {
		if IsRefusing::get() || LastPaid::get().is_some_and(|last| totals.round <= last) {
			return Err(PayRefusal::Mint(MintRefusal::RoundRewarded));
		}
		LastPaid::set(Some(totals.round));
		PaidPlays::mutate(|paid| paid.push(totals.plays));
		Paid::mutate(|paid| paid.push((totals.round, totals.validators)));
		Ok(PaidRound { minted_cfx: REWARD, claimable_cfx: 0 })
	}

	fn pay_round_weight(titles: u32, payees: u32, validators: u32) -> (u64, u64) {
		(u64::from(titles + payees + validators) * 1_000, 0)
	}

	fn last_paid_round() -> Option<Round> {
		LastPaid::get()
	}

	fn title_cap(_: Round) -> Option<u16> {
		TitleCap::get()
	}
}

/// Weight of a delivery.
pub(crate) const DELIVERY: (u64, u64) = (7_000_000_000, 5_000);

/// Writes down what it is told.
#[derive(Debug)]
pub struct TestDeliveries;

impl Deliveries for TestDeliveries {
	fn delivered(purchases: &[PurchaseId]) -> u32 {
		Delivered::mutate(|told| told.push(purchases.to_vec()));
		purchases.len() as u32
	}

	fn delivered_weight(purchases: u32) -> (u64, u64) {
		(DELIVERY.0 * u64::from(purchases), DELIVERY.1 * u64::from(purchases))
	}
}

/// Weight of charging a bill.
pub(crate) const CHARGE: (u64, u64) = (11_000_000_000, 9_000);

/// Writes down what it is told.
#[derive(Debug)]
pub struct TestAds;

impl AdCharges<AccountId> for TestAds {
	fn charge(round: Round, bills: &[AdBill]) -> u32 {
		Billed::mutate(|told| told.push((round, bills.to_vec())));
		bills.len() as u32
	}

	fn charge_weight(bills: u32) -> (u64, u64) {
		(CHARGE.0 * u64::from(bills), CHARGE.1 * u64::from(bills))
	}
}

/// Takes any step of the next number with some rounds.
#[derive(Debug)]
pub struct TestSums;

impl SumRounds for TestSums {
	fn check_step(proposal: &SumProposal) -> Result<(), StepRefusal> {
		let (taken, is_open) = Steps::get();
		let is_next = proposal.step == taken.len() as u64 && !is_open;
		if is_next && proposal.rounds > 0 { Ok(()) } else { Err(StepRefusal::NotNext) }
	}

	fn open_step(proposal: &SumProposal) -> Result<(), StepRefusal> {
		Self::check_step(proposal)?;
		Steps::mutate(|steps| steps.1 = true);
		Ok(())
	}

	fn drop_step() {
		Steps::mutate(|steps| steps.1 = false);
	}

	fn accept_step(proposal: &SumProposal) -> Result<(), StepRefusal> {
		if IsRefusing::get() {
			return Err(StepRefusal::Claimed);
		}
		Steps::mutate(|steps| {
			assert!(std::mem::take(&mut steps.1), "it was opened");
			steps.0.push(*proposal);
		});
		Ok(())
	}

	fn status() -> SumsStatus {
		SumsStatus { step: Steps::get().0.len() as u64, ..SumsStatus::default() }
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn prepare_step(rounds: u32) -> SumProposal {
		SumProposal { rounds, ..step(NOW) }
	}
}

/// The session of [`Session`]; every account identifies as itself.
#[derive(Debug)]
pub struct TestValidators;

impl ValidatorSet<AccountId> for TestValidators {
	type ValidatorId = AccountId;
	type ValidatorIdOf = ConvertInto;

	fn session_index() -> u32 {
		Session::get()
	}

	fn validators() -> Vec<AccountId> {
		(0..4).map(account).collect()
	}
}

impl ValidatorSetWithIdentification<AccountId> for TestValidators {
	type Identification = AccountId;
	type IdentificationOf = ConvertInto;
}

/// Says which session a key is of, and is believed for the keys of the four authorities.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct TestKeyOwner {
	pub session: u32,
}

impl sp_session::GetSessionNumber for TestKeyOwner {
	fn session(&self) -> u32 {
		self.session
	}
}

impl sp_session::GetValidatorCount for TestKeyOwner {
	fn validator_count(&self) -> u32 {
		4
	}
}

impl KeyOwnerProofSystem<(KeyTypeId, PovId)> for TestValidators {
	type Proof = TestKeyOwner;
	type IdentificationTuple = (AccountId, AccountId);

	fn prove(_key: (KeyTypeId, PovId)) -> Option<TestKeyOwner> {
		Some(TestKeyOwner { session: Session::get() })
	}

	fn check_proof(
		(kind, key): (KeyTypeId, PovId),
		_proof: TestKeyOwner,
	) -> Option<(AccountId, AccountId)> {
		assert_eq!(kind, POV_KEY_TYPE);
		if let Some((who, _)) = Owners::get().into_iter().find(|(_, owned)| *owned == key) {
			return Some((who.clone(), who));
		}
		(0..4).find(|index| pair(*index).public() == key).map(|i| (account(i), account(i)))
	}
}

/// Writes reports down and refuses a second one of the same.
#[derive(Debug)]
pub struct TestOffences;

fn note<O: Offence<(AccountId, AccountId), Slot = Round>>(offence: &O) -> Result<(), OffenceError> {
	for (who, _) in offence.offenders() {
		let row = (O::ID, offence.slot(), who, offence.slash_fraction(1));
		if Offences::get().contains(&row) {
			return Err(OffenceError::DuplicateReport);
		}
		Offences::mutate(|offences| offences.push(row));
	}
	Ok(())
}

macro_rules! takes_reports_of {
	($offence:ident) => {
		impl ReportOffence<AccountId, (AccountId, AccountId), $offence<(AccountId, AccountId)>>
			for TestOffences
		{
			fn report_offence(
				_reporters: Vec<AccountId>,
				offence: $offence<(AccountId, AccountId)>,
			) -> Result<(), OffenceError> {
				note(&offence)
			}

			fn is_known_offence(offenders: &[(AccountId, AccountId)], round: &Round) -> bool {
				Offences::get()
					.iter()
					.any(|row| row.1 == *round && offenders.iter().any(|(who, _)| *who == row.2))
			}
		}
	};
}
takes_reports_of!(BadBatchOffence);
takes_reports_of!(EquivocationOffence);

impl pallet_proof_of_view::Config for Test {
	type Clock = TestClock;
	type Titles = TestTitles;
	type Rewards = TestRewards;
	type Deliveries = TestDeliveries;
	type Ads = TestAds;
	type Sums = TestSums;
	type ValidatorSet = TestValidators;
	type KeyOwnerProof = TestKeyOwner;
	type KeyOwnerProofSystem = TestValidators;
	type ReportBadBatch = TestOffences;
	type ReportEquivocation = TestOffences;
	type MaxAuthorities = frame_support::traits::ConstU32<100>;
	type WeightInfo = ();
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkSessions = TestValidators;
}

#[cfg(feature = "runtime-benchmarks")]
impl pallet_proof_of_view::BenchmarkSessions for TestValidators {
	fn begin(authorities: &[(AccountId, PovId)]) {
		Owners::set(authorities.to_vec());
		Session::mutate(|session| *session += 1);
		let each = || authorities.iter().map(|(who, key)| (who, key.clone()));
		ProofOfView::on_new_session(true, each(), each());
	}
}

pub(crate) fn account(index: u32) -> AccountId {
	AccountId::new([100 + index as u8; 32])
}

/// Key of an authority; those of the second set begin at 10.
pub(crate) fn pair(index: u32) -> PovPair {
	PovPair::from_seed(&[index as u8 + 1; 32])
}

/// Begins a session with authorities `first..first + count`.
pub(crate) fn begin_session(session: u32, first: u32, count: u32) {
	Session::set(session);
	let set: Vec<_> =
		(first..first + count).map(|index| (account(index), pair(index).public())).collect();
	let each = || set.iter().map(|(who, key)| (who, key.clone()));
	ProofOfView::on_new_session(true, each(), each());
}

/// Two plays of a minute of [`TITLE`], each payee with an equal part.
pub(crate) fn proposal(round: Round) -> BatchProposal {
	let shares = 2 * 60_000 * u128::from(RewardSplit::DEFAULT.persons_bp());
	BatchProposal {
		round,
		plays_root: [7; 32],
		plays: 2,
		totals: vec![TitleTotal { content: TITLE, plays: 2, weight_ms: 120_000 }],
		payees: Payees::Direct(
			[10, 11]
				.map(|n| Payee { account: AccountId::new([n; 32]), shares: shares / 2 })
				.to_vec(),
		),
		delivered: Vec::new(),
		charged: Vec::new(),
	}
}

fn ad_charge(campaign: CampaignId, parts: u32) -> AdCharge {
	let part = |n: u32| ChargePart {
		content: ContentId([n as u8; 32]),
		country: *b"KR",
		impressions: 2,
		views: 1,
		clicks: 0,
	};
	AdCharge {
		campaign,
		viewers: 1,
		dropped: Dropped::default(),
		parts: (0..parts).map(part).collect(),
	}
}

/// One viewer saw one campaign once.
pub(crate) fn small_bill() -> AdBill {
	let payee = Payee { account: AccountId::new([10; 32]), shares: 7_000 };
	AdBill { charges: vec![ad_charge(3, 1)], viewers: Payees::Direct(vec![payee]) }
}

/// As much of everything as a bill may have.
pub(crate) fn crowded_bill() -> AdBill {
	let parts = MAX_PARTS_PER_BILL / MAX_CHARGES_PER_BILL;
	let payee = |n: u32| Payee { account: AccountId::new([n as u8; 32]), shares: 7_000 };
	AdBill {
		charges: (0..MAX_CHARGES_PER_BILL).map(|id| ad_charge(id.into(), parts)).collect(),
		viewers: Payees::Direct((0..MAX_DIRECT_PAYEES).map(payee).collect()),
	}
}

/// The first step, proposed in the turn of a round.
pub(crate) fn step(round: Round) -> SumProposal {
	SumProposal {
		round,
		step: 0,
		generation: 1,
		passed_over: 0,
		rounds: 3,
		open_cfx: 1_000,
		root: [8; 32],
		count: 100,
		total_cfx: 999,
	}
}

pub(crate) fn sign_step(index: u32, session: u32, step: &SumProposal) -> PovSignature {
	pair(index).sign(&step.signing_payload(&GENESIS, session))
}

pub(crate) fn sign_step_vote(index: u32, session: u32, vote: &SumVote) -> PovSignature {
	pair(index).sign(&vote.signing_payload(&GENESIS, session))
}

/// The index whose turn a round is among four.
pub(crate) fn turn(round: Round) -> u32 {
	(round % 4) as u32
}

pub(crate) fn sign_proposal(index: u32, session: u32, proposal: &BatchProposal) -> PovSignature {
	pair(index).sign(&proposal.signing_payload(&GENESIS, session))
}

pub(crate) fn sign_vote(index: u32, session: u32, vote: &BatchVote) -> PovSignature {
	pair(index).sign(&vote.signing_payload(&GENESIS, session))
}

/// Sets up a chain of `authorities` authorities; what runs in it ends in the invariants.
#[derive(Debug)]
pub(crate) struct ExtBuilder {
	pub(crate) authorities: u32,
}

impl Default for ExtBuilder {
	fn default() -> Self {
		Self { authorities: 4 }
	}
}

impl ExtBuilder {
	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let storage = RuntimeGenesisConfig::default().build_storage().unwrap();
		let mut ext = sp_io::TestExternalities::new(storage);
		ext.execute_with(|| {
			System::set_block_number(1);
			let set: Vec<_> =
				(0..self.authorities).map(|index| (account(index), pair(index).public())).collect();
			ProofOfView::on_genesis_session(set.iter().map(|(who, key)| (who, key.clone())));
		});
		ext
	}

	/// With a keystore, in which benchmarks make keys.
	#[cfg(feature = "runtime-benchmarks")]
	pub(crate) fn build_with_keystore(self) -> sp_io::TestExternalities {
		use sp_keystore::{KeystoreExt, testing::MemoryKeystore};
		let mut ext = self.build();
		ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
		ext
	}

	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			assert_eq!(ProofOfView::genesis(), GENESIS);
			test();
			ProofOfView::do_try_state().unwrap();
		});
	}
}
