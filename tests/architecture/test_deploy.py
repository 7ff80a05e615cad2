"""The linting of what deploys, on a copy with mistakes in it: each is named."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / ".venv-supply" / "bin" / "python"
COPIED = ["server/supply", "server/container"]
LINKED = [
    ".venv", "requirements", "generated", "pyproject.toml", "README.md", "LICENSE", "server/holdfast_server",
    "server/migrations",
]  # fmt: skip


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for name in COPIED:
        for source in (ROOT / name).rglob("*"):
            if source.is_file() and "__pycache__" not in source.parts:
                target = tmp_path / source.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(source.read_bytes())
    for name in LINKED:
        (tmp_path / name).symlink_to(ROOT / name)
    return tmp_path


def lint(checkout: Path) -> tuple[int, str]:
    done = subprocess.run(
        [PYTHON, "server/supply/deploy.py"], cwd=checkout, capture_output=True, text=True, check=False
    )
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def spoilt(checkout: Path, file: str, *mistakes: tuple[str, str]) -> str:
    path = checkout / "server" / "container" / file
    text = path.read_text()
    for old, new in mistakes:
        assert old in text, (file, old)
        text = text.replace(old, new)
    path.write_text(text)
    code, told = lint(checkout)
    assert code == 1
    return told


def test_what_deploys_is_clean(checkout: Path) -> None:
    assert lint(checkout) == (0, "what deploys is clean: the container file, the compose file, the manifests\n")


def test_mistakes_in_the_container_file_are_named(checkout: Path) -> None:
    told = spoilt(
        checkout,
        "Containerfile",
        ("USER 65532:65532", "USER holdfast"),
        ("STOPSIGNAL SIGTERM", "STOPSIGNAL SIGKILL"),
        ("HOLDFAST_LOG_FORMAT", "HOLDFAST_LOG_FROMAT"),
        ("EXPOSE 50051 9464", "EXPOSE 50051"),
        ("WORKDIR /\n", "WORKDIR relative\nRUN cd /tmp\n"),
        ("--require-hashes -r requirements/production.txt", "-r requirements/production.txt"),
        ("COPY server/migrations server/migrations", "COPY server/migration server/migrations"),
        ("HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \\\n  CMD", "SHELL"),
    )
    for sentence in (
        "Containerfile: USER must be two numbers that are not 0, so that an orchestrator sees that it is not root",
        "Containerfile: STOPSIGNAL must be SIGTERM: it is what drains",
        "Containerfile: HOLDFAST_LOG_FROMAT is no setting of Holdfast",
        "Containerfile: EXPOSE must be the ports of the settings: 50051 9464",
        "Containerfile: the last stage runs nothing: what it needs is copied into it",
        "Containerfile: installs without hashes: tools/bin/uv pip install --quiet --python",
        "Containerfile: COPY server/migration: there is no such file",
        "Containerfile: HEALTHCHECK is missing",
        "DL3000",  # hadolint: WORKDIR must be absolute
        "DL3003",  # hadolint: cd instead of WORKDIR
    ):
        assert sentence in told


def test_mistakes_in_the_compose_file_are_named(checkout: Path) -> None:
    told = spoilt(
        checkout,
        "compose.yaml",
        ("stop_grace_period: 30s", "stop_grace_period: 16s"),
        ("command: [migrate]", "command: [migrat]"),
        ("HOLDFAST_MIGRATE:", "HOLDFAST_MIGRATION:"),
        ("secrets: [database-url, tls-certificate, tls-key]", "secrets: [database-url, tls-certificate]"),
        ("    cap_drop: [ALL]\n", ""),
    )
    for sentence in (
        "compose.yaml: holdfast: stop_grace_period is 16 s, and a server may need 17 s to leave",
        "compose.yaml: migrate: migrat is no command of holdfast",
        "compose.yaml: holdfast: HOLDFAST_MIGRATION is no setting of Holdfast",
        "compose.yaml: holdfast: /run/secrets/tls-key is not among its secrets",
        "compose.yaml: holdfast: cap_drop must be ['ALL']",
        "compose.yaml: migrate: cap_drop must be ['ALL']",
    ):
        assert sentence in told


def test_what_the_compose_specification_does_not_know_is_named(checkout: Path) -> None:
    told = spoilt(checkout, "compose.yaml", ("healthcheck:", "healthchecks:"))
    assert "compose.yaml: services.postgres: Unevaluated properties are not allowed ('healthchecks' was" in told


def test_mistakes_in_the_manifests_are_named(checkout: Path) -> None:
    told = spoilt(
        checkout,
        "kubernetes/deployment.yaml",
        ("HOLDFAST_DRAIN_GRACE", "HOLDFAST_DRAIN_GRACES"),
        ("runAsNonRoot: true", "runAsNonRoot: false"),
        ("seccompProfile: { type: RuntimeDefault }", "seccompProfile: { type: Unconfined }"),
        ("readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false"),
        ("automountServiceAccountToken: false", "automountServiceAccountToken: true"),
        ("containerPort: 9464", "containerPort: 9465"),
        ("app.kubernetes.io/component: server }\n    spec:", "app.kubernetes.io/component: web }\n    spec:"),
        ("limits: { memory: 1Gi }", "limits: {}"),
        ("name: tls, mountPath", "name: tsl, mountPath"),
        ("args: [serve]", "args: [serve]\n          readinesProbe: {}"),
    )
    for sentence in (
        "Deployment: holdfast: HOLDFAST_DRAIN_GRACES is no setting of Holdfast",
        "Deployment: must run as a user that is not root",
        "Deployment: seccompProfile must be RuntimeDefault",
        "Deployment: holdfast: readOnlyRootFilesystem must be True",
        "Deployment: needs no token of the cluster",
        "Deployment: its ports are {'grpc': 50051, 'metrics': 9465}, and it listens on {'grpc': 50051, 'metrics': 9464}",
        "PodDisruptionBudget: selects",
        "Service: selects",
        "Deployment: holdfast: must say what it needs and how much memory it may have",
        "Deployment: holdfast: mounts tsl, which is no volume",
        "deployment.yaml: Kubernetes 1.30: spec.template.spec.containers.0: Additional properties are not allowed "
        "('readinesProbe' was unexpected)",
    ):
        assert sentence in told


def test_a_server_gets_the_time_it_needs_to_leave(checkout: Path) -> None:
    late = ("terminationGracePeriodSeconds: 45", "terminationGracePeriodSeconds: 34")
    told = spoilt(checkout, "kubernetes/deployment.yaml", late)
    assert told == "Deployment: terminationGracePeriodSeconds is 34 s, and a server may need 35 s to leave\n"


def test_manifests_that_do_not_agree_are_named(checkout: Path) -> None:
    folder = checkout / "server" / "container" / "kubernetes"
    (folder / "stray.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: stray\n")
    policy = folder / "networkpolicy.yaml"
    policy.write_text(policy.read_text().replace("port: 9464", "port: 22"))
    told = spoilt(
        checkout,
        "kubernetes/service.yaml",
        ("clusterIP: None", "clusterIP: 10.0.0.1"),
        ("port: 50051", "port: 80"),
        ("app.kubernetes.io/component: server }\n  ports", "app.kubernetes.io/component: migrate }\n  ports"),
    )
    for sentence in (
        "kustomization.yaml: lists ['stray.yaml'] that is not there, or not what is there",
        "NetworkPolicy: lets in [22, 50051], and the server listens on [9464, 50051]",
        "Service: must be headless, or clients stay with one server",
        "Service: its ports must be {'grpc': 50051, 'metrics': 9464}",
        "Service: selects the migration as well",
    ):
        assert sentence in told


def test_an_announced_setting_that_has_come_is_taken_off_the_list(checkout: Path) -> None:
    program = checkout / "server" / "supply" / "deploy.py"
    program.write_text(program.read_text().replace("tuple[str, ...]] = ()", 'tuple[str, ...]] = ("LISTEN",)'))
    code, told = lint(checkout)
    assert code == 1
    assert told == "server/supply/deploy.py: HOLDFAST_LISTEN is there now: take it out of ANNOUNCED\n"
