import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';

test('from the command line it prints one line of JSON when it is ready and ends on a signal', async () => {
  const main = fileURLToPath(new URL('../../../src/sandbox/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--port', '0', '--token', 'T', '--app-secret', 'S'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  try {
    const lines: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      lines.push(line);
      const { origin, token, appSecret, samples, huawei } = JSON.parse(line) as Record<string, unknown>;
      assert.deepEqual([token, appSecret], ['T', 'S']);
      assert.ok(Array.isArray(samples) && samples.length >= 20);
      assert.equal((await fetch(`${String(origin)}/o/bk_itsm/`)).status, 200);
      const cloud = huawei as { osmUrl: string; token: string; samples: { issues: unknown[] } }; // the line's own shape
      const headers = { 'X-Auth-Token': cloud.token };
      const answer = await fetch(`${cloud.osmUrl}/v2/servicerequest/cases/count`, { headers });
      assert.equal(answer.status, 200);
      assert.ok(cloud.samples.issues.length >= 10);
      child.kill('SIGTERM');
    }
    assert.equal(lines.length, 1);
    assert.deepEqual(await exit, [0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});
