/* What the page does beyond Gradio: views by address, the passage panel, copying, feedback, announcements.
   Text from the server arrives as HTML that the server has already escaped; this file adds none of its own. */
"use strict";
window.v2a = (() => {
  const VIEWS = { ask: "Ask", plan: "Plan", library: "Library", about: "About" };
  const NAME = "Vision to Action Assistant";
  let server, ask, restart, opener = null, shelved = false, announced = "", asked = 0, followed = false, here = "";
  const places = new Map(); // how far down each address was left

  const $ = (selector, within = document) => within.querySelector(selector);
  const phone = () => window.matchMedia("(max-width: 860px)").matches;

  function start(given, asks, restarts) {
    [server, ask, restart] = [given, asks, restarts];
    document.documentElement.lang = "en";
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
    ["wheel", "touchmove"].forEach((moved) => document.addEventListener(moved, () => { followed = false; }, { passive: true }));
    window.addEventListener("hashchange", () => route(true));
    whenThere("#lib-form", wireLibrary);
    whenThere("#theme-toggle", wireTheme);
    whenThere("#question textarea", (box) => { box.setAttribute("aria-describedby", "footnote"); });
    addStatusLine();
    whenThere("#plan-sheet", v2aPlan.begin);
    route(false);
    new MutationObserver(tidy).observe(document.body, { childList: true, subtree: true });
    tidy();
  }

  /* What the address names; a "%" that stands for nothing is taken as it is. */
  function named() {
    const words = location.hash.slice(1);
    try { return decodeURIComponent(words); } catch { return words; }
  }

  function whenThere(selector, then) {
    const found = $(selector);
    if (found) then(found); else requestAnimationFrame(() => whenThere(selector, then));
  }

  /* -- views: #ask, #plan, #plan/ID, #library, #about, or the id of a unit -- */
  function route(moved) {
    const [wanted, key] = (named() || "ask").split("/");
    const view = VIEWS[wanted] ? wanted : "library";
    places.set(here, window.scrollY);
    here = location.hash;
    document.body.dataset.view = view;
    document.title = `${VIEWS[view]} · ${NAME}`;
    document.querySelectorAll("#top nav a").forEach((link) => {
      if (link.dataset.view === view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    if (view === "library" || view === "about") shelve();
    if (view === "plan") whenThere("#plan-sheet", () => v2aPlan.show(key || "", moved));
    if (view === "library") openUnit(VIEWS[wanted] ? "" : wanted, moved);
    // Back in a plan, from a unit in the Library for instance, the reader is where they left it.
    if (moved && view !== "library") window.scrollTo(0, (view === "plan" && places.get(here)) || 0);
  }

  function go(hash) {
    if (location.hash === hash) route(true); else location.hash = hash;
  }

  /* -- library -- */
  async function shelve() {
    if (shelved) return;
    shelved = true;
    const got = await server.shelf({});
    if (got.problem) { shelved = false; $("#lib-list").textContent = got.problem; return; }
    $("#lib-filters").innerHTML = got.filters;
    document.querySelectorAll("#lib-documents ul, #about-documents").forEach((list) => { list.innerHTML = got.documents; });
    await list();
  }

  async function list() {
    const value = (id) => $(id)?.value || "";
    const wanted = { words: value("#lib-words"), goal: value("#lib-goal"), kind: value("#lib-kind") };
    const got = await server.library(wanted);
    if (wanted.words !== value("#lib-words")) return; // typed on meanwhile
    $("#lib-list").innerHTML = got.html || "";
    if (got.problem) $("#lib-list").textContent = got.problem;
    $("#lib-status").textContent = $("#lib-list .count, #lib-list .empty")?.textContent || "";
    markCurrent();
  }

  function wireLibrary(form) {
    let timer;
    const later = () => { clearTimeout(timer); timer = setTimeout(list, 180); };
    form.addEventListener("submit", (event) => { event.preventDefault(); list(); });
    form.addEventListener("input", later);
    form.addEventListener("change", later);
  }

  async function openUnit(id, moved) {
    const page = $("#lib-unit");
    if (!page) return requestAnimationFrame(() => openUnit(id, moved));
    document.body.classList.toggle("unit-open", Boolean(id));
    page.hidden = !id;
    markCurrent();
    if (!id) return;
    const got = await server.unit({ id });
    if (named() !== id) return;
    page.innerHTML = '<a id="lib-back" href="#library">‹ All entries</a>' + (got.html || "<p></p>");
    if (got.problem) page.lastChild.textContent = got.problem;
    page.scrollTop = 0;
    document.title = `${$("h2", page)?.textContent || id} · ${NAME}`;
    if (phone()) window.scrollTo(0, 0);
    if (moved) $("h2", page)?.focus({ preventScroll: true });
  }

  function markCurrent() {
    const id = named();
    document.querySelectorAll(".unit-row").forEach((row) => {
      if (row.dataset.unit === id) row.setAttribute("aria-current", "true"); else row.removeAttribute("aria-current");
    });
  }

  /* -- passage panel -- */
  async function openPassage(button) {
    const { passage, start: from, end } = button.dataset;
    const got = await server.passage({ passage, start: from, end });
    opener = button;
    document.querySelectorAll(".cite.open").forEach((old) => old.classList.remove("open"));
    button.classList.add("open");
    const body = $("#panel-body");
    body.innerHTML = got.html || "<p></p>";
    if (got.problem) body.firstChild.textContent = got.problem;
    $("#panel").hidden = false;
    document.body.classList.add("panel-open");
    if (phone()) setInert(true);
    body.scrollTop = 0;
    const here = $("mark", body);
    if (here) body.scrollTop = Math.max(0, here.getBoundingClientRect().top - body.getBoundingClientRect().top - 140);
    ($("h2", body) || body).focus({ preventScroll: true });
  }

  function closePassage() {
    if ($("#panel").hidden) return;
    $("#panel").hidden = true;
    document.body.classList.remove("panel-open");
    setInert(false);
    document.querySelectorAll(".cite.open").forEach((old) => old.classList.remove("open"));
    if (opener?.isConnected) opener.focus(); else if (document.body.dataset.view === "ask") $("#question textarea")?.focus();
  }

  function setInert(on) {
    ["#top", "#view-ask", "#view-plan"].forEach((id) => { const part = $(id); if (part) part.inert = on; });
  }

  /* -- clicks and keys -- */
  function onClick(event) {
    const hit = (selector) => event.target.closest?.(selector);
    const link = hit('a[href^="#"]');
    if (link?.dataset.jump) return;
    if (link) {
      event.preventDefault();
      if (link.dataset.skip) { go("#ask"); $("#question textarea")?.focus(); return; }
      if ($("#panel")?.hidden === false) closePassage();
      return go(link.getAttribute("href"));
    }
    const button = hit("button");
    if (!button) return;
    if (button.matches(".cite, .open-passage")) openPassage(button);
    else if (button.id === "panel-close") closePassage();
    else if (button.dataset.ask) askThis(button.dataset.ask);
    else if (button.matches(".answer .copy")) copy(hit(".answer").dataset.copy, button);
    else if (button.matches(".copy-link")) copy(`${location.origin}${location.pathname}#${button.dataset.unit}`, button);
    else if (button.matches(".thumb")) judge(button);
    else if (button.id === "restart") { closePassage(); restart(); $("#question textarea")?.focus(); }
  }

  function onKey(event) {
    if (event.key === "Escape" && $("#panel")?.hidden === false) { event.preventDefault(); closePassage(); }
  }

  function askThis(question) {
    go("#ask");
    ask(question);
    $("#question textarea")?.focus({ preventScroll: true });
  }

  async function copy(text, button) {
    const words = button.textContent;
    let done = true;
    try { await navigator.clipboard.writeText(text); } catch { done = copyTheOldWay(text); }
    button.textContent = done ? "Copied" : "Could not copy";
    say(button.textContent);
    setTimeout(() => { button.textContent = words; }, 2000);
  }

  function copyTheOldWay(text) { // the clipboard of today needs https or localhost
    const area = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  /* -- thumbs with a reason -- */
  function judge(button) {
    const answer = button.closest(".answer"), actions = button.closest(".actions");
    const verdict = button.dataset.verdict;
    actions.querySelectorAll(".thumb").forEach((thumb) => thumb.setAttribute("aria-pressed", String(thumb === button)));
    actions.querySelectorAll(".reason, .said").forEach((old) => old.remove());
    const form = document.createElement("form");
    const id = `reason-${Math.random().toString(36).slice(2)}`;
    form.className = "reason";
    form.innerHTML = `<label for="${id}">Would you say why? Stored on this machine only, without names please.</label>` +
      `<input id="${id}" maxlength="500" autocomplete="off"><button class="quiet">Send</button>`;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const got = await server.feedback({
        answer: answer.dataset.answer, question: answer.dataset.question, verdict, reason: $("input", form).value,
      });
      const said = Object.assign(document.createElement("p"), { className: "said" });
      said.textContent = got.problem || "Thank you. It is stored.";
      form.replaceWith(said);
      say(said.textContent);
    });
    actions.append(form);
    $("input", form).focus();
  }

  /* -- appearance -- */
  function wireTheme(button) {
    const show = () => {
      const dark = document.body.classList.contains("dark");
      button.setAttribute("aria-pressed", String(dark));
    };
    const kept = localStorage.getItem("v2a-dark");
    if (kept) document.body.classList.toggle("dark", kept === "1");
    show();
    button.addEventListener("click", () => {
      const dark = document.body.classList.toggle("dark");
      localStorage.setItem("v2a-dark", dark ? "1" : "0");
      show();
    });
    new MutationObserver(show).observe(document.body, { attributes: true, attributeFilter: ["class"] });
  }

  /* -- for readers who listen -- */
  function addStatusLine() {
    const line = Object.assign(document.createElement("p"), { id: "v2a-status", className: "sr-only" });
    line.setAttribute("role", "status");
    document.querySelector(".gradio-container").append(line);
  }

  function say(words) { const line = $("#v2a-status"); if (line) line.textContent = words; }

  function tidy() {
    // Gradio names messages by their source ("a component of type html") and announces every growth of an answer.
    document.querySelectorAll("#chat [data-testid][aria-label]").forEach((part) => part.removeAttribute("aria-label"));
    const log = $("#chat [role=log]");
    if (log && log.getAttribute("aria-live") !== "off") {
      log.setAttribute("aria-live", "off");
      log.setAttribute("aria-label", "Conversation");
    }
    const questions = document.querySelectorAll("#chat .user-row");
    if (questions.length > asked) followed = true;
    asked = questions.length;
    const answers = document.querySelectorAll("#chat .answer");
    const last = answers[answers.length - 1];
    if (!last) { announced = ""; return; }
    const words = `${$(".badge", last)?.textContent || ""}. ${$(".answer-body, .badge + p", last)?.textContent || ""}`;
    if (words === announced) return;
    announced = words;
    if (followed) bringUp(questions[questions.length - 1]);
    if (last.dataset.done === "1") { followed = false; say(words.slice(0, 600)); }
  }

  /* Keeps the newest question at the top while its answer grows, until the reader scrolls. */
  function bringUp(row) {
    const header = $("#top");
    const covered = getComputedStyle(header).position === "sticky" ? header.offsetHeight : 0;
    requestAnimationFrame(() => window.scrollTo({ top: window.scrollY + row.getBoundingClientRect().top - covered - 16 }));
  }

  return { start, say, copy };
})();
