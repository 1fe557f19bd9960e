import { randomBytes } from 'node:crypto';

/** An IAM user. */
export interface CloudUser {
  readonly id: string;
  readonly name: string;
  readonly nameZh: string;
  readonly password: string;
  /** Base32; undefined: no virtual MFA. */
  readonly mfaSecret: string | undefined;
  readonly isEnabled: boolean;
  readonly groupIds: readonly string[];
  /** Without the country code. */
  readonly mobile: string;
  readonly mail: string;
}

/** An account, which IAM calls a domain, with its users and one project. */
export interface Account {
  readonly domainId: string;
  readonly name: string;
  readonly projectId: string;
  readonly projectName: string;
  readonly users: readonly CloudUser[];
}

/** Who a request acts for. */
export interface Caller {
  readonly user: CloudUser;
  readonly domainId: string;
  /** Undefined: the domain as a whole. */
  readonly projectId: string | undefined;
}

/** The user groups, which OSM wants to hear of when a colleague's ticket is meant (contract §1.3). */
export const groupIds = {
  operations: 'b5a2c0de8f7e4d6b9c1a3f5e7d9b1c30',
  databases: 'b5a2c0de8f7e4d6b9c1a3f5e7d9b1c31',
} as const;

/** Ids of the sandbox's users, the first of whom is the one who uses the extension. */
export const userIds = {
  zhangsan: '08f1e2d3c4b5a69788796a5b4c3d2e10',
  lisi: '08f1e2d3c4b5a69788796a5b4c3d2e11',
  wangwu: '08f1e2d3c4b5a69788796a5b4c3d2e12',
  zhaoliu: '08f1e2d3c4b5a69788796a5b4c3d2e13',
  chenqi: '08f1e2d3c4b5a69788796a5b4c3d2e14',
} as const;

/** An account with passwords of its own. */
export function makeAccount(): Account {
  const { operations, databases } = groupIds;
  const user = (id: string, name: string, nameZh: string, rest: Partial<CloudUser> = {}): CloudUser => ({
    id,
    name,
    nameZh,
    password: `${randomBytes(15).toString('base64url')}!`,
    mfaSecret: undefined,
    isEnabled: true,
    groupIds: [operations],
    mobile: '13800138000',
    mail: `${name}@example.com`,
    ...rest,
  });
  return {
    domainId: '4f0c9d8e7b6a45f3a2b1c0d9e8f7a6b5',
    name: 'sandbox-account',
    projectId: '9a8b7c6d5e4f40318273645566778899',
    projectName: 'cn-north-4',
    users: [
      user(userIds.zhangsan, 'zhangsan', '张三'),
      user(userIds.lisi, 'lisi', '李四', { mobile: '13900139000' }),
      user(userIds.wangwu, 'wangwu', '王五', { mfaSecret: randomBase32(32) }),
      user(userIds.zhaoliu, 'zhaoliu', '赵六', { isEnabled: false }),
      user(userIds.chenqi, 'chenqi', '陈七', { groupIds: [databases] }),
    ],
  };
}

/** @returns undefined when the account has no such user */
export function findUser({ users }: Account, id: string): CloudUser | undefined {
  return users.find((user) => user.id === id);
}

function randomBase32(length: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return [...randomBytes(length)].map((byte) => alphabet[byte % 32]).join('');
}
