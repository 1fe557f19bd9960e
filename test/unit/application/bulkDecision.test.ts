import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import {
  BulkDecision,
  mayBeRetried,
  planDecision,
  remarkNeed,
  type PlannedDecision,
} from '../../../src/application/bulkDecision.ts';
import { StepService } from '../../../src/application/stepService.ts';
import { TicketStore } from '../../../src/application/ticketStore.ts';
import type { Approval } from '../../../src/domain/approval.ts';
import { TicketError, type TicketErrorCode } from '../../../src/domain/errors.ts';
import type { Step } from '../../../src/domain/step.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';
import { ListSystem, passTurn } from '../../fakes/listSystem.ts';
import { submitOperation } from '../../fakes/samples.ts';

const never = new AbortController().signal;

const approval: Approval = {
  approveName: 'Pass',
  rejectName: 'Refuse',
  approveRemark: 'optional',
  rejectRemark: 'required',
  remarkMaxLength: undefined,
};

function makeStep(changes: Partial<Step> = {}, ofApproval: Approval | undefined = approval): Step {
  return {
    id: 's',
    name: 'Approve it',
    status: { code: 'RUNNING', name: 'Running', category: 'active' },
    processors: ['me'],
    waitsForMe: true,
    operations: [
      {
        key: 'submit',
        kind: 'submit',
        name: 'Submit',
        scope: 'step',
        needs: { form: true, remark: 'none', remarkMaxLength: undefined, assignee: false },
        isIrreversible: false,
        approval: ofApproval,
      },
    ],
    fields: undefined,
    cannotSubmit: undefined,
    ...changes,
  };
}

function makeTicket(key: string, changes: Partial<Ticket> = {}): Ticket {
  return {
    ref: { connectionId: 'one', key },
    title: `Ticket ${key}`,
    status: { code: 'OPEN', name: 'Open', category: 'inProgress' },
    isEnded: false,
    url: undefined,
    creator: undefined,
    createdAt: undefined,
    updatedAt: undefined,
    steps: [makeStep()],
    operations: [],
    details: undefined,
    ...changes,
  };
}

async function open(context: TestContext, ...tickets: readonly Ticket[]) {
  context.mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  const system = new ListSystem();
  for (const ticket of tickets) system.tickets.set(ticket.ref.key, ticket);
  const store = new TicketStore();
  const steps = new StepService(system.connections, store);
  const bulk = new BulkDecision({ connections: system.connections, steps, store });
  const refs = tickets.map(({ ref }) => ref);
  const planned = (await bulk.plan(refs, never)).filter((one) => one.kind === 'ready');
  const progress: number[] = [];
  const send = (signal = never, remark = '') =>
    bulk.send(planned, 'approve', remark, signal, (known) => progress.push(known));
  return { system, store, steps, bulk, refs, planned, progress, send };
}

function ready(key: string, changes: Partial<Approval>) {
  const ticket = makeTicket(key, { steps: [makeStep({}, { ...approval, ...changes })] });
  return planDecision(ticket.ref, ticket).filter((one) => one.kind === 'ready');
}

function reasonOf(ticket: Ticket): string | undefined {
  const [planned] = planDecision(ticket.ref, ticket);
  return planned?.kind === 'blocked' && 'text' in planned.reason ? planned.reason.text : undefined;
}

