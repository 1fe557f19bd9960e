import type { Itsm, Parameters } from './itsm.ts';
import { plainText } from './plainText.ts';
import { cleanRefusal, serverError } from './refusal.ts';
import { designedProcessors, inOrder, isMulti } from './serviceQueries.ts';
import type { FlowDesign, NodeDesign } from './ticketModel.ts';
import { viewStepField } from './ticketViews.ts';
import type { BkState, BkTransition, BkWorkflow } from './wire.ts';

/**
 * get_workflow_detail (contract §1.7): the version of a workflow. The server takes coordinates (`axis`) out of states
 * and transitions, and default values, layout and hide rules out of fields.
 * @throws Refusal
 */
export function getWorkflowDetail(itsm: Itsm, parameters: Parameters): BkWorkflow {
  const given = plainText(parameters['workflow_id']);
  if (given !== '' && !/^\d+$/.test(given)) throw serverError(`Field 'id' expected a number but got '${given}'.`);
  const flow = findFlow(itsm, Number(given));
  if (flow === undefined) throw cleanRefusal(3900404, '查找对象不存在');
  const { store } = itsm;
  return {
    name: flow.serviceName,
    flow_type: flow.serviceType,
    desc: '',
    version_number: `20260801${String(flow.versionId).padStart(6, '0')}`,
    states: viewStates(flow, (node) => node.fields.map((design) => store.versionFieldId(design))),
    transitions: viewTransitions(flow),
    fields: flow.nodes.flatMap(({ stateId, fields }) => {
      return fields.map((design) => viewStepField(design, store.versionFieldId(design), flow.versionId, stateId));
    }),
  };
}

function findFlow({ catalog, store }: Itsm, versionId: number): FlowDesign | undefined {
  const flows = [...catalog.services.map(({ flow }) => flow), ...store.list().map(({ flow }) => flow)];
  return flows.find((flow) => flow.versionId === versionId);
}

/** START and END come behind the steps, whose ids are given by the designs. */
function endIds({ nodes }: FlowDesign): { readonly startId: number; readonly endId: number } {
  const greatest = Math.max(...nodes.map(({ stateId }) => stateId));
  return { startId: greatest + 1, endId: greatest + 2 };
}

function viewStates(flow: FlowDesign, fieldIds: (node: NodeDesign) => readonly number[]): readonly BkState[] {
  const { startId, endId } = endIds(flow);
  const bare = (id: number, name: string, type: string): BkState => ({
    id,
    workflow: flow.versionId,
    name,
    type,
    tag: 'DEFAULT',
    is_first_state: false,
    processors_type: 'OPEN',
    processors: '',
    assignors_type: 'EMPTY',
    assignors: '',
    delivers_type: 'EMPTY',
    delivers: '',
    distribute_type: 'PROCESS',
    can_deliver: false,
    is_terminable: false,
    is_multi: false,
    is_sequential: false,
    fields: [],
    extras: {},
  });
  return [
    bare(startId, '开始', 'START'),
    ...inOrder(flow).map((node): BkState => {
      const processors = designedProcessors(node);
      return {
        ...bare(node.stateId, node.name, node.type),
        is_first_state: flow.start.includes(node.stateId),
        processors_type: processors.type,
        processors: processors.ids.join(','),
        ...(node.distribute.startsWith('DISTRIBUTE')
          ? { assignors_type: rangeType(node.assignable, node.assignableType), assignors: node.assignable.join(',') }
          : {}),
        ...(node.canDeliver
          ? { delivers_type: rangeType(node.deliverTo, node.deliverToType), delivers: node.deliverTo.join(',') }
          : {}),
        distribute_type: node.distribute,
        can_deliver: node.canDeliver,
        is_terminable: node.canTerminate,
        is_multi: isMulti(node),
        is_sequential: node.isSequential,
        fields: fieldIds(node),
      };
    }),
    bare(endId, '结束', 'END'),
  ];
}

function rangeType(range: readonly string[], type = 'PERSON'): string {
  return range.length === 0 ? 'OPEN' : type;
}

function viewTransitions(flow: FlowDesign): readonly BkTransition[] {
  const { startId, endId } = endIds(flow);
  const steps: readonly (readonly [from: number, to: number, name: string])[] = [
    ...flow.start.map((stateId) => [startId, stateId, ''] as const),
    ...inOrder(flow).flatMap(({ stateId, next, onReject }) => [
      ...(next.length === 0 ? [endId] : next).map((to) => [stateId, to, '默认'] as const),
      ...(onReject === undefined || onReject === 'terminate' ? [] : onReject).map(
        (to) => [stateId, to, '拒绝'] as const,
      ),
    ]),
  ];
  return steps.map(([from, to, name], index) => ({
    id: flow.versionId * 100 + index,
    workflow: flow.versionId,
    name,
    from_state: from,
    to_state: to,
    direction: 'FORWARD',
    condition_type: name === '拒绝' ? 'by_field' : 'default',
    condition: {},
  }));
}
