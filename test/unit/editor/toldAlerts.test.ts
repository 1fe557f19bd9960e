import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { Alert } from '../../../src/application/alerts.ts';
import { ToldAlerts } from '../../../src/editor/toldAlerts.ts';
import { RecordingLog } from '../../fakes/recordingLog.ts';
import { inStatus, makeTicket, stepForMe } from '../../fakes/samples.ts';

const week = 7 * 24 * 60 * 60_000;

function stepAlert(key: string, stepId = 'a'): Alert {
  const step = stepForMe(stepId);
  const ticket = makeTicket(key, { steps: [step] });
  return { kind: 'stepWaitsForMe', ref: ticket.ref, ticket, step };
}

/** Two windows that share one folder; the clock stands at 1000. */
async function open(context: TestContext) {
  context.mock.timers.enable({ apis: ['Date'], now: 1_000 });
  const folder = await mkdtemp(join(tmpdir(), 'itsm-told-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'new', 'told.json');
  const log = new RecordingLog();
  return { path, log, one: new ToldAlerts(path, log), other: new ToldAlerts(path, log) };
}

function messageAlert(unreadMessages: number): Alert {
  const ticket = makeTicket('REQ1', { unreadMessages });
  return { kind: 'messageReceived', ref: ticket.ref, ticket, count: 1 };
}

describe('what was told in one window', () => {
  it('is not told in another that saw the ticket without it before', async (context) => {
    const { one, other } = await open(context);
    const alert = stepAlert('REQ1');
    assert.deepEqual(await one.take([{ alert, since: 500, seenAt: 600 }]), [alert]);
    assert.deepEqual(await other.take([{ alert, since: 400, seenAt: 550 }]), []);
    assert.deepEqual(await other.take([{ alert, since: 599, seenAt: 900 }]), []);
  });

  it('is told again when it happens again, and does not stand for anything else', async (context) => {
    const { one, other } = await open(context);
    await one.take([{ alert: stepAlert('REQ1'), since: 500, seenAt: 600 }]);
    const others = [stepAlert('REQ1', 'b'), stepAlert('REQ2')];
    assert.deepEqual(await other.take(others.map((alert) => ({ alert, since: 500, seenAt: 600 }))), others);
    // However late the first was told: what counts is when it was seen.
    const again = stepAlert('REQ1');
    assert.deepEqual(await other.take([{ alert: again, since: 600, seenAt: 700 }]), [again]);
  });

  it('stands for the messages before it, but not for those after it, nor for those after they were read', async (context) => {
    const { one, other } = await open(context);
    const [first, second, third] = [messageAlert(1), messageAlert(2), messageAlert(3)];
    assert.deepEqual(await one.take([{ alert: second, since: 500, seenAt: 600 }]), [second]);
    assert.deepEqual(await other.take([{ alert: first, since: 450, seenAt: 550 }]), []);
    assert.deepEqual(await other.take([{ alert: third, since: 550, seenAt: 650 }]), [third]);
    assert.deepEqual(await other.take([{ alert: first, since: 500, seenAt: 700 }]), [first]);
  });

  it('is one alert also where the windows saw the ticket in another status', async (context) => {
    const { one, other } = await open(context);
    const [alert, later] = [messageAlert(1), { ...messageAlert(1), ticket: inStatus(messageAlert(1).ticket, 'B') }];
    await one.take([{ alert, since: 500, seenAt: 600 }]);
    assert.deepEqual(await other.take([{ alert: later, since: 550, seenAt: 650 }]), []);
  });

  it('is remembered for a week', async (context) => {
    const { path, one } = await open(context);
    await one.take([{ alert: stepAlert('REQ1'), since: 500, seenAt: 1_000 }]);
    context.mock.timers.setTime(1_000 + week);
    await one.take([{ alert: stepAlert('REQ2'), since: 500, seenAt: 1_000 + week }]);
    const text = await readFile(path, 'utf8');
    assert.ok(text.includes('REQ2') && !text.includes('REQ1'), text);
  });

  it('does not count once the clock that was ahead is right again', async (context) => {
    const { one, other } = await open(context);
    const alert = stepAlert('REQ1');
    context.mock.timers.setTime(1_000 + week);
    await one.take([{ alert, since: week, seenAt: 1_000 + week }]);
    context.mock.timers.setTime(1_000);
    assert.deepEqual(await other.take([{ alert, since: 500, seenAt: 900 }]), [alert]);
    assert.deepEqual(await one.take([{ alert, since: 600, seenAt: 950 }]), [], 'and what is told then does');
  });

  it('is told rather twice than never when the file is broken or cannot be written', async (context) => {
    const { path, log, one } = await open(context);
    const alert = stepAlert('REQ1');
    for (const broken of ['', '{', 'null', '3', '[1]', '{"x":"y"}']) {
      await one.take([]);
      await writeFile(path, broken);
      assert.deepEqual(await one.take([{ alert, since: 500, seenAt: 600 }]), [alert], broken);
    }
    assert.deepEqual(log.lines, []);
    const unwritable = new ToldAlerts(join(path, 'below a file'), log);
    assert.deepEqual(await unwritable.take([{ alert, since: 500, seenAt: 600 }]), [alert]);
    assert.equal(log.lines.length, 1);
  });
});
