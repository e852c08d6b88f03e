/* The Plan page: one plan on the screen, its controls, and what the server sends back. HTML comes from the server, which
   has escaped it; what people type is only ever put into fields and text. */
"use strict";
window.v2aPlan = (() => {
  const OFFLINE = "The server cannot be reached. What you typed is still here: try again in a moment.";
  const PLANS = "v2a-plans";
  const $ = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const nothing = () => ({ id: "", version: 0, digests: {}, title: "", waiting: [] });
  const was = new WeakMap(); // what a field held when it was drawn or saved last
  const since = new WeakMap(); // the version that a field was begun to be changed on
  const byKeys = new WeakSet(); // choices that are being gone through with the keyboard
  const drawn = new Map(); // sections as they came, by name
  const troubles = new Map(); // why a field is not saved, by its signature
  let plan = nothing(), queue = Promise.resolve(), waitingFor = 0, toasting;

  /* -- requests: those on one plan go one after the other, each naming the version that it was made on -- */
  async function call(path, body, more = {}) {
    try {
      const reply = await fetch(path, {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), ...more,
      });
      return await reply.json();
    } catch { return { problem: OFFLINE }; }
  }

  function send(door, request, settle = () => {}) {
    const target = plan;
    waitingFor += 1;
    const looking = request.do === "look"; // nothing is being saved then
    if (!looking) showSaving();
    const sent = queue.then(async () => {
      const known = { version: target.version, have: target.digests, talk: v2aPlan.chat.talk(target.id) };
      const data = await call(`plans/${target.id}/${door}`, { ...known, ...request });
      waitingFor -= 1;
      if (!data.problem) settle(data);
      if (target === plan) take(data); else leftBehind(target, data);
      if (!looking || data.problem) showSaving(data);
      return data;
    });
    queue = sent.catch(() => {});
    return sent;
  }

  /* A reply on a plan that was left meanwhile: what is queued for it goes on from there, and its chat is whole later. */
  function leftBehind(target, data) {
    if (data.version) [target.version, target.digests] = [data.version, data.digests];
    if (data.reply) v2aPlan.chat.hear(data.reply, target.id);
    if (data.word) v2aPlan.wording.add(target.id, data.word);
  }

  const act = (request, settle) => send("do", request, settle);

  /* -- which plan is shown -- */
  async function show(id, moved) {
    if (id === plan.id && (id === "" || plan.version)) { if (id) refresh(); else v2aPlan.start.show(); return; }
    flush();
    plan = { ...nothing(), id };
    v2aPlan.wording.open("");
    queue = Promise.resolve();
    troubles.clear();
    drawn.clear();
    $("#plan-start").hidden = Boolean(id);
    $("#plan-work").hidden = !id;
    if (moved) refocusAfterMove($(id ? "#plan-title" : "#plan-start h1"));
    if (!id) { v2aPlan.start.show(); return; }
    all("#plan-sheet .inside").forEach((inside) => { inside.replaceChildren(); });
    $("#plan-title").textContent = "Opening your plan …";
    problem("");
    const target = plan;
    let data;
    try { data = await (await fetch(`plans/${encodeURIComponent(id)}`)).json(); } catch { data = { problem: OFFLINE }; }
    if (target !== plan) return;
    take(data);
    if (!data.id) return;
    await v2aPlan.chat.open(id);
    if (target === plan) v2aPlan.wording.open(id);
  }

  /* Where what had the focus went away with the view, the keyboard goes on at the new view's heading. */
  function refocusAfterMove(heading) {
    const active = document.activeElement;
    if (active && active !== document.body && active.offsetParent) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  /* Another window may have changed the plan; only sections that differ come back. */
  function refresh() {
    if (plan.version && !waitingFor) send("do", { do: "look" });
  }

  function take(data) {
    if (data.missing || data.deleted) { gone(data); return; }
    if (data.id === plan.id && data.version) {
      plan = Object.assign(plan, { version: data.version, digests: data.digests, title: data.title, waiting: data.waiting });
      for (const [name, html] of Object.entries(data.sections)) draw(name, html);
      for (const name of data.empty) $(`[data-section="${name}"]`).hidden = true;
      $("#plan-title").textContent = data.title || "Action plan without a name";
      $("#plan-undo").disabled = !data.can_undo;
      $("#plan-redo").disabled = !data.can_redo;
      $("#plan-waiting").textContent = data.waiting.length ? ` (${data.waiting.length})` : "";
      remember(data);
      v2aPlan.chat.settle(data.waiting);
      v2aPlan.wording.settle(data.id, data.waiting);
      showTroubles();
    }
    problem(data.conflict ? "" : data.problem || "");
    if (data.message) toast(data.message);
    if (data.reply) v2aPlan.chat.hear(data.reply);
    if (data.word) v2aPlan.wording.add(plan.id, data.word);
  }

  function gone(data) {
    // A plan that is not found stays in the list: it may be in another database, and its id is the only key to it.
    if (data.deleted) forget(plan.id);
    v2aPlan.start.tell(data.message || data.problem);
    location.hash = "#plan"; // which shows the start in its place
  }

  function problem(words) {
    const box = $("#plan-problem");
    box.textContent = words;
    box.hidden = !words;
    if (words) $("#plan-toast").hidden = true;
  }

  /* What was done, for a moment; read out as well. */
  function toast(words) {
    const box = $("#plan-toast");
    box.textContent = words;
    box.hidden = false;
    v2a.say(words);
    clearTimeout(toasting);
    toasting = setTimeout(() => { box.hidden = true; }, 4000 + 40 * words.length);
  }

  function showSaving(data = {}) {
    const line = $("#plan-saved");
    line.textContent = waitingFor ? "Saving …" : data.problem ? "Not saved" : plan.version ? "All saved" : "";
    line.classList.toggle("trouble", Boolean(data.problem));
  }

  /* -- plans of this browser: their ids are the keys, so only this browser lists them -- */
  function mine() {
    try { const kept = JSON.parse(localStorage.getItem(PLANS)); return Array.isArray(kept) ? kept : []; } catch { return []; }
  }

  function keep(list) {
    try { localStorage.setItem(PLANS, JSON.stringify(list)); } catch { /* a full or closed store: the address still works */ }
  }

  function remember({ id, title, changed }) {
    keep([{ id, title, changed }, ...mine().filter((other) => other.id !== id)].slice(0, 100));
  }

  function forget(id) {
    keep(mine().filter((other) => other.id !== id));
    v2aPlan.chat.forget(id);
  }

  /* -- drawing a section without taking away what somebody is writing in it -- */
  const fields = (within) => all("textarea, input:not([type=file]), select", within);

  function signature(element) {
    const { to, value, ...data } = element.dataset; // where a move leads changes with every move
    const form = element.closest("form[data-do]");
    const words = element.matches("button, summary, a") ? element.textContent.trim() : "";
    const place = element.closest("[data-spot]");
    const around = [form, place].filter((part) => part && part !== element).map((part) => JSON.stringify(part.dataset));
    return [element.tagName, element.name || "", words, JSON.stringify(Object.entries(data).sort()), ...around].join("|");
  }

  const held = (field) => (field.type === "checkbox" ? String(field.checked) : field.value);
  const isDirty = (field) => was.has(field) && held(field) !== was.get(field);
  const clean = (field) => { was.set(field, held(field)); since.delete(field); };
  const seen = (field) => (isDirty(field) && since.get(field)) || plan.version;

  function draw(name, html) {
    const section = $(`[data-section="${name}"]`), inside = $(".inside", section);
    const fresh = Object.assign(document.createElement("template"), { innerHTML: html }).content;
    const before = drawn.get(name);
    drawn.set(name, fresh);
    section.hidden = !html;
    if (before && drawBlocks(section, inside, before, fresh)) return;
    swap(section, inside, () => { inside.replaceChildren(fresh.cloneNode(true)); return inside; });
  }

  /* In a long table an edit changes one row: only what differs is drawn, where the places are the same as before. */
  function drawBlocks(section, inside, before, fresh) {
    const [old, now, live] = [before, fresh, inside].map(blocks);
    if (!live.length || live.length !== now.length || shell(before) !== shell(fresh)) return false;
    if (now.some((block, at) => block.dataset.spot !== live[at].dataset.spot)) return false;
    now.forEach((block, at) => {
      if (block.isEqualNode(old[at])) return;
      swap(section, live[at], () => { const again = block.cloneNode(true); live[at].replaceWith(again); return again; });
    });
    return true;
  }

  const blocks = (tree) => all("[data-spot]", tree).filter((block) => !block.parentElement?.closest("[data-spot]"));

  /* What stands around the places of a section. */
  function shell(node) {
    if (node.dataset?.spot) return `[${node.dataset.spot}]`;
    if (!node.querySelector?.("[data-spot]")) return node.outerHTML ?? node.textContent;
    return `${node.cloneNode(false).outerHTML ?? ""}${[...node.childNodes].map(shell).join("")}`;
  }

  function swap(section, scope, change) {
    const active = scope.contains(document.activeElement) ? document.activeElement : null;
    const focus = active && whereIs(active, scope);
    const typed = fields(scope).filter(isDirty).map((field) => [signature(field), held(field), since.get(field)]);
    const opened = all("details[open] > summary", scope).map(signature);
    const scrolled = window.scrollY;
    const now = change();
    fields(now).forEach(clean);
    all("time[datetime]", now).forEach((time) => { time.textContent = moment(time.dateTime); });
    for (const summary of all("summary", now)) if (opened.includes(signature(summary))) summary.parentElement.open = true;
    for (const [key, words, version] of typed) {
      const field = find(key, now);
      if (!field) continue;
      if (field.type === "checkbox") field.checked = words === "true"; else field.value = words;
      if (version) since.set(field, version);
    }
    if (focus) refocus(section, now, focus);
    if (Math.abs(window.scrollY - scrolled) > 1) window.scrollTo(0, scrolled);
  }

  function positions(element) {
    try { return [element.selectionStart, element.selectionEnd]; } catch { return null; }
  }

  /* Which of those that look the same it is (a source is linked from several cells of a row), and the field before it. */
  function whereIs(element, scope) {
    const key = signature(element);
    const before = fields(scope).findLast((field) => field.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
    return { key, nth: alike(key, scope).indexOf(element), near: before && signature(before), at: positions(element) };
  }

  function refocus(section, inside, { key, nth, near, at }) {
    const again = alike(key, inside)[nth] || (near && find(near, inside)) || $("h2", section);
    again.focus({ preventScroll: true });
    if (at && at[0] !== null && again.setSelectionRange) try { again.setSelectionRange(...at); } catch { /* no text */ }
  }

  const controls = (within) => all("textarea, input, select, button, a, summary", within);
  const alike = (key, within) => controls(within).filter((element) => signature(element) === key);
  const find = (key, within = $("#plan-sheet")) => controls(within).find((element) => signature(element) === key);

  function moment(at) {
    const time = new Date(at);
    return Number.isNaN(time.getTime()) ? at : time.toLocaleString("en-GB", { dateStyle: "medium", timeStyle: "short" });
  }

  /* -- fields: saved when they are left, against the version that was seen when the change was begun, so that what others
     wrote there meanwhile is shown and not lost; what could not be saved stays there, with the reason beside it -- */
  function requestOf(field) {
    const { edit, id, field: part, set, answer, state } = field.dataset, value = field.value;
    if (edit) return { do: "edit", table: edit, id, field: part, value };
    if (set) return { do: "set", name: set, value };
    if (answer) return { do: "answer", unit: answer, value };
    return state ? { do: "state", name: state, values: value.split("\n") } : null;
  }

  async function save(field) {
    const request = requestOf(field), key = signature(field), sent = held(field);
    if (!request || !isDirty(field)) return;
    troubles.delete(key);
    // Asked for when it is sent: an edit of the same field may be on its way before this one.
    const data = await act({ ...request, get version() { return seen(find(key) || field); } }, ({ version }) => {
      const now = find(key) || field;
      if (held(now) === sent) clean(now); else since.set(now, version);
    });
    if (data.conflict) await settleConflict(data, request, key);
    else if (data.problem) { troubles.set(key, data.problem); showTroubles(); }
  }

  function showTroubles() {
    all("#plan-sheet .field-problem").forEach((old) => old.remove());
    all("#plan-sheet [aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
    for (const [key, words] of troubles) {
      const field = find(key);
      if (!field) continue;
      field.setAttribute("aria-invalid", "true");
      const line = Object.assign(document.createElement("p"), { className: "field-problem", textContent: words });
      line.setAttribute("role", "alert");
      field.after(line);
    }
  }

  async function settleConflict(data, request, key) {
    $("#plan-conflict-body").innerHTML = data.conflict;
    const chosen = await ask($("#plan-conflict"));
    if (chosen === "mine") { await act(request, () => { const now = key && find(key); if (now) clean(now); }); return; }
    const field = key && find(key);
    if (field) { clean(field); const name = field.closest("[data-section]").dataset.section; drawn.delete(name); delete plan.digests[name]; }
    refresh();
  }

  function ask(dialog) {
    return new Promise((decide) => {
      const before = document.activeElement;
      dialog.returnValue = "";
      dialog.addEventListener("close", () => { if (before?.isConnected) before.focus(); decide(dialog.returnValue); }, { once: true });
      dialog.showModal();
    });
  }

  const confirm = async (words) => {
    $("#plan-confirm-words").textContent = words;
    return (await ask($("#plan-confirm"))) === "yes";
  };

  /* A field that is still being written in when the page goes away, or into the background: then it may come back. */
  async function flush() {
    const field = document.activeElement;
    const request = plan.version && field?.closest?.("#plan-sheet") && isDirty(field) && requestOf(field);
    if (!request) return;
    const target = plan, key = signature(field), sent = held(field), before = was.get(field), version = seen(field);
    clean(field);
    const data = await call(`plans/${plan.id}/do`, { ...request, version }, { keepalive: true });
    if (!data.problem || target !== plan) return;
    const now = find(key) || field;
    if (now === field) { was.set(field, before); since.set(field, version); } else if (!isDirty(now)) now.value = sent;
    take(data);
    showSaving(data);
    if (data.conflict) await settleConflict(data, request, key);
    else { troubles.set(key, data.problem); showTroubles(); }
  }

  /* -- buttons and forms -- */
  const asList = ({ ids, ...rest }) => (ids === undefined ? rest : { ...rest, ids: ids.split(/\s+/) });

  async function press(button) {
    const { do: verb, confirm: question, ...data } = button.dataset;
    if (button.hasAttribute("aria-busy") || (question && !(await confirm(question)))) return;
    const left = document.activeElement;
    if (left && left !== button && left.closest("#plan-sheet")) await save(left);
    if (verb === "step") v2aPlan.tab("chat");
    button.setAttribute("aria-busy", "true");
    const done = await act({ ...asList(data), do: verb }, () => {});
    button.removeAttribute("aria-busy");
    if (done.conflict) await settleConflict(done, { ...asList(data), do: verb });
    if (verb === "diff") $(".compared")?.focus();
  }

  async function submit(form) {
    const { do: verb, ids, ...data } = form.dataset;
    const values = {};
    for (const name of new Set(new FormData(form).keys())) {
      const every = new FormData(form).getAll(name);
      values[name] = form.elements[name].multiple || every.length > 1 ? every : every[0];
    }
    let request = { ...data, ...values, do: verb };
    if (verb === "add") request = { do: verb, ...data, values };
    if (verb === "accept") request = { do: verb, ids: [ids], edits: { [ids]: values } };
    if (form.hasAttribute("aria-busy")) return; // pressed twice
    form.setAttribute("aria-busy", "true");
    const done = await act(request, () => {
      form.reset();
      fields(form).forEach(clean);
      const folded = form.parentElement.closest("details.add, details.edit");
      if (folded) { $("summary", folded).focus({ preventScroll: true }); folded.open = false; }
    });
    form.removeAttribute("aria-busy");
    if (done.conflict) await settleConflict(done, request);
    if (verb === "diff") $(".compared")?.focus();
  }

  async function bring(input) {
    const file = input.files[0];
    if (!file) return;
    const target = plan;
    const data = await sendFile(`plans/${target.id}/import`, file);
    input.value = "";
    if (target === plan) take(data);
    if (data.version) jump("proposals");
  }

  async function sendFile(path, file) {
    const named = `${path}?name=${encodeURIComponent(file.name)}`;
    return call(named, null, { headers: { "Content-Type": "application/octet-stream" }, body: file });
  }

  async function copy(button) {
    await v2a.copy(new URL(button.dataset.copy, location.href).href, button);
  }

  /* -- getting about -- */
  function jump(place) {
    if (place === "parts") { $("#plan-bar a").focus({ preventScroll: true }); return; } // in sight wherever one is
    const [table, id, part] = place.split(":");
    const named = (selector) => $(selector, $("#plan-sheet"));
    const target = named(`[data-edit="${CSS.escape(table)}"][data-id="${CSS.escape(id || "")}"][data-field="${CSS.escape(part || "")}"]`)
      || named(`[data-spot="${CSS.escape(place)}"]`) || named(`[data-spot="${CSS.escape(`${table}:${id}`)}"]`)
      || named(`[data-answer="${CSS.escape(id || place)}"]`) || named(`[data-set="${CSS.escape(place)}"]`)
      || named(`[data-section="${CSS.escape(table)}"] h2`);
    if (!target) return;
    v2aPlan.tab("sheet");
    for (let around = target.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    if (!target.matches("a, button, input, select, textarea, [tabindex]")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    target.scrollIntoView({ block: target.matches("h2") ? "start" : "center", behavior: still ? "auto" : "smooth" });
  }

  function tab(name) {
    $("#plan-work").dataset.tab = name;
    all("#plan-tabs button").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.tab === name)));
  }

  function fillOptions(select) {
    const template = document.getElementById(select.dataset.options);
    if (!template || select.options.length > 1) return;
    select.append(template.content.cloneNode(true));
  }

  /* -- wiring: on the view itself, so that it holds for everything that is drawn later -- */
  function begin() {
    const view = $("#view-plan");
    tab("chat");
    v2aPlan.chat.begin();
    v2aPlan.start.begin();
    v2aPlan.wording.begin();
    view.addEventListener("click", (event) => {
      const hit = (selector) => event.target.closest(selector);
      const link = hit("a[data-jump]"), button = hit("button");
      if (link) { event.preventDefault(); jump(link.dataset.jump); }
      else if (button?.dataset.do && button.type === "button") press(button);
      else if (button?.dataset.tab) tab(button.dataset.tab);
      else if (button?.dataset.copy) copy(button);
    });
    view.addEventListener("submit", (event) => {
      if (event.target.dataset.do) { event.preventDefault(); submit(event.target); }
    });
    view.addEventListener("input", ({ target }) => {
      if (was.has(target) && !since.has(target)) since.set(target, plan.version);
    });
    view.addEventListener("change", (event) => {
      if (event.target.dataset.import) bring(event.target);
      else if (event.target.closest("#plan-sheet") && !byKeys.has(event.target)) save(event.target);
    });
    // With the arrow keys a closed choice changes at every step: it is taken when it is left, or with Enter.
    view.addEventListener("keydown", (event) => {
      if (!event.target.matches("#plan-sheet select")) return;
      if (event.key === "Enter") { byKeys.delete(event.target); save(event.target); } else if (event.key !== "Tab") byKeys.add(event.target);
    });
    view.addEventListener("pointerdown", (event) => byKeys.delete(event.target));
    // What could not be saved is tried again each time that its field is left.
    view.addEventListener("focusout", ({ target }) => {
      if (byKeys.delete(target) || (target.hasAttribute("aria-invalid") && troubles.has(signature(target)))) save(target);
    });
    view.addEventListener("focusin", (event) => { if (event.target.dataset.options) fillOptions(event.target); });
    window.addEventListener("pagehide", flush);
    document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });
    window.addEventListener("focus", refresh);
  }

  return { begin, show, act, send, call, sendFile, take, tab, jump, mine, forget, remember, confirm, ask, moment, current: () => plan };
})();
