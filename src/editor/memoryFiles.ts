import {
  EventEmitter,
  FilePermission,
  FileSystemError,
  FileType,
  Uri,
  workspace,
  type FileChangeEvent,
  type FileStat,
  type FileSystemProvider,
} from 'vscode';
import type { Disposable } from '../base/disposable.ts';
import { memoryScheme } from './names.ts';

/** More than that is forgotten, the oldest first; in bytes. */
const mostBytes = 100_000_000;

interface MemoryFile {
  readonly bytes: Uint8Array;
  readonly createdAt: number;
}

/** Read-only files in memory: what is shown in an editor without leaving a trace on the disk. They end with the window. */
export class MemoryFiles implements FileSystemProvider, Disposable {
  readonly #files = new Map<string, MemoryFile>();
  readonly #emitter = new EventEmitter<FileChangeEvent[]>();
  readonly #registration: Disposable;
  readonly onDidChangeFile = this.#emitter.event;
  #count = 0;

  constructor() {
    this.#registration = workspace.registerFileSystemProvider(memoryScheme, this, {
      isReadonly: true,
      isCaseSensitive: true,
    });
  }

  /** @param name decides by its ending how the editor shows it */
  add(name: string, bytes: Uint8Array): Uri {
    this.#count += 1;
    const uri = Uri.from({ scheme: memoryScheme, path: `/${this.#count}/${name}` });
    this.#files.set(uri.path, { bytes, createdAt: Date.now() });
    this.#forgetOldest();
    return uri;
  }

  stat(uri: Uri): FileStat {
    const { bytes, createdAt } = this.#find(uri);
    const permissions = FilePermission.Readonly;
    return { type: FileType.File, size: bytes.length, ctime: createdAt, mtime: createdAt, permissions };
  }

  readFile(uri: Uri): Uint8Array {
    return this.#find(uri).bytes;
  }

  watch(): Disposable {
    return { dispose: () => {} };
  }

  readDirectory(): [] {
    return [];
  }

  createDirectory(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  delete(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  rename(uri: Uri): never {
    throw FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#emitter.dispose();
    this.#files.clear();
  }

  #find(uri: Uri): MemoryFile {
    const file = this.#files.get(uri.path);
    if (file === undefined) throw FileSystemError.FileNotFound(uri);
    return file;
  }

  #forgetOldest(): void {
    let sum = 0;
    for (const [path, { bytes }] of [...this.#files].toReversed()) {
      sum += bytes.length;
      if (sum > mostBytes && sum > bytes.length) this.#files.delete(path);
    }
  }
}
