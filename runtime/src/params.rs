//! What governance may change without an upgrade, through pallet-parameters.
//!
//! What belongs together is one parameter, so that no block sees half a change. Values out of range are refused when they
//! are set ([`in_range`], applied by the base call filter) and, should they get in by root, never used.

use crate::{
	Runtime,
	constants::currency::{CFX, EXISTENTIAL_DEPOSIT},
};
use frame_support::{
	dynamic_params::{dynamic_pallet_params, dynamic_params},
	traits::Get,
};
use pallet_content_registry::SplitBounds;
use reel_economics::emission::{FIRST_ERA_REWARD, PAPER, Schedule};
use reel_primitives::{
	BASIS_POINTS, Balance, BasisPoints, Round,
	ads::VIEWER_BP,
	funding::FundingTerms,
	market::{MAX_PLATFORM_FEE_BP, PriceTiers},
};

/// Largest bond that may be asked of a validator: 10,000,000 CFX. More would shut everybody out.
pub const MAX_VALIDATOR_BOND: Balance = 10_000_000 * CFX;

/// Shortest era that may be set: a day of rounds. Shorter ones would end the emission within weeks.
pub const MIN_ROUNDS_PER_ERA: u64 = 6_000;

/// Collateral of a fragment of 1 MiB unless governance sets another: a hundredth of a CFX.
pub const COLLATERAL_PER_FRAGMENT: Balance = CFX / 100;

/// Largest collateral of a fragment that may be set: 10 CFX. Then the least capacity asks for 102,400 CFX.
pub const MAX_COLLATERAL_PER_FRAGMENT: Balance = 10 * CFX;

/// Most SSH in planck that is minted in an epoch unless governance sets another: what forty pebibytes earn in an hour at
/// the least popularity.
pub const EPOCH_CAP: Balance = 1_000_000_000_000_000;

/// Longest period of sums that may be set: two days of rounds. Desks keep the payees of a round for 20,000.
pub const MAX_SUM_PERIOD: Round = 12_000;

/// Part of a sale that the platform keeps unless governance sets another: a twentieth.
pub const PLATFORM_FEE_BP: BasisPoints = 500;

/// Rounds in which a purchase must be delivered unless governance sets others: a week.
pub const DELIVERY_ROUNDS: Round = 42_000;

/// Least and most such rounds that may be set: an hour, and thirty days.
pub const DELIVERY_RANGE: core::ops::RangeInclusive<Round> = 250..=180_000;

/// Least budget of an ad campaign unless governance sets another: 1 CFX.
pub const MIN_AD_BUDGET: Balance = CFX;

/// Largest such budget that may be set: 10,000 CFX. More would shut small advertisers out.
pub const MAX_MIN_AD_BUDGET: Balance = 10_000 * CFX;

/// Parts of a view or click, in basis points, that may be set for its viewer: half to all of it.
pub const VIEWER_PART_RANGE: core::ops::RangeInclusive<BasisPoints> =
	pallet_ad_escrow::MIN_VIEWER_BP..=BASIS_POINTS;

/// What campaigns may be like unless governance says otherwise: contributions of a CFX, a deposit of ten; ninety days to
/// be funded, votes of one to thirty days, a year for a milestone (6,000 rounds a day).
pub const FUNDING_TERMS: FundingTerms = FundingTerms {
	min_contribution: CFX,
	deposit: 10 * CFX,
	max_funding_rounds: 90 * 6_000,
	min_voting_rounds: 6_000,
	max_voting_rounds: 30 * 6_000,
	max_milestone_rounds: 365 * 6_000,
};

/// Largest deposit of a campaign that may be set: 10,000 CFX.
pub const MAX_CAMPAIGN_DEPOSIT: Balance = 10_000 * CFX;

/// The parameters, by subject. Indices are stored keys: never reused.
#[dynamic_params(RuntimeParameters, pallet_parameters::Parameters::<Runtime>)]
pub mod dynamic {
	use super::*;

	/// How much CFX is minted (C8).
	#[dynamic_pallet_params]
	#[codec(index = 0)]
	pub mod emission {
		/// Most CFX in planck minted for one play; `None` is no cap. Keeps a lone viewer from taking a whole round.
		#[codec(index = 0)]
		pub static CapPerPlay: Option<Balance> = None;

		/// Reward of a round, rounds to a halving, number of halvings: at most 90 CFX a round.
		#[codec(index = 1)]
		pub static RewardSchedule: Schedule = PAPER;
	}

	/// How a reward is divided (C9).
	#[dynamic_pallet_params]
	#[codec(index = 1)]
	pub mod splits {
		/// The parts of validators and supervisor, and the least of the others, for titles registered from now on.
		#[codec(index = 0)]
		pub static Bounds: SplitBounds = SplitBounds::DEFAULT;
	}

	/// What is held while something lasts, in planck.
	#[dynamic_pallet_params]
	#[codec(index = 2)]
	pub mod deposits {
		/// Bond of a validator admitted from now on, at most [`MAX_VALIDATOR_BOND`].
		#[codec(index = 0)]
		pub static ValidatorBond: Balance = 0;
	}

