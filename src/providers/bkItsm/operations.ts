import type { Decision, DecisionRequest } from '../../domain/approval.ts';
import { TicketError } from '../../domain/errors.ts';
import type { FieldValue } from '../../domain/field.ts';
import { message } from '../../domain/message.ts';
import type { Operation, OperationInput } from '../../domain/operation.ts';
import type { OperationRequest } from '../../domain/provider.ts';
import { fillIn, readApprovalForm, type ApprovalForm } from './approvalForm.ts';
import type { BkItsmClient } from './client.ts';
import { encodeForm, whyNotSubmittable } from './encoding.ts';
import { readAssignee } from './people.ts';
import type { RequestEditing } from './requestEditing.ts';
import type { BkField, BkStep, BkStepWithForm } from './schema.ts';
import type { StepSignatures } from './signers.ts';
import { hasEnded } from './statuses.ts';
import { maxRemarkLength, readStep } from './steps.ts';
import { editRequestKey, readTicketOperations, type OperableTicket } from './ticketOperations.ts';
import { valuesByKey } from './values.ts';

const submitKey = 'TRANSITION';

/** What is done to tickets: each looks at the ticket again before it writes. */
export class BkItsmOperations {
  readonly #client: BkItsmClient;
  readonly #operator: string;
  readonly #signatures: StepSignatures;
  readonly #editing: RequestEditing | undefined;
  readonly #onWrite: (sn: string) => void;

  constructor(parts: {
    readonly client: BkItsmClient;
    readonly operator: string;
    readonly signatures: StepSignatures;
    /** `undefined`: requests cannot be edited on this connection. */
    readonly editing: RequestEditing | undefined;
    /** Called before and after something is done to a ticket. */
    readonly onWrite: (sn: string) => void;
  }) {
    this.#client = parts.client;
    this.#operator = parts.operator;
    this.#signatures = parts.signatures;
    this.#editing = parts.editing;
    this.#onWrite = parts.onWrite;
  }

  async run(request: OperationRequest, signal: AbortSignal): Promise<void> {
    await this.#writing(request.key, () => this.#run(request, signal));
  }

