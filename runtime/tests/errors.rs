//! Every call and every typed error of our pallets is tested somewhere; a new one fails here until it is.

use frame_support::traits::GetCallName;
use reelchain_runtime::Runtime;
use scale_info::{TypeDef, TypeInfo};
use std::{collections::BTreeSet, path::Path};

/// Errors that random calls come by too seldom, with the test of the pallet that reaches them.
const IN_UNIT_TESTS: &[(&str, &str, &str)] = &[
	(
		"ContentIdentification.HeldOtherwise",
		"content-identification",
		"a_title_that_is_held_otherwise_is_not_identified_as_of_anothers_pattern",
	),
	(
		"Crowdfunding.CampaignNotFound",
		"crowdfunding",
		"nobody_contributes_to_what_is_over_or_was_never_there",
	),
	("Crowdfunding.NotPayableYet", "crowdfunding", "a_refund_that_an_account_cannot_take_waits"),
	(
		"Crowdfunding.AlreadyVoted",
		"crowdfunding",
		"a_vote_can_be_taken_back_and_counts_for_one_milestone",
	),
	("Crowdfunding.TitleMissing", "crowdfunding", "the_last_milestone_needs_the_title"),
	(
		"Crowdfunding.ShareNotAvailable",
		"crowdfunding",
		"a_creator_cannot_offer_more_of_a_title_than_it_has",
	),
	("Crowdfunding.NoVote", "crowdfunding", "nothing_is_voted_on_before_a_report"),
	("Crowdfunding.NothingToReport", "crowdfunding", "only_the_creator_reports_and_in_time"),
	("Crowdfunding.MayNotPublish", "crowdfunding", "only_who_may_publish_opens"),
	("Crowdfunding.TitleNotFound", "crowdfunding", "the_title_must_be_the_creators_own"),
	(
		"RatingsAnchor.AuthorityUnknown",
		"ratings-anchor",
		"fails_what_is_not_of_now_or_nobodys_or_forged",
	),
	(
		"RatingsAnchor.RoundNotReached",
		"ratings-anchor",
		"fails_what_is_not_of_now_or_nobodys_or_forged",
	),
	(
		"RatingsAnchor.RoundTooOld",
		"ratings-anchor",
		"fails_what_is_not_of_now_or_nobodys_or_forged",
	),
	("RatingsAnchor.NotDue", "ratings-anchor", "boundary_a_validator_anchors_once_a_period"),
	("RatingsAnchor.NothingNew", "ratings-anchor", "boundary_a_validator_anchors_once_a_period"),
	(
		"RatingsAnchor.SignatureMismatch",
		"ratings-anchor",
		"fails_what_is_not_of_now_or_nobodys_or_forged",
	),
	("ValidatorSet.SetFull", "validator-set", "rejects_more_members_than_there_may_be"),
	("Supervisors.TooManyCountries", "supervisors", "refuses_countries_it_has_and_more_than_fit"),
	("Supervisors.TooManyOpenReports", "supervisors", "open_reports_of_a_title_are_bounded"),
	(
		"Payouts.RoundExhausted",
		"payouts",
		"a_root_with_more_shares_than_its_titles_pays_no_more_than_its_round_has",
	),
	(
		"Payouts.RoundBeingSummed",
		"payouts",
		"while_a_step_is_voted_on_its_rounds_are_closed_and_open_again_when_it_fails",
	),
	(
		"Payouts.SumsNotClaimable",
		"payouts",
		"a_generation_ends_and_what_nobody_claimed_of_it_goes_to_the_treasury",
	),
	(
		"Payouts.SumsPaidAlready",
		"payouts",
		"one_call_pays_sixty_four_neighbours_and_none_of_them_twice",
	),
	(
		"ProofOfView.StepOpen",
		"proof-of-view",
		"a_step_that_nobody_decides_lapses_and_an_absent_proposer_holds_up_nothing",
	),
	(
		"ProofOfView.StepInconsistent",
		"proof-of-view",
		"refuses_steps_that_are_nobodys_turn_or_time_or_signature",
	),
	(
		"ProofOfView.StepNotOpen",
		"proof-of-view",
		"refuses_votes_that_are_nobodys_or_on_nothing_or_a_second_time",
	),
	(
		"Payouts.CapChangedLately",
		"payouts",
		"a_cap_is_in_range_governances_and_changes_once_in_a_period",
	),
	("Curators.CapacityInUse", "curators", "capacity_that_is_in_use_cannot_be_taken_back"),
	("Curators.TooManyCurators", "curators", "there_is_room_for_so_many_curators_and_no_more"),
	("Curators.StillKeeping", "curators", "who_still_keeps_something_cannot_go"),
	(
		"FragmentStaking.NotLive",
		"fragment-staking",
		"a_curator_that_was_thrown_out_makes_way_at_once",
	),
	("FragmentStaking.NoEpoch", "fragment-staking", "nothing_begins_before_the_first_randomness"),
	(
		"FragmentStaking.TitleNotFound",
		"fragment-staking",
		"only_registered_playable_titles_and_their_spans_are_kept",
	),
	(
		"FragmentStaking.TitleNotPlayable",
		"fragment-staking",
		"only_registered_playable_titles_and_their_spans_are_kept",
	),
	(
		"FragmentStaking.SpanNotFound",
		"fragment-staking",
		"only_registered_playable_titles_and_their_spans_are_kept",
	),
	(
		"FragmentStaking.AlreadyKept",
		"fragment-staking",
		"whoever_is_not_among_the_candidates_is_turned_away",
	),
	("FragmentStaking.NoVacancy", "fragment-staking", "a_full_span_has_no_vacancy"),
	(
		"FragmentStaking.NotAssigned",
		"fragment-staking",
		"whoever_is_not_among_the_candidates_is_turned_away",
	),
	(
		"FragmentStaking.NoSpace",
		"fragment-staking",
		"nobody_takes_more_than_ninety_percent_of_its_capacity",
	),
	(
		"FragmentStaking.TooManyContracts",
		"fragment-staking",
		"a_curator_has_room_for_so_many_contracts",
	),
	(
		"FragmentStaking.SpanNotIndexed",
		"fragment-staking",
		"a_contract_begins_with_exactly_the_leaves_that_were_drawn",
	),
	(
		"FragmentStaking.CellMissing",
		"fragment-staking",
		"a_contract_begins_with_exactly_the_leaves_that_were_drawn",
	),
	(
		"FragmentStaking.CellSizeOutOfRange",
		"fragment-staking",
		"a_contract_begins_with_exactly_the_leaves_that_were_drawn",
	),
	(
		"FragmentStaking.CellProofInvalid",
		"fragment-staking",
		"a_contract_begins_with_exactly_the_leaves_that_were_drawn",
	),
	(
		"FragmentStaking.LeafProofInvalid",
		"fragment-staking",
		"a_proof_of_another_leaf_of_the_same_cell_is_refused",
	),
	(
		"FragmentStaking.ProofCountWrong",
		"fragment-staking",
		"a_contract_begins_with_exactly_the_leaves_that_were_drawn",
	),
	("FragmentStaking.ChallengeNotFound", "fragment-staking", "wrong_answers_change_nothing"),
	("FragmentStaking.ChallengeAnswered", "fragment-staking", "right_answers_are_free_and_counted"),
	(
		"FragmentStaking.ChallengeOver",
		"fragment-staking",
		"an_answer_after_the_deadline_comes_too_late",
	),
	(
		"FragmentStaking.ChallengesOpen",
		"fragment-staking",
		"nobody_drops_what_it_is_being_asked_for",
	),
	("FragmentStaking.ContractNotFound", "fragment-staking", "nobody_claims_for_another"),
	("FragmentStaking.ContractBinding", "fragment-staking", "a_binding_contract_cannot_be_dropped"),
	(
		"FragmentStaking.HoldingTimeNotReached",
		"fragment-staking",
		"nothing_is_paid_before_the_least_holding_time",
	),
	(
		"FragmentStaking.NothingDue",
		"fragment-staking",
		"an_epoch_mints_no_more_than_its_cap_and_the_rest_stays_owed",
	),
	(
		"FragmentStaking.NotPayableYet",
		"fragment-staking",
		"an_epoch_mints_no_more_than_its_cap_and_the_rest_stays_owed",
	),
	(
		"FragmentStaking.NotCurator",
		"fragment-staking",
		"strangers_newcomers_and_leavers_get_nothing",
	),
	("FragmentStaking.NothingToSettle", "fragment-staking", "a_miss_slashes_and_restarts_the_age"),
	("Standing.BondOutOfRange", "standing", "the_bond_is_governances_and_has_an_upper_end"),
	(
		"Standing.UnderSanction",
		"standing",
		"while_it_is_not_decided_everything_earned_goes_on_hold_and_nothing_leaves_it",
	),
	("Standing.DecisionTooLate", "standing", "an_appeal_that_governance_lets_lie_is_won"),
	("Standing.AlreadyUpheld", "standing", "only_governance_opens_a_closed_account_again"),
	("ValidatorSet.RequirementNotMet", "validator-set", "rejects_less_than_is_required"),
	("Settlement.AlreadyBought", "settlement", "nobody_buys_a_title_twice"),
	("Layers.TooManyLayers", "layers", "offers_layers_and_shares_of_a_title_are_bounded"),
	("Layers.TooManyOffers", "layers", "offers_layers_and_shares_of_a_title_are_bounded"),
	("Layers.TooManyShares", "layers", "offers_layers_and_shares_of_a_title_are_bounded"),
	("Layers.SharesAboveWhole", "layers", "shares_are_not_above_what_the_creator_gets"),
	("Layers.LayerStopped", "layers", "supervisors_of_the_country_stop_a_layer_and_allow_it_again"),
	("Layers.PaidFor", "layers", "a_price_is_paid_once_and_what_was_paid_for_stays"),
	("Layers.NothingOwed", "layers", "anyone_claims_for_all_layers_of_a_title"),
	("Rights.HolderTwice", "rights", "refuses_shares_that_are_not_whole_or_of_one_account_twice"),
	(
		"Rights.NotPayableYet",
		"rights",
		"what_an_account_cannot_take_stays_owed_and_keeps_no_other_from_being_paid",
	),
	("Rights.TooManyHolders", "rights", "a_title_has_thirty_two_holders_at_most"),
	(
		"Settlement.AlreadyDelivered",
		"settlement",
		"nothing_is_paid_twice_and_what_is_not_open_is_passed_over",
	),
	(
		"Settlement.NotPayableYet",
		"settlement",
		"what_is_below_the_existential_deposit_is_owed_and_paid_when_it_can_be",
	),
	(
		"Settlement.NothingToClear",
		"settlement",
		"records_of_long_ago_are_removed_by_anyone_or_by_blocks",
	),
	(
		"ContentIdentification.TooManyLinked",
		"content-identification",
		"no_more_patterns_lead_to_one_than_there_may",
	),
	(
		"ContentIdentification.OwnCase",
		"content-identification",
		"only_a_supervisor_that_may_act_rules_and_never_on_its_own_case",
	),
	(
		"ContentIdentification.FileOfOtherPattern",
		"content-identification",
		"a_file_known_elsewhere_does_not_change_its_pattern_by_being_named_otherwise",
	),
	(
		"ContentIdentification.AlreadyLinked",
		"content-identification",
		"linked_patterns_are_one_and_all_their_names_lead_to_it",
	),
	(
		"ContentIdentification.AppealOpen",
		"content-identification",
		"who_was_refused_appeals_once_and_may_take_it_back",
	),
	("AdEscrow.TooManyCampaigns", "ad-escrow", "an_advertiser_has_so_many_campaigns_and_no_more"),
];

