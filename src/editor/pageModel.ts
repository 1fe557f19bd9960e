import type { Operation } from '../domain/operation.ts';
import type { Step } from '../domain/step.ts';
import type { Ticket } from '../domain/ticket.ts';
import type { StepModel, TicketSummary } from '../protocol/stepPage.ts';
import { operationLabel } from './operationText.ts';

export function toTicketSummary(ticket: Ticket, connectionLabel: string): TicketSummary {
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
  };
}

export function toStepModel(ticket: Ticket, step: Step): StepModel {
  return {
    id: step.id,
    name: step.name,
    statusName: step.status.name,
    category: step.status.category,
    processors: step.processors,
    waitsForMe: step.waitsForMe,
    fields: step.fields ?? [],
    submit: withLabel(step.operations.find(({ kind }) => kind === 'submit')),
    otherOperations: [...step.operations.filter(({ kind }) => kind !== 'submit'), ...ticket.operations].map(withLabel),
    cannotSubmit: step.cannotSubmit,
  };
}

function withLabel<T extends Operation | undefined>(operation: T): T {
  return operation === undefined ? operation : { ...operation, name: operationLabel(operation) };
}
