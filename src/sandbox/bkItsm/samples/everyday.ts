import { approvalFields, choices, field, flow, node, optional, requestNode, secondStep, submitted } from './designs.ts';
import { operator, type Sample } from './sample.ts';

/** Tickets that a person can walk through. */
export const everydaySamples: readonly Sample[] = [
  {
    sn: 'REQ20260901000001',
    title: '数据库扩容申请：订单库 order-db 主从扩容',
    about: `A request with a form for ${operator} or lisi, then an approval by ${operator}; it can be handed over.`,
    creator: 'wangwu',
    hoursAgo: 5,
    flow: flow('request', 301, [
      requestNode([field('TEXT', 'reason', '申请原因')], [2]),
      node(2, 'DBA 评估', {
        processors: [operator, 'lisi'],
        canDeliver: true,
        next: [3],
        fields: [
          field('SELECT', 'instance', '实例', { choice: choices('order-db-01', 'order-db-02', 'order-db-03') }),
          field('INT', 'disk_gb', '扩容大小（GB）', { desc: '单位 GB', regex: 'NUMWITHOUTZERO', default: '200' }),
          field('DATE', 'window', '变更窗口', { regex: 'AFTER_DATE' }),
          field('RADIO', 'needs_restart', '是否需要重启', { choice: choices('yes=是', 'no=否'), default: 'no' }),
          optional('TEXT', 'remark', '评估说明', { default: '扩容期间可能出现短暂的主从延迟。' }),
        ],
      }),
      node(3, '负责人审批', {
        type: 'APPROVAL',
        processors: [operator],
        needsAll: false,
        fields: approvalFields([
          '5f1c8d0e7b6a4f2395d1e0c4a7b83f16',
          'a8d2470c61be4f97b35ce9f80d14726b',
          'c3907be21f5d48aa96e04d7b8a1f62d5',
        ]),
      }),
    ]),
    values: { reason: '大促前订单量预计增长三倍，当前磁盘使用率 82%。' },
    nodes: secondStep('RUNNING'),
    logs: [submitted('wangwu', 5)],
  },
  {
    sn: 'CRQ20260901000002',
    title: 'Release payment-service 2.14 to production',
    about: `The whole walk: ${operator} claims it, fills in the release form, approves it, and it is finished.`,
    creator: 'lisi',
    hoursAgo: 3,
    flow: flow('change', 302, [
      requestNode(
        [
          field('STRING', 'service', 'Service'),
          field('STRING', 'version', 'Version'),
          optional('LINK', 'release_notes', 'Release notes'),
        ],
        [2],
      ),
      node(2, 'Prepare the release', {
        distribute: 'CLAIM_THEN_PROCESS',
        processors: [operator, 'wangwu'],
        canDeliver: true,
        next: [3],
        fields: [
          field('DATETIME', 'start_at', 'Start of the release', { regex: 'AFTER_TIME' }),
          field('MULTISELECT', 'clusters', 'Clusters', {
            choice: choices('sh-1=Shanghai 1', 'sh-2=Shanghai 2', 'sz-1=Shenzhen 1'),
            default: 'sh-1',
          }),
          field('RADIO', 'strategy', 'Strategy', {
            choice: choices('canary=Canary', 'rolling=Rolling', 'bluegreen=Blue/green'),
            default: 'canary',
          }),
          field('INT', 'canary_percent', 'Canary share in percent', {
            default: '5',
            hiddenWhen: {
              type: 'and',
              expressions: [{ key: 'strategy', type: 'RADIO', condition: '!=', value: 'canary' }],
            },
          }),
          optional('MEMBERS', 'on_call', 'On call during the release'),
          field('TEXT', 'rollback', 'Rollback plan'),
        ],
      }),
      node(3, 'Approve the release', {
        type: 'APPROVAL',
        processors: [operator],
        needsAll: false,
        onReject: [2],
        fields: approvalFields([
          '11e8ac30a2247ddfaeef0cefd67c3d74',
          'dda3d1ad8325d2c9b1f1bc913fa5ec15',
          '322b6095ff3638e413ac772295b6d8e2',
        ]),
      }),
    ]),
    values: {
      service: 'payment-service',
      version: '2.14.0',
      release_notes: 'https://git.example.com/pay/releases/2.14.0',
    },
    nodes: secondStep('RECEIVING'),
    logs: [submitted('lisi', 3)],
  },
  {
    sn: 'REQ20260901000003',
    title: '防火墙策略变更：开放 10.20.0.0/16 到支付网关 443 端口',
    about: `An approval by ${operator}; a rejection needs a remark and ends the ticket.`,
    creator: 'zhaoliu',
    hoursAgo: 26,
    updatedHoursAgo: 20,
    flow: flow('request', 303, [
      requestNode(
        [
          field('STRING', 'source_net', '源地址'),
          field('STRING', 'target', '目标地址'),
          field('STRING', 'port', '端口'),
          field('DATETIME', 'valid_until', '有效期至'),
        ],
        [2],
      ),
      node(2, '网络负责人审批', {
        type: 'APPROVAL',
        processors: [operator],
        needsAll: false,
        canDeliver: true,
        onReject: 'terminate',
        fields: approvalFields([
          '0b6c24d7f8e14e0f9a71c5d3b2e86f40',
          '7e40f19d2a5c4b83ac6d0f81e93b257a',
          'f2d81c05b7694e3a8d19c74e60ab35f8',
        ]),
      }),
    ]),
    values: {
      source_net: '10.20.0.0/16',
      target: '10.8.3.20',
      port: '443',
      valid_until: '2027-03-31 23:59:59',
    },
    nodes: secondStep('RUNNING'),
    logs: [
      submitted('zhaoliu', 26),
      {
        operator: 'lisi',
        hoursAgo: 20,
        message: `lisi 将【网络负责人审批】转单给【${operator}】：请帮忙确认&nbsp;&quot;源地址&quot;&nbsp;范围&nbsp;&amp;&nbsp;有效期.`,
        stateId: 2,
      },
    ],
  },
  {
    sn: 'INC20260901000004',
    title: 'Disk full on web-03',
    about: `Can be suspended, resumed and terminated by ${operator}; its title occurs twice among the values.`,
    creator: 'lisi',
    hoursAgo: 1,
    flow: flow('event', 304, [
      requestNode([field('STRING', 'host', 'Host'), field('TEXT', 'symptom', 'Symptom')], [2]),
      node(2, 'Handle the incident', {
        processors: [operator],
        canDeliver: true,
        deliverTo: ['lisi', 'wangwu'],
        canTerminate: true,
        fields: [
          field('SELECT', 'cause', 'Cause', {
            choice: choices('logs=Log files', 'data=Data growth', 'backup=Local backups', 'other=Other'),
          }),
          field('TEXT', 'solution', 'Solution'),
          optional('CHECKBOX', 'follow_up', 'Follow-up', {
            choice: choices('monitor=Add monitoring', 'rotate=Rotate logs', 'resize=Resize disk'),
          }),
        ],
      }),
    ]),
    values: { host: 'web-03', symptom: '/var is at 98 %, nginx cannot write its logs.\nFirst seen at 09:14.' },
    nodes: secondStep('RUNNING'),
    logs: [{ ...submitted('lisi', 1), source: 'API' }],
  },
  {
    sn: 'REQ20260901000005',
    title: '账号权限申请：生产 Kubernetes 只读权限',
    about: `Created by ${operator}, who can withdraw it; the step is lisi's.`,
    creator: operator,
    hoursAgo: 8,
    flow: flow('request', 305, [
      requestNode([field('STRING', 'account', '账号'), field('TEXT', 'reason', '申请理由')], [2]),
      node(2, '权限管理员处理', {
        processors: ['lisi'],
        fields: [field('RADIO', 'granted', '处理结果', { choice: choices('yes=已授权', 'no=不授权') })],
      }),
    ]),
    values: { account: operator, reason: '排查线上问题需要查看 Pod 日志。' },
    nodes: secondStep('RUNNING'),
    logs: [submitted(operator, 8)],
  },
  {
    sn: 'INC20260901000006',
    title: '线上告警：订单接口 P99 延迟超过 2 秒',
    about: `A step to assign: ${operator} may name wangwu, zhaoliu or himself.`,
    creator: 'chenqi',
    hoursAgo: 0.5,
    flow: flow('event', 306, [
      requestNode([field('TEXT', 'alarm', '告警内容')], [2]),
      node(2, '故障排查', {
        distribute: 'DISTRIBUTE_THEN_PROCESS',
        processorsType: 'PERSON',
        processors: [],
        assigners: [operator],
        assignable: ['wangwu', 'zhaoliu', operator],
        fields: [field('TEXT', 'finding', '排查结论')],
      }),
    ]),
    values: { alarm: 'order-api P99 = 2.4s，持续 10 分钟' },
    nodes: secondStep('DISTRIBUTING'),
    logs: [{ ...submitted('chenqi', 0.5), source: 'API' }],
  },
];