  async #writing(sn: string, write: () => Promise<void>): Promise<void> {
    this.#onWrite(sn);
    try {
      await write();
    } finally {
      this.#onWrite(sn);
    }
  }

  async #run(request: OperationRequest, signal: AbortSignal): Promise<void> {
    if (request.operation.key === editRequestKey) {
      if (this.#editing === undefined) throw gone();
      await this.#editing.run(request.key, request.input.changes ?? new Map(), signal);
    } else if (request.operation.scope === 'ticket') await this.#operateTicket(request, signal);
    else await this.#operateStep(request, signal);
  }

  async #operateTicket({ key, operation, input }: OperationRequest, signal: AbortSignal): Promise<void> {
    const remark = readRemark(operation, input);
    const status = await this.#client.getTicketStatus(key, signal);
    const isOver = hasEnded(status.current_status, {}, status);
    const offered = isOver
      ? []
      : readTicketOperations(status, { operator: this.#operator, editName: undefined }, undefined);
    if (!offered.some((each) => each.key === operation.key)) throw gone();
    await this.#client.operateTicket(key, operation.key, remark, signal);
  }

  async #operateStep({ key, stepId, operation, input }: OperationRequest, signal: AbortSignal): Promise<void> {
    if (input.decision !== undefined) {
      if (stepId === undefined) throw gone();
      await this.#decide({ key, stepId, decision: input.decision, remark: input.remark ?? '' }, false, signal);
      return;
    }
    const remark = readRemark(operation, input);
    const assignee = readAssignee(input.assignee);
    if (operation.needs.assignee && assignee.names === '') {
      throw new TicketError('rejected', { hint: message('Enter the user name of the person to hand it to.') });
    }
    const action = operation.key;
    if (action === submitKey) {
      await this.#submit(key, stepId, operation, () => input.changes ?? new Map(), signal);
      return;
    }
    const status = await this.#client.getTicketStatus(key, signal);
    const step = await this.#findStep({ sn: key, stepId }, status, operation, signal);
    const parameters = {
      // Who claims has to say so twice, although nothing in the vendor's pages tells.
      processors_type: action === 'CLAIM' ? 'PERSON' : assignee.type,
      processors: action === 'CLAIM' ? this.#operator : assignee.names,
      ...(remark === '' ? {} : { action_message: remark }),
    };
    await this.#client.operateNode({ sn: key, stepId: step.state_id, action, parameters }, signal);
  }

  /**
   * Decides a step that is an approval, whoever has read it.
   * @param prefersApprove by the gateway's own interface where it takes the step
   */
  async decide(request: DecisionRequest, prefersApprove: boolean, signal: AbortSignal): Promise<void> {
    await this.#writing(request.key, () => this.#decide(request, prefersApprove, signal));
  }

  async #decide(
    { key, stepId, decision, remark }: DecisionRequest,
    prefersApprove: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const status = await this.#client.getTicketStatus(key, signal);
    const step = await this.#findStep({ sn: key, stepId }, status, { key: submitKey }, signal);
    const form = readApprovalForm(step.fields);
    if (form === undefined) throw formChanged();
    const text = checkDecision(form, decision, remark);
    // A signature has a list in place of the two buttons, and words of its own for the answers.
    if (
      prefersApprove &&
      step.status === 'RUNNING' &&
      form.isRadio &&
      form.approve.key === 'true' &&
      form.reject.key === 'false'
    ) {
      const request = { sn: key, stepId, isApproved: decision === 'approve', remark: text };
      await this.#signatures.submit(key, stepId, true, () => this.#client.approve(request, signal));
      return;
    }
    await this.#submit(
      key,
      stepId,
      { key: submitKey },
      (fields) => {
        const now = readApprovalForm(fields);
        if (now === undefined) throw formChanged();
        return fillIn(now, decision, text);
      },
      signal,
    );
  }

  async #submit(
    key: string,
    stepId: string | undefined,
    operation: Pick<Operation, 'key'>,
    makeChanges: (form: readonly BkField[]) => ReadonlyMap<string, FieldValue>,
    signal: AbortSignal,
  ): Promise<void> {
    const [status, info] = await Promise.all([
      this.#client.getTicketStatusWithForms(key, signal),
      this.#client.getTicketInfo(key, signal),
    ]);
    const step: BkStepWithForm = await this.#findStep(
      { sn: key, stepId, flowId: info.flow_id },
      status,
      operation,
      signal,
    );
    const form = step.fields;
    const changes = makeChanges(form);
    for (const fieldKey of changes.keys()) {
      if (!form.some((field) => field.key === fieldKey)) throw formChanged();
    }
    const values = valuesByKey(info.fields);
    const obstacle = whyNotSubmittable(form, values);
    if (obstacle !== undefined) throw new TicketError('rejected', { detail: 'cannot be submitted', hint: obstacle });
    const fields = encodeForm(form, values, changes);
    const emptyNumbers = form.filter(
      (field) => field.type === 'INT' && fields.some((sent) => sent.key === field.key && sent.value.trim() === ''),
    );
    if (emptyNumbers.length > 0) {
      throw new TicketError('rejected', {
        detail: 'empty INT',
        fieldProblems: emptyNumbers.map((field) => ({
          fieldKey: field.key,
          message: message('Enter a number: the server cannot take an empty one, even where the field is optional.'),
        })),
      });
    }
    const request = { sn: key, stepId: step.state_id, action: operation.key, parameters: { fields }, form };
    await this.#signatures.submit(key, step.state_id, false, () => this.#client.operateNode(request, signal));
  }

  /** The step as it is now, if the operation is still offered. */
  async #findStep<S extends BkStep>(
    {
      sn,
      stepId,
      flowId,
    }: { readonly sn: string; readonly stepId: string | undefined; readonly flowId?: string | undefined },
    status: Omit<OperableTicket, 'current_steps'> & { readonly current_steps: readonly S[] },
    operation: Pick<Operation, 'key'>,
    signal: AbortSignal,
  ): Promise<S> {
    if (status.current_status === 'SUSPENDED') {
      throw new TicketError('conflict', {
        detail: 'suspended',
        hint: message('The ticket is suspended. Resume it before you go on with its steps.'),
      });
    }
    const step = status.current_steps.find((each) => each.state_id === stepId);
    if (step === undefined) throw gone();
    const signing = (await this.#signatures.read(sn, flowId, [step], signal)).get(step.state_id);
    const { operations } = readStep(step, { operator: this.#operator, isSuspended: false, signing });
    if (!operations.some((each) => each.key === operation.key)) throw gone();
    return step;
  }
}

function gone(): TicketError {
  return new TicketError('conflict', {
    detail: 'not offered any more',
    hint: message('The ticket has moved on: this can no longer be done to it. Reload it.'),
  });
}

function formChanged(): TicketError {
  return new TicketError('conflict', {
    detail: 'the form has changed',
    hint: message('The form of this step has changed. Reload the ticket.'),
  });
}

/** @returns the remark as it is sent */
function checkDecision({ approval }: ApprovalForm, decision: Decision, remark: string): string {
  const text = remark.trim();
  const need = decision === 'approve' ? approval.approveRemark : approval.rejectRemark;
  if (need === 'required' && text === '') {
    throw new TicketError('rejected', { detail: 'no remark', hint: message('Say why: the server wants a remark.') });
  }
  return text;
}

/** The server refuses an empty remark, and a long one, after it has begun. */
function readRemark({ needs }: Operation, input: OperationInput): string {
  const remark = (input.remark ?? '').trim();
  if (needs.remark === 'required' && remark === '') {
    throw new TicketError('rejected', { hint: message('Say why: the server wants a remark.') });
  }
  if (remark.length > maxRemarkLength) {
    throw new TicketError('rejected', {
      hint: message('The remark has {0} characters; the server takes {1}.', remark.length, maxRemarkLength),
    });
  }
  return remark;
}
