# Sourced by demo.sh, behind the first act: three curators keep the film, one is killed, the film still plays, the dead one
# is slashed, the living ones claim SSH. Epochs of a development chain last a minute, so this takes about five.
# shellcheck shell=bash

curators=(Charlie Dave Ferdie)
victim=Ferdie
film_reel="$work/film.reel"
alice_peer=$(logged alice 'exchanges with peers at \([^ ]*\)')
alice_address=$(curl -s -H 'content-type: application/json' "http://127.0.0.1:$port" \
	-d '{"jsonrpc":"2.0","id":1,"method":"system_localListenAddresses"}' |
	python3 -c 'import json,sys; print(next(a for a in json.load(sys.stdin)["result"] if "/127.0.0.1/tcp/" in a))')

# within SECONDS WHAT COMMAND…: until the command succeeds.
within() {
	local end=$((SECONDS + $1)) what=$2
	shift 2
	until "$@"; do
		[ "$SECONDS" -lt "$end" ] || fail "$what: not in time"
		pause 3
	done
}

status_of() { reel curate status "//$1" --json; }

say '8. Three more machines: nodes that curate, each with a store of its own'
declare -A curator_pid curator_port curator_peer
for name in "${curators[@]}"; do
	start_node "$name" --chain dev --name "$name" --curate --rpc-port 0 --store-listen 127.0.0.1:0 \
		--bootnodes "$alice_address" --store-bootstrap "$alice_peer"
	curator_pid[$name]=${pids[-1]}
done
for name in "${curators[@]}"; do
	wait_for_node "$name" "${curator_pid[$name]}"
	curator_port[$name]=$node_port curator_peer[$name]=$node_peer
	echo "   $name: $node_peer"
done

say '9. They register as curators, with 10 GiB and a collateral each, and wait for their seats'
registering=()
for name in "${curators[@]}"; do
	REEL_NODE="ws://127.0.0.1:${curator_port[$name]}" reel --dev-account "$name" --timeout 180 curate start \
		--capacity 10GiB --region KR --endpoint "${curator_peer[$name]}" >"$work/$name.start" 2>"$work/$name.start.err" &
	registering+=($!)
done
for i in "${!curators[@]}"; do
	wait "${registering[$i]}" || { cat "$work/${curators[$i]}.start.err" >&2; fail "${curators[$i]} could not register"; }
done
sed 's/^/   /' "$work/Charlie.start"
before=()
for name in "${curators[@]}"; do before+=("$(status_of "$name" | field curator.collateral_cfx)"); done

say '10. They find out that the film lacks keepers, fetch it from each other, and prove that they have it'
all_keep() {
	local name
	for name in "${curators[@]}"; do
		[ -n "$(status_of "$name" | python3 -c 'import json,sys; print("yes" if json.load(sys.stdin)["contracts"] else "")')" ] || return 1
	done
}
within 240 'three contracts' all_keep
reel curate map "$film_reel" | sed 's/^/   /'

say "11. $victim's machine dies: kill -9"
kill -9 "${curator_pid[$victim]}"
wait "${curator_pid[$victim]}" 2>/dev/null || true
left=()
for pid in "${pids[@]}"; do [ "$pid" = "${curator_pid[$victim]}" ] || left+=("$pid"); done
pids=("${left[@]}")

say '12. The film still plays: the viewer watches it once more, out of the stores that are left'
living=()
for name in "${curators[@]}"; do
	[ "$name" = "$victim" ] || living+=(--bootstrap "${curator_peer[$name]}")
done
magnet=$(python3 -c 'import json,sys; print(json.load(open(sys.argv[1]))["magnet"])' "$film_reel")
reel --suri-file "$viewer" watch "$magnet" --headless --json "${living[@]}" --peers-only \
	--peer-listen /ip4/127.0.0.1/tcp/0 | tee "$work/again.ndjson" | python3 -u scripts/demo_report.py again
python3 scripts/demo_report.py check-again "$work/again.ndjson" "$work/watch.ndjson"

say "13. $victim does not show what it is asked for, and is slashed"
is_slashed() {
	local status
	status=$(status_of "$victim")
	[ "$(field curator.collateral_cfx <<<"$status")" != "$(field curator.asked_cfx <<<"$status")" ]
}
within 240 'the slash' is_slashed
status_of "$victim" | python3 scripts/demo_report.py slashed

say '14. The living ones claim what they have earned for holding it'
claims() {
	local name=$1
	# What is asked for just now is to be shown first, and what is not held long enough is not due yet.
	REEL_NODE="ws://127.0.0.1:${curator_port[$name]}" reel --dev-account "$name" curate claim --json \
		>"$work/$name.claim" 2>"$work/$name.claim.err"
}
for name in "${curators[@]}"; do
	[ "$name" != "$victim" ] || continue
	within 240 "a claim of $name" claims "$name"
	echo "   $name: $(field minted_ssh <"$work/$name.claim") SSH"
done

say '15. Who has what'
rows=()
for i in "${!curators[@]}"; do
	name=${curators[$i]}
	status=$(status_of "$name")
	kind=living
	[ "$name" != "$victim" ] || kind=dead
	rows+=("$name:$kind:${before[$i]}:$(field curator.collateral_cfx <<<"$status"):$(field ssh_planck <<<"$status")")
done
python3 scripts/demo_report.py curators "${rows[@]}"
