//! Anyone reports, supervisors decide: `report_title`, `decide_report`, `withdraw_report`.

use crate::{
	Config, Error, Event, HoldReason, NextReport, OpenReport, OpenReports, Pallet, Report,
	ReportId, Reports, Verdict,
};
use frame_support::{
	dispatch::DispatchResult,
	ensure,
	storage::with_storage_layer,
	traits::{
		Get,
		fungible::{Mutate, MutateHold},
		tokens::{Fortitude, Precision, Preservation, Restriction},
	},
};
use reel_primitives::{
	Balance, ContentId,
	content::ReasonCode,
	traits::{RoundClock, TitleControl},
};
use sp_runtime::{ArithmeticError, DispatchError};

impl<T: Config> Pallet<T> {
	pub(crate) fn do_report(
		reporter: T::AccountId,
		content: ContentId,
		reason: ReasonCode,
	) -> DispatchResult {
		ensure!(T::Titles::responsible(&content).is_some(), Error::<T>::TitleNotFound);
		let mut open = OpenReports::<T>::get(content);
		// One voice each: a single account must not fill the list.
		ensure!(
			!open.iter().any(|earlier| earlier.reporter == reporter),
			Error::<T>::AlreadyReported
		);
		let report = NextReport::<T>::get();
		let next = report.checked_add(1).ok_or(ArithmeticError::Overflow)?;
		open.try_push(OpenReport { report, reporter: reporter.clone() })
			.map_err(|_| Error::<T>::TooManyOpenReports)?;

		// Effects.
		let deposit_cfx = T::ReportDeposit::get();
		T::Currency::hold(&HoldReason::ReportDeposit.into(), &reporter, deposit_cfx)?;
		NextReport::<T>::put(next);
		OpenReports::<T>::insert(content, open);
		let reported_in = T::Clock::round();
		Reports::<T>::insert(
			report,
			Report { reporter: reporter.clone(), content, reason, deposit_cfx, reported_in },
		);
		Self::deposit_event(Event::TitleReported { report, content, reporter, reason });
		Ok(())
	}

	pub(crate) fn do_decide_report(
		supervisor: T::AccountId,
		report: ReportId,
		verdict: Verdict,
	) -> DispatchResult {
		Self::active_supervisor(&supervisor)?;
		let entry = Reports::<T>::get(report).ok_or(Error::<T>::ReportNotFound)?;
		Self::ensure_acts_on_title(&supervisor, &entry.content)?;
		ensure!(entry.reporter != supervisor, Error::<T>::OwnReport);

		// Effects.
		let reward_cfx = match verdict {
			Verdict::Upheld => {
				Self::give_back(&entry)?;
				Self::reward(&entry.reporter)
			},
			Verdict::Dismissed => {
				Self::give_back(&entry)?;
				0
			},
			Verdict::Abusive => {
				Self::forfeit(&entry)?;
				0
			},
		};
		Self::close(report, &entry.content);
		let content = entry.content;
		Self::deposit_event(Event::ReportDecided {
			report,
			content,
			supervisor,
			verdict,
			reward_cfx,
		});
		Ok(())
	}

	pub(crate) fn do_withdraw_report(who: T::AccountId, report: ReportId) -> DispatchResult {
		let entry = Reports::<T>::get(report).ok_or(Error::<T>::ReportNotFound)?;
		ensure!(entry.reporter == who, Error::<T>::NotReporter);
		let free_in = entry.reported_in.saturating_add(T::ReportPatienceRounds::get());
		ensure!(T::Clock::round() >= free_in, Error::<T>::ReportTooYoung);

		// Effects.
		Self::give_back(&entry)?;
		Self::close(report, &entry.content);
		Self::deposit_event(Event::ReportWithdrawn { report, content: entry.content });
		Ok(())
	}

	fn give_back(entry: &Report<T::AccountId>) -> DispatchResult {
		let reason = HoldReason::ReportDeposit.into();
		T::Currency::release(&reason, &entry.reporter, entry.deposit_cfx, Precision::Exact)?;
		Ok(())
	}

	fn forfeit(entry: &Report<T::AccountId>) -> DispatchResult {
		T::Currency::transfer_on_hold(
			&HoldReason::ReportDeposit.into(),
			&entry.reporter,
			&T::TreasuryAccount::get(),
			entry.deposit_cfx,
			Precision::Exact,
			Restriction::Free,
			// A penalty: locks of the reporter do not shield the deposit.
			Fortitude::Force,
		)?;
		Ok(())
	}

	/// Pays the reward out of the treasury and says how much that was: all of it or nothing. A treasury that cannot
	/// pay must not keep a reporter from getting the deposit back.
	fn reward(reporter: &T::AccountId) -> Balance {
		let reward = T::ReportReward::get();
		let treasury = T::TreasuryAccount::get();
		let paid = with_storage_layer::<_, DispatchError, _>(|| {
			T::Currency::transfer(&treasury, reporter, reward, Preservation::Preserve)
		});
		if paid.is_ok() { reward } else { 0 }
	}

	fn close(report: ReportId, content: &ContentId) {
		Reports::<T>::remove(report);
		OpenReports::<T>::mutate_exists(content, |open| {
			if let Some(list) = open {
				list.retain(|entry| entry.report != report);
				if list.is_empty() {
					*open = None;
				}
			}
		});
	}
}
