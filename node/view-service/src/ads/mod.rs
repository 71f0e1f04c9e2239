//! Ads: which one a viewer is shown, and what those that were watched come to (C11).
//!
//! ```text
//! ask "an ad, before cell c of T" ─► auction over the chain's campaigns ─► ticket of the creative's cell, with its placement
//!                                                                             │ keys, window, proof: as of any play
//!   batch: plays of titles ─► totals, payees          bills ◄─ counted ◄──────┘
//!          plays of ads    ─► plays root
//! ```
//!
//! - **An ad play earns what its campaign pays, and no part of a round.** It stands under the plays root of a batch and is one of
//!   its plays, but of none of its totals. A batch of ads alone pays no round: ad plays wait for one with a title.
//! - **How often.** What counts once is the ticket, not the view: how often a viewer is shown an ad, and paid for it, is for the
//!   campaign to say, by day. The issuing desk looks at what is paid, in open batches, accepted and ticketed (module `place`); the
//!   proposer at what is paid and in open batches (module `bills`).
//! - **What is promised.** Tickets go to all desks, so each knows what runs, and shows no more of a campaign than is left of its
//!   budget and day.
//!
//! # What the others check
//!
//! | of the ads of a batch | verdict |
//! |---|---|
//! | every ad play's campaign stands in one bill, and what each bill charges is what follows from its plays | right |
//! | otherwise; or an ad play's ticket is not what the terms of its campaign admit | wrong |
//! | a campaign that is not there, at the finalized block | cannot tell |
//! | more views of a viewer than a day may have, with those that this desk knows were paid | cannot tell |
//! | a budget or a day that it does not fit | the chain's to say: it drops the bill |
//!
//! | what a bill tells besides: shown and not charged, refused, by cause (module `tally`) | nobody but its proposer knows: not looked at |
//!
//! The first two follow from the plays and from what of a campaign never changes, so that all desks say the same. A bill for less than
//! was watched is no lie: its proposer left plays out, and they wait. To name a view twice, or one that nobody watched, or to pay
//! somebody else, costs the bond.
//!
//! # Who claims
//!
//! Of a bill with more viewers than are paid by name each claims its award, as of a round, under a number of the bill's own
//! (`reel_primitives::ads::ad_claims`). The desks that proposed it or voted for it keep who has to claim what; others cannot
//! claim for anybody.
//!
//! # What advertisers are told
//!
//! Of each ad that it showed, and that was not charged, the desk that issued the ticket says so in a bill of its own batches, and why. It is
//! its word: no desk checks it, no money follows from it, and the chain bounds it (`MAX_TOLD`). See module `tally`.
//!
//! # What is remembered
//!
//! How often somebody has seen an ad today follows from the plays that are kept, for an hour; of older ones a keyed hash of viewer,
//! campaign and day stays with a number, to the end of the day after. Of plays in paid batches that this desk never got, and of
//! what was paid before it joined, it knows nothing.

mod bills;
mod book;
mod place;
mod tally;

pub(crate) use bills::{BillsVerdict, BuiltBill};
pub(crate) use book::{AdBook, Awards, ShownAd};
pub(crate) use place::{Sending, Wanted};
pub(crate) use tally::AdTally;

use reel_primitives::{
	AccountId,
	ads::{CampaignId, counting::Payer},
};
use std::sync::Arc;

/// Campaigns that may be shown, by number, ascending.
pub(crate) type ShownCampaigns = Arc<Vec<(CampaignId, Payer<AccountId>)>>;
