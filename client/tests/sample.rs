//! A short video, a store, a title in it.

use reel::{
	media::cut::{Cut, cut},
	package::Description,
	publish::{Stored, store_title},
	store::{Store, http_client},
};
use reel_fragment_store::{
	Config, Handle, HttpConfig, Network, NetworkConfig, Service, dag::record::Record,
};
use std::{net::SocketAddr, path::Path, process::Command};
use tempfile::TempDir;

pub(crate) const SECRET: [u8; 32] = [7; 32];

/// Nine seconds of a moving test picture, with sound.
pub(crate) fn video(path: &Path) {
	let status = Command::new("ffmpeg")
		.args(["-nostdin", "-v", "error", "-y"])
		.args(["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=9"])
		.args(["-f", "lavfi", "-i", "sine=frequency=440:duration=9"])
		.args(["-shortest", "-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"])
		.arg(path)
		.status()
		.expect("ffmpeg is installed");
	assert!(status.success());
}

/// Nine seconds of a tone, with a cover.
pub(crate) fn music(path: &Path) {
	let status = Command::new("ffmpeg")
		.args(["-nostdin", "-v", "error", "-y"])
		.args(["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=9"])
		.args(["-f", "lavfi", "-i", "color=red:size=64x64:duration=1"])
		.args(["-map", "0:a", "-map", "1:v", "-frames:v", "1", "-c:v", "png"])
		.args(["-disposition:v", "attached_pic", "-ac", "2"])
		.arg(path)
		.status()
		.expect("ffmpeg is installed");
	assert!(status.success());
}

pub(crate) struct Sample {
	pub(crate) handle: Handle,
	pub(crate) store: Store,
	pub(crate) cut: Cut,
	pub(crate) stored: Stored,
	/// Holds the files until the test is over.
	_directory: TempDir,
}

pub(crate) fn description(cut: &Cut) -> Description {
	Description {
		title: "Test picture".to_owned(),
		codecs: cut.codecs.clone(),
		width: cut.width,
		height: cut.height,
		bandwidth_bps: cut.bandwidth_bps,
		metadata: Record { genres: vec!["test".to_owned()], ..Record::default() },
	}
}

/// A peer network of this machine alone.
pub(crate) fn local_network(bootstrap: &[String]) -> NetworkConfig {
	NetworkConfig {
		listen: vec!["/ip4/127.0.0.1/tcp/0".parse().expect("an address")],
		bootstrap: bootstrap.iter().map(|text| text.parse().expect("an address")).collect(),
		allow_private: true,
		..NetworkConfig::default()
	}
}

impl Sample {
	/// Where peers reach its store.
	pub(crate) fn peer_address(&self) -> String {
		let addresses = self.handle.network().map(Network::addresses).unwrap_or_default();
		addresses.first().expect("it listens").to_string()
	}
}

/// Cuts, packs and stores the video in cells of at most four seconds.
pub(crate) async fn published() -> Sample {
	published_in("video.mp4", video, None).await
}

/// As [`published`], of music.
pub(crate) async fn published_music() -> Sample {
	published_in("music.flac", music, None).await
}

/// As [`published`], in a store with peers.
pub(crate) async fn published_among_peers() -> Sample {
	published_in("video.mp4", video, Some(local_network(&[]))).await
}

async fn published_in(name: &str, draw: fn(&Path), network: Option<NetworkConfig>) -> Sample {
	let directory = tempfile::tempdir().expect("temporary directory");
	let (file, pieces) = (directory.path().join(name), directory.path().join("pieces"));
	std::fs::create_dir(&pieces).expect("made");
	draw(&file);
	let cut = cut(&file, &pieces, 4).await.expect("cut");
	let listen = SocketAddr::from(([127, 0, 0, 1], 0));
	let config = Config {
		directory: directory.path().join("store"),
		quota_bytes: 1 << 30,
		http: Some(HttpConfig { listen, ..HttpConfig::default() }),
		network,
		..Config::default()
	};
	let token = config.directory.join("api-token");
	let (handle, service) = Service::open(config).await.expect("opened");
	tokio::spawn(service);
	let base = format!("http://{}", handle.http_address().expect("listens"));
	let store = Store::new(http_client().expect("client"), &base);
	let refused = store_title(&cut, &description(&cut), &SECRET, &store, |_| ()).await;
	assert_eq!(refused.expect_err("no token").exit_code(), 7);
	let store = store.with_token_file(&token).expect("token");
	let stored =
		store_title(&cut, &description(&cut), &SECRET, &store, |_| ()).await.expect("stored");
	Sample { handle, store, cut, stored, _directory: directory }
}
