//! Who may publish (C3).

use codec::{Decode, Encode};
use scale_info::TypeInfo;

/// Why an account may not publish now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum PublisherRefusal {
	/// No supervisor has authorized the account, or the authorization was revoked.
	NotAuthorized,
	/// The authorization has run out.
	Expired,
	/// A supervisor's sanction is in force.
	Sanctioned,
}

/// The supervisors' word on creators.
pub trait Supervision<AccountId> {
	/// The supervisor that answers for `creator`, who may publish now.
	///
	/// # Errors
	/// Why the account may not publish.
	fn publisher(creator: &AccountId) -> Result<AccountId, PublisherRefusal>;

	/// Makes `creator` one that may publish, and returns its supervisor.
	#[cfg(feature = "runtime-benchmarks")]
	fn authorize_for_benchmark(creator: &AccountId) -> AccountId;
}

/// Who may sanction an account that earns by watching and sharing.
pub trait Sanctioners<AccountId> {
	/// The country (ISO 3166-1 alpha-2) that `who` was admitted for; `None` unless it is a supervisor that may act.
	fn country(who: &AccountId) -> Option<[u8; 2]>;

	/// Whether `who` is a supervisor that may act for `country`.
	fn acts_for(who: &AccountId, country: [u8; 2]) -> bool;

	/// Makes `who` a supervisor that may act.
	#[cfg(feature = "runtime-benchmarks")]
	fn admit_for_benchmark(who: &AccountId);
}
