/** A value as Python prints it; `ErrorDetail(string='…', code='…')` is read as its string. */
export type PythonValue = string | number | boolean | null | readonly PythonValue[] | ReadonlyMap<string, PythonValue>;

/**
 * Reads the Python literal that `text` begins with.
 * @returns `undefined` when it begins with none
 */
export function parsePythonRepr(text: string): PythonValue | undefined {
  const reader = new Reader(text);
  try {
    return reader.readValue(0);
  } catch (error) {
    if (error instanceof NotPythonError) return undefined;
    throw error;
  }
}

class NotPythonError extends Error {
  override readonly name = 'NotPythonError';
}

/** What a server sends is not trusted to be shallow. */
const maxDepth = 20;

const simpleEscapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\u0007',
  '0': '\0',
  '\n': '',
};

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  readValue(depth: number): PythonValue {
    if (depth > maxDepth) throw new NotPythonError();
    this.#skipBlanks();
    const next = this.#text[this.#at];
    if (next === '[' || next === '(') return this.#readList(next === '[' ? ']' : ')', depth);
    if (next === '{') return this.#readDict(depth);
    const quoted = this.#match(/[uUrRbB]?(?=['"])/uy);
    if (quoted !== undefined) return this.#readString();
    const number = this.#match(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/iuy);
    if (number !== undefined) return Number(number);
    const name = this.#match(/[A-Za-z_]\w*/uy);
    if (name === 'None') return null;
    if (name === 'True' || name === 'False') return name === 'True';
    if (name !== undefined && this.#takes('(')) return this.#readCall(depth);
    throw new NotPythonError();
  }

  /** `ErrorDetail(string='…', code='…')`, `OrderedDict([...])`: the first argument stands for the whole. */
  #readCall(depth: number): PythonValue {
    let first: PythonValue | undefined;
    while (!this.#takes(')')) {
      this.#match(/\s*[A-Za-z_]\w*\s*=\s*/uy);
      const value = this.readValue(depth + 1);
      first ??= value;
      if (!this.#takes(',')) {
        this.#expect(')');
        break;
      }
    }
    return first ?? null;
  }

  #readList(end: string, depth: number): readonly PythonValue[] {
    this.#at += 1;
    const values: PythonValue[] = [];
    while (!this.#takes(end)) {
      values.push(this.readValue(depth + 1));
      if (!this.#takes(',')) {
        this.#expect(end);
        break;
      }
    }
    return values;
  }

  #readDict(depth: number): ReadonlyMap<string, PythonValue> {
    this.#at += 1;
    const entries = new Map<string, PythonValue>();
    while (!this.#takes('}')) {
      const key = this.readValue(depth + 1);
      this.#expect(':');
      entries.set(typeof key === 'object' ? '' : String(key), this.readValue(depth + 1));
      if (!this.#takes(',')) {
        this.#expect('}');
        break;
      }
    }
    return entries;
  }

  #readString(): string {
    const quote = this.#text[this.#at];
    this.#at += 1;
    let result = '';
    for (;;) {
      const character = this.#text[this.#at];
      if (character === undefined) throw new NotPythonError();
      this.#at += 1;
      if (character === quote) return result;
      result += character === '\\' ? this.#readEscape() : character;
    }
  }

  #readEscape(): string {
    const hex = this.#match(/x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}/uy);
    if (hex !== undefined) {
      const code = Number.parseInt(hex.slice(1), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    }
    const character = this.#text[this.#at];
    if (character === undefined) throw new NotPythonError();
    this.#at += 1;
    return simpleEscapes[character] ?? character;
  }

  /** Takes what a sticky expression matches here. */
  #match(expression: RegExp): string | undefined {
    expression.lastIndex = this.#at;
    const found = expression.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #takes(character: string): boolean {
    this.#skipBlanks();
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #expect(character: string): void {
    if (!this.#takes(character)) throw new NotPythonError();
  }

  #skipBlanks(): void {
    this.#match(/\s*/uy);
  }
}
