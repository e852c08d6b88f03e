/* The guided chat beside a plan. What was said is kept in this browser, so that it is there after a reload; the plan
   itself is on the server and needs none of it. */
"use strict";
v2aPlan.chat = (() => {
  const MOST = 80; // messages kept
  const $ = (selector, within = document) => within.querySelector(selector);
  const store = (id) => `v2a-chat-${id}`;
  let id = "", said = { talk: null, quick: [], items: [] }, waiting = false, turns = 0;

  const talk = (of) => (of === id ? said.talk : null);
  const box = () => $("#plan-words");

  function begin() {
    $("#plan-say").addEventListener("submit", (event) => { event.preventDefault(); speak(box().value.trim(), true); });
    box().addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); speak(box().value.trim(), true); }
    });
    box().addEventListener("input", grow);
    $("#plan-quick").addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) speak(button.dataset.say, false, button.textContent);
    });
    window.addEventListener("storage", (event) => {
      if (event.key === store(id) && event.newValue && !waiting) { said = read(id); redraw(); }
    });
  }

  /* The conversation on that plan: as this browser remembers it, else from where the plan stands. */
  async function open(wanted) {
    id = wanted;
    said = read(id);
    turns += 1; // what another plan still waits for does not hold this one up
    busy(false);
    redraw();
    if (!said.items.some((item) => item.guide)) await listen({});
  }

  /* Something to know about a plan that is about to be opened. */
  function note(of, words) {
    try { localStorage.setItem(store(of), JSON.stringify({ talk: null, quick: [], items: [{ note: words }] })); } catch { v2a.say(words); }
  }

  function read(of) {
    try {
      const kept = JSON.parse(localStorage.getItem(store(of)));
      if (Array.isArray(kept?.items)) return { talk: kept.talk || null, quick: kept.quick || [], items: kept.items };
    } catch { /* nothing that can be read: the guide says where the plan stands */ }
    return { talk: null, quick: [], items: [] };
  }

  const keep = () => amend(id, () => {});

  /* Changes and keeps the conversation on a plan, also one that is not on the screen any more. */
  function amend(of, change) {
    if (of !== id && localStorage.getItem(store(of)) === null) return; // deleted meanwhile
    const kept = of === id ? said : read(of);
    change(kept);
    kept.items = kept.items.slice(-MOST);
    try { localStorage.setItem(store(of), JSON.stringify(kept)); } catch { /* the plan is safe without it */ }
  }

  function forget(of) {
    localStorage.removeItem(store(of));
    if (of === id) [id, said] = ["", { talk: null, quick: [], items: [] }];
  }

  async function speak(words, typed, shown = words) {
    if (!words || waiting) return;
    const of = id;
    add({ you: shown });
    if (typed) { box().value = ""; grow(); }
    const data = await listen({ text: words, talk: said.talk });
    const unsay = (kept) => {
      const last = kept.items.findLastIndex((item) => item.you === shown);
      kept.items = kept.items.filter((item, at) => at !== last);
    };
    if (of !== id) { if (data.reply?.private) amend(of, unsay); return; }
    const refused = data.reply?.private || !data.reply;
    if (refused) { // not kept, and back where it can be mended
      unsay(said);
      if (typed && !box().value) { box().value = words; grow(); }
      keep();
      redraw();
      if (!data.reply) add({ trouble: data.problem || "That did not work. Try again." });
    }
    if (typed) box().focus({ preventScroll: true });
  }

  async function listen(request) {
    busy(true);
    const turn = turns += 1;
    const data = await v2aPlan.send("say", request);
    if (turn === turns) busy(false);
    return data;
  }

  /* What the guide says, whether it was asked or the plan was changed beside it. */
  function hear(reply, of = id) {
    if (of !== id) {
      amend(of, (kept) => { [kept.talk, kept.quick] = [reply.talk, reply.quick]; kept.items.push({ guide: reply.html }); });
      return;
    }
    said.talk = reply.talk;
    said.quick = reply.quick;
    add({ guide: reply.html });
    drawQuick();
  }

  /* A suggestion of the conversation on that plan in other words, in its place; one that was settled stays as it was. */
  function reworded(of, proposal, html) {
    const within = (root) => root.querySelector(`[data-proposal="${CSS.escape(proposal)}"]:not([data-done])`);
    amend(of, (kept) => {
      for (const item of kept.items) {
        const part = Object.assign(document.createElement("template"), { innerHTML: item.guide || "" });
        const old = within(part.content);
        if (old && html) { old.outerHTML = html; item.guide = part.innerHTML; }
      }
    });
    const shown = of === id && within($("#plan-log"));
    if (!shown || !html) return;
    const pressed = shown.contains(document.activeElement) && document.activeElement.dataset.do;
    const again = Object.assign(document.createElement("template"), { innerHTML: html }).content.firstChild;
    shown.replaceWith(again);
    if (pressed) $(`[data-do="${pressed}"]`, again)?.focus({ preventScroll: true });
  }

  function busy(on) {
    waiting = on;
    box().readOnly = on;
    $("#plan-say button").disabled = on;
    $("#plan-chat").setAttribute("aria-busy", String(on));
    for (const button of document.querySelectorAll("#plan-quick button")) button.disabled = on;
    $("#plan-log .thinking")?.remove();
    if (!on) return;
    const mark = Object.assign(document.createElement("p"), { className: "thinking", textContent: "One moment" });
    $("#plan-log").append(mark);
    bringUp(mark);
  }

  function add(item) {
    said.items.push(item);
    if (!item.trouble) keep();
    bringUp($("#plan-log").appendChild(element(item)));
    if (item.guide) settle(v2aPlan.current().waiting);
    return item;
  }

  function element(item) {
    const part = document.createElement("div");
    part.className = item.you !== undefined ? "said-you" : item.guide ? "said-guide" : "said-trouble";
    const who = Object.assign(document.createElement("span"), { className: "sr-only" });
    who.textContent = item.you !== undefined ? "You: " : "Assistant: ";
    const words = document.createElement("div");
    if (item.guide) words.innerHTML = item.guide; else words.textContent = item.you ?? item.note ?? item.trouble;
    part.append(who, words);
    return part;
  }

  /* Buttons of suggestions that were settled meanwhile, here or in the plan, say so. */
  function settle(ids) {
    drawQuick();
    for (const item of document.querySelectorAll("#plan-log [data-proposal]")) {
      const open = ids.includes(item.dataset.proposal);
      const decide = $(".decide", item);
      if (open || !decide || item.dataset.done) continue;
      if (decide.contains(document.activeElement)) box().focus({ preventScroll: true });
      item.dataset.done = "1";
      decide.textContent = "Decided";
    }
  }

  function redraw() {
    $("#plan-log").replaceChildren(...said.items.map(element));
    drawQuick();
    settle(v2aPlan.current().waiting);
    const last = $("#plan-log").lastElementChild;
    if (last) bringUp(last);
    grow();
  }

  function drawQuick() {
    const open = v2aPlan.current().waiting.length;
    const buttons = said.quick.filter(({ say }) => open || !/^(accept|reject) all$/.test(say)).map(({ label, say }) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: label });
      button.dataset.say = say;
      button.disabled = waiting;
      return button;
    });
    $("#plan-quick").replaceChildren(...buttons);
  }

  function bringUp(part) {
    const log = $("#plan-log");
    if (log.scrollHeight <= log.clientHeight && getComputedStyle(log).overflowY === "visible") { upOnPhone(part); return; }
    const before = part.previousElementSibling;
    const top = part.offsetHeight > log.clientHeight ? part : null;
    log.scrollTop = top ? top.offsetTop - log.offsetTop - (before?.offsetHeight < 120 ? before.offsetHeight : 0) : log.scrollHeight;
  }

  /* On a phone the conversation scrolls with the page: the newest message comes up to where it can be read. */
  function upOnPhone(part) {
    if (!part.offsetParent) return;
    const from = (part.classList.contains("said-guide") && part.previousElementSibling?.matches(".said-you") && part.previousElementSibling) || part;
    const covered = $("#plan-tabs").offsetHeight + $("#plan-wording").offsetHeight;
    requestAnimationFrame(() => window.scrollTo({ top: window.scrollY + from.getBoundingClientRect().top - covered - 12 }));
  }

  function grow() {
    box().style.height = "auto";
    box().style.height = `${Math.min(box().scrollHeight + 2, 160)}px`;
  }

  return { begin, open, note, hear, reworded, settle, talk, forget };
})();
