import type { HuaweiAnswer, JsonObject } from '../httpMessages.ts';
import { answerWith, notFound, type Coc, type CocCall } from './coc.ts';
import { applyQuery, pageOf, readListQuery } from './filters.ts';
import type { StoredIssue } from './issueModel.ts';
import { viewHistory, viewIssue, viewIssueOutside } from './issueViews.ts';

/** POST /v1/issues_mgmt/list-tickets: filters are all to be met here (contract §2.5). @throws Refusal */
export function listIssues(coc: Coc, { body }: CocCall): HuaweiAnswer {
  const query = readListQuery(body);
  const withSubTickets = body['contain_sub_ticket'] !== false;
  const all = coc.issues.list().map((issue) => viewIssue(coc, issue, withSubTickets));
  const found = applyQuery(query, all, false);
  return answerWith(coc, { tickets: pageOf(body, found), ...totalOf(coc, body, found.length) });
}

/** How many there are without pages; under which name is not known (contract §2.5). */
export function totalOf({ quirks }: Coc, body: JsonObject, total: number): JsonObject {
  return body['contain_total'] === false || quirks.totalKey === 'none' ? {} : { [quirks.totalKey]: total };
}

/** @throws Refusal */
export function showIssue(coc: Coc, { params }: CocCall): HuaweiAnswer {
  return answerWith(coc, viewIssue(coc, findIssue(coc, params['ticket_id'])));
}

/** @throws Refusal */
export function showIssueOutside(coc: Coc, { params }: CocCall): HuaweiAnswer {
  return answerWith(coc, viewIssueOutside(coc, findIssue(coc, params['ticket_id'])));
}

/** POST …/list-histories: of every issue that the filters leave. @throws Refusal */
export function listIssueHistory(coc: Coc, { body }: CocCall): HuaweiAnswer {
  const all = coc.issues.list().flatMap(({ number, history }) => {
    return history.map((entry) => viewHistory(coc, number, entry));
  });
  const found = applyQuery(readListQuery(body), all, false);
  return answerWith(coc, { total: found.length, info: pageOf(body, found) });
}

function findIssue({ issues }: Coc, id: string | undefined): StoredIssue {
  const issue = issues.get(id ?? '');
  if (issue === undefined) throw notFound();
  return issue;
}
