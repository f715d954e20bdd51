/* A long sheet that is not finished is kept on this device as it is filled in, and comes back when its page is opened
   again: after a dead battery, a lost signal, a call. It is gone once the sheet is closed, when its person logs out, or
   after two weeks. Without this file, or without a store, the sheet works as before. */
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
    try { store.setItem(NAME + form.dataset.draft, JSON.stringify({ at: Date.now(), kept })); } catch { /* full: the sheet goes on */ }
  }
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
  const form = document.querySelector("form[data-draft]");
  const told = document.querySelector("[data-draft-told]");
  if (form && "draftNewer" in form.dataset) keep(form);
  else if (form) {
    const found = read(NAME + form.dataset.draft);
    if (found && putBack(form, found.kept) && told) told.hidden = false;
  }
  document.addEventListener("input", (event) => { if (event.target.form === form && form) keep(form); });
  document.addEventListener("change", (event) => { if (event.target.form === form && form) keep(form); });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-draft-drop]")) return;
    forget(NAME + form.dataset.draft);
    form.reset();
    location.reload();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-logout]")) names().forEach(forget);
  });
})();