/// Calls that succeed only with proofs of stored bytes or with sums of all rounds, which random calls do not have, or after
/// a time that no run lasts, with the test of the pallet in which they do.
const SUCCEED_IN_UNIT_TESTS: &[(&str, &str, &str)] = &[
	("Crowdfunding.settle", "crowdfunding", "anyone_has_somebodys_hold_let_go"),
	("Crowdfunding.advance", "crowdfunding", "an_entry_goes_when_nothing_can_be_due_any_more"),
	("Crowdfunding.claim", "crowdfunding", "income_is_divided_by_tokens_to_the_planck"),
	("Crowdfunding.vote", "crowdfunding", "a_majority_against_sends_the_rest_back_at_once"),
	(
		"Crowdfunding.attach_title",
		"crowdfunding",
		"a_title_that_is_named_later_gives_its_share_then",
	),
	("Payouts.claim_sums", "payouts", "one_call_pays_sixty_four_neighbours_and_none_of_them_twice"),
	("ProofOfView.propose_step", "proof-of-view", "three_of_four_take_a_step"),
	("ProofOfView.vote_step", "proof-of-view", "three_of_four_take_a_step"),
	(
		"FragmentStaking.start_contract",
		"fragment-staking",
		"the_first_candidate_claims_a_place_and_the_contract_begins_with_age_zero",
	),
	("FragmentStaking.answer_challenges", "fragment-staking", "right_answers_are_free_and_counted"),
	(
		"FragmentStaking.claim_reward",
		"fragment-staking",
		"a_claim_pays_the_sources_formula_to_the_planck_and_restarts_the_age",
	),
	(
		"FragmentStaking.end_contract",
		"fragment-staking",
		"anyone_may_end_a_contract_of_a_stopped_title_at_once",
	),
	("FragmentStaking.settle_curator", "fragment-staking", "a_miss_slashes_and_restarts_the_age"),
	(
		"FragmentStaking.claim_owed",
		"fragment-staking",
		"what_an_account_cannot_receive_yet_stays_owed",
	),
	(
		"Payouts.set_title_cap",
		"payouts",
		"a_title_above_the_cap_brings_the_cap_and_the_others_bring_what_they_brought",
	),
	(
		"Standing.withdraw_bond",
		"standing",
		"who_leaves_has_all_back_after_the_cool_down_and_not_before",
	),
	(
		"Settlement.claim_owed",
		"settlement",
		"what_is_owed_is_claimed_by_anyone_once_the_account_exists",
	),
	("Settlement.forget", "settlement", "anyone_removes_a_rental_that_has_ended"),
	("Layers.claim", "layers", "anyone_claims_for_all_layers_of_a_title"),
	("Layers.clear", "layers", "the_creator_ends_with_notice_and_anyone_clears"),
	("Settlement.return_undelivered", "settlement", "anyone_may_return_what_is_late"),
	(
		"Settlement.clear_sales",
		"settlement",
		"records_of_long_ago_are_removed_by_anyone_or_by_blocks",
	),
	(
		"AdEscrow.close_campaign",
		"ad-escrow",
		"a_cancelled_campaign_pays_for_what_was_shown_and_the_rest_goes_back",
	),
];

