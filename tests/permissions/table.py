"""Who gets in where: for every route and method of the site the least who is let in.

Whoever comes before is refused: sent to the sign-in page or told 401 if not signed in, told 403 otherwise. A method
that is not named is not there: 405, or refused before. A new route fails `test_matrix.py` until it stands here.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, auto
from typing import Final


class Actor(IntEnum):
    """Who asks, from the least to the most."""

    NOBODY = 0  # not signed in
    INACTIVE = auto()  # an editor whose account was closed, with a session that is still there
    WITHOUT_ROLE = auto()  # signed in, marked as staff by hand, without a role
    VIEWER = auto()
    CONTRIBUTOR = auto()
    REVIEWER = auto()
    EDITOR = auto()
    ADMINISTRATOR = auto()
    NOBODY_AT_ALL = auto()  # asks never; where it stands, all the others are refused


METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
EVERYBODY: Final = Actor.NOBODY
SIGNED_IN: Final = Actor.WITHOUT_ROLE
VIEWER: Final = Actor.VIEWER
CONTRIBUTOR: Final = Actor.CONTRIBUTOR
REVIEWER: Final = Actor.REVIEWER
EDITOR: Final = Actor.EDITOR
ADMINISTRATOR: Final = Actor.ADMINISTRATOR
NEVER: Final = Actor.NOBODY_AT_ALL

# What only reads. Django's admin shows a page for whatever is no POST; its generic views take a PUT for a POST.
READ: Final = "GET HEAD OPTIONS"
NO_POST: Final = "GET HEAD OPTIONS PUT PATCH DELETE"
ANY: Final = " ".join(METHODS)
FORM: Final = "GET HEAD OPTIONS POST PUT"

Least = Mapping[str, Actor]


@dataclass(frozen=True)
class Row:
    """One address of a route. `path` and the values of `data` are filled in with what `objects` in test_matrix has.

    `hides`: whoever is refused is told 404 instead, as if there were nothing.
    """

    route: str
    path: str
    least: Least
    data: Mapping[str, str] = field(default_factory=dict)
    hides: bool = False

    def least_for(self, method: str) -> Actor | None:
        """Who is let in with this method, None where the method is not there."""
        return next((actor for methods, actor in self.least.items() if method in methods.split()), None)


_FACTOR: Final = "/accounts/second-factor/"
_DECISION: Final = {"reason": "other_event"}
_VERDICT: Final = {"verdict": "rightly"}
_PUBLIC_EVENT: Final = {"model": "dialogue", "event": "{event_public}"}
_DRAFT_EVENT: Final = {"model": "dialogue", "event": "{event_draft}"}

ROWS: Final[list[Row]] = [
    # Public pages
    Row("timeline", "/", {"GET HEAD": EVERYBODY}),
    Row("dialogue", "{dialogue_page}", {"GET HEAD": EVERYBODY}),
    Row("outcome", "{outcome_page}", {"GET HEAD": EVERYBODY}),
    Row("codebook", "/codebook/", {"GET HEAD": EVERYBODY}),
    Row("codebook_file", "/codebook.csv", {"GET HEAD": EVERYBODY}),
    Row("/favicon.ico", "/favicon.ico", {ANY: EVERYBODY}),
    Row("history", "/history/{public}/", {"GET HEAD": EVERYBODY}),
    Row("history", "/history/{draft}/", {"GET HEAD": VIEWER}, hides=True),
    Row("history_restore", "/history/{public}/restore/", {"POST": EDITOR}, _PUBLIC_EVENT),
    Row("history_restore", "/history/{draft}/restore/", {"POST": CONTRIBUTOR}, _DRAFT_EVENT),
    # The review queue
    Row("review_queue", "/review/", {"GET": VIEWER}),
    Row("suggestion", "/review/{suggestion}/", {"GET": VIEWER}),
    Row("suggestion_accept", "/review/{suggestion}/accept/", {"POST": REVIEWER}),
    Row("suggestion_reject", "/review/{suggestion}/reject/", {"POST": REVIEWER}, _DECISION),
    Row("suggestion_skip", "/review/{suggestion}/skip/", {"POST": REVIEWER}),
    Row("suggestion_undo", "/review/{suggestion}/undo/", {"POST": REVIEWER}),
    Row("suggestion_take_over", "/review/{suggestion}/take-over/", {"POST": REVIEWER}),
    Row("suggestion_together", "/review/{suggestion}/together/", {"GET": VIEWER, "POST": REVIEWER}),
    Row("review_overview", "/review/articles/", {"GET": VIEWER}),
    Row("review_nothing_found", "/review/articles/{nothing_found}/nothing-found/", {"POST": REVIEWER}, _VERDICT),
    Row("review_help", "/review/help/", {"GET": VIEWER}),
    Row("review_keys", "/review/keys/", {"POST": VIEWER}),
    # Double coding. A coding is there for its coder alone, who is none of those that ask here.
    Row("codings", "/coding/", {"GET HEAD": VIEWER}),
    Row("coding", "/coding/{coding}/", {"GET HEAD": NEVER}, hides=True),
    Row("coding_finish", "/coding/{coding}/finish/", {"POST": NEVER}, hides=True),
    Row("coding_missing", "/coding/{coding}/missing/outcome/", {"GET HEAD POST": NEVER}, hides=True),
    Row("coding_missing_remove", "/coding/{coding}/missing/{missing}/remove/", {"POST": NEVER}, hides=True),
    Row("coding_suggestion", "/coding/{coding}/{coded}/", {"GET HEAD": NEVER}, hides=True),
    Row("coding_judge", "/coding/{coding}/{coded}/judge/", {"POST": NEVER}, hides=True),
    Row("double_codings", "/double-codings/", {"GET HEAD": VIEWER}),
    Row("agreement", "/double-codings/agreement/", {"GET HEAD": VIEWER}),
    Row("agreement_csv", "/double-codings/agreement.csv", {"GET HEAD": VIEWER}),
    Row("agreement_json", "/double-codings/agreement.json", {"GET HEAD": VIEWER}),
    Row("double_coding", "{double_coding}", {"GET HEAD": VIEWER}),
    Row("double_coding_call_off", "{double_coding}call-off/", {"POST": EDITOR}, {"reason": "A test."}),
    Row("adjudication", "{double_coding}{coded}/", {"GET HEAD": VIEWER}),
    Row("adjudication_choose", "{double_coding}{coded}/choose/", {"POST": EDITOR}, {"choice": "first"}),
    Row("adjudication_missing", "{double_coding}missing/{missing}/", {"GET HEAD": VIEWER}),
    Row("adjudication_missing_choose", "{double_coding}missing/{missing}/choose/", {"POST": EDITOR}, _DECISION),
    # How ingestion goes
    Row("ingestion", "/ingestion/", {"GET HEAD": VIEWER}),
    # The API
    Row("api:index", "/api/v1/", {READ: EVERYBODY}),
    Row("api:dialogues", "/api/v1/dialogues/", {READ: EVERYBODY}),
    Row("api:dialogue", "/api/v1/dialogues/{public}/", {READ: EVERYBODY, "PATCH": EDITOR}),
    Row("api:outcomes", "/api/v1/outcomes/", {READ: EVERYBODY}),
    Row("api:outcome", "/api/v1/outcomes/{outcome}/", {READ: EVERYBODY, "PATCH": EDITOR}),
    Row("api:articles", "/api/v1/articles/", {READ: VIEWER, "POST": CONTRIBUTOR}),
    Row("api:article", "/api/v1/articles/{article}/", {READ: VIEWER}),
    Row("api:article_fetch", "/api/v1/articles/{fetchable}/fetch/", {"OPTIONS": VIEWER, "POST": REVIEWER}),
    Row("api:codebook", "/api/v1/codebook/", {READ: EVERYBODY}),
    Row("api:metrics", "/api/v1/metrics/", {READ: VIEWER}),
    Row("api:nothing", "/api/v1/nothing/", {ANY: NEVER}, hides=True),
    # One's own account
    Row("account_login", "/accounts/login/", {FORM: EVERYBODY, "PATCH DELETE": SIGNED_IN}),
    Row("account_logout", "/accounts/logout/", {"GET HEAD OPTIONS POST": EVERYBODY}),
    Row("account_inactive", "/accounts/inactive/", {READ: EVERYBODY}),
    Row("account_reauthenticate", "/accounts/reauthenticate/", {FORM: SIGNED_IN}),
    Row("account_change_password", "/accounts/password/", {FORM: SIGNED_IN}),
    Row("mfa_index", _FACTOR, {READ: SIGNED_IN}),
    Row("mfa_authenticate", f"{_FACTOR}authenticate/", {ANY: SIGNED_IN}),
    Row("mfa_reauthenticate", f"{_FACTOR}reauthenticate/", {FORM: SIGNED_IN}),
    Row("mfa_activate_totp", f"{_FACTOR}totp/activate/", {ANY: SIGNED_IN}),
    Row("mfa_deactivate_totp", f"{_FACTOR}totp/deactivate/", {ANY: SIGNED_IN}),
    Row("mfa_view_recovery_codes", f"{_FACTOR}recovery-codes/", {READ: SIGNED_IN}),
    Row("mfa_generate_recovery_codes", f"{_FACTOR}recovery-codes/generate/", {ANY: SIGNED_IN}),
    Row("mfa_download_recovery_codes", f"{_FACTOR}recovery-codes/download/", {ANY: SIGNED_IN}),
    Row("mfa_list_webauthn", f"{_FACTOR}webauthn/", {READ: SIGNED_IN}),
    Row("mfa_add_webauthn", f"{_FACTOR}webauthn/add/", {ANY: SIGNED_IN}),
    Row("mfa_reauthenticate_webauthn", f"{_FACTOR}webauthn/reauthenticate/", {ANY: SIGNED_IN}),
    Row("mfa_edit_webauthn", f"{_FACTOR}webauthn/keys/1/edit/", {ANY: SIGNED_IN}),
    Row("mfa_remove_webauthn", f"{_FACTOR}webauthn/keys/1/remove/", {ANY: SIGNED_IN}),
    # No organization is configured here.
    Row("openid_connect_login", "/accounts/organization/", {ANY: NEVER}, hides=True),
    Row("openid_connect_callback", "/accounts/organization/callback/", {ANY: NEVER}, hides=True),
    Row("socialaccount_login_cancelled", "/accounts/organization/cancelled/", {READ: EVERYBODY}),
    # Beside the pages of models
    Row("admin:dialogues_citation_cite", "/admin/dialogues/citation/cite/?subject={public}", {ANY: REVIEWER}),
    Row(
        "admin:dialogues_citation_withdraw",
        "/admin/dialogues/citation/{dialogues_citation_one}/withdraw/",
        {ANY: EDITOR},
    ),
    Row(
        "admin:dialogues_article_versions",
        "/admin/dialogues/article/{dialogues_article_one}/versions/",
        {"GET HEAD": VIEWER},
    ),
    Row(
        "admin:dialogues_article_version",
        "/admin/dialogues/article/{dialogues_article_one}/versions/{snapshot}/",
        {"GET HEAD": VIEWER, "POST": REVIEWER},
        {"reason": "A test."},
    ),
    Row("admin:dialogues_dialogue_offices", "/admin/dialogues/dialogue/offices/", {ANY: VIEWER}),
    Row(
        "admin:dialogues_dialogue_sides",
        "/admin/dialogues/dialogue/sides/?mechanism={dialogues_mechanism_public}",
        {ANY: VIEWER},
    ),
    # The admin, but for the pages of models
    Row("/admin/password_change/", "/admin/password_change/", {ANY: EVERYBODY}),
    Row("admin:password_change", "/admin/password_change/", {ANY: EVERYBODY}),
    Row("admin:password_change_done", "/admin/password_change/done/", {READ: SIGNED_IN}),
    Row("admin:index", "/admin/", {ANY: SIGNED_IN}),
    Row("admin:login", "/admin/login/", {FORM: SIGNED_IN}),
    Row("admin:logout", "/admin/logout/", {"POST OPTIONS": SIGNED_IN}),
    Row("admin:autocomplete", "/admin/autocomplete/{autocomplete}", {"GET HEAD": VIEWER, "OPTIONS": SIGNED_IN}),
    Row("admin:jsi18n", "/admin/jsi18n/", {READ: SIGNED_IN}),
    Row("admin:view_on_site", "/admin/r/{dialogue_type}/{dialogues_dialogue_public}/", {ANY: SIGNED_IN}),
    Row("admin:app_list", "/admin/dialogues/", {ANY: VIEWER}, hides=True),
    Row("/admin/(?P<url>.*)$", "/admin/dialogues", {ANY: SIGNED_IN}),
    Row(
        "admin:auth_user_password_change", "/admin/dialogues/user/{dialogues_user_one}/password/", {ANY: ADMINISTRATOR}
    ),
    Row("admin:auth_user_password_change", "/admin/dialogues/user/{dialogues_user_superuser}/password/", {ANY: NEVER}),
]


@dataclass(frozen=True)
class Pages:
    """The pages of a model in the admin: who sees them, adds, changes, deletes.

    `objects` are those that there are, each with who changes and who deletes it.
    """

    see: Actor
    add: Actor
    objects: Mapping[str, tuple[Actor, Actor]]


PART: Final = {"draft": (CONTRIBUTOR, CONTRIBUTOR), "public": (EDITOR, EDITOR)}
RECORD: Final = {"draft": (CONTRIBUTOR, EDITOR), "public": (EDITOR, NEVER)}

ADMIN: Final[Mapping[str, Pages]] = {
    "dialogues/dialogue": Pages(VIEWER, CONTRIBUTOR, RECORD),
    "dialogues/mechanism": Pages(VIEWER, CONTRIBUTOR, RECORD),
    "dialogues/organization": Pages(VIEWER, CONTRIBUTOR, RECORD),
    "dialogues/person": Pages(VIEWER, CONTRIBUTOR, RECORD),
    # A reviewer adds to the history of a public outcome; the rest of the form is only shown.
    "dialogues/outcome": Pages(VIEWER, CONTRIBUTOR, {"draft": (CONTRIBUTOR, EDITOR), "public": (REVIEWER, NEVER)}),
    "dialogues/conflict": Pages(VIEWER, CONTRIBUTOR, PART),
    "dialogues/difference": Pages(VIEWER, CONTRIBUTOR, PART),
    "dialogues/milestone": Pages(VIEWER, CONTRIBUTOR, PART),
    "dialogues/position": Pages(VIEWER, CONTRIBUTOR, PART),
    "dialogues/relation": Pages(VIEWER, CONTRIBUTOR, PART),
    "dialogues/tenure": Pages(VIEWER, CONTRIBUTOR, PART),
    "dialogues/party": Pages(VIEWER, EDITOR, {"one": (EDITOR, NEVER)}),
    "dialogues/topic": Pages(VIEWER, EDITOR, {"one": (EDITOR, NEVER)}),
    "dialogues/publisher": Pages(VIEWER, REVIEWER, {"one": (EDITOR, NEVER)}),
    "dialogues/article": Pages(VIEWER, CONTRIBUTOR, {"one": (REVIEWER, NEVER)}),
    "dialogues/citation": Pages(VIEWER, REVIEWER, {"one": (NEVER, NEVER)}),
    "dialogues/feed": Pages(VIEWER, EDITOR, {"one": (EDITOR, NEVER)}),
    "dialogues/host": Pages(VIEWER, NEVER, {"one": (NEVER, NEVER)}),
    "dialogues/job": Pages(VIEWER, NEVER, {"one": (NEVER, NEVER)}),
    "dialogues/doublecoding": Pages(VIEWER, NEVER, {"one": (NEVER, NEVER)}),
    "dialogues/snapshot": Pages(VIEWER, NEVER, {"one": (NEVER, NEVER)}),
    "dialogues/merge": Pages(VIEWER, NEVER, {"one": (NEVER, NEVER)}),
    "dialogues/apitoken": Pages(CONTRIBUTOR, CONTRIBUTOR, {"own": (NEVER, NEVER)}),
    "dialogues/user": Pages(ADMINISTRATOR, ADMINISTRATOR, {"one": (ADMINISTRATOR, NEVER), "superuser": (NEVER, NEVER)}),
    "axes/accessattempt": Pages(ADMINISTRATOR, NEVER, {"one": (NEVER, ADMINISTRATOR)}),
    "mfa/authenticator": Pages(ADMINISTRATOR, NEVER, {"one": (NEVER, ADMINISTRATOR), "superuser": (NEVER, NEVER)}),
    "socialaccount/socialaccount": Pages(ADMINISTRATOR, NEVER, {"one": (NEVER, ADMINISTRATOR)}),
}

IMPORTED: Final = frozenset(f"dialogues/{name}" for name in ("dialogue", "organization", "outcome", "person", "tenure"))
NO_RECORDS: Final = frozenset({f"dialogues/{name}" for name in ("apitoken", "doublecoding", "host", "job", "user")})


def rows() -> Iterator[Row]:
    """All of them, the admin's pages too."""
    yield from ROWS
    for model, pages in ADMIN.items():
        base, key = f"/admin/{model}/", model.replace("/", "_")
        yield Row(f"admin:{key}_changelist", base, {ANY: pages.see})
        yield Row(f"admin:{key}_add", f"{base}add/", {ANY: pages.add})
        if model.startswith("dialogues/") and model not in NO_RECORDS:
            yield Row(f"admin:{key}_export", f"{base}export/csv/", {ANY: pages.see})
        if model in IMPORTED:
            yield Row(f"admin:{key}_import", f"{base}import/", {ANY: CONTRIBUTOR})
            yield Row(f"admin:{key}_process_import", f"{base}process_import/", {"POST": CONTRIBUTOR})
        for name, (change, delete) in pages.objects.items():
            one = f"{base}{{{key}_{name}}}/"
            yield Row(f"{base}<path:object_id>/", one, {ANY: SIGNED_IN})  # leads to the next
            yield Row(f"admin:{key}_change", f"{one}change/", {NO_POST: pages.see, "POST": change})
            yield Row(f"admin:{key}_delete", f"{one}delete/", {ANY: delete})
            yield Row(f"admin:{key}_history", f"{one}history/", {ANY: pages.see})
