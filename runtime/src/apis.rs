//! What nodes and clients may ask the runtime.

use crate::{
	AccountId, AdEscrow, AssetConversion, Babe, Balance, Block, ContentIdentification,
	ContentRegistry, Curators, Executive, FragmentStaking, Grandpa, Historical, InherentDataExt,
	Nonce, Payouts, ProofOfView, RatingsAnchor, Rights, Runtime, RuntimeCall, RuntimeGenesisConfig,
	SessionKeys, Settlement, Supervisors, System, TransactionPayment, VERSION,
	configs::{ads::open_charges, exchange::Coin, views::SlotClock},
	constants::time::BABE_GENESIS_EPOCH_CONFIG,
	genesis_config_presets,
	transactions::authorized,
};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{
	genesis_builder_helper::{build_state, get_preset},
	traits::{Get, KeyOwnerProofSystem},
	weights::Weight,
};
use pallet_grandpa::{AuthorityId as GrandpaId, AuthorityList};
use reel_fragments::{
	ContractId, SpanIndex,
	challenge::LeafRef,
	contract::{AskedLeaf, EpochInfo, FragmentContract, SpanLoad, Timing, TitleLoad},
	curator::CuratorInfo,
	placement::Seat,
};
use reel_primitives::{
	ContentId, Hash32, Round,
	ads::{CampaignId, counting::Payer},
	batch::{BatchProposal, BatchVote, OpenBatch, PaidBatch, PayoutClaim},
	content::TitleView,
	ids::{PovId, PovSignature},
	market::{Currency, PurchaseId, PurchaseState, SaleKind},
	pattern::{IdentifiedFile, MAX_TOLD_TITLES, TitleOfPattern},
	rating::{AnchorStatus, HeadStatement},
	sums::{SumLeaf, SumProposal, SumVote, SummableRound, SumsStatus},
	traits::{PublisherRefusal, RewardRounds, RoundClock, Supervision},
};
use sp_api::impl_runtime_apis;
use sp_core::{OpaqueMetadata, crypto::KeyTypeId};
use sp_inherents::{CheckInherentsResult, InherentData};
use sp_runtime::{
	ApplyExtrinsicResult, ExtrinsicInclusionMode,
	traits::{Block as BlockT, NumberFor},
	transaction_validity::{TransactionSource, TransactionValidity},
};
use sp_version::RuntimeVersion;

