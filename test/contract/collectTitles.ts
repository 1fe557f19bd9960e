// Prints the titles of all contract tests, without running any.

import { readdirSync } from 'node:fs';
import { registerHooks } from 'node:module';

const titles: string[] = [];

/** Takes the place of `node:test`: a group is looked into, a test is not run. */
const collector = {
  describe: (title: string, ...rest: readonly unknown[]): void => {
    titles.push(title);
    const body = rest.at(-1);
    if (typeof body === 'function') body();
  },
  test: (title: string): void => void titles.push(title),
  hook: (): void => {},
  mock: {},
};
Object.assign(globalThis, { itsmTickets: collector });
const source = `export const { describe, describe: suite, test, test: it, hook: before, hook: after, hook: beforeEach, hook: afterEach, mock } = globalThis.itsmTickets;`;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'node:test'
      ? { url: `data:text/javascript,${encodeURIComponent(source)}`, shortCircuit: true }
      : next(specifier, context),
});

const folder = new URL('.', import.meta.url);
for (const file of readdirSync(folder)) {
  if (file.endsWith('.test.ts')) await import(new URL(file, folder).href);
}
process.stdout.write(JSON.stringify(titles));
