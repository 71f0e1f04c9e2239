//! Curators and fragment staking: who keeps which part of a title, and what it earns (S2, C12).

use crate::{
	AccountId, Assets, Balances, ContentRegistry, Curators, FragmentStaking, Layers, Rights,
	Runtime, RuntimeHoldReason,
	configs::{
		assets::{SSH, TreasuryAccount},
		content::DAY,
		governance::AdminOrigin,
		views::SlotClock,
	},
	hot_keys::NodeKeys,
	params::{CollateralInForce, EpochCapInForce},
};
use alloc::vec::Vec;
use core::marker::PhantomData;
use frame_support::{
	traits::{ConstU8, ConstU16, ConstU32, ConstU64, fungible::ItemOf},
	weights::Weight,
};
use pallet_supervisors::{FormerSupervisors, Supervisors};
use reel_fragments::{
	Fragments,
	region::Region,
	traits::{KeptTitle, KeptTitles},
};
use reel_primitives::{
	ContentId, Round,
	content::TitleStatus,
	traits::{
		CreatorShares, HolderShares, OnVerifiedPlays, PaidRound, PayRefusal, RewardRounds,
		RoundTotals,
	},
};

/// Least capacity of a curator in fragments of 1 MiB: 10 GiB.
pub const MIN_CAPACITY: Fragments = 10 << 10;

/// Largest capacity of a curator in fragments: 16 TiB.
pub const MAX_CAPACITY: Fragments = 16 << 20;

impl pallet_curators::Config for Runtime {
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type AdminOrigin = AdminOrigin;
	type Clock = SlotClock;
	type TreasuryAccount = TreasuryAccount;
	type CollateralPerFragment = CollateralInForce;
	type MinCapacity = ConstU32<MIN_CAPACITY>;
	type MaxCapacity = ConstU32<MAX_CAPACITY>;
	type MaxCurators = ConstU32<1_024>;
	// Longer than any epoch and the answers to its challenges.
	type CoolDownRounds = ConstU64<DAY>;
	type WeightInfo = pallet_curators::weights::SubstrateWeight<Runtime>;
}

/// The registry's titles, at home in the country of the supervisor that answers for them.
#[derive(Debug)]
pub struct RegisteredTitles;

impl KeptTitles for RegisteredTitles {
	fn title(content: &ContentId) -> Option<KeptTitle> {
		let title = ContentRegistry::title_view(*content)?;
		let (record, state) = (title.record, title.state);
		let country = Supervisors::<Runtime>::get(&record.supervisor)
			.map(|info| info.country)
			.or_else(|| FormerSupervisors::<Runtime>::get(&record.supervisor));
		Some(KeptTitle {
			cells_root: record.cells_root,
			cells: record.geometry.cells,
			duration_ms: record.geometry.duration_ms,
			registered_in: record.registered_in,
			region: country.and_then(|country| Region::new(country.letters())),
			is_playable: state.status == TitleStatus::Playable,
		})
	}

	fn titles_after(after: Option<&ContentId>, limit: u32) -> Vec<ContentId> {
		use pallet_content_registry::Titles;
		let keys = match after {
			None => Titles::<Runtime>::iter_keys(),
			Some(last) => {
				Titles::<Runtime>::iter_keys_from(Titles::<Runtime>::hashed_key_for(last))
			},
		};
		keys.take(limit as usize).collect()
	}

	/// Of a supervisor that is nowhere: both lists are looked through for it.
	#[cfg(feature = "runtime-benchmarks")]
	fn register_for_benchmark(content: ContentId, title: KeptTitle) {
		use reel_primitives::{
			content::{Licence, RewardSplit, TitleRecord, TitleState},
			geometry::Geometry,
		};
		let record = TitleRecord {
			creator: AccountId::new([1; 32]),
			supervisor: AccountId::new([2; 32]),
			cells_root: title.cells_root,
			geometry: Geometry {
				cells: title.cells,
				duration_ms: title.duration_ms,
				size_bytes: u64::from(title.cells) << 20,
			},
			split: RewardSplit::DEFAULT,
			licence: Licence::CcBy,
			metadata_hash: [3; 32],
			registered_in: title.registered_in,
		};
		let status = match title.is_playable {
			true => TitleStatus::Playable,
			false => TitleStatus::Deleted,
		};
		let state = TitleState { status, price_cfx: 0, takes_donations: false };
		pallet_content_registry::Titles::<Runtime>::insert(content, record);
		pallet_content_registry::States::<Runtime>::insert(content, state);
	}
}

