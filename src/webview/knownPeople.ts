import type { PageState, SectionContent } from '../protocol/stepPage.ts';

/** Who is named on the page of a ticket and can be named by a user name: no system of ours has a list of its users. */
export function knownPeople(
  { ticket, steps }: Extract<PageState, { status: 'ready' }>,
  timeline: SectionContent | undefined,
): readonly string[] {
  const history = timeline !== undefined && 'timeline' in timeline ? (timeline.timeline.history ?? []) : [];
  const names = [
    ...steps.flatMap(({ form }) => form.processors),
    ticket.creator,
    ...ticket.people.map(({ name }) => name),
    ...history.map(({ author }) => author),
  ];
  // What has a space in it is a name, or a sentence, but no user name.
  return [...new Set(names)].filter((name) => name !== undefined && /^\S+$/u.test(name)) as string[]; // just filtered
}
