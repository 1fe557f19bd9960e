import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { changes, formOf, inWorld, operationOf, requestsTo, requestTo, runOnTicket } from './huaweiOsmCase.ts';
import { samples } from './huaweiOsmWorld.ts';
import { assertTicketError, never } from './providerContract.ts';

describe('Huawei Cloud OSM: what is offered (contract §1.3)', () => {
  for (const [key, expected] of [
    [samples.toProcess, ['press', 'cancel', 'labels', 'contact', 'relations']],
    [samples.processing, ['close', 'press', 'labels', 'contact', 'relations']],
    [samples.toConfirm, ['close', 'labels', 'contact', 'relations']],
    [samples.suspended, ['close', 'labels', 'contact', 'relations']],
    [samples.pendingFeedback, ['close', 'labels', 'contact', 'relations']],
    [samples.scored, ['labels', 'relations', 'delete']],
    [samples.unscored, ['score', 'labels', 'relations', 'delete']],
    [samples.cancelled, ['labels', 'relations', 'delete']],
    [samples.deleted, []],
    [samples.unpublished, ['close', 'press', 'cancel', 'labels', 'contact', 'relations']],
  ] as const) {
    inWorld(`for ${key}: ${expected.join(', ')}`, async (world) => {
      const { operations } = await world.connect().readTicket(key, never);
      assert.deepEqual(
        operations.map((operation) => operation.key),
        expected,
      );
    });
  }

  inWorld('what cannot be taken back says so', async (world) => {
    const provider = world.connect();
    const [open, ended] = [
      await provider.readTicket(samples.toProcess, never),
      await provider.readTicket(samples.unscored, never),
    ];
    assert.equal(operationOf(open, 'cancel').isIrreversible, true);
    assert.equal(operationOf(open, 'press').isIrreversible, false);
    assert.deepEqual(
      ended.operations.filter(({ isIrreversible }) => isIrreversible).map(({ key }) => key),
      ['score', 'delete'],
    );
  });
});