	/// What stands behind kept fragments, and what is minted for them (S2, C12).
	#[dynamic_pallet_params]
	#[codec(index = 3)]
	pub mod fragments {
		/// CFX in planck that a curator holds for each fragment of capacity, 1 to [`MAX_COLLATERAL_PER_FRAGMENT`].
		#[codec(index = 0)]
		pub static CollateralPerFragment: Balance = COLLATERAL_PER_FRAGMENT;

		/// Most SSH in planck that is minted in an epoch, at least 1.
		#[codec(index = 1)]
		pub static EpochCap: Balance = EPOCH_CAP;
	}

	/// When rounds that were not claimed become sums (C9).
	#[dynamic_pallet_params]
	#[codec(index = 5)]
	pub mod sums {
		/// Rounds of a period, at most [`MAX_SUM_PERIOD`]; 0: never. `None`: as the genesis has it.
		#[codec(index = 0)]
		pub static Period: Option<Round> = None;
	}

	/// How titles are sold (S5, K2).
	#[dynamic_pallet_params]
	#[codec(index = 6)]
	pub mod market {
		/// Basis points of a sale that the platform keeps, at most [`MAX_PLATFORM_FEE_BP`].
		#[codec(index = 0)]
		pub static PlatformFee: BasisPoints = PLATFORM_FEE_BP;

		/// Rounds in which what is bought from now on must be delivered, within [`DELIVERY_RANGE`].
		#[codec(index = 1)]
		pub static DeliveryRounds: Round = DELIVERY_ROUNDS;

		/// Prices of titles of which none was said, by quality.
		#[codec(index = 2)]
		pub static Tiers: PriceTiers = PriceTiers::DEFAULT;
	}

	/// What advertisers pay, and to whom (C11).
	#[dynamic_pallet_params]
	#[codec(index = 13)]
	pub mod ads {
		/// Basis points of a view or click that its viewer gets, the creator of the title the rest; of campaigns opened
		/// from now on, within [`VIEWER_PART_RANGE`].
		#[codec(index = 0)]
		pub static ViewerPart: BasisPoints = VIEWER_BP;

		/// Least budget of a campaign in planck of CFX, 1 to [`MAX_MIN_AD_BUDGET`].
		#[codec(index = 1)]
		pub static MinBudget: Balance = MIN_AD_BUDGET;
	}

	/// What campaigns may be like (S9, C18).
	#[dynamic_pallet_params]
	#[codec(index = 14)]
	pub mod funding {
		/// For campaigns opened from now on, with a deposit of [`MAX_CAMPAIGN_DEPOSIT`] at most.
		#[codec(index = 0)]
		pub static Terms: FundingTerms = FUNDING_TERMS;
	}
}

/// Whether some campaign is possible, and a contribution can be given back to an account that does not exist any more.
fn funding_in_range(terms: &FundingTerms) -> bool {
	terms.is_sound()
		&& terms.min_contribution >= EXISTENTIAL_DEPOSIT
		&& terms.deposit <= MAX_CAMPAIGN_DEPOSIT
}

/// Whether `schedule` mints no more than the mission allows, and lasts.
fn schedule_in_range(schedule: &Schedule) -> bool {
	schedule.first_reward <= FIRST_ERA_REWARD
		&& (schedule.rounds_per_era == 0 || schedule.rounds_per_era >= MIN_ROUNDS_PER_ERA)
}

fn collateral_in_range(collateral: &Balance) -> bool {
	(1..=MAX_COLLATERAL_PER_FRAGMENT).contains(collateral)
}

/// Whether a parameter may be set to the value that comes with it. Going back to the default always may.
pub fn in_range(value: &RuntimeParameters) -> bool {
	use dynamic::{ads, deposits, emission, fragments, funding, market, splits, sums};
	match value {
		RuntimeParameters::Emission(emission::Parameters::RewardSchedule(_, Some(schedule))) => {
			schedule_in_range(schedule)
		},
		RuntimeParameters::Splits(splits::Parameters::Bounds(_, Some(bounds))) => {
			bounds.is_satisfiable()
		},
		RuntimeParameters::Deposits(deposits::Parameters::ValidatorBond(_, Some(bond))) => {
			*bond <= MAX_VALIDATOR_BOND
		},
		RuntimeParameters::Fragments(fragments::Parameters::CollateralPerFragment(
			_,
			Some(collateral),
		)) => collateral_in_range(collateral),
		RuntimeParameters::Fragments(fragments::Parameters::EpochCap(_, Some(cap))) => *cap > 0,
		RuntimeParameters::Sums(sums::Parameters::Period(_, Some(Some(period)))) => {
			*period <= MAX_SUM_PERIOD
		},
		RuntimeParameters::Market(market::Parameters::PlatformFee(_, Some(fee_bp))) => {
			*fee_bp <= MAX_PLATFORM_FEE_BP
		},
		RuntimeParameters::Market(market::Parameters::DeliveryRounds(_, Some(rounds))) => {
			DELIVERY_RANGE.contains(rounds)
		},
		RuntimeParameters::Market(market::Parameters::Tiers(_, Some(tiers))) => tiers.is_sound(),
		RuntimeParameters::Ads(ads::Parameters::ViewerPart(_, Some(part))) => {
			VIEWER_PART_RANGE.contains(part)
		},
		RuntimeParameters::Ads(ads::Parameters::MinBudget(_, Some(budget))) => {
			(1..=MAX_MIN_AD_BUDGET).contains(budget)
		},
		RuntimeParameters::Funding(funding::Parameters::Terms(_, Some(terms))) => {
			funding_in_range(terms)
		},
		_ => true,
	}
}

