import assert from 'node:assert/strict';
import type { FieldValue } from '../../src/domain/field.ts';
import type { Operation, OperationInput } from '../../src/domain/operation.ts';
import type { TicketProvider } from '../../src/domain/provider.ts';
import type { Ticket } from '../../src/domain/ticket.ts';
import type { HuaweiSandboxOptions, ReceivedHuaweiRequest } from '../../src/sandbox/huawei/sandbox.ts';
import { entrances, openHuaweiOsmWorld, type Entrance, type HuaweiOsmWorld } from './huaweiOsmWorld.ts';
import { never, worldTest } from './providerContract.ts';

/** A test with a sandbox of its own. */
export function inWorld(
  title: string,
  body: (world: HuaweiOsmWorld) => Promise<void>,
  { entrance = entrances.token, ...options }: HuaweiSandboxOptions & { readonly entrance?: Entrance } = {},
): void {
  worldTest(() => openHuaweiOsmWorld(entrance, options))(title, body);
}

export function requestsTo({ sandbox }: HuaweiOsmWorld, endpoint: string): readonly ReceivedHuaweiRequest[] {
  return sandbox.requests.filter((request) => request.endpoint === endpoint);
}

/** The last one of that name. */
export function requestTo(world: HuaweiOsmWorld, endpoint: string): ReceivedHuaweiRequest {
  const request = requestsTo(world, endpoint).at(-1);
  assert.ok(request !== undefined, `no request to ${endpoint}`);
  return request;
}

export function operationOf(ticket: Ticket, key: string): Operation {
  const operation = ticket.operations.find((each) => each.key === key);
  assert.ok(operation !== undefined, `${key} is not among ${ticket.operations.map((each) => each.key).join(', ')}`);
  return operation;
}

/** Reads a ticket and carries out one of its operations. */
export async function runOnTicket(
  provider: TicketProvider,
  key: string,
  operationKey: string,
  input: OperationInput = {},
): Promise<void> {
  const operation = operationOf(await provider.readTicket(key, never), operationKey);
  await provider.runOperation({ key, stepId: undefined, operation, input }, never);
}

export function changes(...entries: readonly (readonly [string, FieldValue])[]): OperationInput {
  return { changes: new Map(entries) };
}

/** The fields of an operation with a form of its own. */
export async function formOf(provider: TicketProvider, key: string, operationKey: string) {
  const operation = operationOf(await provider.readTicket(key, never), operationKey);
  assert.ok(provider.operationForms !== undefined);
  return provider.operationForms.read({ key, stepId: undefined, operation }, never);
}
