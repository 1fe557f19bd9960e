import { userIds } from '../../identity/account.ts';
import { caseStatus } from '../caseModel.ts';
import type { CaseDesign } from '../caseStore.ts';

export interface CaseSample extends CaseDesign {
  readonly id: string;
  /** One English sentence: what it demonstrates. */
  readonly about: string;
  /** Names of files at the first message: pictures and texts of our own. */
  readonly files?: readonly string[];
  /** The same at the last message. */
  readonly lastFiles?: readonly string[];
  /** Names of labels. */
  readonly labels?: readonly string[];
}

const loginFailure = 'e7a90c1d2b3f4e5a8c6d7e8f90a1b2c4';
const flavors = 'e7a90c1d2b3f4e5a8c6d7e8f90a1b2c5';
const performance = 'e7a90c1d2b3f4e5a8c6d7e8f90a1b2d4';
const invoices = 'e7a90c1d2b3f4e5a8c6d7e8f90a1b2e4';

/** The labels of the account. */
export const sampleLabels = [
  { name: '紧急', color: '#D92D20' },
  { name: 'network', color: '#1D4ED8' },
  { name: '生产环境', color: '#067647' },
] as const;

/** At least one ticket of every status of contract §1.6, and one whose status nobody has published. */
export const caseSamples: readonly CaseSample[] = [
  {
    id: 'TT20261101000001',
    about: 'Status 0, to be processed: can be cancelled and pressed. With a picture and a log file.',
    ownerId: userIds.zhangsan,
    businessTypeId: loginFailure,
    regionId: 'cn-north-4',
    severityId: '5a01',
    description: '生产环境 ECS 无法 SSH 登录，提示 Connection timed out\n从 14:20 开始，三台同时出现。',
    hoursAgo: 2,
    extendsMap: { server_id: 'i-8f3a21', os: 'EulerOS', affected: '3' },
    files: ['监控截图.png', 'ssh.log'],
    labels: ['紧急', '生产环境'],
  },
  {
    id: 'TT20261101000002',
    about: 'Status 1, processing: two messages of the engineer have not been read; related to the first sample.',
    ownerId: userIds.zhangsan,
    businessTypeId: performance,
    regionId: 'cn-east-3',
    severityId: '5a02',
    description: 'RDS 慢查询突增，应用超时',
    hoursAgo: 20,
    status: caseStatus.processing,
    relatedIds: ['TT20261101000001'],
    labels: ['生产环境'],
    messages: [
      { from: 'engineer', hoursAgo: 19, content: '您好，已受理您的工单，请提供实例 ID 和慢查询出现的时间段。' },
      { from: 'customer', hoursAgo: 18.5, content: '实例 rds-9c21，09:30 到 10:10。' },
      { from: 'engineer', hoursAgo: 6, content: '经排查，09:28 有一个未走索引的查询上线。\n请参考附件中的执行计划。' },
      { from: 'engineer', hoursAgo: 5, content: '建议为 orders.created_at 添加索引后再观察。' },
    ],
    readMessages: 3,
    lastFiles: ['chart.png'],
  },
  {
    id: 'TT20261101000003',
    about: 'Status 2, to be confirmed: closing it confirms, with a score or without.',
    ownerId: userIds.zhangsan,
    businessTypeId: loginFailure,
    regionId: 'ap-southeast-3',
    severityId: '5a03',
    description: 'Cannot log in to the bastion host after the key rotation',
    hoursAgo: 50,
    status: caseStatus.toConfirm,
    rootCause: 'Customer',
    resolution: 'The new key had to be registered at the bastion host.',
    messages: [
      { from: 'engineer', hoursAgo: 49, content: 'Thank you for your ticket. Which key pair do you use?' },
      { from: 'customer', hoursAgo: 48, content: 'KeyPair-ops-2026.' },
      { from: 'engineer', hoursAgo: 30, content: 'It is registered now. Please try again and confirm.' },
    ],
  },
  {
    id: 'TT20261101000004',
    about: 'Status 3, completed and scored.',
    ownerId: userIds.zhangsan,
    businessTypeId: invoices,
    description: '2026 年 9 月发票抬头更正',
    hoursAgo: 200,
    status: caseStatus.completed,
    confirmedHoursAgo: 150,
    rootCause: '客户',
    resolution: '已重新开具发票。',
    judgement: '处理及时，谢谢。',
    scores: [
      { dimensionId: 1, score: 5 },
      { dimensionId: 2, score: 4 },
      { dimensionId: 3, score: 10 },
    ],
    messages: [{ from: 'engineer', hoursAgo: 160, content: '发票已重新开具，请查收邮件。' }],
  },
  {
    id: 'TT20261101000005',
    about: 'Status 3, completed and not scored yet.',
    ownerId: userIds.zhangsan,
    businessTypeId: flavors,
    description: 'Which flavor replaces s3.large.2?',
    hoursAgo: 120,
    status: caseStatus.completed,
    confirmedHoursAgo: 100,
    messages: [{ from: 'engineer', hoursAgo: 110, content: 's6.large.2 has the same size at a lower price.' }],
  },
  {
    id: 'TT20261101000006',
    about: 'Status 4, cancelled by its creator.',
    ownerId: userIds.zhangsan,
    businessTypeId: flavors,
    description: '咨询包年转按需的费用（已自行解决）',
    hoursAgo: 300,
    status: caseStatus.cancelled,
  },
  {
    id: 'TT20261101000007',
    about: 'Status 5, suspended: the vendor waits for a release.',
    ownerId: userIds.zhangsan,
    businessTypeId: performance,
    regionId: 'cn-north-4',
    severityId: '5a03',
    description: 'Read replica lags behind by minutes during backups',
    hoursAgo: 400,
    status: caseStatus.suspended,
    messages: [{ from: 'engineer', hoursAgo: 390, content: 'A fix is planned for the next kernel release.' }],
  },
  {
    id: 'TT20261101000008',
    about: 'Status 12, invalid.',
    ownerId: userIds.zhangsan,
    businessTypeId: invoices,
    description: '测试',
    hoursAgo: 500,
    status: caseStatus.invalid,
  },
  {
    id: 'TT20261101000009',
    about: 'Status 13, deleted: in the list only when asked for.',
    ownerId: userIds.zhangsan,
    businessTypeId: flavors,
    description: 'Old question about prices',
    hoursAgo: 900,
    status: caseStatus.deleted,
  },
  {
    id: 'TT20261101000010',
    about: 'Status 17, waits for the customer: a long conversation with a third party in it.',
    ownerId: userIds.zhangsan,
    businessTypeId: loginFailure,
    regionId: 'cn-north-4',
    severityId: '5a02',
    description: 'Windows server rejects RDP logins with error 0x204',
    hoursAgo: 96,
    status: caseStatus.waitsForCustomer,
    labels: ['network'],
    messages: [
      ...Array.from({ length: 12 }, (_, index) => ({
        from: index % 2 === 0 ? ('engineer' as const) : ('customer' as const),
        hoursAgo: 90 - index * 4,
        content:
          index % 2 === 0
            ? `Please run check ${index / 2 + 1} and send us the output.`
            : `Check ${(index + 1) / 2}: passed.`,
      })),
      { from: 'partner', hoursAgo: 30, content: 'Our agent is not involved: it does not touch port 3389.' },
      { from: 'engineer', hoursAgo: 28, content: 'Could you confirm that the security group allows TCP 3389?' },
    ],
  },
  {
    id: 'TT20261101000011',
    about: 'Status 26, which nobody has published.',
    ownerId: userIds.zhangsan,
    businessTypeId: performance,
    regionId: 'cn-north-4',
    severityId: '5a03',
    description: '参数模板修改后未生效',
    hoursAgo: 70,
    status: 26,
  },
  {
    id: 'TT20261101000012',
    about: "A colleague's of the same group: needs the id of the group.",
    ownerId: userIds.lisi,
    businessTypeId: loginFailure,
    regionId: 'cn-north-4',
    severityId: '5a02',
    description: '李四提交：跳板机登录缓慢',
    hoursAgo: 10,
    status: caseStatus.processing,
    messages: [{ from: 'engineer', hoursAgo: 9, content: '正在排查。' }],
  },
  {
    id: 'TT20261101000013',
    about: 'Of somebody in another group: no permission, whatever the group.',
    ownerId: userIds.chenqi,
    businessTypeId: performance,
    regionId: 'cn-east-3',
    severityId: '5a03',
    description: 'Database team: index advice wanted',
    hoursAgo: 12,
    status: caseStatus.processing,
  },
];

/** The ticket number `count` of a benchmark: processing. */
export function plainCase(count: number): CaseDesign {
  return {
    id: `TT20261102${String(count).padStart(6, '0')}`,
    ownerId: userIds.zhangsan,
    businessTypeId: flavors,
    description: `Plain question ${count}`,
    hoursAgo: 1,
    status: caseStatus.processing,
    messages: [{ from: 'engineer', hoursAgo: 0.5, content: 'We are looking into it.' }],
  };
}
