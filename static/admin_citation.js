// Selecting text in the kept article fills the quote, and where it begins. Without this script each sentence has its own
// button, and a quote can be pasted. What is sent is only a proposal: the server looks the quote up in the kept text.
(() => {
  "use strict";

  const text = document.querySelector(".kept-text");
  const quote = document.getElementById("id_quote");
  const start = document.getElementById("id_start");
  if (!text || !quote || !start) return;

  // The database counts characters, the browser code units: a rarer character is two of those.
  const length = (string) => Array.from(string).length;

  const clear = () => {
    start.value = "";
    for (const radio of text.querySelectorAll("input:checked")) radio.checked = false;
  };

  const startOf = (range) => {
    const sentence = range.startContainer.parentElement.closest(".sentence");
    if (!sentence) return "";
    const before = document.createRange();
    before.selectNodeContents(sentence);
    before.setEnd(range.startContainer, range.startOffset);
    const selected = range.toString();
    const spaces = length(selected) - length(selected.trimStart());
    return Number(sentence.firstElementChild.value.split("-")[0]) + length(before.toString()) + spaces;
  };

  const take = () => {
    const selection = document.getSelection();
    if (selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
    const range = selection.getRangeAt(0);
    if (!range.toString().trim()) return;
    clear();
    quote.value = range.toString().trim();
    start.value = startOf(range);
  };

  document.addEventListener("pointerup", () => setTimeout(take));
  text.addEventListener("keyup", take);
  // The end of a selection is no click on the sentence.
  text.addEventListener("click", (event) => {
    if (!document.getSelection().isCollapsed && event.target.tagName !== "INPUT") event.preventDefault();
  });
  text.addEventListener("change", (event) => {
    quote.value = event.target.closest(".sentence").textContent;
    start.value = event.target.value.split("-")[0];
  });
  quote.addEventListener("input", clear);
})();
