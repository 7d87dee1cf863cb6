// What a mark on the map says when it is opened: one incident, or a list of those at one place.

import type { Columns } from "./source";
import { counted, day, element, filled, number, parsed } from "./texts";

const MOST = 50;

/** The words of an element's data-text- attributes, with English standing in. */
export function words(home: HTMLElement): (name: string) => string {
  const english: Record<string, string> = {
    search: "Search this area", box: "Choose an area", in: "Zoom in", out: "Zoom out", close: "Close", all: "Show all",
    incidents: '{"one": "{n} incident", "other": "{n} incidents"}', more: '{"other": "and {n} more"}',
    killed: "{n} killed", disagree: "sources disagree", imprecise: "place not exact",
    failed: "The map's points could not be loaded.",
  };
  return (name) => home.getAttribute(`data-text-${name}`) || english[name] || name;
}

/** "8–12", "12", "up to 12" as the record has it; "" without a figure. */
export function range(low: number | null, high: number | null): string {
  if (high === null) return low === null ? "" : `≥ ${number(low)}`;
  if (low === null) return `≤ ${number(high)}`;
  return low === high ? number(high) : `${number(low)}–${number(high)}`;
}

/** The address of an incident: that of its link in the list, else by the map's pattern. */
export function addressOf(home: HTMLElement, id: string): string {
  const row = document.querySelector<HTMLAnchorElement>(`[data-id="${CSS.escape(id)}"] a[href]`);
  if (row) return row.getAttribute("href")!;
  return filled(home.dataset["incident"] || "/incidents/{id}", { id: encodeURIComponent(id) });
}

/** The content for some rows of the columns. All text is set as text. */
export function content(home: HTMLElement, columns: Columns, rows: readonly number[]): HTMLElement {
  const say = words(home);
  const box = element("div", "map-pop");
  box.dir = document.documentElement.dir || "ltr";
  if (rows.length > 1) box.append(element("p", "map-pop-count", counted(say("incidents"), rows.length)));
  const list = element("ul");
  for (const row of rows.slice(0, MOST)) list.append(item(home, columns, row, say));
  box.append(list);
  if (rows.length > MOST) box.append(element("p", "muted", counted(say("more"), rows.length - MOST)));
  return box;
}

function item(home: HTMLElement, columns: Columns, row: number, say: (name: string) => string): HTMLElement {
  const types = parsed<Record<string, string>>(home.dataset["types"], {});
  const id = columns.id[row]!, type = columns.type[row]!;
  const line = element("li");
  line.dataset["pop"] = id;
  const link = element("a");
  link.href = addressOf(home, id);
  link.append(element("span", `dot type-${/^[A-Z]+$/.test(type) ? type.toLowerCase() : "none"}`), isolated(columns.title[row] || types[type] || type));
  line.append(link);
  const facts = [
    isolated(day(columns.day[row] ?? "")),
    killed(columns, row, say),
    columns.disagree[row] ? element("strong", "", say("disagree")) : null,
    (columns.prec[row] ?? 0) >= 3 ? element("span", "", say("imprecise")) : null,
  ].filter((fact): fact is HTMLElement => fact !== null && fact.textContent !== "");
  const under = element("div", "map-pop-facts");
  facts.forEach((fact, i) => under.append(...(i ? [" · ", fact] : [fact])));
  line.append(under);
  return line;
}

function killed(columns: Columns, row: number, say: (name: string) => string): HTMLElement | null {
  const figure = range(columns.low[row] ?? null, columns.killed[row] ?? null);
  if (!figure) return null;
  const [before = "", after = ""] = say("killed").split("{n}");
  const out = element("span");
  out.append(before, isolated(figure, "ltr"), after);
  return out;
}

function isolated(text: string, dir = "auto"): HTMLElement {
  const out = element("bdi", "", text);
  out.dir = dir;
  return out;
}
