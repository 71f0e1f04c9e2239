//! Letting statements in, and keeping them. Led to by `anchor`.

use crate::{Anchors, Config, Error, Event, Pallet, Period};
use codec::Encode;
use frame_support::{
	ensure,
	pallet_prelude::{
		InvalidTransaction, TransactionSource, TransactionValidityWithRefund, ValidTransaction,
	},
	traits::defensive_prelude::*,
	weights::Weight,
};
use reel_primitives::{
	AccountId, Hash32,
	ids::PovSignature,
	rating::{AnchorStatus, HeadStatement, STATEMENT_ROUNDS},
	traits::{PovAuthorities, RoundClock},
};
use sp_runtime::{RuntimeAppPublic, traits::Zero};

/// Blocks for which a statement that was found valid stays in the pool.
const LONGEVITY: u64 = 64;

impl<T: Config> Pallet<T> {
	/// Lets a statement into the pool and into a block. This is its only guard: it refuses all that the call refuses.
	pub(crate) fn authorize_anchor(
		_source: TransactionSource,
		statement: &HeadStatement,
		authority: &u32,
		session: &u32,
		signature: &PovSignature,
	) -> TransactionValidityWithRefund {
		let checked = Self::check_anchor(statement, *authority, *session, signature);
		let who = checked.map_err(|error| match error {
			Error::RoundNotReached => InvalidTransaction::Future,
			Error::RoundTooOld | Error::NotDue | Error::NothingNew => InvalidTransaction::Stale,
			Error::SignatureMismatch => InvalidTransaction::BadProof,
			other => InvalidTransaction::Custom(
				other.using_encoded(|bytes| bytes.first().copied().unwrap_or_default()),
			),
		})?;
		// One a validator: a second before the first is in a block is of no use. Nothing waits for it, so it goes behind all
		// that pays.
		let valid = ValidTransaction::with_tag_prefix("reel/ratings")
			.longevity(LONGEVITY)
			.and_provides(who)
			.propagate(true);
		Ok((valid.into(), Weight::zero()))
	}

	/// All that must hold of a statement, cheap checks first; whose it is.
	fn check_anchor(
		statement: &HeadStatement,
		index: u32,
		session: u32,
		signature: &PovSignature,
	) -> Result<AccountId, Error<T>> {
		let now = T::Clock::round();
		ensure!(statement.round <= now, Error::<T>::RoundNotReached);
		let last = statement.round.saturating_add(STATEMENT_ROUNDS);
		ensure!(last >= now, Error::<T>::RoundTooOld);
		ensure!(statement.head.count > 0, Error::<T>::NothingNew);
		let (who, key) =
			T::Authorities::authority_at(session, index).ok_or(Error::<T>::AuthorityUnknown)?;
		let AnchorStatus { anchored, is_due } = Self::status_of(&who);
		ensure!(is_due, Error::<T>::NotDue);
		let is_new = anchored.is_none_or(|before| before.head != statement.head);
		ensure!(is_new, Error::<T>::NothingNew);
		ensure!(
			key.verify(&statement.signing_payload(&Self::genesis(), session), signature),
			Error::<T>::SignatureMismatch
		);
		Ok(who)
	}

	/// Keeps a statement in the place of the validator's last one.
	pub(crate) fn do_anchor(
		statement: HeadStatement,
		index: u32,
		session: u32,
		signature: &PovSignature,
	) -> Result<(), Error<T>> {
		let who = Self::check_anchor(&statement, index, session, signature)?;
		Anchors::<T>::mutate(|anchors| {
			match anchors.binary_search_by(|(of, _)| of.cmp(&who)) {
				Ok(place) => {
					if let Some((_, kept)) = anchors.get_mut(place) {
						*kept = statement;
					}
				},
				Err(_) => {
					if anchors.is_full() {
						let oldest = anchors.iter().map(|(_, kept)| kept.round).enumerate();
						if let Some((place, _)) = oldest.min_by_key(|(_, round)| *round) {
							anchors.remove(place);
						}
					}
					let place = anchors.partition_point(|(of, _)| *of < who);
					// There is room: what was too much has made way.
					let _ = anchors.try_insert(place, (who.clone(), statement)).defensive();
				},
			}
		});
		let HeadStatement { round, head } = statement;
		Self::deposit_event(Event::RatingsAnchored {
			who,
			round,
			count: head.count,
			hash: head.hash,
		});
		Ok(())
	}

	/// The last statement of a validator, and whether another is taken now.
	pub fn status_of(who: &AccountId) -> AnchorStatus {
		let anchors = Anchors::<T>::get();
		let place = anchors.binary_search_by(|(of, _)| of.cmp(who)).ok();
		let anchored = place.and_then(|place| anchors.get(place)).map(|(_, kept)| *kept);
		let is_due = anchored
			.is_none_or(|kept| kept.round.saturating_add(Period::<T>::get()) <= T::Clock::round());
		AnchorStatus { anchored, is_due }
	}

	/// The last statement of each validator, ascending by account.
	pub fn anchors() -> alloc::vec::Vec<(AccountId, HeadStatement)> {
		Anchors::<T>::get().into_inner()
	}

	/// Genesis hash of the chain.
	pub(crate) fn genesis() -> Hash32 {
		let hash = frame_system::Pallet::<T>::block_hash(
			frame_system::pallet_prelude::BlockNumberFor::<T>::zero(),
		);
		let mut bytes = [0; 32];
		for (byte, from) in bytes.iter_mut().zip(hash.as_ref()) {
			*byte = *from;
		}
		bytes
	}
}
