import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OperationInput, OperationKind } from '../../src/domain/operation.ts';
import type { OperationRequest, TicketProvider } from '../../src/domain/provider.ts';
import type { HuaweiSandboxOptions, ReceivedHuaweiRequest } from '../../src/sandbox/huawei/sandbox.ts';
import { doors, openHuaweiCocWorld, type Door, type HuaweiCocWorld } from './huaweiCocWorld.ts';
import { never } from './providerContract.ts';

export const [byPassword, byKeys, byToken] = doors as [Door, Door, Door];

/** A test with a sandbox of its own. */
export function inWorld(
  title: string,
  body: (world: HuaweiCocWorld) => Promise<void>,
  options: HuaweiSandboxOptions = {},
  door: Door = byToken,
): void {
  test(title, { timeout: 20_000 }, async () => {
    const world = await openHuaweiCocWorld(door, options);
    try {
      await body(world);
    } finally {
      await world.close();
    }
  });
}

/** An operation as the ticket offers it now, by its kind or its name. */
export async function find(
  provider: TicketProvider,
  key: string,
  wanted: OperationKind | { readonly name: string },
  input: OperationInput = {},
): Promise<OperationRequest> {
  const { steps, operations } = await provider.readTicket(key, never);
  const all = [
    ...steps.flatMap(({ id, operations: own }) => own.map((operation) => ({ stepId: id, operation }))),
    ...operations.map((operation) => ({ stepId: undefined, operation })),
  ];
  const found = all.find(({ operation }) =>
    typeof wanted === 'string' ? operation.kind === wanted : operation.name === wanted.name,
  );
  assert.ok(found !== undefined, `not offered: ${all.map(({ operation }) => operation.name).join(', ')}`);
  return { key, ...found, input };
}

/** Carries out what the ticket offers now. */
export async function run(
  provider: TicketProvider,
  key: string,
  wanted: OperationKind | { readonly name: string },
  input: OperationInput = {},
): Promise<void> {
  await provider.runOperation(await find(provider, key, wanted, input), never);
}

export function changes(values: Readonly<Record<string, string | readonly string[]>>): OperationInput {
  return { changes: new Map(Object.entries(values)) };
}

export function requestsTo(world: HuaweiCocWorld, endpoint: string): readonly ReceivedHuaweiRequest[] {
  return world.requests().filter((request) => request.endpoint === endpoint);
}

/** What the last request to an interface has sent. */
export function lastBody(world: HuaweiCocWorld, endpoint: string): unknown {
  return requestsTo(world, endpoint).at(-1)?.body;
}
