use crate::AccountId;
pub struct Pov;
impl sp_runtime::BoundToRuntimeAppPublic for Pov {
	type Public = reel_primitives::ids::PovId;
}
impl frame_support::traits::OneSessionHandler<AccountId> for Pov {
	type Key = reel_primitives::ids::PovId;
	fn on_genesis_session<'a, I: 'a>(_: I)
	where
		I: Iterator<Item = (&'a AccountId, Self::Key)>,
	{
	}
	fn on_new_session<'a, I: 'a>(_: bool, _: I, _: I)
	where
		I: Iterator<Item = (&'a AccountId, Self::Key)>,
	{
	}
	fn on_disabled(_: u32) {}
}
