"""A language model at any OpenAI-compatible address, as one more layer: off unless configured (docs/extraction.md).

`question` says what is asked, `answer` what is taken from the reply, `places` where its quotes stand: all of it pure.
`ask` alone knows the settings, counts the tokens, and goes out through `dialogues.network`.
"""
