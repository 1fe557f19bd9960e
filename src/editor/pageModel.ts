import { l10n } from 'vscode';
import type { Approval } from '../domain/approval.ts';
import type { Field } from '../domain/field.ts';
import type { Operation } from '../domain/operation.ts';
import type { OperationForm } from '../domain/operationForms.ts';
import type { TicketProvider } from '../domain/provider.ts';
import type { StepSigners } from '../domain/signers.ts';
import type { Step } from '../domain/step.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { FormModel, StepModel } from '../protocol/pageForm.ts';
import type { TicketSection, TicketSummary } from '../protocol/stepPage.ts';
import { operationLabel } from './operationText.ts';

/** The field for the remark of a decision: no system has a key like it. */
export const remarkKey = ':remark';

/** What the page may offer for tickets of a system. */
export interface PageAbilities {
  readonly sections: readonly TicketSection[];
  readonly canFollow: boolean;
  readonly canDownload: boolean;
}

/** As long as the system is not known. */
export const noAbilities: PageAbilities = { sections: [], canFollow: false, canDownload: false };

export function abilitiesOf(provider: TicketProvider): PageAbilities {
  const { history, conversation, workflow, relations, following, attachments } = provider;
  return {
    sections: [
      ...(history === undefined && conversation === undefined ? [] : ['timeline' as const]),
      ...(relations === undefined ? [] : ['relations' as const]),
      ...(workflow === undefined ? [] : ['workflow' as const]),
    ],
    canFollow: following !== undefined,
    canDownload: attachments !== undefined,
  };
}

export function toTicketSummary(ticket: Ticket, connectionLabel: string, abilities: PageAbilities): TicketSummary {
  return {
    key: ticket.ref.key,
    title: ticket.title,
    statusName: ticket.status.name,
    statusCategory: ticket.status.category,
    priority: ticket.priority,
    connectionLabel,
    creator: ticket.creator,
    people: ticket.people ?? [],
    createdAt: ticket.createdAt,
    updatedAt: ticket.updatedAt,
    isFollowed: ticket.isFollowed,
    canOpenInBrowser: ticket.url !== undefined,
    details: ticket.details ?? [],
    operations: ticket.operations.map(withLabel),
    ...abilities,
  };
}

export function toStepModel(step: Step, signers: StepSigners | undefined): StepModel {
  const submit = submitOf(step);
  return {
    id: step.id,
    name: step.name,
    statusName: step.status.name,
    category: step.status.category,
    processors: step.processors,
    waitsForMe: step.waitsForMe,
    // To those who do not sign now, the form of a signature says nothing: it holds defaults.
    fields: signers !== undefined && submit === undefined ? [] : formOf(step),
    submit: submit === undefined ? undefined : withLabel(submit),
    remarkKey: submit?.approval === undefined ? undefined : remarkKey,
    otherOperations: step.operations.filter(({ kind }) => kind !== 'submit').map(withLabel),
    cannotSubmit: step.cannotSubmit,
    signers,
  };
}

/** @param form `undefined`: it is not there yet */
export function toOperationModel(operation: Operation, form: OperationForm | undefined): FormModel {
  return {
    fields: form?.fields ?? [],
    submit: form === undefined ? undefined : withLabel(operation),
    remarkKey: undefined,
    cannotSubmit: undefined,
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

function withLabel(operation: Operation): Operation {
  return { ...operation, name: operationLabel(operation) };
}
