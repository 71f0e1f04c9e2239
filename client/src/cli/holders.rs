//! Holders, as `rights` sets, shows, moves and pays them: of one title, or of a pattern and so of all titles that follow it
//! (K2).

use super::{context::Context, identify::parse_pattern};
use crate::{
	Error, Result,
	account::{parse_account, to_ss58},
	chain::{
		Chain,
		calls::Call,
		market::{self, PatternHolding},
	},
	magnet::Magnet,
	money::format_cfx,
};
use clap::Args;
use reel_primitives::{
	AccountId, BasisPoints, ContentId,
	market::{HeldBy, Holder},
	pattern::{OwnedPattern, PatternId},
};
use serde_json::{Map, Value, json};

/// What holders are of.
#[derive(Debug, Args)]
pub(super) struct Subject {
	/// Magnet, link, magnet file, or 0x content id; with --pattern 0x and the 64 hex digits of a pattern.
	subject: String,
	/// A pattern is meant: all titles of one recording of which nothing else is said.
	#[arg(long)]
	pattern: bool,
}

/// What holders are of, and who declared them.
#[derive(Debug, Args)]
pub(super) struct Held {
	#[command(flatten)]
	subject: Subject,
	/// Who declared the pattern's holders, where that is not its owner of now: SS58 address or //Name.
	#[arg(long, requires = "pattern", value_name = "ACCOUNT")]
	owner: Option<String>,
}

/// A title or a pattern.
pub(super) enum Of {
	Title(ContentId),
	Pattern(PatternId),
}

impl Subject {
	pub(super) fn read(&self) -> Result<Of> {
		match self.pattern {
			true => parse_pattern(&self.subject).map(Of::Pattern).map_err(Error::Usage),
			false => Ok(Of::Title(Magnet::read(&self.subject)?.content())),
		}
	}
}

/// A title, or a pattern of somebody's.
enum Place {
	Title(ContentId),
	Pattern(OwnedPattern<AccountId>),
}

impl Held {
	pub(super) const fn new(subject: String, pattern: bool, owner: Option<String>) -> Self {
		Self { subject: Subject { subject, pattern }, owner }
	}

	async fn read(&self, context: &Context) -> Result<Place> {
		let pattern = match self.subject.read()? {
			Of::Title(content) => return Ok(Place::Title(content)),
			Of::Pattern(pattern) => pattern,
		};
		match &self.owner {
			Some(owner) => {
				Ok(Place::Pattern(OwnedPattern { pattern, owner: parse_account(owner)? }))
			},
			None => {
				declared(&context.chain().await?, &pattern).await.map(|(of, _)| Place::Pattern(of))
			},
		}
	}
}

impl Place {
	fn fields(&self) -> Map<String, Value> {
		let fields = match self {
			Self::Title(content) => vec![("content", content.to_string())],
			Self::Pattern(of) => {
				vec![("pattern", of.pattern.to_string()), ("owner", to_ss58(&of.owner))]
			},
		};
		fields.into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect()
	}
}

/// A pattern with its owner and the holders that it declared.
async fn declared(chain: &Chain, pattern: &PatternId) -> Result<PatternHolding> {
	let found = chain.pattern_holders(pattern).await?;
	found.ok_or_else(|| Error::NotFound(format!("the chain has no pattern {pattern}")))
}

fn listed(holders: &[Holder<AccountId>]) -> Value {
	holders
		.iter()
		.map(|holder| json!({ "account": to_ss58(&holder.account), "share_bp": holder.share_bp }))
		.collect()
}

pub(super) async fn set(
	context: &Context,
	subject: &Subject,
	holders: &[Holder<AccountId>],
) -> Result<()> {
	let (name, told, call) = match subject.read()? {
		Of::Title(content) => {
			("content", content.to_string(), market::declare_holders(&content, holders))
		},
		Of::Pattern(pattern) => {
			("pattern", pattern.to_string(), market::declare_pattern_holders(&pattern, holders))
		},
	};
	let text = format!("{} share the income of {told}", holders.len());
	let fields = json!({ name: told, "holders": listed(holders) });
	context.send(call, "holders-declared", &text, fields).await
}

pub(super) async fn transfer(
	context: &Context,
	held: &Held,
	to: &str,
	share_bp: BasisPoints,
) -> Result<()> {
	let (place, to) = (held.read(context).await?, parse_account(to)?);
	let call: Call = match &place {
		Place::Title(content) => market::transfer_share(content, &to, share_bp),
		Place::Pattern(of) => market::transfer_pattern_share(of, &to, share_bp),
	};
	let mut fields = place.fields();
	fields.insert("to".to_owned(), json!(to_ss58(&to)));
	fields.insert("share_bp".to_owned(), json!(share_bp));
	let text = format!("{} has {share_bp} basis points more", to_ss58(&to));
	context.send(call, "share-transferred", &text, Value::Object(fields)).await
}

