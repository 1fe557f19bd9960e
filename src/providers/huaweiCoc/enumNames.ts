import type { FieldOption } from '../../domain/field.ts';
import type { CocEnumEntry } from './schema.ts';

/** Of an entry that names a person: `reference__base_config.User`. */
const userMatch = /(?:^|\.)User$/iu;

/** Properties that hold people: entries of incidents do not tell what they name. */
const personProperties = new Set([
  'creator',
  'operator',
  'assignee',
  'participator',
  'issue_contact_person',
  'incident_assignee',
  'admin',
]);

/** Names in place of codes, as one answer gives them, in one language. */
export class EnumNames {
  readonly #entries: readonly CocEnumEntry[];
  readonly #isChinese: boolean;

  /** @param language BCP 47 in lower case */
  constructor(entries: readonly CocEnumEntry[], language: string) {
    this.#entries = entries;
    this.#isChinese = language === 'zh' || language.startsWith('zh-');
  }

  /** In the language, else in the other one, else the code itself (contract §2.4). `''`: there is no value. */
  name(property: string, value: string): string {
    const entry = value === '' ? undefined : this.#find(property, value);
    return entry === undefined ? value : this.#nameOf(entry);
  }

  /** Of a person, who may be named under another property only. */
  person(property: string, id: string): string {
    if (id === '') return '';
    const entry = this.#find(property, id) ?? this.#entries.find((each) => each.value === id && isPerson(each));
    return entry === undefined ? id : this.#nameOf(entry);
  }

  /** What people are called when they sign in, or at least elsewhere; empty: not told. */
  userNames(id: string): readonly string[] {
    const found = this.#entries.filter((entry) => entry.value === id && isPerson(entry));
    return [
      ...new Set(found.flatMap(({ userName, zh, en }) => (userName === undefined ? [en, zh] : [userName]))),
    ].filter((name) => name !== '');
  }

  /** In both languages, as what a status means can only be told by its name. */
  bothNames(property: string, value: string): readonly string[] {
    const entry = this.#find(property, value);
    return entry === undefined ? [] : [entry.en, entry.zh].filter((name) => name !== '');
  }

  /** What this answer knows about the values of these properties. */
  options(...properties: readonly string[]): readonly FieldOption[] {
    const found = this.#entries.filter(({ property }) => properties.includes(property));
    return distinct(found.map((entry) => ({ key: entry.value, label: this.#nameOf(entry) })));
  }

  /** Everybody who is named here. */
  people(): readonly FieldOption[] {
    return distinct(this.#entries.filter(isPerson).map((entry) => ({ key: entry.value, label: this.#nameOf(entry) })));
  }

  #find(property: string, value: string): CocEnumEntry | undefined {
    return this.#entries.find((entry) => entry.property === property && entry.value === value);
  }

  #nameOf({ zh, en, userName, value }: CocEnumEntry): string {
    return (this.#isChinese ? zh || en : en || zh) || userName || value;
  }
}

function isPerson({ property, matchType, userName }: CocEnumEntry): boolean {
  if (matchType !== undefined) return userMatch.test(matchType);
  return userName !== undefined || personProperties.has(property);
}

function distinct(options: readonly FieldOption[]): readonly FieldOption[] {
  return [...new Map(options.map((option) => [option.key, option])).values()];
}
