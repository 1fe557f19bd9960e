import type { Route } from '../routes.ts';
import {
  deleteAccessory,
  download,
  listAccessUrls,
  showAccessUrl,
  showImage,
  showLimits,
  uploadForm,
  uploadJson,
} from './accessories.ts';
import { showPublished, showSigned, signAgreement } from './agreements.ts';
import { operateCase, scoreCase } from './caseActions.ts';
import { countCases, listCases, listLogs, showCase, showStatus } from './caseQueries.ts';
import {
  countUnread,
  listMessages,
  listMore,
  markRead,
  pollMessages,
  postMessage,
  withdrawMessage,
} from './conversation.ts';
import { addExtendsParam, createCase, showExtendsParam, updateContact } from './creation.ts';
import { exportCases } from './exportCases.ts';
import {
  addCaseLabels,
  createLabel,
  deleteLabel,
  listCaseLabels,
  listLabels,
  removeCaseLabels,
  updateLabel,
} from './labels.ts';
import {
  listAreaCodes,
  listCategories,
  listCcEmails,
  listDimensions,
  listExtendsParams,
  listLimits,
  listProblems,
  listProducts,
  listQuotas,
  listRegions,
  listSeverities,
  listTemplates,
} from './lookUps.ts';
import { answerWith, type Osm, type OsmCall } from './osm.ts';
import { addRelations, listRelations, removeRelation } from './relations.ts';
import { checkCode, listVerified, needVerify, sendCode } from './verification.ts';

type Table = readonly (readonly [name: string, request: string, answer: Route<Osm, OsmCall>['answer']])[];

const reads: Table = [
  ['ListCases', 'cases', listCases],
  ['ListCaseCounts', 'cases/count', countCases],
  ['DownloadCases', 'cases/export', exportCases],
  ['ShowCaseDetail', 'cases/{case_id}', showCase],
  ['ShowCaseStatus', 'cases/{case_id}/status', showStatus],
  ['ListCaseOperateLogs', 'cases/{case_id}/operate-logs', listLogs],
  ['ListMessages', 'cases/{case_id}/messages', listMessages],
  ['ListMoreInstantMessages', 'cases/{case_id}/instant-messages/more', listMore],
  ['ListNewInstantMessages', 'cases/instant-messages', pollMessages],
  ['ListUnreadNewInstantMessages', 'cases/instant-messages/unread', countUnread],
  ['ShowCaseExtendsParam', 'cases/{case_id}/extends-param', showExtendsParam],
  ['ListRelation', 'cases/{case_id}/relations', listRelations],
  ['ListCaseLabels', 'cases/{case_id}/labels', listCaseLabels],
  ['ListLabels', 'labels', listLabels],
  ['ShowAccessoryLimits', 'accessorys/limits', showLimits],
  ['ListAccessoryAccessUrls', 'accessorys/access-urls', listAccessUrls],
  ['DownloadAccessories', 'accessorys/{accessory_id}', download],
  ['DownloadImages', 'accessorys/{accessory_id}/image', showImage],
  ['ShowDownloadAccessoryUrl', 'accessorys/{accessory_id}/access-url', showAccessUrl],
  ['ListCaseCategories', 'config/categories', listCategories],
  ['ListProductCategories', 'config/product-categories', listProducts],
  ['ListProblemTypes', 'config/problems', listProblems],
  ['ListCaseTemplates', 'config/templates', listTemplates],
  ['ListSeverities', 'config/severities', listSeverities],
  ['ListRegions', 'config/regions', listRegions],
  ['ListExtendsParams', 'config/extends-map', listExtendsParams],
  ['ListAreaCodes', 'config/area-codes', listAreaCodes],
  ['ListSatisfactionDimensions', 'config/satisfaction-dimensions', listDimensions],
  ['ListCaseLimits', 'config/limits', listLimits],
  ['ListCaseQuotas', 'quotas', listQuotas],
  ['ListCaseCcEmails', 'carbon-copy-emails', listCcEmails],
  ['ListPrivileges', 'privileges', () => answerWith({ has_privilege: 1 })],
  ['ShowCustomerPrivilegePolicy', 'privileges/privilege-policy', () => answerWith({ policy_switch: false })],
  ['ShowLatestPublishedAgreement', 'agreements/published-agreement', showPublished],
  ['ShowSignedLatestPublishedAgreement', 'agreements/signed-latest', showSigned],
  ['CheckNeedVerify', 'verifycodes/need-verify', needVerify],
  ['ListHasVerifiedContacts', 'verifycodes/has-verified', listVerified],
];

const writes: Table = [
  ['CreateCases', 'POST cases', createCase],
  ['CreateMessages', 'POST cases/{case_id}/message', postMessage],
  ['UpdateNewInstantMessagesRead', 'POST cases/{case_id}/instant-messages/unread', markRead],
  ['RevokeMessage', 'POST cases/{case_id}/instant-messages/{message_id}/withdraw', withdrawMessage],
  ['UpdateCases', 'POST cases/{case_id}/action', operateCase],
  ['CreateScores', 'POST cases/{case_id}/score', scoreCase],
  ['CreateCaseExtendsParam', 'POST cases/{case_id}/extends-param', addExtendsParam],
  ['UpdateCaseContactInfo', 'PUT cases/{case_id}/contact-info', updateContact],
  ['CreateRelations', 'POST cases/{case_id}/relations', addRelations],
  ['DeleteRelation', 'DELETE cases/{case_id}/relations', removeRelation],
  ['CreateCaseLabels', 'POST cases/{case_id}/labels', addCaseLabels],
  ['DeleteCaseLabels', 'DELETE cases/{case_id}/labels', removeCaseLabels],
  ['CreateLabels', 'POST labels', createLabel],
  ['UpdateLabels', 'PUT labels/{label_id}', updateLabel],
  ['DeleteLabels', 'DELETE labels/{label_id}', deleteLabel],
  ['UploadJsonAccessories', 'POST accessorys/json-format-content', uploadJson],
  ['UploadAccessory', 'POST accessorys', uploadForm],
  ['DeleteAccessories', 'DELETE accessorys/{accessory_id}', deleteAccessory],
  ['SignPublishedAgreement', 'POST agreements/{id}/signed', signAgreement],
  ['SendVerifyCodes', 'POST verifycodes/send', sendCode],
  ['CheckVerifyCodes', 'POST verifycodes', checkCode],
];

/** What the sandbox knows of the contract's table (§1.3). The path really is spelled `accessorys`. */
export const osmRoutes: readonly Route<Osm, OsmCall>[] = [
  ...reads.map(([name, path, answer]) => ({ name, method: 'GET' as const, path: `v2/servicerequest/${path}`, answer })),
  ...writes.map(([name, request, answer]) => {
    const [method, path] = request.split(' ') as ['POST' | 'PUT' | 'DELETE', string]; // see the table
    return { name, method, path: `v2/servicerequest/${path}`, isWrite: true as const, answer };
  }),
];
