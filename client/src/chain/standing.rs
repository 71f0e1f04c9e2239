//! How an account stands that earns by watching and sharing: its bond, and a sanction against it (C6).

use super::{Chain, calls::Call, node};
use crate::Result;
use reel_primitives::{AccountId, Balance, Round};
use subxt::ext::scale_decode::DecodeAsType;

const STANDING: &str = "Standing";

/// How far a sanction has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
pub enum Stage {
	/// The account may appeal; when it does not, the sanction is upheld.
	Open {
		/// First round in which it is too late.
		until: Round,
	},
	/// Governance is to decide; when it does not, the sanction is lifted.
	Appealed {
		/// First round in which it is too late.
		until: Round,
	},
	/// What the account had on hold went to the treasury, and so does what it earns.
	Upheld,
}

impl Stage {
	/// Its name for programs: `open`, `appealed`, `upheld`.
	pub const fn label(&self) -> &'static str {
		match self {
			Self::Open { .. } => "open",
			Self::Appealed { .. } => "appealed",
			Self::Upheld => "upheld",
		}
	}

	/// First round after its time; `None` when it has no end.
	pub const fn until(&self) -> Option<Round> {
		match self {
			Self::Open { until } | Self::Appealed { until } => Some(*until),
			Self::Upheld => None,
		}
	}
}

/// How an account stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
	/// CFX in planck that an account has on hold before its rewards are free.
	pub asked: Balance,
	/// CFX in planck that this one has on hold.
	pub held: Balance,
	/// First round in which it may be withdrawn, if the account is leaving.
	pub free_in: Option<Round>,
	/// The sanction against the account.
	pub sanction: Option<Stage>,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Bond {
	held_cfx: Balance,
	free_in: Option<Round>,
}

#[derive(DecodeAsType)]
#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
struct Sanction {
	stage: Stage,
}

/// What the owner of an account can do about its bond and a sanction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum BondAction {
	/// Leave: the bond may be withdrawn after the cool-down, in which nothing that comes in is free.
	Leave,
	/// Stay after all.
	Stay,
	/// Withdraw the bond after the cool-down.
	Withdraw,
	/// Appeal to governance against a sanction.
	Appeal,
}

/// The call of an action, by the signer's own account.
pub fn bond_action(action: BondAction) -> Call {
	let name = match action {
		BondAction::Leave => "leave",
		BondAction::Stay => "stay",
		BondAction::Withdraw => "withdraw_bond",
		BondAction::Appeal => "appeal",
	};
	Call { pallet: STANDING, name, fields: vec![] }
}

impl Chain {
	/// How an account stands; the default for one that never earned.
	///
	/// # Errors
	/// [`crate::Error::Node`].
	pub async fn standing(&self, account: &AccountId) -> Result<Standing> {
		let key: [u8; 32] = *account.as_ref();
		let at = self.best().await?;
		let asked = subxt::dynamic::storage::<(), Balance>(STANDING, "ViewerBond");
		let asked = match at.storage().try_fetch(asked, ()).await.map_err(node)? {
			Some(asked) => asked.decode().map_err(node)?,
			None => 0,
		};
		let bonds = subxt::dynamic::storage::<([u8; 32],), Bond>(STANDING, "Bonds");
		let bond = match at.storage().try_fetch(bonds, (key,)).await.map_err(node)? {
			Some(bond) => bond.decode().map_err(node)?,
			None => Bond { held_cfx: 0, free_in: None },
		};
		let sanctions = subxt::dynamic::storage::<([u8; 32],), Sanction>(STANDING, "Sanctions");
		let sanction = match at.storage().try_fetch(sanctions, (key,)).await.map_err(node)? {
			Some(sanction) => Some(sanction.decode().map_err(node)?.stage),
			None => None,
		};
		Ok(Standing { asked, held: bond.held_cfx, free_in: bond.free_in, sanction })
	}
}
