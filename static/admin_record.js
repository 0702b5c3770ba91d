/* Every form of a record: names for the search boxes, which Django's widgets leave without, and fewer keys to enter a row.
   Without it the forms work as Django made them. */
"use strict";
{
  const $ = django.jQuery;

  /** Tell what a search box is for: its label, and in a row the row too. */
  const name = (select) => {
    const box = select.nextElementSibling?.querySelector(".select2-selection");
    const label = select.labels[0];
    const words = select.getAttribute("aria-label") || label?.textContent.trim().replace(/:$/, "") || "";
    if (!box || !words) {
      return;
    }
    const shown = box.querySelector(".select2-selection__rendered");
    if (select.multiple) {
      box.querySelector(".select2-search__field").setAttribute("aria-label", words);
      box.setAttribute("aria-label", words);
    } else if (label) {
      label.id = `${select.id}_label`;
      box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
      shown.setAttribute("aria-labelledby", label.id);
    } else {
      box.removeAttribute("aria-labelledby");
      box.setAttribute("aria-label", words);
      shown.setAttribute("aria-label", words);
    }
  };

  const nameAll = (part) => part.querySelectorAll("select.select2-hidden-accessible").forEach(name);

  const isSeen = (element) => element.offsetParent !== null && !element.disabled && element.type !== "hidden";

  // jQuery calls who waits for the page one after the other; the boxes are made by one of them.
  $(() => setTimeout(() => nameAll(document)));

  document.addEventListener("formset:added", (event) => {
    // After the others that wait for the new row: only then does it have its boxes.
    setTimeout(() => {
      nameAll(event.target);
      [...event.target.querySelectorAll("input, select, textarea")].find(isSeen)?.focus();
    });
  });

  $(document).on("select2:open", (event) => {
    const search = document.querySelector(".select2-container--open .select2-search--dropdown .select2-search__field");
    if (search) {
      const words = event.target.getAttribute("aria-label") || event.target.labels[0]?.textContent.trim() || "Search";
      search.setAttribute("aria-label", `Search: ${words.replace(/:$/, "")}`);
      search.focus();
    }
  });

  /* Whoever types in a closed box means to search. */
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest?.(".select2-selection--single");
    if (box && event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.altKey && !event.metaKey) {
      $(box.closest(".select2-container").previousElementSibling).select2("open");
    }
  }, true);
}
