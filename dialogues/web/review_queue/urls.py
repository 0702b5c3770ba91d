"""Addresses of the review queue. Each keeps the filter in its query."""

from django.urls import path

from dialogues.web.review_queue.decisions import accept, reject, skip, take_over, undo
from dialogues.web.review_queue.keys import keys, keys_help
from dialogues.web.review_queue.overview import judge, overview
from dialogues.web.review_queue.suggestion import review_queue, suggestion_page
from dialogues.web.review_queue.together import together

urlpatterns = [
    path("", review_queue, name="review_queue"),
    path("articles/", overview, name="review_overview"),
    path("articles/<slug:public_id>/nothing-found/", judge, name="review_nothing_found"),
    path("help/", keys_help, name="review_help"),
    path("keys/", keys, name="review_keys"),
    path("<slug:public_id>/", suggestion_page, name="suggestion"),
    path("<slug:public_id>/accept/", accept, name="suggestion_accept"),
    path("<slug:public_id>/reject/", reject, name="suggestion_reject"),
    path("<slug:public_id>/skip/", skip, name="suggestion_skip"),
    path("<slug:public_id>/undo/", undo, name="suggestion_undo"),
    path("<slug:public_id>/take-over/", take_over, name="suggestion_take_over"),
    path("<slug:public_id>/together/", together, name="suggestion_together"),
]
