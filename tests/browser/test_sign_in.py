"""Signing in and the second factor as a person meets them, with real codes and keys, in light and dark."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from dialogues.models import User
from dialogues.models.roles import Role
from tests import factories
from tests.browser.test_article_to_outcome import sign_in
from tests.site import Site
from tests.web.test_second_factor import code_for

ACCOUNT = "/accounts/second-factor/"


as_on_a_server = pytest.mark.parametrize("site_settings", [{"REQUIRE_SECOND_FACTOR": "true"}], ids=["strict"])


@pytest.fixture
def strict(site: Site) -> Site:
    """The site under the name for which browsers use keys without HTTPS."""
    site.address = site.address.replace("127.0.0.1", "localhost")
    return site


@pytest.fixture
def key(page: Page) -> Any:
    """A security key that answers by itself, plugged into this browser."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools


def faults(page: Page) -> list[str]:
    """What axe finds, in light and in dark."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found += [f"{page.url} {scheme}: {one['id']}" for one in Axe().run(page).response["violations"]]
    return found


def confirm_password(page: Page) -> None:
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def start_as_editor(page: Page, site: Site) -> None:
    factories.staff_with(Role.EDITOR)
    page.goto(f"{site.address}/admin/")
    page.get_by_label("User name or e-mail").fill("editor")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


@as_on_a_server
def test_an_editor_sets_up_an_app_and_signs_in_with_its_codes(watched: Page, strict: Site) -> None:
    page = watched
    start_as_editor(page, strict)
    found = faults(page)
    page.get_by_role("link", name="Set up an app").click()
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    found += faults(page)
    confirm_password(page)
    secret = page.locator(".secret code").inner_text()
    found += faults(page)
    page.get_by_label("Authenticator code").fill(code_for(secret))
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    found += faults(page)
    codes = page.locator(".codes code").all_inner_texts()
    page.get_by_role("link", name="Go to the admin").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
    page.get_by_role("button", name="Log out").click()

    page.goto(f"{strict.address}/admin/dialogues/dialogue/")
    page.get_by_label("User name or e-mail").fill("editor")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_label("Code")).to_be_visible()
    found += faults(page)
    page.get_by_label("Code").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Incorrect code")).to_be_visible()
    found += faults(page)
    page.get_by_label("Code").fill(codes[0])
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/admin/dialogues/dialogue/$"))
    assert found == []


@as_on_a_server
def test_an_editor_adds_a_key_and_signs_in_with_it(watched: Page, strict: Site, key: Any) -> None:
    page = watched
    start_as_editor(page, strict)
    page.get_by_role("link", name="Add a key").click()
    confirm_password(page)
    found = faults(page)
    page.get_by_label("Name").fill("Blue key")
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"{strict.address}{ACCOUNT}webauthn/")
    expect(page.get_by_role("heading", name="Blue key")).to_be_visible()
    found += faults(page)
    page.goto(f"{strict.address}/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()

    page.goto(f"{strict.address}/review/")
    page.get_by_label("User name or e-mail").fill("editor")
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    found += faults(page)
    page.get_by_role("button", name="Use a security key").click()
    expect(page).to_have_url(re.compile("/review/$"))
    assert found == []


@as_on_a_server
def test_a_key_that_is_not_there_is_told_in_words(watched: Page, strict: Site) -> None:
    page = watched
    start_as_editor(page, strict)
    page.get_by_role("link", name="Add a key").click()
    confirm_password(page)
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_text("The key did not answer")).to_be_visible()
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_sign_in_page_has_no_fault_and_fits(watched: Page, site: Site, width: int) -> None:
    page = watched
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site.address}/accounts/login/")
    assert faults(page) == []
    page.get_by_label("User name or e-mail").fill("nobody")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_text("are not correct")).to_be_visible()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_who_is_locked_out_reads_why(page: Page, site: Site) -> None:
    factories.staff_user("editor")
    page.goto(f"{site.address}/accounts/login/")
    for turn in range(5):
        page.get_by_label("User name or e-mail").fill("editor")
        page.get_by_label("Password").fill(f"wrong-{turn}")
        page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Too many failed attempts")).to_be_visible()
    assert faults(page) == []


def test_the_first_login_of_an_installation_leads_somewhere(watched: Page, site: Site) -> None:
    """As `make run` on one machine, where no second factor is asked for."""
    page = watched
    factories.staff_with(Role.ADMINISTRATOR, "editor")
    sign_in(page, site)
    expect(page.get_by_role("link", name="Articles")).to_be_visible()
    expect(page.get_by_role("link", name="Users")).to_be_visible()
    assert User.objects.get().last_login is not None
