//! Titles and supervisors, as tables.

use super::{
	ANNA, Account, CREATOR, FOREIGN, FOREIGNER, Known, Publishers, SUPERVISOR, Supervising, TITLE,
};
#[cfg(feature = "runtime-benchmarks")]
use reel_primitives::Balance;
use reel_primitives::{
	ContentId,
	content::TitleStatus,
	geometry::Geometry,
	market::TitleOnSale,
	traits::{PublisherRefusal, Sanctioners, Supervision, TitlesOnSale},
};
use std::collections::BTreeMap;

pub(crate) fn known() -> BTreeMap<ContentId, TitleOnSale<Account>> {
	let title = |creator| TitleOnSale {
		creator,
		status: TitleStatus::Playable,
		geometry: Geometry { cells: 1, duration_ms: 60_000, size_bytes: 20_000_000 },
		price_cfx: 1_000,
		takes_donations: true,
	};
	BTreeMap::from([(TITLE, title(CREATOR)), (FOREIGN, title(ANNA))])
}

/// The titles of [`Known`].
#[derive(Debug)]
pub struct TestTitles;

impl TitlesOnSale<Account> for TestTitles {
	fn on_sale(content: &ContentId) -> Option<TitleOnSale<Account>> {
		Known::get().get(content).cloned()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn offer_for_benchmark(content: ContentId, creator: &Account, price_cfx: Balance) {
		let title = known().remove(&TITLE).unwrap();
		let title = TitleOnSale { creator: *creator, price_cfx, ..title };
		Known::mutate(|titles| titles.insert(content, title));
	}
}

/// [`Publishers`] may publish under SUPERVISOR; FOREIGNER is of another country.
#[derive(Debug)]
pub struct TestSupervisors;

impl Supervision<Account> for TestSupervisors {
	fn publisher(creator: &Account) -> Result<Account, PublisherRefusal> {
		match Publishers::get().contains(creator) {
			true => Ok(SUPERVISOR),
			false => Err(PublisherRefusal::NotAuthorized),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn authorize_for_benchmark(creator: &Account) -> Account {
		Publishers::mutate(|publishers| publishers.push(*creator));
		SUPERVISOR
	}
}

impl Sanctioners<Account> for TestSupervisors {
	fn country(who: &Account) -> Option<[u8; 2]> {
		let country = if *who == FOREIGNER { *b"FR" } else { *b"KR" };
		Supervising::get().contains(who).then_some(country)
	}

	fn acts_for(who: &Account, country: [u8; 2]) -> bool {
		Self::country(who) == Some(country)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn admit_for_benchmark(who: &Account) {
		Supervising::mutate(|supervisors| supervisors.push(*who));
	}
}
