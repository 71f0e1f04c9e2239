//! `ad`: campaigns, what they cost and what they came to.

mod results;

use super::{
	by_name,
	context::Context,
	places::{parse_country, parse_language},
};
use crate::{
	Error, Result,
	account::{parse_account, to_ss58},
	chain::ads,
	magnet::Magnet,
	money::{format_cfx, parse_cfx},
	now_ms,
};
use clap::{Args, Subcommand};
use reel_primitives::{
	AccountId, Balance, ContentId,
	ads::{
		AdTerms, Campaign, CampaignId, CampaignState, Category, Country, EndCause, Language,
		MAX_FREQUENCY, ROUNDS_PER_DAY, Targets,
	},
	content::ReasonCode,
	time::{ROUND_MS, round_of_ms},
};
use serde_json::{Value, json};

const HOUR_MS: u64 = 3_600_000;

#[derive(Debug, Subcommand)]
pub(super) enum AdCommand {
	/// Open a campaign. Its budget is held on one's own account; what is not spent comes back.
	#[command(
		after_help = "Example: reel ad open spot.reel --view 0.01 --click 0.05 --budget 100 --days 7 --country KR --key brand"
	)]
	Open(OpenArgs),
	/// Add to a campaign's budget.
	#[command(after_help = "Example: reel ad fund 3 50 --key brand")]
	Fund {
		/// Number of the campaign.
		campaign: CampaignId,
		/// How much, in CFX.
		#[arg(value_parser = parse_cfx)]
		amount: Balance,
	},
	/// Let a campaign not be shown for now. What was shown is charged.
	#[command(after_help = "Example: reel ad pause 3 --key brand")]
	Pause {
		/// Number of the campaign.
		campaign: CampaignId,
	},
	/// Let a paused campaign be shown again.
	#[command(after_help = "Example: reel ad resume 3 --key brand")]
	Resume {
		/// Number of the campaign.
		campaign: CampaignId,
	},
	/// End a campaign before its time. What is left comes back ten minutes after it was last shown.
	#[command(after_help = "Example: reel ad cancel 3 --key brand")]
	Cancel {
		/// Number of the campaign.
		campaign: CampaignId,
	},
	/// Stop somebody's campaign for good, as a supervisor of one of its countries.
	#[command(after_help = "Example: reel ad stop 3 --reason harmful --key office")]
	Stop {
		/// Number of the campaign.
		campaign: CampaignId,
		/// rights, unlawful, misleading, harmful or order.
		#[arg(long, value_parser = by_name::<ReasonCode>)]
		reason: ReasonCode,
	},
	/// Show the campaigns of an account.
	#[command(after_help = "Example: reel ad list --key brand --json")]
	List {
		/// SS58 address or //Name [default: the signing account].
		account: Option<String>,
	},
	/// Show what a campaign came to, day by day: impressions, views, clicks, CFX, by title and country, and what was not
	/// charged or was refused, by cause. Views, clicks and CFX are voted on; the rest each desk says of its own tickets.
	#[command(after_help = "Example: reel ad results 3 --days 7 --json")]
	Results {
		/// Number of the campaign.
		campaign: CampaignId,
		/// So many days, the last one first, today included.
		#[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=365))]
		days: u64,
	},
}

#[derive(Debug, Args)]
pub(super) struct OpenArgs {
	/// The ad, a published title of one cell: magnet, link, magnet file, or 0x content id.
	magnet: String,
	/// Price of a view to the end, in CFX.
	#[arg(long, value_name = "CFX", value_parser = parse_cfx)]
	view: Balance,
	/// Price of a click besides, in CFX.
	#[arg(long, value_name = "CFX", default_value = "0", value_parser = parse_cfx)]
	click: Balance,
	/// What is held, in CFX.
	#[arg(long, value_name = "CFX", value_parser = parse_cfx)]
	budget: Balance,
	/// Days for which it is shown.
	#[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=365))]
	days: u64,
	/// Begin in so many hours.
	#[arg(long, value_name = "HOURS", default_value_t = 0)]
	start_in: u32,
	/// Most CFX that a day is charged [default: no cap].
	#[arg(long, value_name = "CFX", value_parser = parse_cfx)]
	daily_cap: Option<Balance>,
	/// Most views that one viewer is paid for in a day.
	#[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=i64::from(MAX_FREQUENCY)))]
	frequency: u16,
	/// Only viewers of this country, two letters; may be repeated.
	#[arg(long, value_parser = parse_country)]
	country: Vec<Country>,
	/// Only in titles of this category; may be repeated.
	#[arg(long, value_parser = parse_category)]
	category: Vec<Category>,
	/// Only in this title: magnet, link, magnet file, or 0x content id; may be repeated.
	#[arg(long = "in", value_name = "MAGNET")]
	titles: Vec<String>,
	/// Only viewers who asked for this language, two letters; may be repeated.
	#[arg(long, value_parser = parse_language)]
	language: Vec<Language>,
}

