/* Suggested rows in a language model's words: row by row, after the rows are there, with a way to stop. What is still to
   be worded is kept for this tab, so that a plan that is opened again goes on; without it nothing but words is lost. */
"use strict";
v2aPlan.wording = (() => {
  const $ = (selector) => document.querySelector(selector);
  const store = (id) => `v2a-wording-${id}`;
  const none = () => ({ waiting: [], of: 0, worded: 0 });
  const kept = new Map(); // where no tab store can be had
  let running = ""; // the plan that is being worked on
  let request = null; // what would end the request under way, and the suggestion that it is about

  function begin() {
    $("#plan-wording button").addEventListener("click", () => { if (running) stop(); else close(); });
    window.addEventListener("pagehide", halt); // else the request that is cut off would count as one that failed
    window.addEventListener("pageshow", ({ persisted }) => { if (persisted && v2aPlan.current().version) run(v2aPlan.current().id); });
  }

  function read(id) {
    try { const found = JSON.parse(sessionStorage.getItem(store(id))); if (Array.isArray(found?.waiting)) return found; } catch { /* none */ }
    return kept.get(id) || none();
  }

  function keep(id, state) {
    kept.set(id, state);
    try {
      if (state.waiting.length) sessionStorage.setItem(store(id), JSON.stringify(state)); else sessionStorage.removeItem(store(id));
    } catch { /* this page remembers it */ }
  }

  /* Suggestions of that plan that could be worded. */
  function add(id, ids) {
    const state = read(id);
    const fresh = ids.filter((found) => !state.waiting.includes(found));
    if (!fresh.length) return;
    const from = state.waiting.length ? state : none();
    keep(id, { ...from, waiting: [...from.waiting, ...fresh], of: from.of + fresh.length });
    if (v2aPlan.current().id === id && v2aPlan.current().version) run(id);
  }

  /* Another plan is on the screen, or none: what is under way there waits until it is opened again. */
  function open(id) {
    halt();
    close();
    if (id) run(id);
  }

  function halt() {
    running = "";
    request?.end.abort();
    request = null;
  }

  async function run(id) {
    if (running === id) return;
    running = id;
    while (running === id) {
      const state = read(id), open_ = v2aPlan.current().waiting;
      const waiting = state.waiting.filter((found) => open_.includes(found));
      const gone = state.waiting.length - waiting.length; // settled before they were worded
      keep(id, { ...state, waiting, of: state.of - gone });
      if (!waiting.length) { done(id); return; }
      progress(state.of - gone - waiting.length + 1, state.of - gone);
      const mine = request = { about: waiting[0], end: new AbortController() };
      const data = await v2aPlan.call(`plans/${id}/word`, { proposal: mine.about }, { signal: mine.end.signal });
      if (running !== id) return; // stopped, or left
      if (request !== mine) continue; // settled while the model was writing
      request = null;
      if (data.missing) { running = ""; close(); return; }
      if (data.problem) { running = ""; show(data.problem, "Close"); return; } // tried again when the plan is opened again
      if (data.failed) { keep(id, none()); running = ""; show(data.note, "Close"); return; }
      const now = read(id);
      keep(id, { ...now, waiting: now.waiting.filter((found) => found !== mine.about), worded: now.worded + Number(data.worded), model: data.model || now.model });
      if (!data.worded) continue;
      v2aPlan.chat.reworded(id, mine.about, data.html);
      await v2aPlan.act({ do: "look" });
    }
  }

  /* What was settled meanwhile need not be written to the end. */
  function settle(id, ids) {
    if (running !== id || !request || ids.includes(request.about)) return;
    const mine = request;
    request = null;
    mine.end.abort();
  }

  function progress(row, of) {
    show(of === 1 ? "Wording the suggested row" : `Wording row ${row} of ${of}`, "Stop, keep as it is", true);
  }

  const OTHERS = "The others are as in our patterns.";

  function done(id) {
    running = "";
    const { worded, of, model } = read(id);
    keep(id, none());
    if (!of) { close(); return; }
    const rows = worded === of ? (of === 1 ? "The row is" : `All ${of} rows are`) : `${worded} of ${of} rows ${worded === 1 ? "is" : "are"}`;
    if (worded) show(`${rows} now in the words of ${model} where they held against what you wrote and the sources. ${worded < of ? OTHERS : ""}`, "Close");
    else show("Nothing that the language model wrote held against what you wrote and the sources: the words stay those of our patterns.", "Close");
  }

  function stop() {
    const { worded, of } = read(running);
    keep(running, none());
    halt();
    show(worded ? `Stopped after ${worded} of ${of} rows. ${OTHERS}` : "Stopped. The words stay those of our patterns.", "Close");
  }

  function show(words, button, busy = false) {
    const line = $("#plan-wording");
    line.hidden = false;
    line.classList.toggle("busy", busy);
    $("#plan-wording span").textContent = words;
    $("#plan-wording button").textContent = button;
    v2a.say(words);
  }

  function close() {
    const line = $("#plan-wording");
    if (line.hidden) return;
    if (line.contains(document.activeElement)) $("#plan-title").focus({ preventScroll: true });
    line.hidden = true;
  }

  return { begin, add, open, settle };
})();
