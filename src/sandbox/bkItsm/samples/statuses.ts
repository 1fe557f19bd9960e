import { choices, field, flow, node, optional, requestNode, secondStep, submitted } from './designs.ts';
import { operator, type Sample } from './sample.ts';
import type { FlowDesign } from '../ticketModel.ts';

function plainFlow(serviceType: FlowDesign['serviceType'], versionId: number): FlowDesign {
  return flow(serviceType, versionId, [
    requestNode([optional('TEXT', 'detail', '详细说明')], [2]),
    node(2, '处理', {
      processors: [operator],
      canDeliver: true,
      canTerminate: true,
      fields: [field('TEXT', 'handling', '处理说明')],
    }),
  ]);
}

const confirmFlow = flow('event', 320, [
  requestNode([], [2]),
  node(2, '确认解决', {
    processors: [operator],
    fields: [
      field('SELECT', 'current_status', '工单状态', { choice: choices('FINISHED=已完成', 'RUNNING=处理中') }),
      optional('TEXT', 'confirm_note', '确认说明'),
    ],
  }),
]);

const observedFlow = flow(
  'change',
  321,
  [
    requestNode([], [2]),
    node(2, 'Observe after the change', {
      processors: [operator, 'lisi'],
      fields: [field('RADIO', 'is_stable', 'Stable', { choice: choices('yes=Yes', 'no=No') })],
    }),
  ],
  { overStatuses: ['9D41CC07'] },
);

/** Tickets whose point is their status. */
export const statusSamples: readonly Sample[] = [
  {
    sn: 'INC20260901000016',
    title: 'Mail relay queue keeps growing (waiting for the vendor)',
    about: `SUSPENDED: ${operator} can resume it.`,
    creator: 'wangwu',
    hoursAgo: 72,
    updatedHoursAgo: 48,
    status: 'SUSPENDED',
    flow: plainFlow('event', 316),
    values: { detail: 'Vendor case 4471 is open.' },
    nodes: secondStep('RUNNING'),
    updatedBy: ['wangwu', operator],
    logs: [
      submitted('wangwu', 72),
      { operator, hoursAgo: 48, message: `${operator} 挂起单据，挂起原因：等待厂商回复.` },
    ],
  },
  {
    sn: 'REQ20260901000017',
    title: '测试环境 MySQL 账号开通',
    about: `FINISHED: created by ${operator}, nothing left to do.`,
    creator: operator,
    hoursAgo: 120,
    endedHoursAgo: 100,
    status: 'FINISHED',
    flow: plainFlow('request', 317),
    values: { handling: '已开通，密码通过密码箱发送。' },
    nodes: secondStep('FINISHED'),
    updatedBy: [operator, 'lisi'],
    logs: [
      submitted(operator, 120),
      submitted('lisi', 100, '处理', 2),
      { operator: 'system', hoursAgo: 100, message: '流程结束.', source: 'SYS' },
    ],
  },
  {
    sn: 'REQ20260901000018',
    title: 'Extra storage for the legacy file share',
    about: 'TERMINATED by somebody else.',
    creator: 'lisi',
    hoursAgo: 200,
    endedHoursAgo: 150,
    status: 'TERMINATED',
    flow: plainFlow('request', 318),
    nodes: secondStep('TERMINATED'),
    logs: [submitted('lisi', 200), { operator: 'wangwu', hoursAgo: 150, message: 'wangwu 关闭了单据.', source: 'SYS' }],
  },
  {
    sn: 'REQ20260901000019',
    title: '堡垒机临时授权（提单有误）',
    about: `REVOKED by its creator ${operator}.`,
    creator: operator,
    hoursAgo: 90,
    endedHoursAgo: 89,
    status: 'REVOKED',
    flow: plainFlow('request', 319),
    nodes: secondStep('TERMINATED'),
    logs: [submitted(operator, 90), { operator, hoursAgo: 89, message: `${operator} 撤销单据.` }],
  },
  {
    sn: 'INC20260901000020',
    title: 'Login page shows error 502 for some users',
    about: `RESOLVED: the form of ${operator}'s step decides on the ticket's status.`,
    creator: 'zhaoliu',
    hoursAgo: 9,
    updatedHoursAgo: 2,
    status: 'RESOLVED',
    flow: confirmFlow,
    nodes: secondStep('RUNNING'),
    logs: [submitted('zhaoliu', 9)],
  },
  {
    sn: 'CRQ20260901000021',
    title: '订单服务参数调优（变更观察期）',
    about: 'A status that an administrator has made up: CBF7D1A2.',
    creator: 'wangwu',
    hoursAgo: 28,
    updatedHoursAgo: 4,
    status: 'CBF7D1A2',
    flow: observedFlow,
    nodes: secondStep('RUNNING'),
    logs: [submitted('wangwu', 28)],
  },
  {
    sn: 'NO2019110816441094',
    title: '历史单据：办公网 VPN 申请',
    about: 'An old number, finished and rated.',
    creator: 'lisi',
    hoursAgo: 24 * 400,
    endedHoursAgo: 24 * 399,
    status: 'FINISHED',
    isCommented: true,
    flow: plainFlow('request', 324),
    nodes: secondStep('FINISHED'),
    updatedBy: ['lisi', operator],
    logs: [
      submitted('lisi', 24 * 400),
      submitted(operator, 24 * 399, '处理', 2),
      { operator: 'system', hoursAgo: 24 * 399, message: '流程结束.', source: 'SYS' },
    ],
  },
];
