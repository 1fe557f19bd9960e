import type { Operation, OperationNeeds } from '../../domain/operation.ts';
import type { Step, StepStatus } from '../../domain/step.ts';
import { readApprovalForm } from './approvalForm.ts';
import { isOpenToAll, readProcessors } from './processors.ts';
import type { BkOperation, BkStep } from './schema.ts';
import { decodeEntities } from './serverText.ts';
import { isTurnOf, type Signing } from './signing.ts';
import { readStepStatus } from './statuses.ts';

/** The server refuses a longer remark. */
export const maxRemarkLength = 255;

export const needsNothing: OperationNeeds = {
  form: false,
  remark: 'none',
  remarkMaxLength: undefined,
  assignee: false,
};
export const needsRemark: OperationNeeds = { ...needsNothing, remark: 'required', remarkMaxLength: maxRemarkLength };

export type OperationMeaning = Pick<Operation, 'kind' | 'needs' | 'isIrreversible' | 'note'>;

/** What a step can be told, by the step status that allows it. Others are for the ticket, or nothing a client can do. */
const stepOperations: Readonly<Record<string, OperationMeaning & { readonly status: string }>> = {
  TRANSITION: { kind: 'submit', status: 'RUNNING', needs: { ...needsNothing, form: true }, isIrreversible: false },
  CLAIM: { kind: 'claim', status: 'RECEIVING', needs: needsNothing, isIrreversible: false },
  DISTRIBUTE: {
    kind: 'assign',
    status: 'DISTRIBUTING',
    needs: { ...needsNothing, remark: 'optional', remarkMaxLength: maxRemarkLength, assignee: true },
    isIrreversible: false,
  },
  DELIVER: { kind: 'transfer', status: 'RUNNING', needs: { ...needsRemark, assignee: true }, isIrreversible: false },
};

interface StepReader {
  readonly operator: string;
  /** Of the ticket: the server does not stop anybody from going on with a suspended one, so we do. */
  readonly isSuspended: boolean;
  /** How far it has come where several people sign it; `undefined`: it is none of those, or it is not known. */
  readonly signing: Signing | undefined;
}

/** A step without its form. */
export function readStep(step: BkStep, { operator, isSuspended, signing }: StepReader): Step {
  const processors = readProcessors(step);
  const status = signing === undefined ? readStepStatus(step) : readSigningStatus(step, signing);
  const isMine = signing === undefined ? processors.includes(operator) : isTurnOf(signing, operator);
  const isWaiting = status.category === 'active' || status.category === 'toClaim' || status.category === 'toAssign';
  const canAct = (isMine || isOpenToAll(step)) && !isSuspended;
  return {
    id: step.state_id,
    name: decodeEntities(step.name),
    status,
    processors,
    waitsForMe: isMine && isWaiting && !isSuspended,
    operations:
      canAct && isWaiting
        ? step.operations.flatMap((operation) => readStepOperation(operation, step, signing !== undefined))
        : [],
    isDecision: readApprovalForm(step.fields) === undefined ? undefined : true,
    fields: undefined,
    cannotSubmit: undefined,
  };
}

/** To the server it is busy from the first signature to the last; in truth it waits for those who are left. */
function readSigningStatus(step: BkStep, { left, isPending }: Signing): StepStatus {
  const status = readStepStatus(step);
  if (left.length === 0 || isPending) return { ...status, category: 'working' };
  return { code: status.code, name: readStepStatus({ ...step, status: 'RUNNING' }).name, category: 'active' };
}

function readStepOperation({ key, name }: BkOperation, step: BkStep, isSigned: boolean): readonly Operation[] {
  const meaning = Object.hasOwn(stepOperations, key) ? stepOperations[key] : undefined;
  if (meaning === undefined) return [];
  if (meaning.status !== step.status && !(isSigned && meaning.kind === 'submit')) return [];
  const { status: _status, ...rest } = meaning;
  const approval = key === 'TRANSITION' ? readApprovalForm(step.fields)?.approval : undefined;
  return [{ key, name: name === '' ? key : name, scope: 'step', ...rest, ...(approval && { approval }) }];
}
