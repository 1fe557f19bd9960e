import '../../fakes/editor/useFakeEditor.ts';
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { Drafts } from '../../../src/application/drafts.ts';
import { TicketError } from '../../../src/domain/errors.ts';
import type { Field } from '../../../src/domain/field.ts';
import type { Operation } from '../../../src/domain/operation.ts';
import type { OperationForm } from '../../../src/domain/operationForms.ts';
import type { Ticket } from '../../../src/domain/ticket.ts';
import { RecordingLog } from '../../fakes/recordingLog.ts';
import { inStatus, makeTicket, stepForMe, submitOperation, textField } from '../../fakes/samples.ts';

// After the fake: see there.
const { fakeEditor } = await import('../../fakes/editor/editorModule.ts');
const { openPage, openReadyPage, ref, stepWith } = await import('../../fakes/editor/ticketPages.ts');

afterEach(() => fakeEditor.reset());

describe('the page of a ticket', () => {
  it('shows what the tree knows before the ticket was read, and locks its forms until then', async () => {
    const ticket = makeTicket('REQ1', { steps: [stepWith('a', '1')] });
    const { page, panel, provider, store, state, card, settle } = openPage(ticket);
    store.upsert({ ...ticket, steps: [stepForMe('a', { fields: undefined })] }, 'watch');
    panel.send({ kind: 'ready' });
    const answer = provider.holdAnswers();
    const opening = page.open();
    await settle();
    assert.equal(state().ticket.title, ticket.title);
    assert.equal(state().isReading, true);
    assert.deepEqual([card().phase, card().form.fields], ['reading', []]);
    answer();
    await opening;
    assert.equal(state().isReading, false);
    assert.deepEqual([card().phase, card().form.fields.length], ['editing', 2]);
  });

  it('keeps what is known with the reason when the ticket cannot be read, and reads it when asked again', async () => {
    const ticket = makeTicket('REQ1', { steps: [stepWith('a', '1')] });
    const { page, panel, provider, store, state, card, settle } = openPage(ticket);
    store.upsert(ticket, 'watch');
    panel.send({ kind: 'ready' });
    provider.failure = new TicketError('unavailable');
    await page.open();
    assert.equal(state().notice?.severity, 'error');
    assert.equal(card().phase, 'reading');
    provider.failure = undefined;
    panel.send({ kind: 'reload' });
    await settle();
    assert.equal(state().notice, undefined);
    assert.equal(card().phase, 'editing');
  });

  it('shows all current steps, each with a form and a draft of its own', async () => {
    const ticket = makeTicket('REQ1', { steps: [stepWith('a', '1'), stepWith('b', '2')] });
    const { card, type, settle, drafts } = await openReadyPage(ticket);
    type([['amount', '7']], 'a');
    type([['amount', '8']], 'b');
    await settle();
    assert.notEqual(card('a').draftId, card('b').draftId);
    const kept = await Promise.all(['a', 'b'].map((stepId) => drafts.read({ kind: 'step', ref, stepId })));
    assert.deepEqual(
      kept.map((draft) => draft?.fields.map(({ value, base }) => [value, base])),
      [[['7', '1']], [['8', '2']]],
    );
  });

  it('says so when a step has gone that waited for me, and when one was asked for that is not there', async () => {
    const ticket = makeTicket('REQ1', { steps: [stepWith('a', '1'), stepWith('b', '2')] });
    const { page, provider, store, state, settle } = await openReadyPage(ticket);
    const after = { ...ticket, steps: [stepWith('b', '2')] };
    provider.put(after);
    store.upsert(after, 'watch');
    await settle();
    assert.ok(state().notice?.text.startsWith('“Step a” is no longer there'));
    await page.open({ stepId: 'a' });
    assert.ok(state().notice?.text.startsWith('This step is no longer there'));
  });

  it('reads once more when the watcher was faster than a read that began before', async () => {
    const ticket = makeTicket('REQ1', { steps: [stepWith('a', '1')] });
    const after = { ...ticket, steps: [stepWith('b', '2')] };
    const { panel, provider, store, state, settle } = await openReadyPage(ticket);
    const slow = Promise.withResolvers<void>();
    let reads = 0;
    provider.readTicket = async () => {
      reads += 1;
      if (reads > 1) return after;
      await slow.promise;
      return ticket;
    };
    panel.send({ kind: 'reload' });
    await settle();
    store.upsert(after, 'watch');
    slow.resolve();
    await settle();
    assert.deepEqual([reads, state().steps.map(({ form }) => form.id)], [2, ['b']]);
  });

  it('brings the step that was asked for into view, also when its page comes up later', async () => {
    const ticket = makeTicket('REQ1', { steps: [stepWith('a', '1'), stepWith('b', '2')] });
    const { page, panel, ofKind, settle } = openPage(ticket);
    await page.open({ stepId: 'b' });
    assert.deepEqual(ofKind('reveal'), []);
    panel.send({ kind: 'ready' });
    await settle();
    assert.deepEqual(
      ofKind('reveal').map(({ formId }) => formId),
      ['step/b'],
    );
  });

  it('brings it into view also when the page was hidden and comes up anew', async () => {
    const ticket = makeTicket('REQ1', { steps: [stepWith('a', '1'), stepWith('b', '2')] });
    const { page, panel, ofKind, settle } = await openReadyPage(ticket);
    panel.hide();
    await page.open({ stepId: 'b' });
    assert.deepEqual(ofKind('reveal'), [], 'there is nobody to hear it');
    panel.send({ kind: 'ready' });
    await settle();
    assert.equal(ofKind('reveal').length, 1);
  });

  it('follows a draft that is discarded elsewhere, and brought back', async () => {
    const { card, type, settle, drafts } = await openReadyPage(makeTicket('REQ1', { steps: [stepWith('a', '1')] }));
    type([['amount', '7']]);
    await settle();
    const before = card().draftId;
    const [draft] = await drafts.list();
    assert.ok(draft);
    await drafts.discard(draft.place);
    await settle();
    assert.notEqual(card().draftId, before);
    assert.deepEqual(card().draft, []);
    await drafts.restore(draft);
    await settle();
    assert.deepEqual(card().draft, [['amount', '7']]);
  });

  it('answers a discard at once, and keeps what is typed then, however slow the disk is', async () => {
    const { panel, card, type, settle, drafts, disk } = await openReadyPage(
      makeTicket('REQ1', { steps: [stepWith('a', '1')] }),
    );
    type([['amount', '7']]);
    await settle();
    const before = card().draftId;
    const { promise, resolve } = Promise.withResolvers<void>();
    disk.pause = () => promise;
    panel.send({ kind: 'discardDraft', draftId: before });
    assert.notEqual(card().draftId, before);
    assert.deepEqual(card().draft, []);
    type([['amount', '8']]);
    await settle();
    resolve();
    await settle();
    const place = { kind: 'step', ref, stepId: 'a' } as const;
    const stored = new Drafts({
      storage: disk.open(),
      log: new RecordingLog(),
      accountOf: async () => 'me',
      isSessionOnly: () => false,
      onCannotStore: () => {},
    });
    for (const each of [drafts, stored]) {
      assert.deepEqual(
        (await each.read(place))?.fields.map(({ value }) => value),
        ['8'],
      );
    }
    stored.dispose();
  });
});

