//! What the registry stores. Authorizations, sanctions and reports are of fixed size (invariant V3): there is no
//! field into which a name, a number or a hash of either could be put.

use alloc::string::String;
use codec::{Decode, DecodeWithMemTracking, Encode, Error as CodecError, Input, MaxEncodedLen};
use core::fmt;
use frame_support::{BoundedVec, traits::ConstU32};
use reel_primitives::{Balance, ContentId, Round, content::ReasonCode};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Longest public name of a supervising body, in bytes of UTF-8.
pub const MAX_BODY_BYTES: u32 = 64;

/// Most countries that governance may add to a supervisor's own.
pub const MAX_EXTRA_COUNTRIES: u32 = 32;

/// Public name of the association or public body, UTF-8, not empty. Not personal data.
pub type BodyName = BoundedVec<u8, ConstU32<MAX_BODY_BYTES>>;

/// Random number under which the supervisor keeps the creator's papers, off chain. It must be drawn at random, never
/// derived from the papers: a hash of personal data may be personal data.
pub type CaseNumber = [u8; 32];

/// Number of a report, counted from 0.
pub type ReportId = u64;

/// A country: ISO 3166-1 alpha-2, two capital ASCII letters. No other value can be made or decoded.
#[derive(
	Clone,
	Copy,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct CountryCode([u8; 2]);

impl CountryCode {
	/// The country of two capital letters; `None` for anything else. Whether ISO has assigned the code is not checked:
	/// governance admits supervisors, and codes come and go.
	pub const fn new(letters: [u8; 2]) -> Option<Self> {
		let [first, second] = letters;
		if first.is_ascii_uppercase() && second.is_ascii_uppercase() {
			Some(Self(letters))
		} else {
			None
		}
	}

	/// The two letters.
	pub const fn letters(&self) -> [u8; 2] {
		self.0
	}
}

impl Decode for CountryCode {
	fn decode<I: Input>(input: &mut I) -> Result<Self, CodecError> {
		let letters = <[u8; 2]>::decode(input)?;
		Self::new(letters).ok_or_else(|| "a country is two capital ASCII letters".into())
	}
}

impl DecodeWithMemTracking for CountryCode {}

impl fmt::Display for CountryCode {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		self.0.iter().try_for_each(|letter| write!(f, "{}", char::from(*letter)))
	}
}

impl fmt::Debug for CountryCode {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "CountryCode({self})")
	}
}

impl From<CountryCode> for String {
	fn from(country: CountryCode) -> Self {
		country.0.iter().copied().map(char::from).collect()
	}
}

impl TryFrom<String> for CountryCode {
	type Error = &'static str;

	fn try_from(text: String) -> Result<Self, Self::Error> {
		<[u8; 2]>::try_from(text.as_bytes())
			.ok()
			.and_then(Self::new)
			.ok_or("a country is two capital letters, for example KR")
	}
}

/// Whether a supervisor may act.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum SupervisorStatus {
	/// It may.
	#[codec(index = 0)]
	Active,
	/// Governance suspended it: it may not act, and its creators may not publish.
	#[codec(index = 1)]
	Suspended,
}

/// A supervisor.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct SupervisorInfo {
	/// Country it was admitted for.
	pub country: CountryCode,
	/// Further countries that governance gave it, none twice, its own not among them.
	pub extra_countries: BoundedVec<CountryCode, ConstU32<MAX_EXTRA_COUNTRIES>>,
	/// Public name of the body behind it.
	pub body: BodyName,
	/// Whether it may act.
	pub status: SupervisorStatus,
	/// Creators whose authorization names it.
	pub creators: u32,
	/// Round of admission.
	pub admitted_in: Round,
}

impl SupervisorInfo {
	/// Whether `country` is one it may act for.
	pub fn acts_for(&self, country: CountryCode) -> bool {
		self.country == country || self.extra_countries.contains(&country)
	}

	/// Whether it may act at all.
	pub const fn is_active(&self) -> bool {
		matches!(self.status, SupervisorStatus::Active)
	}
}

/// A supervisor's word that it knows who a creator is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Authorization<AccountId> {
	/// Who gave it and answers for the creator.
	pub supervisor: AccountId,
	/// Country it was given for.
	pub country: CountryCode,
	/// Where the supervisor keeps the papers.
	pub case: CaseNumber,
	/// Round in which it was given or last renewed.
	pub granted_in: Round,
	/// First round in which it is no longer good.
	pub expires_in: Round,
}

impl<AccountId> Authorization<AccountId> {
	/// Whether it has run out in round `now`.
	pub const fn is_expired(&self, now: Round) -> bool {
		now >= self.expires_in
	}
}

/// A creator may not publish for a time. Outlives the authorization, so that nobody escapes by being authorized again.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Sanction<AccountId> {
	/// Who imposed it.
	pub by: AccountId,
	/// Country it was imposed for; supervisors of that country may lift it.
	pub country: CountryCode,
	/// Why.
	pub reason: ReasonCode,
	/// Round in which it was imposed.
	pub since: Round,
	/// First round in which it is no longer in force.
	pub until: Round,
}

impl<AccountId> Sanction<AccountId> {
	/// Whether it is in force in round `now`.
	pub const fn is_in_force(&self, now: Round) -> bool {
		now < self.until
	}
}

/// Somebody says that a title ought not to be played.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Report<AccountId> {
	/// Who reported, and whose deposit is held.
	pub reporter: AccountId,
	/// The title.
	pub content: ContentId,
	/// What is wrong with it.
	pub reason: ReasonCode,
	/// CFX on hold, in planck.
	pub deposit_cfx: Balance,
	/// Round of the report.
	pub reported_in: Round,
}

/// An open report as its title's index names it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct OpenReport<AccountId> {
	/// The report.
	pub report: ReportId,
	/// Who made it; nobody has two open reports of one title.
	pub reporter: AccountId,
}

/// What a supervisor makes of a report.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Verdict {
	/// True: the deposit goes back, with a reward.
	#[codec(index = 0)]
	Upheld,
	/// Untrue but in good faith: the deposit goes back.
	#[codec(index = 1)]
	Dismissed,
	/// Made to harm: the deposit goes to the treasury.
	#[codec(index = 2)]
	Abusive,
}

/// A supervisor at genesis.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenesisSupervisor<AccountId> {
	/// Its account.
	pub account: AccountId,
	/// Country it acts for.
	pub country: CountryCode,
	/// Public name of the body, 1 to [`MAX_BODY_BYTES`] bytes.
	pub body: String,
}

/// A creator that is authorized at genesis, for its supervisor's country.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenesisCreator<AccountId> {
	/// Its account.
	pub account: AccountId,
	/// One of the genesis supervisors.
	pub supervisor: AccountId,
	/// Case number.
	pub case: CaseNumber,
	/// First round in which the authorization is no longer good. Counted from the Unix epoch.
	pub expires_in: Round,
}
