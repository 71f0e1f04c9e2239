//! `report`, and the list of reports that supervisors read.

use super::{by_name, context::Context};
use crate::{
	Error, Result,
	account::to_ss58,
	chain::{
		Chain, calls,
		reports::{Countries, Country, Report, country_text},
	},
	magnet::Magnet,
	money::format_cfx,
};
use clap::{Args, Subcommand};
use reel_primitives::content::ReasonCode;
use serde_json::json;

#[derive(Debug, Args)]
#[command(
	args_conflicts_with_subcommands = true,
	after_help = "Example: reel report film.reel --reason rights --key alice"
)]
pub(super) struct ReportArgs {
	#[command(subcommand)]
	command: Option<ReportCommand>,
	/// Magnet, link, magnet file, or 0x content id.
	magnet: Option<String>,
	/// rights, unlawful, misleading, harmful or order.
	#[arg(long, value_parser = by_name::<ReasonCode>)]
	reason: Option<ReasonCode>,
}

#[derive(Debug, Subcommand)]
enum ReportCommand {
	/// List one's own open reports with their deposits, or all those of a title.
	#[command(after_help = "Example: reel report list film.reel")]
	List {
		/// Magnet, link, magnet file, or 0x content id [default: those of the signing account].
		magnet: Option<String>,
	},
	/// Take one's own report back, with its deposit, once supervisors have had their time for it.
	#[command(after_help = "Example: reel report withdraw 4 --key alice")]
	Withdraw {
		/// Number of the report.
		report: u64,
	},
}

pub(super) async fn report(context: &Context, arguments: ReportArgs) -> Result<()> {
	match arguments.command {
		Some(ReportCommand::List { magnet }) => list(context, magnet.as_deref()).await,
		Some(ReportCommand::Withdraw { report }) => {
			let text = format!("report {report} is withdrawn");
			let fields = json!({ "report": report });
			context.send(calls::withdraw_report(report), "withdrawn", &text, fields).await
		},
		None => {
			let (Some(magnet), Some(reason)) = (arguments.magnet, arguments.reason) else {
				return Err(Error::Usage(
					"name the title and the reason: reel report MAGNET --reason rights".to_owned(),
				));
			};
			let content = Magnet::read(&magnet)?.content();
			let fields = json!({ "content": content.to_string(), "reason": reason });
			let text = format!("{content} is reported");
			context.send(calls::report_title(&content, reason), "reported", &text, fields).await
		},
	}
}

async fn list(context: &Context, magnet: Option<&str>) -> Result<()> {
	let reports = match magnet {
		Some(magnet) => {
			let content = Magnet::read(magnet)?.content();
			context.chain().await?.reports_of_title(&content).await?
		},
		None => {
			let account = context.account(None)?;
			let mut reports = context.chain().await?.open_reports().await?;
			reports.retain(|report| report.reporter == account);
			reports
		},
	};
	for report in &reports {
		show(context, report, None);
	}
	end(context, reports.len());
	Ok(())
}

/// Open reports of titles that one of `countries` answers for; all without.
pub(super) async fn list_of_countries(
	context: &Context,
	chain: &Chain,
	countries: Option<&[Country]>,
) -> Result<()> {
	let (mut known, mut shown) = (Countries::default(), 0);
	for report in chain.open_reports().await? {
		let country = chain.country_of_title(&report.content, &mut known).await?;
		let wanted = countries.is_none_or(|all| country.is_some_and(|one| all.contains(&one)));
		if wanted {
			show(context, &report, country);
			shown += 1;
		}
	}
	end(context, shown);
	Ok(())
}

fn show(context: &Context, report: &Report, country: Option<Country>) {
	let Report { id, reporter, content, reason, deposit_cfx, reported_in } = report;
	let (magnet, reporter) = (Magnet::of(content).cid.to_string(), to_ss58(reporter));
	let (deposit, country) = (format_cfx(*deposit_cfx), country.as_ref().map(country_text));
	let of = country.as_ref().map_or_else(String::new, |country| format!(" ({country})"));
	context.output.event(
		"report",
		&format!(
			"report {id}{of}: {reason}, round {reported_in}, deposit {deposit} CFX\n  title {magnet}\n  by {reporter}"
		),
		json!({
			"report": id,
			"magnet": magnet,
			"content": content.to_string(),
			"reporter": reporter,
			"reason": reason,
			"deposit_planck": deposit_cfx.to_string(),
			"deposit_cfx": deposit,
			"reported_in": reported_in,
			"country": country,
		}),
	);
}

fn end(context: &Context, reports: usize) {
	if reports == 0 {
		context.output.note("no open reports");
	}
}
