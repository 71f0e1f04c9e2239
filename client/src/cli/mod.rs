//! The command line: what can be asked for. [`run`] does it and gives the exit code of [`crate::error`].

mod ads;
mod buy;
mod config;
mod context;
mod curate;
mod decide;
mod fetch;
mod fund;
mod history;
mod holders;
mod identify;
mod keys;
mod layer;
mod options;
mod pages;
mod patterns;
mod peer_args;
mod pin;
mod places;
mod publish;
mod purchases;
mod rate;
mod report;
mod rights;
mod send;
mod status;
mod supervise;
mod swap;
mod title;
mod validate;
mod wallet;
mod watch;

use crate::{Error, Result, output::Output};
use clap::{CommandFactory, Parser, Subcommand};
use context::Context;
use options::{Format, Global};
use serde::de::{
	DeserializeOwned,
	value::{Error as ValueError, StrDeserializer},
};
use std::{ffi::OsString, path::PathBuf};

/// What every page of help ends with.
const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  the node, a file or a tool failed
  2  usage: the arguments make no sense
  3  not found
  4  refused by the chain or a desk; the label says why
  5  not in time
  6  not authorized
  7  storage: a block is missing, does not match, or was not taken";

/// Publish, watch and supervise on Reelchain.
///
/// Results go to standard output: text, or with --json one object a line whose "event" names it; progress and errors go
/// to standard error. A value comes from its flag, else from the environment, else from the configuration file (reel
/// config path), else it is the default. No secret can be given as an argument.
#[derive(Debug, Parser)]
#[command(name = "reel", version, propagate_version = true, after_long_help = EXIT_CODES,
	after_help = "Example: reel status\n\nMore with --help, also on exit codes.")]
pub struct Cli {
	#[command(flatten)]
	global: Global,
	#[command(subcommand)]
	command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
	/// Cut, encrypt, store and register a video, and hand its keys to the desks.
	Publish(publish::PublishArgs),
	/// Tell which recording a film or a piece of music is of, whose it is, and what its titles cost, before anything is fetched.
	Identify(identify::IdentifyArgs),
	/// Watch a title and be paid for it.
	Watch(watch::WatchArgs),
	Rate(rate::RateArgs),
	/// Fetch a title, encrypted as it is, from other stores into one of this program's own.
	Fetch(fetch::FetchArgs),
	/// Keep a title or block in the node's store, or in one of this program's own.
	Pin(pin::PinArgs),
	/// Buy or rent a title. The price is held, and paid to its holders when the first play is confirmed.
	Buy(buy::BuyArgs),
	/// Refuse what was bought, before its first play is confirmed; the price goes back.
	Refuse(buy::RefuseArgs),
	/// Give to those whose title it is.
	Donate(buy::DonateArgs),
	/// Purchases: what was bought, and how it stands.
	#[command(subcommand)]
	Purchase(purchases::PurchaseCommand),
	/// Rights: who shares a title's income, what it costs, what was paid.
	#[command(subcommand)]
	Rights(rights::RightsCommand),
	/// Patterns: all files of one recording, whose they are; supervisors' corrections.
	#[command(subcommand)]
	Pattern(patterns::PatternCommand),
	/// Appeals against not being allowed to publish a recording, and the rulings on them.
	#[command(subcommand)]
	Appeal(patterns::AppealCommand),
	/// Layers: subtitles, dubs and effects that others add to titles.
	#[command(subcommand)]
	Layer(layer::LayerCommand),
	/// Ads: campaigns whose budget is held, charged by what was watched.
	#[command(subcommand)]
	Ad(ads::AdCommand),
	/// Campaigns: pay for films before they are there, and share what they bring.
	#[command(subcommand)]
	Fund(fund::FundCommand),
	/// Titles: look at them, and change one's own.
	#[command(subcommand)]
	Title(title::TitleCommand),
	/// What supervisors do: creators, titles, reports.
	#[command(subcommand)]
	Supervisor(supervise::SupervisorCommand),
	/// Validators: joining, leaving, and the council's decisions about it.
	#[command(subcommand)]
	Validator(validate::ValidatorCommand),
	/// Curators: keep other people's titles, and be paid in SSH for it.
	#[command(subcommand)]
	Curate(curate::CurateCommand),
	/// CFX and keys: balance, history, sending, claiming, key files.
	#[command(subcommand)]
	Wallet(wallet::WalletCommand),
	/// Report a title to the supervisors of its country. Holds a deposit until it is decided.
	Report(report::ReportArgs),
	/// State of the node and the chain.
	#[command(after_help = "Example: reel status --view --node wss://node.example")]
	Status(status::StatusArgs),
	/// The configuration file: what a flag or the environment does not say.
	#[command(subcommand)]
	Config(config::ConfigCommand),
	/// Print the completions of a shell.
	#[command(
		after_help = "Example: reel completion bash > ~/.local/share/bash-completion/completions/reel"
	)]
	Completion {
		/// The shell.
		shell: clap_complete::Shell,
	},
	/// Write the pages of the manual, or check that they are up to date.
	#[command(hide = true, after_help = "Example: reel help-pages docs/cli")]
	HelpPages {
		/// Where they are.
		directory: PathBuf,
		/// Write nothing: fail when a page is missing or says something else.
		#[arg(long)]
		check: bool,
	},
}

