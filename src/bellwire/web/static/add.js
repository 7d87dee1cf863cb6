// Adding reports: files that are dropped, and a job's progress while it goes on. Without it both work by forms.

const drop = document.querySelector("[data-drop]");
if (drop) {
  const files = drop.querySelector("#files");
  drop.querySelector("[data-drop-hint]").hidden = false;
  const over = (on) => (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    drop.classList.toggle("over", on);
  };
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, over(true));
  drop.addEventListener("dragleave", over(false));
  drop.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer?.files.length) {
      files.files = event.dataTransfer.files;
      files.focus();
    }
  });
}

const job = document.querySelector("[data-job]");
if (job && job.dataset.over === "no") {
  const said = document.querySelector("[data-said]");
  const lines = new EventSource(`/add/jobs/${job.dataset.job}/events`);
  let asked = false, told = 0;

  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

  const load = async () => {
    const answer = await fetch(location.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok) return;
    const held = document.activeElement?.getAttribute?.("formaction") ?? document.activeElement?.textContent;
    const inside = job.contains(document.activeElement);
    job.innerHTML = await answer.text();
    if (inside) [...job.querySelectorAll("button")].find((b) => (b.getAttribute("formaction") ?? b.textContent) === held)?.focus();
  };

  const soon = () => {
    if (asked) return;
    asked = true;
    setTimeout(() => { asked = false; load(); }, 700);
  };

  lines.addEventListener("page", soon);
  lines.addEventListener("progress", (event) => {
    const now = JSON.parse(event.data);
    const bar = job.querySelector("progress");
    if (bar) { bar.max = now.total || 1; bar.value = now.done; }
    document.title = document.title.replace(/^\d+ % · /, () => `${Math.floor((100 * now.done) / (now.total || 1))} % · `);
    if (Date.now() - told > 5000) {
      told = Date.now();
      said.textContent = filled(job.dataset.wordsRead, now);
    }
    job.progress = now;
    soon();
  });
  lines.addEventListener("end", async () => {
    lines.close();
    await load();
    document.title = document.title.replace(/^\d+ % · /, "");
    if (job.progress) said.textContent = filled(job.dataset.wordsOver, job.progress);
  });
}
