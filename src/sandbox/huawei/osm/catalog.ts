import type { Named } from './language.ts';

export interface ExtendsParam {
  readonly key: string;
  readonly name: Named;
  readonly tips: Named;
  readonly isRequired: boolean;
  /** An integer without a published meaning (contract §1.3); here 0 text, 1 number, 2 choice. */
  readonly type: 0 | 1 | 2;
  readonly length?: number;
  readonly min?: number;
  readonly max?: number;
  readonly defaultValue?: string;
  /** Of a choice; on the wire one text with commas. */
  readonly items?: readonly string[];
  readonly isSensitive?: boolean;
}

export interface BusinessType {
  readonly id: string;
  readonly name: Named;
  /** '0': a question, '5': a fault, which has a region and a severity. */
  readonly caseType: '0' | '5';
  readonly canUseSupportPlan: boolean;
  readonly template?: Named;
  readonly extendsParams?: readonly ExtendsParam[];
}

export interface ProductCategory {
  readonly id: string;
  readonly acronym: string;
  readonly name: Named;
  readonly description: Named;
  readonly businessTypes: readonly BusinessType[];
}

export interface SubType {
  readonly id: string;
  readonly name: Named;
  readonly categories: readonly ProductCategory[];
}

const ecs: ProductCategory = {
  id: 'd1f4a6b28c0e4f7a9b3d5e7f90a1b2c3',
  acronym: 'ECS',
  name: { zh: '弹性云服务器 ECS', en: 'Elastic Cloud Server' },
  description: { zh: '云服务器的创建、登录、变更与故障', en: 'Servers: creating, logging in, resizing, faults' },
  businessTypes: [
    {
      id: 'e7a90c1d2b3f4e5a8c6d7e8f90a1b2c4',
      name: { zh: '无法登录', en: 'Login failure' },
      caseType: '5',
      canUseSupportPlan: true,
      template: { zh: '服务器 ID：\n登录方式：\n报错信息：', en: 'Server ID:\nHow you log in:\nError message:' },
      extendsParams: [
        {
          key: 'server_id',
          name: { zh: '服务器 ID', en: 'Server ID' },
          tips: { zh: '在服务器详情页可以看到', en: 'Shown on the page of the server' },
          isRequired: true,
          type: 0,
          length: 64,
        },
        {
          key: 'os',
          name: { zh: '操作系统', en: 'Operating system' },
          tips: { zh: '', en: '' },
          isRequired: false,
          type: 2,
          items: ['EulerOS', 'Ubuntu', 'Windows'],
          defaultValue: 'EulerOS',
        },
        {
          key: 'affected',
          name: { zh: '受影响的台数', en: 'How many are affected' },
          tips: { zh: '1 到 1000', en: '1 to 1000' },
          isRequired: false,
          type: 1,
          min: 1,
          max: 1000,
        },
        {
          key: 'root_password',
          name: { zh: '登录密码', en: 'Login password' },
          tips: { zh: '仅在工程师需要登录时填写', en: 'Only when the engineer has to log in' },
          isRequired: false,
          type: 0,
          isSensitive: true,
        },
      ],
    },
    {
      id: 'e7a90c1d2b3f4e5a8c6d7e8f90a1b2c5',
      name: { zh: '规格与计费咨询', en: 'Flavors and prices' },
      caseType: '0',
      canUseSupportPlan: false,
    },
  ],
};

const rds: ProductCategory = {
  id: 'd1f4a6b28c0e4f7a9b3d5e7f90a1b2d3',
  acronym: 'RDS',
  name: { zh: '云数据库 RDS', en: 'Relational Database Service' },
  description: { zh: '实例、备份、性能', en: 'Instances, backups, performance' },
  businessTypes: [
    {
      id: 'e7a90c1d2b3f4e5a8c6d7e8f90a1b2d4',
      name: { zh: '性能问题', en: 'Performance' },
      caseType: '5',
      canUseSupportPlan: true,
      template: { zh: '实例 ID：\n发生时间：', en: 'Instance ID:\nSince when:' },
    },
  ],
};

