import { everydaySamples } from './everyday.ts';
import { flowSamples } from './flows.ts';
import { formSamples } from './forms.ts';
import { field, flow, node, requestNode, secondStep } from './designs.ts';
import { operator, type Sample } from './sample.ts';
import { statusSamples } from './statuses.ts';
import type { TicketDesign } from '../ticketStore.ts';

/** Every sample, the oldest id first. */
export const samples: readonly Sample[] = [...everydaySamples, ...formSamples, ...flowSamples, ...statusSamples];

const plainFlow = flow('request', 400, [
  requestNode([], [2]),
  node(2, 'Handle', { processors: [operator], canDeliver: true, fields: [field('TEXT', 'result', 'Result')] }),
]);

/** The ticket number `count` of a benchmark: RUNNING, one step for the operator. */
export function plainTicket(count: number): TicketDesign {
  return {
    sn: `REQ20260902${String(count).padStart(6, '0')}`,
    title: `Plain request ${count}`,
    creator: 'lisi',
    hoursAgo: 1,
    flow: plainFlow,
    nodes: secondStep('RUNNING'),
  };
}
