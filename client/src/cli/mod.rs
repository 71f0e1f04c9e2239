//! The command line: what can be asked for. [`run`] does it and gives the exit code of [`crate::error`].

mod content;
mod context;
mod money;
mod supervise;

use crate::{Result, chain::calls::Verdict, media::cut::CELL_SECONDS, output::Output};
use clap::{Args, CommandFactory, Parser, Subcommand};
use context::Context;
use reel_primitives::content::{Licence, ReasonCode};
use serde::de::{
	DeserializeOwned,
	value::{Error as ValueError, StrDeserializer},
};
use std::path::PathBuf;

/// Publish, watch and supervise on Reelchain.
///
/// Results go to standard output: text, or with --json one object a line whose "event" names it. Exit codes: 1 node,
/// file or tool, 2 usage, 3 not found, 4 refused, 5 not in time, 6 not authorized, 7 storage.
#[derive(Debug, Parser)]
#[command(name = "reel", version, propagate_version = true)]
pub struct Cli {
	#[command(flatten)]
	global: Global,
	#[command(subcommand)]
	command: Command,
}

/// Options of every subcommand.
#[derive(Debug, Args)]
struct Global {
	/// Node to talk to, and desk to watch with.
	#[arg(
		long,
		global = true,
		env = "REEL_NODE",
		default_value = "ws://127.0.0.1:9944",
		value_name = "URL"
	)]
	node: String,
	/// Fragment store to write to and to read from.
	#[arg(
		long,
		global = true,
		env = "REEL_STORE",
		default_value = "http://127.0.0.1:8945",
		value_name = "URL"
	)]
	store: String,
	/// File with the token of the store's API, needed to publish.
	#[arg(long, global = true, env = "REEL_STORE_TOKEN_FILE", value_name = "FILE")]
	store_token_file: Option<PathBuf>,
	/// Sign with a well-known development key, such as Alice. Everybody has these keys.
	#[arg(long, global = true, value_name = "NAME", conflicts_with = "suri_file")]
	dev_account: Option<String>,
	/// Sign with the phrase or seed in this file, which only its owner may read. Otherwise from the variable `REEL_SURI`.
	#[arg(long, global = true, env = "REEL_SURI_FILE", value_name = "FILE")]
	suri_file: Option<PathBuf>,
	/// Directory of the secrets of published titles [default: ~/.local/share/reel/secrets].
	#[arg(long, global = true, env = "REEL_VAULT", value_name = "DIRECTORY")]
	vault: Option<PathBuf>,
	/// Wait until transactions are finalized, not only in a block.
	#[arg(long, global = true)]
	finalized: bool,
	/// Print one JSON object a line.
	#[arg(long, global = true)]
	json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
	/// Cut, encrypt, store and register a video, and hand its keys to the desks.
	Publish(PublishArgs),
	/// Watch a title and be paid for it.
	Watch(WatchArgs),
	/// Titles: look at them, and change one's own.
	#[command(subcommand)]
	Title(TitleCommand),
	/// What supervisors do: creators, titles, reports.
	#[command(subcommand)]
	Supervisor(SupervisorCommand),
	/// CFX: balance, sending, claiming.
	#[command(subcommand)]
	Wallet(WalletCommand),
	/// Report a title to the supervisors of its country. Holds a deposit until it is decided.
	Report {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
		/// rights, unlawful, misleading, harmful or order.
		#[arg(long, value_parser = by_name::<ReasonCode>)]
		reason: ReasonCode,
	},
	/// State of the node and the chain.
	Status,
	/// Print the completions of a shell.
	Completion {
		/// The shell.
		shell: clap_complete::Shell,
	},
}

#[derive(Debug, Args)]
struct PublishArgs {
	/// The video.
	file: PathBuf,
	/// Title for people [default: the file's name].
	#[arg(long)]
	title: Option<String>,
	/// Price of watching in CFX; 0 is free.
	#[arg(long, default_value = "0", value_name = "CFX", value_parser = crate::money::parse_cfx)]
	price: u128,
	/// Longest cell in seconds: a viewer is paid cell by cell.
	#[arg(long, default_value_t = *CELL_SECONDS.end(), value_name = "SECONDS",
		value_parser = clap::value_parser!(u32).range(i64::from(*CELL_SECONDS.start())..=i64::from(*CELL_SECONDS.end())))]
	cell_seconds: u32,
	/// all-rights-reserved, cc-by, cc-by-sa, cc-by-nc, cc-by-nd or public-domain.
	#[arg(long, default_value = "all-rights-reserved", value_parser = by_name::<Licence>)]
	licence: Licence,
	/// Welcome donations.
	#[arg(long)]
	donations: bool,
	/// Free text that describes the title; up to 32 times.
	#[arg(long = "metadata", value_name = "KEY=VALUE")]
	metadata: Vec<String>,
	/// Where to write the magnet file.
	#[arg(long, value_name = "FILE")]
	magnet_file: Option<PathBuf>,
	/// Further nodes whose desks get the keys, beside --node; each of the network's validators can then serve it.
	#[arg(long = "desk", value_name = "URL")]
	desks: Vec<String>,
}

