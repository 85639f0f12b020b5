"""Every setting, in one place. Nothing else reads the environment. docs/settings.md explains each; a test compares."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from knowledge.search.encoder import EMBEDDED

PACKAGES = Path(__file__).resolve().parent.parent


def working_folder(packages: Path) -> Path:
    """The folder of `.env` and `var`: a checkout's own; where Reeve is installed from a wheel, the current folder."""
    checkout = (packages / "config.yml").exists()  # a pyproject.toml would not tell: several wheels leave theirs there
    return packages if checkout else Path.cwd()


HERE = working_folder(PACKAGES)


class Role(StrEnum):
    """What a member of staff is here for."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Settings(BaseSettings):
    """Read from the environment (`REEVE_...`) and from a file `.env` in the working folder."""

    model_config = SettingsConfigDict(env_prefix="REEVE_", env_file=HERE / ".env", extra="ignore", frozen=True)

    database_url: str | None = Field(
        None,
        validation_alias=AliasChoices("DATABASE_URL", "REEVE_DATABASE_URL"),
        description="PostgreSQL to use: postgresql://user:password@host/name. Empty: an embedded one under data_dir.",
    )
    data_dir: Path = Field(HERE / "var", description="Folder for all run-time state: models, indexes, keys, database.")
    council_pack: Path = Field(
        PACKAGES / "knowledge/councils/northbridge",
        description="Folder of the council pack that this site serves.",
    )
    encoder_model: str = Field(
        EMBEDDED,
        description="Sentence encoder: the embedded one, or any sentence-transformers name or folder.",
    )
    encoder_threads: int = Field(1, ge=1, le=64, description="Processor threads for the encoder.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    public_url: str = Field(
        default_factory=lambda read: f"http://127.0.0.1:{read['port']}",
        description="Address residents and staff see. With https, cookies are sent over https only.",
    )
    allowed_origins: list[str] = Field(
        [],
        description="Other sites that may embed the chat, as a JSON list of origins such as https://www.example.org.",
    )
    master_key: SecretStr | None = Field(
        None,
        description="Key that wraps the vault's keys: 32 bytes as base64. Empty: master_key_file is used.",
    )
    previous_master_key: SecretStr | None = Field(
        None,
        description="Another master key that still opens what it wrapped, while a rotation is under way.",
    )
    master_key_file: Path | None = Field(
        None,
        description="File with the master key, and earlier ones below it. Empty: data_dir/master.key, made if missing.",
    )
    metrics_token: SecretStr | None = Field(
        None, description="Bearer token for /metrics. Empty: only this machine may read it."
    )
    log_level: str = Field("info", pattern="^(debug|info|warning|error)$", description="Least level that is logged.")
    turn_timeout_seconds: float = Field(10.0, gt=0, le=60, description="A turn that takes longer fails, and says so.")
    database_pool_size: int = Field(10, ge=2, le=200, description="Database connections a process may hold.")
    undo_send_seconds: int = Field(
        5, ge=0, le=60, description="How long a caseworker can take a reply back before it goes. 0: it goes at once."
    )
    session_idle_minutes: int = Field(60, ge=5, le=720, description="A staff session ends after this long without use.")
    session_hours: int = Field(10, ge=1, le=24, description="A staff session ends after this long in any case.")
    idle_close_minutes: int = Field(
        60, ge=5, le=1440, description="A conversation without messages closes after this long."
    )
    retention_days: int = Field(
        180,
        ge=1,
        le=3650,
        description="Closed conversations are erased this long after the last thing that happened in them.",
    )
    leave_url: str = Field(
        "https://www.bbc.co.uk/weather",
        pattern=r"^https?://[^\s\"<>]+$",
        description="Where `Leave this page` on a crisis card leads: a page that nobody wonders at.",
    )
    client_address_header: str = Field(
        "",
        pattern=r"^[A-Za-z0-9-]*$",
        description="Header in which your own proxy tells the visitor's address. Empty: the connection's address.",
    )
    limit_conversations: int = Field(
        240, ge=0, le=1_000_000, description="Conversations that an address may start in an hour. 0: no limit."
    )
    limit_messages: int = Field(
        120, ge=0, le=1_000_000, description="Messages that an address may send in a minute. 0: no limit."
    )
    limit_messages_per_conversation: int = Field(
        30, ge=0, le=1_000_000, description="Messages that a conversation may take in a minute. 0: no limit."
    )
    limit_sign_ins: int = Field(
        30, ge=0, le=1_000_000, description="Attempts to sign in as staff from an address in a minute. 0: no limit."
    )
    limit_lookups: int = Field(
        20, ge=0, le=1_000_000, description="Bookings that an address may look for in a minute. 0: no limit."
    )
    limit_token_requests: int = Field(
        300,
        ge=0,
        le=1_000_000,
        description="Requests that a token of another system has in a minute. 0: no limit.",
    )
    limit_copies: int = Field(
        6, ge=0, le=1_000_000, description="Copies by email that an address may ask for in an hour. 0: no limit."
    )
    limit_sign_in_failures: int = Field(
        20, ge=0, le=1_000_000, description="Wrong sign-ins that an address has free before it waits. 0: no limit."
    )
    second_factor_roles: list[Role] = Field(
        [], description='Roles that must use codes from an app at sign-in, as a JSON list such as ["admin"].'
    )
    local_accounts: bool = Field(
        True, description="Let staff sign in with passwords of Reeve's own. Off: with the identity provider only."
    )
    oidc_issuer: str = Field(
        "",
        pattern=r"^(https://\S+|http://(localhost|127\.0\.0\.1)(:\d+)?\S*)?$",
        description="The council's identity provider (OpenID Connect), such as https://login.example.org. Empty: none.",
    )
    oidc_client_id: str = Field("", description="Reeve's name at the identity provider.")
    oidc_client_secret: SecretStr | None = Field(
        None, description="Reeve's secret at the identity provider. Empty: a public client, with PKCE alone."
    )
    oidc_scopes: str = Field("openid profile", description="What is asked of the identity provider; openid among it.")
    oidc_username_claim: str = Field("preferred_username", description="Claim with the username.")
    oidc_role_claim: str = Field("roles", description="Claim with roles; a path such as realm_access.roles works.")
    oidc_roles: dict[str, Role] = Field(
        {}, description="Role for each value of that claim, as JSON. Of several, the one that stands first counts."
    )
    oidc_team_claim: str = Field("groups", description="Claim with teams.")
    oidc_teams: dict[str, str] = Field({}, description="Slug of a team for each value of that claim, as JSON.")
    webhook_addresses: list[str] = Field(
        [],
        description='Addresses inside your network that webhooks may go to, as a JSON list such as ["10.0.5.7"].',
    )
    open311_api_key: SecretStr | None = Field(
        None, description="Key with which other programs may make reports over Open311. Empty: they can only read."
    )
    open311_forward_url: str = Field(
        "",
        pattern=r"^(https?://[^\s\"<>]+)?$",
        description="Open311 endpoint that takes the reports which reports.yml forwards. Empty: nothing is forwarded.",
    )
    open311_forward_key: SecretStr | None = Field(None, description="api_key for that endpoint.")
    notices_by: Literal["outbox", "notify"] = Field(
        "outbox", description="How notices go to residents: outbox (nothing leaves, staff read them) or notify."
    )
    notify_api_key: SecretStr | None = Field(None, description="API key of GOV.UK Notify.")
    notify_templates: dict[str, str] = Field(
        {}, description="Ids of templates in GOV.UK Notify, as JSON: confirmation.email, reminder.sms and so on."
    )
    notify_callback_token: SecretStr | None = Field(
        None, min_length=20, description="Bearer token that GOV.UK Notify sends with its receipts."
    )
    notify_url: str = Field("https://api.notifications.service.gov.uk", description="Address of GOV.UK Notify.")
    payments_by: Literal["demonstration", "govuk_pay"] = Field(
        "demonstration", description="How residents pay: demonstration (a page that takes no money) or govuk_pay."
    )
    pay_api_key: SecretStr | None = Field(None, description="API key of GOV.UK Pay.")
    pay_webhook_secret: SecretStr | None = Field(None, description="Signing secret of the webhook of GOV.UK Pay.")
    pay_url: str = Field("https://publicapi.payments.service.gov.uk", description="Address of GOV.UK Pay.")
    payment_minutes: int = Field(
        30, ge=5, le=90, description="A payment that nobody finishes ends this long after it was begun."
    )
    addresses_by: Literal["table", "os_places"] = Field(
        "table", description="Where addresses come from: table (the gazetteer in the database) or os_places."
    )
    os_places_key: SecretStr | None = Field(None, description="API key of the OS Places API.")
    os_places_custodian: int | None = Field(
        None, ge=1, le=9999, description="The council's local custodian code, by which its addresses are told."
    )
    os_places_url: str = Field("https://api.os.uk/search/places/v1", description="Address of the OS Places API.")
    outside_timeout_seconds: float = Field(
        10.0, gt=0, le=30, description="A call to an outside service is given up after this long."
    )
    outside_proxy: str | None = Field(None, description="Proxy for calls to outside services: http://host:port.")
    worker_in_process: bool = Field(
        True, description="Run background jobs inside `reeve serve`; off when `reeve worker` runs."
    )
    publish_alone: bool = Field(
        False, description="Let one person write a page and publish it too, where there is only one administrator."
    )
    demo: bool = Field(
        True, description="Make demonstration staff accounts with one-time passwords on an empty database."
    )

    @model_validator(mode="after")
    def _somebody_can_sign_in(self) -> Self:
        if not (self.local_accounts or self.oidc_issuer):
            raise ValueError("REEVE_LOCAL_ACCOUNTS is off, so REEVE_OIDC_ISSUER must name an identity provider")
        return self

    @cached_property
    def secure_cookies(self) -> bool:
        """Whether cookies carry the Secure flag."""
        return self.public_url.startswith("https://")

    @property
    def models_dir(self) -> Path:
        """The folder of trained dialogue models, by digest."""
        return self.data_dir / "models"

    @property
    def index_dir(self) -> Path:
        """The folder of passage indexes, by digest."""
        return self.data_dir / "index"

    @property
    def graphs_dir(self) -> Path:
        """Exported encoders, by the digest of their weights."""
        return self.data_dir / "graphs"

    @property
    def photos_dir(self) -> Path:
        """Residents' photos, sealed; no route serves the folder."""
        return self.data_dir / "photos"

    @property
    def key_file(self) -> Path:
        """Where the master key is kept when it is not a setting."""
        return self.master_key_file or self.data_dir / "master.key"
