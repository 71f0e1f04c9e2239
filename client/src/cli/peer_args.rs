//! Options of commands that fetch from other stores.

use super::context::Context;
use crate::{
	Error, Result,
	magnet::Magnet,
	peers::{PeerOptions, parse_peer},
	size::parse_size,
};
use clap::Args;
use reel_fragment_store::network::{Multiaddr, Origin, OriginKind};
use std::path::PathBuf;

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Other stores")]
pub(super) struct PeerArgs {
	/// Store to join the others by, with its /p2p/ part; may be given several times, beside those of the magnet file.
	#[arg(long, value_name = "MULTIADDR", value_parser = parse_peer, env = "REEL_BOOTSTRAP", value_delimiter = ',')]
	bootstrap: Vec<Multiaddr>,
	/// Web server that has it under /ipfs/CID, asked beside peers; beside the gateways of the magnet file.
	#[arg(long = "origin", value_name = "URL")]
	origins: Vec<String>,
	/// Web server that has it as plain files named by their CIDs, such as a CDN.
	#[arg(long = "files-origin", value_name = "URL")]
	files: Vec<String>,
	/// Ask peers only, not the gateways of the magnet file.
	#[arg(long, conflicts_with_all = ["origins", "files"])]
	peers_only: bool,
	/// Address to be reached at by other stores.
	#[arg(long, value_name = "MULTIADDR", default_values = ["/ip4/0.0.0.0/tcp/0", "/ip4/0.0.0.0/udp/0/quic-v1"])]
	peer_listen: Vec<Multiaddr>,
	/// Use addresses of this machine and of private networks, too; for test networks.
	#[arg(long, env = "REEL_ALLOW_PRIVATE", value_parser = clap::builder::BoolishValueParser::new(),
		num_args = 0..=1, default_value_t = false, default_missing_value = "true", require_equals = true)]
	allow_private: bool,
	/// Send nothing to others.
	#[arg(long)]
	no_share: bool,
	/// Most bytes a second taken, such as 5MB [default: no limit].
	#[arg(long, value_name = "SIZE", value_parser = parse_size)]
	download_rate: Option<u64>,
	/// Most bytes a second sent, such as 1MB [default: no limit].
	#[arg(long, value_name = "SIZE", value_parser = parse_size)]
	upload_rate: Option<u64>,
	/// Most bytes kept in the directory.
	#[arg(long, value_name = "SIZE", value_parser = parse_size, default_value = "100GiB")]
	quota: u64,
}

impl PeerArgs {
	/// Whether somebody is named beside the gateways that every viewer asks.
	pub(super) const fn names_anybody(&self, magnet: &Magnet) -> bool {
		!(self.bootstrap.is_empty()
			&& magnet.peers.is_empty()
			&& self.origins.is_empty()
			&& self.files.is_empty())
	}

	/// What to open for `magnet` in `directory`.
	///
	/// # Errors
	/// [`Error::Usage`] when the magnet file names what is no peer, or nobody at all is named.
	pub(super) fn options(
		&self,
		context: &Context,
		magnet: &Magnet,
		directory: PathBuf,
	) -> Result<PeerOptions> {
		let mut bootstrap = self.bootstrap.clone();
		for text in &magnet.peers {
			let address = parse_peer(text)?;
			if !bootstrap.contains(&address) {
				bootstrap.push(address);
			}
		}
		let mut origins: Vec<Origin> = Vec::new();
		if !self.peers_only {
			let gateways = magnet.gateways.iter().chain(&self.origins);
			for base in gateways.chain(context.given_store()) {
				if origins.iter().all(|origin| origin.base != *base) {
					origins.push(Origin { base: base.clone(), kind: OriginKind::Gateway });
				}
			}
			let files = self.files.iter();
			origins
				.extend(files.map(|base| Origin { base: base.clone(), kind: OriginKind::Files }));
		}
		if bootstrap.is_empty() && origins.is_empty() {
			return Err(Error::Usage(
				"nobody to fetch from: give --bootstrap, --origin, or a magnet file that names them"
					.to_owned(),
			));
		}
		Ok(PeerOptions {
			directory,
			quota_bytes: self.quota,
			bootstrap,
			origins,
			listen: self.peer_listen.clone(),
			allow_private: self.allow_private,
			share: !self.no_share,
			upload_bps: self.upload_rate,
			download_bps: self.download_rate,
		})
	}

	/// What a failure may come from that the options decide.
	pub(super) fn explain(&self, error: Error) -> Error {
		if self.allow_private {
			return error;
		}
		let hint = |text: String| {
			format!(
				"{text}. Addresses of this machine and of private networks are used with --allow-private only"
			)
		};
		match error {
			Error::Storage(text)
				if text.contains("private network") || text.contains("cannot connect") =>
			{
				Error::Storage(hint(text))
			},
			Error::NotFound(text) if text.contains("no provider") => Error::NotFound(hint(text)),
			other => other,
		}
	}
}
