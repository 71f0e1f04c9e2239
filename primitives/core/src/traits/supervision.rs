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
