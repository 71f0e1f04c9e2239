//! Which subcommand does what.

use crate::{
	chain_spec,
	cli::{Cli, Subcommand},
	failure::Failure,
	preflight,
	service::{self, Options, cache::RuntimeCache, curate, partial},
};
use clap::CommandFactory;
use reelchain_runtime::opaque::Block;
use sc_cli::{CliConfiguration, SubstrateCli};
use sc_service::{Configuration, PartialComponents, TaskManager};
use std::{future::Future, io, sync::Arc};

/// What must not log each request with its answer, however much else is asked for: in them are the keys that a desk
/// hands out, the phrases of `author_insertKey`, who asks for which title, and the headers that tell from where.
const NEVER_IN_FULL: [&str; 2] = ["jsonrpsee=info", "rpc_metrics=info"];

/// Parses the command line and does what it says.
///
/// # Errors
/// Everything that ends the process with a code other than 0.
pub(crate) fn run() -> Result<(), Failure> {
	let mut cli =
		Cli::try_from_iter(std::env::args_os()).map_err(|error| Failure::usage(&error))?;
	// Behind what the operator asks for: the last word counts.
	cli.run.shared_params.log.extend(NEVER_IN_FULL.map(str::to_owned));
	match &cli.subcommand {
		None => run_node(&cli),
		Some(Subcommand::Key(command)) => Ok(command.run(&cli)?),
		Some(Subcommand::Completion(command)) => {
			clap_complete::generate(
				command.shell,
				&mut Cli::setup_command(Cli::command()),
				Cli::executable_name(),
				&mut io::stdout(),
			);
			Ok(())
		},
		Some(Subcommand::ExportChainSpec(command)) => {
			let spec = chain_spec::load(&command.chain).map_err(sc_cli::Error::Input)?;
			Ok(command.run(Box::new(spec))?)
		},
		Some(Subcommand::BuildSpec(command)) => {
			let runner = cli.create_runner(command)?;
			runner.sync_run(|config| Ok(command.run(config.chain_spec, config.network)?))
		},
		Some(Subcommand::PurgeChain(command)) => {
			let runner = cli.create_runner(command)?;
			runner.sync_run(|config| Ok(command.run(config.database)?))
		},
		Some(Subcommand::ChainInfo(command)) => {
			let runner = cli.create_runner(command)?;
			runner.sync_run(|config| Ok(command.run::<Block>(&config)?))
		},
		Some(subcommand) => run_on_chain(&cli, subcommand),
	}
}

fn run_node(cli: &Cli) -> Result<(), Failure> {
	let runner = cli.create_runner(&cli.run)?;
	let temporary =
		cli.run.tmp || (cli.run.shared_params.dev && cli.run.shared_params.base_path.is_none());
	let curate = cli.curate.clone();
	let mut store = cli.store.clone();
	curate::complete(&mut store, &curate);
	let (view, provide) = (cli.view.clone(), cli.provide.clone());
	let cache_dir = cli.runtime_cache.runtime_cache_dir.clone();
	runner.run_node_until_exit(|mut config| async move {
		preflight::check(&mut config, &store)?;
		config.offchain_worker.enabled |= curate.curate;
		let cache = RuntimeCache::choose(cache_dir, temporary, config.base_path.path())?;
		service::start(config, Options { store, curate, view, provide, cache }).await
	})
}

/// The subcommands that open the database with the client around it.
#[expect(
	clippy::result_large_err,
	reason = "the SDK's error type is in the signature of its callbacks"
)]
fn run_on_chain(cli: &Cli, subcommand: &Subcommand) -> Result<(), Failure> {
	match subcommand {
		Subcommand::CheckBlock(command) => {
			with_chain(cli, command, |_, parts| Ok(command.run(parts.client, parts.import_queue)))
		},
		Subcommand::ImportBlocks(command) => {
			with_chain(cli, command, |_, parts| Ok(command.run(parts.client, parts.import_queue)))
		},
		Subcommand::ExportBlocks(command) => {
			with_chain(cli, command, |config, parts| Ok(command.run(parts.client, config.database)))
		},
		Subcommand::Revert(command) => with_chain(cli, command, |_, parts| {
			let revert_consensus = Box::new(
				|client: Arc<partial::FullClient>, backend: Arc<partial::FullBackend>, blocks| {
					// Both keep data about blocks that are about to go.
					sc_consensus_babe::revert(client.clone(), backend, blocks)?;
					sc_consensus_grandpa::revert(client, blocks)?;
					Ok(())
				},
			);
			Ok(command.run(parts.client, parts.backend, Some(revert_consensus)))
		}),
		_ => Err(Failure::new("this subcommand needs no database", "see `reelchain-node --help`")),
	}
}

/// Runs `work` on an opened database until it ends or the process is told to stop.
fn with_chain<Command, Work, Running>(
	cli: &Cli,
	command: &Command,
	work: Work,
) -> Result<(), Failure>
where
	Command: CliConfiguration,
	Work: FnOnce(Configuration, Parts) -> Result<Running, Failure>,
	Running: Future<Output = sc_cli::Result<()>>,
{
	let runner = cli.create_runner(command)?;
	let cache_dir = cli.runtime_cache.runtime_cache_dir.clone();
	runner.async_run(|config| {
		let cache = RuntimeCache::choose(cache_dir, false, config.base_path.path())?;
		let PartialComponents { client, backend, task_manager, import_queue, .. } =
			partial::new_partial(&config, &cache)?;
		let running = work(config, Parts { client, backend, import_queue })?;
		let finished = async move { running.await.map_err(Failure::from) };
		Ok::<_, Failure>((finished, task_manager as TaskManager))
	})
}

/// What the subcommands need of an opened chain.
struct Parts {
	client: Arc<partial::FullClient>,
	backend: Arc<partial::FullBackend>,
	import_queue: sc_consensus::DefaultImportQueue<Block>,
}
