import { l10n, ProgressLocation, window } from 'vscode';
import { draftValues } from '../application/draft.ts';
import type { DraftPlace } from '../application/draftPlace.ts';
import type { OperationOutcome } from '../application/stepService.ts';
import { TicketError } from '../domain/errors.ts';
import type { Operation, OperationInput } from '../domain/operation.ts';
import type { Ticket, TicketRef } from '../domain/ticket.ts';
import { askAssignee } from './assigneePick.ts';
import { toAbortSignal } from './cancellation.ts';
import { describeError } from './describeError.ts';
import { operationLabel } from './operationText.ts';
import { plainText, shortTitle } from './plainText.ts';
import { showFailure } from './runCommand.ts';
import type { FormServices, Services } from './services.ts';
import { ticketsFor } from './ticketPick.ts';
import { translate } from './translate.ts';
import { asTreeNode } from './treeNodes.ts';

/** Opens the page of a ticket at a step, or at the form of an operation. */
export type OpenPage = (
  ref: TicketRef,
  target?: { readonly stepId: string | undefined; readonly operationKey?: string },
) => Promise<void>;

/** An operation that is offered, and where. */
export interface OfferedOperation {
  readonly ref: TicketRef;
  /** `undefined`: of the ticket as a whole. */
  readonly stepId: string | undefined;
  readonly stepName: string | undefined;
  readonly operation: Operation;
}

/**
 * Lets the user choose where there is a choice, then opens the form or asks for what is needed and sends it.
 * @param accepts which operations the command is about
 */
export async function chooseAndRun(
  services: Services,
  openPage: OpenPage,
  args: readonly unknown[],
  accepts: (operation: Operation) => boolean,
): Promise<void> {
  const node = asTreeNode(args[0]);
  const [ref] = await ticketsFor(services, args.slice(0, 1), l10n.t('On which ticket?'), ({ ticket }) =>
    ticket === undefined ? false : offeredOperations(ticket).some(({ operation }) => accepts(operation)),
  );
  const ticket = ref === undefined ? undefined : services.store.find(ref)?.ticket;
  if (ticket === undefined) return;
  const stepId = node?.kind === 'step' ? node.stepId : undefined;
  const all = offeredOperations(ticket).filter(({ operation }) => accepts(operation));
  const ofStep = all.filter((offered) => offered.stepId === stepId);
  const chosen = await chooseOperation(stepId !== undefined && ofStep.length > 0 ? ofStep : all);
  if (chosen === undefined) return;
  const { operation } = chosen;
  if (operation.hasOwnForm === true) await openPage(chosen.ref, { stepId: chosen.stepId, operationKey: operation.key });
  else if (operation.needs.form) await openPage(chosen.ref, { stepId: chosen.stepId });
  else await runAsking({ ...services, ...(await services.loadForms()) }, ticket, chosen);
}

/** Everything a ticket and its steps offer, steps first. */
export function offeredOperations(ticket: Ticket): readonly OfferedOperation[] {
  const { ref } = ticket;
  return [
    ...ticket.steps.flatMap(({ id, name, operations }) =>
      operations.map((operation) => ({ ref, stepId: id, stepName: name, operation })),
    ),
    ...ticket.operations.map((operation) => ({ ref, stepId: undefined, stepName: undefined, operation })),
  ];
}

async function chooseOperation(offered: readonly OfferedOperation[]): Promise<OfferedOperation | undefined> {
  if (offered.length === 0) {
    await window.showInformationMessage(l10n.t('This ticket does not offer that now.'));
    return undefined;
  }
  if (offered.length === 1) return offered[0];
  const items = offered.map((one) => ({
    label: operationLabel(one.operation),
    description: one.stepName ?? l10n.t('whole ticket'),
    one,
  }));
  return (await window.showQuickPick(items, { placeHolder: l10n.t('What do you want to do?') }))?.one;
}

/**
 * Asks for what an operation needs, asks once more before an irreversible one, sends it and shows the result. What was
 * typed is kept as a draft until the server has taken it, and offered again after a failure.
 */
export async function runAsking(
  services: FormServices,
  ticket: Ticket,
  offered: OfferedOperation,
): Promise<OperationOutcome | undefined> {
  if (services.steps.isUnderWay(offered.ref)) {
    // Before anything is typed for it.
    await window.showInformationMessage(l10n.t('Another operation on this ticket is still under way.'));
    return undefined;
  }
  const input = await askInput(services, ticket, offered);
  if (input === undefined || !(await confirm(ticket, offered.operation))) return undefined;
  const { operation, ref, stepId } = offered;
  try {
    const outcome = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: plainText(l10n.t('{0}: {1}', operationLabel(operation), ticket.ref.key)),
        // Cancelling ends the waiting for the result; the request itself has left.
        cancellable: true,
      },
      (_progress, token) => services.steps.run(ref, stepId, operation, input, toAbortSignal(token)),
    );
    if (outcome.kind === 'unknown') await window.showWarningMessage(describeError(outcome.error));
    else await services.drafts.delete(draftPlace(offered));
    if (outcome.kind === 'accepted') {
      void window.showInformationMessage(
        l10n.t('{0} was accepted; the system is still working on it.', ticket.ref.key),
      );
    }
    return outcome;
  } catch (error) {
    await offerAgain(services, ticket, offered, error);
    return undefined;
  }
}

