// Text that was typed and not sent is put back after a reload: `form[data-keep="NAME"]`.

const KEY = "bellwire:kept:";
type Kept = Record<string, string>;

/** The fields of a form that a reader writes into. */
export const written = (form: HTMLFormElement): (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[] =>
  [...form.elements].filter(
    (field): field is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement =>
      (field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement ||
        (field instanceof HTMLInputElement && !/^(hidden|password|file|submit|button|checkbox|radio)$/.test(field.type))) &&
      field.name !== "",
  );

function read(key: string): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "null") as Kept | null;
  } catch {
    return null; // what is no JSON was written by something else, and a browser may keep nothing at all
  }
}

function write(key: string, kept: Kept | null): void {
  try {
    if (kept) sessionStorage.setItem(key, JSON.stringify(kept));
    else sessionStorage.removeItem(key);
  } catch {
    // a full or forbidden store: the form works as it does without script
  }
}

const kept = new WeakSet<HTMLFormElement>();

export function keepForms(): void {
  const all = (): void => {
    for (const form of document.querySelectorAll<HTMLFormElement>("form[data-keep]")) {
      if (!kept.has(form)) keep(form);
      kept.add(form);
    }
  };
  all();
  document.addEventListener("htmx:afterSettle", all); // forms that came since
}

function keep(form: HTMLFormElement): void {
  const key = `${KEY}${location.pathname}:${form.dataset["keep"]}`;
  const fields = written(form);
  const before = read(key);
  const back = fields.filter((field) => before?.[field.name] !== undefined && before[field.name] !== field.value);
  for (const field of back) {
    field.value = before![field.name]!;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const note = form.querySelector<HTMLElement>("[data-kept]");
  if (note && back.length) note.hidden = false;
  form.addEventListener("input", () => write(key, Object.fromEntries(fields.map((field) => [field.name, field.value]))));
  form.addEventListener("submit", () => write(key, null));
  form.addEventListener("reset", () => write(key, null));
}
