//! Decisions that are not one account's: at once as sudo on a development chain, else by the council.

use super::context::{Context, with_receipt};
use crate::{
	Error, Result,
	account::to_ss58,
	chain::{
		Chain,
		calls::Call,
		governance::{Motion, propose, sudo},
	},
};
use reel_rpc_api::to_hex;
use serde_json::{Value, json};

fn fields_of(motion: &Motion) -> Value {
	json!({
		"proposal": to_hex(&motion.proposal),
		"hash": to_hex(motion.hash),
		"length_bound": motion.length,
		"threshold": motion.threshold,
		"members": motion.members,
	})
}

/// Has `call` decided. The chain when it was decided at once; `None` when it is with the council, or was only printed.
///
/// # Errors
/// [`Error::NotAuthorized`] when the signer is neither sudo nor a member of the council; those of submitting.
pub(super) async fn decide(
	context: &Context,
	call: Call,
	only_print: bool,
) -> Result<Option<Chain>> {
	let chain = context.chain().await?;
	let motion = chain.motion(&call).await?;
	if only_print {
		let hash = to_hex(motion.hash);
		let text = format!(
			"a member of the council submits, and {} vote for:\n{motion}\nhash {hash}",
			motion.threshold
		);
		context.output.event("motion", &text, fields_of(&motion));
		return Ok(None);
	}
	let signer = context.signer()?;
	let account = signer.account();
	let is_sudo = chain.sudo_key().await?.as_ref() == Some(&account);
	if !is_sudo && !chain.council().await?.contains(&account) {
		return Err(Error::NotAuthorized {
			label: "no-councillor".to_owned(),
			message: format!(
				"{} is no member of the council: give --motion to print what a member submits",
				to_ss58(&account)
			),
		});
	}
	let decided = call.to_string();
	let decision = if is_sudo { sudo(call) } else { propose(call, &motion) };
	if context.is_dry() {
		let by = if is_sudo { "as sudo" } else { "by the council" };
		let text =
			format!("would have {decided} decided {by}; whether it then succeeds is not tried");
		context.would(&text, json!({ "decides": decided, "tried": false }));
		context.forecast(&chain, &signer, &decision).await?;
		return Ok(None);
	}
	let receipt = chain.submit(&signer, decision, context.wait()).await?;
	if is_sudo {
		return Ok(Some(chain));
	}
	context.output.event(
		"proposed",
		&format!(
			"proposed to the council: {} of {} members have to vote for 0x{}, then it is closed",
			motion.threshold,
			motion.members,
			hex::encode(motion.hash)
		),
		with_receipt(fields_of(&motion), &receipt),
	);
	Ok(None)
}
