# Sourced by demo.sh, in the third act: somebody advertises in the film, a viewer sees the ad before it and clicks, and is paid
# for that by the advertiser, who sees what the campaign came to.
# shellcheck shell=bash

say '21. Eve lets Dave publish; he publishes a spot of ten seconds, and opens a campaign with 100 CFX on hold'
scripts/sample-video.sh "$work/spot.mp4" 10
reel --dev-account Eve supervisor authorize //Dave
reel --dev-account Dave publish "$work/spot.mp4" --title 'A spiral of ten seconds' --cell-seconds 60 --magnet-file "$work/spot.reel"
reel --dev-account Dave ad open "$work/spot.reel" --view 1 --click 2 --budget 100 --days 1 --country DE
campaign=$(reel ad list //Dave --json | field campaign)

say '22. The friend, in Germany, watches on: the spot comes first, a click on it, then the film'
reel --suri-file "$friend" watch "$film_reel" --headless --from 1 --cells 1 --country DE --click-ads --json |
	tee "$work/advertised.ndjson" | python3 -u scripts/demo_report.py events

say '23. What the campaign came to'
reel ad results "$campaign" | sed 's/^/   /'
reel ad results "$campaign" --json >"$work/results.ndjson"
reel ad list //Dave --json >"$work/campaign.ndjson"
python3 scripts/demo_report.py advertised "$work/advertised.ndjson" "$work/results.ndjson" "$work/campaign.ndjson"
