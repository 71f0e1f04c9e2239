//! Who keeps what (C12), over JSON-RPC: the runtime API of fragment staking at the best block, in plain words.

use crate::service::partial::FullClient;
use pallet_fragment_staking_runtime_api::FragmentApi;
use pallet_proof_of_view_runtime_api::ProofOfViewApi;
use reel_fragments::{
	ContractId,
	contract::{AskedLeaf, FragmentContract},
	curator::CuratorInfo,
	placement::Seat,
	traits::Standing as OnChain,
};
use reel_primitives::{AccountId, Balance, ContentId};
use reel_rpc_api::{
	Challenge, Contract, Curator, CuratorSeat, KeepingApiServer, KeepingEpoch, MAX_KEEPING_PAGE,
	Rejection, SpanHolder, SpanKeeping, Standing, TitleKeeping, from_hex, to_hex,
};
use reelchain_runtime::{Hash, opaque::Block};
use sp_api::{ApiRef, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_core::crypto::Ss58Codec;
use std::sync::Arc;

type Api<'a> = ApiRef<'a, <FullClient as ProvideRuntimeApi<Block>>::Api>;

/// The chain behind `fragment_v1_*`.
pub(super) struct KeepingRpc(pub(super) Arc<FullClient>);

fn failed(error: sp_api::ApiError) -> Rejection {
	log::warn!(target: "reel::rpc", "the runtime gave no answer about curators: {error}");
	Rejection::Internal
}

fn content_id(text: &str) -> Result<ContentId, Rejection> {
	from_hex(text)?.try_into().map(ContentId).map_err(|_| Rejection::Malformed)
}

impl KeepingRpc {
	/// One runtime for all questions of a request, and the block that they are about.
	fn best(&self) -> (Api<'_>, Hash) {
		(self.0.runtime_api(), self.0.info().best_hash)
	}

	/// The curator that an account or hot key stands for.
	fn resolve(&self, key: AccountId) -> Result<AccountId, Rejection> {
		let (api, at) = self.best();
		api.curator_of(at, key).map_err(failed)?.ok_or(Rejection::CuratorNotFound)
	}

	fn recorded(api: &Api<'_>, at: Hash, account: &AccountId) -> Result<Curator, Rejection> {
		let info = api.curator(at, account.clone()).map_err(failed)?;
		let info = info.ok_or(Rejection::CuratorNotFound)?;
		let silent = api.silent_epochs(at, account.clone()).map_err(failed)?;
		Ok(curator(account, info, silent))
	}
}

fn standing(standing: OnChain) -> Standing {
	match standing {
		OnChain::Live => Standing::Live,
		OnChain::Leaving { until } => Standing::Leaving { until },
		OnChain::Ejected { until } => Standing::Ejected { until },
	}
}

fn curator(account: &AccountId, info: CuratorInfo<AccountId>, silent: Option<u8>) -> Curator {
	let endpoints = info.endpoints.iter();
	Curator {
		account: account.to_ss58check(),
		hot_key: info.hot_key.to_ss58check(),
		region: info.region.to_string(),
		endpoints: endpoints.map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect(),
		capacity: info.capacity,
		used: info.used,
		asked_cfx: info.asked_cfx.to_string(),
		collateral_cfx: info.collateral_cfx.to_string(),
		standing: standing(info.standing),
		registered_in: info.registered_in,
		silent_epochs: silent,
	}
}

fn seat(seat: &Seat<AccountId>, curator: Curator) -> CuratorSeat {
	CuratorSeat {
		placement: to_hex(seat.placement),
		capacity_in_force: seat.capacity,
		is_open: seat.is_open,
		curator,
	}
}

fn contract(id: ContractId, found: &FragmentContract<AccountId>, due: Balance) -> Contract {
	Contract {
		contract: id,
		content: to_hex(found.content.0),
		span: found.span,
		fragments: found.fragments,
		started_in: found.started_in,
		since: found.since,
		misses: found.misses,
		due_ssh: due.to_string(),
	}
}

fn challenge(asked: &AskedLeaf) -> Challenge {
	Challenge {
		number: asked.number,
		contract: asked.contract,
		content: to_hex(asked.content.0),
		span: asked.span,
		cell: asked.asked.cell,
		leaf: asked.asked.leaf,
		due_in: asked.due_in,
		is_answered: asked.is_answered,
	}
}

impl KeepingApiServer for KeepingRpc {
	fn epoch(&self) -> Result<KeepingEpoch, Rejection> {
		let (api, at) = self.best();
		// Other APIs have methods of the same names.
		let round = ProofOfViewApi::<Block, AccountId>::current_round(&*api, at).map_err(failed)?;
		let timing = FragmentApi::<Block, AccountId>::fragment_timing(&*api, at).map_err(failed)?;
		let epoch = FragmentApi::<Block, AccountId>::fragment_epoch(&*api, at).map_err(failed)?;
		Ok(KeepingEpoch {
			round,
			epoch: epoch.map(|epoch| epoch.index),
			minted_ssh: epoch.map_or(0, |epoch| epoch.minted_ssh).to_string(),
			epoch_rounds: timing.epoch_rounds,
			answer_rounds: timing.answer_rounds,
			min_holding_rounds: timing.min_holding_rounds,
			patience_rounds: timing.patience_rounds,
		})
	}

	fn curators(&self, from: u32, limit: u32) -> Result<Vec<CuratorSeat>, Rejection> {
		let (api, at) = self.best();
		let seats: Vec<Seat<AccountId>> =
			api.seats(at, from, limit.min(MAX_KEEPING_PAGE)).map_err(failed)?;
		seats
			.iter()
			.map(|found| Ok(seat(found, Self::recorded(&api, at, &found.curator)?)))
			.collect()
	}

	fn curator(&self, account: AccountId) -> Result<Curator, Rejection> {
		let account = self.resolve(account)?;
		let (api, at) = self.best();
		Self::recorded(&api, at, &account)
	}

	fn contracts(
		&self,
		account: AccountId,
		from: u32,
		limit: u32,
	) -> Result<Vec<Contract>, Rejection> {
		let account = self.resolve(account)?;
		let (api, at) = self.best();
		let limit = limit.min(MAX_KEEPING_PAGE);
		let found = api.contracts_of(at, account, from, limit).map_err(failed)?;
		found
			.iter()
			.map(|(id, found)| {
				let due = FragmentApi::<Block, AccountId>::due(&*api, at, *id).map_err(failed)?;
				Ok(contract(*id, found, due))
			})
			.collect()
	}

	fn challenges(&self, account: AccountId) -> Result<Vec<Challenge>, Rejection> {
		let account = self.resolve(account)?;
		let (api, at) = self.best();
		let asked = api.challenges(at, account).map_err(failed)?;
		Ok(asked.iter().map(challenge).collect())
	}

	fn title_load(&self, content: String) -> Result<TitleKeeping, Rejection> {
		let content = content_id(&content)?;
		let (api, at) = self.best();
		let load = FragmentApi::<Block, AccountId>::title_load(&*api, at, content);
		let load = load.map_err(failed)?.ok_or(Rejection::TitleNotFound)?;
		Ok(TitleKeeping {
			level: load.level,
			watched_ms: load.watched_ms,
			spans: load.spans,
			wanted: load.wanted,
			contracts: load.contracts,
		})
	}

	fn span_load(&self, content: String, span: u32) -> Result<SpanKeeping, Rejection> {
		let content = content_id(&content)?;
		let (api, at) = self.best();
		let Some(load) = api.span_load(at, content, span).map_err(failed)? else {
			let known = FragmentApi::<Block, AccountId>::title_load(&*api, at, content);
			return Err(match known.map_err(failed)? {
				Some(_) => Rejection::SpanNotFound,
				None => Rejection::TitleNotFound,
			});
		};
		let holders: Vec<SpanHolder> = load
			.holders
			.iter()
			.map(|(holder, is_live)| SpanHolder {
				curator: holder.curator.to_ss58check(),
				contract: holder.contract,
				is_live: *is_live,
			})
			.collect();
		let candidates = load.candidates.iter().map(Ss58Codec::to_ss58check).collect();
		Ok(SpanKeeping { holders, wanted: load.wanted, places: load.places, candidates })
	}
}
