import { after } from 'node:test';
import assert from 'node:assert/strict';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../../../src/sandbox/bkItsm/sandbox.ts';
import type { BkCreated, BkTicketInfo, BkTicketStatus } from '../../../../src/sandbox/bkItsm/wire.ts';

export interface Answer {
  readonly result: boolean;
  readonly code: number | string;
  readonly message: string;
  readonly data: unknown;
}

/** A sandbox that moves only on `runEngine()` and is closed after the file's tests, with calls through the ESB door. */
export interface TestSandbox {
  readonly sandbox: Sandbox;
  readonly authorization: Readonly<Record<string, string>>;
  readonly get: (name: string, query: Readonly<Record<string, string>>) => Promise<Answer>;
  readonly post: (name: string, body: unknown) => Promise<Answer>;
  /** Through the gateway: a POST when there is a body. */
  readonly gateway: (name: string, query: Readonly<Record<string, string>>, body?: unknown) => Promise<Answer>;
  /** create_ticket by the operator, then the engine runs. @returns the sn */
  readonly create: (
    serviceId: number,
    values: Readonly<Record<string, unknown>>,
    rest?: Readonly<Record<string, unknown>>,
  ) => Promise<string>;
  readonly status: (sn: string) => Promise<BkTicketStatus>;
  readonly info: (sn: string) => Promise<BkTicketInfo>;
  /** operate_node by the operator, unless `rest` names another. */
  readonly operate: (sn: string, action: string, rest?: Readonly<Record<string, unknown>>) => Promise<Answer>;
  readonly transition: (
    sn: string,
    stateId: number,
    values: Readonly<Record<string, unknown>>,
    operator?: string,
  ) => Promise<Answer>;
  readonly operateTicket: (sn: string, action: string, rest?: Readonly<Record<string, unknown>>) => Promise<Answer>;
}

export async function openSandbox(options: SandboxOptions = {}): Promise<TestSandbox> {
  const sandbox = await startSandbox({ engineDelay: 'manual', ...options });
  after(() => sandbox.close());
  const { appCode, appSecret, token, operator } = sandbox;
  const authorization = {
    'X-Bkapi-Authorization': JSON.stringify({ bk_app_code: appCode, bk_app_secret: appSecret, bk_token: token }),
  };
  const base = `${sandbox.esbUrl}/api/c/compapi/v2/itsm`;
  const call = async (url: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(url, { ...init, headers: authorization });
    assert.equal(response.status, 200);
    return (await response.json()) as Answer; // the envelope is always there
  };
  const get: TestSandbox['get'] = (name, query) => call(`${base}/${name}/?${new URLSearchParams(query).toString()}`);
  const post: TestSandbox['post'] = (name, body) =>
    call(`${base}/${name}/`, { method: 'POST', body: JSON.stringify(body) });
  return {
    sandbox,
    authorization,
    get,
    post,
    gateway: (name, query, body) => {
      const url = `${sandbox.gatewayUrl}/v2/itsm/${name}/?${new URLSearchParams(query).toString()}`;
      return call(url, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
    },
    create: async (serviceId, values, rest = {}) => {
      const fields = Object.entries({ title: 'x', ...values }).map(([key, value]) => ({ key, value }));
      const answer = await post('create_ticket', { service_id: serviceId, creator: operator, fields, ...rest });
      assert.equal(answer.message, 'success');
      sandbox.runEngine();
      return (answer.data as BkCreated).sn;
    },
    status: async (sn) => (await get('get_ticket_status', { sn })).data as BkTicketStatus,
    info: async (sn) => (await get('get_ticket_info', { sn })).data as BkTicketInfo,
    operate: (sn, action, rest = {}) => {
      return post('operate_node', { sn, operator, state_id: 2, action_type: action, ...rest });
    },
    transition: (sn, stateId, values, by = operator) => {
      const fields = Object.entries(values).map(([key, value]) => ({ key, value }));
      return post('operate_node', { sn, operator: by, state_id: stateId, action_type: 'TRANSITION', fields });
    },
    operateTicket: (sn, action, rest = {}) => {
      return post('operate_ticket', { sn, operator, action_type: action, action_message: 'test', ...rest });
    },
  };
}

/** Asserts a refusal as servers from 2.6.2 on word it: one text inside a Python repr. */
export function assertRefused(answer: Answer, text: string): void {
  assert.deepEqual([answer.result, answer.code, answer.data], [false, 3900004, null]);
  assert.equal(answer.message, `接口异常，请检查请求参数: [ErrorDetail(string='${text}', code='invalid')]`);
}

/** The same for a refusal by the check of a field. */
export function assertFieldRefused(answer: Answer, text: string): void {
  assert.deepEqual([answer.result, answer.code, answer.data], [false, 3900004, null]);
  assert.equal(answer.message, `接口异常，请检查请求参数: {'fields': [ErrorDetail(string='${text}', code='invalid')]}`);
}

export function assertDone(answer: Answer): void {
  assert.deepEqual([answer.result, answer.code, answer.message, answer.data], [true, 0, 'success', []]);
}
