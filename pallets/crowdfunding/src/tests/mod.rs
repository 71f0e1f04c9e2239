mod campaigns;
mod contributions;
mod exactness;
mod invariants;
mod milestones;
mod royalties;
