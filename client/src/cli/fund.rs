//! `fund`: films that are paid for before they are there.

mod told;

use self::told::{fields_of, line};
use super::{by_name, context::Context, rights::coin};
use crate::{
	Error, Result,
	account::to_ss58,
	chain::funding::{self, Milestone, Offer},
	magnet::Magnet,
	money::{format_cfx, parse_cfx},
};
use clap::{Args, Subcommand};
use reel_primitives::{
	AccountId, BasisPoints, Hash32, Round, blake2b_256, funding::CampaignId, market::Currency,
	time::ROUND_MS,
};
use serde_json::json;
use std::path::{Path, PathBuf};

const DAY_MS: u64 = 86_400_000;

#[derive(Debug, Subcommand)]
pub(super) enum FundCommand {
	/// Open a campaign for a film. Holds a deposit until it is over.
	#[command(
		after_help = "Example: reel fund open film.md --milestone 400=script.md --milestone 600=cut.md --share 2500 --tokens 1000000 --days 30 --key alice"
	)]
	Open(OpenArgs),
	/// Contribute to a campaign. It is held on one's own account until the goal is met, and else let go.
	#[command(after_help = "Example: reel fund contribute 7 25 --key bob")]
	Contribute {
		/// Number of the campaign.
		campaign: CampaignId,
		/// CFX. More than is missing is cut to that.
		#[arg(value_parser = parse_cfx)]
		amount: u128,
	},
	/// Have what is due to a contributor handed over: the refund of a campaign that is over, the tokens of one that had
	/// success. Blocks do it by themselves, some at a time.
	#[command(after_help = "Example: reel fund refund 7 --key bob")]
	Refund(WhoArgs),
	/// Name the title that the campaign was for; its part of the income is the campaign's from then on.
	#[command(after_help = "Example: reel fund attach 7 film.reel --key alice")]
	Attach {
		/// Number of the campaign.
		campaign: CampaignId,
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
	},
	/// Say that the next milestone is there. It is paid unless contributors vote it down.
	#[command(after_help = "Example: reel fund report 7 --key alice")]
	Report {
		/// Number of the campaign.
		campaign: CampaignId,
	},
	/// Vote against the milestone that was reported. With contributors of more than half of the goal against it, what is
	/// left goes back.
	#[command(after_help = "Example: reel fund vote 7 --key bob")]
	Vote {
		/// Number of the campaign.
		campaign: CampaignId,
		/// Take the vote back.
		#[arg(long)]
		withdraw: bool,
	},
	/// Call one's own campaign off while it is open, or stop one as a supervisor of its country.
	#[command(after_help = "Example: reel fund stop 7 --key alice")]
	Stop {
		/// Number of the campaign.
		campaign: CampaignId,
	},
	/// Have done what is to be done for a campaign now, instead of waiting for blocks to do it.
	#[command(after_help = "Example: reel fund advance 7 --key bob")]
	Advance {
		/// Number of the campaign.
		campaign: CampaignId,
	},
	/// Claim what an account's tokens brought.
	#[command(after_help = "Example: reel fund claim 7 --key bob")]
	Claim {
		#[command(flatten)]
		who: WhoArgs,
		/// cfx or ssh.
		#[arg(long = "with", default_value = "cfx", value_parser = by_name::<Currency>)]
		currency: Currency,
	},
	/// List campaigns.
	#[command(after_help = "Example: reel fund list --json")]
	List,
	/// Show a campaign, and what an account contributed, how many tokens it has and what it can claim.
	#[command(after_help = "Example: reel fund show 7 --for //Bob")]
	Show(WhoArgs),
}

