import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { planButtons } from '../../src/webview/buttonPlan.ts';
import { toggleKey } from '../../src/webview/choice.ts';
import { fromDateTimeControl, toDateControl, toDateTimeControl } from '../../src/webview/dateTimeValue.ts';
import { FormSession } from '../../src/webview/formSession.ts';
import { setLanguage, t, translateMessage } from '../../src/webview/l10n.ts';
import { addMemberNames, splitMemberNames } from '../../src/webview/memberNames.ts';
import { isWellFormedField } from '../../src/webview/wellFormedField.ts';
import { stepPageHtml } from '../../src/editor/stepPageHtml.ts';
import { message } from '../../src/domain/message.ts';
import type { FieldValues } from '../../src/protocol/pageForm.ts';
import { allFields, formCard, operation, plain, step, textField, ticket } from './samples.ts';

describe('dates and times', () => {
  it('a date and time goes to the control and comes back as it was, also with zero seconds', () => {
    for (const value of ['2026-11-21 22:00:00', '2026-11-21 22:00:07', '2024-02-29 00:00:00', '']) {
      const shown = toDateTimeControl(value);
      assert.ok(shown !== undefined);
      assert.equal(fromDateTimeControl(shown), value);
    }
    assert.equal(fromDateTimeControl('2026-11-21T22:00'), '2026-11-21 22:00:00');
    assert.equal(fromDateTimeControl('2026-11-21T22:00:07.000'), '2026-11-21 22:00:07');
  });

  it('a text that the control cannot show is told apart from an empty one', () => {
    for (const value of ['tomorrow', '2026-11-21', '2026-02-30 10:00:00', '2026-11-21 24:00:00']) {
      assert.equal(toDateTimeControl(value), undefined);
    }
    assert.equal(toDateControl('21.11.2026'), undefined);
    assert.equal(toDateControl('2026-02-30'), undefined);
    assert.equal(toDateControl(''), '');
  });
});

describe('lists', () => {
  it('user names are split at commas, semicolons and white space of both scripts and never doubled', () => {
    assert.deepEqual(splitMemberNames(' maria，tom; li.wei\n\tann、bob '), ['maria', 'tom', 'li.wei', 'ann', 'bob']);
    assert.deepEqual(addMemberNames(['tom'], ['ann', 'tom']), ['tom', 'ann']);
  });

  it('switching a choice off and on again gives back exactly what the server had', () => {
    const options = ['a', 'b', 'c'].map((key) => ({ key, label: key }));
    const server = ['c', 'a', 'gone'];
    const without = toggleKey(server, 'a', options, server);
    assert.deepEqual(without, ['c', 'gone']);
    assert.equal(toggleKey(without, 'a', options, server), server);
    assert.deepEqual(toggleKey(server, 'b', options, server), ['a', 'b', 'c', 'gone']);
  });
});

describe('form session', () => {
  it('an untouched field follows the server, a touched one keeps what was typed', () => {
    const session = new FormSession();
    session.take(formCard([textField('a', { value: 'one' }), textField('b', { value: 'one' })]));
    session.edit('a', 'typed', false);
    const next = [textField('a', { value: 'two' }), textField('b', { value: 'two' })];
    session.take(formCard(next));
    assert.deepEqual(
      next.map((field) => session.valueOf(field)),
      ['typed', 'two'],
    );
  });

  it('with another draft id its own values are dropped and the draft is applied', () => {
    const session = new FormSession();
    const fields = [textField('a'), textField('b')];
    session.take(formCard(fields));
    session.edit('a', 'mine', false);
    session.take(formCard(fields, { draftId: 'draft-2', draft: [['b', 'theirs']] }));
    assert.deepEqual(session.changes, [['b', 'theirs']]);
  });

  it('what was typed is kept for fields that are not there now, also by a page that is shown anew', () => {
    const fields = [textField('a'), textField('b')];
    const gone = formCard([]);
    const shown = new FormSession();
    shown.take(formCard(fields));
    shown.edit('a', 'typed', false);
    shown.take(gone);
    assert.deepEqual(shown.draft, [['a', 'typed']]);
    const anew = new FormSession();
    anew.take(gone, { draftId: gone.draftId, values: shown.draft });
    assert.deepEqual(anew.draft, [['a', 'typed']]);
    assert.deepEqual(anew.changes, []);
    anew.take(formCard([textField('b')]));
    anew.edit('b', 'more', false);
    assert.deepEqual(anew.changes, [['b', 'more']]);
    anew.take(formCard(fields));
    assert.deepEqual(anew.changes, [
      ['a', 'typed'],
      ['b', 'more'],
    ]);
  });

  it('a draft that does not fit its field is left aside, and is there again with a field that it fits', () => {
    const session = new FormSession();
    const text = textField('a');
    const list = { ...plain, key: 'a', label: 'a', type: 'member', isMultiple: true, value: [] } as const;
    const dependent = textField('b', {
      isRequired: true,
      visibleWhen: { kind: 'equal', fieldKey: 'a', compareAs: 'text', value: 'typed' },
    });
    session.take(formCard([list, dependent], { draft: [['a', 'typed']] }));
    assert.deepEqual([session.changes, session.isDirty, session.valueOf(list)], [[], false, []]);
    assert.deepEqual(session.draft, [['a', 'typed']]);
    assert.equal(session.isVisible(dependent), false);
    assert.deepEqual(session.trySubmit(), []);
    session.take(formCard([text, dependent]));
    assert.deepEqual(session.changes, [['a', 'typed']]);
    assert.equal(session.isVisible(dependent), true);
  });

  it('what the page kept and makes no sense is left out', () => {
    const session = new FormSession();
    const values = [
      ['a', { not: 'a value' }],
      ['b', 'typed'],
    ] as unknown as FieldValues;
    session.take(formCard([textField('a'), textField('b')]), { draftId: 'draft-1', values });
    assert.deepEqual(session.draft, [['b', 'typed']]);
  });

  it("the server's problem is shown until its field is edited, and again when it comes back after a submit", () => {
    const session = new FormSession();
    const field = textField('a', { value: 'x' });
    const refused = formCard([field], { problems: [{ fieldKey: 'a', text: 'No.' }] });
    session.take(refused);
    assert.equal(session.shownProblem(field), 'No.');
    session.edit('a', 'y', false);
    session.take(refused);
    assert.equal(session.shownProblem(field), undefined);
    assert.deepEqual(session.trySubmit(), []);
    session.take(refused);
    assert.equal(session.shownProblem(field), 'No.');
  });

  it('a rule that cannot be evaluated does not keep the form from being sent', () => {
    const session = new FormSession();
    const rules = [{ pattern: '(', appliesTo: 'value', message: message('Bad.') }] as const;
    session.take(formCard([textField('a', { value: 'x', rules })]));
    assert.deepEqual(session.trySubmit(), []);
  });

  it('a discard can be taken back until something else is typed', () => {
    const session = new FormSession();
    session.take(formCard([textField('a'), textField('b')]));
    session.edit('a', 'typed', false);
    session.discard();
    session.take(formCard([textField('a'), textField('b')], { draftId: 'draft-2' }));
    assert.equal(session.canUndoDiscard, true);
    session.undoDiscard();
    assert.deepEqual(session.changes, [['a', 'typed']]);
    session.discard();
    session.edit('b', 'other', false);
    assert.equal(session.canUndoDiscard, false);
  });

  it('what is typed or brought back before the host answers a discard is of the next draft; what was there is not', () => {
    const fields = [textField('a'), textField('b')];
    const session = new FormSession();
    session.take(formCard(fields));
    session.edit('a', 'typed', false);
    session.discard();
    session.take(formCard(fields));
    session.edit('b', 'since', false);
    session.take(formCard(fields, { draftId: 'draft-2' }));
    assert.deepEqual(session.draft, [['b', 'since']]);
    session.discard();
    session.undoDiscard();
    session.take(formCard(fields, { draftId: 'draft-3' }));
    assert.deepEqual(session.draft, [['b', 'since']]);
    session.take(formCard(fields, { draftId: 'draft-4' }));
    assert.deepEqual(session.draft, [], 'only the answer to a discard leaves it');
  });
});

