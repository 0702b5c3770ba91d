// The keys of the review queue, and what a person hears and sees when htmx has swapped the page's content.
// Every action is a link, a button or a summary that works without this script: a key presses the one it is printed
// on. Keys are left alone while somebody types, holds a modifier, or has switched them off.
(() => {
  "use strict";

  const region = () => document.getElementById("review");
  const isTyping = (element) =>
    element.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName);

  // What lies in a closed <details> cannot be pressed: a reason counts only after the reject key.
  const isShown = (element) => (element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null);

  const say = (words) => {
    const said = document.getElementById("review-said");
    // Emptied first, or the same words a second time would be no change.
    said.textContent = "";
    requestAnimationFrame(() => { said.textContent = words; });
  };

  const complain = (words) => {
    const trouble = document.getElementById("review-trouble");
    trouble.textContent = words;
    trouble.hidden = !words;
  };

  // --- Evidence: from one place in the text to the next -------------------------------------------------------------

  const ways = () => [...region().querySelectorAll("a[data-evidence]")];

  const showEvidence = (way, { aloud }) => {
    const number = way.dataset.evidence;
    for (const other of ways()) other.removeAttribute("aria-current");
    way.setAttribute("aria-current", "true");
    const marks = [...region().querySelectorAll(".kept-text mark[data-evidence]")];
    for (const mark of marks) mark.classList.toggle("current", mark.dataset.evidence.split(" ").includes(number));
    const first = marks.find((mark) => mark.classList.contains("current"));
    const frame = region().querySelector(".kept-text");
    if (first && frame) {
      const place = first.getBoundingClientRect().top - frame.getBoundingClientRect().top;
      frame.scrollTop += place - frame.clientHeight / 3;
    }
    if (aloud) say(way.textContent);
  };

  const goToEvidence = (step) => {
    const all = ways();
    if (!all.length) return;
    const now = all.findIndex((way) => way.hasAttribute("aria-current"));
    showEvidence(all[(now + step + all.length) % all.length], { aloud: true });
  };

  document.addEventListener("click", (event) => {
    const way = event.target.closest("a[data-evidence]");
    if (!way || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    showEvidence(way, { aloud: true });
  });

  // --- Keys ---------------------------------------------------------------------------------------------------------

  const press = (key) => {
    const action = [...region().querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(
      (element) => key === "/" || isShown(element),
    );
    if (!action) return false;
    if (isTyping(action)) {
      const folded = action.closest("details");
      if (folded) folded.open = true;
      action.focus();
      action.select();
    } else {
      action.click();
    }
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || !region()) return;
    if (region().dataset.keys !== "on") return;
    if (isTyping(event.target)) {
      if (event.key === "Escape" && !press("Escape")) event.target.blur();
      return;
    }
    if (event.key === "h" || event.key === "l") {
      goToEvidence(event.key === "l" ? 1 : -1);
      event.preventDefault();
    } else if (press(event.key)) {
      event.preventDefault();
    }
  });

  // --- After htmx has swapped the content ---------------------------------------------------------------------------

  const main = () => region().querySelector("a[data-evidence][aria-current]");

  const arrive = () => {
    if (main()) showEvidence(main(), { aloud: false });
  };

  document.addEventListener("htmx:beforeRequest", () => complain(""));

  document.addEventListener("htmx:afterSettle", () => {
    arrive();
    const place = ["[autofocus]", "h2[tabindex]", "h1[tabindex]"].map((one) => region().querySelector(one)).find(Boolean);
    if (place) place.focus();
    const words = [...region().querySelectorAll("[data-said]")].map((element) => element.textContent.trim());
    const progress = region().querySelector(".review-progress strong");
    say([...words, progress ? progress.textContent : ""].filter(Boolean).join(" "));
  });

  document.addEventListener("htmx:sendError", () =>
    complain("The server does not answer, and nothing was decided. Try again."));

  document.addEventListener("htmx:responseError", (event) =>
    complain(`The server refused this (${event.detail.xhr.status}), and nothing was decided. Load the page again.`));

  arrive();
})();
