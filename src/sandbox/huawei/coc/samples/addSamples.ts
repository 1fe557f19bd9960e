import { randomUUID } from 'node:crypto';
import { userIds } from '../../identity/account.ts';
import { samplePicture } from '../../samplePicture.ts';
import type { Coc } from '../coc.ts';
import { historyEntry } from '../history.ts';
import { services } from '../names.ts';
import { incidentSamples } from './incidents.ts';
import { issueSamples } from './issues.ts';

const hour = 3_600_000;

/** Fills an empty operations center. */
export function addSamples(coc: Coc): void {
  const { issues, incidents, attachments } = coc;
  for (const { files = [], ...design } of issueSamples) {
    const attachmentIds = files.map((name) => {
      const bytes = name.endsWith('.png') ? samplePicture() : Buffer.from('1. Log in\n2. Order\n3. Wait\n');
      return attachments.add(name, bytes).id;
    });
    issues.add({ ...design, attachmentIds });
  }
  for (const design of incidentSamples) incidents.add(design);
  addWarRooms(coc);
  addChanges(coc);
}

function addWarRooms({ warRooms, now }: Coc): void {
  const room = { adminId: userIds.zhangsan, regions: ['cn-north-4'], serviceIds: [services.orders] };
  warRooms.push(
    {
      ...room,
      key: 'a0c1e2f3a4b5c6d7e8f9a0b1c2d3e4f5',
      number: 'WR20261101000001',
      title: '支付网关 5xx 应急',
      description: '收银台受影响',
      incidentNumber: 'IM20261101080000020416001',
      level: 'level_10',
      status: 3,
      createdAt: now() - hour,
      occurredAt: now() - 1.2 * hour,
      recoveredAt: undefined,
      cause: '',
    },
    {
      ...room,
      key: 'a0c1e2f3a4b5c6d7e8f9a0b1c2d3e4f6',
      number: 'WR20261101000002',
      title: 'SMS channel congested',
      description: 'Codes were late',
      incidentNumber: 'IM20261101080000020416005',
      level: 'level_20',
      status: 20,
      createdAt: now() - 400 * hour,
      occurredAt: now() - 401 * hour,
      recoveredAt: now() - 381 * hour,
      cause: 'The carrier throttled.',
    },
    {
      ...room,
      key: 'a0c1e2f3a4b5c6d7e8f9a0b1c2d3e4f7',
      number: 'WR20260801000003',
      title: 'Older than thirty days',
      description: 'Only found when asked for',
      incidentNumber: '',
      level: 'level_30',
      status: 20,
      createdAt: now() - 2000 * hour,
      occurredAt: now() - 2001 * hour,
      recoveredAt: now() - 1999 * hour,
      cause: '',
    },
  );
}

function addChanges({ changes, now }: Coc): void {
  for (const [index, phase] of ['phase_change_approve', 'phase_change_implement'].entries()) {
    const number = `CM2026110100000${index + 1}`;
    const createdAt = now() - 30 * hour;
    const entry = { action: 'create', operatorId: userIds.lisi, comment: '', status: phase };
    changes.add({
      number,
      ticketId: randomUUID(),
      title: index === 0 ? '扩容订单库' : 'Upgrade the load balancer',
      creatorId: userIds.lisi,
      reviewerId: userIds.zhangsan,
      createdAt,
      updatedAt: createdAt,
      phase,
      parts: Array.from({ length: 3 }, (_, part) => ({
        key: `${number.toLowerCase()}part${part + 1}`,
        ticketId: randomUUID(),
        number: `${number}${String(part + 1).padStart(3, '0')}`,
        region: part === 2 ? 'cn-east-3' : 'cn-north-4',
        resourceId: randomUUID(),
        name: `order-db-${part + 1}`,
      })),
      history: [historyEntry(entry, createdAt)],
    });
  }
}