/// Reads an enum by the names that it has in JSON.
fn by_name<T: DeserializeOwned>(text: &str) -> Result<T, String> {
	T::deserialize(StrDeserializer::<ValueError>::new(text)).map_err(|error| error.to_string())
}

/// Whether arguments that make no sense ask for JSON all the same.
fn wants_json(arguments: &[OsString]) -> bool {
	let options = || arguments.iter().take_while(|argument| *argument != "--");
	let named = |pair: (&OsString, &OsString)| pair.0 == "--output" && pair.1 == "json";
	options().any(|argument| argument == "--json" || argument == "--output=json")
		|| options().zip(options().skip(1)).any(named)
		|| std::env::var_os("REEL_OUTPUT").is_some_and(|format| format == "json")
}

/// What is wrong with arguments, on one line, without the advice for people.
fn in_one_line(error: &clap::Error) -> Error {
	let text = error.to_string();
	let what = text.split("\n\n").next().unwrap_or_default();
	let words: Vec<_> = what.trim_start_matches("error: ").split_whitespace().collect();
	Error::Usage(words.join(" "))
}

/// Reads the arguments; an exit code when there is nothing to do but to tell of help, the version, or what is wrong with them.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, u8> {
	let arguments: Vec<OsString> = arguments.into_iter().collect();
	Cli::try_parse_from(&arguments).map_err(|error| {
		if error.use_stderr() && wants_json(&arguments) {
			let error = in_one_line(&error);
			Output::new(true).failure(&error);
			return error.exit_code();
		}
		// A closed pipe is the reader's choice.
		let _ = error.print();
		u8::try_from(error.exit_code()).unwrap_or(2)
	})
}

/// Does what was asked for; the exit code.
pub async fn run(cli: Cli) -> u8 {
	let told = |output: Output, error: &Error| {
		output.failure(error);
		error.exit_code()
	};
	let is_json = cli.global.format() == Some(Format::Json);
	let context = match Context::new(cli.global) {
		Ok(context) => context,
		// A configuration file that cannot be read must not keep one from correcting it.
		Err(error) => return told(Output::new(is_json), &error),
	};
	match dispatch(&context, cli.command).await {
		Ok(()) => 0,
		Err(error) => told(context.output, &error),
	}
}

async fn dispatch(context: &Context, command: Command) -> Result<()> {
	match command {
		Command::Publish(arguments) => publish::publish(context, arguments).await,
		Command::Identify(arguments) => identify::identify(context, arguments).await,
		Command::Watch(arguments) => watch::watch(context, arguments).await,
		Command::Rate(arguments) => rate::rate(context, arguments).await,
		Command::Fetch(arguments) => fetch::fetch(context, arguments).await,
		Command::Pin(arguments) => pin::pin(context, arguments).await,
		Command::Buy(arguments) => buy::buy(context, arguments).await,
		Command::Refuse(arguments) => buy::refuse(context, arguments).await,
		Command::Donate(arguments) => buy::donate(context, arguments).await,
		Command::Purchase(command) => purchases::purchase(context, command).await,
		Command::Rights(command) => rights::rights(context, command).await,
		Command::Pattern(command) => patterns::pattern(context, command).await,
		Command::Appeal(command) => patterns::appeal(context, command).await,
		Command::Layer(command) => layer::layer(context, command).await,
		Command::Ad(command) => ads::ad(context, command).await,
		Command::Fund(command) => fund::fund(context, command).await,
		Command::Title(command) => title::title(context, command).await,
		Command::Supervisor(command) => supervise::supervisor(context, command).await,
		Command::Validator(command) => validate::validator(context, command).await,
		Command::Curate(command) => curate::curate(context, command).await,
		Command::Wallet(command) => wallet::wallet(context, command).await,
		Command::Report(arguments) => report::report(context, arguments).await,
		Command::Status(arguments) => status::status(context, &arguments).await,
		Command::Config(command) => config::config(context, command),
		Command::Completion { shell } => {
			clap_complete::generate(shell, &mut Cli::command(), "reel", &mut std::io::stdout());
			Ok(())
		},
		Command::HelpPages { directory, check } => {
			pages::write(context, &Cli::command(), &directory, check)
		},
	}
}
