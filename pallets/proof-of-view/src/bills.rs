//! Bills of ads while their batch is voted on, in bounded form, and what they are charged for.

use crate::{Batch, Config, OpenBills, Pallet, StoredPayees};
use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	BoundedVec,
	traits::{ConstU32, Get},
	weights::Weight,
};
use reel_primitives::{
	Round,
	ads::{
		AdBill, AdCharge, CampaignId, ChargePart, Dropped, MAX_BILLS_PER_BATCH,
		MAX_CHARGES_PER_BILL, MAX_PARTS_PER_BILL,
	},
};
use scale_info::TypeInfo;

/// A charge of which the parts are kept apart.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct StoredCharge {
	/// The campaign.
	pub campaign: CampaignId,
	/// Viewers whose views are charged.
	pub viewers: u32,
	/// What is not charged, as the proposer's desk says.
	pub dropped: Dropped,
	/// How many parts of the bill are its own: those that follow on the parts of the charges before it.
	pub parts: u32,
}

/// [`AdBill`] with its bounds in the type. The parts of all charges stand in one list, since it is their sum that is
/// bounded: 5.7 KB at most, where a list for each charge would have to be reckoned with 27.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct StoredBill {
	/// By campaign.
	pub charges: BoundedVec<StoredCharge, ConstU32<MAX_CHARGES_PER_BILL>>,
	/// Parts, charge by charge.
	pub parts: BoundedVec<ChargePart, ConstU32<MAX_PARTS_PER_BILL>>,
	/// Who is paid for watching.
	pub viewers: StoredPayees,
}

/// The bills of one batch.
pub type StoredBills = BoundedVec<StoredBill, ConstU32<MAX_BILLS_PER_BATCH>>;

impl TryFrom<AdBill> for StoredBill {
	type Error = ();

	fn try_from(bill: AdBill) -> Result<Self, ()> {
		let (mut charges, mut parts) = (BoundedVec::new(), BoundedVec::new());
		for AdCharge { campaign, viewers, dropped, parts: own } in bill.charges {
			let count = own.len() as u32;
			let charge = StoredCharge { campaign, viewers, dropped, parts: count };
			charges.try_push(charge).map_err(drop)?;
			for part in own {
				parts.try_push(part).map_err(drop)?;
			}
		}
		Ok(Self { charges, parts, viewers: bill.viewers.try_into()? })
	}
}

impl From<StoredBill> for AdBill {
	fn from(stored: StoredBill) -> Self {
		let mut parts = stored.parts.into_iter();
		let charges = stored.charges.into_iter().map(|charge| AdCharge {
			campaign: charge.campaign,
			viewers: charge.viewers,
			dropped: charge.dropped,
			parts: parts.by_ref().take(charge.parts as usize).collect(),
		});
		Self { charges: charges.collect(), viewers: stored.viewers.into() }
	}
}

impl<T: Config> Pallet<T> {
	/// Bills in bounded form; `None` when they are too many or one is not in form.
	pub(crate) fn bounded_bills(bills: Vec<AdBill>) -> Option<StoredBills> {
		let mut bounded = StoredBills::new();
		for bill in bills {
			bounded.try_push(StoredBill::try_from(bill).ok()?).ok()?;
		}
		Some(bounded)
	}

	/// Whether there are no more bills than may be, and each is in form.
	pub(crate) fn are_sound(bills: &[AdBill]) -> bool {
		bills.len() <= MAX_BILLS_PER_BATCH as usize && bills.iter().all(AdBill::is_sound)
	}

	/// Bills of an open batch.
	pub(crate) fn bills_of(round: Round, batch: &Batch) -> Vec<AdBill> {
		if batch.bills == 0 {
			return Vec::new();
		}
		OpenBills::<T>::get(round).into_iter().map(AdBill::from).collect()
	}

	/// Forgets the bills of a batch that is closed without being paid; the weight of that.
	pub(crate) fn drop_bills(round: Round, batch: &Batch) -> Weight {
		if batch.bills == 0 {
			return Weight::zero();
		}
		OpenBills::<T>::remove(round);
		T::DbWeight::get().writes(1)
	}

	/// Takes the bills of a batch that is to be paid.
	pub(crate) fn take_bills(round: Round, batch: &Batch) -> Vec<AdBill> {
		if batch.bills == 0 {
			return Vec::new();
		}
		OpenBills::<T>::take(round).into_iter().map(AdBill::from).collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::mock::{crowded_bill, small_bill};

	#[test]
	fn a_bill_comes_back_as_it_went_in() {
		for bill in [small_bill(), crowded_bill()] {
			let stored = StoredBill::try_from(bill.clone()).unwrap();
			assert!(stored.encoded_size() <= StoredBill::max_encoded_len());
			assert_eq!(AdBill::from(stored), bill);
		}
	}

	#[test]
	fn the_largest_bill_is_as_large_as_the_type_says_and_no_larger() {
		let bill = crowded_bill();
		let stored = StoredBill::try_from(bill.clone()).unwrap();
		assert_eq!(stored.encoded_size(), StoredBill::max_encoded_len());
		assert!(StoredBill::max_encoded_len() < 5_800);
		let mut one_more = bill.clone();
		one_more.charges.push(small_bill().charges[0].clone());
		assert_eq!(StoredBill::try_from(one_more), Err(()));
		let mut one_more = bill;
		let part = one_more.charges[0].parts[0];
		one_more.charges[0].parts.push(part);
		assert_eq!(StoredBill::try_from(one_more), Err(()));
	}
}
