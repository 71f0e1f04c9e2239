"""Checks compose.yml and Dockerfile: what the services ask for must be there. Used by check-docker.sh."""
import re
import subprocess
import sys

import yaml

node, compose_path, dockerfile_path = sys.argv[1:]
problems = []


def problem(text):
    problems.append(text)


options = set(re.findall(r"--[a-z][a-z-]+", subprocess.run([node, "--help"], capture_output=True, text=True, check=True).stdout))
dockerfile = open(dockerfile_path, encoding="utf-8").read()
exposed = set(re.findall(r"\d+", re.search(r"^EXPOSE (.*)$", dockerfile, re.M).group(1)))
data = re.search(r"^VOLUME (\S+)$", dockerfile, re.M).group(1)
compose = yaml.safe_load(open(compose_path, encoding="utf-8"))
services, volumes = compose["services"], compose["volumes"]

host_ports, gateways = {}, {}
for name, service in services.items():
    words = service["command"].split()
    for option in (word.split("=")[0] for word in words if word.startswith("--")):
        if option not in options:
            problem(f"{name}: the node has no option {option}")
    for host in re.findall(r"/dns/([^/]+)/", service["command"]):
        if host not in services:
            problem(f"{name}: its boot node {host} is no service")
        elif host not in service.get("depends_on", []):
            problem(f"{name}: does not wait for {host}")
    for mount in service["volumes"]:
        volume, target = mount.split(":")
        if volume not in volumes:
            problem(f"{name}: volume {volume} is not declared")
        if target != data:
            problem(f"{name}: {volume} is mounted at {target}, the image keeps its data in {data}")
    for mapping in service.get("ports", []):
        address, outer, inner = mapping.split(":")
        if address != "127.0.0.1":
            problem(f"{name}: port {outer} is open to the network")
        if inner not in exposed:
            problem(f"{name}: the image does not expose port {inner}")
        if outer in host_ports:
            problem(f"{name}: port {outer} is taken by {host_ports[outer]}")
        host_ports[outer] = name
    if "--gateway-url" in words:
        gateways[name] = words[words.index("--gateway-url") + 1]

for name, url in gateways.items():
    port = url.rsplit(":", 1)[1]
    if host_ports.get(port) != name:
        problem(f"{name}: viewers are sent to {url}, which is not its own port")
if "USER" not in dockerfile or re.search(r"^USER (root|0)$", dockerfile, re.M):
    problem("the image runs as root")

for text in problems:
    print(f"error: {text}", file=sys.stderr)
sys.exit(1 if problems else 0)