/// Errors that no state within the bounds of the runtime leads to, and why.
const OUT_OF_REACH: &[(&str, &str)] = &[
	(
		"ValidatorSet.Overflow",
		"rounds are slots by six, so that a cool-down of a day more fits u64",
	),
	(
		"Payouts.SumOverflow",
		"a sum of minted CFX above u128, or a claim of more than all rounds have open",
	),
	("Curators.SumOverflow", "2^24 fragments at 10 CFX each are below 2^128 planck"),
	(
		"FragmentStaking.CollateralIncomplete",
		"a slash closes the seat, and without an open seat nobody is assigned",
	),
	("Layers.SumOverflow", "2^64 layers, or more paid than was owed"),
	("Settlement.SumOverflow", "2^64 purchases, or sums of CFX or SSH above all there is"),
	("Crowdfunding.SumOverflow", "2^31 campaigns, or sums of CFX or SSH above all there is"),
	("Standing.SumOverflow", "more is never taken off hold than was put on it"),
	("FragmentStaking.SumOverflow", "2^64 contracts, or a claim above all SSH there could be"),
];

/// Names of the variants of an error.
fn variants<E: TypeInfo>(pallet: &str) -> Vec<String> {
	let TypeDef::Variant(variants) = E::type_info().type_def else {
		panic!("the error of {pallet} is no enum")
	};
	variants.variants.into_iter().map(|variant| format!("{pallet}.{}", variant.name)).collect()
}

