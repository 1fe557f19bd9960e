import { commands, l10n, ProgressLocation, Uri, window, workspace } from 'vscode';
import { imageTypeOf, mostImageBytes } from '../application/imageType.ts';
import { safeFileName } from '../application/fileName.ts';
import { Uploads } from '../application/uploads.ts';
import type { AttachmentLimits, DownloadedFile, TicketAttachments } from '../domain/attachments.ts';
import { TicketError } from '../domain/errors.ts';
import { fileRefusalMessage, findFileRefusal } from '../domain/fileRefusal.ts';
import type { TicketProvider } from '../domain/provider.ts';
import type { FieldFiles } from '../protocol/pageFiles.ts';
import type { FileMessage, HostMessage } from '../protocol/stepPage.ts';
import { describeError } from './describeError.ts';
import { toAbortSignal } from './cancellation.ts';
import type { MemoryFiles } from './memoryFiles.ts';
import type { PageForm } from './pageForm.ts';
import { plainText } from './plainText.ts';
import { isAbort } from './runCommand.ts';
import { translate } from './translate.ts';

/** Whatever the system allows: more would not fit through the editor's memory twice. In bytes. */
const mostUploadBytes = 200_000_000;

export interface PageFilesParts {
  readonly provider: () => Promise<TicketProvider>;
  /** `undefined`: the ticket is not made yet, so it has no files. */
  readonly ticketKey: string | undefined;
  /** For messages to the user. */
  readonly title: string;
  readonly closed: AbortSignal;
  readonly post: (message: HostMessage) => void;
  /** `undefined`: it is not there (any more). */
  readonly findForm: (formId: string) => PageForm | undefined;
  /** The form of the conversation's next message. */
  readonly messageFormId: string | undefined;
  /** Where files are opened from that were not saved. */
  readonly memory: MemoryFiles;
}

type Uploaded = Extract<HostMessage, { kind: 'uploaded' }>;

/** The files and pictures of one page: what is uploaded, downloaded and looked at. */
export class PageFiles {
  readonly #parts: PageFilesParts;
  readonly #uploads: Uploads;
  #limits: AttachmentLimits | undefined;
  /** Those that the page was told of. */
  readonly #fields = new Map<string, { readonly formId: string; readonly fieldKey: string }>();
  /** Those that the page has not taken yet: it may be hidden. */
  #untaken: readonly Uploaded[] = [];

