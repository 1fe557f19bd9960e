import type { DecisionRequest } from '../../domain/approval.ts';
import { TicketError } from '../../domain/errors.ts';
import { message } from '../../domain/message.ts';
import type { OperationForm, OperationFormRequest, TicketOperationForms } from '../../domain/operationForms.ts';
import type { OperationInput } from '../../domain/operation.ts';
import type { OperationRequest } from '../../domain/provider.ts';
import { toRequest, type Action } from './actions.ts';
import type { CocClient } from './client.ts';
import type { Locale } from './fields.ts';
import type { IncidentTasks } from './incidentTasks.ts';
import type { CocTickets } from './tickets.ts';
import { kindOf } from './ticketNumbers.ts';

/** What is done to tickets: each looks at the ticket again before it writes. */
export class CocOperations implements TicketOperationForms {
  readonly #client: CocClient;
  readonly #tickets: CocTickets;
  readonly #tasks: IncidentTasks;
  readonly #locale: Locale;

  constructor(client: CocClient, tickets: CocTickets, tasks: IncidentTasks, locale: Locale) {
    this.#client = client;
    this.#tickets = tickets;
    this.#tasks = tasks;
    this.#locale = locale;
  }

  async run({ key, stepId, operation, input }: OperationRequest, signal: AbortSignal): Promise<void> {
    const action = await this.#find(key, stepId, (each) => each.key === operation.key, signal);
    await this.#send(key, action, input, signal);
  }

  async decide({ key, stepId, decision, remark }: DecisionRequest, signal: AbortSignal): Promise<void> {
    const action = await this.#find(key, stepId, ({ input }) => input.kind === 'decision', signal);
    await this.#send(key, action, { decision, remark }, signal);
  }

  /** The form of an operation, as of now. */
  async read({ key, stepId, operation }: OperationFormRequest, signal: AbortSignal): Promise<OperationForm> {
    const { input, note } = await this.#find(key, stepId, (each) => each.key === operation.key, signal);
    return { fields: input.kind === 'form' ? input.fields() : [], note };
  }

  async #find(
    key: string,
    stepId: string | undefined,
    isMeant: (action: Action) => boolean,
    signal: AbortSignal,
  ): Promise<Action> {
    const { ticket, actions } = await this.#tickets.readActions(key, signal);
    if (stepId !== undefined && !ticket.steps.some(({ id }) => id === stepId)) throw gone();
    const scope = stepId === undefined ? 'ticket' : 'step';
    const action = actions.find((each) => each.scope === scope && isMeant(each));
    if (action === undefined) throw gone();
    return action;
  }

  async #send(key: string, action: Action, input: OperationInput, signal: AbortSignal): Promise<void> {
    const request = toRequest(action, input, this.#locale);
    if (kindOf(key) === 'issue') return this.#client.actOnIssue(key, request, signal);
    try {
      await this.#client.actOnIncident(key, request, signal);
    } finally {
      this.#tasks.forget(key);
    }
  }
}

function gone(): TicketError {
  return new TicketError('conflict', {
    detail: 'not offered any more',
    hint: message('The ticket has moved on: this can no longer be done to it. Reload it.'),
  });
}
