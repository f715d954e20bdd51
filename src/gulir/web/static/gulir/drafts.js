/* A long sheet that is not finished is kept on this device as it is filled in, and comes back when its page is opened
   again: after a dead battery, a lost signal, a logout. It is its person's alone: its name ends with who filled it in,
   and no page of anybody else asks for that name. It is gone once the sheet has arrived, when its person throws it away,
   or after two weeks. Without this file, or without a store, the sheet works as before. */
"use strict";
(() => {
  const NAME = "gulir-draft:", DAYS = 14, DAY = 86_400_000;
  const store = (() => { try { localStorage.setItem(NAME, ""); localStorage.removeItem(NAME); return localStorage; } catch { return null; } })();
  if (!store) return;

  const names = () => Object.keys(store).filter((name) => name.startsWith(NAME));
  const forget = (name) => store.removeItem(name);
  const boxes = (form) => [...form.elements].filter((box) => box.name && !["hidden", "submit", "file", "password"].includes(box.type));
  const ticked = (box) => box.type === "checkbox" || box.type === "radio";
  const label = (box) => (ticked(box) ? `${box.name}=${box.value}` : box.name);
  const value = (box) => (ticked(box) ? box.checked : box.value);

  function read(name) {
    try { return JSON.parse(store.getItem(name)); } catch { return null; }
  }
  function keep(form) {
    const kept = Object.fromEntries(boxes(form).map((box) => [label(box), value(box)]));
    try { store.setItem(NAME + form.dataset.draft, JSON.stringify({ at: Date.now(), kept })); } catch { return; /* full: the sheet goes on */ }
    unsent();
  }
  function unsent() { for (const line of document.querySelectorAll("[data-draft-state]")) line.hidden = false; }
  /* Puts the kept sheet back; true when something differs from the page as it came. */
  function putBack(form, kept) {
    let changed = false;
    for (const box of boxes(form)) {
      const was = kept[label(box)];
      if (was === undefined || was === value(box)) continue;
      changed = true;
      if (ticked(box)) box.checked = was; else box.value = was;
      const fold = box.closest("details");
      if (fold) fold.open = true;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    return changed;
  }

  for (const name of names()) if (!(Date.now() - (read(name)?.at ?? 0) < DAYS * DAY)) forget(name);
  for (const done of document.querySelectorAll("[data-draft-done]")) forget(NAME + done.dataset.draftDone);
  for (const note of document.querySelectorAll("[data-draft-waiting]")) note.hidden = !read(NAME + note.dataset.draftWaiting);
  const mine = (owner) => names().filter((name) => name.endsWith(`.${owner}`));
  for (const note of document.querySelectorAll("[data-draft-mine]")) note.hidden = !mine(note.dataset.draftMine).length;
  const form = document.querySelector("form[data-draft]");
  const told = document.querySelector("[data-draft-told]");
  if (form && "draftNewer" in form.dataset) keep(form);
  else if (form) {
    const found = read(NAME + form.dataset.draft);
    if (found && putBack(form, found.kept)) {
      unsent();
      if (told) told.hidden = false;
    }
  }
  document.addEventListener("input", (event) => { if (event.target.form === form && form) keep(form); });
  document.addEventListener("change", (event) => { if (event.target.form === form && form) keep(form); });
  document.addEventListener("click", (event) => {
    const drop = event.target.closest?.("[data-draft-drop]");
    if (!drop) return;
    const note = drop.closest("[data-draft-mine]");
    if (note) {
      mine(note.dataset.draftMine).forEach(forget);
      note.hidden = true;
      return;
    }
    forget(NAME + form.dataset.draft);
    form.reset();
    location.reload();
  });
  /* Surely without a signal: the page stays and says so, in place of the browser's own page of an error. */
  document.addEventListener("submit", (event) => {
    const note = event.target.matches("[data-draft], [data-draft-sends]") && document.querySelector("[data-draft-offline]");
    if (!note) return;
    note.hidden = navigator.onLine;
    if (navigator.onLine) return;
    event.preventDefault();
    note.scrollIntoView({ block: "center" });
  }, true);
})();
