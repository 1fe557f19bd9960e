import { l10n } from 'vscode';
import type { Approval } from '../domain/approval.ts';
import type { Field } from '../domain/field.ts';
import type { Operation } from '../domain/operation.ts';
import type { TicketProvider } from '../domain/provider.ts';
import type { StepSigners } from '../domain/signers.ts';
import type { Step } from '../domain/step.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { StepModel, TicketSection, TicketSummary } from '../protocol/stepPage.ts';
import { operationLabel } from './operationText.ts';

/** The field for the remark of a decision: no system has a key like it. */
export const remarkKey = ':remark';

export function toTicketSummary(
  ticket: Ticket,
  connectionLabel: string,
  sections: readonly TicketSection[],
): TicketSummary {
  return {
    key: ticket.ref.key,
    title: ticket.title,
    statusName: ticket.status.name,
    statusCategory: ticket.status.category,
    connectionLabel,
    creator: ticket.creator,
    createdAt: ticket.createdAt,
    canOpenInBrowser: ticket.url !== undefined,
    details: ticket.details ?? [],
    sections,
  };
}

/** What the page may offer to read of a ticket of this system. */
export function sectionsOf({ history, workflow }: TicketProvider): readonly TicketSection[] {
  return [
    ...(history === undefined ? [] : ['history' as const]),
    ...(workflow === undefined ? [] : ['workflow' as const]),
  ];
}

export function toStepModel(ticket: Ticket, step: Step, signers: StepSigners | undefined): StepModel {
  const submit = withLabel(submitOf(step));
  return {
    id: step.id,
    name: step.name,
    statusName: step.status.name,
    category: step.status.category,
    processors: step.processors,
    waitsForMe: step.waitsForMe,
    // To those who do not sign now, the form of a signature says nothing: it holds defaults.
    fields: signers !== undefined && submit === undefined ? [] : formOf(step),
    submit,
    remarkKey: submit?.approval === undefined ? undefined : remarkKey,
    otherOperations: [...step.operations.filter(({ kind }) => kind !== 'submit'), ...ticket.operations].map(withLabel),
    cannotSubmit: step.cannotSubmit,
    signers,
  };
}

export function submitOf(step: Step): Operation | undefined {
  return step.operations.find(({ kind }) => kind === 'submit');
}

/** The form of a step as the page has it: a decision needs a remark and nothing else, whatever the system makes of it. */
export function formOf(step: Step): readonly Field[] {
  const fields = step.fields ?? [];
  const approval = submitOf(step)?.approval;
  if (approval === undefined) return fields;
  return [...fields.filter(({ isReadOnly }) => isReadOnly), remarkField(approval)];
}

function remarkField({ approveRemark, rejectRemark, remarkMaxLength }: Approval): Field {
  return {
    type: 'text',
    key: remarkKey,
    label: l10n.t('Remark'),
    description: remarkHint(approveRemark !== 'none', rejectRemark),
    // Whether it must be given depends on the answer.
    isRequired: approveRemark === 'required' && rejectRemark === 'required',
    isReadOnly: false,
    value: '',
    rules: [],
    isMultiline: true,
    maxLength: remarkMaxLength,
  };
}

function remarkHint(goesWithApproval: boolean, rejectRemark: Approval['rejectRemark']): string {
  if (!goesWithApproval) return l10n.t('Goes with a rejection only.');
  return rejectRemark === 'required' ? l10n.t('Needed for a rejection.') : '';
}

function withLabel<T extends Operation | undefined>(operation: T): T {
  return operation === undefined ? operation : { ...operation, name: operationLabel(operation) };
}
