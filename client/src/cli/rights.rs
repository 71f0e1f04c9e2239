//! `rights`: whose a title's income is, what it costs, and what was paid of it.

use super::context::Context;
use crate::{
	Error, Result,
	account::{parse_account, to_ss58},
	chain::{
		Chain,
		market::{self, Terms},
		payouts::{Payout, PayoutKind},
	},
	magnet::Magnet,
	money::{format_cfx, parse_cfx},
};
use clap::{Args, Subcommand};
use reel_primitives::{
	AccountId, BasisPoints, ContentId,
	market::{Currency, Holder, SaleKind},
	time::ROUND_MS,
};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const HOUR_MS: u64 = 3_600_000;

/// Time between two words on how far it is.
const PROGRESS: Duration = Duration::from_secs(2);

#[derive(Debug, Subcommand)]
pub(super) enum RightsCommand {
	/// Say who shares the income of one's title. Once, and before anything is sold or given for it.
	#[command(
		after_help = "Example: reel rights set film.reel //Charlie=5000 //Dave=5000 --key alice"
	)]
	Set {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
		/// SS58 address or //Name, and basis points of the income; all sum to 10000. The first takes what rounding leaves.
		#[arg(required = true, value_name = "ACCOUNT=BASISPOINTS", value_parser = parse_holder)]
		holders: Vec<Holder<AccountId>>,
	},
	/// Say how one's title is sold beside its price of watching (reel title price).
	#[command(
		after_help = "Example: reel rights terms film.reel --ssh 0.5 --rent 0.1 --hours 48 --key alice"
	)]
	Terms(TermsArgs),
	/// Show what a title costs, and who shares its income.
	#[command(after_help = "Example: reel rights show film.reel --json")]
	Show {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
	},
	/// Give a part of a title's income away, or all that one has of it.
	#[command(after_help = "Example: reel rights transfer film.reel //Eve 250 --key alice")]
	Transfer {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
		/// SS58 address or //Name.
		to: String,
		/// Basis points of the title's income: 100 are one percent.
		#[arg(value_parser = clap::value_parser!(u16).range(1..=10_000))]
		basis_points: BasisPoints,
	},
	/// Pay all holders of a title what its views and ads have brought them. Anyone may; the creator's own part is paid as it
	/// comes.
	#[command(after_help = "Example: reel rights claim film.reel --key anna")]
	Claim {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
	},
	/// Write what was paid out of sales and donations, and to holders out of views and ads, read from the events of finalized
	/// blocks: as CSV, or with --json one object a line. What an account got is its share, views, returned and owed-paid
	/// less owed.
	#[command(after_help = "Example: reel rights report --title film.reel > payouts.csv")]
	Report {
		/// Only what is of this title: magnet, link, magnet file, or 0x content id.
		#[arg(long, value_name = "MAGNET")]
		title: Option<String>,
		/// Only what is of this account: SS58 address or //Name.
		#[arg(long)]
		holder: Option<String>,
		/// First block to look through.
		#[arg(long, default_value_t = 0, value_name = "BLOCK")]
		from: u64,
	},
}

#[derive(Debug, Args)]
pub(super) struct TermsArgs {
	/// Magnet, link, magnet file, or 0x content id.
	magnet: String,
	/// Price in SSH.
	#[arg(long, value_name = "SSH", value_parser = parse_cfx)]
	ssh: Option<u128>,
	/// Price of renting, in CFX.
	#[arg(long, value_name = "CFX", value_parser = parse_cfx, requires = "hours")]
	rent: Option<u128>,
	/// Price of renting, in SSH.
	#[arg(long, value_name = "SSH", value_parser = parse_cfx, requires = "hours")]
	rent_ssh: Option<u128>,
	/// Hours of access of a rental.
	#[arg(long)]
	hours: Option<u32>,
	/// Do not sell it for CFX.
	#[arg(long)]
	no_cfx: bool,
}

fn parse_holder(text: &str) -> Result<Holder<AccountId>> {
	let wrong = || Error::Usage(format!("{text:?} is no holder: write ACCOUNT=BASISPOINTS"));
	let (account, share) = text.rsplit_once('=').ok_or_else(wrong)?;
	Ok(Holder { account: parse_account(account)?, share_bp: share.parse().map_err(|_| wrong())? })
}