#[derive(Debug, Args)]
pub(super) struct OpenArgs {
	/// Text that describes the film; its hash goes on chain.
	description: PathBuf,
	/// A part of the goal in CFX, and the text that says what is to be there for it; its hash goes on chain. The first is
	/// paid when the goal is met, which is the sum of all.
	#[arg(long = "milestone", required = true, value_name = "CFX=FILE", value_parser = parse_milestone)]
	milestones: Vec<(u128, PathBuf)>,
	/// Basis points of the title's income that holders of tokens share: 2500 are a quarter.
	#[arg(long, value_name = "BASISPOINTS", value_parser = clap::value_parser!(u16).range(1..=10_000))]
	share: BasisPoints,
	/// Number of tokens; they cannot be divided.
	#[arg(long, value_parser = clap::value_parser!(u64).range(1..=1_000_000_000_000))]
	tokens: u64,
	/// Days in which the goal must be met.
	#[arg(long, default_value_t = 30)]
	days: u32,
	/// Days after a milestone in which the next must be reported.
	#[arg(long, default_value_t = 180)]
	milestone_days: u32,
	/// Days in which a milestone can be voted down.
	#[arg(long, default_value_t = 7)]
	voting_days: u32,
	/// The title, if it is there: magnet, link, magnet file, or 0x content id.
	#[arg(long, value_name = "MAGNET")]
	title: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct WhoArgs {
	/// Number of the campaign.
	campaign: CampaignId,
	/// SS58 address or //Name [default: the signing account].
	#[arg(long = "for", value_name = "ACCOUNT")]
	who: Option<String>,
}

fn parse_milestone(text: &str) -> Result<(u128, PathBuf)> {
	let wrong = || Error::Usage(format!("{text:?} is no milestone: write CFX=FILE"));
	let (amount, file) = text.split_once('=').ok_or_else(wrong)?;
	Ok((parse_cfx(amount)?, PathBuf::from(file)))
}

fn days(days: u32) -> Round {
	u64::from(days) * DAY_MS / ROUND_MS
}

fn hash_of(path: &Path) -> Result<Hash32> {
	let text = std::fs::read(path).map_err(|error| Error::of_file(path, &error))?;
	Ok(blake2b_256(&[&text]))
}

pub(super) async fn fund(context: &Context, command: FundCommand) -> Result<()> {
	let of = |campaign: CampaignId| json!({ "campaign": campaign });
	match command {
		FundCommand::Open(arguments) => open(context, &arguments).await,
		FundCommand::Contribute { campaign, amount } => {
			let fields = json!({ "campaign": campaign, "amount_planck": amount.to_string() });
			let text = format!(
				"{} CFX held for campaign {campaign}, or what was missing if that is less",
				format_cfx(amount)
			);
			let call = funding::contribute(campaign, amount);
			context.send(call, "contributed", &text, fields).await
		},
		FundCommand::Refund(WhoArgs { campaign, who }) => {
			let who = context.account(who.as_deref())?;
			if context.chain().await?.contribution(campaign, &who).await?.is_none() {
				return Err(nothing_due(campaign, &who));
			}
			let fields = json!({ "campaign": campaign, "account": to_ss58(&who) });
			let text = format!("{} has what was due of campaign {campaign}", to_ss58(&who));
			context
				.send(funding::settle(campaign, &who), "contribution-settled", &text, fields)
				.await
		},
		FundCommand::Attach { campaign, magnet } => {
			let content = Magnet::read(&magnet)?.content();
			let fields = json!({ "campaign": campaign, "content": content.to_string() });
			let text = format!("campaign {campaign} was for {content}");
			let call = funding::attach_title(campaign, &content);
			context.send(call, "title-attached", &text, fields).await
		},
		FundCommand::Report { campaign } => {
			let text = format!("the next milestone of campaign {campaign} can be voted down now");
			context.send(funding::report(campaign), "milestone-reported", &text, of(campaign)).await
		},
		FundCommand::Vote { campaign, withdraw } => {
			let fields = json!({ "campaign": campaign, "against": !withdraw });
			let text = match withdraw {
				false => format!("voted against the milestone of campaign {campaign}"),
				true => format!("the vote on campaign {campaign} is taken back"),
			};
			context.send(funding::vote(campaign, !withdraw), "voted", &text, fields).await
		},
		FundCommand::Stop { campaign } => {
			let text = format!("campaign {campaign} is over: what is left of it goes back");
			context.send(funding::stop(campaign), "campaign-stopped", &text, of(campaign)).await
		},
		FundCommand::Advance { campaign } => {
			let text = format!("campaign {campaign} is some steps further");
			context.send(funding::advance(campaign), "campaign-advanced", &text, of(campaign)).await
		},
		FundCommand::Claim { who: WhoArgs { campaign, who }, currency } => {
			claim(context, campaign, who.as_deref(), currency).await
		},
		FundCommand::List => list(context).await,
		FundCommand::Show(WhoArgs { campaign, who }) => {
			show(context, campaign, who.as_deref()).await
		},
	}
}

async fn open(context: &Context, arguments: &OpenArgs) -> Result<()> {
	let within = days(arguments.milestone_days);
	let mut milestones = vec![];
	for (amount, file) in &arguments.milestones {
		milestones.push(Milestone { amount: *amount, description: hash_of(file)?, within });
	}
	let goal = milestones
		.iter()
		.try_fold(0u128, |sum, milestone| sum.checked_add(milestone.amount))
		.ok_or_else(|| Error::Usage("the milestones are more CFX than there can be".to_owned()))?;
	let content = match &arguments.title {
		Some(title) => Some(Magnet::read(title)?.content()),
		None => None,
	};
	let offer = Offer {
		goal,
		ends: context.chain().await?.current_round().await? + days(arguments.days),
		milestones,
		share_bp: arguments.share,
		tokens: arguments.tokens.into(),
		voting_rounds: days(arguments.voting_days),
		content,
		description: hash_of(&arguments.description)?,
	};
	let text = format!("open for {} CFX: see reel fund list", format_cfx(goal));
	let fields = json!({ "goal_planck": goal.to_string(), "ends": offer.ends });
	let call = funding::open(&offer);
	context.send_numbered(call, "campaign-opened", "campaign", &text, fields).await
}

async fn claim(
	context: &Context,
	campaign: CampaignId,
	who: Option<&str>,
	currency: Currency,
) -> Result<()> {
	let who = context.account(who)?;
	let owed = context.chain().await?.royalties_of(campaign, &who).await?;
	let amount = match currency {
		Currency::Cfx => owed.cfx,
		Currency::Ssh => owed.ssh,
	};
	let coin = coin(currency);
	let fields = json!({
		"campaign": campaign,
		"account": to_ss58(&who),
		"currency": coin,
		"amount_planck": amount.to_string(),
	});
	let text = format!("{} {coin} for {}", format_cfx(amount), to_ss58(&who));
	context.send(funding::claim(campaign, &who, currency), "royalties-claimed", &text, fields).await
}

/// There is no contribution, or no more of it than what the chain has dealt with.
fn nothing_due(campaign: CampaignId, who: &AccountId) -> Error {
	Error::Refused {
		label: "nothing-due".to_owned(),
		message: format!(
			"nothing is due to {} of campaign {campaign}: it contributed nothing, or has had all of it",
			to_ss58(who)
		),
		retry_after_ms: None,
	}
}

async fn list(context: &Context) -> Result<()> {
	let campaigns = context.chain().await?.campaigns().await?;
	for (id, campaign) in &campaigns {
		context.output.event("campaign", &line(*id, campaign), fields_of(*id, campaign));
	}
	if campaigns.is_empty() {
		context.output.note("there are no campaigns");
	}
	Ok(())
}

async fn show(context: &Context, id: CampaignId, who: Option<&str>) -> Result<()> {
	let chain = context.chain().await?;
	let campaign = chain.funding_campaign(id).await?;
	let (asset, account) = chain.campaign_accounts(id).await?;
	let mut text = line(id, &campaign);
	text += &format!("\n  {} tokens of asset {asset}", campaign.offer.tokens);
	text += &format!(", {} basis points of the income", campaign.offer.share_bp);
	text += &format!("\n  account {}", to_ss58(&account));
	let mut fields = fields_of(id, &campaign);
	fields["asset"] = json!(asset);
	fields["account"] = json!(to_ss58(&account));
	// Without a key there is nobody to say more of.
	if let Ok(who) = context.account(who) {
		let given = chain.contribution(id, &who).await?;
		let owed = chain.royalties_of(id, &who).await?;
		let (cfx, ssh) = (format_cfx(owed.cfx), format_cfx(owed.ssh));
		let amount = given.map_or(0, |given| given.amount);
		let tokens = chain.asset_balance(asset, &who).await?;
		text += &format!("\n  {} gave {} CFX", to_ss58(&who), format_cfx(amount));
		text += &format!(", has {tokens} tokens");
		text += &format!(", can claim {cfx} CFX and {ssh} SSH");
		fields["of"] = json!({
			"account": to_ss58(&who),
			"contributed_planck": amount.to_string(),
			"tokens": tokens.to_string(),
			"claimable_cfx_planck": owed.cfx.to_string(),
			"claimable_ssh_planck": owed.ssh.to_string(),
		});
	}
	context.output.event("campaign", &text, fields);
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_milestone_is_an_amount_and_a_file() {
		let (amount, file) = parse_milestone("1.5=a=b.md").expect("a milestone");
		assert_eq!((amount, file), (1_500_000_000_000_000_000, PathBuf::from("a=b.md")));
		for wrong in ["1", "x=a.md", "=a.md"] {
			assert!(parse_milestone(wrong).is_err(), "{wrong}");
		}
	}

	#[test]
	fn a_day_has_six_thousand_rounds() {
		assert_eq!(days(1), 6_000);
	}
}
