"""Pure functions on text: dates, names, quotes, sentences, hashing, addresses. No Django, no network, no database."""
