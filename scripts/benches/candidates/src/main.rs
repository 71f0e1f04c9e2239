//! One of the libraries that could have carried our fragments, as a process that gives and takes blocks of 1 MiB.
//! Driven by lines on its standard input, each answered with one line of JSON; the first says where it is reached.
//!
//! ```text
//! reelchain-candidates rust-ipfs|litep2p|libp2p DIRECTORY
//! blocks SEED MIB       makes and stores blocks of 1 MiB; their names
//! connect ADDRESS       connects with a peer
//! take CID CID …        fetches blocks of the peer connected with, and stores them; the seconds it took
//! ```
//!
//! rust-ipfs keeps its blocks in its own store on disk. The two libraries that bring none keep a file for each block,
//! written without a sync: less than a store has to do, so they are shown at their best.

mod bare;
mod blocks;
mod driven;
mod ipfs;
mod lite;

use blocks::{Blocks, block, name_of};
use cid::Cid;
use serde_json::{Value, json};
use std::{error::Error, io::Write, path::PathBuf, time::Instant};
use tokio::io::{AsyncBufReadExt, BufReader, stdin};

/// Blocks asked for at once, by each candidate alike.
const AT_ONCE: usize = 16;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// What each of them does.
#[async_trait::async_trait]
trait Candidate: Send {
	/// Name, and addresses with it.
	fn hello(&self) -> (String, Vec<String>);

	/// Stores a block to give.
	async fn put(&mut self, cid: Cid, bytes: Vec<u8>) -> Outcome<()>;

	/// Connects with a peer.
	async fn connect(&mut self, address: &str) -> Outcome<()>;

	/// Fetches blocks of the peer connected with, checks them, stores them.
	async fn take(&mut self, cids: Vec<Cid>) -> Outcome<()>;
}

#[tokio::main]
async fn main() -> Outcome<()> {
	let mut arguments = std::env::args().skip(1);
	let (Some(kind), Some(directory)) = (arguments.next(), arguments.next()) else {
		return Err("name a library and a directory".into());
	};
	let directory = PathBuf::from(directory);
	let mut candidate: Box<dyn Candidate> = match kind.as_str() {
		"rust-ipfs" => Box::new(ipfs::Ipfs::start(&directory).await?),
		"litep2p" => Box::new(lite::start(Blocks::in_directory(&directory)?).await?),
		"libp2p" => Box::new(bare::start(Blocks::in_directory(&directory)?).await?),
		other => return Err(format!("{other} is none of rust-ipfs, litep2p, libp2p").into()),
	};
	let (peer, addresses) = candidate.hello();
	say(&json!({ "peer": peer, "addresses": addresses }))?;
	let mut lines = BufReader::new(stdin()).lines();
	while let Some(line) = lines.next_line().await? {
		let answer = match obey(candidate.as_mut(), &line).await {
			Ok(answer) => answer,
			Err(error) => json!({ "error": error.to_string() }),
		};
		say(&answer)?;
	}
	Ok(())
}

fn say(answer: &Value) -> Outcome<()> {
	let mut out = std::io::stdout().lock();
	writeln!(out, "{answer}")?;
	Ok(out.flush()?)
}

async fn obey(candidate: &mut dyn Candidate, line: &str) -> Outcome<Value> {
	let words: Vec<&str> = line.split_whitespace().collect();
	match words.as_slice() {
		["blocks", seed, mib] => {
			let (seed, mib) = (seed.parse()?, mib.parse()?);
			let mut cids = Vec::new();
			for index in 0..mib {
				let bytes = block(seed, index);
				let cid = name_of(&bytes)?;
				cids.push(cid.to_string());
				candidate.put(cid, bytes).await?;
			}
			Ok(json!({ "cids": cids }))
		},
		["connect", address] => {
			candidate.connect(address).await?;
			Ok(json!({}))
		},
		["take", cids @ ..] => {
			let cids: Vec<Cid> = cids.iter().map(|cid| cid.parse()).collect::<Result<_, _>>()?;
			let begin = Instant::now();
			candidate.take(cids).await?;
			Ok(json!({ "seconds": begin.elapsed().as_secs_f64() }))
		},
		_ => Err(format!("not understood: {line}").into()),
	}
}