/// All errors of our pallets, as `Pallet.Error`.
fn errors() -> Vec<String> {
	[
		variants::<pallet_validator_set::Error<Runtime>>("ValidatorSet"),
		variants::<pallet_supervisors::Error<Runtime>>("Supervisors"),
		variants::<pallet_content_registry::Error<Runtime>>("ContentRegistry"),
		variants::<pallet_payouts::Error<Runtime>>("Payouts"),
		variants::<pallet_proof_of_view::Error<Runtime>>("ProofOfView"),
		variants::<pallet_curators::Error<Runtime>>("Curators"),
		variants::<pallet_fragment_staking::Error<Runtime>>("FragmentStaking"),
		variants::<pallet_standing::Error<Runtime>>("Standing"),
		variants::<pallet_rights::Error<Runtime>>("Rights"),
		variants::<pallet_settlement::Error<Runtime>>("Settlement"),
		variants::<pallet_layers::Error<Runtime>>("Layers"),
		variants::<pallet_ad_escrow::Error<Runtime>>("AdEscrow"),
		variants::<pallet_crowdfunding::Error<Runtime>>("Crowdfunding"),
		variants::<pallet_content_identification::Error<Runtime>>("ContentIdentification"),
		variants::<pallet_ratings_anchor::Error<Runtime>>("RatingsAnchor"),
	]
	.concat()
	.into_iter()
	// What the macro adds to every error.
	.filter(|name| !name.ends_with(".__Ignore"))
	.collect()
}

