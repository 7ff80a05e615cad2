"""Settings: environment `HOLDFAST_*`, `*_FILE` for secrets, a TOML file, and flags for the harmless ones.

A flag wins over the environment, the environment over the file (`HOLDFAST_CONFIG`, else `holdfast.toml` where the
server starts), the file over the defaults.
"""

from __future__ import annotations

import ipaddress
import os
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import orjson
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "HOLDFAST_"
SECRETS = ("database_url",)
OFF = "off"


class SettingsInvalid(Exception):
    """Settings that cannot be; the text is for the operator and holds no secret."""


class ClientCertificate(BaseModel):
    """One row of the table of client certificates: a name, and what it stands for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    alternative_name: str = ""
    common_name: str = ""
    tenant: str
    scopes: tuple[str, ...]
    location_ids: tuple[str, ...] | None = None
    sales_channel_ids: tuple[str, ...] | None = None

    @model_validator(mode="after")
    def _has_one_name(self) -> ClientCertificate:
        if bool(self.alternative_name) == bool(self.common_name):
            raise ValueError("needs alternative_name or common_name, and not both")
        return self


class Settings(BaseSettings):
    """Everything that can be set. Times are in seconds."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    database_url: SecretStr | None = Field(None, description="postgresql:// URL; empty = embedded PostgreSQL")
    dev: bool = Field(False, description="Dev mode with a database of one's own; without a URL it is dev mode anyway")
    listen: str = Field("127.0.0.1:50051", description="Address and port; in dev mode a loopback address")
    tls_certificate: Path | None = Field(None, description="The server's certificate chain in PEM, read anew on change")
    tls_key: Path | None = Field(None, description="The file of its private key in PEM, read anew on change")
    tls_client_ca: Path | None = Field(None, description="Who comes must have a certificate of this authority (mTLS)")
    client_certificates: tuple[ClientCertificate, ...] = Field(
        (), description="Names in client certificates, each with its tenant and scopes"
    )
    insecure_behind_mesh: Literal["", "yes"] = Field(
        "", description="yes: serve without TLS, since something before this server speaks it"
    )
    jwt_jwks: str = Field("", description="File or URL of the key set that tokens are signed with; empty: no tokens")
    jwt_issuer: str = Field("", description="The iss of tokens")
    jwt_audience: str = Field("", description="The aud of tokens: this service")
    jwt_leeway: float = Field(30.0, ge=0, le=120, description="How far clocks may be apart where tokens are judged")
    jwt_refresh: float = Field(300.0, ge=1, le=86_400, description="How often the key set is read")
    jwt_tenant_claim: str = Field("tenant", description="The claim that names the tenant")
    jwt_scope_claim: str = Field("scope", description="The claim with the scopes: a text with blanks, or a list")
    jwt_location_claim: str = Field("location_ids", description="The claim that limits a token to locations")
    jwt_channel_claim: str = Field("sales_channel_ids", description="The claim that limits a token to sales channels")
    reflection: bool | None = Field(None, description="Describe the services to who asks; empty: in dev mode only")
    channelz: bool | None = Field(None, description="Tell operators of connections; empty: in dev mode only")
    state_dir: Path = Field(Path(".holdfast"), description="Where the embedded database lives")
    workers: int = Field(1, ge=1, le=64, description="Server processes on the one port; auto: one for each core")
    lanes: int = Field(1, ge=1, le=8, description="Writing transactions in flight per process")
    readers: int = Field(1, ge=1, le=8, description="Connections for shared reads per process")
    pool_size: int = Field(4, ge=1, le=64, description="Connections for lists and reports per process")
    migrate: bool = Field(True, description="Bring the schema up to date at start")
    prepared_statements: bool = Field(True, description="Off for a pooler that does not keep them")
    pooler: bool = Field(False, description="The URL leads through a pooler that pools transactions, such as PgBouncer")
    lock_levels_per_item: bool = Field(False, description="Lock by one statement per item, for sharded databases")
    default_deadline: float = Field(5.0, gt=0, le=300, description="For calls that bring none")
    max_deadline: float = Field(30.0, gt=0, le=300, description="For calls that bring a longer one")
    max_message_bytes: int = Field(4 << 20, ge=1024, le=4 << 20, description="Of one request")
    rate_limit: int = Field(0, ge=0, description="Calls per second of one caller and process; 0: no limit")
    publishable_rate_limit: int = Field(
        50, ge=0, description="The same for a publishable key, of each host that comes with it"
    )
    shedding: bool = Field(True, description="Refuse at once what would be answered too late")
    pending_calls: int = Field(
        1000,
        ge=1,
        description="With shedding: how many calls wait in gRPC for their turn before it drops some (CANCELLED)",
    )
    keepalive: float = Field(30.0, ge=1, le=3600, description="How long a connection is silent before it is pinged")
    connection_age: float = Field(
        1800.0, ge=1, le=86_400, description="When a connection is closed for its client to choose a server anew"
    )
    drain_notice: float = Field(1.0, ge=0, le=60, description="Between NOT_SERVING and refusing calls")
    drain_grace: float = Field(10.0, ge=0, le=300, description="For calls in flight when the server stops")
    request_retention_hours: int = Field(96, ge=72, description="How long request ids are kept")
    test_clock: bool = Field(False, description="Let tests move the database's clock; in dev mode only")
    event_retention_days: int = Field(30, ge=1, le=3650, description="How long events can be read, by whole months")
    watch_checkpoint: float = Field(10.0, gt=0, le=300, description="How often a watcher that hears nothing is told so")
    watch_stall: float = Field(
        30.0, gt=0, le=300, description="How long a stream waits for a client that does not read"
    )
    restock_settle_seconds: float = Field(
        30.0, ge=0, le=86_400, description="How long a variant has been back before those who wait for it are told"
    )
    max_streams: int = Field(512, ge=1, le=100_000, description="Streams open at once per process")
    metrics_listen: str = Field(
        "", description="Address and port of /metrics, /livez, /readyz; empty = 127.0.0.1:9464 or any free one; off"
    )
    access_log: Literal["off", "errors", "all"] = Field(
        "errors", description="Calls that get a line in the log: none, those that fail by our fault, all"
    )
    access_log_share: float = Field(1.0, gt=0, le=1, description="Of all calls, how many get one; errors always do")
    books_check_seconds: float = Field(86_400.0, ge=0, description="Between proofs of the books; 0 = never")
    otlp_endpoint: str = Field("", description="http(s)://host:port of an OpenTelemetry collector; empty = none")
    trace_share: float = Field(0.05, ge=0, le=1, description="Of calls whose caller does not say, how many are traced")
    log_format: Literal["console", "json"] = Field("console", description="How the log is written")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="What the log leaves out")

    @field_validator("listen")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not port.isdigit() or int(port) > 65535:
            raise ValueError("must be address:port, such as 127.0.0.1:50051")
        if host != "localhost":
            try:
                ipaddress.ip_address(host.strip("[]"))
            except ValueError:
                raise ValueError(f"{host!r} is not an IP address or localhost") from None
        return value

    @field_validator("metrics_listen")
    @classmethod
    def _an_address_or_off(cls, value: str) -> str:
        if value not in ("", OFF) and not value.rpartition(":")[2].isdigit():
            raise ValueError("must be address:port, such as 127.0.0.1:9464, or off")
        return value

    @field_validator("otlp_endpoint")
    @classmethod
    def _a_collector_that_can_be_spoken_to(cls, value: str) -> str:
        if not value:
            return value
        if not value.startswith(("http://", "https://")):
            raise ValueError("must start with http:// or https://")
        if "@" in value:
            raise ValueError("must hold no credentials: OTEL_EXPORTER_OTLP_HEADERS is for them")
        if find_spec("opentelemetry") is None or find_spec("opentelemetry.exporter.otlp.proto.grpc") is None:
            raise ValueError("needs OpenTelemetry: pip install holdfast-server[otel]")
        return value

    @field_validator("workers", mode="before")
    @classmethod
    def _one_for_each_core(cls, value: Any) -> Any:
        return min(64, len(os.sched_getaffinity(0))) if value == "auto" else value

    @field_validator("database_url")
    @classmethod
    def _postgresql_only(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value():
            return None
        if not value.get_secret_value().startswith(("postgresql://", "postgres://")):
            raise ValueError("must start with postgresql://")
        _check_url(value.get_secret_value())
        return value

    @model_validator(mode="after")
    def _test_clock_in_dev_mode_only(self) -> Settings:
        if self.test_clock and not self.is_dev:
            raise ValueError("test_clock is for tests: it needs dev mode (no database URL, or dev = true)")
        return self

    @model_validator(mode="after")
    def _loopback_in_dev_mode(self) -> Settings:
        if self.is_dev and not self.is_loopback:
            host = self.listen.rpartition(":")[0]
            raise ValueError(f"listen: {host} is not a loopback address: dev mode has no identity and no TLS")
        return self

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can come."""
        host = self.listen.rpartition(":")[0]
        return host == "localhost" or ipaddress.ip_address(host.strip("[]")).is_loopback

    @property
    def reflects(self) -> bool:
        """Whether the services are described to who asks."""
        return self.is_dev if self.reflection is None else self.reflection

    @property
    def tells_of_channels(self) -> bool:
        """Whether channelz is served."""
        return self.is_dev if self.channelz is None else self.channelz

    def environment(self) -> dict[str, str]:
        """These settings as variables, for a process of one's own; secrets in clear."""
        told = {}
        for name, value in self.model_dump(mode="json").items():
            if value is not None and name not in SECRETS:
                plain = isinstance(value, str | int | float | bool)
                told[f"{PREFIX}{name.upper()}"] = str(value) if plain else orjson.dumps(value).decode()
        if self.url:
            told[f"{PREFIX}DATABASE_URL"] = self.url
        return told

    @model_validator(mode="after")
    def _metrics_on_loopback_in_dev_mode(self) -> Settings:
        host = self.metrics_listen.rpartition(":")[0]
        if host and self.is_dev and host != "localhost" and not _is_loopback(host):
            raise ValueError(f"metrics_listen: {host} is not a loopback address, and this is dev mode")
        return self

    @property
    def is_dev(self) -> bool:
        """Whether this is dev mode: nobody's stock is at stake."""
        return self.dev or self.database_url is None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then environment, then secrets from files, then the TOML file."""
        return (
            init_settings,
            env_settings,
            _SecretFiles(settings_cls),
            TomlConfigSettingsSource(settings_cls, toml_file=config_file()),
        )

    @property
    def url(self) -> str | None:
        """The database URL in clear, None for the embedded one."""
        return self.database_url.get_secret_value() if self.database_url else None


def _check_url(url: str) -> None:
    """Refuse a URL that the driver would refuse later, and then quote: a password with a stray character most often."""
    from psycopg import ProgrammingError, conninfo

    try:
        hosts = urlsplit(url).netloc.rpartition("@")[2].split(",")
        ports = [host.rpartition("]")[2].partition(":")[2] for host in hosts]
        if any(port and not port.isdigit() for port in ports):
            raise ValueError
        conninfo.conninfo_to_dict(url)
    except (ValueError, ProgrammingError):
        raise ValueError("is no valid URL: characters such as % @ / # or a space must be percent-encoded") from None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


class _SecretFiles(PydanticBaseSettingsSource):
    """`HOLDFAST_DATABASE_URL_FILE` names a file that holds the secret, as orchestrators mount them."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE") if field_name in SECRETS else None
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except OSError as error:
            raise SettingsInvalid(
                f"{PREFIX}{field_name.upper()}_FILE: {path} cannot be read: {error.strerror}"
            ) from None

    def __call__(self) -> dict[str, Any]:
        values = {name: self.get_field_value(None, name)[0] for name in SECRETS}
        return {name: value for name, value in values.items() if value is not None}


