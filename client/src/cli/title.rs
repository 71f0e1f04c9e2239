//! `title`.

use super::{
	context::Context,
	rate::{RatingsArgs, ratings},
};
use crate::{
	Error, Result,
	account::to_ss58,
	chain::{Chain, calls},
	magnet::Magnet,
	money::{format_cfx, format_price, price_in_words},
	publish::deposit,
	record::TitleRecord,
	store::get_from,
};
use clap::{ArgAction, Subcommand, builder::BoolishValueParser};
use reel_fragment_store::dag::manifest::Manifest;
use reel_primitives::{
	AccountId, Balance,
	content::{TitleStatus, TitleView},
	market::{Currency, PRICE_BY_QUALITY, SaleKind},
};
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(super) enum TitleCommand {
	/// List the titles of a creator.
	#[command(after_help = "Example: reel title list //Bob")]
	List {
		/// SS58 address or //Name [default: the signing account].
		creator: Option<String>,
	},
	/// Show what the chain says of a title.
	#[command(after_help = "Example: reel title show film.reel --json")]
	Show {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
	},
	/// Show what film and music databases know of a title: the record of its manifest, checked against the chain.
	#[command(after_help = "Example: reel title record film.reel --json")]
	Record {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
	},
	/// Show what viewers who have watched a title say of it; with --log, check a desk's log of ratings.
	#[command(
		after_help = "Example: reel title ratings film.reel --json\nExample: reel title ratings --log ratings.jsonl"
	)]
	Ratings(RatingsArgs),
	/// Check a record file as reel publish does, and publish nothing.
	#[command(after_help = "Example: reel title check-record film.json")]
	CheckRecord {
		/// The file; see docs/schema/title-record.json.
		file: PathBuf,
	},
	/// Delete one's title for good. Its id is never used again.
	#[command(after_help = "Example: reel title delete film.reel --key alice")]
	Delete {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
	},
	/// Set the price of watching one's title.
	#[command(after_help = "Example: reel title price film.reel 0.25 --key alice")]
	Price {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
		/// In CFX; 0 is free, "quality" what follows from the quality.
		#[arg(value_parser = crate::money::parse_price)]
		cfx: u128,
	},
	/// Say whether donations for one's title are welcome.
	#[command(after_help = "Example: reel title donations film.reel yes --key alice")]
	Donations {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
		/// yes or no.
		#[arg(value_name = "yes|no", action = ArgAction::Set, value_parser = BoolishValueParser::new())]
		welcome: bool,
	},
	/// Hand the keys of one's title to the desks of further nodes, for example of new validators.
	#[command(
		after_help = "Example: reel title deposit film.reel --desk ws://10.0.0.7:9944 --key alice"
	)]
	Deposit {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
		/// Further nodes, beside --node.
		#[arg(long = "desk", value_name = "URL")]
		desks: Vec<String>,
	},
}

pub(super) async fn title(context: &Context, command: TitleCommand) -> Result<()> {
	match command {
		TitleCommand::List { creator } => {
			let creator = context.account(creator.as_deref())?;
			let chain = context.chain().await?;
			let mut from = None;
			loop {
				let page = chain.titles_of(&creator, from).await?;
				for content in &page {
					show(context, &chain, &chain.title(content).await?).await?;
				}
				from = page.last().copied();
				if page.len() < 100 {
					return Ok(());
				}
			}
		},
		TitleCommand::Show { magnet } => {
			let content = Magnet::read(&magnet)?.content();
			let chain = context.chain().await?;
			show(context, &chain, &chain.title(&content).await?).await
		},
		TitleCommand::Record { magnet } => record(context, &Magnet::read(&magnet)?).await,
		TitleCommand::Ratings(arguments) => ratings(context, arguments).await,
		TitleCommand::CheckRecord { file } => {
			let record = TitleRecord::read(&file)?;
			let text = format!("{} is a title record", file.display());
			context.output.event("record-checked", &text, record.to_json());
			Ok(())
		},
		TitleCommand::Delete { magnet } => {
			let content = Magnet::read(&magnet)?.content();
			let fields = json!({ "content": content.to_string() });
			let text = format!("deleted {content}");
			context.send(calls::delete_title(&content), "deleted", &text, fields).await
		},
		TitleCommand::Price { magnet, cfx } => {
			let content = Magnet::read(&magnet)?.content();
			let fields = json!({
				"content": content.to_string(),
				"price": format_price(cfx),
				"price_planck": (cfx != PRICE_BY_QUALITY).then(|| cfx.to_string()),
			});
			let text = format!("{content} costs {}", price_in_words(cfx));
			context.send(calls::set_price(&content, cfx), "priced", &text, fields).await
		},
		TitleCommand::Donations { magnet, welcome } => {
			let content = Magnet::read(&magnet)?.content();
			let fields = json!({ "content": content.to_string(), "takes_donations": welcome });
			let text = format!("donations for {content} are {}", welcomed(welcome));
			let call = calls::set_donations(&content, welcome);
			context.send(call, "donations-set", &text, fields).await
		},
		TitleCommand::Deposit { magnet, desks } => {
			let content = Magnet::read(&magnet)?.content();
			let signer = context.signer()?;
			let secret = context.vault()?.read(&content, &signer)?;
			let chain = context.chain().await?;
			let desks = context.desks(&chain, &desks).await?;
			if context.is_dry() {
				let text = format!("would hand the keys of {content} to {} nodes", desks.len());
				let fields = json!({ "content": content.to_string(), "nodes": desks.len() });
				context.would(&text, fields);
				return Ok(());
			}
			let desks = deposit(&chain, &desks, &signer, content, &secret).await?;
			let fields = json!({ "content": content.to_string(), "desks": desks });
			context.output.event("deposited", &format!("{desks} desks have the keys"), fields);
			Ok(())
		},
	}
}

