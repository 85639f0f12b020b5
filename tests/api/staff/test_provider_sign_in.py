"""Sign-in with the council's identity provider, against one that really runs."""

from __future__ import annotations

import secrets
import time
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from joserfc.jwk import OctKey, RSAKey
from pydantic import ValidationError

from api.kernel.audit import account
from api.settings import Role, Settings
from api.staff.accounts.accounts import NewAccount
from api.staff.provider import directory
from api.staff.provider.rules import ProviderRefused, ProviderRules, identity
from tests.support.staff.desk import SITE, Browser, Desk
from tests.support.staff.identity_provider import CLIENT, SECRET, IdentityProvider

ROLES = {"reeve-admins": "admin", "reeve-agents": "agent"}
TEAMS = {"waste-crew": "waste", "street-crew": "streets"}


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    """A provider that signs in an agent of the waste team."""
    username = f"rosa-{secrets.token_hex(3)}"
    person = {"sub": secrets.token_hex(8), "preferred_username": f"{username}@northbridge.example", "name": "Rosa Lind"}
    made = IdentityProvider({**person, "roles": ["reeve-agents", "other"], "groups": ["waste-crew"]})
    made.start()
    yield made
    made.stop()


@pytest.fixture
async def there(database_url: str, provider: IdentityProvider) -> AsyncIterator[Desk]:
    """A desk that uses it."""
    made = Desk(database_url, more=of(provider))
    yield made
    await made.database.close()


def of(provider: IdentityProvider) -> dict[str, Any]:
    """Settings for this provider."""
    return {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SECRET,
        "oidc_roles": ROLES,
        "oidc_teams": TEAMS,
    }


async def walk(desk: Desk, browser: Browser | None = None) -> httpx.Response:
    """Goes to the provider and back; the answer to coming back."""
    browser = browser or desk.browser()
    out = await browser.get("/staff/sign-in/provider?next=/staff/account")
    assert out.status_code == 303, out.text
    async with httpx.AsyncClient() as other:
        back = (await other.get(out.headers["location"])).headers["location"]
    assert back.startswith(f"{SITE}/staff/sign-in/provider/done?")
    return await browser.get(back.removeprefix(SITE))


def username(provider: IdentityProvider) -> str:
    """The name that the account here has."""
    return str(provider.person["preferred_username"]).partition("@")[0]


async def test_whoever_the_provider_vouches_for_has_an_account_with_role_and_teams(
    there: Desk, provider: IdentityProvider
) -> None:
    browser = there.browser()
    assert "/staff/sign-in/provider?next=" in (await browser.get("/staff/sign-in")).text
    answer = await walk(there, browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/account")
    page = await browser.get("/staff/account")
    assert username(provider) in page.text and "agent" in page.text and "Change your password" not in page.text
    assert "Rosa Lind" in page.text
    actions = [event.action for event in await there.audited(account(username(provider)))]
    assert actions == ["account_created", "signed_in"]
    assert (await there.browser().sign_in(username(provider), "")).status_code == 401, "there is no password"


async def test_role_and_teams_follow_the_claims_at_each_sign_in(there: Desk, provider: IdentityProvider) -> None:
    await walk(there)
    provider.person["roles"] = "reeve-admins reeve-agents"
    browser = there.browser()
    await walk(there, browser)
    assert (await browser.get("/staff/people")).status_code == 200
    assert "account_changed" in [event.action for event in await there.audited(account(username(provider)))]


@pytest.mark.parametrize(
    ("claims", "told"),
    [
        ({"roles": ["other"]}, "has no role here"),
        ({"roles": None}, "has no role here"),
        ({"roles": {"reeve-admins": True}}, "has no role here"),
        ({"groups": []}, "belongs to no team here"),
        ({"preferred_username": None}, "did not tell us your username"),
        ({"preferred_username": "x"}, "did not tell us your username"),
    ],
)
async def test_claims_that_do_not_do_are_refused_with_a_clear_page(
    there: Desk, provider: IdentityProvider, claims: dict[str, Any], told: str
) -> None:
    provider.faults = claims
    answer = await walk(there)
    assert answer.status_code == 403 and told in answer.text and "Go to the sign-in page" in answer.text


@pytest.mark.parametrize(
    "faults",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"exp": int(time.time()) - 120},
        {"exp": None},
        {"aud": "another-client"},
        {"aud": ["another-client", "third"]},
        {"aud": [CLIENT, "another-client"]},
        {"iss": "https://evil.example"},
        {"sub": None},
        {"iat": int(time.time()) + 600},
    ],
)
async def test_a_token_that_is_wrong_in_any_claim_opens_nothing(
    there: Desk, provider: IdentityProvider, faults: dict[str, Any]
) -> None:
    provider.faults = faults
    browser = there.browser()
    assert (await walk(there, browser)).status_code == 403
    assert "reeve_staff" not in browser.http.cookies


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [(RSAKey.generate_key(2048, {"kid": "foreign"}), "RS256"), (OctKey.import_key(SECRET * 3), "HS256")],
)
async def test_a_token_that_another_key_signed_opens_nothing(
    there: Desk, provider: IdentityProvider, key: Any, algorithm: str
) -> None:
    provider.sign_with, provider.algorithm = key, algorithm
    assert (await walk(there)).status_code == 403