fn parse_category(text: &str) -> Result<Category> {
	let wrong = || {
		Error::Usage(format!(
			"{text:?} is no category: small letters, digits and hyphens, 24 at most, such as sci-fi"
		))
	};
	let category = Category::try_from(text.as_bytes().to_vec()).map_err(|_| wrong())?;
	let is_sound = Targets {
		categories: vec![category.clone()].try_into().map_err(|_| wrong())?,
		..Targets::default()
	}
	.is_sound();
	if is_sound { Ok(category) } else { Err(wrong()) }
}

/// A list in the order in which the chain wants it.
fn in_order<T: Ord, L: TryFrom<Vec<T>>>(mut items: Vec<T>, what: &str) -> Result<L> {
	items.sort_unstable();
	items.dedup();
	items.try_into().map_err(|_| Error::Usage(format!("too many {what}")))
}

pub(super) async fn ad(context: &Context, command: AdCommand) -> Result<()> {
	let of = |campaign: CampaignId| json!({ "campaign": campaign });
	match command {
		AdCommand::Open(arguments) => open(context, arguments).await,
		AdCommand::Fund { campaign, amount } => {
			let text = format!("{} CFX more for campaign {campaign}", format_cfx(amount));
			let fields = json!({ "campaign": campaign, "amount_planck": amount.to_string() });
			let call = ads::fund_campaign(campaign, amount);
			context.send(call, "campaign-funded", &text, fields).await
		},
		AdCommand::Pause { campaign } => {
			let text = format!("campaign {campaign} is not shown for now");
			let call = ads::pause_campaign(campaign);
			context.send(call, "campaign-paused", &text, of(campaign)).await
		},
		AdCommand::Resume { campaign } => {
			let text = format!("campaign {campaign} is shown again");
			let call = ads::resume_campaign(campaign);
			context.send(call, "campaign-resumed", &text, of(campaign)).await
		},
		AdCommand::Cancel { campaign } => {
			let text = format!(
				"campaign {campaign} is not shown any more; what is left comes back when what was shown is charged"
			);
			let call = ads::cancel_campaign(campaign);
			context.send(call, "campaign-cancelled", &text, of(campaign)).await
		},
		AdCommand::Stop { campaign, reason } => {
			let text = format!("campaign {campaign} is stopped");
			let fields = json!({ "campaign": campaign, "reason": reason });
			let call = ads::stop_campaign(campaign, reason);
			context.send(call, "campaign-stopped", &text, fields).await
		},
		AdCommand::List { account } => list(context, account.as_deref()).await,
		AdCommand::Results { campaign, days } => results::results(context, campaign, days).await,
	}
}

async fn open(context: &Context, arguments: OpenArgs) -> Result<()> {
	let creative = Magnet::read(&arguments.magnet)?.content();
	let titles = arguments.titles.iter().map(|title| Ok(Magnet::read(title)?.content()));
	let titles: Vec<ContentId> = titles.collect::<Result<_>>()?;
	let first = round_of_ms(now_ms()) + u64::from(arguments.start_in) * HOUR_MS / ROUND_MS;
	let terms = AdTerms {
		creative,
		view_cfx: arguments.view,
		click_cfx: arguments.click,
		targets: Targets {
			countries: in_order(arguments.country, "countries")?,
			categories: in_order(arguments.category, "categories")?,
			titles: in_order(titles, "titles")?,
			languages: in_order(arguments.language, "languages")?,
		},
		first,
		last: first + arguments.days * ROUNDS_PER_DAY - 1,
		daily_cap_cfx: arguments.daily_cap,
		frequency_cap: arguments.frequency,
	};
	let budget = arguments.budget;
	let fields = json!({
		"creative": creative.to_string(),
		"budget_planck": budget.to_string(),
		"view_planck": terms.view_cfx.to_string(),
		"click_planck": terms.click_cfx.to_string(),
		"first_round": terms.first,
		"last_round": terms.last,
	});
	let text = format!(
		"{} CFX held, to be shown for {} days; see reel ad list",
		format_cfx(budget),
		arguments.days
	);
	let call = ads::open_campaign(&terms, budget);
	context.send_numbered(call, "campaign-opened", "campaign", &text, fields).await
}