async fn record(context: &Context, magnet: &Magnet) -> Result<()> {
	let manifest = Manifest::decode(&get_from(&context.stores(magnet)?, &magnet.cid).await?)?;
	let view = context.chain().await?.title(&magnet.content()).await?;
	if view.record.metadata_hash != manifest.metadata_hash()? {
		return Err(Error::Storage(
			"the chain has another record's hash than the manifest's: ask the creator".to_owned(),
		));
	}
	let record = TitleRecord { title: manifest.title, record: manifest.metadata }.to_json();
	let text = serde_json::to_string_pretty(&record).unwrap_or_default();
	context.output.event("record", &text, record);
	Ok(())
}

async fn show(context: &Context, chain: &Chain, view: &TitleView<AccountId>) -> Result<()> {
	let cost = match view.state.price_cfx {
		PRICE_BY_QUALITY => {
			match chain.price_of(&view.content, SaleKind::Purchase, Currency::Cfx).await {
				Ok(quote) => Some(quote.price),
				// It is not sold now, for example because it is stopped.
				Err(Error::Refused { .. } | Error::NotFound(_)) => None,
				Err(error) => return Err(error),
			}
		},
		price => Some(price),
	};
	let (text, fields) = describe(view, cost);
	context.output.event("title", &text, fields);
	Ok(())
}

/// Whether donations are taken, in words.
const fn welcomed(takes_donations: bool) -> &'static str {
	if takes_donations { "welcome" } else { "not taken" }
}

/// `cost`: what the price comes to in planck of CFX, where that can be told.
fn describe(view: &TitleView<AccountId>, cost: Option<Balance>) -> (String, Value) {
	let TitleView { content, record, state } = view;
	let (status, reason) = match state.status {
		TitleStatus::Playable => ("playable", None),
		TitleStatus::Stopped(reason) => ("stopped", Some(reason)),
		TitleStatus::Deleted => ("deleted", None),
	};
	let magnet = Magnet::of(content).cid.to_string();
	let (creator, supervisor) = (to_ss58(&record.creator), to_ss58(&record.supervisor));
	let price = match (state.price_cfx, cost) {
		(PRICE_BY_QUALITY, Some(cost)) => format!("{} CFX by its quality", format_cfx(cost)),
		(PRICE_BY_QUALITY, None) => "a price that follows from its quality".to_owned(),
		(0, _) => "free".to_owned(),
		(price, _) => price_in_words(price),
	};
	let text = format!(
		"{magnet}\n  {status}, {price}, {} cells, {} s\n  creator {creator}\n  supervisor {supervisor}\n  donations {}",
		record.geometry.cells,
		record.geometry.duration_ms / 1_000,
		welcomed(state.takes_donations),
	);
	let fields = json!({
		"magnet": magnet,
		"content": content.to_string(),
		"status": status,
		"reason": reason,
		"creator": creator,
		"supervisor": supervisor,
		"price": format_price(state.price_cfx),
		"price_planck": cost.map(|cost| cost.to_string()),
		"price_cfx": cost.map(format_cfx),
		"takes_donations": state.takes_donations,
		"licence": record.licence,
		"split": record.split,
		"cells": record.geometry.cells,
		"duration_ms": record.geometry.duration_ms,
		"size_bytes": record.geometry.size_bytes,
		"registered_in": record.registered_in,
	});
	(text, fields)
}