describe('the plan of a bulk decision', () => {
  it('has an entry for each approval that waits for me', () => {
    const ticket = makeTicket('REQ1', {
      steps: [makeStep({ id: 'a' }), makeStep({ id: 'b', waitsForMe: false }), makeStep({ id: 'c' })],
    });
    const plan = planDecision(ticket.ref, ticket);
    assert.deepEqual(
      plan.map((one) => (one.kind === 'ready' ? one.step.id : one.kind)),
      ['a', 'c'],
    );
  });

  it('says why a ticket cannot be decided', () => {
    const none = { operations: [] };
    assert.match(reasonOf(makeTicket('1', { isEnded: true, steps: [] })) ?? '', /has ended/);
    const suspended = { code: 'SUSPENDED', name: 'Suspended', category: 'suspended' } as const;
    assert.match(
      reasonOf(makeTicket('2', { status: suspended, steps: [makeStep({ ...none, waitsForMe: false })] })) ?? '',
      /suspended/,
    );
    assert.match(
      reasonOf(makeTicket('3', { steps: [makeStep({ ...none, waitsForMe: false, processors: ['lisi'] })] })) ?? '',
      /does not wait for you, but for/,
    );
    assert.match(reasonOf(makeTicket('4', { steps: [makeStep(none)] })) ?? '', /more than an approval/);
    const toClaim = { code: 'RECEIVING', name: 'To claim', category: 'toClaim' } as const;
    assert.match(reasonOf(makeTicket('5', { steps: [makeStep({ ...none, status: toClaim })] })) ?? '', /claimed first/);
    const working = { code: 'QUEUEING', name: 'Queueing', category: 'working' } as const;
    assert.match(
      reasonOf(makeTicket('6', { steps: [makeStep({ ...none, waitsForMe: false, status: working })] })) ?? '',
      /still working/,
    );
    assert.match(reasonOf(makeTicket('7', { steps: [] })) ?? '', /None of its steps/);
  });

  it('reads every ticket and sends nothing; one that cannot be read does not stop the others', async (context) => {
    const { system, bulk } = await open(context, makeTicket('REQ1'));
    const refs = ['REQ1', 'REQ404'].map((key) => ({ connectionId: 'one', key }));
    const plan: readonly PlannedDecision[] = await bulk.plan(refs, never);
    assert.deepEqual(
      plan.map(({ kind }) => kind),
      ['ready', 'blocked'],
    );
    assert.deepEqual(system.decided, []);
  });

  it('wants a remark for every refusal, and for an approval where one of them does', () => {
    const plain = ready('REQ1', {});
    assert.deepEqual(remarkNeed(plain, 'approve'), { need: 'optional', maxLength: 200 });
    assert.deepEqual(remarkNeed(plain, 'reject'), { need: 'required', maxLength: 200 });
    const strict = ready('REQ2', { approveRemark: 'required', remarkMaxLength: 50 });
    assert.deepEqual(remarkNeed([...plain, ...strict], 'approve'), { need: 'required', maxLength: 50 });
    const mute = ready('REQ3', { approveRemark: 'none', rejectRemark: 'none' });
    assert.equal(remarkNeed(mute, 'approve').need, 'none');
    assert.equal(remarkNeed(mute, 'reject').need, 'required');
  });
});

