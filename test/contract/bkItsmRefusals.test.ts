import assert from 'node:assert/strict';
import { describe } from 'node:test';
import type { TicketError, TicketErrorCode } from '../../src/domain/errors.ts';
import { readRefusal } from '../../src/providers/bkItsm/refusal.ts';
import { BkField } from '../../src/providers/bkItsm/schema.ts';
import type { SandboxOptions } from '../../src/sandbox/bkItsm/sandbox.ts';
import { call, esb, gateway, inWorld, samples, type Answer } from './bkItsmCase.ts';
import type { BkItsmWorld } from './bkItsmWorld.ts';
import { assertTicketError, never } from './providerContract.ts';

interface Refused {
  readonly title: string;
  readonly endpoint?: 'operate_node' | 'operate_ticket';
  readonly body: Readonly<Record<string, unknown>>;
  /** Of servers from 2.6.2 on. */
  readonly code: number;
  readonly means: TicketErrorCode;
  /** What is left of the message for people. */
  readonly says: RegExp;
  readonly blames?: readonly string[];
  /** Older servers do not tell which of the fields it was. */
  readonly isVague?: true;
}

const operator = 'zhangsan';

function node(sn: string, action: string, rest: object = {}, stateId: unknown = 2) {
  return { sn, operator, state_id: stateId, action_type: action, ...rest };
}

function submit(sn: string, fields: unknown, rest: object = {}) {
  return node(sn, 'TRANSITION', { fields, ...rest });
}

function ticket(sn: string, action: string, rest: object = { action_message: 'why' }) {
  return { sn, operator, action_type: action, ...rest };
}

const solved = [
  { key: 'cause', value: 'logs' },
  { key: 'solution', value: 'x' },
  { key: 'follow_up', value: '' },
];
const solvedBut = (key: string, value: unknown) => solved.map((each) => (each.key === key ? { key, value } : each));
const handOver = { processors: 'lisi', processors_type: 'PERSON' };

