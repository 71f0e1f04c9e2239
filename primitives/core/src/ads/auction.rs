//! Which campaign fills a place.
//!
//! Of all campaigns that may be shown to this viewer, in this title and round, the one that pays most for a view; of several
//! that pay the same, the one with the least hash of seed and number. The seed is the ticket's PlayCode, drawn before the
//! auction, so whoever has the ticket and the state of the chain can work out who had to win.
//!
//! **First price: the winner pays what it said.** With a second price it would pay what the next best offers, and those
//! who are paid, viewers and creators, could open a campaign just below the best, which costs nothing as long as it
//! loses, and drive up what they get. Under the first price a campaign that loses changes nothing, and one that wins pays
//! itself. It also needs no price in a play: what a view costs stands in the campaign, and every desk and the chain
//! multiply the same numbers. What is left to advertisers is the question how little they may bid.
//!
//! Whoever issues tickets could draw again until a tie ends as it likes: worth the difference between two equal bids.

use super::{AdPlacement, Campaign, CampaignId, Category, Country, Language};
use crate::{Balance, ContentId, Hash32, Round, blake2b_256};

const DRAW_DOMAIN: &[u8] = b"reelchain/ad-draw/v1";

/// Who watches what, where and when.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a, AccountId> {
	/// The viewer.
	pub viewer: &'a AccountId,
	/// Where it is; [`UNKNOWN_COUNTRY`](super::UNKNOWN_COUNTRY) when nobody knows.
	pub country: Country,
	/// The language that it asked for, if it did.
	pub language: Option<Language>,
	/// The title that it watches.
	pub content: ContentId,
	/// Categories of that title.
	pub categories: &'a [Category],
	/// Now.
	pub round: Round,
}

/// A campaign that might be shown.
#[derive(Clone, Copy, Debug)]
pub struct Bidder<'a, AccountId> {
	/// Its number.
	pub id: CampaignId,
	/// What the chain says of it.
	pub campaign: &'a Campaign<AccountId>,
	/// CFX in planck that today was charged, and is going to be for what is shown already.
	pub spent_today_cfx: Balance,
	/// Of its budget, CFX in planck that is going to be charged for what is shown already.
	pub promised_cfx: Balance,
	/// Times that this viewer has seen it today.
	pub seen_today: u16,
}

impl<AccountId> Place<'_, AccountId> {
	/// What a ticket says when `campaign` fills it.
	pub fn filled_by(&self, campaign: CampaignId) -> AdPlacement {
		let Self { content, country, language, .. } = *self;
		AdPlacement { campaign, content, country, language }
	}
}

impl<AccountId: PartialEq> Bidder<'_, AccountId> {
	/// Whether it may be shown there. What is going to be charged for it fits into budget and day.
	pub fn may_fill(&self, place: &Place<'_, AccountId>) -> bool {
		let terms = &self.campaign.terms;
		let Some(most) = terms.most_of_a_play() else { return false };
		let fits = |sum: Balance, limit: Balance| {
			sum.checked_add(most).is_some_and(|with_it| with_it <= limit)
		};
		let targets = &terms.targets;
		let placement = place.filled_by(self.id);
		self.campaign.is_shown(place.round)
			&& self.campaign.may_show(&terms.creative, place.viewer, &placement, place.round)
			&& self.seen_today < terms.frequency_cap
			&& fits(self.promised_cfx, self.campaign.left_cfx)
			&& terms.daily_cap_cfx.is_none_or(|cap| fits(self.spent_today_cfx, cap))
			&& (targets.categories.is_empty()
				|| place.categories.iter().any(|category| targets.categories.contains(category)))
	}
}

/// The campaign that is shown there; `None` when none may be. See the module. Cost: one hash for each campaign that ties.
pub fn winner<'a, AccountId: PartialEq + 'a>(
	place: &Place<'_, AccountId>,
	bidders: impl IntoIterator<Item = Bidder<'a, AccountId>>,
	seed: &Hash32,
) -> Option<CampaignId> {
	let mut best: Option<(Balance, CampaignId)> = None;
	for bidder in bidders.into_iter().filter(|bidder| bidder.may_fill(place)) {
		let view_cfx = bidder.campaign.terms.view_cfx;
		let wins = best.is_none_or(|(most, holder)| {
			view_cfx > most || (view_cfx == most && draw(seed, bidder.id) < draw(seed, holder))
		});
		if wins {
			best = Some((view_cfx, bidder.id));
		}
	}
	best.map(|(_, id)| id)
}

