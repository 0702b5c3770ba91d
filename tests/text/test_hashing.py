"""Hashes by which a text is known again."""

from dialogues.text.hashing import bytes_hash, normalised, text_hash


def test_white_space_and_invisible_signs_do_not_change_the_hash() -> None:
    assert text_hash("two  sides\r\nmet\u200b") == text_hash(" two sides met ")


def test_composed_and_decomposed_letters_have_one_hash() -> None:
    assert text_hash("é") == text_hash("e\u0301")


def test_another_word_has_another_hash() -> None:
    assert text_hash("two sides met") != text_hash("two sides meet")


def test_normalising_keeps_the_words() -> None:
    assert normalised("a\tb\u00a0c") == "a b c"


def test_bytes_are_hashed_as_received() -> None:
    assert bytes_hash(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert bytes_hash(b" ") != bytes_hash(b"")
