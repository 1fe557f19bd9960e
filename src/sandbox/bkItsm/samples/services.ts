import type { CatalogNode, ServiceDesign } from '../serviceCatalog.ts';
import type { FieldDesign, FlowDesign, HideRule } from '../ticketModel.ts';
import { approvalFields, choices, field, flow, node, optional } from './designs.ts';
import { operator } from './sample.ts';

function catalog(id: number, key: string, name: string, children: readonly CatalogNode[] = []): CatalogNode {
  return { id, key, name, desc: '', children };
}

/** Where services are found; a tree of Chinese and English branches, one of them without services. */
export const catalogTree: CatalogNode = catalog(1, 'root', '根目录', [
  catalog(2, 'infrastructure', '基础设施', [
    catalog(3, 'resources', '资源与权限'),
    catalog(5, 'changes', '变更'),
    catalog(9, 'retired', '已下线'),
  ]),
  catalog(7, 'applications', 'Applications', [
    catalog(4, 'incidents', 'Incidents'),
    catalog(6, 'questions', '咨询与建议'),
    catalog(8, 'releases', 'Releases'),
  ]),
  catalog(10, 'approve_service_catalog', '内置审批'),
]);

type Place = Pick<FlowDesign, 'catalogId' | 'serviceId' | 'serviceName'>;

/** A service for everybody whose first step has a title and these fields. */
function service(
  about: string,
  desc: string,
  serviceType: FlowDesign['serviceType'],
  versionId: number,
  { place, form, nodes, firstStep, ...rest }: ServiceParts,
): ServiceDesign {
  const first = node(1, '提单', {
    processorsType: 'OPEN',
    ...firstStep,
    fields: [field('STRING', 'title', '标题', { layout: 'COL_12' }), ...form],
    next: [2],
  });
  return {
    flow: flow(serviceType, versionId, [first, ...nodes], place),
    about,
    desc,
    displayType: 'OPEN',
    displayRoles: [],
    ...rest,
  };
}

interface ServiceParts extends Partial<Pick<ServiceDesign, 'displayType' | 'displayRoles'>> {
  /** Undefined: that of the service which sample tickets of this type belong to. */
  readonly place?: Place;
  readonly form: readonly FieldDesign[];
  readonly nodes: FlowDesign['nodes'];
  readonly firstStep?: Parameters<typeof node>[2];
}

function hiddenUnless(key: string, value: string): { readonly hiddenWhen: HideRule } {
  return { hiddenWhen: { type: 'and', expressions: [{ key, type: 'STRING', condition: '!=', value }] } };
}

const sites = [
  {
    id: 1,
    name: '华东',
    children: [
      { id: 11, name: '上海' },
      { id: 12, name: '杭州' },
    ],
  }, // as a data dictionary has them
  { id: 2, name: '华南', children: [{ id: 21, name: '深圳' }] },
];

