"""How ingestion goes, on one page, for staff who may see jobs."""

from datetime import timedelta
from itertools import groupby
from typing import Any, Final

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dialogues.models.vocabularies import ArticleStage, JobState
from dialogues.queries.extractor_precision import RulePrecision, by_kind, extractor_precision
from dialogues.queries.ingestion import (
    DAYS,
    FEED_DAYS,
    MOST_FEEDS,
    Day,
    Fate,
    JobRow,
    articles_by_day,
    failures_by_reason,
    feed_rows,
    hosts_left_alone,
    jobs_by_state,
    since,
    stage_rows,
)

ARTICLES: Final = "admin:dialogues_article_changelist"
JOBS: Final = "admin:dialogues_job_changelist"
# A job that could have been done for longer than this shows that no worker takes any.
LATE: Final = timedelta(minutes=5)
# So many days in a row without an article are one line.
QUIET_DAYS: Final = 3


@login_required
@permission_required("dialogues.view_job", raise_exception=True)
@never_cache
@require_safe
def ingestion(request: HttpRequest) -> HttpResponse:
    """GET /ingestion/"""
    now = timezone.now()
    days, jobs = articles_by_day(now), jobs_by_state()
    failed = {"stage__exact": ArticleStage.FAILED, "created_at__gte": since(now, DAYS).isoformat()}
    oldest = next((row.oldest_due for row in jobs if row.oldest_due is not None), None)
    context = {
        "now": now,
        "days": _runs(days),
        "fates": list(Fate),
        "columns": len(Fate) + 1,
        "most": max(day.total for day in days),
        "total": sum(day.total for day in days),
        "feeds": feed_rows(now),
        "feed_days": FEED_DAYS,
        "most_feeds": MOST_FEEDS,
        "hosts": hosts_left_alone(),
        "jobs": [_job_line(row) for row in jobs],
        "oldest_due": oldest,
        "late": oldest is not None and now - oldest > LATE,
        "reasons": [
            {"reason": reason, "address": reverse(ARTICLES, query=failed | {"problem__exact": reason.code})}
            for reason in failures_by_reason(now)
        ],
        "stages": stage_rows(now),
        "kinds": _precision(extractor_precision()),
    }
    return render(request, "dialogues/ingestion.html", context)


def _runs(days: list[Day]) -> list[dict[str, Any]]:
    """A line for each day, and one for several days in a row on which nothing came in."""
    lines: list[dict[str, Any]] = []
    for quiet, group in groupby(days, key=lambda day: not day.total):
        run = list(group)
        if quiet and len(run) >= QUIET_DAYS:
            lines.append({"day": run[0], "until": run[-1].day, "length": len(run)})
        else:
            lines += [{"day": day} for day in run]
    return lines


def _job_line(row: JobRow) -> dict[str, Any]:
    return {
        "row": row,
        "label": JobState(row.state).label,
        "address": reverse(JOBS, query={"state__exact": row.state}),
        "due": reverse(JOBS, query={"due": "now"}) if row.oldest_due or row.left_behind else "",
    }


def _precision(rows: tuple[RulePrecision, ...]) -> list[dict[str, Any]]:
    """Each kind with its sum and its rules, the rule with most decisions first."""
    return [
        {
            "label": total.kind.label,
            "total": _precision_line(total),
            "rules": [_precision_line(row) for row in rows if row.kind == total.kind],
        }
        for total in by_kind(rows)
    ]


def _precision_line(row: RulePrecision) -> dict[str, Any]:
    rejected = sum(row.rejected.values())
    reasons = sorted(((number, reason.label) for reason, number in row.rejected.items() if number), reverse=True)
    return {
        "row": row,
        "percent": round(100 * row.precision),
        "rejected": rejected,
        "reasons": [f"{label}: {number}" for number, label in reasons],
        "parts": {"unchanged": row.unchanged + row.unmeasured, "corrected": row.corrected, "rejected": rejected},
    }
