//! What a viewing tells of where a cell came from (D1, C5).

use super::{FetchedCell, Grant, play::Viewing};
use crate::{account::to_ss58, peers::Share};
use reel_primitives::CellIndex;
use serde_json::json;
use std::sync::PoisonError;

impl Viewing {
	/// Tells who sent a cell under its ticket. The desk's own store counts as a web server, every other as a peer.
	pub(super) fn tell_keyed(&self, grant: &Grant, fetched: &FetchedCell) {
		let (mut share, mut from, mut text) = (Share::default(), Vec::new(), String::new());
		for (place, bytes) in fetched.sent_by() {
			let provider = grant.ticket.providers.get(place).map(to_ss58).unwrap_or_default();
			let gateway = grant.gateways.get(place).cloned().unwrap_or_default();
			if grant.is_desks_own(place) {
				share.web_bytes += bytes;
			} else {
				share.peer_bytes += bytes;
				text += &format!("; {bytes} under its ticket from {gateway}");
			}
			from.push(json!({ "provider": provider, "gateway": gateway, "bytes": bytes }));
		}
		self.tell(grant.ticket.cell, share, &text, &from);
	}

	/// Tells where a cell at rest came from.
	pub(super) fn tell_fetched(&self, cell: CellIndex, share: Share) {
		self.tell(cell, share, "", &[]);
	}

	fn tell(&self, cell: CellIndex, share: Share, more: &str, from: &[serde_json::Value]) {
		let mut all = self.share.lock().unwrap_or_else(PoisonError::into_inner);
		*all = all.plus(share);
		let Share { peer_bytes, web_bytes } = share;
		let text = match self.peers {
			Some(_) => {
				format!("cell {cell}: {peer_bytes} bytes from peers, {web_bytes} from web servers")
			},
			None => format!("cell {cell}: {} bytes came", peer_bytes + web_bytes),
		};
		let fields = json!({
			"cell": cell,
			"peer_bytes": peer_bytes,
			"web_bytes": web_bytes,
			"from": from,
		});
		self.output.event("fetched", &(text + more), fields);
	}
}
