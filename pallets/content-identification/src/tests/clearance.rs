//! Of which titles those who sell them may be sure.

use crate::{Ruling, mock::*};
use frame_support::assert_ok;
use reel_primitives::{ContentId, traits::Clearance};

fn is_cleared(content: ContentId, creator: u64) -> bool {
	<Identification as Clearance<u64>>::is_cleared(&content, &creator)
}

#[test]
fn a_title_is_cleared_once_its_file_is_known_as_its_creators() {
	run(|| {
		let own = title(1, ANNA);
		assert!(!is_cleared(own, ANNA));
		assert_ok!(Identification::identify_title(signed(ANNA), own, identity(1), None));
		assert!(is_cleared(own, ANNA));
		assert!(!is_cleared(own, BERT));
		assert!(!is_cleared(title(2, ANNA), ANNA));
	});
}

#[test]
fn a_title_whose_pattern_was_linked_to_anothers_is_not_cleared_until_its_creator_is_permitted() {
	run(|| {
		let stolen = title(2, BERT);
		assert_ok!(register(ANNA, 1, None));
		assert_ok!(Identification::identify_title(signed(BERT), stolen, identity(2), None));
		assert!(is_cleared(stolen, BERT));
		assert_ok!(Identification::link(signed(SUPERVISOR), pattern(1), pattern(2)));
		assert!(!is_cleared(stolen, BERT));
		assert_ok!(Identification::appeal(signed(BERT), pattern(2), file(2), [5; 32]));
		assert_ok!(Identification::rule(signed(SECOND), pattern(1), BERT, Ruling::Permitted));
		assert!(is_cleared(stolen, BERT));
		assert_ok!(Identification::unlink(signed(SUPERVISOR), pattern(2)));
		assert!(is_cleared(stolen, BERT), "it is its own again");
	});
}
