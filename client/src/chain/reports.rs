//! Reports of titles, and the countries that answer for them.

use super::{Chain, node};
use crate::{Error, Result};
use reel_primitives::{AccountId, Balance, ContentId, Round};
use std::{collections::BTreeMap, fmt};
use subxt::{dynamic::Value, ext::scale_decode::DecodeAsType};

/// Two capital letters.
pub type Country = [u8; 2];

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Stored {
	reporter: [u8; 32],
	content: [u8; 32],
	reason: Value,
	deposit_cfx: Balance,
	reported_in: Round,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct SupervisorInfo {
	country: Country,
	extra_countries: Vec<Country>,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct OpenReport {
	report: u64,
}

/// An open report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
	/// Its number.
	pub id: u64,
	/// Who made it.
	pub reporter: AccountId,
	/// The title.
	pub content: ContentId,
	/// What is said to be wrong.
	pub reason: String,
	/// CFX on hold, in planck.
	pub deposit_cfx: Balance,
	/// Round of the report.
	pub reported_in: Round,
}

impl Report {
	fn of(id: u64, stored: &Stored) -> Self {
		Self {
			id,
			reporter: AccountId::new(stored.reporter),
			content: ContentId(stored.content),
			reason: variant_name(&stored.reason).to_lowercase(),
			deposit_cfx: stored.deposit_cfx,
			reported_in: stored.reported_in,
		}
	}
}

/// The name of a variant; of nested ones the innermost.
pub(crate) fn variant_name(value: &Value) -> String {
	match &value.value {
		subxt::ext::scale_value::ValueDef::Variant(variant) => {
			let inner = variant.values.values().next().map(variant_name);
			inner.filter(|name| !name.is_empty()).unwrap_or_else(|| variant.name.clone())
		},
		_ => String::new(),
	}
}

/// Countries as text.
pub(crate) fn country_text(country: &Country) -> String {
	String::from_utf8_lossy(country).into_owned()
}

/// Which country answers for which supervisor's titles, looked up once each.
#[derive(Default)]
pub struct Countries {
	known: BTreeMap<AccountId, Option<Country>>,
}

impl fmt::Debug for Countries {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "Countries({})", self.known.len())
	}
}

impl Chain {
	async fn supervisor_info(&self, account: &AccountId) -> Result<Option<SupervisorInfo>> {
		let address =
			subxt::dynamic::storage::<([u8; 32],), SupervisorInfo>("Supervisors", "Supervisors");
		let key: [u8; 32] = *account.as_ref();
		let at = self.best().await?;
		let value = at.storage().try_fetch(address, (key,)).await.map_err(node)?;
		value.map(|value| value.decode().map_err(node)).transpose()
	}

	/// Countries that a supervisor acts for.
	///
	/// # Errors
	/// [`Error::NotAuthorized`] for an account that is no supervisor, [`Error::Node`].
	pub async fn countries_of(&self, supervisor: &AccountId) -> Result<Vec<Country>> {
		let info = self.supervisor_info(supervisor).await?.ok_or_else(|| Error::NotAuthorized {
			label: "no-supervisor".to_owned(),
			message: "this account is no supervisor: name a country, or give --all".to_owned(),
		})?;
		let mut countries = vec![info.country];
		countries.extend(info.extra_countries);
		Ok(countries)
	}

	/// The country that answers for a title; `None` when it is not registered any more.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn country_of_title(
		&self,
		content: &ContentId,
		countries: &mut Countries,
	) -> Result<Option<Country>> {
		let Some(title) = self.find_title(content).await? else { return Ok(None) };
		let supervisor = title.record.supervisor;
		if let Some(country) = countries.known.get(&supervisor) {
			return Ok(*country);
		}
		let country = match self.supervisor_info(&supervisor).await? {
			Some(info) => Some(info.country),
			None => {
				let address = subxt::dynamic::storage::<([u8; 32],), Country>(
					"Supervisors",
					"FormerSupervisors",
				);
				let key: [u8; 32] = *supervisor.as_ref();
				let at = self.best().await?;
				let value = at.storage().try_fetch(address, (key,)).await.map_err(node)?;
				value.map(|value| value.decode()).transpose().map_err(node)?
			},
		};
		countries.known.insert(supervisor, country);
		Ok(country)
	}

	/// All open reports, oldest first. Memory: as many as there are, each of about a hundred bytes.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn open_reports(&self) -> Result<Vec<Report>> {
		let address = subxt::dynamic::storage::<(u64,), Stored>("Supervisors", "Reports");
		let at = self.best().await?;
		let mut entries = at.storage().iter(address, ()).await.map_err(node)?;
		let mut reports = Vec::new();
		while let Some(entry) = entries.next().await {
			let entry = entry.map_err(node)?;
			let (id,) = entry.key().map_err(node)?.decode().map_err(node)?;
			reports.push(Report::of(id, &entry.value().decode().map_err(node)?));
		}
		reports.sort_by_key(|report| report.id);
		Ok(reports)
	}

	/// Open reports of a title, oldest first.
	///
	/// # Errors
	/// [`Error::Node`].
	pub async fn reports_of_title(&self, content: &ContentId) -> Result<Vec<Report>> {
		let at = self.best().await?;
		let storage = at.storage();
		let open =
			subxt::dynamic::storage::<([u8; 32],), Vec<OpenReport>>("Supervisors", "OpenReports");
		let Some(open) = storage.try_fetch(open, (content.0,)).await.map_err(node)? else {
			return Ok(Vec::new());
		};
		let mut reports = Vec::new();
		for OpenReport { report } in open.decode().map_err(node)? {
			let address = subxt::dynamic::storage::<(u64,), Stored>("Supervisors", "Reports");
			if let Some(stored) = storage.try_fetch(address, (report,)).await.map_err(node)? {
				reports.push(Report::of(report, &stored.decode().map_err(node)?));
			}
		}
		Ok(reports)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_variant_is_named_by_its_innermost_name() {
		let inner = Value::unnamed_variant("ReportDeposit", []);
		assert_eq!(variant_name(&inner), "ReportDeposit");
		assert_eq!(variant_name(&Value::unnamed_variant("Supervisors", [inner])), "ReportDeposit");
		assert_eq!(variant_name(&Value::u128(1)), "");
	}
}