const billing: ProductCategory = {
  id: 'd1f4a6b28c0e4f7a9b3d5e7f90a1b2e3',
  acronym: 'BSS',
  name: { zh: '费用与发票', en: 'Bills and invoices' },
  description: { zh: '账单、发票、退款', en: 'Bills, invoices, refunds' },
  businessTypes: [
    {
      id: 'e7a90c1d2b3f4e5a8c6d7e8f90a1b2e4',
      name: { zh: '发票', en: 'Invoices' },
      caseType: '0',
      canUseSupportPlan: false,
    },
    {
      id: 'e7a90c1d2b3f4e5a8c6d7e8f90a1b2e5',
      name: { zh: '架构评估（需支持计划）', en: 'Architecture review (support plan needed)' },
      caseType: '0',
      canUseSupportPlan: true,
    },
  ],
};

/** What tickets are about. */
export const subTypes: readonly SubType[] = [
  { id: 'c0ffee0011223344556677889900aa01', name: { zh: '产品技术', en: 'Products' }, categories: [ecs, rds] },
  { id: 'c0ffee0011223344556677889900aa02', name: { zh: '财务', en: 'Finance' }, categories: [billing] },
];

/** The business type that the account's support plan does not allow (contract §1.7). */
export const beyondSupportPlan = 'e7a90c1d2b3f4e5a8c6d7e8f90a1b2e5';

/** How bad a fault is; asked for with faults only. */
export const severities: readonly { readonly id: string; readonly name: Named }[] = [
  { id: '5a01', name: { zh: '业务中断', en: 'Business interrupted' } },
  { id: '5a02', name: { zh: '业务受影响', en: 'Business impaired' } },
  { id: '5a03', name: { zh: '一般', en: 'Minor' } },
];

export const regions: readonly { readonly id: string; readonly name: Named; readonly type: 0 | 1 }[] = [
  { id: 'cn-north-4', name: { zh: '华北-北京四', en: 'CN North-Beijing4' }, type: 0 },
  { id: 'cn-east-3', name: { zh: '华东-上海一', en: 'CN East-Shanghai1' }, type: 0 },
  { id: 'ap-southeast-3', name: { zh: '亚太-新加坡', en: 'AP-Singapore' }, type: 1 },
];

export const areaCodes: readonly { readonly id: number; readonly code: string; readonly name: Named }[] = [
  { id: 1, code: '0086', name: { zh: '中国大陆', en: 'Chinese mainland' } },
  { id: 2, code: '0065', name: { zh: '新加坡', en: 'Singapore' } },
  { id: 3, code: '0049', name: { zh: '德国', en: 'Germany' } },
];

export interface Dimension {
  readonly id: number;
  readonly name: Named;
  readonly description: Named;
  /** The highest score. */
  readonly total: number;
  /** The score of one step. */
  readonly perStep: number;
  readonly categoryId: string;
}

/** What a score is made of. */
export const dimensions: readonly Dimension[] = [
  {
    id: 1,
    name: { zh: '服务态度', en: 'Attitude' },
    description: { zh: '工程师是否友好', en: 'Was the engineer friendly' },
    total: 5,
    perStep: 1,
    categoryId: 'sat-01',
  },
  {
    id: 2,
    name: { zh: '处理速度', en: 'Speed' },
    description: { zh: '问题是否及时解决', en: 'Was it solved in time' },
    total: 5,
    perStep: 1,
    categoryId: 'sat-02',
  },
  {
    id: 3,
    name: { zh: '解决效果', en: 'Result' },
    description: { zh: '问题是否解决', en: 'Was it solved' },
    total: 10,
    perStep: 2,
    categoryId: 'sat-03',
  },
];

/** A problem type with what it belongs to. */
export interface Problem {
  readonly subType: SubType;
  readonly category: ProductCategory;
  readonly businessType: BusinessType;
}

/** @returns undefined when there is no such problem type */
export function findProblem(businessTypeId: string): Problem | undefined {
  for (const subType of subTypes) {
    for (const category of subType.categories) {
      const businessType = category.businessTypes.find(({ id }) => id === businessTypeId);
      if (businessType !== undefined) return { subType, category, businessType };
    }
  }
  return undefined;
}

/** @returns undefined when there is no such product */
export function findCategory(id: string): ProductCategory | undefined {
  return subTypes.flatMap(({ categories }) => categories).find((category) => category.id === id);
}
