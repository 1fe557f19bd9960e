import type { Approval, Decision } from '../../domain/approval.ts';
import { findRemarkProblem } from '../../domain/decision.ts';
import { TicketError } from '../../domain/errors.ts';
import type { Field } from '../../domain/field.ts';
import { validateForm } from '../../domain/form.ts';
import { message, type Message } from '../../domain/message.ts';
import type { Operation, OperationInput, OperationKind } from '../../domain/operation.ts';
import { encodeForm, type Locale } from './fields.ts';

export type Params = Readonly<Record<string, unknown>>;

/** What is filled in for an action, and what becomes of it in `params` (contract §2.6). */
export type ActionInput =
  | { readonly kind: 'nothing' }
  /** One text: asked for as a remark. */
  | {
      readonly kind: 'remark';
      readonly param: string;
      readonly need: 'optional' | 'required';
      readonly maxLength: number | undefined;
    }
  /** `belongsToStep`: what the step is there for, so its form is that of the step; else the operation has one of its own. */
  | { readonly kind: 'form'; readonly belongsToStep: boolean; readonly fields: () => readonly Field[] }
  | {
      readonly kind: 'decision';
      readonly maxLength: number;
      readonly answers: Readonly<Record<Decision, DecisionAnswer>>;
    };

/** What is sent for one answer of a decision. */
export interface DecisionAnswer extends Target {
  readonly toParams: (note: string) => Params;
}

/** What is told to do something. */
interface Target {
  /** As the wire has it, misspelt or not. */
  readonly wireKey: string;
  /** The task of an incident that it is done to; `undefined`: an issue's action. */
  readonly taskId: string | undefined;
}

/** What is sent. */
export interface ActionRequest extends Target {
  readonly params: Params;
}

/** Something that can be done to an issue or incident. */
export interface Action extends Target {
  /** Unique within its ticket. */
  readonly key: string;
  readonly kind: OperationKind;
  readonly name: string;
  readonly scope: Operation['scope'];
  readonly isIrreversible: boolean;
  readonly note: Message | undefined;
  readonly input: ActionInput;
  /** Sent with whatever is filled in. */
  readonly constants: Params;
}

/** An action with what most have. */
export function makeAction(
  action: Pick<Action, 'key' | 'kind' | 'name'> & Partial<Omit<Action, 'key' | 'kind' | 'name'>>,
): Action {
  return {
    scope: 'step',
    isIrreversible: false,
    note: undefined,
    input: { kind: 'nothing' },
    constants: {},
    wireKey: action.key,
    taskId: undefined,
    ...action,
  };
}

/** How an action is offered. */
export function toOperation(action: Action, { translate }: Locale): Operation {
  const { key, kind, name, scope, isIrreversible, note, input } = action;
  return {
    key,
    kind,
    name,
    scope,
    isIrreversible,
    needs: {
      form: (input.kind === 'form' && input.belongsToStep) || input.kind === 'decision',
      remark: input.kind === 'remark' ? input.need : 'none',
      remarkMaxLength: input.kind === 'remark' ? input.maxLength : undefined,
      assignee: false,
    },
    ...(input.kind === 'form' && !input.belongsToStep ? { hasOwnForm: true } : {}),
    ...(input.kind === 'decision' ? { approval: toApproval(input.maxLength, translate) } : {}),
    ...(note === undefined ? {} : { note }),
  };
}

function toApproval(remarkMaxLength: number, translate: Locale['translate']): Approval {
  return {
    approveName: translate(message('Approve')),
    rejectName: translate(message('Reject')),
    approveRemark: 'optional',
    rejectRemark: 'optional',
    remarkMaxLength,
  };
}

/**
 * What is sent for an action.
 * @throws TicketError `rejected` with field problems, before anything is sent
 */
export function toRequest(action: Action, input: OperationInput, locale: Locale): ActionRequest {
  const { wireKey, taskId, constants } = action;
  const wanted = action.input;
  if (wanted.kind !== 'decision') {
    return { wireKey, taskId, params: { ...constants, ...toParams(wanted, input, locale) } };
  }
  const { decision, remark = '' } = input;
  if (decision === undefined) throw new TicketError('rejected', { detail: 'neither approved nor rejected' });
  const problem = findRemarkProblem(toApproval(wanted.maxLength, locale.translate), decision, remark);
  if (problem !== undefined) throw new TicketError('rejected', { detail: 'bad remark', hint: problem });
  const answer = wanted.answers[decision];
  return {
    wireKey: answer.wireKey,
    taskId: answer.taskId,
    params: { ...constants, ...answer.toParams(remark.trim()) },
  };
}

function toParams(
  wanted: Exclude<ActionInput, { readonly kind: 'decision' }>,
  input: OperationInput,
  locale: Locale,
): Params {
  switch (wanted.kind) {
    case 'nothing':
      return {};
    case 'remark': {
      const remark = (input.remark ?? '').trim();
      if (wanted.need === 'required' && remark === '') {
        throw new TicketError('rejected', { hint: message('Say why: the server wants a remark.') });
      }
      return remark === '' ? {} : { [wanted.param]: remark };
    }
    case 'form': {
      const fields = wanted.fields();
      const changes = input.changes ?? new Map();
      const fieldProblems = validateForm(fields, changes);
      if (fieldProblems.length > 0) throw new TicketError('rejected', { detail: 'bad values', fieldProblems });
      return encodeForm(fields, changes, locale.timeZone);
    }
  }
}

/** The form that is the step's own. */
export function stepFormOf(actions: readonly Action[]): readonly Field[] {
  for (const { input } of actions) if (input.kind === 'form' && input.belongsToStep) return input.fields();
  return [];
}
