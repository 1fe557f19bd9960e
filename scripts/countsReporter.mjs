// A reporter for node:test that says in one line of JSON how many tests passed and failed.

/** @param {AsyncIterable<{ type: string, data: any }>} events */
export default async function* countsReporter(events) {
  let passed = 0;
  let failed = 0;
  for await (const { type, data } of events) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details?.type === 'suite' || data.skip !== undefined || data.todo !== undefined) continue;
    // A file that could not be loaded fails under its own name; a file that ran is not a test itself.
    if (type === 'test:pass') passed += 1;
    else failed += 1;
  }
  yield JSON.stringify({ passed, failed });
}
