//! `rights`: whose a title's income is, what it costs, and what was paid of it.

mod report;
mod sales;

use super::{
	context::Context,
	holders::{self, Held, Of, Subject},
};
pub(super) use crate::money::coin;
use crate::{
	Error, Result,
	account::parse_account,
	chain::{
		Chain,
		market::{self, Terms},
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

const HOUR_MS: u64 = 3_600_000;

#[derive(Debug, Subcommand)]
pub(super) enum RightsCommand {
	/// Say who shares the income of one's title. Once, and before anything is sold or given for it. Or of one's pattern: of
	/// all its titles, whoever publishes them, of which nothing else is said. Once.
	#[command(
		visible_alias = "declare",
		after_help = "Example: reel rights set film.reel //Charlie=5000 //Dave=5000 --key alice\n         reel rights set --pattern 0x24e05d892c18750b10ef18e4f212d9e53bf44866c0ee3c6838e2844ea19a473c //Charlie=10000 --key alice"
	)]
	Set {
		#[command(flatten)]
		subject: Subject,
		/// SS58 address or //Name, and basis points of the income; all sum to 10000. The first takes what rounding leaves.
		#[arg(required = true, value_name = "ACCOUNT=BASISPOINTS", value_parser = parse_holder)]
		holders: Vec<Holder<AccountId>>,
	},
	/// Say how one's title is sold beside its price of watching (reel title price).
	#[command(
		after_help = "Example: reel rights terms film.reel --ssh 0.5 --rent 0.1 --hours 48 --key alice"
	)]
	Terms(TermsArgs),
	/// Show what a title costs, who shares its income, and whether that was said of it or of its pattern; or who shares the
	/// income of a pattern's titles.
	#[command(after_help = "Example: reel rights show film.reel --json")]
	Show(Subject),
	/// Give a part of the income of a title, or of all titles that follow a pattern, away, or all that one has of it.
	#[command(after_help = "Example: reel rights transfer film.reel //Eve 250 --key alice")]
	Transfer {
		#[command(flatten)]
		held: Held,
		/// SS58 address or //Name.
		to: String,
		/// Basis points of the title's income: 100 are one percent.
		#[arg(value_parser = clap::value_parser!(u16).range(1..=10_000))]
		basis_points: BasisPoints,
	},
	/// Pay all holders of a title, or of a pattern, what views and ads have brought them; with --owed, pay an account what sales
	/// and donations brought when it could not take it. Anyone may; a creator's own part is paid as it comes.
	#[command(
		after_help = "Example: reel rights claim film.reel --key anna\n         reel rights claim --owed --key anna"
	)]
	Claim(ClaimArgs),
	/// Show what sales and donations credited an account, period by period, as the chain keeps it.
	#[command(after_help = "Example: reel rights sales --holder //Bob --json")]
	Sales(sales::SalesArgs),
	Report(report::ReportArgs),
}

#[derive(Debug, Args)]
pub(super) struct ClaimArgs {
	/// Magnet, link, magnet file, or 0x content id; with --pattern 0x and the 64 hex digits of a pattern.
	#[arg(required_unless_present = "owed")]
	subject: Option<String>,
	/// A pattern is meant: all titles of one recording of which nothing else is said.
	#[arg(long, conflicts_with = "owed")]
	pattern: bool,
	/// Who declared the pattern's holders, where that is not its owner of now: SS58 address or //Name.
	#[arg(long, requires = "pattern", value_name = "ACCOUNT")]
	owner: Option<String>,
	/// What sales, donations and returned purchases owe an account, in CFX and SSH.
	#[arg(long, conflicts_with = "subject")]
	owed: bool,
	/// Whose it is: SS58 address or //Name [default: the signing account].
	#[arg(long = "for", value_name = "ACCOUNT", requires = "owed")]
	account: Option<String>,
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
		RightsCommand::Set { subject, holders } => holders::set(context, &subject, &holders).await,
		RightsCommand::Terms(arguments) => terms(context, &arguments).await,
		RightsCommand::Show(subject) => match subject.read()? {
			Of::Title(content) => show(context, &content).await,
			Of::Pattern(pattern) => holders::show_pattern(context, &pattern).await,
		},
		RightsCommand::Transfer { held, to, basis_points } => {
			holders::transfer(context, &held, &to, basis_points).await
		},
		RightsCommand::Claim(ClaimArgs { subject: Some(subject), pattern, owner, .. }) => {
			holders::claim(context, &Held::new(subject, pattern, owner)).await
		},
		RightsCommand::Claim(ClaimArgs { account, .. }) => {
			sales::claim_owed(context, account.as_deref()).await
		},
		RightsCommand::Sales(arguments) => sales::sales(context, arguments).await,
		RightsCommand::Report(arguments) => report::report(context, arguments).await,
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

async fn show(context: &Context, content: &ContentId) -> Result<()> {
	let chain = context.chain().await?;
	let told = of_title(&chain, content).await?;
	let (mut text, mut fields) =
		told.ok_or_else(|| Error::NotFound(format!("{content} is not registered")))?;
	let fee_bp = chain.platform_fee_bp().await?;
	text += &format!("\n  {fee_bp} basis points of a sale are the platform's, none of a donation");
	fields["platform_fee_bp"] = fee_bp.into();
	context.output.event("rights", &text, fields);
	Ok(())
}

/// What a title costs, and who shares its income; `None` when it was never registered.
pub(super) async fn of_title(
	chain: &Chain,
	content: &ContentId,
) -> Result<Option<(String, Value)>> {
	let Some((shares, mut fields)) = holders::of_title(chain, content).await? else {
		return Ok(None);
	};
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
	text += &shares;
	fields.insert("content".to_owned(), json!(content.to_string()));
	fields.insert("prices".to_owned(), json!(prices));
	Ok(Some((text, Value::Object(fields))))
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::account::to_ss58;

	#[test]
	fn a_holder_is_an_account_and_its_basis_points() {
		let holder = parse_holder("//Alice=2500").expect("a holder");
		assert_eq!(holder.share_bp, 2_500);
		assert_eq!(to_ss58(&holder.account), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
		for wrong in ["//Alice", "//Alice=", "//Alice=x", "Alice=1", "//Alice=65536"] {
			assert!(parse_holder(wrong).is_err(), "{wrong}");
		}
	}
}
