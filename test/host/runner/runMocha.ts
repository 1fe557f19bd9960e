import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

/** One line of the report that the process outside of the editor reads. */
type ReportLine =
  | { readonly type: 'pass' | 'pending'; readonly title: string; readonly milliseconds: number }
  | { readonly type: 'fail'; readonly title: string; readonly error: string }
  | { readonly type: 'end'; readonly passed: number; readonly failed: number };

/**
 * Runs test files with Mocha inside the extension host.
 *
 * The results go to the file that `ITSM_HOST_REPORT` names: what is printed here only reaches the console of the window.
 * @throws when a test failed or none ran, which is how the editor is told
 */
export async function runMocha(files: readonly (() => Promise<unknown>)[]): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, reporter: Silent });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const load of files) await load();

  const failed = await new Promise<number>((resolve) => {
    const runner = mocha.run(resolve);
    runner.on('pass', (test) => report({ type: 'pass', title: test.fullTitle(), milliseconds: test.duration ?? 0 }));
    runner.on('pending', (test) => report({ type: 'pending', title: test.fullTitle(), milliseconds: 0 }));
    runner.on('fail', (test, error: Error) =>
      report({ type: 'fail', title: test.fullTitle(), error: error.stack ?? String(error) }),
    );
    runner.on('end', () =>
      report({ type: 'end', passed: runner.stats?.passes ?? 0, failed: runner.stats?.failures ?? 0 }),
    );
  });
  if (failed > 0) throw new Error(`${failed} tests failed`);
}

/** Mocha prints nothing; what happens is reported below. */
class Silent extends Mocha.reporters.Base {
  override epilogue(): void {}
}

function report(line: ReportLine): void {
  const file = process.env['ITSM_HOST_REPORT'];
  if (file === undefined) console.log(JSON.stringify(line));
  else appendFileSync(file, `${JSON.stringify(line)}\n`);
}