pub(super) async fn rights(context: &Context, command: RightsCommand) -> Result<()> {
	match command {
		RightsCommand::Set { magnet, holders } => {
			let content = Magnet::read(&magnet)?.content();
			let fields = json!({ "content": content.to_string(), "holders": listed(&holders) });
			let text = format!("{} share the income of {content}", holders.len());
			let call = market::declare_holders(&content, &holders);
			context.send(call, "holders-declared", &text, fields).await
		},
		RightsCommand::Terms(arguments) => terms(context, &arguments).await,
		RightsCommand::Show { magnet } => show(context, &Magnet::read(&magnet)?.content()).await,
		RightsCommand::Transfer { magnet, to, basis_points } => {
			let content = Magnet::read(&magnet)?.content();
			let to = parse_account(&to)?;
			let fields = json!({
				"content": content.to_string(),
				"to": to_ss58(&to),
				"share_bp": basis_points,
			});
			let text = format!("{} has {basis_points} basis points more", to_ss58(&to));
			let call = market::transfer_share(&content, &to, basis_points);
			context.send(call, "share-transferred", &text, fields).await
		},
		RightsCommand::Claim { magnet } => {
			let content = Magnet::read(&magnet)?.content();
			let fields = json!({ "content": content.to_string() });
			let text = "what views and ads have brought is paid";
			context.send(market::claim_income(&content), "income-claimed", text, fields).await
		},
		RightsCommand::Report { title, holder, from } => {
			let title = match title {
				Some(title) => Some(Magnet::read(&title)?.content()),
				None => None,
			};
			let holder = holder.map(|holder| parse_account(&holder)).transpose()?;
			report(context, title, holder, from).await
		},
	}
}

async fn terms(context: &Context, arguments: &TermsArgs) -> Result<()> {
	let content = Magnet::read(&arguments.magnet)?.content();
	let rounds = arguments.hours.map(|hours| u64::from(hours) * HOUR_MS / ROUND_MS);
	let terms = Terms {
		for_cfx: !arguments.no_cfx,
		ssh: arguments.ssh,
		rental: rounds.map(|rounds| (arguments.rent, arguments.rent_ssh, rounds)),
	};
	let fields = json!({ "content": content.to_string() });
	let text = format!("the terms of {content} are set");
	context.send(market::set_terms(&content, &terms), "terms-set", &text, fields).await
}

fn listed(holders: &[Holder<AccountId>]) -> Value {
	holders
		.iter()
		.map(|holder| json!({ "account": to_ss58(&holder.account), "share_bp": holder.share_bp }))
		.collect()
}

/// The name of a currency for people and programs.
pub(super) const fn coin(currency: Currency) -> &'static str {
	match currency {
		Currency::Cfx => "CFX",
		Currency::Ssh => "SSH",
	}
}

async fn show(context: &Context, content: &ContentId) -> Result<()> {
	let told = of_title(&context.chain().await?, content).await?;
	let (text, fields) =
		told.ok_or_else(|| Error::NotFound(format!("{content} is not registered")))?;
	context.output.event("rights", &text, fields);
	Ok(())
}

/// What a title costs, and who shares its income; `None` when it was never registered.
pub(super) async fn of_title(
	chain: &Chain,
	content: &ContentId,
) -> Result<Option<(String, Value)>> {
	let holders = chain.holders(content).await?;
	if holders.is_empty() {
		return Ok(None);
	}
	let mut text = content.to_string();
	let mut prices = vec![];
	for (kind, verb) in [(SaleKind::Purchase, "buying"), (SaleKind::Rental, "renting")] {
		for currency in [Currency::Cfx, Currency::Ssh] {
			let quote = match chain.price_of(content, kind, currency).await {
				Ok(quote) => quote,
				Err(Error::Refused { .. }) => continue,
				Err(error) => return Err(error),
			};
			let (price, coin) = (format_cfx(quote.price), coin(currency));
			text += &format!("\n  {verb}: {price} {coin}");
			if let Some(rounds) = quote.access_rounds {
				text += &format!(" for {} h", rounds * ROUND_MS / HOUR_MS);
			}
			prices.push(json!({
				"kind": kind,
				"currency": coin,
				"price_planck": quote.price.to_string(),
				"access_rounds": quote.access_rounds,
			}));
		}
	}
	if prices.is_empty() {
		text += "\n  nothing to buy";
	}
	let mut listed = vec![];
	for Holder { account, share_bp } in &holders {
		let owed = chain.income_owed(content, account).await?;
		let account = to_ss58(account);
		text += &format!("\n  {share_bp} basis points {account}");
		if owed > 0 {
			text += &format!(", {} CFX of views and ads to claim", format_cfx(owed));
		}
		listed.push(json!({
			"account": account,
			"share_bp": share_bp,
			"owed_planck": owed.to_string(),
		}));
	}
	let fields = json!({
		"content": content.to_string(),
		"prices": prices,
		"holders": listed,
	});
	Ok(Some((text, fields)))
}

