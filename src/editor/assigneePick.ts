import { l10n, QuickPickItemKind, window, type QuickPickItem } from 'vscode';
import { isAbort } from './runCommand.ts';
import { describeError } from './describeError.ts';
import { translate } from './translate.ts';
import type { Assignee, Candidate, Candidates } from '../domain/people.ts';

export interface AssigneeQuestion {
  readonly title: string;
  /** What was typed earlier and not sent. */
  readonly typed: string;
  readonly read: (signal: AbortSignal) => Promise<Candidates>;
  /** Called with each keystroke. */
  readonly onType: (text: string) => void;
}

interface AssigneeItem extends QuickPickItem {
  readonly assignee?: string | Assignee;
}

/**
 * Asks whom something is handed to. Where the candidates cannot be read, a user name can be typed, and the reason is
 * shown. `undefined`: backed out.
 */
export function askAssignee(question: AssigneeQuestion): Promise<string | Assignee | undefined> {
  return new Promise((resolve) => {
    const closed = new AbortController();
    const pick = window.createQuickPick<AssigneeItem>();
    let candidates: readonly Candidate[] = [];
    let allowsFreeText = false;

    const showItems = (): void => {
      const known = groupItems(candidates);
      const typed = pick.value.trim();
      const isKnown = candidates.some(({ id, kind }) => kind === 'person' && id === typed);
      const free: AssigneeItem[] =
        allowsFreeText && typed !== '' && !isKnown
          ? [{ label: typed, description: l10n.t('this user name'), assignee: typed, alwaysShow: true }]
          : [];
      pick.items = [...known, ...free];
    };
    const show = (found: Candidates): void => {
      ({ candidates, allowsFreeText } = found);
      pick.busy = false;
      pick.prompt = found.note === undefined ? undefined : translate(found.note);
      pick.placeholder = allowsFreeText
        ? l10n.t('Search, or enter a user name')
        : l10n.t('Search the people it can be handed to');
      showItems();
    };
    const finish = (assignee: string | Assignee | undefined): void => {
      resolve(assignee);
      closed.abort();
      pick.dispose();
    };

    pick.title = question.title;
    pick.placeholder = l10n.t('Reading whom it can be handed to…');
    pick.value = question.typed;
    pick.ignoreFocusOut = true;
    pick.matchOnDescription = true;
    pick.busy = true;
    pick.onDidChangeValue((text) => {
      question.onType(text);
      showItems();
    });
    pick.onDidAccept(() => {
      const assignee = pick.selectedItems[0]?.assignee;
      if (assignee !== undefined) finish(assignee);
    });
    pick.onDidHide(() => finish(undefined));
    pick.show();
    question.read(closed.signal).then(show, (error: unknown) => {
      if (closed.signal.aborted || isAbort(error)) return;
      show({ candidates: [], allowsFreeText: true, note: undefined });
      pick.prompt = l10n.t('Who can get it could not be read: {0} Enter a user name.', describeError(error));
    });
  });
}

function groupItems(candidates: readonly Candidate[]): readonly AssigneeItem[] {
  const groups = [
    { kind: 'person', label: l10n.t('Persons'), icon: '$(person)' },
    { kind: 'role', label: l10n.t('Roles'), icon: '$(organization)' },
    { kind: 'organisation', label: l10n.t('Organisations'), icon: '$(type-hierarchy)' },
  ] as const;
  const found = groups
    .map((group) => ({ ...group, members: candidates.filter(({ kind }) => kind === group.kind) }))
    .filter(({ members }) => members.length > 0);
  return found.flatMap(({ label, icon, members }) => [
    // With one kind only there is nothing to tell apart.
    ...(found.length > 1 ? [{ label, kind: QuickPickItemKind.Separator }] : []),
    ...members.map(({ kind, id, name }) => ({
      label: `${icon} ${name}`,
      description: id === name ? '' : id,
      assignee: { kind, id },
    })),
  ]);
}