/// The schedule in force: what governance set, if it is in range.
#[derive(Debug)]
pub struct ScheduleInForce;

impl Get<Schedule> for ScheduleInForce {
	fn get() -> Schedule {
		let schedule = dynamic::emission::RewardSchedule::get();
		if schedule_in_range(&schedule) { schedule } else { PAPER }
	}
}

/// The bounds of splits in force: what governance set, if some split lies within.
#[derive(Debug)]
pub struct BoundsInForce;

impl Get<SplitBounds> for BoundsInForce {
	fn get() -> SplitBounds {
		let bounds = dynamic::splits::Bounds::get();
		if bounds.is_satisfiable() { bounds } else { SplitBounds::DEFAULT }
	}
}

/// The bond in force, cut to what may be asked.
#[derive(Debug)]
pub struct BondInForce;

impl Get<Balance> for BondInForce {
	fn get() -> Balance {
		dynamic::deposits::ValidatorBond::get().min(MAX_VALIDATOR_BOND)
	}
}

/// The collateral of a fragment in force: what governance set, if it is in range.
#[derive(Debug)]
pub struct CollateralInForce;

impl Get<Balance> for CollateralInForce {
	fn get() -> Balance {
		let collateral = dynamic::fragments::CollateralPerFragment::get();
		if collateral_in_range(&collateral) { collateral } else { COLLATERAL_PER_FRAGMENT }
	}
}

/// The cap of an epoch in force, at least 1.
#[derive(Debug)]
pub struct EpochCapInForce;

impl Get<Balance> for EpochCapInForce {
	fn get() -> Balance {
		dynamic::fragments::EpochCap::get().max(1)
	}
}

/// The period of sums in force, cut to what may be set.
#[derive(Debug)]
pub struct SumPeriodInForce;

impl Get<Option<Round>> for SumPeriodInForce {
	fn get() -> Option<Round> {
		dynamic::sums::Period::get().map(|period| period.min(MAX_SUM_PERIOD))
	}
}

/// The platform's part of a sale in force, cut to a tenth.
#[derive(Debug)]
pub struct PlatformFeeInForce;

impl Get<BasisPoints> for PlatformFeeInForce {
	fn get() -> BasisPoints {
		dynamic::market::PlatformFee::get().min(MAX_PLATFORM_FEE_BP)
	}
}

/// The rounds in which a purchase must be delivered in force, cut to the range.
#[derive(Debug)]
pub struct DeliveryRoundsInForce;

impl Get<Round> for DeliveryRoundsInForce {
	fn get() -> Round {
		let rounds = dynamic::market::DeliveryRounds::get();
		rounds.clamp(*DELIVERY_RANGE.start(), *DELIVERY_RANGE.end())
	}
}

/// The prices by quality in force: what governance set, if every quality has a price.
#[derive(Debug)]
pub struct TiersInForce;

impl Get<PriceTiers> for TiersInForce {
	fn get() -> PriceTiers {
		let tiers = dynamic::market::Tiers::get();
		if tiers.is_sound() { tiers } else { PriceTiers::DEFAULT }
	}
}

/// The viewer's part of a view or click in force, cut to the range.
#[derive(Debug)]
pub struct ViewerPartInForce;

impl Get<BasisPoints> for ViewerPartInForce {
	fn get() -> BasisPoints {
		let part = dynamic::ads::ViewerPart::get();
		part.clamp(*VIEWER_PART_RANGE.start(), *VIEWER_PART_RANGE.end())
	}
}

/// The least budget of a campaign in force, cut to the range.
#[derive(Debug)]
pub struct MinAdBudgetInForce;

impl Get<Balance> for MinAdBudgetInForce {
	fn get() -> Balance {
		dynamic::ads::MinBudget::get().clamp(1, MAX_MIN_AD_BUDGET)
	}
}

/// What campaigns may be like: what governance set, if it is in range.
#[derive(Debug)]
pub struct FundingTermsInForce;

impl Get<FundingTerms> for FundingTermsInForce {
	fn get() -> FundingTerms {
		let terms = dynamic::funding::Terms::get();
		if funding_in_range(&terms) { terms } else { FUNDING_TERMS }
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl Default for RuntimeParameters {
	fn default() -> Self {
		RuntimeParameters::Deposits(dynamic::deposits::Parameters::ValidatorBond(
			dynamic::deposits::ValidatorBond,
			Some(CFX),
		))
	}
}
