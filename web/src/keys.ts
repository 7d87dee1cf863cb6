// Keys, and what small script every page needs: lists, help, kept forms, the slider of days.

import { day, hear, parsed, send } from "./texts";
import { keepForms } from "./kept-forms";

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
    && !(target instanceof HTMLInputElement && /^(checkbox|radio|button|submit)$/.test(target.type)));

const all = <T extends Element = HTMLElement>(selector: string, within: ParentNode = document): T[] => [
  ...within.querySelectorAll<T>(selector),
];
const visible = (element: HTMLElement): boolean => element.getClientRects().length > 0;

const items = (): HTMLElement[] => all("[data-list] > *").filter(visible);
const current = (): HTMLElement | null => document.querySelector('[data-list] > [aria-current="true"]');

/** Makes an item the current one, and puts the focus on it. */
function go(item: HTMLElement | undefined): void {
  if (!item) return;
  for (const other of all('[data-list] > [aria-current="true"]')) other.removeAttribute("aria-current");
  item.setAttribute("aria-current", "true");
  const first = item.querySelector<HTMLElement>("a[href]");
  const target = first ?? item;
  if (target === item && !item.hasAttribute("tabindex")) item.tabIndex = -1;
  target.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

/** The item so many steps on; before the first step the one that is in sight. */
function step(by: number): void {
  const list = items();
  const at = list.indexOf(current()!);
  if (at < 0) return go(list.find((item) => item.getBoundingClientRect().bottom > 0) ?? list[0]);
  go(list[Math.min(list.length - 1, Math.max(0, at + by))]);
}

/** Presses the button of a key: in the current item, else the only one of the page. */
function press(key: string): boolean {
  const own = current()?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`);
  const others = all(`[data-key="${CSS.escape(key)}"]`).filter(visible);
  const alone = others.filter((one) => !one.closest("[data-list]"));
  const button = own ?? alone[0] ?? (others.length === 1 ? others[0] : undefined);
  if (!button || button.matches(":disabled")) return false;
  button.click();
  return true;
}

const help = (): HTMLDialogElement | null => document.querySelector("dialog#help");

function onKey(event: KeyboardEvent): void {
  if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || typing(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const done = ((): boolean => {
    switch (event.key) {
      case "/": return focusSearch();
      case "?": return help()?.showModal() === undefined;
      case "j": return step(1) === undefined;
      case "k": return step(-1) === undefined;
      case "Enter": return open(event.target);
      default: return /^[a-z]$/.test(event.key) && press(event.key);
    }
  })();
  if (done) event.preventDefault();
}

function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>("[data-search]");
  field?.focus();
  field?.select();
  return field !== null;
}

/** Follows the first link of the current item, where the item itself has the focus. */
function open(target: EventTarget | null): boolean {
  const item = current();
  const link = item === target ? item?.querySelector<HTMLElement>("a[href]") : null;
  link?.click();
  return Boolean(link);
}

/** Rows and map marks of one incident are lit together. */
function hovering(): void {
  const over = (event: Event): void => {
    const row = (event.target as Element | null)?.closest?.<HTMLElement>("[data-list] [data-id]");
    if (row) send("hover", { id: row.dataset["id"] });
  };
  const out = (event: Event): void => {
    if ((event.target as Element | null)?.closest?.("[data-list] [data-id]")) send("hover", { id: null });
  };
  document.addEventListener("pointerover", over);
  document.addEventListener("focusin", over);
  document.addEventListener("pointerout", out);
  document.addEventListener("focusout", out);
  hear<{ id: string | null }>("hover", ({ id }) => {
    for (const row of all("[data-list] [data-id]")) row.classList.toggle("over", id !== null && row.dataset["id"] === id);
  });
}

/** What the map and the timeline choose goes into the filter's form. */
function filtering(): void {
  hear<Record<string, string>>("filter", (wanted) => {
    const form = document.querySelector<HTMLFormElement>("form#filter");
    if (!form) return;
    for (const [name, value] of Object.entries(wanted)) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = value;
    }
    form.requestSubmit();
  });
  // Fields that were left empty would only make the address long.
  document.querySelector("form#filter")?.addEventListener("formdata", (event) => {
    const { formData } = event as FormDataEvent;
    for (const [name, value] of [...formData.entries()]) if (value === "") formData.delete(name);
  });
}

/** The slider over the days on which the record changed. */
function slider(): void {
  for (const range of all<HTMLInputElement>("input[type=range][data-known-on]")) {
    const form = range.form;
    const days = parsed<string[]>(form?.querySelector("script[data-days]")?.textContent, []);
    const field = document.getElementById(range.dataset["knownOn"]!) as HTMLInputElement | null;
    const shown = form?.querySelector("[data-known-day]");
    if (!form || !field || days.length < 2) continue;
    const show = (): void => {
      const chosen = days[Number(range.value)] ?? "";
      if (shown) shown.textContent = day(chosen);
      range.setAttribute("aria-valuetext", day(chosen));
    };
    range.hidden = false;
    show();
    range.addEventListener("input", () => {
      field.value = days[Number(range.value)] ?? "";
      show();
    });
    range.addEventListener("change", () => form.requestSubmit());
  }
}

/** Boxes that tick others, and what follows from how many are ticked. */
function ticking(): void {
  const count = (form: HTMLFormElement | null, name: string): void => {
    // Boxes of the form may stand outside of it, by their form attribute.
    const ticked = all<HTMLInputElement>(`input[type=checkbox][name="${CSS.escape(name)}"]`).filter((b) => b.form === form);
    for (const told of all("[data-count]", form ?? document))
      told.textContent = String(ticked.filter((box) => box.checked).length);
  };
  for (const whole of all<HTMLInputElement>("input[type=checkbox][data-all]")) {
    const name = whole.dataset["all"]!;
    whole.addEventListener("change", () => {
      const boxes = [...(whole.form?.elements ?? [])].filter(
        (one): one is HTMLInputElement => one instanceof HTMLInputElement && one.type === "checkbox" && one.name === name,
      );
      for (const box of boxes) box.checked = whole.checked;
      count(whole.form, name);
    });
    document.addEventListener("change", (event) => {
      if (event.target instanceof HTMLInputElement && event.target.name === name) count(whole.form, name);
    });
    count(whole.form, name);
  }
}

function submitting(): void {
  for (const field of all<HTMLSelectElement | HTMLInputElement>("[data-submit]")) {
    field.addEventListener("change", () => field.form?.requestSubmit());
    for (const button of all("[data-noscript]", field.form ?? document)) button.hidden = true;
  }
}

function helping(): void {
  for (const button of all("[data-help]")) {
    button.hidden = false;
    button.addEventListener("click", () => help()?.showModal());
  }
}

/** What htmx sent and the server refused is said at the head of the page: without it a refusal looks like a save. */
function refusals(): void {
  document.addEventListener("htmx:beforeRequest", () => document.querySelector(".notice.refused")?.remove());
  document.addEventListener("htmx:responseError", (event) => {
    const { xhr } = (event as CustomEvent<{ xhr: XMLHttpRequest }>).detail;
    if (xhr.status === 409) return; // has a page of its own
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    const words = page.querySelector("main p")?.textContent?.trim() || String(xhr.status);
    const note = Object.assign(document.createElement("div"), { className: "notice refused", textContent: words });
    note.setAttribute("role", "alert");
    document.querySelector("main")?.before(note);
    note.scrollIntoView({ block: "nearest" });
  });
}

/** On a small screen what is folded begins closed. */
function folding(): void {
  if (!matchMedia("(max-width: 48rem)").matches) return;
  for (const fold of all<HTMLDetailsElement>("details[data-fold]")) fold.open = false;
}

/** Menus close when the reader goes elsewhere. */
function menus(): void {
  const close = (but: Element | null): void => {
    for (const menu of all<HTMLDetailsElement>("details.menu[open]")) if (!but || !menu.contains(but)) menu.open = false;
  };
  document.addEventListener("click", (event) => close(event.target as Element));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const within = document.activeElement?.closest<HTMLDetailsElement>("details.menu[open]");
    close(null);
    within?.querySelector<HTMLElement>("summary")?.focus();
  });
}

document.addEventListener("keydown", onKey);
hovering();
filtering();
slider();
ticking();
submitting();
helping();
menus();
folding();
refusals();
keepForms();