describe('sending a bulk decision', () => {
  it('sends what was planned, with the remark where the step takes one', async (context) => {
    const silent = makeStep({ id: 't' }, { ...approval, approveRemark: 'none' });
    const { system, progress, send } = await open(context, makeTicket('REQ1'), makeTicket('REQ2', { steps: [silent] }));
    const outcomes = await send(never, 'fine');
    assert.deepEqual(system.decided, [
      { key: 'REQ1', stepId: 's', decision: 'approve', remark: 'fine' },
      { key: 'REQ2', stepId: 't', decision: 'approve', remark: '' },
    ]);
    assert.deepEqual(
      outcomes.map(({ kind }) => kind),
      ['done', 'done'],
    );
    assert.deepEqual(progress, [1, 2]);
  });

  it('tells what failed, and retries only what certainly was not carried out', async (context) => {
    const codes: readonly TicketErrorCode[] = ['conflict', 'outcomeUnknown', 'unexpectedResponse', 'unavailable'];
    const { system, send } = await open(context, ...codes.map((code) => makeTicket(code)));
    system.onDecision = ({ key }) => new TicketError(key as TicketErrorCode); // the keys above
    const outcomes = await send();
    assert.deepEqual(
      outcomes.map((outcome) => [outcome.kind, mayBeRetried(outcome)]),
      [
        ['failed', true],
        ['unknown', false],
        ['unknown', false],
        ['failed', true],
      ],
    );
    assert.equal(system.connections.state('one').kind, 'failing');
  });

  it('stops between two tickets: what was sent stays told, the rest was not sent', async (context) => {
    const { system, send } = await open(context, makeTicket('REQ1'), makeTicket('REQ2'));
    const stop = new AbortController();
    system.onDecision = () => {
      stop.abort();
      return undefined;
    };
    const outcomes = await send(stop.signal);
    assert.deepEqual(
      outcomes.map((outcome) => [outcome.kind, mayBeRetried(outcome)]),
      [
        ['done', false],
        ['notSent', true],
      ],
    );
    assert.equal(system.decided.length, 1);
  });

  it('does not know the outcome when the provider breaks its promise', async (context) => {
    const { system, send } = await open(context, makeTicket('REQ1'), makeTicket('REQ2'));
    system.onDecision = ({ key }) => {
      if (key === 'REQ2') throw new Error('broken');
      return undefined;
    };
    assert.deepEqual(
      (await send()).map(({ kind }) => kind),
      ['done', 'unknown'],
    );
  });

  it('does not send twice what is being sent', async (context) => {
    const { system, send } = await open(context, makeTicket('REQ1'));
    const [first, second] = await Promise.all([send(), send()]);
    assert.deepEqual([first[0]?.kind, second[0]?.kind, second[0]?.error?.code], ['done', 'failed', 'conflict']);
    assert.equal(system.decided.length, 1);
  });

  it('leaves a ticket alone that a form is being sent to, and keeps a form from one that is being decided', async (context) => {
    const { system, steps, refs, send } = await open(context, makeTicket('REQ1'), makeTicket('REQ2'));
    const [first, second] = refs;
    if (first === undefined || second === undefined) assert.fail();
    const form = steps.beginWrite(first);
    const letGo = system.holdDecisions();
    const sending = send();
    assert.equal(steps.beginWrite(second), undefined);
    await assert.rejects(steps.run(second, 's', submitOperation, {}, never), { code: 'conflict' });
    letGo();
    assert.deepEqual(
      (await sending).map(({ kind, error }) => [kind, error?.code]),
      [
        ['failed', 'conflict'],
        ['done', undefined],
      ],
    );
    assert.deepEqual(
      system.decided.map(({ key }) => key),
      ['REQ2'],
    );
    assert.equal(steps.isUnderWay(first), true);
    form?.dispose();
    assert.equal(steps.isUnderWay(second), false);
  });

  it('decides two steps of one ticket in one go, and gives the ticket back after both', async (context) => {
    const two = [makeStep({ id: 'a' }), makeStep({ id: 'b' })];
    const { system, steps, refs, send } = await open(context, makeTicket('REQ1', { steps: two }));
    const [ref] = refs;
    if (ref === undefined) assert.fail();
    const held: boolean[] = [];
    system.onDecision = () => {
      held.push(steps.isUnderWay(ref));
      return undefined;
    };
    assert.deepEqual(
      (await send()).map(({ kind }) => kind),
      ['done', 'done'],
    );
    assert.deepEqual(held, [true, true]);
    assert.equal(steps.isUnderWay(ref), false);
  });

  it('gives a ticket back as soon as its result is there, while others are on their way', async (context) => {
    const { system, steps, refs, send } = await open(context, makeTicket('REQ1'), makeTicket('REQ2'));
    const [first] = refs;
    if (first === undefined) assert.fail();
    const held: boolean[] = [];
    system.onDecision = () => {
      held.push(steps.isUnderWay(first));
      return undefined;
    };
    await send();
    assert.deepEqual(held, [true, false]);
  });

  it('gives tickets back that were not sent after all', async (context) => {
    const { system, steps, refs, send } = await open(context, makeTicket('REQ1'), makeTicket('REQ2'));
    const stop = new AbortController();
    system.onDecision = () => {
      stop.abort();
      return undefined;
    };
    await send(stop.signal);
    assert.ok(refs.every((ref) => !steps.isUnderWay(ref)));
  });

  it('is not cut off by a sign-in meanwhile', async (context) => {
    const { system, send } = await open(context, makeTicket('REQ1'));
    const letGo = system.holdDecisions();
    const sending = send();
    await passTurn();
    system.signInAgain();
    assert.equal(system.disposed, 0);
    letGo();
    assert.equal((await sending)[0]?.kind, 'done');
    assert.equal(system.disposed, 1);
  });

  it('is nothing to alert of, but what others did to a ticket that was refused is', async (context) => {
    const { system, store, refs, send } = await open(context, makeTicket('REQ1'), makeTicket('REQ2'));
    store.setWatched(refs);
    store.replace(
      refs.map((ref) => [ref, makeTicket(ref.key)] as const),
      'watch',
    );
    system.onDecision = ({ key }) => (key === 'REQ2' ? new TicketError('conflict') : undefined);
    await send();
    const told: string[] = [];
    store.onDidChange(({ origin, refs: changed }) => told.push(`${origin} ${changed.map(({ key }) => key).join()}`));
    store.replace(
      refs.map((ref) => [ref, makeTicket(ref.key, { isEnded: true, steps: [] })] as const),
      'watch',
    );
    assert.deepEqual(told, ['own REQ1', 'watch REQ2']);
  });

  it('sends nothing where a system cannot decide', async (context) => {
    const { system, bulk, planned } = await open(context, makeTicket('REQ1'));
    system.approvals = undefined;
    system.signInAgain();
    // Until it is certain that no further secret follows.
    context.mock.timers.tick(1000);
    const [outcome] = await bulk.send(planned, 'reject', 'no', never, () => {});
    assert.equal(outcome?.kind, 'failed');
    assert.equal(outcome.error?.code, 'rejected');
  });
});