/** Every row of what the operate interfaces refuse. */
const rows: readonly Refused[] = [
  {
    title: 'an unknown number',
    body: submit('REQ20200101999999', []),
    code: 3900022,
    means: 'notFound',
    says: /^没有找到对应的单据/u,
  },
  {
    title: 'a ticket that has ended',
    body: submit('REQ20260901000017', []),
    code: 3900004,
    means: 'conflict',
    says: /^抱歉，单据已关闭，无法操作$/u,
  },
  {
    title: 'a ticket that is subordinate to another',
    body: submit(samples.slave, []),
    code: 3900004,
    means: 'rejected',
    says: /^抱歉，子单为只读状态，无法操作$/u,
  },
  {
    title: 'an unknown step',
    body: node(samples.dba, 'TRANSITION', { fields: [] }, 99),
    code: 3900004,
    means: 'conflict',
    says: /^抱歉，没有找到该节点/u,
  },
  {
    title: 'a step whose id is no number',
    body: node(samples.dba, 'TRANSITION', { fields: [] }, 'abc'),
    code: 3900004,
    means: 'conflict',
    says: /^抱歉，没有找到该节点/u,
  },
  {
    title: 'a step that is finished',
    body: node(samples.dba, 'TRANSITION', { fields: [] }, 1),
    code: 3900004,
    means: 'conflict',
    says: /已经结束$/u,
  },
  {
    title: 'somebody who is no processor',
    body: submit(samples.dba, [], { operator: 'zhaoliu' }),
    code: 3900004,
    means: 'forbidden',
    says: /^抱歉，zhaoliu不能操作该节点/u,
  },
  {
    title: 'an action that the state of the step does not allow',
    body: node(samples.incident, 'CLAIM', { processors: operator, processors_type: 'PERSON' }),
    code: 3900004,
    means: 'forbidden',
    says: /不能操作该节点/u,
  },
  {
    title: 'somebody who may not operate the ticket',
    endpoint: 'operate_ticket',
    body: ticket(samples.incident, 'SUSPEND', { operator: 'nobody', action_message: 'x' }),
    code: 3900004,
    means: 'forbidden',
    says: /^抱歉，nobody无权操作该单据$/u,
  },
  {
    title: 'resuming what is not suspended',
    endpoint: 'operate_ticket',
    body: ticket(samples.incident, 'UNSUSPEND'),
    code: 3900004,
    means: 'conflict',
    says: /^抱歉，该单据不在挂起中，无法操作$/u,
  },
  {
    title: 'a withdrawal that the flow forbids',
    endpoint: 'operate_ticket',
    body: ticket(samples.patterns, 'WITHDRAW', { operator: 'chenqi', action_message: 'x' }),
    code: 3900004,
    means: 'rejected',
    says: /当前流程配置无法撤单/u,
  },
  {
    title: "a withdrawal of somebody else's ticket",
    endpoint: 'operate_ticket',
    body: ticket(samples.incident, 'WITHDRAW'),
    code: 3900004,
    means: 'forbidden',
    says: /你无权撤销单据/u,
  },
  {
    title: 'a withdrawal of a ticket that is over',
    endpoint: 'operate_ticket',
    body: ticket('REQ20260901000017', 'WITHDRAW'),
    code: 3900004,
    means: 'conflict',
    says: /单据已经结束/u,
  },
  {
    title: 'an action that a ticket does not know',
    endpoint: 'operate_ticket',
    body: ticket(samples.incident, 'EXPLODE'),
    code: 3900004,
    means: 'rejected',
    says: /^单据操作失败，不支持的操作类型: EXPLODE$/u,
  },
  ...(['SUSPEND', 'TERMINATE'] as const).flatMap((action): readonly Refused[] => [
    {
      title: `${action} without a remark, of which the vendor's pages say that it is optional`,
      endpoint: 'operate_ticket',
      body: ticket(samples.incident, action, {}),
      code: 3900004,
      means: 'rejected',
      says: /action_message/u,
    },
    {
      title: `${action} with an empty remark`,
      endpoint: 'operate_ticket',
      body: ticket(samples.incident, action, { action_message: '' }),
      code: 3900004,
      means: 'rejected',
      says: /^该字段不能为空。$/u,
    },
    {
      title: `${action} with a remark of 256 characters`,
      endpoint: 'operate_ticket',
      body: ticket(samples.incident, action, { action_message: 'x'.repeat(256) }),
      code: 3900004,
      means: 'rejected',
      says: /255/u,
    },
  ]),
  {
    title: 'a step that is told to suspend',
    body: node(samples.incident, 'SUSPEND', { ...handOver, action_message: 'x' }),
    code: 3900005,
    means: 'rejected',
    says: /^节点暂不支持操作：SUSPEND$/u,
  },
  {
    title: 'a step that is told to terminate',
    body: node(samples.incident, 'TERMINATE', { action_message: 'x' }),
    code: 3900004,
    means: 'rejected',
    says: /unexpected keyword argument 'source'/u,
  },
  {
    title: 'a required field that was left out',
    body: submit(samples.incident, [{ key: 'cause', value: 'logs' }]),
    code: 3900005,
    means: 'rejected',
    says: /^单据处理失败，缺少参数/u,
    blames: ['solution'],
  },
  {
    title: 'a required field that is empty',
    body: submit(samples.incident, solvedBut('solution', '')),
    code: 3900004,
    means: 'rejected',
    says: /^【Solution】为必填项$/u,
    blames: ['solution'],
  },
  {
    title: 'an option that is not on the list',
    body: submit(samples.incident, solvedBut('cause', 'gremlins')),
    code: 3900004,
    means: 'rejected',
    says: /^【Cause】选项不匹配，请重新选择$/u,
    blames: ['cause'],
  },
  ...[
    ['list', ['a']] as const,
    ['object', { a: 1 }] as const,
    ['truth value', true] as const,
    ['null', null] as const,
  ].map(([name, value]): Refused => ({
    title: `a value that is a ${name}`,
    body: submit(samples.incident, solvedBut('solution', value)),
    code: 3900004,
    means: 'rejected',
    says: /./u,
    blames: ['solution'],
    isVague: true,
  })),
  {
    title: 'an empty number',
    body: submit(samples.open, [
      { key: 'feedback', value: 'x' },
      { key: 'score', value: '' },
    ]),
    code: 3900004,
    means: 'rejected',
    says: /could not convert string to float/u,
  },
  {
    title: 'a claim that does not say who claims',
    body: node(samples.release, 'CLAIM'),
    code: 3900004,
    means: 'rejected',
    says: /必填/u,
  },
  {
    title: 'a claim in the name of a stranger',
    body: node(samples.release, 'CLAIM', { processors: 'zhaoliu', processors_type: 'PERSON' }),
    code: 3900005,
    means: 'forbidden',
    says: /^您无法认领该单据/u,
  },
  {
    title: 'a hand-over that the step does not allow',
    body: node('INC20260901000014', 'DELIVER', { ...handOver, action_message: 'x' }),
    code: 3900005,
    means: 'rejected',
    says: /不支持转单操作/u,
  },
  {
    title: 'a hand-over without a remark',
    body: node(samples.dba, 'DELIVER', handOver),
    code: 3900005,
    means: 'rejected',
    says: /^转单描述信息不能为空/u,
  },
  {
    title: 'a hand-over with a blank remark',
    body: node(samples.dba, 'DELIVER', { ...handOver, action_message: ' ' }),
    code: 3900004,
    means: 'rejected',
    says: /^该字段不能为空。$/u,
  },
  {
    title: 'a hand-over to somebody outside the range',
    body: node(samples.incident, 'DELIVER', { ...handOver, processors: 'zhaoliu', action_message: 'x' }),
    code: 3900005,
    means: 'rejected',
    says: /^当前分配的/u,
  },
  {
    title: 'an assignment to somebody outside the range',
    body: node(samples.toAssign, 'DISTRIBUTE', { ...handOver, processors: 'chenqi' }),
    code: 3900005,
    means: 'rejected',
    says: /^当前分配的/u,
  },
];

