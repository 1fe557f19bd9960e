import { contentDisposition, contentTypeOf, extensionOf } from '../fileTypes.ts';
import type { HuaweiAnswer } from '../httpMessages.ts';
import { readForm } from '../multipart.ts';
import { answerWith, invalid, type Coc, type CocCall } from './coc.ts';

const longestFile = 10_000_000;
const allowedTypes = ['jpg', 'png', 'docx', 'txt', 'pdf'];

/** POST /v1/incident/attachments, for issues and changes, too; an envelope of its own (contract §2.3, §2.6). */
export function uploadAttachment(coc: Coc, { request }: CocCall): HuaweiAnswer {
  const file = readForm(request)?.get('file');
  if (file?.fileName === undefined) return refuse(coc, 'file');
  if (!allowedTypes.includes(extensionOf(file.fileName))) return refuse(coc, 'The file type is not supported.');
  if (file.bytes.length === 0 || file.bytes.length > longestFile) return refuse(coc, 'The file size is not supported.');
  const { id, name } = coc.attachments.add(file.fileName, file.bytes);
  return {
    status: 200,
    json: {
      code: '0',
      provider_code: coc.quirks.providerCode,
      msg: '',
      data: { doc_id: id, doc_name: name },
      name,
      id,
    },
  };
}

function refuse({ quirks }: Coc, detail: string): HuaweiAnswer {
  const { code, message } = invalid(detail);
  return { status: 400, json: { code, provider_code: quirks.providerCode, msg: message, data: null } };
}

/** GET /v1/incident/attachments/{doc_id}: which of the two it brings is not known (contract §2.6). @throws Refusal */
export function downloadAttachment(coc: Coc, { params }: CocCall): HuaweiAnswer {
  const file = coc.attachments.get(params['doc_id'] ?? '');
  if (file === undefined) throw invalid('doc_id');
  if (coc.quirks.download === 'envelope') return answerWith(coc, file.bytes.toString('base64'));
  return {
    status: 200,
    type: contentTypeOf(file.name),
    headers: { 'Content-Disposition': contentDisposition(file.name) },
    bytes: file.bytes,
  };
}