/// What of a report is asked for.
fn is_wanted(payout: &Payout, title: Option<&ContentId>, holder: Option<&AccountId>) -> bool {
	title.is_none_or(|title| payout.content.as_ref() == Some(title))
		&& holder.is_none_or(|holder| payout.account.as_ref() == Some(holder))
}

/// One line of CSV; no field needs quotes.
fn csv(payout: &Payout) -> String {
	let Payout { block, unix_ms, kind, content, purchase, account, currency, amount } = payout;
	let content = content.map(|content| content.to_string()).unwrap_or_default();
	let purchase = purchase.map(|purchase| purchase.to_string()).unwrap_or_default();
	let account = account.as_ref().map(to_ss58).unwrap_or_default();
	let (kind, currency) = (kind.label(), coin(*currency));
	format!("{block},{unix_ms},{kind},{content},{purchase},{account},{currency},{amount}")
}

async fn report(
	context: &Context,
	title: Option<ContentId>,
	holder: Option<AccountId>,
	from: u64,
) -> Result<()> {
	let chain = context.chain().await?;
	let columns = "block,unix_ms,kind,content,purchase,account,currency,planck";
	context.output.event("payout-columns", columns, json!({ "columns": columns }));
	let (mut told, mut looked) = (Instant::now(), 0u64);
	let progress = |block| {
		looked += 1;
		if told.elapsed() >= PROGRESS {
			told = Instant::now();
			context.output.note(&format!("{looked} blocks looked through, at block {block}"));
		}
	};
	let mut count = 0u64;
	let tell = |payout: Payout| {
		if !is_wanted(&payout, title.as_ref(), holder.as_ref()) {
			return;
		}
		count += 1;
		let fields = json!({
			"block": payout.block,
			"unix_ms": payout.unix_ms,
			"kind": payout.kind.label(),
			"content": payout.content.map(|content| content.to_string()),
			"purchase": payout.purchase,
			"donation": payout.kind == PayoutKind::Share && payout.purchase.is_none(),
			"account": payout.account.as_ref().map(to_ss58),
			"currency": coin(payout.currency),
			"planck": payout.amount.to_string(),
		});
		context.output.event("payout", &csv(&payout), fields);
	};
	let (first, last) = chain.payouts(from, progress, tell).await?;
	if first > from {
		context.output.note(&format!(
			"this node has forgotten the state before block {first}: ask one that runs with --state-pruning archive"
		));
	}
	context.output.note(&format!("{count} payouts in blocks {first} to {last}"));
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	fn payout() -> Payout {
		Payout {
			block: 7,
			unix_ms: 9,
			kind: PayoutKind::Share,
			content: Some(ContentId([1; 32])),
			purchase: None,
			account: Some(parse_account("//Alice").expect("a name")),
			currency: Currency::Ssh,
			amount: 5,
		}
	}

	#[test]
	fn a_holder_is_an_account_and_its_basis_points() {
		let holder = parse_holder("//Alice=2500").expect("a holder");
		assert_eq!(holder.share_bp, 2_500);
		assert_eq!(to_ss58(&holder.account), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
		for wrong in ["//Alice", "//Alice=", "//Alice=x", "Alice=1", "//Alice=65536"] {
			assert!(parse_holder(wrong).is_err(), "{wrong}");
		}
	}

	#[test]
	fn a_line_of_the_report_has_as_many_fields_as_there_are_columns() {
		let line = csv(&payout());
		assert_eq!(line.split(',').count(), 8);
		assert!(line.starts_with("7,9,share,0x0101"), "{line}");
		assert!(line.ends_with(",SSH,5"), "{line}");
		let fee = Payout { account: None, kind: PayoutKind::Fee, ..payout() };
		assert_eq!(csv(&fee).split(',').count(), 8);
	}

	#[test]
	fn a_report_has_what_was_asked_for() {
		let (alice, bob) = (parse_account("//Alice").ok(), parse_account("//Bob").ok());
		assert!(is_wanted(&payout(), None, None));
		assert!(is_wanted(&payout(), Some(&ContentId([1; 32])), alice.as_ref()));
		assert!(!is_wanted(&payout(), Some(&ContentId([2; 32])), None));
		assert!(!is_wanted(&payout(), None, bob.as_ref()));
	}
}
