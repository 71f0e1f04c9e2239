//! The invariants of the crate docs, checked by reading the pallet's own maps once.

use crate::{
	Authorization, Authorizations, Config, FormerSupervisors, HoldReason, NextReport, OpenReports,
	Pallet, ReportId, Reports, Sanctions, Supervisors,
};
use alloc::collections::{btree_map::BTreeMap, btree_set::BTreeSet};
use codec::MaxEncodedLen;
use frame_support::{ensure, storage::unhashed, traits::fungible::InspectHold};
use reel_primitives::{Balance, ContentId};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// V1 to V5 of the crate docs, in that order; the first broken one is returned.
	///
	/// # Errors
	/// The id of the broken invariant and what was found.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		Self::creators_have_supervisors()?; // V1
		Self::creator_counts_are_exact()?; // V2
		Self::authorizations_are_fixed_size()?; // V3
		Self::sanctions_rest_on_decisions()?; // V4
		Self::deposits_equal_holds()?; // V5
		Self::report_index_is_exact() // V5
	}

	/// V1.
	fn creators_have_supervisors() -> Result<(), TryRuntimeError> {
		for held in Authorizations::<T>::iter_values() {
			let info = Supervisors::<T>::get(&held.supervisor)
				.ok_or("V1: a creator's supervisor is not registered")?;
			ensure!(
				info.acts_for(held.country),
				"V1: a creator is authorized for a country not its supervisor's"
			);
		}
		ensure!(
			!FormerSupervisors::<T>::iter_keys().any(Supervisors::<T>::contains_key),
			"V1: a supervisor is registered and former"
		);
		Ok(())
	}

	/// V2.
	fn creator_counts_are_exact() -> Result<(), TryRuntimeError> {
		let mut creators = BTreeMap::<T::AccountId, u32>::new();
		for held in Authorizations::<T>::iter_values() {
			let count = creators.entry(held.supervisor).or_default();
			*count = count.saturating_add(1);
		}
		ensure!(
			Supervisors::<T>::iter()
				.all(|(who, info)| creators.remove(&who).unwrap_or_default() == info.creators),
			"V2: a supervisor's number of creators is wrong"
		);
		Ok(())
	}

	/// V3.
	fn authorizations_are_fixed_size() -> Result<(), TryRuntimeError> {
		let fixed = Authorization::<T::AccountId>::max_encoded_len();
		for (creator, held) in Authorizations::<T>::iter() {
			// Read as bytes: decoding would overlook what stands behind the record.
			let key = Authorizations::<T>::hashed_key_for(&creator);
			ensure!(
				unhashed::get_raw(&key).is_some_and(|bytes| bytes.len() == fixed),
				"V3: an authorization is not of its fixed size"
			);
			ensure!(
				held.granted_in < held.expires_in,
				"V3: an authorization ends before it was given"
			);
		}
		Ok(())
	}

	/// V4.
	fn sanctions_rest_on_decisions() -> Result<(), TryRuntimeError> {
		for sanction in Sanctions::<T>::iter_values() {
			ensure!(sanction.since < sanction.until, "V4: a sanction ends before it was imposed");
			ensure!(
				Supervisors::<T>::contains_key(&sanction.by)
					|| FormerSupervisors::<T>::contains_key(&sanction.by),
				"V4: nobody knows who imposed a sanction"
			);
		}
		Ok(())
	}

	/// V5, the money.
	fn deposits_equal_holds() -> Result<(), TryRuntimeError> {
		let mut deposits = BTreeMap::<T::AccountId, Balance>::new();
		for report in Reports::<T>::iter_values() {
			let sum = deposits.entry(report.reporter).or_default();
			*sum = sum.checked_add(report.deposit_cfx).ok_or("V5: deposits overflow")?;
		}
		let reason = HoldReason::ReportDeposit.into();
		ensure!(
			deposits
				.iter()
				.all(|(who, deposit)| T::Currency::balance_on_hold(&reason, who) == *deposit),
			"V5: a reporter's hold is not the sum of its deposits"
		);
		Ok(())
	}

	/// V5, the index.
	fn report_index_is_exact() -> Result<(), TryRuntimeError> {
		let open: BTreeSet<(ContentId, ReportId)> =
			Reports::<T>::iter().map(|(report, entry)| (entry.content, report)).collect();
		let mut indexed = BTreeSet::new();
		for (content, list) in OpenReports::<T>::iter() {
			ensure!(!list.is_empty(), "V5: an empty list of reports was kept");
			for entry in list {
				ensure!(
					Reports::<T>::get(entry.report).is_some_and(|r| r.reporter == entry.reporter),
					"V5: the index names a report that is not open"
				);
				ensure!(
					indexed.insert((content, entry.report)),
					"V5: the index names a report twice"
				);
			}
		}
		ensure!(open == indexed, "V5: reports and their index differ");
		let next = NextReport::<T>::get();
		ensure!(
			open.iter().all(|(_, report)| *report < next),
			"V5: a report's id has not been given out"
		);
		Ok(())
	}
}
