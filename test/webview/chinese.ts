import { readFile } from 'node:fs/promises';
import { message } from '../../src/domain/message.ts';
import { allFields, operation, plain, readyState, step, textField, ticket } from './samples.ts';

/** All Chinese texts of the product. */
export const wholeBundle = JSON.parse(
  await readFile(new URL('../../l10n/bundle.l10n.zh-cn.json', import.meta.url), 'utf8'),
) as Record<string, string>; // our own file

/** Some texts of the page in Chinese; the extension's own bundle is checked elsewhere. */
export const chineseBundle: Readonly<Record<string, string>> = {
  'Copy number': '复制单号',
  'As of {0}': '数据时间 {0}',
  Reload: '重新加载',
  'Connection:': '连接：',
  'Created by:': '提单人：',
  'Created:': '提单时间：',
  'Waits for you': '等待您处理',
  Processors: '处理人',
  'Other fields': '前序信息',
  required: '必填',
  'Choose…': '请选择…',
  'Add user names': '添加用户名',
  'Open in Browser': '在浏览器中打开',
  'More actions': '更多操作',
  'Discard Changes': '放弃修改',
  'Kept as a draft, not sent yet': '已保存为草稿，尚未提交',
  'Sends the form (Ctrl+Enter)': '提交表单（Ctrl+Enter）',
  'Acts on the whole ticket': '对整个工单生效',
  'Acts on this step': '对当前节点生效',
  'Fill in "{0}".': '请填写“{0}”。',
  'Changed, not sent yet': '已修改，尚未提交',
  '{0} of {1} characters': '已输入 {0} / {1} 个字符',
  'Fields of type "{0}" cannot be edited here.': '“{0}”类型的字段不能在此编辑。',
  'Remove {0}': '移除 {0}',
  Options: '选项',
  'Read-only': '只读',
  '{0} problems': '{0} 个问题',
  '1 problem': '1 个问题',
};

export const chineseState = readyState(
  {
    ticket: {
      ...ticket,
      title: '生产环境发布支付网关 4.8.1 版本',
      statusName: '处理中',
      connectionLabel: '蓝鲸 ITSM · 生产',
      creator: '陈玛丽',
      details: [
        { key: 'service', label: '服务', text: '支付网关' },
        { key: 'window', label: '变更窗口', text: '2026-11-21 22:00 至 23:30' },
        { key: 'reason', label: '变更原因', text: '修复卡组织响应超时导致的重复清算问题，已在预发布环境验证三天。' },
      ],
    },
    draft: [['remark', '同意发布。请在 21:30 清算任务完成后开始，旧版本保留一小时。']],
  },
  {
    ...step,
    name: '发布审批',
    statusName: '待审批',
    processors: ['您', '运维主管'],
    submit: operation('submit', 'submit', '提交'),
    otherOperations: [operation('transfer', 'transfer', '转单'), operation('suspend', 'suspend', '挂起')],
    fields: [
      {
        ...plain,
        key: 'decision',
        label: '审批意见',
        type: 'select',
        display: 'radio',
        isRequired: true,
        value: 'approve',
        options: [
          { key: 'approve', label: '通过' },
          { key: 'reject', label: '拒绝' },
        ],
      },
      ...allFields
        .filter((field) => field.type === 'dateTime' || field.type === 'date')
        .map((field) => ({ ...field, label: field.type === 'date' ? '复核日期' : '开始时间' })),
      {
        ...plain,
        key: 'operator',
        label: '实施人',
        type: 'member',
        isMultiple: true,
        isRequired: true,
        value: ['maria.chen'],
      },
      textField('ticketName', { label: '变更单号', value: '', isRequired: true }),
      textField('remark', { label: '备注', isMultiline: true, maxLength: 500, description: '所有关注者可见。' }),
    ],
  },
);

/** A message of a provider, translated by the page. */
export const chineseReason = message('Fill in "{0}".', '备注');