describe('after a bulk decision', () => {
  it('the watched tickets are read until the system has moved on, as what the user did', async (context) => {
    const { system, store, bulk, send } = await open(context, makeTicket('REQ1'), makeTicket('REQ2'));
    store.setWatched([{ connectionId: 'one', key: 'REQ1' }]);
    const outcomes = await send();
    const working = makeStep({ status: { code: 'QUEUEING', name: 'Queueing', category: 'working' } });
    system.tickets.set('REQ1', makeTicket('REQ1', { steps: [working] }));
    system.reads.length = 0;
    const origins: string[] = [];
    store.onDidChange(({ origin }) => origins.push(origin));
    const settling = bulk.settle(outcomes, never);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    system.tickets.set('REQ1', makeTicket('REQ1', { isEnded: true, steps: [] }));
    context.mock.timers.tick(500);
    await settling;
    assert.deepEqual(system.reads, [['REQ1'], ['REQ1']]);
    assert.deepEqual(origins, ['own', 'own']);
    assert.equal(store.find({ connectionId: 'one', key: 'REQ1' })?.ticket?.isEnded, true);
  });

  it('what others did to a ticket that was refused is told like any change', async (context) => {
    const { system, store, bulk, send, refs } = await open(context, makeTicket('REQ1'), makeTicket('REQ2'));
    store.setWatched(refs);
    system.onDecision = ({ key }) => (key === 'REQ2' ? new TicketError('conflict') : undefined);
    const outcomes = await send();
    const told: string[] = [];
    store.onDidChange(({ origin, refs: changed }) => told.push(`${origin} ${changed.map(({ key }) => key).join()}`));
    await bulk.settle(outcomes, never);
    assert.deepEqual(told, ['own REQ1', 'watch REQ2']);
  });

  it('a failed look is no failure of the decision', async (context) => {
    const { store, bulk, system, send } = await open(context, makeTicket('REQ1'));
    store.setWatched([{ connectionId: 'one', key: 'REQ1' }]);
    const outcomes = await send();
    system.removeConnection();
    await bulk.settle(outcomes, never);
  });
});
