//! Whatever happens, every planck is somewhere, and events say where all of it went.

use crate::{Event, NextCampaign, mock::*};
use proptest::prelude::*;
use reel_primitives::{
	Balance,
	ads::{
		AdBill, AdTerms, Campaign, CampaignId,
		counting::{AdPlay, Payer, count},
	},
	batch::Payees,
	content::ReasonCode,
	traits::AdCharges,
};
use std::collections::BTreeMap;

const ADVERTISERS: [u64; 2] = [BRAND, RIVAL];
const VIEWERS: [u64; 4] = [ANNA, BERT, 102, BRAND];

/// What a desk would propose for these draws, by what it last saw of the campaigns.
fn proposed(
	round: u64,
	seen: &BTreeMap<CampaignId, Campaign<u64>>,
	draws: &[(u8, u8)],
) -> AdBill<u64> {
	let payers = seen.iter().map(|(id, campaign)| {
		let spent_today_cfx = AdEscrow::spent_on_day_of(*id, round);
		(*id, Payer { campaign: campaign.clone(), spent_today_cfx })
	});
	let plays = draws.iter().enumerate().map(|(n, (one, other))| AdPlay {
		id: [n as u8; 32],
		campaign: u64::from(one % 5),
		viewer: VIEWERS[usize::from(other % 4)],
		content: if one.is_multiple_of(2) { FILM } else { OTHER_FILM },
		country: *b"KR",
		is_complete: other % 9 != 0,
		is_clicked: one.is_multiple_of(3),
	});
	let count = count(round, plays.collect(), &payers.collect(), |_, _| 0);
	AdBill { charges: count.charges, viewers: Payees::Direct(count.awards) }
}

fn step(what: u8, one: u8, draws: &[(u8, u8)], stale: &mut BTreeMap<CampaignId, Campaign<u64>>) {
	let who = ADVERTISERS[usize::from(one % 2)];
	let id = u64::from(one) % (NextCampaign::<Test>::get() + 1);
	let now = CurrentRound::get();
	// Refusals are as good as successes here.
	let _ = match what % 12 {
		0..=2 => {
			let terms = AdTerms {
				first: now + u64::from(one % 3),
				last: now + u64::from(one % 64),
				daily_cap_cfx: one.is_multiple_of(4).then_some(Balance::from(one) * 1_000),
				frequency_cap: u16::from(one % 4),
				..terms()
			};
			AdEscrow::open_campaign(signed(who), terms, MIN_BUDGET + Balance::from(one) * 997)
		},
		3 => AdEscrow::fund_campaign(signed(who), id, Balance::from(one) * 1_013),
		4 => AdEscrow::pause_campaign(signed(who), id),
		5 => AdEscrow::resume_campaign(signed(who), id),
		6 if one.is_multiple_of(4) => AdEscrow::cancel_campaign(signed(who), id),
		6 => AdEscrow::stop_campaign(signed(SUPERVISOR), id, ReasonCode::Order),
		7 => {
			after(u64::from(one % 40));
			idle();
			AdEscrow::close_campaign(signed(who), id)
		},
		8 => {
			// Somebody's view of the chain grows old.
			*stale = (0..5).filter_map(|id| Some((id, AdEscrow::campaign(id)?))).collect();
			Ok(())
		},
		_ => {
			let fresh = (0..5).filter_map(|id| Some((id, AdEscrow::campaign(id)?))).collect();
			let round = now - u64::from(one % 20);
			let bills = [proposed(round, stale, draws), proposed(round, &fresh, draws)];
			AdEscrow::charge(round, &bills);
			Ok(())
		},
	};
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(32))]
	#[test]
	fn every_planck_is_somewhere_and_the_events_say_where(
		steps in prop::collection::vec(
			any::<(u8, u8)>().prop_flat_map(|(what, one)| {
				(Just(what), Just(one), prop::collection::vec(any::<(u8, u8)>(), 0..24))
			}),
			0..100,
		),
	) {
		run(|| {
			let mut stale = BTreeMap::new();
			for (what, one, draws) in steps {
				step(what, one, &draws, &mut stale);
				assert_eq!(AdEscrow::do_try_state(), Ok(()));
			}
			let (mut funded, mut returned) = (0, 0);
			let (mut viewers, mut creators) = (0, 0);
			for record in System::events() {
				let RuntimeEvent::AdEscrow(event) = record.event else { continue };
				match event {
					Event::CampaignOpened { budget_cfx, .. } => funded += budget_cfx,
					Event::CampaignFunded { amount_cfx, .. } => funded += amount_cfx,
					Event::CampaignEnded { returned_cfx, .. } => returned += returned_cfx,
					Event::CampaignCharged { viewers_cfx, creators_cfx, .. } => {
						viewers += viewers_cfx;
						creators += creators_cfx;
					},
					_ => {},
				}
			}
			assert_eq!(held(BRAND) + held(RIVAL), funded - returned - viewers - creators);
			// Everybody here can take what it gets: nothing stays in the pot.
			let got = |who| free(who) + Payouts::owed(who) - if who == 102 { 0 } else { ED };
			assert_eq!(got(CREATOR) + got(OTHER_CREATOR), creators);
			let own: Balance = ADVERTISERS.iter().map(|who| free(*who) + held(*who)).sum();
			let watched = got(ANNA) + got(BERT) + got(102);
			assert_eq!(own + watched + creators, 2 * WEALTH);
			assert!(watched <= viewers, "RIVAL's ads are watched by BRAND, too");
		});
	}
}
