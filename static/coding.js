// The keys of double coding: a key presses the link, button or summary that it is printed on. All of them work without
// this script, which also brings the evidence into view. Keys are left alone while somebody types or holds a modifier.
(() => {
  "use strict";

  const isTyping = (element) =>
    element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);

  // What lies in a closed <details> cannot be pressed: a reason counts only after the reject key.
  const isShown = (element) => (element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null);

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
  for (const frame of evidence ? [evidence.closest(".kept-text"), evidence.closest(".review-text")] : []) {
    if (frame && frame.scrollHeight > frame.clientHeight) {
      const place = evidence.getBoundingClientRect().top - frame.getBoundingClientRect().top;
      frame.scrollTop += place - frame.clientHeight / 3;
    }
  }
})();
