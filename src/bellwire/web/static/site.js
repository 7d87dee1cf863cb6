// The filter of a published site: chosen types, days and area leave their marks on the map and their rows in the list.
const form = document.querySelector("#filter[data-filter-src]");
const MOST = 500;

const parts = ["id", "lat", "lon", "type", "prec", "killed", "low", "disagree", "title", "day"];

/** Whether a day lies in a period of days, months or years, ends included. */
function within(day, start, end) {
  if (!start && !end) return true;
  if (!day) return false;
  return (!start || day >= start) && (!end || day.slice(0, end.length) <= end);
}

/** Whether a point lies in a box, which may cross the date line. */
function inside(lat, lon, box) {
  if (!box) return true;
  const [west, south, east, north] = box;
  return lat >= south && lat <= north && (west <= east ? lon >= west && lon <= east : lon >= west || lon <= east);
}

function chosen(asked, all) {
  const types = new Set(asked.getAll("type"));
  const box = asked.get("box") ? String(asked.get("box")).split(",").map(Number) : null;
  const start = String(asked.get("start") ?? "").trim();
  const end = String(asked.get("end") ?? "").trim();
  return all.id.map((_, n) => n).filter((n) => (!types.size || types.has(all.type[n])) && within(all.day[n], start, end)
    && (!box || (all.lat[n] !== null && inside(all.lat[n], all.lon[n], box))));
}

function row(all, n) {
  const item = document.createElement("li");
  item.className = "incident";
  item.dataset.id = all.id[n];
  const link = Object.assign(document.createElement("a"), { className: "main", href: form.dataset.incident.replace("{id}", all.id[n]) });
  const title = Object.assign(document.createElement("span"), { className: "title" });
  const dot = Object.assign(document.createElement("span"), { className: `dot type-${all.type[n].toLowerCase()}` });
  dot.setAttribute("aria-hidden", "true");
  title.append(dot, Object.assign(document.createElement("bdi"), { textContent: all.title[n] }));
  const day = Object.assign(document.createElement("span"), { className: "day" });
  day.append(Object.assign(document.createElement("bdi"), { textContent: written(all.day[n]) }));
  link.append(title, day);
  item.append(link);
  return item;
}

/** A day as the page's language writes it, figures 0 to 9. */
function written(day) {
  const how = { dateStyle: "medium", timeZone: "UTC", numberingSystem: "latn" };
  return day ? new Intl.DateTimeFormat(document.documentElement.lang, how).format(new Date(day)) : "";
}

/** How many there are, in the form of the word that the number asks for. */
function counted(number) {
  const forms = JSON.parse(form.dataset.textCount);
  const kind = new Intl.PluralRules(document.documentElement.lang).select(number);
  return forms[kind].replace("{n}", String(number));
}

function list(all, shown) {
  const box = document.createElement("div");
  const line = (text, kind) => Object.assign(document.createElement("p"), { textContent: text, className: kind });
  box.append(line(counted(shown.length), "count-line"));
  if (!shown.length) box.append(line(form.dataset.textNone, "nothing"));
  const rows = Object.assign(document.createElement("ol"), { className: "rows" });
  rows.dataset.list = "";
  rows.append(...shown.slice(0, MOST).map((n) => row(all, n)));
  box.append(rows);
  if (shown.length > MOST) box.append(line(form.dataset.textMost.replace("{n}", String(MOST)), "muted"));
  return box;
}

function site() {
  const found = document.getElementById("found");
  const map = document.getElementById("map");
  const timeline = document.getElementById("timeline");
  const whole = [...found.childNodes];
  const loaded = fetch(form.dataset.filterSrc).then((answer) => answer.json());

  async function apply() {
    const all = await loaded;
    const asked = new FormData(form);
    const none = ![...asked.values()].some((value) => String(value).trim());
    const shown = chosen(asked, all);
    const located = shown.filter((n) => all.lat[n] !== null);
    const points = Object.fromEntries(parts.map((part) => [part, located.map((n) => all[part][n])]));
    map.dataset.points = JSON.stringify({ total: located.length, binned: false, points });
    timeline.dataset.start = String(asked.get("start") ?? "");
    timeline.dataset.end = String(asked.get("end") ?? "");
    found.replaceChildren(...(none ? whole : [list(all, shown)]));
    document.dispatchEvent(new CustomEvent("bellwire:refresh"));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void apply();
  });
  form.addEventListener("change", () => void apply());
  form.addEventListener("reset", () => {
    form.elements.namedItem("box").value = "";
    setTimeout(() => void apply());
  });
  form.hidden = false;
}

if (form) site();