impl_runtime_apis! {
	impl sp_api::Core<Block> for Runtime {
		fn version() -> RuntimeVersion {
			VERSION
		}

		fn execute_block(block: <Block as BlockT>::LazyBlock) {
			Executive::execute_block(block);
		}

		fn initialize_block(header: &<Block as BlockT>::Header) -> ExtrinsicInclusionMode {
			Executive::initialize_block(header)
		}
	}

	impl sp_api::Metadata<Block> for Runtime {
		fn metadata() -> OpaqueMetadata {
			OpaqueMetadata::new(Runtime::metadata().into())
		}

		fn metadata_at_version(version: u32) -> Option<OpaqueMetadata> {
			Runtime::metadata_at_version(version)
		}

		fn metadata_versions() -> Vec<u32> {
			Runtime::metadata_versions()
		}
	}

	impl frame_support::view_functions::runtime_api::RuntimeViewFunction<Block> for Runtime {
		fn execute_view_function(
			id: frame_support::view_functions::ViewFunctionId,
			input: Vec<u8>,
		) -> Result<Vec<u8>, frame_support::view_functions::ViewFunctionDispatchError> {
			Runtime::execute_view_function(id, input)
		}
	}

	impl sp_block_builder::BlockBuilder<Block> for Runtime {
		fn apply_extrinsic(extrinsic: <Block as BlockT>::Extrinsic) -> ApplyExtrinsicResult {
			Executive::apply_extrinsic(extrinsic)
		}

		fn finalize_block() -> <Block as BlockT>::Header {
			Executive::finalize_block()
		}

		fn inherent_extrinsics(data: InherentData) -> Vec<<Block as BlockT>::Extrinsic> {
			data.create_extrinsics()
		}

		fn check_inherents(
			block: <Block as BlockT>::LazyBlock,
			data: InherentData,
		) -> CheckInherentsResult {
			data.check_extrinsics(&block)
		}
	}

	impl sp_transaction_pool::runtime_api::TaggedTransactionQueue<Block> for Runtime {
		fn validate_transaction(
			source: TransactionSource,
			tx: <Block as BlockT>::Extrinsic,
			block_hash: <Block as BlockT>::Hash,
		) -> TransactionValidity {
			Executive::validate_transaction(source, tx, block_hash)
		}
	}

	impl sp_offchain::OffchainWorkerApi<Block> for Runtime {
		fn offchain_worker(header: &<Block as BlockT>::Header) {
			Executive::offchain_worker(header)
		}
	}

	impl sp_consensus_babe::BabeApi<Block> for Runtime {
		fn configuration() -> sp_consensus_babe::BabeConfiguration {
			let epoch_config = Babe::epoch_config().unwrap_or(BABE_GENESIS_EPOCH_CONFIG);
			sp_consensus_babe::BabeConfiguration {
				slot_duration: Babe::slot_duration(),
				epoch_length: <Runtime as pallet_babe::Config>::EpochDuration::get(),
				c: epoch_config.c,
				authorities: Babe::authorities().to_vec(),
				randomness: Babe::randomness(),
				allowed_slots: epoch_config.allowed_slots,
			}
		}

		fn current_epoch_start() -> sp_consensus_babe::Slot {
			Babe::current_epoch_start()
		}

		fn current_epoch() -> sp_consensus_babe::Epoch {
			Babe::current_epoch()
		}

		fn next_epoch() -> sp_consensus_babe::Epoch {
			Babe::next_epoch()
		}

		fn generate_key_ownership_proof(
			_slot: sp_consensus_babe::Slot,
			authority_id: sp_consensus_babe::AuthorityId,
		) -> Option<sp_consensus_babe::OpaqueKeyOwnershipProof> {
			Historical::prove((sp_consensus_babe::KEY_TYPE, authority_id))
				.map(|proof| proof.encode())
				.map(sp_consensus_babe::OpaqueKeyOwnershipProof::new)
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_babe::EquivocationProof<<Block as BlockT>::Header>,
			key_owner_proof: sp_consensus_babe::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Babe::submit_unsigned_equivocation_report(
				equivocation_proof,
				key_owner_proof.decode()?,
			)
		}
	}

	impl sp_session::SessionKeys<Block> for Runtime {
		fn generate_session_keys(
			owner: Vec<u8>,
			seed: Option<Vec<u8>>,
		) -> sp_session::OpaqueGeneratedSessionKeys {
			SessionKeys::generate(&owner, seed).into()
		}

		fn decode_session_keys(encoded: Vec<u8>) -> Option<Vec<(Vec<u8>, KeyTypeId)>> {
			SessionKeys::decode_into_raw_public_keys(&encoded)
		}
	}

	impl sp_consensus_grandpa::GrandpaApi<Block> for Runtime {
		fn grandpa_authorities() -> AuthorityList {
			Grandpa::grandpa_authorities()
		}

		fn current_set_id() -> sp_consensus_grandpa::SetId {
			pallet_grandpa::CurrentSetId::<Runtime>::get()
		}

		fn submit_report_equivocation_unsigned_extrinsic(
			equivocation_proof: sp_consensus_grandpa::EquivocationProof<
				<Block as BlockT>::Hash,
				NumberFor<Block>,
			>,
			key_owner_proof: sp_consensus_grandpa::OpaqueKeyOwnershipProof,
		) -> Option<()> {
			Grandpa::submit_unsigned_equivocation_report(
				equivocation_proof,
				key_owner_proof.decode()?,
			)
		}

		fn generate_key_ownership_proof(
			_set_id: sp_consensus_grandpa::SetId,
			authority_id: GrandpaId,
		) -> Option<sp_consensus_grandpa::OpaqueKeyOwnershipProof> {
			Historical::prove((sp_consensus_grandpa::KEY_TYPE, authority_id))
				.map(|proof| proof.encode())
				.map(sp_consensus_grandpa::OpaqueKeyOwnershipProof::new)
		}
	}

	impl frame_system_rpc_runtime_api::AccountNonceApi<Block, AccountId, Nonce> for Runtime {
		fn account_nonce(account: AccountId) -> Nonce {
			System::account_nonce(account)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentApi<Block, Balance>
		for Runtime
	{
		fn query_info(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> pallet_transaction_payment_rpc_runtime_api::RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_info(uxt, len)
		}

		fn query_fee_details(
			uxt: <Block as BlockT>::Extrinsic,
			len: u32,
		) -> pallet_transaction_payment::FeeDetails<Balance> {
			TransactionPayment::query_fee_details(uxt, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_transaction_payment_rpc_runtime_api::TransactionPaymentCallApi<
		Block,
		Balance,
		RuntimeCall,
	> for Runtime
	{
		fn query_call_info(
			call: RuntimeCall,
			len: u32,
		) -> pallet_transaction_payment::RuntimeDispatchInfo<Balance> {
			TransactionPayment::query_call_info(call, len)
		}

		fn query_call_fee_details(
			call: RuntimeCall,
			len: u32,
		) -> pallet_transaction_payment::FeeDetails<Balance> {
			TransactionPayment::query_call_fee_details(call, len)
		}

		fn query_weight_to_fee(weight: Weight) -> Balance {
			TransactionPayment::weight_to_fee(weight)
		}

		fn query_length_to_fee(length: u32) -> Balance {
			TransactionPayment::length_to_fee(length)
		}
	}

	impl pallet_asset_conversion::AssetConversionApi<Block, Balance, Coin> for Runtime {
		fn quote_price_exact_tokens_for_tokens(
			asset1: Coin,
			asset2: Coin,
			amount: Balance,
			include_fee: bool,
		) -> Option<Balance> {
			AssetConversion::quote_price_exact_tokens_for_tokens(
				asset1,
				asset2,
				amount,
				include_fee,
			)
		}

		fn quote_price_tokens_for_exact_tokens(
			asset1: Coin,
			asset2: Coin,
			amount: Balance,
			include_fee: bool,
		) -> Option<Balance> {
			AssetConversion::quote_price_tokens_for_exact_tokens(
				asset1,
				asset2,
				amount,
				include_fee,
			)
		}

		fn get_reserves(asset1: Coin, asset2: Coin) -> Option<(Balance, Balance)> {
			AssetConversion::get_reserves(asset1, asset2).ok()
		}
	}

	impl pallet_content_registry_runtime_api::TitleApi<Block, AccountId> for Runtime {
		fn title(content: ContentId) -> Option<TitleView<AccountId>> {
			ContentRegistry::title(content)
		}

		fn may_publish(who: AccountId) -> Result<AccountId, PublisherRefusal> {
			Supervisors::publisher(&who)
		}

		fn titles_of(
			creator: AccountId,
			from: Option<ContentId>,
			limit: u32,
		) -> Vec<ContentId> {
			ContentRegistry::titles_of(creator, from, limit)
		}

		fn identify(file: Hash32) -> Option<IdentifiedFile<AccountId>> {
			let name = ContentIdentification::pattern_of(file)?;
			let pattern = ContentIdentification::pattern(name)?;
			let told = |content: ContentId| {
				let quote = Rights::price_of(content, SaleKind::Purchase, Currency::Cfx);
				let price_cfx = quote.ok().map(|quote| quote.price);
				TitleOfPattern { content, price_cfx, holders: Rights::holders(content) }
			};
			let titles = ContentIdentification::titles_of(name, MAX_TOLD_TITLES);
			let (_, holders) = Rights::pattern_holders(name)?;
			let titles = titles.into_iter().map(told).collect();
			Some(IdentifiedFile { pattern, holders, titles })
		}
	}

	impl pallet_ratings_anchor_runtime_api::RatingsApi<Block, AccountId> for Runtime {
		fn anchors() -> Vec<(AccountId, HeadStatement)> {
			RatingsAnchor::anchors()
		}

		fn anchor_status(validator: AccountId) -> AnchorStatus {
			RatingsAnchor::status_of(&validator)
		}

		fn anchor_extrinsic(
			statement: HeadStatement,
			authority: u32,
			session: u32,
			signature: PovSignature,
		) -> Option<<Block as BlockT>::Extrinsic> {
			let call =
				pallet_ratings_anchor::Call::anchor { statement, authority, session, signature };
			Some(authorized(call))
		}
	}

	impl pallet_proof_of_view_runtime_api::ProofOfViewApi<Block, AccountId> for Runtime {
		fn authorities() -> (u32, Vec<(AccountId, PovId)>) {
			ProofOfView::authorities_now()
		}

		fn current_round() -> Round {
			SlotClock::round()
		}

		fn last_paid_round() -> Option<Round> {
			Payouts::last_paid_round()
		}

		fn title_cap(round: Round) -> Option<u16> {
			Payouts::cap_of(round)
		}

		fn paid_batch(round: Round) -> Option<PaidBatch> {
			ProofOfView::paid_batch(round)
		}

		fn open_batches() -> Vec<OpenBatch> {
			ProofOfView::open_batches()
		}

		fn has_access(content: ContentId, account: AccountId) -> bool {
			Settlement::gives_access(&content, &account)
		}

		fn open_purchases(watched: Vec<(ContentId, AccountId)>) -> Vec<PurchaseId> {
			Settlement::open_purchases(&watched)
		}

		fn purchase_states(purchases: Vec<PurchaseId>) -> Vec<PurchaseState<AccountId>> {
			purchases.into_iter().map(Settlement::purchase_state).collect()
		}

		fn shown_campaigns(
			from: CampaignId,
			span: u32,
		) -> (CampaignId, Vec<(CampaignId, Payer<AccountId>)>) {
			AdEscrow::shown_payers(from, span, &open_charges())
		}

		fn payers(campaigns: Vec<CampaignId>, round: Round) -> Vec<Option<Payer<AccountId>>> {
			AdEscrow::payers(&campaigns, round, &open_charges())
		}

		fn proposer(round: Round) -> Option<u32> {
			ProofOfView::proposer(round)
		}

		fn propose_extrinsic(
			proposal: BatchProposal,
			authority: u32,
			session: u32,
			signature: PovSignature,
		) -> Option<<Block as BlockT>::Extrinsic> {
			let call = pallet_proof_of_view::Call::propose_batch {
				proposal,
				authority,
				session,
				signature,
			};
			Some(authorized(call))
		}

		fn vote_extrinsic(
			vote: BatchVote,
			authority: u32,
			session: u32,
			signature: PovSignature,
		) -> Option<<Block as BlockT>::Extrinsic> {
			let call =
				pallet_proof_of_view::Call::vote_batch { vote, authority, session, signature };
			Some(authorized(call))
		}

		fn is_claimable(round: Round, index: u32) -> bool {
			Payouts::is_claimable(round, index)
		}

		fn claim_extrinsic(
			account: AccountId,
			claims: Vec<PayoutClaim>,
		) -> Option<<Block as BlockT>::Extrinsic> {
			let claims = claims.try_into().ok()?;
			Some(authorized(pallet_payouts::Call::claim { account, claims }))
		}

		fn sums() -> SumsStatus {
			ProofOfView::sums_status()
		}

		fn summable_round(round: Round) -> Option<SummableRound> {
			Payouts::summable_round(round)
		}

		fn sums_paid(generation: u32, accounts: Vec<AccountId>) -> Vec<Balance> {
			Payouts::sums_paid(generation, &accounts)
		}

		fn propose_step_extrinsic(
			proposal: SumProposal,
			authority: u32,
			session: u32,
			signature: PovSignature,
		) -> Option<<Block as BlockT>::Extrinsic> {
			let call = pallet_proof_of_view::Call::propose_step {
				proposal,
				authority,
				session,
				signature,
			};
			Some(authorized(call))
		}

		fn vote_step_extrinsic(
			vote: SumVote,
			authority: u32,
			session: u32,
			signature: PovSignature,
		) -> Option<<Block as BlockT>::Extrinsic> {
			let call =
				pallet_proof_of_view::Call::vote_step { vote, authority, session, signature };
			Some(authorized(call))
		}

		fn claim_sums_extrinsic(
			generation: u32,
			first: u32,
			leaves: Vec<SumLeaf<AccountId>>,
			path: Vec<Hash32>,
		) -> Option<<Block as BlockT>::Extrinsic> {
			let (leaves, path) = (leaves.try_into().ok()?, path.try_into().ok()?);
			Some(authorized(pallet_payouts::Call::claim_sums { generation, first, leaves, path }))
		}
	}

	impl pallet_fragment_staking_runtime_api::FragmentApi<Block, AccountId> for Runtime {
		fn fragment_epoch() -> Option<EpochInfo> {
			FragmentStaking::current_epoch()
		}

		fn fragment_timing() -> Timing {
			FragmentStaking::timing()
		}

		fn curator_of(key: AccountId) -> Option<AccountId> {
			Curators::curator_of_key(key)
		}

		fn curator(who: AccountId) -> Option<CuratorInfo<AccountId>> {
			Curators::curator(who)
		}

		fn seats(from: u32, limit: u32) -> Vec<Seat<AccountId>> {
			Curators::seats(from, limit)
		}

		fn contracts_of(
			curator: AccountId,
			from: u32,
			limit: u32,
		) -> Vec<(ContractId, FragmentContract<AccountId>)> {
			FragmentStaking::contracts_of(curator, from, limit)
		}

		fn challenges(curator: AccountId) -> Vec<AskedLeaf> {
			FragmentStaking::challenges(curator)
		}

		fn silent_epochs(curator: AccountId) -> Option<u8> {
			FragmentStaking::silent_epochs(curator)
		}

		fn start_leaves(
			curator: AccountId,
			content: ContentId,
			span: SpanIndex,
		) -> Option<Vec<LeafRef>> {
			FragmentStaking::start_leaves(curator, content, span)
		}

		fn may_start(curator: AccountId, content: ContentId, span: SpanIndex) -> bool {
			FragmentStaking::may_start(curator, content, span).is_ok()
		}

		fn due(contract: ContractId) -> Balance {
			FragmentStaking::due(contract)
		}

		fn title_load(content: ContentId) -> Option<TitleLoad> {
			FragmentStaking::title_load(content)
		}

		fn span_load(content: ContentId, span: SpanIndex) -> Option<SpanLoad<AccountId>> {
			FragmentStaking::span_load(content, span)
		}
	}

	impl sp_genesis_builder::GenesisBuilder<Block> for Runtime {
		fn build_state(config: Vec<u8>) -> sp_genesis_builder::Result {
			build_state::<RuntimeGenesisConfig>(config)
		}

		fn get_preset(id: &Option<sp_genesis_builder::PresetId>) -> Option<Vec<u8>> {
			get_preset::<RuntimeGenesisConfig>(id, genesis_config_presets::get_preset)
		}

		fn preset_names() -> Vec<sp_genesis_builder::PresetId> {
			genesis_config_presets::preset_names()
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	impl frame_benchmarking::Benchmark<Block> for Runtime {
		fn benchmark_metadata(
			extra: bool,
		) -> (
			Vec<frame_benchmarking::BenchmarkList>,
			Vec<frame_support::traits::StorageInfo>,
		) {
			crate::benchmarks::metadata(extra)
		}

		fn dispatch_benchmark(
			config: frame_benchmarking::BenchmarkConfig,
		) -> Result<Vec<frame_benchmarking::BenchmarkBatch>, alloc::string::String> {
			crate::benchmarks::dispatch(config)
		}
	}

	#[cfg(feature = "try-runtime")]
	impl frame_try_runtime::TryRuntime<Block> for Runtime {
		fn on_runtime_upgrade(checks: frame_try_runtime::UpgradeCheckSelect) -> (Weight, Weight) {
			match Executive::try_runtime_upgrade(checks) {
				Ok(weight) => {
					(weight, crate::configs::system::RuntimeBlockWeights::get().max_block)
				},
				Err(error) => panic!("upgrade failed: {error:?}"),
			}
		}

		fn execute_block(
			block: <Block as BlockT>::LazyBlock,
			state_root_check: bool,
			signature_check: bool,
			select: frame_try_runtime::TryStateSelect,
		) -> Weight {
			match Executive::try_execute_block(block, state_root_check, signature_check, select) {
				Ok(weight) => weight,
				Err(error) => panic!("block failed: {error:?}"),
			}
		}
	}
}
