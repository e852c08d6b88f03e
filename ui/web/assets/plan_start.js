/* Where plans begin: by questions, from a few sentences, from a file, or out of an answer on the Ask page. */
"use strict";
v2aPlan.start = (() => {
  const $ = (selector, within = document) => within.querySelector(selector);
  let told = "";

  function begin() {
    $("#start-new").addEventListener("submit", (event) => {
      event.preventDefault();
      make(event.target, { title: $("#start-title").value });
    });
    $("#start-scenario").addEventListener("submit", (event) => { event.preventDefault(); draft(event.target); });
    $("#start-pick").addEventListener("change", openFile);
    $("#start-list").addEventListener("click", (event) => {
      const button = event.target.closest("button[data-forget]");
      if (button) leaveOut(button);
    });
    document.addEventListener("click", (event) => {
      const button = event.target.closest?.("button.add-to-plan");
      if (button) openAdd(button);
    });
    $("#add-form").addEventListener("submit", (event) => { event.preventDefault(); addToPlan(event.target); });
    $("#add-cancel").addEventListener("click", () => $("#add-dialog").close());
  }

  function show() {
    const plans = v2aPlan.mine();
    $("#start-mine").hidden = !plans.length;
    $("#start-list").replaceChildren(...plans.map(row));
    problem(told);
    told = "";
  }

  function row(plan) {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: `#plan/${plan.id}` });
    link.textContent = plan.title || "Action plan without a name";
    const when = Object.assign(document.createElement("span"), { className: "note" });
    when.textContent = `changed ${v2aPlan.moment(plan.changed)}`;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "linkish" });
    button.textContent = "Leave out of this list";
    button.setAttribute("aria-label", `Leave ${link.textContent} out of this list`);
    button.dataset.forget = plan.id;
    item.append(link, when, button);
    return item;
  }

  async function leaveOut(button) {
    const words = "Leave this plan out of the list? It is not deleted, but only its address opens it again.";
    if (!(await v2aPlan.confirm(words))) return;
    v2aPlan.forget(button.dataset.forget);
    show();
    $("#start-title").focus();
  }

  function tell(words) { told = words || ""; }

  function problem(words) {
    const box = $("#start-problem");
    box.textContent = words || "";
    box.hidden = !words;
  }

  async function make(form, request) {
    const button = $("button:not([type=button])", form);
    problem("");
    button.disabled = true;
    button.setAttribute("aria-busy", "true");
    const data = await v2aPlan.call("plans", request);
    button.disabled = false;
    button.removeAttribute("aria-busy");
    if (data.id) { form.reset(); $("#start-asks").replaceChildren(); enter(data); } else problem(data.problem || "That did not work. Try again.");
    return data;
  }

  function enter(data) {
    v2aPlan.remember(data);
    if (data.message) v2aPlan.chat.note(data.id, data.message);
    if (data.word) v2aPlan.wording.add(data.id, data.word);
    location.hash = `#plan/${data.id}`;
  }

  async function draft(form) {
    const answers = [...form.querySelectorAll("#start-asks textarea")].map((field) => field.value.trim()).filter(Boolean);
    const data = await make(form, { title: "", scenario: $("#start-text").value, answers });
    if (data.questions?.length) askFirst(data.questions, answers);
  }

  /* What a draft has to know first; the answers go along with the text. */
  function askFirst(questions, answers) {
    const text = $("#start-text");
    if (answers.length) text.value = [text.value.trim(), ...answers].join("\n");
    $("#start-asks").replaceChildren(...questions.flatMap(({ text: words }, number) => {
      const label = Object.assign(document.createElement("label"), { htmlFor: `start-ask-${number}`, textContent: words });
      const field = Object.assign(document.createElement("textarea"), { id: `start-ask-${number}`, rows: 2, maxLength: 1000 });
      return [label, field];
    }));
    $("#start-asks textarea").focus();
  }

  async function openFile(event) {
    const file = event.target.files[0];
    if (!file) return;
    problem("");
    const data = await v2aPlan.sendFile("plans/import", file);
    event.target.value = "";
    if (data.id) enter(data); else problem(data.problem);
  }

  /* -- out of an answer -- */
  let opener = null;

  function openAdd(button) {
    opener = button;
    const units = JSON.parse(button.dataset.units);
    $("#add-units").replaceChildren(...units.map(({ id, name }) => {
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", value: id, checked: true });
      label.append(box, ` ${name}`);
      return label;
    }));
    const options = v2aPlan.mine().map(({ id, title }) => new Option(title || "Action plan without a name", id));
    $("#add-plan").replaceChildren(...options, new Option("A new plan", ""));
    $("#add-plan").selectedIndex = 0;
    $("#add-reason").value = "";
    addProblem("");
    $("#add-dialog").showModal();
  }

  function addProblem(words) {
    $("#add-problem").textContent = words || "";
    $("#add-problem").hidden = !words;
  }

  async function addToPlan(form) {
    const units = [...form.querySelectorAll("#add-units input:checked")].map((box) => box.value);
    if (!units.length) { addProblem("Choose at least one."); return; }
    const submit = $("button:not([type=button])", form);
    submit.disabled = true;
    let id = $("#add-plan").value;
    let data = id ? { id } : await v2aPlan.call("plans", { title: "" });
    if (data.id && !id) {
      id = data.id;
      v2aPlan.remember(data);
      $("#add-plan").add(new Option("The new plan", id), 0); // should the next step fail, it is used again
      $("#add-plan").selectedIndex = 0;
    }
    if (data.id) data = await v2aPlan.call(`plans/${id}/do`, { do: "choose", units, reason: $("#add-reason").value });
    submit.disabled = false;
    if (!data.version) { addProblem(data.problem || "That did not work. Try again."); return; }
    v2aPlan.remember(data);
    $("#add-dialog").close();
    added(data);
  }

  function added(data) {
    const said = Object.assign(document.createElement("p"), { className: "said" });
    const link = Object.assign(document.createElement("a"), { href: `#plan/${data.id}`, textContent: "Open the plan" });
    said.append(`${data.message} `, link);
    const actions = opener.closest(".actions");
    actions?.querySelector(".said")?.remove();
    actions?.append(said);
    v2a.say(data.message);
    link.focus();
  }

  return { begin, show, tell };
})();
