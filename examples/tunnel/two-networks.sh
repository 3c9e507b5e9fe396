#!/bin/sh
# Two networks that cannot reach each other, and a coordinator between them, as network namespaces of this machine (Linux, root):
#
#   near 10.77.1.2 (client agent on 8000) -- 10.77.1.1 coordinator 10.77.2.1 -- 10.77.2.2 far (upstream agent, service on 5000, no open port)
#
# Shows requests from near to the service in far, then removes everything.
set -eu

[ "$(id -u)" = 0 ] || { echo "two-networks.sh: network namespaces need root" >&2; exit 1; }
here=$(cd "$(dirname "$0")" && pwd)
dispatcher=$here/../../dispatcher
work=$(mktemp -d)
near=near-$$ hub=hub-$$ far=far-$$
started=

tidy() {
    trap - EXIT INT TERM
    for pid in $started; do kill "$pid" 2>/dev/null || true; done
    for pid in $started; do wait "$pid" 2>/dev/null || true; done
    for space in $near $hub $far; do ip netns delete $space 2>/dev/null || true; done
    rm -rf "$work"
}
trap tidy EXIT
trap 'exit 1' INT TERM

in_space() { space=$1; shift; ip netns exec "$space" "$@"; }

# A cable between the hub and a network; nothing is forwarded from one to the other.
connect() { # space, number
    ip netns add "$1"
    ip link add "h$2-$$" netns $hub type veth peer name "e$2-$$" netns "$1"
    in_space $hub ip address add "10.77.$2.1/24" dev "h$2-$$"
    in_space "$1" ip address add "10.77.$2.2/24" dev "e$2-$$"
    in_space $hub ip link set "h$2-$$" up
    in_space "$1" ip link set "e$2-$$" up
    in_space "$1" ip link set lo up
    in_space "$1" ip route add default via "10.77.$2.1"
}

# Starts a command in a network and waits until it prints that it is ready.
start() { # name, space, command...
    name=$1; space=$2; shift 2
    : > "$work/$name.log"
    ip netns exec "$space" "$@" > "$work/$name.log" 2>&1 &
    started="$! $started"
    tries=0
    until grep ' ready ' "$work/$name.log"; do
        tries=$((tries + 1))
        if [ $tries -gt 600 ] || ! kill -0 $! 2>/dev/null; then cat "$work/$name.log" >&2; exit 1; fi
        sleep 0.2
    done
}

ip netns add $hub
in_space $hub ip link set lo up
in_space $hub sysctl -q -w net.ipv4.ip_forward=0
connect $near 1
connect $far 2

# Whatever is not loopback needs tokens.
"$dispatcher" token create --data-dir "$work/data" --role agent --agent-id far --upstream shop --json | sed 's/.*"token" *: *"\([^"]*\)".*/\1/' > "$work/agent.token"
"$dispatcher" token create --data-dir "$work/data" --role operator --name near --json | sed 's/.*"token" *: *"\([^"]*\)".*/\1/' > "$work/client.token"
chmod 600 "$work"/*.token

start service $far java "$here/SampleService.java" 127.0.0.1 5000
start coordinator $hub "$dispatcher" coordinator --bind 127.0.0.1:8000 --bind 10.77.1.1:8000 --bind 10.77.2.1:8000 --data-dir "$work/data" --broker-port 0
start agent $far "$dispatcher" agent --coordinator-url http://10.77.2.1:8000 --agent-id far --token-file "$work/agent.token" \
    --upstream shop=http://127.0.0.1:5000 --state-dir "$work/agent"
start client $near "$dispatcher" tunnel --coordinator-url http://10.77.1.1:8000 --listen 8000 --upstream shop --token-file "$work/client.token"

show() { echo "near$ curl $*"; in_space $near curl -sS --connect-timeout 3 --max-time 30 "$@" || echo "(curl: exit $?)"; echo; }
show http://10.77.2.2:5000/
show http://127.0.0.1:8000/
show http://127.0.0.1:8000/test
show -o /dev/null -w '%{http_code}' http://127.0.0.1:8000/nothing
