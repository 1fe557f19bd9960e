import { choices, field, flow, node, optional, requestNode, secondStep, submitted } from './designs.ts';
import { operator, type Sample } from './sample.ts';

const regions = [
  {
    id: 1,
    name: '华东',
    children: [
      { id: 11, name: '上海', children: [{ id: 111, name: '青浦机房' }] },
      { id: 12, name: '杭州' },
    ],
  },
  { id: 2, name: '华南', children: [{ id: 21, name: '深圳' }] },
];

const cascade = [
  { key: 'network', name: '网络', items: choices('switch=交换机', 'firewall=防火墙') },
  { key: 'storage', name: '存储', items: [] },
];

/** Tickets whose point is the form. */
export const formSamples: readonly Sample[] = [
  {
    sn: 'REQ20260901000007',
    title: '虚拟机申请：所有常用字段类型',
    about: `A form with every simple field type, optional and required, one of them read-only, for ${operator}.`,
    creator: 'wangwu',
    hoursAgo: 30,
    flow: flow('request', 307, [
      requestNode([field('STRING', 'project', '项目')], [2]),
      node(2, '资源分配', {
        processors: [operator],
        fields: [
          field('STRING', 'hostname', '主机名', { desc: '小写字母、数字和连字符', default: 'app-01' }),
          field('TEXT', 'purpose', '用途'),
          field('INT', 'cpu', 'CPU 核数', { default: '4' }),
          optional('INT', 'memory', '内存（GB）', { default: '8' }),
          field('DATE', 'needed_on', '需要日期'),
          field('DATETIME', 'expires_at', '到期时间'),
          optional('DATETIMERANGE', 'maintenance', '维护窗口'),
          field('SELECT', 'image', '镜像', { choice: choices('centos7=CentOS 7', 'ubuntu24=Ubuntu 24.04') }),
          field('RADIO', 'environment', '环境', { choice: choices('prod=生产', 'test=测试'), default: 'test' }),
          optional('MULTISELECT', 'tags', '标签', { choice: choices('web=Web', 'db=数据库', 'cache=缓存') }),
          optional('CHECKBOX', 'agents', '预装组件', {
            choice: choices('monitor=监控', 'backup=备份', 'scan=安全扫描'),
            default: 'monitor,scan',
          }),
          field('MEMBER', 'owner', '负责人', { default: 'wangwu' }),
          optional('MEMBERS', 'watchers', '关注人', { default: 'lisi,zhaoliu' }),
          optional('STRING', 'cost_centre', '成本中心', { isReadonly: true, default: 'CC-1024' }),
        ],
      }),
    ]),
    values: { project: '会员中心' },
    nodes: secondStep('RUNNING'),
    logs: [submitted('wangwu', 30)],
  },
  {
    sn: 'REQ20260901000008',
    title: '机房搬迁评估：表格与附件',
    about: 'Field types a client can hardly send; the filled table with a required column blocks the step.',
    creator: 'zhaoliu',
    hoursAgo: 50,
    flow: flow('request', 308, [
      requestNode([], [2]),
      node(2, '填写搬迁清单', {
        processors: [operator],
        fields: [
          optional('TABLE', 'contacts', '联系人', {
            choice: [
              { key: 'name', name: '姓名' },
              { key: 'phone', name: '电话' },
            ],
          }),
          field('CUSTOMTABLE', 'devices', '设备清单', {
            meta: {
              columns: [
                { key: 'asset', name: '资产编号', display: 'input', choice: [], required: true },
                { key: 'kind', name: '类型', display: 'select', choice: choices('server=服务器', 'switch=交换机') },
                { key: 'uses', name: '用途', display: 'multiselect', choice: choices('web=Web', 'db=数据库') },
                { key: 'moved_on', name: '搬迁日期', display: 'date', choice: [] },
              ],
            },
          }),
          optional('FILE', 'plan', '搬迁方案', {
            choice: { k3f9: { name: '搬迁方案模板.docx', path: '/templates/move.docx' } },
          }),
          optional('RICHTEXT', 'summary', '说明'),
          optional('TREESELECT', 'site', '目标机房', {
            sourceType: 'DATADICT',
            sourceUri: 'SITES',
            choice: regions,
            serverChoice: regions,
          }),
          optional('CASCADE', 'category', '设备大类', { choice: cascade }),
          optional('LINK', 'drawing', '机柜图纸'),
          optional('INPUTSELECT', 'vendor', '搬迁服务商', { choice: choices('sf=顺丰', 'db=德邦') }),
          optional('CUSTOM-FORM', 'approval_card', '审批卡片'),
          optional('SOPS_TEMPLATE', 'job', '标准运维任务'),
        ],
      }),
    ]),
    values: {
      contacts: [{ name: '赵六', phone: '13800000000' }],
      devices: [
        { asset: 'SRV-0172', kind: 'server', uses: ['web', 'db'], moved_on: '2026-10-11' },
        { asset: 'SW-0009', kind: 'switch', uses: [], moved_on: '' },
      ],
      plan: JSON.stringify({ a81c: { name: '搬迁方案 v2.docx', path: '/files/a81c.docx' } }),
      summary: '<p>分<strong>两批</strong>搬迁，先搬 <em>测试</em> 机柜。</p><ul><li>停机窗口 4 小时</li></ul>',
      site: '111',
      category: 'switch',
      drawing: 'https://wiki.example.com/racks/7',
      vendor: '本地搬家公司',
      approval_card: {
        schemes: { base: { type: 'text', attrs: {} } },
        form_data: [{ label: '预算', value: '80,000', scheme: 'base' }],
        config: {},
      },
    },
    nodes: secondStep('RUNNING'),
    logs: [submitted('zhaoliu', 50)],
  },
  {
    sn: 'REQ20260901000015',
    title: '域名解析申请 pay.example.com',
    about: 'A form whose fields have regular expressions, among them the stricter and looser ones of the server.',
    creator: 'chenqi',
    hoursAgo: 12,
    flow: flow(
      'request',
      315,
      [
        requestNode([], [2]),
        node(2, '解析配置', {
          processors: [operator],
          fields: [
            field('STRING', 'domain', '域名', { customRegex: String.raw`^[a-z0-9-]+(\.[a-z0-9-]+)+$` }),
            field('STRING', 'address', 'IP 地址', { regex: 'IP' }),
            field('STRING', 'contact', '联系邮箱', { regex: 'EMAIL' }),
            optional('INT', 'retries', '重试次数', { regex: 'NUM', default: '3' }),
            field('STRING', 'record_name', '记录名', { regex: 'START_EN' }),
            optional('STRING', 'phone', '手机', { regex: 'PHONE_NUM' }),
            optional('TEXT', 'aliases', '别名（每行一个）', { regex: 'EN_NUM' }),
            optional('DATE', 'effective_on', '生效日期', { regex: 'AFTER_DATE' }),
            field('DATETIME', 'start_at', '开始时间'),
            field('DATETIME', 'end_at_planned', '结束时间', {
              regex: 'ASSOCIATED_FIELD_VALIDATION',
              rule: {
                type: 'and',
                expressions: [{ type: 'DATETIME', condition: '>', source: 'field', key: 'start_at', value: '' }],
              },
            }),
          ],
        }),
      ],
      { isRevocable: false },
    ),
    nodes: secondStep('RUNNING'),
    logs: [submitted('chenqi', 12)],
  },
];
