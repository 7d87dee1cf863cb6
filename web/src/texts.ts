// What an element's data- attributes say, in the page's language.

/** The page's language. Figures are written 0 to 9 in every one, as the server writes them. */
export const language = (): string => `${document.documentElement.lang || "en"}-u-nu-latn`;

/** Puts values into a text: `{n}`. */
export const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));

/** The form of a text that a number asks for: `{"one": …, "other": …}` by Intl.PluralRules, or a text for all. */
export function counted(text: string, n: number, lang = language()): string {
  const forms = text.startsWith("{\"") ? parsed<Record<string, string>>(text, {}) : { other: text };
  const form = forms[new Intl.PluralRules(lang).select(n)] ?? forms["other"] ?? "{n}";
  return filled(form, { n: number(n, lang) });
}

export const number = (n: number, lang = language()): string => new Intl.NumberFormat(lang).format(n);

/** JSON from the page, or what stands in for it where it is none. */
export function parsed<T>(json: string | null | undefined, otherwise: T): T {
  if (!json) return otherwise;
  try {
    return JSON.parse(json) as T;
  } catch (error) {
    if (error instanceof SyntaxError) return otherwise;
    throw error;
  }
}

/** A day as people write it: `2024-05-01`, `2024-05` or `2024`; what is none is given back as it is. */
export function day(value: string, lang = language(), short = false): string {
  const match = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?/.exec(value);
  if (!match) return value;
  const [, year, month, date] = match;
  const at = new Date(Date.UTC(Number(year), Number(month ?? 1) - 1, Number(date ?? 1)));
  const month_ = short ? "short" : "long";
  const options: Intl.DateTimeFormatOptions = { timeZone: "UTC", year: "numeric", ...(month && { month: month_ }), ...(date && { day: "numeric" }) };
  return new Intl.DateTimeFormat(lang, options).format(at);
}

export function element<K extends keyof HTMLElementTagNameMap>(
  name: K, className = "", text = "",
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export const send = (name: string, detail?: unknown): boolean =>
  document.dispatchEvent(new CustomEvent(`bellwire:${name}`, { detail }));

export function hear<T>(name: string, act: (detail: T) => void): void {
  document.addEventListener(`bellwire:${name}`, (event) => act((event as CustomEvent<T>).detail));
}