/// All calls of our pallets, as `Pallet.call`.
pub(crate) fn calls() -> Vec<String> {
	fn of<C: GetCallName>(pallet: &str) -> Vec<String> {
		C::get_call_names().iter().map(|call| format!("{pallet}.{call}")).collect()
	}
	[
		of::<pallet_validator_set::Call<Runtime>>("ValidatorSet"),
		of::<pallet_supervisors::Call<Runtime>>("Supervisors"),
		of::<pallet_content_registry::Call<Runtime>>("ContentRegistry"),
		of::<pallet_payouts::Call<Runtime>>("Payouts"),
		of::<pallet_proof_of_view::Call<Runtime>>("ProofOfView"),
		of::<pallet_curators::Call<Runtime>>("Curators"),
		of::<pallet_fragment_staking::Call<Runtime>>("FragmentStaking"),
		of::<pallet_standing::Call<Runtime>>("Standing"),
		of::<pallet_rights::Call<Runtime>>("Rights"),
		of::<pallet_settlement::Call<Runtime>>("Settlement"),
		of::<pallet_layers::Call<Runtime>>("Layers"),
		of::<pallet_ad_escrow::Call<Runtime>>("AdEscrow"),
		of::<pallet_crowdfunding::Call<Runtime>>("Crowdfunding"),
		of::<pallet_content_identification::Call<Runtime>>("ContentIdentification"),
		of::<pallet_ratings_anchor::Call<Runtime>>("RatingsAnchor"),
		of::<reelchain_runtime::mandate::Call<Runtime>>("Mandate"),
	]
	.concat()
}

/// Calls of our pallets that did not both succeed and fail.
pub(crate) fn missing_calls(done: &BTreeSet<&str>, refused: &BTreeSet<&str>) -> Vec<String> {
	let never = |seen: &BTreeSet<&str>, what: &str| {
		calls()
			.into_iter()
			.filter(|name| !seen.contains(name.as_str()))
			.map(|name| format!("{name} never {what}"))
			.collect::<Vec<_>>()
	};
	let elsewhere: BTreeSet<&str> = SUCCEED_IN_UNIT_TESTS
		.iter()
		.map(|(call, _, _)| *call)
		.chain(done.iter().copied())
		.collect();
	[never(&elsewhere, "succeeded"), never(refused, "failed")].concat()
}

/// Errors of our pallets that were not seen and that no unit test is named for.
pub(crate) fn missing_errors(seen: &BTreeSet<&str>) -> Vec<String> {
	errors()
		.into_iter()
		.filter(|name| !seen.contains(name.as_str()))
		.filter(|name| !IN_UNIT_TESTS.iter().any(|(error, _, _)| error == name))
		.filter(|name| !OUT_OF_REACH.iter().any(|(error, _)| error == name))
		.collect()
}

fn has_test(folder: &Path, test: &str) -> bool {
	let needle = format!("fn {test}(");
	std::fs::read_dir(folder).expect("a folder of sources").any(|entry| {
		let path = entry.expect("readable").path();
		if path.is_dir() {
			return has_test(&path, test);
		}
		std::fs::read_to_string(&path).is_ok_and(|text| text.contains(&needle))
	})
}

#[test]
fn tests_that_are_named_for_an_error_exist() {
	let known = errors();
	let pallets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../pallets");
	let named = IN_UNIT_TESTS.iter().map(|(error, _, _)| error);
	for error in named.chain(OUT_OF_REACH.iter().map(|(error, _)| error)) {
		assert!(known.iter().any(|name| name == error), "{error} is no error any more");
	}
	let known = calls();
	for (call, ..) in SUCCEED_IN_UNIT_TESTS {
		assert!(known.iter().any(|name| name == call), "{call} is no call any more");
	}
	for (error, pallet, test) in IN_UNIT_TESTS.iter().chain(SUCCEED_IN_UNIT_TESTS) {
		assert!(
			has_test(&pallets.join(pallet).join("src"), test),
			"{error}: {pallet} has no test {test}"
		);
	}
}
