import { choices, field, flow, node, optional, requestNode, secondStep, signFields, submitted } from './designs.ts';
import { operator, type Sample } from './sample.ts';

/** Tickets whose point is the kind of step they stand at. */
export const flowSamples: readonly Sample[] = [
  {
    sn: 'CRQ20260901000009',
    title: 'Upgrade core switch firmware in rack 12',
    about: `Two parallel steps: one for ${operator} alone, one for ${operator} or lisi whose options only the server knows.`,
    creator: 'wangwu',
    hoursAgo: 18,
    flow: flow('change', 309, [
      requestNode([field('TEXT', 'plan', 'Plan')], [2, 3]),
      node(2, 'Check application impact', {
        processors: [operator],
        next: [4],
        fields: [field('RADIO', 'impact_ok', 'Impact acceptable', { choice: choices('yes=Yes', 'no=No') })],
      }),
      node(3, 'Check network redundancy', {
        processors: [operator, 'lisi'],
        next: [4],
        fields: [
          field('SELECT', 'path', 'Standby path', {
            sourceType: 'DATADICT',
            sourceUri: 'NETWORK_PATHS',
            serverChoice: choices('east=East ring', 'west=West ring'),
          }),
          optional('TEXT', 'redundancy_note', 'Note'),
        ],
      }),
      node(4, 'Carry out the upgrade', {
        processors: ['lisi'],
        waitsFor: [2, 3],
        fields: [field('TEXT', 'result', 'Result')],
      }),
    ]),
    values: { plan: 'Upgrade the standby member first, fail over, upgrade the other.' },
    nodes: { 1: { status: 'FINISHED' }, 2: { status: 'RUNNING' }, 3: { status: 'RUNNING' } },
    logs: [submitted('wangwu', 18)],
  },
  {
    sn: 'CRQ20260901000010',
    title: '核心交易库主备切换演练',
    about: `A sequential signature: ${operator}, then lisi, then wangwu; the step stays QUEUEING in between.`,
    creator: 'chenqi',
    hoursAgo: 40,
    flow: flow('change', 310, [
      requestNode([field('TEXT', 'plan', '演练方案')], [2]),
      node(2, '三方会签', {
        type: 'SIGN',
        processors: [operator, 'lisi', 'wangwu'],
        isSequential: true,
        canDeliver: true,
        fields: signFields(['HUIQIANYIJIAN', 'HUIQIANBEIZHU']),
      }),
    ]),
    values: { plan: '周六 02:00 切换，02:30 切回。' },
    nodes: secondStep('RUNNING'),
    logs: [submitted('chenqi', 40)],
  },
  {
    sn: 'CRQ20260901000022',
    title: 'Rotate TLS certificates of the API gateway',
    about: `A signature in any order: lisi has signed, ${operator} has not, so the step is QUEUEING and still his.`,
    creator: 'wangwu',
    hoursAgo: 22,
    flow: flow('change', 322, [
      requestNode([], [2]),
      node(2, 'Sign off', {
        type: 'SIGN',
        processors: ['lisi', operator],
        fields: signFields(['SIGN_RESULT', 'SIGN_REMARK']),
      }),
    ]),
    nodes: secondStep('QUEUEING', ['lisi']),
    values: { SIGN_RESULT: 'TONGYI' },
    updatedBy: ['wangwu', 'lisi'],
    logs: [submitted('wangwu', 22), { ...submitted('lisi', 21, 'Sign off', 2), source: 'API' }],
  },
  {
    sn: 'CRQ20260901000011',
    title: '批量重启 cache 集群（自动化作业执行中）',
    about: 'An automatic node at work: nobody can do anything to the step.',
    creator: 'lisi',
    hoursAgo: 2,
    flow: flow('change', 311, [
      requestNode([], [2]),
      node(2, '执行重启作业', { type: 'TASK', task: 'runs', next: [3] }),
      node(3, '确认结果', { processors: [operator], fields: [optional('TEXT', 'result', '结果')] }),
    ]),
    nodes: secondStep('RUNNING'),
    logs: [submitted('lisi', 2)],
  },
  {
    sn: 'INC20260901000012',
    title: 'Automatic failover of redis-07 did not finish',
    about: 'Stuck: its automatic node has failed, so the ticket is RUNNING and has no steps.',
    creator: 'wangwu',
    hoursAgo: 60,
    flow: flow('event', 312, [
      requestNode([], [2]),
      node(2, 'Run the failover job', { type: 'TASK', task: 'fails', next: [3] }),
      node(3, 'Confirm', { processors: [operator] }),
    ]),
    nodes: secondStep('FAILED'),
    logs: [
      submitted('wangwu', 60),
      {
        operator: 'system',
        hoursAgo: 59.9,
        message: '【Run the failover job】自动执行失败.',
        source: 'AUTOMATIC',
        stateId: 2,
      },
    ],
  },
  {
    sn: 'REQ20260901000013',
    title: '值班交接反馈（任何人可处理）',
    about: 'A step without named processors: anybody may submit it, nobody may suspend the ticket.',
    creator: 'zhaoliu',
    hoursAgo: 70,
    flow: flow('request', 313, [
      requestNode([], [2]),
      node(2, '填写反馈', {
        processorsType: 'OPEN',
        fields: [field('TEXT', 'feedback', '反馈'), optional('INT', 'score', '评分', { default: '5' })],
      }),
    ]),
    nodes: secondStep('RUNNING'),
    logs: [submitted('zhaoliu', 70)],
  },
  {
    sn: 'INC20260901000014',
    title:
      '华东一区可用区 B 内多台宿主机在凌晨例行巡检后出现网络抖动，影响支付、订单、会员三条业务线的跨机房同步任务，请相关同学尽快确认影响面并在群内同步处理进展与预计恢复时间',
    about: `A very long title; a step for ${operator} that may be terminated but not handed over.`,
    creator: 'chenqi',
    hoursAgo: 6,
    flow: flow('event', 314, [
      requestNode([], [2]),
      node(2, '确认影响面', {
        processors: [operator],
        canTerminate: true,
        fields: [field('STRING', 'title', '标题'), field('TEXT', 'impact_scope', '影响面')],
      }),
    ]),
    nodes: secondStep('RUNNING'),
    logs: [submitted('chenqi', 6)],
  },
  {
    sn: 'INC20260901000023',
    title: '子单：web-03 磁盘告警（已并入母单）',
    about: 'A ticket that belongs to another: reading works, every operation is refused.',
    creator: 'lisi',
    hoursAgo: 1,
    isSlave: true,
    masterSn: 'INC20260901000004',
    flow: flow('event', 323, [
      requestNode([], [2]),
      node(2, 'Handle the incident', { processors: [operator], fields: [field('TEXT', 'solution', 'Solution')] }),
    ]),
    nodes: secondStep('RUNNING'),
  },
];
