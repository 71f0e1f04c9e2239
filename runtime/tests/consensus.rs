//! Sessions, and what becomes of whoever signs two things at once.

use crate::chain::Chain;
use frame_support::traits::KeyOwnerProofSystem;
use reelchain_runtime::{
	Babe, Grandpa, Header, Historical, Runtime, UncheckedExtrinsic, ValidatorSet,
};
use sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest};
use sp_core::Pair;
use sp_keyring::{
	Ed25519Keyring,
	Sr25519Keyring::{self, Alice, Bob},
};
use sp_runtime::{Digest, DigestItem, traits::Header as _};

#[test]
fn sessions_rotate_with_one_validator_and_with_four() {
	for preset in ["development", "local_testnet"] {
		let mut chain = Chain::new(preset);
		chain.run(1);
		let first = chain.look(pallet_session::CurrentIndex::<Runtime>::get);
		chain.run(120);
		let later = chain.look(pallet_session::CurrentIndex::<Runtime>::get);
		assert_eq!(later - first, 2, "{preset}");
	}
}

#[test]
fn a_quiet_session_does_not_change_the_finality_set() {
	let mut chain = Chain::new("local_testnet");
	chain.run(60);
	let set = chain.look(pallet_grandpa::CurrentSetId::<Runtime>::get);
	chain.run(200);
	assert_eq!(chain.look(pallet_grandpa::CurrentSetId::<Runtime>::get), set);
}

#[test]
fn a_chain_that_slept_through_epochs_goes_on() {
	let mut chain = Chain::new("local_testnet");
	chain.run(10);
	chain.block_after(50 * 30, vec![]);
	chain.run(60);
}

/// A header of `slot` sealed by `who`; `salt` makes it another one.
fn sealed(who: Sr25519Keyring, index: u32, slot: u64, salt: u8) -> Header {
	let digest = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
		authority_index: index,
		slot: slot.into(),
	});
	let mut header = Header::new(
		5,
		sp_core::H256::repeat_byte(salt),
		Default::default(),
		Default::default(),
		Digest { logs: vec![DigestItem::PreRuntime(*b"BABE", codec::Encode::encode(&digest))] },
	);
	let signature = who.pair().sign(header.hash().as_ref());
	header.digest_mut().push(<DigestItem as CompatibleDigestItem>::babe_seal(signature.into()));
	header
}

#[test]
fn a_double_author_is_struck_and_barred_but_stays_a_member() {
	let mut chain = Chain::new("local_testnet");
	chain.run(3);
	let slot = chain.slot();
	let bob = Bob.to_account_id();
	let extrinsic = chain.look(|| {
		let index = pallet_session::Validators::<Runtime>::get()
			.iter()
			.position(|who| *who == bob)
			.unwrap() as u32;
		let equivocation_proof = sp_consensus_babe::EquivocationProof {
			offender: Bob.public().into(),
			slot: slot.into(),
			first_header: sealed(Bob, index, slot, 1),
			second_header: sealed(Bob, index, slot, 2),
		};
		let key_owner_proof = Historical::prove((
			sp_consensus_babe::KEY_TYPE,
			sp_consensus_babe::AuthorityId::from(Bob.public()),
		))
		.unwrap();
		UncheckedExtrinsic::new_bare(
			pallet_babe::Call::report_equivocation_unsigned {
				equivocation_proof: Box::new(equivocation_proof),
				key_owner_proof,
			}
			.into(),
		)
	});
	assert_eq!(chain.block(vec![extrinsic.clone()]).remove(0).unwrap(), Ok(()));
	chain.look(|| {
		assert_eq!(ValidatorSet::candidate(bob.clone()).unwrap().strikes, 1);
		assert!(!ValidatorSet::may_be_rewarded(&bob));
		assert!(ValidatorSet::may_be_rewarded(&Alice.to_account_id()));
		assert!(ValidatorSet::validators().contains(&bob));
	});
	// The same again is known.
	assert!(chain.block(vec![extrinsic]).remove(0).is_err());
}

#[test]
fn a_double_finality_vote_is_struck() {
	use sp_consensus_grandpa::{Equivocation, EquivocationProof};
	let mut chain = Chain::new("local_testnet");
	chain.run(3);
	let bob = Bob.to_account_id();
	let extrinsic = chain.look(|| {
		let set_id = pallet_grandpa::CurrentSetId::<Runtime>::get();
		let vote = |salt: u8| {
			let target_hash = sp_core::H256::repeat_byte(salt);
			let prevote = finality_grandpa::Prevote { target_hash, target_number: 5u32 };
			let payload = sp_consensus_grandpa::localized_payload(
				1,
				set_id,
				&finality_grandpa::Message::Prevote(prevote.clone()),
			);
			(prevote, Ed25519Keyring::Bob.pair().sign(&payload).into())
		};
		let proof = EquivocationProof::new(
			set_id,
			Equivocation::Prevote(finality_grandpa::Equivocation {
				round_number: 1,
				identity: Ed25519Keyring::Bob.public().into(),
				first: vote(1),
				second: vote(2),
			}),
		);
		let key_owner_proof = Historical::prove((
			sp_consensus_grandpa::KEY_TYPE,
			sp_consensus_grandpa::AuthorityId::from(Ed25519Keyring::Bob.public()),
		))
		.unwrap();
		UncheckedExtrinsic::new_bare(
			pallet_grandpa::Call::report_equivocation_unsigned {
				equivocation_proof: Box::new(proof),
				key_owner_proof,
			}
			.into(),
		)
	});
	assert_eq!(chain.block(vec![extrinsic]).remove(0).unwrap(), Ok(()));
	chain.look(|| assert_eq!(ValidatorSet::candidate(bob.clone()).unwrap().strikes, 1));
}

#[test]
fn the_engines_know_the_same_validators() {
	let mut chain = Chain::new("local_testnet");
	chain.run(120);
	chain.look(|| {
		assert_eq!(Babe::authorities().len(), 4);
		assert_eq!(Grandpa::grandpa_authorities().len(), 4);
	});
}
