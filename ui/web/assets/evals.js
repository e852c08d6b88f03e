/* What the Evals page does beyond plain forms: finds passages without loading the page, and counts those chosen.
   Without this script the same buttons load the page anew, with everything kept. */
(() => {
  const find = document.getElementById("find");
  const list = document.getElementById("passages");
  const chosen = document.getElementById("chosen");
  if (!find || !list || !chosen) return;
  const form = find.form;

  const count = (found = "") => {
    const number = list.querySelectorAll("input:checked").length;
    chosen.textContent = `${number} passage${number === 1 ? "" : "s"} chosen${found}`;
  };
  list.addEventListener("change", () => count());

  form.addEventListener("submit", async (event) => {
    if (event.submitter !== find) return;
    event.preventDefault();
    chosen.textContent = "Looking …";
    try {
      const reply = await fetch(find.formAction, {
        method: "POST",
        headers: { "X-Part": "passages" },
        body: new URLSearchParams(new FormData(form)),
      });
      if (!reply.ok) throw new Error(reply.status);
      list.innerHTML = await reply.text();
      count(`, ${list.querySelectorAll("input").length} to choose from`);
    } catch {
      // The plain way: the server answers with the page, or says what is wrong.
      find.formNoValidate = true;
      form.action = find.formAction;
      form.submit();
    }
  });
})();
