import { membersOf } from './directory.ts';
import type { Itsm, Parameters } from './itsm.ts';
import { plainText } from './plainText.ts';
import { cleanRefusal, crashed } from './refusal.ts';
import { firstNode, type CatalogNode, type ServiceDesign } from './serviceCatalog.ts';
import type { FieldDesign, FlowDesign, NodeDesign } from './ticketModel.ts';
import { apiOf } from './ticketViews.ts';
import type { BkCatalog, BkFormField, BkService, BkServiceDetail, BkServiceRole } from './wire.ts';

const onlyProject = '0';

/** get_services (contract §1.7): no paging; a catalog's own services, not those of the catalogs in it. */
export function getServices({ catalog }: Itsm, parameters: Parameters): readonly BkService[] {
  if (!isOfProject(parameters)) return [];
  const wanted = (name: string): string => plainText(parameters[name]);
  const fits = (name: string, value: string): boolean => wanted(name) === '' || wanted(name) === value;
  return catalog.services
    .filter(({ flow, displayType, displayRoles }) => {
      return (
        fits('catalog_id', String(flow.catalogId)) &&
        fits('service_type', flow.serviceType) &&
        fits('display_type', displayType) &&
        (wanted('display_role') === '' || displayRoles.includes(wanted('display_role')))
      );
    })
    .map(({ flow, desc }) => ({ id: flow.serviceId, name: flow.serviceName, service_type: flow.serviceType, desc }));
}

/** get_service_detail (contract §1.7): the form of the first step. @throws Refusal */
export function getServiceDetail({ catalog, store }: Itsm, parameters: Parameters): BkServiceDetail {
  const given = plainText(parameters['service_id']);
  if (given !== '' && !/^\d+$/.test(given)) throw crashed(`Field 'id' expected a number but got '${given}'.`);
  const service = catalog.find(given);
  if (service === undefined) throw cleanRefusal(3900404, '查找对象不存在');
  const { flow, desc } = service;
  return {
    service_id: flow.serviceId,
    workflow_id: flow.versionId,
    name: flow.serviceName,
    service_type: flow.serviceType,
    desc,
    fields: (firstNode(service)?.fields ?? []).map((design) => viewFormField(design, store.versionFieldId(design))),
  };
}

function viewFormField(design: FieldDesign, id: number): BkFormField {
  const { hiddenWhen, rule, default: value } = design;
  return {
    id,
    key: design.key,
    type: design.type,
    default: value === undefined || value === null ? '' : plainText(value),
    name: design.name,
    desc: design.desc,
    choice: design.choice,
    layout: layoutOf(design),
    source_type: design.sourceType,
    source_uri: design.sourceUri,
    api_info: {},
    ...apiOf(design),
    kv_relation: design.sourceType === 'API' ? { key: 'id', name: 'name' } : {},
    validate_type: design.validateType,
    regex: design.regex,
    regex_config: rule === undefined ? {} : { rule },
    custom_regex: design.customRegex,
    meta: design.meta,
    show_type: hiddenWhen === undefined ? 1 : 0,
    show_conditions: hiddenWhen ?? {},
  };
}

function layoutOf({ layout, type }: FieldDesign): 'COL_6' | 'COL_12' {
  if (layout !== undefined) return layout;
  return ['TEXT', 'RICHTEXT', 'TABLE', 'CUSTOMTABLE', 'FILE', 'CUSTOM-FORM'].includes(type) ? 'COL_12' : 'COL_6';
}

/** get_service_catalogs (contract §1.7): the tree, or those of its branches that hold services. */
export function getServiceCatalogs({ catalog }: Itsm, parameters: Parameters): readonly BkCatalog[] {
  if (!isOfProject(parameters)) return [];
  const { root, services } = catalog;
  const type = plainText(parameters['service_key']);
  if (type !== '' || parameters['has_service'] === 'true') {
    const used = new Set(services.filter(({ flow }) => type === '' || flow.serviceType === type).map(catalogIdOf));
    return prune(viewCatalog(root, 0), used);
  }
  const name = plainText(parameters['name']);
  return name === '' ? [viewCatalog(root, 0)] : findCatalogs(viewCatalog(root, 0), name);
}

function catalogIdOf({ flow }: ServiceDesign): number {
  return flow.catalogId;
}

function viewCatalog({ id, key, name, desc, children }: CatalogNode, level: number): BkCatalog {
  return { id, key, name, level, desc, children: children.map((child) => viewCatalog(child, level + 1)) };
}

function prune(branch: BkCatalog, used: ReadonlySet<number>): readonly BkCatalog[] {
  const children = branch.children.flatMap((child) => prune(child, used));
  return used.has(branch.id) || children.length > 0 ? [{ ...branch, children }] : [];
}

function findCatalogs(branch: BkCatalog, name: string): readonly BkCatalog[] {
  return [...(branch.name === name ? [branch] : []), ...branch.children.flatMap((child) => findCatalogs(child, name))];
}

/** get_service_roles (contract §1.7): the steps in their order, the first one with `all=1` only. @throws Refusal */
export function getServiceRoles({ catalog }: Itsm, parameters: Parameters): readonly BkServiceRole[] {
  const service = catalog.find(plainText(parameters['service_id']));
  if (service === undefined) throw cleanRefusal(3900042, '服务未找到');
  const isWithFirst = /^\s*[+-]?\d+\s*$/.test(plainText(parameters['all'])) && Number(parameters['all']) !== 0;
  const { flow } = service;
  return inOrder(flow)
    .filter(({ stateId }) => isWithFirst || !flow.start.includes(stateId))
    .map((node) => {
      const { type, ids } = designedProcessors(node);
      return {
        id: node.stateId,
        name: node.name,
        // Without a ticket the server finds nobody behind STARTER, whatever ticket_creator says.
        processors: membersOf(type, ids).join(','),
        processors_type: type,
        sign_type: isMulti(node) ? 'and' : 'or',
      };
    });
}

/** Who works on a step by design: whoever assigns, when it is to be assigned. */
export function designedProcessors({ distribute, assigners, processorsType, processors, type }: NodeDesign): {
  readonly type: string;
  readonly ids: readonly string[];
} {
  if (type === 'TASK') return { type: 'EMPTY', ids: [] };
  if (distribute.startsWith('DISTRIBUTE')) return { type: 'PERSON', ids: assigners };
  return { type: processorsType, ids: processors };
}

export function isMulti({ type, needsAll }: NodeDesign): boolean {
  return (type === 'SIGN' || type === 'APPROVAL') && needsAll;
}

/** The steps of a flow as they follow each other. */
export function inOrder({ nodes, start }: FlowDesign): readonly NodeDesign[] {
  const order: NodeDesign[] = [];
  const waiting = [...start];
  for (let stateId = waiting.shift(); stateId !== undefined; stateId = waiting.shift()) {
    const node = nodes.find((one) => one.stateId === stateId);
    if (node === undefined || order.includes(node)) continue;
    order.push(node);
    waiting.push(...node.next);
  }
  return order;
}

function isOfProject(parameters: Parameters): boolean {
  return plainText(parameters['project_key'] ?? onlyProject) === onlyProject;
}
