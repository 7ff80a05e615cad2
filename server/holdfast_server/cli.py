"""The command line: serve, migrate, config, verify-ledger, doctor, tenants, keys."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.table import Table

from holdfast_server import __version__
from holdfast_server.runtime import telemetry
from holdfast_server.runtime.settings import Settings, SettingsInvalid, load, shown

app = typer.Typer(
    name="holdfast",
    help="Inventory over gRPC that never oversells and accounts for every unit.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

tenants_app = typer.Typer(help="Whose stock the database holds.", no_args_is_help=True)
keys_app = typer.Typer(help="Who may come: service keys and publishable keys.", no_args_is_help=True)
app.add_typer(tenants_app, name="tenants")
app.add_typer(keys_app, name="keys")

UNDEFINED_TABLE = "42P01"
UNDEFINED_COLUMN = "42703"

Listen = Annotated[str | None, typer.Option(help="Address and port; in dev mode loopback only.")]
Workers = Annotated[str | None, typer.Option(help="Server processes on the one port; auto: one for each core.")]
StateDir = Annotated[Path | None, typer.Option(help="Where the embedded database lives.")]
Json = Annotated[bool, typer.Option("--json", help="For scripts.")]
Dev = Annotated[bool, typer.Option("--dev", help="Dev mode with a database URL too: one tenant, no credentials.")]


def _version(value: bool) -> None:
    if value:
        out.print(f"holdfast {__version__}")
        raise typer.Exit


@app.callback()
def holdfast(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
) -> None:
    """Take what all commands have in common."""
    telemetry.configure(log_format="console", level="WARNING")


@app.command()
def serve(
    listen: Listen = None, workers: Workers = None, state_dir: StateDir = None, *, dev: Dev = False, json_: Json = False
) -> None:
    """Serve: in dev mode with an embedded PostgreSQL, in production on the one that HOLDFAST_DATABASE_URL names."""
    settings = _settings(listen=listen, workers=workers, state_dir=state_dir, dev=True if dev else None)
    telemetry.configure(log_format=settings.log_format, level=settings.log_level)
    from holdfast_server import serving

    def ready(port: int, metrics: str) -> None:
        address = f"{settings.listen.rpartition(':')[0]}:{port}"
        database = "HOLDFAST_DATABASE_URL" if settings.url else f"embedded PostgreSQL in {settings.state_dir}"
        if json_:
            told = {"address": address, "version": __version__, "workers": settings.workers, "metrics": metrics}
            print(json.dumps(told), flush=True)
        else:
            mode = "dev mode" if settings.is_dev else "production"
            out.print(
                f"[bold green]Holdfast {__version__}[/] serves on [bold]{address}[/] ({mode}, {database})",
                soft_wrap=True,
            )
            if settings.is_dev:
                out.print(f"try: grpcurl -plaintext {address} list", soft_wrap=True)
            if metrics:
                out.print(f"metrics: http://{metrics}/metrics", soft_wrap=True)

    with _told(), _stopping():
        serving.serve(settings, ready)


@app.command(hidden=True)
def worker(number: Annotated[int, typer.Option(help="Which of them, for its metrics.")] = 0) -> None:
    """Serve as one of several processes; started by `serve --workers`."""
    settings = _settings()
    telemetry.configure(log_format=settings.log_format, level=settings.log_level)
    from holdfast_server import serving

    with _told(), _stopping():
        serving.work(settings, number)


@app.command()
def migrate(
    state_dir: StateDir = None,
    patience: Annotated[float, typer.Option(min=0, help="Seconds to try again while a table is locked.")] = 60.0,
    grant_to: Annotated[str | None, typer.Option(help="A role that may then serve, and change no table.")] = None,
    *,
    json_: Json = False,
) -> None:
    """Bring the schema up to date; make the months that are next, drop those of old events."""
    settings = _settings(state_dir=state_dir)
    from holdfast_server.runtime import migrate as migrations

    with _told(), _database(settings) as url:
        before, after = migrations.upgrade(url, patience_seconds=patience)
        now = datetime.now(UTC)
        kept_since = now - timedelta(days=settings.event_retention_days)
        missing = migrations.look_after_partitions(url, now, events_kept_since=kept_since)
        if grant_to:
            migrations.grant(url, grant_to)
    if json_:
        print(json.dumps({"before": before, "after": after, "partitions_missing": missing}))
        return
    if missing:
        err.print(f"not made, since somebody was in the way (run it again): {', '.join(missing)}", soft_wrap=True)
    if after not in migrations.known():
        out.print(f"the schema is at revision {after} of a newer server, which this one can work with")
    elif before == after:
        out.print(f"the schema is up to date (revision {after})")
    else:
        out.print(f"migrated from {before or 'an empty database'} to revision {after}")


@app.command()
def config(*, json_: Json = False) -> None:
    """Show the settings in force, secrets masked."""
    settings = _settings()
    values = shown(settings)
    if json_:
        print(json.dumps(values, indent=2))
        return
    table = Table("setting", "value", "meaning")
    for name, field in Settings.model_fields.items():
        table.add_row(name, values[name], field.description or "")
    out.print(table)


@app.command("verify-ledger")
def verify_ledger(
    state_dir: StateDir = None,
    tenant: Annotated[str | None, typer.Option(help="Only this tenant; all without it.")] = None,
    max_findings: Annotated[int, typer.Option(min=1, max=100_000, help="Stop after so many.")] = 100,
    *,
    json_: Json = False,
) -> None:
    """Prove the books on the live database; exits with 1 when a difference is found."""
    settings = _settings(state_dir=state_dir)
    from holdfast_server.wiring import prove

    with _told(), _database(settings) as url:
        report = asyncio.run(prove(url, tenant_id=tenant, max_findings=max_findings, pooled=settings.pooler))
    if json_:
        print(json.dumps({**dataclasses.asdict(report), "sound": report.sound}))
    else:
        _print_report(report)
    raise typer.Exit(0 if report.sound else 1)


@app.command()
def doctor(state_dir: StateDir = None, *, json_: Json = False) -> None:
    """Say what is wrong with this set-up, and what to do; exits with 1 when something is."""
    from holdfast_server import doctor as checks

    found = checks.examine({"state_dir": state_dir} if state_dir else {})
    if json_:
        print(json.dumps([dataclasses.asdict(check) for check in found], indent=2))
    else:
        colours = {"ok": "green", "warning": "yellow", "fault": "red"}
        table = Table("", "check", "what was found", "what to do")
        for check in found:
            table.add_row(f"[{colours[check.status]}]{check.status}[/]", check.check, check.sentence, check.remedy)
        out.print(table)
    raise typer.Exit(int(any(check.status == "fault" for check in found)))


# --- tenants and keys -------------------------------------------------------------------------------


@tenants_app.command("create")
def tenants_create(tenant: str, state_dir: StateDir = None, *, json_: Json = False) -> None:
    """Make a tenant; servers know it within a second or so."""
    from holdfast_server.identity import commands

    with _told(), _database(_settings(state_dir=state_dir)) as url:
        asyncio.run(commands.create_tenant(url, tenant))
    _say({"tenant": tenant}, f"made tenant [bold]{tenant}[/]", json_=json_)


@tenants_app.command("list")
def tenants_list(state_dir: StateDir = None, *, json_: Json = False) -> None:
    """Show all tenants."""
    from holdfast_server.identity import commands

    with _told(), _database(_settings(state_dir=state_dir)) as url:
        found = asyncio.run(commands.list_tenants(url))
    rows = [
        {"tenant": one.id, "state": "live" if one.is_live else "suspended", "created": _time(one.create_time)}
        for one in found
    ]
    _show_rows(rows, ("tenant", "state", "created"), json_=json_)


@tenants_app.command("suspend")
def tenants_suspend(tenant: str, state_dir: StateDir = None, *, json_: Json = False) -> None:
    """Serve a tenant no more; it keeps everything."""
    _suspend(tenant, state_dir, suspended=True, json_=json_)


@tenants_app.command("resume")
def tenants_resume(tenant: str, state_dir: StateDir = None, *, json_: Json = False) -> None:
    """Serve a suspended tenant again."""
    _suspend(tenant, state_dir, suspended=False, json_=json_)


def _suspend(tenant: str, state_dir: Path | None, *, suspended: bool, json_: bool) -> None:
    from holdfast_server.identity import commands

    with _told(), _database(_settings(state_dir=state_dir)) as url:
        asyncio.run(commands.set_suspended(url, tenant, suspended=suspended))
    state = "suspended" if suspended else "live"
    _say({"tenant": tenant, "state": state}, f"tenant [bold]{tenant}[/] is {state}", json_=json_)


@keys_app.command("create")
def keys_create(
    tenant: Annotated[str, typer.Option(help="Whose key.")],
    name: Annotated[str, typer.Option(help="What it is for, for people.")] = "",
    scope: Annotated[list[str] | None, typer.Option(help="What it allows; give it once for each.")] = None,
    location: Annotated[list[str] | None, typer.Option(help="Only these locations; give it once for each.")] = None,
    channel: Annotated[list[str] | None, typer.Option(help="Only these sales channels; once for each.")] = None,
    expires: Annotated[str | None, typer.Option(help="How long it is good: 90d, 12h; for ever without it.")] = None,
    holds: Annotated[int, typer.Option(help="Of a publishable key: live holds at once with one peer.", min=0)] = 0,
    low: Annotated[int, typer.Option(help="Of a coarse publishable key: up to so many units are LOW.", min=1)] = 5,
    state_dir: StateDir = None,
    *,
    publishable: Annotated[bool, typer.Option("--publishable", help="For a page: one channel's availability.")] = False,
    coarse: Annotated[bool, typer.Option("--coarse", help="Of a publishable key: IN, LOW or OUT only.")] = False,
    json_: Json = False,
) -> None:
    """Make a key. Its secret is shown here and never again."""
    from holdfast_server.identity import commands, rules
    from holdfast_server.identity.model import KeyKind

    kind = KeyKind.PUBLISHABLE if publishable else KeyKind.SERVICE
    with _told():
        grant = rules.asked_grant(kind, scope or (), location or (), channel or (), holds=holds, low=low, coarse=coarse)
        lives_for = rules.duration("expires", expires) if expires is not None else None
        with _database(_settings(state_dir=state_dir)) as url:
            key, secret = asyncio.run(commands.create_key(url, tenant, kind, name, grant, lives_for))
    told = {"id": key.id, "key": secret, "tenant": tenant, "scopes": sorted(grant.scopes)}
    shown = f"{secret}\n[dim]key {key.id} of tenant {tenant}; it is not kept and cannot be shown again[/]"
    _say(told, shown, json_=json_)


@keys_app.command("list")
def keys_list(
    tenant: Annotated[str | None, typer.Option(help="Only this tenant's.")] = None,
    state_dir: StateDir = None,
    *,
    json_: Json = False,
) -> None:
    """Show keys without their secrets, revoked ones too."""
    from holdfast_server.identity import commands

    with _told(), _database(_settings(state_dir=state_dir)) as url:
        found = asyncio.run(commands.list_keys(url, tenant))
    now = datetime.now(UTC)
    rows = [
        {
            "id": key.id,
            "tenant": key.tenant_id,
            "kind": key.kind.name.lower(),
            "name": key.name,
            "state": "good" if key.is_good(now) else "revoked" if key.revoke_time else "expired",
            "scopes": " ".join(sorted(key.grant.scopes)),
            "locations": " ".join(sorted(key.grant.location_ids or ())),
            "channels": " ".join(sorted(key.grant.sales_channel_ids or ())),
            "created": _time(key.create_time),
            "expires": _time(key.expire_time),
            "last used": _time(key.last_used_time),
        }
        for key in found
    ]
    names = ("id", "tenant", "kind", "name", "state", "scopes", "locations", "channels", "created", "expires")
    _show_rows(rows, (*names, "last used"), json_=json_)


@keys_app.command("revoke")
def keys_revoke(key_id: str, state_dir: StateDir = None, *, json_: Json = False) -> None:
    """Make a key worthless for good; servers know it within a second or so."""
    from holdfast_server.identity import commands

    with _told(), _database(_settings(state_dir=state_dir)) as url:
        asyncio.run(commands.revoke_key(url, key_id))
    _say({"id": key_id, "state": "revoked"}, f"key [bold]{key_id}[/] is revoked", json_=json_)


def _say(values: dict[str, Any], sentence: str, *, json_: bool) -> None:
    if json_:
        print(json.dumps(values), flush=True)
    else:
        out.print(sentence, soft_wrap=True)


def _show_rows(rows: list[dict[str, Any]], names: tuple[str, ...], *, json_: bool) -> None:
    if json_:
        print(json.dumps(rows, indent=2))
        return
    table = Table(*names)
    for row in rows:
        table.add_row(*(str(row[name]) for name in names))
    out.print(table)


def _time(time: datetime | None) -> str:
    return "" if time is None else time.isoformat(timespec="seconds").replace("+00:00", "Z")


def _print_report(report: Any) -> None:
    counts = (
        f"{report.levels_checked} levels, {report.movements_checked} movements, "
        f"{report.reservations_checked} reservations, {report.allocations_checked} claims"
    )
    if report.sound:
        out.print(f"[bold green]the books are sound[/]: {counts}")
        return
    table = Table("invariant", "tenant", "what was found")
    for finding in report.findings:
        table.add_row(finding.invariant, finding.tenant_id, finding.message)
    out.print(table)
    more = ", and there may be more" if report.stopped_early else ""
    out.print(f"[bold red]{len(report.findings)} differences[/]{more}: {counts}")


def _settings(**flags: Any) -> Settings:
    try:
        return load(**flags)
    except SettingsInvalid as error:
        _fail(str(error))


@contextmanager
def _database(settings: Settings) -> Iterator[str]:
    """The database that the settings name; an embedded one is started for as long, unless it runs already."""
    if settings.url:
        yield settings.url
        return
    from holdfast_server.runtime.postgres import EmbeddedPostgres

    embedded = EmbeddedPostgres(settings.state_dir)
    running = embedded.running_url()
    if running is not None:
        yield running
        return
    try:
        yield embedded.start()
    finally:
        embedded.stop()


@contextmanager
def _told() -> Iterator[None]:
    """What the operator can mend is said in one sentence."""
    import psycopg
    from sqlalchemy import exc

    from holdfast_server.kernel.errors import Refused
    from holdfast_server.modes import ModeRefused
    from holdfast_server.runtime.database import DatabaseUnfit, reason_of
    from holdfast_server.runtime.migrate import MigrationBlocked, SchemaAhead
    from holdfast_server.runtime.postgres import PostgresFailed
    from holdfast_server.serving import PortTaken, WorkersDie

    try:
        yield
    except psycopg.errors.UndefinedObject as error:
        told = (error.diag.message_primary or "").replace('"', "").partition(" does not exist")[0]
        _fail(f"there is no {told or 'such role'}")
    except (PostgresFailed, DatabaseUnfit, SchemaAhead, MigrationBlocked, PortTaken, ModeRefused, WorkersDie) as error:
        _fail(str(error))
    except Refused as error:
        _fail(error.message)
    except psycopg.OperationalError as error:
        _fail(f"the database cannot be used: {reason_of(error)}")
    except psycopg.ProgrammingError:
        _fail("the database cannot be used: its URL is not valid")
    except exc.ProgrammingError as error:
        if getattr(error.orig, "sqlstate", None) not in (UNDEFINED_TABLE, UNDEFINED_COLUMN):
            raise
        _fail("the database has no schema of ours, or an old one: run `holdfast migrate`")
    except exc.OperationalError as error:
        original = error.orig
        reason = reason_of(original) if isinstance(original, psycopg.OperationalError) else "it failed"
        _fail(f"the database cannot be used: {reason}")


@contextmanager
def _stopping() -> Iterator[None]:
    """Ctrl-C while starting is a wish to stop, not an error."""
    try:
        yield
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _fail(sentence: str) -> NoReturn:
    err.print(f"[bold red]holdfast:[/] {sentence}", soft_wrap=True)
    raise typer.Exit(2)


def main() -> None:
    """Run the command line."""
    app(prog_name="holdfast", args=sys.argv[1:])
