"""Whether what deploys Holdfast is right, without an engine or a cluster to run it.

hadolint looks at the Containerfile, the Compose Specification's schema at compose.yaml, Kubernetes' own schemas at the
manifests. What no schema knows is checked here: that each HOLDFAST_* is a setting and each argument a command, that a
server gets the time it needs to leave, that ports agree, and that nothing runs with more rights than it needs.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import jsonschema
import kubernetes_validate
import yaml

ROOT: Final = Path(__file__).resolve().parents[2]
TOOLS: Final = Path(sys.executable).parent
FOLDER: Final = ROOT / "server" / "container"
CONTAINERFILE: Final = FOLDER / "Containerfile"
COMPOSE: Final = FOLDER / "compose.yaml"
COMPOSE_SCHEMA: Final = FOLDER / "compose-spec.json"
KUBERNETES: Final = FOLDER / "kubernetes"
# The oldest that has preStop.sleep without a feature gate, and the newest that the schemas know.
KUBERNETES_VERSIONS: Final = ("1.30", kubernetes_validate.latest_version())

# Settings that the manifests use and that are still being built elsewhere; each entry goes when its setting is there.
ANNOUNCED: Final[tuple[str, ...]] = ()

# For closing the pool and leaving, besides notice and grace.
LEAVING_SECONDS: Final = 5.0

ASK: Final = """
import json
from holdfast_server.cli import app
from holdfast_server.runtime.settings import SECRETS, Settings
print(json.dumps({
    "settings": {name.upper(): str(field.default) for name, field in Settings.model_fields.items()},
    "files": [f"{name.upper()}_FILE" for name in SECRETS],
    "commands": [one.name or one.callback.__name__ for one in app.registered_commands if not one.hidden],
}))
"""


@dataclass(frozen=True, slots=True)
class Server:
    """What the server takes: settings with their defaults, and commands."""

    defaults: Mapping[str, str]
    files: frozenset[str]
    commands: frozenset[str]

    def knows(self, name: str) -> bool:
        """Whether a name without its prefix is a setting, or a file that a secret is read from."""
        return name in self.defaults or name in self.files or name == "CONFIG"

    def leaving_seconds(self, environment: Mapping[str, str]) -> float:
        """How long a server may take from SIGTERM to its end."""
        times = (environment.get(f"HOLDFAST_{name}", self.defaults[name]) for name in ("DRAIN_NOTICE", "DRAIN_GRACE"))
        return sum(map(float, times)) + LEAVING_SECONDS


def main() -> int:
    """Say everything that is wrong."""
    server = ask()
    problems = [*announced(server), *containerfile(server), *compose(server), *kubernetes(server)]
    for problem in problems:
        print(problem)
    if not problems:
        print("what deploys is clean: the container file, the compose file, the manifests")
    return int(bool(problems))


def ask() -> Server:
    """What the server of this checkout takes."""
    done = subprocess.run(
        [ROOT / ".venv" / "bin" / "python", "-c", ASK], capture_output=True, text=True, check=True, cwd=ROOT
    )
    told = json.loads(done.stdout)
    return Server(told["settings"], frozenset(told["files"]), frozenset(told["commands"]))


def announced(server: Server) -> Iterator[str]:
    """Announcements that have come true."""
    for name in ANNOUNCED:
        if server.knows(name):
            yield f"server/supply/deploy.py: HOLDFAST_{name} is there now: take it out of ANNOUNCED"


def names(where: str, environment: Mapping[str, Any], server: Server) -> Iterator[str]:
    """Variables that the server would refuse."""
    for name in environment:
        short = name.removeprefix("HOLDFAST_")
        if short != name and short not in ANNOUNCED and not server.knows(short):
            yield f"{where}: {name} is no setting of Holdfast"


# --- Containerfile ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Instruction:
    """One instruction with what follows it, continued lines joined."""

    word: str
    rest: str


def read_containerfile(text: str) -> list[list[Instruction]]:
    """The stages, each from its FROM; what stands before the first one is a stage of its own."""
    joined = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE))
    stages: list[list[Instruction]] = [[]]
    for line in filter(None, map(str.strip, joined.splitlines())):
        word, _, rest = line.partition(" ")
        if word == "FROM":
            stages.append([])
        stages[-1].append(Instruction(word, re.sub(r"\s+", " ", rest)))
    return stages


def environment_of(stage: list[Instruction]) -> dict[str, str]:
    """What ENV sets."""
    pairs = (re.findall(r"(\w+)=(\S+)", one.rest) for one in stage if one.word == "ENV")
    return {name: value for found in pairs for name, value in found}


def containerfile(server: Server) -> Iterator[str]:
    """What is wrong with the Containerfile."""
    done = subprocess.run(
        [TOOLS / "hadolint", "--no-color", "-"], input=CONTAINERFILE.read_text(), capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    yield from (f"Containerfile: {line}" for line in (done.stdout + done.stderr).splitlines())
    _, *stages = read_containerfile(CONTAINERFILE.read_text())
    *before, last = stages
    told = {one.word: one.rest for one in last}
    environment = environment_of(last)
    yield from names("Containerfile", environment, server)
    if not re.fullmatch(r"[1-9]\d*:[1-9]\d*", told.get("USER", "")):
        yield "Containerfile: USER must be two numbers that are not 0, so that an orchestrator sees that it is not root"
    if told.get("STOPSIGNAL") != "SIGTERM":
        yield "Containerfile: STOPSIGNAL must be SIGTERM: it is what drains"
    if "HEALTHCHECK" not in told:
        yield "Containerfile: HEALTHCHECK is missing"
    if "RUN" in told:
        yield "Containerfile: the last stage runs nothing: what it needs is copied into it"
    ports = {environment.get(name, "").rpartition(":")[2] for name in ("HOLDFAST_LISTEN", "HOLDFAST_METRICS_LISTEN")}
    if set(told.get("EXPOSE", "").split()) != ports:
        yield f"Containerfile: EXPOSE must be the ports of the settings: {' '.join(sorted(ports))}"
    for one in (one for stage in before for one in stage if one.word == "RUN"):
        for command in one.rest.split("&&"):
            if " install " in command and not ("--require-hashes" in command or "--no-index" in command):
                yield f"Containerfile: installs without hashes: {command.strip()}"
    for one in (one for stage in stages for one in stage if one.word == "COPY" and "--from" not in one.rest):
        for source in one.rest.split()[:-1]:
            if not (ROOT / source).exists():
                yield f"Containerfile: COPY {source}: there is no such file"


# --- compose ----------------------------------------------------------------------------------------


def compose(server: Server) -> Iterator[str]:
    """What is wrong with compose.yaml."""
    told = yaml.safe_load(COMPOSE.read_text())
    schema = jsonschema.Draft202012Validator(json.loads(COMPOSE_SCHEMA.read_text()))
    found = sorted(schema.iter_errors(told), key=lambda error: list(map(str, error.path)))
    yield from (f"compose.yaml: {'.'.join(map(str, error.path))}: {error.message[:200]}" for error in found)
    if found:
        return
    for name, service in told["services"].items():
        where = f"compose.yaml: {name}"
        environment = service.get("environment", {})
        yield from names(where, environment, server)
        for value in environment.values():
            if str(value).startswith("/run/secrets/") and str(value).rpartition("/")[2] not in service["secrets"]:
                yield f"{where}: {value} is not among its secrets"
        if service["image"] != "holdfast":
            continue
        for need, value in {
            "read_only": True, "cap_drop": ["ALL"], "security_opt": ["no-new-privileges:true"],
        }.items():  # fmt: skip
            if service.get(need) != value:
                yield f"{where}: {need} must be {value}"
        command = service.get("command", ["serve"])[0]
        if command not in server.commands:
            yield f"{where}: {command} is no command of holdfast"
        if command == "serve":
            given = float(str(service.get("stop_grace_period", "10s")).removesuffix("s"))
            yield from _enough(where, "stop_grace_period", given, server.leaving_seconds(environment))


def _enough(where: str, what: str, given: float, needed: float) -> Iterator[str]:
    if given < needed:
        yield f"{where}: {what} is {given:g} s, and a server may need {needed:g} s to leave"


# --- Kubernetes -------------------------------------------------------------------------------------


def kubernetes(server: Server) -> Iterator[str]:
    """What is wrong with the manifests."""
    listed = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text())["resources"]
    there = {path.name for path in KUBERNETES.glob("*.yaml")} - {"kustomization.yaml"}
    if set(listed) != there:
        yield f"kustomization.yaml: lists {sorted(set(listed) ^ there)} that is not there, or not what is there"
    objects: dict[str, Any] = {}
    for path in sorted(KUBERNETES.glob("*.yaml")):
        for told in yaml.safe_load_all(path.read_text()):
            if path.name != "kustomization.yaml":
                objects[told["kind"]] = told
                yield from _by_schema(path.name, told)
    for kind in ("Deployment", "Job"):
        yield from _pod(kind, objects[kind]["spec"]["template"]["spec"], server)
    yield from _agreeing(objects)


def _by_schema(where: str, told: dict[str, Any]) -> Iterator[str]:
    for version in KUBERNETES_VERSIONS:
        try:
            kubernetes_validate.validate(told, version, strict=True)
        except kubernetes_validate.ValidationError as error:
            yield f"{where}: Kubernetes {version}: {'.'.join(map(str, error.path))}: {error.message[:200]}"
        except kubernetes_validate.SchemaNotFoundError as error:
            yield f"{where}: Kubernetes {version} knows no such object: {error}"


def _pod(where: str, pod: dict[str, Any], server: Server) -> Iterator[str]:
    """Pod Security Standard `restricted`, and what it does not ask for: a read-only root, no token, memory."""
    user = pod.get("securityContext", {})
    if not user.get("runAsNonRoot") or not user.get("runAsUser"):
        yield f"{where}: must run as a user that is not root"
    if user.get("seccompProfile") != {"type": "RuntimeDefault"}:
        yield f"{where}: seccompProfile must be RuntimeDefault"
    if pod.get("automountServiceAccountToken") is not False:
        yield f"{where}: needs no token of the cluster"
    mounts = {one["name"] for one in pod.get("volumes", [])}
    for one in pod["containers"]:
        confined = {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        for need, value in confined.items():
            if one.get("securityContext", {}).get(need) != value:
                yield f"{where}: {one['name']}: {need} must be {value}"
        if "memory" not in one.get("resources", {}).get("limits", {}) or "cpu" not in one["resources"]["requests"]:
            yield f"{where}: {one['name']}: must say what it needs and how much memory it may have"
        yield from (
            f"{where}: {one['name']}: mounts {mount['name']}, which is no volume"
            for mount in one.get("volumeMounts", [])
            if mount["name"] not in mounts
        )
        environment = {variable["name"]: variable["value"] for variable in one["env"]}
        yield from names(f"{where}: {one['name']}", environment, server)
        command = one["args"][0]
        if command not in server.commands:
            yield f"{where}: {one['name']}: {command} is no command of holdfast"
        if command == "serve":
            first = one["lifecycle"]["preStop"]["sleep"]["seconds"]
            given = float(pod.get("terminationGracePeriodSeconds", 30))
            yield from _enough(
                where, "terminationGracePeriodSeconds", given, first + server.leaving_seconds(environment)
            )


def _agreeing(objects: dict[str, Any]) -> Iterator[str]:
    """Ports and labels that stand in several places."""
    template = objects["Deployment"]["spec"]["template"]
    (container,) = template["spec"]["containers"]
    environment = {variable["name"]: variable["value"] for variable in container["env"]}
    ports = {one["name"]: one["containerPort"] for one in container["ports"]}
    listening = {
        name: int(environment[f"HOLDFAST_{setting}"].rpartition(":")[2])
        for name, setting in {"grpc": "LISTEN", "metrics": "METRICS_LISTEN"}.items()
    }
    if ports != listening:
        yield f"Deployment: its ports are {ports}, and it listens on {listening}"
    service = objects["Service"]["spec"]
    if {one["name"]: one["port"] for one in service["ports"]} != listening:
        yield f"Service: its ports must be {listening}"
    if service.get("clusterIP") != "None":
        yield "Service: must be headless, or clients stay with one server"
    allowed = {one["port"] for rule in objects["NetworkPolicy"]["spec"]["ingress"] for one in rule["ports"]}
    if allowed != set(listening.values()):
        yield f"NetworkPolicy: lets in {sorted(allowed)}, and the server listens on {sorted(listening.values())}"
    labels = template["metadata"]["labels"].items()
    selectors = {
        "Deployment": objects["Deployment"]["spec"]["selector"]["matchLabels"],
        "Service": service["selector"],
        "PodDisruptionBudget": objects["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
        "NetworkPolicy": objects["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"],
    }
    for where, selector in selectors.items():
        if not selector.items() <= labels:
            yield f"{where}: selects {selector}, and the servers are labelled {dict(labels)}"
    job = objects["Job"]["spec"]["template"]["metadata"]["labels"].items()
    for where in ("Service", "PodDisruptionBudget"):
        if selectors[where].items() <= job:
            yield f"{where}: selects the migration as well"


if __name__ == "__main__":
    sys.exit(main())
