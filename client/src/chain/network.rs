//! What this chain is to the library that signs: as any chain of its make, but that fees may be paid in SSH.

use codec::Encode;
use reel_primitives::market::Currency;
use subxt::{
	ArcMetadata, Config, PolkadotConfig,
	config::{DefaultTransactionExtensions, HashFor},
	ext::{scale_decode::DecodeAsType, scale_encode::EncodeAsType},
};

/// Id of SSH among the assets.
pub(crate) const SSH: u32 = 1;

/// A coin as the exchange names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, EncodeAsType, DecodeAsType)]
#[encode_as_type(crate_path = "subxt::ext::scale_encode")]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Coin {
	/// CFX.
	Native,
	/// An asset.
	WithId(u32),
}

impl From<Currency> for Coin {
	fn from(currency: Currency) -> Self {
		match currency {
			Currency::Cfx => Self::Native,
			Currency::Ssh => Self::WithId(SSH),
		}
	}
}

/// See the module.
#[derive(Clone, Debug, Default)]
pub struct Network(PolkadotConfig);

impl Config for Network {
	type AccountId = <PolkadotConfig as Config>::AccountId;
	type Address = <PolkadotConfig as Config>::Address;
	type Signature = <PolkadotConfig as Config>::Signature;
	type Header = <PolkadotConfig as Config>::Header;
	type TransactionExtensions = DefaultTransactionExtensions<Self>;
	type AssetId = Coin;
	type Hasher = <PolkadotConfig as Config>::Hasher;

	fn genesis_hash(&self) -> Option<HashFor<Self>> {
		self.0.genesis_hash()
	}

	fn spec_and_transaction_version_for_block_number(&self, block: u64) -> Option<(u32, u32)> {
		self.0.spec_and_transaction_version_for_block_number(block)
	}

	fn metadata_for_spec_version(&self, version: u32) -> Option<ArcMetadata> {
		self.0.metadata_for_spec_version(version)
	}

	fn set_metadata_for_spec_version(&self, version: u32, metadata: ArcMetadata) {
		self.0.set_metadata_for_spec_version(version, metadata);
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn coins_are_written_as_the_chain_reads_them() {
		assert_eq!(Some(Coin::from(Currency::Ssh)).encode(), [1, 1, 1, 0, 0, 0]);
		assert_eq!(Some(Coin::from(Currency::Cfx)).encode(), [1, 0]);
	}
}
