import { test } from 'node:test';
import type { Field } from '../../src/domain/field.ts';
import type { OperationInput, OperationKind } from '../../src/domain/operation.ts';
import type { TicketProvider } from '../../src/domain/provider.ts';
import type { Fault, ReceivedRequest, SandboxOptions } from '../../src/sandbox/bkItsm/sandbox.ts';
import { doors, openBkItsmWorld, type BkItsmWorld, type Door } from './bkItsmWorld.ts';
import { findOperation, never, onlyStep } from './providerContract.ts';

export const [esb, , parameters, gateway] = doors as [Door, Door, Door, Door];

/** Numbers of the sandbox's tickets, by what they are there for. */
export const samples = {
  dba: 'REQ20260901000001',
  release: 'CRQ20260901000002',
  approval: 'REQ20260901000003',
  incident: 'INC20260901000004',
  mine: 'REQ20260901000005',
  toAssign: 'INC20260901000006',
  allTypes: 'REQ20260901000007',
  tables: 'REQ20260901000008',
  signature: 'CRQ20260901000010',
  stuck: 'INC20260901000012',
  open: 'REQ20260901000013',
  patterns: 'REQ20260901000015',
  slave: 'INC20260901000023',
} as const;

/** A test with a sandbox of its own. */
export function inWorld(
  title: string,
  body: (world: BkItsmWorld) => Promise<void>,
  door: Door = esb,
  options: SandboxOptions = {},
): void {
  test(title, { timeout: 20_000 }, async () => {
    const world = await openBkItsmWorld(door, options);
    try {
      await body(world);
    } finally {
      await world.close();
    }
  });
}

/** Reads a ticket and carries out an operation of the ticket as a whole. */
export async function runOnTicket(
  provider: TicketProvider,
  key: string,
  kind: OperationKind,
  input: OperationInput = {},
): Promise<void> {
  const { operations } = await provider.readTicket(key, never);
  const operation = findOperation(operations, kind);
  await provider.runOperation({ key, stepId: undefined, operation, input }, never);
}

/** What has been sent that changes a ticket, but for what `call` has sent. */
export function writesOf(world: BkItsmWorld): readonly ReceivedRequest[] {
  return world.sandbox.requests.filter((request) => request.endpoint.startsWith('operate_'));
}

export function requestsTo(world: BkItsmWorld, endpoint: string): readonly ReceivedRequest[] {
  return world.sandbox.requests.filter((request) => request.endpoint === endpoint);
}

export function storedValue(world: BkItsmWorld, sn: string, key: string): unknown {
  const fields = world.sandbox.findTicket(sn)?.fields.filter((field) => field.design.key === key) ?? [];
  return fields.map((field) => field.value).find((value) => value !== null && value !== undefined);
}

export interface Answer {
  readonly result?: boolean;
  readonly code: number | string;
  readonly message?: string;
  readonly data: unknown;
}

/** Speaks to the sandbox without a provider: what the server itself does. */
export async function call(
  world: BkItsmWorld,
  method: 'GET' | 'POST',
  endpoint: string,
  data: Readonly<Record<string, unknown>>,
  isGateway = false,
): Promise<Answer> {
  const { sandbox } = world;
  const root = isGateway ? `${sandbox.gatewayUrl}/v2/itsm/` : `${sandbox.esbUrl}/api/c/compapi/v2/itsm/`;
  const url = new URL(`${root}${endpoint}/`);
  if (method === 'GET') for (const [key, value] of Object.entries(data)) url.searchParams.set(key, String(value));
  const response = await fetch(url, {
    method,
    headers: {
      'content-type': 'application/json',
      'x-bkapi-authorization': JSON.stringify({
        bk_app_code: sandbox.appCode,
        bk_app_secret: sandbox.appSecret,
        bk_token: sandbox.token,
      }),
    },
    ...(method === 'POST' ? { body: JSON.stringify(data) } : {}),
  });
  return (await response.json()) as Answer;
}

/** The server refuses, in the words of whichever of its layers. */
export function refusalOf(endpoint: string, code: number | string, message: string, status = 200): Fault {
  return { kind: 'status', endpoint, status, body: JSON.stringify({ result: false, code, message, data: null }) };
}

/** The fields of a ticket's only step. */
export async function formOf(provider: TicketProvider, key: string): Promise<readonly Field[]> {
  return onlyStep(await provider.readTicket(key, never)).fields ?? [];
}