/// What decides between equal bids: the lesser one wins; the number besides, so that no two are equal.
fn draw(seed: &Hash32, id: CampaignId) -> (Hash32, CampaignId) {
	(blake2b_256(&[DRAW_DOMAIN, seed, &id.to_le_bytes()]), id)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::ads::{AdTerms, CampaignState, Targets, UNKNOWN_COUNTRY};

	const FILM: ContentId = ContentId([1; 32]);
	const NOW: Round = 100;

	fn campaign(view_cfx: Balance) -> Campaign<u64> {
		Campaign {
			advertiser: 1,
			terms: AdTerms {
				creative: ContentId([9; 32]),
				view_cfx,
				click_cfx: 10,
				targets: Targets::default(),
				first: 50,
				last: 150,
				daily_cap_cfx: Some(1_000_000),
				frequency_cap: 3,
			},
			duration_ms: 15_000,
			viewer_bp: 7_000,
			left_cfx: 1_000_000,
			spent_cfx: 0,
			state: CampaignState::Running,
		}
	}

	fn place<'a>(categories: &'a [Category]) -> Place<'a, u64> {
		let (country, language) = (*b"DE", Some(*b"de"));
		Place { viewer: &7, country, language, content: FILM, categories, round: NOW }
	}

	fn bidder(id: CampaignId, campaign: &Campaign<u64>) -> Bidder<'_, u64> {
		Bidder { id, campaign, spent_today_cfx: 0, promised_cfx: 0, seen_today: 0 }
	}

	#[test]
	fn the_highest_bid_wins_in_whatever_order_they_stand() {
		let (low, high) = (campaign(10_000), campaign(20_000));
		let bids = [bidder(1, &low), bidder(2, &high), bidder(3, &low)];
		assert_eq!(winner(&place(&[]), bids, &[0; 32]), Some(2));
		let bids = [bidder(3, &low), bidder(2, &high), bidder(1, &low)];
		assert_eq!(winner(&place(&[]), bids, &[0; 32]), Some(2));
		assert_eq!(winner::<u64>(&place(&[]), [], &[0; 32]), None);
	}

	#[test]
	fn equal_bids_are_drawn_by_the_seed_alone_and_all_of_them_win_sometimes() {
		let same = campaign(10_000);
		let mut won = [0u32; 4];
		for seed in 0..=255u8 {
			let ids = [0, 1, 2, 3];
			let one = winner(&place(&[]), ids.map(|id| bidder(id, &same)), &[seed; 32]).unwrap();
			let mut turned = ids;
			turned.reverse();
			let other = winner(&place(&[]), turned.map(|id| bidder(id, &same)), &[seed; 32]);
			assert_eq!(other, Some(one), "the order of the list decides nothing");
			won[one as usize] += 1;
		}
		assert!(won.iter().all(|times| (30..=100).contains(times)), "{won:?}");
	}

	#[test]
	fn a_campaign_below_the_best_changes_nothing() {
		// First price: what the winner pays stands in its own terms.
		let (best, shill) = (campaign(20_000), campaign(19_999));
		let alone = winner(&place(&[]), [bidder(1, &best)], &[3; 32]);
		assert_eq!(winner(&place(&[]), [bidder(1, &best), bidder(2, &shill)], &[3; 32]), alone);
	}

	#[test]
	fn whoever_may_not_be_shown_does_not_win() {
		let sound = campaign(10_000);
		assert!(bidder(1, &sound).may_fill(&place(&[])));
		let changed = |change: fn(&mut Campaign<u64>)| {
			let mut campaign = campaign(10_000);
			change(&mut campaign);
			bidder(1, &campaign).may_fill(&place(&[]))
		};
		assert!(!changed(|campaign| campaign.advertiser = 7), "no one watches its own ad");
		assert!(!changed(|campaign| campaign.terms.creative = FILM));
		assert!(!changed(|campaign| campaign.terms.first = NOW + 1));
		assert!(!changed(|campaign| campaign.terms.last = NOW - 1));
		assert!(!changed(|campaign| campaign.left_cfx = 10_009));
		assert!(changed(|campaign| campaign.left_cfx = 10_010));
		assert!(!changed(|campaign| campaign.state = CampaignState::Paused { since: 60 }));
		assert!(!changed(|campaign| campaign.terms.daily_cap_cfx = Some(10_009)));
		let none = |seen_today, spent_today_cfx, promised_cfx| {
			Bidder { seen_today, spent_today_cfx, promised_cfx, ..bidder(1, &sound) }
				.may_fill(&place(&[]))
		};
		assert!(none(2, 0, 0) && !none(3, 0, 0), "the frequency cap");
		assert!(none(0, 989_990, 0) && !none(0, 989_991, 0), "the daily cap");
		assert!(none(0, 0, 989_990) && !none(0, 0, 989_991), "what is promised");
	}

	#[test]
	fn targets_decide_who_sees_it() {
		let comedy = Category::try_from(b"comedy".to_vec()).unwrap();
		let drama = Category::try_from(b"drama".to_vec()).unwrap();
		let filled = |targets: Targets, place: Place<'_, u64>| {
			let mut campaign = campaign(10_000);
			campaign.terms.targets = targets;
			bidder(1, &campaign).may_fill(&place)
		};
		let of = Targets::default;
		let germany = Targets { countries: vec![*b"DE"].try_into().unwrap(), ..of() };
		assert!(filled(germany.clone(), place(&[])));
		let nowhere = Place { country: UNKNOWN_COUNTRY, ..place(&[]) };
		assert!(!filled(germany, nowhere));
		assert!(filled(of(), nowhere));
		let film = Targets { titles: vec![FILM].try_into().unwrap(), ..of() };
		assert!(filled(film.clone(), place(&[])));
		assert!(!filled(film, Place { content: ContentId([2; 32]), ..place(&[]) }));
		let german = Targets { languages: vec![*b"de"].try_into().unwrap(), ..of() };
		assert!(filled(german.clone(), place(&[])));
		assert!(!filled(german, Place { language: None, ..place(&[]) }));
		let funny = Targets { categories: vec![comedy.clone()].try_into().unwrap(), ..of() };
		assert!(filled(funny.clone(), place(&[drama.clone(), comedy])));
		assert!(!filled(funny, place(&[drama])));
	}
}
