//! Opening a store with its HTTP server.

use crate::{
	config::{Config, HttpConfig},
	error::{ServiceError, StoreError},
	exchange::{Exchange, LocalOnly},
	gateway::{self, token},
	grants::Grants,
	handle::Handle,
	keeping::Keeping,
	network::Network,
	store::Store,
};
use std::sync::Arc;
use tokio::net::TcpListener;

/// Makes stores; see [`Service::open`].
#[derive(Clone, Copy, Debug)]
pub struct Service;

impl Service {
	/// Opens the store, its HTTP server and its peer network, which is then where blocks come from that are not here. The
	/// future serves until [`Handle::shutdown`]; it has to be spawned. The
	/// store itself works without it, and closes when the future and all handles are dropped.
	///
	/// # Errors
	/// [`ServiceError`].
	pub async fn open(
		config: Config,
	) -> Result<(Handle, impl Future<Output = ()> + Send + 'static), ServiceError> {
		Self::start(config, None).await
	}

	/// As [`open`](Self::open), with another way to get blocks from elsewhere. A peer network of the configuration still
	/// serves.
	///
	/// # Errors
	/// [`ServiceError`].
	pub async fn open_with(
		config: Config,
		exchange: Arc<dyn Exchange>,
	) -> Result<(Handle, impl Future<Output = ()> + Send + 'static), ServiceError> {
		Self::start(config, Some(exchange)).await
	}

	async fn start(
		config: Config,
		exchange: Option<Arc<dyn Exchange>>,
	) -> Result<(Handle, impl Future<Output = ()> + Send + 'static), ServiceError> {
		let network = config.network.clone();
		let http = config.http.clone();
		let grants = Grants::new(config.grants.clone());
		let max_concurrent = config.max_concurrent;
		let store = tokio::task::spawn_blocking(move || Store::open(config))
			.await
			.map_err(|_| StoreError::Stopped)??;
		let listening = match http {
			Some(http) => Some(listen(http, &store).await?),
			None => None,
		};
		let address = listening.as_ref().and_then(|(listener, ..)| listener.local_addr().ok());
		let store = Arc::new(store);
		let (network, running) = match network {
			Some(network) => {
				let starting = Box::pin(Network::start(store.clone(), network));
				let (network, running) = starting.await?;
				(Some(network), Some(running))
			},
			None => (None, None),
		};
		let exchange = exchange.unwrap_or_else(|| match &network {
			Some(network) => Arc::new(network.clone()),
			None => Arc::new(LocalOnly),
		});
		let handle = Handle::new(store, grants, exchange, network, max_concurrent, address);
		let keeping = Keeping::open(handle.clone())
			.map_err(|source| StoreError::Io { what: "read what is kept", source })?;
		let (server, keeper) = (handle.clone(), keeping.clone());
		let serving = async move {
			if let Some((listener, http, token)) = listening {
				gateway::serve(server, listener, http, token, keeping).await;
			} else {
				let mut stop = server.on_shutdown();
				// An error means that the sender is gone, which this handle prevents.
				let _ = stop.wait_for(|stop| *stop).await;
			}
		};
		let peers = async move {
			if let Some(running) = running {
				running.await;
			}
		};
		let both = async move {
			tokio::join!(serving, peers, keeper.run());
		};
		Ok((handle, both))
	}
}

async fn listen(
	http: HttpConfig,
	store: &Store,
) -> Result<(TcpListener, HttpConfig, token::Token), ServiceError> {
	let path = store.directory().join(token::TOKEN_FILE);
	let token =
		token::Token::load_or_make(&path).map_err(|source| ServiceError::Token { path, source })?;
	let address = http.listen;
	let listener = TcpListener::bind(address)
		.await
		.map_err(|source| ServiceError::Listen { address, source })?;
	Ok((listener, http, token))
}