/** What tickets can be made of. */
export const services: readonly ServiceDesign[] = [
  service(
    'Every simple field type, two fields that are hidden at times; handled by a role and handed over to roles.',
    '申请主机、账号与权限。生产环境需要说明用途。',
    'request',
    501,
    {
      form: [
        field('RADIO', 'environment', '环境', { choice: choices('prod=生产', 'test=测试'), default: 'test' }),
        field('TEXT', 'justification', '生产环境用途', hiddenUnless('environment', 'prod')),
        field('STRING', 'hostname', '主机名', {
          desc: '小写字母、数字和连字符',
          customRegex: '^[a-z][a-z0-9-]*$',
        }),
        field('INT', 'cpu', 'CPU 核数', { default: '4', regex: 'NUMWITHOUTZERO' }),
        field('DATE', 'needed_on', '需要日期', { regex: 'AFTER_DATE' }),
        optional('DATETIME', 'expires_at', '到期时间', { regex: 'AFTER_TIME' }),
        field('SELECT', 'image', '镜像', { choice: choices('centos7=CentOS 7', 'ubuntu24=Ubuntu 24.04') }),
        optional('INPUTSELECT', 'flavor', '规格', { choice: choices('small=小型', 'large=大型') }),
        optional('MULTISELECT', 'tags', '标签', { choice: choices('web=Web', 'db=数据库', 'cache=缓存') }),
        optional('CHECKBOX', 'agents', '预装组件', {
          choice: choices('monitor=监控', 'backup=备份'),
          default: 'monitor',
        }),
        field('STRING', 'backup_window', '备份时间段', {
          default: '02:00-04:00',
          hiddenWhen: {
            type: 'and',
            expressions: [{ key: 'agents', type: 'CHECKBOX', condition: 'notissuperset', value: 'backup' }],
          },
        }),
        optional('TREESELECT', 'site', '机房', {
          sourceType: 'DATADICT',
          sourceUri: 'SITES',
          choice: sites,
          serverChoice: sites,
        }),
        optional('SELECT', 'project', '项目', {
          sourceType: 'API',
          serverChoice: choices('member=会员中心', 'order=订单中心'),
        }),
        field('MEMBER', 'owner', '负责人', { default: operator }),
        optional('MEMBERS', 'watchers', '关注人'),
        optional('LINK', 'document', '方案链接'),
        optional('RICHTEXT', 'details', '补充说明'),
        optional('FILE', 'attachment', '附件', {
          choice: { k7a2: { name: '申请模板.xlsx', path: '/templates/request.xlsx' } },
        }),
        optional('STRING', 'cost_centre', '成本中心', { isReadonly: true, default: 'CC-1024' }),
      ],
      nodes: [
        node(2, '资源分配', {
          processorsType: 'GENERAL',
          processors: ['3'],
          canDeliver: true,
          deliverTo: ['3', '5'],
          deliverToType: 'GENERAL',
          fields: [field('STRING', 'address', 'IP 地址', { regex: 'IP' }), optional('TEXT', 'note', '备注')],
        }),
      ],
    },
  ),
  service(
    `An incident that ${operator} hands to persons of an organisation.`,
    'Something is broken in production.',
    'event',
    502,
    {
      form: [
        field('SELECT', 'severity', 'Severity', { choice: choices('p1=P1', 'p2=P2', 'p3=P3'), default: 'p3' }),
        field('STRING', 'host', 'Host'),
        field('TEXT', 'symptom', 'Symptom'),
        optional('DATETIME', 'since', 'Since', { regex: 'BEFORE_TIME' }),
      ],
      nodes: [
        node(2, 'Handle the incident', {
          distribute: 'DISTRIBUTE_THEN_PROCESS',
          assigners: [operator],
          assignable: ['21'],
          assignableType: 'ORGANIZATION',
          canTerminate: true,
          fields: [field('TEXT', 'solution', 'Solution')],
        }),
      ],
    },
  ),
  service(
    'Tables with required columns, for members of a role to create; the step belongs to an organisation.',
    '生产环境变更，需要填写影响的主机与操作步骤。',
    'change',
    503,
    {
      displayType: 'GENERAL',
      displayRoles: ['3'],
      firstStep: { processorsType: 'GENERAL', processors: ['3'] },
      form: [
        field('DATETIME', 'start_at', '开始时间'),
        field('CUSTOMTABLE', 'hosts', '影响的主机', {
          meta: {
            columns: [
              { key: 'ip', name: 'IP', display: 'input', choice: [], required: true },
              {
                key: 'kind',
                name: '类型',
                display: 'select',
                choice: choices('db=数据库', 'app=应用'),
                required: true,
              },
              { key: 'impact', name: '影响', display: 'multiselect', choice: choices('restart=重启', 'slow=变慢') },
              { key: 'until', name: '预计恢复', display: 'datetime', choice: [] },
              { key: 'checked_on', name: '检查日期', display: 'date', choice: [] },
            ],
          },
        }),
        optional('TABLE', 'steps', '操作步骤', {
          choice: [
            { key: 'step', name: '步骤', required: true },
            { key: 'who', name: '执行人' },
          ],
        }),
        field('TEXT', 'rollback', '回滚方案'),
      ],
      nodes: [
        node(2, '变更实施', {
          processorsType: 'ORGANIZATION',
          processors: ['21'],
          canDeliver: true,
          fields: [field('RADIO', 'outcome', '结果', { choice: choices('ok=成功', 'back=已回滚'), default: 'ok' })],
        }),
      ],
    },
  ),
  service('The shortest form there is, answered by the service desk.', '不知道找谁时问这里。', 'question', 504, {
    form: [field('TEXT', 'question', '问题')],
    nodes: [
      node(2, '回复', {
        processors: [operator, 'lisi'],
        fields: [field('TEXT', 'answer', '答复')],
        canTerminate: true,
      }),
    ],
  }),
  service(
    `Two approvals in a fixed order, by ${operator} and lisi; a rejection ends the ticket.`,
    '临时访问生产数据，两级审批。',
    'request',
    505,
    {
      place: { catalogId: 3, serviceId: 15, serviceName: '数据访问审批' },
      form: [field('STRING', 'database', '数据库'), field('DATE', 'until', '截止日期', { regex: 'AFTER_DATE' })],
      nodes: [
        node(2, '逐级审批', {
          type: 'APPROVAL',
          processors: [operator, 'lisi'],
          isSequential: true,
          canDeliver: true,
          onReject: 'terminate',
          fields: approvalFields([
            '3c51d8e0f7a24b6c9e128ad05b94f763',
            '90e2ab7c1d364f58b7c04e9fa6d5813b',
            'e6f4017d52c948abb38d7f6c1e02a95d',
          ]),
        }),
      ],
    },
  ),
  service(
    `An approval that ${operator}, lisi and wangwu all give, in any order; a rejection goes back to the creator.`,
    'Release a version to production.',
    'change',
    506,
    {
      place: { catalogId: 8, serviceId: 16, serviceName: 'Release approval' },
      form: [
        field('STRING', 'version', 'Version', { customRegex: String.raw`^\d+\.\d+\.\d+$` }),
        optional('LINK', 'notes', 'Release notes'),
      ],
      nodes: [
        node(2, 'Approve the release', {
          type: 'APPROVAL',
          processors: [operator, 'lisi', 'wangwu'],
          onReject: [1],
          fields: approvalFields([
            'b7d06a2f49c84e13a5f0c2e81d9734ab',
            '4f8e1c6a0b2d4975863ef7d15ca9b024',
            '1a95ce73d0f84b268e4bc50f79d6382e',
          ]),
        }),
      ],
    },
  ),
  service(
    'A step that somebody of a role claims before working on it.',
    'Faulty disks, fans and power supplies.',
    'request',
    507,
    {
      place: { catalogId: 3, serviceId: 17, serviceName: 'Hardware repair' },
      form: [field('STRING', 'asset', 'Asset number'), field('TEXT', 'fault', 'What is wrong')],
      nodes: [
        node(2, 'Repair', {
          distribute: 'CLAIM_THEN_PROCESS',
          processorsType: 'GENERAL',
          processors: ['7'],
          canDeliver: true,
          fields: [field('TEXT', 'work_done', 'Work done')],
        }),
      ],
    },
  ),
  service(
    `A step that ${operator} hands to roles or persons, one of whom then claims it.`,
    '值班经理派单，处理组成员认领。',
    'event',
    508,
    {
      place: { catalogId: 4, serviceId: 18, serviceName: '故障派单' },
      form: [field('TEXT', 'alarm', '告警内容')],
      nodes: [
        node(2, '处理', {
          distribute: 'DISTRIBUTE_THEN_CLAIM',
          assigners: [operator],
          fields: [field('TEXT', 'finding', '处理结论')],
        }),
      ],
    },
  ),
  service('The one behind fast_approval: the form names who approves.', '', 'request', 509, {
    place: { catalogId: 10, serviceId: 1, serviceName: '内置审批服务' },
    displayType: 'INVISIBLE',
    form: [field('MEMBERS', 'APPROVER', '审批人'), field('TEXT', 'APPROVAL_CONTENT', '审批内容')],
    nodes: [
      node(2, '内置审批节点', {
        type: 'APPROVAL',
        processorsType: 'VARIABLE',
        processors: ['APPROVER'],
        needsAll: false,
        fields: approvalFields([
          '6d18f4a2b9c74e0582a3d7e6f10c5b94',
          'c20b7e95f4d84a61b8e6130f9d7ca425',
          '87e5d3f01c2a4b96ad4f8c7b60e91d32',
        ]),
      }),
    ],
  }),
];
