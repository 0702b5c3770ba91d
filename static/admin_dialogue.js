/* The form of a dialogue: offers the offices of who took part, and names the sides once they are known.
   Without it the button "Show offices" does the first, and saving the second. */
"use strict";
{
  const $ = django.jQuery;
  const ROW = ".inline-related";
  const byId = (id) => document.getElementById(id);
  const addresses = () => byId("dialogue-page").dataset;

  const ask = async (address, question) => {
    const answer = await fetch(`${address}?${question}`, { headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : null;
  };

  const made = (tag, values, ...children) => {
    const element = Object.assign(document.createElement(tag), values);
    element.append(...children);
    return element;
  };

  // --- Offices -----------------------------------------------------------------------------------------------------

  const personOf = (row) => row.querySelector('select[name$="-person"]');
  const boxesOf = (row) => row.querySelector(".offices");

  /** What the person clicked goes into the title and the rank; nothing does before. */
  const use = (row, box) => {
    const title = row.querySelector('input[name$="-title_as_stated"]');
    const rank = row.querySelector('select[name$="-rank"]');
    box.checked = true;
    if (!title.value.includes(box.dataset.title)) {
      title.value = title.value ? `${title.value} and ${box.dataset.title}` : box.dataset.title;
    }
    if (rank.value === "unknown") {
      rank.value = box.dataset.rank;
    }
  };

  const addButton = (box) => {
    const button = made("button", { type: "button", className: "use-office", textContent: "Use this title" });
    button.setAttribute("aria-label", `Use this title: ${box.dataset.title}`);
    box.closest("label").after(" ", button);
  };

  const show = (row, offices, before) => {
    const boxes = boxesOf(row);
    const known = new Set(before.map((box) => box.value));
    const chosen = new Set(before.filter((box) => box.checked).map((box) => box.value));
    const lines = offices.map((office, place) => {
      const box = made("input", {
        type: "checkbox",
        name: boxes.id.replace(/^id_/, ""),
        id: `${boxes.id}_${place}`,
        value: office.id,
        checked: chosen.has(String(office.id)) || (boxes.dataset.grows === "yes" && !known.has(String(office.id))),
      });
      box.dataset.title = office.title;
      box.dataset.rank = office.rank;
      const line = made("div", {}, made("label", { htmlFor: box.id }, box, ` ${office.label}`));
      addButton(box);
      return line;
    });
    const none = "No office of this person is in the record. Add one here, or write only the title as stated.";
    boxes.replaceChildren(...(lines.length ? lines : [made("p", { className: "offices-note", textContent: none })]));
    delete boxes.dataset.grows;
  };

  /** The link that adds an office, or a person, says for whom: what the row already holds need not be typed again. */
  const fillLinks = (row) => {
    const party = row.querySelector('select[name$="-party"]')?.value;
    for (const [selector, name, value] of [
      [".field-tenures .add-related", "person", personOf(row)?.value],
      [".field-person .add-related", "party", party],
    ]) {
      const link = row.querySelector(selector);
      if (link) {
        const address = new URL(link.href);
        address.searchParams.delete(name);
        if (value) {
          address.searchParams.set(name, value);
        }
        link.href = address.href;
      }
    }
  };

  const offer = async (rows) => {
    rows.forEach(fillLinks);
    const wanted = rows.filter((row) => personOf(row).value);
    rows.filter((row) => !personOf(row).value).forEach((row) => boxesOf(row).replaceChildren());
    if (!wanted.length) {
      return;
    }
    const asked = new Map(wanted.map((row) => [row, personOf(row).value]));
    const question = new URLSearchParams([...new Set(asked.values())].map((key) => ["person", key]));
    question.set("start", byId("id_start_date").value);
    question.set("end", byId("id_end_date").value);
    const answer = await ask(addresses().offices, question);
    for (const [row, person] of asked) {
      // Somebody else may have been chosen while the answer was on its way.
      if (answer && personOf(row).value === person) {
        show(row, answer.offices[person] || [], [...boxesOf(row).querySelectorAll("input")]);
      }
    }
  };

  const participants = () => [...document.querySelectorAll(`#participations-group ${ROW}:not(.empty-form)`)].filter(
    (row) => personOf(row) && boxesOf(row),
  );

  // --- Sides -------------------------------------------------------------------------------------------------------

  const partiesOf = new WeakMap();

  /** All parties that a select offers, by code, as the server wrote them. */
  const parties = (select) => {
    if (!partiesOf.has(select)) {
      partiesOf.set(select, new Map([...select.options].map((option) => [option.value, option.text])));
    }
    return partiesOf.get(select);
  };

  const regroup = (select, sides) => {
    const chosen = select.value;
    const all = parties(select);
    const codes = sides.map((side) => side.code);
    const option = (code) => made("option", { value: code, textContent: all.get(code) });
    const others = [...all.keys()].filter((code) => code && !codes.includes(code));
    const offered = [option(""), ...codes.filter((code) => all.has(code)).map(option)];
    if (select.name.startsWith("participations-")) {
      offered.push(made("optgroup", { label: addresses().others }, ...others.map(option)));
    } else if (others.includes(chosen)) {
      offered.push(option(chosen));
    }
    select.replaceChildren(...offered);
    select.value = chosen;
  };

  const relabel = (select, sides) => {
    for (const [place, letter] of ["a", "b"].entries()) {
      const option = select.querySelector(`option[value="${letter}"]`);
      if (option) {
        option.textContent = sides[place] ? `${sides[place].name} (side ${letter.toUpperCase()})` : `side ${letter.toUpperCase()}`;
      }
    }
  };

  const chosenSide = (select) => {
    const option = select?.selectedOptions[0];
    return option?.value ? { code: option.value, name: option.text } : null;
  };

  /** As typed; a box that is left empty is filled from the mechanism. Empty as long as it takes both to know. */
  const sidesNow = async () => {
    const typed = ["id_side_a", "id_side_b"].map((id) => chosenSide(byId(id)));
    const mechanism = byId("id_mechanism")?.value;
    if ((!typed[0] || !typed[1]) && mechanism) {
      const answer = await ask(addresses().sides, new URLSearchParams({ mechanism }));
      const free = (answer?.sides || []).filter((side) => !typed.some((one) => one?.code === side.code));
      return typed.map((one) => one || free.shift()).filter(Boolean);
    }
    return typed.filter(Boolean);
  };

  const nameSides = async () => {
    const sides = await sidesNow();
    if (sides.length === 2) {
      document.querySelectorAll(`${ROW} select[name$="-party"]`).forEach((select) => regroup(select, sides));
    }
    // In the form of a dialogue that the record holds, the letters mean its sides until it is saved.
    if (addresses().isNew === "yes") {
      const both = sides.length === 2 ? sides : [];
      document.querySelectorAll(`${ROW} select:is([name$="-stated_by"], [name$="-obliged"])`).forEach(
        (select) => relabel(select, both),
      );
    }
  };

  // --- The page ----------------------------------------------------------------------------------------------------

  /** Rows that nobody has begun serve only who has no JavaScript; participants and outcomes of a new dialogue stay. */
  const takeAwayEmptyRows = () => {
    if (addresses().fresh !== "yes") {
      return;
    }
    const kept = addresses().isNew === "yes" ? ["participations-group", "outcomes-group"] : [];
    for (const group of document.querySelectorAll(".js-inline-admin-formset")) {
      if (!kept.includes(group.id)) {
        [...group.querySelectorAll(`${ROW}:not(.has_original):not(.empty-form) .inline-deletelink`)].reverse().forEach(
          (link) => link.click(),
        );
      }
    }
  };

  /** Whoever follows a link with something typed is asked first. */
  const guardWhatIsTyped = (form) => {
    let typed = addresses().fresh !== "yes";
    $(form).on("change input", () => { typed = true; });
    form.addEventListener("submit", () => { typed = false; });
    window.addEventListener("beforeunload", (event) => {
      if (typed) {
        event.preventDefault();
      }
    });
  };

  const start = () => {
    if (!byId("dialogue-page")) {
      return;
    }
    takeAwayEmptyRows();
    guardWhatIsTyped(byId("dialogue_form"));
    byId("show-offices")?.setAttribute("hidden", "");
    document.querySelectorAll(".offices input[data-title]").forEach(addButton);
    participants().forEach(fillLinks);

    document.addEventListener("click", (event) => {
      const button = event.target.closest(".use-office");
      if (button) {
        use(button.closest(ROW), button.parentElement.querySelector("input"));
      }
    });
    // Django's own scripts raise these by jQuery, which native listeners do not hear.
    $(document).on("change", '#participations-group select[name$="-person"]', (event) => {
      offer([event.target.closest(ROW)]);
    });
    $(document).on("change", '#participations-group select[name$="-party"]', (event) => {
      fillLinks(event.target.closest(ROW));
    });
    $(document).on("change", ".offices", (event) => {
      if (event.target.classList.contains("offices")) {
        event.target.dataset.grows = "yes"; // an office was added in a window: it is meant for this row
        offer([event.target.closest(ROW)]);
      }
    });
    $(document).on("change", "#id_start_date, #id_end_date", () => offer(participants()));
    $(document).on("change", "#id_side_a, #id_side_b, #id_mechanism", nameSides);
    if (addresses().isNew === "yes") {
      nameSides();
    }
  };

  // After Django's own scripts have made the rows and the search boxes of the page.
  $(() => setTimeout(start));
}