/// How a campaign stands, in a word.
const fn label(state: &CampaignState) -> &'static str {
	match state {
		CampaignState::Running => "running",
		CampaignState::Paused { .. } => "paused",
		CampaignState::Ending { .. } => "ending",
		CampaignState::Ended { .. } => "ended",
	}
}

/// Why it is over, if it is.
fn cause(state: &CampaignState) -> Option<String> {
	let (CampaignState::Ending { cause, .. } | CampaignState::Ended { cause, .. }) = state else {
		return None;
	};
	Some(match cause {
		EndCause::Over => "over".to_owned(),
		EndCause::Cancelled => "cancelled".to_owned(),
		EndCause::Stopped(reason) => format!("stopped ({reason:?})").to_lowercase(),
	})
}

fn campaign_fields(id: CampaignId, campaign: &Campaign<AccountId>) -> Value {
	let Campaign { advertiser, terms, duration_ms, viewer_bp, left_cfx, spent_cfx, state } =
		campaign;
	let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
	let targets = &terms.targets;
	json!({
		"campaign": id,
		"advertiser": to_ss58(advertiser),
		"creative": terms.creative.to_string(),
		"duration_ms": duration_ms,
		"state": label(state),
		"cause": cause(state),
		"left_planck": left_cfx.to_string(),
		"spent_planck": spent_cfx.to_string(),
		"view_planck": terms.view_cfx.to_string(),
		"click_planck": terms.click_cfx.to_string(),
		"viewer_bp": viewer_bp,
		"first_round": terms.first,
		"last_round": terms.last,
		"daily_cap_planck": terms.daily_cap_cfx.map(|cap| cap.to_string()),
		"frequency_cap": terms.frequency_cap,
		"countries": targets.countries.iter().map(|country| text(country)).collect::<Vec<_>>(),
		"categories": targets.categories.iter().map(|name| text(name)).collect::<Vec<_>>(),
		"titles": targets.titles.iter().map(ToString::to_string).collect::<Vec<_>>(),
		"languages": targets.languages.iter().map(|language| text(language)).collect::<Vec<_>>(),
	})
}

async fn list(context: &Context, account: Option<&str>) -> Result<()> {
	let account = match account {
		Some(text) => parse_account(text)?,
		None => context.account(None)?,
	};
	let campaigns = context.chain().await?.campaigns_of(&account).await?;
	if campaigns.is_empty() {
		context.output.note("no campaigns");
	}
	for (id, campaign) in campaigns {
		let cause = cause(&campaign.state).map(|cause| format!(", {cause}")).unwrap_or_default();
		let text = format!(
			"{id}  {}{cause}  {} CFX left, {} spent  {}",
			label(&campaign.state),
			format_cfx(campaign.left_cfx),
			format_cfx(campaign.spent_cfx),
			campaign.terms.creative,
		);
		context.output.event("campaign", &text, campaign_fields(id, &campaign));
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn categories_are_read() {
		assert!(parse_category("sci-fi").is_ok());
		for wrong in ["", "Sci-Fi", "a b", "abcdefghijklmnopqrstuvwxy"] {
			assert!(parse_category(wrong).is_err(), "{wrong}");
		}
	}

	#[test]
	fn lists_are_put_in_order_and_not_made_shorter() {
		let targets = Targets {
			countries: in_order(vec![*b"KR", *b"DE", *b"KR"], "countries").expect("three"),
			..Targets::default()
		};
		assert_eq!(targets.countries.to_vec(), [*b"DE", *b"KR"]);
		assert!(targets.is_sound());
		let many: Vec<Language> = (b'a'..=b'z').map(|letter| [letter, letter]).collect();
		let languages = || -> Result<Targets> {
			Ok(Targets { languages: in_order(many, "languages")?, ..Targets::default() })
		};
		assert!(languages().is_err());
	}

	#[test]
	fn a_campaign_says_why_it_is_over() {
		let ended =
			CampaignState::Ended { cause: EndCause::Stopped(ReasonCode::Harmful), ended_in: 1 };
		assert_eq!((label(&ended), cause(&ended)), ("ended", Some("stopped (harmful)".to_owned())));
		assert_eq!(
			(label(&CampaignState::Running), cause(&CampaignState::Running)),
			("running", None)
		);
	}
}