  constructor(parts: PageFilesParts) {
    this.#parts = parts;
    this.#uploads = new Uploads({
      attachments: () => this.#attachments(),
      onDidChange: (formId, fieldKey) => this.#tell(formId, fieldKey),
      onDidUpload: ({ formId, fieldKey }, attachment) => {
        parts.findForm(formId)?.noteFile(attachment);
        const message: Uploaded = { kind: 'uploaded', formId, fieldKey, attachment };
        this.#untaken = [...this.#untaken, message];
        this.#parts.post(message);
      },
    });
    parts.closed.addEventListener('abort', () => this.#uploads.dropAll(), { once: true });
  }

  /** There are uploads under way for a form. */
  isUploading(formId: string, fieldKey: string): boolean {
    return this.#uploads.of(formId, fieldKey).some(({ error }) => error === undefined);
  }

  /** For a page that is there anew. */
  repost(): void {
    for (const message of this.#untaken) this.#parts.post(message);
    for (const { formId, fieldKey } of this.#fields.values()) this.#tell(formId, fieldKey);
  }

  /** A form with a file field is shown: the page should know what may be uploaded. */
  async announce(formId: string, fieldKey: string): Promise<void> {
    const id = fieldId(formId, fieldKey);
    if (this.#fields.has(id)) return;
    this.#fields.set(id, { formId, fieldKey });
    try {
      await this.#readLimits();
    } catch (error) {
      // The server looks at what is uploaded, too.
      if (isAbort(error)) return;
    }
    this.#tell(formId, fieldKey);
  }

  async receive(message: FileMessage): Promise<void> {
    switch (message.kind) {
      case 'pickFiles':
        await this.#pick(message);
        return;
      case 'uploadFile':
        await this.#take(message);
        return;
      case 'uploadAction':
        if (message.action === 'retry') await this.#uploads.retry(message.uploadId);
        else this.#uploads.drop(message.uploadId);
        return;
      case 'tookFile':
        this.#untaken = this.#untaken.filter(({ attachment }) => attachment.id !== message.attachmentId);
        return;
      case 'download':
        await this.#download(message);
        return;
      case 'readImage':
        await this.#readImage(message);
        return;
    }
  }

  async #pick({ formId, fieldKey }: Extract<FileMessage, { kind: 'pickFiles' }>): Promise<void> {
    const limits = await this.#readLimits();
    const { extensions } = limits;
    const uris = await window.showOpenDialog({
      title: this.#parts.title,
      openLabel: l10n.t('Upload'),
      canSelectMany: limits.maxCount !== 1,
      ...(extensions === undefined ? {} : { filters: { [l10n.t('Files that can be uploaded')]: [...extensions] } }),
    });
    await Promise.all(
      (uris ?? []).map(async (uri) => {
        const name = nameOf(uri);
        // Before it is read: it may be larger than the memory.
        const { size } = await workspace.fs.stat(uri);
        if (this.#isRefused(formId, fieldKey, { name, size })) return;
        await this.#upload(formId, fieldKey, name, await workspace.fs.readFile(uri));
      }),
    );
  }

  async #take({ formId, fieldKey, name, bytes }: Extract<FileMessage, { kind: 'uploadFile' }>): Promise<void> {
    await this.#readLimits();
    if (this.#isRefused(formId, fieldKey, { name, size: bytes.length })) return;
    await this.#upload(formId, fieldKey, name, bytes);
  }

  async #download({ attachment, how }: Extract<FileMessage, { kind: 'download' }>): Promise<void> {
    const name = safeFileName(attachment.name);
    let target: Uri | undefined;
    if (how === 'save') {
      // Asked for before it is fetched: who backs out has not waited.
      target = await window.showSaveDialog({ title: this.#parts.title, defaultUri: defaultTarget(name) });
      if (target === undefined) return;
    }
    const { bytes } = await this.#withProgress(name, (signal) => this.#fetch(attachment.id, signal));
    if (target === undefined) {
      await commands.executeCommand('vscode.open', this.#parts.memory.add(name, bytes));
      return;
    }
    await workspace.fs.writeFile(target, bytes);
    const open = l10n.t('Open');
    const text = plainText(l10n.t('{0} was saved.', nameOf(target)));
    if ((await window.showInformationMessage(text, open)) === open) {
      await commands.executeCommand('vscode.open', target);
    }
  }

  /** Pictures only, by their bytes: whatever else it is does not reach the page. */
  async #readImage({ requestId, from }: Extract<FileMessage, { kind: 'readImage' }>): Promise<void> {
    let file: DownloadedFile | undefined;
    try {
      file = await this.#readPicture(from);
    } catch (error) {
      if (isAbort(error)) return;
    }
    const bytes = file === undefined || file.bytes.length > mostImageBytes ? undefined : file.bytes;
    const mediaType = bytes === undefined ? undefined : imageTypeOf(bytes);
    this.#parts.post({
      kind: 'image',
      requestId,
      bytes: mediaType === undefined ? undefined : bytes,
      mediaType: mediaType ?? '',
    });
  }

  async #readPicture(from: Extract<FileMessage, { kind: 'readImage' }>['from']): Promise<DownloadedFile | undefined> {
    const { closed, ticketKey, provider } = this.#parts;
    if ('attachmentId' in from) return this.#fetch(from.attachmentId, closed);
    const { images } = await provider();
    return ticketKey === undefined ? undefined : images?.read(ticketKey, from.source, closed);
  }

  async #fetch(attachmentId: string, signal: AbortSignal): Promise<DownloadedFile> {
    const { ticketKey } = this.#parts;
    if (ticketKey === undefined) throw new TicketError('notFound');
    return (await this.#attachments()).download(ticketKey, attachmentId, signal);
  }

  async #withProgress<T>(name: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    return window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: plainText(l10n.t('Downloading {0}…', name)),
        cancellable: true,
      },
      (_progress, token) => work(toAbortSignal(token)),
    );
  }

  async #attachments(): Promise<TicketAttachments> {
    const { attachments } = await this.#parts.provider();
    if (attachments === undefined) throw new TicketError('forbidden');
    return attachments;
  }

  async #readLimits(): Promise<AttachmentLimits> {
    const { maxCount, maxBytes, extensions } = await this.#uploads.readLimits(this.#parts.closed);
    this.#limits = { maxCount, maxBytes: Math.min(maxBytes ?? mostUploadBytes, mostUploadBytes), extensions };
    return this.#limits;
  }

  #isRefused(formId: string, fieldKey: string, file: { readonly name: string; readonly size: number }): boolean {
    const limits = this.#limits;
    const value = this.#parts.findForm(formId)?.valueOf(fieldKey) ?? [];
    const count = (typeof value === 'string' ? 0 : value.length) + this.#uploads.of(formId, fieldKey).length;
    const refusal = findFileRefusal(file, count, limits);
    if (refusal === undefined || limits === undefined) return false;
    void window.showWarningMessage(plainText(translate(fileRefusalMessage(refusal, file.name, limits))));
    return true;
  }

  async #upload(formId: string, fieldKey: string, name: string, bytes: Uint8Array): Promise<void> {
    const purpose = formId === this.#parts.messageFormId ? 'message' : 'ticket';
    this.#fields.set(fieldId(formId, fieldKey), { formId, fieldKey });
    await this.#uploads.start(formId, fieldKey, { name, bytes, purpose });
  }

  #tell(formId: string, fieldKey: string): void {
    const files: FieldFiles = {
      uploads: this.#uploads.of(formId, fieldKey).map(({ id, name, sent, size, error }) => ({
        id,
        name,
        sent,
        size,
        failure: error === undefined ? undefined : describeError(error),
      })),
      uploaded: this.#parts.findForm(formId)?.files ?? [],
      limits: this.#limits,
    };
    this.#parts.post({ kind: 'files', formId, fieldKey, files });
  }
}

function fieldId(formId: string, fieldKey: string): string {
  return `${formId} ${fieldKey}`;
}

function nameOf({ path }: Uri): string {
  return path.split('/').at(-1) ?? '';
}

function defaultTarget(name: string): Uri {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder === undefined ? Uri.file(name) : Uri.joinPath(folder, name);
}