pub(super) async fn claim(context: &Context, held: &Held) -> Result<()> {
	let place = held.read(context).await?;
	let call = match &place {
		Place::Title(content) => market::claim_income(content),
		Place::Pattern(of) => market::claim_pattern_income(of),
	};
	let text = "what views and ads have brought is paid";
	context.send(call, "income-claimed", text, Value::Object(place.fields())).await
}

/// Shows who shares the income of a pattern's titles of which nothing else is said.
pub(super) async fn show_pattern(context: &Context, pattern: &PatternId) -> Result<()> {
	let chain = context.chain().await?;
	let (of, holders) = declared(&chain, pattern).await?;
	let (told, listed) = of_pattern(&chain, &of, &holders).await?;
	let mut fields = Place::Pattern(of.clone()).fields();
	fields.insert("holders".to_owned(), listed);
	let text = format!("pattern {}\n  of {}{told}", of.pattern, to_ss58(&of.owner));
	context.output.event("pattern-rights", &text, Value::Object(fields));
	Ok(())
}

/// A pattern's holders, each on a line of its own, and for programs.
async fn of_pattern(
	chain: &Chain,
	of: &OwnedPattern<AccountId>,
	holders: &[Holder<AccountId>],
) -> Result<(String, Value)> {
	let (mut text, mut listed) = (String::new(), vec![]);
	if holders.is_empty() {
		text += "\n  its owner has declared no holders: what is said of no title itself is its creator's";
	}
	for holder in holders {
		let owed = chain.pattern_income_owed(of, &holder.account).await?;
		let (line, fields) = told(holder, owed);
		text += &line;
		listed.push(fields);
	}
	Ok((text, Value::Array(listed)))
}

/// The holders that the owner of a pattern has declared; empty where it has not.
pub(super) async fn of_pattern_named(
	chain: &Chain,
	pattern: &PatternId,
) -> Result<(String, Value)> {
	let (of, holders) = declared(chain, pattern).await?;
	match holders.is_empty() {
		true => Ok((String::new(), json!([]))),
		false => of_pattern(chain, &of, &holders).await,
	}
}

/// Who shares a title's income and who said so, a line each, and for programs; `None` when it was never registered.
pub(super) async fn of_title(
	chain: &Chain,
	content: &ContentId,
) -> Result<Option<(String, Map<String, Value>)>> {
	let Some(holding) = chain.holders_of(content).await? else { return Ok(None) };
	let (by, of) = match &holding.by {
		HeldBy::Creator => ("creator", None),
		HeldBy::Title => ("title", None),
		HeldBy::Pattern(of) => ("pattern", Some(of)),
	};
	let mut fields = Map::from_iter([("held_by".to_owned(), json!(by))]);
	let (mut text, mut listed) = (String::new(), vec![]);
	if let Some(of) = of {
		text += &format!("\n  as all titles of pattern {}, of {}", of.pattern, to_ss58(&of.owner));
		fields.extend(Place::Pattern(of.clone()).fields());
	}
	for holder in &holding.holders {
		let owed = match of {
			Some(of) => chain.pattern_income_owed(of, &holder.account).await?,
			None => chain.income_owed(content, &holder.account).await?,
		};
		let (line, one) = told(holder, owed);
		text += &line;
		listed.push(one);
	}
	fields.insert("holders".to_owned(), Value::Array(listed));
	Ok(Some((text, fields)))
}

fn told(holder: &Holder<AccountId>, owed: u128) -> (String, Value) {
	let Holder { account, share_bp } = holder;
	let account = to_ss58(account);
	let mut text = format!("\n  {share_bp} basis points {account}");
	if owed > 0 {
		text += &format!(", {} CFX of views and ads to claim", format_cfx(owed));
	}
	let fields =
		json!({ "account": account, "share_bp": share_bp, "owed_planck": owed.to_string() });
	(text, fields)
}

#[cfg(test)]
mod tests {
	use super::*;

	fn subject(subject: &str, pattern: bool) -> Subject {
		Subject { subject: subject.to_owned(), pattern }
	}

	#[test]
	fn a_pattern_is_told_from_a_title_by_the_flag_alone() {
		let name = format!("0x{}", "0a".repeat(32));
		let title = subject(&name, false).read();
		assert!(matches!(title, Ok(Of::Title(content)) if content == ContentId([10; 32])));
		let pattern = subject(&name, true).read();
		assert!(matches!(pattern, Ok(Of::Pattern(pattern)) if pattern == PatternId([10; 32])));
		assert!(matches!(subject("film.reel", true).read(), Err(Error::Usage(_))));
	}

	#[test]
	fn what_is_owed_is_told_where_there_is_any() {
		let account = parse_account("//Alice").expect("a name");
		let holder = Holder { account, share_bp: 2_500 };
		let (text, fields) = told(&holder, 0);
		assert!(
			text.starts_with("\n  2500 basis points 5Grw") && !text.contains("claim"),
			"{text}"
		);
		assert_eq!(fields["owed_planck"], "0");
		assert!(told(&holder, 7).0.ends_with("CFX of views and ads to claim"));
	}
}
