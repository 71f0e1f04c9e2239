//! Supervisors, creators, stops and reports.

use super::{Fitting, Hand};
use crate::{chain::round, fuzz::world::Route};
use pallet_supervisors::{Authorizations, Call, NextReport, Reports, Verdict};
use rand::Rng;
use reel_primitives::content::ReasonCode;
use reelchain_runtime::Runtime;

impl Hand<'_> {
	pub(super) fn supervision(&mut self) -> Fitting {
		let world = self.world;
		let supervisor = self.pick(&world.supervisors);
		let country = self.pick(&world.countries);
		let call = match self.up_to(60) {
			0..=2 => {
				let body: &[u8] = if self.coin(0.9) { b"A body" } else { &[0xff] };
				let body = body.to_vec().try_into().expect("short enough");
				Call::<Runtime>::admit_supervisor { supervisor, country, body }
			},
			3 => Call::suspend_supervisor { supervisor },
			4..=6 => Call::resume_supervisor { supervisor },
			7 => Call::remove_supervisor { supervisor },
			8..=10 => Call::widen_supervisor { supervisor, country },
			11..=40 => return self.decisions(),
			41..=50 => {
				let (content, reason) = (self.pick(&world.titles), self.reason());
				let who = match self.up_to(12) {
					0 => supervisor,
					_ => self.pick(&world.viewers),
				};
				return (Route::Signed(who), Call::report_title { content, reason }.into());
			},
			_ => return self.reports(),
		};
		(Route::Root, call.into())
	}

	fn reason(&mut self) -> ReasonCode {
		self.pick(&[ReasonCode::Rights, ReasonCode::Unlawful, ReasonCode::Order])
	}

	/// What a supervisor decides by itself. The one that answers for a creator already is drawn more often.
	fn decisions(&mut self) -> Fitting {
		let world = self.world;
		let creator = match self.up_to(40) {
			0 => self.pick(&world.supervisors),
			_ => self.pick(&world.creators),
		};
		let supervisor = match Authorizations::<Runtime>::get(&creator) {
			Some(held) if self.coin(0.6) => held.supervisor,
			_ => self.pick(&world.supervisors),
		};
		let content = self.pick(&world.titles);
		let until = match self.up_to(12) {
			0 => round(),
			1 => u64::MAX,
			_ => round() + self.random.gen_range(1..3_000),
		};
		let country = pallet_supervisors::Supervisors::<Runtime>::get(&supervisor)
			.filter(|_| self.random.gen_bool(0.8))
			.map_or_else(|| self.pick(&world.countries), |info| info.country);
		let call = match self.up_to(30) {
			0..=15 => {
				let case = self.random.r#gen();
				Call::<Runtime>::authorize_creator { creator, country, case, expires_in: until }
			},
			16 => {
				if self.coin(0.3) {
					return (Route::Root, Call::revoke_creator { creator }.into());
				}
				Call::revoke_creator { creator }
			},
			17 | 18 => Call::sanction_creator { creator, until, reason: self.reason() },
			19..=23 => Call::lift_sanction { creator },
			24..=26 => Call::stop_title { content, reason: self.reason() },
			_ => Call::reinstate_title { content },
		};
		(Route::Signed(supervisor), call.into())
	}

	/// What becomes of a report: one of the last forty, so that most are still open.
	fn reports(&mut self) -> Fitting {
		let world = self.world;
		let back = u64::from(self.up_to(40));
		let report = NextReport::<Runtime>::get().saturating_sub(back);
		if self.coin(0.35) {
			// The reporter itself, where there is such a report.
			let who = match Reports::<Runtime>::get(report) {
				Some(entry) if self.coin(0.9) => entry.reporter,
				_ => self.pick(&world.viewers),
			};
			return (Route::Signed(who), Call::<Runtime>::withdraw_report { report }.into());
		}
		let verdict = self.pick(&[Verdict::Upheld, Verdict::Dismissed, Verdict::Abusive]);
		let supervisor = self.pick(&world.supervisors);
		(Route::Signed(supervisor), Call::decide_report { report, verdict }.into())
	}
}
