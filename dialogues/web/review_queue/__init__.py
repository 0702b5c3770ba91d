"""The review queue: one suggestion at a time beside the text it comes from. For staff.

Everything is a link or a form that works without JavaScript. `static/review_queue.js` adds the keys, and htmx fetches
the answers without loading the page anew: it takes the element `#review` out of the same pages.
"""