def config_file() -> Path:
    """Where the TOML file would be."""
    return Path(os.environ.get(f"{PREFIX}CONFIG") or "holdfast.toml")


def load(**flags: Any) -> Settings:
    """The settings in force; flags that are None are not given. Raises SettingsInvalid in a sentence per mistake."""
    _refuse_unknown_names()
    try:
        return Settings(**{name: value for name, value in flags.items() if value is not None})
    except ValidationError as error:
        problems = [
            ": ".join([*map(str, one["loc"]), one["msg"].removeprefix("Value error, ")])
            for one in error.errors(include_input=False, include_url=False)
        ]
        raise SettingsInvalid("; ".join(problems)) from None


def _refuse_unknown_names() -> None:
    """A misspelt variable is a mistake that nobody would notice otherwise."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    known |= {f"{PREFIX}{name.upper()}_FILE" for name in SECRETS} | {f"{PREFIX}CONFIG"}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    if unknown:
        raise SettingsInvalid(f"unknown in the environment: {', '.join(unknown)}")


def shown(settings: Settings) -> dict[str, str]:
    """Every setting as text, secrets masked."""
    return {name: _masked(name, getattr(settings, name)) for name in Settings.model_fields}


def _masked(name: str, value: Any) -> str:
    if name not in SECRETS or value is None:
        return "" if value is None else str(value)
    return masked_url(value.get_secret_value())


def masked_url(url: str) -> str:
    """A database URL without its password and without its parameters."""
    scheme, _, rest = url.partition("://")
    credentials, at, place = rest.rpartition("@")
    user = credentials.partition(":")[0]
    return f"{scheme}://{user}{':****' if ':' in credentials else ''}{at}{place.partition('?')[0]}"
