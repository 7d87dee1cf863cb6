// Adding reports: files that are dropped, and a job's progress while it goes on. Without it both work by forms.

import { filled, parsed } from "./texts";

interface Progress { done: number; total: number; failed: number }

function dropping(drop: HTMLElement): void {
  const files = drop.querySelector<HTMLInputElement>("#files");
  const hint = drop.querySelector<HTMLElement>("[data-drop-hint]");
  if (hint) hint.hidden = false;
  const over = (event: DragEvent, on: boolean): void => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    drop.classList.toggle("over", on);
  };
  for (const name of ["dragenter", "dragover"] as const) drop.addEventListener(name, (event) => over(event, true));
  drop.addEventListener("dragleave", (event) => over(event, false));
  drop.addEventListener("drop", (event) => {
    over(event, false);
    if (!files || !event.dataTransfer?.files.length) return;
    files.files = event.dataTransfer.files;
    files.focus();
  });
}

/** What names a button, so that the same one is found after its page has come anew. */
const named = (element: Element | null): string | null => element?.getAttribute("formaction") ?? element?.textContent ?? null;

class Job {
  private readonly said = document.querySelector<HTMLElement>("[data-said]");
  private readonly lines: EventSource;
  private asked = false;
  private told = 0;
  private now: Progress | null = null;

  constructor(private readonly home: HTMLElement) {
    this.lines = new EventSource(`/add/jobs/${home.dataset["job"]}/events`);
    this.lines.addEventListener("page", () => this.soon());
    this.lines.addEventListener("progress", (event) => this.progress(event as MessageEvent<string>));
    this.lines.addEventListener("end", () => void this.over());
    addEventListener("pagehide", () => this.lines.close());
  }

  /** The server's own piece of the page, as htmx would put it in; it is the desk's, and escaped. */
  private async load(): Promise<void> {
    const answer = await fetch(location.href, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (!answer.ok) return;
    const inside = this.home.contains(document.activeElement);
    const held = named(document.activeElement);
    this.home.innerHTML = await answer.text();
    if (inside) [...this.home.querySelectorAll("button")].find((button) => named(button) === held)?.focus();
  }

  private soon(): void {
    if (this.asked) return;
    this.asked = true;
    setTimeout(() => {
      this.asked = false;
      void this.load();
    }, 700);
  }

  private progress(event: MessageEvent<string>): void {
    const now = parsed<Progress | null>(event.data, null);
    if (!now) return;
    this.now = now;
    const bar = this.home.querySelector("progress");
    if (bar) [bar.max, bar.value] = [now.total || 1, now.done];
    const share = Math.floor((100 * now.done) / (now.total || 1));
    document.title = document.title.replace(/^\d+ % · /, () => `${share} % · `);
    if (Date.now() - this.told > 5000) {
      this.told = Date.now();
      this.say(this.home.dataset["wordsRead"]);
    }
    this.soon();
  }

  private say(words: string | undefined): void {
    if (this.said && words && this.now) this.said.textContent = filled(words, { ...this.now });
  }

  private async over(): Promise<void> {
    this.lines.close();
    await this.load();
    document.title = document.title.replace(/^\d+ % · /, "");
    this.say(this.home.dataset["wordsOver"]);
  }
}

const drop = document.querySelector<HTMLElement>("[data-drop]");
if (drop) dropping(drop);
const job = document.querySelector<HTMLElement>("[data-job][data-over=no]");
if (job) new Job(job);
