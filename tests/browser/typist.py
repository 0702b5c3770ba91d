"""Somebody at a keyboard, who never touches the mouse: every key that goes down is counted."""

from typing import Final

from playwright.sync_api import Page, expect

MOST_TABS: Final = 60
# The field in which the keyboard is: of a search box, the select that it stands for; of a link, its words.
PLACE: Final = """() => {
  const active = document.activeElement;
  const box = active.closest(".select2-container");
  const select = box?.previousElementSibling;
  return select?.id || active.id || active.name || active.textContent.trim();
}"""


class Typist:
    """Types in one window; `keys` counts on over the windows that it opens."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.windows: list[Page] = []
        self.keys = 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)

    def place(self) -> str:
        return str(self.page.evaluate(PLACE))

    def tab_to(self, place: str, key: str = "Tab") -> None:
        """Press Tab until the keyboard is in the field with this id, on the button or on the link."""
        for _ in range(MOST_TABS):
            if self.place() == place:
                return
            self.press(key)
        raise AssertionError(f"{place} is not within {MOST_TABS} tabs; the last was {self.place()}")

    def add_another(self, what: str, first: str) -> None:
        """One more row, and wait until the keyboard is in its first field: it goes there a moment after that."""
        self.tab_to(f"Add another {what}")
        self.press("Enter")
        expect(self.page.locator(f"[id='{first}']")).to_be_focused()

    def fill(self, place: str, text: str) -> None:
        self.tab_to(place)
        self.type(text)

    def pick(self, place: str, letters: str, chosen: str) -> None:
        """Choose in a list by its first letters."""
        self.fill(place, letters)
        expect(self.page.locator(f"[id='{place}'] option:checked")).to_have_text(chosen)

    def search(self, place: str, letters: str, chosen: str) -> None:
        """Choose in a search box: type, wait for the answer, press Enter."""
        self.tab_to(place)
        self.type(letters)
        found = self.page.locator(".select2-results__option--highlighted")
        expect(found).to_have_text(chosen)
        self.press("Enter")

    def open_window(self, link: str) -> None:
        """Open the window behind a link to add a record, and go on in there."""
        self.tab_to(link)
        with self.page.expect_popup() as opened:
            self.press("Enter")
        self.windows.append(self.page)
        self.page = opened.value
        self.page.wait_for_load_state("load")

    def close_window(self) -> None:
        """Save by Enter in a line of text: the window closes and the form before it holds the new record."""
        closing, self.page = self.page, self.windows.pop()
        with closing.expect_event("close"):
            closing.keyboard.press("Enter")
        self.keys += 1