function understand(answer: Answer, form: readonly BkField[] = []): TicketError | undefined {
  return readRefusal({ status: 200, body: answer, retryAfter: undefined, headers: {} }, { kind: 'write', form });
}

async function readForm(world: BkItsmWorld, sn: unknown): Promise<readonly BkField[]> {
  const { data } = await call(world, 'GET', 'get_ticket_status', { sn });
  const [step] = (data as { current_steps?: { fields: unknown[] }[] } | null)?.current_steps ?? [];
  return (step?.fields ?? []).map((field) => BkField.parse(field));
}

const dialects: readonly SandboxOptions[] = [{ dialect: '2.6.2' }, { dialect: '2.6.1' }];

for (const options of dialects) {
  describe(`BK-ITSM ${options.dialect}: a refusal is understood`, () => {
    for (const row of rows) {
      inWorld(
        row.title,
        async (world) => {
          const form = await readForm(world, row.body['sn']);
          const answer = await call(world, 'POST', row.endpoint ?? 'operate_node', row.body);
          assert.equal(answer.result, false);
          if (options.dialect === '2.6.2') assert.equal(answer.code, row.code, String(answer.message));
          const error = understand(answer, form);
          assert.equal(error?.code, row.means, `${answer.code}: ${answer.message}`);
          assert.match(error.serverMessage ?? '', row.says);
          assert.doesNotMatch(error.serverMessage ?? '', /ErrorDetail|接口异常|参数验证失败/u);
          if (row.blames !== undefined) {
            assert.deepEqual(
              error.fieldProblems.map(({ fieldKey }) => fieldKey),
              row.isVague === true && options.dialect === '2.6.1' ? [] : row.blames,
            );
          }
        },
        esb,
        options,
      );
    }

    inWorld(
      'somebody who has signed already is nobody to hand over to',
      async (world) => {
        const { signature } = samples;
        const fields = [
          { key: 'HUIQIANYIJIAN', value: 'TONGYI' },
          { key: 'HUIQIANBEIZHU', value: '' },
        ];
        assert.equal((await call(world, 'POST', 'operate_node', submit(signature, fields))).code, 0);
        world.settle();
        const body = node(signature, 'EXCEPTION_DISTRIBUTE', {
          operator: 'lisi',
          processors: operator,
          processors_type: 'PERSON',
          action_message: 'x',
        });
        const answer = await call(world, 'POST', 'operate_node', body);
        assert.equal(answer.code, 3900046);
        const error = understand(answer);
        assert.equal(error?.code, 'rejected');
        assert.match(error.serverMessage ?? '', /不允许向已经处理的人转单/u);
      },
      esb,
      options,
    );

    inWorld(
      'an engine that is past that point is a conflict',
      async (world) => {
        const fields = [
          { key: 'feedback', value: 'x' },
          { key: 'score', value: '5' },
        ];
        assert.equal((await call(world, 'POST', 'operate_node', submit(samples.open, fields))).code, 0);
        const answer = await call(world, 'POST', 'operate_node', submit(samples.open, fields));
        assert.equal(answer.code, 3900019);
        assert.equal(understand(answer)?.code, 'conflict');
      },
      esb,
      options,
    );

    inWorld(
      'a step that the server is busy with takes nothing',
      async (world) => {
        assert.equal((await call(world, 'POST', 'operate_node', submit(samples.incident, solved))).code, 0);
        const error = understand(await call(world, 'POST', 'operate_node', submit(samples.incident, solved)));
        assert.equal(error?.code, 'forbidden');
      },
      esb,
      options,
    );
  });
}

