import type { JsonObject } from '../httpMessages.ts';
import { parameterError } from './coc.ts';

/** The parameters of an action, each read by what it must be. Texts stand for booleans and numbers, too. */
export class ActionParams {
  readonly #params: JsonObject;

  /** @throws Refusal when they are no object */
  constructor(params: unknown) {
    if (params !== undefined && params !== null && (typeof params !== 'object' || Array.isArray(params))) {
      throw parameterError('params');
    }
    this.#params = (params ?? {}) as JsonObject; // just looked
  }

  /** '' where there is none. @throws Refusal */
  text(name: string, longest = 1000): string {
    const value = this.#params[name] ?? '';
    if (typeof value !== 'string' || value.length > longest) throw parameterError(name);
    return value;
  }

  /** @throws Refusal when it is empty */
  neededText(name: string, longest = 1000): string {
    const value = this.text(name, longest);
    if (value.trim() === '') throw parameterError(name);
    return value;
  }

  /** @throws Refusal when it is none */
  boolean(name: string): boolean {
    const value = String(this.#params[name]);
    if (value !== 'true' && value !== 'false') throw parameterError(name);
    return value === 'true';
  }

  /** Milliseconds since 1970. @throws Refusal when it is none */
  time(name: string): number {
    const value = Number(this.#params[name]);
    if (!Number.isInteger(value) || value < 1e12) throw parameterError(name);
    return value;
  }

  /** A text with commas, or a list. @throws Refusal */
  list(name: string): readonly string[] {
    const value = this.#params[name] ?? '';
    const list: unknown = typeof value === 'string' ? value.split(',') : value;
    if (!Array.isArray(list) || !list.every((one) => typeof one === 'string')) throw parameterError(name);
    return list.filter((one) => one !== '');
  }

  /** Empty where there is none. @throws Refusal */
  objects(name: string): readonly JsonObject[] {
    const value = this.#params[name] ?? [];
    if (!Array.isArray(value) || !value.every((one) => typeof one === 'object' && one !== null)) {
      throw parameterError(name);
    }
    return value as readonly JsonObject[]; // just looked
  }
}