describe('Huawei Cloud OSM: what is done', () => {
  inWorld('what to do is in the query, not in the body', async (world) => {
    await runOnTicket(world.connect(), samples.toProcess, 'cancel', { remark: 'Solved it myself.' });
    const { query, body } = requestTo(world, 'UpdateCases');
    assert.equal(query.one('action_id'), 'cancel');
    assert.deepEqual(body, { operate_desc: 'Solved it myself.' });
    assert.equal(world.sandbox.findCase(samples.toProcess)?.status, 4);
  });

  inWorld('closing needs no score', async (world) => {
    await runOnTicket(world.connect(), samples.toConfirm, 'close');
    assert.deepEqual(requestTo(world, 'UpdateCases').body, {});
    assert.equal(world.sandbox.findCase(samples.toConfirm)?.status, 3);
  });

  inWorld('closing can bring a score, in the steps of each dimension', async (world) => {
    const provider = world.connect();
    const { fields, note } = await formOf(provider, samples.toConfirm, 'close');
    assert.match(note?.text ?? '', /cannot be opened again/u);
    assert.deepEqual(
      fields.map((field) => [field.key, field.label, field.isRequired]),
      [
        ['score-1', 'Attitude', false],
        ['score-2', 'Speed', false],
        ['score-3', 'Result', false],
        ['judgement', 'Your comment', false],
      ],
    );
    const result = fields.find(({ key }) => key === 'score-3');
    assert.ok(result?.type === 'select');
    assert.deepEqual(
      result.options.map(({ key }) => key),
      ['2', '4', '6', '8', '10'],
    );
    const given = changes(['score-1', '5'], ['score-3', '8'], ['judgement', ' Quick. ']);
    await runOnTicket(provider, samples.toConfirm, 'close', given);
    assert.deepEqual(requestTo(world, 'UpdateCases').body, {
      judgement: 'Quick.',
      incident_satisfaction_list: [
        { satisfaction_id: 1, satisfaction_value: 5 },
        { satisfaction_id: 3, satisfaction_value: 8 },
      ],
    });
    const { details, operations } = await provider.readTicket(samples.toConfirm, never);
    assert.equal(details?.find(({ key }) => key === 'score-3')?.text, '8 / 10');
    assert.ok(!operations.some(({ key }) => key === 'score'), 'it is scored already');
  });

  inWorld('a ticket can be closed where the dimensions of a score cannot be read', async (world) => {
    const refused = { error_code: 'OSM.01010002', error_msg: 'No operation permission.' };
    world.sandbox.inject({ kind: 'rewrite', endpoint: 'ListSatisfactionDimensions', rewrite: () => refused });
    await runOnTicket(world.connect(), samples.toConfirm, 'close', changes(['judgement', 'Fine.']));
    assert.deepEqual(requestTo(world, 'UpdateCases').body, { judgement: 'Fine.' });
  });

  inWorld('a score of its own has to be whole', async (world) => {
    const provider = world.connect();
    const incomplete = runOnTicket(provider, samples.unscored, 'score', changes(['score-1', '5']));
    const error = await assertTicketError(incomplete, 'rejected');
    assert.deepEqual(
      error.fieldProblems.map(({ fieldKey }) => fieldKey),
      ['score-2', 'score-3', 'judgement'],
    );
    assert.equal(world.countWrites(), 0);
    const whole = changes(['score-1', '5'], ['score-2', '4'], ['score-3', '10'], ['judgement', 'Good.']);
    await runOnTicket(provider, samples.unscored, 'score', whole);
    assert.equal(world.sandbox.findCase(samples.unscored)?.scores.length, 3);
    assert.ok(!(await provider.readTicket(samples.unscored, never)).operations.some(({ key }) => key === 'score'));
  });

  inWorld('urging too often is refused with a sentence that says so', async (world) => {
    const provider = world.connect();
    await runOnTicket(provider, samples.toProcess, 'press');
    const error = await assertTicketError(runOnTicket(provider, samples.toProcess, 'press'), 'rejected');
    assert.match(error.hint?.text ?? '', /a short while ago/u);
  });

  inWorld('a deleted ticket is told as deleted, with nothing left to do', async (world) => {
    const provider = world.connect();
    await runOnTicket(provider, samples.cancelled, 'delete');
    const { status, operations } = await provider.readTicket(samples.cancelled, never);
    assert.deepEqual([status.code, operations], ['13', []]);
  });

  inWorld('labels are added and removed by ids in the query, without a body', async (world) => {
    const provider = world.connect();
    const { fields } = await formOf(provider, samples.toProcess, 'labels');
    const [field] = fields;
    assert.ok(field?.type === 'multiSelect');
    const ids = new Map(field.options.map(({ key, label }) => [label, key]));
    assert.deepEqual(field.value, [ids.get('紧急'), ids.get('生产环境')]);
    const [kept = '', added = '', removed = ''] = [ids.get('紧急'), ids.get('network'), ids.get('生产环境')];
    await runOnTicket(provider, samples.toProcess, 'labels', changes(['labels', [kept, added]]));
    const [adding, removing] = [requestTo(world, 'CreateCaseLabels'), requestTo(world, 'DeleteCaseLabels')];
    assert.deepEqual([adding.query.all('label_ids'), adding.bytes.length], [[added], 0]);
    assert.deepEqual(
      [removing.query.all('label_ids'), removing.bytes.length, removing.method],
      [[removed], 0, 'DELETE'],
    );
    assert.deepEqual(world.sandbox.findCase(samples.toProcess)?.labelIds.map(String), [kept, added]);
  });

  inWorld('labels that stay as they are cost no write', async (world) => {
    await runOnTicket(world.connect(), samples.toProcess, 'labels', changes());
    assert.equal(world.countWrites(), 0);
  });

  inWorld('contact information is changed as a whole', async (world) => {
    const provider = world.connect();
    const { fields } = await formOf(provider, samples.toProcess, 'contact');
    assert.equal(fields.find(({ key }) => key === 'remind_mobile')?.value, '13800138000');
    assert.equal(fields.find(({ key }) => key === 'remind_time')?.value, '', 'at any time');
    const bad = runOnTicket(provider, samples.toProcess, 'contact', changes(['remind_time', 'mornings']));
    assert.equal((await assertTicketError(bad, 'rejected')).fieldProblems[0]?.fieldKey, 'remind_time');
    await runOnTicket(provider, samples.toProcess, 'contact', changes(['remind_time', '09:00-18:00']));
    const { method, body } = requestTo(world, 'UpdateCaseContactInfo');
    assert.equal(method, 'PUT');
    assert.deepEqual(body, {
      area_code: '0086',
      remind_mobile: '13800138000',
      remind_mail: 'zhangsan@example.com',
      remind_time: '09:00-18:00',
    });
    assert.equal(world.sandbox.findCase(samples.toProcess)?.contact.time, '09:00-18:00');
  });

  inWorld('related tickets are removed with a body in a DELETE, and added', async (world) => {
    const provider = world.connect();
    const [first, second] = [samples.toConfirm, samples.suspended];
    const input = changes(['related', `${first}，${second}`]);
    await runOnTicket(provider, samples.processing, 'relations', input);
    const { method, body } = requestTo(world, 'DeleteRelation');
    assert.deepEqual([method, body], ['DELETE', { related_id: samples.toProcess }]);
    assert.deepEqual(requestTo(world, 'CreateRelations').body, { related_id_list: [first, second] });
    assert.deepEqual(world.sandbox.findCase(samples.processing)?.relatedIds, [first, second]);
  });

  inWorld('more than three related tickets are not sent', async (world) => {
    const input = changes(['related', ['1111', '2222', '3333', '4444'].join(', ')]);
    const error = await assertTicketError(
      runOnTicket(world.connect(), samples.processing, 'relations', input),
      'rejected',
    );
    assert.equal(error.fieldProblems[0]?.fieldKey, 'related');
    assert.equal(world.countWrites(), 0);
  });

  inWorld('an operation of a status that has passed is a conflict', async (world) => {
    const provider = world.connect();
    const operation = operationOf(await provider.readTicket(samples.toProcess, never), 'cancel');
    world.sandbox.setCaseStatus(samples.toProcess, 1);
    const request = { key: samples.toProcess, stepId: undefined, operation, input: {} };
    await assertTicketError(provider.runOperation(request, never), 'conflict');
    assert.equal(requestsTo(world, 'UpdateCases').length, 0);
  });

  for (const success of ['empty', 'zeros', 'nulls', 'noBody'] as const) {
    inWorld(
      `a write that is answered with "${success}" has gone well (contract §1.7)`,
      async (world) => {
        const provider = world.connect();
        await runOnTicket(provider, samples.toProcess, 'press');
        await provider.conversation.markRead(samples.processing, never);
        assert.equal(world.countWrites(), 2);
      },
      { osm: { success } },
    );
  }

  for (const arrayForm of ['csv', 'repeated'] as const) {
    inWorld(
      `lists in queries can be written as "${arrayForm}" (contract §1.8)`,
      async (world) => {
        const provider = world.connect({ settings: { listForm: arrayForm } });
        const keys = world.addTickets(3);
        await provider.readTickets(keys, never);
        const sent = requestTo(world, 'ListUnreadNewInstantMessages').query.all('case_ids');
        assert.deepEqual(sent, arrayForm === 'csv' ? [keys.join(',')] : keys);
      },
      { osm: { arrayForm } },
    );
  }
});