describe('BK-ITSM: the layers in front', () => {
  inWorld('every failed sign-in on the bus has one number, and only its words tell', async (world) => {
    const error = await assertTicketError(
      world.connect({ badCredentials: true }).readTicket(samples.dba, never),
      'unauthorized',
    );
    assert.equal(error.detail, 'code 1306000');
  });

  inWorld(
    'on the gateway it is a bad argument, with HTTP 400',
    async (world) => {
      const error = await assertTicketError(
        world.connect({ badCredentials: true }).readTicket(samples.dba, never),
        'unauthorized',
      );
      assert.equal(error.detail, 'code 1640001');
      assert.equal(world.records.at(-1)?.status, 400);
    },
    gateway,
  );

  for (const door of [esb, gateway]) {
    inWorld(
      `a wrong address says that the address is wrong (${door.name})`,
      async (world) => {
        const other = door === esb ? 'gateway' : 'esb';
        const error = await assertTicketError(
          world.connect({ settings: { door: other } }).readTicket(samples.dba, never),
          'notFound',
        );
        assert.ok(error.hint !== undefined);
      },
      door,
    );

    inWorld(
      `too many requests ask for patience (${door.name})`,
      async (world) => {
        world.sandbox.inject({ kind: 'rateLimit', times: 10 });
        await assertTicketError(
          world.connect({ limits: { maxRetries: 0 } }).readTicket(samples.dba, never),
          'rateLimited',
        );
      },
      door,
    );
  }

  inWorld('the bus that cannot reach the system leaves a write open, and a read undone', async (world) => {
    world.sandbox.inject({
      kind: 'status',
      status: 200,
      body: JSON.stringify({ result: false, code: 1306201, message: 'Third-party system interface', data: null }),
    });
    const provider = world.connect({ limits: { maxRetries: 0 } });
    await assertTicketError(provider.readTicket(samples.dba, never), 'unavailable');
    assert.ok(provider.rating !== undefined);
    await assertTicketError(provider.rating.rate(world.endedKey, 3, '', never), 'outcomeUnknown');
  });

  inWorld('a code that is a word is understood', async (world) => {
    const answer = await call(world, 'POST', 'get_tickets', { create_at__gte: 'yesterday' });
    assert.equal(typeof answer.code, 'string');
    assert.equal(
      readRefusal({ status: 200, body: answer, retryAfter: undefined, headers: {} }, { kind: 'read' })?.code,
      'unavailable',
    );
  });
});