describe('a form that is sent', () => {
  const ticket = makeTicket('REQ1', { steps: [stepWith('a', '1'), stepWith('b', '2')] });
  const done: Ticket = { ...ticket, steps: [stepWith('b', '2'), stepWith('c', '3')] };

  it('is read again before, sent once, and shows where the ticket is then', async () => {
    const { provider, panel, card, state, settle, drafts } = await openReadyPage(ticket);
    provider.onOperation = () => provider.put(done);
    const reads = provider.count('readTicket');
    const message = { kind: 'submit', draftId: card().draftId, values: [['amount', '7']] } as const;
    panel.send(message);
    panel.send(message);
    assert.equal(card().phase, 'sending');
    assert.equal(state().isBusy, true);
    assert.equal(card('b').phase, 'editing', 'one may go on typing elsewhere');
    await settle();
    assert.equal(provider.operations.length, 1);
    assert.deepEqual([...(provider.operations[0]?.input.changes ?? [])], [['amount', '7']]);
    assert.ok(provider.count('readTicket') > reads + 1);
    assert.deepEqual(
      state().steps.map(({ form }) => form.id),
      ['b', 'c'],
    );
    assert.equal(state().notice?.severity, 'success');
    assert.equal(await drafts.read({ kind: 'step', ref, stepId: 'a' }), undefined);
  });

  it('is not sent over what somebody else has entered meanwhile: both are shown, and the user chooses', async () => {
    const { provider, panel, card, settle, type, submit, comparisons } = await openReadyPage(ticket);
    type([['amount', '7']]);
    await settle();
    provider.put({ ...ticket, steps: [stepWith('a', '5'), stepWith('b', '2')] });
    submit([['amount', '7']]);
    await settle();
    assert.deepEqual(provider.operations, []);
    assert.deepEqual(card().stale, [
      { key: 'amount', label: 'Amount', base: '1', theirs: '5', mine: '7', canKeepMine: true },
    ]);
    assert.deepEqual(card().draft, [['amount', '7']]);
    const { draftId } = card();
    panel.send({ kind: 'compareStale', draftId, fieldKey: 'amount', mine: '7' });
    await settle();
    assert.deepEqual(comparisons, [['Amount: theirs ↔ mine', 'Amount.txt', ['5', '7']]]);
    provider.onOperation = () => provider.put(done);
    // Right behind each other, as the page does it.
    panel.send({ kind: 'settleStale', draftId, values: [['amount', '7']] });
    panel.send({ kind: 'submit', draftId, values: [['amount', '7']] });
    await settle();
    assert.equal(provider.operations.length, 1);
  });

  it('is looked at again after a choice: who changes it once more is seen once more', async () => {
    const { provider, panel, card, settle, type, submit } = await openReadyPage(ticket);
    type([['amount', '7']]);
    await settle();
    provider.put({ ...ticket, steps: [stepWith('a', '5')] });
    submit([['amount', '7']]);
    await settle();
    const { draftId } = card();
    provider.put({ ...ticket, steps: [stepWith('a', '6')] });
    panel.send({ kind: 'settleStale', draftId, values: [['amount', '7']] });
    panel.send({ kind: 'submit', draftId, values: [['amount', '7']] });
    await settle();
    assert.deepEqual(provider.operations, []);
    assert.deepEqual(
      card().stale?.map(({ base, theirs }) => [base, theirs]),
      [['5', '6']],
    );
  });

  it('is compared with what its typing began with, also when that was long ago', async () => {
    const { page, panel, provider, card, settle, submit, drafts } = openPage(ticket);
    const subject = { title: '', partName: '', fields: [textField({ key: 'amount', value: 'old' })] };
    await drafts.write({ kind: 'step', ref, stepId: 'a' }, [['amount', '7']], subject);
    panel.send({ kind: 'ready' });
    await page.open();
    assert.deepEqual(card().draft, [['amount', '7']]);
    submit([['amount', '7']]);
    await settle();
    assert.equal(card().stale?.[0]?.base, 'old');
    assert.deepEqual(provider.operations, []);
  });

  it('is not sent when its step has gone: the text stays, with who has moved it on', async () => {
    const { provider, panel, state, card, settle, type, submit, drafts } = await openReadyPage(ticket);
    provider.history = {
      read: async () => [
        { at: undefined, timeText: '10:05', author: 'maria', text: 'approved', source: 'web', values: [] },
      ],
    };
    type([['amount', '7']]);
    await settle();
    provider.put(done);
    submit([['amount', '7']]);
    await settle();
    assert.deepEqual(provider.operations, []);
    assert.deepEqual(
      state().steps.map(({ form, hasGone }) => [form.id, hasGone]),
      [
        ['b', false],
        ['c', false],
        ['a', true],
      ],
    );
    const { notice, draft, draftId } = card();
    assert.ok(notice?.text.includes('What you typed was not sent'));
    assert.ok(notice?.text.endsWith('Last in its history: maria, 10:05: approved'));
    assert.deepEqual(draft, [['amount', '7']]);
    panel.send({ kind: 'rescueDraft', draftId });
    await settle();
    assert.ok(fakeEditor.documents[0]?.includes('7') && fakeEditor.documents[0].includes('Amount'));
    panel.send({ kind: 'discardDraft', draftId });
    await settle();
    assert.equal(state().steps.length, 2);
    assert.equal(await drafts.read({ kind: 'step', ref, stepId: 'a' }), undefined);
  });

  it('keeps the last words of a step that has just gone, and shows its form again when it comes back', async () => {
    const { provider, panel, store, state, card, settle } = await openReadyPage(ticket);
    const { draftId } = card();
    provider.put(done);
    store.upsert(done, 'watch');
    await settle();
    assert.equal(state().steps.length, 2);
    panel.send({ kind: 'draft', draftId, values: [['amount', 'last words']] });
    await settle();
    assert.equal(card().hasGone, true);
    assert.equal(card().draftId, draftId);
    provider.put(ticket);
    store.upsert(ticket, 'watch');
    await settle();
    assert.deepEqual([card().hasGone, card().notice, card().draft], [false, undefined, [['amount', 'last words']]]);
  });

  it('keeps what was typed when it is refused, cannot be sent or has no known outcome', async () => {
    const { provider, card, settle, submit, state } = await openReadyPage(ticket);
    const values = [['amount', '7']] as const;
    provider.onOperation = () => {
      throw new TicketError('rejected', { fieldProblems: [{ fieldKey: 'amount', message: 'Too much.' }] });
    };
    submit(values);
    await settle();
    assert.deepEqual([card().phase, card().notice?.severity], ['editing', 'error']);
    assert.deepEqual(card().problems, [{ fieldKey: 'amount', text: 'Too much.' }]);
    provider.failure = new TicketError('unavailable');
    submit(values);
    await settle();
    assert.equal(provider.operations.length, 1, 'what cannot be looked at is not sent');
    provider.failure = undefined;
    provider.onOperation = () => {
      provider.put(done);
      throw new TicketError('outcomeUnknown');
    };
    submit(values);
    await settle();
    assert.equal(provider.operations.length, 2);
    assert.deepEqual([card().hasGone, card().draft], [true, values]);
    assert.ok(card().notice?.text.includes('most likely carried out'));
    assert.equal(state().isBusy, false);
  });

  const amount = textField({ key: 'amount', label: 'Amount', value: '1' });
  const noLonger: readonly (readonly [string, readonly Field[]])[] = [
    ['is gone', [amount]],
    ['cannot be edited any more', [amount, textField({ key: 'remark', isReadOnly: true })]],
    ['takes a list now', [amount, { ...textField({ key: 'remark' }), type: 'member', isMultiple: true, value: [] }]],
  ];
  for (const [what, fields] of noLonger) {
    it(`leaves in the draft what was typed into a field that ${what}`, async () => {
      const { provider, store, panel, state, card, settle, type, submit, drafts } = await openReadyPage(ticket);
      const typed = [
        ['amount', '7'],
        ['remark', 'words'],
      ] as const;
      type(typed);
      const after = { ...ticket, status: inStatus(ticket, 'NEXT').status, steps: [stepWith('a', '1', { fields })] };
      provider.put(after);
      store.upsert(after, 'watch');
      await settle();
      assert.deepEqual(card().form.fields, fields);
      const place = { kind: 'step', ref, stepId: 'a' } as const;
      const stored = async () => (await drafts.read(place))?.fields.map(({ key, value }) => [key, value]);
      provider.onOperation = () => {
        throw new TicketError('rejected');
      };
      submit([['amount', '7']]);
      await settle();
      assert.deepEqual(await stored(), typed);
      provider.onOperation = () => provider.put(done);
      submit([['amount', '7']]);
      await settle();
      assert.deepEqual(
        provider.operations.map(({ input }) => [...(input.changes ?? [])]),
        [[['amount', '7']], [['amount', '7']]],
      );
      assert.equal(state().notice?.severity, 'success');
      assert.deepEqual(await stored(), [['remark', 'words']]);
      assert.deepEqual([card().hasGone, card().draft], [true, [['remark', 'words']]]);
      panel.send({ kind: 'discardDraft', draftId: card().draftId });
      await settle();
      assert.deepEqual(await drafts.list(), []);
    });
  }

  it('leaves nothing of a secret on the disk, also when its field has gone before it is sent again', async () => {
    const secret = textField({ key: 'password', label: 'Password', isSecret: true });
    const withSecret = { ...ticket, steps: [stepWith('a', '1', { fields: [amount, secret] })] };
    const { provider, store, disk, card, settle, submit, drafts } = await openReadyPage(withSecret);
    provider.onOperation = () => {
      throw new TicketError('rejected');
    };
    submit([
      ['amount', '7'],
      ['password', 'hunter2'],
    ]);
    await settle();
    const after = { ...ticket, status: inStatus(ticket, 'NEXT').status, steps: [stepWith('a', '1')] };
    provider.put(after);
    store.upsert(after, 'watch');
    await settle();
    submit([['amount', '7']]);
    await settle();
    assert.match([...disk.files.values()].join(), /"7"/u);
    provider.onOperation = () => provider.put(done);
    submit([['amount', '7']]);
    await settle();
    assert.equal(provider.operations.length, 3);
    assert.throws(card, 'the step has gone, and nothing is left of it');
    assert.deepEqual(await drafts.list(), []);
    assert.doesNotMatch([...disk.files.values()].join(), /hunter/u);
  });

  it('stays locked until its draft is forgotten and the ticket is shown, however slow the disk is', async () => {
    const { page, provider, disk, card, settle, type, submit } = await openReadyPage(ticket);
    type([['amount', '7']]);
    await settle();
    const { promise, resolve } = Promise.withResolvers<void>();
    // Somebody else has to sign, too: the step stays.
    const signed: Ticket = { ...ticket, steps: [stepWith('a', '7'), stepWith('c', '3')] };
    provider.onOperation = () => {
      provider.put(signed);
      disk.pause = () => promise;
    };
    submit([['amount', '7']]);
    await settle();
    assert.equal(provider.operations.length, 1);
    page.post();
    assert.equal(card().phase, 'sending');
    submit([['amount', '8']]);
    await settle();
    assert.equal(card().phase, 'sending');
    resolve();
    await settle();
    assert.equal(provider.operations.length, 1);
    assert.deepEqual([card().phase, card().draft, card().form.fields[0]?.value], ['editing', [], '7']);
    assert.equal(card('c').phase, 'editing');
  });

  it('is sent although its page was closed after the click, and the user is told', async () => {
    const { provider, panel, settle, submit } = await openReadyPage(ticket);
    provider.onOperation = () => provider.put(done);
    submit([['amount', '7']]);
    panel.dispose();
    await settle();
    assert.equal(provider.operations.length, 1);
    assert.ok(fakeEditor.said.at(-1)?.startsWith('REQ1 · Submit: '));
  });

  it('is checked again here: a page is not trusted', async () => {
    const required = stepForMe('a', {
      operations: [submitOperation],
      fields: [textField({ key: 'amount', isRequired: true })],
    });
    const { provider, card, settle, submit } = await openReadyPage(makeTicket('REQ1', { steps: [required] }));
    submit([]);
    await settle();
    assert.deepEqual(provider.operations, []);
    assert.equal(card().problems[0]?.fieldKey, 'amount');
  });
});

