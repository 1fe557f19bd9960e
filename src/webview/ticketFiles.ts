import type { Attachment } from '../domain/attachments.ts';
import type { TicketDetail } from '../domain/ticket.ts';
import type { StepCard } from '../protocol/pageForm.ts';
import type { SectionContent } from '../protocol/stepPage.ts';
import { isWellFormedField } from './wellFormedField.ts';

/** The files of a ticket, each once: of its fields, of its steps' forms, and of what was said as far as it was read. */
export function ticketFiles(
  details: readonly TicketDetail[],
  steps: readonly StepCard[],
  timeline: SectionContent | undefined,
): readonly Attachment[] {
  const files = new Map<string, Attachment>();
  const add = (more: readonly Attachment[]): void => {
    for (const file of more) if (!files.has(file.id)) files.set(file.id, file);
  };
  for (const { attachments } of details) add(attachments ?? []);
  for (const { form } of steps) {
    for (const field of form.fields) if (isWellFormedField(field) && field.type === 'file') add(field.files);
  }
  if (timeline !== undefined && 'timeline' in timeline) {
    for (const { attachments } of timeline.timeline.messages ?? []) add(attachments);
  }
  return [...files.values()];
}
