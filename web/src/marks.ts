// The text of a page and the records read from it: each mark leads to its card, each card to its marks.

import { span } from "./chosen";

const lists = (element: Element, name: string): string[] => (element.getAttribute(name) ?? "").split(" ").filter(Boolean);

class Page {
  private chosen = "";

  constructor(private readonly home: HTMLElement) {
    this.layers();
    home.addEventListener("click", (event) => this.clicked(event));
    for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]] as const) {
      home.addEventListener(on, (event) => this.light(event, true));
      home.addEventListener(off, (event) => this.light(event, false));
    }
    addEventListener("hashchange", () => this.go(hashed(), true));
    for (const button of document.querySelectorAll<HTMLElement>("[data-record] [data-show]")) button.hidden = false;
    if (hashed()) this.go(hashed(), true);
  }

  private marks(record: string): HTMLElement[] {
    return record ? [...this.home.querySelectorAll<HTMLElement>(`[data-records~="${CSS.escape(record)}"]`)] : [];
  }

  private card(record: string): HTMLElement | null {
    return document.querySelector<HTMLElement>(`[data-record="${CSS.escape(record)}"]`);
  }

  /** Boxes show and hide what is of a layer. */
  private layers(): void {
    for (const box of document.querySelectorAll<HTMLInputElement>("input[type=checkbox][data-layer]")) {
      const set = (): void => void this.home.classList.toggle(`off-${box.dataset["layer"]}`, !box.checked);
      box.addEventListener("change", set);
      set();
    }
    for (const box of document.querySelectorAll<HTMLInputElement>("input[type=checkbox][data-toggle]"))
      box.addEventListener("change", () => this.home.classList.toggle(`hide-${box.dataset["toggle"]}`, box.checked));
  }

  /** The records of a mark whose layers are shown. */
  private shown(mark: Element): string[] {
    return lists(mark, "data-records").filter((record) => {
      const card = this.card(record);
      return !card || card.getClientRects().length > 0 || record === this.chosen;
    });
  }

  private clicked(event: MouseEvent): void {
    const target = event.target as Element;
    const card = target.closest("[data-record]");
    if (card && target.closest("[data-show]")) return this.go(card.getAttribute("data-record")!, true);
    const mark = target.closest("[data-records]");
    if (!mark || target.closest("a") || String(getSelection())) return;
    const records = this.shown(mark);
    const next = records[(records.indexOf(this.chosen) + 1) % records.length];
    if (next) this.go(next, false);
  }

  /** Chooses a record: its marks are shown, its card is opened. */
  private go(record: string, scroll: boolean): void {
    const marks = this.marks(record), card = this.card(record);
    if (!marks.length && !card) return;
    for (const old of document.querySelectorAll(".chosen")) old.classList.remove("chosen");
    this.chosen = record;
    history.replaceState(history.state, "", `#${record}`);
    for (const mark of marks) {
      mark.classList.add("chosen");
      mark.closest("details")?.setAttribute("open", "");
      flash(mark);
    }
    card?.classList.add("chosen");
    card?.scrollIntoView({ block: "nearest" });
    if (scroll) marks[0]?.scrollIntoView({ block: "center" });
    card?.focus({ preventScroll: true });
  }

  private light(event: Event, on: boolean): void {
    const target = event.target as Element;
    const card = target.closest("[data-record]"), mark = target.closest("[data-records]");
    const records = card ? [card.getAttribute("data-record")!] : mark ? lists(mark, "data-records") : [];
    for (const record of records) {
      for (const each of this.marks(record)) if (card) each.classList.toggle("lit", on);
      if (!card) this.card(record)?.classList.toggle("lit", on);
    }
  }
}

const hashed = (): string => {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return ""; // a hash that somebody typed
  }
};

function flash(element: HTMLElement): void {
  element.classList.remove("flash");
  void element.offsetWidth; // so that the same mark flashes again
  element.classList.add("flash");
}

for (const home of document.querySelectorAll<HTMLElement>("[data-page]")) {
  new Page(home);
  span(home);
}
