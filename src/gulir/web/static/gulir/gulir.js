/* Conveniences only: every page works without this file. No dependency, no inline handler; all by delegation,
   so that what htmx swaps in behaves the same. */
"use strict";
(() => {
  const WORDS = ["", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"];
  const SCALES = [[1e12, "triliun"], [1e9, "miliar"], [1e6, "juta"], [1e3, "ribu"], [100, "ratus"]];
  const LARGEST = 1e12;

  /* The number in Indonesian words, equal to gulir.core.terbilang (a test compares both). */
  function terbilang(n) {
    if (n < 0) return `minus ${terbilang(-n)}`;
    if (n === 0) return "nol";
    if (n < 12) return WORDS[n];
    if (n < 20) return `${WORDS[n - 10]} belas`;
    if (n < 100) return `${WORDS[Math.floor(n / 10)]} puluh ${WORDS[n % 10]}`.trim();
    if (n < 200) return `seratus ${n > 100 ? terbilang(n - 100) : ""}`.trim();
    if (n >= 1000 && n < 2000) return `seribu ${n > 1000 ? terbilang(n - 1000) : ""}`.trim();
    const [size, name] = SCALES.find(([least]) => n >= least);
    const rest = n % size;
    return `${terbilang(Math.floor(n / size))} ${name}${rest ? ` ${terbilang(rest)}` : ""}`;
  }

  const dots = (n) => String(Math.abs(n)).replace(/\B(?=(\d{3})+$)/g, ".");
  const rupiah = (n) => `${n < 0 ? "-" : ""}Rp${dots(n)}`;

  /* One amount as people write it, or null when it can be read in two ways (same rule as the server). */
  function amount(text) {
    let body = text.replace(/[\u00a0\s]+/g, " ").trim().toLowerCase().replace(/^(rp\.?|idr)\s*/, "").replace(/[,.](-{1,2}|=)$/, "");
    const scaled = body.match(/^(\d[\d.,]*) ?(rb|ribu|k|jt|juta|miliar|milyar|mlr)\.?$/);
    const scale = scaled && { rb: 1e3, ribu: 1e3, k: 1e3, jt: 1e6, juta: 1e6 }[scaled[2]] || 1e9;
    if (scaled) {
      const [head, tail] = scaled[1].split(",");
      const whole = plain(head);
      if (whole === null || scaled[1].split(",").length > 2 || (tail !== undefined && !/^\d+$/.test(tail)) || (tail || "").length === 3) return null;
      const value = whole * scale + Math.round(Number(`0.${tail || 0}`) * scale);
      return (tail || "").length > String(scale).length - 1 ? null : value;
    }
    body = body.replace(/^([^,]*\d),0{1,2}$/, "$1").replace(/^([^.]*,[^.]*\d)\.00$/, "$1");
    const value = /^\d+,\d{3}$/.test(body) ? null : plain(body);
    return value;
  }
  function plain(body) {
    if (/^(0|[1-9]\d*)$/.test(body)) return Number(body);
    return /^[1-9]\d{0,2}([., ])\d{3}(\1\d{3})*$/.test(body) ? Number(body.replace(/[., ]/g, "")) : null;
  }

  /* Sums in an amount box: 50.000+25.000, 3*85.000, 500.000/4. Left to right with * and / first; null when it does not come out whole. */
  function worth(text) {
    const body = text.trim();
    if (body === "") return 0;
    if (!/[+*/x×]|[\da-z]\s*-\s*\d/i.test(body)) return amount(body);
    let sum = 0;
    for (const term of body.replace(/[x×]/g, "*").replace(/([\da-z])\s*-\s*(?=\d|rp)/gi, "$1+-").split("+")) {
      const minus = term.trim().startsWith("-");
      const factors = term.trim().replace(/^-/, "").split(/([*/])/);
      let value = amount(factors[0]);
      for (let i = 1; i < factors.length && value !== null; i += 2) {
        const other = amount(factors[i + 1]);
        value = other === null ? null : factors[i] === "*" ? value * other : other ? value / other : null;
      }
      if (value === null) return null;
      sum += minus ? -value : value;
    }
    return Number.isInteger(sum) && sum >= 0 && sum <= LARGEST ? sum : null;
  }

  const say = (key) => document.body.dataset[key] || "";
  function echo(box) {
    const out = box.id && document.querySelector(`output[for="${CSS.escape(box.id)}"]`);
    if (!out) return;
    const value = worth(box.value);
    out.classList.toggle("wrong", value === null);
    out.textContent = box.value.trim() === "" ? "" : value === null ? say("sayUnclear") : `${rupiah(value)} · ${terbilang(value)} rupiah`;
  }

  /* Running totals of a column, and how far they are from what should be there. */
  function totals(column) {
    let sum = 0, expected = 0;
    for (const box of document.querySelectorAll(`[data-column="${CSS.escape(column)}"]`)) {
      const value = (worth(box.value) || 0) * Number(box.dataset.times || 1);
      sum += value;
      expected += Number(box.dataset.expected || 0);
      const line = box.closest("tr")?.querySelector("[data-line]");
      if (line) line.textContent = rupiah(value);
    }
    for (const out of document.querySelectorAll(`[data-total="${CSS.escape(column)}"]`)) out.textContent = rupiah(sum);
    for (const out of document.querySelectorAll(`[data-difference="${CSS.escape(column)}"]`)) {
      const gap = sum - Number(out.dataset.against ?? expected);
      out.textContent = gap === 0 ? say("sayEven") : `${gap < 0 ? say("sayShort") : say("sayOver")} ${rupiah(Math.abs(gap))}`;
      out.dataset.state = gap === 0 ? "even" : gap < 0 ? "short" : "over";
    }
  }

  function settle(box) {
    const value = worth(box.value);
    if (box.value.trim() !== "" && value !== null) box.value = dots(value);
    echo(box);
  }

  /* Enter goes to the next line of the same column, Tab to the next field; after the last line to the button. */
  function nextLine(box, step) {
    const sheet = box.closest("[data-sheet]");
    const name = box.dataset.column;
    const column = [...sheet.querySelectorAll("input:not([type=hidden]), select")].filter((other) => (name ? other.dataset.column === name : other.closest("td")?.cellIndex === box.closest("td")?.cellIndex));
    const goal = column[column.indexOf(box) + step] || (step > 0 ? box.form?.querySelector("button:not([type=button])") : null);
    if (!goal) return;
    goal.focus();
    if (goal.select) goal.select();
  }

  function dateKey(event) {
    const box = event.target;
    const step = { "+": 1, "=": 1, "-": -1 }[event.key];
    if (step === undefined && event.key !== "t") return;
    event.preventDefault();
    if (event.key === "t" || !box.value) box.value = document.body.dataset.openDay || box.value;
    else if (step > 0) box.stepUp(); else box.stepDown();
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function ready(root) {
    for (const button of root.querySelectorAll("[data-print], [data-script]")) button.hidden = false;
    root.querySelector("[data-focus]")?.focus();
    new Set([...root.querySelectorAll("[data-column]")].map((box) => box.dataset.column)).forEach(totals);
    for (const here of root.querySelectorAll(".tabs [aria-current]")) {
      const tabs = here.closest(".tabs");
      tabs.scrollLeft += here.getBoundingClientRect().left - tabs.getBoundingClientRect().left - 64;
    }
    voices();
  }

  globalThis.gulir = Object.freeze({ terbilang, rupiah, amount, worth });
  if (typeof document === "undefined") return;

  document.addEventListener("input", (event) => {
    const box = event.target;
    if (box.matches("[data-amount]")) echo(box);
    if (box.dataset.column) totals(box.dataset.column);
    if (box.dataset.filter) {
      const wanted = box.value.trim().toLowerCase();
      for (const item of document.querySelectorAll(box.dataset.filter)) item.hidden = !item.textContent.toLowerCase().includes(wanted);
    }
  });
  /* Whoever did not come brought nothing: what stood ready in the row is emptied, and comes back with them. */
  document.addEventListener("change", (event) => {
    const came = event.target;
    if (!came.matches("[data-came]")) return;
    for (const box of came.closest("tr").querySelectorAll("[data-amount]")) {
      const here = came.value === came.dataset.came;
      if (here && box.value === "") box.value = box.defaultValue;
      else if (!here && box.value === box.defaultValue) box.value = "";
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
  document.addEventListener("focusout", (event) => { if (event.target.matches?.("[data-amount]")) settle(event.target); });
  document.addEventListener("keydown", (event) => {
    const box = event.target;
    if (event.key === "Escape") for (const menu of document.querySelectorAll("[data-menu][open]")) { menu.open = false; menu.querySelector("summary").focus(); }
    if (!box.matches?.("input, select") || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (box.type === "date") dateKey(event);
    if (box.closest("[data-sheet]") && (event.key === "Enter" || (box.type !== "date" && box.tagName !== "SELECT" && ["ArrowDown", "ArrowUp"].includes(event.key)))) {
      event.preventDefault();
      if (box.matches("[data-amount]")) settle(box);
      nextLine(box, event.key === "ArrowUp" || event.shiftKey ? -1 : 1);
    } else if (event.key === "Enter" && box.matches("[data-amount]") && /[+*/x×]/.test(box.value)) {
      event.preventDefault();
      settle(box);
    }
  });
  document.addEventListener("click", (event) => {
    const hit = event.target.closest?.("[data-confirm], [data-print], [data-listen]");
    if (hit?.matches("[data-print]")) window.print();
    else if (hit?.matches("[data-listen]")) listen(hit);
    else if (hit && !window.confirm(hit.dataset.confirm)) event.preventDefault();
    for (const menu of document.querySelectorAll("[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  /* Read aloud: only where the device has an Indonesian voice; a second press stops. */
  function voices() {
    const voice = window.speechSynthesis?.getVoices().find((one) => /^(id|in)([-_]|$)/i.test(one.lang));
    for (const button of document.querySelectorAll("[data-listen]")) button.hidden = !voice;
    return voice;
  }
  function listen(button) {
    const voice = voices(), started = button.getAttribute("aria-pressed") === "true";
    hush();
    if (started || !voice) return;
    const words = Object.assign(new SpeechSynthesisUtterance(button.dataset.listen), { voice, lang: "id-ID", rate: 0.9 });
    words.onend = words.onerror = () => button.setAttribute("aria-pressed", "false");
    button.setAttribute("aria-pressed", "true");
    window.speechSynthesis.speak(words);
  }
  function hush() {
    window.speechSynthesis?.cancel();
    for (const button of document.querySelectorAll("[data-listen]")) button.setAttribute("aria-pressed", "false");
  }
  window.speechSynthesis?.addEventListener?.("voiceschanged", voices);
  window.addEventListener("pagehide", hush);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once]") || event.defaultPrevented) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => { for (const form of document.querySelectorAll("[data-sent]")) { delete form.dataset.sent; for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy"); } });
  document.addEventListener("htmx:load", (event) => ready(event.target));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => ready(document)); else ready(document);
})();
