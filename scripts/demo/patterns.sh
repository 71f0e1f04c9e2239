# Sourced by demo.sh, at the end of the third act: somebody else re-encodes the film and is refused before anything is uploaded,
# because its pattern is Bob's; whoever has a file can ask what it is. The copier's index is empty: what others have published is fetched.
# shellcheck shell=bash

copy="$work/copy.mkv"
say '24. Ferdie, whom Eve lets publish too, re-encodes the film: another codec, smaller, at a lower rate'
reel --dev-account Eve supervisor authorize //Ferdie
ffmpeg -nostdin -v error -y -i "$film" -vf scale=426:-2 -c:v mpeg4 -b:v 500k -c:a libmp3lame -b:a 64k "$copy"
ls -l "$film" "$copy" | awk '{ print "   " $5 " bytes  " $NF }'

say '25. What it is, whose it is and what it costs is told before anything is fetched'
export REEL_INDEX="$work/ferdies-index"
reel identify "$copy" | sed 's/^/   /'

say '26. Ferdie publishes it, and is refused'
if reel --dev-account Ferdie publish "$copy" --json >"$work/copy.ndjson" 2>"$work/copy.log"; then
	fail 'a re-encoding of Bob'"'"'s film was published'
else
	code=$?
fi
[ "$code" = 4 ] || { cat "$work/copy.log" >&2; fail "refused with exit code $code"; }
python3 -c '
import json, sys
*_, last = (json.loads(line) for line in open(sys.argv[1]))
assert last["label"] == "pattern-of-another", last
print("   refused:", last["message"])' "$work/copy.ndjson"
