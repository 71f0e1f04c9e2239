# Sourced by demo.sh, behind the second act: the film gets a price, is bought with coins that came from watching, and the
# first play of whom it was bought for pays three holders: the price, and what the view itself brings the film.
# shellcheck shell=bash

friend="$work/friend.suri"
(umask 077 && printf '//Friend/%s' "$$" >"$friend")
friend_address=$(reel --suri-file "$friend" wallet address --json | field account)
holders=(Bob:5000 Charlie:3000 Dave:2000)

say '16. Bob sells the film: half of its income is his, three tenths are for Charlie, a fifth for Dave'
reel --dev-account Bob rights set "$film_reel" $(printf '//%s ' "${holders[@]/:/=}")
reel --dev-account Bob title price "$film_reel" 10
reel rights show "$film_reel" | sed 's/^/   /'

say '17. A friend of the viewer has not bought it, and gets nothing'
if reel --suri-file "$friend" watch "$film_reel" --headless --cells 1 --json >"$work/unpaid.ndjson" 2>&1; then
	fail 'the film was watched without being bought'
fi
grep -q 'not-bought' "$work/unpaid.ndjson" || { cat "$work/unpaid.ndjson" >&2; fail 'refused for another reason'; }
echo '   refused: not-bought'

say '18. The viewer buys it for the friend, with coins it got for watching'
reel --suri-file "$viewer" buy "$film_reel" --for "$friend_address"

say '19. The friend watches: the first play is confirmed, and the price reaches the holders'
reel --suri-file "$friend" watch "$film_reel" --headless --cells 1 --json | tee "$work/friend.ndjson" |
	python3 -u scripts/demo_report.py events
# The report is made from finalized blocks, some seconds behind.
is_reported() {
	reel rights report --title "$film_reel" --json >"$work/payouts.ndjson" 2>/dev/null && grep -q '"kind":"fee"' "$work/payouts.ndjson"
}
within 120 'the sale in the report' is_reported
shares=()
for holder in "${holders[@]}"; do
	name=${holder%:*}
	shares+=("$name:$(reel --dev-account "$name" wallet address --json | field account):${holder#*:}")
done
python3 scripts/demo_report.py sold "$work/payouts.ndjson" 10 "${shares[@]}"

say '20. Of what the view itself brings the film, Bob has his half at once; anyone claims for the other two'
reel --suri-file "$viewer" rights claim "$film_reel"
is_claimed() {
	reel rights report --title "$film_reel" --json >"$work/payouts.ndjson" 2>/dev/null && grep -q '"kind":"views"' "$work/payouts.ndjson"
}
within 120 'the claim in the report' is_claimed
python3 scripts/demo_report.py viewed "$work/payouts.ndjson" "$work/friend.ndjson" "${shares[@]:1}"