async def test_a_new_key_of_the_provider_is_found(
    there: Desk, provider: IdentityProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "AGAIN_SECONDS", 0.0)
    await walk(there)
    provider.rotate()
    assert (await walk(there)).status_code == 303
    assert provider.asked_for_keys == 2
    await walk(there)
    assert provider.asked_for_keys == 2, "known keys are kept"


async def test_coming_back_takes_the_browser_that_left_and_only_once(there: Desk, provider: IdentityProvider) -> None:
    browser, other = there.browser(), there.browser()
    out = await browser.get("/staff/sign-in/provider")
    async with httpx.AsyncClient() as elsewhere:
        back = (await elsewhere.get(out.headers["location"])).headers["location"].removeprefix(SITE)
    assert (await other.get(back)).status_code == 403, "somebody else's browser"
    assert (await browser.get(back.replace("state=", "state=x"))).status_code == 403
    assert (await browser.get("/staff/sign-in/provider/done?error=access_denied")).status_code == 403
    assert (await browser.get(back)).status_code == 303
    assert (await browser.get(back)).status_code == 403, "the way back is walked once"


async def test_a_provider_that_is_down_or_another_is_named_so(there: Desk, provider: IdentityProvider) -> None:
    provider.told_issuer = "https://evil.example"
    answer = await there.browser().get("/staff/sign-in/provider")
    assert answer.status_code == 503 and "cannot be reached just now" in answer.text
    provider.told_issuer = provider.issuer
    browser = there.browser()
    out = await browser.get("/staff/sign-in/provider")
    provider.stop()
    state = httpx.URL(out.headers["location"]).params["state"]
    assert (await browser.get(f"/staff/sign-in/provider/done?code=x&state={state}")).status_code == 503


async def test_a_name_alone_never_opens_an_account_with_a_password(there: Desk, provider: IdentityProvider) -> None:
    name = username(provider)
    await there.accounts.create("test", NewAccount(name, "Rosa Lind", Role.ADMIN))
    assert (await walk(there)).status_code == 403
    await there.accounts.change("test", NewAccount(name, "Rosa Lind", Role.AGENT, ("waste",), provider=True))
    assert (await walk(there)).status_code == 303, "an administrator said so"
    provider.person["sub"] = "somebody else of the same name"
    assert (await walk(there)).status_code == 403
    provider.person["sub"] = None
    await there.accounts.deactivate("test", name)


async def test_whoever_is_disabled_here_stays_out(there: Desk, provider: IdentityProvider) -> None:
    browser = there.browser()
    await walk(there, browser)
    await there.accounts.deactivate("test", username(provider))
    assert (await browser.get("/staff/cases")).status_code == 303
    assert (await walk(there)).status_code == 403


async def test_without_a_provider_there_is_no_such_way(desk: Desk) -> None:
    assert "/staff/sign-in/provider" not in (await desk.browser().get("/staff/sign-in")).text
    assert (await desk.browser().get("/staff/sign-in/provider")).status_code == 404


def test_a_site_where_nobody_could_sign_in_does_not_start() -> None:
    with pytest.raises(ValidationError, match="REEVE_OIDC_ISSUER"):
        Settings(_env_file=None, local_accounts=False)
    for address in ("http://login.example.org", "ftp://x", "https://"):
        with pytest.raises(ValidationError):
            Settings(_env_file=None, oidc_issuer=address)


def test_claims_may_lie_deeper_and_the_first_role_of_the_settings_counts() -> None:
    roles = {"a": Role.SUPERVISOR, "b": Role.ADMIN}
    rules = ProviderRules(
        "https://i.example", "c", None, "r", username_claim="email", role_claim="realm.roles", roles=roles
    )
    claims = {"sub": "1", "email": "Zoë.Q@x.example", "realm": {"roles": ["b", "a"]}}
    assert identity(claims, rules).role is Role.SUPERVISOR
    assert identity(claims, rules).username == "zo-.q"
    with pytest.raises(ProviderRefused):
        identity({**claims, "realm": ["a"]}, rules)
