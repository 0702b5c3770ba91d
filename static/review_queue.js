// The keys of the review queue. Every action is a link, a button or a summary that works without this script:
// pressing the key printed on it clicks it. Keys are left alone while somebody types or holds a modifier.
(() => {
  "use strict";

  const isTyping = (element) =>
    element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);

  // What lies in a closed <details> cannot be pressed: a reason counts only after the reject key.
  const isShown = (element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (isTyping(event.target) && event.key !== "Escape") return;
    const action = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!action || !isShown(action)) return;
    event.preventDefault();
    action.click();
  });

  // Bring the evidence into view inside the text, without moving the page.
  const evidence = document.getElementById("evidence");
  const frame = evidence && evidence.closest(".review-text");
  if (frame) frame.scrollTop = evidence.offsetTop - frame.clientHeight / 3;
})();
