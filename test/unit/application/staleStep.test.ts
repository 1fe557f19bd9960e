import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { findChangedFields, findStepToAct, type KnownForm } from '../../../src/application/staleStep.ts';
import type { FieldValue } from '../../../src/domain/field.ts';
import { holdsAlways } from '../../fakes/holdsAlways.ts';
import { makeTicket, memberField, stepForMe, submitOperation, textField } from '../../fakes/samples.ts';
import { message } from '../../../src/domain/message.ts';

function known(more: Partial<KnownForm> = {}): KnownForm {
  return { shown: [], typed: new Map(), bases: new Map(), told: new Set(), ...more };
}

const amount = (value: string) => textField({ key: 'amount', label: 'Amount', value });

describe('a form that is about to be sent', () => {
  it('is fresh while the server has what the user began with', () => {
    const form = known({ shown: [amount('1')], typed: new Map([['amount', '2']]), bases: new Map([['amount', '1']]) });
    assert.deepEqual(findChangedFields([amount('1')], form), []);
  });

  it('is not, once somebody has changed a field that the user typed into', () => {
    const form = known({ shown: [amount('1')], typed: new Map([['amount', '2']]), bases: new Map([['amount', '1']]) });
    assert.deepEqual(findChangedFields([amount('3')], form), [
      { key: 'amount', label: 'Amount', base: '1', theirs: '3', mine: '2', canKeepMine: true },
    ]);
  });

  it('compares with what the typing began with, also when the page shows something newer by now', () => {
    const form = known({ shown: [amount('3')], typed: new Map([['amount', '2']]), bases: new Map([['amount', '1']]) });
    assert.equal(findChangedFields([amount('3')], form)[0]?.base, '1');
    const settled = { ...form, bases: new Map([['amount', '3']]) };
    assert.deepEqual(findChangedFields([amount('3')], settled), []);
  });

  it('is fresh when somebody else has entered the same', () => {
    const form = known({ shown: [amount('1')], typed: new Map([['amount', '2']]), bases: new Map([['amount', '1']]) });
    assert.deepEqual(findChangedFields([amount('2')], form), []);
    const people = (value: readonly string[]) => memberField({ key: 'who', isMultiple: true, value });
    const team = known({ shown: [people([])], typed: new Map([['who', ['a', 'b']]]), bases: new Map([['who', []]]) });
    assert.deepEqual(findChangedFields([people(['a', 'b'])], team), []);
    assert.equal(findChangedFields([people(['b', 'a'])], team).length, 1);
  });

  it('tells of fields that the user has not touched, once', () => {
    const form = known({ shown: [amount('1'), textField({ key: 'remark' })], typed: new Map([['remark', 'fine']]) });
    const now = [amount('9'), textField({ key: 'remark' })];
    assert.deepEqual(findChangedFields(now, form), [
      { key: 'amount', label: 'Amount', base: '1', theirs: '9', mine: undefined, canKeepMine: false },
    ]);
    assert.deepEqual(findChangedFields(now, { ...form, told: new Set(['amount']) }), []);
  });

  it('says that a field has gone or can no longer be edited, instead of leaving out what was typed', () => {
    const form = known({ shown: [amount('1')], typed: new Map([['amount', '2']]), bases: new Map([['amount', '1']]) });
    assert.deepEqual(findChangedFields([], form), [
      { key: 'amount', label: 'Amount', base: '1', theirs: undefined, mine: '2', canKeepMine: false },
    ]);
    const [locked] = findChangedFields([{ ...amount('1'), isReadOnly: true }], form);
    assert.equal(locked?.canKeepMine, false);
    assert.deepEqual(findChangedFields([], { ...form, told: new Set(['amount']) }), []);
  });

  it('does not ask about a field that is not in the form now', () => {
    const reason = (value: string) =>
      textField({
        key: 'reason',
        value,
        visibleWhen: { kind: 'equal', fieldKey: 'amount', compareAs: 'text', value: 'much' },
      });
    const form = known({ shown: [amount('little'), reason('a')], typed: new Map([['reason', 'mine']]) });
    assert.deepEqual(findChangedFields([amount('little'), reason('b')], form), []);
    const seen = { ...form, typed: new Map([...form.typed, ['amount', 'much']]) };
    assert.equal(findChangedFields([amount('little'), reason('b')], seen).length, 1);
  });

  it('never sends over a change that was not seen, whatever the values are', () => {
    const value = fc.string({ maxLength: 2 });
    holdsAlways(
      fc.property(value, value, value, (base, theirs, mine) => {
        fc.pre(mine !== base);
        const form = known({
          shown: [amount(base)],
          typed: new Map<string, FieldValue>([['amount', mine]]),
          bases: new Map<string, FieldValue>([['amount', base]]),
        });
        const isTold = findChangedFields([amount(theirs)], form).length > 0;
        assert.equal(isTold, theirs !== base && theirs !== mine);
      }),
    );
  });
});

describe('a step that is about to be acted on', () => {
  const ticket = makeTicket('REQ1', { steps: [stepForMe('a', { operations: [submitOperation] })] });

  it('is found while it is there and offers the operation', () => {
    assert.equal(findStepToAct(ticket, 'a', 'submit')?.id, 'a');
  });

  it('is not found when it has gone, offers something else or cannot be sent from here', () => {
    assert.equal(findStepToAct(ticket, 'b', 'submit'), undefined);
    assert.equal(findStepToAct(ticket, 'a', 'claim'), undefined);
    const steps = ticket.steps.map((step) => ({ ...step, cannotSubmit: message('No.') }));
    assert.equal(findStepToAct({ ...ticket, steps }, 'a', 'submit'), undefined);
  });
});