describe('texts and shapes', () => {
  it('a text is looked up, filled in once and shown in English where the bundle has nothing', () => {
    setLanguage('zh-cn', { 'Copied {0}': '已复制 {0}' });
    assert.equal(t('Copied {0}', '{0}'), '已复制 {0}');
    assert.equal(t('Reload'), 'Reload');
    assert.equal(
      translateMessage(message('At most {0} characters; there are {1}.', 5, 6)),
      'At most 5 characters; there are 6.',
    );
    assert.equal(t('constructor'), 'constructor');
    setLanguage('not a tag', {});
  });

  it('a field is well formed only when it has the shape that its type promises', () => {
    for (const field of allFields) assert.equal(isWellFormedField(field), true);
    const hostile: readonly unknown[] = [
      undefined,
      null,
      'text',
      {},
      { ...allFields[0], options: undefined },
      { ...allFields[0], value: null },
      { ...allFields[6], value: 'tom' },
      { ...allFields[9], rules: undefined },
      { ...allFields[9], type: 'hologram' },
    ];
    for (const field of hostile) assert.equal(isWellFormedField(field), false);
  });

  it('what cannot be taken back is never the obvious button, and waits in the menu where there is one', () => {
    const { primary, secondary, menu } = planButtons(step, step.otherOperations);
    assert.equal(primary?.key, 'submit');
    assert.deepEqual(
      secondary.map(({ key }) => key),
      ['transfer'],
    );
    assert.deepEqual(
      menu.map(({ key }) => key),
      [],
    );
    const ofTicket = planButtons(undefined, ticket.operations);
    assert.equal(ofTicket.primary, undefined);
    assert.deepEqual(
      ofTicket.secondary.map(({ key }) => key),
      ['suspend'],
    );
    assert.deepEqual(
      ofTicket.menu.map(({ key }) => key),
      ['withdraw', 'terminate'],
    );
    const claim = operation('take', 'claim', 'Claim');
    assert.equal(planButtons({ ...step, submit: undefined }, [claim]).primary, claim);
    assert.equal(planButtons({ ...step, cannotSubmit: message('No.') }, []).primary, undefined);
  });

  it('the HTML allows nothing unsafe and lets no value out of its place', () => {
    const html = stepPageHtml({
      cspSource: 'https://example.test',
      nonce: 'abc',
      scriptUri: 'https://example.test/a.js?x=1&y="2"',
      styleUri: 'https://example.test/a.css',
      codiconsUri: 'https://example.test/codicon.css',
      language: 'en',
      title: `<script>alert('x')</script>`,
    });
    assert.ok(!html.includes('unsafe'));
    assert.ok(!html.includes('<script>alert'));
    assert.ok(html.includes('x=1&amp;y=&quot;2&quot;'));
    assert.match(html, /default-src &#39;none&#39;/u);
    assert.match(html, /script-src &#39;nonce-abc&#39;/u);
  });
});
