//! Every call and every typed error of our pallets is tested somewhere; a new one fails here until it is.

use frame_support::traits::GetCallName;
use reelchain_runtime::Runtime;
use scale_info::{TypeDef, TypeInfo};
use std::{collections::BTreeSet, path::Path};

/// Errors that random calls come by too seldom, with the test of the pallet that reaches them.
const IN_UNIT_TESTS: &[(&str, &str, &str)] = &[
	("ValidatorSet.SetFull", "validator-set", "rejects_more_members_than_there_may_be"),
	("Supervisors.TooManyCountries", "supervisors", "refuses_countries_it_has_and_more_than_fit"),
	("Supervisors.TooManyOpenReports", "supervisors", "open_reports_of_a_title_are_bounded"),
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
	[never(done, "succeeded"), never(refused, "failed")].concat()
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
	for (error, pallet, test) in IN_UNIT_TESTS {
		assert!(
			has_test(&pallets.join(pallet).join("src"), test),
			"{error}: {pallet} has no test {test}"
		);
	}
}
