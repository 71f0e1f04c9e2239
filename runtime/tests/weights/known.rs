//! The calls that there are, by the runtime's own types.

use codec::Decode;
use reelchain_runtime::RuntimeCall;
use scale_info::{PortableRegistry, TypeDef, form::PortableForm, meta_type};
use std::collections::BTreeSet;

/// A call's name, its number in its pallet, and whether its arguments have a length.
pub(super) struct Known {
	pub(super) name: String,
	indices: [u8; 2],
	pub(super) has_length: bool,
}

/// All calls there are.
pub(super) fn known() -> Vec<Known> {
	let mut registry = scale_info::Registry::new();
	let root = registry.register_type(&meta_type::<RuntimeCall>()).id;
	let types = PortableRegistry::from(registry);
	let mut found = Vec::new();
	for pallet in variants(&types, root) {
		for call in variants(&types, pallet.fields[0].ty.id) {
			let mut seen = BTreeSet::from([root]);
			found.push(Known {
				name: format!("{}.{}", pallet.name, call.name),
				indices: [pallet.index, call.index],
				has_length: call
					.fields
					.iter()
					.any(|field| field.ty.id == root || has_length(&types, field.ty.id, &mut seen)),
			});
		}
	}
	found
}

fn variants(types: &PortableRegistry, id: u32) -> &[scale_info::Variant<PortableForm>] {
	match &types.resolve(id).expect("registered").type_def {
		TypeDef::Variant(variants) => &variants.variants,
		other => panic!("no enum: {other:?}"),
	}
}

fn has_length(types: &PortableRegistry, id: u32, seen: &mut BTreeSet<u32>) -> bool {
	if !seen.insert(id) {
		return false;
	}
	let of = types.resolve(id).expect("registered");
	// Accounts are named by account: the other ways are no account's.
	if of.path.ident().as_deref() == Some("MultiAddress") {
		return false;
	}
	let mut within = |id| has_length(types, id, seen);
	match &of.type_def {
		TypeDef::Sequence(_) | TypeDef::BitSequence(_) => true,
		TypeDef::Composite(of) => of.fields.iter().any(|field| within(field.ty.id)),
		TypeDef::Variant(of) => {
			of.variants.iter().flat_map(|one| &one.fields).any(|field| within(field.ty.id))
		},
		TypeDef::Tuple(of) => of.fields.iter().any(|field| within(field.id)),
		TypeDef::Array(of) => within(of.type_param.id),
		TypeDef::Compact(of) => within(of.type_param.id),
		TypeDef::Primitive(of) => matches!(of, scale_info::TypeDefPrimitive::Str),
	}
}

/// The call whose arguments are all zero: empty lists, first variants, and for a call the cheapest there is. Where zero is
/// not allowed, a country is `AA` and the first variant that there is is the second.
pub(super) fn least(known: &Known) -> RuntimeCall {
	let zeros = [known.indices.to_vec(), vec![0; 4_096]].concat();
	let patched = (2..128).flat_map(|place| {
		[b"AA".as_slice(), &[1]].map(|patch| {
			let mut bytes = zeros.clone();
			bytes[place..place + patch.len()].copy_from_slice(patch);
			bytes
		})
	});
	std::iter::once(zeros.clone())
		.chain(patched)
		.find_map(|bytes| RuntimeCall::decode(&mut &bytes[..]).ok())
		.unwrap_or_else(|| panic!("{} cannot be made of zeros", known.name))
}
