// The filter of a published site: chosen types, days and area leave their marks on the map and their rows in the list.

import type { Columns } from "./source";
import { counted, day as written, element, filled, language, send } from "./texts";

const MOST = 500; // rows of the list
const PARTS = ["id", "lat", "lon", "type", "prec", "killed", "low", "disagree", "title", "day"] as const;
/** As `Columns`, with the incidents that have no place. */
type All = Omit<Columns, "lat" | "lon"> & { lat: (number | null)[]; lon: (number | null)[] };
type Box = readonly [number, number, number, number];

/** Whether a day lies in a period of days, months or years, ends included. */
export function within(day: string | null, start: string, end: string): boolean {
  if (!start && !end) return true;
  if (!day) return false;
  return (!start || day >= start) && (!end || day.slice(0, end.length) <= end);
}

/** Whether a point lies in a box, which may cross the date line. */
export function inside(lat: number, lon: number, [west, south, east, north]: Box): boolean {
  return lat >= south && lat <= north && (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east);
}

const boxOf = (text: string): Box | null => {
  const numbers = text.split(",").map(Number);
  return numbers.length === 4 && numbers.every(Number.isFinite) ? (numbers as unknown as Box) : null;
};

class Site {
  private readonly found = document.getElementById("found")!;
  private readonly map = document.getElementById("map");
  private readonly timeline = document.getElementById("timeline");
  private readonly whole = [...this.found.childNodes];
  private readonly loaded: Promise<All>;

  constructor(private readonly form: HTMLFormElement) {
    this.loaded = fetch(form.dataset["filterSrc"]!).then((answer) => answer.json() as Promise<All>);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.apply();
    });
    form.addEventListener("change", () => void this.apply());
    form.addEventListener("reset", () => {
      const box = form.elements.namedItem("box");
      if (box instanceof HTMLInputElement) box.value = "";
      setTimeout(() => void this.apply());
    });
    form.hidden = false;
  }

  private async apply(): Promise<void> {
    const all = await this.loaded;
    const asked = new FormData(this.form);
    const value = (name: string): string => String(asked.get(name) ?? "").trim();
    const types = new Set(asked.getAll("type")), box = boxOf(value("box"));
    const shown = all.id.map((_, n) => n).filter((n) => {
      const lat = all.lat[n] ?? null, lon = all.lon[n] ?? null;
      return (!types.size || types.has(all.type[n]!)) && within(all.day[n] ?? null, value("start"), value("end"))
        && (!box || (lat !== null && lon !== null && inside(lat, lon, box)));
    });
    const located = shown.filter((n) => all.lat[n] !== null);
    const points = Object.fromEntries(PARTS.map((part) => [part, located.map((n) => all[part][n])]));
    if (this.map) this.map.dataset["points"] = JSON.stringify({ total: located.length, binned: false, points });
    if (this.timeline) [this.timeline.dataset["start"], this.timeline.dataset["end"]] = [value("start"), value("end")];
    const none = ![...asked.values()].some((one) => String(one).trim());
    this.found.replaceChildren(...(none ? this.whole : [this.list(all, shown)]));
    send("refresh");
  }

  private list(all: All, shown: number[]): HTMLElement {
    const box = element("div");
    box.append(element("p", "count-line", counted(this.form.dataset["textCount"] ?? "{n}", shown.length)));
    if (!shown.length) box.append(element("p", "nothing", this.form.dataset["textNone"]));
    const rows = element("ol", "rows");
    rows.dataset["list"] = "";
    rows.append(...shown.slice(0, MOST).map((n) => this.row(all, n)));
    box.append(rows);
    if (shown.length > MOST) box.append(element("p", "muted", filled(this.form.dataset["textMost"] ?? "", { n: MOST })));
    return box;
  }

  private row(all: All, n: number): HTMLElement {
    const item = element("li", "incident"), link = element("a", "main");
    item.dataset["id"] = all.id[n]!;
    link.href = filled(this.form.dataset["incident"] ?? "", { id: all.id[n]! });
    const dot = element("span", `dot type-${all.type[n]!.toLowerCase()}`);
    dot.setAttribute("aria-hidden", "true");
    const title = element("span", "title"), day = element("span", "day");
    title.append(dot, element("bdi", "", all.title[n]));
    day.append(element("bdi", "", written(all.day[n] ?? "", language(), true)));
    link.append(title, day);
    item.append(link);
    return item;
  }
}

const form = globalThis.document?.querySelector<HTMLFormElement>("form#filter[data-filter-src]");
if (form) new Site(form);
