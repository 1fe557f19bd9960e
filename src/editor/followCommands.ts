import { l10n, ProgressLocation, window } from 'vscode';
import { distinctRefs } from '../application/watchList.ts';
import { TicketError } from '../domain/errors.ts';
import { message } from '../domain/message.ts';
import type { TicketRating } from '../domain/rating.ts';
import type { Ticket, TicketRef } from '../domain/ticket.ts';
import { describeFailure } from './describeFailure.ts';
import { showFailure } from './runCommand.ts';
import type { Services } from './services.ts';
import { ticketsFor } from './ticketPick.ts';
import type { TicketTree } from './ticketTree.ts';

/**
 * Tells the system itself that its user wants to hear of these tickets, or no longer.
 * @returns those it was told of
 */
export async function follow(
  services: Services,
  tree: TicketTree,
  args: readonly unknown[],
  isFollowing: boolean,
): Promise<readonly TicketRef[]> {
  const { lists } = await tree.lists;
  const placeholder = isFollowing ? l10n.t('Follow which ticket?') : l10n.t('Unfollow which ticket?');
  const refs = distinctRefs(
    await ticketsFor(services, args, placeholder, ({ ref }) => lists.abilities(ref.connectionId).canFollow),
  );
  const failures: string[] = [];
  const done: TicketRef[] = [];
  for (const ref of refs) {
    try {
      const { following } = await services.connections.provider(ref.connectionId);
      if (following === undefined) {
        throw new TicketError('rejected', { hint: message('This connection cannot follow tickets.') });
      }
      // A write: never aborted in the middle.
      await following.setFollowing(ref.key, isFollowing, new AbortController().signal);
      done.push(ref);
    } catch (error) {
      failures.push(`${ref.key}: ${describeFailure(error)}`);
    }
  }
  const connectionIds = new Set(done.map(({ connectionId }) => connectionId));
  const opened = lists.opened().filter(({ connectionId }) => connectionIds.has(connectionId));
  await Promise.all(opened.map((list) => lists.refresh(list)));
  if (done.length > 0) {
    const keys = done.map(({ key }) => key).join(', ');
    const text = isFollowing ? l10n.t('$(check) Followed: {0}', keys) : l10n.t('$(check) Unfollowed: {0}', keys);
    window.setStatusBarMessage(text, 5_000);
  }
  if (failures.length > 0) await showFailure(failures.join('\n'));
  return done;
}

/** Asks how satisfied the user is with a ticket that has ended, and sends it. */
export async function rate(services: Services, tree: TicketTree, args: readonly unknown[]): Promise<void> {
  const { lists } = await tree.lists;
  const [ref] = await ticketsFor(
    services,
    args.slice(0, 1),
    l10n.t('Rate which ticket?'),
    ({ ref: candidate, ticket }) =>
      lists.abilities(candidate.connectionId).canRate && ticket?.isEnded === true && ticket.canBeRated !== false,
  );
  if (ref === undefined) return;
  const { rating } = await services.connections.provider(ref.connectionId);
  if (rating === undefined) {
    await window.showInformationMessage(l10n.t('Tickets of this system cannot be rated.'));
    return;
  }
  const ticket = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t('Reading {0}…', ref.key) },
    async () => (await services.loadForms()).steps.load(ref, new AbortController().signal),
  );
  if (ticket.canBeRated === false) {
    await window.showInformationMessage(
      l10n.t('{0} cannot be rated: it has been already, or has not ended well.', ref.key),
    );
    return;
  }
  await askAndRate(services, ticket, rating);
}

async function askAndRate(services: Services, ticket: Ticket, rating: TicketRating): Promise<void> {
  const { ref, title } = ticket;
  const { minStars, maxStars, commentMaxLength } = rating;
  const items = Array.from({ length: maxStars - minStars + 1 }, (_, index) => maxStars - index).map((stars) => ({
    stars,
    label: '★'.repeat(stars) + '☆'.repeat(maxStars - stars),
    description: l10n.t('{0} of {1}', stars, maxStars),
  }));
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Rate: {0}', title),
    placeHolder: l10n.t('How satisfied are you with this ticket?'),
    ignoreFocusOut: true,
  });
  if (picked === undefined) return;
  const comment = await window.showInputBox({
    title: `${picked.label} ${title}`,
    prompt: l10n.t('Comment (optional). Enter sends; a rating cannot be changed afterwards.'),
    ignoreFocusOut: true,
    validateInput: (value) => {
      const { length } = value.trim();
      return length > commentMaxLength
        ? l10n.t('At most {0} characters; there are {1}.', commentMaxLength, length)
        : undefined;
    },
  });
  if (comment === undefined) return;
  await window.withProgress({ location: ProgressLocation.Notification, title: l10n.t('Rating {0}…', ref.key) }, () =>
    // A write: never aborted in the middle.
    rating.rate(ref.key, picked.stars, comment.trim(), new AbortController().signal),
  );
  void window.showInformationMessage(l10n.t('{0} was rated.', ref.key));
  // It is rated, whether or not this look at it succeeds.
  const { steps } = await services.loadForms();
  await steps.load(ref, new AbortController().signal).catch(() => {});
}