impl pallet_fragment_staking::Config for Runtime {
	type Curators = Curators;
	type Titles = RegisteredTitles;
	type Clock = SlotClock;
	type Randomness = pallet_babe::ParentBlockRandomness<Runtime>;
	type Reward = ItemOf<Assets, ConstU32<SSH>, AccountId>;
	type EpochCap = EpochCapInForce;
	type ReplicaFloor = ConstU32<3>;
	type ReplicaCeiling = ConstU32<8>;
	type ChallengesPerEpoch = ConstU32<4>;
	type MinAnswerBlocks = ConstU32<10>;
	// One percent.
	type SlashPerMiss = ConstU16<100>;
	type MaxMisses = ConstU8<3>;
	type MaxSilentEpochs = ConstU8<3>;
	type MaxContracts = ConstU32<4_096>;
	type SweepPerBlock = ConstU32<8>;
	type CleanPerBlock = ConstU32<50>;
	type HotKeys = NodeKeys;
	type WeightInfo = pallet_fragment_staking::weights::SubstrateWeight<Runtime>;
}

/// Pays rounds through `Inner`, and tells `Plays` of the plays that were paid for: so titles become popular.
#[derive(Debug)]
pub struct Popular<Inner, Plays>(PhantomData<(Inner, Plays)>);

impl<Inner, Plays> RewardRounds<AccountId> for Popular<Inner, Plays>
where
	Inner: RewardRounds<AccountId>,
	Plays: OnVerifiedPlays,
{
	fn pay_round(totals: RoundTotals<AccountId>) -> Result<PaidRound, PayRefusal> {
		let titles = totals.totals.clone();
		let paid = Inner::pay_round(totals)?;
		Plays::on_verified_plays(&titles);
		Ok(paid)
	}

	fn pay_round_weight(titles: u32, payees: u32, validators: u32) -> (u64, u64) {
		let (time, proof) = Inner::pay_round_weight(titles, payees, validators);
		let (more_time, more_proof) = Plays::on_verified_plays_weight(titles);
		(time.saturating_add(more_time), proof.saturating_add(more_proof))
	}

	fn last_paid_round() -> Option<Round> {
		Inner::last_paid_round()
	}

	fn title_cap(round: Round) -> Option<u16> {
		Inner::title_cap(round)
	}
}

/// Weights of proof of view, with the counting of plays of titles that somebody keeps, and with the booking of what is other
/// holders' and activators': those that its benchmarks pay for nobody keeps, and they are their creators' alone.
#[derive(Debug)]
pub struct ViewWeights;

/// As measured.
type Measured = pallet_proof_of_view::weights::SubstrateWeight<Runtime>;

impl pallet_proof_of_view::WeightInfo for ViewWeights {
	fn propose_batch(t: u32, p: u32, b: u32) -> Weight {
		Measured::propose_batch(t, p, b)
	}

	fn take_bills(b: u32) -> Weight {
		Measured::take_bills(b)
	}

	fn authorize_propose_batch(t: u32, b: u32) -> Weight {
		Measured::authorize_propose_batch(t, b)
	}

	fn vote_batch() -> Weight {
		Measured::vote_batch()
	}

	fn authorize_vote_batch() -> Weight {
		Measured::authorize_vote_batch()
	}

	fn accept_batch(t: u32, p: u32, v: u32) -> Weight {
		let beside = [
			FragmentStaking::on_verified_plays_weight(t),
			<Rights as HolderShares<AccountId>>::accrue_weight(t),
			<Layers as CreatorShares<AccountId>>::accrue_weight(t),
		];
		// The accounts that hold what is booked are two more to be paid.
		let paid = Measured::accept_batch(t, p.saturating_add(2), v);
		beside
			.into_iter()
			.fold(paid, |sum, (time, proof)| sum.saturating_add(Weight::from_parts(time, proof)))
	}

	fn reject_batch() -> Weight {
		Measured::reject_batch()
	}

	fn report_equivocation() -> Weight {
		Measured::report_equivocation()
	}

	fn propose_step(r: u32) -> Weight {
		Measured::propose_step(r)
	}

	fn authorize_propose_step(r: u32) -> Weight {
		Measured::authorize_propose_step(r)
	}

	fn vote_step() -> Weight {
		Measured::vote_step()
	}

	fn authorize_vote_step() -> Weight {
		Measured::authorize_vote_step()
	}

	fn accept_step(r: u32) -> Weight {
		Measured::accept_step(r)
	}

	fn lapse(n: u32) -> Weight {
		Measured::lapse(n)
	}
}
