import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findTicketNumbers, kindOf } from '../../../../src/providers/huaweiCoc/ticketNumbers.ts';

const baseUrl = 'https://coc.myhuaweicloud.com';
const issue = 'ISU20250709150841010733591';
const incident = 'IM20250709150841010733592';

describe('numbers of COC', () => {
  it('tell issues from incidents', () => {
    assert.equal(kindOf(issue), 'issue');
    assert.equal(kindOf(incident), 'incident');
    assert.equal(kindOf('WR2025070915'), 'warRoom');
    assert.equal(kindOf('not a number'), undefined);
  });

  it('are found where somebody has typed one', () => {
    assert.deepEqual(findTicketNumbers(` ${issue.toLowerCase()} `, baseUrl), [issue]);
    assert.deepEqual(findTicketNumbers(incident, baseUrl), [incident]);
    assert.deepEqual(findTicketNumbers('REQ20250709150841', baseUrl), []);
    assert.deepEqual(findTicketNumbers(`see ${issue}`, baseUrl), []);
  });

  it('are found in addresses of the console, wherever they stand in them', () => {
    const addresses = [
      `https://console.huaweicloud.com/coc/?region=cn-north-4#/issue/detail?ticketId=${issue}`,
      `https://console-intl.huaweicloud.com/coc/issues/${issue}`,
      `https://console.eu.huaweicloud.com/coc/?x=1#${encodeURIComponent(`/a?b=${issue}`)}`,
      `${baseUrl}/v1/issues_mgmt/tickets/${issue}`,
    ];
    for (const address of addresses) assert.deepEqual(findTicketNumbers(address, baseUrl), [issue], address);
  });

  it('are not found in addresses of others', () => {
    for (const address of [
      `https://example.com/${issue}`,
      `https://huaweicloud.com.example.com/${issue}`,
      `file:///${issue}`,
      `https://console.huaweicloud.com/X${issue}`,
      'https://console.huaweicloud.com/%E0%A4%A',
    ]) {
      assert.deepEqual(findTicketNumbers(address, baseUrl), [], address);
    }
  });
});