#[derive(Debug, Args)]
struct WatchArgs {
	/// Magnet, link, magnet file, or 0x content id.
	magnet: String,
	/// Play in real time without a picture, instead of serving a player.
	#[arg(long)]
	headless: bool,
	/// Player to start, called with the address of the playlist, for example mpv or ffplay.
	#[arg(long, value_name = "PROGRAM", conflicts_with = "headless")]
	player: Option<String>,
	/// First cell to watch, from 0. Headless only.
	#[arg(long, default_value_t = 0, value_name = "CELL", requires = "headless")]
	from: u32,
	/// How many cells to watch [default: all]. Headless only.
	#[arg(long, value_name = "CELLS", requires = "headless")]
	cells: Option<u32>,
	/// How long the reward of an accepted cell may take, in seconds: four rounds of 14.4 s and a little.
	#[arg(long, default_value_t = 75, value_name = "SECONDS")]
	pay_wait: u64,
}

#[derive(Debug, Subcommand)]
enum TitleCommand {
	/// List the titles of a creator.
	List {
		/// SS58 address or //Name [default: the signing account].
		creator: Option<String>,
	},
	/// Show what the chain says of a title.
	Show {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
	},
	/// Delete one's title for good. Its id is never used again.
	Delete {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
	},
	/// Set the price of watching one's title.
	Price {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
		/// In CFX; 0 is free.
		#[arg(value_parser = crate::money::parse_cfx)]
		cfx: u128,
	},
	/// Hand the keys of one's title to the desks of further nodes, for example of new validators.
	Deposit {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
		/// Further nodes, beside --node.
		#[arg(long = "desk", value_name = "URL")]
		desks: Vec<String>,
	},
}

#[derive(Debug, Subcommand)]
enum SupervisorCommand {
	/// Let a creator publish until a round.
	Authorize {
		/// SS58 address or //Name.
		creator: String,
		/// Country of the authorization: two capital letters.
		#[arg(long, default_value = "KR")]
		country: String,
		/// For how many days from now.
		#[arg(long, default_value_t = 365)]
		days: u64,
		/// Random number under which the papers are kept off chain: 64 hex digits [default: drawn].
		#[arg(long, value_name = "HEX")]
		case: Option<String>,
	},
	/// Take a creator's authorization back.
	Revoke {
		/// SS58 address or //Name.
		creator: String,
	},
	/// Stop the playback of a title.
	Stop {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
		/// rights, unlawful, misleading, harmful or order.
		#[arg(long, value_parser = by_name::<ReasonCode>)]
		reason: ReasonCode,
	},
	/// Allow the playback of a stopped title again.
	Reinstate {
		/// Magnet, link, magnet file, or 0x content id.
		magnet: String,
	},
	/// Decide a report.
	Decide {
		/// Number of the report.
		report: u64,
		/// The verdict.
		#[arg(value_enum)]
		verdict: Verdict,
	},
}

#[derive(Debug, Subcommand)]
enum WalletCommand {
	/// Show what an account has.
	Balance {
		/// SS58 address or //Name [default: the signing account].
		account: Option<String>,
	},
	/// Send CFX.
	Send {
		/// SS58 address or //Name.
		to: String,
		/// In CFX.
		#[arg(value_parser = crate::money::parse_cfx)]
		cfx: u128,
	},
	/// Show the address of the signing account.
	Address,
	/// Claim the rewards that wait at this node's desk, without a fee.
	Claim {
		/// SS58 address or //Name [default: the signing account].
		account: Option<String>,
	},
}

/// Reads an enum by the names that it has in JSON.
fn by_name<T: DeserializeOwned>(text: &str) -> Result<T, String> {
	T::deserialize(StrDeserializer::<ValueError>::new(text)).map_err(|error| error.to_string())
}

/// Does what was asked for; the exit code.
pub async fn run(cli: Cli) -> u8 {
	let output = Output::new(cli.global.json);
	match dispatch(cli, output).await {
		Ok(()) => 0,
		Err(error) => {
			output.failure(&error);
			error.exit_code()
		},
	}
}

async fn dispatch(cli: Cli, output: Output) -> Result<()> {
	let context = Context::new(cli.global, output);
	match cli.command {
		Command::Publish(arguments) => content::publish(&context, arguments).await,
		Command::Watch(arguments) => content::watch(&context, arguments).await,
		Command::Title(command) => content::title(&context, command).await,
		Command::Supervisor(command) => supervise::supervisor(&context, command).await,
		Command::Wallet(command) => money::wallet(&context, command).await,
		Command::Report { magnet, reason } => supervise::report(&context, &magnet, reason).await,
		Command::Status => money::status(&context).await,
		Command::Completion { shell } => {
			clap_complete::generate(shell, &mut Cli::command(), "reel", &mut std::io::stdout());
			Ok(())
		},
	}
}