describe('an operation without a form', () => {
  const claim: Operation = {
    ...submitOperation,
    key: 'claim',
    kind: 'claim',
    name: 'Claim',
    needs: { ...submitOperation.needs, form: false },
  };
  const ticket = makeTicket('REQ1', { steps: [stepWith('a', '1', { operations: [claim] })] });
  const done: Ticket = { ...ticket, steps: [stepWith('b', '2')] };

  it('says where it has led, also when the page has begun to follow what it changed', async () => {
    const { provider, panel, store, state, settle } = await openReadyPage(ticket);
    provider.onOperation = () => provider.put(done);
    let answer: (() => void) | undefined;
    store.onDidChange(() => (answer ??= provider.holdAnswers()));
    panel.send({ kind: 'runOperation', stepId: 'a', operationKey: 'claim' });
    await settle();
    assert.ok(state().notice?.text.startsWith('Claim: done.'));
    answer?.();
    await settle();
    assert.ok(state().notice?.text.startsWith('Claim: done.'));
    assert.equal(state().isReading, false);
  });
});

describe('an operation with a form of its own', () => {
  const close: Operation = {
    ...submitOperation,
    key: 'close',
    kind: 'close',
    name: 'Close case',
    hasOwnForm: true,
    isIrreversible: true,
  };
  const ticket = makeTicket('REQ1', { steps: [stepWith('a', '1', { operations: [close] })] });
  const content: OperationForm = { fields: [textField({ key: 'score', label: 'Score' })], note: undefined };

  it('is read when it is opened, again when that failed, and keeps what was typed when it is put away', async () => {
    const { provider, panel, state, settle, ofKind, drafts } = await openReadyPage(ticket);
    let failure: Error | undefined = new TicketError('unavailable');
    provider.operationForms = {
      read: async () => {
        if (failure !== undefined) throw failure;
        return content;
      },
    };
    const openForm = { kind: 'runOperation', stepId: 'a', operationKey: 'close' } as const;
    panel.send(openForm);
    await settle();
    assert.ok(state().operationForms[0]?.failure);
    assert.deepEqual(
      ofKind('reveal').map(({ formId }) => formId),
      ['operation/a/close'],
    );
    failure = undefined;
    panel.send(openForm);
    await settle();
    const [opened] = state().operationForms;
    assert.deepEqual(opened?.form.fields, content.fields);
    panel.send({ kind: 'draft', draftId: opened?.draftId ?? '', values: [['score', '5']] });
    panel.send({ kind: 'closeOperation', formId: 'operation/a/close' });
    await settle();
    assert.deepEqual(state().operationForms, []);
    assert.equal((await drafts.list()).length, 1);
    panel.send(openForm);
    await settle();
    assert.deepEqual(state().operationForms[0]?.draft, [['score', '5']]);
  });

  it('is a new form whenever it is opened: what the page kept of the last one is not taken for its draft', async () => {
    const { page, provider, panel, state, settle, drafts } = await openReadyPage(ticket);
    provider.operationForms = { read: async () => content };
    const draftIds: string[] = [];
    const openAnew = async (): Promise<string> => {
      await page.open({ stepId: 'a', operationKey: 'close' });
      const [opened] = state().operationForms;
      assert.ok(opened);
      assert.deepEqual(opened.draft, []);
      assert.ok(!draftIds.includes(opened.draftId));
      draftIds.push(opened.draftId);
      return opened.draftId;
    };
    fakeEditor.answers.set('Close', 'Close');
    panel.send({ kind: 'submit', draftId: await openAnew(), values: [['score', '5']] });
    await settle();
    assert.equal(provider.operations.length, 1);
    panel.send({ kind: 'draft', draftId: await openAnew(), values: [['score', '6']] });
    panel.send({ kind: 'closeOperation', formId: 'operation/a/close' });
    await settle();
    const [draft] = await drafts.list();
    assert.ok(draft);
    await drafts.discard(draft.place);
    await openAnew();
    // Late words of an opening that is over.
    panel.send({ kind: 'draft', draftId: draftIds[0] ?? '', values: [['score', '5']] });
    await settle();
    assert.deepEqual(await drafts.list(), []);
  });

  it('asks once before what cannot be taken back, and sends only what was changed', async () => {
    const { page, provider, panel, state, settle } = await openReadyPage(ticket);
    provider.operationForms = { read: async () => content };
    await page.open({ stepId: 'a', operationKey: 'close' });
    const submit = async (): Promise<void> => {
      const { draftId = '' } = state().operationForms[0] ?? {};
      panel.send({ kind: 'submit', draftId, values: [['score', '5']] });
      await settle();
    };
    await submit();
    assert.equal(provider.operations.length, 0, 'the user has backed out');
    assert.equal(fakeEditor.said.length, 1);
    fakeEditor.answers.set('Close', 'Close');
    provider.onOperation = () => provider.put(makeTicket('REQ1', { steps: [stepWith('b', '2')] }));
    await submit();
    assert.deepEqual(
      provider.operations.map(({ stepId, operation, input }) => [stepId, operation.key, [...(input.changes ?? [])]]),
      [['a', 'close', [['score', '5']]]],
    );
    assert.deepEqual(state().operationForms, []);
    assert.equal(state().notice?.severity, 'success');
  });

  it('is held back when its form has changed meanwhile', async () => {
    const { page, provider, panel, state, settle } = await openReadyPage(ticket);
    let value = '3';
    provider.operationForms = { read: async () => ({ ...content, fields: [textField({ key: 'score', value })] }) };
    fakeEditor.answers.set('Close', 'Close');
    await page.open({ stepId: 'a', operationKey: 'close' });
    value = '4';
    const { draftId = '' } = state().operationForms[0] ?? {};
    panel.send({ kind: 'draft', draftId, values: [['score', '5']] });
    panel.send({ kind: 'submit', draftId, values: [['score', '5']] });
    await settle();
    assert.deepEqual(provider.operations, []);
    assert.deepEqual(
      state().operationForms[0]?.stale?.map(({ base, theirs, mine }) => [base, theirs, mine]),
      [['3', '4', '5']],
    );
  });
});

describe('what the user saw last', () => {
  const ticket = makeTicket('REQ1', { title: 'Old title', steps: [stepWith('a', '1')] });

  it('is remembered when the page is left, and what has changed since is told', async () => {
    const { page, panel, provider, lastSeen, state, settle, comparisons } = await openReadyPage(ticket);
    assert.equal(state().seen, undefined);
    panel.hide();
    await settle();
    assert.equal((await lastSeen.read(ref))?.view.title, 'Old title');
    provider.put({ ...ticket, title: 'New title', steps: [stepWith('a', '2')] });
    await page.open();
    panel.send({ kind: 'ready' });
    await settle();
    assert.deepEqual(state().seen?.changed, ['title', 'field/a/amount']);
    panel.send({ kind: 'compareSeen' });
    await settle();
    assert.equal(comparisons.length, 1);
  });

  it('is not what came while the page was hidden', async () => {
    const { page, panel, provider, lastSeen, settle } = await openReadyPage(ticket);
    panel.hide();
    provider.put({ ...ticket, title: 'New title' });
    await page.open();
    panel.dispose();
    await settle();
    assert.equal((await lastSeen.read(ref))?.view.title, 'Old title');
  });
});