async function offerAgain(
  services: FormServices,
  ticket: Ticket,
  offered: OfferedOperation,
  error: unknown,
): Promise<void> {
  if (error instanceof TicketError && error.code === 'conflict') {
    await services.watcher.refresh(ticket.ref.connectionId);
    await showFailure(describeError(error));
    return;
  }
  const again = l10n.t('Try Again');
  const text = plainText(
    l10n.t('{0} on {1} failed. {2}', operationLabel(offered.operation), ticket.ref.key, describeError(error)),
  );
  if ((await window.showErrorMessage(text, again)) === again) await runAsking(services, ticket, offered);
}

async function askInput(
  services: FormServices,
  ticket: Ticket,
  offered: OfferedOperation,
): Promise<OperationInput | undefined> {
  const { operation, ref } = offered;
  const { needs } = operation;
  const draft = new Map(draftValues(await services.drafts.open(draftPlace(offered))));
  const keep = (field: 'assignee' | 'remark', text: string): void => {
    // With each keystroke: Escape or a crash does not lose it.
    draft.set(field, text);
    const typed = [...draft].filter(([, value]) => value !== '');
    const subject = { title: ticket.title, partName: operationLabel(operation), fields: [] };
    void services.drafts.write(draftPlace(offered), typed, subject);
  };
  const ask = async (
    field: 'assignee' | 'remark',
    options: { prompt: string; isRequired: boolean; maxLength?: number | undefined },
  ) => {
    const known = draft.get(field);
    const value = await window.showInputBox({
      title: plainText(l10n.t('{0}: {1}', operationLabel(operation), shortTitle(ticket.title))),
      prompt: options.prompt,
      value: typeof known === 'string' ? known : '',
      ignoreFocusOut: true,
      validateInput: (text) => {
        keep(field, text);
        return findInputProblem(text, options);
      },
    });
    return value?.trim();
  };
  let assignee: OperationInput['assignee'];
  if (needs.assignee) {
    const { people } = await services.connections.provider(ref.connectionId);
    const known = draft.get('assignee');
    assignee =
      people === undefined
        ? await ask('assignee', { prompt: l10n.t('User name of the person to hand it to'), isRequired: true })
        : await askAssignee({
            title: l10n.t('{0}: {1}', operationLabel(operation), ticket.title),
            typed: typeof known === 'string' ? known : '',
            read: (signal) => people.readCandidates({ key: ref.key, stepId: offered.stepId ?? '', operation }, signal),
            onType: (text) => keep('assignee', text),
          });
    if (assignee === undefined) return undefined;
  }
  let remark: string | undefined;
  if (needs.remark !== 'none') {
    const isRequired = needs.remark === 'required';
    const kind = isRequired ? l10n.t('Remark (required)') : l10n.t('Remark (optional)');
    const prompt = operation.note === undefined ? kind : `${kind}. ${translate(operation.note)}`;
    remark = await ask('remark', { prompt, isRequired, maxLength: needs.remarkMaxLength });
    if (remark === undefined) return undefined;
  }
  return { assignee, remark };
}

function findInputProblem(
  text: string,
  { isRequired, maxLength }: { isRequired: boolean; maxLength?: number | undefined },
): string | undefined {
  const { length } = text.trim();
  if (isRequired && length === 0) return l10n.t('This must not be empty.');
  if (maxLength !== undefined && length > maxLength)
    return l10n.t('At most {0} characters; there are {1}.', maxLength, length);
  return undefined;
}

/** Asks once more before what cannot be taken back. */
export async function confirm(ticket: Ticket, operation: Operation): Promise<boolean> {
  if (!operation.isIrreversible) return true;
  const yes = operationLabel(operation);
  const note = operation.note === undefined ? '' : translate(operation.note);
  const choice = await window.showWarningMessage(
    l10n.t('{0} “{1}”?', operationLabel(operation), shortTitle(ticket.title)),
    { modal: true, detail: [l10n.t('{0} · This cannot be undone.', ticket.ref.key), note].join('\n') },
    yes,
  );
  return choice === yes;
}

function draftPlace({ ref, stepId, operation }: OfferedOperation): DraftPlace {
  return { kind: 'operation', ref, stepId, operationKey: operation.key };
}
