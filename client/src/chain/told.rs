//! What only the events of a transaction tell: the number of what it made, what a swap brought.

use super::{Network, node};
use crate::Result;
use subxt::{
	dynamic::Value,
	events::Event,
	ext::scale_value::{Composite, Primitive, ValueDef},
	extrinsics::ExtrinsicEvents,
};

/// The events that are read, each with its field.
const TOLD: [(&str, &str, &str); 5] = [
	("AdEscrow", "CampaignOpened", "campaign"),
	("Crowdfunding", "CampaignOpened", "campaign"),
	("Layers", "LayerOffered", "layer"),
	("Settlement", "Bought", "purchase"),
	("AssetConversion", "SwapExecuted", "amount_out"),
];

/// A number of the field in an event.
fn number(fields: &Composite<()>, name: &str) -> Option<u128> {
	let Composite::Named(fields) = fields else { return None };
	let (_, value): &(String, Value) = fields.iter().find(|(field, _)| field == name)?;
	match value.value {
		ValueDef::Primitive(Primitive::U128(number)) => Some(number),
		_ => None,
	}
}

fn of_event(event: &Event<'_, Network>) -> Result<Option<u128>> {
	let name = (event.pallet_name(), event.event_name());
	let Some((.., field)) = TOLD.iter().find(|(pallet, event, _)| (*pallet, *event) == name) else {
		return Ok(None);
	};
	let fields: Composite<()> = event.decode_fields_unchecked_as().map_err(node)?;
	Ok(number(&fields, field))
}

/// What the first event among [`TOLD`] says.
pub(super) fn told(events: &ExtrinsicEvents<Network>) -> Result<Option<u128>> {
	for event in events.iter() {
		if let Some(number) = of_event(&event.map_err(node)?)? {
			return Ok(Some(number));
		}
	}
	Ok(None)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_number_is_read_by_the_name_of_its_field() {
		let fields = Composite::named([
			("campaign".to_owned(), Value::u128(7)),
			("creator".to_owned(), Value::string("x")),
		]);
		assert_eq!(number(&fields, "campaign"), Some(7));
		assert_eq!(number(&fields, "creator"), None);
		assert_eq!(number(&fields, "layer"), None);
	}
}
