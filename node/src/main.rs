//! # Reelchain node
//!
//! One binary for validators and full nodes. It joins four things and adds nothing to any of them: the chain
//! (BABE makes blocks in 2.4 s slots, GRANDPA makes them final, the runtime decides what they mean), the
//! fragment store (the bytes of titles, no chain knowledge), the view service (play tickets, gossip, batches
//! and votes) and the JSON-RPC port through which everybody else asks.
//!
//! ```text
//!              ┌──────────── JSON-RPC 9944 ────────────┐
//!              │ standard methods · pov_v1 · title_v1  │
//!   viewers ──►├───────────────────────────────────────┤
//!              │ client + pool ◄── consensus ◄── p2p   │◄── other nodes
//!              │      ▲                           ▲    │
//!              │ view service ──── gossip ────────┘    │
//!   8945 ◄─────│ fragment store                        │
//!              └───────────────────────────────────────┘
//! ```
//!
//! | module | what it decides |
//! |---|---|
//! | [`cli`] | options and subcommands, nothing else |
//! | [`command`] | which subcommand does what |
//! | [`chain_spec`] | the three built-in chains |
//! | [`preflight`] | what would make the node fail later, said before it starts |
//! | [`failure`] | one line and one hint for each way to fail |
//! | [`service`] | how the parts are started and joined |
//! | [`rpc`] | which RPC modules are served |

mod chain_spec;
mod cli;
mod command;
mod failure;
mod preflight;
mod rpc;
mod service;

use nix::sys::stat::{Mode, umask};
use std::process::ExitCode;
use tikv_jemallocator::Jemalloc;

/// A round of plays fills and empties maps of hundreds of megabytes: the system's allocator gives those pages back each time
/// and has them cleared anew, which costs the desk a tenth of its plays (`scripts/bench pov`).
#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

fn main() -> ExitCode {
	// Keys, secrets and play data lie in many files of many crates: none of them is anybody else's to read.
	umask(Mode::S_IRWXG | Mode::S_IRWXO);
	match command::run() {
		Ok(()) => ExitCode::SUCCESS,
		Err(failure) => failure.report(),
	}
}
